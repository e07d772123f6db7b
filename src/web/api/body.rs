//! What a request to the API brings along: the fields of its JSON body, and the fields of its query.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::web::caller::Caller;
use crate::web::may::{self, Demand};
use crate::web::problem::Problem;
use crate::web::state::App;

/// An authorised caller with the bytes of the body; without a demand, one who may decide. Whoever may not come in is turned away before a byte is read.
#[derive(Debug)]
pub(super) struct Sent<D = may::Decide> {
    pub caller: Caller<D>,
    pub body: Bytes,
}

impl<D: Demand> FromRequest<App> for Sent<D> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let (mut parts, body): (Parts, _) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let body = Bytes::from_request(request, app).await.map_err(|_| Problem::too_large())?;
        Ok(Self { caller, body })
    }
}

/// Why, for colleagues and for the list of who changed what; may be left out.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct WhyBody {
    pub why: Option<String>,
}

/// What an approval must name: what was seen.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct ApproveBody {
    /// The conversation's revision, as the suggestion shows it.
    pub revision: u64,
    /// The draft's hash, as the suggestion shows it.
    pub draft_hash: String,
    /// How long the draft was before the owner, ms. An approval without it, or faster than reading, says nothing about
    /// how good drafts are.
    pub read_ms: Option<u64>,
    /// It waits for `policy.undo_ms`, within which `POST /v1/suggestions/{id}/undo` takes it back. Not unless asked for.
    pub undoable: Option<bool>,
}

/// An approval in the owner's own words.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct EditBody {
    /// See `ApproveBody`.
    pub revision: u64,
    /// See `ApproveBody`.
    pub draft_hash: String,
    /// What is sent instead.
    pub text: String,
    /// Only tone or style was wrong with the draft.
    pub only_tone: Option<bool>,
    /// See `ApproveBody`.
    pub read_ms: Option<u64>,
    /// See `ApproveBody`.
    pub undoable: Option<bool>,
}

/// A rejection.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct RejectBody {
    /// See `ApproveBody`.
    pub revision: u64,
    /// See `ApproveBody`.
    pub draft_hash: String,
    /// `wrong_fact`, `wrong_topic`, `tone`, `needs_a_person` or `outdated_source`.
    pub reason: String,
    /// See `ApproveBody`.
    pub read_ms: Option<u64>,
    /// See `ApproveBody`.
    pub undoable: Option<bool>,
}

/// A reply by hand.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct ReplyBody {
    /// What the visitor reads.
    pub text: String,
    /// How long a suggestion was before the owner while they wrote, ms.
    pub read_ms: Option<u64>,
    /// The saved reply it began with.
    pub template: Option<String>,
}

/// The topics of an episode.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct TagsBody {
    /// The primary topic's slug; none takes it away.
    pub primary: Option<String>,
    /// At most two others.
    pub secondary: Option<Vec<String>>,
}

/// How an episode was answered, each 1 (poor) to 3 (good).
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct RubricBody {
    /// Is it easy to understand?
    pub clarity: u8,
    /// Is it right?
    pub correctness: u8,
    /// Is it kind?
    pub empathy: u8,
}

/// A new article.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct NewArticleBody {
    /// Its name in URLs; made from the title when not given.
    pub slug: Option<String>,
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
}

/// A new version of an article.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct ArticleBody {
    /// The hash of the version that was looked at.
    pub hash: String,
    /// Its title.
    pub title: String,
    /// Markdown.
    pub body: String,
}
