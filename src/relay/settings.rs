//! `[[relay]]` of the configuration.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::signature::Secret;
use crate::domain::survey::Way;

/// Which product a relay is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelayKind {
    /// Anything that speaks our signed webhooks.
    Generic,
}

/// One relay.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Its name in URLs: lower-case letters, digits, hyphens.
    pub name: String,
    /// Which product it is.
    pub kind: RelayKind,
    /// What signs its calls to us. Two during a rotation.
    #[serde(default)]
    pub inbound_secrets: Vec<String>,
    /// The same, for one.
    #[serde(default)]
    pub inbound_secret: Option<String>,
    /// Where our actions go.
    pub actions_url: Option<String>,
    /// What signs our actions. Not one of the inbound ones.
    pub outbound_secret: Option<String>,
    /// Whether the relay applies an action once however often it comes (by `webhook-id`).
    #[serde(default = "yes")]
    pub deduplicates: bool,
    /// How long an action may take there, ms.
    #[serde(default = "ten_seconds")]
    pub timeout_ms: u64,
    /// How its visitors are asked afterwards, in place of `survey.csat`: `link`, `relay` or `off`.
    #[serde(default)]
    pub csat: Option<Way>,
}

const fn yes() -> bool {
    true
}

const fn ten_seconds() -> u64 {
    10_000
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("relay::Settings")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("actions_url", &self.actions_url)
            .field("deduplicates", &self.deduplicates)
            .finish_non_exhaustive()
    }
}

impl Settings {
    /// All inbound secrets as written.
    #[must_use]
    pub fn inbound(&self) -> Vec<&str> {
        self.inbound_secrets.iter().chain(&self.inbound_secret).map(String::as_str).collect()
    }

    /// Every fault at once, as (key, sentence).
    #[must_use]
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let name_ok = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || self.name.len() > 40 || !self.name.chars().all(name_ok) {
            faults.push((
                "name",
                format!("`{}`: use 1 to 40 lower-case letters, digits and hyphens", self.name),
            ));
        }
        if self.name == "playground" || self.name == "banister" {
            faults.push(("name", format!("`{}` is taken by banister itself; choose another", self.name)));
        }
        let inbound = self.inbound();
        if inbound.is_empty() {
            faults.push((
                "inbound_secret",
                "is missing: without it anybody could speak for your visitors".to_owned(),
            ));
        }
        for secret in &inbound {
            if let Err(error) = Secret::parse(secret) {
                faults.push(("inbound_secret", error.to_string()));
            }
        }
        match &self.actions_url {
            None => faults
                .push(("actions_url", "is missing: give the http(s) URL that takes our actions".to_owned())),
            Some(text) => match url::Url::parse(text) {
                Ok(url) if matches!(url.scheme(), "http" | "https") && url.host().is_some() => {}
                _ => faults.push(("actions_url", format!("`{text}` is not an http(s) URL"))),
            },
        }
        match &self.outbound_secret {
            None => faults.push((
                "outbound_secret",
                "is missing: the relay must know that an action is ours".to_owned(),
            )),
            Some(secret) => {
                if let Err(error) = Secret::parse(secret) {
                    faults.push(("outbound_secret", error.to_string()));
                }
                if inbound.contains(&secret.as_str()) {
                    faults.push((
                        "outbound_secret",
                        "is the same as an inbound one; use two different secrets".to_owned(),
                    ));
                }
            }
        }
        if !(100..=20_000).contains(&self.timeout_ms) {
            faults.push(("timeout_ms", format!("is {}; give 100 to 20000", self.timeout_ms)));
        }
        faults
    }
}
