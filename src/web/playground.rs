//! The demo's visitor page: a newcomer asks the shop something and sees what becomes of it.

use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::cookies::Crumb;
use super::moment::Moment;
use super::pages::{Bare, Sorry, page};
use super::state::App;
use super::visitor::{Sent, Visitor, only_in_demo, rated, said};
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
    pub resolved: bool,
    /// The visitor's question is open.
    pub open: bool,
    pub csat: Option<u8>,
    pub nps: Option<u8>,
    /// Where the inbox shows it; none before the first message.
    pub conversation: Option<String>,
}

pub(super) struct Line {
    pub author: &'static str,
    pub kind: &'static str,
    pub text: String,
    pub at: Moment,
}

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/playground", get(show))
        .route("/playground/messages", get(messages))
        .route("/playground/say", post(say))
        .route("/playground/solved", post(solved))
        .route("/playground/rate", post(rate))
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
    }
    Ok(back())
}

async fn rate(State(app): State<App>, sent: Sent) -> Result<Response, Sorry> {
    let episode = thread(&app, &sent.visitor).await?.and_then(|thread| thread.row.conversation.episode);
    if let Some(episode) = episode {
        let event = rated(&sent.fields, &format!("playground:{}", episode.id))?;
        hear(&app, &sent.visitor, event).await?;
    }
    Ok(back())
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
        resolved: stage == "resolved",
        open: conversation.is_some_and(|c| c.stage.turn().is_some()),
        csat: episode.and_then(|e| e.csat),
        nps: episode.and_then(|e| e.nps),
        conversation: conversation.map(|c| c.id.to_string()),
    })
}

impl Line {
    fn of(message: &Message, now: crate::domain::Timestamp) -> Self {
        Self {
            author: message.author.as_str(),
            kind: message.kind.as_str(),
            text: message.text.clone(),
            at: Moment::of(message.at, now),
        }
    }
}
