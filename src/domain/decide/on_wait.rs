//! A visitor waits: what they were told, that it is nearly due, and the end of it.

use super::super::decision::Fact;
use super::super::effect::Effect;
use super::super::handoff::Notice;
use super::super::id::ActionId;
use super::super::message::Turn;
use super::super::time::Timestamp;
use super::super::waiting::{Announced, Promise, Said, Told};
use super::step::{LABEL_ANSWER_SOON, Step};

/// A wait with more fixed messages than this has seen relays repeat them in other words.
const TOLD_MAX: usize = 8;

/// So many fixed messages are on their way in one wait at most.
const ANNOUNCED_MAX: usize = 8;

impl Step<'_> {
    /// Tells the visitor one of the fixed messages, unless it would be the same again or a human speaks for himself.
    pub(super) fn tell(&mut self, notice: Notice) {
        if self.c.silenced.is_some() {
            return;
        }
        let (now, policy) = (self.now, self.policy);
        let Some(Said { text, until }) = policy.waiting.worded(&policy.settings, now, &self.c, notice) else {
            return;
        };
        let id = self.action_id();
        self.c.announced.push(Announced { action: id, text, until, at: now });
        let surplus = self.c.announced.len().saturating_sub(ANNOUNCED_MAX);
        self.c.announced.drain(..surplus);
        self.ask(id, Effect::Acknowledge(notice));
    }
}

/// A fixed message reached the visitor. With it begins a wait that is measured; the time they were given first stands.
pub(super) fn told(step: &mut Step<'_>, action: ActionId, text: &str, until: Option<Timestamp>) {
    // Answered meanwhile: they wait for nothing.
    let Some(turn) = step.c.stage.turn() else { return };
    let lag_ms = lag_of(turn);
    match step.c.told.iter_mut().find(|told| told.action == action) {
        Some(known) => text.clone_into(&mut known.text),
        None => step.c.told.push(Told { action, text: text.to_owned() }),
    }
    let surplus = step.c.told.len().saturating_sub(TOLD_MAX);
    step.c.told.drain(..surplus);
    let before = step.c.promise;
    let promise = match before {
        None => Promise { told_at: step.logged.heard_at, until, alarmed: false, lag_ms },
        Some(known) => Promise { until: known.until.or(until), ..known },
    };
    if before != Some(promise) {
        step.c.promise = Some(promise);
        step.facts.push(Fact::PromiseMade { told_at: promise.told_at, until: promise.until });
    }
}

/// How far the relay's clock may be behind ours, ms: no message was heard sooner after it was said, by its clock. What
/// travelled slowly looks the same, so that a wait comes out too long at worst, never too short.
fn lag_of(turn: &Turn) -> i64 {
    let lags = turn.messages().iter().map(|said| said.heard_at.since(said.at) / 1_000);
    lags.min().unwrap_or(0).max(0)
}

/// An answer reached the visitor at `at`. One from before they were told ends the wait only where it left nothing open.
pub(super) fn answered(step: &mut Step<'_>, at: Timestamp, open: bool) {
    let Some(promise) = step.c.promise else {
        forget(step);
        return;
    };
    if at < promise.told_at && open {
        return;
    }
    // The relay's clock may be ahead of ours or behind; the wait is measured by ours.
    let answered_at = at.plus_ms(promise.lag_ms).min(step.logged.heard_at).max(promise.told_at);
    end(step, promise, Some(answered_at), promise.kept_by(answered_at));
}

/// Nobody needs an answer any more. A time that was over by then was not kept.
pub(super) fn withdrawn(step: &mut Step<'_>) {
    let Some(promise) = step.c.promise else {
        forget(step);
        return;
    };
    let kept = promise.kept_by(step.now).filter(|kept| !kept);
    end(step, promise, None, kept);
}

fn end(step: &mut Step<'_>, promise: Promise, answered_at: Option<Timestamp>, kept: Option<bool>) {
    let ended_at = answered_at.unwrap_or(step.now).max(promise.told_at);
    step.c.promise = None;
    forget(step);
    step.facts.push(Fact::PromiseEnded { told_at: promise.told_at, answered_at, ended_at, kept });
}

/// What was told belongs to a wait that is over; what is still on its way to one who waits does not.
fn forget(step: &mut Step<'_>) {
    let open = step.c.stage.turn().is_some();
    let told = std::mem::take(&mut step.c.told);
    step.c.announced.retain(|known| open && !told.iter().any(|told| told.action == known.action));
}

/// When people are to be told that a promise is nearly due.
pub(super) fn alarm_due(promise: Option<Promise>) -> Timestamp {
    promise.and_then(|p| p.alarm_at()).unwrap_or(Timestamp::NEVER)
}

/// A promise is nearly due.
pub(super) fn alarm(step: &mut Step<'_>) {
    if alarm_due(step.c.promise) > step.now {
        return;
    }
    if let Some(promise) = &mut step.c.promise {
        promise.alarmed = true;
        step.label(&[LABEL_ANSWER_SOON], &[]);
    }
}
