//! Learns from what happened: the weights of the signals from the owner's decisions, at fixed numbers of them, and how
//! long visitors wait; and puts both in force.

use std::sync::Arc;

use super::clock::SystemClock;
use super::waiting;
use crate::domain::waiting::Waiting;
use crate::domain::{JUDGED_MAX, Policy, REFITS, Scorer, Timestamp, Weights};
use crate::engine::Engine;
use crate::ports::{Clock as _, Desk as _, Judgements as _, StoreError};
use crate::stats::Scored;
use crate::store::Db;

/// Waits are measured anew at most this often, ms.
const MEASURE_MS: i64 = 30_000;

/// Keeps a running engine's scorer and measured waits up to date.
#[derive(Debug, Default)]
pub(super) struct Learning {
    seen: Option<i64>,
    /// Up to where waits were measured, and when.
    measured: Option<(i64, Timestamp)>,
}

impl Learning {
    /// Looks whether anything happened since, and if so brings waits, weights and judged drafts up to date.
    ///
    /// # Errors
    /// When the store cannot be read or written; what was learned before stays in force.
    pub(super) async fn look(&mut self, db: &Db, engine: &Engine) -> Result<(), StoreError> {
        let version = db.version().await?;
        self.measure(db, engine, version).await?;
        if self.seen == Some(version) {
            return Ok(());
        }
        let scorer = scorer(db).await?;
        engine.change_policy(|policy| Policy { scorer: scorer.clone(), ..policy.clone() });
        self.seen = Some(version);
        Ok(())
    }

    async fn measure(&mut self, db: &Db, engine: &Engine, version: i64) -> Result<(), StoreError> {
        let now = SystemClock.now();
        let fresh = |(seen, at): (i64, Timestamp)| seen == version || now.since(at) < MEASURE_MS * 1_000;
        if self.measured.is_some_and(fresh) {
            return Ok(());
        }
        let policy = engine.policy();
        let measured = waiting::measured(db, &policy.waiting.hours).await?;
        engine.change_policy(|policy| {
            let waiting = Waiting { measured: measured.clone(), ..policy.waiting.clone() };
            Policy { waiting, ..policy.clone() }
        });
        self.measured = Some((version, now));
        Ok(())
    }
}

/// Every process learns from the same first decisions, so that all come to the same weights whoever is first.
async fn scorer(db: &Db) -> Result<Scorer, StoreError> {
    let most = REFITS.iter().max().copied().unwrap_or(0);
    let judged = db.judged_count(most).await?;
    let due = REFITS.into_iter().rev().find(|n| *n <= judged).unwrap_or(0);
    let known = db.weights().await?.filter(Weights::is_known).unwrap_or_default();
    let weights = if known.labels < due { learn(db, due).await?.unwrap_or(known) } else { known };
    let latest = db.latest_judged(JUDGED_MAX).await?;
    let judged: Vec<Scored> =
        latest.into_iter().map(|j| Scored { score: j.confidence, good: j.good }).collect();
    Ok(Scorer { weights, judged: Arc::from(judged) })
}

async fn learn(db: &Db, labels: usize) -> Result<Option<Weights>, StoreError> {
    let first = db.first_judged(labels).await?;
    let Some(weights) = Weights::learned(&first) else {
        tracing::error!(labels, "no weights could be learned; the old ones stay in force");
        return Ok(None);
    };
    db.put_weights(&weights, SystemClock.now()).await?;
    tracing::info!(labels, "the confidence of drafts has learned from the owner's decisions");
    // Another process may have been first: what is kept is in force.
    db.weights().await
}
