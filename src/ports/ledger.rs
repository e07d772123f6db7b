//! What models cost: set aside before a call, settled after it, summed up by day.

use std::fmt;

use async_trait::async_trait;

use super::desk::Since;
use super::store::StoreError;
use crate::domain::{ConversationId, Spent, Timestamp, Usage};

/// What a draft would cost at most, and what may be spent a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Foreseen {
    /// The model's name.
    pub model: String,
    /// The prompt's id, version and content hash.
    pub prompt: String,
    /// At most.
    pub usage: Usage,
    /// The owner's limits.
    pub limits: Limits,
}

/// What may be spent on models a day (UTC), all processes together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// Tokens in both directions.
    pub tokens: Option<u64>,
    /// Millionths of the owner's currency.
    pub cost_micros: Option<u64>,
}

impl Limits {
    /// Whether there are any.
    #[must_use]
    pub const fn any(&self) -> bool {
        self.tokens.is_some() || self.cost_micros.is_some()
    }

    /// Whether this much is still within them.
    #[must_use]
    pub fn allow(&self, spent: Usage) -> bool {
        self.tokens.is_none_or(|most| spent.tokens() <= most)
            && self.cost_micros.is_none_or(|most| spent.cost_micros <= most)
    }
}

/// A call of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelCall {
    /// The draft order and its attempt.
    pub id: String,
    /// For which conversation.
    pub conversation: ConversationId,
    /// When.
    pub at: Timestamp,
    /// What it may cost.
    pub foreseen: Foreseen,
}

/// Where it is kept.
#[async_trait]
pub trait Ledger: Send + Sync + fmt::Debug {
    /// Sets aside what a call may cost; `false`, and nothing set aside, when the day's limits could be exceeded by it.
    /// Several processes at once never exceed them together. Where there are no limits, nothing need be set aside.
    async fn reserve(&self, call: &ModelCall) -> Result<bool, StoreError>;

    /// Keeps what the call did cost, in the place of what was set aside.
    async fn settle(&self, call: &ModelCall, usage: Usage, outcome: &str) -> Result<(), StoreError>;

    /// Gives back what was set aside for a call that was never made or cost nothing.
    async fn release(&self, call: &ModelCall) -> Result<(), StoreError>;

    /// By day and model, oldest first.
    async fn spent(&self, since: Since) -> Result<Vec<Spent>, StoreError>;
}
