//! A survey that is to be asked: kept in the conversation from the resolution until the question leaves.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::settings::{Surveys, Way};
use super::withheld::Withheld;
use crate::domain::conversation::Conversation;
use crate::domain::id::{ActionId, EpisodeId, SurveyId};
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;

/// A question that leaves later than this after its time is not asked any more, ms.
pub const LATE_MS: i64 = 3_600_000;

/// An episode was resolved: the visitor is to be asked at `due`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The survey.
    pub survey: SurveyId,
    /// What it is about.
    pub episode: EpisodeId,
    /// When the question leaves.
    pub due: Timestamp,
}

/// A visitor is not asked, as their conversation alone can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAsked {
    /// The survey that there would have been.
    pub survey: SurveyId,
    /// What it would have been about.
    pub episode: EpisodeId,
    /// Why not.
    pub reason: Withheld,
    /// When that was decided.
    pub at: Timestamp,
}

/// A question that was put on its way: an answer to it is about that episode, whatever came since.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskedFor {
    /// The survey.
    pub survey: SurveyId,
    /// The action that carries the question.
    pub action: ActionId,
    /// What it is about.
    pub episode: EpisodeId,
}

/// Who a visitor is, as far as anybody can tell: the relay's id of them where it gives one, else their conversation.
/// Hashed, so that a list of surveys is no list of visitors.
#[must_use]
pub fn visitor_of(c: &Conversation) -> String {
    use std::fmt::Write as _;
    let Some(id) = &c.visitor_id else { return c.id.to_string() };
    let digest = Sha256::digest(format!("visitor\u{1f}{}\u{1f}{id}", c.relay).as_bytes());
    digest.iter().take(16).fold("vis_".to_owned(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _never = write!(hex, "{byte:02x}");
        hex
    })
}

/// Whether a question about `episode`, wanted since `since`, may still leave.
///
/// # Errors
/// Why not.
pub fn still_wanted(
    surveys: &Surveys,
    c: &Conversation,
    episode: EpisodeId,
    since: Timestamp,
    now: Timestamp,
) -> Result<Way, Withheld> {
    let way = surveys.way(&c.relay);
    let same = c.episode.as_ref().is_some_and(|e| e.id == episode);
    match way {
        Way::Off => Err(Withheld::SwitchedOff),
        _ if !same || !matches!(c.stage, Stage::Resolved { .. }) => Err(Withheld::Reopened),
        _ if now.since(since) > LATE_MS * 1_000 => Err(Withheld::TooLate),
        Way::Link if surveys.base.is_none() => Err(Withheld::NoPublicUrl),
        Way::Link | Way::Relay => Ok(way),
    }
}
