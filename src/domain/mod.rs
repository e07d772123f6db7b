//! The nouns of a support conversation, and (in `decide`) the verbs. Pure: no I/O, no clock, no chance.

mod as_seen;
pub mod autopilot;
mod clearance;
mod confidence;
mod conversation;
pub mod decide;
mod decision;
mod effect;
mod episode;
mod event;
pub mod gate;
mod handoff;
pub mod holdout;
mod id;
mod label;
mod language;
pub mod lessons;
mod message;
pub mod metrics;
pub mod notice;
mod policy;
mod preferences;
mod rehearsal;
mod repetition;
pub mod replay;
mod reply;
pub mod report;
mod report_confidence;
pub mod report_text;
pub mod sitting;
mod spending;
mod stage;
pub mod staging;
mod stretches;
mod style;
pub mod survey;
#[cfg(test)]
mod tests_confidence;
#[cfg(test)]
mod tests_routing;
mod time;
mod titles;
mod topics;
pub mod waiting;

pub use as_seen::AsSeen;
pub use clearance::{Cleared, Outgoing};
pub use confidence::{
    Confidence, Judged, Known, LABELS_FOR_NUMBERS, REFITS, SIGNAL_NAMES, SIGNALS, Scorer, Weights, signals,
};
pub use conversation::{Answered, Conversation, Silence};
pub use decide::decide;
pub use decision::{Closing, Decision, Fact, Findings, Refusal, Rubric, Screening, Suggestion};
pub use effect::{Action, ActionBody, ActionClass, DraftOrder, Effect};
pub use episode::{AssistKind, Episode, Handling, REOPENED_WITHIN_MS, Resolution, SECONDARY_MAX};
pub use event::{Event, Heard, Instrument, Logged, Rating, RelayStatus, Review, Seen, Undelivered};
pub use handoff::{HandoffReason, Notice};
pub use id::{
    ActionId, BadId, ConversationId, EpisodeId, NoticeId, QuestionId, ReplayId, SittingId, SuggestionId,
    SurveyId,
};
pub use label::{Label, LabelReason, Outcome, Unread, label};
pub use language::{language, language_among, language_name};
pub use message::{Author, HistoryLine, Message, MessageKind, TURN_MESSAGES_MAX, Turn, TurnMessage};
pub use policy::{Autonomy, BadSetting, HumanAtOnce, Policy, Settings, UnbackedDrafts};
pub use preferences::{BadChoice, Budgets, CHOOSABLE, Preferences};
pub use rehearsal::{Rehearsal, Shift, rehearse};
pub use repetition::asked_before;
pub use reply::{Citation, Draft, DraftFailure, Found, Passage, RejectReason, SuggestionState, Usage};
pub use report_confidence::{ConfidenceBin, ConfidenceFigures, ConfidenceReport, JUDGED_MAX};
pub use spending::{Spending, SpendingDay, Spent};
pub use stage::{Decided, Stage};
pub use stretches::limits_ms;
pub use style::{Closing as StyleClosing, Style};
pub use time::Timestamp;
pub use titles::Titles;
pub use topics::{KEYWORD_CHARS_MAX, KEYWORDS_MAX, Topics};

/// How a word of a rule was found.
pub use crate::guardrail::Layer;
/// Text with personal data and secrets left out, and what they are.
pub use crate::guardrail::Masked;
/// Why a rule holds a text, as the guardrail says it.
pub use crate::guardrail::Reason;
/// Where a visitor belongs who gets a human whatever they ask.
pub use crate::guardrail::Route;
/// What the fact gate finds in a draft.
pub use crate::guardrail::evidence::{Finding, Kind as FindingKind};
/// Rules, compiled, and what is wrong with some that are not.
pub use crate::guardrail::{
    Action as RuleAction, OWN_RULES, RuleFault, RuleInfo, Rulebook, Severity as RuleSeverity,
};
