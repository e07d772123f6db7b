//! Values on their way into the sections: what the environment gives as text, and sections within a section.

use toml::{Table, Value};

/// `[notify.email]` is a section of its own: its keys are checked like those of any other.
pub(super) fn lift_channels(table: &mut Table) {
    let Some(Value::Table(notify)) = table.get_mut("notify") else { return };
    let channels: Vec<String> =
        notify.iter().filter(|(_, value)| value.is_table()).map(|(name, _)| name.clone()).collect();
    let lifted: Vec<_> = channels.into_iter().filter_map(|name| notify.remove_entry(&name)).collect();
    table.extend(lifted.into_iter().map(|(name, value)| (format!("notify.{name}"), value)));
}

/// `BANISTER__MESSAGES__DE__HELD` is a text of `[messages.de]`.
pub(super) fn settle_texts(table: &mut Table) {
    let of = |section: &str| section.strip_prefix("messages.").map(str::to_owned);
    let given: Vec<(String, String)> =
        table.keys().filter_map(|section| Some((section.clone(), of(section)?))).collect();
    for (section, language) in given {
        let (Some(Value::Table(texts)), Value::Table(messages)) =
            (table.remove(&section), table.entry("messages").or_insert_with(|| Value::Table(Table::new())))
        else {
            continue;
        };
        if let Value::Table(known) = messages.entry(language).or_insert_with(|| Value::Table(Table::new())) {
            known.extend(texts);
        }
    }
}

/// Numbers and switches are read as such where the key is one; every other value stays text, a key of digits too.
pub(super) fn typed(key: &str, text: &str) -> Value {
    let number = ["_ms", "_budget", "_price", "_minutes", "_hours", "_seconds", "_cost"]
        .iter()
        .any(|end| key.ends_with(end))
        || key.starts_with("max_")
        || ["min_confidence", "minutes_by_hand", "temperature", "port", "nps_every", "nps_days", "share"]
            .contains(&key);
    if number {
        let whole = text.parse::<i64>().ok().map(Value::Integer);
        let broken = || text.parse::<f64>().ok().filter(|f| f.is_finite()).map(Value::Float);
        return whole.or_else(broken).unwrap_or_else(|| Value::String(text.to_owned()));
    }
    match (key, text) {
        (
            "deduplicates" | "without_built_in" | "logprobs" | "nps" | "after_quiet" | "shadow",
            "true" | "false",
        ) => Value::Boolean(text == "true"),
        ("human_at_once" | "closed" | "high_intent_pages", list) => {
            let words = list.split(',').map(str::trim).filter(|word| !word.is_empty());
            Value::Array(words.map(|word| Value::String(word.to_owned())).collect())
        }
        _ => Value::String(text.to_owned()),
    }
}
