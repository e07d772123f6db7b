//! How a gate ruled on a draft: kept with the draft, and never made anew.

use serde::{Deserialize, Serialize};

use super::alpha::Alpha;
use crate::domain::gate::{Statement, WhyNot};
use crate::domain::id::EpisodeId;

/// What became of a draft at its gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "ruling")]
pub enum Ruling {
    /// It is put before the owner.
    Suggest {
        /// Why.
        why: WhyNot,
    },
    /// The gate lets it go; the owner has not said that drafts of its topic may, or has set a bound that is reached.
    Kept {
        /// Why, in a plain sentence.
        why: String,
    },
    /// It may leave by itself.
    Send {
        /// On these grounds.
        statement: Box<Statement>,
        /// It was drawn by lot while nobody was there: the owner judges it within a day.
        audit: bool,
    },
}

/// A draft's place at its gate.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gated {
    /// Which gate.
    pub alpha: Alpha,
    /// The epoch it was ruled on in.
    pub epoch: u32,
    /// Its score then, 0..1.
    pub score: f64,
    /// Its topic then; empty where it had none.
    pub topic: String,
    /// Whose question it was, as a hash.
    pub visitor: String,
    /// The episode it was made in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub episode: Option<EpisodeId>,
    /// It passed every hard gate: what is said of it is evidence.
    pub evidence: bool,
    /// What became of it.
    pub ruling: Ruling,
}

impl Gated {
    /// It was drawn by lot: what the owner says of it is an unbiased label.
    #[must_use]
    pub const fn is_drawn(&self) -> bool {
        matches!(self.ruling, Ruling::Suggest { why: WhyNot::Holdback } | Ruling::Send { audit: true, .. })
    }

    /// It may leave by itself.
    #[must_use]
    pub const fn sends(&self) -> bool {
        matches!(self.ruling, Ruling::Send { .. })
    }
}

/// The best-scored draft of a conversation that was labelled in an epoch: only a better one says something new.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct LabelledBest {
    /// At which gate.
    pub alpha: Alpha,
    /// In which epoch.
    pub epoch: u32,
    /// Its score.
    pub score: f64,
}

impl LabelledBest {
    /// The best score that a conversation was labelled with in an epoch of a gate; nothing where it was not.
    #[must_use]
    pub fn of<'a>(labelled: impl Iterator<Item = &'a Self>, alpha: Alpha, epoch: u32) -> Option<f64> {
        labelled
            .filter(|known| known.alpha == alpha && known.epoch == epoch)
            .map(|known| known.score)
            .max_by(f64::total_cmp)
    }
}
