//! Reads dates, months and weekdays in four languages.

use super::facts::{Fact, Key, span};
use super::finding::Kind;
use super::lexer::{Token, TokenKind};

/// Days named together before or after one month.
const DAYS_MAX: usize = 6;

/// The date at token `at`; `5–7 March` gives two facts.
pub(super) fn date_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    numeric_at(tokens, at)
        .or_else(|| day_first_at(tokens, at))
        .or_else(|| month_first_at(tokens, at))
        .or_else(|| month_alone_at(tokens, at))
}

/// `2026-03-05`, `05.03.2026`, `5/3/26`, `24/12`.
fn numeric_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let first = tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
    let dotted: Vec<&str> = first.text.split('.').collect();
    if let [d, m, y] = dotted.as_slice() {
        let key = date(Some(year(y)?), month(m)?, day(d)?);
        return Some(one(tokens, at, at + 1, vec![key]));
    }
    let sign = tokens.get(at + 1).filter(|t| t.glued)?;
    let second = tokens.get(at + 2).filter(|t| t.glued && t.kind == TokenKind::Number)?;
    let third = tokens
        .get(at + 3)
        .filter(|t| t.glued && t.text == sign.text)
        .and_then(|_| tokens.get(at + 4))
        .filter(|t| t.glued && t.kind == TokenKind::Number);
    if let Some(third) = third {
        let (a, b, c) = (first.text.as_str(), second.text.as_str(), third.text.as_str());
        let readings: Vec<Key> = if a.len() == 4 && (sign.is_dash() || sign.is_sign('/')) {
            vec![date(Some(year(a)?), month(b)?, day(c)?)]
        } else if sign.is_dash() || sign.is_sign('/') {
            either_order(a, b, Some(year(c)?))
        } else {
            Vec::new()
        };
        return (!readings.is_empty()).then(|| one(tokens, at, at + 5, readings));
    }
    let readings = if sign.is_sign('/') { either_order(&first.text, &second.text, None) } else { Vec::new() };
    (!readings.is_empty()).then(|| one(tokens, at, at + 3, readings))
}

/// Day and month, or month and day: both when both can be.
fn either_order(a: &str, b: &str, year: Option<u16>) -> Vec<Key> {
    let pairs = [(a, b), (b, a)];
    pairs.iter().filter_map(|(d, m)| Some(date(year, month(m)?, day(d)?))).collect()
}

/// `5 March 2026`, `5th of March`, `5. März`, `5 de marzo`, `5–7 March`, `24 and 25 December`.
fn day_first_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let (first, mut next) = ordinal_at(tokens, at)?;
    let mut days = vec![(first, at, next)];
    while let Some((another, from, after)) = another_day(tokens, next).filter(|_| days.len() < DAYS_MAX) {
        days.push((another, from, after));
        next = after;
    }
    while tokens.get(next).is_some_and(|t| matches!(t.text.as_str(), "of" | "de" | ".")) {
        next += 1;
    }
    let month = month_name(tokens.get(next)?)?;
    let (year, next) = year_at(tokens, next + 1);
    let facts = days.into_iter().map(|(day, from, to)| {
        let to = if from == at && next > to { next } else { to };
        fact(tokens, from, to, vec![date(year, month, day)])
    });
    Some((facts.collect(), next))
}

fn another_day(tokens: &[Token], at: usize) -> Option<(u8, usize, usize)> {
    let join = tokens.get(at)?;
    let joins = join.is_dash()
        || join.is_sign(',')
        || join.is_sign('&')
        || matches!(
            join.text.as_str(),
            "to" | "and" | "or" | "und" | "bis" | "y" | "et" | "au" | "al" | "until"
        );
    let (day, after) = ordinal_at(tokens, at + 1).filter(|_| joins)?;
    Some((day, at + 1, after))
}

/// `March 5th, 2026`, `June 12 to 14`.
fn month_first_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let token = tokens.get(at)?;
    let month = month_name(token)?;
    let start = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|t| t.is_sign('.')));
    let (first, mut next) = ordinal_at(tokens, start)?;
    let mut days = vec![(first, at, next)];
    while let Some((another, from, after)) = another_day(tokens, next).filter(|_| days.len() < DAYS_MAX) {
        days.push((another, from, after));
        next = after;
    }
    let (year, next) = year_at(tokens, next);
    let facts = days.into_iter().map(|(day, from, to)| fact(tokens, from, to, vec![date(year, month, day)]));
    Some((facts.collect(), next))
}

/// `in March`; `may` and `march` in small letters are other words.
fn month_alone_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let token = tokens.get(at).filter(|t| t.capital)?;
    let month = month_name(token)?;
    let before = at.checked_sub(1).and_then(|i| tokens.get(i)).map_or("", |t| t.text.as_str());
    let sure =
        !matches!(token.text.as_str(), "may" | "march" | "sept" | "mars" | "mai" | "mar" | "dec" | "jan")
            || matches!(
                before,
                "in" | "until" | "till" | "by" | "since" | "from" | "end" | "early" | "late" | "mid"
            );
    sure.then(|| one(tokens, at, at + 1, vec![Key::Month(month)]))
}

/// A weekday or a range of them.
pub(super) fn weekday_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let token = tokens.get(at)?;
    let grouped = match token.text.as_str() {
        "weekdays" | "weekday" => Some((0, 4)),
        "weekend" | "weekends" => Some((5, 6)),
        "daily" => Some((0, 6)),
        _ => None,
    };
    if let Some((from, to)) = grouped.filter(|_| token.kind == TokenKind::Word) {
        let mut grouped = fact(tokens, at, at + 1, vec![Key::Weekdays(from, to)]);
        grouped.optional = true;
        return Some((vec![grouped], at + 1));
    }
    let first = weekday(token)?;
    let join = tokens.get(at + 1);
    let joins = join.is_some_and(|t| {
        t.is_dash()
            || matches!(t.text.as_str(), "to" | "through" | "thru" | "until" | "till" | "bis" | "a" | "au")
    });
    match tokens.get(at + 2).and_then(weekday).filter(|_| joins) {
        Some(last) => Some(one(tokens, at, at + 3, vec![Key::Weekdays(first, last)])),
        None => Some(one(tokens, at, at + 1, vec![Key::Weekday(first)])),
    }
}

fn one(tokens: &[Token], from: usize, to: usize, readings: Vec<Key>) -> (Vec<Fact>, usize) {
    (vec![fact(tokens, from, to, readings)], to)
}

fn fact(tokens: &[Token], from: usize, to: usize, readings: Vec<Key>) -> Fact {
    Fact { kind: Kind::Date, span: span(tokens, from, to), readings, nouns: Vec::new(), optional: false }
}

const fn date(year: Option<u16>, month: u8, day: u8) -> Key {
    Key::Date(year, month, day)
}

/// A day of a month, with or without `th`, `.` or `º`.
fn ordinal_at(tokens: &[Token], at: usize) -> Option<(u8, usize)> {
    let token = tokens.get(at).filter(|t| t.kind == TokenKind::Number)?;
    let day = day(&token.text)?;
    let suffix = tokens.get(at + 1).filter(|t| t.glued);
    let suffixed =
        suffix.is_some_and(|t| matches!(t.text.as_str(), "st" | "nd" | "rd" | "th" | "er" | "º" | "."));
    // A full stop counts only before a month, or it would end a sentence.
    let dotted = suffix.is_some_and(|t| t.is_sign('.'));
    let dot_leads_on = tokens.get(at + 2).is_some_and(|t| month_name(t).is_some());
    Some((day, at + 1 + usize::from(suffixed && (!dotted || dot_leads_on))))
}

fn year_at(tokens: &[Token], at: usize) -> (Option<u16>, usize) {
    let skip = usize::from(tokens.get(at).is_some_and(|t| t.is_sign(',') || t.is_word("de")));
    let token = tokens.get(at + skip).filter(|t| t.kind == TokenKind::Number && t.text.len() == 4);
    token.and_then(|t| year(&t.text)).map_or((None, at), |year| (Some(year), at + skip + 1))
}

fn day(text: &str) -> Option<u8> {
    text.parse().ok().filter(|d| text.len() <= 2 && (1..=31).contains(d))
}

fn month(text: &str) -> Option<u8> {
    text.parse().ok().filter(|m| text.len() <= 2 && (1..=12).contains(m))
}

fn year(text: &str) -> Option<u16> {
    let year: u16 = text.parse().ok()?;
    match text.len() {
        2 => Some(2000 + year),
        4 => Some(year).filter(|y| (1900..2200).contains(y)),
        _ => None,
    }
}

fn month_name(token: &Token) -> Option<u8> {
    // `under 12 may enter` names no month.
    let other_word = !token.capital && matches!(token.text.as_str(), "may" | "march");
    if token.kind != TokenKind::Word || other_word {
        return None;
    }
    Some(match token.text.as_str() {
        "january" | "jan" | "januar" | "jänner" | "enero" | "janvier" => 1,
        "february" | "feb" | "februar" | "febrero" | "février" => 2,
        "march" | "mar" | "märz" | "marzo" | "mars" => 3,
        "april" | "apr" | "abril" | "avril" => 4,
        "may" | "mai" | "mayo" => 5,
        "june" | "jun" | "juni" | "junio" | "juin" => 6,
        "july" | "jul" | "juli" | "julio" | "juillet" => 7,
        "august" | "aug" | "agosto" | "août" => 8,
        "september" | "sep" | "sept" | "septiembre" | "septembre" => 9,
        "october" | "oct" | "oktober" | "octubre" | "octobre" => 10,
        "november" | "nov" | "noviembre" | "novembre" => 11,
        "december" | "dec" | "dezember" | "diciembre" | "décembre" => 12,
        _ => return None,
    })
}

fn weekday(token: &Token) -> Option<u8> {
    if token.kind != TokenKind::Word {
        return None;
    }
    let full = match token.text.as_str() {
        "monday" | "mondays" | "montag" | "montags" | "lunes" | "lundi" => 0,
        "tuesday" | "tuesdays" | "dienstag" | "dienstags" | "martes" | "mardi" => 1,
        "wednesday" | "wednesdays" | "mittwoch" | "mittwochs" | "miércoles" | "mercredi" => 2,
        "thursday" | "thursdays" | "donnerstag" | "donnerstags" | "jueves" | "jeudi" => 3,
        "friday" | "fridays" | "freitag" | "freitags" | "viernes" | "vendredi" => 4,
        "saturday" | "saturdays" | "samstag" | "samstags" | "sábado" | "sábados" | "samedi" => 5,
        "sunday" | "sundays" | "sonntag" | "sonntags" | "domingo" | "domingos" | "dimanche" => 6,
        _ => 7,
    };
    if full < 7 {
        return Some(full);
    }
    // In small letters `sat`, `sun` and `wed` are other words.
    Some(match token.text.as_str() {
        _ if !token.capital => return None,
        "mon" => 0,
        "tue" | "tues" => 1,
        "wed" => 2,
        "thu" | "thur" | "thurs" => 3,
        "fri" => 4,
        "sat" => 5,
        "sun" => 6,
        _ => return None,
    })
}
