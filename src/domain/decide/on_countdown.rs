//! A draft that its gate let go waits for a moment in which anybody may stop it; then it leaves, if the grounds still hold.

use super::super::autopilot::{Ruling, SentReply};
use super::super::clearance::{Cleared, Departure};
use super::super::decision::{Closing, Fact, Refusal};
use super::super::effect::Effect;
use super::super::gate::Certificate;
use super::super::handoff::HandoffReason;
use super::super::id::SuggestionId;
use super::super::message::Turn;
use super::super::policy::Autonomy;
use super::super::reply::{Draft, SuggestionState};
use super::super::stage::Stage;
use super::step::Step;

pub(super) fn begin(step: &mut Step<'_>, turn: Turn, suggestion: SuggestionId, draft: &Draft) {
    let until = step.now.plus_ms(step.policy.settings.auto_hold_ms);
    let (draft, since) = (Box::new(draft.clone()), step.now);
    step.c.stage = Stage::Countdown { turn, suggestion, draft, since, until };
    if until <= step.now {
        let_go(step);
    }
}

/// Somebody wants to look at it first.
pub(super) fn stopped(step: &mut Step<'_>, wanted: SuggestionId) -> Result<(), Refusal> {
    match &step.c.stage {
        Stage::Countdown { suggestion, .. } if *suggestion == wanted => {
            to_review(step);
            Ok(())
        }
        Stage::InReview { suggestion, .. } if *suggestion == wanted => {
            Err(Refusal::NotNow { why: "it has been stopped already and waits for a decision".to_owned() })
        }
        _ => {
            Err(Refusal::NotNow { why: "too late to stop it: it has left, or the chat moved on".to_owned() })
        }
    }
}

fn to_review(step: &mut Step<'_>) {
    let Stage::Countdown { turn, suggestion, draft, since, .. } = step.c.stage.clone() else { return };
    step.facts.push(Fact::SuggestionReopened(suggestion));
    step.c.stage = Stage::InReview { turn, suggestion, draft, since, waiting_told: false };
    step.bump();
}

/// The time to stop it is over. Everything is looked at once more; whatever does not hold puts it before the owner.
pub(super) fn let_go(step: &mut Step<'_>) {
    let Stage::Countdown { turn, suggestion, draft, until, .. } = step.c.stage.clone() else { return };
    if super::on_hold::is_late(step, until) {
        to_review(step);
        return;
    }
    if let Err(why) = step.screen(&turn) {
        step.hand_off(Some(turn), why, None);
        return;
    }
    let held = step.policy.rulebook.screen_reply(&draft.text);
    if !held.is_empty() {
        let mut rules: Vec<String> = held.into_iter().map(|r| r.rule).collect();
        rules.dedup();
        step.hand_off(Some(turn), HandoffReason::DraftHeld { rules }, None);
        return;
    }
    let Some((certificate, audit)) = grounds(step, &draft) else {
        to_review(step);
        return;
    };
    depart(step, turn, suggestion, &draft, &certificate, audit);
}

/// A live certificate for a draft, and whether it was drawn by lot.
fn grounds(step: &Step<'_>, draft: &Draft) -> Option<(Certificate, bool)> {
    let gated = draft.gated.as_deref()?;
    let Ruling::Send { statement, audit } = &gated.ruling else { return None };
    let (autonomy, alpha) = step.policy.autonomy_of(&gated.topic);
    let sorted_anew = super::at_gate::topic(step) != gated.topic;
    if autonomy != Autonomy::Auto || alpha != gated.alpha || sorted_anew || !super::at_gate::is_time(step) {
        return None;
    }
    let certificate = step.autopilot.as_ref()?.vouches(gated.alpha, statement)?;
    Some((certificate, *audit))
}

fn depart(
    step: &mut Step<'_>,
    turn: Turn,
    suggestion: SuggestionId,
    draft: &Draft,
    certificate: &Certificate,
    audit: bool,
) {
    let Some(gated) = draft.gated.clone() else { return };
    step.facts.push(Fact::SuggestionClosed(Closing {
        id: suggestion,
        state: SuggestionState::AutoSent,
        by: None,
        reason: None,
        edited_text: None,
        label: None,
        read_ms: None,
        at: step.now,
    }));
    step.bump();
    let action = step.action_id();
    let (_, based_on) = turn.last();
    let text = step.policy.disclosed(&step.c, &draft.text);
    let departure = Departure { suggestion, text: &text, gated: *gated, at: step.now };
    let cleared =
        Cleared::by_certificate(action, departure, certificate, turn.ids(), based_on.max(step.c.sequence));
    step.facts.push(Fact::LetGo(Box::new(SentReply {
        suggestion,
        action,
        text,
        topic: super::at_gate::topic(step),
        statement: certificate.statement().clone(),
        audit,
        at: step.now,
    })));
    step.c.outgoing.push(cleared.outgoing().clone());
    step.ask(action, Effect::Send(cleared));
    step.c.stage = Stage::Sending { turn, action };
}
