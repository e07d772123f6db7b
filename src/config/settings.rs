//! The whole configuration, checked.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::{domain, drafting, knowledge, relay, store};

/// `banister.toml`.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `[server]`
    pub server: Server,
    /// `[store]`
    pub store: store::Settings,
    /// `[policy]`
    pub policy: domain::Settings,
    /// `[reply]`
    pub reply: domain::Style,
    /// `[rules]`
    pub rules: Rules,
    /// `[knowledge]`
    pub knowledge: knowledge::Settings,
    /// `[embedding]`
    pub embedding: knowledge::Embedding,
    /// `[model]`
    pub model: drafting::Settings,
    /// `[[relay]]`
    pub relays: Vec<relay::Settings>,
}

/// `[server]`: where we listen and how we are reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Server {
    /// Address and port.
    pub listen: String,
    /// How browsers reach us, e.g. `https://banister.example.com`. Cookies are `Secure` when it is https.
    pub public_url: Option<String>,
    /// `text` or `json`.
    pub log: String,
}

impl Default for Server {
    fn default() -> Self {
        Self { listen: "127.0.0.1:8080".to_owned(), public_url: None, log: "text".to_owned() }
    }
}

/// `[rules]`: the owner's rules beside the built-in ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Rules {
    /// A folder of rule files (`*.toml`) that are added to the built-in rules.
    pub path: Option<PathBuf>,
    /// Leaves the built-in rules out. Then `path` must hold rules of your own.
    pub without_built_in: bool,
}

impl Config {
    /// Everything that cannot be meant, as (key, sentence).
    pub(super) fn faults(&self) -> Vec<(String, String)> {
        let mut faults: Vec<(String, String)> = Vec::new();
        let mut add = |key: &str, message: String| faults.push((key.to_owned(), message));
        if self.server.listen.parse::<std::net::SocketAddr>().is_err() {
            add(
                "server.listen",
                format!("`{}` is not an address and port, e.g. 127.0.0.1:8080", self.server.listen),
            );
        }
        if let Some(text) = &self.server.public_url {
            let fits = url::Url::parse(text).is_ok_and(|u| {
                matches!(u.scheme(), "http" | "https")
                    && u.host().is_some()
                    && u.path() == "/"
                    && u.query().is_none()
            });
            if !fits {
                add("server.public_url", format!("`{text}` is not an http(s) URL without a path"));
            }
        }
        if !matches!(self.server.log.as_str(), "text" | "json") {
            add("server.log", format!("`{}`; use \"text\" or \"json\"", self.server.log));
        }
        if self.rules.without_built_in && self.rules.path.is_none() {
            add(
                "rules.without_built_in",
                "leaves no rule at all; give rules.path, or keep the built-in rules".to_owned(),
            );
        }
        for fault in self.policy.faults() {
            add(&format!("policy.{}", fault.field), fault.message);
        }
        for fault in self.reply.faults() {
            add(&format!("reply.{}", fault.field), fault.message);
        }
        for (key, message) in self.embedding.faults() {
            add(&format!("embedding.{key}"), message);
        }
        for fault in self.model.faults() {
            add(&format!("model.{}", fault.field), fault.message);
        }
        for (i, relay) in self.relays.iter().enumerate() {
            for (key, message) in relay.faults() {
                add(&format!("relay[{i}].{key}"), message);
            }
            if self.relays.iter().take(i).any(|r| r.name == relay.name) {
                add(&format!("relay[{i}].name"), format!("`{}` is used twice", relay.name));
            }
        }
        faults
    }
}
