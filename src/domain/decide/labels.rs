//! What an owner's decision on a draft says to its gate.

use super::super::autopilot::{Gated, LabelledBest, Ruling};
use super::super::event::{Event, Undelivered};
use super::super::gate::{GateInput, LabelSource};
use super::super::id::SuggestionId;
use super::super::label::Label;
use super::super::message::Author;
use super::super::reply::Draft;
use super::step::Step;

/// What is said about a draft.
#[derive(Clone, Copy)]
pub(super) struct Said {
    pub bad: bool,
    pub source: LabelSource,
}

/// A suggestion was decided on; without a label the decision says nothing.
pub(super) fn decided(step: &mut Step<'_>, suggestion: SuggestionId, draft: &Draft, label: Option<Label>) {
    let Some(gated) = draft.gated.as_deref().filter(|gated| gated.evidence) else { return };
    let gated = gated.clone();
    let Some(label) = label else {
        undecided(step, suggestion, &gated);
        return;
    };
    let source = match &gated.ruling {
        _ if gated.is_drawn() => LabelSource::Holdback,
        // Looked at in its countdown, because somebody chose to.
        Ruling::Send { .. } => LabelSource::Targeted,
        Ruling::Suggest { .. } | Ruling::Kept { .. } => LabelSource::Suggest,
    };
    count(step, suggestion, &gated, Said { bad: label.bad, source });
}

/// A draft's audit, if it had one, ended without a decision that says anything.
pub(super) fn undecided(step: &mut Step<'_>, suggestion: SuggestionId, gated: &Gated) {
    if gated.is_drawn() {
        // The visitor wrote on, or the source changed: another draft to the same question is drawn again, by the same lot.
        let withdrawn = match &step.logged.event {
            Event::MessageHeard(heard) => heard.author == Author::Visitor,
            Event::SuggestionOutdated { .. }
            | Event::NotDelivered { outcome: Undelivered::Stale | Undelivered::Cancelled, .. } => true,
            _ => false,
        };
        let draft = suggestion.to_string();
        super::at_gate::take(step, gated.alpha, GateInput::Undecided { draft, withdrawn });
    }
}

/// Counts a label.
pub(super) fn count(step: &mut Step<'_>, suggestion: SuggestionId, gated: &Gated, said: Said) {
    let Some(pilot) = &step.autopilot else { return };
    let standing = pilot.standing();
    let (alpha, epoch, score) = (gated.alpha, gated.epoch, gated.score);
    let present = pilot.line(alpha, step.now).gate.epoch();
    let known = LabelledBest::of(step.c.labelled.iter().chain(&pilot.rehearsed), alpha, epoch);
    let input = GateInput::Label {
        draft: suggestion.to_string(),
        epoch,
        score,
        bad: said.bad,
        source: said.source,
        topic: gated.topic.clone(),
        conversation_best: known,
        visitor: gated.visitor.clone(),
        standing,
        at: step.now,
    };
    super::at_gate::take(step, alpha, input);
    // What the gate does not count hides nothing that it would.
    if epoch != present || (said.source == LabelSource::Targeted && !said.bad) {
        return;
    }
    let best = known.map_or(score, |known| known.max(score));
    step.c.labelled.retain(|known| known.alpha != alpha);
    step.c.labelled.push(LabelledBest { alpha, epoch, score: best });
}
