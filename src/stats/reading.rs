//! Reads the fields of a JSON input for the catalogue, and says which one is wrong and what would be right.

use serde_json::{Map, Value};

use super::inputs::{Probability, Share};

/// Counts above this are typing errors; it also bounds the time of every function.
pub const COUNT_MAX: u64 = 1_000_000_000;

/// Numbers beyond this, either way, are typing errors; below it no square overflows.
pub const NUMBER_MAX: f64 = 1e12;

/// Longest piece of a wrong input that an error repeats.
const QUOTED_CHARS_MAX: usize = 40;

/// Why a call gives no answer, for the person who typed the input.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallError {
    #[error("there is no function `{name}`; the nearest is `{nearest}` (`banister stats --list` shows all)")]
    UnknownFunction { name: String, nearest: &'static str },
    #[error("the input is {found}; it should be a JSON object, one per line")]
    NotAnObject { found: String },
    #[error("`{field}` is missing; it should be {wanted}")]
    Missing { field: String, wanted: String },
    #[error("`{field}` is {found}; it should be {wanted}")]
    Wrong { field: String, found: String, wanted: String },
    #[error("there is no answer: {why}")]
    NoAnswer { why: &'static str },
}

/// The fields of one input object.
pub struct Fields<'a>(&'a Map<String, Value>);

impl<'a> Fields<'a> {
    pub fn of(input: &'a Value) -> Result<Self, CallError> {
        input.as_object().map(Self).ok_or_else(|| CallError::NotAnObject { found: shown(input) })
    }

    fn get(&self, field: &str, wanted: &str) -> Result<&'a Value, CallError> {
        self.0
            .get(field)
            .ok_or_else(|| CallError::Missing { field: field.to_owned(), wanted: wanted.to_owned() })
    }

    /// A field that may be left out.
    pub fn find(&self, field: &str) -> Option<&'a Value> {
        self.0.get(field).filter(|value| !value.is_null())
    }

    pub fn count(&self, field: &str, least: u64) -> Result<u64, CallError> {
        let wanted = format!("a whole number from {least} to {COUNT_MAX}");
        let value = self.get(field, &wanted)?;
        whole(value)
            .filter(|count| (least..=COUNT_MAX).contains(count))
            .ok_or_else(|| wrong(field, value, &wanted))
    }

    /// `hits` out of `n`, with the two field names in use.
    pub fn share(&self, hits: &str, n: &str) -> Result<Share, CallError> {
        let all = self.count(n, 1)?;
        let some = self.count(hits, 0)?;
        Share::new(some, all).ok_or_else(|| CallError::Wrong {
            field: hits.to_owned(),
            found: some.to_string(),
            wanted: format!("at most `{n}`, which is {all}"),
        })
    }

    /// As [`Self::share`], but an empty group is `None`, not an error.
    pub fn share_or_empty(&self, hits: &str, n: &str) -> Result<Option<Share>, CallError> {
        if self.count(n, 0)? > 0 || self.count(hits, 0)? > 0 {
            return self.share(hits, n).map(Some);
        }
        Ok(None)
    }

    pub fn probability(&self, field: &str) -> Result<Probability, CallError> {
        let wanted = "a number above 0 and below 1";
        let value = self.get(field, wanted)?;
        value.as_f64().and_then(Probability::new).ok_or_else(|| wrong(field, value, wanted))
    }

    /// A number from `low` to `high`, both included.
    pub fn number(&self, field: &str, low: f64, high: f64) -> Result<f64, CallError> {
        let wanted = format!("a number from {low} to {high}");
        let value = self.get(field, &wanted)?;
        value
            .as_f64()
            .filter(|number| (low..=high).contains(number))
            .ok_or_else(|| wrong(field, value, &wanted))
    }

    pub fn text(&self, field: &str) -> Result<&'a str, CallError> {
        let value = self.get(field, "a text")?;
        value.as_str().ok_or_else(|| wrong(field, value, "a text"))
    }

    /// A list with at least `least` entries, each read by `read`; the error names the entry, as in `x[3]`.
    pub fn list<T>(
        &self,
        field: &str,
        least: usize,
        read: impl Fn(&str, &Value) -> Result<T, CallError>,
    ) -> Result<Vec<T>, CallError> {
        let wanted = format!("a list with {least} or more entries");
        let value = self.get(field, &wanted)?;
        let entries = value
            .as_array()
            .filter(|entries| entries.len() >= least)
            .ok_or_else(|| wrong(field, value, &wanted))?;
        (0..).zip(entries).map(|(at, entry): (usize, _)| read(&format!("{field}[{at}]"), entry)).collect()
    }

    pub fn numbers(&self, field: &str, least: usize) -> Result<Vec<f64>, CallError> {
        self.list(field, least, number)
    }

    pub fn counts<const N: usize>(&self, field: &str) -> Result<[u64; N], CallError> {
        let value = self.get(field, &format!("a list of {N} counts"))?;
        counts(field, value)
    }
}

/// Two lists belong together entry by entry.
pub fn same_length(one: (&str, usize), other: (&str, usize)) -> Result<(), CallError> {
    if one.1 == other.1 {
        return Ok(());
    }
    Err(CallError::Wrong {
        field: other.0.to_owned(),
        found: format!("a list with {} entries", other.1),
        wanted: format!("as long as `{}`, which has {}", one.0, one.1),
    })
}

/// One entry that is a plain number.
pub fn number(field: &str, value: &Value) -> Result<f64, CallError> {
    let wanted = format!("a number from -{NUMBER_MAX:e} to {NUMBER_MAX:e}");
    value.as_f64().filter(|number| number.abs() <= NUMBER_MAX).ok_or_else(|| wrong(field, value, &wanted))
}

/// One entry that is a number of at least 0.
pub fn not_negative(field: &str, value: &Value) -> Result<f64, CallError> {
    let found = number(field, value)?;
    if found >= 0.0 { Ok(found) } else { Err(wrong(field, value, "0 or more")) }
}

/// One entry that is 0 or 1 (or false, true).
pub fn flag(field: &str, value: &Value) -> Result<bool, CallError> {
    match (value.as_bool(), whole(value)) {
        (Some(flag), _) => Ok(flag),
        (None, Some(0)) => Ok(false),
        (None, Some(1)) => Ok(true),
        _ => Err(wrong(field, value, "0 or 1")),
    }
}

/// One entry that is a list of exactly N counts.
pub fn counts<const N: usize>(field: &str, value: &Value) -> Result<[u64; N], CallError> {
    let wanted = format!("a list of {N} whole numbers from 0 to {COUNT_MAX}");
    let read: Option<Vec<u64>> = value.as_array().map(|entries| entries.iter().map_while(whole).collect());
    read.filter(|found| value.as_array().is_some_and(|entries| entries.len() == found.len()))
        .filter(|found| found.iter().all(|count| *count <= COUNT_MAX))
        .and_then(|found| found.try_into().ok())
        .ok_or_else(|| wrong(field, value, &wanted))
}

/// A whole number, written as `7` or as `7.0`.
fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| {
        let number = value.as_f64().filter(|number| number.fract() == 0.0)?;
        super::inputs::whole_above(number)
    })
}

pub fn wrong(field: &str, value: &Value, wanted: &str) -> CallError {
    CallError::Wrong { field: field.to_owned(), found: shown(value), wanted: wanted.to_owned() }
}

/// The value as it was typed, cut when long.
fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= QUOTED_CHARS_MAX {
        return text;
    }
    text.chars().take(QUOTED_CHARS_MAX).chain("...".chars()).collect()
}
