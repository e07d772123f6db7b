//! `[hours]` of the configuration: opening hours as people write them, and what cannot be meant.

use std::collections::BTreeSet;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use super::hours::{DAY_MINUTES, Hours, Span};

/// More days off than that are a mistake.
const CLOSED_MAX: usize = 1_000;

/// Spans of one day.
const SPANS_MAX: usize = 12;

/// The days of the week as keys.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `[hours]`: when somebody is there. Without a day it is always open; with one, a day left out is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct HoursSettings {
    /// IANA name, as `Europe/Berlin`; needed with a day. Default: UTC.
    pub zone: Option<String>,
    /// `09:00-12:30, 13:30-18:00`, or `closed`.
    pub mon: Option<String>,
    /// See `mon`.
    pub tue: Option<String>,
    /// See `mon`.
    pub wed: Option<String>,
    /// See `mon`.
    pub thu: Option<String>,
    /// See `mon`.
    pub fri: Option<String>,
    /// See `mon`.
    pub sat: Option<String>,
    /// See `mon`.
    pub sun: Option<String>,
    /// Single days on which nobody is there: `2026-12-25`.
    pub closed: Vec<String>,
}

impl HoursSettings {
    /// The hours as they can be asked.
    ///
    /// # Errors
    /// Every fault at once, as (key, sentence).
    pub fn read(&self) -> Result<Hours, Vec<(String, String)>> {
        let mut faults = Vec::new();
        let week = self.week(&mut faults);
        let (zone_name, zone) = self.zone(&mut faults);
        let closed = self.closed_days(&mut faults);
        if faults.is_empty() { Ok(Hours { zone, zone_name, week, closed }) } else { Err(faults) }
    }

    const fn days(&self) -> [Option<&String>; 7] {
        let Self { mon, tue, wed, thu, fri, sat, sun, zone: _, closed: _ } = self;
        [mon.as_ref(), tue.as_ref(), wed.as_ref(), thu.as_ref(), fri.as_ref(), sat.as_ref(), sun.as_ref()]
    }

    fn week(&self, faults: &mut Vec<(String, String)>) -> [Vec<Span>; 7] {
        let days = self.days();
        if days.iter().all(Option::is_none) {
            return Hours::default().week;
        }
        let before = faults.len();
        let week = std::array::from_fn(|n| {
            let read = days.get(n).copied().flatten().map_or(Ok(Vec::new()), |text| spans(text));
            read.unwrap_or_else(|message| {
                faults.push((DAYS.get(n).copied().unwrap_or_default().to_owned(), message));
                Vec::new()
            })
        });
        if faults.len() == before && week.iter().all(Vec::is_empty) {
            let named = DAYS.iter().zip(days).find(|(_, text)| text.is_some()).map_or("mon", |(day, _)| day);
            let message = "no day is ever open; open one, or leave all days out to be open always";
            faults.push((named.to_owned(), message.to_owned()));
        }
        week
    }

    fn zone(&self, faults: &mut Vec<(String, String)>) -> (String, TimeZone) {
        let utc = || ("UTC".to_owned(), TimeZone::UTC);
        let Some(name) = &self.zone else {
            if self.days().iter().any(Option::is_some) || !self.closed.is_empty() {
                let message =
                    "is missing; give the IANA name of the clock the hours go by, as \"Europe/Berlin\"";
                faults.push(("zone".to_owned(), message.to_owned()));
            }
            return utc();
        };
        if let Ok(zone) = TimeZone::get(name) {
            return (zone.iana_name().unwrap_or(name).to_owned(), zone);
        }
        let message = format!("`{name}` is no time zone; give an IANA name, as \"Europe/Berlin\" or \"UTC\"");
        faults.push(("zone".to_owned(), message));
        utc()
    }

    fn closed_days(&self, faults: &mut Vec<(String, String)>) -> BTreeSet<Date> {
        if self.closed.len() > CLOSED_MAX {
            faults.push(("closed".to_owned(), format!("holds more than {CLOSED_MAX} days")));
        }
        let mut days = BTreeSet::new();
        for text in &self.closed {
            match text.trim().parse::<Date>() {
                Ok(day) if text.trim().len() == 10 => {
                    days.insert(day);
                }
                _ => faults.push(("closed".to_owned(), format!("`{text}` is no day; write \"2026-12-25\""))),
            }
        }
        days
    }
}

/// Reads the spans of a day, in order.
fn spans(text: &str) -> Result<Vec<Span>, String> {
    if text.trim().eq_ignore_ascii_case("closed") {
        return Ok(Vec::new());
    }
    let mut spans = text.split(',').map(span).collect::<Result<Vec<Span>, String>>()?;
    if spans.len() > SPANS_MAX {
        return Err(format!("holds more than {SPANS_MAX} spans"));
    }
    spans.sort_by_key(|s| s.from);
    for pair in spans.windows(2) {
        if let [one, next] = pair
            && one.to > next.from
        {
            return Err(format!("{} and {} overlap", words(*one), words(*next)));
        }
    }
    Ok(spans)
}

fn span(text: &str) -> Result<Span, String> {
    let text = text.trim();
    let wrong =
        || format!("`{text}` is no span; write \"09:00-12:30, 13:30-18:00\", \"00:00-24:00\" or \"closed\"");
    let (from, to) = text.split_once(['-', '\u{2013}']).ok_or_else(wrong)?;
    let (from, to) = (minute(from).ok_or_else(wrong)?, minute(to).ok_or_else(wrong)?);
    if from < to {
        return Ok(Span { from, to });
    }
    Err(format!(
        "`{text}` ends before it begins; write a night as \"22:00-24:00\" and, on the next day, \"00:00-02:00\""
    ))
}

/// `9:00` to `24:00` as a minute of the day.
fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let digits = |part: &str, least: usize| {
        let fits = (least..=2).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        fits.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (digits(hours, 1)?, digits(minutes, 2)?);
    let at = hours * 60 + minutes;
    (minutes < 60 && at <= DAY_MINUTES).then_some(at)
}

/// `09:00-12:30`.
pub(super) fn words(span: Span) -> String {
    let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
    format!("{}-{}", clock(span.from), clock(span.to))
}

impl Hours {
    /// The week in words, Monday first: the day's key with its spans, empty where it is closed.
    #[must_use]
    pub fn week_words(&self) -> Vec<(&'static str, Vec<String>)> {
        let spans = |day: &Vec<Span>| day.iter().copied().map(words).collect();
        DAYS.into_iter().zip(self.week.iter().map(spans)).collect()
    }

    /// The single days on which nobody is there, from `at` on, in order: `2026-12-25`.
    #[must_use]
    pub fn closed_from(&self, at: crate::domain::Timestamp) -> Vec<String> {
        let today = self.local(at).map(jiff::civil::DateTime::date);
        self.closed
            .iter()
            .filter(|day| today.is_none_or(|today| **day >= today))
            .map(Date::to_string)
            .collect()
    }
}
