//! Evidence is about one model, one prompt, one body of knowledge. When these change, or an alarm says that something
//! did, it is gathered anew.

use serde::{Deserialize, Serialize};

use super::audits::Audits;
use super::event::GateEvent;
use super::level::Level;
use super::soft::SoftWatch;
use super::state::{Begun, Gate, Mode};
use super::terms::Terms;
use crate::domain::time::Timestamp;
use crate::stats::{ECusum, Evidence};

/// Why an epoch begins.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "why")]
pub enum EpochReason {
    /// More bad ones above the threshold than the certificate allows.
    Alarm {
        /// The alarm's value.
        value: f64,
    },
    /// Another language model, the same name at another server, or another encoder.
    Model,
    /// Another prompt.
    Prompt,
    /// More than a fifth of the articles changed within a week.
    Knowledge,
    /// Somebody else judges.
    Owner,
    /// Stricter terms.
    Terms,
    /// A person wants it.
    ByHand,
}

impl EpochReason {
    /// `Knowledge` when, of `articles`, so many `changed` within the last 7 days.
    #[must_use]
    pub const fn of_knowledge(changed: u64, articles: u64) -> Option<Self> {
        if changed.saturating_mul(5) > articles { Some(Self::Knowledge) } else { None }
    }

    /// Scores before it are of another kind: thresholds are placed on new ones alone.
    const fn changes_scores(&self) -> bool {
        matches!(self, Self::Model | Self::Prompt)
    }
}

impl Gate {
    /// Begins an epoch: all evidence is gone, every draft is put before the owner.
    pub fn new_epoch(&mut self, reason: EpochReason, now: Timestamp) -> Vec<GateEvent> {
        let was = self.mode;
        if reason.changes_scores() {
            self.scores.clear();
        }
        self.epoch = self.epoch.saturating_add(1);
        self.begun = Begun { reason: Some(reason.clone()), at: now };
        self.mode = Mode::Suggest;
        self.levels.clear();
        self.drafts = 0;
        self.early.clear();
        self.labelled = Evidence::default();
        self.alarm = ECusum::default();
        self.canary = None;
        self.ok_run = 0;
        self.probation = None;
        self.audits = Audits::default();
        self.soft = SoftWatch::default();
        vec![GateEvent::NewEpoch { epoch: self.epoch, reason, was }]
    }

    /// Other terms. Stricter ones, or other levels, begin an epoch; looser ones look at the same evidence anew.
    pub fn set_terms(&mut self, terms: Terms, now: Timestamp) -> Vec<GateEvent> {
        let stricter = self.terms.stricter(&terms);
        self.terms = terms;
        if stricter {
            return self.new_epoch(EpochReason::Terms, now);
        }
        let alpha = self.terms.alpha();
        self.levels.iter_mut().for_each(|level| level.judged_anew(alpha));
        Vec::new()
    }

    /// Something is certified: thresholds and scores stay what they are until the next epoch.
    #[must_use]
    pub fn is_frozen(&self) -> bool {
        self.mode != Mode::Suggest || self.levels.iter().any(|level| level.certified)
    }

    /// The score was learned anew while nothing is certified: the thresholds move to where the last drafts lie now, and
    /// the evidence stays. `scores` are those drafts', oldest first. Once something is certified nothing changes.
    pub fn rescored(&mut self, scores: &[f64]) -> Vec<GateEvent> {
        if self.is_frozen() || scores.is_empty() || scores.iter().any(|score| !score.is_finite()) {
            return Vec::new();
        }
        self.scores = scores.to_vec();
        self.levels.iter_mut().for_each(|level| level.moved(scores));
        if self.levels.is_empty() {
            return Vec::new();
        }
        vec![self.placed()]
    }

    /// Places the thresholds once enough scores were seen, and counts the labels that waited for them.
    pub(super) fn place(&mut self) -> Option<GateEvent> {
        let needed = u64::try_from(self.terms.given().burn_in).unwrap_or(u64::MAX);
        if !self.levels.is_empty() || self.drafts < needed {
            return None;
        }
        self.levels = Level::placed(&self.scores, &self.terms.given().levels);
        for early in std::mem::take(&mut self.early) {
            self.count(&early.as_label(self.epoch));
        }
        Some(self.placed())
    }

    fn placed(&self) -> GateEvent {
        GateEvent::Placed {
            epoch: self.epoch,
            lambdas: self.levels.iter().map(|level| level.lambda).collect(),
            scores: self.scores.len(),
        }
    }
}
