//! Noting who changed what, from pages and API alike.

use super::fields::{BadField, Fields};
use super::problem::Problem;
use super::state::App;
use super::{deeds, fields};
use crate::ports::{AuditFilter, Note};

/// What the list can be narrowed by.
pub(super) const FILTERS: &[&str] = &["what", "by", "cursor", "limit"];

/// Longer names of people or deeds are none of ours, bytes.
const WORD_BYTES_MAX: usize = 300;

/// Who does something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct By {
    /// What colleagues and the event log read. People choose it themselves.
    pub name: String,
    /// What is noted: a person's e-mail, or `key NAME`.
    pub signature: String,
}

/// Begins a note: `by` did `what` to `subject`, now.
pub(super) fn noting(app: &App, by: &By, what: &str, subject: &str) -> Note {
    Note::new(app.clock.now(), &by.signature, what, subject)
}

/// Keeps a note of what has been done.
pub(super) async fn note(app: &App, note: Note) -> Result<(), Problem> {
    Ok(app.audit.note(&note).await?)
}

/// Reads the filter of the list.
pub(super) fn filter(fields: &Fields, limit: i64) -> Result<AuditFilter, BadField> {
    Ok(AuditFilter {
        what: word(fields, "what")?,
        by: word(fields, "by")?,
        cursor: number(fields)?,
        limit: fields.within("limit", 1, 100, limit)?,
    })
}

fn word(fields: &Fields, name: &str) -> Result<Option<String>, fields::BadField> {
    match fields.text(name)?.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) if text.len() > WORD_BYTES_MAX => {
            Err(BadField::new(name, format!("is over {WORD_BYTES_MAX} bytes")))
        }
        given => Ok(given.map(str::to_owned)),
    }
}

fn number(fields: &Fields) -> Result<Option<String>, BadField> {
    match deeds::cursor(fields)? {
        Some(text) if text.parse::<i64>().is_err() => {
            Err(BadField::new("cursor", "is not one that this API gave out; start without a cursor"))
        }
        given => Ok(given),
    }
}
