//! Asks every layer about every view of a text and keeps what no exception contains.

use std::cmp::Reverse;
use std::collections::HashSet;

use super::joined;
use super::language::Languages;
use super::letters::script_of;
use super::obscure::{Obscurity, obscurity};
use super::owner_pattern::OwnerPattern;
use super::phrase::PhraseIndex;
use super::readings::Reading;
use super::rule::InDoubt;
use super::tokens::UNKNOWN;
use super::traits::Traits;
use super::verdict::Layer;
use super::view::{Lexicon, View, ViewKind};
use super::words::WordIndex;

/// More hits of one rule tell a person nothing new, and a long text could hold thousands.
const MAX_HITS_PER_RULE: usize = 16;

/// So many exceptions are told with a hit.
const MAX_EXCEPTIONS_TOLD: usize = 4;

/// The compiled rules. Rules are spoken of by their number.
#[derive(Clone, Debug)]
pub(super) struct Engine {
    pub(super) lexicon: Lexicon,
    pub(super) words: WordIndex,
    pub(super) phrases: PhraseIndex,
    pub(super) exceptions: PhraseIndex,
    pub(super) patterns: Vec<OwnerPattern>,
    /// Spellings that are never read as a word of a rule.
    pub(super) not_words: HashSet<(usize, String)>,
    pub(super) languages: Languages,
    pub(super) on_unknown_language: InDoubt,
    pub(super) on_unreadable: InDoubt,
}

/// Something about a text that no rule can judge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Doubt {
    pub(super) kind: DoubtKind,
    /// Byte offsets in the original text.
    pub(super) span: (usize, usize),
}

/// Why no rule can judge a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DoubtKind {
    Language,
    Obscure(Obscurity),
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
    /// Exceptions of its rule that do not contain it; byte offsets in the original text.
    pub(super) exceptions: Vec<(usize, usize)>,
}

/// A hit in the coordinates of its view.
struct Raw {
    rule: usize,
    layer: Layer,
    start: usize,
    end: usize,
    /// The word of the vocabulary that it was read as, if it is not written like one.
    word: u32,
}

impl Engine {
    /// All hits in a text, in the order of the text.
    pub(super) fn hits(&self, text: &str) -> Vec<Hit> {
        self.hits_in(&self.views(text, Traits::of(text)))
    }

    /// All views of a text, the native one first.
    pub(super) fn views(&self, text: &str, traits: Traits) -> Vec<View> {
        self.lexicon.views(text, traits)
    }

    /// All hits in the views of a text, in the order of the text.
    pub(super) fn hits_in(&self, views: &[View]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for view in views {
            let mut raw = self.raw_hits(view);
            let excused = self.drop_excepted(&mut raw, view);
            self.drop_not_words(&mut raw, view);
            hits.extend(raw.into_iter().map(|raw| self.settle(&raw, view, &excused)));
        }
        tidy(hits)
    }

    /// What in a text goes to a human although no rule recognises it.
    pub(super) fn doubt(&self, text: &str, traits: Traits, native: &View) -> Option<Doubt> {
        let obscure = (self.on_unreadable == InDoubt::Human).then(|| obscurity(text, traits)).flatten();
        if let Some((kind, span)) = obscure {
            return Some(Doubt { kind: DoubtKind::Obscure(kind), span });
        }
        let foreign = (self.on_unknown_language == InDoubt::Human)
            .then(|| self.languages.foreign(text, native))
            .flatten();
        foreign.map(|span| Doubt { kind: DoubtKind::Language, span })
    }

    fn raw_hits(&self, view: &View) -> Vec<Raw> {
        let mut hits = Vec::new();
        let folded = view.folded.text();
        self.words.find(folded, |entry, start, end, layer| {
            hits.push(Raw { rule: entry.rule, layer, start, end, word: UNKNOWN });
        });
        joined::find(&self.words, folded, &view.tokens, |entry, start, end| {
            hits.push(Raw { rule: entry.rule, layer: Layer::Joined, start, end, word: UNKNOWN });
        });
        for strange in &view.strange {
            let Reading { id, layer, .. } = strange.reading;
            let word = self.lexicon.vocabulary.word(id);
            for rule in word.into_iter().flat_map(|word| &word.rules) {
                hits.push(Raw { rule: *rule, layer, start: strange.start, end: strange.end, word: id });
            }
        }
        self.phrases.find(&view.tokens, |hit| {
            let (start, end) = (hit.start, hit.end);
            hits.push(Raw { rule: hit.rule, layer: Layer::Phrase, start, end, word: UNKNOWN });
        });
        let ascii = folded.is_ascii();
        for pattern in self.patterns.iter().filter(|pattern| !(ascii && pattern.is_beyond_ascii())) {
            pattern.find(folded, |start, end| {
                hits.push(Raw { rule: pattern.rule, layer: Layer::Pattern, start, end, word: UNKNOWN });
            });
        }
        hits
    }

    fn drop_not_words(&self, hits: &mut Vec<Raw>, view: &View) {
        if self.not_words.is_empty() || hits.is_empty() {
            return;
        }
        let text = view.folded.text();
        hits.retain(|hit| {
            let written = text.get(hit.start..hit.end).unwrap_or_default();
            let bare = written.strip_suffix("'s").unwrap_or(written).trim_end_matches('\'');
            let named = |word: &str| self.not_words.contains(&(hit.rule, word.to_owned()));
            // A part of a word is that word: "charge" in "chargement".
            !named(bare) && !named(whole_word(text, hit.start, hit.end))
        });
    }

    fn settle(&self, raw: &Raw, view: &View, excused: &Excused) -> Hit {
        let written = view.folded.text().get(raw.start..raw.end).unwrap_or_default();
        let normalised = match (self.lexicon.vocabulary.word(raw.word), raw.layer) {
            (Some(word), _) => word.text.clone(),
            (None, Layer::Joined) => written.chars().filter(|c| c.is_alphabetic()).collect(),
            (None, _) => written.to_owned(),
        };
        let layer = match view.kind {
            ViewKind::Native => raw.layer,
            ViewKind::Lookalike => Layer::Lookalike,
            ViewKind::Decoded => Layer::Decoded,
        };
        let exceptions = excused.of(raw.rule).map(|(start, end)| view.folded.original(start..end)).collect();
        Hit { rule: raw.rule, layer, span: view.folded.original(raw.start..raw.end), normalised, exceptions }
    }

    /// Drops a hit only if an exception of its own rule contains it; hits elsewhere stand.
    fn drop_excepted(&self, hits: &mut Vec<Raw>, view: &View) -> Excused {
        if hits.is_empty() {
            return Excused::default();
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
        excused
    }
}

/// The exceptions found in a view, in an order that answers for many hits quickly.
#[derive(Default)]
struct Excused {
    /// Rule, start and end.
    found: Vec<(usize, usize, usize)>,
    /// Rule, start, and the furthest end of this rule's exceptions that start no later.
    reach: Vec<(usize, usize, usize)>,
}

impl Excused {
    fn new(mut found: Vec<(usize, usize, usize)>) -> Self {
        found.sort_unstable();
        let mut reach = found.clone();
        let mut furthest = (0, 0);
        for (rule, _, end) in &mut reach {
            if furthest.0 == *rule {
                *end = furthest.1.max(*end);
            }
            furthest = (*rule, *end);
        }
        Self { found, reach }
    }

    /// Where the first exceptions of a rule stand.
    fn of(&self, rule: usize) -> impl Iterator<Item = (usize, usize)> {
        let own = self.found.iter().filter(move |found| found.0 == rule);
        own.map(|(_, start, end)| (*start, *end)).take(MAX_EXCEPTIONS_TOLD)
    }

    fn contain(&self, hit: &Raw) -> bool {
        let later = self.reach.partition_point(|(rule, start, _)| (*rule, *start) <= (hit.rule, hit.start));
        let nearest = later.checked_sub(1).and_then(|at| self.reach.get(at));
        nearest.is_some_and(|(rule, _, end)| *rule == hit.rule && hit.end <= *end)
    }
}

/// The word that a stretch of a text lies in.
fn whole_word(text: &str, start: usize, end: usize) -> &str {
    let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
    let from = before.trim_end_matches(char::is_alphabetic).len();
    let to = text.len() - after.trim_start_matches(char::is_alphabetic).len();
    text.get(from..to).unwrap_or_default()
}

/// An exception is an exact phrase: words and blanks, no dots, hyphens or line ends in between.
fn is_plainly_written(phrase: &str) -> bool {
    phrase.chars().all(|c| c.is_alphanumeric() || script_of(c).is_some() || matches!(c, ' ' | '\''))
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
