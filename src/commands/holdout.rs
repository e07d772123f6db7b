//! The lottery that keeps some visitors for humans: which period is in force, and when the next one begins.

use std::sync::Arc;

use super::clock::SystemClock;
use crate::domain::Policy;
use crate::domain::holdout::{HoldoutSettings, Period, Salt};
use crate::engine::Engine;
use crate::ports::{Chooser as _, Clock as _, Lottery as _, StoreError};
use crate::store::Db;

/// The configuration file's own share, and the version of what was chosen over it.
#[derive(Debug)]
pub(super) struct HoldoutWatch {
    configured: HoldoutSettings,
    seen: Option<i64>,
}

impl HoldoutWatch {
    pub(super) const fn new(configured: HoldoutSettings) -> Self {
        Self { configured, seen: None }
    }

    /// Begins the next period where another share was chosen, and puts the newest in force; `true` when that is another than
    /// before. A share of the file is looked at once, at the start: two processes with different files end with one period.
    ///
    /// # Errors
    /// When the store cannot be read or written.
    pub(super) async fn look(&mut self, db: &Db, engine: &Engine) -> Result<bool, StoreError> {
        // First the period, then the choice: a choice older than the newest period begins none.
        let mut newest = db.period().await?;
        let chosen = db.chosen().await?;
        let version = chosen.as_ref().map_or(0, |chosen| chosen.version);
        if self.seen != Some(version) {
            let wanted = chosen.and_then(|chosen| chosen.preferences.holdout).unwrap_or(self.configured);
            let begins = wanted.faults().is_empty() && differs(newest.as_ref(), &wanted);
            if begins && !db.begin_period(&next(newest.as_ref(), wanted)).await? {
                // Another process was first: it may have known a newer choice. The next look will tell.
                newest = db.period().await?;
            } else {
                if begins {
                    newest = db.period().await?;
                }
                self.seen = Some(version);
            }
        }
        Ok(put_in_force(engine, newest))
    }
}

fn next(newest: Option<&Period>, settings: HoldoutSettings) -> Period {
    let number = newest.map_or(0, |newest| newest.number.saturating_add(1));
    let salt = Salt::new(format!("{:032x}{:032x}", rand::random::<u128>(), rand::random::<u128>()));
    Period { number, settings, salt, began_at: SystemClock.now() }
}

fn differs(newest: Option<&Period>, wanted: &HoldoutSettings) -> bool {
    let draws = wanted.share > 0.0;
    newest.map_or(draws, |newest| newest.settings != *wanted && (newest.draws() || draws))
}

fn put_in_force(engine: &Engine, newest: Option<Period>) -> bool {
    let known = engine.policy().holdout.as_ref().map(|period| period.number);
    if newest.as_ref().map(|period| period.number) == known {
        return false;
    }
    let holdout = newest.map(Arc::new);
    engine.change_policy(|policy| Policy { holdout: holdout.clone(), ..policy.clone() });
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(share: f64, shadow: bool) -> HoldoutSettings {
        HoldoutSettings { share, shadow }
    }

    #[test]
    fn only_another_lottery_begins_a_period() {
        let none = settings(0.0, true);
        assert!(!differs(None, &none), "there never was one");
        let first = next(None, settings(0.2, true));
        assert_eq!(first.number, 0);
        assert!(!differs(Some(&first), &settings(0.2, true)));
        for wanted in [none, settings(0.3, true), settings(0.2, false)] {
            assert!(differs(Some(&first), &wanted), "{wanted:?}");
        }
        let over = next(Some(&first), none);
        assert_eq!(over.number, 1);
        assert!(!differs(Some(&over), &settings(0.0, false)), "nobody is drawn either way");
        assert!(differs(Some(&over), &settings(0.2, true)));
    }

    #[test]
    fn every_period_has_a_salt_of_its_own_that_is_never_shown() {
        let (one, other) = (next(None, settings(0.2, true)), next(None, settings(0.2, true)));
        assert_ne!(one.salt, other.salt);
        assert_eq!(one.salt.reveal().len(), 64);
        assert!(!format!("{one:?}").contains(one.salt.reveal()));
    }
}
