//! What is looked at every now and then can be looked at now, by whoever has just changed it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::timeout;

/// Who asked for a look, and which of them have had it.
#[derive(Debug)]
pub struct Looking {
    wanted: Notify,
    asked: AtomicU64,
    had: watch::Sender<u64>,
}

impl Default for Looking {
    fn default() -> Self {
        Self { wanted: Notify::new(), asked: AtomicU64::new(0), had: watch::Sender::new(0) }
    }
}

impl Looking {
    /// Asks for a look, and waits until one has been taken that began after this. `false` when that takes longer than
    /// `patience`: what was changed comes into force by itself then.
    pub async fn now(&self, patience: Duration) -> bool {
        let mut had = self.had.subscribe();
        let mine = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.wanted.notify_one();
        timeout(patience, had.wait_for(|had| *had >= mine)).await.is_ok_and(|had| had.is_ok())
    }

    /// For whoever looks: until somebody asks, or `every` is over.
    pub async fn until_asked(&self, every: Duration) {
        // Whichever comes first, it is time for a look.
        let _elapsed = timeout(every, self.wanted.notified()).await;
    }

    /// For whoever looks, before a look: who has asked so far.
    #[must_use]
    pub fn asked(&self) -> u64 {
        self.asked.load(Ordering::SeqCst)
    }

    /// For whoever looks, after a look: all who had asked before it have had theirs.
    pub fn looked(&self, asked: u64) {
        self.had.send_replace(asked);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_mins(1);

    #[tokio::test]
    async fn whoever_asks_has_a_look_that_began_afterwards() {
        let looking = Looking::default();
        // A look that began before anybody asked.
        let before = looking.asked();
        let look = async {
            looking.until_asked(LONG).await;
            looking.looked(before);
            tokio::task::yield_now().await;
            looking.looked(looking.asked());
        };
        let (had, ()) = tokio::join!(looking.now(LONG), look);
        assert!(had);
        assert!(!looking.now(Duration::ZERO).await, "nobody looks any more");
    }
}
