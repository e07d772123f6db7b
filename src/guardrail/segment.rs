//! Cuts a token without blanks, such as a hashtag, into words of the rules: `#closemyaccount`.

use super::spelling::{Letters, MAX_LETTERS, next};
use super::tokens::Token;
use super::vocabulary::Vocabulary;

/// Shorter tokens are not cut: too much can be read into them.
const MIN_LETTERS: usize = 8;
/// At least one piece must be this long.
const MIN_LONGEST: usize = 5;

/// The token cut into words that rules speak of, if all of it can be.
pub(super) fn segments(token: &str, start: usize, vocabulary: &Vocabulary) -> Option<Vec<Token>> {
    if !token.is_ascii() || token.len() < MIN_LETTERS || token.contains('\'') {
        return None;
    }
    let letters = Letters::of(token)?;
    let letters = letters.as_slice();
    // For every place that whole words reach: where the last of them begins, and its number.
    let mut reached: [Option<(usize, u32)>; MAX_LETTERS + 1] = [None; MAX_LETTERS + 1];
    for from in 0..letters.len() {
        if from > 0 && reached.get(from).copied().flatten().is_none() {
            continue;
        }
        let mut spelling = 0;
        for (to, letter) in (from + 1..).zip(letters.iter().skip(from)) {
            spelling = next(spelling, *letter);
            let Some(id) = vocabulary.id_of(spelling) else { continue };
            // Later starts are overwritten by none: the longest last word wins.
            if let Some(place) = reached.get_mut(to).filter(|place| place.is_none()) {
                *place = Some((from, id));
            }
        }
    }
    let mut pieces = Vec::new();
    let mut end = letters.len();
    while end > 0 {
        let (from, id) = reached.get(end).copied().flatten()?;
        pieces.push(Token { start: start + from, end: start + end, id });
        end = from;
    }
    pieces.reverse();
    let longest = pieces.iter().map(|piece| piece.end - piece.start).max().unwrap_or(0);
    (pieces.len() > 1 && longest >= MIN_LONGEST).then_some(pieces)
}
