//! Replays of the past: the turns to play, the drafts that were asked for before, and the replays that owners keep.

use std::fmt;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};

use super::store::StoreError;
use crate::domain::replay::{PastCase, Replayed, Tried};
use crate::domain::{ReplayId, Timestamp};

/// How far a replay has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReplayState {
    /// Nobody has begun with it.
    Waiting,
    /// Somebody works on it.
    Running,
    /// It has a result.
    Done,
    /// It has none, and says why.
    Failed,
    /// Whoever worked on it is gone.
    BrokenOff,
}

impl ReplayState {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::BrokenOff => "broken_off",
        }
    }

    /// Whether it may still come to a result.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }
}

/// A replay as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayRow {
    /// Its id.
    pub id: ReplayId,
    /// When it was asked for.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// What is tried.
    pub tried: Tried,
    /// How far it has come.
    pub state: ReplayState,
    /// Turns played so far.
    pub done: u64,
    /// Turns to play; 0 before they are known.
    pub total: u64,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
    /// Why it has no result.
    pub error: Option<String>,
    /// The result; left out of lists.
    pub result: Option<Replayed>,
}

/// How a replay ended.
#[derive(Clone, Debug, PartialEq)]
pub enum ReplayEnd {
    /// With a result.
    Done(Box<Replayed>),
    /// Without, for this reason.
    Failed(String),
}

/// Where past turns are read, and replays kept.
#[async_trait]
pub trait Replays: Send + Sync + fmt::Debug {
    /// The newest turns that were last screened since then, oldest first, at most `limit`; and whether there were more.
    async fn past_cases(&self, since: Timestamp, limit: u64) -> Result<(Vec<PastCase>, bool), StoreError>;

    /// What a drafter answered to the very same order, if it was asked before.
    async fn kept_answer(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// Keeps a drafter's answer. The first one stays.
    async fn keep_answer(&self, key: &str, answer: &str, now: Timestamp) -> Result<(), StoreError>;

    /// Puts a replay in line. `false`, and nothing is kept, while another one is open.
    async fn begin_replay(&self, replay: &ReplayRow) -> Result<bool, StoreError>;

    /// Takes the replay that waits, if one does; nobody else gets it.
    async fn claim_replay(&self, now: Timestamp) -> Result<Option<ReplayRow>, StoreError>;

    /// Says how far a running replay has come, and that somebody works on it. `false` when it does not run any more.
    async fn replay_goes_on(
        &self,
        id: ReplayId,
        done: u64,
        total: u64,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// Ends a running replay. `false`, and nothing changed, when it does not run any more.
    async fn end_replay(&self, id: ReplayId, end: &ReplayEnd, now: Timestamp) -> Result<bool, StoreError>;

    /// Gives up on running replays of which nobody has said a word since then; how many.
    async fn break_off_replays(&self, silent_since: Timestamp, now: Timestamp) -> Result<u64, StoreError>;

    /// Replays, newest first, without their results.
    async fn replays(&self, limit: i64) -> Result<Vec<ReplayRow>, StoreError>;

    /// One, with its result.
    async fn replay_of(&self, id: ReplayId) -> Result<Option<ReplayRow>, StoreError>;
}
