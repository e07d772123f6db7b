//! The figures of a stretch of time for the scorecard, and their change against the stretch before.

use std::collections::BTreeMap;

use serde::Serialize;

use super::difference::{Gap, TimeGap, of_scores, of_shares, of_stars, of_waits};
use super::figure::{MeanFigure, NpsFigure, PerFigure, ReopenedFigure, ShareFigure};
use super::group::Tally;
use super::settings::ReportSettings;
use super::times::TimeFigure;
use super::waits::{WaitFigure, Waits};
use super::{AssistKind, EpisodeRow, Handling};
use crate::stats::{MIN_PER_ARM, real};

const DAY_US: i64 = 86_400_000_000;

/// A chat not reopened for so long was solved for good: 7 d.
const DURABLE_US: i64 = 7 * DAY_US;

/// Whether an answer was right is known after 72 h of quiet.
const QUIET_US: i64 = 3 * DAY_US;

/// z of a two-sided 95 % interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// The figures of one stretch.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    pub conversations: u64,
    pub ai_assisted: u64,
    pub human_only: u64,
    /// Nothing reached the visitor (yet).
    pub unanswered: u64,
    /// Kept from the model by a rule.
    pub held: u64,
    /// First replies on pages where a visitor is about to buy.
    pub first_reply_high_intent: Speed,
    /// First replies elsewhere.
    pub first_reply_elsewhere: Speed,
    /// Every answer, the first one of a chat and all others, from the visitor's first unanswered message on.
    pub replies: TimeFigure,
    pub solved: WaitFigure,
    pub csat: ShareFigure,
    /// How many gave one star, two, ... five.
    pub stars: [u64; 5],
    pub csat_mean: MeanFigure,
    pub response: ShareFigure,
    pub nps: NpsFigure,
    pub nps_response: ShareFigure,
    pub left_without_reply: ShareFigure,
    pub reopened: ReopenedFigure,
    /// Not reopened for 7 days, of those resolved 7 days ago or more.
    pub durable: ShareFigure,
    /// Chats in which every promised time that has come was kept, of those in which one has.
    pub promises_kept: ShareFigure,
    /// Went to a human, of all chats.
    pub handed_off: ShareFigure,
    /// By reason code, the most frequent first.
    pub handoffs: Vec<Counted>,
    /// Of the chats whose outcome is known: what models and owners cost, per assisted chat that was solved, stayed quiet
    /// for 72 h and was not judged wrong.
    pub cost_per_correct: PerFigure,
    /// All model calls of the stretch, discarded drafts included.
    pub model_cost: f64,
}

/// First replies against their target.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Speed {
    pub target_seconds: f64,
    pub times: WaitFigure,
    /// Answered within the target, of those for which it is known.
    pub within: ShareFigure,
}

/// How often something was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    pub name: String,
    pub n: u64,
}

/// Now minus before, with 95 % intervals; null below 20 on a side (30 for NPS, 6 for medians).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Changes {
    /// Chats (two Poisson counts).
    pub conversations: Gap,
    pub ai_assisted: Option<Gap>,
    pub held: Option<Gap>,
    pub response: Option<Gap>,
    pub nps_response: Option<Gap>,
    pub handed_off: Option<Gap>,
    pub within_high_intent: Option<Gap>,
    pub within_elsewhere: Option<Gap>,
    pub first_reply_high_intent: Option<TimeGap>,
    pub first_reply_elsewhere: Option<TimeGap>,
    pub solved: Option<TimeGap>,
    pub csat: Option<Gap>,
    pub csat_mean: Option<Gap>,
    pub nps: Option<Gap>,
    pub left_without_reply: Option<Gap>,
    pub reopened: Option<Gap>,
    pub durable: Option<Gap>,
    pub promises_kept: Option<Gap>,
}

/// What is counted of a stretch.
#[derive(Debug, Clone, Default)]
pub(super) struct CardTally {
    pub(super) all: Tally,
    pub(super) ai: u64,
    pub(super) human: u64,
    pub(super) held: u64,
    pub(super) edited: u64,
    pub(super) wrong: u64,
    high: Waits,
    elsewhere: Waits,
    replies: Waits,
    durable: u64,
    durable_known: u64,
    kept: u64,
    promised: u64,
    handoffs: BTreeMap<String, u64>,
    cost: CostTally,
}

/// What chats cost, and how many came out right.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct CostTally {
    correct: u64,
    outcome_known: u64,
    known_cost: f64,
    model_cost: f64,
}

impl CardTally {
    pub(super) fn add(&mut self, row: &EpisodeRow, now: i64, settings: &ReportSettings) {
        self.all.add(row, now);
        self.ai += u64::from(row.handling == Handling::AiAssisted);
        self.human += u64::from(row.handling == Handling::HumanOnly);
        self.held += u64::from(row.held);
        self.edited += u64::from(row.kind == Some(AssistKind::Edited));
        self.wrong += u64::from(row.judged_wrong);
        let so_far = row.resolution_us.unwrap_or_else(|| now.saturating_sub(row.started_at));
        let waits =
            if settings.is_high_intent(row.page.as_deref()) { &mut self.high } else { &mut self.elsewhere };
        waits.add(row.frt_us, so_far);
        if let Some(resolved) = row.resolved_at.filter(|at| now.saturating_sub(*at) >= DURABLE_US) {
            self.durable_known += 1;
            let back = row.reopened_at.is_some_and(|at| at.saturating_sub(resolved) <= DURABLE_US);
            self.durable += u64::from(!back && !row.reopened_within_72h);
        }
        for ms in row.reply_ms.iter() {
            self.replies.add(Some(i64::from(*ms) * 1_000), 0);
        }
        if let Some(kept) = promise(row, now) {
            self.promised += 1;
            self.kept += u64::from(kept);
        }
        if let Some(reason) = row.handoff.as_deref() {
            match self.handoffs.get_mut(reason) {
                Some(count) => *count += 1,
                None => drop(self.handoffs.insert(reason.to_owned(), 1)),
            }
        }
        self.cost.add(row, now, settings);
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.all.join(&other.all);
        self.ai += other.ai;
        self.human += other.human;
        self.held += other.held;
        self.edited += other.edited;
        self.wrong += other.wrong;
        self.high.join(&other.high);
        self.elsewhere.join(&other.elsewhere);
        self.replies.join(&other.replies);
        self.durable += other.durable;
        self.durable_known += other.durable_known;
        self.kept += other.kept;
        self.promised += other.promised;
        for (reason, n) in &other.handoffs {
            *self.handoffs.entry(reason.clone()).or_default() += n;
        }
        self.cost.join(&other.cost);
    }

    fn durable(&self) -> ShareFigure {
        ShareFigure::of(self.durable, self.durable_known)
    }

    fn promises(&self) -> ShareFigure {
        ShareFigure::of(self.kept, self.promised)
    }

    fn part(&self, count: u64) -> ShareFigure {
        ShareFigure::of(count, self.all.conversations)
    }

    fn handed_off(&self) -> ShareFigure {
        self.part(self.handoffs.values().sum())
    }

    pub(super) fn card(&self, settings: &ReportSettings) -> Card {
        let group = self.all.figures();
        let speed = |waits: &Waits, target: f64| Speed {
            target_seconds: target,
            times: waits.figure(),
            within: within(waits, target),
        };
        Card {
            conversations: self.all.conversations,
            ai_assisted: self.ai,
            human_only: self.human,
            unanswered: self.all.conversations.saturating_sub(self.ai + self.human),
            held: self.held,
            first_reply_high_intent: speed(&self.high, settings.high_intent_seconds),
            first_reply_elsewhere: speed(&self.elsewhere, settings.first_reply_seconds),
            replies: self.replies.ended_figure(),
            solved: group.solved,
            csat: group.csat,
            stars: group.stars,
            csat_mean: group.csat_mean,
            response: group.response,
            nps: group.nps,
            nps_response: group.nps_response,
            left_without_reply: group.left_without_reply,
            reopened: group.reopened,
            durable: self.durable(),
            promises_kept: self.promises(),
            handed_off: self.handed_off(),
            handoffs: most_frequent(&self.handoffs),
            cost_per_correct: self.cost.per_correct(),
            model_cost: self.cost.model_cost,
        }
    }

    /// `self` minus `before`. `id` seeds the bootstrap.
    pub(super) fn change(&self, before: &Self, settings: &ReportSettings, id: &str) -> Changes {
        let (now, was) = (real(self.all.conversations), real(before.all.conversations));
        let half = Z_95 * (now + was).sqrt();
        let share = |one: ShareFigure, other: ShareFigure| of_shares(one, other, MIN_PER_ARM);
        let target = |waits: fn(&Self) -> &Waits, target: f64| {
            share(within(waits(self), target), within(waits(before), target))
        };
        let wait = |name: &str, waits: fn(&Self) -> &Waits| {
            of_waits(waits(self), waits(before), &format!("{id} {name}"))
        };
        Changes {
            conversations: Gap { points: now - was, low: now - was - half, high: now - was + half },
            ai_assisted: share(self.part(self.ai), before.part(before.ai)),
            held: share(self.part(self.held), before.part(before.held)),
            response: share(self.all.response(), before.all.response()),
            nps_response: share(self.all.nps_response(), before.all.nps_response()),
            handed_off: share(self.handed_off(), before.handed_off()),
            within_high_intent: target(|tally| &tally.high, settings.high_intent_seconds),
            within_elsewhere: target(|tally| &tally.elsewhere, settings.first_reply_seconds),
            first_reply_high_intent: wait("high", |tally| &tally.high),
            first_reply_elsewhere: wait("elsewhere", |tally| &tally.elsewhere),
            solved: wait("solved", |tally| &tally.all.solved),
            csat: share(self.all.csat(), before.all.csat()),
            csat_mean: of_stars(&self.all.stars, &before.all.stars),
            nps: of_scores(&self.all.recommending, &before.all.recommending),
            left_without_reply: share(self.all.left_without_reply(), before.all.left_without_reply()),
            reopened: share(self.all.reopened(), before.all.reopened()),
            durable: share(self.durable(), before.durable()),
            promises_kept: share(self.promises(), before.promises()),
        }
    }
}

impl CostTally {
    pub(super) fn add(&mut self, row: &EpisodeRow, now: i64, settings: &ReportSettings) {
        let model = millionths(row.cost_micros);
        self.model_cost += model;
        let quiet = row.resolved_at.is_some_and(|at| now.saturating_sub(at) >= QUIET_US);
        // Seven days without a resolution: it will not come.
        if !quiet && now.saturating_sub(row.started_at) < DURABLE_US {
            return;
        }
        let hours = f64::from(row.owner_ms.unwrap_or(0)) / 3_600_000.0;
        let assisted = row.handling == Handling::AiAssisted;
        self.known_cost += model + if assisted { hours * settings.hour_cost } else { 0.0 };
        self.outcome_known += u64::from(assisted);
        self.correct += u64::from(assisted && quiet && !row.reopened_within_72h && !row.judged_wrong);
    }

    fn join(&mut self, other: &Self) {
        self.correct += other.correct;
        self.outcome_known += other.outcome_known;
        self.known_cost += other.known_cost;
        self.model_cost += other.model_cost;
    }

    pub(super) fn per_correct(&self) -> PerFigure {
        PerFigure::of(self.known_cost, self.correct, self.outcome_known)
    }
}

/// Whether what the visitor was promised was kept, once that can be told: a time that has passed while they still wait is a
/// broken promise, whatever was kept before it.
fn promise(row: &EpisodeRow, now: i64) -> Option<bool> {
    let broken = row.promise_due.is_some_and(|due| due < now);
    if broken { Some(false) } else { row.promise_kept }
}

/// Answered in time, of those answered and those who have waited longer than that.
fn within(waits: &Waits, target_seconds: f64) -> ShareFigure {
    let limit = micros(target_seconds);
    let missed_open = waits.open.n() - waits.open.within(limit);
    ShareFigure::of(waits.ended.within(limit), waits.ended.n() + missed_open)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "settings are checked to lie within a day"
)]
fn micros(seconds: f64) -> u64 {
    (seconds.max(0.0) * 1e6) as u64
}

/// Millionths of a currency as money.
#[expect(clippy::cast_precision_loss, reason = "money far below 2^53 millionths")]
pub(super) fn millionths(micros: i64) -> f64 {
    micros.max(0) as f64 / 1e6
}

/// The most frequent first; equal ones by name.
pub(super) fn most_frequent<T: AsRef<str> + Ord>(counts: &BTreeMap<T, u64>) -> Vec<Counted> {
    let mut all: Vec<Counted> =
        counts.iter().map(|(name, n)| Counted { name: name.as_ref().to_owned(), n: *n }).collect();
    all.sort_by(|one, other| other.n.cmp(&one.n).then_with(|| one.name.cmp(&other.name)));
    all
}
