//! An OpenAI-compatible server that says what the test wrote, word for word.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};

use super::worst_case;

/// What the model server does.
#[derive(Clone, Debug)]
pub enum Say {
    /// A chat completion with this content.
    Content(String),
    /// A good answer that cites the first passage it was given.
    Well { reply: String, p_send: f64 },
    /// This status, headers and body.
    Raw { status: u16, retry_after: Option<String>, body: String },
    /// A body of this many bytes.
    Flood(usize),
    /// The worst a model can do, another thing each time: see `worst_case`.
    Worst,
    /// Nothing for this long.
    Silence(Duration),
}

#[derive(Default)]
struct Script {
    say: Option<Say>,
    prompts: Vec<Value>,
}

/// The model server.
#[derive(Clone)]
pub struct Model {
    script: Arc<Mutex<Script>>,
    pub url: String,
}

impl Model {
    pub async fn start(say: Say) -> Self {
        let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = format!("http://{}/v1", listener.local_addr().unwrap());
        let script = Script { say: Some(say), prompts: Vec::new() };
        let model = Self { script: Arc::new(Mutex::new(script)), url };
        let router = Router::new().route("/v1/chat/completions", post(complete)).with_state(model.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        model
    }

    /// From now on, this.
    pub fn say(&self, say: Say) {
        self.script.lock().unwrap().say = Some(say);
    }

    /// Every request so far.
    pub fn prompts(&self) -> Vec<Value> {
        self.script.lock().unwrap().prompts.clone()
    }

    /// Everything the model was ever told, as one text.
    pub fn heard(&self) -> String {
        self.prompts().iter().map(ToString::to_string).collect()
    }
}

async fn complete(State(model): State<Model>, body: Bytes) -> Response {
    let prompt: Value = serde_json::from_slice(&body).unwrap();
    let (say, nth) = {
        let mut script = model.script.lock().unwrap();
        script.prompts.push(prompt.clone());
        (script.say.clone().unwrap(), script.prompts.len())
    };
    match say {
        Say::Content(content) => completion(&content),
        Say::Well { reply, p_send } => {
            let passage = first_passage(&prompt.to_string());
            let content = json!({ "reply": reply, "citations": [passage], "p_send": p_send,
                                  "needs_human": false, "reason": "the passage says so" });
            completion(&content.to_string())
        }
        Say::Raw { status, retry_after, body } => {
            let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
            if let Some(after) = retry_after {
                response.headers_mut().insert("retry-after", after.parse().unwrap());
            }
            response
        }
        Say::Flood(bytes) => {
            let chunks = bytes / 65_536;
            let flood = futures_util::stream::iter(
                (0..chunks).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b'x'; 65_536]))),
            );
            Response::new(Body::from_stream(flood))
        }
        Say::Worst => worst_case::answer(nth, &prompt, &first_passage(&prompt.to_string())),
        Say::Silence(time) => {
            tokio::time::sleep(time).await;
            completion("too late")
        }
    }
}

pub(super) fn completion(content: &str) -> Response {
    axum::Json(json!({
        "id": "c1", "object": "chat.completion", "created": 1, "model": "scripted",
        "choices": [{ "index": 0, "finish_reason": "stop",
                      "message": { "role": "assistant", "content": content } }],
        "usage": { "prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15 }
    }))
    .into_response()
}

/// Passage ids look like `slug#0@0123456789ab`.
fn first_passage(prompt: &str) -> String {
    let at = prompt.find('@').and_then(|_| {
        let hash = prompt.find('#')?;
        let start =
            prompt[..hash].rfind(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).map_or(0, |i| i + 1);
        let end =
            hash + prompt[hash..].find(|c: char| !(c.is_ascii_alphanumeric() || c == '#' || c == '@'))?;
        Some(prompt[start..end].to_owned())
    });
    at.unwrap_or_else(|| "none".to_owned())
}
