//! Finds card numbers, IBANs and phone numbers, and leaves orders, parcels, prices, dates and times alone.

use std::sync::LazyLock;

use regex::Regex;

use super::conceal::Kind;
use super::overlap::Hit;

/// Digits with single blanks, dashes or dots between them.
const DIGITS: &str = r"[0-9](?:[ \u{a0}.-]?[0-9]){12,22}";
const IBAN: &str = r"[A-Za-z]{2}[0-9]{2}(?:[ \u{a0}-]?[A-Za-z0-9]){11,30}";
/// As in `guardrail`: international, with a leading zero or bracket, or grouped as in North America.
const PHONE: &str = r"(?x)
    (?: \+ \s? [1-9] | \(?0[1-9] | \(0 | 00[1-9] ) [0-9\u{a0}\x20()./\u{2013}-]{5,24} [0-9]
    | (?:\+?1[-.\x20])? \(?[2-9][0-9]{2}\)? [-.\x20] [0-9]{3} [-.\x20] [0-9]{4}
    | \([2-9][0-9]{2}\)\x20?[0-9]{3}-[0-9]{4}";
/// What stands before a number that is no phone number.
const NO_PHONE: &str = r"(?i)(?:order|bestell\w*|pedido|commande|tracking|parcel|invoice|rechnung\w*|ticket|case|customer|kunden\w*|article|artikel\w*|product|serial|ref\w*|sku|isbn|ean|version|no|nr|n[º°]|number|nummer|id|code|#)[\s.:#-]*(?:(?:number|no|nr|nummer|id|code|is|was|ist)[\s.:#]*){0,2}$";
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 13..=19;
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// How far back the word before a number is looked for, bytes.
const LOOK_BACK: usize = 40;

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(Patterns::compile);

struct Patterns {
    digits: Regex,
    iban: Regex,
    phone: Regex,
    no_phone: Regex,
}

impl Patterns {
    /// Constants; a test compiles them.
    fn compile() -> Option<Self> {
        let new = |pattern| Regex::new(pattern).ok();
        Some(Self { digits: new(DIGITS)?, iban: new(IBAN)?, phone: new(PHONE)?, no_phone: new(NO_PHONE)? })
    }
}

/// Card numbers: 13 to 19 digits that pass the check of Luhn; `None` when a pattern of ours is broken.
pub(super) fn cards(text: &str) -> Option<Vec<Hit>> {
    let found = PATTERNS.as_ref()?.digits.find_iter(text);
    Some(found.filter_map(|m| card_in(text, m.start(), m.end())).collect())
}

/// The longest beginning of a run of digits that is a card number: a date of expiry may follow it.
fn card_in(text: &str, start: usize, end: usize) -> Option<Hit> {
    let run = text.get(start..end)?;
    let digits: Vec<(usize, u32)> =
        run.char_indices().filter_map(|(i, c)| Some((i, c.to_digit(10)?))).collect();
    if !stands_alone(text, start, text.len()) {
        return None;
    }
    let starts: Vec<usize> = (0..digits.len()).filter(|i| *i == 0 || !is_glued(run, &digits, *i)).collect();
    starts.into_iter().find_map(|from| {
        CARD_DIGITS.rev().find_map(|length| {
            let window = digits.get(from..from + length)?;
            let last = window.last()?.0 + 1;
            let ends = from + length == digits.len() || !is_glued(run, &digits, from + length);
            let bordered =
                run.get(last..).is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
            let whole = start + last < end || stands_alone(text, start, end);
            let is_card = ends && bordered && whole && is_luhn(window) && window.iter().any(|(_, d)| *d != 0);
            is_card.then_some(Hit { kind: Kind::Card, start: start + window.first()?.0, end: start + last })
        })
    })
}

fn is_glued(run: &str, digits: &[(usize, u32)], at: usize) -> bool {
    digits.get(at).is_some_and(|(i, _)| {
        run.get(..*i).is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()))
    })
}

fn is_luhn(digits: &[(usize, u32)]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, (_, d))| match (i % 2, d * 2) {
            (0, _) => *d,
            (_, double) if double > 9 => double - 9,
            (_, double) => double,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// IBANs: 15 to 34 characters that pass the check modulo 97; `None` when a pattern of ours is broken.
pub(super) fn ibans(text: &str) -> Option<Vec<Hit>> {
    let found = PATTERNS.as_ref()?.iban.find_iter(text);
    Some(found.filter_map(|m| iban_in(text, m.start(), m.as_str())).collect())
}

/// A word may follow an IBAN without being a part of it: every end at a border is tried, the longest first.
fn iban_in(text: &str, start: usize, run: &str) -> Option<Hit> {
    if text.get(..start)?.ends_with(char::is_alphanumeric) {
        return None;
    }
    let ends = run.char_indices().map(|(i, c)| i + c.len_utf8()).rev();
    ends.filter(|end| {
        !text.get(start + end..).unwrap_or_default().starts_with(|c: char| c.is_ascii_alphanumeric())
    })
    .find(|end| run.get(..*end).is_some_and(is_iban))
    .map(|end| Hit { kind: Kind::Iban, start, end: start + end })
}

fn is_iban(spelt: &str) -> bool {
    let signs: Vec<u32> = spelt.chars().filter_map(|c| c.to_digit(36)).collect();
    let (Some(head), Some(tail)) = (signs.get(..4), signs.get(4..)) else { return false };
    let rest = tail.iter().chain(head).fold(0, |rest, sign| match sign {
        0..=9 => (rest * 10 + sign) % 97,
        _ => (rest * 100 + sign) % 97,
    });
    (15..=34).contains(&signs.len()) && rest == 1
}

/// Phone numbers; `None` when a pattern of ours is broken.
pub(super) fn phones(text: &str) -> Option<Vec<Hit>> {
    let patterns = PATTERNS.as_ref()?;
    let found = patterns.phone.find_iter(text).filter(|m| {
        let digits = m.as_str().chars().filter(char::is_ascii_digit).count();
        PHONE_DIGITS.contains(&digits)
            && stands_alone(text, m.start(), m.end())
            && !is_date(m.as_str())
            && (m.as_str().starts_with('+') || !patterns.no_phone.is_match(behind(text, m.start())))
    });
    Some(found.map(|m| Hit { kind: Kind::Phone, start: m.start(), end: m.end() }).collect())
}

/// The text just before `at`.
fn behind(text: &str, at: usize) -> &str {
    let mut from = at.saturating_sub(LOOK_BACK);
    while !text.is_char_boundary(from) {
        from += 1;
    }
    text.get(from..at).unwrap_or_default()
}

/// Neither letters, digits nor the signs of a longer code touch it.
fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let touches = |c: char| c.is_alphanumeric() || matches!(c, '_' | '#' | '/');
    let before = text.get(..start).unwrap_or_default();
    let after = text.get(end..).unwrap_or_default();
    let coded = before.ends_with(['-', '.', ','])
        && before.trim_end_matches(['-', '.', ',']).ends_with(char::is_alphanumeric);
    // A plus begins a number whatever stands before it.
    let begins =
        text.get(start..).is_some_and(|t| t.starts_with('+')) || !before.ends_with(touches) && !coded;
    begins && !after.starts_with(|c: char| c.is_alphanumeric() || c == '_')
}

/// `05.03.2026`, `01-02-2026`, `05/03/26 - 07/03/26`.
fn is_date(spelt: &str) -> bool {
    let first = spelt.split([' ', '\u{2013}']).next().unwrap_or(spelt);
    let groups: Vec<usize> = first.split(['.', '/', '-']).map(str::len).collect();
    matches!(groups.as_slice(), [1..=2, 1..=2, 2 | 4] | [4, 1..=2, 1..=2])
}
