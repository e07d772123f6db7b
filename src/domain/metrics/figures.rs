//! The figures of an episode, concluded from what was written down of it.

use serde::Serialize;

use super::measured::{Converted, Counted, Said};
use crate::domain::episode::{AssistKind, Episode, Handling, Resolution};
use crate::domain::holdout::Drawn;
use crate::domain::time::Timestamp;

/// From so many turns of the visitor on a chat is called complex: of ordinary shop chats some nineteen in twenty end with
/// five or fewer.
pub const COMPLEX_TURNS: u32 = 6;

/// A purchase within this time of the last answer before it counts as the chat's, ms.
pub const CONVERSION_WITHIN_MS: i64 = 2 * 3_600_000;

/// Everything the reports know of one episode. Times are unix microseconds; shares are ten-thousandths.
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts of one episode, not states of a machine"
)]
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Metrics {
    /// See [`Episode::started_at`].
    pub started_at: Timestamp,
    /// The first answer.
    pub first_response_at: Option<Timestamp>,
    /// When it was resolved.
    pub resolved_at: Option<Timestamp>,
    /// How.
    pub resolution: Option<Resolution>,
    /// The visitor's first message after the resolution, however long after.
    pub reopened_at: Option<Timestamp>,
    /// What reached the visitor.
    pub handling: Handling,
    /// How the first assisted answer left.
    pub kind: Option<AssistKind>,
    /// Rules that held a turn, in order.
    pub held_rules: Vec<String>,
    /// Reason code of the first handoff.
    pub handoff: Option<String>,
    /// Primary topic.
    pub topic: Option<String>,
    /// Beside it, at most two.
    pub secondary: Vec<String>,
    /// Nobody has confirmed the topic.
    pub suggested: bool,
    /// How often the visitor began to ask.
    pub turns: u32,
    /// Answers.
    pub answers: u32,
    /// Each answer to an open question: how long the visitor had waited, ms, in order.
    pub reply_ms: Vec<u32>,
    /// Every promised time that is over was kept.
    pub promise_kept: Option<bool>,
    /// The promised time that is still open.
    pub promise_due: Option<Timestamp>,
    /// Path of the page.
    pub page: Option<String>,
    /// Campaign or referring host.
    pub campaign: Option<String>,
    /// The saved reply that the first hand-written answer began with.
    pub template: Option<String>,
    /// How far the first assisted answer was from its draft.
    pub edit: Option<u16>,
    /// Confidence of the first draft that was weighed.
    pub confidence: Option<u16>,
    /// A draft passed every gate.
    pub triggered: bool,
    /// Its place in the lottery.
    pub lottery: Option<Drawn>,
    /// A decision called a draft wrong.
    pub judged_wrong: bool,
    /// What decisions took, ms.
    pub owner_ms: Option<u64>,
    /// Tokens of all drafts.
    pub tokens: u64,
    /// Cost of all drafts, millionths.
    pub cost_micros: u64,
    /// The visitor's purchases soon after an answer.
    pub conversions: Vec<Converted>,
    /// The visitor asked for a human.
    pub unhappy: bool,
    /// Began within the opening hours.
    pub in_hours: Option<bool>,
    /// The visitor had written in an earlier episode.
    pub returning: bool,
    /// Satisfaction, 1 to 5: the last answer.
    pub csat: Option<u8>,
    /// Willingness to recommend, 0 to 10: the last answer.
    pub nps: Option<u8>,
}

impl Metrics {
    /// The figures of an episode as they stand.
    #[must_use]
    pub fn of(episode: &Episode) -> Self {
        let m = &episode.measured;
        let (owner_ms, judged_wrong) = m.decisions();
        Self {
            started_at: episode.started_at,
            resolved_at: episode.resolved_at,
            resolution: episode.resolution,
            reopened_at: episode.reopened_at,
            held_rules: episode.held_rules.clone(),
            handoff: m.handoff.clone(),
            topic: episode.topic.clone(),
            secondary: episode.secondary.clone(),
            suggested: m.suggested,
            promise_kept: m.promise_kept,
            promise_due: m.promise_due,
            page: m.page.clone(),
            campaign: m.campaign.clone(),
            confidence: m.confidence,
            triggered: m.triggered,
            lottery: episode.place.drawn().copied(),
            judged_wrong,
            owner_ms,
            tokens: m.tokens,
            cost_micros: m.cost_micros,
            unhappy: m.unhappy,
            in_hours: m.in_hours,
            returning: m.returning,
            csat: episode.csat,
            nps: episode.nps,
            ..Self::spoken(&m.said, &m.converted)
        }
    }

    /// What follows from who spoke when, in order; the rest is empty.
    pub(super) fn spoken(said: &[Said], converted: &[Converted]) -> Self {
        let (mut turns, mut answers, mut reply_ms) = (0_u32, 0_u32, Vec::new());
        let mut asked: Option<Timestamp> = None;
        for said in said {
            if said.counted == Counted::Asked {
                turns = turns.saturating_add(u32::from(asked.is_none()));
                asked.get_or_insert(said.at);
                continue;
            }
            answers = answers.saturating_add(1);
            reply_ms.extend(asked.take().map(|since| milliseconds(said.at.since(since))));
        }
        let mut answering = said.iter().filter(|s| s.counted != Counted::Asked);
        let by_draft = said.iter().find(|s| s.counted.assisted().is_some());
        Self {
            turns,
            answers,
            reply_ms,
            handling: match (by_draft, answers) {
                (Some(_), _) => Handling::AiAssisted,
                (None, 0) => Handling::None,
                (None, _) => Handling::HumanOnly,
            },
            kind: by_draft.and_then(|s| s.counted.assisted()),
            edit: by_draft.and_then(|s| s.edit),
            template: said.iter().find(|s| s.counted == Counted::Human).and_then(|s| s.template.clone()),
            first_response_at: answering.next().map(|s| s.at),
            conversions: converted.iter().filter(|c| follows_an_answer(c.at, said)).cloned().collect(),
            ..Self::default()
        }
    }

    /// The visitor came back again and again.
    #[must_use]
    pub const fn complex(&self) -> bool {
        self.turns >= COMPLEX_TURNS
    }
}

/// Within two hours of the last answer before it.
pub(super) fn follows_an_answer(at: Timestamp, said: &[Said]) -> bool {
    let last = said.iter().rfind(|s| s.counted != Counted::Asked && s.at <= at);
    last.is_some_and(|answer| at.since(answer.at) <= CONVERSION_WITHIN_MS * 1_000)
}

fn milliseconds(micros: i64) -> u32 {
    u32::try_from(micros.max(0) / 1_000).unwrap_or(u32::MAX)
}

/// A share from 0 to 1 as ten-thousandths, the nearest; nothing for what is no share.
#[must_use]
pub(in crate::domain) fn ten_thousandths(share: f64) -> Option<u16> {
    let scaled = (share * 10_000.0 + 0.5).floor();
    // In range and whole: nothing is cut.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked to be 0..=10000")]
    (0.0..=10_000.0).contains(&scaled).then_some(scaled as u16)
}
