//! Finds listed words and stems with one automaton and its own idea of where a word ends.

use aho_corasick::{AhoCorasick, AhoCorasickKind, BuildError, MatchKind};

use super::dictionary::is_word;
use super::letters::{Script, script_of};
use super::verdict::Layer;

/// Shorter words stand inside too many others.
const MIN_GLUED: usize = 6;
/// In a token of this length a word may stand anywhere.
const MIN_LONG_TOKEN: usize = 12;
/// What may follow a stem that ends a token: `ing`.
const MAX_GLUED_ENDING: usize = 4;
/// A token is looked at so far to either side.
const MAX_GLUED: usize = 48;

/// A listed word, as the automaton knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) rule: usize,
    /// Folded.
    pub(super) text: String,
    /// Open at the right side.
    pub(super) stem: bool,
    /// Open at the left side too, for compounds.
    pub(super) open_left: bool,
    /// English: believed when glued to others. Languages with compounds name theirs.
    pub(super) english: bool,
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

    /// Calls `found` with the entry, its range in `folded` and how it was found, for every whole word
    /// (or word beginning with a stem), and for long entries that are glued to others.
    pub(super) fn find(&self, folded: &str, mut found: impl FnMut(&Entry, usize, usize, Layer)) {
        for Occurrence { entry, start, end } in self.occurrences(folded) {
            let start = if entry.open_left { start_of_word(folded, start) } else { start };
            let begins = entry.open_left || begins_word(folded, start);
            let word_end = end_of_word(folded, end, MAX_GLUED);
            if begins && (entry.stem || word_end == end) {
                // A stem open at both sides may stand many times in one token.
                let most = if entry.open_left { MAX_GLUED } else { usize::MAX };
                found(entry, start, end_of_word(folded, end, most), Layer::Word);
            } else if entry.english
                && end - start >= MIN_GLUED
                && is_glued(folded, (start, end), begins, word_end, entry.stem)
            {
                found(entry, start, end, Layer::Glued);
            }
        }
    }
}

/// Whether an entry stands at an edge of a token that is no English word, or in a long one.
fn is_glued(text: &str, (start, end): (usize, usize), begins: bool, word_end: usize, stem: bool) -> bool {
    let open = if stem { MAX_GLUED_ENDING } else { 0 };
    let token = text.get(start_of_word(text, start)..word_end).unwrap_or_default();
    (begins || word_end - end <= open || token.len() >= MIN_LONG_TOKEN) && !is_word(token)
}

fn start_of_word(text: &str, start: usize) -> usize {
    let inside = text.get(start..).and_then(|rest| rest.chars().next()).and_then(script_of);
    let before = text.get(..start).unwrap_or_default().chars().rev().take(MAX_GLUED);
    let lead: usize = before.take_while(|c| script_of(*c) == inside).map(char::len_utf8).sum();
    start - lead
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
fn end_of_word(text: &str, end: usize, most: usize) -> usize {
    let inside = text.get(..end).and_then(|rest| rest.chars().next_back()).and_then(script_of);
    if inside.is_none() || inside == Some(Script::Unspaced) {
        return end;
    }
    let rest = text.get(end..).unwrap_or_default();
    let tail: usize =
        rest.chars().take(most).take_while(|c| script_of(*c) == inside).map(char::len_utf8).sum();
    end + tail
}
