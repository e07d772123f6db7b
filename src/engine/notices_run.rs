//! The loops of notices: one that plans, and one a channel that sends, so that a slow one keeps no other waiting.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::notices::Notices;
use crate::domain::notice::Channel;

/// How long a loop sleeps when nothing wakes it.
const POLL: Duration = Duration::from_secs(1);

/// The running loops of notices.
#[derive(Debug)]
pub struct NoticeLoops {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl NoticeLoops {
    /// Starts the loops; none where no channel is set up.
    #[must_use]
    pub fn start(notices: &Arc<Notices>) -> Self {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let open = notices.open();
        if !open.is_empty() {
            tasks.spawn(planning(Arc::clone(notices), stop.clone()));
        }
        for channel in open {
            tasks.spawn(sending(channel, Arc::clone(notices), stop.clone()));
        }
        Self { stop, tasks }
    }

    /// Claims nothing more and waits for what is being sent, `patience` at most.
    pub async fn stop(self, patience: Duration) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopped while notices were being sent; their leases will run out");
        }
    }
}

async fn planning(notices: Arc<Notices>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        if let Err(error) = notices.plan_due().await {
            tracing::error!(%error, "notices could not be planned; trying again");
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = notices.news.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}

async fn sending(channel: Channel, notices: Arc<Notices>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        match notices.send_due(channel).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => {
                tracing::error!(%error, channel = channel.as_str(), "notices could not be sent; trying again");
            }
        }
        tokio::select! {
            () = stop.cancelled() => return,
            () = notices.planned.notified() => {}
            () = tokio::time::sleep(POLL) => {}
        }
    }
}
