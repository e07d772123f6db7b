//! One episode as the reports see it: the facts, nothing concluded.

use std::sync::Arc;

use super::super::episode::{AssistKind, Handling, Resolution};
pub use super::super::holdout::{Arm, Assignment};

/// Money that a visitor spent within two hours of the last answer, in one currency.
#[derive(Debug, Clone, PartialEq)]
pub struct Conversion {
    /// ISO 4217, as the relay gave it; empty where it gave none.
    pub currency: Arc<str>,
    /// As the relay gave it; none where it gave none.
    pub value: Option<f64>,
}

/// One episode. Times are microseconds; answers off their scale are ignored. Words that many episodes share (topics,
/// rules, pages) are shared in memory too.
#[derive(Debug, Clone, Default, PartialEq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that are independent of each other, not states of one thing"
)]
pub struct EpisodeRow {
    /// Unix time of the first visitor message.
    pub started_at: i64,
    pub handling: Handling,
    pub kind: Option<AssistKind>,
    /// The guardrail kept it from the model: shown apart, in neither group.
    pub held: bool,
    /// Ids of the rules that held it.
    pub held_rules: Arc<[Arc<str>]>,
    /// Reason code of the first handoff.
    pub handoff: Option<Arc<str>>,
    /// Primary topic.
    pub topic: Option<Arc<str>>,
    /// At most two beside it.
    pub secondary: Arc<[Arc<str>]>,
    /// In a lottery only eligible episodes have a place.
    pub assigned: Option<Assignment>,
    /// A draft passed every gate: it would have been shown, in either arm.
    pub triggered: bool,
    /// Started within the opening hours; none where there are no hours.
    pub in_hours: Option<bool>,
    /// The visitor had written in an earlier episode.
    pub returning: bool,

    /// 1 to 5.
    pub csat: Option<u8>,
    /// A survey for it was put to the visitor.
    pub csat_asked: bool,
    /// 0 to 10.
    pub nps: Option<u8>,
    pub nps_asked: bool,
    /// The visitor asked for a human. (A rating of 1 or 2 is read off `csat`.)
    pub unhappy: bool,

    /// First response: from the first visitor message to the first answering public message.
    pub frt_us: Option<i64>,
    /// Every answer's latency, first one included: from the visitor's first unanswered message to the answer, ms.
    pub reply_ms: Arc<[u32]>,
    pub resolution_us: Option<i64>,
    pub resolution: Option<Resolution>,
    /// Unix time.
    pub resolved_at: Option<i64>,
    /// Unix time of the visitor's first message after the resolution, however long after.
    pub reopened_at: Option<i64>,
    pub reopened_within_72h: bool,

    /// Turns of the visitor.
    pub turns: u16,
    /// Public messages of owners and of the assistant that answered.
    pub answers: u16,
    /// A time was promised: kept or not. None: no time was given, or it has not come yet.
    pub promise_kept: Option<bool>,
    /// Unix time that was promised and is still open: once it is over, a promise is broken whatever `promise_kept` says
    /// of those before it.
    pub promise_due: Option<i64>,
    /// Path of the page on which the visitor opened the chat, without query.
    pub page: Option<Arc<str>>,
    /// `utm_campaign`, or the host that referred the visitor.
    pub campaign: Option<Arc<str>>,
    /// Saved reply that the first hand-written answer began with.
    pub template: Option<Arc<str>>,
    /// How far the first assisted answer was from its draft, 0..1 (0 = sent as drafted).
    pub edit_distance: Option<f32>,
    /// Confidence of the first draft, 0..1.
    pub confidence: Option<f32>,
    /// The owner judged a draft of it wrong: rejected for cause, meaning changed, or marked wrong later.
    pub judged_wrong: bool,
    /// What deciding and writing cost the owner, ms, where it was measured.
    pub owner_ms: Option<u32>,
    pub tokens: u32,
    /// Millionths of the currency that the model's price is set in.
    pub cost_micros: i64,
    /// Within two hours of the last answer.
    pub conversions: Arc<[Conversion]>,

    /// Made up for the demo.
    pub sample: bool,
}
