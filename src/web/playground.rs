//! The demo's visitor page: a newcomer asks the shop something and sees what becomes of it.

use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::cookies::Crumb;
use super::filters;
use super::moment::Moment;
use super::pages::{Bare, Sorry, page};
use super::state::App;
use super::visitor::{Sent, Visitor, only_in_demo, said};
use crate::domain::survey::{TOKEN_CHARS, link_in};
use crate::domain::{Event, Message};
use crate::ports::{StoreError, Thread};

/// How long a browser keeps its chat, seconds.
const CHAT_S: i64 = 86_400;

/// A page without script should show what was just said: how often and how long we look for it.
const LOOKS_MAX: u32 = 15;
const LOOK_PAUSE: Duration = Duration::from_millis(40);

#[derive(Template)]
#[template(path = "playground.html")]
struct PlaygroundPage {
    links: Bare,
    chat: Chat,
}

#[derive(Template)]
#[template(path = "playground_messages.html")]
struct Fragment {
    chat: Chat,
}

/// What the visitor sees of their conversation.
pub(super) struct Chat {
    pub csrf: String,
    pub lines: Vec<Line>,
    /// Where it stands behind the scenes, for the panel that explains.
    pub stage: &'static str,
    pub held: bool,
    /// The visitor's question is open.
    pub open: bool,
    /// The visitor said how it was.
    pub rated: bool,
    /// Where the inbox shows it; none before the first message.
    pub conversation: Option<String>,
}

pub(super) struct Line {
    pub author: &'static str,
    pub kind: &'static str,
    pub text: String,
    /// Where to say how it was.
    pub link: Option<Link>,
    pub at: Moment,
}

/// A link to a survey in one of our fixed messages.
pub(super) struct Link {
    /// Its address on this server, under whatever name the browser has for it.
    pub path: String,
    /// As it is shown: a token is no pleasant read.
    pub shown: String,
    /// The words behind it.
    pub rest: String,
}

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/playground", get(show))
        .route("/playground/messages", get(messages))
        .route("/playground/say", post(say))
        .route("/playground/solved", post(solved))
        .route("/playground/new", post(start_afresh))
}

async fn show(State(app): State<App>, headers: HeaderMap) -> Result<Response, Sorry> {
    only_in_demo(&app)?;
    let known = Crumb::Visitor.read(&app.site, &headers).map(|token| Visitor { token });
    let visitor = known.unwrap_or_else(Visitor::fresh);
    let cookie = Crumb::Visitor.set(&app.site, &visitor.token, CHAT_S);
    let chat = load(&app, &visitor).await?;
    let body = page(StatusCode::OK, &PlaygroundPage { links: Bare::new(), chat });
    Ok((AppendHeaders([cookie]), body).into_response())
}

async fn messages(State(app): State<App>, visitor: Visitor) -> Result<Response, Sorry> {
    let chat = load(&app, &visitor).await?;
    Ok(page(StatusCode::OK, &Fragment { chat }))
}

async fn say(State(app): State<App>, sent: Sent) -> Result<Response, Sorry> {
    if let Some(event) = said(&sent.fields)? {
        hear(&app, &sent.visitor, event).await?;
    }
    Ok(back())
}

async fn solved(State(app): State<App>, sent: Sent) -> Result<Response, Sorry> {
    if thread(&app, &sent.visitor).await?.is_some() {
        hear(&app, &sent.visitor, Event::ChatResolved { by: "visitor".to_owned() }).await?;
        wait_for_survey(&app, &sent.visitor).await?;
    }
    Ok(back())
}

/// The question follows the resolution at once: a page without script should show it.
async fn wait_for_survey(app: &App, visitor: &Visitor) -> Result<(), Sorry> {
    for _ in 0..LOOKS_MAX {
        let said = app.desk.public_messages(visitor.conversation()).await?;
        if said.last().is_some_and(|last| link_in(&last.text).is_some()) {
            break;
        }
        tokio::time::sleep(LOOK_PAUSE).await;
    }
    Ok(())
}

async fn start_afresh(State(app): State<App>, _sent: Sent) -> Response {
    let cookie = Crumb::Visitor.set(&app.site, &Visitor::fresh().token, CHAT_S);
    (AppendHeaders([cookie]), back()).into_response()
}

fn back() -> Response {
    Redirect::to("/playground").into_response()
}

/// Puts it on disk, then gives the engine a moment to handle it.
async fn hear(app: &App, visitor: &Visitor, event: Event) -> Result<(), Sorry> {
    let before = thread(app, visitor).await?;
    app.engine.hear(visitor.did(event, app.clock.now())).await?;
    for _ in 0..LOOKS_MAX {
        tokio::time::sleep(LOOK_PAUSE).await;
        if thread(app, visitor).await? != before {
            break;
        }
    }
    Ok(())
}

async fn thread(app: &App, visitor: &Visitor) -> Result<Option<Thread>, StoreError> {
    app.desk.thread(visitor.conversation()).await
}

async fn load(app: &App, visitor: &Visitor) -> Result<Chat, Sorry> {
    let thread = thread(app, visitor).await?;
    let public = app.desk.public_messages(visitor.conversation()).await?;
    let now = app.clock.now();
    let conversation = thread.as_ref().map(|thread| &thread.row.conversation);
    let episode = conversation.and_then(|c| c.episode.as_ref());
    let stage = conversation.map_or("quiet", |c| c.stage.name());
    Ok(Chat {
        csrf: visitor.csrf(),
        lines: public.iter().map(|message| Line::of(message, now)).collect(),
        stage,
        held: conversation.is_some_and(|c| !c.held.is_empty()),
        open: conversation.is_some_and(|c| c.stage.turn().is_some()),
        rated: episode.is_some_and(|e| e.csat.is_some() || e.nps.is_some()),
        conversation: conversation.map(|c| c.id.to_string()),
    })
}

/// An address with the first digits of its token.
fn shortened(link: &str) -> String {
    let shown = link.get(..link.len().saturating_sub(TOKEN_CHARS - 8)).unwrap_or(link);
    format!("{}…", shown.split_once("://").map_or(shown, |(_, rest)| rest))
}

impl Line {
    fn of(message: &Message, now: crate::domain::Timestamp) -> Self {
        let is_notice = message.kind == crate::domain::MessageKind::Notice;
        let found = link_in(&message.text).filter(|_| is_notice);
        let (before, after) = match &found {
            Some((place, _)) => (message.text.get(..place.start), message.text.get(place.end..)),
            None => (Some(message.text.as_str()), None),
        };
        Self {
            author: message.author.as_str(),
            kind: message.kind.as_str(),
            text: before.unwrap_or_default().to_owned(),
            link: found.map(|(place, token)| Link {
                path: format!("/s/{token}"),
                shown: shortened(message.text.get(place).unwrap_or_default()),
                rest: after.unwrap_or_default().to_owned(),
            }),
            at: Moment::of(message.at, now),
        }
    }
}
