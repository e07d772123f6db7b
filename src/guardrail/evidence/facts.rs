//! Reads what a text claims in figures: every price, number, date, time, duration, code, link and address.

use super::finding::Kind;
use super::lexer::{Token, TokenKind, lex};
use super::units::Unit;
use super::{clock, codes, dates, places, quantities};

/// A claim, with all the ways in which it can be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fact {
    pub kind: Kind,
    /// Byte offsets in the text.
    pub span: (usize, usize),
    /// Never empty. `05/03` is a day of March or of May, `1.500` may be one and a half.
    pub readings: Vec<Key>,
    /// Of a bare number: the stems of the words that may name what it counts.
    pub nouns: Vec<String>,
    /// Counts when a passage says it, but a draft may say it without proof (`a day`, `one`).
    pub optional: bool,
}

/// A claim in one spelling for many.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// Millionths of the unit.
    Amount(Unit, u128),
    /// Year if given, month, day.
    Date(Option<u16>, u8, u8),
    Month(u8),
    /// 0 is Monday.
    Weekday(u8),
    /// From one weekday to another.
    Weekdays(u8, u8),
    /// Minutes since midnight.
    Time(u16),
    /// From one time of a day to another.
    Times(u16, u16),
    /// Upper-case letters and digits.
    Code(String),
    Link(String),
    Email(String),
    Phone(String),
}

/// A text as the gate reads it.
#[derive(Clone, Debug)]
pub(super) struct Reading {
    pub tokens: Vec<Token>,
    /// In the order of the text.
    pub facts: Vec<Fact>,
}

/// Reads `text`; `None` when a pattern of ours is broken.
pub(super) fn read(text: &str) -> Option<Reading> {
    let mut facts = places::places(text)?;
    let spans: Vec<(usize, usize)> = facts.iter().map(|fact| fact.span).collect();
    let tokens = lex(text, &spans);
    let mut at = 0;
    let mut list_mark = 0;
    while at < tokens.len() {
        if let Some(mark) = list_mark_at(&tokens, at).filter(|mark| *mark == list_mark + 1) {
            list_mark = mark;
            at += 2;
            continue;
        }
        at = match fact_at(&tokens, at) {
            Some((found, next)) => {
                facts.extend(found);
                next.max(at + 1)
            }
            None => at + 1,
        };
    }
    facts.sort_by_key(|fact| fact.span);
    Some(Reading { tokens, facts })
}

/// The facts that begin at token `at`, and the token after them.
fn fact_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    match tokens.get(at)?.kind {
        TokenKind::Place | TokenKind::Break => None,
        _ => dates::date_at(tokens, at)
            .or_else(|| codes::code_at(tokens, at))
            .or_else(|| dates::weekday_at(tokens, at))
            .or_else(|| clock::time_at(tokens, at))
            .or_else(|| quantities::quantity_at(tokens, at)),
    }
}

/// `2.` or `2)` at the beginning of a line: the number of a list's line claims nothing.
fn list_mark_at(tokens: &[Token], at: usize) -> Option<u32> {
    let starts = at == 0 || tokens.get(at - 1)?.kind == TokenKind::Break;
    let mark = tokens.get(at + 1)?;
    let number = tokens.get(at).filter(|t| starts && t.kind == TokenKind::Number)?;
    let closed = (mark.is_sign('.') || mark.is_sign(')')) && mark.glued;
    let text_follows = tokens.get(at + 2).is_some_and(|t| !t.glued && t.kind != TokenKind::Break);
    if closed && text_follows { number.text.parse().ok() } else { None }
}

/// The bytes from the beginning of token `from` to the end of the token before `to`.
pub(super) fn span(tokens: &[Token], from: usize, to: usize) -> (usize, usize) {
    let start = tokens.get(from).map_or(0, |t| t.span.0);
    let end = to.checked_sub(1).and_then(|last| tokens.get(last)).map_or(start, |t| t.span.1);
    (start, end.max(start))
}
