//! Cuts a folded text into tokens and gives the words that rules speak of a number.

use std::collections::HashMap;

use super::letters::{Script, script_of};

/// A token that no phrase speaks of.
pub(super) const UNKNOWN: u32 = 0;
/// Any digits that are not an amount of money.
pub(super) const NUMBER: u32 = 1;
/// Digits with a currency sign, or followed by the name of a currency.
pub(super) const MONEY: u32 = 2;
const FIRST_WORD: u32 = 3;

/// A word or number of a folded text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) id: u32,
}

/// The words that phrases are made of, numbered.
#[derive(Clone, Debug, Default)]
pub(super) struct Vocabulary {
    ids: HashMap<String, u32>,
    /// Indexed by id: whether the word names a currency.
    currencies: Vec<u32>,
}

impl Vocabulary {
    /// The number of a word, newly given if need be. The word must be one folded token.
    pub(super) fn learn(&mut self, word: &str) -> u32 {
        let next = FIRST_WORD.saturating_add(u32::try_from(self.ids.len()).unwrap_or(u32::MAX));
        *self.ids.entry(bare(word)).or_insert(next)
    }

    /// Makes a number before this word an amount of money.
    pub(super) fn learn_currency(&mut self, word: &str) {
        let id = self.learn(word);
        self.currencies.push(id);
    }

    /// One more than the greatest number given so far.
    pub(super) fn len(&self) -> usize {
        self.ids.len() + FIRST_WORD as usize
    }

    /// Cuts a folded text into numbered tokens.
    pub(super) fn tokens(&self, folded: &str) -> Vec<Token> {
        let mut tokens = Vec::with_capacity(folded.len() / 4 + 1);
        for (start, end, kind) in pieces(folded) {
            let id = match kind {
                Kind::Number => NUMBER,
                Kind::Sign => MONEY,
                Kind::Word => self.id_of(folded.get(start..end).unwrap_or_default()),
            };
            self.push(&mut tokens, Token { start, end, id }, kind);
        }
        // A sign that found no number is not a word.
        tokens.retain(|(_, kind)| *kind != Kind::Sign);
        tokens.into_iter().map(|(token, _)| token).collect()
    }

    /// Adds a token, or melts it into the last one when together they are an amount.
    fn push(&self, tokens: &mut Vec<(Token, Kind)>, token: Token, kind: Kind) {
        if let Some((last, last_kind)) = tokens.last_mut() {
            let close = token.start.saturating_sub(last.end) <= 1;
            let amount = match (*last_kind, kind) {
                (Kind::Number, Kind::Sign) | (Kind::Sign, Kind::Number) => close,
                (Kind::Number, Kind::Word) => close && self.currencies.contains(&token.id),
                _ => false,
            };
            if amount {
                *last = Token { start: last.start, end: token.end, id: MONEY };
                *last_kind = Kind::Number;
                return;
            }
        }
        tokens.push((token, kind));
    }

    fn id_of(&self, word: &str) -> u32 {
        let found = if word.contains('\'') { self.ids.get(bare(word).as_str()) } else { self.ids.get(word) };
        found.copied().unwrap_or(UNKNOWN)
    }
}

/// Whether a token is digits, with or without a currency.
pub(super) fn is_number(id: u32) -> bool {
    id == NUMBER || id == MONEY
}

/// `didn't` and `didnt` are one word.
fn bare(word: &str) -> String {
    word.replace('\'', "")
}

/// The words (not numbers or signs) of a folded rule text.
pub(super) fn words_of(folded: &str) -> Vec<&str> {
    pieces(folded)
        .filter(|(_, _, kind)| *kind == Kind::Word)
        .filter_map(|(start, end, _)| folded.get(start..end))
        .collect()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Number,
    Sign,
}

/// The pieces of a folded text: letter runs of one script, digit runs, currency signs.
fn pieces(folded: &str) -> impl Iterator<Item = (usize, usize, Kind)> + '_ {
    let mut chars = folded.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            let (start, c) = chars.next()?;
            let mut end = start + c.len_utf8();
            if let Some(script) = script_of(c) {
                while let Some(&(at, next)) = chars.peek() {
                    if script_of(next) != Some(script) && !glues(folded, at, next, script) {
                        break;
                    }
                    end = at + next.len_utf8();
                    chars.next();
                }
                return Some((start, end, Kind::Word));
            }
            if c.is_numeric() {
                while let Some(&(at, next)) = chars.peek() {
                    let goes_on = next.is_numeric() || is_digit_mark(folded, at, next);
                    if !goes_on {
                        break;
                    }
                    end = at + next.len_utf8();
                    chars.next();
                }
                return Some((start, end, Kind::Number));
            }
            if is_currency_sign(c) {
                return Some((start, end, Kind::Sign));
            }
        }
    })
}

/// An apostrophe between two letters belongs to the word.
fn glues(folded: &str, at: usize, c: char, script: Script) -> bool {
    c == '\'' && char_at(folded, at + 1).and_then(script_of) == Some(script)
}

/// A point or comma between two digits belongs to the number.
fn is_digit_mark(folded: &str, at: usize, c: char) -> bool {
    matches!(c, '.' | ',') && char_at(folded, at + 1).is_some_and(char::is_numeric)
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..).and_then(|rest| rest.chars().next())
}

fn is_currency_sign(c: char) -> bool {
    matches!(c, '$' | '£' | '¥' | '¢' | '฿' | '₪' | '﷼' | '\u{20A0}'..='\u{20CF}')
}
