//! What visitors are asked: decided in one place, so that nobody is asked too often, and kept with the reason if not.

use std::fmt;

use async_trait::async_trait;

use super::desk::Page;
use super::store::StoreError;
use crate::domain::survey::{NpsRules, Scale, SurveyRecord, Withheld};
use crate::domain::{ConversationId, EpisodeId, Instrument, SurveyId, Timestamp};

/// A survey that is about to leave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewSurvey {
    /// Its id: the same however often it is tried.
    pub id: SurveyId,
    /// The conversation.
    pub conversation: ConversationId,
    /// What it is about.
    pub episode: EpisodeId,
    /// Whom it asks, as `domain::survey::visitor_of` says.
    pub visitor: String,
    /// How satisfaction is shown.
    pub scale: Scale,
    /// The language the visitor writes, where it can be told.
    pub language: Option<String>,
    /// The hash of the token in this try's link.
    pub token_hash: String,
}

/// Whether a visitor is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asking {
    /// Yes, and this.
    Ask {
        /// What.
        instrument: Instrument,
        /// How it is shown.
        scale: Scale,
        /// Until when an answer is taken.
        until: Timestamp,
    },
    /// No.
    Not(Withheld),
}

/// Surveys.
#[async_trait]
pub trait Surveys: Send + Sync + fmt::Debug {
    /// Decides whether the visitor is asked, by what they were asked before, and keeps the outcome, in one transaction
    /// that no other decision about this visitor overlaps. Asked again about the same survey: the same answer, and
    /// another link to it.
    ///
    /// `allowed` is what the conversation says: the rules to decide by, or why nobody is asked.
    async fn ask_survey(
        &self,
        wanted: &NewSurvey,
        allowed: Result<NpsRules, Withheld>,
        now: Timestamp,
    ) -> Result<Asking, StoreError>;

    /// What was to be asked did not leave; with [`Withheld::DeliveryUncertain`] it may have, and counts as asked.
    async fn withdraw_survey(&self, survey: SurveyId, why: Withheld) -> Result<(), StoreError>;

    /// Forgets links that were made before `before`; their surveys stay. Answers with how many.
    async fn forget_survey_links(&self, before: Timestamp) -> Result<u64, StoreError>;

    /// The survey whose link has this token, by the token's hash.
    async fn survey_by_token(&self, token_hash: &str) -> Result<Option<SurveyRecord>, StoreError>;

    /// Surveys of a conversation, or of all, newest first.
    async fn surveys(
        &self,
        of: Option<ConversationId>,
        cursor: Option<SurveyId>,
        limit: i64,
    ) -> Result<Page<SurveyRecord>, StoreError>;
}
