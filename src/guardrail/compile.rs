//! Compiles checked rule files into one engine.

use std::collections::{BTreeMap, HashSet};

use regex::{Regex, RegexBuilder};

use super::fault::Faults;
use super::fold::fold_pattern;
use super::pattern::Reader;
use super::phrase::{Phrase, PhraseIndex};
use super::rule::{Rule, RuleFile};
use super::scan::Engine;
use super::tokens::Vocabulary;
use super::words::{Entry, WordIndex};

/// Compiled size of one owner pattern; a pattern that needs more is a mistake or an attack.
const MAX_REGEX_BYTES: usize = 256 * 1024;
/// The set whose words make a number before them an amount of money.
const CURRENCY_SET: &str = "currency";

/// What the rules of all files have come to so far.
#[derive(Default)]
struct Draft {
    vocabulary: Vocabulary,
    words: Vec<Entry>,
    phrases: Vec<(usize, Phrase)>,
    exceptions: Vec<(usize, Phrase)>,
    patterns: Vec<(usize, Regex)>,
}

/// Builds the engine; rules are numbered through all files in order. What does not compile becomes
/// a fault of its file. Returns nothing if the automaton cannot be built at all.
pub(super) fn compile(files: &[RuleFile], faults: &mut [Faults<'_>]) -> Option<Engine> {
    let mut draft = Draft::default();
    let mut number = 0;
    let mut seen: HashSet<&str> = HashSet::new();
    for (file, faults) in files.iter().zip(faults.iter_mut()) {
        for word in file.sets.get(CURRENCY_SET).into_iter().flatten() {
            draft.vocabulary.learn_currency(word);
        }
        for rule in &file.rules {
            if !seen.insert(rule.id.get_ref()) {
                let message = "another rule has the same id".to_owned();
                faults.at(rule.id.span().start, Some(rule.id.get_ref()), "id", message);
            }
            draft.add(number, rule, &file.sets, faults);
            number += 1;
        }
    }
    draft.finish(faults)
}

impl Draft {
    fn add(
        &mut self,
        number: usize,
        rule: &Rule,
        sets: &BTreeMap<String, Vec<String>>,
        faults: &mut Faults<'_>,
    ) {
        for (list, stem) in [(&rule.words, false), (&rule.stems, true)] {
            let entry = |word: &str| Entry { rule: number, text: fold_pattern(word), stem };
            self.words.extend(list.iter().map(|word| entry(word.get_ref())));
        }
        let id = rule.id.get_ref();
        let mut reader = Reader { vocabulary: &mut self.vocabulary, sets };
        for source in &rule.phrases {
            match reader.phrase(source.get_ref()) {
                Ok(phrase) => self.phrases.push((number, phrase)),
                Err(message) => faults.at(source.span().start, Some(id), "phrases", message),
            }
        }
        for source in &rule.exceptions {
            let exact =
                reader.phrase(source.get_ref()).and_then(|phrase| must_be_exact(phrase, source.get_ref()));
            match exact {
                Ok(phrase) => self.exceptions.push((number, phrase)),
                Err(message) => faults.at(source.span().start, Some(id), "exceptions", message),
            }
        }
        for source in &rule.regex {
            match compile_regex(source.get_ref()) {
                Ok(pattern) => self.patterns.push((number, pattern)),
                Err(message) => faults.at(source.span().start, Some(id), "regex", message),
            }
        }
    }

    fn finish(self, faults: &mut [Faults<'_>]) -> Option<Engine> {
        let size = self.vocabulary.len();
        let words = match WordIndex::new(self.words) {
            Ok(words) => words,
            Err(error) => {
                if let Some(faults) = faults.first_mut() {
                    faults.at(0, None, "words", format!("too many words: {error}"));
                }
                return None;
            }
        };
        Some(Engine {
            words,
            phrases: PhraseIndex::new(self.phrases, size),
            exceptions: PhraseIndex::new(self.exceptions, size),
            patterns: self.patterns,
            vocabulary: self.vocabulary,
        })
    }
}

fn must_be_exact(phrase: Phrase, source: &str) -> Result<Phrase, String> {
    if phrase.has_gap() {
        return Err(format!("exception {source:?} must be exact, without ..."));
    }
    if phrase.is_single() {
        return Err(format!(
            "exception {source:?} must be two words or more; one word would switch the rule off"
        ));
    }
    Ok(phrase)
}

fn compile_regex(source: &str) -> Result<Regex, String> {
    let pattern = RegexBuilder::new(source)
        .case_insensitive(true)
        .size_limit(MAX_REGEX_BYTES)
        .dfa_size_limit(MAX_REGEX_BYTES * 4)
        .build()
        .map_err(|error| format!("regex {source:?}: {error}"))?;
    if pattern.is_match("") {
        return Err(format!("regex {source:?} matches the empty text, so it would hold all"));
    }
    Ok(pattern)
}
