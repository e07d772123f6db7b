//! Who changed what: kept for good, read by owners.

use std::fmt;

use async_trait::async_trait;
use serde_json::{Map, Value};

use super::desk::Page;
use super::store::StoreError;
use crate::domain::Timestamp;

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// When.
    pub at: Timestamp,
    /// Who: a person's e-mail, `key NAME` for the holder of an API token, `command line` for the operator.
    pub by: String,
    /// What, as a dotted word: `user.added`, `rules.saved`, `dead_letter.replayed`.
    pub what: String,
    /// To whom or what: an e-mail, a slug, an id.
    pub subject: String,
    /// More of it, for a person to read. Never a secret, never a visitor's words.
    pub detail: Map<String, Value>,
    /// Why, if they said so.
    pub reason: Option<String>,
}

impl Note {
    /// `by` did `what` to `subject`.
    #[must_use]
    pub fn new(at: Timestamp, by: &str, what: &str, subject: &str) -> Self {
        Self {
            at,
            by: by.to_owned(),
            what: what.to_owned(),
            subject: subject.to_owned(),
            detail: Map::new(),
            reason: None,
        }
    }

    /// The same, with one more thing said about it.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }

    /// The same, with what was there and what is there now.
    #[must_use]
    pub fn changed(self, before: impl Into<Value>, after: impl Into<Value>) -> Self {
        self.with("before", before).with("after", after)
    }

    /// The same, with why.
    #[must_use]
    pub fn because(mut self, reason: &str) -> Self {
        self.reason = Some(reason.trim().to_owned()).filter(|reason| !reason.is_empty());
        self
    }
}

/// A note as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Noted {
    /// Grows with every note.
    pub id: i64,
    /// What was noted.
    pub note: Note,
}

/// Which notes to list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// How `what` begins: `user.`, `rules.` …
    pub what: Option<String>,
    /// Who, exactly.
    pub by: Option<String>,
    /// From an earlier page.
    pub cursor: Option<String>,
    /// 1..100.
    pub limit: i64,
}

/// Where notes are kept. There is no way to change or remove one.
#[async_trait]
pub trait Audit: Send + Sync + fmt::Debug {
    /// Keeps a note.
    async fn note(&self, note: &Note) -> Result<(), StoreError>;

    /// Notes, newest first. A cursor of another kind counts as none.
    async fn entries(&self, filter: &AuditFilter) -> Result<Page<Noted>, StoreError>;
}
