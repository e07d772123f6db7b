//! Rows as they lie in the tables, and back into our words; what does not fit says where it stands.

use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::domain::{Author, Logged, Message, MessageKind, Timestamp};
use crate::ports::StoreError;

/// JSON as stored.
pub(super) fn stored<T: DeserializeOwned>(json: &str, place: &str) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|e| inconsistent(place, &e))
}

/// JSON to store.
pub(super) fn json<T: Serialize + ?Sized>(value: &T, place: &str) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| inconsistent(place, &e))
}

/// An id as stored.
pub(super) fn parsed<T>(text: &str, place: &str) -> Result<T, StoreError>
where
    T: FromStr,
    T::Err: std::fmt::Display,
{
    text.parse().map_err(|e| inconsistent(place, &e))
}

/// A word of one of our enums as stored.
pub(super) fn word<T: DeserializeOwned>(text: &str, place: &str) -> Result<T, StoreError> {
    serde_json::from_value(serde_json::Value::String(text.to_owned())).map_err(|e| inconsistent(place, &e))
}

pub(super) fn inconsistent(place: &str, detail: &dyn std::fmt::Display) -> StoreError {
    StoreError::Inconsistent { place: place.to_owned(), detail: detail.to_string() }
}

#[derive(sqlx::FromRow)]
pub(super) struct EventRow {
    seq: i64,
    at: i64,
    heard_at: i64,
    sequence: Option<i64>,
    payload: String,
}

impl EventRow {
    pub(super) fn logged(self) -> Result<Logged, StoreError> {
        Ok(Logged {
            seq: self.seq,
            at: Timestamp(self.at),
            heard_at: Timestamp(self.heard_at),
            sequence: self.sequence,
            event: stored(&self.payload, "event.payload")?,
        })
    }
}

#[derive(sqlx::FromRow)]
pub(super) struct MessageRow {
    external_id: String,
    author: String,
    kind: String,
    private: bool,
    body: String,
    at: i64,
    suggestion_id: Option<String>,
    action_id: Option<String>,
    by_whom: Option<String>,
}

impl MessageRow {
    pub(super) fn message(self) -> Result<Message, StoreError> {
        Ok(Message {
            external_id: self.external_id,
            author: word::<Author>(&self.author, "message.author")?,
            kind: word::<MessageKind>(&self.kind, "message.kind")?,
            private: self.private,
            text: self.body,
            at: Timestamp(self.at),
            suggestion: self.suggestion_id.map(|id| parsed(&id, "message.suggestion_id")).transpose()?,
            action: self.action_id.map(|id| parsed(&id, "message.action_id")).transpose()?,
            by: self.by_whom,
        })
    }
}
