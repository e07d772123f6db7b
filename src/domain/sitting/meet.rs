//! A rehearsed draft meets its gate: it gets its score and its epoch, and never leaves.

use super::super::autopilot::{Alpha, Autopilot, GateMove, Gated, Ruling, is_evidence, made_with};
use super::super::gate::{GateInput, GateVerdict, WhyNot};
use super::super::policy::Policy;
use super::super::reply::Draft;
use super::super::time::Timestamp;
use super::candidate::Question;

/// A draft with its place at the gate, and what the gate was told.
#[derive(Clone, Debug, PartialEq)]
pub struct Met {
    /// The draft.
    pub draft: Draft,
    /// In their order.
    pub moves: Vec<GateMove>,
}

/// Takes a draft to the gate of its topic. `None` where it fails a hard gate: it would be no evidence, so nobody need read it,
/// and the gate hears nothing of it.
#[must_use]
pub fn meet(
    pilot: &mut Autopilot,
    policy: &Policy,
    id: &str,
    (question, alpha): (&Question, Alpha),
    draft: Draft,
    at: Timestamp,
) -> Option<Met> {
    if !is_evidence(&draft) {
        return None;
    }
    let mut moves = pilot.prepare(alpha, &draft, &policy.scorer.weights, at);
    let line = pilot.line(alpha, at);
    let (score, epoch) = (line.score(&draft.weighed), line.gate.epoch());
    let input = GateInput::Draft {
        lot: String::new(),
        draft: id.to_owned(),
        score,
        gates_ok: true,
        topic: question.topic.clone(),
        rehearsal: true,
        sources: pilot.sources(&draft),
        rulebook: policy.rulebook.hash().to_owned(),
        model: made_with(&draft),
        standing: pilot.standing(),
        attended: pilot.attended,
        at,
    };
    let (verdict, last) = pilot.take(alpha, input, at);
    moves.push(last);
    let why = match verdict {
        Some(GateVerdict::Suggest(why)) => why,
        // A gate lets no rehearsed draft go; if it ever did, nobody here could send it.
        Some(GateVerdict::Send { .. }) | None => WhyNot::Rehearsal,
    };
    let gated = Gated {
        alpha,
        epoch,
        score,
        topic: question.topic.clone(),
        visitor: question.visitor.clone(),
        episode: None,
        evidence: true,
        ruling: Ruling::Suggest { why },
    };
    Some(Met { draft: Draft { gated: Some(Box::new(gated)), ..draft }, moves })
}
