//! Performs a draft order: what is known, what it may cost, the drafter, and what it did cost.

use super::handle::Engine;
use super::outbox::{Schedule, retry_or_give_up};
use super::perform::Outcome;
use crate::domain::{ActionId, DraftFailure, DraftOrder, Event, HistoryLine, Known, Passage, Usage};
use crate::ports::{ClaimedAction, Drafted, Drafter, Finish, Knowledge, Limits, ModelCall, StoreError};

/// Passages put before a drafter.
pub(super) const PASSAGES_MAX: usize = 5;
/// Passages looked at to see how far the best stands out.
pub(super) const RANKS_MAX: usize = 20;
/// The ranks behind the best ones, which say what fits by chance.
const CHANCE_FROM: usize = 4;
/// Fewer of them say nothing.
const CHANCE_MIN: usize = 4;

impl Engine {
    /// Only if the conversation still waits for this very draft, and the rules in force now clear the turn, is there an
    /// order: a word heard meanwhile, held or not, has made another turn of it.
    pub(super) async fn draft(
        &self,
        claim: &ClaimedAction,
        messages: &[String],
        history: &[HistoryLine],
    ) -> Result<Outcome, StoreError> {
        let order_id = claim.action.id;
        let conversation = self.foreseen(claim.conversation).await?;
        if !conversation.is_some_and(|work| work.conversation.awaits_draft(order_id)) {
            let finish = Finish::Dropped { error: "the conversation had moved on".to_owned() };
            return Ok(Outcome { finish, event: None });
        }
        let policy = self.policy();
        let Some(order) = DraftOrder::rescreened(&policy.rulebook, messages, history) else {
            return Ok(failed(order_id, DraftFailure::HeldMeanwhile, Vec::new()));
        };
        let question = order.screened.text();
        let mut passages = self.world.knowledge.search(question, RANKS_MAX).await;
        let lead = lead(&passages);
        passages.truncate(PASSAGES_MAX);
        let drafted = self.ask_within_budget(claim, &order, &passages).await?;
        Ok(match drafted.outcome {
            Ok(draft) => {
                let known = Known { lead, ..self.world.precedents.of(order.screened.text()).await };
                Outcome::done(Some(Event::DraftArrived {
                    order: order_id,
                    draft: Box::new(draft),
                    passages,
                    known,
                }))
            }
            Err(failure) => self.again_or_failed(claim, failure, passages),
        })
    }

    /// What a call may cost is set aside before it is made: a crash in between counts it, and never twice.
    async fn ask_within_budget(
        &self,
        claim: &ClaimedAction,
        order: &DraftOrder,
        passages: &[Passage],
    ) -> Result<Drafted, StoreError> {
        let world = &self.world;
        let Some(mut foreseen) = world.drafter.foresee(order, passages) else {
            return Ok(made(world.drafter.as_ref(), world.knowledge.as_ref(), order, passages).await);
        };
        if let Some(budgets) = self.policy().budgets {
            foreseen.limits = Limits { tokens: budgets.tokens, cost_micros: budgets.cost_micros() };
        }
        let call = ModelCall {
            id: format!("{}:{}", claim.action.id, claim.token),
            conversation: claim.conversation,
            at: self.world.clock.now(),
            foreseen,
        };
        if !self.world.ledger.reserve(&call).await? {
            metrics::counter!("banister_model_calls_total", "end" => "budget").increment(1);
            return Ok(Drafted { outcome: Err(DraftFailure::BudgetSpent), usage: Usage::default() });
        }
        let drafted = made(world.drafter.as_ref(), world.knowledge.as_ref(), order, passages).await;
        let end = if drafted.outcome.is_ok() { "draft" } else { "failure" };
        metrics::counter!("banister_model_calls_total", "end" => end).increment(1);
        for (kind, tokens) in
            [("prompt", drafted.usage.prompt_tokens), ("completion", drafted.usage.completion_tokens)]
        {
            metrics::counter!("banister_model_tokens_total", "kind" => kind).increment(tokens);
        }
        let outcome = drafted.outcome.as_ref().map_or_else(DraftFailure::sentence, |_| "draft".to_owned());
        let kept = if drafted.usage.tokens() == 0 {
            self.world.ledger.release(&call).await
        } else {
            self.world.ledger.settle(&call, drafted.usage, &outcome).await
        };
        if let Err(error) = kept {
            // What was set aside stays counted; asking the model again would cost more.
            tracing::error!(%error, "what a draft cost could not be kept");
        }
        Ok(drafted)
    }

    fn again_or_failed(
        &self,
        claim: &ClaimedAction,
        failure: DraftFailure,
        passages: Vec<Passage>,
    ) -> Outcome {
        if !failure.worth_retrying() {
            return failed(claim.action.id, failure, passages);
        }
        let advice = match &failure {
            DraftFailure::RateLimited { retry_after_ms } => {
                retry_after_ms.and_then(|ms| i64::try_from(ms).ok())
            }
            _ => None,
        };
        let detail = failure.sentence();
        match retry_or_give_up(Schedule::Draft, claim, self.world.clock.now(), &detail, advice) {
            Finish::Dead { .. } => failed(claim.action.id, failure, passages),
            finish => Outcome { finish, event: None },
        }
    }
}

/// A draft that says what stands behind it: evidence is about one model, one server and one encoder.
pub(super) async fn made(
    drafter: &dyn Drafter,
    knowledge: &dyn Knowledge,
    order: &DraftOrder,
    passages: &[Passage],
) -> Drafted {
    let mut made = drafter.draft(order, passages).await;
    if let Ok(draft) = &mut made.outcome {
        let asked = drafter.server().map(|server| format!("server {server}, ")).unwrap_or_default();
        draft.behind = Some(format!("{asked}encoder {}", knowledge.encoder()));
    }
    made
}

/// How far the best passage stands out among those that fit by chance, in standard deviations.
pub(super) fn lead(passages: &[Passage]) -> Option<f64> {
    let best = passages.first()?.score;
    let chance: Vec<f64> = passages.iter().skip(CHANCE_FROM).map(|p| p.score).collect();
    if chance.len() < CHANCE_MIN {
        return None;
    }
    #[expect(clippy::cast_precision_loss, reason = "a handful of passages")]
    let n = chance.len() as f64;
    let mean = chance.iter().sum::<f64>() / n;
    let variance = chance.iter().map(|score| (score - mean).powi(2)).sum::<f64>() / n;
    (variance > 0.0).then(|| (best - mean) / variance.sqrt())
}

const fn failed(order: ActionId, failure: DraftFailure, passages: Vec<Passage>) -> Outcome {
    Outcome::done(Some(Event::DraftFailed { order, failure, passages }))
}
