//! A Telegram bot: one message with a button for each thing to decide on.

use async_trait::async_trait;
use serde_json::{Value, json};

use super::post;
use super::settings::TelegramSettings;
use super::words;
use crate::ports::{Address, Bulletin, Notifier, NotifyError};

/// Matters in one message, so that it stays within Telegram's 4096 characters.
const ROOM: usize = 5;

/// Speaks as one bot.
pub struct TelegramNotifier {
    http: reqwest::Client,
    /// With the bot's token in it.
    base: String,
}

impl std::fmt::Debug for TelegramNotifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TelegramNotifier")
    }
}

impl TelegramNotifier {
    /// Speaks as the bot of `settings`.
    ///
    /// # Errors
    /// When the HTTP client cannot be built.
    pub fn new(settings: &TelegramSettings) -> Result<Self, reqwest::Error> {
        let base = format!("{}/bot{}", settings.base_url.trim_end_matches('/'), settings.token);
        Ok(Self { http: post::client(settings.timeout_ms)?, base })
    }
}

#[async_trait]
impl Notifier for TelegramNotifier {
    async fn send(&self, to: &Address, bulletin: &Bulletin) -> Result<(), NotifyError> {
        let Some(chat) = to.telegram_chat else {
            return Err(NotifyError::Never { detail: "no chat with the bot is chosen".to_owned() });
        };
        let message = json!({
            "chat_id": chat,
            "text": words::telegram(bulletin)?,
            "parse_mode": "HTML",
            "link_preview_options": { "is_disabled": true },
            "reply_markup": { "inline_keyboard": buttons(bulletin)? },
        });
        post::post(&self.http, &format!("{}/sendMessage", self.base), &message).await
    }

    async fn knock(&self) -> Result<String, NotifyError> {
        let answer = self.http.get(format!("{}/getMe", self.base)).send().await;
        let answer = answer.map_err(|error| post::unsent(&error))?;
        if answer.status().is_success() {
            return Ok("the bot is known".to_owned());
        }
        Err(NotifyError::Never { detail: format!("answered {}; is the token right?", answer.status()) })
    }

    fn room(&self) -> usize {
        ROOM
    }
}

/// One row a matter.
fn buttons(bulletin: &Bulletin) -> Result<Vec<Value>, NotifyError> {
    let rows = words::buttons(bulletin)?;
    Ok(rows.into_iter().map(|(text, url)| json!([{ "text": text, "url": url }])).collect())
}
