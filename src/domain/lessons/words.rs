//! The words of a text with their places, and its sentences.

use std::ops::Range;

/// What may cling to a word without being part of it: punctuation, and the marks of Markdown.
const EDGES: &str = ".,;:!?…\"'()[]{}<>*_`#|~-–—•“”‘’«»„‚。，！？：；、「」";

/// Ends a sentence.
const STOPS: [char; 7] = ['.', '!', '?', '…', '。', '！', '？'];

/// Their full stop ends no sentence.
const ABBREVIATIONS: [&str; 11] = ["e.g", "i.e", "etc", "approx", "vs", "mr", "mrs", "ms", "dr", "ca", "z.b"];

/// A word of a text, by its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// With what clings to it.
    pub whole: Range<usize>,
    /// Without.
    pub core: Range<usize>,
    /// What is compared: the core in small letters.
    pub key: String,
}

/// Cuts at blanks; what is nothing but punctuation is no word.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = 0;
    for piece in text.split(char::is_whitespace) {
        let start = at;
        at += piece.len();
        // The blank that ends a piece is one character of any width.
        at += text.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let left = piece.trim_start_matches(|c| EDGES.contains(c));
        let core = left.trim_end_matches(|c| EDGES.contains(c));
        if core.is_empty() {
            continue;
        }
        let from = start + piece.len() - left.len();
        found.push(Word {
            whole: start..start + piece.len(),
            core: from..from + core.len(),
            key: core.to_lowercase(),
        });
    }
    found
}

/// The keys of some words.
pub(super) fn keys(words: &[Word]) -> Vec<String> {
    words.iter().map(|word| word.key.clone()).collect()
}

/// From the first to the last of some words, without what clings to the ends.
pub(super) fn core_of(words: &[Word]) -> Option<Range<usize>> {
    Some(words.first()?.core.start..words.last()?.core.end)
}

/// From the first to the last of some words, with what clings to the ends.
pub(super) fn whole_of(words: &[Word]) -> Option<Range<usize>> {
    Some(words.first()?.whole.start..words.last()?.whole.end)
}

/// A stretch of a text on one line, blanks collapsed.
pub(super) fn squeezed(text: &str, range: Range<usize>) -> String {
    text.get(range).unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentences, as ranges of words. A list item, a heading, a row of a table is one at least.
pub(super) fn sentences(text: &str, words: &[Word]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    for (before, pair) in words.windows(2).enumerate() {
        if let [one, next] = pair
            && is_border(text, one, next)
        {
            found.push(start..before + 1);
            start = before + 1;
        }
    }
    if start < words.len() {
        found.push(start..words.len());
    }
    found
}

/// Whether a word stands in a heading of Markdown.
pub(super) fn is_heading(text: &str, word: &Word) -> bool {
    let before = text.get(..word.whole.start).unwrap_or_default();
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    text.get(line..).unwrap_or_default().trim_start().starts_with('#')
}

fn is_border(text: &str, one: &Word, next: &Word) -> bool {
    let gap = text.get(one.whole.end..next.whole.start).unwrap_or_default();
    let lines = gap.matches('\n').count();
    if lines > 0 {
        // What stands between the line's beginning and the word is the mark of a list or a table.
        let mark = gap.rsplit('\n').next().unwrap_or_default().trim();
        let numbered = {
            let word = text.get(next.whole.clone()).unwrap_or_default();
            word.ends_with(['.', ')']) && next.key.chars().all(|c| c.is_ascii_digit())
        };
        if lines > 1 || !mark.is_empty() || numbered || is_heading(text, one) || is_heading(text, next) {
            return true;
        }
    }
    let said = text.get(one.whole.clone()).unwrap_or_default();
    let said = said.trim_end_matches(|c| EDGES.contains(c) && !STOPS.contains(&c));
    let ends = said.ends_with(STOPS) || gap.contains(STOPS);
    let short = ABBREVIATIONS.contains(&one.key.as_str())
        || one.key.chars().count() == 1 && one.key.chars().all(char::is_alphabetic);
    let core = text.get(next.core.clone()).unwrap_or_default();
    let goes_on = core.chars().next().is_some_and(char::is_lowercase);
    ends && !short && !goes_on
}

/// Where `wanted` stands among `words`, one after the other; every place.
pub(super) fn places(words: &[Word], wanted: &[String]) -> Vec<usize> {
    if wanted.is_empty() {
        return Vec::new();
    }
    let same = |window: &[Word]| window.iter().zip(wanted).all(|(word, key)| word.key == *key);
    words.windows(wanted.len()).enumerate().filter(|(_, window)| same(window)).map(|(at, _)| at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<String> {
        let words = words(text);
        sentences(text, &words)
            .into_iter()
            .filter_map(|range| whole_of(words.get(range)?))
            .map(|range| squeezed(text, range))
            .collect()
    }

    #[test]
    fn words_have_their_places_and_shed_what_clings_to_them() {
        let text = "**Yes,** we ship\u{a0}- (to “Österreich”)  in 3–4 days!";
        let words = words(text);
        assert_eq!(keys(&words), ["yes", "we", "ship", "to", "österreich", "in", "3–4", "days"]);
        for word in &words {
            assert_eq!(text[word.core.clone()].to_lowercase(), word.key);
        }
        assert_eq!(&text[words[4].whole.clone()], "“Österreich”)");
        assert!(super::words(" \n - ** ").is_empty());
    }

    #[test]
    fn sentences_end_at_full_stops_lists_headings_and_paragraphs() {
        for (text, wanted) in [
            ("We ship. It takes\n3 days.", &["We ship.", "It takes 3 days."][..]),
            (
                "# Shipping\nWe ship, e.g. to Canada. 5 days!",
                &["Shipping", "We ship, e.g. to Canada.", "5 days!"],
            ),
            ("One\n\nTwo", &["One", "Two"]),
            ("- bowls\n- plates of 3.5 kg\n1. first", &["bowls", "plates of 3.5 kg", "1. first"]),
            ("Is it (really?) so? “Yes.” Fine", &["Is it (really?) so?", "“Yes.”", "Fine"]),
            ("", &[]),
        ] {
            assert_eq!(
                said(text).iter().map(|s| s.trim_start_matches("# ")).collect::<Vec<_>>(),
                wanted,
                "{text}"
            );
        }
    }
}
