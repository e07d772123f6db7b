//! How far each topic may go, when, and how much at most.

use serde::{Deserialize, Serialize};

use super::alpha::Alpha;
use crate::domain::policy::Autonomy;

/// `[policy.topics.NAME]` of the configuration; what is left out is as in `[policy]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TopicPolicy {
    /// How far the assistant may go on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub autonomy: Option<Autonomy>,
    /// How many of its replies that leave without an owner may be wrong.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alpha: Option<Alpha>,
}

/// When replies may leave without an owner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AutoWhen {
    /// Always.
    #[default]
    Always,
    /// In opening hours alone: somebody is there to step in.
    Open,
    /// Outside of opening hours alone: nobody is there to answer.
    Closed,
}

/// How many replies may leave without an owner.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// In one episode.
    pub per_conversation: u32,
    /// Within an hour, in all conversations.
    pub per_hour: u32,
    /// Within 24 hours, in all conversations.
    pub per_day: u32,
}
