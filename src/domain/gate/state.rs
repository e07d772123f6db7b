//! What is known at a site, and how far that lets it go.

use serde::{Deserialize, Serialize};

use super::audits::Audits;
use super::canary::Canary;
use super::epoch::EpochReason;
use super::event::ProbationReason;
use super::label::EarlyLabel;
use super::level::Level;
use super::soft::SoftWatch;
use super::terms::Terms;
use crate::domain::time::Timestamp;
use crate::stats::{ECusum, Evidence};

/// So many of the last scores place the thresholds of the next epoch.
const SCORES_MAX: usize = 200;

/// How far the site goes now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Every draft is put before the owner.
    #[default]
    Suggest,
    /// What is above the threshold is sent, but for those drawn by lot.
    Auto,
    /// A wrong one was found: everything is put before the owner until enough were right in a row.
    Probation,
}

/// Why and when the present epoch began.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Begun {
    /// Why the one before ended; `None` for the first.
    pub reason: Option<EpochReason>,
    /// When.
    pub at: Timestamp,
}

/// The state of one site's autonomy: what [`Gate::on_draft`], [`Gate::on_label`] and the others change.
///
/// Nothing here looks at a clock or at chance; the same events in the same order lead to the same state.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gate {
    pub(super) terms: Terms,
    pub(super) epoch: u32,
    pub(super) begun: Begun,
    pub(super) mode: Mode,
    /// Strictest first; empty until enough scores were seen.
    pub(super) levels: Vec<Level>,
    /// The last scores of drafts that passed the hard gates, oldest first.
    pub(super) scores: Vec<f64>,
    /// Such drafts in this epoch.
    pub(super) drafts: u64,
    /// Labels that wait for the thresholds.
    pub(super) early: Vec<EarlyLabel>,
    /// All labels of this epoch since the thresholds were placed, with those that waited.
    pub(super) labelled: Evidence,
    /// The alarm over all labels above the threshold.
    pub(super) alarm: ECusum,
    /// The alarm over all labels below it.
    pub(super) canary: Option<Canary>,
    /// Good ones in a row, in probation.
    pub(super) ok_run: u64,
    /// Why the probation began.
    pub(super) probation: Option<ProbationReason>,
    pub(super) audits: Audits,
    pub(super) soft: SoftWatch,
}

impl Gate {
    /// A site that has decided on nothing yet.
    #[must_use]
    pub fn new(terms: Terms, now: Timestamp) -> Self {
        Self {
            terms,
            epoch: 1,
            begun: Begun { reason: None, at: now },
            mode: Mode::Suggest,
            levels: Vec::new(),
            scores: Vec::new(),
            drafts: 0,
            early: Vec::new(),
            labelled: Evidence::default(),
            alarm: ECusum::default(),
            canary: None,
            ok_run: 0,
            probation: None,
            audits: Audits::default(),
            soft: SoftWatch::default(),
        }
    }

    /// What the owner promises himself.
    #[must_use]
    pub const fn terms(&self) -> &Terms {
        &self.terms
    }

    /// A stretch in which model, prompt and knowledge stay what they are; the first is 1.
    #[must_use]
    pub const fn epoch(&self) -> u32 {
        self.epoch
    }

    /// Why and when it began.
    #[must_use]
    pub const fn begun(&self) -> &Begun {
        &self.begun
    }

    /// How far the site goes now.
    #[must_use]
    pub const fn mode(&self) -> Mode {
        self.mode
    }

    /// Strictest first; empty until enough scores were seen.
    #[must_use]
    pub fn levels(&self) -> &[Level] {
        &self.levels
    }

    /// Drafts of this epoch that passed the hard gates.
    #[must_use]
    pub const fn drafts(&self) -> u64 {
        self.drafts
    }

    /// Good ones in a row, in probation.
    #[must_use]
    pub const fn ok_run(&self) -> u64 {
        self.ok_run
    }

    /// Why a probation began, while there is one.
    #[must_use]
    pub const fn probation(&self) -> Option<&ProbationReason> {
        self.probation.as_ref()
    }

    /// The audits under way and the last ones.
    #[must_use]
    pub const fn audits(&self) -> &Audits {
        &self.audits
    }

    /// The loosest level in force: what is above its threshold may be sent.
    #[must_use]
    pub fn in_force(&self) -> Option<&Level> {
        self.levels.iter().rev().find(|level| level.in_force)
    }

    /// The score from which on drafts may be sent; `None` while none may.
    #[must_use]
    pub fn tau(&self) -> Option<f64> {
        self.in_force().map(|level| level.lambda)
    }

    /// Keeps a score for placing thresholds.
    pub(super) fn keep_score(&mut self, score: f64) {
        self.drafts = self.drafts.saturating_add(1);
        if self.scores.len() >= SCORES_MAX {
            self.scores.remove(0);
        }
        self.scores.push(score);
    }
}
