//! The figures of one group of episodes, each beside its n.

use serde::Serialize;

use super::EpisodeRow;
use crate::stats::{
    CONFIDENCE_95, Estimate, Moments, NpsCounts, Probability, Scale, Share, mean_on_scale, median, nps, p90,
    quantile_ci_ranks, real, wilson,
};

/// A mean of ratings: two are the least that show a spread, and Student's t says how little two are worth.
pub const MEAN_N_MIN: u64 = 2;

/// Net promoter score: below 30 answers even the adjusted interval spans most of the scale (STATISTICS.md C3).
pub const NPS_N_MIN: u64 = 30;

/// Median: from 6 values on the smallest and largest enclose it with 95 % (1 - 2/2^6; 5 values give 94 %).
pub const MEDIAN_N_MIN: u64 = 6;

/// 90th percentile: below 10 values none of them need lie above it. Its upper limit exists from 36 on (1 - 0.9^36).
pub const P90_N_MIN: u64 = 10;

/// A rating of 4 or 5 is a satisfied visitor.
const SATISFIED_FROM: u8 = 4;

const STARS: Scale = Scale { low: 1.0, high: 5.0 };

const MICROS_PER_SECOND: f64 = 1e6;

/// A chat that was quiet for so long after it was resolved has not been reopened: 72 h.
const REOPEN_WINDOW_US: i64 = 72 * 3600 * 1_000_000;

/// One group in the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    pub conversations: u64,
    /// Those with a satisfaction rating.
    pub rated: u64,
    pub csat: ShareFigure,
    pub csat_mean: MeanFigure,
    pub nps: NpsFigure,
    pub frt_seconds: TimeFigure,
    pub resolution_seconds: TimeFigure,
    pub reopened: ReopenedFigure,
}

/// Satisfied visitors, share with Wilson's 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShareFigure {
    pub positive: u64,
    pub n: u64,
    pub share: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Mean rating from 1 to 5 with a 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MeanFigure {
    pub n: u64,
    pub mean: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Net promoter score, -100 to 100 points, with the adjusted Wald 95 % interval cut at the ends of the scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NpsFigure {
    pub promoters: u64,
    pub passives: u64,
    pub detractors: u64,
    pub n: u64,
    pub score: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// Seconds, of the episodes in which it happened; limits are order statistics (95 %).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TimeFigure {
    pub n: u64,
    pub median: Option<f64>,
    pub median_low: Option<f64>,
    pub median_high: Option<f64>,
    pub p90: Option<f64>,
    pub p90_low: Option<f64>,
    /// Null below 36 values: "at least `p90_low`" is all that can be said.
    pub p90_high: Option<f64>,
}

/// Reopened within 72 h, of those for which it is known; share with Wilson's 95 % interval.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReopenedFigure {
    pub reopened: u64,
    pub n: u64,
    pub share: Option<f64>,
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// How many of the unknown have come back already. Counting them, and not their quiet contemporaries, would push
    /// the share up.
    pub early: u64,
    /// Resolved less than 72 h ago: unknown, in no count.
    pub unknown: u64,
}

/// What is counted before anything is concluded.
#[derive(Debug, Default)]
pub(super) struct Tally {
    conversations: u64,
    pub(super) stars: Vec<f64>,
    pub(super) satisfied: u64,
    promoters: u64,
    passives: u64,
    detractors: u64,
    frt: Vec<f64>,
    resolution: Vec<f64>,
    reopened: u64,
    known: u64,
    early: u64,
    unknown: u64,
}

impl Tally {
    pub(super) fn of<'a>(rows: impl Iterator<Item = &'a EpisodeRow>, now: i64) -> Self {
        let mut tally = Self::default();
        for row in rows {
            tally.conversations += 1;
            tally.add_rating(row);
            tally.add_nps(row);
            tally.frt.extend(seconds(row.frt_us));
            tally.resolution.extend(seconds(row.resolution_us));
            tally.add_reopened(row, now);
        }
        tally.frt.sort_by(f64::total_cmp);
        tally.resolution.sort_by(f64::total_cmp);
        tally
    }

    fn add_rating(&mut self, row: &EpisodeRow) {
        if let Some(stars) = rating(row) {
            self.stars.push(f64::from(stars));
            self.satisfied += u64::from(stars >= SATISFIED_FROM);
        }
    }

    fn add_nps(&mut self, row: &EpisodeRow) {
        match row.nps {
            Some(9 | 10) => self.promoters += 1,
            Some(7 | 8) => self.passives += 1,
            Some(0..=6) => self.detractors += 1,
            _ => {}
        }
    }

    fn add_reopened(&mut self, row: &EpisodeRow, now: i64) {
        let mature = row.resolved_at.is_some_and(|at| now.saturating_sub(at) >= REOPEN_WINDOW_US);
        // Counting young chats only when they have come back would push the share up.
        match (row.reopened_within_72h, mature, row.resolved_at) {
            (reopened, true, _) => {
                self.known += 1;
                self.reopened += u64::from(reopened);
            }
            (true, false, _) => {
                self.unknown += 1;
                self.early += 1;
            }
            (false, false, Some(_)) => self.unknown += 1,
            (false, false, None) => {}
        }
    }

    /// Satisfied visitors of those who rated; `None` when nobody did.
    pub(super) fn csat(&self) -> Option<Share> {
        Share::new(self.satisfied, self.rated())
    }

    pub(super) fn rated(&self) -> u64 {
        count(&self.stars)
    }

    pub(super) fn nps_n(&self) -> u64 {
        self.promoters + self.passives + self.detractors
    }

    pub(super) fn nps(&self) -> Option<NpsCounts> {
        NpsCounts::new(self.promoters, self.passives, self.detractors)
    }

    /// Reopened ones of those for which it is known.
    pub(super) fn reopened(&self) -> Option<Share> {
        Share::new(self.reopened, self.known)
    }

    pub(super) fn reopened_n(&self) -> u64 {
        self.known
    }

    pub(super) fn figures(&self) -> Group {
        let csat = self.csat().map(|share| wilson(share, CONFIDENCE_95));
        Group {
            conversations: self.conversations,
            rated: self.rated(),
            csat: ShareFigure {
                positive: self.satisfied,
                n: self.rated(),
                share: csat.map(|seen| seen.value),
                low: csat.map(|seen| seen.low),
                high: csat.map(|seen| seen.high),
            },
            csat_mean: self.mean_figure(),
            nps: self.nps_figure(),
            frt_seconds: time_figure(&self.frt),
            resolution_seconds: time_figure(&self.resolution),
            reopened: self.reopened_figure(),
        }
    }

    fn mean_figure(&self) -> MeanFigure {
        let seen: Option<Estimate> = Moments::of(&self.stars)
            .filter(|moments| moments.n() >= MEAN_N_MIN)
            .and_then(|moments| mean_on_scale(moments, STARS, CONFIDENCE_95));
        MeanFigure {
            n: self.rated(),
            mean: seen.map(|mean| mean.value),
            low: seen.map(|mean| mean.low),
            high: seen.map(|mean| mean.high),
        }
    }

    fn nps_figure(&self) -> NpsFigure {
        let seen = self.nps().filter(|_| self.nps_n() >= NPS_N_MIN).map(nps);
        NpsFigure {
            promoters: self.promoters,
            passives: self.passives,
            detractors: self.detractors,
            n: self.nps_n(),
            score: seen.map(|nps| nps.score),
            low: seen.map(|nps| nps.adjusted.low.max(-100.0)),
            high: seen.map(|nps| nps.adjusted.high.min(100.0)),
        }
    }

    fn reopened_figure(&self) -> ReopenedFigure {
        let seen = self.reopened().map(|share| wilson(share, CONFIDENCE_95));
        ReopenedFigure {
            reopened: self.reopened,
            n: self.known,
            share: seen.map(|share| share.value),
            low: seen.map(|share| share.low),
            high: seen.map(|share| share.high),
            early: self.early,
            unknown: self.unknown,
        }
    }
}

/// The rating, when it is on its scale.
pub(super) fn rating(row: &EpisodeRow) -> Option<u8> {
    row.csat.filter(|stars| (1..=5).contains(stars))
}

/// Whether the visitor rated, and was satisfied.
pub(super) fn satisfied(row: &EpisodeRow) -> Option<bool> {
    rating(row).map(|stars| stars >= SATISFIED_FROM)
}

fn time_figure(sorted: &[f64]) -> TimeFigure {
    let n = count(sorted);
    let (half, ninety) = (limits(sorted, 0.5), limits(sorted, 0.9));
    let shown = |least: u64, value: Option<f64>| value.filter(|_| n >= least);
    TimeFigure {
        n,
        median: shown(MEDIAN_N_MIN, median(sorted)),
        median_low: shown(MEDIAN_N_MIN, half.0),
        median_high: shown(MEDIAN_N_MIN, half.1),
        p90: shown(P90_N_MIN, p90(sorted)),
        p90_low: shown(P90_N_MIN, ninety.0),
        p90_high: shown(P90_N_MIN, ninety.1),
    }
}

fn limits(sorted: &[f64], part: f64) -> (Option<f64>, Option<f64>) {
    let Some(part) = Probability::new(part) else {
        return (None, None);
    };
    let ranks = quantile_ci_ranks(count(sorted), part, CONFIDENCE_95);
    let at = |rank: Option<u64>| {
        let index = usize::try_from(rank?.checked_sub(1)?).ok()?;
        sorted.get(index).copied()
    };
    (at(ranks.lower), at(ranks.upper))
}

fn count(values: &[f64]) -> u64 {
    u64::try_from(values.len()).unwrap_or(u64::MAX)
}

/// A time that ran backwards was not measured.
fn seconds(micros: Option<i64>) -> Option<f64> {
    let micros = u64::try_from(micros?).ok()?;
    Some(real(micros) / MICROS_PER_SECOND)
}
