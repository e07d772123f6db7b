//! Sweeps in the background what nobody can use any more: links to surveys that expired long ago.

use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::clock::SystemClock;
use crate::domain::Timestamp;
use crate::domain::survey::LINK_MS;
use crate::ports::{Clock as _, Surveys as _};
use crate::store::Db;

/// Between two sweeps.
const REST: Duration = Duration::from_hours(1);

/// So long after its end a link still says that it has expired, rather than that nobody knows it, ms: 30 days.
const SAID_MS: i64 = 30 * 86_400_000;

/// Links made before this are of no use to anybody.
const fn useless_before(now: Timestamp) -> Timestamp {
    now.minus_ms(LINK_MS + SAID_MS)
}

pub(super) async fn keep_swept(db: Db, stop: CancellationToken) {
    loop {
        match db.forget_survey_links(useless_before(SystemClock.now())).await {
            Ok(0) => {}
            Ok(links) => tracing::debug!(links, "links to surveys that expired long ago are gone"),
            Err(error) => tracing::debug!(%error, "expired links could not be swept; it is tried again"),
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = tokio::time::sleep(REST) => {}
        }
    }
}
