//! A conversation one can play: each method is something that happens, and what followed can be looked at.

use std::sync::{Arc, LazyLock};

use super::words::words;
pub(super) use super::words::{change, draft, echo, passage, said};
use crate::domain::decide::{decide, next_due};
use crate::domain::survey::Surveys;
use crate::domain::tests_routing::routing;
use crate::domain::waiting::Waiting;
use crate::domain::{
    ActionId, Author, Conversation, Decision, DraftFailure, Effect, Event, Fact, Known, Logged, Policy,
    Refusal, RelayStatus, Review, Scorer, Seen, Settings, Stage, Style, SuggestionId, Timestamp, Undelivered,
};
use crate::guardrail::Rulebook;

/// The rules that ship.
pub(super) static BUILT_IN: LazyLock<Arc<Rulebook>> = LazyLock::new(|| rules(&Rulebook::built_in_sources()));

/// The rules that ship, and one more: shipping is a human's affair.
pub(super) static STRICTER: LazyLock<Arc<Rulebook>> = LazyLock::new(|| {
    let shipping = r#"
version = 1
[[rules]]
id = "shop.shipping"
title = "Shipping"
severity = "critical"
words = ["shipping", "ship"]
examples.must_match = ["How long is shipping?", "Do you ship?"]
examples.must_not_match = ["Hello there", "Is it blue?"]
"#;
    let mut sources = Rulebook::built_in_sources();
    sources.push(("shipping.toml".to_owned(), shipping.to_owned()));
    rules(&sources)
});

fn rules(sources: &[(String, String)]) -> Arc<Rulebook> {
    match Rulebook::parse(sources) {
        Ok(rulebook) => Arc::new(rulebook),
        Err(faults) => panic!("{faults:?}"),
    }
}

pub(super) const QUESTION: &str = "How long is shipping to Canada?";
pub(super) const ANSWER: &str = "Shipping to Canada takes three days.";
pub(super) const HELD: &str = "I want a refund now";

pub(super) struct World {
    pub policy: Policy,
    pub c: Conversation,
    pub now: Timestamp,
    /// What the last step asked of the world.
    pub effects: Vec<(ActionId, Effect)>,
    /// What it keeps.
    pub facts: Vec<Fact>,
    seq: i64,
}

impl World {
    pub(super) fn new() -> Self {
        let now = Timestamp(1_790_000_000_000_000);
        Self {
            policy: Policy {
                settings: Settings::default(),
                style: Style::default(),
                rulebook: Arc::clone(&BUILT_IN),
                routing: routing(),
                scorer: Scorer::default(),
                budgets: None,
                holdout: None,
                autopilot: None,
                topics: Arc::default(),
                waiting: Waiting::default(),
                survey: Surveys::default(),
            },
            c: Conversation::new("shop", "c_1", now),
            now,
            effects: Vec::new(),
            facts: Vec::new(),
            seq: 0,
        }
    }

    /// A suggestion for [`QUESTION`] is before the owner.
    pub(super) fn in_review() -> Self {
        let mut world = Self::new();
        world.visitor("m1", QUESTION);
        world.wait(2_500);
        world.draft_arrives(ANSWER);
        world
    }

    /// The owner has approved it.
    pub(super) fn sending() -> (Self, ActionId) {
        let mut world = Self::in_review();
        let action = world.approve().expect("nothing has changed");
        (world, action)
    }

    /// It has reached the visitor.
    pub(super) fn answered() -> Self {
        let (mut world, action) = Self::sending();
        world.delivered(action);
        world
    }

    /// A rule holds the visitor's words.
    pub(super) fn held() -> Self {
        let mut world = Self::new();
        world.visitor("m1", HELD);
        world
    }

    /// Something happens, a second after the last thing.
    pub(super) fn hear(&mut self, event: Event) {
        self.now = self.now.plus_ms(1_000);
        self.hear_from(self.now, None, event);
    }

    /// Something is heard that the relay dates and numbers in its own way.
    pub(super) fn hear_from(&mut self, at: Timestamp, sequence: Option<i64>, event: Event) {
        self.seq += 1;
        let logged = Logged { seq: self.seq, at, heard_at: self.now, sequence, event };
        self.step(&logged).expect("no event of the world is refused");
    }

    /// An owner wishes something.
    pub(super) fn wish(&mut self, event: Event) -> Result<(), Refusal> {
        self.now = self.now.plus_ms(1_000);
        self.seq += 1;
        let logged = Logged { seq: self.seq, at: self.now, heard_at: self.now, sequence: None, event };
        self.step(&logged)
    }

    fn step(&mut self, logged: &Logged) -> Result<(), Refusal> {
        let decision = decide(self.now, &self.policy, &self.c, logged)?;
        self.follow(&decision);
        self.c = decision.after;
        self.effects = decision.effects;
        self.facts = decision.facts;
        Ok(())
    }

    /// Gates move as the engine lets them.
    pub(super) fn follow(&mut self, decision: &Decision) {
        for fact in &decision.facts {
            if let (Fact::GateMoved(moved), Some(pilot)) = (fact, &mut self.policy.autopilot) {
                Arc::make_mut(pilot).lines.insert(moved.alpha, Arc::clone(&moved.after));
            }
        }
    }

    /// Time passes, then the clock speaks at the place of the last event, as the engine lets it.
    pub(super) fn wait(&mut self, ms: i64) {
        self.now = self.now.plus_ms(ms);
        let (at, heard_at) = (self.now, self.now);
        let logged = Logged { seq: self.seq, at, heard_at, sequence: None, event: Event::ClockReached };
        self.step(&logged).expect("the clock is never refused");
    }

    pub(super) fn due_in_ms(&self) -> Option<i64> {
        let due = next_due(&self.policy, &self.c);
        (due != Timestamp::NEVER).then(|| due.since(self.now) / 1_000)
    }

    pub(super) fn visitor(&mut self, id: &str, text: &str) {
        self.hear(said(Author::Visitor, id, text));
    }

    pub(super) fn edits(&mut self, id: &str, text: &str) {
        self.hear(change(said(Author::Visitor, id, text), |h| h.edited = true));
    }

    pub(super) fn owner(&mut self, id: &str, text: &str) {
        self.hear(said(Author::Owner, id, text));
    }

    pub(super) fn draft_arrives(&mut self, text: &str) {
        let order = self.order();
        self.hear(Event::DraftArrived {
            order,
            draft: Box::new(draft(text)),
            passages: vec![passage()],
            known: Known::default(),
        });
    }

    pub(super) fn draft_fails(&mut self, failure: DraftFailure) {
        let order = self.order();
        self.hear(Event::DraftFailed { order, failure, passages: vec![passage()] });
    }

    /// The draft order the conversation waits for.
    pub(super) fn order(&self) -> ActionId {
        match &self.c.stage {
            Stage::Drafting { order, .. } => *order,
            other => panic!("no draft is awaited in {other:?}"),
        }
    }

    /// What an owner who looks now has before them.
    pub(super) fn seen(&self) -> (SuggestionId, Seen) {
        match &self.c.stage {
            Stage::InReview { suggestion, draft, .. } | Stage::Countdown { suggestion, draft, .. } => {
                (*suggestion, Seen { revision: self.c.revision, draft_hash: draft.hash(), read_ms: None })
            }
            other => panic!("nothing to decide in {other:?}"),
        }
    }

    pub(super) fn review(&mut self, seen: (SuggestionId, Seen), review: Review) -> Result<(), Refusal> {
        let (suggestion, seen) = seen;
        self.wish(Event::Reviewed { suggestion, review, seen, by: "Ada".to_owned(), undoable: false })
    }

    pub(super) fn approve(&mut self) -> Result<ActionId, Refusal> {
        self.review(self.seen(), Review::Approve)?;
        Ok(self.sent().expect("an approval sends"))
    }

    pub(super) fn reply(&mut self, text: &str) -> ActionId {
        self.wish(Event::OwnerReplied {
            by: "Ada".to_owned(),
            text: text.to_owned(),
            read_ms: None,
            template: None,
        })
        .expect("an owner may reply");
        self.sent().expect("a reply is sent")
    }

    pub(super) fn resume(&mut self) -> Result<(), Refusal> {
        self.wish(Event::Resumed { by: "Ada".to_owned(), why: None })
    }

    pub(super) fn status(&mut self, status: RelayStatus, by: Option<&str>) {
        self.hear(Event::StatusChanged { status, by: by.map(str::to_owned) });
    }

    pub(super) fn delivered(&mut self, action: ActionId) {
        self.hear(Event::Delivered { action, message_id: Some(format!("relay-{action}")) });
    }

    pub(super) fn not_delivered(&mut self, action: ActionId, outcome: Undelivered) {
        self.hear(Event::NotDelivered { action, outcome });
    }

    /// The action of the last step's send.
    pub(super) fn sent(&self) -> Option<ActionId> {
        self.effects.iter().find(|(_, e)| matches!(e, Effect::Send(_))).map(|(id, _)| *id)
    }

    /// What the last step asked of the world, in words.
    pub(super) fn asked(&self) -> Vec<String> {
        self.effects.iter().map(|(_, e)| words(e)).collect()
    }

    pub(super) fn stage(&self) -> &'static str {
        self.c.stage.name()
    }

    /// The ids of the open turn's messages.
    pub(super) fn open(&self) -> Vec<String> {
        self.c.stage.turn().map(crate::domain::Turn::ids).unwrap_or_default()
    }

    pub(super) fn history(&self) -> Vec<&str> {
        self.c.history.iter().map(|line| line.text.as_str()).collect()
    }

    /// How the suggestions that ended in the last step ended.
    pub(super) fn closings(&self) -> Vec<&'static str> {
        self.facts
            .iter()
            .filter_map(|f| if let Fact::SuggestionClosed(c) = f { Some(c.state.as_str()) } else { None })
            .collect()
    }
}
