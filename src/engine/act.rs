//! An owner's wish: decided at once, against what is the case now, and answered.

use std::time::Duration;

use super::gates::TRIES_MAX;
use super::handle::{Engine, LANE_LEASE_MS, Work};
use crate::domain::{AsSeen, Conversation, ConversationId, Event, Logged, Refusal, Stage, Timestamp};
use crate::ports::{LaneClaim, NewEvent, StoreError};

/// How often a conversation that somebody else is handling is asked for again.
const CLAIM_TRIES_MAX: u32 = 100;

/// Pause between two tries.
const CLAIM_PAUSE: Duration = Duration::from_millis(20);

/// Why a wish was not granted. Nothing has changed by it.
#[derive(Debug, thiserror::Error)]
pub enum ActError {
    /// There is no such conversation.
    #[error("no such conversation")]
    Unknown,
    /// It does not fit what is the case.
    #[error("{refusal}")]
    Refused {
        /// The sentence for the person who asked.
        refusal: Refusal,
        /// What is the case.
        now: Box<Conversation>,
    },
    /// Somebody else is handling the conversation and does not let go.
    #[error("this conversation is being handled; try again")]
    Busy,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Engine {
    /// Handles what is pending of the conversation, then this event of ours, and answers with the conversation after.
    ///
    /// Runs to its end even when the caller goes away: a wish is granted whole or not at all.
    ///
    /// # Errors
    /// See [`ActError`].
    pub async fn act(&self, conversation: ConversationId, event: Event) -> Result<Conversation, ActError> {
        self.act_as_seen(conversation, event, AsSeen::default()).await
    }

    /// [`Engine::act`], but only while what the wish came from is still the case.
    ///
    /// # Errors
    /// See [`ActError`].
    pub async fn act_as_seen(
        &self,
        conversation: ConversationId,
        event: Event,
        seen: AsSeen,
    ) -> Result<Conversation, ActError> {
        let claim = self.claim(conversation).await?;
        let mut outcome = self.act_claimed(claim, event.clone(), seen).await;
        for _ in 0..TRIES_MAX {
            if !matches!(outcome, Err(ActError::Store(StoreError::GateMoved))) {
                break;
            }
            outcome = self.act_claimed(claim, event.clone(), seen).await;
        }
        if let Err(ActError::Store(_) | ActError::Unknown) = &outcome {
            // The lease would end by itself; giving it back saves the next one the wait.
            let _best_effort = self.world.store.release(claim, self.world.clock.now()).await;
        }
        outcome
    }

    async fn claim(&self, conversation: ConversationId) -> Result<LaneClaim, ActError> {
        if self.world.store.load(conversation).await?.is_none() {
            return Err(ActError::Unknown);
        }
        for _ in 0..CLAIM_TRIES_MAX {
            let now = self.world.clock.now();
            if let Some(claim) = self.world.store.claim_lane(conversation, now, LANE_LEASE_MS).await? {
                return Ok(claim);
            }
            tokio::time::sleep(CLAIM_PAUSE).await;
        }
        Err(ActError::Busy)
    }

    async fn act_claimed(
        &self,
        claim: LaneClaim,
        event: Event,
        seen: AsSeen,
    ) -> Result<Conversation, ActError> {
        let now = self.world.clock.now();
        let loaded = self.world.store.load(claim.conversation).await?.ok_or(ActError::Unknown)?;
        let policy = self.policy_for(&loaded, true).await?;
        let mut work = Work::begin(&policy, now, loaded);
        work.catch_up();
        if let Some(outdated) = self.outdated(&work, &event).await {
            let logged = ours(now, work.handled_seq, outdated.clone());
            // Never refused: it is our own observation.
            let _never = work.decide(&logged);
            let refusal = Refusal::ChangedSinceSeen { revision: work.conversation.revision };
            let after = Box::new(work.conversation.clone());
            let own = own_event(&work, outdated, now);
            self.write(claim, work, Some(own)).await?;
            return Err(ActError::Refused { refusal, now: after });
        }
        let logged = ours(now, work.handled_seq, event.clone());
        if let Err(refusal) = seen.still(&work.conversation).and_then(|()| work.decide(&logged)) {
            let after = Box::new(work.conversation.clone());
            self.write(claim, work, None).await?;
            return Err(ActError::Refused { refusal, now: after });
        }
        let after = work.conversation.clone();
        let own = own_event(&work, event, now);
        self.write(claim, work, Some(own)).await?;
        Ok(after)
    }

    /// An approval of a suggestion whose passages or rules have changed is refused, and the turn drafted afresh.
    async fn outdated(&self, work: &Work, event: &Event) -> Option<Event> {
        use crate::domain::Review;
        let Event::Reviewed { suggestion: wanted, review: Review::Approve | Review::Edit { .. }, .. } = event
        else {
            return None;
        };
        let (Stage::InReview { suggestion, draft, turn, .. }
        | Stage::Countdown { suggestion, draft, turn, .. }) = &work.conversation.stage
        else {
            return None;
        };
        if suggestion != wanted {
            return None;
        }
        let rules_hold = work.policy.holds_now(&turn.texts(), draft);
        let cited: Vec<String> = draft.citations.iter().map(|c| c.passage_id.clone()).collect();
        if rules_hold || !self.world.knowledge.current(&cited).await {
            return Some(Event::SuggestionOutdated { suggestion: *suggestion });
        }
        None
    }
}

pub(super) const fn ours(now: Timestamp, seq: i64, event: Event) -> Logged {
    Logged { seq, at: now, heard_at: now, sequence: None, event }
}

pub(super) fn own_event(work: &Work, event: Event, now: Timestamp) -> NewEvent {
    let c = &work.conversation;
    NewEvent {
        conversation: c.id,
        relay: c.relay.clone(),
        external_conversation: c.external_id.clone(),
        key: format!("own:{}:{}:{}:{}", c.id, work.handled_seq, c.revision, now.0),
        second_key: None,
        at: now,
        heard_at: now,
        sequence: None,
        sample: c.sample,
        event,
    }
}
