//! Deciding by a link from a notice, without signing in. To look at it changes nothing, however often scanners do.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::decision_page::{DecisionCard, DecisionPage, Left, Refused, Says, ended};
use super::shell::{Sorry, page};
use crate::domain::notice::{DecisionLink, LinkState, link_hash};
use crate::domain::{Refusal, Review, Seen, Unread};
use crate::engine::ActError;
use crate::ports::{Scope, SuggestionRow, User};
use crate::web::deeds;
use crate::web::fields::{BadField, Fields};
use crate::web::problem::Problem;
use crate::web::session::name_of;
use crate::web::spoken;
use crate::web::state::App;
use crate::web::{csrf, may};

/// A reply of the largest size, every letter of it escaped as forms do, bytes.
const BODY_BYTES_MAX: usize = 128 * 1024;

/// A token of ours has 64 hexadecimal digits: anything else is not looked up.
const TOKEN_CHARS: usize = 64;

/// The pages behind links of notices.
pub(in crate::web) fn router() -> Router<App> {
    Router::new().route("/d/{token}", get(show).post(decide)).layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

/// An open link with all that it stands for.
struct Opened {
    link: DecisionLink,
    user: User,
    row: SuggestionRow,
}

/// A link, or why it is none.
enum Found {
    Open(Box<Opened>),
    Not(Box<DecisionPage>),
}

/// `GET /d/{token}`, and `HEAD`.
async fn show(State(app): State<App>, Path(token): Path<String>) -> Result<Response, Sorry> {
    let opened = match find(&app, &token).await? {
        Found::Not(says) => return Ok(says.response()),
        Found::Open(opened) => opened,
    };
    if opened.is_fresh() {
        let card = DecisionCard::of(&opened.row, app.clock.now());
        return Ok(form(&app, &token, &opened, card, StatusCode::OK, None));
    }
    changed(&app, &opened, None, StatusCode::OK).await
}

/// `POST /d/{token}`: decides in the name of whose link it is, as from the inbox.
async fn decide(State(app): State<App>, Path(token): Path<String>, body: Bytes) -> Result<Response, Sorry> {
    let opened = match find(&app, &token).await? {
        Found::Not(says) => return Ok(says.response()),
        Found::Open(opened) => opened,
    };
    let fields = Fields::from_form(&body);
    let card = DecisionCard::of(&opened.row, app.clock.now());
    let given = fields.text("csrf").ok().flatten().unwrap_or_default();
    if !csrf::same(given, &csrf::bound_to(&token)) {
        let refused = Refused::Form;
        return Ok(form(&app, &token, &opened, card, StatusCode::FORBIDDEN, Some(refused)));
    }
    let (review, words) = match wish(&fields, &opened.row) {
        Ok(wish) => wish,
        Err(bad) => {
            let refused = Refused::Field { bad, words: fields.text("text").ok().flatten().map(deeds::plain) };
            return Ok(form(&app, &token, &opened, card, StatusCode::BAD_REQUEST, Some(refused)));
        }
    };
    let used_at = app.clock.now();
    if !app.decision_links.use_decision_link(&opened.link.token_hash, used_at).await? {
        // Somebody was quicker by a moment: the page now says how it ended.
        return match find(&app, &token).await? {
            Found::Not(says) => Ok(says.response()),
            Found::Open(_) => {
                Err(Problem::unavailable("this link is being used at this very moment; try again").into())
            }
        };
    }
    let seen =
        Seen { revision: opened.link.revision, draft_hash: opened.link.draft_hash.clone(), read_ms: None };
    let did = did(&review);
    match deeds::review(&app, &opened.row, seen, review, &name_of(&opened.user), false).await {
        Ok(_) => {
            let unread = deeds::unread(&app, &opened.row).await?.map_or("", Unread::as_str);
            Ok(DecisionPage::done(did, unread, DecisionCard::of(&opened.row, used_at)).response())
        }
        Err(ActError::Refused { refusal: Refusal::BadText { field, message }, .. }) => {
            give_back(&app, &opened, used_at).await?;
            let refused = Refused::Field { bad: BadField { field, message }, words };
            Ok(form(&app, &token, &opened, card, StatusCode::BAD_REQUEST, Some(refused)))
        }
        Err(ActError::Refused { .. }) => changed(&app, &opened, words, StatusCode::CONFLICT).await,
        Err(error) => {
            // Nothing came of it: the link is as good as before.
            give_back(&app, &opened, used_at).await?;
            Err(error.into())
        }
    }
}

async fn give_back(
    app: &App,
    opened: &Opened,
    used_at: crate::domain::Timestamp,
) -> Result<(), crate::ports::StoreError> {
    let link = &opened.link;
    app.decision_links.give_back_decision_links(&link.person, link.suggestion, used_at).await
}

/// The link of this token, whose it is and what it is about; or what to say instead.
async fn find(app: &App, token: &str) -> Result<Found, Sorry> {
    let is_ours = token.len() == TOKEN_CHARS && token.bytes().all(|b| b.is_ascii_hexdigit());
    let link = if is_ours { app.decision_links.decision_link(&link_hash(token)).await? } else { None };
    let Some(link) = link else { return Ok(not(DecisionPage::unknown())) };
    // Who is gone decides nothing any more, and is told no more than a stranger.
    let (user, row) =
        tokio::try_join!(app.accounts.user(&link.person), app.desk.suggestion(link.suggestion))?;
    let (Some(user), Some(row)) = (user, row) else { return Ok(not(DecisionPage::unknown())) };
    may::as_person(app, &user, Scope::Decide).await?;
    let now = app.clock.now();
    Ok(match link.state(now) {
        LinkState::Open => Found::Open(Box::new(Opened { link, user, row })),
        LinkState::Used(at) => not(DecisionPage::used(at, ended(&row), now)),
        LinkState::Expired(at) => not(DecisionPage::expired(at, ended(&row), &row, now)),
    })
}

fn not(says: DecisionPage) -> Found {
    Found::Not(Box::new(says))
}

impl Opened {
    /// What the notice showed is what is before the owner now.
    fn is_fresh(&self) -> bool {
        let suggestion = &self.row.suggestion;
        suggestion.state == crate::domain::SuggestionState::Pending
            && self.row.revision == self.link.revision
            && suggestion.draft.hash() == self.link.draft_hash
    }
}

/// What somebody wants done with a suggestion, and the words they gave.
fn wish(fields: &Fields, row: &SuggestionRow) -> Result<(Review, Option<String>), BadField> {
    let words = fields.text("text")?.map(deeds::plain);
    match fields.one_of("decision", &["approve", "edit", "reject"])? {
        Some("approve") => Ok((Review::Approve, None)),
        Some("edit") => {
            let text = deeds::plain(fields.needed("text")?);
            if text.trim() == deeds::plain(&row.suggestion.draft.text).trim() {
                return Ok((Review::Approve, None));
            }
            Ok((Review::Edit { text, only_tone: false }, words))
        }
        Some(_) => Ok((Review::Reject { reason: deeds::reject_reason(fields)? }, words)),
        None => Err(BadField::new("decision", spoken::text("decision-no-choice").plain())),
    }
}

const fn did(review: &Review) -> &'static str {
    match review {
        Review::Approve => "approved",
        Review::Edit { .. } => "edited",
        Review::Reject { .. } => "rejected",
    }
}

fn form(
    app: &App,
    token: &str,
    opened: &Opened,
    card: DecisionCard,
    status: StatusCode,
    refused: Option<Refused>,
) -> Response {
    let says = Says::Open {
        token: token.to_owned(),
        csrf: csrf::bound_to(token),
        name: name_of(&opened.user),
        left: Left::of(opened.link.expires_at, app.clock.now()),
        refused,
    };
    page(status, &DecisionPage::new(says, Some(card)))
}

/// What the notice showed is no longer before the owner: what changed, and what is the case now.
async fn changed(
    app: &App,
    opened: &Opened,
    words: Option<String>,
    status: StatusCode,
) -> Result<Response, Sorry> {
    let thread = app.desk.thread(opened.row.conversation).await?;
    let stage = thread.as_ref().map_or("", |thread| thread.row.conversation.stage.name());
    let fresh = thread.as_ref().and_then(|thread| thread.pending.as_ref());
    let says = Says::changed(&opened.row, fresh, stage, words);
    let card = fresh.map(|row| DecisionCard::of(row, app.clock.now()));
    Ok(page(status, &DecisionPage::new(says, card)))
}
