//! A draft came back, or did not: suggest it, show findings instead, or hand the conversation off.

use super::super::confidence::{Known, signals};
use super::super::decision::{Fact, Findings, Suggestion};
use super::super::handoff::HandoffReason;
use super::super::holdout::Watched;
use super::super::id::ActionId;
use super::super::language::language;
use super::super::message::Turn;
use super::super::policy::{Autonomy, UnbackedDrafts};
use super::super::repetition::asked_before;
use super::super::reply::{Draft, DraftFailure, Found, Passage, SuggestionState};
use super::super::stage::Stage;
use super::drawing;
use super::gate::findings;
use super::step::Step;
use super::{at_gate, on_countdown};
use crate::guardrail::evidence::Finding;

/// What the visitor may be sent in one message, bytes; a longer draft is no chat reply.
const REPLY_BYTES_MAX: usize = 8_000;

/// A question back that is longer is a lecture, characters.
const ASKED_CHARS_MAX: usize = 400;

pub(super) fn arrived(
    step: &mut Step<'_>,
    order: ActionId,
    draft: &Draft,
    passages: &[Passage],
    known: &Known,
) {
    let watched = drawing::watched(step, order);
    let Some(turn) = awaited(step, order) else {
        match watched {
            Some(Watched { turn, .. }) => unseen(step, order, &turn, draft, passages, known),
            None => answered(step, order, Some(draft), "overtaken"),
        }
        return;
    };
    // The rules may have changed while the draft was written.
    if let Err(why) = step.screen(&turn) {
        if watched.is_some() {
            drawing::fate(step, false);
        }
        answered(step, order, Some(draft), "held");
        step.hand_off(Some(turn), why, None);
        return;
    }
    let (draft, fits) = examined(step, &turn, draft, passages, known);
    if watched.is_some() {
        drawing::fate(step, fits.is_ok());
    }
    let Err(why) = fits else {
        suggest(step, order, turn, &draft);
        return;
    };
    let draft = &draft;
    answered(step, order, Some(draft), "findings");
    let findings = Findings { unknown: why.sentence(), passages: passages.to_vec() };
    step.hand_off(Some(turn), why, Some(findings));
}

/// Everything that is looked at in a draft before a person sees it, and whether it may be seen.
fn examined(
    step: &Step<'_>,
    turn: &Turn,
    draft: &Draft,
    passages: &[Passage],
    known: &Known,
) -> (Draft, Result<(), HandoffReason>) {
    let lectures = draft.asks_back && !is_one_question(&draft.text);
    let asked_in = language(&turn.texts().join("\n"));
    let findings = findings(step, &turn.texts(), asked_in, draft, passages);
    // The owner's own closing needs no backing; the rules look at it all the same.
    let text = step.policy.style.closed(&draft.text, &turn.texts().join("\n"));
    let found = Found::all(passages);
    let draft = weighed(step, turn, Draft { text, found, findings, ..draft.clone() }, known);
    let fits = if lectures {
        low("the draft asks back and is not one question")
    } else {
        fit_to_suggest(step, &draft, passages)
    };
    (draft, fits)
}

/// A draft that only the lottery waits for: in the human arm always, in the other where the turn has moved on.
fn unseen(
    step: &mut Step<'_>,
    order: ActionId,
    turn: &Turn,
    draft: &Draft,
    passages: &[Passage],
    known: &Known,
) {
    if step.policy.rulebook.screen(&turn.texts()).is_hold() {
        drawing::fate(step, false);
        answered(step, order, Some(draft), "held");
        return;
    }
    let (draft, fits) = examined(step, turn, draft, passages, known);
    drawing::fate(step, fits.is_ok());
    let kept_for_humans = step.c.episode.as_ref().is_some_and(|e| e.place.is_human());
    let outcome = match fits {
        _ if !kept_for_humans => "overtaken",
        Err(_) => "findings",
        Ok(()) => {
            drawing::keep_unseen(step, turn.texts().join("\n"), &draft);
            "shadow"
        }
    };
    answered(step, order, Some(&draft), outcome);
}

/// The draft with its confidence: made once, kept with it, never made again.
fn weighed(step: &Step<'_>, turn: &Turn, draft: Draft, known: &Known) -> Draft {
    let again = asked_before(&turn.texts().join("\n"), &step.c.history) > 0;
    let weighed = signals(&draft, known, step.c.assistant_turns.len(), again);
    let confidence = step.policy.scorer.confidence(&weighed);
    Draft { confidence: confidence.value, confidence_range: confidence.range, weighed, ..draft }
}

pub(super) fn failed(step: &mut Step<'_>, order: ActionId, failure: &DraftFailure, passages: &[Passage]) {
    if drawing::watched(step, order).is_some() {
        drawing::fate(step, false);
    }
    answered(step, order, None, &failure.sentence());
    let Some(turn) = awaited(step, order) else { return };
    let why = match step.screen(&turn) {
        Err(held) => held,
        Ok(()) => HandoffReason::NoDraft { failure: failure.clone() },
    };
    let findings = Findings { unknown: why.sentence(), passages: passages.to_vec() };
    step.hand_off(Some(turn), why, Some(findings));
}

/// The turn that this order was for, if the conversation still waits for it.
fn awaited(step: &Step<'_>, order: ActionId) -> Option<Turn> {
    match &step.c.stage {
        Stage::Drafting { turn, order: wanted, .. } if *wanted == order => Some(turn.clone()),
        _ => None,
    }
}

/// Everything that code can check of a draft before a person sees it as a reply.
fn fit_to_suggest(step: &Step<'_>, draft: &Draft, passages: &[Passage]) -> Result<(), HandoffReason> {
    let held = step.policy.rulebook.screen_reply(&draft.text);
    if !held.is_empty() {
        let mut rules: Vec<String> = held.into_iter().map(|r| r.rule).collect();
        rules.dedup();
        return Err(HandoffReason::DraftHeld { rules });
    }
    if draft.text.trim().is_empty() || draft.text.len() > REPLY_BYTES_MAX || draft.text.contains('\0') {
        return low("the draft is empty or far too long");
    }
    if draft.citations.is_empty() {
        return low("the draft cites nothing");
    }
    if draft.citations.iter().any(|c| !passages.iter().any(|p| p.id == c.passage_id)) {
        return low("the draft cites a passage that it was not given");
    }
    let certain: Vec<String> =
        draft.findings.iter().filter(|f| f.kind.is_certain()).map(Finding::sentence).collect();
    if !certain.is_empty() && step.policy.settings.unbacked_drafts == UnbackedDrafts::Findings {
        return Err(HandoffReason::Unbacked { findings: certain });
    }
    if draft.asks_back && step.c.asked_back {
        return low("a detail is missing, and the visitor has been asked for one before");
    }
    if draft.needs_human {
        let why = if draft.reason.is_empty() { "the drafter asks for a person" } else { &draft.reason };
        return low(why);
    }
    // The confidence is no bar: what is never suggested is never judged, and could not be learned anew.
    if !draft.fit.is_finite() || draft.fit < step.policy.settings.min_confidence {
        return low(if draft.reason.is_empty() {
            "the passages fit the question only loosely"
        } else {
            &draft.reason
        });
    }
    Ok(())
}

fn low(sentence: &str) -> Result<(), HandoffReason> {
    Err(HandoffReason::LowConfidence { sentence: sentence.to_owned() })
}

/// One question and nothing beside it: what else it says would go unchecked.
fn is_one_question(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['"', '\u{201d}']);
    let marks = text.chars().filter(|c| matches!(c, '?' | '？' | '؟')).count();
    let sentences = [". ", "! ", "\n", "。"].iter().any(|end| text.contains(end));
    marks == 1 && text.ends_with(['?', '？', '؟']) && !sentences && text.chars().count() <= ASKED_CHARS_MAX
}

fn suggest(step: &mut Step<'_>, order: ActionId, turn: Turn, draft: &Draft) {
    let (autonomy, _) = step.policy.autonomy_of(&at_gate::topic(step));
    if autonomy == Autonomy::Off {
        answered(step, order, Some(draft), "overtaken");
        step.hand_off(Some(turn), HandoffReason::HumansOnly, None);
        return;
    }
    let shadow = autonomy == Autonomy::Shadow;
    let id = step.suggestion_id();
    step.bump();
    let gated = at_gate::ruled(step, id, draft).map(Box::new);
    let sends = gated.as_ref().is_some_and(|gated| gated.sends());
    let draft = &Draft { gated, ..draft.clone() };
    step.facts.push(Fact::SuggestionMade(Suggestion {
        id,
        revision: step.c.revision,
        draft: draft.clone(),
        turn_text: turn.texts().join("\n"),
        state: match (shadow, sends) {
            (true, _) => SuggestionState::Shadow,
            (false, true) => SuggestionState::Countdown,
            (false, false) => SuggestionState::Pending,
        },
        at: step.now,
    }));
    answered(step, order, Some(draft), if shadow { "shadow" } else { "suggested" });
    if sends {
        on_countdown::begin(step, turn, id, draft);
        return;
    }
    if shadow {
        step.hand_off(Some(turn), HandoffReason::HumansOnly, None);
        return;
    }
    step.c.stage = Stage::InReview {
        turn,
        suggestion: id,
        draft: Box::new(draft.clone()),
        since: step.now,
        waiting_told: false,
    };
}

fn answered(step: &mut Step<'_>, order: ActionId, draft: Option<&Draft>, outcome: &str) {
    step.facts.push(Fact::DraftAnswered { order, draft: draft.cloned(), outcome: outcome.to_owned() });
}
