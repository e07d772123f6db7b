//! Notices to people away from the desk: who carries them, and what must be kept so that none is lost or doubled.

use std::collections::BTreeMap;
use std::fmt;

use async_trait::async_trait;

use super::desk::Since;
use super::store::StoreError;
use crate::domain::autopilot::News;
use crate::domain::notice::{Channel, Choices, DayFigures, DecisionLink, Kind, Line, Subject, Told};
use crate::domain::report_text::WeekBrief;
use crate::domain::{Conversation, ConversationId, NoticeId, SuggestionId, Timestamp};

/// The recipient of what goes to the channel that all read.
pub const TEAM: &str = "team";

/// What a notice says, before it is put into the words and the form of a channel.
#[derive(Clone, Debug, PartialEq)]
pub struct Bulletin {
    /// The notice: the same however often it is tried.
    pub id: NoticeId,
    /// Now.
    pub at: Timestamp,
    /// What it tells.
    pub content: Content,
    /// Where the inbox is; none where we do not know how browsers reach us.
    pub inbox: Option<String>,
    /// Where what is told can be changed.
    pub settings: Option<String>,
    /// The zone of the reader's clock.
    pub time_zone: String,
}

/// See [`Bulletin`].
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// What somebody should look at.
    Matters {
        /// The weightiest first; never empty.
        lines: Vec<Item>,
        /// So many more that have no room.
        more: usize,
    },
    /// What a day was like.
    Digest {
        /// The day.
        day: Since,
        /// What happened, and what waits.
        figures: DayFigures,
    },
    /// What a week was like, and the one before.
    Scorecard {
        /// Its figures.
        week: Box<WeekBrief>,
        /// Where the whole of it is: a page to sign in to.
        report: Option<String>,
    },
    /// What changed about sending without an owner.
    Autopilot {
        /// The oldest first; never empty.
        news: Vec<News>,
        /// So many earlier ones that have no room.
        more: usize,
        /// Where it stands: a page to sign in to.
        page: Option<String>,
    },
    /// Somebody asked for it.
    Test,
}

/// One matter, with where to go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// What to say.
    pub line: Line,
    /// Where to look at it: a page to sign in to.
    pub open: Option<String>,
    /// Where to decide on it, for the reader alone.
    pub decide: Option<String>,
}

/// Where a notice goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The mail address.
    pub email: String,
    /// The chat with the bot.
    pub telegram_chat: Option<i64>,
}

/// A notice did not leave, or we cannot tell.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotifyError {
    /// It certainly did not leave; trying again may help.
    #[error("{detail}")]
    Refused {
        /// What was seen; no words of visitors, no secret.
        detail: String,
        /// The other side's own advice, ms.
        retry_after_ms: Option<i64>,
    },
    /// It may have left.
    #[error("{detail}")]
    Unknown {
        /// What was seen.
        detail: String,
    },
    /// It will never leave like this.
    #[error("{detail}")]
    Never {
        /// What was seen.
        detail: String,
    },
}

/// Carries notices through one channel.
#[async_trait]
pub trait Notifier: Send + Sync + fmt::Debug {
    /// Sends it once, within its own time limit of at most 20 s. No retries inside.
    async fn send(&self, to: &Address, bulletin: &Bulletin) -> Result<(), NotifyError>;

    /// Whether the other side is there and lets us in. Sends nothing.
    async fn knock(&self) -> Result<String, NotifyError>;

    /// How many matters one message has room for.
    fn room(&self) -> usize;
}

/// A message that was planned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewNotice {
    /// Its id.
    pub id: NoticeId,
    /// Whose choices led to it.
    pub person: String,
    /// Who reads it: that person, or [`TEAM`].
    pub recipient: String,
    /// Which way.
    pub channel: Channel,
    /// What about, each with its conversation.
    pub subjects: Vec<(Subject, Option<ConversationId>)>,
    /// Now.
    pub at: Timestamp,
}

/// A message that this process may send until the lease ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimedNotice {
    /// What was planned, less what was freed since.
    pub notice: NewNotice,
    /// 1 at the first try.
    pub attempt: i64,
    /// How many earlier tries may have reached the reader.
    pub unsure: i64,
    /// The fencing number.
    pub token: i64,
}

/// How a try to send a notice ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeEnd {
    /// It left.
    Sent,
    /// Try again then; a try.
    Retry {
        /// When.
        at: Timestamp,
        /// What was seen.
        error: String,
        /// This try may have left.
        unsure: bool,
    },
    /// Not before then; not a try.
    Wait {
        /// When.
        at: Timestamp,
    },
    /// Nothing in it is the case any more. What becomes the case again is told again.
    Dropped,
    /// Given up, and shown as such.
    Failed {
        /// What was seen last.
        error: String,
    },
    /// It may have arrived, and is not sent again.
    Unsure {
        /// What was seen last.
        error: String,
    },
}

/// A notice as its reader may look it up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its id.
    pub id: NoticeId,
    /// Which way.
    pub channel: Channel,
    /// To the channel that all read.
    pub team: bool,
    /// `ready`, `leased`, `sending`, `sent`, `dropped`, `failed`, `unsure`.
    pub state: String,
    /// How many of each kind it tells.
    pub kinds: BTreeMap<Kind, u64>,
    /// How often it was tried.
    pub attempts: i64,
    /// What was seen last.
    pub error: Option<String>,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it ended.
    pub ended_at: Option<Timestamp>,
}

/// What is kept about notices.
#[async_trait]
pub trait NoticeBook: Send + Sync + fmt::Debug {
    /// Something that changes with every conversation, choice and user: as long as it is the same, there is nothing new
    /// to plan. On several machines a change may be missed when their clocks differ: look without it now and then.
    async fn notices_version(&self) -> Result<String, StoreError>;

    /// Conversations in which somebody may wait, made-up ones left out, in the order of their ids after `after`.
    async fn open_conversations(
        &self,
        after: Option<ConversationId>,
        limit: i64,
    ) -> Result<Vec<Conversation>, StoreError>;

    /// Which of these subjects this person, or the team, was told, or is being told.
    async fn told(&self, person: &str, subjects: &[Subject]) -> Result<Told, StoreError>;

    /// Puts a message in line, less what its recipient was told meanwhile; `false`, and nothing in line, when that is
    /// all of it. Of several processes with the same subject at the same time, one is granted it.
    async fn plan_notice(&self, notice: &NewNotice) -> Result<bool, StoreError>;

    /// Claims up to `limit` due messages of a channel. One whose lease ran out is due again; if it had been begun, that
    /// counts as unsure.
    async fn claim_notices(
        &self,
        channel: Channel,
        now: Timestamp,
        lease_ms: i64,
        limit: i64,
    ) -> Result<Vec<ClaimedNotice>, StoreError>;

    /// Marks that it leaves now, and frees the subjects in `gone`: it does not tell them after all.
    /// `false` when the lease was lost: it must not leave then.
    async fn begin_notice(&self, claim: &ClaimedNotice, gone: &[Subject]) -> Result<bool, StoreError>;

    /// Ends a try; `false` when the lease was lost, and nothing is written.
    async fn end_notice(
        &self,
        claim: &ClaimedNotice,
        end: NoticeEnd,
        now: Timestamp,
    ) -> Result<bool, StoreError>;

    /// What a person was told lately, and the team, newest first.
    async fn notices_of(&self, person: &str, limit: i64) -> Result<Vec<NoticeRow>, StoreError>;

    /// One of them.
    async fn notice(&self, id: NoticeId) -> Result<Option<NoticeRow>, StoreError>;

    /// Forgets notices that ended before `before`, and links that expired before it.
    async fn forget_notices(&self, before: Timestamp) -> Result<(), StoreError>;

    /// What a person has chosen, if anything.
    async fn choices(&self, person: &str) -> Result<Option<Choices>, StoreError>;

    /// Keeps what a person has chosen.
    async fn put_choices(&self, person: &str, choices: &Choices, now: Timestamp) -> Result<(), StoreError>;

    /// The figures of a day, and what waits now.
    async fn day_figures(&self, day: Since) -> Result<DayFigures, StoreError>;
}

/// Links by which people decide without signing in.
#[async_trait]
pub trait DecisionLinks: Send + Sync + fmt::Debug {
    /// Keeps links.
    async fn add_decision_links(&self, links: &[DecisionLink]) -> Result<(), StoreError>;

    /// By the hash of its token.
    async fn decision_link(&self, token_hash: &str) -> Result<Option<DecisionLink>, StoreError>;

    /// Uses an open link up, and with it every link of the same person for the same suggestion; `false` when it is not
    /// open any more. Of several at the same time, one is granted it.
    async fn use_decision_link(&self, token_hash: &str, now: Timestamp) -> Result<bool, StoreError>;

    /// Makes what was used up at `used_at` open again: nothing came of it.
    async fn give_back_decision_links(
        &self,
        person: &str,
        suggestion: SuggestionId,
        used_at: Timestamp,
    ) -> Result<(), StoreError>;
}
