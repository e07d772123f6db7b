//! Asks of every sentence whether a cited passage speaks of it at all.

use std::collections::BTreeSet;

use super::finding::{Finding, Kind};
use super::pieces::{Clause, Sentence};

/// Of the content words of a sentence, in percent, so many must stand in the cited passages.
const COVERED_MIN: usize = 60;
/// And so many in the one or two sentences nearest to it.
const NEAR_MIN: usize = 50;
/// Words that no passage has, beside the place a sentence points to.
const POINTING_UNKNOWN_MAX: usize = 2;
/// A greeting or closing is not longer than this, words.
const COURTESY_WORDS_MAX: usize = 16;

/// The findings about sentences of `draft` that `passages` do not speak of. Words of the visitor need no support.
pub(super) fn examine(
    draft: &str,
    sentences: &[Sentence],
    passages: &[Sentence],
    visitor: &BTreeSet<String>,
) -> Vec<Finding> {
    let known: Vec<BTreeSet<String>> = passages.iter().map(Sentence::stems).collect();
    let all: BTreeSet<&String> = known.iter().flatten().collect();
    let unsupported = sentences.iter().filter(|sentence| {
        // Figures and places are looked up one by one elsewhere; here they can only help.
        let words = claiming(sentence).flat_map(|c| &c.stems);
        let wanted: BTreeSet<&String> = words.filter(|w| !w.starts_with('#') || all.contains(w)).collect();
        !is_supported(&wanted, &known, &all, visitor) && !points(&wanted, &all)
    });
    let reason = "no cited passage speaks of this";
    unsupported.map(|s| Finding::at(Kind::Unsupported, draft, s.span, reason)).collect()
}

/// The clauses of a sentence that claim something: no questions, greetings, thanks, regrets or closings.
pub(super) fn claiming(sentence: &Sentence) -> impl Iterator<Item = &Clause> {
    let asks = sentence.is_question;
    sentence.clauses.iter().filter(move |clause| !asks && !is_courtesy(clause))
}

fn is_supported(
    wanted: &BTreeSet<&String>,
    known: &[BTreeSet<String>],
    all: &BTreeSet<&String>,
    visitor: &BTreeSet<String>,
) -> bool {
    // What the visitor said counts neither for nor against.
    let own: BTreeSet<&String> =
        wanted.iter().filter(|w| all.contains(*w) || !visitor.contains(**w)).copied().collect();
    if wanted.is_empty() {
        return true;
    }
    let covered = own.iter().filter(|w| all.contains(*w)).count();
    if covered == 0 || covered * 100 < COVERED_MIN * own.len() {
        return false;
    }
    nearest_two(&own, known) * 100 >= NEAR_MIN * own.len()
}

/// `You find the details at …`, `You must be 18`: a short sentence with a place or figure of the passages.
fn points(wanted: &BTreeSet<&String>, all: &BTreeSet<&String>) -> bool {
    let unknown = wanted.iter().filter(|w| !all.contains(*w)).count();
    let mut figures = wanted.iter().filter(|w| w.starts_with('#')).peekable();
    figures.peek().is_some()
        && (unknown <= 1 || unknown <= POINTING_UNKNOWN_MAX && figures.any(|w| w.contains('.')))
}

/// How many of `wanted` stand in the two sentences of `known` that together have most of them.
fn nearest_two(wanted: &BTreeSet<&String>, known: &[BTreeSet<String>]) -> usize {
    let share =
        |left: &BTreeSet<&String>, set: &BTreeSet<String>| left.iter().filter(|w| set.contains(**w)).count();
    let Some(best) = known.iter().max_by_key(|set| share(wanted, set)) else { return 0 };
    let left: BTreeSet<&String> = wanted.iter().filter(|w| !best.contains(**w)).copied().collect();
    let second = known.iter().map(|set| share(&left, set)).max().unwrap_or(0);
    wanted.len() - left.len() + second
}

/// How a courtesy begins. What follows after a comma is another clause and is not excused.
const COURTESIES: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "dear",
    "thanks for",
    "thank you",
    "many thanks",
    "sorry to hear",
    "sorry for",
    "sorry about",
    "sorry that",
    "i am sorry to",
    "i am sorry for",
    "i am sorry about",
    "i am sorry you",
    "i am sorry your",
    "i am sorry that",
    "i am very sorry to",
    "i am very sorry about",
    "we are sorry to",
    "we are sorry about",
    "we are sorry that",
    "oh no",
    "let me know",
    "please let me know",
    "please let us know",
    "just let me know",
    "let us know",
    "i hope",
    "we hope",
    "hope",
    "happy to help",
    "glad to help",
    "i am happy to help",
    "have a",
    "great question",
    "good question",
    "if you have any",
    "if you need",
    "if you get stuck",
    "if anything",
    "should you have",
    "best regards",
    "kind regards",
    "cheers",
    "we look forward",
    "looking forward",
    "congratulations",
    "you are welcome to",
    "you are welcome",
    "good morning",
    "good afternoon",
    "good evening",
    "is there anything",
    "my apologies",
    "apologies",
    "we apologise for",
    "i apologise for",
    "what a shame",
    "that is a pity",
    "get well",
    "please try again",
    "enjoy",
];

/// Courtesies only while they deny nothing (`I'm sorry we do not …`).
const REGRETS: &[&str] = &["i am sorry", "we are sorry", "sorry"];

fn is_courtesy(clause: &Clause) -> bool {
    if clause.words.len() > COURTESY_WORDS_MAX {
        return false;
    }
    let begins = |phrase: &str| {
        let mut words = clause.words.iter();
        phrase.split(' ').all(|part| words.next().is_some_and(|word| word == part))
    };
    let denies = clause.words.iter().any(|word| word == "not" || word == "no" || word == "only");
    COURTESIES.iter().any(|phrase| begins(phrase)) || !denies && REGRETS.iter().any(|phrase| begins(phrase))
}
