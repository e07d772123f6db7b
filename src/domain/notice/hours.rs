//! A person's own clock: time zones, quiet hours, and the hours of digest and scorecard.

use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::domain::time::Timestamp;

/// Minutes of a day.
pub(super) const DAY_MINUTES: u16 = 1_440;

/// Hours in which nobody is disturbed: from the first minute of the day to the last, over midnight where it is later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiet {
    /// First quiet minute of the day, 0..1439.
    pub from: u16,
    /// First minute that is not quiet again, 0..1439; not the same as `from`.
    pub to: u16,
}

impl Quiet {
    /// Whether a minute of the day is quiet.
    #[must_use]
    pub const fn holds(self, minute: u16) -> bool {
        if self.from <= self.to {
            self.from <= minute && minute < self.to
        } else {
            self.from <= minute || minute < self.to
        }
    }
}

/// A day of the week.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weekday {
    #[default]
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    /// In the order of the week.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The word stored, and used in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Monday => "monday",
            Self::Tuesday => "tuesday",
            Self::Wednesday => "wednesday",
            Self::Thursday => "thursday",
            Self::Friday => "friday",
            Self::Saturday => "saturday",
            Self::Sunday => "sunday",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|day| day.as_str() == word)
    }

    /// Monday is 1, Sunday 7.
    const fn number(self) -> i8 {
        match self {
            Self::Monday => 1,
            Self::Tuesday => 2,
            Self::Wednesday => 3,
            Self::Thursday => 4,
            Self::Friday => 5,
            Self::Saturday => 6,
            Self::Sunday => 7,
        }
    }
}

/// Whether this is the name of a time zone (`Europe/Berlin`, `UTC`).
#[must_use]
pub fn is_zone(name: &str) -> bool {
    !name.is_empty() && name.len() <= 64 && TimeZone::get(name).is_ok()
}

/// Reads `HH:MM` as a minute of the day.
#[must_use]
pub fn day_minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |part: &str| {
        (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<u16>().ok())
    };
    let (hours, minutes) = (digits(hours)??, digits(minutes)??);
    (hours < 24 && minutes < 60).then_some(hours * 60 + minutes)
}

/// The zone of a name that was checked when it was chosen; UTC for one that is gone since.
fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The minute of the day at `now`.
pub(super) fn minute_at(now: Timestamp, zone_name: &str) -> u16 {
    let Ok(now) = jiff::Timestamp::from_microsecond(now.0) else { return 0 };
    let local = zone(zone_name).to_datetime(now);
    u16::try_from(i16::from(local.hour()) * 60 + i16::from(local.minute())).unwrap_or(0)
}

/// The last time before or at `now` that the clock there stood at `minute`, with the day it belongs to (`2026-11-28`).
pub(super) fn last_at(now: Timestamp, zone_name: &str, minute: u16) -> Option<(Timestamp, String)> {
    let today = date_at(now, zone_name)?;
    [Some(today), today.yesterday().ok()].into_iter().flatten().find_map(|day| {
        let at = moment(day, zone_name, minute)?;
        (at <= now).then(|| (at, day.to_string()))
    })
}

/// The last time before or at `now` that the clock there stood at `minute` on that day of the week, with that day.
pub(super) fn last_weekly_at(
    now: Timestamp,
    zone_name: &str,
    weekday: Weekday,
    minute: u16,
) -> Option<(Timestamp, Date)> {
    let today = date_at(now, zone_name)?;
    let back = i64::from((today.weekday().to_monday_one_offset() - weekday.number()).rem_euclid(7));
    [back, back + 7].into_iter().find_map(|days| {
        let day = today.checked_sub(jiff::Span::new().days(days)).ok()?;
        let at = moment(day, zone_name, minute)?;
        (at <= now).then_some((at, day))
    })
}

/// The day on the calendar there.
pub(super) fn date_at(now: Timestamp, zone_name: &str) -> Option<Date> {
    Some(zone(zone_name).to_datetime(jiff::Timestamp::from_microsecond(now.0).ok()?).date())
}

/// When the clock there stands at that minute of that day. Where it jumps over that minute, it is the same minute an
/// hour on; where it has it twice, the first.
pub(super) fn moment(day: Date, zone_name: &str, minute: u16) -> Option<Timestamp> {
    let time = Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
    let at = zone(zone_name).to_timestamp(day.to_datetime(time)).ok()?;
    Some(Timestamp(at.as_microsecond()))
}
