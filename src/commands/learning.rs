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
        let policy = engine.policy();
        if !self.measures_at(now, version, &policy.waiting) {
            return Ok(());
        }
        let hours = policy.waiting.hours.clone();
        let measured = waiting::measured(db, &hours).await?;
        engine.change_policy(|policy| {
            let waiting = Waiting { measured, measured_under: hours.clone(), ..policy.waiting.clone() };
            Policy { waiting, ..policy.clone() }
        });
        self.measured = Some((version, now));
        Ok(())
    }

    /// Whether waits are to be measured: something happened, and not just now; and at once under other hours.
    fn measures_at(&self, now: Timestamp, version: i64, waiting: &Waiting) -> bool {
        let fresh = |(seen, at): (i64, Timestamp)| seen == version || now.since(at) < MEASURE_MS * 1_000;
        !waiting.is_measured() || !self.measured.is_some_and(fresh)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::waiting::HoursSettings;

    #[test]
    fn waits_are_measured_now_and_then_and_at_once_when_the_hours_have_changed() {
        let measured_at = Timestamp(1_800_000_000_000_000);
        let learning = Learning { seen: None, measured: Some((7, measured_at)) };
        let (soon, later) = (measured_at.plus_ms(1_000), measured_at.plus_ms(MEASURE_MS));
        let same = Waiting::default();
        assert!(Learning::default().measures_at(soon, 7, &same), "nothing is known yet");
        assert!(!learning.measures_at(later, 7, &same), "nothing happened");
        assert!(!learning.measures_at(soon, 8, &same), "a moment ago");
        assert!(learning.measures_at(later, 8, &same));
        let settings = HoursSettings {
            zone: Some("UTC".to_owned()),
            mon: Some("09:00-17:00".to_owned()),
            ..HoursSettings::default()
        };
        let changed = Waiting { hours: Arc::new(settings.read().unwrap()), ..Waiting::default() };
        assert!(learning.measures_at(soon, 7, &changed), "the hours are others");
        let measured = Waiting { measured_under: changed.hours.clone(), ..changed };
        assert!(!learning.measures_at(soon, 7, &measured));
    }
}
