//! What owners choose on a page, as a form has it: units that people think in, and empty where nothing is meant.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::choosing_surveys;
use super::fields::{BadField, Fields};
use super::state::Configured;
use crate::domain::holdout::HoldoutSettings;
use crate::domain::survey::SurveySettings;
use crate::domain::waiting::HoursSettings;
use crate::domain::{BadChoice, Budgets, Preferences, Settings};

/// A form's texts by field name.
pub(super) type Texts = BTreeMap<&'static str, String>;

const SECOND_MS: i64 = 1_000;
pub(super) const MINUTE_MS: i64 = 60 * SECOND_MS;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Field, key of `[policy]`, and what one of the field is worth, ms.
pub(super) const TIMES: [(&str, &str, i64); 5] = [
    ("undo_s", "undo_ms", SECOND_MS),
    ("waiting_notice_min", "waiting_notice_ms", MINUTE_MS),
    ("suggestion_ttl_h", "suggestion_ttl_ms", HOUR_MS),
    ("resume_after_quiet_h", "resume_after_quiet_ms", HOUR_MS),
    ("quiet_resolution_h", "quiet_resolution_ms", HOUR_MS),
];

const WORDS: [&str; 4] = ["autonomy", "unbacked_drafts", "handoff_message", "waiting_message"];

/// The days of the week as fields and keys.
pub(super) const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// Every field of the form.
const FIELDS: [&str; 31] = [
    "autonomy",
    "unbacked_drafts",
    "min_confidence",
    "undo_s",
    "waiting_notice_min",
    "suggestion_ttl_h",
    "resume_after_quiet_h",
    "quiet_resolution_h",
    "handoff_message",
    "waiting_message",
    "zone",
    "mon",
    "tue",
    "wed",
    "thu",
    "fri",
    "sat",
    "sun",
    "closed",
    "tokens",
    "cost",
    "holdout_percent",
    "holdout_shadow",
    "survey_csat",
    "survey_scale",
    "survey_delay_min",
    "survey_after_quiet",
    "survey_nps",
    "survey_nps_every",
    "survey_nps_days",
    "survey_name",
];

/// The form as it was sent.
pub(super) fn sent(fields: &Fields) -> Result<Texts, BadField> {
    FIELDS
        .iter()
        .map(|name| Ok((*name, fields.text(name)?.unwrap_or_default().trim().replace("\r\n", "\n"))))
        .collect()
}

/// The form as it shows what is in force.
pub(super) fn shown(
    policy: &Settings,
    hours: &HoursSettings,
    budgets: Budgets,
    holdout: HoldoutSettings,
    survey: &SurveySettings,
) -> Texts {
    let policy = serde_json::to_value(policy).unwrap_or_default();
    let text = |key: &str| match &policy[key] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut texts: Texts = WORDS.iter().map(|key| (*key, text(key))).collect();
    texts.insert("min_confidence", text("min_confidence"));
    for (field, key, unit) in TIMES {
        texts.insert(field, in_units(policy[key].as_i64().unwrap_or(0), unit));
    }
    let days = [&hours.mon, &hours.tue, &hours.wed, &hours.thu, &hours.fri, &hours.sat, &hours.sun];
    for (day, spans) in DAYS.iter().zip(days) {
        texts.insert(day, spans.clone().unwrap_or_default());
    }
    texts.insert("zone", hours.zone.clone().unwrap_or_default());
    texts.insert("closed", hours.closed.join(", "));
    texts.insert("tokens", budgets.tokens.map(|n| n.to_string()).unwrap_or_default());
    texts.insert("cost", budgets.cost.map(|n| n.to_string()).unwrap_or_default());
    texts.insert("holdout_percent", per_hundred(holdout.share));
    texts.extend(choosing_surveys::shown(survey));
    texts.insert("holdout_shadow", if holdout.shadow { "yes" } else { "no" }.to_owned());
    texts
}

impl Configured {
    /// The form before anything was chosen.
    pub(super) fn shown(&self) -> Texts {
        shown(&self.policy, &self.hours, self.budgets, self.holdout, &self.survey)
    }

    /// The form under these choices; as before any where they do not fit the configuration file any more.
    pub(super) fn under(&self, chosen: &Preferences) -> Texts {
        let Ok((policy, hours)) = chosen.over(&self.policy, &self.hours) else { return self.shown() };
        let (budgets, holdout) =
            (chosen.budgets.unwrap_or(self.budgets), chosen.holdout.unwrap_or(self.holdout));
        shown(&policy, &hours, budgets, holdout, chosen.survey.as_ref().unwrap_or(&self.survey))
    }
}

/// `12.5` of a hundred, without a tail of zeros.
pub(super) fn per_hundred(share: f64) -> String {
    let text = format!("{:.4}", 100.0 * share);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `1.5` of a unit, without a tail of zeros.
pub(super) fn in_units(ms: i64, unit: i64) -> String {
    if ms % unit == 0 {
        return (ms / unit).to_string();
    }
    #[expect(clippy::cast_precision_loss, reason = "days in milliseconds are far from 2^52")]
    let units = ms as f64 / unit as f64;
    let text = format!("{units:.4}");
    text.trim_end_matches('0').to_owned()
}

/// What the form chooses over the configuration file; what reads as in the file is not chosen.
///
/// # Errors
/// Every field that cannot be read, by its own name.
pub(super) fn chosen(texts: &Texts, configured: &Configured) -> Result<Preferences, Vec<BadChoice>> {
    let mut faults = Vec::new();
    let mut policy = serde_json::Map::new();
    let as_configured = configured.shown();
    let differs = |name: &str| texts.get(name) != as_configured.get(name);
    let text = |name: &str| texts.get(name).cloned().unwrap_or_default();
    for key in WORDS.into_iter().filter(|key| differs(key)) {
        policy.insert(key.to_owned(), Value::String(text(key)));
    }
    let mut bad = |key: &str, right: &str| {
        faults.push(BadChoice { key: key.to_owned(), message: format!("is `{}`; give {right}", text(key)) });
    };
    if differs("min_confidence") {
        match text("min_confidence").parse::<f64>() {
            Ok(fit) => drop(policy.insert("min_confidence".to_owned(), json!(fit))),
            Err(_) => bad("min_confidence", "a number from 0 to 1"),
        }
    }
    for (field, key, unit) in TIMES.into_iter().filter(|(field, ..)| differs(field)) {
        match ms(&text(field), unit) {
            Some(ms) => drop(policy.insert(key.to_owned(), json!(ms))),
            None => bad(field, "a number, 0 or more"),
        }
    }
    let tokens = (!text("tokens").is_empty()).then(|| text("tokens").parse::<u64>());
    if matches!(tokens, Some(Err(_))) {
        bad("tokens", "a whole number, or nothing for no bound");
    }
    let cost = (!text("cost").is_empty()).then(|| text("cost").parse::<f64>());
    if matches!(cost, Some(Err(_))) {
        bad("cost", "an amount, or nothing for no bound");
    }
    let percent =
        if text("holdout_percent").is_empty() { Ok(0.0) } else { text("holdout_percent").parse::<f64>() };
    if percent.is_err() {
        bad("holdout_percent", "a number from 0 to 50");
    }
    let survey = choosing_surveys::chosen(texts, &configured.survey);
    faults.extend(survey.as_ref().err().into_iter().flatten().cloned());
    if !faults.is_empty() {
        return Err(faults);
    }
    let holdout = HoldoutSettings {
        share: if differs("holdout_percent") {
            percent.unwrap_or(0.0) / 100.0
        } else {
            configured.holdout.share
        },
        shadow: yes_or_no(&text("holdout_shadow")).unwrap_or(configured.holdout.shadow),
    };
    let budgets = Budgets { tokens: tokens.and_then(Result::ok), cost: cost.and_then(Result::ok) };
    Ok(Preferences {
        policy,
        hours: DAYS.iter().chain(&["zone", "closed"]).any(|name| differs(name)).then(|| hours(&text)),
        budgets: (differs("tokens") || differs("cost")).then_some(budgets),
        holdout: (holdout != configured.holdout).then_some(holdout),
        survey: survey.ok().filter(|survey| *survey != configured.survey),
        ..Preferences::default()
    })
}

pub(super) fn yes_or_no(word: &str) -> Option<bool> {
    match word {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

/// Milliseconds of a number of units.
pub(super) fn ms(text: &str, unit: i64) -> Option<i64> {
    let units: f64 = text.parse().ok()?;
    if !(0.0..=1e9).contains(&units) {
        return None;
    }
    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, reason = "bounded just before")]
    Some((units * unit as f64).round() as i64)
}

fn hours(text: &impl Fn(&str) -> String) -> HoursSettings {
    let given = |name: &str| Some(text(name)).filter(|text| !text.is_empty());
    let closed = text("closed");
    let closed = closed.split([',', '\n', ' ']).map(str::trim).filter(|day| !day.is_empty());
    HoursSettings {
        zone: given("zone"),
        mon: given("mon"),
        tue: given("tue"),
        wed: given("wed"),
        thu: given("thu"),
        fri: given("fri"),
        sat: given("sat"),
        sun: given("sun"),
        closed: closed.map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(change: &[(&'static str, &str)]) -> Texts {
        let configured = Configured::default();
        let mut texts = configured.shown();
        texts.extend(change.iter().map(|(name, text)| (*name, (*text).to_owned())));
        texts
    }

    #[test]
    fn a_form_sent_as_it_was_shown_chooses_nothing() {
        assert_eq!(chosen(&form(&[]), &Configured::default()), Ok(Preferences::default()));
        assert_eq!(form(&[]).len(), FIELDS.len(), "every field is shown");
    }

    #[test]
    fn only_what_differs_is_chosen_in_the_settings_own_units() {
        let changed = form(&[
            ("undo_s", "2.5"),
            ("autonomy", "off"),
            ("mon", "09:00-17:00"),
            ("zone", "Europe/Berlin"),
        ]);
        let chosen = chosen(&changed, &Configured::default()).unwrap();
        assert_eq!(json!(chosen.policy), json!({ "autonomy": "off", "undo_ms": 2_500 }));
        assert_eq!(chosen.hours.and_then(|h| h.mon).as_deref(), Some("09:00-17:00"));
        assert_eq!(chosen.budgets, None);
    }

    #[test]
    fn a_share_of_a_hundred_is_chosen_as_a_share_of_one() {
        let lottery = |percent: &str, shadow: &str| {
            let chosen = chosen(
                &form(&[("holdout_percent", percent), ("holdout_shadow", shadow)]),
                &Configured::default(),
            );
            chosen.unwrap().holdout.map(|h| (per_hundred(h.share), h.shadow))
        };
        assert_eq!(lottery("20", "yes"), Some(("20".to_owned(), true)));
        assert_eq!(lottery("12.5", "no"), Some(("12.5".to_owned(), false)));
        assert_eq!(lottery("", ""), None, "as in the configuration file");
    }

    #[test]
    fn every_field_that_cannot_be_read_is_named() {
        let bad = form(&[
            ("undo_s", "soon"),
            ("min_confidence", "high"),
            ("tokens", "-1"),
            ("cost", "much"),
            ("holdout_percent", "some"),
        ]);
        let named: Vec<String> =
            chosen(&bad, &Configured::default()).unwrap_err().into_iter().map(|b| b.key).collect();
        assert_eq!(named, ["min_confidence", "undo_s", "tokens", "cost", "holdout_percent"]);
    }
}
