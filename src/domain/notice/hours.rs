//! A person's own clock: time zones, quiet hours, and the hour of the digest.

use jiff::civil::Time;
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
    let zone = zone(zone_name);
    let today = zone.to_datetime(jiff::Timestamp::from_microsecond(now.0).ok()?).date();
    let time = Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
    [Some(today), today.yesterday().ok()].into_iter().flatten().find_map(|day| {
        // Where the clock jumps over that minute, it is the same minute an hour on; where it has it twice, the first.
        let at = zone.to_timestamp(day.to_datetime(time)).ok()?;
        let at = Timestamp(at.as_microsecond());
        (at <= now).then(|| (at, day.to_string()))
    })
}
