//! What is tried in a replay, as it was asked for and is kept with its result.

use serde::{Deserialize, Serialize};

use super::super::time::Timestamp;

/// So many drafts a turn at most.
pub const RUNS_MAX: u32 = 20;

/// What is tried; whatever is left out stays as it is in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tried {
    /// Turns last screened since then.
    pub since: Timestamp,
    /// Of these, at most so many of the newest.
    pub limit: u64,
    /// A folder of rules.
    pub rules: Option<String>,
    /// Own rules as somebody wrote them, in the place of those in force.
    pub own_rules: Option<OwnText>,
    /// A folder with another prompt, or `built-in`.
    pub prompts: Option<String>,
    /// Another model.
    pub model: Option<String>,
    /// Another server.
    pub base_url: Option<String>,
    /// A folder of articles.
    pub knowledge: Option<String>,
    /// From this confidence on, 0..1, a draft would have been sent by itself.
    pub threshold: Option<f64>,
    /// What would have been sent by itself by the thresholds that gates have in force, and no confidence of one's own.
    pub gates: bool,
    /// Drafts are made anew.
    pub drafts: bool,
    /// How often for each turn, where a model makes them.
    pub runs: u32,
}

/// Own rules as a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnText {
    /// As a rule file has it.
    pub text: String,
    /// They may let pass what the rules beneath them hold.
    pub may_soften: bool,
    /// The version of own rules that they were written upon, 0 where there was none; not known of those that came by the API.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upon: Option<u64>,
}

/// A wish that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct BadTry {
    /// The field.
    pub field: &'static str,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Tried {
    /// The first fault of it, if there is one.
    ///
    /// # Errors
    /// See [`BadTry`].
    pub fn checked(self) -> Result<Self, BadTry> {
        let bad = |field, message: &str| Err(BadTry { field, message: message.to_owned() });
        if self.threshold.is_some_and(|t| !(0.0..=1.0).contains(&t)) {
            return bad("threshold", "give a number from 0 to 1");
        }
        if self.gates && self.threshold.is_some() {
            return bad("threshold", "give a number, or in_force, and not both");
        }
        if !(1..=RUNS_MAX).contains(&self.runs) {
            return bad("runs", "give a whole number from 1 to 20");
        }
        if self.limit == 0 {
            return bad("limit", "give at least 1 turn");
        }
        if self.runs > 1 && !self.drafts {
            return bad("runs", "no draft is made in this replay, so nothing can be repeated");
        }
        Ok(self)
    }

    /// What would have been sent by itself is asked for.
    #[must_use]
    pub const fn sends(&self) -> bool {
        self.threshold.is_some() || self.gates
    }

    /// In a line, for lists and the head of a report.
    #[must_use]
    pub fn sentence(&self) -> String {
        let named = |what: &str, name: &Option<String>| name.as_ref().map(|name| format!("{what} {name}"));
        let own = self.own_rules.as_ref().map(|own| {
            let softening = if own.may_soften { ", which may soften" } else { "" };
            format!("own rules as written{softening}")
        });
        let mut parts: Vec<String> = [
            named("rules", &self.rules),
            own,
            named("prompts", &self.prompts),
            named("model", &self.model),
            named("server", &self.base_url),
            named("articles", &self.knowledge),
            self.threshold.map(|threshold| format!("threshold {threshold}")),
            self.gates.then(|| "thresholds in force".to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect();
        let same_drafter = self.prompts.is_none() && self.model.is_none() && self.knowledge.is_none();
        if self.drafts && same_drafter && !parts.is_empty() {
            parts.push("drafts made anew".to_owned());
        }
        if parts.is_empty() {
            parts.push("everything as it is in force".to_owned());
        }
        if self.runs > 1 {
            parts.push(format!("{} drafts a turn", self.runs));
        }
        parts.join("; ")
    }
}
