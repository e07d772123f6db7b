//! The rules that an owner writes in the browser: every version of them, the last one in force.

use std::fmt;

use async_trait::async_trait;

use super::audit::Note;
use super::store::StoreError;
use crate::domain::Timestamp;

/// A version of the owner's own rules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnRules {
    /// 1, 2, 3 …
    pub number: i64,
    /// The whole text, as a rule file has it; blank when there are none any more.
    pub text: String,
    /// Whether they may let pass what the rules beneath them hold: the owner said so in so many words.
    pub may_soften: bool,
    /// Why this version was written.
    pub reason: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// Keeps them. Versions are added and read, never changed.
#[async_trait]
pub trait OwnRulebook: Send + Sync + fmt::Debug {
    /// The version in force; none where nobody has written any.
    async fn own_rules(&self) -> Result<Option<OwnRules>, StoreError>;
    /// One version.
    async fn own_rules_version(&self, number: i64) -> Result<Option<OwnRules>, StoreError>;
    /// Versions, newest first, at most `limit`.
    async fn own_rules_versions(&self, limit: i64) -> Result<Vec<OwnRules>, StoreError>;
    /// Adds a version, with its note. `false`, and nothing is kept, when another one has its number already.
    async fn add_own_rules(&self, rules: &OwnRules, note: &Note) -> Result<bool, StoreError>;
}
