//! What waiting visitors were promised, and how long they really waited.

use std::fmt;

use async_trait::async_trait;

use super::desk::Since;
use super::store::StoreError;
use crate::domain::Timestamp;
use crate::domain::waiting::{PromiseCounts, Wait};

/// The reading side of promises. Made-up chats are left out.
#[async_trait]
pub trait Promises: Send + Sync + fmt::Debug {
    /// The latest waits of visitors who were told that somebody will answer, newest first.
    async fn latest_waits(&self, limit: usize) -> Result<Vec<Wait>, StoreError>;
    /// The promises told in a stretch, counted as they stand at `now`.
    async fn promise_counts(&self, since: Since, now: Timestamp) -> Result<PromiseCounts, StoreError>;
}
