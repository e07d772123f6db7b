//! What the confidence of drafts has been worth, measured on the owner's own decisions.

use serde::Serialize;

use super::confidence::{Judged, SIGNALS, Weights};
use crate::stats::{CONFIDENCE_95, ECE_BINS, Scored, Share, auroc, brier, ece, wilson};

/// The latest decisions that the figures rest on.
pub const JUDGED_MAX: usize = 200;
/// With fewer decisions no figure is shown.
const JUDGED_MIN: usize = 100;

/// `banister report confidence`
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConfidenceReport {
    /// Decisions that say something about a draft, the latest [`JUDGED_MAX`].
    pub n: usize,
    /// Of these, drafts that the owner sent, or would have sent, as they stood.
    pub good: usize,
    /// The figures; nothing below 100 decisions.
    pub figures: Option<ConfidenceFigures>,
    /// How many decisions more until there are figures.
    pub missing: usize,
    /// Decisions that the weights in force were learned from; 0: those that ship.
    pub learned_from: usize,
    /// The weight of each signal in force; `intercept` first.
    pub weights: Vec<(String, f64)>,
}

/// See [`ConfidenceReport`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConfidenceFigures {
    /// Mean squared error, 0 best (Brier 1950).
    pub brier: Option<f64>,
    /// Expected calibration error over ten bins, 0 best (Guo et al. 2017, eq. 3).
    pub ece10: Option<f64>,
    /// The chance that a good draft scores above a bad one; 0.5 knows nothing. `null` when one kind is missing.
    pub auroc: Option<f64>,
    /// By fifths of the confidence.
    pub bins: Vec<ConfidenceBin>,
}

/// Drafts whose confidence lies between two bounds.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ConfidenceBin {
    /// Confidence from, 0..1.
    pub from: f64,
    /// To.
    pub to: f64,
    /// Drafts.
    pub n: usize,
    /// Of these good.
    pub good: usize,
    /// The share's interval (95 %, Wilson 1927); nothing without drafts.
    pub low: Option<f64>,
    /// See `low`.
    pub high: Option<f64>,
}

impl ConfidenceReport {
    /// From the latest decisions.
    #[must_use]
    pub fn of(judged: &[Judged], weights: &Weights) -> Self {
        let n = judged.len();
        let scored: Vec<Scored> =
            judged.iter().map(|j| Scored { score: j.confidence, good: j.good }).collect();
        let names = std::iter::once("intercept").chain(SIGNALS);
        Self {
            n,
            good: judged.iter().filter(|j| j.good).count(),
            figures: (n >= JUDGED_MIN).then(|| ConfidenceFigures {
                brier: brier(&scored),
                ece10: ece(&scored, ECE_BINS),
                auroc: auroc(&scored),
                bins: bins(&scored),
            }),
            missing: JUDGED_MIN.saturating_sub(n),
            learned_from: weights.labels,
            weights: names.map(str::to_owned).zip(weights.theta.iter().copied()).collect(),
        }
    }

    /// What it comes to.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("{} of the latest {} judged drafts were good.", self.good, self.n)
    }
}

fn bins(scored: &[Scored]) -> Vec<ConfidenceBin> {
    let edges = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
    let bin = |pair: &[f64]| {
        let [from, to] = pair else { return None };
        let inside = |s: &&Scored| s.score >= *from && (s.score < *to || *to >= 1.0);
        let (n, good) =
            (scored.iter().filter(inside).count(), scored.iter().filter(inside).filter(|s| s.good).count());
        let interval = Share::new(good as u64, n as u64).map(|share| wilson(share, CONFIDENCE_95));
        let (low, high) = (interval.map(|i| i.low), interval.map(|i| i.high));
        Some(ConfidenceBin { from: *from, to: *to, n, good, low, high })
    };
    edges.windows(2).filter_map(bin).collect()
}
