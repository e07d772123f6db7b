//! Asks every layer about every view of a text and keeps what no exception contains.

use std::cmp::Reverse;

use regex::Regex;

use super::joined;
use super::phrase::PhraseIndex;
use super::tokens::Vocabulary;
use super::verdict::Layer;
use super::view::{View, ViewKind, views};
use super::words::WordIndex;

/// More hits of one rule tell a person nothing new, and a long text could hold thousands.
const MAX_HITS_PER_RULE: usize = 16;

/// The compiled rules. Rules are spoken of by their number.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    pub(super) vocabulary: Vocabulary,
    pub(super) words: WordIndex,
    pub(super) phrases: PhraseIndex,
    pub(super) exceptions: PhraseIndex,
    pub(super) patterns: Vec<(usize, Regex)>,
}

/// Something a rule recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) rule: usize,
    pub(super) layer: Layer,
    /// Byte offsets in the original text.
    pub(super) span: (usize, usize),
    /// What it reads as.
    pub(super) normalised: String,
}

/// A hit in the coordinates of its view.
struct Raw {
    rule: usize,
    layer: Layer,
    start: usize,
    end: usize,
}

impl Engine {
    /// All hits in a text, in the order of the text.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        let mut hits = Vec::new();
        for view in views(text, &self.vocabulary) {
            let mut raw = self.raw_hits(&view);
            self.drop_excepted(&mut raw, &view);
            hits.extend(raw.into_iter().map(|raw| settle(&raw, &view)));
        }
        tidy(hits)
    }

    fn raw_hits(&self, view: &View) -> Vec<Raw> {
        let mut hits = Vec::new();
        let folded = view.folded.text();
        self.words.find(folded, |entry, start, end| {
            hits.push(Raw { rule: entry.rule, layer: Layer::Word, start, end });
        });
        joined::find(&self.words, folded, &view.tokens, |entry, start, end| {
            hits.push(Raw { rule: entry.rule, layer: Layer::Joined, start, end });
        });
        self.phrases.find(&view.tokens, |hit| {
            let (start, end) = (hit.start, hit.end);
            hits.push(Raw { rule: hit.rule, layer: Layer::Phrase, start, end });
        });
        for (rule, pattern) in &self.patterns {
            for found in pattern.find_iter(folded) {
                let (start, end) = (found.start(), found.end());
                hits.push(Raw { rule: *rule, layer: Layer::Pattern, start, end });
            }
        }
        hits
    }

    /// Drops a hit only if an exception of its own rule contains it; hits elsewhere stand.
    fn drop_excepted(&self, hits: &mut Vec<Raw>, view: &View) {
        if hits.is_empty() {
            return;
        }
        let mut excused = Vec::new();
        self.exceptions.find(&view.tokens, |exception| {
            let written = view.folded.text().get(exception.start..exception.end);
            if written.is_some_and(is_plainly_written) {
                excused.push((exception.rule, exception.start, exception.end));
            }
        });
        let excused = Excused::new(excused);
        hits.retain(|hit| !excused.contain(hit));
    }
}

/// The exceptions found in a view, in an order that answers for many hits quickly.
struct Excused {
    /// Rule, start, and the furthest end of this rule's exceptions that start no later.
    reach: Vec<(usize, usize, usize)>,
}

impl Excused {
    fn new(mut found: Vec<(usize, usize, usize)>) -> Self {
        found.sort_unstable();
        let mut furthest = (0, 0);
        for (rule, _, end) in &mut found {
            if furthest.0 == *rule {
                *end = furthest.1.max(*end);
            }
            furthest = (*rule, *end);
        }
        Self { reach: found }
    }

    fn contain(&self, hit: &Raw) -> bool {
        let later = self.reach.partition_point(|(rule, start, _)| (*rule, *start) <= (hit.rule, hit.start));
        let nearest = later.checked_sub(1).and_then(|at| self.reach.get(at));
        nearest.is_some_and(|(rule, _, end)| *rule == hit.rule && hit.end <= *end)
    }
}

/// An exception is an exact phrase: words and blanks, no dots, hyphens or line ends in between.
fn is_plainly_written(phrase: &str) -> bool {
    phrase.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '\''))
}

fn settle(raw: &Raw, view: &View) -> Hit {
    let read = view.folded.text().get(raw.start..raw.end).unwrap_or_default();
    let normalised = match raw.layer {
        Layer::Joined => read.chars().filter(|c| c.is_alphabetic()).collect(),
        _ => read.to_owned(),
    };
    let layer = match view.kind {
        ViewKind::Native => raw.layer,
        ViewKind::Lookalike => Layer::Lookalike,
    };
    Hit { rule: raw.rule, layer, span: view.folded.original(raw.start..raw.end), normalised }
}

/// Of the hits of one rule that lie inside each other the widest is kept.
fn tidy(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.rule, hit.span.0, Reverse(hit.span.1), hit.layer));
    let mut kept: Vec<Hit> = Vec::with_capacity(hits.len());
    let mut of_this_rule = 0;
    for hit in hits {
        let last = kept.last().filter(|last| last.rule == hit.rule);
        if last.is_none() {
            of_this_rule = 0;
        }
        // Kept hits of a rule end ever later, so the last one reaches furthest.
        let inside = last.is_some_and(|last| hit.span.1 <= last.span.1);
        if !inside && of_this_rule < MAX_HITS_PER_RULE {
            of_this_rule += 1;
            kept.push(hit);
        }
    }
    kept.sort_by_key(|hit| (hit.span, hit.rule));
    kept
}
