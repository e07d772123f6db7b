//! Rehearsals: sittings in which past questions are judged, with their drafts.

use std::collections::BTreeSet;
use std::fmt;

use async_trait::async_trait;

use super::audit::Note;
use super::store::StoreError;
use crate::domain::autopilot::{Alpha, GateMove, LabelledBest};
use crate::domain::sitting::{Candidates, Chosen, Judgement, Question, Rehearsed};
use crate::domain::{ConversationId, Draft, Label, QuestionId, SittingId, Timestamp};

/// A sitting as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SittingRow {
    /// Its id.
    pub id: SittingId,
    /// When it was begun.
    pub at: Timestamp,
    /// By whom.
    pub by: String,
    /// When it was ended; nothing while it is open.
    pub ended_at: Option<Timestamp>,
    /// How far it has come.
    pub progress: SittingProgress,
}

/// How far a sitting has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SittingProgress {
    /// Questions chosen.
    pub chosen: u64,
    /// Waiting for a draft.
    pub waiting: u64,
    /// Drafted, and not judged.
    pub ready: u64,
    /// Without a draft that could be judged.
    pub skipped: u64,
    /// Judged, or skipped by whoever judges.
    pub judged: u64,
    /// Of these, those that said something.
    pub counted: u64,
    /// Of these, the wrong ones.
    pub wrong: u64,
}

/// Where a question stands.
#[derive(Clone, Debug, PartialEq)]
pub enum QuestionState {
    /// Its draft is not made yet.
    Waiting,
    /// There is none that could be judged, for this reason.
    Skipped(String),
    /// Somebody may judge its draft.
    Ready(Box<Draft>),
    /// Somebody has.
    Judged(Box<Draft>, JudgedQuestion),
}

/// What was said of a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedQuestion {
    /// What.
    pub judgement: Judgement,
    /// What that is worth; nothing where it says nothing.
    pub label: Option<Label>,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Timestamp,
}

/// A question of a sitting.
#[derive(Clone, Debug, PartialEq)]
pub struct QuestionRow {
    /// Its id; to its gate, the draft's.
    pub id: QuestionId,
    /// Its sitting.
    pub sitting: SittingId,
    /// Its place, from 1 on.
    pub place: i64,
    /// What was asked.
    pub question: Question,
    /// The gate of its topic.
    pub alpha: Alpha,
    /// Where it stands.
    pub state: QuestionState,
    /// Its sitting was ended.
    pub ended: bool,
}

/// Where rehearsals are kept.
#[async_trait]
pub trait Sittings: Send + Sync + fmt::Debug {
    /// The questions of the conversations with the newest turns that were last screened since then; of at most `turns` turns.
    /// Those of sample chats are only counted.
    async fn candidates(&self, since: Timestamp, turns: u64) -> Result<Candidates, StoreError>;

    /// The conversations of which a draft was put before somebody in a sitting, by gate and epoch.
    async fn rehearsed_before(&self) -> Result<BTreeSet<Rehearsed>, StoreError>;

    /// Keeps a sitting with its questions, and the note of who began it, in one commit. `false`, and nothing is kept, while
    /// another one is open.
    async fn begin_sitting(&self, id: SittingId, chosen: &[Chosen], note: &Note) -> Result<bool, StoreError>;

    /// Ends a sitting, and keeps who did. `false`, and nothing changed, where it is not open.
    async fn end_sitting(&self, id: SittingId, note: &Note) -> Result<bool, StoreError>;

    /// Sittings, newest first.
    async fn sittings(&self, limit: i64) -> Result<Vec<SittingRow>, StoreError>;

    /// The questions of a sitting in their order.
    async fn questions(&self, sitting: SittingId) -> Result<Vec<QuestionRow>, StoreError>;

    /// One question.
    async fn question(&self, id: QuestionId) -> Result<Option<QuestionRow>, StoreError>;

    /// A question of an open sitting that waits for its draft; nobody else gets it for a while.
    async fn claim_question(&self, now: Timestamp) -> Result<Option<QuestionRow>, StoreError>;

    /// Keeps a draft, and what its gate was told of it, in one commit. `false`, and nothing is kept, when the question does
    /// not wait any more; [`StoreError::GateMoved`], and nothing is kept, when the gate has moved since.
    async fn drafted(&self, id: QuestionId, draft: &Draft, moves: &[GateMove]) -> Result<bool, StoreError>;

    /// Says that there is no draft to judge, and why. `false`, and nothing changed, when the question does not wait any more.
    async fn not_drafted(&self, id: QuestionId, why: &str) -> Result<bool, StoreError>;

    /// Keeps a judgement, and the label at its gate, in one commit. `false`, and nothing is kept, when there is nothing to
    /// judge any more; [`StoreError::GateMoved`], and nothing is kept, when the gate has moved since.
    async fn judged(
        &self,
        id: QuestionId,
        judged: &JudgedQuestion,
        label: Option<&GateMove>,
    ) -> Result<bool, StoreError>;

    /// What was labelled of a conversation, live and rehearsed.
    async fn labelled(&self, conversation: ConversationId) -> Result<Vec<LabelledBest>, StoreError>;
}
