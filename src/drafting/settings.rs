//! `[model]` of the configuration.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use url::Url;

use crate::ports::Limits;

/// What a short prompt costs, counted high, tokens: less leaves no room for a single draft.
const LEAST_PROMPT: u64 = 4_000;

/// More is a slip of the keyboard, in the owner's currency.
const MONEY_MAX: f64 = 1e6;

/// `[model]` of the configuration. Without a `base_url` no model is asked: replies are quoted from the articles.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// The server, up to and including its version: `http://127.0.0.1:8081/v1`.
    pub base_url: Option<String>,
    /// The model, as the server calls it.
    pub name: Option<String>,
    /// Sent as a bearer token.
    #[serde(skip_serializing)]
    pub api_key: Option<String>,
    /// A draft takes at most this long, waiting for a free place included, ms.
    pub timeout_ms: u64,
    /// Drafts asked for at the same time by this process.
    pub max_concurrency: usize,
    /// Tokens a model may write for one draft; a reasoning model needs several times the default.
    pub max_completion_tokens: u32,
    /// Sampling temperature 0..2; the server's own default without it (some models refuse any other).
    pub temperature: Option<f32>,
    /// A folder whose `reply.md` replaces the built-in prompt.
    pub prompts: Option<PathBuf>,
    /// Asks for the probabilities of the tokens, a signal of confidence; not every server gives them.
    pub logprobs: bool,
    /// Tokens, read and written, that may be spent a day (UTC), all processes together; then humans answer.
    pub daily_token_budget: Option<u64>,
    /// Money that may be spent a day (UTC), in your currency, by the two prices.
    pub daily_cost_budget: Option<f64>,
    /// What a million tokens read by the model cost, in your currency.
    pub prompt_price: f64,
    /// What a million tokens written by the model cost, in your currency.
    pub completion_price: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base_url: None,
            name: None,
            api_key: None,
            timeout_ms: 30_000,
            max_concurrency: 8,
            max_completion_tokens: 500,
            temperature: None,
            prompts: None,
            logprobs: false,
            daily_token_budget: None,
            daily_cost_budget: None,
            prompt_price: 0.0,
            completion_price: 0.0,
        }
    }
}

/// The key must never reach a log.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Settings")
            .field("base_url", &self.base_url)
            .field("name", &self.name)
            .field("api_key", &self.api_key.as_ref().map(|_| "(set)"))
            .field("timeout_ms", &self.timeout_ms)
            .field("max_concurrency", &self.max_concurrency)
            .field("max_completion_tokens", &self.max_completion_tokens)
            .field("temperature", &self.temperature)
            .field("prompts", &self.prompts)
            .field("logprobs", &self.logprobs)
            .field("daily_token_budget", &self.daily_token_budget)
            .field("daily_cost_budget", &self.daily_cost_budget)
            .field("prompt_price", &self.prompt_price)
            .field("completion_price", &self.completion_price)
            .finish()
    }
}

/// A setting whose value cannot be meant.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("model.{field}: {message}")]
pub struct BadSetting {
    /// The key.
    pub field: &'static str,
    /// What is wrong and what would be right.
    pub message: String,
}

impl BadSetting {
    pub(super) fn new(field: &'static str, message: impl Into<String>) -> Self {
        Self { field, message: message.into() }
    }
}

impl Settings {
    /// Every fault at once.
    #[must_use]
    pub fn faults(&self) -> Vec<BadSetting> {
        let mut faults = Vec::new();
        let mut range = |field, value: u64, low: u64, high: u64, unit: &str| {
            if value < low || value > high {
                faults.push(BadSetting::new(field, format!("is {value}; give {low} to {high} {unit}")));
            }
        };
        range("timeout_ms", self.timeout_ms, 100, 120_000, "milliseconds");
        range("max_concurrency", self.max_concurrency as u64, 1, 1_000, "drafts at a time");
        range("max_completion_tokens", u64::from(self.max_completion_tokens), 16, 100_000, "tokens");
        if self.temperature.is_some_and(|t| !(0.0..=2.0).contains(&t)) {
            faults.push(BadSetting::new("temperature", "give a number from 0 to 2"));
        }
        faults.extend(self.money_faults());
        faults.extend(self.base_url.as_deref().and_then(base_url_fault));
        if self.base_url.is_some() && self.name.as_deref().is_none_or(|n| n.trim().is_empty()) {
            faults.push(BadSetting::new("name", "is missing; give the model's name as the server calls it"));
        }
        if self.base_url.is_none() && self.name.is_some() {
            faults.push(BadSetting::new(
                "base_url",
                "is missing while a name is given; give the server's address",
            ));
        }
        // What a header cannot carry would make the client panic.
        if self.api_key.as_deref().is_some_and(|k| k.is_empty() || !k.bytes().all(|b| b.is_ascii_graphic())) {
            faults.push(BadSetting::new(
                "api_key",
                "is empty or holds a space, a line break or a non-ASCII sign",
            ));
        }
        faults
    }
}

impl Settings {
    /// The owner's limits, as they are kept.
    #[must_use]
    pub(super) fn limits(&self) -> Limits {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be within 0 and MONEY_MAX"
        )]
        let micros = |money: f64| (money * 1e6).round() as u64;
        Limits { tokens: self.daily_token_budget, cost_micros: self.daily_cost_budget.map(micros) }
    }

    fn money_faults(&self) -> Vec<BadSetting> {
        let mut faults = Vec::new();
        for (field, money) in [
            ("prompt_price", Some(self.prompt_price)),
            ("completion_price", Some(self.completion_price)),
            ("daily_cost_budget", self.daily_cost_budget),
        ] {
            if money.is_some_and(|m| !(0.0..=MONEY_MAX).contains(&m)) {
                faults.push(BadSetting::new(field, "give a number from 0 to 1000000"));
            }
        }
        let least = 2 * (u64::from(self.max_completion_tokens) + LEAST_PROMPT);
        if self.daily_token_budget.is_some_and(|budget| budget < least) {
            faults.push(BadSetting::new(
                "daily_token_budget",
                format!("is less than a single draft may cost; give at least {least}, or leave it out"),
            ));
        }
        if self.daily_cost_budget.is_some() && self.prompt_price == 0.0 && self.completion_price == 0.0 {
            faults.push(BadSetting::new(
                "daily_cost_budget",
                "needs prompt_price or completion_price: without a price nothing is ever spent",
            ));
        }
        faults
    }
}

fn base_url_fault(text: &str) -> Option<BadSetting> {
    let bad = |why: &str| {
        Some(BadSetting::new("base_url", format!("{why}; give something like http://127.0.0.1:8081/v1")))
    };
    let Ok(url) = Url::parse(text) else {
        return bad("is not a URL");
    };
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return bad("is neither http:// nor https://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return bad("holds a name or password, which belong into api_key");
    }
    if url.query().is_some() || url.fragment().is_some() {
        return bad("holds a ? or # part");
    }
    None
}
