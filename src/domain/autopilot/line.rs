//! A gate with its place in its own log.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::alpha::Alpha;
use crate::domain::confidence::Weights;
use crate::domain::gate::{EpochReason, Gate, GateEvent, GateInput, GateVerdict};
use crate::domain::time::Timestamp;

/// The gate of all topics that share an alpha. They share their evidence too; each topic must stand the topic gate besides.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Line {
    /// Inputs taken so far. Two who take the next one at the same time cannot both be right: one of them looks again.
    pub moves: i64,
    /// What is known.
    pub gate: Gate,
    /// The model (and encoder) that wrote the epoch's drafts; none before the first.
    pub model: Option<String>,
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

    /// Why a draft of this model and prompt is not of the epoch's kind. The first draft of all settles what the kind is.
    pub fn made_by(&mut self, model: &str, prompt: Option<&str>) -> Option<EpochReason> {
        let other_model = self.model.as_deref().is_some_and(|known| known != model);
        let other_prompt = self.model.is_some() && self.prompt.as_deref() != prompt;
        if self.model.is_none() || other_model || other_prompt {
            self.model = Some(model.to_owned());
            self.prompt = prompt.map(str::to_owned);
        }
        match (other_model, other_prompt) {
            (true, _) => Some(EpochReason::Model),
            (false, true) => Some(EpochReason::Prompt),
            (false, false) => None,
        }
    }
}
