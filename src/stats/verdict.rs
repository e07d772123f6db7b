//! What may be said about AI against human, decided from counts by rules fixed beforehand.

use super::anytime::{N_STAR, anytime_difference};
use super::inputs::{ALPHA_5, Probability, Share};
use super::lottery::LotteryCheck;

/// A difference in satisfied visitors too small to matter: 5 points.
pub const MARGIN: Probability = match Probability::new(0.05) {
    Some(five_points) => five_points,
    None => ALPHA_5,
};

/// Fewer ratings than this in an arm say nothing: at 20 a share is known to +-15 points at best.
pub const MIN_PER_ARM: u64 = 20;

/// In the order in which they are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The lottery was not kept; nothing can be concluded.
    Broken,
    TooFew,
    Helps,
    Harms,
    NoRealDifference,
    NotWorse,
    CantTell,
}

impl Verdict {
    /// The name in JSON.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Broken => "broken",
            Self::TooFew => "too_few",
            Self::Helps => "helps",
            Self::Harms => "harms",
            Self::NoRealDifference => "no_real_difference",
            Self::NotWorse => "not_worse",
            Self::CantTell => "cant_tell",
        }
    }
}

/// The verdict on arms *as assigned by lottery*. Never call it with groups that chose themselves: "helps" and "harms" are
/// claims about cause.
///
/// It stands on [`anytime_difference`] (alpha 5 %), so it may be looked at after every rating.
#[must_use]
pub fn verdict(
    ai: Option<Share>,
    human: Option<Share>,
    margin: Probability,
    min_per_arm: u64,
    lottery: Option<LotteryCheck>,
) -> Verdict {
    if lottery.is_some_and(LotteryCheck::is_broken) {
        return Verdict::Broken;
    }
    let (Some(ai), Some(human)) = (ai, human) else {
        return Verdict::TooFew;
    };
    if ai.n() < min_per_arm || human.n() < min_per_arm {
        return Verdict::TooFew;
    }
    let seen = anytime_difference(ai, human, ALPHA_5, N_STAR);
    let m = margin.get();
    if seen.low > 0.0 {
        return Verdict::Helps;
    }
    if seen.high < 0.0 {
        return Verdict::Harms;
    }
    match (seen.low > -m, seen.high < m) {
        (true, true) => Verdict::NoRealDifference,
        (true, false) => Verdict::NotWorse,
        (false, _) => Verdict::CantTell,
    }
}
