//! Checking the reports' figures against the rows they follow from.

use std::fmt;

use async_trait::async_trait;

use super::store::StoreError;
use crate::domain::metrics::{Metrics, RawEpisode};
use crate::domain::{ConversationId, EpisodeId};

/// An episode as it was measured, and its rows.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredEpisode {
    /// The figures as they are stored.
    pub stored: Metrics,
    /// What they follow from.
    pub raw: RawEpisode,
    /// Whether it was measured at all; older ones are, one after the other, while the service runs.
    pub measured: bool,
}

/// What is measured of episodes.
#[async_trait]
pub trait Measures: Send + Sync + fmt::Debug {
    /// How many episodes there are.
    async fn episode_count(&self) -> Result<u64, StoreError>;
    /// The episode at a place of the order of their ids.
    async fn episode_at(&self, place: u64) -> Result<Option<(EpisodeId, ConversationId)>, StoreError>;
    /// The episodes of a conversation in order, with at most 500 events of its log each.
    async fn measured(&self, of: ConversationId) -> Result<Vec<MeasuredEpisode>, StoreError>;
    /// Measures what is not measured yet, as after an upgrade, from its rows: the episodes of at most `limit`
    /// conversations. Says of how many.
    async fn measure_older(&self, limit: i64) -> Result<usize, StoreError>;
}
