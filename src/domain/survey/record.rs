//! A survey as it is kept: asked, answered, expired, or not asked and why.

use super::settings::Scale;
use super::withheld::Withheld;
use crate::domain::event::Instrument;
use crate::domain::id::{ConversationId, EpisodeId, SurveyId};
use crate::domain::time::Timestamp;

/// Where a survey stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyState {
    /// The visitor was asked and may answer.
    Asked,
    /// They answered; until the link expires they may change it.
    Answered,
    /// They were not asked.
    Suppressed,
    /// They did not answer in time.
    Expired,
}

impl SurveyState {
    /// The word shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Answered => "answered",
            Self::Suppressed => "suppressed",
            Self::Expired => "expired",
        }
    }
}

/// One survey, of one episode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurveyRecord {
    /// Its id; a rating names it.
    pub id: SurveyId,
    /// The conversation.
    pub conversation: ConversationId,
    /// The relay it lives in, and what that relay calls it.
    pub relay: String,
    /// See above.
    pub external_id: String,
    /// What it is about.
    pub episode: EpisodeId,
    /// What was asked; nothing where nothing was.
    pub instrument: Option<Instrument>,
    /// How it is shown.
    pub scale: Scale,
    /// The language the visitor wrote, where it could be told.
    pub language: Option<String>,
    /// Why they were not asked, or what is unsure about it.
    pub reason: Option<Withheld>,
    /// When it was decided on.
    pub made_at: Timestamp,
    /// When the question left.
    pub asked_at: Option<Timestamp>,
    /// When they answered last.
    pub answered_at: Option<Timestamp>,
    /// Until when they may.
    pub expires_at: Timestamp,
    /// The score they gave.
    pub score: Option<u8>,
    /// What they wrote beside it.
    pub comment: Option<String>,
}

impl SurveyRecord {
    /// Where it stands.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> SurveyState {
        match (self.answered_at, self.asked_at) {
            (Some(_), _) => SurveyState::Answered,
            (None, None) => SurveyState::Suppressed,
            (None, Some(_)) if now >= self.expires_at => SurveyState::Expired,
            (None, Some(_)) => SurveyState::Asked,
        }
    }
}
