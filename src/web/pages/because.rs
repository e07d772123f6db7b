//! Why a confidence is what it is, in plain words.

use crate::domain::{Draft, SIGNAL_NAMES};
use crate::web::spoken;
use crate::words::Text;

/// A signal beyond this speaks clearly.
const CLEARLY: f64 = 0.5;

/// What a signal says about a draft.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Because {
    pub name: Text,
    /// `for`, `against` or `neither`.
    pub speaks: &'static str,
}

/// Every signal that is known, with what it says.
pub(super) fn because(draft: &Draft) -> Vec<Because> {
    let known =
        SIGNAL_NAMES.iter().filter_map(|(key, _, sign)| Some((*key, sign * draft.weighed.get(*key)?)));
    known
        .map(|(key, value)| Because {
            name: spoken::text(named(key)),
            speaks: match value {
                v if v >= CLEARLY => "for",
                v if v <= -CLEARLY => "against",
                _ => "neither",
            },
        })
        .collect()
}

fn named(signal: &'static str) -> &'static str {
    match signal {
        "neighbours" => "why-reply-signal-neighbours",
        "grounded" => "why-reply-signal-grounded",
        "lead" => "why-reply-signal-lead",
        "says_itself" => "why-reply-signal-says-itself",
        "logprob" => "why-reply-signal-logprob",
        "novelty" => "why-reply-signal-novelty",
        "length" => "why-reply-signal-length",
        "conversation" => "why-reply-signal-conversation",
        other => other,
    }
}

/// The drafts with a similar confidence that were sent as they stood, per cent: from, to.
pub(super) fn alike(draft: &Draft) -> Option<(String, String)> {
    draft.confidence_range.map(|(low, high)| (format!("{:.0}", 100.0 * low), format!("{:.0}", 100.0 * high)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_signal_has_words() {
        for (key, ..) in SIGNAL_NAMES {
            assert_ne!(named(key), key);
        }
    }
}
