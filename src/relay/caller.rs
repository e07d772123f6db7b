//! A generic relay's calls as that relay would sign them: for the staging check, which knocks at our own door.

use super::signature::Secret;
use crate::domain::Timestamp;
use crate::ports::Caller;

/// Signs with one inbound secret.
#[derive(Clone, Debug)]
pub struct GenericCaller {
    secret: Secret,
}

impl GenericCaller {
    /// A caller that has `secret`.
    #[must_use]
    pub const fn new(secret: Secret) -> Self {
        Self { secret }
    }
}

impl Caller for GenericCaller {
    fn headers(&self, id: &str, now: Timestamp, body: &[u8]) -> Vec<(&'static str, String)> {
        let seconds = now.0 / 1_000_000;
        vec![
            ("content-type", "application/json".to_owned()),
            ("webhook-id", id.to_owned()),
            ("webhook-timestamp", seconds.to_string()),
            ("webhook-signature", self.secret.sign(id, seconds, body)),
        ]
    }
}
