//! What a change of the settings changed, field by field, as the form about them says it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::domain::lessons::{Habit, HabitKind};
use crate::domain::waiting::{TEXT_KEYS, Texts};
use crate::domain::{Preferences, Titles};
use crate::web::choosing_faults::part;
use crate::web::spoken;
use crate::web::state::Configured;

/// One setting that reads otherwise than before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Changed {
    /// The part of the form; empty where another page chooses it.
    pub part: &'static str,
    /// The topic that it is about; empty for all.
    pub topic: String,
    /// The language of a text that waiting visitors read; empty for all else.
    pub language: String,
    /// A field of the form, or a key.
    pub field: String,
    pub before: String,
    pub after: String,
}

/// Of two choices as the list keeps them; nothing where they are none that can be read any more.
pub(super) fn changes(
    before: &Value,
    after: &Value,
    configured: &Configured,
    titles: &Titles,
) -> Option<Vec<Changed>> {
    let read = |value: &Value| serde_json::from_value::<Preferences>(value.clone()).ok();
    // Every one of them has these, so that no other object is taken for one.
    let is_choice = |value: &Value| value.get("policy").is_some();
    let (old, new) = read(before).zip(read(after)).filter(|_| is_choice(before) && is_choice(after))?;
    let (texts, now) = (configured.under(&old), configured.under(&new));
    let of_form = now.iter().filter(|(field, text)| texts.get(*field) != Some(*text)).map(|(field, text)| {
        let before = texts.get(field).cloned().unwrap_or_default();
        Changed {
            part: part(field),
            topic: String::new(),
            language: String::new(),
            field: (*field).to_owned(),
            before,
            after: text.clone(),
        }
    });
    let mut changes: Vec<Changed> = of_form.collect();
    changes.extend(of_autopilot(&old, &new, titles));
    changes.extend(of_texts(&old, &new, configured));
    if old.habits != new.habits {
        let (before, after) = (ways(&old.habits), ways(&new.habits));
        changes.push(Changed { field: "habits".to_owned(), before, after, ..Changed::default() });
    }
    Some(changes)
}

/// What the page about sending without an owner chooses.
fn of_autopilot(old: &Preferences, new: &Preferences, titles: &Titles) -> Vec<Changed> {
    let flat = |chosen: &Preferences| -> BTreeMap<(String, String), String> {
        let own = chosen.policy.iter().filter(|(key, _)| *key == "alpha" || key.starts_with("auto_"));
        let own = own.map(|(key, value)| ((String::new(), key.clone()), said(key, value)));
        let topics = chosen.policy.get("topics").and_then(Value::as_object).into_iter().flatten();
        let each = topics.flat_map(|(slug, chosen)| {
            let keys = chosen.as_object().into_iter().flatten();
            keys.map(move |(key, value)| ((slug.clone(), key.clone()), said(key, value)))
        });
        own.chain(each).collect()
    };
    let (old, new) = (flat(old), flat(new));
    let keys: BTreeSet<&(String, String)> = old.keys().chain(new.keys()).collect();
    let moved = keys.into_iter().filter(|key| old.get(*key) != new.get(*key));
    let of = |from: &BTreeMap<(String, String), String>, key| from.get(key).cloned().unwrap_or_default();
    let changed = moved.map(|key| Changed {
        part: "",
        language: String::new(),
        topic: titles.topic(&key.0).to_owned(),
        field: key.1.clone(),
        before: of(&old, key),
        after: of(&new, key),
    });
    changed.collect()
}

/// What waiting visitors read, text by text.
fn of_texts(old: &Preferences, new: &Preferences, configured: &Configured) -> Vec<Changed> {
    let settings =
        |chosen: &Preferences| chosen.messages.clone().unwrap_or_else(|| configured.messages.clone());
    let (old, new) = (settings(old), settings(new));
    let mut changes = Vec::new();
    if old.default != new.default {
        let (before, after) = (old.default.clone(), new.default.clone());
        changes.push(Changed { field: "messages_default".to_owned(), before, after, ..Changed::default() });
    }
    let (old, new) = (Texts::new(old), Texts::new(new));
    let codes: BTreeSet<&str> = old.languages().into_iter().chain(new.languages()).collect();
    for language in codes {
        let moved = TEXT_KEYS.iter().filter(|key| old.own(language, key.name) != new.own(language, key.name));
        changes.extend(moved.map(|key| {
            let said = |texts: &Texts| texts.own(language, key.name).unwrap_or_default().to_owned();
            let (before, after) = (said(&old), said(&new));
            Changed {
                language: language.to_owned(),
                field: key.name.to_owned(),
                before,
                after,
                ..Changed::default()
            }
        }));
    }
    changes
}

/// A value in the unit that people think in.
fn said(key: &str, value: &Value) -> String {
    match (key, value) {
        ("alpha", Value::Number(share)) => format!("{:.0} %", 100.0 * share.as_f64().unwrap_or_default()),
        ("auto_hold_ms", Value::Number(ms)) => format!("{} s", ms.as_i64().unwrap_or_default() / 1_000),
        (_, Value::String(word)) => word.clone(),
        (_, other) => other.to_string(),
    }
}

/// Ways of speaking, one after the other.
fn ways(habits: &[Habit]) -> String {
    let one = |habit: &Habit| {
        let (one, both) = match habit.kind {
            HabitKind::Greeting => ("audit-changes-begins", "audit-changes-begins-in-place-of"),
            HabitKind::Closing => ("audit-changes-ends", "audit-changes-ends-in-place-of"),
            HabitKind::Wording if habit.to.is_empty() => {
                ("audit-changes-leaves-out", "audit-changes-leaves-out")
            }
            HabitKind::Wording => ("audit-changes-says", "audit-changes-says-in-place-of"),
        };
        match (habit.from.as_str(), habit.to.as_str()) {
            (words, "") | ("", words) => spoken::text(one).with("words", &words).plain(),
            (from, words) => spoken::text(both).with("words", &words).with("from", &from).plain(),
        }
    };
    habits.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// A list of ways of speaking, as the list keeps it.
pub(super) fn spoken_in(value: &Value) -> Option<String> {
    let habits: Vec<Habit> = serde_json::from_value(value.clone()).ok()?;
    (!habits.is_empty()).then(|| ways(&habits))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(before: &Value, after: &Value) -> Option<Vec<(String, String, String, String)>> {
        let titles = Titles::of([("shipping".to_owned(), "Shipping".to_owned())], &[]);
        let found = changes(before, after, &Configured::default(), &titles)?;
        Some(found.into_iter().map(|one| (one.topic, one.field, one.before, one.after)).collect())
    }

    #[test]
    fn a_change_is_told_by_the_fields_that_read_otherwise_and_in_their_units() {
        let before = json!({ "policy": { "undo_ms": 5000, "auto_hold_ms": 30000 } });
        let after = json!({
            "policy": { "undo_ms": 7000, "auto_hold_ms": 60000, "topics": { "shipping": { "alpha": 0.1, "autonomy": "auto" } } },
            "hours": { "zone": "Europe/Berlin", "mon": "09:00-17:00", "closed": [] },
            "holdout": { "share": 0.2, "shadow": true },
        });
        let row = |topic: &str, field: &str, before: &str, after: &str| {
            (topic.to_owned(), field.to_owned(), before.to_owned(), after.to_owned())
        };
        assert_eq!(
            told(&before, &after).unwrap(),
            [
                row("", "holdout_percent", "0", "20"),
                row("", "mon", "", "09:00-17:00"),
                row("", "undo_s", "5", "7"),
                row("", "zone", "", "Europe/Berlin"),
                row("", "auto_hold_ms", "30 s", "60 s"),
                row("Shipping", "alpha", "", "10 %"),
                row("Shipping", "autonomy", "", "auto"),
            ]
        );
        assert_eq!(told(&before, &before), Some(Vec::new()));
    }

    #[test]
    fn a_text_that_visitors_read_is_told_by_what_they_read_before_and_after() {
        let before = json!({ "policy": {} });
        let own = json!({ "default": "de", "hu": { "waiting": "Egy pillanat." }, "de": { "danger": "Bitte 112 anrufen." } });
        let after = json!({ "policy": {}, "messages": own });
        let row = |field: &str, before: &str, after: &str| {
            (String::new(), field.to_owned(), before.to_owned(), after.to_owned())
        };
        assert_eq!(
            told(&before, &after).unwrap(),
            [
                row("messages_default", "en", "de"),
                row("danger", "", "Bitte 112 anrufen."),
                row("waiting", "", "Egy pillanat."),
            ]
        );
        let back = told(&after, &before).unwrap();
        assert_eq!(back.get(1), Some(&row("danger", "Bitte 112 anrufen.", "")));
    }

    #[test]
    fn what_is_no_choice_is_told_as_it_is() {
        assert_eq!(told(&json!("owner"), &json!("agent")), None);
        assert_eq!(told(&json!({ "name": 1 }), &json!({})), None);
        let habit = json!([{ "kind": "wording", "from": "parcel", "to": "package" }]);
        assert_eq!(spoken_in(&habit).as_deref(), Some("Says package in place of parcel"));
        assert_eq!(spoken_in(&json!(["owner"])), None);
    }
}
