//! Tells open pages that something changed: one look at the store a second for all of them.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::Stream;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::ports::Desk;

/// Between two looks.
const LOOK: Duration = Duration::from_secs(1);

/// A comment line this often keeps proxies from closing a quiet stream.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// The newest version of the desk, for whoever listens.
#[derive(Clone, Debug)]
pub struct Live {
    version: watch::Sender<i64>,
    stop: CancellationToken,
}

impl Live {
    /// Starts looking, until `stop`. Nobody listening, nothing is asked.
    #[must_use]
    pub fn start(desk: Arc<dyn Desk>, stop: CancellationToken) -> Self {
        let (version, _) = watch::channel(0);
        let live = Self { version, stop };
        tokio::spawn(look(live.clone(), desk));
        live
    }

    /// One event `change` per change, and one at the start. A slow reader misses numbers, never the last one.
    /// Ends when the service stops: an open stream would hold up the shutdown.
    pub(super) fn stream(&self) -> Sse<impl Stream<Item = Result<Event, Infallible>> + use<>> {
        let listening = (self.version.subscribe(), self.stop.clone(), true);
        let events = futures_util::stream::unfold(listening, |(mut seen, stop, first)| async move {
            if !first {
                tokio::select! {
                    () = stop.cancelled() => return None,
                    changed = seen.changed() => changed.ok()?,
                }
            }
            let version = *seen.borrow_and_update();
            let event = Event::default().event("change").data(version.to_string());
            Some((Ok(event), (seen, stop, false)))
        });
        Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE))
    }
}

async fn look(live: Live, desk: Arc<dyn Desk>) {
    loop {
        tokio::select! {
            () = live.stop.cancelled() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        if live.version.receiver_count() == 0 {
            continue;
        }
        match desk.version().await {
            Ok(now) => {
                live.version.send_if_modified(|known| std::mem::replace(known, now) != now);
            }
            Err(error) => tracing::debug!(%error, "no news of the desk for the moment"),
        }
    }
}
