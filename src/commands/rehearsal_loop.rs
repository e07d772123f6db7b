//! Makes the drafts of rehearsals, one at a time, beside what serves visitors.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::engine::{Engine, Rehearser};

/// How often it is looked whether a question waits.
const LOOK: Duration = Duration::from_secs(1);

pub(super) async fn keep_rehearsing(engine: Arc<Engine>, rehearser: Arc<Rehearser>, stop: CancellationToken) {
    loop {
        let drafted = tokio::select! {
            // The question waits on; the next start takes it up.
            () = stop.cancelled() => return,
            drafted = async { rehearser.draft_next(&engine.policy()).await } => drafted,
        };
        match drafted {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::debug!(%error, "rehearsals could not be looked at; it is tried again"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}
