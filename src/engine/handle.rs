//! Load, decide, commit: one conversation at a time, in order, each in one transaction.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use arc_swap::ArcSwap;
use tokio::sync::Notify;

use super::act::{ours, own_event};
use super::gates::{MOVED_PAUSE, TRIES_MAX};
use super::looking::Looking;
use crate::domain::survey::cut_links;
use crate::domain::{
    self, Conversation, ConversationId, Decision, Event, Fact, Logged, Policy, Refusal, Review, Stage,
    Timestamp,
};
use crate::ports::{
    Appended, Autopilots, Clock, Commit, Drafter, Knowledge, LaneClaim, Ledger, Loaded, NewEvent, Precedents,
    Relay, Store, StoreError, Surveys,
};

/// How long one worker may hold a conversation, ms. Deciding takes microseconds; this is for the dead.
pub(super) const LANE_LEASE_MS: i64 = 10_000;

/// How far ahead of our clock a relay's clock may be before its times are cut back, ms.
const FUTURE_MAX_MS: i64 = 600_000;

/// Everything the engine asks of the world.
#[derive(Clone, Debug)]
pub struct World {
    /// Events, conversations, outbox.
    pub store: Arc<dyn Store>,
    /// The owner's articles.
    pub knowledge: Arc<dyn Knowledge>,
    /// What is remembered of earlier questions.
    pub precedents: Arc<dyn Precedents>,
    /// Who writes drafts.
    pub drafter: Arc<dyn Drafter>,
    /// What they cost.
    pub ledger: Arc<dyn Ledger>,
    /// What visitors are asked.
    pub surveys: Arc<dyn Surveys>,
    /// Switch and gates.
    pub autopilots: Arc<dyn Autopilots>,
    /// By name.
    pub relays: Arc<HashMap<String, Arc<dyn Relay>>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// The loop's machinery. Holds no conversation: whatever it knows is in the store.
#[derive(Debug)]
pub struct Engine {
    pub(super) world: World,
    policy: ArcSwap<Policy>,
    pub(super) lanes_due: Notify,
    pub(super) actions_due: Notify,
    pub(super) drafts_due: Notify,
    looking: Looking,
}

impl Engine {
    /// An engine over this world.
    #[must_use]
    pub fn new(world: World, policy: Policy) -> Self {
        Self {
            world,
            policy: ArcSwap::from_pointee(policy),
            lanes_due: Notify::new(),
            actions_due: Notify::new(),
            drafts_due: Notify::new(),
            looking: Looking::default(),
        }
    }

    /// The policy in force.
    #[must_use]
    pub fn policy(&self) -> Arc<Policy> {
        self.policy.load_full()
    }

    /// Who wants what was chosen to be looked at now.
    #[must_use]
    pub const fn looking(&self) -> &Looking {
        &self.looking
    }

    /// Puts another policy in force, from the next decision on. Whoever changes another part of it at the same moment is
    /// not overwritten: `change` may be called again with what they made of it.
    pub fn change_policy(&self, mut change: impl FnMut(&Policy) -> Policy) {
        self.policy.rcu(|policy| change(policy));
    }

    /// Puts an event on disk; it is handled right after.
    ///
    /// # Errors
    /// [`StoreError::Unavailable`] when it is not on disk: it must not be acknowledged then.
    pub async fn hear(&self, mut event: NewEvent) -> Result<Appended, StoreError> {
        event.at = event.at.min(event.heard_at.plus_ms(FUTURE_MAX_MS));
        // An echo of our own question, or a visitor who quotes it: whoever reads the log cannot answer for them.
        if let Event::MessageHeard(heard) = &mut event.event
            && let Cow::Owned(cut) = cut_links(&heard.text)
        {
            heard.text = cut;
        }
        let appended = self.world.store.append(event).await?;
        if appended == Appended::Kept {
            self.lanes_due.notify_one();
        }
        Ok(appended)
    }

    /// Handles everything pending of a claimed conversation, then gives it back.
    pub(super) async fn handle(&self, claim: LaneClaim) -> Result<(), StoreError> {
        for _ in 0..TRIES_MAX {
            match self.handle_once(claim).await {
                // Whoever was first is done in a moment.
                Err(StoreError::GateMoved) => tokio::time::sleep(MOVED_PAUSE).await,
                other => return other,
            }
        }
        self.world.store.release(claim, self.world.clock.now()).await?;
        Err(StoreError::GateMoved)
    }

    async fn handle_once(&self, claim: LaneClaim) -> Result<(), StoreError> {
        let now = self.world.clock.now();
        let Some(loaded) = self.world.store.load(claim.conversation).await? else {
            return self.world.store.rest(claim).await;
        };
        let policy = self.policy_for(&loaded, false).await?;
        let mut work = Work::begin(&policy, now, loaded);
        let outdated = self.held_outdated(&work).await;
        if let Some(event) = &outdated {
            // Never refused: it is our own observation.
            let _never = work.decide(&ours(now, work.handled_seq, event.clone()));
        }
        work.catch_up();
        let own = outdated.map(|event| own_event(&work, event, now));
        self.write(claim, work, own).await
    }

    /// What is about to leave by the clock, an approval or a reply without an owner, while the passages it cites have changed.
    async fn held_outdated(&self, work: &Work) -> Option<Event> {
        let (suggestion, draft, until) = match &work.conversation.stage {
            Stage::Holding { decided, .. } if matches!(decided.review, Review::Reject { .. }) => return None,
            Stage::Holding { suggestion, draft, until, .. }
            | Stage::Countdown { suggestion, draft, until, .. } => (suggestion, draft, until),
            _ => return None,
        };
        if *until > work.now {
            return None;
        }
        let cited: Vec<String> = draft.citations.iter().map(|c| c.passage_id.clone()).collect();
        let stands = self.world.knowledge.current(&cited).await;
        (!stands).then_some(Event::SuggestionOutdated { suggestion: *suggestion })
    }

    /// The conversation as it will be once what is on disk has been handled. Nothing is written:
    /// whoever is about to act looks once more, and an acknowledged event counts before it is handled.
    pub(super) async fn foreseen(&self, id: ConversationId) -> Result<Option<Work>, StoreError> {
        let Some(loaded) = self.world.store.load(id).await? else { return Ok(None) };
        let policy = self.policy_for(&loaded, false).await?;
        let mut work = Work::begin(&policy, self.world.clock.now(), loaded);
        work.catch_up();
        Ok(Some(work))
    }

    pub(super) async fn write(
        &self,
        claim: LaneClaim,
        work: Work,
        own_event: Option<NewEvent>,
    ) -> Result<(), StoreError> {
        let acts = work.decisions.iter().any(|d| !d.effects.is_empty());
        let next_due = domain::decide::next_due(&work.policy, &work.conversation);
        let commit = Commit {
            own_event,
            handled_seq: work.handled_seq,
            decisions: work.decisions,
            next_due,
            now: work.now,
        };
        self.world.store.commit(claim, commit).await?;
        if acts {
            self.actions_due.notify_one();
            self.drafts_due.notify_one();
        }
        self.lanes_due.notify_one();
        Ok(())
    }
}

/// A claimed conversation being brought up to date.
pub(super) struct Work {
    pub policy: Arc<Policy>,
    pub now: Timestamp,
    pub conversation: Conversation,
    pub handled_seq: i64,
    pub decisions: Vec<Decision>,
    pending: Vec<Logged>,
}

impl Work {
    pub(super) fn begin(policy: &Arc<Policy>, now: Timestamp, loaded: Loaded) -> Self {
        let Loaded { relay, external_id, sample, handled_seq, conversation, mut pending } = loaded;
        let conversation = conversation.unwrap_or_else(|| {
            let mut fresh = Conversation::new(&relay, &external_id, now);
            fresh.sample = sample;
            fresh
        });
        let handled_seq = pending.iter().map(|e| e.seq).max().unwrap_or(handled_seq);
        // What arrived together is told in the order in which it happened.
        pending.sort_by_key(|e| (e.at, e.sequence, e.seq));
        Self { policy: Arc::clone(policy), now, conversation, handled_seq, decisions: Vec::new(), pending }
    }

    /// Decides everything pending, then lets the clock speak.
    pub(super) fn catch_up(&mut self) {
        for logged in std::mem::take(&mut self.pending) {
            if let Err(refusal) = self.decide(&logged) {
                // Only an owner's wish is refused, and wishes are not left pending.
                tracing::error!(conversation = %self.conversation.id, seq = logged.seq, %refusal, "a logged event was refused");
            }
        }
        let clock = Logged {
            seq: self.handled_seq,
            at: self.now,
            heard_at: self.now,
            sequence: None,
            event: Event::ClockReached,
        };
        // The clock is never refused.
        let _never = self.decide(&clock);
    }

    /// What is decided next sees what this decision did to switch and gates.
    fn follow(&mut self, decision: &Decision) {
        for fact in &decision.facts {
            let Some(pilot) = &mut Arc::make_mut(&mut self.policy).autopilot else { return };
            match fact {
                Fact::GateMoved(moved) => {
                    Arc::make_mut(pilot).lines.insert(moved.alpha, Arc::clone(&moved.after));
                }
                Fact::SwitchPulled { lever, by, at } => {
                    let pilot = Arc::make_mut(pilot);
                    pilot.switch = pilot.switch.pulled(*lever, by, None, *at);
                }
                _ => {}
            }
        }
    }

    pub(super) fn decide(&mut self, logged: &Logged) -> Result<(), Refusal> {
        let decision = domain::decide(self.now, &self.policy, &self.conversation, logged)?;
        let idle =
            decision.facts.is_empty() && decision.effects.is_empty() && decision.after == self.conversation;
        if !idle || self.decisions.is_empty() {
            self.follow(&decision);
            self.conversation = decision.after.clone();
            self.decisions.push(decision);
        }
        Ok(())
    }
}
