//! What lessons are drawn from, and what became of them.

use std::fmt;

use async_trait::async_trait;

use super::articles::Article;
use super::audit::Note;
use super::store::StoreError;
use crate::domain::lessons::{PastDecision, Redraft, Remembered};
use crate::domain::{DraftOrder, Timestamp};

/// Decisions that are looked at, the newest.
pub const DECISIONS_MAX: i64 = 2_000;

/// Where decisions are read and the fate of lessons is kept.
#[async_trait]
pub trait LessonBook: Send + Sync + fmt::Debug {
    /// Suggestions that somebody approved, edited or rejected since a time, the newest `limit`, and whether there were
    /// more. Left out: sample chats, and decisions that can still be undone.
    async fn decisions(&self, since: Timestamp, limit: i64) -> Result<(Vec<PastDecision>, bool), StoreError>;
    /// What became of lessons.
    async fn remembered(&self) -> Result<Vec<Remembered>, StoreError>;
    /// Keeps what became of one, in place of what was kept before, with its note.
    async fn remember(&self, lesson: &Remembered, note: &Note) -> Result<(), StoreError>;
}

/// Looks ahead: drafts by quotation from articles as they would be.
#[async_trait]
pub trait Redrafter: Send + Sync + fmt::Debug {
    /// What quoting gives today, and what it would give if this article read so; one for each order, in order. Nothing is
    /// kept, nothing sent, no model asked.
    async fn redraft(
        &self,
        changed: &Article,
        orders: &[Option<DraftOrder>],
    ) -> Result<Vec<Redraft>, StoreError>;
}
