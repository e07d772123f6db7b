//! Saved replies: do chats that begin with one take fewer turns, and are they solved sooner?
//!
//! Compared with answers written by hand on the same topics. Nobody drew lots, so this describes and proves nothing.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use serde::Serialize;

use super::comparison::caption;
use super::difference::{Gap, Sides, TimeGap, of_waits};
use super::figure::{MeanFigure, ShareFigure};
use super::group::Tally;
use super::waits::{WaitFigure, Waits};
use super::{EpisodeRow, Episodes, Handling};
use crate::stats::{MIN_PER_ARM, real};

/// Saved replies shown: the most used.
const TEMPLATES_MAX: usize = 30;

/// z of a two-sided 95 % interval.
const Z_95: f64 = 1.959_963_984_540_054;

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TemplatesReport {
    pub from: Timestamp,
    pub to: Timestamp,
    pub sample_data: bool,
    /// The most used first.
    pub templates: Vec<TemplateRow>,
    /// Human-only chats that began without a saved reply.
    pub by_hand: u64,
}

/// One saved reply.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TemplateRow {
    pub template: String,
    pub uses: u64,
    pub csat: ShareFigure,
    pub mean_turns: MeanFigure,
    /// Turns of the visitor, with minus by hand, within topics and weighted as the saved reply's chats (95 %).
    pub turns: Option<Gap>,
    pub solved: WaitFigure,
    /// Median time to the solution, with minus by hand, chats of the same topics.
    pub solved_gap: Option<TimeGap>,
    /// Chats compared: with the saved reply, by hand.
    pub n: Sides,
}

/// Turns of a topic: how many chats, their sum, and the sum of their squares.
#[derive(Debug, Clone, Copy, Default)]
struct Turns {
    n: u64,
    sum: f64,
    squares: f64,
}

impl Turns {
    fn add(&mut self, turns: u16) {
        let turns = f64::from(turns);
        self.n += 1;
        self.sum += turns;
        self.squares += turns * turns;
    }

    fn mean(&self) -> f64 {
        self.sum / real(self.n.max(1))
    }

    fn with(&self, other: &Self) -> Self {
        Self { n: self.n + other.n, sum: self.sum + other.sum, squares: self.squares + other.squares }
    }

    /// The mean with its 95 % interval (normal); null below two.
    fn figure(&self) -> MeanFigure {
        let (n, mean) = (real(self.n), self.mean());
        let half = (self.n > 1).then(|| Z_95 * (self.spread() / (n - 1.0) / n).sqrt());
        MeanFigure {
            n: self.n,
            mean: half.map(|_| mean),
            low: half.map(|half| (mean - half).max(0.0)),
            high: half.map(|half| mean + half),
        }
    }

    /// Squared distances from the mean.
    fn spread(&self) -> f64 {
        (self.squares - self.sum * self.sum / real(self.n.max(1))).max(0.0)
    }
}

/// Chats by topic; those without one are their own.
type ByTopic<'a> = BTreeMap<Option<&'a str>, (Turns, Waits)>;

#[derive(Debug, Default)]
struct Seen<'a> {
    tally: Tally,
    topics: ByTopic<'a>,
}

/// Human-only episodes of `[from, to)` by the saved reply that they began with, as known at `now`.
#[must_use]
pub fn templates_report(from: i64, to: i64, now: i64, rows: &Episodes) -> TemplatesReport {
    let mut templates: HashMap<&str, Seen> = HashMap::new();
    let mut by_hand = Seen::default();
    let mut sample = false;
    for row in rows.iter().filter(|row| row.handling == Handling::HumanOnly) {
        sample |= row.sample;
        match row.template.as_deref() {
            Some(template) => templates.entry(template).or_default().add(row, now),
            None => by_hand.add(row, now),
        }
    }
    let mut most: Vec<(&str, Seen)> = templates.into_iter().collect();
    most.sort_by(|(one, seen), (other, others)| {
        others.tally.conversations.cmp(&seen.tally.conversations).then(one.cmp(other))
    });
    most.truncate(TEMPLATES_MAX);
    let row =
        |(name, seen): &(&str, Seen)| seen.row(name, &by_hand, &format!("templates {name} {from} {to}"));
    TemplatesReport {
        from: caption(from),
        to: caption(to),
        sample_data: sample,
        templates: most.iter().map(row).collect(),
        by_hand: by_hand.tally.conversations,
    }
}

impl<'a> Seen<'a> {
    fn add(&mut self, row: &'a EpisodeRow, now: i64) {
        self.tally.add(row, now);
        let (turns, waits) = self.topics.entry(row.topic.as_deref()).or_default();
        turns.add(row.turns);
        waits.add(row.resolution_us, now.saturating_sub(row.started_at));
    }

    fn row(&self, name: &str, by_hand: &Self, id: &str) -> TemplateRow {
        let common: Vec<(&Turns, &Turns)> = self
            .topics
            .iter()
            .filter_map(|(topic, (with, _))| Some((with, &by_hand.topics.get(topic)?.0)))
            .collect();
        let n = Sides::new(
            common.iter().map(|(with, _)| with.n).sum(),
            common.iter().map(|(_, without)| without.n).sum(),
            MIN_PER_ARM,
        );
        let all = self.topics.values().fold(Turns::default(), |all, (turns, _)| all.with(turns));
        TemplateRow {
            template: name.to_owned(),
            uses: self.tally.conversations,
            csat: self.tally.csat(),
            mean_turns: all.figure(),
            turns: (n.more == 0).then(|| within_topics(&common)),
            solved: self.tally.solved.figure(),
            solved_gap: if n.more == 0 { self.solved_gap(by_hand, id) } else { None },
            n,
        }
    }

    fn solved_gap(&self, by_hand: &Self, id: &str) -> Option<TimeGap> {
        let (mut with, mut without) = (Waits::default(), Waits::default());
        for (topic, (_, waits)) in &self.topics {
            let Some((_, others)) = by_hand.topics.get(topic) else { continue };
            with.join(waits);
            without.join(others);
        }
        of_waits(&with, &without, id)
    }
}

/// `sum w (mean with - mean without)`, w the saved reply's chats in the topic; one spread a side, pooled within topics.
fn within_topics(topics: &[(&Turns, &Turns)]) -> Gap {
    let all: f64 = topics.iter().map(|(with, _)| real(with.n)).sum();
    let spread = |side: fn(&(&Turns, &Turns)) -> Turns| {
        let (squares, free) = topics.iter().map(side).fold((0.0, 0), |(squares, free), turns| {
            (squares + turns.spread(), free + turns.n.saturating_sub(1))
        });
        squares / real(free.max(1))
    };
    let (with, without) = (spread(|pair| *pair.0), spread(|pair| *pair.1));
    let (mut points, mut variance) = (0.0, 0.0);
    for (one, other) in topics {
        let weight = real(one.n) / all;
        points += weight * (one.mean() - other.mean());
        variance += weight * weight * (with / real(one.n) + without / real(other.n));
    }
    let half = Z_95 * variance.sqrt();
    Gap { points, low: points - half, high: points + half }
}
