//! A model server on 127.0.0.1 that says what a test tells it, and drafts made with one that behaves.

use std::future::IntoFuture as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};

use super::openai::OpenAi;
use super::prompt::Prompts;
use super::settings::Settings;
use super::tests_setup::{order, shipping};
use crate::domain::{Draft, DraftFailure, Style, Usage};
use crate::ports::Drafter as _;

pub(super) const QUESTION: &str = "how long does shipping take?";
const REPLY: &str = "Shipping takes 2 to 3 working days inside Germany.";

/// What a server says to the request of a given body, the n-th since it started (from 0).
pub(super) type Script = dyn Fn(usize, &Value) -> Response + Send + Sync;

/// A running server. Ends with the test.
pub(super) struct Server {
    pub settings: Settings,
    seen: Arc<Mutex<Vec<(HeaderMap, Value)>>>,
}

impl Server {
    pub(super) async fn saying(script: impl Fn(usize, &Value) -> Response + Send + Sync + 'static) -> Self {
        // Another test may have been first.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let seen: Arc<Mutex<Vec<(HeaderMap, Value)>>> = Arc::default();
        let (heard, script) = (seen.clone(), Arc::<Script>::from(Box::new(script) as Box<Script>));
        let answer = move |headers: HeaderMap, body: Bytes| async move {
            let body: Value = serde_json::from_slice(&body).unwrap();
            let place = {
                let mut heard = heard.lock().unwrap();
                heard.push((headers, body.clone()));
                heard.len() - 1
            };
            if let Some(ms) =
                body["messages"][1]["content"].as_str().and_then(|t| t.contains("SILENCE").then_some(5_000))
            {
                tokio::time::sleep(Duration::from_millis(ms)).await;
            }
            script(place, &body)
        };
        let routes = axum::Router::new().route("/v1/chat/completions", axum::routing::post(answer));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(axum::serve(listener, routes).into_future());
        let settings = Settings {
            base_url: Some(format!("http://{address}/v1/")),
            name: Some("local".to_owned()),
            api_key: Some("sesame".to_owned()),
            timeout_ms: 4_000,
            ..Settings::default()
        };
        Self { settings, seen }
    }

    pub(super) fn drafter(&self) -> OpenAi {
        OpenAi::new(&self.settings, Prompts::built_in(&Style::default()).unwrap()).unwrap()
    }

    pub(super) async fn draft(&self) -> Result<Draft, DraftFailure> {
        self.drafter().draft(&order(QUESTION), &shipping()).await.outcome
    }

    /// The bodies of the requests so far.
    pub(super) fn requests(&self) -> Vec<Value> {
        self.seen.lock().unwrap().iter().map(|(_, body)| body.clone()).collect()
    }
}

/// 200 with a chat completion that says `content`.
pub(super) fn says(content: &str) -> Response {
    completion(&json!({"role": "assistant", "content": content}), "stop")
}

pub(super) fn completion(message: &Value, finish_reason: &str) -> Response {
    // As little as servers get away with: no id, a fractional time, a foreign tier.
    let body = json!({
        "created": 1.5,
        "service_tier": "on_demand",
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 20},
    });
    axum::Json(body).into_response()
}

pub(super) fn answered(status: u16, kind: &str, body: impl Into<Body>) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [("content-type", kind.to_owned())], body.into()).into_response()
}

/// What a good model writes.
pub(super) fn good() -> Value {
    json!({
        "reply": REPLY,
        "citations": ["shipping#1@aaaaaaaaaaaa"],
        "p_send": 0.9,
        "needs_human": false,
        "reason": "the passage says so",
    })
}

pub(super) fn good_but(key: &str, value: impl Into<Value>) -> String {
    let mut answer = good();
    answer[key] = value.into();
    answer.to_string()
}

#[tokio::test]
async fn a_good_answer_becomes_a_draft_with_its_citations_prompt_and_cost() {
    let server = Server::saying(|_, _| says(&good().to_string())).await;
    let draft = server.draft().await.unwrap();
    assert_eq!(draft.text, REPLY);
    assert_eq!(draft.citations[0].passage_id, "shipping#1@aaaaaaaaaaaa");
    assert_eq!(draft.citations[0].quote, shipping()[0].text);
    assert!(draft.fit > 0.8 && draft.fit <= 0.9, "{}", draft.fit);
    assert!(!draft.needs_human);
    assert_eq!(draft.prompt.as_deref(), Some(Prompts::built_in(&Style::default()).unwrap().stamp()));
    assert_eq!(draft.usage, Usage { prompt_tokens: 100, completion_tokens: 20, cost_micros: 0 });
    assert!(draft.rulebook_hash.starts_with("sha256:"));
    assert_eq!((draft.drafter.as_str(), server.drafter().name()), ("local", "local"));
}

#[tokio::test]
async fn the_request_is_a_plain_chat_completion_with_a_schema_and_no_tools() {
    let server = Server::saying(|_, _| says(&good().to_string())).await;
    server.draft().await.unwrap();
    let request = server.requests().remove(0);
    assert_eq!(request["model"], "local");
    assert_eq!(request["stream"], false);
    assert_eq!(request["max_completion_tokens"], 500);
    assert_eq!(request["response_format"]["type"], "json_schema");
    let schema = &request["response_format"]["json_schema"]["schema"]["properties"];
    let order: Vec<&str> = schema.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(
        order,
        ["reply", "citations", "asks_back", "needs_human", "p_send", "reason"],
        "the order of writing"
    );
    assert_eq!(request["messages"][0]["role"], "system");
    assert!(request["messages"][1]["content"].as_str().unwrap().contains("shipping#1@aaaaaaaaaaaa"));
    assert!(request.get("tools").is_none() && request.get("temperature").is_none());
    let (headers, _) = server.seen.lock().unwrap()[0].clone();
    assert_eq!(headers["authorization"], "Bearer sesame");
    assert!(!headers.contains_key("openai-organization"));
}

#[tokio::test]
async fn without_passages_no_model_is_asked() {
    let server = Server::saying(|_, _| says(&good().to_string())).await;
    let none = server.drafter().draft(&order(QUESTION), &[]).await.outcome;
    assert_eq!((none, server.requests().len()), (Err(DraftFailure::NothingFound), 0));
}

#[tokio::test]
async fn a_draft_that_cites_nothing_it_was_given_asks_for_a_person() {
    for citations in [json!([]), json!(null), json!(["other#1@cccccccccccc"]), json!([7]), json!(["0"])] {
        let server = Server::saying(move |_, _| says(&good_but("citations", citations.clone()))).await;
        let draft = server.draft().await.unwrap();
        assert!(draft.needs_human && draft.citations.is_empty(), "{draft:?}");
    }
}

#[tokio::test]
async fn citations_are_understood_in_the_spellings_models_use() {
    let spellings = [
        json!("shipping#1"),
        json!(["[shipping#1@aaaaaaaaaaaa]"]),
        json!([{"id": "shipping#1"}]),
        json!([1, "1"]),
    ];
    for citations in spellings {
        let server = Server::saying(move |_, _| says(&good_but("citations", citations.clone()))).await;
        let draft = server.draft().await.unwrap();
        assert_eq!(draft.citations.len(), 1, "{draft:?}");
        assert_eq!(draft.citations[0].passage_id, "shipping#1@aaaaaaaaaaaa");
    }
}

#[tokio::test]
async fn a_model_that_asks_for_a_person_gets_one_with_its_reason() {
    let server = Server::saying(|_, _| says(&good_but("needs_human", true))).await;
    let draft = server.draft().await.unwrap();
    assert_eq!((draft.needs_human, draft.reason.as_str()), (true, "the passage says so"));
    let empty =
        json!({"reply": "", "citations": [], "p_send": 0, "needs_human": true, "reason": "?"}).to_string();
    let server = Server::saying(move |_, _| says(&empty)).await;
    assert_eq!(server.draft().await, Err(DraftFailure::NothingFound));
}

#[tokio::test]
async fn token_probabilities_become_a_signal_where_they_are_wanted_and_given() {
    let saying = |logprobs: Value| {
        Server::saying(move |_, _| {
            let message = json!({"role": "assistant", "content": good().to_string()});
            let choice = json!({"message": message, "finish_reason": "stop", "logprobs": logprobs});
            axum::Json(json!({ "choices": [choice] })).into_response()
        })
    };
    let mut server = saying(json!({"content": [{"logprob": -0.1}, {"logprob": -0.3}]})).await;
    server.settings.logprobs = true;
    let draft = server.draft().await.unwrap();
    assert!((draft.signals["logprob"] + 0.2).abs() < 1e-12, "{:?}", draft.signals);
    assert_eq!(server.requests()[0]["logprobs"], true);
    for none in [Value::Null, json!({"content": []}), json!({"content": [{"logprob": 7}]}), json!("?")] {
        let server = saying(none).await;
        assert!(!server.draft().await.unwrap().signals.contains_key("logprob"));
        assert!(server.requests()[0].get("logprobs").is_none(), "not asked for");
    }
}

#[test]
fn a_server_is_told_from_another_with_a_model_of_the_same_name() {
    let at = |url: &str| {
        let settings =
            Settings { base_url: Some(url.to_owned()), name: Some("m".to_owned()), ..Settings::default() };
        let _ = rustls::crypto::ring::default_provider().install_default();
        OpenAi::new(&settings, Prompts::built_in(&Style::default()).unwrap()).unwrap().server().unwrap()
    };
    let here = at("http://127.0.0.1:8081/v1");
    assert_eq!(at("http://127.0.0.1:8081/v1/"), here, "it is the same address");
    assert_ne!(at("http://127.0.0.1:8082/v1"), here);
    assert!(!here.contains("127"), "{here}");
}
