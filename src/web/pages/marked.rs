//! A text cut into stretches, some of them marked: what a rule matched, what nothing backs, what a draft quotes.

/// A stretch of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub text: String,
    pub hit: bool,
}

/// Cuts a text at byte spans in order. One that does not fit it (the text has changed since) marks nothing.
pub(super) fn marked(text: &str, spans: &[(usize, usize)]) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut done = 0;
    for &(start, end) in spans {
        let (start, end) = (start.max(done), end.max(done));
        let (Some(before), Some(hit)) = (text.get(done..start), text.get(start..end)) else { continue };
        parts.push(Part { text: before.to_owned(), hit: false });
        parts.push(Part { text: hit.to_owned(), hit: true });
        done = end;
    }
    parts.push(Part { text: text.get(done..).unwrap_or_default().to_owned(), hit: false });
    parts.retain(|part| !part.text.is_empty());
    parts
}

/// Where `quote` stands in `text`, whatever lies between its words; `None` where it does not stand.
pub(super) fn find(text: &str, quote: &str) -> Option<(usize, usize)> {
    let words: Vec<&str> = quote.split_whitespace().collect();
    let first = *words.first()?;
    text.match_indices(first)
        .find_map(|(start, _)| Some((start, start + length(text.get(start..)?, &words)?)))
}

/// How many bytes of `text` these words take from its start, with any white space between them.
fn length(text: &str, words: &[&str]) -> Option<usize> {
    let mut at = 0;
    for (n, word) in words.iter().enumerate() {
        let rest = text.get(at..)?;
        let gap = rest.len() - rest.trim_start().len();
        if n > 0 && gap == 0 {
            return None;
        }
        at += gap;
        at += text.get(at..)?.starts_with(word).then_some(word.len())?;
    }
    Some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, spans: &[(usize, usize)]) -> String {
        marked(text, spans)
            .iter()
            .map(|p| if p.hit { format!("[{}]", p.text) } else { p.text.clone() })
            .collect()
    }

    #[test]
    fn what_a_rule_matched_is_marked_where_it_stands() {
        assert_eq!(shown("I want a refund now", &[(9, 15)]), "I want a [refund] now");
        assert_eq!(shown("refund refund", &[(0, 6), (7, 13)]), "[refund] [refund]");
    }

    #[test]
    fn spans_that_overlap_or_do_not_fit_lose_no_text() {
        assert_eq!(shown("billing charge", &[(0, 7), (3, 14)]), "[billing][ charge]");
        assert_eq!(shown("é", &[(1, 2)]), "é");
        assert_eq!(shown("short", &[(2, 99)]), "short");
        assert_eq!(shown("", &[(0, 3)]), "");
    }

    #[test]
    fn a_quote_is_found_across_line_breaks_and_only_as_a_whole() {
        assert_eq!(find("We ship\n  in three days. Free.", "ship in three days."), Some((3, 24)));
        assert_eq!(find("shipping ship it", "ship it"), Some((9, 16)));
        assert_eq!(find("We ship", "we sell"), None);
        assert_eq!(find("We ship", " "), None);
        assert_eq!(find("éa b", "a b"), Some((2, 5)));
    }
}
