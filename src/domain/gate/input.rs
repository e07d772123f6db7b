//! What happens to a gate, as it is written down: who takes the same inputs in the same order comes to the same state.

use serde::{Deserialize, Serialize};

use super::certificate::Bound;
use super::certify::Standing;
use super::epoch::EpochReason;
use super::event::GateEvent;
use super::label::{GateLabel, LabelSource};
use super::on_draft::{GateDraft, Site};
use super::soft::{Aftermath, SoftSignal};
use super::source::CitedSource;
use super::state::Gate;
use super::verdict::GateVerdict;
use crate::domain::confidence::Weights;
use crate::domain::time::Timestamp;

/// An article that a draft cites, as it stood when the draft was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its slug.
    pub article: String,
    /// When its present version appeared.
    pub changed_at: Timestamp,
    /// Approved drafts that cite the present version.
    pub approvals: u64,
}

/// One thing that happens to a gate, with everything that it then looks at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "input")]
pub enum GateInput {
    /// A draft was made.
    Draft {
        /// Its suggestion.
        draft: String,
        /// What the lot is drawn by; empty for the suggestion's id.
        #[serde(default)]
        lot: String,
        /// Its score.
        score: f64,
        /// It passed every hard gate.
        gates_ok: bool,
        /// Its topic; empty where it has none.
        topic: String,
        /// It answers a past question, for practice.
        rehearsal: bool,
        /// What it cites.
        sources: Vec<Source>,
        /// The rules in force.
        rulebook: String,
        /// Model and prompt.
        model: String,
        /// What the owner allows and can do.
        standing: Standing,
        /// Somebody is there.
        attended: bool,
        /// When.
        at: Timestamp,
    },
    /// Something was said about a draft.
    Label {
        /// Its suggestion.
        draft: String,
        /// The epoch of its verdict.
        epoch: u32,
        /// Its score then.
        score: f64,
        /// The owner would not have sent it as it stood.
        bad: bool,
        /// How it came about.
        source: LabelSource,
        /// The draft's topic.
        topic: String,
        /// The highest score among the drafts of its conversation that were labelled before it in this epoch.
        conversation_best: Option<f64>,
        /// Whose question it was.
        visitor: String,
        /// What the owner allows and can do.
        standing: Standing,
        /// When.
        at: Timestamp,
    },
    /// An audit ended without a decision that says anything.
    Undecided {
        /// The suggestion.
        draft: String,
        /// It lost its point before anybody could decide: the visitor wrote on, or its source changed. Nobody owes it anything.
        #[serde(default)]
        withdrawn: bool,
    },
    /// What a visitor did after a reply is known.
    Aftermath {
        /// The suggestion that was sent.
        draft: String,
        /// The epoch of its verdict.
        epoch: u32,
        /// Sent without an owner.
        auto_sent: bool,
        /// The sign of discontent, if there was one.
        signal: Option<SoftSignal>,
    },
    /// Scores are made by other weights now: these are the last drafts' scores by them, oldest first.
    Rescored {
        /// The weights.
        weights: Weights,
        /// 0..1 each.
        scores: Vec<f64>,
    },
    /// Evidence is gathered anew.
    Epoch {
        /// Why.
        reason: EpochReason,
        /// When.
        at: Timestamp,
    },
}

impl Gate {
    /// Takes one input: what becomes of the draft, where it was one, and what changed. `secret` draws the lots.
    pub fn take(&mut self, input: &GateInput, secret: &str) -> (Option<GateVerdict>, Vec<GateEvent>) {
        match input {
            GateInput::Draft { .. } => self.take_draft(input, secret),
            GateInput::Label {
                draft,
                epoch,
                score,
                bad,
                source,
                topic,
                conversation_best,
                visitor,
                standing,
                at,
            } => {
                let label = GateLabel {
                    draft,
                    epoch: *epoch,
                    score: *score,
                    bad: *bad,
                    source: *source,
                    topic,
                    conversation_best: *conversation_best,
                    visitor,
                    at: *at,
                };
                (None, self.on_label(&label, *standing))
            }
            GateInput::Undecided { draft, withdrawn: true } => (None, self.on_audit_withdrawn(draft)),
            GateInput::Undecided { draft, withdrawn: false } => (None, self.on_audit_undecided(draft)),
            GateInput::Aftermath { draft, epoch, auto_sent, signal } => {
                let reply = Aftermath { draft, epoch: *epoch, auto_sent: *auto_sent, signal: *signal };
                (None, self.on_aftermath(&reply))
            }
            GateInput::Rescored { scores, .. } => (None, self.rescored(scores)),
            GateInput::Epoch { reason, at } => (None, self.new_epoch(reason.clone(), *at)),
        }
    }

    fn take_draft(&mut self, input: &GateInput, secret: &str) -> (Option<GateVerdict>, Vec<GateEvent>) {
        let GateInput::Draft {
            draft,
            lot,
            score,
            gates_ok,
            topic,
            rehearsal,
            sources,
            rulebook,
            model,
            standing,
            attended,
            at,
        } = input
        else {
            return (None, Vec::new());
        };
        let cited: Vec<CitedSource<'_>> = sources
            .iter()
            .map(|s| CitedSource { article: &s.article, changed_at: s.changed_at, approvals: s.approvals })
            .collect();
        let draft = GateDraft {
            id: draft,
            lot,
            score: *score,
            gates_ok: *gates_ok,
            topic,
            sources: &cited,
            rehearsal: *rehearsal,
            bound: Bound { rulebook, model },
        };
        let site = Site { secret, standing: *standing, attended: *attended, now: *at };
        let (verdict, events) = self.on_draft(&draft, &site);
        (Some(verdict), events)
    }
}
