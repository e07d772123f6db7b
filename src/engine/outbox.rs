//! Claim what is due, perform it, and feed the outcome back; when to try again and when to give up.

use super::handle::Engine;
use crate::domain::{ActionClass, Timestamp};
use crate::ports::{ClaimedAction, Finish, NewEvent, StoreError};

/// How long one try may take before somebody else may repeat it, ms. Above every time limit inside.
pub(super) const fn lease_ms(class: ActionClass) -> i64 {
    match class {
        ActionClass::Drafts => 180_000,
        ActionClass::Relay => 30_000,
    }
}

/// Which schedule of tries an action follows. A late reply is worse than none; a late label is only late.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schedule {
    /// What a visitor reads: 3 tries within half a minute.
    Brisk,
    /// Labels and handoffs: 0 s, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h (after Svix's schedule).
    Patient,
    /// Drafts: 3 tries, and a human does not wait longer than that.
    Draft,
}

impl Schedule {
    /// Waits between tries, ms; as many tries as waits, and one more.
    const fn waits_ms(self) -> &'static [i64] {
        match self {
            Self::Brisk => &[2_000, 8_000],
            Self::Patient => &[
                5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000,
            ],
            Self::Draft => &[1_000, 4_000],
        }
    }

    /// The longest wait a relay or model server may ask for, ms.
    const fn advice_max_ms(self) -> i64 {
        match self {
            Self::Brisk => 20_000,
            Self::Patient => 36_000_000,
            Self::Draft => 20_000,
        }
    }
}

/// The next try, spread by up to a quarter so that many do not come back at once; or the end.
pub(super) fn retry_or_give_up(
    schedule: Schedule,
    claim: &ClaimedAction,
    now: Timestamp,
    error: &str,
    advice_ms: Option<i64>,
) -> Finish {
    let tries_done = usize::try_from(claim.attempt).unwrap_or(usize::MAX);
    let Some(wait) = schedule.waits_ms().get(tries_done.saturating_sub(1)) else {
        return Finish::Dead { error: error.to_owned() };
    };
    let jitter = jitter_ms(*wait, claim);
    let advised = advice_ms.unwrap_or(0).clamp(0, schedule.advice_max_ms());
    Finish::Retry { at: now.plus_ms((wait + jitter).max(advised)), error: error.to_owned() }
}

/// 0..25 % of `wait`, from the action's id and attempt: spread without a source of chance.
fn jitter_ms(wait: i64, claim: &ClaimedAction) -> i64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for byte in claim.action.id.to_string().bytes().chain(claim.attempt.to_le_bytes()) {
        hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    }
    let quarter = u64::try_from(wait / 4).unwrap_or(0);
    if quarter == 0 { 0 } else { i64::try_from(hash % quarter).unwrap_or(0) }
}

impl Engine {
    /// Performs one claimed action and feeds its outcome back. Runs to its end once begun.
    pub(super) async fn work_off(&self, claim: ClaimedAction) -> Result<(), StoreError> {
        let outcome = self.perform(&claim).await?;
        if let Finish::Dead { error } = &outcome.finish {
            tracing::warn!(action = %claim.action.id, kind = claim.action.body.kind(), relay = claim.relay, error, "given up; see the dead letters");
        }
        metrics::counter!("banister_actions_total", "kind" => claim.action.body.kind(), "end" => end(&outcome.finish))
            .increment(1);
        let now = self.world.clock.now();
        let event = outcome.event.map(|event| NewEvent {
            conversation: claim.conversation,
            relay: claim.relay.clone(),
            external_conversation: claim.external_conversation.clone(),
            key: format!("outcome:{}:{}", claim.action.id, claim.token),
            second_key: None,
            at: now,
            heard_at: now,
            sequence: None,
            sample: false,
            event,
        });
        let retried = matches!(outcome.finish, Finish::Retry { .. });
        if !self.world.store.finish(&claim, outcome.finish, event, now).await? {
            tracing::info!(action = %claim.action.id, "settled elsewhere meanwhile");
        }
        self.lanes_due.notify_one();
        if !retried && claim.action.body.speaks() {
            self.actions_due.notify_one();
        }
        Ok(())
    }
}

const fn end(finish: &Finish) -> &'static str {
    match finish {
        Finish::Done => "done",
        Finish::Retry { .. } => "retry",
        Finish::Dropped { .. } => "dropped",
        Finish::Dead { .. } => "dead",
    }
}
