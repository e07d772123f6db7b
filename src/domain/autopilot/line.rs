//! A gate with its place in its own log.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::alpha::Alpha;
use crate::domain::confidence::Weights;
use crate::domain::gate::{EpochReason, Gate, GateEvent, GateInput, GateVerdict};
use crate::domain::reply::Draft;
use crate::domain::time::Timestamp;

/// The gate of all topics that share an alpha. They share their evidence too; each topic must stand the topic gate besides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Inputs taken so far. Two who take the next one at the same time cannot both be right: one of them looks again.
    pub moves: i64,
    /// What is known.
    pub gate: Gate,
    /// The model that wrote the epoch's drafts; none before the first.
    pub model: Option<String>,
    /// Its server and the encoder likewise. A gate from before this was kept knows neither, and begins anew.
    #[serde(default)]
    pub behind: Option<String>,
    /// The prompt likewise.
    pub prompt: Option<String>,
    /// What makes a score of a draft's signals. They stay while something is certified: thresholds are about these scores.
    #[serde(default)]
    pub weights: Weights,
}

/// One input taken, for the log.
#[derive(Clone, Debug, PartialEq)]
pub struct GateMove {
    /// Which gate.
    pub alpha: Alpha,
    /// Its place in that gate's log, from 1 on, without a gap.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// What happened.
    pub input: GateInput,
    /// What changed by it.
    pub events: Vec<GateEvent>,
    /// The gate after it.
    pub after: Arc<Line>,
}

impl Line {
    /// A gate that has seen nothing yet.
    #[must_use]
    pub fn new(alpha: Alpha, now: Timestamp) -> Self {
        Self {
            moves: 0,
            gate: Gate::new(alpha.terms(), now),
            model: None,
            behind: None,
            prompt: None,
            weights: Weights::default(),
        }
    }

    /// Takes one input.
    pub fn take(&mut self, input: &GateInput, secret: &str) -> (Option<GateVerdict>, Vec<GateEvent>) {
        self.moves = self.moves.saturating_add(1);
        if let GateInput::Rescored { weights, .. } = input {
            self.weights = weights.clone();
        }
        self.gate.take(input, secret)
    }

    /// A draft's score, 0..1.
    #[must_use]
    pub fn score(&self, signals: &BTreeMap<String, f64>) -> f64 {
        self.weights.score(signals)
    }

    /// Whether weights that were learned since are to make its scores.
    #[must_use]
    pub fn adopts(&self, weights: &Weights) -> bool {
        !self.gate.is_frozen() && self.weights != *weights
    }

    /// Why a draft is not of the epoch's kind: another model, another server or encoder behind it, another prompt. The first
    /// draft of all settles what the kind is.
    pub fn made_by(&mut self, draft: &Draft) -> Option<EpochReason> {
        let known = self.model.is_some();
        let other_model =
            known && (self.model.as_deref() != Some(draft.drafter.as_str()) || self.behind != draft.behind);
        let other_prompt = known && self.prompt != draft.prompt;
        if !known || other_model || other_prompt {
            self.model = Some(draft.drafter.clone());
            self.behind.clone_from(&draft.behind);
            self.prompt.clone_from(&draft.prompt);
        }
        match (other_model, other_prompt) {
            (true, _) => Some(EpochReason::Model),
            (false, true) => Some(EpochReason::Prompt),
            (false, false) => None,
        }
    }
}
