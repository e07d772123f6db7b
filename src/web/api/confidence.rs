//! A confidence on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::domain;

/// A word, or a number once there is enough to make one of.
#[derive(Debug, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
pub(super) enum Confidence {
    Word(&'static str),
    Number(f64),
}

impl Confidence {
    pub(super) fn of(draft: &domain::Draft) -> Self {
        match draft.confidence_range {
            Some(_) => Self::Number((100.0 * draft.confidence).round() / 100.0),
            None => Self::Word(draft.confidence_word()),
        }
    }
}
