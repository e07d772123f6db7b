//! Evidence that a risk is below a limit, which may be looked at after every label.
//!
//! A bet against "the risk is alpha or more": a mixture of the likelihood ratios of smaller risks. Whoever sees it exceed
//! `1/u` at any time, however often he looks, is wrong with a chance of at most `u` (Ville 1939; Ramdas, Grünwald, Vovk &
//! Shafer 2023).

use serde::{Deserialize, Serialize};

use super::binomial::binom_tail_p_value;
use super::inputs::{Probability, real};

/// The risks betted on, as parts of alpha, with equal stakes.
const BETS: [f64; 4] = [0.0, 0.125, 0.25, 0.5];

/// More labels than this nobody waits for.
const LABELS_MAX: u64 = 1 << 53;

/// Labels seen so far, and how many of them were bad (the owner would not have sent the draft).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    n: u64,
    bad: u64,
}

impl Evidence {
    /// `None` when more were bad than were seen.
    #[must_use]
    pub const fn new(n: u64, bad: u64) -> Option<Self> {
        if bad > n {
            return None;
        }
        Some(Self { n, bad })
    }

    /// All labels.
    #[must_use]
    pub const fn n(self) -> u64 {
        self.n
    }

    /// The bad ones.
    #[must_use]
    pub const fn bad(self) -> u64 {
        self.bad
    }

    /// The good ones.
    #[must_use]
    pub const fn good(self) -> u64 {
        self.n.saturating_sub(self.bad)
    }

    /// With one more label.
    #[must_use]
    pub fn with(self, bad: bool) -> Self {
        Self { n: self.n.saturating_add(1), bad: self.bad.saturating_add(u64::from(bad)) }
    }

    /// Both taken together.
    #[must_use]
    pub const fn and(self, more: Self) -> Self {
        Self { n: self.n.saturating_add(more.n), bad: self.bad.saturating_add(more.bad) }
    }
}

/// Natural logarithm of the e-value against "the risk is `alpha` or more": 0 without labels, `ln(1/u)` rejects at level u.
///
/// `logsumexp_i( ln w_i + k ln c_i + (n-k) (ln(1 - c_i a) - ln(1 - a)) )`, c = 0, 1/8, 1/4, 1/2, w = 1/4 each. Kept as a
/// logarithm: the e-value itself outgrows a double after some 14,000 good labels at alpha 5 %.
#[must_use]
pub fn log_e(seen: Evidence, alpha: Probability) -> f64 {
    log_e_at(seen, alpha.get())
}

fn log_e_at(seen: Evidence, alpha: f64) -> f64 {
    let terms = BETS.map(|part| {
        // k ln c with k = 0 is 0, also for c = 0.
        let losses = if seen.bad > 0 { real(seen.bad) * part.ln() } else { 0.0 };
        losses + real(seen.good()) * ((-part * alpha).ln_1p() - (-alpha).ln_1p())
    });
    let largest = terms.into_iter().fold(f64::NEG_INFINITY, f64::max);
    let sum: f64 = terms.into_iter().map(|term| (term - largest).exp()).sum();
    largest + (sum / 4.0).ln()
}

/// Whether a (running maximum of a) log e-value rejects at `level`. A level of 0 is never reached.
#[must_use]
pub fn reaches(log_e: f64, level: f64) -> bool {
    log_e >= -level.ln()
}

/// The fewest good labels in a row, from now on, that bring the evidence to `level`; 0 when it is there already.
///
/// `None` when no number that anybody could count does.
#[must_use]
pub fn approvals_to_go(seen: Evidence, alpha: Probability, level: Probability) -> Option<u64> {
    fewest(0, |more| {
        let then = Evidence { n: seen.n.saturating_add(more), bad: seen.bad };
        reaches(log_e(then, alpha), level.get())
    })
}

/// The risk that the labels exclude, with an error of at most `delta` however often one looks: the `a` at which
/// `log_e = ln(1/delta)`. 1 while they exclude nothing.
#[must_use]
pub fn anytime_upper_bound(seen: Evidence, delta: Probability) -> f64 {
    let excluded = |risk: f64| log_e_at(seen, risk) >= -delta.get().ln();
    // The log e-value grows with the risk. Halving bit patterns halves the number of doubles left, down to neighbours.
    let (mut low, mut high) = (0.0_f64.to_bits(), 1.0_f64.to_bits());
    while high - low > 1 {
        let middle = u64::midpoint(low, high);
        if excluded(f64::from_bits(middle)) {
            high = middle;
        } else {
            low = middle;
        }
    }
    f64::from_bits(high)
}

/// How many labels are needed when `bad` of them turn out bad.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LabelsNeeded {
    /// By an exact binomial test that is looked at once.
    pub one_look: u64,
    /// By the e-value of a single threshold.
    pub single_threshold: u64,
    /// By the e-value of one of four thresholds that share `delta`.
    pub four_thresholds: u64,
}

/// The fewest labels with `bad` bad ones that show a risk below `alpha` with an error of at most `delta`.
///
/// `None` when no number that anybody could count does.
#[must_use]
pub fn labels_needed(bad: u64, alpha: Probability, delta: Probability) -> Option<LabelsNeeded> {
    let by_evidence = |level: f64| fewest(bad, |n| reaches(log_e(Evidence { n, bad }, alpha), level));
    Some(LabelsNeeded {
        one_look: fewest(bad, |n| binom_tail_p_value(bad, n, alpha) <= delta.get())?,
        single_threshold: by_evidence(delta.get())?,
        four_thresholds: by_evidence(delta.get() / 4.0)?,
    })
}

/// The smallest number from `least` on that is enough, where more is never less.
fn fewest(least: u64, enough: impl Fn(u64) -> bool) -> Option<u64> {
    if enough(least) {
        return Some(least);
    }
    let (mut short, mut step) = (least, 1_u64);
    let mut long = loop {
        let next = least.checked_add(step).filter(|next| *next <= LABELS_MAX)?;
        if enough(next) {
            break next;
        }
        (short, step) = (next, step * 2);
    };
    while long - short > 1 {
        let middle = u64::midpoint(short, long);
        if enough(middle) {
            long = middle;
        } else {
            short = middle;
        }
    }
    Some(long)
}
