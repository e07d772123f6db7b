//! Finds listed words and stems with one automaton and its own idea of where a word ends.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};

use super::letters::{Script, script_of};

/// A listed word, as the automaton knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) rule: usize,
    /// Folded.
    pub(super) text: String,
    /// Open at the right side.
    pub(super) stem: bool,
}

/// All words and stems of all rules.
#[derive(Clone, Debug)]
pub(super) struct WordIndex {
    automaton: AhoCorasick,
    entries: Vec<Entry>,
}

/// An occurrence of an entry; its edges are not yet judged.
#[derive(Clone, Copy, Debug)]
pub(super) struct Occurrence<'a> {
    pub(super) entry: &'a Entry,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl WordIndex {
    pub(super) fn new(entries: Vec<Entry>) -> Result<Self, BuildError> {
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(entries.iter().map(|entry| entry.text.as_str()))?;
        Ok(Self { automaton, entries })
    }

    /// Every place where an entry's letters stand, whatever stands around them.
    pub(super) fn occurrences(&self, text: &str) -> impl Iterator<Item = Occurrence<'_>> {
        self.automaton.find_overlapping_iter(text).filter_map(|found| {
            let entry = self.entries.get(found.pattern().as_usize())?;
            Some(Occurrence { entry, start: found.start(), end: found.end() })
        })
    }

    /// Calls `found` with the entry and its range in `folded` for every whole word (or word
    /// beginning with a stem).
    pub(super) fn find(&self, folded: &str, mut found: impl FnMut(&Entry, usize, usize)) {
        for Occurrence { entry, start, end } in self.occurrences(folded) {
            if !begins_word(folded, start) {
                continue;
            }
            let word_end = end_of_word(folded, end);
            if entry.stem || word_end == end {
                found(entry, start, word_end);
            }
        }
    }
}

fn begins_word(text: &str, start: usize) -> bool {
    let inside = text.get(start..).and_then(|rest| rest.chars().next()).and_then(script_of);
    if inside == Some(Script::Unspaced) {
        return true;
    }
    let before = text.get(..start).and_then(|rest| rest.chars().next_back()).and_then(script_of);
    before != inside
}

/// Where the word ends that the last letter before `end` belongs to. Digits, `_` and a change of
/// script end a word; in scripts without blanks it may end anywhere.
fn end_of_word(text: &str, end: usize) -> usize {
    let inside = text.get(..end).and_then(|rest| rest.chars().next_back()).and_then(script_of);
    if inside.is_none() || inside == Some(Script::Unspaced) {
        return end;
    }
    let rest = text.get(end..).unwrap_or_default();
    let tail: usize = rest.chars().take_while(|c| script_of(*c) == inside).map(char::len_utf8).sum();
    end + tail
}
