//! `[notify]` and its channels in the configuration.

use std::fmt;

use serde::{Deserialize, Serialize};

/// `[notify]`: what holds for all channels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// A visitor who waits this long for a human is an alarm, minutes; 0 = never.
    pub overdue_minutes: u32,
    /// How long a link to decide by works, hours.
    pub link_hours: u32,
    /// The zone of the clock of who has chosen none, an IANA name.
    pub time_zone: String,
    /// `[notify.email]`
    #[serde(skip)]
    pub email: Option<EmailSettings>,
    /// `[notify.webhook]`
    #[serde(skip)]
    pub webhook: Option<WebhookSettings>,
    /// `[notify.telegram]`
    #[serde(skip)]
    pub telegram: Option<TelegramSettings>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            overdue_minutes: 15,
            link_hours: 24,
            time_zone: "UTC".to_owned(),
            email: None,
            webhook: None,
            telegram: None,
        }
    }
}

/// How the way to a mail server is kept from listeners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Security {
    /// Begins in clear and must turn to TLS before anything is said (port 587).
    #[default]
    Starttls,
    /// TLS from the first byte (port 465).
    Tls,
    /// None: a server on this machine or within your own network (port 25).
    None,
}

impl Security {
    /// The port that goes with it.
    #[must_use]
    pub const fn port(self) -> u16 {
        match self {
            Self::Starttls => 587,
            Self::Tls => 465,
            Self::None => 25,
        }
    }
}

/// `[notify.email]`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct EmailSettings {
    /// The mail server.
    pub host: String,
    /// Its port; without one, that of `security`.
    pub port: Option<u16>,
    /// `starttls`, `tls` or `none`.
    pub security: Security,
    /// Who signs in there.
    pub username: Option<String>,
    /// With what.
    pub password: Option<String>,
    /// Whom mail comes from: `Banister <desk@example.com>`.
    pub from: String,
    /// How long connecting may take, and sending, each, ms.
    pub timeout_ms: u64,
}

impl Default for EmailSettings {
    fn default() -> Self {
        Self {
            host: String::new(),
            port: None,
            security: Security::default(),
            username: None,
            password: None,
            from: String::new(),
            timeout_ms: 10_000,
        }
    }
}

impl fmt::Debug for EmailSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EmailSettings")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("security", &self.security)
            .field("from", &self.from)
            .finish_non_exhaustive()
    }
}

/// `[notify.webhook]`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WebhookSettings {
    /// Where messages go. It is a secret: whoever has it can post.
    pub url: String,
    /// Whoever reads that channel may decide in this user's name (an e-mail); without it, links lead to the inbox.
    pub decide_as: Option<String>,
    /// How long one message may take, ms.
    pub timeout_ms: u64,
}

impl Default for WebhookSettings {
    fn default() -> Self {
        Self { url: String::new(), decide_as: None, timeout_ms: 10_000 }
    }
}

impl fmt::Debug for WebhookSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WebhookSettings").field("decide_as", &self.decide_as).finish_non_exhaustive()
    }
}

/// `[notify.telegram]`
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TelegramSettings {
    /// The bot's token, as its maker was given it.
    pub token: String,
    /// The Bot API.
    pub base_url: String,
    /// How long one message may take, ms.
    pub timeout_ms: u64,
}

impl Default for TelegramSettings {
    fn default() -> Self {
        Self { token: String::new(), base_url: "https://api.telegram.org".to_owned(), timeout_ms: 10_000 }
    }
}

impl fmt::Debug for TelegramSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TelegramSettings").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}
