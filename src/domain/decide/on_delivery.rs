//! What became of a message on its way: record what reached the visitor, and never send it again blindly.

use super::super::autopilot::SentState;
use super::super::clearance::Outgoing;
use super::super::decision::{Closing, Fact};
use super::super::episode::AssistKind;
use super::super::event::Undelivered;
use super::super::handoff::HandoffReason;
use super::super::id::ActionId;
use super::super::message::{Author, Message, MessageKind, Turn, TurnMessage};
use super::super::reply::SuggestionState;
use super::super::stage::Stage;
use super::super::time::Timestamp;
use super::on_message::record_answer;
use super::step::{
    LABEL_AI_ASSISTED, LABEL_ANSWER_SOON, LABEL_HELD, LABEL_HUMAN_ONLY, LABEL_NEEDS_HUMAN, Step,
};

/// How many messages with an unknown outcome a conversation keeps.
const OUTGOING_MAX: usize = 20;

pub(super) fn delivered(step: &mut Step<'_>, action: ActionId, message_id: Option<&str>) {
    let Some(outgoing) = step.c.settle(action) else { return };
    let at = step.logged.at;
    let assisted = match outgoing.kind {
        MessageKind::Approved => Some(AssistKind::Approved),
        MessageKind::Edited => Some(AssistKind::Edited),
        MessageKind::AutoSent => Some(AssistKind::AutoSent),
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
    record_answer(step, at, assisted, Some(&outgoing));
    super::on_sent::arrived(step, &outgoing);
    close_answered(step, &outgoing, author);
    super::on_wait::answered(step, at, step.c.stage.turn().is_some());
    step.bump();
    label_answered(step, assisted.is_some());
}

/// What the relay's lists show of an answer; who still waits for a human stays marked.
fn label_answered(step: &mut Step<'_>, assisted: bool) {
    let mut done: Vec<&str> = Vec::new();
    if step.c.promise.is_none() {
        done.push(LABEL_ANSWER_SOON);
    }
    if step.c.stage.turn().is_none() {
        done.extend([LABEL_NEEDS_HUMAN, LABEL_HELD]);
    }
    if assisted {
        done.push(LABEL_HUMAN_ONLY);
        step.label(&[LABEL_AI_ASSISTED], &done);
    } else if step.c.episode.as_ref().is_some_and(|e| e.kind.is_none()) {
        step.label(&[LABEL_HUMAN_ONLY], &done);
    } else {
        step.label(&[], &done);
    }
}

/// Takes what was answered out of the open turn and moves on.
fn close_answered(step: &mut Step<'_>, outgoing: &Outgoing, author: Author) {
    let open = step.c.stage.turn().cloned();
    let answered: Vec<&TurnMessage> =
        open.iter().flat_map(Turn::messages).filter(|m| outgoing.answers.contains(&m.external_id)).collect();
    let said: Vec<&str> = answered.iter().map(|m| m.text.as_str()).collect();
    step.remember(&said, author, &outgoing.text);
    let newest = answered.iter().map(|m| (m.at, m.sequence)).max();
    if let Some((at, sequence)) = newest {
        step.c.answered_up_to(at, sequence);
    }
    let rest = open.clone().and_then(|t| t.without(&outgoing.answers));
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
            // Another reply to the same words would be a second one.
            step.c.cancel_outgoing();
            step.c.stage = Stage::Quiet;
        }
        // A cancelled reply had left already: only what it did not answer is still open.
        (_, Some(rest)) => {
            step.close_suggestion(SuggestionState::Overtaken);
            step.c.cancel_outgoing();
            step.gather(rest, true);
        }
    }
}

/// A fixed message reached the visitor. It acknowledges, and answers nothing. Kept under our own id, which its echo
/// carries too, so that it stands in the thread once.
pub(super) fn notice_given(step: &mut Step<'_>, action: ActionId, text: &str, until: Option<Timestamp>) {
    step.facts.push(Fact::MessageKept(Message {
        external_id: action.to_string(),
        author: Author::Assistant,
        kind: MessageKind::Notice,
        private: false,
        text: text.to_owned(),
        at: step.logged.at,
        suggestion: None,
        action: Some(action),
        by: None,
    }));
    super::on_wait::told(step, action, text, until);
}

pub(super) fn not_delivered(step: &mut Step<'_>, action: ActionId, outcome: &Undelivered) {
    let Some(outgoing) = step.c.settle(action) else { return };
    let was_wanted = !outgoing.cancelled;
    if was_wanted {
        step.bump();
    }
    match outcome {
        Undelivered::Cancelled | Undelivered::Stale => {
            overtaken(step, &outgoing);
            super::on_sent::failed(step, &outgoing, SentState::Withdrawn);
            if was_wanted {
                draft_afresh(step, action);
            }
        }
        Undelivered::Dead { detail } => {
            super::on_sent::failed(step, &outgoing, SentState::Withdrawn);
            keep_for_echo(step, outgoing);
            if was_wanted {
                let turn = step.c.stage.turn().cloned();
                step.hand_off(turn, HandoffReason::NotDelivered { detail: detail.clone() }, None);
            }
        }
        Undelivered::Uncertain => {
            super::on_sent::failed(step, &outgoing, SentState::Uncertain);
            keep_for_echo(step, outgoing);
            if was_wanted {
                let turn = step.c.stage.turn().cloned();
                step.hand_off(turn, HandoffReason::DeliveryUncertain, None);
            }
        }
    }
}

/// A last try may have arrived all the same: its echo must still find what was sent. It is never sent again.
fn keep_for_echo(step: &mut Step<'_>, mut outgoing: Outgoing) {
    step.c.settled.retain(|a| *a != outgoing.action);
    outgoing.cancelled = true;
    step.c.outgoing.push(outgoing);
    if step.c.outgoing.len() > OUTGOING_MAX
        && let Some(oldest) = step.c.outgoing.iter().position(|o| o.cancelled)
    {
        step.c.outgoing.remove(oldest);
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
            label: None,
            read_ms: None,
            at: step.now,
        }));
    }
}

/// The relay knows more than we did: the draft is dropped and the turn drafted again.
/// A human's own words are theirs to repeat.
fn draft_afresh(step: &mut Step<'_>, action: ActionId) {
    match step.c.stage.clone() {
        Stage::Sending { turn, action: sending } if sending == action => step.gather(turn, true),
        stage => {
            let detail = "the conversation had moved on".to_owned();
            step.hand_off(stage.turn().cloned(), HandoffReason::NotDelivered { detail }, None);
        }
    }
}
