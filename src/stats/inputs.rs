//! What the formulas accept: counts and probabilities that were checked once, at the door.

/// The confidence of every interval that a report prints.
pub const CONFIDENCE_95: Probability = Probability(0.95);

/// The error that a comparison may make however often it is looked at.
pub const ALPHA_5: Probability = Probability(0.05);

/// `hits` out of `n`, with `n >= 1` and `hits <= n`: a share that can be computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    hits: u64,
    n: u64,
}

impl Share {
    /// `None` when nobody was counted or more hit than were counted.
    #[must_use]
    pub const fn new(hits: u64, n: u64) -> Option<Self> {
        if n == 0 || hits > n {
            return None;
        }
        Some(Self { hits, n })
    }

    #[must_use]
    pub const fn hits(self) -> u64 {
        self.hits
    }

    #[must_use]
    pub const fn n(self) -> u64 {
        self.n
    }

    #[must_use]
    pub const fn misses(self) -> u64 {
        self.n - self.hits
    }

    /// The plain share, from 0 to 1.
    #[must_use]
    pub fn value(self) -> f64 {
        real(self.hits) / real(self.n)
    }

    /// `(hits + 1) / (n + 2)`: never 0 or 1, so that a variance made of it never vanishes.
    #[must_use]
    pub fn softened(self) -> f64 {
        (real(self.hits) + 1.0) / (real(self.n) + 2.0)
    }

    /// Variance of the share, from the softened share: `p~ (1 - p~) / n`.
    #[must_use]
    pub fn softened_variance(self) -> f64 {
        let p = self.softened();
        p * (1.0 - p) / real(self.n)
    }
}

/// A number strictly between 0 and 1: a confidence, an error level, a share looked for.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Probability(f64);

impl Probability {
    /// `None` for 0, 1, everything outside and NaN.
    #[must_use]
    pub const fn new(value: f64) -> Option<Self> {
        if value > 0.0 && value < 1.0 {
            return Some(Self(value));
        }
        None
    }

    #[must_use]
    pub const fn get(self) -> f64 {
        self.0
    }
}

/// A count as a real number.
#[must_use]
#[expect(
    clippy::cast_precision_loss,
    reason = "counts stay far below 2^53; beyond it a relative error of 1e-16 changes no figure"
)]
pub const fn real(count: u64) -> f64 {
    count as f64
}

/// The smallest whole number at or above `value`; `None` when it is negative or beyond 2^53.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range was checked in the line above"
)]
pub fn whole_above(value: f64) -> Option<u64> {
    const LARGEST_EXACT: f64 = 9_007_199_254_740_992.0;
    let up = value.ceil();
    (0.0..=LARGEST_EXACT).contains(&up).then_some(up as u64)
}
