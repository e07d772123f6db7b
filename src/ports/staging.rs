//! Calling our own door as a relay would.

use std::fmt;

use crate::domain::Timestamp;

/// Signs calls with one of a relay's inbound secrets.
pub trait Caller: Send + Sync + fmt::Debug {
    /// The headers that go with this body under this id: name and value.
    fn headers(&self, id: &str, now: Timestamp, body: &[u8]) -> Vec<(&'static str, String)>;
}
