//! What the owner's decisions say about drafts, and the questions they answered.

use std::fmt;

use async_trait::async_trait;

use super::store::StoreError;
use crate::domain::{Judged, Known, Timestamp, Weights};

/// A question that a suggestion was made for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The suggestion's id.
    pub id: String,
    /// The visitor's words.
    pub question: String,
    /// Whether the owner would have sent the draft as it stood; nothing where the decision does not say.
    pub good: Option<bool>,
}

/// Where judged drafts are kept. Sample chats of the demo count here as well as they do nowhere else: not at all.
#[async_trait]
pub trait Judgements: Send + Sync + fmt::Debug {
    /// How many drafts have been judged; counting ends at `most`.
    async fn judged_count(&self, most: usize) -> Result<usize, StoreError>;
    /// The first `limit` judged drafts, oldest decision first: what weights are learned from, alike everywhere.
    async fn first_judged(&self, limit: usize) -> Result<Vec<Judged>, StoreError>;
    /// The latest `limit` judged drafts, newest decision first.
    async fn latest_judged(&self, limit: usize) -> Result<Vec<Judged>, StoreError>;
    /// The latest `limit` questions that suggestions were made for, newest first.
    async fn asked(&self, limit: usize) -> Result<Vec<Asked>, StoreError>;
    /// The weights learned from the most decisions.
    async fn weights(&self) -> Result<Option<Weights>, StoreError>;
    /// Keeps weights; those of as many decisions that are there already stay.
    async fn put_weights(&self, weights: &Weights, now: Timestamp) -> Result<(), StoreError>;
}

/// What is remembered of earlier questions.
#[async_trait]
pub trait Precedents: Send + Sync + fmt::Debug {
    /// How new a question is, and how drafts to its like were judged. Nothing where questions cannot be compared.
    async fn of(&self, question: &str) -> Known;
}
