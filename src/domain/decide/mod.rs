//! What follows from what happened: one event in, the next conversation and its effects out.

mod at_gate;
mod drawing;
mod gate;
mod labels;
mod measuring;
mod on_clock;
mod on_countdown;
mod on_delivery;
mod on_draft;
mod on_hold;
mod on_message;
mod on_rating;
mod on_review;
mod on_sent;
mod on_status;
mod on_survey;
mod on_tags;
mod on_wait;
mod step;
#[cfg(test)]
mod tests;

use super::conversation::Conversation;
use super::decision::{Decision, Refusal};
use super::event::{Event, Logged};
use super::policy::Policy;
use super::stage::Stage;
use super::time::Timestamp;
use step::Step;

/// Decides. The same inputs give the same decision, ids included.
///
/// # Errors
/// A [`Refusal`] when an owner's wish no longer fits what is the case; nothing changes then.
/// Events of relay, drafter and clock are never refused.
pub fn decide(
    now: Timestamp,
    policy: &Policy,
    before: &Conversation,
    logged: &Logged,
) -> Result<Decision, Refusal> {
    let mut step = Step::new(now, policy, before, logged);
    on_hold::overtaken_by(&mut step);
    match &logged.event {
        Event::ChatOpened { page_url, referrer } => {
            on_status::opened(&mut step, page_url.as_deref(), referrer.as_deref());
        }
        Event::MessageHeard(heard) => on_message::heard(&mut step, heard),
        Event::StatusChanged { status, by } => on_status::changed(&mut step, *status, by.as_deref()),
        Event::ChatResolved { .. } => on_status::resolved(&mut step),
        Event::Rated(rating) => on_rating::rated(&mut step, rating),
        Event::SurveyAsked { action, text, .. } => on_survey::asked(&mut step, *action, text),
        Event::SurveyWithheld { .. } => {}
        Event::Converted { value, currency } => {
            measuring::converted(&mut step, *value, currency.as_deref());
        }
        Event::DraftArrived { order, draft, passages, known } => {
            on_draft::arrived(&mut step, *order, draft, passages, known)
        }
        Event::DraftFailed { order, failure, passages } => {
            on_draft::failed(&mut step, *order, failure, passages)
        }
        Event::Reviewed { suggestion, review, seen, by, undoable } => {
            on_review::reviewed(&mut step, *suggestion, review, seen, by, *undoable)?;
        }
        Event::DecisionUndone { suggestion, by } => on_hold::undone(&mut step, *suggestion, by)?,
        Event::CountdownStopped { suggestion, .. } => on_countdown::stopped(&mut step, *suggestion)?,
        Event::SentJudged { suggestion, judged, by } => {
            on_sent::judged(&mut step, *suggestion, *judged, by)?;
        }
        Event::SuggestionOutdated { suggestion } => on_review::outdated(&mut step, *suggestion),
        Event::TakenOver { by, .. } => on_status::taken_over(&mut step, by),
        Event::Resumed { by, .. } => on_status::resumed(&mut step, by)?,
        Event::OwnerReplied { by, text, read_ms, template } => {
            on_review::replied(&mut step, by, text, *read_ms, template.as_deref())?;
        }
        Event::Tagged { primary, secondary, .. } => {
            on_tags::tagged(&mut step, primary.as_deref(), secondary)?;
        }
        Event::Judged { by, rubric } => on_tags::judged(&mut step, by, *rubric)?,
        Event::Delivered { action, message_id } => {
            on_delivery::delivered(&mut step, *action, message_id.as_deref())
        }
        Event::NoticeGiven { action, text, promise_until } => {
            on_delivery::notice_given(&mut step, *action, text, *promise_until)
        }
        Event::NotDelivered { action, outcome } => on_delivery::not_delivered(&mut step, *action, outcome),
        Event::ClockReached => on_clock::reached(&mut step),
    }
    Ok(step.finish())
}

/// When the conversation next wants to be looked at although nothing happens.
#[must_use]
pub fn next_due(policy: &Policy, conversation: &Conversation) -> Timestamp {
    on_clock::next_due(policy, conversation)
}

/// Whether a suggestion is before the owner.
#[must_use]
pub const fn awaits_owner(stage: &Stage) -> bool {
    matches!(stage, Stage::InReview { .. })
}
