//! One arm per effect: ask the world, and turn its answer into an event.

use super::handle::Engine;
use crate::domain::waiting::Said;
use crate::domain::{ActionBody, ActionId, Autonomy, Event, MessageKind, Notice, Undelivered};
use crate::ports::{ClaimedAction, Finish, RelayError, Request, StoreError, Wanted};

use super::outbox::{Schedule, retry_or_give_up};

/// How an action ended and what the conversation hears of it.
pub(super) struct Outcome {
    pub finish: Finish,
    pub event: Option<Event>,
}

impl Outcome {
    pub(super) const fn done(event: Option<Event>) -> Self {
        Self { finish: Finish::Done, event }
    }
}

impl Engine {
    pub(super) async fn perform(&self, claim: &ClaimedAction) -> Result<Outcome, StoreError> {
        match &claim.action.body {
            ActionBody::Draft { messages, history } => self.draft(claim, messages, history).await,
            ActionBody::Send { in_reply_to, based_on, .. } => {
                self.send(claim, in_reply_to.clone(), *based_on).await
            }
            ActionBody::Acknowledge { notice } => self.acknowledge(claim, *notice).await,
            ActionBody::Survey { survey, episode } => self.survey(claim, *survey, *episode).await,
            ActionBody::ChangeLabels { add, remove } => {
                let what = Wanted::Labels { add: add.clone(), remove: remove.clone() };
                Ok(self.ask_relay(claim, what, Schedule::Patient).await)
            }
            ActionBody::HandOff { reason, summary } => {
                let what = Wanted::HandOff { reason: reason.clone(), summary: summary.clone() };
                Ok(self.ask_relay(claim, what, Schedule::Patient).await)
            }
        }
    }

    /// The conversation is read again just before the send: only if it still wants it is there a clearance.
    async fn send(
        &self,
        claim: &ClaimedAction,
        in_reply_to: Option<String>,
        based_on: Option<i64>,
    ) -> Result<Outcome, StoreError> {
        let action = claim.action.id;
        let foreseen = self.foreseen(claim.conversation).await?;
        let cleared = foreseen.as_ref().and_then(|work| {
            let cleared = work.conversation.clearance(action, work.policy.autopilot.as_deref())?;
            // The owner may have kept its topic to themselves since.
            let alone = cleared.outgoing().kind == MessageKind::AutoSent;
            let gated = cleared.outgoing().gated.as_deref().filter(|_| alone);
            let may = gated.is_none_or(|g| work.policy.autonomy_of(&g.topic).0 == Autonomy::Auto);
            may.then_some(cleared)
        });
        let Some(cleared) = cleared else {
            return Ok(not_wanted(action));
        };
        let deduplicates = self.world.relays.get(&claim.relay).is_some_and(|r| r.deduplicates());
        if claim.tried_before && !deduplicates {
            return Ok(uncertain(action));
        }
        let what = Wanted::Post { text: cleared.outgoing().text.clone(), in_reply_to, based_on };
        Ok(self.ask_relay(claim, what, Schedule::Brisk).await)
    }

    /// Told only while the visitor still waits: after an answer it would be wrong. And never the same twice.
    async fn acknowledge(&self, claim: &ClaimedAction, notice: Notice) -> Result<Outcome, StoreError> {
        let dropped =
            |error: &str| Ok(Outcome { finish: Finish::Dropped { error: error.to_owned() }, event: None });
        let conversation = self.foreseen(claim.conversation).await?.map(|work| work.conversation);
        let Some(c) = conversation.filter(|c| c.stage.turn().is_some() && c.silenced.is_none()) else {
            return dropped("the visitor had been answered meanwhile");
        };
        let (policy, now) = (self.policy(), self.world.clock.now());
        let what = (claim.action.id, notice, claim.tried_before || claim.attempt > 1);
        let Said { text, until } = match policy.waiting.telling(&policy.settings, now, &c, what) {
            Ok(said) => said,
            Err(why) => return dropped(why),
        };
        let what = Wanted::Post { text: text.clone(), in_reply_to: None, based_on: None };
        let mut outcome = self.ask_relay(claim, what, Schedule::Brisk).await;
        if outcome.finish == Finish::Done {
            outcome.event = Some(Event::NoticeGiven { action: claim.action.id, text, promise_until: until });
        }
        Ok(outcome)
    }

    pub(super) async fn ask_relay(&self, claim: &ClaimedAction, what: Wanted, schedule: Schedule) -> Outcome {
        let action = claim.action.id;
        let reply = matches!(claim.action.body, ActionBody::Send { .. });
        let tell = |event| if reply { Some(event) } else { None };
        let Some(relay) = self.world.relays.get(&claim.relay) else {
            let detail = format!("no relay named `{}` is configured", claim.relay);
            let event = Event::NotDelivered { action, outcome: Undelivered::Dead { detail: detail.clone() } };
            return Outcome { finish: Finish::Dead { error: detail }, event: tell(event) };
        };
        let speaks = claim.action.body.speaks();
        if claim.tried_before && speaks && !relay.deduplicates() {
            // A notice that may be out already is not worth a second one.
            return Outcome {
                finish: Finish::Dropped { error: "may have been sent already".to_owned() },
                event: None,
            };
        }
        let request = Request { id: action, conversation: claim.external_conversation.clone(), what };
        let now = self.world.clock.now();
        let error = match relay.perform(&request).await {
            Ok(applied) => {
                return Outcome::done(tell(Event::Delivered { action, message_id: applied.message_id }));
            }
            Err(error) => error,
        };
        let detail = error.to_string();
        let finish = match &error {
            RelayError::Stale => Finish::Dropped { error: detail.clone() },
            RelayError::Never { .. } => Finish::Dead { error: detail.clone() },
            RelayError::Unknown { .. } if speaks && !relay.deduplicates() && reply => {
                return uncertain(action);
            }
            RelayError::Unknown { .. } => retry_or_give_up(schedule, claim, now, &detail, None),
            RelayError::Refused { retry_after_ms, .. } => {
                retry_or_give_up(schedule, claim, now, &detail, *retry_after_ms)
            }
        };
        let outcome = match &finish {
            Finish::Dropped { .. } => Some(Undelivered::Stale),
            Finish::Dead { .. } => Some(Undelivered::Dead { detail }),
            Finish::Done | Finish::Retry { .. } => None,
        };
        let event = outcome.map(|outcome| Event::NotDelivered { action, outcome }).and_then(tell);
        Outcome { finish, event }
    }
}

fn not_wanted(action: ActionId) -> Outcome {
    Outcome {
        finish: Finish::Dropped { error: "the conversation had moved on".to_owned() },
        event: Some(Event::NotDelivered { action, outcome: Undelivered::Cancelled }),
    }
}

fn uncertain(action: ActionId) -> Outcome {
    Outcome {
        finish: Finish::Dropped {
            error: "may have been sent; this relay cannot tell a repetition, so it is not sent again"
                .to_owned(),
        },
        event: Some(Event::NotDelivered { action, outcome: Undelivered::Uncertain }),
    }
}
