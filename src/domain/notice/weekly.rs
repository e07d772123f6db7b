//! The weekly scorecard: when it is due, and which week it is about.

use super::choices::Choices;
use super::hours::{date_at, last_weekly_at, moment};
use super::kind::Kind;
use super::matter::{Matter, Subject};
use crate::domain::time::Timestamp;

/// Seven times 24 hours, ms: the windows of the scorecard know no clock that is put forward or back.
const WEEK_MS: i64 = 7 * 86_400_000;

/// The week that a scorecard is about: it ends as a Monday begins by the reader's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WeekBefore {
    /// Seven times 24 hours before its end.
    pub from: Timestamp,
    /// Excluded.
    pub to: Timestamp,
}

/// The scorecard that is due, if one is: at most one for each week on the calendar, whatever day is chosen meanwhile.
#[must_use]
pub fn scorecard_matter(now: Timestamp, choices: &Choices) -> Option<Matter> {
    choices.channels.get(&Kind::Scorecard)?;
    let (since, day) =
        last_weekly_at(now, &choices.time_zone, choices.scorecard_day, choices.scorecard_minute)?;
    let week = day.iso_week_date();
    (since >= choices.scorecard_since).then(|| Matter {
        subject: Subject::scorecard(&format!("{:04}-W{:02}", week.year(), week.week())),
        kind: Kind::Scorecard,
        since,
        danger: false,
        conversation: None,
    })
}

/// The last whole week before a moment.
#[must_use]
pub fn week_before(at: Timestamp, time_zone: &str) -> Option<WeekBefore> {
    let day = date_at(at, time_zone)?;
    let monday = day.checked_sub(jiff::Span::new().days(day.weekday().to_monday_zero_offset())).ok()?;
    let to = moment(monday, time_zone, 0)?;
    Some(WeekBefore { from: to.minus_ms(WEEK_MS), to })
}
