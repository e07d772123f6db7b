//! The real binary with a configuration of its own, spoken to over HTTP as a relay and as an owner would.

use std::io::Write as _;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use banister::relay::Secret;
use serde_json::{Value, json};

use super::{Model, RecordingRelay, until};

pub const INBOUND: &str = "whsec_aW5ib3VuZC1zZWNyZXQtb2YtdGhlLXRlc3RzLTAwMQ==";
pub const OUTBOUND: &str = "whsec_b3V0Ym91bmQtc2VjcmV0LW9mLXRoZS10ZXN0cy0wMDE=";

/// What a service is started with.
pub struct Setup {
    pub relay: RecordingRelay,
    pub model: Option<Model>,
    pub store: Option<String>,
    pub policy: String,
    pub model_lines: String,
    pub relay_lines: String,
    /// In `[server]`; `URL` stands for the service's own address.
    pub server_lines: String,
    /// Further sections.
    pub more: String,
    pub embedding_lines: String,
    pub articles: Vec<(String, String)>,
    /// Where the sentence encoder is; without one, articles are found by their words, on every machine alike.
    pub encoder: Option<PathBuf>,
}

impl Setup {
    /// A shop with two articles, the extractive drafter, no waiting for typing visitors.
    pub async fn new() -> Self {
        super::tls();
        Self {
            relay: RecordingRelay::start().await,
            model: None,
            store: None,
            policy: "debounce_ms = 0\n".to_owned(),
            model_lines: String::new(),
            relay_lines: String::new(),
            server_lines: String::new(),
            more: String::new(),
            embedding_lines: String::new(),
            encoder: None,
            articles: vec![
                (
                    "shipping.md".to_owned(),
                    "# Shipping times\n\n## How long does shipping to Canada take?\n\nWe ship to Canada in 6 to 9 \
                     working days. Every parcel has a tracking number.\n\n## How long does shipping to Austria \
                     take?\n\nParcels to Austria arrive within 3 working days.\n"
                        .to_owned(),
                ),
                (
                    "opening-hours.md".to_owned(),
                    "# Opening hours\n\n## When is the workshop open on Saturday?\n\nThe workshop is open from 10 \
                     to 16 on Saturdays.\n"
                        .to_owned(),
                ),
            ],
        }
    }

    pub fn with_model(mut self, model: &Model) -> Self {
        self.model = Some(model.clone());
        self
    }

    pub fn policy(mut self, line: &str) -> Self {
        self.policy.push_str(line);
        self.policy.push('\n');
        self
    }

    pub async fn start(self) -> Service {
        let folder = tempfile::tempdir().unwrap();
        let port = free_port();
        let knowledge = folder.path().join("knowledge");
        std::fs::create_dir_all(&knowledge).unwrap();
        for (name, text) in &self.articles {
            std::fs::write(knowledge.join(name), text).unwrap();
        }
        let store = self
            .store
            .clone()
            .unwrap_or_else(|| format!("sqlite:{}", folder.path().join("banister.db").display()));
        let model = self.model.as_ref().map_or(String::new(), |m| {
            format!("[model]\nbase_url = \"{}\"\nname = \"scripted\"\n{}\n", m.url, self.model_lines)
        });
        let config = format!(
            "[server]\nlisten = \"127.0.0.1:{port}\"\n{}\n[embedding]\npath = \"{}\"\n{}[store]\nurl = \"{store}\"\n[knowledge]\npath = \"{}\"\n\
             [policy]\n{}\n{model}\n[[relay]]\nname = \"shop\"\nkind = \"generic\"\ninbound_secret = \"{INBOUND}\"\n\
             actions_url = \"{}\"\noutbound_secret = \"{OUTBOUND}\"\ntimeout_ms = 2000\n{}\n{}\n",
            self.server_lines.replace("URL", &format!("http://127.0.0.1:{port}")),
            self.encoder.as_deref().unwrap_or(&folder.path().join("no-encoder")).display(),
            self.embedding_lines,
            knowledge.display(),
            self.policy,
            self.relay.url,
            self.relay_lines,
            self.more,
        );
        let config_path = folder.path().join("banister.toml");
        std::fs::write(&config_path, config).unwrap();
        let mut service = Service {
            folder,
            config_path,
            url: format!("http://127.0.0.1:{port}"),
            relay: self.relay,
            http: reqwest::Client::builder().no_proxy().timeout(REQUEST_TIMEOUT).build().unwrap(),
            child: None,
            token: String::new(),
        };
        service.spawn().await;
        service.token = service.run(&["token", "new", "--name", "tests"], "").0.trim().to_owned();
        service
    }
}

/// No single request of a test takes longer, the slowest answer of a service included.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(40);

/// A free port below the range from which the kernel takes the ports of clients: while a service is down, a client that
/// knocks on a port of that range may be given the very same one, and be connected to itself.
fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let base = 12_000 + u16::try_from(std::process::id() % 9_000).unwrap();
    loop {
        let port = base + NEXT.fetch_add(1, Ordering::Relaxed) % 9_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// An HTTP answer.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
}

static COUNTER: AtomicU64 = AtomicU64::new(1);

pub fn fresh(prefix: &str) -> String {
    format!("{prefix}_{}_{}", std::process::id(), COUNTER.fetch_add(1, Ordering::Relaxed))
}

pub fn unix_now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

/// A running service.
pub struct Service {
    pub folder: tempfile::TempDir,
    pub config_path: PathBuf,
    pub url: String,
    pub relay: RecordingRelay,
    pub http: reqwest::Client,
    pub child: Option<Child>,
    pub token: String,
}

impl Drop for Service {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Service {
    /// Starts the process and waits until it answers.
    pub async fn spawn(&mut self) {
        let log = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(self.folder.path().join("log.txt"))
            .unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_banister"))
            .args(["serve", "--config"])
            .arg(&self.config_path)
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.child = Some(child);
        let (http, url) = (self.http.clone(), format!("{}/readyz", self.url));
        until("the service to be ready", || {
            let request = http.get(&url).send();
            async { request.await.ok().filter(|r| r.status().is_success()).map(drop) }
        })
        .await;
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _already_dead = child.kill();
            let _reaped = child.wait();
        }
    }

    pub fn log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("log.txt")).unwrap_or_default()
    }

    pub fn database(&self) -> PathBuf {
        self.folder.path().join("banister.db")
    }

    /// Runs a command of the binary with the same configuration: output, errors, exit code.
    pub fn run(&self, args: &[&str], input: &str) -> (String, String, i32) {
        run(&self.config_path, args, input)
    }

    /// An event as the relay would send it: signed, with an id of its own unless `event` has one.
    pub async fn tell(&self, kind: &str, conversation: &str, data: Value) -> Answer {
        self.send(event(kind, conversation, data)).await
    }

    pub async fn send(&self, event: Value) -> Answer {
        let id = event["id"].as_str().unwrap().to_owned();
        self.post_signed(&id, unix_now(), INBOUND, event.to_string().into_bytes()).await
    }

    pub async fn post_signed(&self, id: &str, at: i64, secret: &str, body: Vec<u8>) -> Answer {
        let signature = Secret::parse(secret).unwrap().sign(id, at, &body);
        let request = self
            .http
            .post(format!("{}/v1/relays/shop/events", self.url))
            .header("webhook-id", id)
            .header("webhook-timestamp", at)
            .header("webhook-signature", signature)
            .body(body);
        answer(request).await
    }

    /// A visitor says something; the event is accepted.
    pub async fn visitor(&self, conversation: &str, text: &str) -> Value {
        let event = event("message_sent", conversation, said("from_user", text));
        let answer = self.send(event.clone()).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        event
    }

    /// A human on our side says something in the relay.
    pub async fn owner(&self, conversation: &str, text: &str) {
        let answer = self.tell("message_sent", conversation, said("from_owner", text)).await;
        assert_eq!(answer.status, 202, "{answer:?}");
    }

    pub async fn get(&self, path: &str) -> Answer {
        answer(self.http.get(format!("{}{path}", self.url)).bearer_auth(&self.token)).await
    }

    pub async fn post(&self, path: &str, body: Value) -> Answer {
        answer(self.http.post(format!("{}{path}", self.url)).bearer_auth(&self.token).json(&body)).await
    }

    pub async fn put(&self, path: &str, body: Value) -> Answer {
        answer(self.http.put(format!("{}{path}", self.url)).bearer_auth(&self.token).json(&body)).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        answer(self.http.delete(format!("{}{path}", self.url)).bearer_auth(&self.token)).await
    }

    /// The folder of articles that is watched.
    pub fn knowledge(&self) -> PathBuf {
        self.folder.path().join("knowledge")
    }

    /// The conversation as the API shows it; none before it was handled.
    pub async fn conversation(&self, external: &str) -> Option<Value> {
        let answer = self.get(&format!("/v1/conversations?relay=shop&external_id={external}")).await;
        answer.body["items"].as_array().and_then(|i| i.first().cloned())
    }

    /// The pending suggestion of a conversation, if there is one.
    pub async fn pending(&self, external: &str) -> Option<Value> {
        let answer = self.get("/v1/suggestions?state=pending&limit=100").await;
        answer.body["items"]
            .as_array()?
            .iter()
            .find(|s| s["conversation"]["external_id"] == external)
            .cloned()
    }

    /// Waits for a suggestion.
    pub async fn suggestion(&self, external: &str) -> Value {
        until("a suggestion", || self.pending(external)).await
    }

    /// Waits for the outcome: the suggestion, or nothing when a human has it.
    pub async fn suggestion_or_handoff(&self, external: &str) -> Option<Value> {
        until("an outcome", || async {
            let c = self.conversation(external).await?;
            match c["stage"].as_str()? {
                "in_review" => self.pending(external).await.map(Some),
                "with_human" => Some(None),
                _ => None,
            }
        })
        .await
    }

    /// Waits until the conversation is at a stage.
    pub async fn stage(&self, external: &str, stage: &str) -> Value {
        until(&format!("{external} to be {stage}"), || async {
            self.conversation(external).await.filter(|c| c["stage"] == stage)
        })
        .await
    }

    pub async fn approve(&self, suggestion: &Value) -> Answer {
        let path = format!("/v1/suggestions/{}/approve", suggestion["id"].as_str().unwrap());
        self.post(
            &path,
            json!({ "revision": suggestion["revision"], "draft_hash": suggestion["draft_hash"] }),
        )
        .await
    }

    /// Waits until the relay has this many posts in the conversation.
    pub async fn posts(&self, conversation: &str, n: usize) -> Vec<String> {
        until(&format!("{n} posts in {conversation}"), || async {
            Some(self.relay.posts(conversation)).filter(|p| p.len() >= n)
        })
        .await
    }
}

pub fn run(config: &Path, args: &[&str], input: &str) -> (String, String, i32) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_banister"))
        .arg("--config")
        .arg(config)
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // A command that does not read its input closes the pipe early.
    let _not_read = child.stdin.take().unwrap().write_all(input.as_bytes());
    let done = child.wait_with_output().unwrap();
    (
        String::from_utf8_lossy(&done.stdout).into_owned(),
        String::from_utf8_lossy(&done.stderr).into_owned(),
        done.status.code().unwrap_or(-1),
    )
}

async fn answer(request: reqwest::RequestBuilder) -> Answer {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let text = response.text().await.unwrap();
    Answer { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)) }
}

/// The envelope of the generic contract.
pub fn event(kind: &str, conversation: &str, data: Value) -> Value {
    json!({
        "id": fresh("evt"), "type": kind, "schema": "1", "source": "relay:shop",
        "timestamp": now_rfc3339(), "conversation_id": conversation, "data": data,
    })
}

pub fn now_rfc3339() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    banister::domain::Timestamp(i64::try_from(now.as_micros()).unwrap()).rfc3339()
}

pub fn said(direction: &str, text: &str) -> Value {
    json!({ "message_id": fresh("m"), "direction": direction, "text": text, "content_type": "text/plain",
            "private": false, "author": { "id": "a1", "name": "Ada" } })
}
