//! What we ask of the world. The comment on each method is its contract; adapters add only what is odd about themselves.

mod accounts;
mod articles;
mod audit;
mod autopilot;
mod desk;
mod handbook;
mod holdout;
mod judgements;
mod ledger;
mod lessons;
mod measures;
mod notify;
mod own_rules;
mod preferences;
mod promises;
mod replays;
mod rights;
mod sittings;
mod staging;
mod store;
mod surveys;
mod world;

pub use accounts::{
    Accounts, ApiToken, Began, HalfSession, Naming, OwnerChange, SecondFactor, Session, Sessions, SignInLink,
    Tokens, User,
};
pub use articles::{Article, ArticleUse, ArticleVersion, Articles, WRITTEN_HERE};
pub use audit::{Audit, AuditFilter, Note, Noted};
pub use autopilot::{Autopilots, GateEntry, SentRow};
pub use desk::{
    Choices, ConversationFilter, ConversationRow, DeadLetter, Desk, Glimpse, PRESENT_MS, PROMISE_SOON_MS,
    Page, PastTurn, QUEUE_COUNT_MAX, Queue, ScreeningRow, Since, SuggestionRow, Thread,
};
pub use handbook::{GivenRubric, Handbook, SavedReply, Topic};
pub use holdout::Lottery;
pub use judgements::{Asked, Judgements, Precedents};
pub use ledger::{Foreseen, Ledger, Limits, ModelCall};
pub use lessons::{DECISIONS_MAX, LessonBook, Redrafter};
pub use measures::{MeasuredEpisode, Measures};
pub use notify::{
    Address, Bulletin, ClaimedNotice, Content, DecisionLinks, Item, NewNotice, NoticeBook, NoticeEnd,
    NoticeRow, Notifier, NotifyError, TEAM,
};
pub use own_rules::{OwnRulebook, OwnRules};
pub use preferences::{Chooser, Chosen};
pub use promises::Promises;
pub use replays::{ReplayEnd, ReplayRow, ReplayState, Replays};
pub use rights::{Role, Scope, Scopes};
pub use sittings::{JudgedQuestion, QuestionRow, QuestionState, SittingProgress, SittingRow, Sittings};
pub use staging::Caller;
pub use store::{Appended, ClaimedAction, Commit, Finish, LaneClaim, Loaded, NewEvent, Store, StoreError};
pub use surveys::{Asking, NewSurvey, Surveys};
pub use world::{
    Applied, AskedSurvey, BadArticle, BadCall, Call, Clock, Drafted, Drafter, Ear, Headers, Knowledge, Relay,
    RelayError, Request, Wanted,
};
