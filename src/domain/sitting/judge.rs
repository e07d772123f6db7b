//! What an owner's word on a rehearsed draft is worth.

use super::super::autopilot::{Autopilot, GateMove, Gated, LabelledBest};
use super::super::gate::{GateInput, LabelSource};
use super::super::label::{Label, LabelReason, Outcome, label};
use super::super::reply::RejectReason;
use super::super::time::Timestamp;

/// What an owner says of a rehearsed draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// They would send it as it stands.
    Right,
    /// Only its wording is not theirs.
    Wording,
    /// It is wrong, for this reason.
    Wrong(RejectReason),
    /// They do not want to say.
    Skip,
}

impl Judgement {
    /// The words it is asked for by.
    pub const WORDS: [&'static str; 4] = ["right", "wording", "wrong", "skip"];

    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wording => "wording",
            Self::Wrong(_) => "wrong",
            Self::Skip => "skip",
        }
    }

    /// The reason, where it was wrong.
    #[must_use]
    pub const fn reason(self) -> Option<RejectReason> {
        match self {
            Self::Wrong(reason) => Some(reason),
            Self::Right | Self::Wording | Self::Skip => None,
        }
    }

    /// Reads the words; `None` for any others, and for a wrong one without a reason, or with tone as its reason: that is
    /// the wording.
    #[must_use]
    pub fn parse(word: &str, reason: Option<&str>) -> Option<Self> {
        match (word, reason) {
            ("right", None) => Some(Self::Right),
            ("wording", None) => Some(Self::Wording),
            ("skip", None) => Some(Self::Skip),
            ("wrong", Some(reason)) => {
                RejectReason::parse(reason).filter(|reason| *reason != RejectReason::Tone).map(Self::Wrong)
            }
            _ => None,
        }
    }
}

/// The label; `None` where the word says nothing. As live: good ones are dropped when in doubt, bad ones kept.
#[must_use]
pub fn said(judgement: Judgement, draft: &str, read_ms: Option<u64>) -> Option<Label> {
    match judgement {
        Judgement::Right => label(draft, &Outcome::Approved, read_ms),
        // Nobody writes it anew here, which live takes its time: it must have been read like an approval.
        Judgement::Wording => label(draft, &Outcome::Approved, read_ms)
            .map(|label| Label { why: LabelReason::ToneOnly, ..label }),
        Judgement::Wrong(reason) => label(draft, &Outcome::Rejected(reason), read_ms),
        Judgement::Skip => None,
    }
}

/// The label as its gate takes it. `labelled`: what was labelled of its conversation before.
#[must_use]
pub fn judged(
    pilot: &mut Autopilot,
    draft: &str,
    gated: &Gated,
    label: Label,
    labelled: &[LabelledBest],
    at: Timestamp,
) -> GateMove {
    let input = GateInput::Label {
        draft: draft.to_owned(),
        epoch: gated.epoch,
        score: gated.score,
        bad: label.bad,
        source: LabelSource::Rehearsal,
        topic: gated.topic.clone(),
        conversation_best: LabelledBest::of(labelled.iter(), gated.alpha, gated.epoch),
        visitor: gated.visitor.clone(),
        standing: pilot.standing(),
        at,
    };
    pilot.take(gated.alpha, input, at).1
}
