//! Somebody said something: keep it, screen it, and let it open, extend or close a turn.

use super::super::autopilot::Lever;
use super::super::conversation::Silence;
use super::super::decision::Fact;
use super::super::event::Heard;
use super::super::handoff::HandoffReason;
use super::super::id::ActionId;
use super::super::message::{Author, Message, MessageKind, Turn, TurnMessage};
use super::super::policy::{Autonomy, HumanAtOnce};
use super::super::repetition::asked_before;
use super::super::stage::Stage;
use super::super::waiting::spoken;
use super::measuring;
use super::step::{LABEL_ANSWER_SOON, LABEL_HELD, LABEL_HUMAN_ONLY, LABEL_NEEDS_HUMAN, Step};
use crate::guardrail::Route;

/// Twice before: this is the third time.
const ASKED_AGAIN: usize = 2;

pub(super) fn heard(step: &mut Step<'_>, heard: &Heard) {
    match (heard.author, heard.client_ref.as_deref().map(str::parse::<ActionId>)) {
        (Author::Visitor, _) => from_visitor(step, heard),
        // Ours, under whatever name the relay posts for us: never a human's act.
        (_, Some(Ok(action))) => echoed(step, heard, action),
        (Author::Owner, _) => from_owner(step, heard),
        // Another bot: kept for the record; it neither answers for us nor counts as a human.
        (Author::Assistant, _) => keep(step, heard, MessageKind::OtherBot),
    }
}

fn keep(step: &mut Step<'_>, heard: &Heard, kind: MessageKind) {
    step.facts.push(Fact::MessageKept(Message {
        external_id: heard.message_id.clone(),
        author: heard.author,
        kind,
        private: heard.private,
        text: heard.text.clone(),
        at: step.logged.at,
        suggestion: None,
        action: None,
        by: heard.name.clone(),
    }));
}

/// A message from before what the last answer had seen. The relay's order decides where it gives one, its clock elsewhere.
fn is_late(step: &Step<'_>) -> bool {
    let Some(answered) = step.c.answered_until else { return false };
    match (step.logged.sequence, answered.sequence) {
        // The very place that was answered: the same message under another id.
        (Some(this), Some(seen)) => this <= seen,
        _ => step.logged.at < answered.at,
    }
}

fn from_visitor(step: &mut Step<'_>, heard: &Heard) {
    if said_already(step, heard) {
        return;
    }
    keep(step, heard, MessageKind::Question);
    if heard.private {
        return;
    }
    if heard.name.is_some() {
        step.c.visitor_name.clone_from(&heard.name);
    }
    if heard.author_id.is_some() {
        step.c.visitor_id.clone_from(&heard.author_id);
    }
    let known = step.c.stage.turn().is_some_and(|t| t.contains(&heard.message_id));
    let resolved = step.c.episode.as_ref().is_some_and(|e| e.resolved_at.is_some());
    // An edit of what is not open is read like a message: its original may not have come yet, or never will.
    if !known && heard.edited && resolved {
        step.bump();
        return;
    }
    let late = !known && is_late(step);
    let told = match &step.c.stage {
        Stage::WithHuman { why, .. } if why.is_danger() => Some(why.clone()),
        _ => None,
    };
    let at = step.logged.at;
    step.c.last_activity = step.c.last_activity.max(step.logged.heard_at);
    // A late word after a resolution reopens nothing, and is seen by a human all the same.
    if !(late && resolved) {
        step.open_episode(at);
    }
    measuring::asked(step, heard, known);
    // What is on its way answers the words as they were: after an edit they are open again.
    for outgoing in &mut step.c.outgoing {
        outgoing.answers.retain(|id| *id != heard.message_id);
    }
    let turn = extended(step, heard);
    if let Some(language) = spoken(&turn.texts().join("\n")) {
        step.c.language = Some(language.to_owned());
    }
    measuring::wants_human(step, &turn);
    if !known {
        super::on_sent::heard(step, &heard.text);
    }
    measuring::suggest_topic(step, &turn);
    lift_silence(step);
    step.c.cancel_outgoing();
    let clear = step.screen(&turn);
    step.bump();
    match clear {
        Err(why) => step.hand_off(Some(turn), why, None),
        // Late: never a reason to answer again, and never left unseen either.
        Ok(()) if late => step.hand_off(Some(turn), HandoffReason::LateMessage, None),
        Ok(()) => go_on(step, turn),
    }
    escalate(step, told);
}

/// Danger is told at once, also where a human has the conversation already; and more words do not make it less.
fn escalate(step: &mut Step<'_>, told: Option<HandoffReason>) {
    let Stage::WithHuman { turn: Some(turn), why, .. } = &mut step.c.stage else { return };
    if let Some(told) = told {
        *why = told;
    } else if !why.is_danger() {
        let turn = turn.clone();
        if let Some(danger) = human_at_once(step, &turn).filter(HandoffReason::is_danger) {
            step.hand_off(Some(turn), danger, None);
        }
    }
}

/// The open turn has it word for word: a repetition, or an update of something that is no word.
fn said_already(step: &Step<'_>, heard: &Heard) -> bool {
    let open = step.c.stage.turn().map(Turn::messages).unwrap_or_default();
    open.iter()
        .any(|m| m.external_id == heard.message_id && m.text == heard.text && m.readable == heard.readable)
}

fn extended(step: &Step<'_>, heard: &Heard) -> Turn {
    let message = TurnMessage {
        external_id: heard.message_id.clone(),
        text: heard.text.clone(),
        readable: heard.readable,
        at: step.logged.at,
        heard_at: step.logged.heard_at,
        sequence: step.logged.sequence,
    };
    match step.c.stage.turn().cloned() {
        Some(mut turn) => {
            turn.put(message);
            turn
        }
        None => Turn::opening(message),
    }
}

/// A configured quiet time after the last human word ends a silence.
fn lift_silence(step: &mut Step<'_>) {
    let quiet_ms = step.policy.settings.resume_after_quiet_ms;
    let Some(silence) = &step.c.silenced else { return };
    if quiet_ms > 0 && step.now >= silence.at.plus_ms(quiet_ms) && step.c.stage.turn().is_none() {
        step.c.silenced = None;
    }
}

/// The turn is clear: draft it, unless a human has the conversation or drafts are switched off.
fn go_on(step: &mut Step<'_>, turn: Turn) {
    if let Some(silence) = step.c.silenced.clone() {
        step.hand_off(Some(turn), HandoffReason::TakenOver { by: silence.by }, None);
        return;
    }
    // Already with a human and unanswered: the turn grows, the human keeps it, unless all that was missing was
    // something to answer ("hello", and only then the question).
    if let Stage::WithHuman { turn: Some(_), why, since } = &step.c.stage
        && !why.may_pass()
    {
        step.c.stage = Stage::WithHuman { turn: Some(turn), why: why.clone(), since: *since };
        return;
    }
    if let Some(why) = human_at_once(step, &turn) {
        step.hand_off(Some(turn), why, None);
        return;
    }
    if step.policy.autonomy_of(&super::at_gate::topic(step)).0 == Autonomy::Off {
        step.hand_off(Some(turn), HandoffReason::HumansOnly, None);
        return;
    }
    step.close_suggestion(super::super::reply::SuggestionState::Overtaken);
    step.gather(turn, true);
}

/// Whether no draft should even be tried: the visitor asks for a human, is angry or in danger, or asks the same again.
fn human_at_once(step: &Step<'_>, turn: &Turn) -> Option<HandoffReason> {
    let wanted = &step.policy.settings.human_at_once;
    // What a human has read and given back is not told again.
    let fresh = |m: &&TurnMessage| step.c.given_back.is_none_or(|at| m.heard_at > at);
    let texts: Vec<String> = turn.messages().iter().filter(fresh).map(|m| m.text.clone()).collect();
    if let Some((route, reason)) = step.policy.routing.route(&texts)
        && wanted.contains(&HumanAtOnce::of(route))
    {
        return Some(HandoffReason::Routed { route, sentence: sentence(route, &reason.matched) });
    }
    let asked = asked_before(&texts.join("\n"), &step.c.history);
    (wanted.contains(&HumanAtOnce::Again) && asked >= ASKED_AGAIN).then_some(HandoffReason::AskedAgain)
}

fn sentence(route: Route, words: &str) -> String {
    let what = match route {
        Route::Person => "The visitor asks for a human",
        Route::Anger => "The visitor is angry",
        Route::Danger => "The visitor may be in danger, or be one: please look at once",
    };
    format!("{what} (\u{201c}{words}\u{201d}).")
}

fn from_owner(step: &mut Step<'_>, heard: &Heard) {
    keep(step, heard, MessageKind::Human);
    if let Some(lever) = Lever::typed(&heard.text).filter(|_| !heard.edited) {
        // A command, not an answer: whoever waits still waits.
        let by = heard.name.clone().unwrap_or_else(|| "a colleague".to_owned());
        step.facts.push(Fact::SwitchPulled { lever, by, at: step.now });
        return;
    }
    if heard.private || heard.edited {
        return;
    }
    let by = heard.name.clone().unwrap_or_else(|| "a colleague".to_owned());
    answered_by_human(step, &by, &heard.text);
}

/// A human's public answer: the turn is closed, the assistant silent, nothing of ours is sent any more.
pub(super) fn answered_by_human(step: &mut Step<'_>, by: &str, text: &str) {
    let at = step.logged.at;
    step.close_suggestion(super::super::reply::SuggestionState::Overtaken);
    step.c.cancel_outgoing();
    let remaining = close_turn_before(step, at, text, Author::Owner);
    step.c.silenced = Some(Silence { by: by.to_owned(), at: step.now });
    record_answer(step, at, None, None);
    step.c.answered_up_to(at, step.logged.sequence);
    step.c.stage = Stage::WithHuman {
        turn: remaining,
        why: HandoffReason::TakenOver { by: by.to_owned() },
        since: step.now,
    };
    step.bump();
    let open = step.c.stage.turn().is_some();
    super::on_wait::answered(step, at, open);
    let handling_label: &[&str] =
        if step.c.episode.as_ref().is_some_and(|e| e.kind.is_some()) { &[] } else { &[LABEL_HUMAN_ONLY] };
    let mut done = if open { Vec::new() } else { vec![LABEL_NEEDS_HUMAN, LABEL_HELD] };
    if step.c.promise.is_none() {
        done.push(LABEL_ANSWER_SOON);
    }
    step.label(handling_label, &done);
}

/// Takes the messages said up to `at` out of the open turn, as answered by `text`; what was said later stays open.
/// What a held turn said, and what was answered to it, never becomes history for a model.
pub(super) fn close_turn_before(
    step: &mut Step<'_>,
    at: super::super::time::Timestamp,
    text: &str,
    author: Author,
) -> Option<Turn> {
    let open = step.c.stage.turn().cloned();
    let (answered, later): (Vec<TurnMessage>, Vec<TurnMessage>) =
        open.map(|t| t.messages().to_vec()).unwrap_or_default().into_iter().partition(|m| m.at <= at);
    let said: Vec<&str> = answered.iter().map(|m| m.text.as_str()).collect();
    step.remember(&said, author, text);
    if later.is_empty() {
        step.c.held.clear();
    }
    let mut later = later.into_iter();
    let mut turn = Turn::opening(later.next()?);
    later.for_each(|m| turn.put(m));
    step.note_verdict(&turn);
    Some(turn)
}

/// An answer reached the visitor at `at`. A human's words from before or after an episode are no answer in it;
/// what came of a draft is on record wherever it lands.
pub(super) fn record_answer(
    step: &mut Step<'_>,
    at: super::super::time::Timestamp,
    assisted: Option<super::super::episode::AssistKind>,
    outgoing: Option<&super::super::clearance::Outgoing>,
) {
    step.c.last_activity = step.c.last_activity.max(step.logged.heard_at);
    measuring::answered(step, at, assisted, outgoing);
}

/// Our own words came back. A reply's echo proves that it arrived; a notice is only kept.
fn echoed(step: &mut Step<'_>, heard: &Heard, action: ActionId) {
    if step.c.outgoing.iter().any(|o| o.action == action) {
        step.facts.push(Fact::ActionSettled(action));
        super::on_delivery::delivered(step, action, Some(&heard.message_id));
        return;
    }
    if step.c.surveys.iter().any(|asked| asked.action == action) {
        super::on_survey::asked(step, action, &heard.text);
        return;
    }
    if !step.c.settled.contains(&action) {
        let known = step.c.announced.iter().find(|known| known.action == action);
        let until = known.and_then(|known| known.promised_by(&heard.text));
        super::on_delivery::notice_given(step, action, &heard.text, until);
    }
}
