//! `[survey]` of the configuration, and what follows from it for each relay.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::choice::NpsRules;
use crate::domain::event::Instrument;
use crate::domain::policy::BadSetting;

/// How a survey reaches a visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A fixed message in the chat, with a link to a page of ours.
    Link,
    /// The relay is asked to put the question; the link goes with it.
    Relay,
    /// Nobody is asked.
    Off,
}

impl Way {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Link => "link",
            Self::Relay => "relay",
            Self::Off => "off",
        }
    }
}

/// How satisfaction is shown. Whatever is shown, the score kept is 1 to 5.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scale {
    /// Five stars: 1, 2, 3, 4, 5.
    #[default]
    Stars,
    /// Three faces: 1, 3, 5, so that the top answer is the only positive one.
    Faces,
}

impl Scale {
    /// The word stored and shown.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Stars => "stars",
            Self::Faces => "faces",
        }
    }

    /// The scores that can be given, worst first.
    #[must_use]
    pub const fn scores(self, instrument: Instrument) -> &'static [u8] {
        match (instrument, self) {
            (Instrument::Csat, Self::Stars) => &[1, 2, 3, 4, 5],
            (Instrument::Csat, Self::Faces) => &[1, 3, 5],
            (Instrument::Nps, _) => &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
        }
    }
}

/// `[survey]`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SurveySettings {
    /// `link`, `relay` or `off`; a `[[relay]]` may say otherwise for itself. Not given: off, and `link` in the demo.
    pub csat: Option<Way>,
    /// Also ask, now and then and in place of satisfaction, whether the visitor would recommend us.
    pub nps: bool,
    /// `stars` or `faces`.
    pub scale: Scale,
    /// From the resolution to the question, ms; the same whoever answered.
    pub delay_ms: i64,
    /// Ask also where nobody said that it was resolved: the visitor was answered and stayed quiet.
    pub after_quiet: bool,
    /// Recommendation is asked for at the earliest after so many resolved chats of a visitor, and again after as many.
    pub nps_every: u32,
    /// And at most once in so many days.
    pub nps_days: u32,
    /// Who asks, as the page shows it.
    pub name: Option<String>,
}

impl Default for SurveySettings {
    fn default() -> Self {
        Self {
            csat: None,
            nps: true,
            scale: Scale::Stars,
            delay_ms: 0,
            after_quiet: true,
            nps_every: 3,
            nps_days: 90,
            name: None,
        }
    }
}

/// A survey that waits longer than this is about another chat, ms.
pub const DELAY_MS_MAX: i64 = 86_400_000;

impl SurveySettings {
    /// Every fault at once.
    #[must_use]
    pub fn faults(&self) -> Vec<BadSetting> {
        let mut faults = Vec::new();
        let mut add = |field, message: String| faults.push(BadSetting { field, message });
        if !(0..=DELAY_MS_MAX).contains(&self.delay_ms) {
            add("delay_ms", format!("is {}; give 0 to {DELAY_MS_MAX} milliseconds", self.delay_ms));
        }
        if !(1..=1_000).contains(&self.nps_every) {
            add("nps_every", format!("is {}; give 1 to 1000 resolved chats", self.nps_every));
        }
        if !(1..=3_650).contains(&self.nps_days) {
            add("nps_days", format!("is {}; give 1 to 3650 days", self.nps_days));
        }
        let fits =
            |name: &str| !name.trim().is_empty() && name.len() <= 80 && !name.chars().any(char::is_control);
        if self.name.as_deref().is_some_and(|name| !fits(name)) {
            add("name", "give 1 to 80 bytes of text on one line, or leave it out".to_owned());
        }
        faults
    }
}

/// What holds for every relay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surveys {
    /// `[survey]`
    pub settings: SurveySettings,
    /// What single relays say for themselves.
    pub relays: BTreeMap<String, Way>,
    /// How browsers reach us; without it there are no links.
    pub base: Option<String>,
}

impl Surveys {
    /// How the visitors of a relay are asked.
    #[must_use]
    pub fn way(&self, relay: &str) -> Way {
        self.relays.get(relay).copied().or(self.settings.csat).unwrap_or(Way::Off)
    }

    /// The address of the page behind a token.
    #[must_use]
    pub fn link(&self, token: &str) -> Option<String> {
        self.base.as_deref().map(|base| format!("{}/s/{token}", base.trim_end_matches('/')))
    }

    /// When recommendation is asked for.
    #[must_use]
    pub const fn nps_rules(&self) -> NpsRules {
        let SurveySettings { nps, nps_every, nps_days, .. } = self.settings;
        NpsRules { on: nps, every: nps_every, days: nps_days }
    }
}
