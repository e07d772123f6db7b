//! Two texts word by word: what is gone, what is new, what stayed.

use super::lines::compared;

/// A stretch of words of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    /// `same`, `added` or `removed`.
    pub kind: &'static str,
    pub words: String,
}

/// How the one text became the other.
pub(super) fn word_diff(before: &str, after: &str) -> Vec<Stretch> {
    let one_a_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("\n");
    let mut stretches: Vec<Stretch> = Vec::new();
    for line in compared(&one_a_line(before), &one_a_line(after)) {
        match stretches.last_mut() {
            Some(last) if last.kind == line.kind => {
                last.words.push(' ');
                last.words.push_str(&line.text);
            }
            _ => stretches.push(Stretch { kind: line.kind, words: line.text }),
        }
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_changed_stand_between_those_that_stayed() {
        let shown: Vec<_> = word_diff("We ship in 6 to 9 days.", "We ship  in 8 to\n12 days, mostly.")
            .into_iter()
            .map(|stretch| (stretch.kind, stretch.words))
            .collect();
        let wanted = [
            ("same", "We ship in"),
            ("removed", "6"),
            ("added", "8"),
            ("same", "to"),
            ("removed", "9 days."),
            ("added", "12 days, mostly."),
        ];
        assert_eq!(shown, wanted.map(|(kind, words)| (kind, words.to_owned())));
        assert_eq!(word_diff("", ""), []);
    }
}
