//! A sentence encoder behind an OpenAI-compatible `/embeddings`. It sees placeholders for personal data.

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

use super::model::Vector;
use super::sentences::SentenceEncoder;
use crate::domain::Masked;
use crate::domain::autopilot::fingerprint;

/// A question waits this long at most; then words alone rank.
const TIMEOUT: Duration = Duration::from_secs(5);
/// After a failure it is left alone for so long.
const REST: Duration = Duration::from_secs(10);
/// Texts a call.
const BATCH: usize = 32;
/// Of each text, characters.
const TEXT_CHARS_MAX: usize = 2_000;
/// A longer answer is none, bytes: 32 vectors of 4,096 numbers are below 3 MB.
const BODY_BYTES_MAX: usize = 8 * 1024 * 1024;

/// See the head of this file.
pub struct RemoteEncoder {
    http: reqwest::Client,
    url: String,
    model: String,
    api_key: Option<String>,
    /// Said once until it works again.
    is_away: AtomicBool,
    /// Not asked before then: a server that hangs would hold up every draft.
    rests_until: Mutex<Option<Instant>>,
}

#[derive(Deserialize)]
struct Answer {
    data: Vec<Row>,
}

#[derive(Deserialize)]
struct Row {
    index: usize,
    embedding: Vec<f32>,
}

impl RemoteEncoder {
    /// An encoder at `base_url`, up to and including its version.
    ///
    /// # Errors
    /// When no HTTP client can be made.
    pub fn new(base_url: &str, model: &str, api_key: Option<&str>) -> Result<Self, String> {
        let http = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .map_err(|e| e.to_string())?;
        Ok(Self {
            http,
            url: format!("{}/embeddings", base_url.trim_end_matches('/')),
            model: model.to_owned(),
            api_key: api_key.map(str::to_owned),
            is_away: AtomicBool::new(false),
            rests_until: Mutex::new(None),
        })
    }

    async fn ask(&self, texts: &[String]) -> Result<Vec<Vector>, String> {
        let body = json!({ "model": self.model, "input": texts, "encoding_format": "float" });
        let mut request = self.http.post(&self.url).json(&body);
        if let Some(key) = &self.api_key {
            request = request.bearer_auth(key);
        }
        let mut response = request.send().await.map_err(|e| e.without_url().to_string())?;
        if !response.status().is_success() {
            return Err(format!("it answered {}", response.status()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|e| e.without_url().to_string())? {
            if body.len() + chunk.len() > BODY_BYTES_MAX {
                return Err("its answer is too long".to_owned());
            }
            body.extend_from_slice(&chunk);
        }
        let answer: Answer =
            serde_json::from_slice(&body).map_err(|_| "its answer is no list of embeddings")?;
        let mut rows = answer.data;
        rows.sort_by_key(|row| row.index);
        let vectors: Option<Vec<Vector>> = rows.into_iter().map(|row| of_length_1(row.embedding)).collect();
        let vectors = vectors.ok_or("an embedding is empty or not of finite numbers")?;
        let alike = vectors.windows(2).all(|pair| pair.first().map(Vec::len) == pair.last().map(Vec::len));
        if vectors.len() != texts.len() || !alike {
            return Err("it gave another number of embeddings, or of different lengths".to_owned());
        }
        Ok(vectors)
    }
}

fn of_length_1(vector: Vector) -> Option<Vector> {
    let length = vector.iter().map(|x| x * x).sum::<f32>().sqrt();
    (length.is_finite() && length > 0.0).then(|| vector.into_iter().map(|x| x / length).collect())
}

impl SentenceEncoder for RemoteEncoder {
    fn encode(&self, text: &str) -> Option<Vector> {
        self.encode_all(&[text.to_owned()])?.pop()
    }

    /// Called from threads that may block.
    fn encode_all(&self, texts: &[String]) -> Option<Vec<Vector>> {
        let rest = || self.rests_until.lock().unwrap_or_else(PoisonError::into_inner);
        if rest().is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let mut all = Vec::with_capacity(texts.len());
        for batch in texts.chunks(BATCH) {
            // Masked before it is cut: half a card number would not be known as one.
            let masked = Masked::new(&batch.iter().map(String::as_str).collect::<Vec<_>>())?.texts;
            let cut = |text: &String| text.chars().take(TEXT_CHARS_MAX).collect::<String>();
            let told: Vec<String> = masked.iter().map(cut).collect();
            match tokio::runtime::Handle::try_current().ok()?.block_on(self.ask(&told)) {
                Ok(vectors) => all.extend(vectors),
                Err(why) => {
                    *rest() = Some(Instant::now() + REST);
                    if !self.is_away.swap(true, Ordering::Relaxed) {
                        tracing::warn!(
                            why,
                            "the embedding server cannot be used: articles are found by their words alone"
                        );
                    }
                    return None;
                }
            }
        }
        if self.is_away.swap(false, Ordering::Relaxed) {
            tracing::info!("the embedding server is back");
        }
        Some(all)
    }

    /// A model of the same name elsewhere may be another one.
    fn id(&self) -> String {
        format!("{}@{}", self.model, fingerprint(self.url.as_str()))
    }
}

impl fmt::Debug for RemoteEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteEncoder")
            .field("url", &self.url)
            .field("model", &self.model)
            .finish_non_exhaustive()
    }
}
