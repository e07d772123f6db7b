//! A link by which one person may decide on one suggestion, once, for a while.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use crate::domain::id::SuggestionId;
use crate::domain::time::Timestamp;

/// What is kept of such a link. The token itself is in the notice alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecisionLink {
    /// SHA-256 of the token, hexadecimal.
    pub token_hash: String,
    /// The user whose it is, by id.
    pub person: String,
    /// What may be decided on.
    pub suggestion: SuggestionId,
    /// The revision that the notice showed.
    pub revision: u64,
    /// The hash of the draft that the notice showed.
    pub draft_hash: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// When it, or another of the same person for the same suggestion, was used.
    pub used_at: Option<Timestamp>,
}

/// Whether a link may still be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// It may.
    Open,
    /// It was.
    Used(Timestamp),
    /// Its time is over.
    Expired(Timestamp),
}

impl DecisionLink {
    /// Whether it may still be used.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> LinkState {
        match self.used_at {
            Some(at) => LinkState::Used(at),
            None if now >= self.expires_at => LinkState::Expired(self.expires_at),
            None => LinkState::Open,
        }
    }
}

/// What is stored of a token: its SHA-256, hexadecimal.
#[must_use]
pub fn link_hash(token: &str) -> String {
    Sha256::digest(token.as_bytes()).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _never = write!(hex, "{byte:02x}");
        hex
    })
}
