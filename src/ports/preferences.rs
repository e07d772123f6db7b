//! What owners chose on a page: every version of it.

use std::fmt;

use async_trait::async_trait;

use super::audit::Note;
use super::store::StoreError;
use crate::domain::{Preferences, Timestamp};

/// A version of what was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct Chosen {
    /// Grows by one with every change.
    pub version: i64,
    /// What.
    pub preferences: Preferences,
    /// When.
    pub at: Timestamp,
    /// Who.
    pub by: String,
}

/// Where it is kept.
#[async_trait]
pub trait Chooser: Send + Sync + fmt::Debug {
    /// The newest version; none before anything was chosen.
    async fn chosen(&self) -> Result<Option<Chosen>, StoreError>;
    /// Keeps the version after `before` (0 for none) with its note; `false` when somebody else has made it meanwhile.
    async fn choose(&self, before: i64, preferences: &Preferences, note: &Note) -> Result<bool, StoreError>;
}
