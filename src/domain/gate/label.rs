//! What is said about a draft, and by whom.

use serde::{Deserialize, Serialize};

use crate::domain::time::Timestamp;

/// How a label came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LabelSource {
    /// The owner decided on a suggestion.
    Suggest,
    /// The owner decided on a draft that was drawn by lot.
    Holdback,
    /// The owner judged a past question.
    Rehearsal,
    /// A reply that was sent is confirmed to be wrong.
    Complaint,
    /// The owner looked at a reply that was sent because something about it was odd. Judged wrong it is a complaint;
    /// judged right it says nothing, because it was not drawn by lot.
    Targeted,
}

impl LabelSource {
    pub(super) const fn is_rehearsed(self) -> bool {
        matches!(self, Self::Rehearsal)
    }

    /// Also beside another label of the same conversation: such a label can only lower the evidence.
    pub(super) const fn always_counts(self) -> bool {
        matches!(self, Self::Complaint | Self::Targeted)
    }
}

/// A label of a draft that had passed the hard gates.
#[derive(Clone, Copy, Debug)]
pub struct GateLabel<'a> {
    /// The draft.
    pub draft: &'a str,
    /// The epoch of its verdict; labels of another epoch say nothing about this one.
    pub epoch: u32,
    /// Its score then; it is never computed anew.
    pub score: f64,
    /// The owner would not have sent it as it stood.
    pub bad: bool,
    /// How it came about.
    pub source: LabelSource,
    /// The draft's topic.
    pub topic: &'a str,
    /// The highest score among the drafts of its conversation that were labelled before it in this epoch.
    pub conversation_best: Option<f64>,
    /// Whose question it was.
    pub visitor: &'a str,
    /// When the label was made.
    pub at: Timestamp,
}

/// A label that came before the thresholds were placed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct EarlyLabel {
    draft: String,
    score: f64,
    bad: bool,
    source: LabelSource,
    topic: String,
    conversation_best: Option<f64>,
    visitor: String,
    at: Timestamp,
}

impl EarlyLabel {
    pub(super) fn of(label: &GateLabel<'_>) -> Self {
        Self {
            draft: label.draft.to_owned(),
            score: label.score,
            bad: label.bad,
            source: label.source,
            topic: label.topic.to_owned(),
            conversation_best: label.conversation_best,
            visitor: label.visitor.to_owned(),
            at: label.at,
        }
    }

    pub(super) fn as_label(&self, epoch: u32) -> GateLabel<'_> {
        GateLabel {
            draft: &self.draft,
            epoch,
            score: self.score,
            bad: self.bad,
            source: self.source,
            topic: &self.topic,
            conversation_best: self.conversation_best,
            visitor: &self.visitor,
            at: self.at,
        }
    }

    /// No other of its conversation was labelled before it.
    pub(super) const fn is_first(&self) -> bool {
        self.conversation_best.is_none()
    }

    pub(super) const fn is_rehearsed(&self) -> bool {
        self.source.is_rehearsed()
    }
}
