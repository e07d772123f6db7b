//! Cuts a folded text into words, numbers and currency signs.

use super::letters::{Script, script_of};
use super::spelling::next;

/// A token that no rule speaks of.
pub(super) const UNKNOWN: u32 = 0;
/// Any digits that are not an amount of money.
pub(super) const NUMBER: u32 = 1;
/// Digits with a currency sign, or followed by the name of a currency.
pub(super) const MONEY: u32 = 2;

/// A word or number of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) id: u32,
}

/// Whether a token is digits, with or without a currency.
pub(super) fn is_number(id: u32) -> bool {
    id == NUMBER || id == MONEY
}

/// The words (not numbers or signs) of a folded rule text.
pub(super) fn words_of(folded: &str) -> Vec<&str> {
    pieces(folded)
        .filter(|piece| piece.kind == Kind::Word)
        .filter_map(|piece| folded.get(piece.start..piece.end))
        .collect()
}

/// What a piece of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Sign,
}

/// A stretch of a text that belongs together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// The number of a word's spelling without its apostrophes: `didn't` and `didnt` are one word.
    pub(super) spelling: u64,
}

/// The pieces of a folded text: letter runs of one script, digit runs, currency signs.
pub(super) fn pieces(folded: &str) -> impl Iterator<Item = Piece> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at;
            let c = char_at(folded, start)?;
            at += c.len_utf8();
            if c == ' ' {
                continue;
            }
            if let Some(script) = script_of(c) {
                let (end, spelling) = end_of_word(folded, start, script);
                at = end;
                return Some(Piece { start, end, kind: Kind::Word, spelling });
            }
            if c.is_numeric() {
                at = end_of_number(folded, at);
                return Some(Piece { start, end: at, kind: Kind::Number, spelling: 0 });
            }
            if is_currency_sign(c) {
                return Some(Piece { start, end: at, kind: Kind::Sign, spelling: 0 });
            }
        }
    })
}

/// Where a word ends, and the number of its spelling.
fn end_of_word(folded: &str, start: usize, script: Script) -> (usize, u64) {
    let mut at = start;
    let mut spelling = 0;
    while let Some(c) = char_at(folded, at) {
        if script_of(c) == Some(script) {
            spelling = next(spelling, c);
        } else if c != '\'' || char_at(folded, at + 1).and_then(script_of) != Some(script) {
            // An apostrophe between two letters belongs to the word.
            break;
        }
        at += c.len_utf8();
    }
    (at, spelling)
}

fn end_of_number(folded: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(c) = char_at(folded, at) {
        // A point or comma between two digits belongs to the number.
        let is_mark = matches!(c, '.' | ',') && char_at(folded, at + 1).is_some_and(char::is_numeric);
        if !c.is_numeric() && !is_mark {
            break;
        }
        at += c.len_utf8();
    }
    at
}

#[inline]
fn char_at(text: &str, at: usize) -> Option<char> {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
        Some(_) => text.get(at..).and_then(|rest| rest.chars().next()),
        None => None,
    }
}

fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '¢' | '฿' | '₪' | '﷼' | '\u{20A0}'..='\u{20CF}')
}
