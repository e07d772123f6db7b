//! How a draft of now differs from the draft of then: not at all, in its words, or in what it says.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::super::reply::Draft;
use crate::stats::Edit;

/// From harmless to grave: of several runs that differ, the graver half counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// There is no draft, as there was none.
    Nothing,
    /// The same words.
    Same,
    /// Other words for the same: no number, link or negation differs, and either hardly a letter does or the passages
    /// cited are the same.
    Wording,
    /// There was none.
    Appeared,
    /// There is none any more: a human gets what was found.
    Vanished,
    /// It says something else.
    Meaning,
}

impl Change {
    /// From the draft of then to that of now.
    #[must_use]
    pub fn between(then: Option<&Draft>, now: Option<&Draft>) -> Self {
        let (then, now) = match (then, now) {
            (None, None) => return Self::Nothing,
            (None, Some(_)) => return Self::Appeared,
            (Some(_), None) => return Self::Vanished,
            (Some(then), Some(now)) => (then, now),
        };
        let edit = Edit::between(&then.text, &now.text);
        if edit.is_none() {
            return Self::Same;
        }
        let says_the_same = edit.facts_equal && edit.negations_equal && then.asks_back == now.asks_back;
        if says_the_same && (edit.is_cosmetic() || sources(then) == sources(now)) {
            return Self::Wording;
        }
        Self::Meaning
    }

    /// What most of the runs came to; of equally many, the graver.
    #[must_use]
    pub fn of_runs(runs: &[Self]) -> Option<Self> {
        let count = |change: Self| runs.iter().filter(|run| **run == change).count();
        runs.iter().copied().max_by_key(|change| (count(*change), *change))
    }
}

/// A changed passage has another id.
fn sources(draft: &Draft) -> BTreeSet<&str> {
    draft.citations.iter().map(|citation| citation.passage_id.as_str()).collect()
}
