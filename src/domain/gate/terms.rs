//! What the owner promises himself: how many wrong replies at most, how sure, and what is kept back to know it.

use serde::{Deserialize, Serialize};

use crate::stats::Probability;

/// Labels that thresholds could be placed on never reach this many levels.
const LEVELS_MAX: usize = 8;
/// Weights that should add up to at most 1 may exceed it by this much.
const ROUNDING: f64 = 1e-9;

/// One threshold: the best-scored `share` of drafts, and its part of the error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelTerms {
    /// 0..1: 0.2 = the best-scored fifth.
    pub share: f64,
    /// Its part of `delta`, 0..1; all together at most 1.
    pub weight: f64,
}

/// What must be seen before a level is used at all, whatever its figures say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Floors {
    /// Its labels come from so many different days (UTC).
    pub days: usize,
    /// And from so many visitors.
    pub visitors: usize,
    /// At most so much of its evidence was rehearsed, %.
    pub rehearsed_percent_max: u64,
}

impl Default for Floors {
    fn default() -> Self {
        Self { days: 5, visitors: 30, rehearsed_percent_max: 50 }
    }
}

/// The terms as somebody wrote them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct GivenTerms {
    /// At most this share of what is sent may be wrong, 0..1.
    pub alpha: f64,
    /// The chance that this is not kept, 0..1.
    pub delta: f64,
    /// The share of what could be sent that is still put before the owner, 0..1.
    pub holdback: f64,
    /// Good ones in a row that end a probation; `None` = 1/alpha, rounded up.
    pub clear: Option<u64>,
    /// An alarm rings at this value of its e-CUSUM: at the earliest every so many labels, on average, for nothing.
    pub alarm: f64,
    /// Drafts whose scores place the thresholds of an epoch.
    pub burn_in: usize,
    /// From the strictest to the loosest.
    pub levels: Vec<LevelTerms>,
    /// What must be seen before.
    pub floors: Floors,
}

impl Default for GivenTerms {
    fn default() -> Self {
        let level = |share| LevelTerms { share, weight: 0.25 };
        Self {
            alpha: 0.05,
            delta: 0.05,
            holdback: 0.20,
            clear: None,
            alarm: 100.0,
            burn_in: 40,
            levels: [0.2, 0.4, 0.6, 0.8].map(level).to_vec(),
            floors: Floors::default(),
        }
    }
}

/// Terms that nothing can be certified on.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("`{field}` is {found}; it should be {wanted}")]
pub struct BadTerms {
    /// Which one.
    pub field: &'static str,
    /// As it was given.
    pub found: f64,
    /// In words.
    pub wanted: &'static str,
}

/// Terms that hold together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "GivenTerms", into = "GivenTerms")]
pub struct Terms {
    given: GivenTerms,
    alpha: Probability,
    delta: Probability,
}

impl Terms {
    /// Checks them.
    ///
    /// # Errors
    /// Names the first one that cannot be, and what would be right.
    pub fn new(given: GivenTerms) -> Result<Self, BadTerms> {
        let inside = |field, found: f64, low: f64, high: f64, wanted| {
            if (low..=high).contains(&found) { Ok(()) } else { Err(BadTerms { field, found, wanted }) }
        };
        let whole = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        inside("alpha", given.alpha, 0.001, 0.3, "from 0.001 to 0.3")?;
        inside("delta", given.delta, 0.001, 0.3, "from 0.001 to 0.3")?;
        inside("holdback", given.holdback, 0.02, 0.9, "from 0.02 to 0.9")?;
        inside("alarm", given.alarm, 10.0, 1e6, "from 10 to 1000000")?;
        inside("burn_in", whole(given.burn_in), 20.0, 200.0, "from 20 to 200")?;
        let clear = given.clear.map_or(1, |clear| usize::try_from(clear).unwrap_or(usize::MAX));
        inside("clear", whole(clear), 1.0, 1_000.0, "from 1 to 1000")?;
        inside("levels", whole(given.levels.len()), 1.0, whole(LEVELS_MAX), "1 to 8 levels")?;
        let mut before = 0.0;
        for level in &given.levels {
            let ascending = "above the one before, at most 1";
            inside("levels.share", level.share, before + ROUNDING, 1.0, ascending)?;
            inside("levels.weight", level.weight, ROUNDING, 1.0, "above 0, at most 1")?;
            before = level.share;
        }
        let weights = given.levels.iter().map(|level| level.weight).sum();
        inside("levels.weight", weights, 0.0, 1.0 + ROUNDING, "at most 1 in all")?;
        let (alpha, delta) = (probability("alpha", given.alpha)?, probability("delta", given.delta)?);
        Ok(Self { given, alpha, delta })
    }

    /// At most this share of what is sent may be wrong.
    #[must_use]
    pub const fn alpha(&self) -> Probability {
        self.alpha
    }

    /// The chance that this is not kept.
    #[must_use]
    pub const fn delta(&self) -> Probability {
        self.delta
    }

    /// Good ones in a row that end a probation.
    #[must_use]
    pub fn clear(&self) -> u64 {
        let one_in = crate::stats::inputs::whole_above(1.0 / self.given.alpha);
        self.given.clear.or(one_in).unwrap_or(u64::MAX)
    }

    /// The rest, as given.
    #[must_use]
    pub const fn given(&self) -> &GivenTerms {
        &self.given
    }

    /// Whether evidence gathered under `self` says nothing, or less, under `new`: it must be gathered anew.
    #[must_use]
    pub fn stricter(&self, new: &Self) -> bool {
        let (old, new) = (&self.given, &new.given);
        new.alpha < old.alpha || new.delta < old.delta || new.levels != old.levels
    }
}

fn probability(field: &'static str, found: f64) -> Result<Probability, BadTerms> {
    Probability::new(found).ok_or(BadTerms { field, found, wanted: "above 0 and below 1" })
}

impl Default for Terms {
    /// At most 5 % wrong, with 95 % confidence, one in five kept back.
    fn default() -> Self {
        let given = GivenTerms::default();
        let five = crate::stats::ALPHA_5;
        Self { given, alpha: five, delta: five }
    }
}

impl TryFrom<GivenTerms> for Terms {
    type Error = BadTerms;
    fn try_from(given: GivenTerms) -> Result<Self, BadTerms> {
        Self::new(given)
    }
}

impl From<Terms> for GivenTerms {
    fn from(terms: Terms) -> Self {
        terms.given
    }
}
