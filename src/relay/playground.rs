//! The demo's own chat window: what is posted is read back from the conversation, so posting is done at once.

use async_trait::async_trait;

use crate::ports::{Applied, Relay, RelayError, Request};

/// The playground.
#[derive(Debug)]
pub struct PlaygroundRelay;

#[async_trait]
impl Relay for PlaygroundRelay {
    async fn perform(&self, request: &Request) -> Result<Applied, RelayError> {
        Ok(Applied { message_id: Some(request.id.to_string()) })
    }

    fn deduplicates(&self) -> bool {
        true
    }

    fn reads_back(&self) -> bool {
        true
    }
}
