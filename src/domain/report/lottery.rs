//! Arms as the lottery drew them, counted while the rows go by: intention to treat, whatever happened later.

use std::collections::{BTreeMap, HashSet};

use serde::Serialize;

use super::Handling;
use super::adjusted::Pair;
use super::group::{Tally, satisfied};
use super::names::at;
use super::row::{Arm, EpisodeRow};
use crate::stats::{chi2_sf_df1, real};

/// Below this p-value the assignment is called broken (STATISTICS.md C3).
const BROKEN_BELOW: f64 = 0.001;

/// A stretch of time in which the share of the arms was one and the same. Periods are strata and are never pooled: time is
/// a confounder too.
#[derive(Debug, Clone)]
pub(super) struct Period {
    pub number: u32,
    pub human_share: f64,
    pub ai: Tally,
    pub human: Tally,
    /// Chats of the AI arm in which the assistant wrote at least once.
    pub wrote: u64,
    /// Chats of both arms in which a draft passed every gate.
    pub triggered: Pair,
    /// By the topic's place.
    pub topics: Vec<Pair>,
}

/// The counts of a period, so that every figure can be recomputed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PeriodCounts {
    pub period: u32,
    pub human_share: f64,
    pub ai_chats: u64,
    pub ai_rated: u64,
    pub ai_positive: u64,
    /// How many gave one star, two, ... five.
    pub ai_stars: [u64; 5],
    pub human_chats: u64,
    pub human_rated: u64,
    pub human_positive: u64,
    pub human_stars: [u64; 5],
}

/// Does the split look like the lottery that was promised? Over all assigned chats, rated or not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LotteryFigure {
    pub ai_chats: u64,
    pub human_chats: u64,
    /// Human chats that the shares promise.
    pub human_expected: f64,
    pub chi2: f64,
    pub p: f64,
    /// p < 0.001, over all periods or in one of them (divided by their number): nothing more is concluded.
    pub broken: bool,
}

/// Counts the arms of every period, and of every topic in it. Visitors are drawn, not chats: all chats of one visitor have
/// the arm of the first, and are alike in more than that. So each visitor counts once in a period, with the first chat; or
/// the draw of one who writes often would look like a broken lottery, and every interval would be too narrow.
#[derive(Debug, Default)]
pub(super) struct Lottery {
    periods: Vec<Period>,
    /// Who has been counted: period, and the bits of the number drawn.
    counted: HashSet<(u32, u64)>,
    /// Later chats of those.
    later: u64,
}

impl Lottery {
    /// Rows come in the order of their beginning. Those that were not assigned pass by, and those of a period whose lottery
    /// keeps nobody (or everybody) for humans.
    pub(super) fn add(&mut self, row: &EpisodeRow, topic: Option<usize>, now: i64) {
        let Some(assigned) = row.assigned else { return };
        if !(assigned.human_share > 0.0 && assigned.human_share < 1.0) {
            return;
        }
        if let Some(drawn) = assigned.number
            && !self.counted.insert((assigned.period, drawn.to_bits()))
        {
            self.later += 1;
            return;
        }
        let (number, is_ai) = (assigned.period, assigned.arm == Arm::AiAllowed);
        let satisfied = satisfied(row);
        let place = self.period(number, assigned.human_share);
        let Some(period) = self.periods.get_mut(place) else { return };
        if let Some(pair) = topic.and_then(|topic| at(&mut period.topics, topic)) {
            pair.add(is_ai, satisfied);
        }
        if row.triggered {
            period.triggered.add(is_ai, satisfied);
        }
        if is_ai {
            period.wrote += u64::from(row.handling == Handling::AiAssisted);
            period.ai.add(row, now);
        } else {
            period.human.add(row, now);
        }
    }

    fn period(&mut self, number: u32, human_share: f64) -> usize {
        if let Some(at) = self.periods.iter().position(|period| period.number == number) {
            return at;
        }
        self.periods.push(Period {
            number,
            human_share,
            ai: Tally::default(),
            human: Tally::default(),
            wrote: 0,
            triggered: Pair::default(),
            topics: Vec::new(),
        });
        self.periods.len() - 1
    }

    /// Periods in their order, and how many chats were left out: later ones of a visitor in a period.
    pub(super) fn read(mut self) -> (Vec<Period>, u64) {
        self.periods.sort_by_key(|period| period.number);
        (self.periods, self.later)
    }
}

/// Each topic's counts, one pair a period.
pub(super) fn by_topic<'a>(periods: &[Period], topics: &[&'a str]) -> BTreeMap<&'a str, Vec<Pair>> {
    let pairs = |place: usize| periods.iter().filter_map(|p| p.topics.get(place)).copied().collect();
    topics.iter().enumerate().map(|(place, topic)| (*topic, pairs(place))).collect()
}

impl Period {
    pub(super) fn counts(&self) -> PeriodCounts {
        PeriodCounts {
            period: self.number,
            human_share: self.human_share,
            ai_chats: self.ai.conversations,
            ai_rated: self.ai.rated(),
            ai_positive: self.ai.stars.satisfied(),
            ai_stars: self.ai.stars.counts(),
            human_chats: self.human.conversations,
            human_rated: self.human.rated(),
            human_positive: self.human.stars.satisfied(),
            human_stars: self.human.stars.counts(),
        }
    }

    pub(super) fn pair(&self) -> Pair {
        Pair {
            ai_chats: self.ai.conversations,
            ai_positive: self.ai.stars.satisfied(),
            ai_n: self.ai.rated(),
            human_chats: self.human.conversations,
            human_positive: self.human.stars.satisfied(),
            human_n: self.human.rated(),
        }
    }

    /// Human chats, those expected, and the variance of their number.
    fn drawn(&self) -> (f64, f64, f64) {
        let all = real(self.ai.conversations + self.human.conversations);
        let expected = all * self.human_share;
        (real(self.human.conversations), expected, expected * (1.0 - self.human_share))
    }
}

/// For one period this is the chi-square of (n1, n0) against (1 - h, h); for several the same over all of them.
pub(super) fn check(periods: &[Period]) -> LotteryFigure {
    let chi2 = |(seen, expected, variance): (f64, f64, f64)| {
        if variance > 0.0 { (seen - expected).powi(2) / variance } else { 0.0 }
    };
    let all = periods
        .iter()
        .map(Period::drawn)
        .fold((0.0, 0.0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1, sum.2 + one.2));
    let each = BROKEN_BELOW / real(u64::try_from(periods.len()).unwrap_or(1).max(1));
    let one_broken = periods.iter().any(|period| chi2_sf_df1(chi2(period.drawn())) < each);
    let p = chi2_sf_df1(chi2(all));
    LotteryFigure {
        ai_chats: periods.iter().map(|period| period.ai.conversations).sum(),
        human_chats: periods.iter().map(|period| period.human.conversations).sum(),
        human_expected: all.1,
        chi2: chi2(all),
        p,
        broken: p < BROKEN_BELOW || one_broken,
    }
}
