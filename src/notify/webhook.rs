//! A Slack-compatible incoming webhook: the channel that all read.

use async_trait::async_trait;
use serde_json::json;

use super::post;
use super::settings::WebhookSettings;
use super::words;
use crate::ports::{Address, Bulletin, Notifier, NotifyError};

/// Matters in one message.
const ROOM: usize = 10;

/// Posts to one incoming webhook.
pub struct WebhookNotifier {
    http: reqwest::Client,
    url: String,
}

impl std::fmt::Debug for WebhookNotifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("WebhookNotifier")
    }
}

impl WebhookNotifier {
    /// Posts to the address of `settings`.
    ///
    /// # Errors
    /// When the HTTP client cannot be built.
    pub fn new(settings: &WebhookSettings) -> Result<Self, reqwest::Error> {
        Ok(Self { http: post::client(settings.timeout_ms)?, url: settings.url.clone() })
    }
}

#[async_trait]
impl Notifier for WebhookNotifier {
    async fn send(&self, _to: &Address, bulletin: &Bulletin) -> Result<(), NotifyError> {
        let text = words::slack(bulletin)?;
        let message = json!({ "text": text, "mrkdwn": true, "unfurl_links": false, "unfurl_media": false });
        post::post(&self.http, &self.url, &message).await
    }

    /// Without posting, one can only see that somebody answers.
    async fn knock(&self) -> Result<String, NotifyError> {
        let answer = self.http.get(&self.url).send().await.map_err(|error| post::unsent(&error))?;
        Ok(format!("somebody answers ({})", answer.status()))
    }

    fn room(&self) -> usize {
        ROOM
    }
}
