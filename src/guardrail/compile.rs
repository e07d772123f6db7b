//! Compiles checked rule files into one engine.

use std::collections::HashSet;

use super::dictionary::words_beginning_with;
use super::fault::Faults;
use super::fold::fold_pattern;
use super::language::{ENGLISH, Languages};
use super::owner_pattern::OwnerPattern;
use super::pattern::Reader;
use super::phrase::{Phrase, PhraseIndex};
use super::rule::{Examples, InDoubt, OPEN, Rule, RuleFile, SEVERAL};
use super::scan::Engine;
use super::small_words;
use super::view::Lexicon;
use super::vocabulary::Vocabulary;
use super::words::{Entry, WordIndex};

/// The set whose words make a number before them an amount of money.
const CURRENCY_SET: &str = "currency";

/// A word that most texts have is as good a sign as this many that few have.
const COMMON_COST: u32 = 50;
/// Small words that run together with others in a hashtag: `#refundmeplease`.
const CONNECTORS: &[&str] = &[
    "a", "i", "me", "my", "the", "to", "it", "want", "need", "please", "pls", "plz", "now", "how", "can",
    "you", "this", "that", "for", "of", "is", "and",
];

/// What the rules of all files have come to so far.
#[derive(Default)]
struct Draft {
    vocabulary: Vocabulary,
    words: Vec<Entry>,
    phrases: Vec<(usize, Phrase)>,
    exceptions: Vec<(usize, Phrase)>,
    patterns: Vec<OwnerPattern>,
    not_words: HashSet<(usize, String)>,
    languages: Languages,
    on_unknown_language: InDoubt,
    on_unreadable: InDoubt,
}

/// Builds the engine; rules are numbered through all files in order. What does not compile becomes
/// a fault of its file. Returns nothing if the automaton cannot be built at all.
pub(super) fn compile(files: &[RuleFile], faults: &mut [Faults<'_>]) -> Option<Engine> {
    let mut draft = Draft::default();
    draft.vocabulary.switch_language(true);
    for word in CONNECTORS {
        draft.vocabulary.learn(word);
    }
    let mut number = 0;
    let mut seen: HashSet<&str> = HashSet::new();
    for (file, faults) in files.iter().zip(faults.iter_mut()) {
        draft.vocabulary.switch_language(file.language == ENGLISH);
        if file.language != SEVERAL {
            draft.languages.speak(&file.language);
        }
        for word in file.sets.get(CURRENCY_SET).into_iter().flatten() {
            draft.vocabulary.learn_currency(word);
        }
        // The last file that says so decides: the owner's come after the built-in ones.
        draft.on_unknown_language = file.on_unknown_language.unwrap_or(draft.on_unknown_language);
        draft.on_unreadable = file.on_unreadable.unwrap_or(draft.on_unreadable);
        for rule in &file.rules {
            if !seen.insert(rule.id.get_ref()) {
                let message = "another rule has the same id".to_owned();
                faults.at(rule.id.span().start, Some(rule.id.get_ref()), "id", message);
            }
            draft.add(number, rule, file, faults);
            number += 1;
        }
    }
    draft.finish(faults)
}

impl Draft {
    fn add(&mut self, number: usize, rule: &Rule, file: &RuleFile, faults: &mut Faults<'_>) {
        let english = file.language == ENGLISH;
        for (list, stem) in [(&rule.words, false), (&rule.stems, true)] {
            for word in list {
                let open_left = word.get_ref().starts_with(OPEN);
                let text = fold_pattern(word.get_ref().trim_start_matches(OPEN));
                self.vocabulary.learn_keyword(&text, number);
                let inflections = if stem && english { words_beginning_with(&text) } else { Vec::new() };
                for inflection in &inflections {
                    self.vocabulary.learn_keyword(inflection, number);
                }
                self.words.push(Entry { rule: number, text, stem, open_left, english });
            }
        }
        let Examples { must_match, must_not_match } = &rule.examples;
        for texts in [&rule.words, &rule.stems, &rule.phrases, must_match, must_not_match] {
            for text in texts.iter().filter(|_| file.language != SEVERAL) {
                self.languages.learn(text.get_ref());
            }
        }
        let not_words = rule.not_words.iter().map(|word| (number, fold_pattern(word.get_ref())));
        self.not_words.extend(not_words);
        let id = rule.id.get_ref();
        let mut reader = Reader { vocabulary: &mut self.vocabulary, sets: &file.sets };
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
            match OwnerPattern::new(number, source.get_ref()) {
                Ok(pattern) => self.patterns.push(pattern),
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
        let common = small_words::folded(ENGLISH);
        let vocabulary = &self.vocabulary;
        let cost = |id: u32| match vocabulary.word(id) {
            Some(word) if !common.contains(word.text.as_str()) => 1,
            // Numbers and small words stand in most texts.
            _ => COMMON_COST,
        };
        Some(Engine {
            words,
            phrases: PhraseIndex::new(self.phrases, size, cost),
            exceptions: PhraseIndex::new(self.exceptions, size, cost),
            patterns: self.patterns,
            not_words: self.not_words,
            languages: self.languages.finish(),
            on_unknown_language: self.on_unknown_language,
            on_unreadable: self.on_unreadable,
            lexicon: Lexicon::new(self.vocabulary),
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
