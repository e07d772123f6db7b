//! One turn of the past, decided again under another policy, by the very function that decides what is real.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::super::confidence::Known;
use super::super::conversation::Conversation;
use super::super::decide::decide;
use super::super::decision::Fact;
use super::super::effect::DraftOrder;
use super::super::event::{Event, Logged};
use super::super::id::ActionId;
use super::super::message::{Author, HistoryLine, Turn, TurnMessage};
use super::super::policy::{Autonomy, Policy, Settings};
use super::super::reply::{Draft, DraftFailure, Passage};
use super::super::stage::Stage;
use super::super::time::Timestamp;
use super::past::{PastCase, Then};
use crate::guardrail::Rulebook;

/// What would be put before the owner now.
#[derive(Clone, Debug, PartialEq)]
pub struct Now {
    /// The draft, with findings and confidence; none where a human would get what was found.
    pub draft: Option<Draft>,
    /// Why there is none, in a sentence; empty where there is one.
    pub why: String,
}

/// `policy` with other rules, as it decides on turns of the past: whatever was allowed then, a draft is put before the
/// owner, and nobody is drawn.
#[must_use]
pub fn trial_policy(policy: &Policy, rulebook: Arc<Rulebook>) -> Policy {
    let settings =
        Settings { autonomy: Autonomy::Suggest, topics: BTreeMap::new(), ..policy.settings.clone() };
    Policy { settings, rulebook, holdout: None, autopilot: None, ..policy.clone() }
}

/// The order for a draft; none unless the turn was clear then, is clear now, and would be under the rules tried. No word that
/// any of them holds goes to a drafter, neither as question nor as history.
#[must_use]
pub fn order(in_force: &Rulebook, tried: &Rulebook, case: &PastCase) -> Option<DraftOrder> {
    if case.was_held() || in_force.screen(&case.messages).is_hold() {
        return None;
    }
    let history: Vec<HistoryLine> =
        case.history.iter().filter(|line| passes(in_force, line) && passes(tried, line)).cloned().collect();
    DraftOrder::rescreened(tried, &case.messages, &history)
}

fn passes(book: &Rulebook, line: &HistoryLine) -> bool {
    let said_by_visitor = line.author == Author::Visitor;
    let held = said_by_visitor && book.screen(std::slice::from_ref(&line.text)).is_hold();
    !held && book.screen_reply(&line.text).is_empty()
}

/// What becomes of a drafter's answer to it.
#[must_use]
pub fn played(
    policy: &Policy,
    case: &PastCase,
    answer: Result<Draft, DraftFailure>,
    passages: Vec<Passage>,
    lead: Option<f64>,
) -> Now {
    let Some(turn) = turn(case) else {
        return Now { draft: None, why: "the turn has no words".to_owned() };
    };
    let order = ActionId::derived(case.at, &["replay", &case.conversation.to_string()]);
    let mut c = Conversation::new("replay", &case.conversation.to_string(), case.at);
    c.history.clone_from(&case.history);
    c.assistant_turns.clone_from(&case.answers);
    c.asked_back = case.asked_back;
    c.stage = Stage::Drafting { turn, order, deadline: Timestamp::NEVER };
    let then = case.then.as_ref();
    let known = then.map_or(Known::default(), |then: &Then| then.known);
    let event = match answer {
        Ok(draft) => {
            Event::DraftArrived { order, draft: Box::new(draft), passages, known: Known { lead, ..known } }
        }
        Err(failure) => Event::DraftFailed { order, failure, passages },
    };
    let logged = Logged { seq: 1, at: case.at, heard_at: case.at, sequence: None, event };
    // A drafter's answer is never refused.
    let Ok(decision) = decide(case.at, policy, &c, &logged) else {
        return Now { draft: None, why: "it could not be decided".to_owned() };
    };
    let suggested = decision.facts.into_iter().find_map(|fact| match fact {
        Fact::SuggestionMade(suggestion) => Some(suggestion.draft),
        _ => None,
    });
    let why = match (&suggested, &decision.after.stage) {
        (None, Stage::WithHuman { why, .. }) => why.sentence(),
        _ => String::new(),
    };
    Now { draft: suggested, why }
}

fn turn(case: &PastCase) -> Option<Turn> {
    let mut messages = case.messages.iter().enumerate().map(|(n, text)| TurnMessage {
        external_id: format!("replayed-{n}"),
        text: text.clone(),
        readable: true,
        at: case.at,
        heard_at: case.at,
        sequence: None,
    });
    let mut turn = Turn::opening(messages.next()?);
    for message in messages {
        turn.put(message);
    }
    Some(turn)
}
