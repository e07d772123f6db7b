//! A timer ran out: start drafting, tell a waiting visitor, warn of a promise, ask how it was, let go of what nobody decided, call a quiet chat resolved.

use super::super::conversation::Conversation;
use super::super::effect::{Effect, tellable};
use super::super::episode::Resolution;
use super::super::handoff::{HandoffReason, Notice};
use super::super::holdout::{Arm, Watched};
use super::super::id::ActionId;
use super::super::message::Turn;
use super::super::policy::{Autonomy, Policy};
use super::super::reply::{DraftFailure, SuggestionState};
use super::super::stage::Stage;
use super::super::time::Timestamp;
use super::drawing;
use super::step::Step;
use crate::guardrail::Verdict;

const MINUTE_MS: i64 = 60_000;

pub(super) fn reached(step: &mut Step<'_>) {
    super::on_wait::alarm(step);
    super::on_survey::due(step);
    super::on_sent::due(step);
    if stage_due(step.policy, &step.c) > step.now {
        return;
    }
    match step.c.stage.clone() {
        Stage::Gathering { turn, .. } => start_drafting(step, turn),
        Stage::Drafting { turn, .. } => {
            let failure = DraftFailure::GivenUp { detail: "the drafter did not come back".to_owned() };
            step.hand_off(Some(turn), HandoffReason::NoDraft { failure }, None);
        }
        Stage::InReview { turn, since, waiting_told, .. } => in_review(step, turn, since, waiting_told),
        Stage::Quiet | Stage::WithHuman { .. } => {
            let at = step.now;
            super::on_status::resolve(step, at, Resolution::Quiet);
        }
        Stage::Holding { .. } => {
            super::on_hold::carry_out(step);
            put_back(step);
        }
        Stage::Countdown { .. } => {
            super::on_countdown::let_go(step);
            put_back(step);
        }
        Stage::Sending { .. } | Stage::Resolved { .. } => {}
    }
}

/// What is before the owner again may have waited there too long already.
fn put_back(step: &mut Step<'_>) {
    if stage_due(step.policy, &step.c) <= step.now
        && let Stage::InReview { turn, since, waiting_told, .. } = step.c.stage.clone()
    {
        in_review(step, turn, since, waiting_told);
    }
}

/// When the stage, or a promise, next wants to be looked at.
pub(super) fn next_due(policy: &Policy, c: &Conversation) -> Timestamp {
    stage_due(policy, c)
        .min(super::on_wait::alarm_due(c.promise))
        .min(super::on_survey::next_due(c))
        .min(super::on_sent::next_due(c))
}

fn stage_due(policy: &Policy, c: &Conversation) -> Timestamp {
    let s = &policy.settings;
    match &c.stage {
        Stage::Gathering { due, .. } => *due,
        Stage::Drafting { deadline, .. } => *deadline,
        Stage::Holding { until, .. } | Stage::Countdown { until, .. } => *until,
        Stage::InReview { since, waiting_told, .. } => {
            let expiry = since.plus_ms(s.suggestion_ttl_ms);
            if *waiting_told || s.waiting_notice_ms == 0 {
                expiry
            } else {
                since.plus_ms(s.waiting_notice_ms).min(expiry)
            }
        }
        Stage::Quiet | Stage::WithHuman { turn: None, .. } if answered_and_open(c) => {
            c.last_activity.plus_ms(s.quiet_resolution_ms)
        }
        _ => Timestamp::NEVER,
    }
}

fn answered_and_open(c: &Conversation) -> bool {
    c.episode.as_ref().is_some_and(|e| e.resolved_at.is_none() && e.first_response_at.is_some())
}

fn start_drafting(step: &mut Step<'_>, turn: Turn) {
    if let Err(why) = step.screen(&turn) {
        step.hand_off(Some(turn), why, None);
        return;
    }
    if step.policy.autonomy_of(&super::at_gate::topic(step)).0 == Autonomy::Off {
        step.hand_off(Some(turn), HandoffReason::HumansOnly, None);
        return;
    }
    if spoken_enough(step) {
        step.hand_off(Some(turn), HandoffReason::TurnCap, None);
        return;
    }
    // Eligible: nothing but the lottery stands between the turn and a draft.
    let lot = drawing::draw(step);
    if lot.arm == Arm::HumanOnly && !lot.watched {
        step.hand_off(Some(turn), HandoffReason::Holdout, None);
        return;
    }
    let Some(order) = ask_for_draft(step, &turn) else { return };
    if lot.watched {
        step.c.watched = Some(Watched { order, turn: turn.clone() });
    }
    if lot.arm == Arm::HumanOnly {
        step.hand_off(Some(turn), HandoffReason::Holdout, None);
        return;
    }
    let deadline = step.now.plus_ms(step.policy.settings.draft_deadline_ms);
    step.c.stage = Stage::Drafting { turn, order, deadline };
    step.bump();
}

fn ask_for_draft(step: &mut Step<'_>, turn: &Turn) -> Option<ActionId> {
    let messages = turn.texts();
    let Verdict::Clear(screened) = step.policy.rulebook.screen(&messages) else { return None };
    let order = step.action_id();
    let history = tellable(&step.policy.rulebook, &step.c.history);
    step.ask(order, Effect::Draft { messages, screened, history });
    Some(order)
}

/// The caps that end a loop of two bots, and a conversation that has gone on too long without a human.
fn spoken_enough(step: &Step<'_>) -> bool {
    let s = &step.policy.settings;
    let minute_ago = step.now.minus_ms(MINUTE_MS);
    let lately = step.c.assistant_turns.iter().filter(|t| **t > minute_ago).count();
    step.c.assistant_turns.len() >= s.max_assistant_turns || lately >= s.max_assistant_turns_per_minute
}

fn in_review(step: &mut Step<'_>, turn: Turn, since: Timestamp, waiting_told: bool) {
    if step.now >= since.plus_ms(step.policy.settings.suggestion_ttl_ms) {
        step.close_suggestion(SuggestionState::Expired);
        step.c.stage = Stage::Quiet;
        step.hand_off(Some(turn), HandoffReason::NobodyDecided, None);
        return;
    }
    if waiting_told {
        return;
    }
    step.tell(Notice::Waiting);
    // Not a change of what the owner decides on: the revision stands.
    if let Stage::InReview { waiting_told, .. } = &mut step.c.stage {
        *waiting_told = true;
    }
}
