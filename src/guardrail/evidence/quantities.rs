//! Reads numbers with what they count, ranges included: `3–5 working days`, `€4.90`, `between 2 and 4 kg`, `a week`.

use super::facts::{Fact, Key, span};
use super::finding::Kind;
use super::lexer::{Token, TokenKind};
use super::numerals::{Numeral, ONE, numeral_at};
use super::units::{Unit, UnitAt, currency_before, unit_at};
use super::words::{is_content, stem};

/// More things than this nobody counts because he lists them, millionths.
const LISTED_MAX: u128 = 5 * ONE;
/// `20 private group lessons`: how far behind its number a noun may stand.
const NOUN_WINDOW: usize = 3;

/// One number of a quantity: where it begins and ends, its values and its own currency sign.
struct Part {
    from: usize,
    to: usize,
    values: Vec<u128>,
    in_words: bool,
    money: Option<&'static str>,
}

/// The quantity at token `at`; a range gives two facts.
pub(super) fn quantity_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let Some(first) = part_at(tokens, at) else { return article_at(tokens, at) };
    let own = unit_at(tokens, first.to);
    let after_own = own.as_ref().map_or(first.to, |u| u.next);
    let second = after_connector(tokens, at, after_own).and_then(|i| part_at(tokens, i));
    let Some(second) = second.filter(|s| !is_clock_like(tokens, s.to)) else {
        let next = after_own.max(first.to);
        return Some((vec![fact(tokens, &first, own.as_ref(), None)], next));
    };
    let last = unit_at(tokens, second.to);
    let next = last.as_ref().map_or(second.to, |u| u.next);
    let shared = second.money.or(first.money);
    let of_first = own.as_ref().or(last.as_ref());
    let of_second = last.as_ref().or(own.as_ref());
    let facts = vec![fact(tokens, &first, of_first, shared), fact(tokens, &second, of_second, shared)];
    Some((facts, next))
}

fn part_at(tokens: &[Token], at: usize) -> Option<Part> {
    let (money, start) = currency_before(tokens, at).map_or((None, at), |(code, next)| (Some(code), next));
    let Numeral { values, next, in_words } = numeral_at(tokens, start)?;
    let half = tokens.get(at).is_some_and(|t| t.is_word("one")) && is_and_a_half(tokens, next);
    let (values, next) =
        if half { (values.into_iter().map(|v| v + ONE / 2).collect(), next + 3) } else { (values, next) };
    Some(Part { from: at, to: next, values, in_words, money })
}

fn is_and_a_half(tokens: &[Token], at: usize) -> bool {
    ["and", "a", "half"]
        .iter()
        .enumerate()
        .all(|(i, word)| tokens.get(at + i).is_some_and(|t| t.is_word(word)))
}

/// The token after a word or sign that joins the two ends of a range.
fn after_connector(tokens: &[Token], begin: usize, at: usize) -> Option<usize> {
    let token = tokens.get(at)?;
    let between = begin > 0 && tokens.get(begin - 1).is_some_and(|t| t.is_word("between"));
    let joins = match token.kind {
        TokenKind::Word => {
            matches!(token.text.as_str(), "to" | "bis" | "or" | "oder" | "ou" | "à" | "a" | "o" | "through")
                || between && token.text == "and"
        }
        _ => token.is_dash(),
    };
    joins.then_some(at + 1)
}

/// `10 to 11 am` is read by the clock.
fn is_clock_like(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|t| matches!(t.text.as_str(), "am" | "pm" | "uhr"))
}

fn fact(tokens: &[Token], part: &Part, unit: Option<&UnitAt>, money: Option<&'static str>) -> Fact {
    let own = part.money.or(money).map(|code| (Unit::Money(code), 1));
    let (unit_kind, factor) = own.or(unit.map(|u| (u.unit, u.factor))).unwrap_or((Unit::Bare, 1));
    let mut readings: Vec<Key> =
        part.values.iter().map(|v| Key::Amount(unit_kind, v.saturating_mul(factor))).collect();
    if unit_kind == Unit::Money("ct") {
        readings = cents(&part.values);
    }
    let end = unit
        .filter(|u| own.is_none() && u.next > part.to && touches(tokens, part.to, u.next))
        .map_or(part.to, |u| u.next);
    let bare = unit_kind == Unit::Bare;
    let nouns = if bare { nouns_at(tokens, part.to) } else { Vec::new() };
    let single = part.in_words && part.values == [ONE];
    let counted = part.in_words
        && part.values.iter().all(|v| *v <= LISTED_MAX)
        && tokens.get(part.to).is_some_and(|t| is_of_a_list(&t.text));
    Fact {
        kind: kind(unit_kind),
        span: span(tokens, part.from, end),
        readings,
        nouns,
        optional: bare && (single || counted),
    }
}

/// The words behind a bare number, as far as they may name what it counts.
fn nouns_at(tokens: &[Token], at: usize) -> Vec<String> {
    let behind = tokens.iter().skip(at).take(NOUN_WINDOW).take_while(|t| t.kind == TokenKind::Word);
    behind.take_while(|t| is_content(&t.text)).map(|t| stem(&t.text)).collect()
}

/// The unit stands right behind the number, not behind the other end of a range.
fn touches(tokens: &[Token], from: usize, to: usize) -> bool {
    tokens.get(from..to).is_some_and(|between| between.iter().all(|t| t.kind != TokenKind::Number))
}

/// `90 cents` are 0.90 of whatever the passage counts in.
fn cents(values: &[u128]) -> Vec<Key> {
    let of = |code| values.iter().map(move |v| Key::Amount(Unit::Money(code), v / 100));
    of("eur").chain(of("usd")).chain(of("gbp")).chain(of("chf")).collect()
}

/// Things that a writer counts because he lists them (`two options: …`), not because a passage does.
fn is_of_a_list(noun: &str) -> bool {
    matches!(
        noun.trim_end_matches('s'),
        "option"
            | "way"
            | "thing"
            | "choice"
            | "possibilitie"
            | "case"
            | "point"
            | "reason"
            | "kind"
            | "type"
            | "variant"
            | "flavour"
            | "flavor"
            | "step"
            | "condition"
    )
}

fn kind(unit: Unit) -> Kind {
    match unit {
        Unit::Bare | Unit::Measure(_) => Kind::Number,
        Unit::Percent => Kind::Percentage,
        Unit::Money(_) => Kind::Price,
        Unit::Seconds | Unit::Months | Unit::WorkingDays => Kind::Duration,
    }
}

/// `a week`, `an hour`, `half an hour`, `per month`, `next day`: one of a unit of time, said without a number.
fn article_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let token = tokens.get(at).filter(|t| t.kind == TokenKind::Word)?;
    let word = token.text.as_str();
    if matches!(word, "daily" | "monthly" | "yearly" | "weekly" | "annually" | "hourly" | "single" | "annual")
    {
        let (unit, factor) = adverb(word);
        return Some((vec![one(tokens, (at, at + 1), Key::Amount(unit, factor * ONE), true)], at + 1));
    }
    let half = word == "half" && tokens.get(at + 1).is_some_and(|t| matches!(t.text.as_str(), "an" | "a"));
    let start = if half { at + 2 } else { at + 1 };
    let determined =
        half || matches!(
            word,
            "a" | "an" | "per" | "each" | "every" | "next" | "same" | "the" | "first" | "last" | "current"
        ) || tokens.get(at).is_some_and(|t| t.is_sign('/'));
    let unit = unit_at(tokens, start).filter(|u| determined && kind(u.unit) == Kind::Duration)?;
    let value = if half { unit.factor * ONE / 2 } else { unit.factor * ONE };
    let rated = !matches!(word, "a" | "an" | "half") || is_rate(tokens, at);
    Some((vec![one(tokens, (at, unit.next), Key::Amount(unit.unit, value), rated)], unit.next))
}

fn one(tokens: &[Token], (from, to): (usize, usize), key: Key, optional: bool) -> Fact {
    let kind = if let Key::Amount(unit, _) = &key { kind(*unit) } else { Kind::Number };
    Fact { kind, span: span(tokens, from, to), readings: vec![key], nouns: Vec::new(), optional }
}

fn adverb(word: &str) -> (Unit, u128) {
    match word {
        "daily" => (Unit::Seconds, 86_400),
        "weekly" => (Unit::Seconds, 604_800),
        "hourly" => (Unit::Seconds, 3_600),
        "monthly" => (Unit::Months, 1),
        "single" => (Unit::Bare, 1),
        _ => (Unit::Months, 12),
    }
}

/// `€5 a month`, `twice a day`, `120 requests a minute`: within a few words behind a number.
fn is_rate(tokens: &[Token], at: usize) -> bool {
    let behind = tokens.get(at.saturating_sub(3)..at).unwrap_or_default();
    let last_end =
        behind.iter().rposition(|t| matches!(t.text.as_str(), "." | "," | ";" | ":")).map_or(0, |i| i + 1);
    behind.iter().skip(last_end).any(|t| {
        t.kind == TokenKind::Number
            || matches!(t.text.as_str(), "once" | "twice" | "times" | "€" | "$" | "£")
            || t.kind == TokenKind::Word && super::numerals::numeral_at(std::slice::from_ref(t), 0).is_some()
    })
}
