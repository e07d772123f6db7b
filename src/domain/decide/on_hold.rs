//! A decision waits for a moment in which its owner may take it back; then it is carried out.

use super::super::clearance::{Approval, Cleared};
use super::super::decision::{Fact, Refusal};
use super::super::effect::Effect;
use super::super::event::{Event, RelayStatus, Review};
use super::super::handoff::HandoffReason;
use super::super::id::SuggestionId;
use super::super::message::Turn;
use super::super::metrics::ten_thousandths;
use super::super::reply::Draft;
use super::super::stage::{Decided, Stage};
use super::super::time::Timestamp;
use super::on_review::reply;
use super::step::Step;
use crate::stats::edit_distance;

/// So long after its time nobody was there to carry it out, nor perhaps to hear what the chat came to meanwhile, ms.
const LATE_MS: i64 = 60_000;

/// Whether what was to leave at `until` comes so late that it was decided on another chat.
pub(super) fn is_late(step: &Step<'_>, until: Timestamp) -> bool {
    step.now > until.plus_ms(LATE_MS)
}

/// Nothing leaves yet: the conversation's own clock carries it out.
pub(super) fn hold(step: &mut Step<'_>, decided: Decided) {
    let until = step.now.plus_ms(step.policy.settings.undo_ms);
    let (turn, suggestion, draft, since, waiting_told) = match step.c.stage.clone() {
        Stage::InReview { turn, suggestion, draft, since, waiting_told } => {
            (turn, suggestion, draft, since, waiting_told)
        }
        Stage::Countdown { turn, suggestion, draft, since, .. } => (turn, suggestion, draft, since, false),
        _ => return,
    };
    step.c.stage = Stage::Holding { turn, suggestion, draft, decided, until, since, waiting_told };
    step.bump();
}

/// Whoever decided takes it back: the suggestion is open again, as it was. A colleague who disagrees takes the chat over.
pub(super) fn undone(step: &mut Step<'_>, wanted: SuggestionId, by: &str) -> Result<(), Refusal> {
    match step.c.stage.clone() {
        Stage::Holding { suggestion, decided, .. } if suggestion == wanted && decided.by != by => {
            Err(Refusal::NotNow {
                why: format!(
                    "{} decided this, and only they can take it back; take the chat over to stop it",
                    decided.by
                ),
            })
        }
        Stage::Holding { turn, suggestion, draft, until, since, waiting_told, .. }
            if suggestion == wanted && step.now < until =>
        {
            step.facts.push(Fact::SuggestionReopened(suggestion));
            step.c.stage = Stage::InReview { turn, suggestion, draft, since, waiting_told };
            step.bump();
            Ok(())
        }
        Stage::InReview { suggestion, .. } if suggestion == wanted => {
            Err(Refusal::NotNow { why: "it has been taken back already and is open again".to_owned() })
        }
        _ => Err(Refusal::NotNow {
            why: "too late to take it back: it has been carried out, or the chat moved on".to_owned(),
        }),
    }
}

/// A held rejection is carried out before whatever moves the chat on: it goes to a human whatever comes. A held approval
/// is overtaken by that instead, as any reply that has not left.
pub(super) fn overtaken_by(step: &mut Step<'_>) {
    let moves_on = matches!(
        step.logged.event,
        Event::MessageHeard(_)
            | Event::TakenOver { .. }
            | Event::OwnerReplied { .. }
            | Event::ChatResolved { .. }
            | Event::StatusChanged { status: RelayStatus::Human | RelayStatus::Resolved, .. }
    );
    if let Stage::Holding { decided: Decided { review: Review::Reject { .. }, .. }, .. } = &step.c.stage
        && moves_on
    {
        carry_out(step);
    }
}

/// The time to take it back is over.
pub(super) fn carry_out(step: &mut Step<'_>) {
    let Stage::Holding { turn, suggestion, draft, decided, until, since, waiting_told } =
        step.c.stage.clone()
    else {
        return;
    };
    if let Some(reply) = reply(&decided.review, &draft) {
        if is_late(step, until) {
            step.facts.push(Fact::SuggestionReopened(suggestion));
            step.c.stage = Stage::InReview { turn, suggestion, draft, since, waiting_told };
            step.bump();
            return;
        }
        // The rules may have grown stricter meanwhile.
        if let Err(why) = step.screen(&turn) {
            step.hand_off(Some(turn), why, None);
            return;
        }
        let held = if reply.edited { Vec::new() } else { step.policy.rulebook.screen_reply(reply.text) };
        if !held.is_empty() {
            let mut rules: Vec<String> = held.into_iter().map(|r| r.rule).collect();
            rules.dedup();
            step.hand_off(Some(turn), HandoffReason::DraftHeld { rules }, None);
            return;
        }
    }
    perform(step, suggestion, turn, &draft, &decided);
}

/// Does what was decided on a suggestion that is closed with it.
pub(super) fn perform(
    step: &mut Step<'_>,
    suggestion: SuggestionId,
    turn: Turn,
    draft: &Draft,
    decided: &Decided,
) {
    super::labels::decided(step, suggestion, draft, decided.label);
    if let Review::Reject { reason } = decided.review {
        // Closed with its reason; the handoff must not call it overtaken as well.
        step.c.stage = Stage::Quiet;
        step.hand_off(Some(turn), HandoffReason::Rejected { reason }, None);
        return;
    }
    let Some(reply) = reply(&decided.review, draft) else { return };
    step.bump();
    let action = step.action_id();
    let (_, based_on) = turn.last();
    let approval = Approval {
        suggestion,
        draft_hash: &draft.hash(),
        text: reply.text,
        edited: reply.edited,
        edit: ten_thousandths(edit_distance(&draft.text, reply.text)).filter(|_| reply.edited).unwrap_or(0),
        by: &decided.by,
        at: decided.at,
        gated: draft.gated.as_deref(),
    };
    let cleared = Cleared::by_owner(action, &approval, turn.ids(), based_on.max(step.c.sequence));
    step.c.outgoing.push(cleared.outgoing().clone());
    step.ask(action, Effect::Send(cleared));
    step.c.asked_back |= draft.asks_back;
    step.c.stage = Stage::Sending { turn, action };
}
