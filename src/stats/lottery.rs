//! Who is drawn for the human arm, whether the draw was kept, and what missing ratings could hide.

use sha2::{Digest, Sha256};

use super::distributions::chi2_sf_df1;
use super::inputs::{Probability, Share, real};

/// Below this p-value the assignment is called broken (and nothing else is said).
const BROKEN_BELOW: f64 = 0.001;

/// 2^53: one more than the largest number that the draw can give before it is divided.
const DRAWS: f64 = 9_007_199_254_740_992.0;

/// Sample ratio check: does the split look like the lottery that was promised?
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LotteryCheck {
    pub chi2: f64,
    pub p: f64,
}

impl LotteryCheck {
    /// p < 0.001: the assignment, not chance, made this split.
    #[must_use]
    pub fn is_broken(self) -> bool {
        self.p < BROKEN_BELOW
    }
}

/// One arm with its ratings and the chats they came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RatedArm {
    rated: Share,
    chats: u64,
}

impl RatedArm {
    /// `None` when there are more ratings than chats.
    #[must_use]
    pub const fn new(rated: Share, chats: u64) -> Option<Self> {
        if rated.n() > chats {
            return None;
        }
        Some(Self { rated, chats })
    }

    fn response_rate(self) -> f64 {
        real(self.rated.n()) / real(self.chats)
    }
}

/// The arm whose ratings were trimmed because more of its visitors rate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trimmed {
    Ai,
    Human,
    Neither,
}

/// The differences still possible if only the surplus raters of the better-answering arm made it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeeBounds {
    pub trim_share: f64,
    pub trimmed: Trimmed,
    pub low: f64,
    pub high: f64,
}

/// A fixed draw from [0, 1): the first 8 bytes of SHA-256("salt:id"), big-endian, without the last 11 bits.
///
/// The human arm is `hash_unit < share`. The same conversation always gets the same draw, on every replica.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "53 bits are exact in a double")]
pub fn hash_unit(salt: &str, id: &str) -> f64 {
    let digest = Sha256::digest(format!("{salt}:{id}").as_bytes());
    let first = digest.iter().take(8).fold(0_u64, |sum, byte| (sum << 8) | u64::from(*byte));
    (first >> 11) as f64 / DRAWS
}

/// Chi-square of the assigned chats (all of them, rated or not) against the promised human share. `None` without chats.
#[must_use]
pub fn srm(ai: u64, human: u64, human_share: Probability) -> Option<LotteryCheck> {
    let all = real(ai) + real(human);
    if all <= 0.0 {
        return None;
    }
    let (expected_ai, expected_human) = (all * (1.0 - human_share.get()), all * human_share.get());
    let chi2 = (real(ai) - expected_ai).powi(2) / expected_ai
        + (real(human) - expected_human).powi(2) / expected_human;
    Some(LotteryCheck { chi2, p: chi2_sf_df1(chi2) })
}

/// Trimming bounds (Lee 2009): `q = 1 - r_low / r_high` of the better-answering arm's ratings are surplus; without them its
/// share lies in `[max(0, (p-q)/(1-q)), min(1, p/(1-q))]`. Bounds of different signs: nothing can be said.
#[must_use]
pub fn lee_bounds(ai: RatedArm, human: RatedArm) -> LeeBounds {
    let (r1, r0) = (ai.response_rate(), human.response_rate());
    let (p1, p0) = (ai.rated.value(), human.rated.value());
    let surplus = |low: f64, high: f64| 1.0 - low / high;
    let trim = |p: f64, q: f64| (((p - q) / (1.0 - q)).max(0.0), (p / (1.0 - q)).min(1.0));
    if r1 > r0 {
        let q = surplus(r0, r1);
        let (low, high) = trim(p1, q);
        return LeeBounds { trim_share: q, trimmed: Trimmed::Ai, low: low - p0, high: high - p0 };
    }
    let q = surplus(r1, r0);
    let (low, high) = trim(p0, q);
    let trimmed = if r0 > r1 { Trimmed::Human } else { Trimmed::Neither };
    LeeBounds { trim_share: q, trimmed, low: p1 - high, high: p1 - low }
}
