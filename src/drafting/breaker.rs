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
}

impl Breaker {
    /// Whether the server may be asked now; while open, one caller at a time may try once the pause is over.
    pub(super) fn admit(&self, now: Instant) -> Result<(), DraftFailure> {
        let mut state = self.lock();
        let Some(until) = state.until else { return Ok(()) };
        if now < until || state.trying {
            let detail = format!("left alone for a while after {} failures in a row", state.failures);
            return Err(DraftFailure::Unavailable { detail });
        }
        state.trying = true;
        Ok(())
    }

    /// What became of a call that was admitted.
    pub(super) fn heard(&self, outcome: Result<(), &DraftFailure>, now: Instant) {
        let mut state = self.lock();
        let failed = outcome.is_err_and(DraftFailure::worth_retrying);
        state.trying = false;
        if !failed {
            *state = State::default();
            return;
        }
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES_MAX {
            state.pause = if state.until.is_some() { (state.pause * 2).min(PAUSE_MAX) } else { PAUSE };
            state.until = Some(now + state.pause);
            tracing::warn!(
                failures = state.failures,
                pause_s = state.pause.as_secs(),
                "the model server is left alone"
            );
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn five_failures_in_a_row_open_it_and_each_failed_trial_doubles_the_pause() {
        let (breaker, start) = (Breaker::default(), Instant::now());
        for _ in 0..5 {
            assert_eq!(breaker.admit(start), Ok(()));
            breaker.heard(Err(&DraftFailure::Timeout), start);
        }
        let after = |s| start + Duration::from_secs(s);
        assert!(breaker.admit(after(9)).is_err());
        assert_eq!(breaker.admit(after(10)), Ok(()), "one may try");
        assert!(breaker.admit(after(10)).is_err(), "and no other meanwhile");
        breaker.heard(Err(&DraftFailure::Timeout), after(10));
        assert!(breaker.admit(after(29)).is_err());
        assert_eq!(breaker.admit(after(30)), Ok(()));
        breaker.heard(Ok(()), after(30));
        assert_eq!(breaker.admit(after(30)), Ok(()), "one success closes it");
        assert_eq!(breaker.admit(after(30)), Ok(()));
    }

    #[test]
    fn a_success_between_failures_or_a_bad_answer_keeps_it_closed() {
        let (breaker, now) = (Breaker::default(), Instant::now());
        let garbage = DraftFailure::Garbage { detail: "not JSON".to_owned() };
        for _ in 0..4 {
            breaker.heard(Err(&DraftFailure::Timeout), now);
        }
        breaker.heard(Ok(()), now);
        for _ in 0..4 {
            breaker.heard(Err(&DraftFailure::Timeout), now);
        }
        breaker.heard(Err(&garbage), now);
        assert_eq!(breaker.admit(now), Ok(()));
    }
}
