//! Replies that came of a draft and reached the visitor: what followed, and what an owner says of those that left without one.

use super::super::autopilot::{AUDIT_WITHIN_MS, AiReply, Judged, Ruling, SentState};
use super::super::clearance::Outgoing;
use super::super::conversation::Conversation;
use super::super::decision::{Fact, Refusal};
use super::super::episode::REOPENED_WITHIN_MS;
use super::super::event::{Instrument, Rating};
use super::super::gate::{GateInput, LabelSource, SoftSignal};
use super::super::id::SuggestionId;
use super::super::message::MessageKind;
use super::super::time::Timestamp;
use super::labels::{self, Said};
use super::measuring;
use super::step::Step;
use crate::guardrail::Route;

/// Replies of one conversation that are watched at a time.
const REPLIES_MAX: usize = 20;
/// Whoever asks for a human within so many messages of a reply was not helped by it.
const MESSAGES: u8 = 2;
/// A score of this or less of five.
const LOW: u8 = 2;

/// The reply is with the visitor.
pub(super) fn arrived(step: &mut Step<'_>, outgoing: &Outgoing) {
    let (Some(gated), Some(suggestion)) = (&outgoing.gated, outgoing.suggestion) else { return };
    let auto_sent = outgoing.kind == MessageKind::AutoSent;
    if auto_sent {
        step.facts.push(Fact::SentIs { suggestion, state: SentState::Sent, at: step.now });
    }
    // An edited one is the owner's own: what follows it says nothing about the draft.
    if outgoing.kind == MessageKind::Edited || step.c.replies.iter().any(|r| r.suggestion == suggestion) {
        return;
    }
    let audit = auto_sent && matches!(gated.ruling, Ruling::Send { audit: true, .. });
    step.c.replies.push(AiReply {
        suggestion,
        gated: (**gated).clone(),
        auto_sent,
        at: step.now,
        heard: 0,
        told: false,
        signal: None,
        judged: None,
        audit,
    });
    let surplus = step.c.replies.len().saturating_sub(REPLIES_MAX);
    for old in step.c.replies.drain(..surplus).collect::<Vec<_>>() {
        end_audit(step, &old);
    }
}

/// The reply did not reach the visitor, or may not have.
pub(super) fn failed(step: &mut Step<'_>, outgoing: &Outgoing, state: SentState) {
    let Some(suggestion) = outgoing.suggestion.filter(|_| outgoing.kind == MessageKind::AutoSent) else {
        return;
    };
    step.facts.push(Fact::SentIs { suggestion, state, at: step.now });
    if let Some(gated) = &outgoing.gated {
        labels::undecided(step, suggestion, gated);
    }
}

/// The visitor wrote again.
pub(super) fn heard(step: &mut Step<'_>, text: &str) {
    if step.c.replies.iter().all(|reply| reply.told) {
        return;
    }
    let route = step.policy.routing.route(&[text.to_owned()]);
    let wants_human = route.is_some_and(|(route, _)| route == Route::Person);
    for reply in &mut step.c.replies {
        reply.heard = reply.heard.saturating_add(1);
    }
    if wants_human {
        sign(step, SoftSignal::AskedForHuman, |reply| reply.heard <= MESSAGES);
    }
}

/// The visitor came back after the end of the episode.
pub(super) fn reopened(step: &mut Step<'_>) {
    sign(step, SoftSignal::Reopened, |_| true);
}

/// The visitor rated the episode that the replies are of.
pub(super) fn rated(step: &mut Step<'_>, rating: &Rating, since: Timestamp) {
    if rating.instrument == Instrument::Csat && rating.score <= LOW {
        sign(step, SoftSignal::LowRating, |reply| reply.at >= since);
    }
}

/// The newest reply still watched, if it is one that the sign can be about, is the one it is about.
fn sign(step: &mut Step<'_>, signal: SoftSignal, about: impl Fn(&AiReply) -> bool) {
    let newest = step.c.replies.iter_mut().rev().find(|reply| !reply.told);
    let Some(reply) = newest.filter(|reply| about(reply)) else { return };
    (reply.told, reply.signal) = (true, Some(signal));
    let reply = reply.clone();
    if reply.auto_sent {
        step.facts.push(Fact::SentFlagged { suggestion: reply.suggestion, signal });
    }
    tell(step, &reply);
}

fn tell(step: &mut Step<'_>, reply: &AiReply) {
    if !reply.gated.evidence {
        return;
    }
    let input = GateInput::Aftermath {
        draft: reply.suggestion.to_string(),
        epoch: reply.gated.epoch,
        auto_sent: reply.auto_sent,
        signal: reply.signal,
    };
    super::at_gate::take(step, reply.gated.alpha, input);
}

/// When a reply next wants to be looked at although nothing happens.
pub(super) fn next_due(c: &Conversation) -> Timestamp {
    let each = c.replies.iter().map(|reply| {
        let quiet = if reply.told { Timestamp::NEVER } else { reply.at.plus_ms(REOPENED_WITHIN_MS) };
        let audit = if reply.audit { reply.at.plus_ms(AUDIT_WITHIN_MS) } else { Timestamp::NEVER };
        quiet.min(audit)
    });
    each.min().unwrap_or(Timestamp::NEVER)
}

/// Nobody judged in time, or the time for signs is over.
pub(super) fn due(step: &mut Step<'_>) {
    let now = step.now;
    if next_due(&step.c) > now {
        return;
    }
    let mut late = Vec::new();
    let mut quiet = Vec::new();
    for reply in &mut step.c.replies {
        if reply.audit && now >= reply.at.plus_ms(AUDIT_WITHIN_MS) {
            late.push(reply.clone());
            reply.audit = false;
        }
        if !reply.told && now >= reply.at.plus_ms(REOPENED_WITHIN_MS) {
            reply.told = true;
            quiet.push(reply.clone());
        }
    }
    for reply in &late {
        end_audit(step, reply);
    }
    for reply in &quiet {
        tell(step, reply);
    }
}

fn end_audit(step: &mut Step<'_>, reply: &AiReply) {
    if reply.audit {
        labels::undecided(step, reply.suggestion, &reply.gated);
    }
}

/// An owner says what they think of a reply that left without one.
pub(super) fn judged(
    step: &mut Step<'_>,
    suggestion: SuggestionId,
    judged: Judged,
    by: &str,
) -> Result<(), Refusal> {
    let place = step.c.replies.iter_mut().find(|reply| reply.suggestion == suggestion && reply.auto_sent);
    let Some(reply) = place else {
        return Err(Refusal::NotNow {
            why: "it has not arrived yet, or it is so long ago that it is no longer watched".to_owned(),
        });
    };
    if let Some(known) = reply.judged.filter(|known| *known == judged || *known == Judged::Wrong) {
        let word = if known == Judged::Wrong { "wrong" } else { "right" };
        return Err(Refusal::NotNow {
            why: format!("it has been called {word} already, and that was counted"),
        });
    }
    let before = reply.clone();
    reply.judged = Some(judged);
    reply.audit = false;
    let (by, at) = (by.to_owned(), step.now);
    step.facts.push(Fact::SentJudged { suggestion, judged, by, at });
    step.bump();
    let source = match (before.audit, before.signal) {
        (true, _) => LabelSource::Holdback,
        (false, Some(_)) => LabelSource::Targeted,
        (false, None) => LabelSource::Complaint,
    };
    let bad = judged == Judged::Wrong;
    if bad {
        measuring::called_wrong(step, before.gated.episode);
    }
    // Right, and not drawn by lot: it says nothing, because whoever looks chooses what to look at.
    if bad || source == LabelSource::Holdback {
        labels::count(step, suggestion, &before.gated, Said { bad, source });
    }
    Ok(())
}
