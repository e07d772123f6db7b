//! Finds what a draft affirms in nobody's words but the visitor's: "do you sell bicycles?", "yes, we sell bicycles".

use std::collections::BTreeSet;

use super::finding::{Finding, Kind};
use super::pieces::{Clause, Sentence};
use super::stance::stance;
use super::support::claiming;

/// The findings about clauses of `draft` that affirm a thing which `passages` never name, and the visitor does.
pub(super) fn examine(
    draft: &str,
    sentences: &[Sentence],
    passages: &[Sentence],
    visitor: &BTreeSet<String>,
) -> Vec<Finding> {
    let known: BTreeSet<String> = passages.iter().flat_map(Sentence::stems).collect();
    let echoed = |clause: &&Clause| {
        // Saying that there is none needs no passage that names it.
        let affirms = !stance(&clause.words).denies;
        affirms
            && clause.stems.iter().any(|s| !s.starts_with('#') && visitor.contains(s) && !known.contains(s))
    };
    let reason = "only the visitor speaks of this, no cited passage does";
    let clauses = sentences.iter().flat_map(claiming).filter(echoed);
    clauses.map(|clause| Finding::at(Kind::Unsupported, draft, clause.span, reason)).collect()
}
