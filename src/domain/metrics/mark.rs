//! What a decision concluded and no other row says: a line in the episode's own log, which is only ever added to.

use serde::{Deserialize, Serialize};

use crate::domain::episode::Resolution;
use crate::domain::holdout::Assignment;

/// What happened to an episode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "mark")]
pub enum Mark {
    /// It began.
    Opened {
        /// Where the visitor was, where that was known.
        #[serde(default)]
        page_url: Option<String>,
        /// Where they came from.
        #[serde(default)]
        referrer: Option<String>,
        /// Within the opening hours; none where it is always open.
        #[serde(default)]
        in_hours: Option<bool>,
        /// They had written in an earlier episode.
        returning: bool,
    },
    /// Where the visitor was became known after it began.
    Arrived {
        /// Where the visitor was.
        page_url: Option<String>,
        /// Where they came from.
        referrer: Option<String>,
    },
    /// It was drawn in the lottery that keeps some visitors for humans.
    Drawn(Assignment),
    /// The draft that the lottery made in both arms alike is back, or is not coming.
    Watched {
        /// It passed every gate.
        passed: bool,
    },
    /// It went to a human.
    HandedOff {
        /// Reason code.
        code: String,
    },
    /// The visitor asked for a human, whoever had the conversation.
    AskedForHuman,
    /// It was resolved.
    Resolved {
        /// How.
        how: Resolution,
    },
    /// The visitor wrote again after the resolution.
    Reopened,
    /// The visitor bought something.
    Converted {
        /// As given.
        value: Option<f64>,
        /// As given, empty where it was not.
        currency: String,
    },
    /// It was sorted: by an owner, or by a topic's keywords.
    Sorted {
        /// Primary topic.
        primary: Option<String>,
        /// Topics beside it.
        secondary: Vec<String>,
        /// Nobody has confirmed it.
        #[serde(default)]
        suggested: bool,
    },
}

impl Mark {
    /// The word stored beside the whole of it.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Opened { .. } => "opened",
            Self::Arrived { .. } => "arrived",
            Self::Drawn(_) => "drawn",
            Self::Watched { .. } => "watched",
            Self::HandedOff { .. } => "handed_off",
            Self::AskedForHuman => "asked_for_human",
            Self::Resolved { .. } => "resolved",
            Self::Reopened => "reopened",
            Self::Converted { .. } => "converted",
            Self::Sorted { .. } => "sorted",
        }
    }
}
