//! Where notices arrive: a mail server with somebody else's library, and a sink for what is posted as JSON.

use std::collections::VecDeque;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::until;

/// A real SMTP server (`tests/peers/mailbox.py`).
pub struct Mailbox {
    peer: Child,
    pub port: u16,
    url: String,
    http: reqwest::Client,
}

impl Drop for Mailbox {
    fn drop(&mut self) {
        let _already_dead = self.peer.kill();
        let _reaped = self.peer.wait();
    }
}

impl Mailbox {
    /// Starts one, which may want a name and password; `None` when the tests run without Python.
    pub fn start(login: Option<&str>) -> Option<Self> {
        let Ok(python) = std::env::var("TEST_PYTHON") else {
            assert!(std::env::var("CI").is_err(), "TEST_PYTHON must be set in CI: run scripts/test");
            eprintln!("SKIPPED: no TEST_PYTHON; scripts/test makes the environment and sets it");
            return None;
        };
        super::tls();
        let script = format!("{}/tests/peers/mailbox.py", env!("CARGO_MANIFEST_DIR"));
        let mut peer = Command::new(python)
            .arg(script)
            .args(login)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut first = String::new();
        BufReader::new(peer.stdout.take().unwrap()).read_line(&mut first).unwrap();
        let (port, url) = first.trim().split_once(' ').unwrap();
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build().unwrap();
        Some(Self { peer, port: port.parse().unwrap(), url: url.to_owned(), http })
    }

    /// `[notify.email]` for this server.
    pub fn section(&self) -> String {
        format!(
            "[notify.email]\nhost = \"127.0.0.1\"\nport = {}\nsecurity = \"none\"\n\
             from = \"Banister <desk@example.com>\"\ntimeout_ms = 8000\n",
            self.port
        )
    }

    /// Meets the next mail like this.
    pub async fn be(&self, mood: &str) {
        self.http.post(format!("{}/be?mood={mood}", self.url)).send().await.unwrap();
    }

    /// What was taken, in order.
    pub async fn mails(&self) -> Vec<Value> {
        self.http.get(format!("{}/mails", self.url)).send().await.unwrap().json().await.unwrap()
    }

    /// Waits for the first mail that fits.
    pub async fn mail(&self, fits: impl Fn(&Value) -> bool) -> Value {
        until("a mail", || async { self.mails().await.into_iter().find(&fits) }).await
    }
}

/// How a sink meets the next request.
#[derive(Clone, Debug)]
pub enum Met {
    /// With this status and body.
    With(u16, Value),
    /// Late.
    After(Duration),
    /// Never: the connection breaks.
    BrokenOff,
}

#[derive(Default)]
struct Book {
    posts: Vec<(String, Value)>,
    met: VecDeque<Met>,
}

/// Takes whatever is posted, as an incoming webhook and the Bot API do.
#[derive(Clone)]
pub struct Sink {
    book: Arc<Mutex<Book>>,
    pub url: String,
}

/// A bot's token, as its form wants it.
const BOT: &str = "123456789:AAExample-Token_0123456789abcdefghij";

impl Sink {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let sink = Self { book: Arc::default(), url };
        let router = Router::new().fallback(take).with_state(sink.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        sink
    }

    /// `[notify.webhook]` for this sink.
    pub fn webhook(&self) -> String {
        format!("[notify.webhook]\nurl = \"{}/services/T0/B0/secret\"\ntimeout_ms = 3000\n", self.url)
    }

    /// `[notify.telegram]` for this sink.
    pub fn telegram(&self) -> String {
        format!("[notify.telegram]\ntoken = \"{BOT}\"\nbase_url = \"{}\"\ntimeout_ms = 3000\n", self.url)
    }

    /// Meets the next requests like this, one each.
    pub fn meet(&self, met: &[Met]) {
        self.book.lock().unwrap().met.extend(met.iter().cloned());
    }

    /// Every request with its path, in order.
    pub fn posts(&self) -> Vec<(String, Value)> {
        self.book.lock().unwrap().posts.clone()
    }

    /// The texts posted to the incoming webhook.
    pub fn slack(&self) -> Vec<String> {
        let texts = |(path, body): &(String, Value)| {
            path.starts_with("/services").then(|| body["text"].as_str().unwrap_or_default().to_owned())
        };
        self.posts().iter().filter_map(texts).collect()
    }

    /// The messages sent as the bot.
    pub fn bot(&self) -> Vec<Value> {
        let path = format!("/bot{BOT}/sendMessage");
        self.posts().into_iter().filter(|(at, _)| *at == path).map(|(_, body)| body).collect()
    }

    /// Waits for a text on the webhook that holds this.
    pub async fn text(&self, part: &str) -> String {
        until(&format!("`{part}` in the team's channel"), || async {
            self.slack().into_iter().find(|text| text.contains(part))
        })
        .await
    }

    /// Waits for a message of the bot that holds this.
    pub async fn message(&self, part: &str) -> Value {
        until(&format!("`{part}` from the bot"), || async {
            self.bot().into_iter().find(|m| m["text"].as_str().unwrap_or_default().contains(part))
        })
        .await
    }
}

async fn take(State(sink): State<Sink>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let body = axum::body::to_bytes(request.into_body(), 1 << 20).await.unwrap();
    let met = {
        let mut book = sink.book.lock().unwrap();
        book.posts.push((path, serde_json::from_slice(&body).unwrap_or(Value::Null)));
        book.met.pop_front()
    };
    match met {
        Some(Met::With(status, body)) => {
            (StatusCode::from_u16(status).unwrap(), axum::Json(body)).into_response()
        }
        Some(Met::After(time)) => {
            tokio::time::sleep(time).await;
            axum::Json(json!({ "ok": true })).into_response()
        }
        Some(Met::BrokenOff) => {
            let broken = futures_util::stream::once(async {
                tokio::time::sleep(Duration::from_millis(20)).await;
                Err::<Bytes, _>(std::io::Error::other("gone"))
            });
            let mut response = Response::new(axum::body::Body::from_stream(broken));
            *response.status_mut() = StatusCode::GATEWAY_TIMEOUT;
            response
        }
        None => axum::Json(json!({ "ok": true })).into_response(),
    }
}
