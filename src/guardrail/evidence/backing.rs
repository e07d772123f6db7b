//! Looks every claim of a draft up in what the passages and the visitor said.

use std::collections::{BTreeMap, BTreeSet};

use super::facts::{Fact, Key, Reading};
use super::finding::{Finding, Kind};
use super::lexer::TokenKind;
use super::numerals::ONE;
use super::units::Unit;
use super::words::stem;

/// Fewer digits than this are too common to be the visitor's own number.
const OWN_NUMBER_MIN: u128 = 1_000 * ONE;
/// Bytes between the two ends of a range.
const RANGE_GAP_MAX: usize = 6;
const DAY: u128 = 86_400;

/// What may be repeated in a draft.
pub(super) struct Known {
    keys: BTreeSet<Key>,
    /// Values of any unit.
    values: BTreeSet<u128>,
    /// The words behind bare numbers, by value.
    nouns: BTreeMap<u128, BTreeSet<String>>,
    /// Upper-cased words of the passages and the visitor.
    words: BTreeSet<String>,
    own: BTreeSet<Key>,
    /// Measures that the visitor gave.
    measures: BTreeSet<Key>,
    /// From and to of the ranges in the passages.
    ranges: Vec<(Unit, u128, u128)>,
}

impl Known {
    /// Collects the facts of the passages, and from the visitor's text only numbers and codes of his own.
    pub(super) fn new(passages: &[&Reading], visitor: &[Reading]) -> Self {
        let mut known = Self {
            keys: BTreeSet::new(),
            values: BTreeSet::new(),
            nouns: BTreeMap::new(),
            words: BTreeSet::new(),
            own: BTreeSet::new(),
            measures: BTreeSet::new(),
            ranges: passages.iter().flat_map(|reading| ranges(&reading.facts)).collect(),
        };
        for fact in passages.iter().flat_map(|reading| &reading.facts) {
            known.learn(fact);
        }
        for fact in visitor.iter().flat_map(|reading| &reading.facts) {
            known.measures.extend(fact.readings.iter().filter(|key| is_measure(key)).cloned());
            known.own.extend(fact.readings.iter().filter(|key| is_own(key)).cloned());
        }
        let readings = passages.iter().copied().chain(visitor);
        let words = readings.flat_map(|r| &r.tokens).filter(|t| t.kind == TokenKind::Word);
        known.words = words.map(|t| t.text.to_uppercase()).collect();
        known
    }

    fn learn(&mut self, fact: &Fact) {
        for key in &fact.readings {
            if let Key::Amount(unit, value) = key {
                self.values.insert(*value / factor(*unit, *value));
                if *unit == Unit::Bare {
                    let nouns = self.nouns.entry(*value).or_default();
                    nouns.extend(fact.nouns.iter().cloned());
                }
            }
            if let Key::Weekdays(from, to) = key {
                let mut day = *from;
                for _ in 0..7 {
                    self.keys.insert(Key::Weekday(day));
                    if day == *to {
                        break;
                    }
                    day = (day + 1) % 7;
                }
            }
            if let Key::Date(year, month, day) = key {
                self.keys.insert(Key::Month(*month));
                self.keys.insert(Key::Date(None, *month, *day));
                if let Some(year) = year {
                    self.keys.insert(Key::Amount(Unit::Bare, u128::from(*year) * ONE));
                }
            }
            self.keys.insert(key.clone());
        }
    }

    /// The finding about `fact`, if nothing backs it.
    pub(super) fn examine(&self, draft: &str, fact: &Fact) -> Option<Finding> {
        if fact.optional || fact.readings.iter().any(|key| self.backs(fact, key)) {
            return None;
        }
        if fact.readings.iter().any(|key| self.has_other_days(key)) {
            let reason = "the passages count working days differently from calendar days here";
            return Some(Finding::at(Kind::WorkingDays, draft, fact.span, reason));
        }
        let other_unit = fact.readings.iter().any(|key| self.has_value_of(key));
        let reason = reason(fact.kind, other_unit);
        Some(Finding::at(fact.kind, draft, fact.span, reason))
    }

    fn backs(&self, fact: &Fact, key: &Key) -> bool {
        let counted = matches!(key, Key::Amount(Unit::Bare, _)) && !fact.nouns.is_empty();
        if self.keys.contains(key) && !counted || self.own.contains(key) {
            return true;
        }
        match key {
            // `10` for `10:00`, `30` for `30 days`, but not before a word of its own.
            Key::Amount(Unit::Bare, value) if fact.nouns.is_empty() => {
                self.values.contains(value)
                    || hour(*value).is_some_and(|h| self.keys.contains(&Key::Time(h * 60)))
            }
            Key::Amount(Unit::Bare, value) => self.nouns_of(*value).any(|noun| fact.nouns.contains(noun)),
            // `9–17` in a passage is `9:00` and `17:00` or 5 pm.
            Key::Time(minutes) if minutes % 60 == 0 => {
                let bare = |hour: u16| Key::Amount(Unit::Bare, u128::from(hour) * ONE);
                self.keys.contains(&bare(minutes / 60))
                    || *minutes == 0 && self.keys.contains(&Key::Time(1440))
            }
            Key::Times(from, to) => !self.is_turned(*from, *to),
            Key::Weekdays(from, to) => {
                self.keys.contains(&Key::Weekday(*from))
                    && self.keys.contains(&Key::Weekday(*to))
                    && !self.has_ranges()
            }
            // `With 98 cm size M fits`, where a passage says `96 to 101 cm`.
            Key::Amount(unit, value) => {
                self.measures.contains(key)
                    && self.ranges.iter().any(|(u, from, to)| u == unit && (from..=to).contains(&value))
            }
            Key::Code(code) => self.words.contains(code) || self.is_spelt_apart(code),
            Key::Phone(phone) => self.has_phone(phone),
            _ => false,
        }
    }

    fn nouns_of(&self, value: u128) -> impl Iterator<Item = &String> {
        self.nouns.get(&value).into_iter().flatten()
    }

    /// Begins where the passages only end, or ends where they only begin.
    fn is_turned(&self, from: u16, to: u16) -> bool {
        let spans = || {
            self.keys.iter().filter_map(|key| if let Key::Times(a, b) = key { Some((*a, *b)) } else { None })
        };
        let begins = |minute| spans().any(|(a, _)| a == minute);
        let ends = |minute| spans().any(|(_, b)| b == minute);
        ends(from) && !begins(from) || begins(to) && !ends(to)
    }

    fn has_ranges(&self) -> bool {
        self.keys.iter().any(|key| matches!(key, Key::Weekdays(..)))
    }

    /// `UPGRADE` in capitals is no code where a passage upgrades.
    fn is_spelt_apart(&self, code: &str) -> bool {
        let wanted = stem(&code.to_lowercase());
        self.words.iter().any(|word| stem(&word.to_lowercase()) == wanted)
    }

    /// The same number without its country code or leading zero.
    fn has_phone(&self, phone: &str) -> bool {
        let national = phone.trim_start_matches('0');
        !phone.starts_with('+')
            && national.len() >= 6
            && self.keys.iter().any(|key| matches!(key, Key::Phone(known) if known.ends_with(national)))
    }

    fn has_other_days(&self, key: &Key) -> bool {
        match key {
            Key::Amount(Unit::WorkingDays, value) => {
                self.keys.contains(&Key::Amount(Unit::Seconds, value.saturating_mul(DAY)))
            }
            Key::Amount(Unit::Seconds, value) if value % DAY == 0 => {
                self.keys.contains(&Key::Amount(Unit::WorkingDays, value / DAY))
            }
            _ => false,
        }
    }

    fn has_value_of(&self, key: &Key) -> bool {
        matches!(key, Key::Amount(unit, value) if self.values.contains(&(*value / factor(*unit, *value))))
    }
}

/// The ranges of measures among sorted facts: two of one unit, side by side.
fn ranges(facts: &[Fact]) -> impl Iterator<Item = (Unit, u128, u128)> {
    facts.windows(2).filter_map(|pair| {
        let [a, b] = pair else { return None };
        let (Key::Amount(unit, from), Key::Amount(other, to)) = (a.readings.first()?, b.readings.first()?)
        else {
            return None;
        };
        let near = b.span.0.saturating_sub(a.span.1) <= RANGE_GAP_MAX;
        (near && unit == other && from < to).then_some((*unit, *from, *to))
    })
}

fn is_measure(key: &Key) -> bool {
    matches!(key, Key::Amount(Unit::Measure(_), _))
}

/// The largest factor of `unit` that the value may have been multiplied by, to compare bare values.
fn factor(unit: Unit, value: u128) -> u128 {
    let factors: &[u128] = match unit {
        Unit::Seconds => &[604_800, 86_400, 3_600, 60],
        Unit::Months => &[12],
        Unit::Measure("mm" | "mg" | "kb") => &[1_000_000, 1_000, 10],
        Unit::Measure("ml") => &[1_000, 10],
        _ => &[],
    };
    factors.iter().copied().find(|f| value >= f * ONE && value.is_multiple_of(*f)).unwrap_or(1)
}

fn is_own(key: &Key) -> bool {
    matches!(key, Key::Code(_)) || matches!(key, Key::Amount(Unit::Bare, value) if *value >= OWN_NUMBER_MIN)
}

fn hour(value: u128) -> Option<u16> {
    u16::try_from(value / ONE).ok().filter(|h| value.is_multiple_of(ONE) && *h <= 24)
}

fn reason(kind: Kind, other_unit: bool) -> &'static str {
    match kind {
        Kind::Link => "no cited passage has this link",
        Kind::Email => "no cited passage has this e-mail address",
        Kind::Phone => "no cited passage has this phone number",
        _ if other_unit => "the cited passages have this number, but of something else",
        Kind::Price => "no cited passage has this price",
        Kind::Percentage => "no cited passage has this percentage",
        Kind::Duration => "no cited passage has this length of time",
        Kind::Date => "no cited passage has this date or day",
        Kind::Time => "no cited passage has this time",
        Kind::Code => "no cited passage has this code",
        _ => "no cited passage has this number",
    }
}
