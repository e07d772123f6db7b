//! The daily digest: when it is due, and the figures in it.

use super::choices::Choices;
use super::hours::last_at;
use super::kind::Kind;
use super::matter::{Matter, Subject};
use crate::domain::time::Timestamp;

/// A digest that could not be told within this time is yesterday's paper, ms.
const STALE_MS: i64 = 86_400_000;

/// What happened within a day, and what waits now. Made-up chats are not counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DayFigures {
    /// Chats in which an answer reached the visitor.
    pub answered: u64,
    /// Suggestions sent as they stood.
    pub approved: u64,
    /// Suggestions sent with changes.
    pub edited: u64,
    /// Suggestions rejected.
    pub rejected: u64,
    /// Chats that a rule held.
    pub held: u64,
    /// Suggestions that wait for a decision now.
    pub waiting_suggestions: u64,
    /// Chats that wait for a human now.
    pub waiting_humans: u64,
}

/// The digest that is due, if one is. Its day ends at the matter's `since`.
#[must_use]
pub fn digest_matter(now: Timestamp, choices: &Choices) -> Option<Matter> {
    choices.channels.get(&Kind::Digest)?;
    let (since, day) = last_at(now, &choices.time_zone, choices.digest_minute)?;
    let due = since >= choices.digest_since && now.since(since) < STALE_MS * 1_000;
    due.then(|| Matter {
        subject: Subject::digest(&day),
        kind: Kind::Digest,
        since,
        danger: false,
        conversation: None,
    })
}
