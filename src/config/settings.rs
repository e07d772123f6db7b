//! The whole configuration, checked.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::server::Server;
use crate::{domain, drafting, knowledge, notify, relay, store};

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
    /// `[hours]`
    pub hours: domain::waiting::HoursSettings,
    /// `[holdout]`
    pub holdout: domain::holdout::HoldoutSettings,
    /// `[lessons]`
    pub lessons: domain::lessons::LessonSettings,
    /// `[survey]`
    pub survey: domain::survey::SurveySettings,
    /// `[messages]`
    pub messages: domain::waiting::MessagesSettings,
    /// `[report]`
    pub report: domain::report::ReportSettings,
    /// `[notify]`
    pub notify: notify::Settings,
    /// `[[relay]]`
    pub relays: Vec<relay::Settings>,
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
        for (key, message) in self.server.faults() {
            add(&format!("server.{key}"), message);
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
        for (key, message) in self.hours.read().err().unwrap_or_default() {
            add(&format!("hours.{key}"), message);
        }
        for fault in self.holdout.faults() {
            add(&format!("holdout.{}", fault.field), fault.message);
        }
        for fault in self.lessons.faults() {
            add(&format!("lessons.{}", fault.field), fault.message);
        }
        for fault in self.survey.faults() {
            add(&format!("survey.{}", fault.field), fault.message);
        }
        for (key, message) in self.report.faults() {
            add(&format!("report.{key}"), message);
        }
        for (key, message) in self.messages.faults() {
            add(&format!("messages.{key}"), message);
        }
        for (key, message) in self.notify.faults() {
            add(&format!("notify.{key}"), message);
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
