//! Events, conversations and the outbox: the promises of a store to the engine.

use std::fmt;

use async_trait::async_trait;

use crate::domain::{Action, ActionClass, Conversation, ConversationId, Decision, Event, Logged, Timestamp};

/// What a store cannot do, and whether trying again may help.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Busy or away for the moment: nothing was changed; try again.
    #[error("the store is not available: {0}")]
    Unavailable(String),
    /// Somebody else has the lane by now: nothing was changed; let go.
    #[error("the lease on this conversation was lost")]
    Fenced,
    /// Somebody else moved a gate since it was looked at: nothing was changed; look again and decide anew.
    #[error("a gate has moved since it was looked at")]
    GateMoved,
    /// What is stored does not make sense.
    #[error("inconsistent data in {place}: {detail}")]
    Inconsistent {
        /// Table and row.
        place: String,
        /// What is wrong.
        detail: String,
    },
}

/// An event on its way into the log.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// The conversation it belongs to.
    pub conversation: ConversationId,
    /// The relay's name, or `banister` for our own.
    pub relay: String,
    /// What the relay calls the conversation.
    pub external_conversation: String,
    /// Unique among all events of the relay: the same again is a duplicate.
    pub key: String,
    /// A second key, where the same thing may come under a new id (relay and message id).
    pub second_key: Option<String>,
    /// When it happened, by the source's clock.
    pub at: Timestamp,
    /// When it was heard, by ours.
    pub heard_at: Timestamp,
    /// The relay's own order.
    pub sequence: Option<i64>,
    /// Made by the demo.
    pub sample: bool,
    /// What happened.
    pub event: Event,
}

/// What became of an appended event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Appended {
    /// On disk, and its conversation is due.
    Kept,
    /// Known already; nothing was changed.
    Duplicate,
}

/// The right to handle one conversation until the lease ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LaneClaim {
    /// The conversation.
    pub conversation: ConversationId,
    /// The fencing number: a commit under an older one is refused.
    pub token: i64,
}

/// A conversation with what has happened to it since it was last handled.
#[derive(Clone, Debug)]
pub struct Loaded {
    /// Relay and external id, from its first event.
    pub relay: String,
    /// See above.
    pub external_id: String,
    /// Made by the demo.
    pub sample: bool,
    /// How far the log has been handled.
    pub handled_seq: i64,
    /// The conversation; none before its first event was handled.
    pub conversation: Option<Conversation>,
    /// Everything not handled yet, oldest first by the log.
    pub pending: Vec<Logged>,
}

/// What one turn of the loop writes. All of it, or none.
#[derive(Clone, Debug)]
pub struct Commit {
    /// An event of ours that was decided on right away and goes into the log with its decision.
    pub own_event: Option<NewEvent>,
    /// The highest log position handled.
    pub handled_seq: i64,
    /// The decisions, in order; the last one's `after` is the conversation from now on.
    pub decisions: Vec<Decision>,
    /// When the conversation next wants to be looked at, unless more has happened.
    pub next_due: Timestamp,
    /// Now.
    pub now: Timestamp,
}

/// An action that this process may perform until the lease ends.
#[derive(Clone, Debug)]
pub struct ClaimedAction {
    /// The action.
    pub action: Action,
    /// Its conversation.
    pub conversation: ConversationId,
    /// The relay it goes to.
    pub relay: String,
    /// What the relay calls the conversation.
    pub external_conversation: String,
    /// 1 at the first try.
    pub attempt: i64,
    /// Whether an earlier try may have reached the relay.
    pub tried_before: bool,
    /// The fencing number.
    pub token: i64,
    /// When it was first asked for.
    pub asked_at: Timestamp,
}

/// How a try ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Done.
    Done,
    /// Try again then.
    Retry {
        /// When.
        at: Timestamp,
        /// What was seen.
        error: String,
    },
    /// Not wanted any more, or refused as stale: closed without effect.
    Dropped {
        /// Why.
        error: String,
    },
    /// Given up; listed, and replayed by hand.
    Dead {
        /// What was seen last.
        error: String,
    },
}

/// Events, conversations and the outbox. Everything that must be on disk together is one method.
#[async_trait]
pub trait Store: Send + Sync + fmt::Debug {
    /// Puts an event on disk and makes its conversation due, in one commit shared with whoever else is waiting.
    /// Returns after the disk has it. The same key, or second key, again: [`Appended::Duplicate`].
    async fn append(&self, event: NewEvent) -> Result<Appended, StoreError>;

    /// Claims up to `limit` conversations that are due and not leased, oldest due first.
    /// An empty answer does not prove that none is due.
    async fn claim_lanes(
        &self,
        now: Timestamp,
        lease_ms: i64,
        limit: i64,
    ) -> Result<Vec<LaneClaim>, StoreError>;

    /// Claims this conversation, due or not; `None` while somebody else has it, or when it does not exist.
    async fn claim_lane(
        &self,
        conversation: ConversationId,
        now: Timestamp,
        lease_ms: i64,
    ) -> Result<Option<LaneClaim>, StoreError>;

    /// The conversation and its unhandled events; `None` when nothing was ever heard of it.
    async fn load(&self, conversation: ConversationId) -> Result<Option<Loaded>, StoreError>;

    /// Writes what was decided and gives the lane back; due at once when more has happened meanwhile.
    /// [`StoreError::Fenced`] when the lease was lost: nothing is written then.
    async fn commit(&self, claim: LaneClaim, commit: Commit) -> Result<(), StoreError>;

    /// Gives a lane back undecided, due at `due`.
    async fn release(&self, claim: LaneClaim, due: Timestamp) -> Result<(), StoreError>;

    /// Puts a lane without any event to rest for good.
    async fn rest(&self, claim: LaneClaim) -> Result<(), StoreError>;

    /// Claims up to `limit` due actions of a class. What a visitor reads leaves one after the other per conversation.
    /// An action whose lease ran out is due again, with `tried_before` set.
    async fn claim_actions(
        &self,
        class: ActionClass,
        now: Timestamp,
        lease_ms: i64,
        limit: i64,
    ) -> Result<Vec<ClaimedAction>, StoreError>;

    /// Ends a try and appends what it led to, in one commit. `false` when the lease was lost
    /// or the action was settled meanwhile: nothing is written then.
    async fn finish(
        &self,
        claim: &ClaimedAction,
        finish: Finish,
        event: Option<NewEvent>,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Whether the store can be written now.
    async fn ready(&self) -> Result<(), StoreError>;
}
