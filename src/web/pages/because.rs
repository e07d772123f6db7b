//! Why a confidence is what it is, in plain words.

use crate::domain::{Draft, SIGNAL_NAMES};

/// A signal beyond this speaks clearly.
const CLEARLY: f64 = 0.5;

/// What a signal says about a draft.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Because {
    pub name: &'static str,
    /// `for`, `against` or `neither`.
    pub speaks: &'static str,
}

/// Every signal that is known, with what it says.
pub(super) fn because(draft: &Draft) -> Vec<Because> {
    let known =
        SIGNAL_NAMES.iter().filter_map(|(key, name, sign)| Some((*name, sign * draft.weighed.get(*key)?)));
    known
        .map(|(name, value)| Because {
            name,
            speaks: match value {
                v if v >= CLEARLY => "for",
                v if v <= -CLEARLY => "against",
                _ => "neither",
            },
        })
        .collect()
}

/// The drafts with a similar confidence that were sent as they stood: `74 to 94 %`.
pub(super) fn alike(draft: &Draft) -> Option<String> {
    draft.confidence_range.map(|(low, high)| format!("{:.0} to {:.0} %", 100.0 * low, 100.0 * high))
}
