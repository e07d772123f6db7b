//! What a list of conversations is narrowed by, from pages and API alike.

use super::deeds::cursor;
use super::fields::{BadField, Fields};
use super::moment::parse;
use crate::ports::ConversationFilter;

/// What a list of conversations can be narrowed by, and how it is paged.
pub(super) const FILTERS: &[&str] = &[
    "q",
    "state",
    "handling",
    "topic",
    "rule",
    "rating",
    "relay",
    "external_id",
    "from",
    "to",
    "cursor",
    "limit",
];

/// The states that can be asked for: the stages, and those who wait for a human.
const STATES: &[&str] = &[
    "needs_human",
    "quiet",
    "gathering",
    "drafting",
    "in_review",
    "holding",
    "sending",
    "with_human",
    "resolved",
];

/// The visitor's last score, as it can be asked for.
const RATINGS: &[&str] = &["low", "middle", "high", "none"];

/// Nobody searches for more, letters.
const QUERY_CHARS_MAX: usize = 500;

/// Reads the filter of a list of conversations.
pub(super) fn filter(fields: &Fields, limit: i64) -> Result<ConversationFilter, BadField> {
    let text = |name: &str| Ok::<_, BadField>(fields.text(name)?.map(str::to_owned));
    let state = fields.one_of("state", STATES)?;
    let day = |name: &str, days: i64| match fields.text(name)? {
        None => Ok(None),
        Some(text) => parse(text, days).map(Some).ok_or_else(|| {
            BadField::new(name, "must be a day like 2026-11-25 or a time like 2026-11-25T10:00:00Z")
        }),
    };
    let (from, to) = (day("from", 0)?, day("to", 1)?);
    if let (Some(from), Some(to)) = (from, to)
        && from >= to
    {
        return Err(BadField::new("from", "must lie before `to`"));
    }
    Ok(ConversationFilter {
        stage: state.filter(|state| *state != "needs_human").map(str::to_owned),
        handling: fields.one_of("handling", &["none", "human_only", "ai_assisted"])?.map(str::to_owned),
        topic: text("topic")?,
        relay: text("relay")?,
        external_id: text("external_id")?,
        needs_human: state == Some("needs_human"),
        rule: text("rule")?,
        rating: fields.one_of("rating", RATINGS)?.map(str::to_owned),
        from,
        to,
        text: query(fields)?,
        cursor: cursor(fields)?,
        limit: fields.within("limit", 1, 100, limit)?,
    })
}

/// What is searched for: any signs at all; blanks alone are no search.
fn query(fields: &Fields) -> Result<Option<String>, BadField> {
    let given = fields.anything("q")?.unwrap_or_default();
    let text = given.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > QUERY_CHARS_MAX {
        return Err(BadField::new("q", format!("must be at most {QUERY_CHARS_MAX} letters")));
    }
    Ok(Some(text.to_owned()))
}
