//! Compares what is said of a weekday: open or closed, done or not done.

use super::finding::{Finding, Kind};
use super::pieces::{Clause, Sentence};
use super::stance::stance;
use super::support::claiming;

const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The findings about clauses of `draft` that deny of a weekday what no passage denies of it, or the reverse.
pub(super) fn examine(draft: &str, sentences: &[Sentence], passages: &[Sentence]) -> Vec<Finding> {
    let theirs: Vec<&Clause> = passages.iter().flat_map(|sentence| &sentence.clauses).collect();
    let turned = |clause: &&Clause| {
        let denies = stance(&clause.words).denied;
        DAYS.iter().filter(|day| names(clause, day)).any(|day| {
            let mut said =
                theirs.iter().filter(|c| names(c, day)).map(|c| stance(&c.words).denied).peekable();
            said.peek().is_some() && said.all(|denied| denied != denies)
        })
    };
    let reason = "the passages say the opposite of this day";
    let clauses = sentences.iter().flat_map(claiming).filter(turned);
    clauses.map(|clause| Finding::at(Kind::Polarity, draft, clause.span, reason)).collect()
}

fn names(clause: &Clause, day: &str) -> bool {
    clause.words.iter().any(|word| word.strip_suffix('s').unwrap_or(word) == day)
}
