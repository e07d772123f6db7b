//! A chat system that records every action, applies each id once, and can be in a bad mood.

use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};

/// How the relay meets the next action it has not applied yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mood {
    /// Answers with this status and applies nothing.
    Status(u16),
    /// Applies it, then drops the connection without an answer.
    AppliesAndHangsUp,
    /// Applies it, and answers only after this many milliseconds.
    Slow(u64),
}

#[derive(Default)]
struct Book {
    requests: Vec<Value>,
    applied: HashMap<String, Value>,
    order: Vec<String>,
    moods: VecDeque<Mood>,
}

/// The relay.
#[derive(Clone)]
pub struct RecordingRelay {
    book: Arc<Mutex<Book>>,
    pub url: String,
}

impl RecordingRelay {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = format!("http://{}/actions", listener.local_addr().unwrap());
        let relay = Self { book: Arc::default(), url };
        let router = Router::new().route("/actions", post(take)).with_state(relay.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        relay
    }

    /// The same relay under another address: somebody else listens there.
    pub fn at(self, url: String) -> Self {
        Self { url, ..self }
    }

    /// Meets the next actions like this, one mood each.
    pub fn be(&self, moods: &[Mood]) {
        self.book.lock().unwrap().moods.extend(moods);
    }

    /// Every request, in order of arrival, repeated ones included.
    pub fn requests(&self) -> Vec<Value> {
        self.book.lock().unwrap().requests.clone()
    }

    /// What was applied, each id once, in order.
    pub fn applied(&self) -> Vec<Value> {
        let book = self.book.lock().unwrap();
        book.order.iter().filter_map(|id| book.applied.get(id)).cloned().collect()
    }

    /// The applied actions of one kind in one conversation.
    pub fn of(&self, conversation: &str, action: &str) -> Vec<Value> {
        self.applied()
            .into_iter()
            .filter(|a| a["data"]["conversation_id"] == conversation && a["data"]["action"] == action)
            .collect()
    }

    /// The texts posted in a conversation.
    pub fn posts(&self, conversation: &str) -> Vec<String> {
        self.of(conversation, "message.post")
            .iter()
            .map(|a| a["data"]["text"].as_str().unwrap().to_owned())
            .collect()
    }
}

async fn take(State(relay): State<RecordingRelay>, headers: HeaderMap, body: Bytes) -> Response {
    let action: Value = serde_json::from_slice(&body).unwrap();
    let id = action["id"].as_str().unwrap().to_owned();
    assert_eq!(headers["webhook-id"].to_str().unwrap(), id, "webhook-id must be the action's id");
    let mood = {
        let mut book = relay.book.lock().unwrap();
        book.requests.push(action.clone());
        if book.applied.contains_key(&id) {
            return answer(&id, true);
        }
        book.moods.pop_front()
    };
    if let Some(Mood::Status(status)) = mood {
        return StatusCode::from_u16(status).unwrap().into_response();
    }
    {
        let mut book = relay.book.lock().unwrap();
        book.order.push(id.clone());
        book.applied.insert(id.clone(), action);
    }
    match mood {
        Some(Mood::AppliesAndHangsUp) => {
            // A body that breaks off: the client sees the connection end.
            let broken = futures_util::stream::once(async { Err::<Bytes, _>(std::io::Error::other("gone")) });
            let mut response = Response::new(axum::body::Body::from_stream(broken));
            *response.status_mut() = StatusCode::BAD_GATEWAY;
            response
        }
        Some(Mood::Slow(ms)) => {
            tokio::time::sleep(Duration::from_millis(ms)).await;
            answer(&id, false)
        }
        _ => answer(&id, false),
    }
}

fn answer(id: &str, duplicate: bool) -> Response {
    axum::Json(
        json!({ "id": id, "result": "applied", "message_id": format!("m-{id}"), "duplicate": duplicate }),
    )
    .into_response()
}
