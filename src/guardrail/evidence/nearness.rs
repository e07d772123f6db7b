//! Asks whether a figure belongs to what a draft says it of: `closes at 11` where only check-out is at 11.

use std::collections::BTreeSet;

use super::facts::{Fact, Key, Reading};
use super::finding::{Finding, Kind};
use super::pieces::{Sentence, sentences};

/// A sentence with fewer content words speaks of what the sentence before it names.
const OWN_WORDS_MIN: usize = 2;

/// A sentence and the facts in it.
pub(super) struct Statement {
    stems: BTreeSet<String>,
    facts: Vec<Fact>,
    is_question: bool,
}

/// The sentences of `text`, each with its facts.
pub(super) fn statements(text: &str, reading: &Reading) -> Vec<Statement> {
    let mut facts = reading.facts.as_slice();
    let mut found = Vec::new();
    for sentence in sentences(text, reading) {
        let count = facts.partition_point(|fact| fact.span.0 < sentence.span.1);
        let (own, rest) = facts.split_at_checked(count).unwrap_or((facts, &[]));
        facts = rest;
        let stems = words_of(&sentence);
        found.push(Statement { stems, facts: own.to_vec(), is_question: sentence.is_question });
    }
    found
}

/// The findings about figures of `draft` that the passages know, but only in sentences about something else.
pub(super) fn examine(draft: &str, own: &[Statement], said: &[Statement]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for statement in own.iter().filter(|s| s.stems.len() >= OWN_WORDS_MIN && !s.is_question) {
        for fact in statement.facts.iter().filter(|fact| is_figure(fact)) {
            let mut places =
                said.iter().filter(|s| s.facts.iter().any(|known| agree(known, fact))).peekable();
            if places.peek().is_some() && places.all(|s| s.stems.is_disjoint(&statement.stems)) {
                let reason = "the cited passages say this of something else";
                findings.push(Finding::at(fact.kind, draft, fact.span, reason));
            }
        }
    }
    findings
}

fn is_figure(fact: &Fact) -> bool {
    // Only times: what costs or takes so much is too often named by a heading alone.
    fact.kind == Kind::Time && !fact.optional
}

/// The same claim; a day without its year is the same day.
fn agree(known: &Fact, fact: &Fact) -> bool {
    known.readings.iter().any(|key| {
        fact.readings.contains(key)
            || matches!(key, Key::Date(Some(_), m, d) if fact.readings.contains(&Key::Date(None, *m, *d)))
    })
}

fn words_of(sentence: &Sentence) -> BTreeSet<String> {
    sentence.stems().into_iter().filter(|stem| !stem.starts_with('#')).collect()
}
