//! Catches up in the background: makes findable what is not yet (everything after an upgrade, later what deletions left
//! behind), and measures episodes from before figures were kept.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::ports::{Desk as _, Measures as _};
use crate::store::Db;

/// Conversations in one transaction: visitors' messages wait no longer than that takes.
const BATCH: i64 = 50;

/// Between two batches, so that others get their turn.
const BREATH: Duration = Duration::from_millis(5);

/// Between two looks when nothing is left to do, or the store cannot be reached.
const REST: Duration = Duration::from_secs(5);

/// Measures what is not measured yet, and says of how many conversations; a failure is tried again.
async fn measure(db: &Db) -> usize {
    db.measure_older(BATCH).await.unwrap_or_else(|error| {
        tracing::debug!(%error, "older episodes could not be measured; it is tried again");
        0
    })
}

pub(super) async fn keep_findable(db: Db, stop: CancellationToken) {
    let mut caught_up = 0;
    loop {
        let (done, pause) = match db.catch_up(BATCH).await {
            Ok(0) => (0, REST),
            Ok(n) => (n, BREATH),
            Err(error) => {
                tracing::debug!(%error, "older messages could not be made findable; it is tried again");
                (0, REST)
            }
        };
        if done == 0 && caught_up > 0 {
            tracing::info!(conversations = caught_up, "older messages are findable now");
            caught_up = 0;
        }
        caught_up += done;
        let pause = if measure(&db).await > 0 { BREATH } else { pause };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
