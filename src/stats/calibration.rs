//! Is a confidence worth its name: Brier, calibration error, ranking, and the honest range around one score.

use super::inputs::{real, whole_above};

/// Bins of the calibration error that pages show.
pub const ECE_BINS: u64 = 10;

/// A score given beforehand, and what came of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scored {
    /// A probability of good, from 0 to 1, where that is said; any number where only the order counts.
    pub score: f64,
    pub good: bool,
}

/// Two probabilities of good, one of which is calibrated whatever the scores are, and the one number between them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct VennAbers {
    pub p0: f64,
    pub p1: f64,
    pub p: f64,
}

/// Mean squared error of probabilities, `mean (p - y)^2` (Brier 1950, for two classes counted once): 0 is perfect, 0.25
/// is what always saying one half gives. `None` when empty or a score is no probability.
#[must_use]
pub fn brier(scored: &[Scored]) -> Option<f64> {
    let n = probabilities(scored)?;
    Some(scored.iter().map(|one| (one.score - outcome(one.good)).powi(2)).sum::<f64>() / n)
}

/// Expected calibration error, `sum n_b / n |mean y - mean p|` over bins of equal width (Guo, Pleiss, Sun & Weinberger
/// 2017, eq. 3). A bin holds its lower edge; the last one also 1. `None` when empty, without bins, or when a score is no
/// probability.
#[must_use]
pub fn ece(scored: &[Scored], bins: u64) -> Option<f64> {
    let n = probabilities(scored)?;
    let last = usize::try_from(bins.checked_sub(1)?).ok()?;
    // Only bins with somebody in them are kept: their number may be large, that of the scores is given.
    let mut gaps = std::collections::BTreeMap::<usize, f64>::new();
    for one in scored {
        let bin = usize::try_from(whole_above((one.score * real(bins)).floor())?).ok()?.min(last);
        *gaps.entry(bin).or_default() += outcome(one.good) - one.score;
    }
    Some(gaps.values().map(|gap| gap.abs()).sum::<f64>() / n)
}

/// The chance that a good one scores above a bad one, ties counted half (Bamber 1975; the Mann-Whitney
/// statistic): 0.5 = the score knows nothing. `None` when one class is missing or a score is NaN.
#[must_use]
pub fn auroc(scored: &[Scored]) -> Option<f64> {
    let of = |good: bool| -> Vec<f64> {
        scored.iter().filter(|one| one.good == good).map(|one| one.score).collect()
    };
    super::mean::prob_superiority(&of(true), &of(false))
}

/// Isotonic regression of y on x, points as (x, y): the non-decreasing function of x with the least squared error, at the
/// points in their given order (pool adjacent violators: Ayer, Brunk, Ewing, Reid & Silverman 1955). Equal x share one
/// value: their mean is what is fitted. `None` when a number is not finite or the sums are not.
#[must_use]
pub fn pav_isotonic(points: &[(f64, f64)]) -> Option<Vec<f64>> {
    if points.iter().any(|(x, y)| !x.is_finite() || !y.is_finite()) {
        return None;
    }
    let mut order: Vec<usize> = (0..points.len()).collect();
    order.sort_by(|one, other| points[*one].0.total_cmp(&points[*other].0));
    let mut blocks: Vec<Block> = Vec::new();
    for tied in order.chunk_by(|one, other| points[*one].0 >= points[*other].0) {
        let sum = tied.iter().map(|at| points[*at].1).sum();
        let mut block = Block { sum, size: tied.len() };
        while let Some(before) = blocks.pop_if(|before| before.mean() > block.mean()) {
            block = Block { sum: before.sum + block.sum, size: before.size + block.size };
        }
        blocks.push(block);
    }
    let values = blocks.iter().flat_map(|block| std::iter::repeat_n(block.mean(), block.size));
    let mut fit = vec![0.0; points.len()];
    for (at, value) in order.into_iter().zip(values) {
        fit[at] = value;
    }
    fit.iter().all(|value| value.is_finite()).then_some(fit)
}

/// The inductive Venn-Abers range for a draft with score `at`, from scores whose outcome is known (Vovk, Petej & Fedorova
/// 2015, section 2): isotonic regression with the draft added as bad (`p0`) and as good (`p1`), read at the draft.
/// `p = p1 / (1 - p0 + p1)` has the least worst-case log loss (there, section 4). Without any scores: 0 to 1. `None` when
/// a score is not finite.
#[must_use]
pub fn venn_abers(scored: &[Scored], at: f64) -> Option<VennAbers> {
    let as_if = |good: bool| {
        let known = scored.iter().map(|one| (one.score, outcome(one.good)));
        let points: Vec<(f64, f64)> = std::iter::once((at, outcome(good))).chain(known).collect();
        pav_isotonic(&points)?.first().copied()
    };
    let (p0, p1) = (as_if(false)?, as_if(true)?);
    Some(VennAbers { p0, p1, p: p1 / (1.0 - p0 + p1) })
}

/// Neighbours in x that share a value.
#[derive(Clone, Copy)]
struct Block {
    sum: f64,
    size: usize,
}

impl Block {
    fn mean(self) -> f64 {
        self.sum / count(self.size)
    }
}

/// How many there are, when each is a probability.
fn probabilities(scored: &[Scored]) -> Option<f64> {
    let all = !scored.is_empty() && scored.iter().all(|one| (0.0..=1.0).contains(&one.score));
    all.then(|| count(scored.len()))
}

fn count(n: usize) -> f64 {
    u64::try_from(n).map_or(f64::INFINITY, real)
}

fn outcome(good: bool) -> f64 {
    f64::from(u8::from(good))
}
