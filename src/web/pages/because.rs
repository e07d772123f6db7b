//! Why a confidence is what it is, in plain words.

use crate::domain::Draft;

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
    let known = NAMES.iter().filter_map(|(key, name, sign)| Some((*name, sign * draft.weighed.get(*key)?)));
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

/// Signal, its name for the owner, and whether more of it is better.
const NAMES: [(&str, &str, f64); 8] = [
    ("neighbours", "How you decided on drafts to similar questions", 1.0),
    ("grounded", "How much of the reply the cited passages say", 1.0),
    ("lead", "How far the best passage stands out", 1.0),
    ("says_itself", "What the model itself expects", 1.0),
    ("logprob", "How sure the model was of its words", 1.0),
    ("novelty", "How new the question is", -1.0),
    ("length", "How long the reply is", -1.0),
    ("conversation", "How long the chat has been going on", -1.0),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SIGNALS;

    #[test]
    fn every_signal_has_a_name_for_the_owner() {
        let named: std::collections::BTreeSet<&str> = NAMES.iter().map(|(key, ..)| *key).collect();
        assert_eq!(named, SIGNALS.into_iter().collect());
    }
}
