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
struct Squeezed {
    text: String,
    /// For every byte: its token, and its place in the folded text.
    origin: Vec<(usize, usize)>,
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
    let squeezed = squeeze(folded, tokens);
    for occurrence in words.occurrences(&squeezed.text) {
        if let Some((start, end)) = squeezed.believe(&occurrence, tokens) {
            found(occurrence.entry, start, end);
        }
    }
}

fn squeeze(folded: &str, tokens: &[Token]) -> Squeezed {
    let mut text = String::with_capacity(folded.len());
    let mut origin = Vec::with_capacity(folded.len());
    for (number, token) in tokens.iter().enumerate() {
        let piece = folded.get(token.start..token.end).unwrap_or_default();
        for (at, c) in piece.char_indices().filter(|(_, c)| c.is_alphabetic()) {
            text.push(c);
            for byte in 0..c.len_utf8() {
                origin.push((number, token.start + at + byte));
            }
        }
    }
    Squeezed { text, origin }
}

impl Squeezed {
    /// The range of an occurrence in the folded text, if it looks torn on purpose (or by a hyphen)
    /// and not like two words that happen to meet.
    fn believe(&self, hit: &Occurrence<'_>, tokens: &[Token]) -> Option<(usize, usize)> {
        let (first, start) = *self.origin.get(hit.start)?;
        let (last, last_byte) = *self.origin.get(hit.end.checked_sub(1)?)?;
        let is_whole = last_byte - start == hit.end - 1 - hit.start;
        if is_whole {
            return None;
        }
        let before = hit.start.checked_sub(1).and_then(|at| self.origin.get(at));
        if before.is_some_and(|(token, _)| *token == first) {
            return None;
        }
        let pieces = tokens.get(first..=last)?;
        let letters = hit.entry.text.chars().count();
        let longest = pieces.iter().map(|piece| piece.end - piece.start).max().unwrap_or(0);
        let (needed, widest, longest_ending) = match longest {
            0 | 1 => (MIN_SINGLE_LETTERS, MAX_SHORT_GAP, MAX_SHORT_ENDING),
            2 => (MIN_SHORT_PIECES, MAX_SHORT_GAP, MAX_SHORT_ENDING),
            _ => (MIN_LONG_PIECES, MAX_LONG_GAP, MAX_LONG_ENDING),
        };
        let after = self.origin.get(hit.end..).unwrap_or_default();
        let ending = after.iter().take_while(|(token, _)| *token == last).count();
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
