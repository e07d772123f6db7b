//! Asks whether a clause says the same as the passage nearest to it, or the opposite.

use std::collections::{BTreeMap, BTreeSet};

use super::finding::{Finding, Kind};
use super::pieces::{Clause, Sentence};
use super::stance::{Stance, is_denial, is_plain_denial, stance};
use super::support::claiming;
use super::words::{is_content, stem};

/// Of the weight of a clause, in percent, so much must be found in a passage before the two are compared.
const COMPARABLE_MIN: usize = 42;
/// Passages this near to the best one, in percent of its score, are heard as well.
const HEARD_MIN: usize = 92;
/// A clause of which so much is found speaks of the same things, percent of its weight.
const SAME_MIN: usize = 85;
/// The weight of a word that no passage knows.
const UNKNOWN_WEIGHT: usize = 4;

/// Words behind `with` among which its object stands.
const OBJECT_WINDOW: usize = 3;

/// A clause or sentence of a passage, ready to be compared.
struct Said<'a> {
    stems: BTreeSet<&'a String>,
    stance: Stance,
    /// What stands behind `without`.
    lacked: Vec<String>,
    /// Denials of the whole sentence: a restriction may stand in the other clause.
    around: Stance,
}

/// The findings about clauses of `draft` that contradict what `passages` say.
pub(super) fn examine(draft: &str, sentences: &[Sentence], passages: &[Sentence]) -> Vec<Finding> {
    let said: Vec<Said<'_>> = passages.iter().flat_map(said).collect();
    let weights = weights(&said);
    let theirs: Vec<&Clause> = passages.iter().flat_map(|sentence| &sentence.clauses).collect();
    let mut findings = Vec::new();
    for sentence in sentences {
        let around = stance_of_all(&sentence.clauses);
        for clause in claiming(sentence) {
            if has_turned_condition(clause, &theirs) {
                let reason = "the passages say `with` where this says `without`, or the reverse";
                findings.push(Finding::at(Kind::Polarity, draft, clause.span, reason));
            }
            if let Some(reason) = contradiction(clause, around, &said, &weights) {
                findings.push(Finding::at(Kind::Polarity, draft, clause.span, reason));
            }
        }
    }
    findings
}

/// `it is included`: the one word that says something ends the clause.
fn is_predicate(clause: &Clause) -> bool {
    clause.words.last().is_some_and(|word| clause.stems.contains(&stem(word)))
}

fn said(sentence: &Sentence) -> Vec<Said<'_>> {
    let around = stance_of_all(&sentence.clauses);
    let one = |clause: &'_ Clause| (stance(&clause.words), objects_of(&clause.words, "without"));
    let marked = sentence.clauses.iter().map(|clause| (clause, one(clause)));
    let said =
        marked.map(|(c, (stance, lacked))| Said { stems: c.stems.iter().collect(), stance, lacked, around });
    said.collect()
}

fn contradiction(
    clause: &Clause,
    around: Stance,
    said: &[Said<'_>],
    weights: &BTreeMap<&String, usize>,
) -> Option<&'static str> {
    let weight = |stem: &String| weights.get(stem).copied().unwrap_or(UNKNOWN_WEIGHT);
    let own = stance(&clause.words);
    // A single word is too little to find its like by, unless it is denied.
    if clause.stems.len() < 2 && !own.denies && !is_predicate(clause) {
        return None;
    }
    let total: usize = clause.stems.iter().map(weight).sum();
    let scored: Vec<(usize, (bool, &Said<'_>))> = said
        .iter()
        .map(|s| {
            let shared: usize = clause.stems.iter().filter(|w| s.stems.contains(*w)).map(weight).sum();
            let theirs: usize = s.stems.iter().map(|w| weight(w)).sum();
            // Recall of the draft's words counts most; among equals the passage that says little else is nearer.
            (shared * 1_000 / (3 * total + theirs).max(1), shared, s)
        })
        .filter(|(_, shared, _)| *shared > 0 && shared * 100 >= COMPARABLE_MIN * total)
        .map(|(score, shared, s)| (score, (shared * 100 >= SAME_MIN * total, s)))
        .collect();
    let best = scored.iter().map(|(score, _)| *score).max()?;
    let heard: Vec<(bool, &Said<'_>)> =
        scored.iter().filter(|(score, _)| score * 100 >= best * HEARD_MIN).map(|(_, s)| *s).collect();
    let mut reasons = heard.iter().map(|(same, s)| disagreement(own, around, s, *same));
    if is_said_otherwise(clause, own, said) {
        return None;
    }
    if reasons.clone().any(|reason| reason.is_none()) {
        return None;
    }
    reasons.next().flatten()
}

fn disagreement(own: Stance, around: Stance, said: &Said<'_>, same: bool) -> Option<&'static str> {
    let only_restricts = |s: Stance| s.restricts && !s.denies;
    let demanded = own.demands && !own.denies && said.stance.lacks && said.stance.denies;
    let only_denies = |s: Stance| s.denies && !s.restricts;
    // `We do not ship on Sundays` and `we ship only on weekdays` say the same.
    let exchanged = !same && only_restricts(own) && only_denies(said.stance)
        || !same && only_denies(own) && only_restricts(said.stance);
    if own.denied != said.stance.denied && !exchanged && !demanded {
        return Some("the nearest passage says the opposite");
    }
    if own.narrows && !(said.around.restricts || said.around.denies) {
        return Some("the nearest passage does not restrict it like this");
    }
    if said.stance.restricts && !(around.restricts || own.denies) {
        return Some("the nearest passage restricts this");
    }
    if own.widens && !around.adds {
        return Some("the nearest passage does not go beyond this");
    }
    if own.absolute && !own.denies && said.stance.denies {
        return Some("the nearest passage says the opposite");
    }
    None
}

/// `with a lift` where the passages know only `without a lift`, or the reverse.
fn has_turned_condition(clause: &Clause, theirs: &[&Clause]) -> bool {
    let said = |word: &str, object: &String| {
        theirs.iter().any(|c| conditions(&c.words).any(|(w, objects)| w == word && objects.contains(object)))
    };
    conditions(&clause.words).any(|(word, objects)| {
        objects.iter().any(|object| match word {
            "with" => said("without", object) && !said("with", object),
            _ => said("with", object) && !said("without", object) && !is_denied(object, theirs),
        })
    })
}

fn is_denied(stem: &String, theirs: &[&Clause]) -> bool {
    theirs.iter().any(|c| c.stems.contains(stem) && stance(&c.words).denies)
}

/// What stands behind `with` and `without`.
fn conditions(words: &[String]) -> impl Iterator<Item = (&str, Vec<String>)> {
    let marks = words.iter().enumerate().filter(|(_, word)| *word == "with" || *word == "without");
    marks.map(|(at, mark)| {
        let behind = words.iter().skip(at + 1).take(OBJECT_WINDOW);
        let objects = behind.take_while(|w| *w != "with" && *w != "without");
        let objects =
            objects.filter(|w| is_content(w) || matches!(w.as_str(), "it" | "them" | "this" | "one"));
        (mark.as_str(), objects.map(|w| stem(w)).take(1).collect())
    })
}

/// Rare words tell more than words that stand everywhere.
fn weights<'a>(said: &[Said<'a>]) -> BTreeMap<&'a String, usize> {
    let mut counts: BTreeMap<&String, usize> = BTreeMap::new();
    for stem in said.iter().flat_map(|s| s.stems.iter().copied()) {
        *counts.entry(stem).or_default() += 1;
    }
    for count in counts.values_mut() {
        *count = match *count {
            1 => 8,
            2 => 6,
            3 => 5,
            4..=6 => 4,
            _ => 3,
        };
    }
    counts
}

fn stance_of_all(clauses: &[Clause]) -> Stance {
    let words: Vec<String> = clauses.iter().flat_map(|clause| clause.words.iter().cloned()).collect();
    stance(&words)
}

/// Denials that a passage words in another way, or in another sentence.
fn is_said_otherwise(clause: &Clause, own: Stance, said: &[Said<'_>]) -> bool {
    if own.denies {
        let short = |s: &Said<'_>| s.stance.denied && is_short_denial_of(clause, s);
        // `There are no cables` is said by `it comes without cables`.
        let lacked = |s: &Said<'_>| !own.lacks && s.lacked.iter().any(|object| clause.stems.contains(object));
        return said.iter().any(|s| short(s) || lacked(s)) || is_excluded_elsewhere(clause, said);
    }
    let lacked = objects_of(&clause.words, "without");
    said.iter().any(|s| s.stance.denies && lacked.iter().any(|object| s.stems.contains(object)))
}

/// The stems behind each `mark` (`with`, `without`) of a clause.
fn objects_of(words: &[String], mark: &str) -> Vec<String> {
    conditions(words).filter(|(word, _)| *word == mark).flat_map(|(_, objects)| objects).collect()
}

/// `, not in the browser`: a fragment whose few words all stand in the clause.
fn is_short_denial_of(clause: &Clause, said: &Said<'_>) -> bool {
    (1..=2).contains(&said.stems.len()) && said.stems.iter().all(|stem| clause.stems.contains(*stem))
}

/// `It is excluded from …`, where another sentence says what is excluded.
fn is_excluded_elsewhere(clause: &Clause, said: &[Said<'_>]) -> bool {
    lexical_denials(clause).any(|stem| said.iter().any(|s| s.stance.denies && s.stems.contains(&stem)))
}

/// Words that deny by themselves (`excluded`), as stems, when nothing else in the clause denies.
fn lexical_denials(clause: &Clause) -> impl Iterator<Item = String> {
    let plain = clause.words.iter().any(|w| is_plain_denial(w));
    let denials = clause.words.iter().filter(move |w| !plain && is_denial(w));
    denials.map(|w| stem(w))
}
