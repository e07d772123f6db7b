//! What a sitting would bring: at most half of a threshold's evidence may be rehearsed.

use serde::Serialize;

use super::super::autopilot::{Alpha, Autopilot};
use super::super::time::Timestamp;

/// How far rehearsing helps at one gate, at its loosest threshold: every decision above any threshold is among its decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// Which gate, %.
    pub percent: u8,
    /// Decisions there, one of each conversation.
    pub judged: u64,
    /// How many of them were rehearsed.
    pub rehearsed: u64,
    /// How many more count towards the start before live decisions must follow.
    pub room: u64,
    /// Of a sitting of the size asked about, those that would not count before `live` decisions on live chats.
    pub surplus: u64,
    /// See `surplus`.
    pub live: u64,
}

impl Outlook {
    /// In words, for an owner about to begin.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Self { percent, judged, rehearsed, room, surplus, live } = *self;
        let known = format!("At {percent} %: {rehearsed} of {judged} decisions were rehearsed.");
        match (surplus, room) {
            (0, _) => format!("{known} The whole sitting would count."),
            (surplus, 0) => format!(
                "{known} At most half may be: {surplus} more would not count towards the start before {live} {} on live chats.",
                decisions(live)
            ),
            (surplus, room) => format!(
                "{known} At most half may be: {room} more would count at once; {surplus} more would not count towards the start before {live} {} on live chats.",
                decisions(live)
            ),
        }
    }
}

const fn decisions(n: u64) -> &'static str {
    if n == 1 { "decision" } else { "decisions" }
}

/// The outlook of a sitting in which `wanted` drafts meet this gate.
#[must_use]
pub fn outlook(pilot: &Autopilot, alpha: Alpha, wanted: u64, now: Timestamp) -> Outlook {
    let gate = pilot.line(alpha, now).gate;
    let (judged, rehearsed) = gate.rehearsed();
    let percent_max = gate.terms().given().floors.rehearsed_percent_max.min(100);
    // The most r with (rehearsed + r) / (judged + r) <= percent_max.
    let allowed = percent_max.saturating_mul(judged).saturating_sub(rehearsed.saturating_mul(100));
    let room = match 100 - percent_max {
        0 => u64::MAX,
        rest => allowed / rest,
    };
    let surplus = wanted.saturating_sub(room);
    let after = (judged.saturating_add(wanted), rehearsed.saturating_add(wanted));
    let live = match percent_max {
        0 => u64::MAX,
        most => after.1.saturating_mul(100).div_ceil(most).saturating_sub(after.0),
    };
    let live = if surplus == 0 { 0 } else { live };
    Outlook { percent: alpha.percent(), judged, rehearsed, room: room.min(wanted), surplus, live }
}
