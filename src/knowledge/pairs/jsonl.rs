//! Pairs from lines of JSON, an object each.

use serde_json::{Map, Value};

use super::columns::Field;
use super::pair::{Pair, Pairs};

/// The pairs of a JSONL text, or all that is wrong with it.
pub(in super::super) fn read(text: &str) -> Result<Vec<Pair>, Vec<String>> {
    let mut pairs = Pairs::default();
    for (line, row) in (1..).zip(text.lines()) {
        if row.trim().is_empty() {
            continue;
        }
        match serde_json::from_str::<Value>(row) {
            Ok(Value::Object(object)) => take(&mut pairs, line, &object),
            Ok(_) => pairs.fault(line, "is no object; write {\"question\": \"…\", \"answer\": \"…\"}"),
            Err(e) => {
                let message = format!("is no JSON (column {}); write one object to a line", e.column());
                pairs.fault(line, &message);
            }
        }
    }
    pairs.finish()
}

fn take(pairs: &mut Pairs, line: u64, object: &Map<String, Value>) {
    let value = |field: Field| {
        let name = field.among(object.keys().map(String::as_str))?;
        object.values().nth(name).filter(|value| !value.is_null())
    };
    let mut sound = true;
    for field in Field::ALL {
        let needed = [Field::Question, Field::Answer].contains(&field);
        let message = match value(field) {
            None if needed => {
                format!("{}: is missing (other names: {})", field.name(), field.names().join(", "))
            }
            Some(found) if text(field, found).is_none() => {
                format!("{}: is no text; put it in quotes", field.name())
            }
            _ => continue,
        };
        sound = false;
        pairs.fault(line, &message);
    }
    if sound {
        pairs.add(line, |field| value(field).and_then(|found| text(field, found)).unwrap_or_default());
    }
}

/// Ids may be numbers, tags a list.
fn text(field: Field, value: &Value) -> Option<String> {
    match (field, value) {
        (_, Value::String(text)) => Some(text.clone()),
        (Field::Id, Value::Number(number)) => Some(number.to_string()),
        (Field::Tags, Value::Array(tags)) => {
            let tags: Option<Vec<&str>> = tags.iter().map(Value::as_str).collect();
            tags.map(|tags| tags.join(", "))
        }
        _ => None,
    }
}
