//! AI-assisted and human-only conversations compared: what was counted, what may be said, and what may not.

use jiff::Timestamp;
use serde::Serialize;

use super::adjusted::{Adjusted, Pair, Similar};
use super::difference::Differences;
use super::group::{Group, Tally, satisfied};
use super::lottery::{self, Lottery};
use super::names::{Names, at};
use super::randomised::{Randomised, conclude};
use super::segments::{Segments, by_topic};
use super::sentence::{Told, tell};
use super::{AssistKind, EpisodeRow, Episodes, Handling};

/// Said wherever the raw split is shown.
pub const NOT_FAIR: &str = "not a fair comparison: AI gets the easier chats";

const NO_LOTTERY: &str = "no chats were kept human by lottery in this period";

/// Points of a curve of waits.
const CURVE_POINTS: u8 = 49;

/// The report. What cannot be said is null beside the count that would have to grow, or beside a `why`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    pub from: Timestamp,
    pub to: Timestamp,
    /// Some of it is made up for the demo.
    pub sample_data: bool,
    /// Arms as the lottery drew them: the fair comparison.
    pub randomised: Option<Randomised>,
    pub randomised_why: Option<&'static str>,
    /// Similar chats: not random.
    pub adjusted: Option<Adjusted>,
    pub adjusted_why: Option<&'static str>,
    pub verdict: Told,
    /// The groups as they chose themselves: not fair.
    pub raw: Raw,
    pub kinds: Kinds,
    /// AI minus human in the raw split: a description, never a verdict.
    pub difference: Differences,
    pub topics: Segments,
    /// Shares of chats first answered within so many seconds, for drawing.
    #[serde(skip)]
    pub curves: Vec<AnsweredCurve>,
}

/// How a group's first replies came in.
#[derive(Debug, Clone, PartialEq)]
pub struct AnsweredCurve {
    /// AI, or human.
    pub is_ai: bool,
    /// (seconds, share answered by then).
    pub points: Vec<(f64, f64)>,
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

/// Compares the episodes of `[from, to]` (unix microseconds, used as a caption: the rows are taken as given) as known at
/// `now`. One pass over the rows.
#[must_use]
pub fn compare(from: i64, to: i64, now: i64, rows: &Episodes) -> Comparison {
    let mut seen = Counted::default();
    for row in rows.iter() {
        seen.add(row, now);
    }
    let mut ai = seen.other;
    for kind in [&seen.approved, &seen.edited, &seen.auto_sent] {
        ai.join(kind);
    }
    let ((periods, later), names) = (seen.lottery.read(), seen.names.known());
    let randomised = conclude(&periods, later, &format!("comparison {from} {to}"));
    let adjusted = seen.similar.conclude(names);
    let difference = Differences::between(&ai, &seen.human);
    let curves = match periods.iter().max_by_key(|p| p.ai.conversations + p.human.conversations) {
        Some(period) => curves(&period.ai, &period.human),
        None => curves(&ai, &seen.human),
    };
    Comparison {
        from: caption(from),
        to: caption(to),
        sample_data: seen.sample,
        verdict: tell(randomised.as_ref(), difference.csat_n, adjusted.as_ref()),
        raw: Raw {
            note: NOT_FAIR,
            ai_assisted: ai.figures(),
            human_only: seen.human.figures(),
            blocked: seen.blocked.figures(),
        },
        kinds: Kinds {
            approved: seen.approved.figures(),
            edited: seen.edited.figures(),
            auto_sent: seen.auto_sent.figures(),
        },
        difference,
        topics: match randomised {
            Some(_) => by_topic("lottery", &lottery::by_topic(&periods, names)),
            None => by_topic(
                "raw",
                &names.iter().copied().zip(seen.topics.iter().map(|pair| vec![*pair])).collect(),
            ),
        },
        adjusted_why: adjusted.as_ref().err().copied(),
        adjusted: adjusted.ok(),
        randomised_why: randomised.is_none().then_some(NO_LOTTERY),
        randomised,
        curves,
    }
}

/// What one pass over the rows counts.
#[derive(Debug, Default)]
struct Counted<'a> {
    approved: Tally,
    edited: Tally,
    auto_sent: Tally,
    /// Assisted, and nobody wrote down how.
    other: Tally,
    human: Tally,
    blocked: Tally,
    lottery: Lottery,
    similar: Similar,
    names: Names<'a>,
    /// By the topic's place.
    topics: Vec<Pair>,
    sample: bool,
}

impl<'a> Counted<'a> {
    fn add(&mut self, row: &'a EpisodeRow, now: i64) {
        self.sample |= row.sample;
        let topic = row.topic.as_deref().map(|topic| self.names.place(topic));
        self.lottery.add(row, topic, now);
        if row.held {
            self.blocked.add(row, now);
        }
        let Some(group) = group_of(row) else { return };
        let tally = match (group, row.kind) {
            (Handling::AiAssisted, Some(AssistKind::Approved)) => &mut self.approved,
            (Handling::AiAssisted, Some(AssistKind::Edited)) => &mut self.edited,
            (Handling::AiAssisted, Some(AssistKind::AutoSent)) => &mut self.auto_sent,
            (Handling::AiAssisted, None) => &mut self.other,
            _ => &mut self.human,
        };
        tally.add(row, now);
        self.similar.add(row, topic, group);
        if let Some(pair) = topic.and_then(|topic| at(&mut self.topics, topic)) {
            pair.add(group == Handling::AiAssisted, satisfied(row));
        }
    }
}

/// The group an episode is compared in: none when it was held or when nothing reached the visitor.
pub(super) fn group_of(row: &EpisodeRow) -> Option<Handling> {
    match (row.held, row.handling) {
        (true, _) | (_, Handling::None) => None,
        (false, handling) => Some(handling),
    }
}

/// Of groups in which enough were answered for a median.
fn curves(ai: &Tally, human: &Tally) -> Vec<AnsweredCurve> {
    let shares: Vec<f64> = (1..=CURVE_POINTS).map(|at| f64::from(at) / f64::from(CURVE_POINTS + 1)).collect();
    let curve = |is_ai: bool, tally: &Tally| {
        let times = tally.first_reply.when(&shares);
        let points: Vec<(f64, f64)> =
            times.into_iter().zip(&shares).filter_map(|(time, share)| Some((time?, *share))).collect();
        let enough = tally.first_reply.n() >= super::times::MEDIAN_N_MIN && points.len() > 2;
        enough.then_some(AnsweredCurve { is_ai, points })
    };
    [curve(true, ai), curve(false, human)].into_iter().flatten().collect()
}

/// Times outside the calendar are cut at its ends.
pub(in crate::domain) fn caption(micros: i64) -> Timestamp {
    let end = if micros < 0 { Timestamp::MIN } else { Timestamp::MAX };
    Timestamp::from_microsecond(micros).unwrap_or(end)
}
