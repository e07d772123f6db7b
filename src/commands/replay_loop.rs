//! Works off the replays that owners start in the browser, one at a time, beside what serves visitors.

use std::sync::Arc;
use std::time::Duration;

use tokio_util::sync::CancellationToken;

use super::clock::SystemClock;
use super::replay_trial::trial;
use crate::config::Config;
use crate::domain::Timestamp;
use crate::engine::{Engine, Progress, Replayer};
use crate::ports::{
    Autopilots as _, Clock as _, Knowledge, ReplayEnd, ReplayRow, ReplayState, Replays as _, StoreError,
};
use crate::store::Db;

/// How often it is looked whether a replay waits, and how often one that runs says so.
const LOOK: Duration = Duration::from_secs(1);
/// Whoever has said nothing for so long is gone, ms.
const SILENT_MS: i64 = 60_000;

/// What working off takes.
pub(super) struct ReplayLoop {
    config: Config,
    db: Db,
    engine: Arc<Engine>,
    knowledge: Arc<dyn Knowledge>,
    replayer: Replayer,
}

impl std::fmt::Debug for ReplayLoop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReplayLoop").finish_non_exhaustive()
    }
}

impl ReplayLoop {
    pub(super) fn new(config: &Config, db: &Db, engine: &Arc<Engine>, knowledge: Arc<dyn Knowledge>) -> Self {
        let replayer = Replayer {
            replays: Arc::new(db.clone()),
            ledger: Arc::new(db.clone()),
            clock: Arc::new(SystemClock),
        };
        Self { config: config.clone(), db: db.clone(), engine: Arc::clone(engine), knowledge, replayer }
    }

    pub(super) async fn run(self, stop: CancellationToken) {
        if self.db.engine() == "sqlite" {
            // The file is ours alone: whoever worked on one is gone.
            self.break_off(Timestamp::NEVER).await;
        }
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(LOOK) => {}
            }
            tokio::select! {
                // What was drafted so far is kept; the next start breaks the replay off.
                () = stop.cancelled() => return,
                outcome = self.tick() => if let Err(error) = outcome {
                    tracing::debug!(%error, "replays could not be looked at");
                }
            }
        }
    }

    /// Works off the replay that waits, if one does.
    async fn tick(&self) -> Result<(), StoreError> {
        // An open one is the newest.
        let newest = self.db.replays(1).await?.into_iter().next().map(|row| row.state);
        if newest == Some(ReplayState::Running) {
            self.break_off(SystemClock.now().minus_ms(SILENT_MS)).await;
        }
        if newest != Some(ReplayState::Waiting) {
            return Ok(());
        }
        let Some(row) = self.db.claim_replay(SystemClock.now()).await? else { return Ok(()) };
        let end = match self.played(&row).await {
            Ok(end) => end,
            Err(error) => ReplayEnd::Failed(error.to_string()),
        };
        if let ReplayEnd::Failed(why) = &end {
            tracing::warn!(replay = %row.id, why, "a replay came to no result");
        }
        self.db.end_replay(row.id, &end, SystemClock.now()).await.map(drop)
    }

    async fn played(&self, row: &ReplayRow) -> Result<ReplayEnd, StoreError> {
        let mut policy = (*self.engine.policy()).clone();
        policy.autopilot = Some(Arc::new(self.db.autopilot(SystemClock.now(), &[]).await?));
        let trial = match trial(&self.config, &row.tried, &policy, None, Some(Arc::clone(&self.knowledge))) {
            Ok(trial) => trial,
            Err(error) => return Ok(ReplayEnd::Failed(format!("{error:#}"))),
        };
        let progress = Progress::default();
        let playing = self.replayer.play(&trial, &progress);
        tokio::pin!(playing);
        loop {
            tokio::select! {
                replayed = &mut playing => return Ok(ReplayEnd::Done(Box::new(replayed?))),
                () = tokio::time::sleep(LOOK) => {
                    let (done, total) = progress.now();
                    if !self.db.replay_goes_on(row.id, done, total, SystemClock.now()).await? {
                        return Ok(ReplayEnd::Failed("it was broken off meanwhile".to_owned()));
                    }
                }
            }
        }
    }

    async fn break_off(&self, silent_since: Timestamp) {
        match self.db.break_off_replays(silent_since, SystemClock.now()).await {
            Ok(0) => {}
            Ok(_) => tracing::warn!("a replay was broken off; what was drafted in it is kept"),
            Err(error) => tracing::debug!(%error, "replays could not be looked at"),
        }
    }
}
