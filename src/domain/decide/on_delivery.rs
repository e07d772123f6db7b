//! What became of a message on its way: record what reached the visitor, and never send it again blindly.

use super::super::conversation::Stage;
use super::super::decision::{Closing, Fact};
use super::super::episode::AssistKind;
use super::super::event::Undelivered;
use super::super::handoff::HandoffReason;
use super::super::id::ActionId;
use super::super::message::{Author, Message, MessageKind, Turn};
use super::super::reply::{Outgoing, SuggestionState};
use super::on_message::record_answer;
use super::step::{LABEL_AI_ASSISTED, LABEL_HELD, LABEL_HUMAN_ONLY, LABEL_NEEDS_HUMAN, Step};

pub(super) fn delivered(step: &mut Step<'_>, action: ActionId, message_id: Option<&str>) {
    let Some(outgoing) = step.c.settle(action) else { return };
    let at = step.logged.at;
    let assisted = match outgoing.kind {
        MessageKind::Approved => Some(AssistKind::Approved),
        MessageKind::Edited => Some(AssistKind::Edited),
        _ => None,
    };
    let author = if assisted.is_some() { Author::Assistant } else { Author::Owner };
    step.facts.push(Fact::MessageKept(Message {
        external_id: message_id.map_or_else(|| action.to_string(), str::to_owned),
        author,
        kind: outgoing.kind,
        private: false,
        text: outgoing.text.clone(),
        at,
        suggestion: outgoing.suggestion,
        action: Some(action),
        by: outgoing.by.clone(),
    }));
    if assisted.is_some() {
        step.c.assistant_turns.push(at);
        let surplus = step.c.assistant_turns.len().saturating_sub(100);
        step.c.assistant_turns.drain(..surplus);
    }
    record_answer(step, at, assisted);
    close_answered(step, &outgoing, author);
    step.bump();
    if assisted.is_some() {
        step.label(&[LABEL_AI_ASSISTED], &[LABEL_NEEDS_HUMAN, LABEL_HELD, LABEL_HUMAN_ONLY]);
    } else if step.c.episode.as_ref().is_some_and(|e| e.kind.is_none()) {
        step.label(&[LABEL_HUMAN_ONLY], &[LABEL_NEEDS_HUMAN, LABEL_HELD]);
    } else {
        step.label(&[], &[LABEL_NEEDS_HUMAN, LABEL_HELD]);
    }
}

/// Takes what was answered out of the open turn and moves on.
fn close_answered(step: &mut Step<'_>, outgoing: &Outgoing, author: Author) {
    let open = step.c.stage.turn().cloned();
    if step.c.held.is_empty() {
        let said: Vec<String> = open
            .iter()
            .flat_map(Turn::messages)
            .filter(|m| outgoing.answers.contains(&m.external_id))
            .map(|m| m.text.clone())
            .collect();
        for text in said {
            step.c.remember(Author::Visitor, &text);
        }
        step.c.remember(author, &outgoing.text);
    }
    let newest = open
        .iter()
        .flat_map(Turn::messages)
        .filter(|m| outgoing.answers.contains(&m.external_id))
        .map(|m| (m.at, m.sequence))
        .max();
    if let Some((at, sequence)) = newest {
        step.c.answered_up_to(at, sequence);
    }
    let rest = open.and_then(|t| t.without(&outgoing.answers));
    match &rest {
        None => step.c.held.clear(),
        Some(turn) => step.note_verdict(turn),
    }
    match (&step.c.stage, rest) {
        (Stage::WithHuman { why, since, .. }, rest) => {
            step.c.stage = Stage::WithHuman { turn: rest, why: why.clone(), since: *since };
        }
        (Stage::Resolved { .. } | Stage::Quiet, _) => {}
        (_, None) => {
            step.close_suggestion(SuggestionState::Overtaken);
            step.c.stage = Stage::Quiet;
        }
        // A cancelled reply had left already: only what it did not answer is still open.
        (_, Some(rest)) => {
            step.close_suggestion(SuggestionState::Overtaken);
            step.gather(rest, true);
        }
    }
}

pub(super) fn not_delivered(step: &mut Step<'_>, action: ActionId, outcome: &Undelivered) {
    let Some(outgoing) = step.c.settle(action) else { return };
    let was_wanted = !outgoing.cancelled;
    if was_wanted {
        step.bump();
    }
    match outcome {
        Undelivered::Cancelled => overtaken(step, &outgoing),
        Undelivered::Stale => {
            overtaken(step, &outgoing);
            if was_wanted {
                draft_afresh(step, action);
            }
        }
        Undelivered::Dead { detail } if was_wanted => {
            let turn = step.c.stage.turn().cloned();
            step.hand_off(turn, HandoffReason::NotDelivered { detail: detail.clone() }, None);
        }
        Undelivered::Uncertain if was_wanted => {
            // The outcome may still come as an echo: keep what was on its way, but never send it again.
            let mut waiting = outgoing;
            waiting.cancelled = true;
            step.c.settled.retain(|a| *a != action);
            step.c.outgoing.push(waiting);
            let turn = step.c.stage.turn().cloned();
            step.hand_off(turn, HandoffReason::DeliveryUncertain, None);
        }
        Undelivered::Dead { .. } | Undelivered::Uncertain => {}
    }
}

/// An approved reply that never left: its suggestion was overtaken after all.
fn overtaken(step: &mut Step<'_>, outgoing: &Outgoing) {
    if let Some(suggestion) = outgoing.suggestion {
        step.facts.push(Fact::SuggestionClosed(Closing {
            id: suggestion,
            state: SuggestionState::Overtaken,
            by: None,
            reason: None,
            edited_text: None,
            at: step.now,
        }));
    }
}

/// The relay knows more than we did: the draft is dropped and the turn drafted again.
fn draft_afresh(step: &mut Step<'_>, action: ActionId) {
    match &step.c.stage {
        Stage::Sending { turn, action: sending } if *sending == action => {
            let turn = turn.clone();
            step.gather(turn, true);
        }
        _ => {}
    }
}
