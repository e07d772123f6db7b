//! Opening hours: when somebody is there to answer, by the clock of the owner's own time zone.

use std::collections::BTreeSet;

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::domain::time::Timestamp;

/// Minutes of a day.
pub(super) const DAY_MINUTES: u16 = 1_440;

const MINUTE_US: i64 = 60_000_000;

/// So many days are looked through at most, some ten years: what lies beyond is never.
const DAYS_MAX: usize = 3_660;

/// Opening hours as they were written are [`super::HoursSettings`]; here they can be asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hours {
    pub(super) zone: TimeZone,
    /// The zone's IANA name.
    pub(super) zone_name: String,
    /// The spans of Monday to Sunday: minutes of the day, in order and apart.
    pub(super) week: [Vec<Span>; 7],
    /// Days on which nobody is there.
    pub(super) closed: BTreeSet<Date>,
}

/// From a minute of the day to another, which no longer belongs to it; 1440 is the day's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: u16,
    pub(super) to: u16,
}

impl Span {
    pub(super) const WHOLE_DAY: Self = Self { from: 0, to: DAY_MINUTES };
}

impl Default for Hours {
    /// Always open, on the clock of UTC.
    fn default() -> Self {
        Self {
            zone: TimeZone::UTC,
            zone_name: "UTC".to_owned(),
            week: std::array::from_fn(|_| vec![Span::WHOLE_DAY]),
            closed: BTreeSet::new(),
        }
    }
}

impl Hours {
    /// Whether there is no hour without somebody.
    #[must_use]
    pub fn always(&self) -> bool {
        self.closed.is_empty() && self.week.iter().all(|day| *day == [Span::WHOLE_DAY])
    }

    /// Whether somebody is there at `at`.
    #[must_use]
    pub fn is_open(&self, at: Timestamp) -> bool {
        self.next_open(at) == at
    }

    /// The first moment from `at` on at which somebody is there: `at` itself where it is open,
    /// [`Timestamp::NEVER`] where none comes within ten years.
    #[must_use]
    pub fn next_open(&self, at: Timestamp) -> Timestamp {
        if self.always() {
            return at;
        }
        self.stretches(at).next().map_or(Timestamp::NEVER, |(from, _)| from.max(at))
    }

    /// The moment from `at` on at which `ms` milliseconds of open time have gone by, the earliest one:
    /// at a closing time it is that, and not the next opening. [`Timestamp::NEVER`] where it lies beyond ten years.
    #[must_use]
    pub fn add_open_ms(&self, at: Timestamp, ms: i64) -> Timestamp {
        if self.always() {
            return at.plus_ms(ms.max(0));
        }
        let mut left = ms.max(0).saturating_mul(1_000);
        for (from, to) in self.stretches(at) {
            let from = from.max(at);
            let room = to.since(from);
            if left <= room {
                return Timestamp(from.0.saturating_add(left));
            }
            left -= room;
        }
        Timestamp::NEVER
    }

    /// How much of the time from `from` to `to` is open, ms; 0 where `to` does not lie after `from`.
    /// Of a longer stretch the first ten years are counted.
    #[must_use]
    pub fn open_ms_between(&self, from: Timestamp, to: Timestamp) -> i64 {
        if self.always() {
            return to.since(from).max(0) / 1_000;
        }
        let inside = self.stretches(from).take_while(|(start, _)| *start < to);
        let open: i64 = inside.map(|(start, end)| end.min(to).since(start.max(from)).max(0)).sum();
        open / 1_000
    }

    /// How long a day is on which somebody is there, ms: the mean of such days of the week.
    #[must_use]
    pub fn open_day_ms(&self) -> i64 {
        let open = |day: &Vec<Span>| day.iter().map(|s| i64::from(s.to - s.from)).sum::<i64>();
        let days: Vec<i64> = self.week.iter().map(open).filter(|minutes| *minutes > 0).collect();
        let count = i64::try_from(days.len()).unwrap_or(7).max(1);
        days.iter().sum::<i64>() / count * (MINUTE_US / 1_000)
    }

    /// The zone; UTC where none was chosen.
    #[must_use]
    pub const fn zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The zone's IANA name as people read it: `America/New York`.
    #[must_use]
    pub fn zone_words(&self) -> String {
        self.zone_name.replace('_', " ")
    }

    /// The date and time that clocks show there; nothing outside the years that have a calendar.
    #[must_use]
    pub fn local(&self, at: Timestamp) -> Option<DateTime> {
        let at = jiff::Timestamp::from_microsecond(at.0).ok()?;
        Some(self.zone.to_datetime(at))
    }

    /// When the day of `at` began there.
    #[must_use]
    pub fn midnight(&self, at: Timestamp) -> Timestamp {
        let start = self.local(at).and_then(|local| local.date().to_zoned(self.zone.clone()).ok());
        start.map_or_else(|| at.day(), |start| Timestamp(start.timestamp().as_microsecond()))
    }

    /// `at`, or the next moment that is a multiple of `minutes`, but never past the end of open time.
    #[must_use]
    pub(super) fn on_the_clock(&self, at: Timestamp, minutes: i64) -> Timestamp {
        let step = minutes.saturating_mul(MINUTE_US).max(1);
        let over = at.0.rem_euclid(step);
        if over == 0 {
            return at;
        }
        let rounded = Timestamp(at.0.saturating_add(step - over));
        if self.always() {
            return rounded;
        }
        let open = self.stretches(at).take_while(|(start, _)| *start <= at);
        let end = open.map(|(_, end)| end).last();
        end.map_or(at, |end| rounded.min(end))
    }

    /// Open stretches that end after `at`, in order, none empty. Neighbours may touch.
    fn stretches(&self, at: Timestamp) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        // Where clocks are put back at midnight, the day before is not over yet.
        let first = self.local(at).and_then(|local| local.date().yesterday().ok());
        let days = std::iter::successors(first, |day| day.tomorrow().ok()).take(DAYS_MAX);
        days.flat_map(|day| self.of_day(day)).filter(move |(_, end)| *end > at)
    }

    fn of_day(&self, day: Date) -> impl Iterator<Item = (Timestamp, Timestamp)> + '_ {
        let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).unwrap_or(0);
        let spans = if self.closed.contains(&day) { None } else { self.week.get(weekday) };
        let stretch = move |span: &Span| Some((self.moment(day, span.from)?, self.moment(day, span.to)?));
        spans.into_iter().flatten().filter_map(stretch).filter(|(from, to)| from < to)
    }

    /// When the clock there first reaches a minute of a day. Where it skips that minute, the moment of the skip: an
    /// hour that does not exist is never open, and the one after it opens in time.
    fn moment(&self, day: Date, minute: u16) -> Option<Timestamp> {
        let (day, minute) = if minute >= DAY_MINUTES { (day.tomorrow().ok()?, 0) } else { (day, minute) };
        let part = |n: u16| i8::try_from(n).ok();
        let local = day.to_datetime(Time::new(part(minute / 60)?, part(minute % 60)?, 0, 0).ok()?);
        let at = match self.zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } | AmbiguousOffset::Fold { before: offset, .. } => {
                offset.to_timestamp(local).ok()?
            }
            AmbiguousOffset::Gap { before, .. } => {
                let inside = before.to_timestamp(local).ok()?;
                let just_after = inside.checked_add(jiff::SignedDuration::from_nanos(1)).ok()?;
                self.zone.preceding(just_after).next().map_or(inside, |skip| skip.timestamp())
            }
        };
        Some(Timestamp(at.as_microsecond()))
    }
}
