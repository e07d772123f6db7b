//! Finds promises and claims to have acted: what commits the owner to something no passage says.

use std::collections::BTreeSet;

use super::finding::{Finding, Kind};
use super::pieces::{Clause, Sentence};
use super::words::{plain_stem, stem};

/// Of the content words of a promise, in percent, so many must stand in one sentence of a passage that licenses it.
const LICENSED_MIN: usize = 70;
/// Words between a subject, its auxiliary and its verb.
const REACH: usize = 4;

/// What somebody may promise to do, or claim to have done, for a visitor.
const DEEDS: &str = "
refund reimburse compensate credit repay call phone contact email mail message write send ship dispatch replace reship
deliver cancel return follow look check investigate arrange organise organize ensure process escalate forward pass inform
notify update reach extend waive fix repair resolve solve handle sort take make give offer grant approve confirm book
reserve change transfer remove delete add apply issue create open close activate deactivate upgrade downgrade unlock
reset correct adjust submit request report raise schedule cover honour honor deduct discount pay prioritise prioritize see
expedite speak talk discuss ask tell get hear keep answer reply respond complete review set
";
/// Who promises for the owner.
const SELVES: &[&str] = &[
    "i",
    "we",
    "someone",
    "somebody",
    "team",
    "colleague",
    "colleagues",
    "agent",
    "support",
    "staff",
    "representative",
    "manager",
    "specialist",
    "technician",
    "department",
    "they",
    "warehouse",
    "accounting",
];
/// What a visitor is promised to get.
const GAINS: &[&str] = &[
    "receive",
    "get",
    "hear",
    "contacted",
    "called",
    "refunded",
    "credited",
    "compensated",
    "reimbursed",
    "have",
    "notified",
    "informed",
    "updated",
    "emailed",
];
/// What is promised to happen to a thing.
const EVENTS: &[&str] = &[
    "arrive",
    "delivered",
    "refunded",
    "returned",
    "replaced",
    "shipped",
    "sent",
    "there",
    "resolved",
    "fixed",
    "cancelled",
    "canceled",
    "credited",
    "reimbursed",
    "processed",
    "ready",
    "sorted",
    "reach",
    "paid",
    "happen",
    "come",
    "back",
];
const TOMORROWS: &[&str] = &["tomorrow", "tonight", "today", "asap", "shortly", "immediately"];
const VOWS: &[&str] = &[
    "guarantee",
    "guarantees",
    "guaranteed",
    "promise",
    "promises",
    "promised",
    "assured",
    "assure",
    "vow",
    "swear",
];
const PHRASES: &[&[&str]] = &[
    &["you", "have", "my", "word"],
    &["gesture", "of", "goodwill"],
    &["make", "an", "exception"],
    &["on", "the", "house"],
    &["as", "compensation"],
    &["by", "tomorrow"],
    &["leave", "it", "with", "me"],
    &["leave", "it", "with", "us"],
    &["consider", "it", "done"],
    &["all", "taken", "care", "of"],
];

/// The findings about clauses of `draft` that promise what no sentence of `passages` says.
pub(super) fn examine(draft: &str, sentences: &[Sentence], passages: &[Sentence]) -> Vec<Finding> {
    let known: Vec<BTreeSet<String>> = passages.iter().map(Sentence::stems).collect();
    let said: BTreeSet<String> =
        passages.iter().flat_map(|s| &s.clauses).flat_map(|c| &c.words).map(|w| plain_stem(w)).collect();
    let mut findings = Vec::new();
    for sentence in sentences.iter().filter(|s| !s.is_question) {
        for clause in &sentence.clauses {
            if let Some(reason) = promise(clause, &known, &said) {
                findings.push(Finding::at(Kind::Promise, draft, clause.span, reason));
            }
        }
    }
    findings
}

fn promise(clause: &Clause, known: &[BTreeSet<String>], said: &BTreeSet<String>) -> Option<&'static str> {
    let words: Vec<&str> = clause.words.iter().map(String::as_str).collect();
    if has_done(&words) || has_let(&words) {
        return Some("claims to have acted, which a draft cannot have");
    }
    if words.iter().any(|w| VOWS.contains(w) && !said.contains(&plain_stem(w))) && !words.contains(&"not") {
        return Some("gives a guarantee that no cited passage gives");
    }
    if PHRASES.iter().any(|phrase| words.windows(phrase.len()).any(|window| window == *phrase)) {
        return Some("makes a concession that no cited passage makes");
    }
    if acts_itself(&words) {
        return Some("promises an action that nobody may take");
    }
    let deed = will_do(&words)?;
    (!is_licensed(clause, deed, known)).then_some("promises something that no cited passage says")
}

/// `I have cancelled`, `we've already sent`, `I just forwarded`.
fn has_done(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let ahead = words.iter().skip(at + 1).take(REACH);
        let past = ahead.clone().position(|w| w.ends_with("ed") && is_deed(w) || is_past(w));
        let Some(past) = past.filter(|_| SELVES.contains(word)) else { return false };
        let mut between = ahead.take(past);
        between.all(|w| {
            matches!(*w, "have" | "has" | "just" | "already" | "now" | "also" | "personally" | "had")
        })
    })
}

/// `I've let the team know`, `we already had it checked`.
fn has_let(words: &[&str]) -> bool {
    let starts = |at: usize, list: &[&str]| words.get(at).is_some_and(|w| list.contains(w));
    (0..words.len()).any(|at| {
        starts(at, &["i", "we"])
            && starts(at + 1, &["have", "had", "already", "just"])
            && (starts(at + 2, &["let", "had", "got"]) || starts(at + 3, &["let", "had", "got"]))
    })
}

fn is_past(word: &str) -> bool {
    matches!(
        word,
        "sent"
            | "made"
            | "taken"
            | "spoken"
            | "told"
            | "given"
            | "paid"
            | "set"
            | "asked"
            | "begun"
            | "done"
            | "put"
    )
}

/// `I will`, `I'm going to`, `I can offer`, `let me cancel`, `I am processing`: a draft does nothing itself.
fn acts_itself(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(at, word)| {
        let deeds = |from: usize| words.iter().skip(from).take(REACH).any(|w| is_deed(w));
        match (*word, words.get(at + 1).copied().unwrap_or_default()) {
            ("i", "will" | "shall" | "can" | "could") => deeds(at + 2) && !words.contains(&"not"),
            ("i" | "we", "am" | "are") => words.iter().skip(at + 2).take(2).any(|w| {
                w.strip_suffix("ing").is_some_and(|w| is_deed(w) || is_deed(&format!("{w}e")))
                    || *w == "cancelling"
            }),
            ("let", "me") => words.get(at + 2).is_some_and(|w| is_deed(w)),
            _ => false,
        }
    })
}

/// The verb of what is said to happen: somebody will act, the visitor will get, something will come about.
fn will_do<'a>(words: &[&'a str]) -> Option<&'a str> {
    let will = words.iter().enumerate().position(|(at, word)| is_future(words, at, word))?;
    let behind = words.get(..will).unwrap_or_default();
    let ahead = words.iter().skip(will + 1).take(REACH + 2);
    if ahead.clone().take(2).any(|w| *w == "not") {
        return None;
    }
    let subject = |list: &[&str]| behind.iter().rev().take(REACH + 2).any(|w| list.contains(w));
    if subject(SELVES) {
        return ahead.copied().find(|w| is_deed(w) || *w == "touch" || *w == "back");
    }
    if subject(&["you"]) {
        return ahead.copied().find(|w| GAINS.contains(w));
    }
    let event = ahead.copied().find(|w| EVENTS.contains(w));
    event.or_else(|| words.iter().copied().find(|w| TOMORROWS.contains(w)))
}

fn is_future(words: &[&str], at: usize, word: &str) -> bool {
    let next = words.get(at + 1).copied().unwrap_or_default();
    matches!(word, "will" | "shall" | "gonna") || word == "going" && next == "to"
}

fn is_deed(word: &str) -> bool {
    let stem = plain_stem(word);
    DEEDS.split_whitespace().any(|deed| deed == word || plain_stem(deed) == stem)
}

/// A sentence of a passage has the verb and most of the words.
fn is_licensed(clause: &Clause, deed: &str, known: &[BTreeSet<String>]) -> bool {
    if clause
        .words
        .iter()
        .any(|w| TOMORROWS.contains(&w.as_str()) && !known.iter().any(|k| k.contains(&stem(w))))
    {
        return false;
    }
    let verb = stem(deed);
    known.iter().any(|sentence| {
        let shared = clause.stems.iter().filter(|w| sentence.contains(*w)).count();
        let verb_known = sentence.contains(&verb) || !super::words::is_content(deed);
        verb_known && shared > 0 && shared * 100 >= LICENSED_MIN * clause.stems.len()
    })
}
