//! The comparison of AI-assisted and human-only conversations: what was counted, what may be said, and what may not.

use jiff::Timestamp;
use serde::Serialize;

use super::episode::{AssistKind, Handling};

mod adjusted;
mod difference;
mod episodes;
mod group;
mod row;
mod sentence;
#[cfg(test)]
mod tests;

pub use adjusted::{Adjusted, TopicCounts};
pub use difference::{Differences, Gap, Sides};
pub use episodes::Episodes;
pub use group::{Group, MeanFigure, NpsFigure, ReopenedFigure, ShareFigure, TimeFigure};
pub use group::{MEAN_N_MIN, MEDIAN_N_MIN, NPS_N_MIN, P90_N_MIN};
pub use row::{Arm, Assignment, Conversion, EpisodeRow};
pub(super) use sentence::signed;
pub use sentence::{Kind, Told};

use group::Tally;

/// Said wherever the raw split is shown.
pub const NOT_FAIR: &str = "not a fair comparison: AI gets the easier chats";

const NO_LOTTERY: &str = "no chats were kept human by lottery in this period";

/// The report. What cannot be said is null beside the count that would have to grow, or beside a `why`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    pub from: Timestamp,
    pub to: Timestamp,
    /// Some of it is made up for the demo.
    pub sample_data: bool,
    pub raw: Raw,
    pub kinds: Kinds,
    /// AI minus human in the raw split: a description, never a verdict.
    pub difference: Differences,
    pub adjusted: Option<Adjusted>,
    pub adjusted_why: Option<&'static str>,
    pub randomised: Option<Randomised>,
    pub randomised_why: Option<&'static str>,
    pub verdict: Told,
}

/// Who was handled how, as it happened: the groups chose themselves.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Raw {
    pub note: &'static str,
    pub ai_assisted: Group,
    pub human_only: Group,
    /// Held episodes, whoever answered them.
    pub blocked: Group,
}

/// The AI-assisted group by what the owner did with the draft.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kinds {
    pub approved: Group,
    pub edited: Group,
    pub auto_sent: Group,
}

/// The comparison by lottery. There is no holdout yet, hence no value of it; only this one may ever say "helps" or "harms".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Randomised {}

/// Compares the episodes of `[from, to]` (unix microseconds, used as a caption: the rows are taken as given) as known at
/// `now`.
#[must_use]
pub fn compare(from: i64, to: i64, now: i64, rows: &Episodes) -> Comparison {
    let tally = |wanted: &dyn Fn(&EpisodeRow) -> bool| Tally::of(rows.iter().filter(|row| wanted(row)), now);
    let kind = |kind: AssistKind| {
        tally(&|row| group_of(row) == Some(Handling::AiAssisted) && row.kind == Some(kind)).figures()
    };
    let ai = tally(&|row| group_of(row) == Some(Handling::AiAssisted));
    let human = tally(&|row| group_of(row) == Some(Handling::HumanOnly));
    let adjusted = adjusted::by_topic(rows);
    let difference = Differences::between(&ai, &human);
    Comparison {
        from: caption(from),
        to: caption(to),
        sample_data: rows.iter().any(|row| row.sample),
        verdict: sentence::tell(difference.csat_n, adjusted.as_ref()),
        raw: Raw {
            note: NOT_FAIR,
            ai_assisted: ai.figures(),
            human_only: human.figures(),
            blocked: tally(&|row| row.held).figures(),
        },
        kinds: Kinds {
            approved: kind(AssistKind::Approved),
            edited: kind(AssistKind::Edited),
            auto_sent: kind(AssistKind::AutoSent),
        },
        difference,
        adjusted_why: adjusted.as_ref().err().copied(),
        adjusted: adjusted.ok(),
        randomised: None,
        randomised_why: Some(NO_LOTTERY),
    }
}

/// The group an episode is compared in: none when it was held or when nothing reached the visitor.
fn group_of(row: &EpisodeRow) -> Option<Handling> {
    match (row.held, row.handling) {
        (true, _) | (_, Handling::None) => None,
        (false, handling) => Some(handling),
    }
}

/// Times outside the calendar are cut at its ends.
fn caption(micros: i64) -> Timestamp {
    let end = if micros < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(micros).unwrap_or(end)
}
