//! The switch for sending without an owner, the gates with their logs, and the replies that left.

use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;

use super::audit::Note;
use super::desk::Since;
use super::store::StoreError;
use crate::domain::autopilot::{
    Alpha, Autopilot, Fall, GateMove, Judged, LabelledBest, Lever, Pull, SentState, Switch,
};
use crate::domain::gate::{GateEvent, GateInput, SoftSignal, Statement};
use crate::domain::report::{RepliesSent, ScopeMoves};
use crate::domain::{ConversationId, SuggestionId, Timestamp};

/// One line of a gate's log.
#[derive(Clone, Debug, PartialEq)]
pub struct GateEntry {
    /// Which gate.
    pub alpha: Alpha,
    /// Its place in that gate's log, from 1 on.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// The conversation it came of; none where a person did it.
    pub conversation: Option<ConversationId>,
    /// What happened.
    pub input: GateInput,
    /// What changed by it.
    pub events: Vec<GateEvent>,
}

/// A reply that left, or was let go, without an owner.
#[derive(Clone, Debug, PartialEq)]
pub struct SentRow {
    /// The suggestion it was.
    pub suggestion: SuggestionId,
    /// Where it was said.
    pub conversation: ConversationId,
    /// The relay of that conversation.
    pub relay: String,
    /// What the visitor had asked.
    pub question: String,
    /// What the visitor read.
    pub text: String,
    /// Its topic; empty where it had none.
    pub topic: String,
    /// On these grounds.
    pub statement: Statement,
    /// It was drawn by lot: an owner judges it within a day.
    pub audit: bool,
    /// Where it stands.
    pub state: SentState,
    /// When it was let go.
    pub at: Timestamp,
    /// The sign of discontent that followed.
    pub signal: Option<SoftSignal>,
    /// What an owner said of it, and who.
    pub judged: Option<(Judged, String)>,
}

/// Where all of that is kept.
#[async_trait]
pub trait Autopilots: Send + Sync + fmt::Debug {
    /// Everything as it stands at `now`, with what the articles of the slugs `cited` are worth.
    async fn autopilot(&self, now: Timestamp, cited: &[String]) -> Result<Autopilot, StoreError>;

    /// Signals of the newest drafts that met a gate, oldest first.
    async fn recent_signals(&self, limit: i64) -> Result<Vec<BTreeMap<String, f64>>, StoreError>;

    /// What was rehearsed of a conversation, with a judgement that said something.
    async fn rehearsed(&self, conversation: ConversationId) -> Result<Vec<LabelledBest>, StoreError>;

    /// Pulls the switch, and keeps who did, in one commit. Says how it stands then.
    async fn pull(&self, lever: Lever, note: &Note) -> Result<Switch, StoreError>;

    /// Pulls of the switch after `since`, also those typed in a chat system, newest first.
    async fn pulls(&self, since: Timestamp, limit: i64) -> Result<Vec<Pull>, StoreError>;

    /// What falls back to suggestions, and what did until after `since`, newest first.
    async fn falls(&self, since: Timestamp) -> Result<Vec<Fall>, StoreError>;

    /// Lets fall, and lets rise, each with its note, in one commit. What has fallen already falls no further, and what has
    /// not does not rise. Says how much changed.
    async fn follow_scope(&self, moves: &ScopeMoves, now: Timestamp) -> Result<u64, StoreError>;

    /// An owner sends on this topic (empty: on everything) all the same, until what was shown is over; keeps who and why, in
    /// one commit. `false`, and nothing is kept, where nothing has fallen, or somebody has decided that already.
    async fn override_fall(&self, topic: &str, note: &Note) -> Result<bool, StoreError>;

    /// Adds one move that a person wanted, with its note. `false`, and nothing is kept, when the gate has moved since.
    async fn add_move(&self, gate_move: &GateMove, note: &Note) -> Result<bool, StoreError>;

    /// A gate's log after a place, in order.
    async fn gate_log(&self, alpha: Alpha, after: i64, limit: i64) -> Result<Vec<GateEntry>, StoreError>;

    /// The newest moves by which something changed, newest first; those up to `since` are left out.
    async fn gate_changes(&self, since: Timestamp, limit: i64) -> Result<Vec<GateEntry>, StoreError>;

    /// Replies let go since then, newest first, withdrawn ones left out.
    async fn sent(&self, since: Timestamp, limit: i64) -> Result<Vec<SentRow>, StoreError>;

    /// Those that an owner should look at: drawn by lot, or followed by a sign of discontent, and not judged yet.
    async fn sent_to_judge(&self, limit: i64) -> Result<Vec<SentRow>, StoreError>;

    /// How many were let go within a stretch, and what was said of them.
    async fn sent_figures(&self, within: Since) -> Result<RepliesSent, StoreError>;

    /// One of them.
    async fn sent_one(&self, suggestion: SuggestionId) -> Result<Option<SentRow>, StoreError>;
}
