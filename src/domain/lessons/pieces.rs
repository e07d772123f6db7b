//! What an edit is made of: words in the place of others, and sentences that were added.

use super::diff::{Change, changes};
use super::words::{Word, core_of, keys, sentences, squeezed, whole_of, words};

/// A longer exchange is not the correction of a fact but another text, words.
const SWAP_WORDS_MAX: usize = 12;
/// A longer addition is an article of its own, words.
const ADD_WORDS_MAX: usize = 60;

/// Words in the place of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Swap {
    pub from: String,
    pub to: String,
    pub from_keys: Vec<String>,
    pub to_keys: Vec<String>,
    /// The draft's sentence around it, as keys.
    pub sentence: Vec<String>,
    /// The words beside it in that sentence.
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A sentence that was added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Add {
    pub text: String,
    pub keys: Vec<String>,
    /// Before the draft's first word.
    pub begins: bool,
}

/// See the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    Swap(Swap),
    Add(Add),
}

/// The pieces of an edit; `None` where the reply was written anew.
pub(super) fn pieces(draft: &str, sent: &str) -> Option<Vec<Piece>> {
    let edit = Edited::new(draft, sent);
    let changes = changes(&edit.draft, &edit.sent)?;
    Some(changes.iter().flat_map(|change| edit.pieces(change)).collect())
}

/// Both versions, cut into words and sentences.
struct Edited<'a> {
    draft_text: &'a str,
    sent_text: &'a str,
    draft: Vec<Word>,
    sent: Vec<Word>,
    draft_sentences: Vec<std::ops::Range<usize>>,
    sent_sentences: Vec<std::ops::Range<usize>>,
}

impl<'a> Edited<'a> {
    fn new(draft_text: &'a str, sent_text: &'a str) -> Self {
        let (draft, sent) = (words(draft_text), words(sent_text));
        let draft_sentences = sentences(draft_text, &draft);
        let sent_sentences = sentences(sent_text, &sent);
        Self { draft_text, sent_text, draft, sent, draft_sentences, sent_sentences }
    }

    fn pieces(&self, change: &Change) -> Vec<Piece> {
        if change.gone.is_empty() && self.adds_sentences(change) {
            return self.added(change);
        }
        self.swapped(change).map(Piece::Swap).into_iter().collect()
    }

    /// Whether what came stands between two sentences of the draft, and is sentences itself.
    fn adds_sentences(&self, change: &Change) -> bool {
        let at = change.gone.start;
        let between =
            at == self.draft.len() || self.draft_sentences.iter().any(|sentence| sentence.start == at);
        let begins = self.sent_sentences.iter().any(|sentence| sentence.start == change.come.start);
        let ends = self.sent_sentences.iter().any(|sentence| sentence.end == change.come.end);
        let greets = change.come.start == 0
            && self.sent.get(..change.come.end).and_then(whole_of).is_some_and(|range| {
                let text = self.sent_text.get(range).unwrap_or_default();
                text.ends_with([',', '!', '.', ':', '–', '-'])
            });
        between && begins && (ends || greets)
    }

    fn added(&self, change: &Change) -> Vec<Piece> {
        if change.come.len() > ADD_WORDS_MAX {
            return Vec::new();
        }
        let begins = change.gone.start == 0 && !self.draft.is_empty();
        let within = self.sent_sentences.iter().filter_map(|sentence| {
            let part = sentence.start.max(change.come.start)..sentence.end.min(change.come.end);
            self.sent.get(part).filter(|words| !words.is_empty())
        });
        let added = within.filter_map(|words| {
            let text = squeezed(self.sent_text, whole_of(words)?);
            Some(Piece::Add(Add { text, keys: keys(words), begins }))
        });
        added.collect()
    }

    /// What came within a sentence takes the word beside it along, so that it can be found in an article.
    fn swapped(&self, change: &Change) -> Option<Swap> {
        let (mut gone, mut come) = (change.gone.clone(), change.come.clone());
        let around = self
            .draft_sentences
            .iter()
            .find(|sentence| sentence.contains(&gone.start) || gone.is_empty() && sentence.end == gone.start);
        let around = around.cloned().unwrap_or(0..0);
        if gone.is_empty() {
            if gone.start > around.start {
                (gone.start, come.start) = (gone.start - 1, come.start.checked_sub(1)?);
            } else {
                (gone.end, come.end) = (gone.end + 1, come.end + 1);
            }
        }
        if gone.len() > SWAP_WORDS_MAX || come.len() > SWAP_WORDS_MAX {
            return None;
        }
        let (from, to) = (self.draft.get(gone.clone())?, self.sent.get(come)?);
        let beside = |at: Option<usize>| {
            at.filter(|at| around.contains(at)).and_then(|at| self.draft.get(at)).map(|word| word.key.clone())
        };
        Some(Swap {
            from: squeezed(self.draft_text, core_of(from)?),
            to: core_of(to).map(|range| squeezed(self.sent_text, range)).unwrap_or_default(),
            from_keys: keys(from),
            to_keys: keys(to),
            sentence: self.draft.get(around.clone()).map(keys).unwrap_or_default(),
            before: beside(gone.start.checked_sub(1)),
            after: beside(Some(gone.end)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(draft: &str, sent: &str) -> Vec<String> {
        let one = |piece: Piece| match piece {
            Piece::Swap(swap) => format!("{} > {}", swap.from, swap.to),
            Piece::Add(add) => format!("{}{}", if add.begins { "^" } else { "+" }, add.text),
        };
        pieces(draft, sent).unwrap_or_default().into_iter().map(one).collect()
    }

    #[test]
    fn an_edit_falls_into_exchanges_and_added_sentences() {
        for (draft, sent, wanted) in [
            (
                "We ship in 6 to 9 days. Every parcel counts.",
                "We ship in 4 to 7 days. Every parcel counts.",
                &["6 to 9 > 4 to 7"][..],
            ),
            ("Ships within 3 days.", "Ships within 3 working days.", &["3 > 3 working"]),
            ("Days: 3.", "Working days: 3.", &["Days > Working days"]),
            (
                "It costs 5 EUR.",
                "Hello! It costs 5 EUR. Let us know. Bye.",
                &["^Hello!", "+Let us know.", "+Bye."],
            ),
            ("It costs 5 EUR.", "Hello,\n\nit costs 5 EUR.", &["^Hello,"]),
            ("Hello there. It costs 5 EUR.", "It costs 5 EUR.", &["Hello there > "]),
            ("One. Two.", "One. And a half. Two.", &["+And a half."]),
            ("It costs 5 EUR.", "Something else altogether.", &[]),
            ("It costs 5 EUR.", "it costs 5 EUR", &[]),
            ("", "Hello.", &[]),
        ] {
            assert_eq!(told(draft, sent), wanted, "{draft} / {sent}");
        }
    }
}
