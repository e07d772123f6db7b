//! What owners choose on a page, laid over what the configuration file says.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::holdout::HoldoutSettings;
use super::lessons::Habit;
use super::policy::{BadSetting, Settings};
use super::survey::SurveySettings;
use super::waiting::{HoursSettings, MessagesSettings};

/// The keys of `[policy]` that can be chosen on a page. The others are the operator's.
pub const CHOOSABLE: [&str; 18] = [
    "autonomy",
    "alpha",
    "topics",
    "auto_hold_ms",
    "auto_per_conversation",
    "auto_per_hour",
    "auto_per_day",
    "auto_when",
    "auto_disclosure",
    "unbacked_drafts",
    "min_confidence",
    "undo_ms",
    "waiting_notice_ms",
    "suggestion_ttl_ms",
    "resume_after_quiet_ms",
    "quiet_resolution_ms",
    "handoff_message",
    "waiting_message",
];

/// What was chosen; a key that is not there is as in the configuration file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Preferences {
    /// Keys of `[policy]`, of [`CHOOSABLE`].
    #[serde(default)]
    pub policy: Map<String, Value>,
    /// The whole of `[hours]`.
    #[serde(default)]
    pub hours: Option<HoursSettings>,
    /// What models may cost a day, in place of `[model]`.
    #[serde(default)]
    pub budgets: Option<Budgets>,
    /// The whole of `[holdout]`.
    #[serde(default)]
    pub holdout: Option<HoldoutSettings>,
    /// The whole of `[survey]`.
    #[serde(default)]
    pub survey: Option<SurveySettings>,
    /// The whole of `[messages]`, as another page than the others' chooses it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<MessagesSettings>,
    /// How drafts speak, as owners taught by their edits.
    #[serde(default)]
    pub habits: Vec<Habit>,
}

/// The keys that another page chooses: a form without them leaves them as they are.
fn is_of_autopilot(key: &str) -> bool {
    matches!(key, "alpha" | "topics") || key.starts_with("auto_")
}

impl Preferences {
    /// With what `before` chose on other pages, about sending without an owner and what waiting visitors read, which a
    /// form without it must not undo.
    #[must_use]
    pub fn keeping_others(mut self, before: &Self) -> Self {
        self.messages.clone_from(&before.messages);
        let kept = before.policy.iter().filter(|(key, _)| is_of_autopilot(key));
        self.policy.extend(kept.map(|(key, value)| (key.clone(), value.clone())));
        self
    }
}

/// What models may cost a day (UTC); nothing for no bound.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Budgets {
    /// Tokens in both directions.
    pub tokens: Option<u64>,
    /// Money, in the owner's currency.
    pub cost: Option<f64>,
}

impl Budgets {
    /// The bound on money in millionths of the currency.
    #[must_use]
    pub fn cost_micros(&self) -> Option<u64> {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to be 0 to a million"
        )]
        self.cost.map(|cost| (cost.clamp(0.0, COST_MAX) * 1e6).round() as u64)
    }
}

/// A larger budget is a slip of the pen, in the owner's currency a day.
const COST_MAX: f64 = 1e6;

/// A choice that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadChoice {
    /// `policy.undo_ms`, `hours.mon` …
    pub key: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Preferences {
    /// What is in force over `policy` and `hours` of the configuration file. The texts of `messages` are a matter by
    /// themselves: one that cannot be meant any more must not put the rest out of force.
    ///
    /// # Errors
    /// Every fault at once; then nothing of it is in force.
    pub fn over(
        &self,
        policy: &Settings,
        hours: &HoursSettings,
    ) -> Result<(Settings, HoursSettings), Vec<BadChoice>> {
        let bad =
            |key: &str, message: &str| vec![BadChoice { key: key.to_owned(), message: message.to_owned() }];
        if let Some(key) = self.policy.keys().find(|key| !CHOOSABLE.contains(&key.as_str())) {
            return Err(bad(
                &format!("policy.{key}"),
                "cannot be chosen here; it stands in the configuration file",
            ));
        }
        let Ok(Value::Object(mut whole)) = serde_json::to_value(policy) else {
            return Err(bad("policy", "cannot be read"));
        };
        let mut faults = Vec::new();
        for (key, value) in &self.policy {
            let before = whole.insert(key.clone(), value.clone());
            // Each key by itself, so that every wrong one is named.
            if let Err(error) = serde_json::from_value::<Settings>(Value::Object(whole.clone())) {
                faults.push(BadChoice { key: format!("policy.{key}"), message: error.to_string() });
                whole.extend(before.map(|before| (key.clone(), before)));
            }
        }
        let settings = serde_json::from_value(Value::Object(whole)).unwrap_or_else(|_| policy.clone());
        faults.extend(settings_faults(&settings));
        let hours = self.hours.clone().unwrap_or_else(|| hours.clone());
        let wrong = hours.read().err().unwrap_or_default();
        faults.extend(
            wrong.into_iter().map(|(key, message)| BadChoice { key: format!("hours.{key}"), message }),
        );
        if let Some(cost) = self.budgets.and_then(|b| b.cost)
            && !(0.0..=COST_MAX).contains(&cost)
        {
            let message = format!("is {cost}; give 0 to {COST_MAX:.0}, or nothing for no bound");
            faults.push(BadChoice { key: "budgets.cost".to_owned(), message });
        }
        let lottery = self.holdout.iter().flat_map(HoldoutSettings::faults);
        faults.extend(
            lottery
                .map(|BadSetting { field, message }| BadChoice { key: format!("holdout.{field}"), message }),
        );
        let asking = self.survey.iter().flat_map(SurveySettings::faults);
        faults.extend(
            asking.map(|BadSetting { field, message }| BadChoice { key: format!("survey.{field}"), message }),
        );
        let habits = Habit::faults(&self.habits).into_iter();
        faults.extend(
            habits.map(|BadSetting { field, message }| BadChoice { key: format!("reply.{field}"), message }),
        );
        if faults.is_empty() { Ok((settings, hours)) } else { Err(faults) }
    }
}

fn settings_faults(settings: &Settings) -> impl Iterator<Item = BadChoice> {
    let fault = |BadSetting { field, message }| BadChoice { key: format!("policy.{field}"), message };
    settings.faults().into_iter().map(fault)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::domain::Autonomy;

    fn chosen(policy: Value) -> Preferences {
        let Value::Object(policy) = policy else { panic!("an object") };
        Preferences { policy, ..Preferences::default() }
    }

    fn faults(preferences: &Preferences) -> Vec<String> {
        let over = preferences.over(&Settings::default(), &HoursSettings::default());
        over.unwrap_err().into_iter().map(|bad| bad.key).collect()
    }

    #[test]
    fn what_is_chosen_lies_over_the_file_and_the_rest_stays() {
        let base = Settings { debounce_ms: 7, ..Settings::default() };
        let chosen = chosen(json!({ "autonomy": "off", "undo_ms": 0 }));
        let (now, _) = chosen.over(&base, &HoursSettings::default()).unwrap();
        assert_eq!((now.autonomy, now.undo_ms, now.debounce_ms), (Autonomy::Off, 0, 7));
        let nothing = Preferences::default().over(&base, &HoursSettings::default()).unwrap();
        assert_eq!(nothing.0, base);
    }

    #[test]
    fn every_choice_that_cannot_be_meant_is_named_and_none_is_taken() {
        assert_eq!(
            faults(&chosen(json!({ "autonomy": "full", "undo_ms": "soon", "waiting_message": "" }))),
            ["policy.autonomy", "policy.undo_ms", "policy.waiting_message"]
        );
        let hours = HoursSettings { mon: Some("9 to 5".to_owned()), ..HoursSettings::default() };
        let named = faults(&Preferences { hours: Some(hours), ..Preferences::default() });
        assert!(named.iter().all(|key| key.starts_with("hours.")) && !named.is_empty(), "{named:?}");
    }

    #[test]
    fn texts_that_a_later_version_cannot_read_put_nothing_else_out_of_force_and_are_kept() {
        let odd = BTreeMap::from([("no_such_text".to_owned(), "Hallo!".to_owned())]);
        let texts = MessagesSettings {
            languages: BTreeMap::from([("de".to_owned(), odd)]),
            ..MessagesSettings::default()
        };
        assert!(!texts.faults().is_empty());
        let chosen = Preferences { messages: Some(texts), ..chosen(json!({ "autonomy": "off" })) };
        let (now, _) = chosen.over(&Settings::default(), &HoursSettings::default()).unwrap();
        assert_eq!(now.autonomy, Autonomy::Off);
        assert_eq!(Preferences::default().keeping_others(&chosen).messages, chosen.messages);
    }

    #[test]
    fn more_than_half_cannot_be_kept_for_humans() {
        for (share, named) in [(0.5, 0), (0.51, 1), (-0.1, 1), (f64::NAN, 1)] {
            let holdout = Some(HoldoutSettings { share, shadow: true });
            let over = Preferences { holdout, ..Preferences::default() }
                .over(&Settings::default(), &HoursSettings::default());
            assert_eq!(
                over.err().map_or(0, |bad| bad.iter().filter(|b| b.key == "holdout.share").count()),
                named
            );
        }
    }

    #[test]
    fn what_is_the_operators_cannot_be_chosen() {
        assert_eq!(faults(&chosen(json!({ "max_assistant_turns": 1000 }))), ["policy.max_assistant_turns"]);
    }

    #[test]
    fn every_choosable_key_is_a_setting() {
        let Ok(Value::Object(all)) = serde_json::to_value(Settings::default()) else { panic!("an object") };
        for key in CHOOSABLE {
            assert!(all.contains_key(key), "{key}");
        }
    }
}
