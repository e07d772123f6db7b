//! What a notice says that is about no one chat: a week, and what became of autopilot.

use jiff::Zoned;
use jiff::tz::TimeZone;

use super::filters::text;
use crate::domain::Timestamp;
use crate::domain::autopilot::News;
use crate::domain::notice::excerpt;
use crate::domain::report_text::WeekBrief;

/// How much of one change is told, characters.
const CHANGE_CHARS: usize = 400;

/// A week, its texts made safe.
pub(super) struct WeekView {
    /// Its first day and its last.
    pub from: String,
    pub to: String,
    pub sample: bool,
    pub chats: u64,
    pub lines: Vec<FigureView>,
    pub proposed: String,
    pub evidence: Vec<String>,
    pub report: Option<String>,
}

pub(super) struct FigureView {
    pub label: String,
    pub now: String,
    pub change: Option<String>,
}

/// Something that changed about sending without an owner, its words made safe.
pub(super) struct ChangeView {
    pub at: String,
    pub words: String,
}

impl ChangeView {
    /// On one line: people's names and reasons stand in it.
    pub(super) fn of(news: &News, time_zone: &str, safe: fn(&str) -> String) -> Self {
        let words = news.words.split_whitespace().collect::<Vec<_>>().join(" ");
        Self { at: moment(news.at, time_zone), words: safe(&excerpt(&words, CHANGE_CHARS)) }
    }
}

impl WeekView {
    pub(super) fn of(
        week: &WeekBrief,
        report: Option<String>,
        time_zone: &str,
        safe: fn(&str) -> String,
    ) -> Self {
        // It ends as a day begins, and begins up to an hour beside midnight where the clock was changed in it.
        let day = |at: Timestamp| date(at, time_zone);
        let half_a_day = 12 * 3_600_000;
        Self {
            from: day(week.from.plus_ms(half_a_day)),
            to: day(week.to.minus_ms(half_a_day)),
            sample: week.sample,
            chats: week.chats,
            lines: week
                .lines
                .iter()
                .map(|line| FigureView {
                    label: safe(&line.label),
                    now: safe(&line.now),
                    change: line.change.as_deref().map(safe),
                })
                .collect(),
            proposed: safe(&week.proposed),
            evidence: week.evidence.iter().map(|text| safe(text)).collect(),
            report,
        }
    }
}

/// `Monday, 1 December`
pub(super) fn date(at: Timestamp, time_zone: &str) -> String {
    on_the_wall(at, time_zone, |t| {
        let weekday = i32::from(t.weekday().to_monday_one_offset());
        let dated = text("notices-text-date").with("weekday", &weekday).with("day", &i32::from(t.day()));
        dated.with("month", &i32::from(t.month())).plain()
    })
}

/// `1 Dec 14:44`
pub(super) fn moment(at: Timestamp, time_zone: &str) -> String {
    on_the_wall(at, time_zone, |t| {
        let dated = text("moment-date").with("day", &i32::from(t.day())).with("month", &i32::from(t.month()));
        dated.with("clock", &t.strftime("%H:%M").to_string()).plain()
    })
}

/// `14:44`
pub(super) fn clock(at: Timestamp, time_zone: &str) -> String {
    on_the_wall(at, time_zone, |t| t.strftime("%H:%M").to_string())
}

/// What a clock shows there.
fn on_the_wall(at: Timestamp, time_zone: &str, said: impl FnOnce(&Zoned) -> String) -> String {
    let zone = TimeZone::get(time_zone).unwrap_or(TimeZone::UTC);
    jiff::Timestamp::from_microsecond(at.0).map_or_else(|_| at.rfc3339(), |t| said(&t.to_zoned(zone)))
}
