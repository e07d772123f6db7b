//! Leaves a failing model server alone for a while, so that visitors get a human instead of a wait.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::domain::DraftFailure;

/// Failures in a row that open it.
const FAILURES_MAX: u32 = 5;
/// The first pause; each failed trial doubles it.
const PAUSE: Duration = Duration::from_secs(10);
/// The longest pause.
const PAUSE_MAX: Duration = Duration::from_mins(2);

/// Closed, open until a moment, or trying once.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    until: Option<Instant>,
    pause: Duration,
    trying: bool,
    /// Counts openings and closings: what was admitted before the last one no longer speaks.
    epoch: u64,
}

/// A call that may be made. Dropped without an outcome, it leaves things as they were.
pub(super) struct Admitted<'a> {
    breaker: &'a Breaker,
    epoch: u64,
    is_trial: bool,
}

impl Breaker {
    /// Whether the server may be asked now; while open, one caller at a time may try once the pause is over.
    pub(super) fn admit(&self, now: Instant) -> Result<Admitted<'_>, DraftFailure> {
        let mut state = self.lock();
        let is_trial = state.until.is_some();
        if state.until.is_some_and(|until| now < until || state.trying) {
            let detail = format!("left alone for a while after {} failures in a row", state.failures);
            return Err(DraftFailure::Unavailable { detail });
        }
        state.trying = is_trial;
        Ok(Admitted { breaker: self, epoch: state.epoch, is_trial })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Admitted<'_> {
    /// What became of the call. Many calls that were under way together open it once.
    pub(super) fn heard(self, outcome: Result<(), &DraftFailure>, now: Instant) {
        let mut state = self.breaker.lock();
        if self.epoch != state.epoch {
            return;
        }
        if !outcome.is_err_and(DraftFailure::worth_retrying) {
            let epoch = state.epoch + u64::from(state.until.is_some());
            *state = State { epoch, ..State::default() };
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES_MAX {
            state.pause = if self.is_trial { (state.pause * 2).min(PAUSE_MAX) } else { PAUSE };
            state.until = Some(now + state.pause);
            state.epoch += 1;
            let (failures, pause_s) = (state.failures, state.pause.as_secs());
            tracing::warn!(failures, pause_s, "the model server is left alone");
        }
    }
}

impl Drop for Admitted<'_> {
    fn drop(&mut self) {
        if self.is_trial {
            self.breaker.lock().trying = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fail(breaker: &Breaker, now: Instant) {
        breaker.admit(now).map(|call| call.heard(Err(&DraftFailure::Timeout), now)).unwrap();
    }

    fn work(breaker: &Breaker, now: Instant) {
        breaker.admit(now).map(|call| call.heard(Ok(()), now)).unwrap();
    }

    #[test]
    fn five_failures_in_a_row_open_it_and_each_failed_trial_doubles_the_pause() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        (0..5).for_each(|_| fail(&breaker, start));
        let after = |s| start + Duration::from_secs(s);
        assert!(breaker.admit(after(9)).is_err());
        let trial = breaker.admit(after(10)).unwrap();
        assert!(breaker.admit(after(10)).is_err(), "one tries, and no other meanwhile");
        trial.heard(Err(&DraftFailure::Timeout), after(10));
        assert!(breaker.admit(after(29)).is_err());
        work(&breaker, after(30));
        work(&breaker, after(30));
        (0..4).for_each(|_| fail(&breaker, after(31)));
        assert!(breaker.admit(after(31)).is_ok(), "one success closed it");
    }

    #[test]
    fn calls_that_were_under_way_together_open_it_once_and_no_latecomer_closes_it() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        let calls: Vec<_> = (0..20).map(|_| breaker.admit(start).unwrap()).collect();
        for (n, call) in calls.into_iter().enumerate() {
            let outcome = if n == 19 { Ok(()) } else { Err(&DraftFailure::Timeout) };
            call.heard(outcome, start);
        }
        assert!(breaker.admit(start + Duration::from_secs(9)).is_err());
        assert!(breaker.admit(start + Duration::from_secs(10)).is_ok(), "the first pause, not a doubled one");
    }

    #[test]
    fn a_trial_that_is_broken_off_leaves_room_for_another() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        (0..5).for_each(|_| fail(&breaker, start));
        let later = start + Duration::from_secs(10);
        drop(breaker.admit(later).unwrap());
        assert!(breaker.admit(later).is_ok());
    }

    #[test]
    fn a_success_between_failures_or_a_bad_answer_keeps_it_closed() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        let garbage = DraftFailure::Garbage { detail: "not JSON".to_owned() };
        (0..4).for_each(|_| fail(&breaker, now));
        work(&breaker, now);
        (0..4).for_each(|_| fail(&breaker, now));
        breaker.admit(now).unwrap().heard(Err(&garbage), now);
        assert!(breaker.admit(now).is_ok());
    }
}
