//! The loops that turn the wheel: lanes and outbox. Each has a `tick` that tests turn by hand.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, Semaphore};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::handle::{Engine, LANE_LEASE_MS};
use super::outbox::lease_ms;
use crate::domain::ActionClass;
use crate::ports::{ClaimedAction, StoreError};

/// Conversations claimed at once.
const LANES_AT_ONCE: i64 = 32;

/// Actions claimed at once, and performed side by side.
const ACTIONS_AT_ONCE: usize = 32;

/// How long a loop sleeps when nothing wakes it: how late another replica's work may be noticed.
const POLL: Duration = Duration::from_millis(200);

/// How long a loop rests after the store failed.
const REST: Duration = Duration::from_secs(1);

/// What one turn of a wheel found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This many were handled.
    Worked(usize),
    /// Nothing was due.
    Idle,
}

/// The running loops of an engine.
#[derive(Debug)]
pub struct Loops {
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Engine {
    /// Handles what is due among the conversations, once.
    ///
    /// # Errors
    /// When the store fails; conversations already handled stay handled.
    pub async fn tick_lanes(&self) -> Result<Outcome, StoreError> {
        let now = self.world.clock.now();
        let claims = self.world.store.claim_lanes(now, LANE_LEASE_MS, LANES_AT_ONCE).await?;
        let handled = claims.len();
        let mut failed = None;
        for outcome in futures_util::future::join_all(claims.into_iter().map(|c| self.handle(c))).await {
            match outcome {
                Ok(()) | Err(StoreError::Fenced | StoreError::GateMoved) => {}
                Err(error) => failed = Some(error),
            }
        }
        match failed {
            Some(error) => Err(error),
            None if handled == 0 => Ok(Outcome::Idle),
            None => Ok(Outcome::Worked(handled)),
        }
    }

    /// Performs what is due in the outbox, once, one after the other.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tick_outbox(&self) -> Result<Outcome, StoreError> {
        let mut worked = 0;
        for class in [ActionClass::Relay, ActionClass::Drafts] {
            let claims = self.claim_actions(class, 16).await?;
            worked += claims.len();
            for claim in claims {
                self.work_off(claim).await?;
            }
        }
        Ok(if worked == 0 { Outcome::Idle } else { Outcome::Worked(worked) })
    }

    /// Turns both wheels until neither finds anything due.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn settle(&self) -> Result<(), StoreError> {
        loop {
            let lanes = self.tick_lanes().await?;
            let outbox = self.tick_outbox().await?;
            if lanes == Outcome::Idle && outbox == Outcome::Idle {
                return Ok(());
            }
        }
    }
}

impl Loops {
    /// Starts the loops.
    #[must_use]
    pub fn start(engine: &Arc<Engine>) -> Self {
        let stop = CancellationToken::new();
        let tasks = TaskTracker::new();
        tasks.spawn(lanes(Arc::clone(engine), stop.clone()));
        for class in [ActionClass::Relay, ActionClass::Drafts] {
            tasks.spawn(outbox(class, Arc::clone(engine), stop.clone(), tasks.clone()));
        }
        Self { stop, tasks }
    }

    /// Claims nothing more and waits for what is being performed, `patience` at most.
    pub async fn stop(self, patience: Duration) {
        self.stop.cancel();
        self.tasks.close();
        if tokio::time::timeout(patience, self.tasks.wait()).await.is_err() {
            tracing::warn!("stopped while actions were being performed; their leases will run out");
        }
    }
}

async fn lanes(engine: Arc<Engine>, stop: CancellationToken) {
    while !stop.is_cancelled() {
        let pause = match engine.tick_lanes().await {
            Ok(Outcome::Worked(_)) => continue,
            Ok(Outcome::Idle) => POLL,
            Err(error) => {
                tracing::error!(%error, "conversations could not be handled; trying again");
                REST
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = engine.lanes_due.notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn outbox(class: ActionClass, engine: Arc<Engine>, stop: CancellationToken, tasks: TaskTracker) {
    // A draft is claimed only when the drafter has a place for it: what happens while it would wait still counts.
    let at_once = match class {
        ActionClass::Drafts => engine.world.drafter.places(),
        ActionClass::Relay => ACTIONS_AT_ONCE,
    };
    let places = Arc::new(Semaphore::new(at_once));
    while !stop.is_cancelled() {
        let free = i64::try_from(places.available_permits()).unwrap_or(0);
        let claims = if free == 0 { Ok(Vec::new()) } else { engine.claim_actions(class, free).await };
        let pause = match claims {
            Ok(claims) if !claims.is_empty() => {
                for claim in claims {
                    spawn(&engine, &tasks, &places, claim).await;
                }
                continue;
            }
            Ok(_) => POLL,
            Err(error) => {
                tracing::error!(%error, "the outbox could not be read; trying again");
                REST
            }
        };
        tokio::select! {
            () = stop.cancelled() => return,
            () = engine.due(class).notified() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

async fn spawn(engine: &Arc<Engine>, tasks: &TaskTracker, places: &Arc<Semaphore>, claim: ClaimedAction) {
    let Ok(place) = Arc::clone(places).acquire_owned().await else { return };
    let engine = Arc::clone(engine);
    tasks.spawn(async move {
        let _place = place;
        let (action, kind) = (claim.action.id, claim.action.body.kind());
        if let Err(error) = engine.work_off(claim).await {
            tracing::error!(%action, kind, %error, "an outcome could not be kept; its lease will run out");
        }
    });
}

impl Engine {
    async fn claim_actions(&self, class: ActionClass, limit: i64) -> Result<Vec<ClaimedAction>, StoreError> {
        self.world.store.claim_actions(class, self.world.clock.now(), lease_ms(class), limit).await
    }

    const fn due(&self, class: ActionClass) -> &Notify {
        match class {
            ActionClass::Drafts => &self.drafts_due,
            ActionClass::Relay => &self.actions_due,
        }
    }
}
