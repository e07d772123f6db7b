//! Rehearsals: chooses past questions, has them drafted as live ones are, and takes what an owner says of them to the gate.
//!
//! There is no relay and no notifier here, so nothing can be sent.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::draft::{PASSAGES_MAX, RANKS_MAX, lead, made};
use super::gates::{RECENT, TRIES_MAX};
use super::handle::Engine;
use crate::domain::autopilot::{Alpha, Autopilot};
use crate::domain::replay::{order, played, trial_policy};
use crate::domain::sitting::{
    Chosen, Judgement, LeftOut, Looked, Outlook, choose, judged, meet, outlook, said,
};
use crate::domain::{
    Citation, Draft, DraftFailure, DraftOrder, Label, Passage, Policy, QuestionId, SittingId, Timestamp,
    Usage,
};
use crate::ports::{
    Autopilots, Clock, Drafted, Drafter, JudgedQuestion, Knowledge, Ledger, Limits, ModelCall, Note,
    Precedents, QuestionRow, QuestionState, Sittings, StoreError,
};

/// Turns that are looked through for questions.
const TURNS_MAX: u64 = 2_000;
/// A day, ms.
const DAY_MS: i64 = 86_400_000;
/// What was counted is remembered for so many times as long as the counting took.
const REMEMBERED_TIMES: i64 = 20;

/// Rehearses. Holds what drafts and what keeps, and nothing that sends.
#[derive(Clone, Debug)]
pub struct Rehearser {
    /// Past questions, sittings, judgements.
    pub sittings: Arc<dyn Sittings>,
    autopilots: Arc<dyn Autopilots>,
    knowledge: Arc<dyn Knowledge>,
    precedents: Arc<dyn Precedents>,
    drafter: Arc<dyn Drafter>,
    ledger: Arc<dyn Ledger>,
    clock: Arc<dyn Clock>,
    remembered: Arc<Mutex<Option<Remembered>>>,
}

/// What was counted of the last so many days, for pages that ask again and again.
#[derive(Clone, Copy, Debug)]
struct Remembered {
    days: i64,
    looked: Looked,
    until: Timestamp,
}

/// What came of the wish to begin a sitting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BegunSitting {
    /// It is begun.
    Begun(SittingId),
    /// Another one is open.
    Open,
    /// There is no question that could be rehearsed.
    NoQuestion(Looked),
}

/// What came of a judgement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JudgedSitting {
    /// It counts.
    Counted(Label),
    /// The owner wanted to say nothing.
    Skipped,
    /// Kept, but it came faster than anybody reads, so it says nothing.
    TooFast,
    /// Kept, but the evidence that it was for has been given up since the draft was made.
    Outdated,
    /// Nothing was kept: there is nothing to judge (any more).
    Closed,
}

impl Rehearser {
    /// One with the drafter, knowledge and gates of an engine.
    #[must_use]
    pub fn of(engine: &Engine, sittings: Arc<dyn Sittings>) -> Self {
        let world = &engine.world;
        Self {
            sittings,
            autopilots: Arc::clone(&world.autopilots),
            knowledge: Arc::clone(&world.knowledge),
            precedents: Arc::clone(&world.precedents),
            drafter: Arc::clone(&world.drafter),
            ledger: Arc::clone(&world.ledger),
            clock: Arc::clone(&world.clock),
            remembered: Arc::default(),
        }
    }

    /// The questions that a sitting begun now would have, and why the others may not be rehearsed.
    async fn chosen(
        &self,
        policy: &Policy,
        since: Timestamp,
        limit: usize,
    ) -> Result<(Vec<Chosen>, Looked), StoreError> {
        let now = self.clock.now();
        let candidates = self.sittings.candidates(since, TURNS_MAX).await?;
        let before = self.sittings.rehearsed_before().await?;
        let pilot = self.autopilots.autopilot(now, &[]).await?;
        let (chosen, mut looked) = choose(&candidates.each, policy, &pilot, &before, limit, now);
        looked.count(Some(LeftOut::Sample), candidates.samples);
        looked.more = candidates.more;
        Ok((chosen, looked))
    }

    /// How many questions of the last `days` days may be rehearsed. Counting takes at most a small share of the time,
    /// however often it is asked for: what was counted is remembered for many times as long as that took.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn looked(&self, policy: &Policy, days: i64) -> Result<Looked, StoreError> {
        let mut remembered = self.remembered.lock().await;
        let began = self.clock.now();
        if let Some(known) = remembered.filter(|known| known.days == days && began < known.until) {
            return Ok(known.looked);
        }
        let (_, looked) = self.chosen(policy, began.minus_ms(days * DAY_MS), 0).await?;
        let ended = self.clock.now();
        let until = ended.plus_ms(ended.since(began) / 1_000 * REMEMBERED_TIMES);
        *remembered = Some(Remembered { days, looked, until });
        Ok(looked)
    }

    /// Begins a sitting. Its drafts are made one after the other by [`Self::draft_next`].
    ///
    /// # Errors
    /// When the store fails.
    pub async fn begin(
        &self,
        policy: &Policy,
        since: Timestamp,
        limit: usize,
        note: &Note,
    ) -> Result<BegunSitting, StoreError> {
        if self.sittings.sittings(1).await?.first().is_some_and(|newest| newest.ended_at.is_none()) {
            return Ok(BegunSitting::Open);
        }
        let (chosen, looked) = self.chosen(policy, since, limit).await?;
        // Whoever asks next shall not be told otherwise.
        *self.remembered.lock().await = None;
        if chosen.is_empty() {
            return Ok(BegunSitting::NoQuestion(looked));
        }
        let id = SittingId::derived(note.at, &[&note.by, &chosen.len().to_string()]);
        let note = Note { subject: id.to_string(), ..note.clone() };
        let begun = self.sittings.begin_sitting(id, &chosen, &note).await?;
        Ok(if begun { BegunSitting::Begun(id) } else { BegunSitting::Open })
    }

    /// What rehearsing so many more would bring, for each gate in use by the owner's settings.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn outlook(&self, policy: &Policy, wanted: u64) -> Result<Vec<Outlook>, StoreError> {
        let now = self.clock.now();
        let pilot = self.autopilots.autopilot(now, &[]).await?;
        let mut alphas: Vec<Alpha> = pilot.lines.keys().copied().collect();
        alphas.push(policy.settings.alpha);
        alphas.extend(policy.settings.topics.values().filter_map(|topic| topic.alpha));
        alphas.sort_unstable();
        alphas.dedup();
        Ok(alphas.into_iter().map(|alpha| outlook(&pilot, alpha, wanted, now)).collect())
    }

    /// Makes the draft of one question that waits for it. `false` when none does.
    ///
    /// # Errors
    /// When the store fails; the question waits on.
    pub async fn draft_next(&self, policy: &Policy) -> Result<bool, StoreError> {
        let Some(row) = self.sittings.claim_question(self.clock.now()).await? else { return Ok(false) };
        match self.draft_of(policy, &row).await? {
            Ok(draft) => self.keep(policy, &row, draft).await?,
            Err(why) => drop(self.sittings.not_drafted(row.id, &why).await?),
        }
        Ok(true)
    }

    /// The draft as a live one is made, by the very functions, or why there is none to judge.
    async fn draft_of(
        &self,
        policy: &Policy,
        row: &QuestionRow,
    ) -> Result<Result<Draft, String>, StoreError> {
        let book = &policy.rulebook;
        let known = match row.question.known {
            Some(known) => known,
            None => self.precedents.of(&row.question.messages.join("\n")).await,
        };
        let case = row.question.case(known);
        // The rules may have changed since it was chosen.
        let Some(order) = order(book, book, &case) else {
            return Ok(Err("a rule holds it".to_owned()));
        };
        let mut passages = self.knowledge.search(order.screened.text(), RANKS_MAX).await;
        let lead = lead(&passages);
        passages.truncate(PASSAGES_MAX);
        let drafted = self.ask(policy, row, &order, &passages).await?;
        let trial = trial_policy(policy, Arc::clone(book));
        let now = played(&trial, &case, drafted.outcome, passages, lead);
        Ok(now.draft.ok_or(now.why))
    }

    /// Within the day's budget, like any other.
    async fn ask(
        &self,
        policy: &Policy,
        row: &QuestionRow,
        order: &DraftOrder,
        passages: &[Passage],
    ) -> Result<Drafted, StoreError> {
        let Some(mut foreseen) = self.drafter.foresee(order, passages) else {
            return Ok(made(self.drafter.as_ref(), self.knowledge.as_ref(), order, passages).await);
        };
        if let Some(budgets) = policy.budgets {
            foreseen.limits = Limits { tokens: budgets.tokens, cost_micros: budgets.cost_micros() };
        }
        let at = self.clock.now();
        let id = format!("rehearsal:{}:{}", row.id, at.0);
        let call = ModelCall { id, conversation: row.question.conversation, at, foreseen };
        if !self.ledger.reserve(&call).await? {
            return Ok(Drafted { outcome: Err(DraftFailure::BudgetSpent), usage: Usage::default() });
        }
        let drafted = made(self.drafter.as_ref(), self.knowledge.as_ref(), order, passages).await;
        if drafted.usage.tokens() == 0 {
            self.ledger.release(&call).await?;
        } else {
            let outcome =
                drafted.outcome.as_ref().map_or_else(DraftFailure::sentence, |_| "draft".to_owned());
            self.ledger.settle(&call, drafted.usage, &outcome).await?;
        }
        Ok(drafted)
    }

    /// Takes the draft to its gate, and keeps both.
    async fn keep(&self, policy: &Policy, row: &QuestionRow, draft: Draft) -> Result<(), StoreError> {
        for _ in 0..TRIES_MAX {
            let now = self.clock.now();
            let mut pilot = self.pilot(policy, &draft, now).await?;
            let id = row.id.to_string();
            let met = meet(&mut pilot, policy, &id, (&row.question, row.alpha), draft.clone(), now);
            let Some(met) = met else {
                let why = "the draft fails a hard gate: it asks back, or says what no article says";
                return self.sittings.not_drafted(row.id, why).await.map(drop);
            };
            match self.sittings.drafted(row.id, &met.draft, &met.moves).await {
                Err(StoreError::GateMoved) => {}
                other => return other.map(drop),
            }
        }
        Err(StoreError::GateMoved)
    }

    async fn pilot(&self, policy: &Policy, draft: &Draft, now: Timestamp) -> Result<Autopilot, StoreError> {
        let mut cited: Vec<String> = draft.citations.iter().map(|c: &Citation| c.slug().to_owned()).collect();
        cited.sort_unstable();
        cited.dedup();
        let mut pilot = self.autopilots.autopilot(now, &cited).await?;
        if pilot.lines.values().any(|line| line.adopts(&policy.scorer.weights)) {
            pilot.recent = Arc::from(self.autopilots.recent_signals(RECENT).await?);
        }
        Ok(pilot)
    }

    /// Keeps what an owner says of a draft, with its label at the gate, in one commit.
    ///
    /// # Errors
    /// When the store fails, or the gate does not stand still.
    pub async fn judge(
        &self,
        id: QuestionId,
        judgement: Judgement,
        read_ms: Option<u64>,
        by: &str,
    ) -> Result<JudgedSitting, StoreError> {
        for _ in 0..TRIES_MAX {
            match self.judge_once(id, judgement, read_ms, by).await {
                Err(StoreError::GateMoved) => {}
                other => return other,
            }
        }
        Err(StoreError::Unavailable("the gate does not stand still; try again".to_owned()))
    }

    async fn judge_once(
        &self,
        id: QuestionId,
        judgement: Judgement,
        read_ms: Option<u64>,
        by: &str,
    ) -> Result<JudgedSitting, StoreError> {
        let Some(QuestionRow { question, state: QuestionState::Ready(draft), .. }) =
            self.sittings.question(id).await?
        else {
            return Ok(JudgedSitting::Closed);
        };
        let at = self.clock.now();
        let mut pilot = self.autopilots.autopilot(at, &[]).await?;
        let gated = draft.gated.as_deref();
        let present = gated.filter(|gated| pilot.line(gated.alpha, at).gate.epoch() == gated.epoch);
        let word = said(judgement, &draft.text, read_ms);
        // Evidence that was given up stays so; a word on it is kept, and says nothing.
        let label = word.filter(|_| present.is_some());
        let before = self.sittings.labelled(question.conversation).await?;
        let moved = match (present, label) {
            (Some(gated), Some(label)) => {
                Some(judged(&mut pilot, &id.to_string(), gated, label, &before, at))
            }
            _ => None,
        };
        let kept = JudgedQuestion { judgement, label, by: by.to_owned(), at };
        if !self.sittings.judged(id, &kept, moved.as_ref()).await? {
            return Ok(JudgedSitting::Closed);
        }
        Ok(match (judgement, label, word) {
            (Judgement::Skip, ..) => JudgedSitting::Skipped,
            (_, Some(label), _) => JudgedSitting::Counted(label),
            (_, None, Some(_)) => JudgedSitting::Outdated,
            (_, None, None) => JudgedSitting::TooFast,
        })
    }
}
