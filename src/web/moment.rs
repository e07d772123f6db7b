//! Points in time and stretches of it in the few words that pages have room for.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::spoken;
use super::state::App;
use crate::domain::Timestamp;
use crate::words::Text;

tokio::task_local! {
    /// The zone of the shop's hours while an answer is made.
    static ZONE: TimeZone;
}

/// Answers tell times by the clock of the shop, as its visitors are told them.
pub(super) async fn by_the_shops_clock(State(app): State<App>, request: Request, next: Next) -> Response {
    let zone = app.engine.policy().waiting.hours.zone().clone();
    ZONE.scope(zone, next.run(request)).await
}

/// A moment as a page shows it: words, and the exact time for who wants it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Moment {
    /// `just now`, `4 min ago`, `3 Nov 14:05`; `3 Nov 14:05 UTC` where the shop has no zone of its own.
    pub words: String,
    /// RFC 3339.
    pub exact: String,
}

const MINUTE_US: i64 = 60_000_000;
const HOUR_US: i64 = 60 * MINUTE_US;
const DAY_US: i64 = 24 * HOUR_US;

impl Moment {
    /// `at`, looked at from `now`.
    pub(super) fn of(at: Timestamp, now: Timestamp) -> Self {
        let words = match now.since(at) {
            age if age < MINUTE_US => spoken::text("moment-just-now").plain(),
            age if age < HOUR_US => spoken::text("moment-minutes-ago").with("n", &(age / MINUTE_US)).plain(),
            age if age < DAY_US => spoken::text("moment-hours-ago").with("n", &(age / HOUR_US)).plain(),
            _ => on_the_wall(at),
        };
        Self { words, exact: at.rfc3339() }
    }
}

impl Moment {
    /// `at`, which lies ahead: `within a minute`, `in 4 min`, `3 Nov 14:05`; what is over is said as what is past.
    pub(super) fn ahead(at: Timestamp, now: Timestamp) -> Self {
        let words = match at.since(now) {
            left if left <= 0 => return Self::of(at, now),
            left if left < MINUTE_US => spoken::text("moment-within-a-minute").plain(),
            left if left < HOUR_US => {
                spoken::text("moment-in-minutes").with("n", &(left / MINUTE_US)).plain()
            }
            left if left < DAY_US => spoken::text("moment-in-hours").with("n", &(left / HOUR_US)).plain(),
            _ => on_the_wall(at),
        };
        Self { words, exact: at.rfc3339() }
    }
}

/// What the shop's clock shows. Without a zone of the shop's own nobody can guess which one is meant.
fn on_the_wall(at: Timestamp) -> String {
    let zone = ZONE.try_with(TimeZone::clone).unwrap_or(TimeZone::UTC);
    let key = if zone == TimeZone::UTC { "moment-date-utc" } else { "moment-date" };
    jiff::Timestamp::from_microsecond(at.0)
        .map_or_else(|_| at.rfc3339(), |t| dated(spoken::text(key), t.to_zoned(zone).datetime()).plain())
}

/// A text that tells of a date and a time of day, with what it may say of them.
pub(super) fn dated(text: Text, at: DateTime) -> Text {
    text.with("weekday", &i32::from(at.weekday().to_monday_one_offset()))
        .with("day", &i32::from(at.day()))
        .with("month", &i32::from(at.month()))
        .with("clock", &at.strftime("%H:%M").to_string())
}

/// A day as date fields want it: `2026-11-25` (UTC).
pub(super) fn iso_day(at: Timestamp) -> String {
    jiff::Timestamp::from_microsecond(at.0)
        .map_or_else(|_| at.rfc3339(), |t| t.strftime("%Y-%m-%d").to_string())
}

/// Seconds below 90, then minutes, from 90 minutes on hours.
pub(super) fn stretch(seconds: f64) -> String {
    match seconds {
        s if s < 90.0 => spoken::text("moment-seconds").with("n", &format!("{s:.0}")).plain(),
        s if s < 5_400.0 => spoken::text("moment-minutes").with("n", &format!("{:.1}", s / 60.0)).plain(),
        s => spoken::text("moment-hours").with("n", &format!("{:.1}", s / 3_600.0)).plain(),
    }
}

/// The start of the day of `text` (`2026-11-25`), or the moment it names (RFC 3339), moved on by `days` for a day.
pub(super) fn parse(text: &str, days: i64) -> Option<Timestamp> {
    if let Some(day) = Timestamp::parse_rfc3339(&format!("{text}T00:00:00Z")) {
        return Some(Timestamp(day.0.checked_add(days.checked_mul(DAY_US)?)?));
    }
    Timestamp::parse_rfc3339(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_told_in_the_unit_that_suits_them() {
        let now = Timestamp(1_800_000_000_000_000);
        let words = |ms: i64| Moment::of(now.minus_ms(ms), now).words;
        assert_eq!(words(-5_000), "just now");
        assert_eq!(words(59_000), "just now");
        assert_eq!(words(61_000), "1 min ago");
        assert_eq!(words(7_200_000), "2 h ago");
        assert_eq!(words(90_000_000), "14 Jan 07:00 UTC", "nobody has to guess whose clock it is");
    }

    #[test]
    fn what_is_a_day_away_or_more_is_told_by_the_shops_clock() {
        let now = Timestamp(1_800_000_000_000_000);
        let told = |zone: &str| {
            ZONE.sync_scope(TimeZone::get(zone).unwrap_or(TimeZone::UTC), || {
                (
                    Moment::of(now.minus_ms(90_000_000), now).words,
                    Moment::ahead(now.plus_ms(90_000_000), now).words,
                )
            })
        };
        assert_eq!(told("Asia/Tokyo"), ("14 Jan 16:00".to_owned(), "16 Jan 18:00".to_owned()));
        assert_eq!(told("UTC"), ("14 Jan 07:00 UTC".to_owned(), "16 Jan 09:00 UTC".to_owned()));
    }

    #[test]
    fn a_day_begins_at_midnight_and_may_end_at_the_next() {
        let start = parse("2026-11-25", 0);
        assert_eq!(start.map(Timestamp::rfc3339).as_deref(), Some("2026-11-25T00:00:00.000Z"));
        let end = parse("2026-11-25", 1);
        assert_eq!(end.map(Timestamp::rfc3339).as_deref(), Some("2026-11-26T00:00:00.000Z"));
        assert_eq!(
            parse("2026-11-25T10:00:00Z", 1).map(Timestamp::rfc3339).as_deref(),
            Some("2026-11-25T10:00:00.000Z")
        );
        assert_eq!(parse("yesterday", 0), None);
    }
}
