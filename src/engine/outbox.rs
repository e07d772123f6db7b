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
            Self::Patient => &[5_000, 300_000, 1_800_000, 7_200_000, 18_000_000, 36_000_000, 36_000_000],
            Self::Draft => &[1_000, 4_000],
        }
    }

    /// The longest wait a relay or model server may ask for, ms.
    const fn advice_max_ms(self) -> i64 {
        match self {
            // Two waits of this still end within the half minute.
            Self::Brisk => 14_000,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Action, ActionBody, ActionId, ConversationId, Notice};

    const NOW: Timestamp = Timestamp(1_790_000_000_000_000);

    fn claim(id: &str, attempt: i64) -> ClaimedAction {
        ClaimedAction {
            action: Action {
                id: ActionId::derived(NOW, &[id]),
                body: ActionBody::Acknowledge { notice: Notice::Waiting },
            },
            conversation: ConversationId::of("shop", "c_1"),
            relay: "shop".to_owned(),
            external_conversation: "c_1".to_owned(),
            attempt,
            tried_before: attempt > 1,
            token: attempt,
            asked_at: NOW,
        }
    }

    /// How long the next try waits, ms; none when it was the last.
    fn wait_ms(schedule: Schedule, claim: &ClaimedAction, advice_ms: Option<i64>) -> Option<i64> {
        match retry_or_give_up(schedule, claim, NOW, "seen", advice_ms) {
            Finish::Retry { at, error } if error == "seen" => Some(at.since(NOW) / 1_000),
            Finish::Dead { error } if error == "seen" => None,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_schedule_waits_as_written_and_a_quarter_at_most_then_gives_up() {
        let hour = 3_600_000;
        let table: [(Schedule, &[i64]); 3] = [
            (Schedule::Brisk, &[2_000, 8_000]),
            (Schedule::Draft, &[1_000, 4_000]),
            (Schedule::Patient, &[5_000, 300_000, 1_800_000, 2 * hour, 5 * hour, 10 * hour, 10 * hour]),
        ];
        for (schedule, waits) in table {
            for (attempt, wait) in (1..).zip(waits) {
                let waited = wait_ms(schedule, &claim("a", attempt), None);
                assert!(
                    waited.is_some_and(|ms| (*wait..*wait + wait / 4).contains(&ms)),
                    "{schedule:?} {attempt}: {waited:?}"
                );
            }
            let tries = i64::try_from(waits.len()).unwrap() + 1;
            for attempt in [tries, tries + 1, i64::MAX] {
                assert_eq!(wait_ms(schedule, &claim("a", attempt), None), None);
            }
        }
    }

    #[test]
    fn what_a_visitor_reads_is_tried_within_half_a_minute_even_when_the_relay_asks_for_more() {
        let waits =
            |advice| (1..=2).filter_map(|n| wait_ms(Schedule::Brisk, &claim("a", n), advice)).sum::<i64>();
        assert!(waits(None) <= 30_000);
        assert!(waits(Some(i64::MAX)) <= 30_000);
    }

    #[test]
    fn advice_is_followed_within_bounds_and_never_shortens_a_wait() {
        let waited = |advice| wait_ms(Schedule::Draft, &claim("a", 1), advice);
        let own = waited(None);
        assert_eq!((waited(Some(7_000)), waited(Some(60_000))), (Some(7_000), Some(20_000)));
        assert_eq!((waited(Some(0)), waited(Some(-5)), waited(Some(10))), (own, own, own));
    }

    #[test]
    fn advice_does_not_buy_another_try() {
        assert_eq!(wait_ms(Schedule::Brisk, &claim("a", 3), Some(1_000)), None);
    }

    #[test]
    fn the_same_try_waits_the_same_and_others_are_spread() {
        let waited = |id| wait_ms(Schedule::Patient, &claim(id, 2), None);
        assert_eq!(waited("a"), waited("a"));
        let spread: std::collections::BTreeSet<_> = ["a", "b", "c", "d", "e", "f"].map(waited).into();
        assert!(spread.len() > 3);
    }
}
