//! Reads times of day: `10:00`, `10 am`, `10.30 p.m.`, `10 Uhr`, `10h30`, `9–11 am`, noon and midnight.

use super::facts::{Fact, Key, span};
use super::finding::Kind;
use super::lexer::{Token, TokenKind};

const HALF_A_DAY: u16 = 12 * 60;

/// The time at token `at`; a range gives two facts.
pub(super) fn time_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let token = tokens.get(at)?;
    if token.kind == TokenKind::Word {
        return named_at(tokens, at);
    }
    let first = clock_at(tokens, at)?;
    let alone = || (vec![fact(tokens, at, first.next, first.readings(&[]))], first.next);
    let Some(second) = other_end(tokens, &first) else { return first.marked.then(alone) };
    // Where the first time has no mark of its own, the second tells what it is.
    let marks = if first.marked { Vec::new() } else { second.readings(&[]) };
    let (from, to) = (first.readings(&marks), second.readings(&[]));
    let spans = from.iter().flat_map(|a| to.iter().filter_map(|b| span_of(a, b))).collect();
    let facts = vec![
        fact(tokens, at, first.next, from),
        fact(tokens, first.next + 1, second.next, to),
        fact(tokens, at, second.next, spans),
    ];
    Some((facts, second.next))
}

const fn span_of(from: &Key, to: &Key) -> Option<Key> {
    match (from, to) {
        (Key::Time(from), Key::Time(to)) => Some(Key::Times(*from, *to)),
        _ => None,
    }
}

/// The second time of a range.
fn other_end(tokens: &[Token], first: &Clock) -> Option<Clock> {
    let join = tokens.get(first.next)?;
    let joins = join.is_dash()
        || matches!(join.text.as_str(), "to" | "until" | "till" | "and" | "bis" | "or" | "a" | "à");
    clock_at(tokens, first.next + 1).filter(|second| joins && second.marked)
}

struct Clock {
    /// Since midnight, as written.
    minutes: u16,
    /// `am` is false, `pm` true.
    after_noon: Option<bool>,
    /// Surely a time: it has minutes, `am`, `pm` or `Uhr`.
    marked: bool,
    next: usize,
}

impl Clock {
    /// What it may mean. Without a mark of its own it takes that of `other`, or the half of the day before it.
    fn readings(&self, other: &[Key]) -> Vec<Key> {
        let hour = self.minutes % HALF_A_DAY;
        match self.after_noon {
            Some(true) => vec![Key::Time(hour + HALF_A_DAY)],
            Some(false) => vec![Key::Time(hour)],
            None if !other.is_empty() && self.minutes <= HALF_A_DAY => {
                vec![Key::Time(self.minutes), Key::Time(hour + HALF_A_DAY)]
            }
            None => vec![Key::Time(self.minutes % (2 * HALF_A_DAY))],
        }
    }
}

fn clock_at(tokens: &[Token], at: usize) -> Option<Clock> {
    let token = tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
    let mut next = at + 1;
    let (hours, mut minutes, colon) = hours_and_minutes(&token.text)?;
    if let Some((more, after)) = french_minutes(tokens, next).filter(|_| !colon) {
        minutes = more;
        return new(hours, minutes, None, true, after);
    }
    let oclock = tokens.get(next).is_some_and(|t| matches!(t.text.as_str(), "uhr" | "o'clock"));
    next += usize::from(oclock);
    let (after_noon, next) = half_of_day(tokens, next).map_or((None, next), |(pm, next)| (Some(pm), next));
    let dotted = token.text.contains('.');
    let marked = colon || oclock || after_noon.is_some();
    if dotted && !(oclock || after_noon.is_some()) {
        return None;
    }
    new(hours, minutes, after_noon.filter(|_| hours <= 12), marked, next)
}

fn new(hours: u16, minutes: u16, after_noon: Option<bool>, marked: bool, next: usize) -> Option<Clock> {
    let valid = hours <= 24 && minutes < 60;
    valid.then_some(Clock { minutes: hours * 60 + minutes, after_noon, marked, next })
}

fn hours_and_minutes(text: &str) -> Option<(u16, u16, bool)> {
    let (hours, minutes) = text.split_once([':', '.']).unwrap_or((text, "00"));
    if hours.len() > 2 || minutes.len() != 2 {
        return None;
    }
    Some((hours.parse().ok()?, minutes.parse().ok()?, text.contains(':')))
}

/// `h30` behind the hours.
fn french_minutes(tokens: &[Token], at: usize) -> Option<(u16, usize)> {
    tokens.get(at).filter(|t| t.glued && t.is_word("h"))?;
    let minutes =
        tokens.get(at + 1).filter(|t| t.glued && t.kind == TokenKind::Number && t.text.len() == 2)?;
    Some((minutes.text.parse().ok()?, at + 2))
}

/// `am`, `p.m.`, `a. m.`: whether it is after noon, and the token after it.
fn half_of_day(tokens: &[Token], at: usize) -> Option<(bool, usize)> {
    let token = tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
    match token.text.as_str() {
        "am" => return Some((false, at + 1)),
        "pm" => return Some((true, at + 1)),
        "a" | "p" => {}
        _ => return None,
    }
    let m = tokens
        .get(at + 2)
        .filter(|t| t.is_word("m") && tokens.get(at + 1).is_some_and(|t| t.is_sign('.')))?;
    let stop = usize::from(tokens.get(at + 3).is_some_and(|t| t.is_sign('.') && t.span.0 == m.span.1));
    Some((token.text == "p", at + 3 + stop))
}

fn named_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let readings = match tokens.get(at)?.text.as_str() {
        "noon" | "midday" | "mediodía" | "midi" => vec![Key::Time(HALF_A_DAY)],
        "midnight" | "mitternacht" | "medianoche" | "minuit" => vec![Key::Time(0)],
        _ => return None,
    };
    Some((vec![fact(tokens, at, at + 1, readings)], at + 1))
}

fn fact(tokens: &[Token], from: usize, to: usize, readings: Vec<Key>) -> Fact {
    Fact { kind: Kind::Time, span: span(tokens, from, to), readings, nouns: Vec::new(), optional: false }
}
