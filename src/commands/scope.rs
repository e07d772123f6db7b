//! Looks every hour whether the lottery shows that AI harms: then nothing leaves there without an owner.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use crate::engine::Engine;
use crate::store::Db;

/// Between two looks.
const REST: Duration = Duration::from_hours(1);

/// After a look that failed.
const AGAIN: Duration = Duration::from_mins(1);

pub(super) async fn keep_in_scope(engine: Arc<Engine>, db: Db, stop: CancellationToken) {
    loop {
        let rest = match engine.follow_evidence(&db).await {
            Ok(_) => REST,
            Err(error) => {
                tracing::debug!(%error, "the comparison could not be read; what has fallen back stays");
                AGAIN
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(rest) => {}
        }
    }
}
