//! The owner decided, or wrote: check that they saw what is the case, then clear the reply.

use super::super::clearance::Cleared;
use super::super::conversation::Silence;
use super::super::decision::{Closing, Fact, Refusal};
use super::super::effect::Effect;
use super::super::event::{Review, Seen};
use super::super::handoff::HandoffReason;
use super::super::id::SuggestionId;
use super::super::label::{Label, Outcome, label};
use super::super::message::Turn;
use super::super::reply::{Draft, SuggestionState};
use super::super::stage::{Decided, Stage};
use super::on_hold;
use super::step::Step;

/// What an owner may send in one message, bytes (the relay contract's bound).
const OWNER_TEXT_BYTES_MAX: usize = 32_000;

pub(super) fn reviewed(
    step: &mut Step<'_>,
    suggestion: SuggestionId,
    review: &Review,
    seen: &Seen,
    by: &str,
    undoable: bool,
) -> Result<(), Refusal> {
    let (turn, draft) = under_review(step, suggestion, seen)?;
    let read_ms = believable(step, seen.read_ms);
    let review = proper(review, &draft)?;
    let mut decided = Decided { review, by: by.to_owned(), at: step.now, label: None, unread: None };
    if let Some(reply) = reply(&decided.review, &draft) {
        // The rules may have grown stricter since the suggestion was made; the engine refreshes it then.
        if step.screen(&turn).is_err()
            || (!reply.edited && !step.policy.rulebook.screen_reply(reply.text).is_empty())
        {
            return Err(Refusal::Overtaken { why: "the rules changed and hold it now".to_owned() });
        }
    }
    let closing = closing(suggestion, &draft, &decided, read_ms);
    (decided.label, decided.unread) = (closing.label, closing.unread(&draft));
    step.facts.push(Fact::SuggestionClosed(closing));
    if undoable && step.policy.settings.undo_ms > 0 {
        on_hold::hold(step, decided);
    } else {
        on_hold::perform(step, suggestion, turn, &draft, &decided);
    }
    Ok(())
}

/// The decision with words that can be sent.
fn proper(review: &Review, draft: &Draft) -> Result<Review, Refusal> {
    let Review::Edit { text, only_tone } = review else { return Ok(review.clone()) };
    let text = sendable("text", text)?;
    let unchanged = text == draft.text.trim();
    Ok(Review::Edit { text: if unchanged { draft.text.clone() } else { text }, only_tone: *only_tone })
}

/// What a visitor would read.
pub(super) struct Reply<'a> {
    pub text: &'a str,
    pub edited: bool,
}

/// The reply that a decision lets go, if it does.
pub(super) fn reply<'a>(review: &'a Review, draft: &'a Draft) -> Option<Reply<'a>> {
    match review {
        Review::Approve => Some(Reply { text: &draft.text, edited: false }),
        Review::Edit { text, .. } => Some(Reply { text, edited: text.trim() != draft.text.trim() }),
        Review::Reject { .. } => None,
    }
}

fn closing(suggestion: SuggestionId, draft: &Draft, decided: &Decided, read_ms: Option<u64>) -> Closing {
    let (state, outcome) = match (&decided.review, reply(&decided.review, draft)) {
        (Review::Reject { reason }, _) => (SuggestionState::Rejected, Outcome::Rejected(*reason)),
        (Review::Edit { text, only_tone }, Some(Reply { edited, .. })) => (
            if edited { SuggestionState::Edited } else { SuggestionState::Approved },
            Outcome::Edited { sent: text.trim(), only_tone: *only_tone },
        ),
        _ => (SuggestionState::Approved, Outcome::Approved),
    };
    Closing {
        id: suggestion,
        state,
        by: Some(decided.by.clone()),
        reason: if let Review::Reject { reason } = &decided.review { Some(*reason) } else { None },
        edited_text: match &decided.review {
            Review::Edit { text, .. } if state == SuggestionState::Edited => Some(text.clone()),
            _ => None,
        },
        label: learned(draft, &outcome, read_ms),
        read_ms,
        at: decided.at,
    }
}

/// The suggestion before the owner is the one named, and unchanged since it was looked at.
fn under_review(step: &Step<'_>, wanted: SuggestionId, seen: &Seen) -> Result<(Turn, Draft), Refusal> {
    let (Stage::InReview { turn, suggestion, draft, .. } | Stage::Countdown { turn, suggestion, draft, .. }) =
        &step.c.stage
    else {
        return Err(Refusal::Overtaken { why: why_not_in_review(&step.c.stage) });
    };
    if *suggestion != wanted {
        return Err(Refusal::Overtaken { why: "there is a newer suggestion".to_owned() });
    }
    if seen.revision != step.c.revision || seen.draft_hash != draft.hash() {
        return Err(Refusal::ChangedSinceSeen { revision: step.c.revision });
    }
    Ok((turn.clone(), draft.as_ref().clone()))
}

fn why_not_in_review(stage: &Stage) -> String {
    match stage {
        Stage::Gathering { .. } | Stage::Drafting { .. } => {
            "the visitor wrote again and a fresh draft is on its way"
        }
        Stage::Holding { decided, .. } => return format!("{} has decided on it already", decided.by),
        Stage::Sending { .. } => "it has been decided already and is being sent",
        Stage::WithHuman { .. } => "a human has the conversation",
        Stage::Resolved { .. } => "the conversation is resolved",
        Stage::Quiet | Stage::InReview { .. } | Stage::Countdown { .. } => "it has been decided already",
    }
    .to_owned()
}

fn sendable(field: &str, text: &str) -> Result<String, Refusal> {
    let bad = |message: &str| Err(Refusal::BadText { field: field.to_owned(), message: message.to_owned() });
    let text = text.trim();
    if text.is_empty() {
        return bad("is empty; write what the visitor should read");
    }
    if text.len() > OWNER_TEXT_BYTES_MAX {
        return bad("is over 32000 bytes; shorten it");
    }
    if text.contains('\0') {
        return bad("contains a NUL character; remove it");
    }
    Ok(text.to_owned())
}

/// Nobody has had a draft before them for longer than it has been there.
fn believable(step: &Step<'_>, read_ms: Option<u64>) -> Option<u64> {
    let (Stage::InReview { since, .. } | Stage::Countdown { since, .. }) = &step.c.stage else { return None };
    let there_ms = u64::try_from(step.now.since(*since) / 1_000).unwrap_or(0);
    read_ms.map(|ms| ms.min(there_ms))
}

/// What the decision says about the draft; nothing about one from before there were signals.
fn learned(draft: &Draft, outcome: &Outcome<'_>, read_ms: Option<u64>) -> Option<Label> {
    label(&draft.text, outcome, read_ms).filter(|_| !draft.weighed.is_empty())
}

/// What the suggestion rests on changed under it: draft the turn afresh.
pub(super) fn outdated(step: &mut Step<'_>, wanted: SuggestionId) {
    let (Stage::InReview { turn, suggestion, .. }
    | Stage::Holding { turn, suggestion, .. }
    | Stage::Countdown { turn, suggestion, .. }) = &step.c.stage
    else {
        return;
    };
    if *suggestion != wanted {
        return;
    }
    let turn = turn.clone();
    if let Err(why) = step.screen(&turn) {
        step.hand_off(Some(turn), why, None);
        return;
    }
    step.close_suggestion(SuggestionState::Overtaken);
    step.gather(turn, false);
}

/// The owner wrote a reply in the inbox: it leaves under their name, and the conversation is theirs.
/// What they wrote beside a suggestion says what they thought of it.
pub(super) fn replied(
    step: &mut Step<'_>,
    by: &str,
    text: &str,
    read_ms: Option<u64>,
    template: Option<&str>,
) -> Result<(), Refusal> {
    let text = sendable("text", text)?;
    let read_ms = believable(step, read_ms);
    let beside = match &step.c.stage {
        Stage::InReview { draft, .. } | Stage::Countdown { draft, .. } => {
            learned(draft, &Outcome::Typed { sent: &text }, read_ms)
        }
        _ => None,
    };
    step.close_suggestion_as(SuggestionState::Overtaken, beside, read_ms);
    step.c.cancel_outgoing();
    let turn = step.c.stage.turn().cloned();
    step.c.silenced = Some(Silence { by: by.to_owned(), at: step.now });
    step.bump();
    let action = step.action_id();
    let answers = turn.as_ref().map(Turn::ids).unwrap_or_default();
    let template = template.map(str::to_owned);
    let cleared = Cleared::in_owners_words(action, by, &text, step.now, answers, template);
    step.c.outgoing.push(cleared.outgoing().clone());
    step.ask(action, Effect::Send(cleared));
    step.c.stage =
        Stage::WithHuman { turn, why: HandoffReason::TakenOver { by: by.to_owned() }, since: step.now };
    Ok(())
}
