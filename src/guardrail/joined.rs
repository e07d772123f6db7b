//! Finds listed words whose letters were pulled apart: `r e f u n d`, `re-fund`, `re` + `fund`.

use super::tokens::{Token, is_number};
use super::words::{Entry, Occurrence, WordIndex};

/// A word torn into single letters is believed from this length on.
const MIN_SINGLE_LETTERS: usize = 3;
/// A word torn into pieces of one or two letters is believed from this length on.
const MIN_SHORT_PIECES: usize = 5;
/// A word torn into longer pieces (`re fund`) is believed from this length on.
const MIN_LONG_PIECES: usize = 6;
/// Longer pieces may stand this many bytes apart: an emoji between blanks.
const MAX_LONG_GAP: usize = 6;
/// Short pieces may stand this many bytes apart.
const MAX_SHORT_GAP: usize = 12;
/// What may follow a torn stem in its last piece: an ending (`ing`), not another word.
const MAX_SHORT_ENDING: usize = 3;
/// With longer pieces a chance meeting is likelier: `can` + `celery`.
const MAX_LONG_ENDING: usize = 2;

/// The letters of a text without anything between them.
struct Squeezed<'a> {
    text: String,
    /// Where each token begins in `text`.
    starts: Vec<usize>,
    folded: &'a str,
    tokens: &'a [Token],
}

/// Calls `found` with the entry and its range in the folded text for every torn word.
pub(super) fn find(
    words: &WordIndex,
    folded: &str,
    tokens: &[Token],
    mut found: impl FnMut(&Entry, usize, usize),
) {
    if tokens.len() < 2 && !folded.contains('\'') {
        return;
    }
    let squeezed = Squeezed::new(folded, tokens);
    for occurrence in words.occurrences(&squeezed.text) {
        if let Some((start, end)) = squeezed.believe(&occurrence) {
            found(occurrence.entry, start, end);
        }
    }
}

impl<'a> Squeezed<'a> {
    fn new(folded: &'a str, tokens: &'a [Token]) -> Self {
        let mut text = String::with_capacity(folded.len());
        let mut starts = Vec::with_capacity(tokens.len());
        for token in tokens {
            starts.push(text.len());
            let piece = folded.get(token.start..token.end).unwrap_or_default();
            if piece.bytes().all(|byte| byte.is_ascii_lowercase()) {
                text.push_str(piece);
            } else {
                text.extend(piece.chars().filter(|c| c.is_alphabetic()));
            }
        }
        Self { text, starts, folded, tokens }
    }

    /// The token that a byte of the squeezed text belongs to, and its place in the folded text.
    fn origin(&self, at: usize) -> Option<(usize, usize)> {
        let number = self.starts.partition_point(|start| *start <= at).checked_sub(1)?;
        let token = self.tokens.get(number)?;
        let mut left = at - self.starts.get(number)?;
        let piece = self.folded.get(token.start..token.end)?;
        for (place, c) in piece.char_indices().filter(|(_, c)| c.is_alphabetic()) {
            if left < c.len_utf8() {
                return Some((number, token.start + place + left));
            }
            left -= c.len_utf8();
        }
        None
    }

    /// How many bytes of the last token stand behind a place.
    fn left_of(&self, token: usize, end: usize) -> usize {
        self.starts.get(token + 1).copied().unwrap_or(self.text.len()).saturating_sub(end)
    }

    /// The range of an occurrence in the folded text, if it looks torn on purpose (or by a hyphen)
    /// and not like two words that happen to meet.
    fn believe(&self, hit: &Occurrence<'_>) -> Option<(usize, usize)> {
        let (first, start) = self.origin(hit.start)?;
        if self.starts.get(first) != Some(&hit.start) {
            return None;
        }
        let (last, last_byte) = self.origin(hit.end.checked_sub(1)?)?;
        let is_whole = last_byte - start == hit.end - 1 - hit.start;
        if is_whole {
            return None;
        }
        let pieces = self.tokens.get(first..=last)?;
        let letters = hit.entry.text.chars().count();
        let longest = pieces.iter().map(|piece| piece.end - piece.start).max().unwrap_or(0);
        let (needed, widest, longest_ending) = match longest {
            0 | 1 => (MIN_SINGLE_LETTERS, MAX_SHORT_GAP, MAX_SHORT_ENDING),
            2 => (MIN_SHORT_PIECES, MAX_SHORT_GAP, MAX_SHORT_ENDING),
            _ => (MIN_LONG_PIECES, MAX_LONG_GAP, MAX_LONG_ENDING),
        };
        let ending = self.left_of(last, hit.end);
        if ending > if hit.entry.stem { longest_ending } else { 0 } {
            return None;
        }
        let close = pieces.windows(2).all(|pair| match pair {
            [left, right] => right.start.saturating_sub(left.end) <= widest,
            _ => true,
        });
        // "in 2 voices" is no torn invoice.
        let counted = longest > 2 && pieces.iter().any(|piece| is_number(piece.id));
        (letters >= needed && close && !counted).then_some((start, last_byte + 1 + ending))
    }
}
