//! Plays turns of the past again: asks for drafts at most, and keeps nothing but what the drafter answered.
//!
//! There is no relay and no notifier here, so nothing can be sent.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::draft::{PASSAGES_MAX, RANKS_MAX, lead};
use crate::domain::replay::{
    About, Cost, GatesInForce, PastCase, Redrafted, Replayed, Screening, Tally, Tried, order, played,
};
use crate::domain::{Draft, DraftFailure, DraftOrder, Passage, Policy, Rulebook, Usage};
use crate::ports::{Clock, Drafter, Knowledge, Ledger, Limits, ModelCall, Replays, StoreError};

/// So many turns at a time, however many places the drafter has: visitors of today want some as well.
const PLACES_MAX: usize = 4;

/// What is tried, ready to be.
#[derive(Clone, Debug)]
pub struct Trial {
    /// As it was asked for.
    pub tried: Tried,
    /// The policy to decide by.
    pub policy: Arc<Policy>,
    /// The rules in force: what they hold goes to no drafter, whatever is tried.
    pub in_force: Arc<Rulebook>,
    /// The thresholds in force, where there are any.
    pub gates: Option<GatesInForce>,
    /// How drafts are made anew; none where they are not.
    pub drafting: Option<Drafting>,
}

/// How drafts are made anew.
#[derive(Clone, Debug)]
pub struct Drafting {
    /// Who drafts.
    pub drafter: Arc<dyn Drafter>,
    /// From what.
    pub knowledge: Arc<dyn Knowledge>,
    /// What else an answer depends on: the server and how it is asked. Part of what an answer is kept under.
    pub asked_how: String,
}

/// How far a replay has come, for whoever wants to look.
#[derive(Debug, Default)]
pub struct Progress {
    done: AtomicU64,
    total: AtomicU64,
}

impl Progress {
    /// Turns played, of how many.
    #[must_use]
    pub fn now(&self) -> (u64, u64) {
        (self.done.load(Ordering::Relaxed), self.total.load(Ordering::Relaxed))
    }
}

/// Plays. Holds the store of replays, the account of what models cost, and the time.
#[derive(Clone, Debug)]
pub struct Replayer {
    /// Past turns and kept answers.
    pub replays: Arc<dyn Replays>,
    /// What drafts cost.
    pub ledger: Arc<dyn Ledger>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// What a drafter said, as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    answer: Result<Draft, DraftFailure>,
}

impl Replayer {
    /// Plays all turns asked for. The same replay again asks no drafter that was asked before, and comes to the same.
    ///
    /// # Errors
    /// When the store cannot be read, or cannot keep what was answered.
    pub async fn play(&self, trial: &Trial, progress: &Progress) -> Result<Replayed, StoreError> {
        let (cases, more) = self.replays.past_cases(trial.tried.since, trial.tried.limit).await?;
        progress.total.store(u64::try_from(cases.len()).unwrap_or(u64::MAX), Ordering::Relaxed);
        let cases = Arc::new(cases);
        let screenings = screened(trial, &cases).await?;
        let cost = Mutex::new(Cost::default());
        let places = trial.drafting.as_ref().map_or(1, |d| d.drafter.places().clamp(1, PLACES_MAX));
        let turns: Vec<BoxFuture<'_, Result<Redrafted, StoreError>>> = cases
            .iter()
            .zip(&screenings)
            .map(|(case, screening)| self.turn(trial, case, screening, &cost, progress).boxed())
            .collect();
        let redrafted: Vec<Result<Redrafted, StoreError>> =
            stream::iter(turns).buffered(places).collect().await;
        let mut tally = Tally::new(trial.tried.clone(), trial.policy.scorer.clone(), trial.gates.clone());
        for ((case, screening), redrafted) in cases.iter().zip(&screenings).zip(redrafted) {
            tally.add(case, screening, &redrafted?);
        }
        let cost = cost.lock().map(|cost| *cost).unwrap_or_default();
        Ok(tally.result(self.about(trial, more, cost)))
    }

    fn about(&self, trial: &Trial, more: bool, cost: Cost) -> About {
        let drafter = trial.drafting.as_ref().map(|d| d.drafter.name().to_owned());
        About {
            at: self.clock.now().rfc3339(),
            rulebook: trial.policy.rulebook.hash().to_owned(),
            rulebook_in_force: trial.in_force.hash().to_owned(),
            more,
            drafter: drafter.unwrap_or_default(),
            runs: trial.drafting.as_ref().map_or(0, |d| d.runs(&trial.tried)),
            cost,
        }
    }

    async fn turn(
        &self,
        trial: &Trial,
        case: &PastCase,
        screening: &Screening,
        cost: &Mutex<Cost>,
        progress: &Progress,
    ) -> Result<Redrafted, StoreError> {
        let redrafted = match &trial.drafting {
            Some(drafting) if screening.reasons.is_empty() && case.then.is_some() => {
                match order(&trial.in_force, &trial.policy.rulebook, case) {
                    Some(order) => self.redraft(trial, drafting, case, &order, cost).await?,
                    None => Redrafted::NotAsked,
                }
            }
            _ => Redrafted::NotAsked,
        };
        progress.done.fetch_add(1, Ordering::Relaxed);
        Ok(redrafted)
    }

    async fn redraft(
        &self,
        trial: &Trial,
        drafting: &Drafting,
        case: &PastCase,
        order: &DraftOrder,
        cost: &Mutex<Cost>,
    ) -> Result<Redrafted, StoreError> {
        let mut passages = drafting.knowledge.search(order.screened.text(), RANKS_MAX).await;
        let lead = lead(&passages);
        passages.truncate(PASSAGES_MAX);
        let mut runs = Vec::new();
        for run in 0..drafting.runs(&trial.tried) {
            let asked = Asked { trial, drafting, case, order, passages: &passages, run };
            let answer = match self.answer(&asked, cost).await? {
                Err(failure) if failure.worth_retrying() => {
                    return Ok(Redrafted::Failed(failure.sentence()));
                }
                answer => answer,
            };
            runs.push(played(&trial.policy, case, answer, passages.clone(), lead));
        }
        Ok(Redrafted::Runs(runs))
    }

    /// What was answered before to the very same, or what the drafter answers now within the day's budget.
    async fn answer(
        &self,
        asked: &Asked<'_>,
        cost: &Mutex<Cost>,
    ) -> Result<Result<Draft, DraftFailure>, StoreError> {
        let Asked { drafting, order, passages, .. } = *asked;
        let Some(mut foreseen) = drafting.drafter.foresee(order, passages) else {
            return Ok(drafting.drafter.draft(order, passages).await.outcome);
        };
        let key = asked.key(&foreseen.model, &foreseen.prompt);
        let kept = self.replays.kept_answer(&key).await?;
        if let Some(Kept { answer }) = kept.and_then(|kept| serde_json::from_str(&kept).ok()) {
            count(cost, |cost| cost.cached += 1);
            let rulebook_hash = order.screened.rulebook_hash().to_owned();
            return Ok(answer.map(|draft| Draft { rulebook_hash, ..draft }));
        }
        if let Some(budgets) = asked.trial.policy.budgets {
            foreseen.limits = Limits { tokens: budgets.tokens, cost_micros: budgets.cost_micros() };
        }
        let now = self.clock.now();
        let id = format!("replay:{}:{key}", now.0);
        let call = ModelCall { id, conversation: asked.case.conversation, at: now, foreseen };
        if !self.ledger.reserve(&call).await? {
            return Ok(Err(DraftFailure::BudgetSpent));
        }
        let drafted = drafting.drafter.draft(order, passages).await;
        self.account(&call, drafted.usage, drafted.outcome.as_ref().err()).await?;
        count(cost, |cost| {
            cost.calls += 1;
            cost.tokens += drafted.usage.tokens();
            cost.cost_micros += drafted.usage.cost_micros;
        });
        // What may be better the next time is not kept.
        if !drafted.outcome.as_ref().is_err_and(DraftFailure::worth_retrying) {
            let kept = Kept { answer: drafted.outcome.clone() };
            let place = || "replay_answer.answer".to_owned();
            let kept = serde_json::to_string(&kept)
                .map_err(|e| StoreError::Inconsistent { place: place(), detail: e.to_string() })?;
            self.replays.keep_answer(&key, &kept, self.clock.now()).await?;
        }
        Ok(drafted.outcome)
    }

    async fn account(
        &self,
        call: &ModelCall,
        usage: Usage,
        failure: Option<&DraftFailure>,
    ) -> Result<(), StoreError> {
        if usage.tokens() == 0 {
            return self.ledger.release(call).await;
        }
        let outcome = failure.map_or_else(|| "draft".to_owned(), DraftFailure::sentence);
        self.ledger.settle(call, usage, &outcome).await
    }
}

impl Drafting {
    /// A quotation is the same each time.
    fn runs(&self, tried: &Tried) -> u32 {
        if self.asked_how.is_empty() { 1 } else { tried.runs }
    }
}

/// One order to a drafter, in one run.
#[derive(Clone, Copy)]
struct Asked<'a> {
    trial: &'a Trial,
    drafting: &'a Drafting,
    case: &'a PastCase,
    order: &'a DraftOrder,
    passages: &'a [Passage],
    run: u32,
}

impl Asked<'_> {
    /// A hash of all that the answer depends on.
    fn key(&self, model: &str, prompt: &str) -> String {
        let passages: Vec<[&str; 4]> = self
            .passages
            .iter()
            .map(|p| [&p.id, &p.article, &p.heading, &p.text].map(String::as_str))
            .collect();
        let how = &self.drafting.asked_how;
        let asked = serde_json::json!([
            model,
            prompt,
            how,
            self.order.screened.text(),
            self.order.history,
            passages,
            self.run
        ]);
        let digest = Sha256::digest(asked.to_string().as_bytes());
        digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
            // Writing to a String cannot fail.
            let _never = write!(hex, "{byte:02x}");
            hex
        })
    }
}

/// All of them in one go, where it keeps nobody waiting.
async fn screened(trial: &Trial, cases: &Arc<Vec<PastCase>>) -> Result<Vec<Screening>, StoreError> {
    let (in_force, tried) = (Arc::clone(&trial.in_force), Arc::clone(&trial.policy.rulebook));
    let cases = Arc::clone(cases);
    let screen = move || cases.iter().map(|case| Screening::of(&in_force, &tried, case)).collect();
    let interrupted = |_| StoreError::Unavailable("screening was interrupted".to_owned());
    tokio::task::spawn_blocking(screen).await.map_err(interrupted)
}

fn count(cost: &Mutex<Cost>, change: impl FnOnce(&mut Cost)) {
    if let Ok(mut cost) = cost.lock() {
        change(&mut cost);
    }
}
