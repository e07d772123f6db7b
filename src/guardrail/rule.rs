//! Rule files: the raw TOML, and the rules it becomes once every field is checked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::fault::Faults;
use super::fold::fold_pattern;
use super::language::ENGLISH;
use super::tokens::words_of;

/// The only version of the format so far.
const VERSION: u32 = 1;
/// A file in several languages, none of which counts as spoken because of it.
pub(super) const SEVERAL: &str = "other";
/// Shorter words hit by chance too often to be asked for.
const MIN_WORD_LETTERS: usize = 3;
/// A stem is open at its right side, so it must say more.
const MIN_STEM_LETTERS: usize = 4;
/// A stem that begins so is open at its left side too.
pub(super) const OPEN: char = '*';
/// Fewer examples show nothing.
const MIN_EXAMPLES: usize = 2;
/// Ids that begin so belong to the guardrail itself.
pub(super) const RESERVED_PREFIX: &str = "guardrail.";

/// How much a rule weighs.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Exceptions may excuse a hit that lies inside them.
    #[default]
    Normal,
    /// No exception ever applies.
    Critical,
}

/// What becomes of a turn that a rule recognises.
#[derive(Serialize, Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A human answers.
    #[default]
    Human,
    /// The turn goes on; what the rule found is told by [`Rulebook::shadow`](super::Rulebook::shadow).
    Log,
}

/// What becomes of a text that no rule can judge.
#[derive(Deserialize, Clone, Copy, Debug, Default, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub(super) enum InDoubt {
    #[default]
    Human,
    Allow,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    version: Spanned<u32>,
    language: Option<Spanned<String>>,
    on_unknown_language: Option<InDoubt>,
    on_unreadable: Option<InDoubt>,
    #[serde(default)]
    sets: BTreeMap<String, Vec<Spanned<String>>>,
    rules: Vec<Rule>,
}

/// One `[[rules]]` block. Every text keeps its place in the file for the sake of error messages.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Rule {
    pub(super) id: Spanned<String>,
    pub(super) title: Spanned<String>,
    #[serde(default)]
    pub(super) severity: Severity,
    #[serde(default)]
    pub(super) action: Action,
    #[serde(default)]
    pub(super) words: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) stems: Vec<Spanned<String>>,
    /// Tokens that are never read as one of the words.
    #[serde(default)]
    pub(super) not_words: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) phrases: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) regex: Vec<Spanned<String>>,
    #[serde(default)]
    pub(super) exceptions: Vec<Spanned<String>>,
    pub(super) examples: Examples,
}

/// What a rule promises to hold and to let pass.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Examples {
    pub(super) must_match: Vec<Spanned<String>>,
    pub(super) must_not_match: Vec<Spanned<String>>,
}

/// A rule file whose fields are sound, each for itself.
pub(super) struct RuleFile {
    /// What the words are in: `en`, `de`, or `other` for several. A dictionary of English tells misspellings
    /// from other words; the small words of a language tell that a text is in it.
    pub(super) language: String,
    /// Named word lists that phrases of this file may speak of as `<name>`.
    pub(super) sets: BTreeMap<String, Vec<String>>,
    pub(super) on_unknown_language: Option<InDoubt>,
    pub(super) on_unreadable: Option<InDoubt>,
    pub(super) rules: Vec<Rule>,
}

/// Reads and checks one file; what cannot be read at all gives nothing but faults.
pub(super) fn read_file(source: &str, faults: &mut Faults<'_>) -> Option<RuleFile> {
    let mut raw: RawFile = match toml::from_str(source) {
        Ok(raw) => raw,
        Err(error) => {
            faults.toml(&error);
            return None;
        }
    };
    if *raw.version.get_ref() != VERSION {
        let message = format!("version must be {VERSION}");
        faults.at(raw.version.span().start, None, "version", message);
    }
    let language = raw.language.as_ref().map_or(ENGLISH, |language| language.get_ref()).to_owned();
    if !(language == SEVERAL || language.len() == 2 && language.bytes().all(|b| b.is_ascii_lowercase())) {
        let at = raw.language.as_ref().map_or(0, |language| language.span().start);
        let message = format!("language {language:?} must be two small letters, as \"de\", or {SEVERAL:?}");
        faults.at(at, None, "language", message);
    }
    for rule in &raw.rules {
        check_rule(rule, faults);
    }
    let sets = check_sets(std::mem::take(&mut raw.sets), faults);
    let RawFile { on_unknown_language, on_unreadable, rules, .. } = raw;
    Some(RuleFile { language, sets, on_unknown_language, on_unreadable, rules })
}

fn check_sets(
    raw: BTreeMap<String, Vec<Spanned<String>>>,
    faults: &mut Faults<'_>,
) -> BTreeMap<String, Vec<String>> {
    let mut sets = BTreeMap::new();
    for (name, words) in raw {
        let mut folded_words = Vec::with_capacity(words.len());
        for word in words {
            let folded = fold_pattern(word.get_ref());
            if words_of(&folded) != [folded.as_str()] {
                let message = format!("set {name}: {:?} must be a single word", word.get_ref());
                faults.at(word.span().start, None, "sets", message);
            }
            folded_words.push(folded);
        }
        sets.insert(name, folded_words);
    }
    sets
}

fn check_rule(rule: &Rule, faults: &mut Faults<'_>) {
    check_names(rule, faults);
    check_words(rule, faults);
    check_examples(rule, faults);
    let id = rule.id.get_ref().as_str();
    let at = rule.id.span().start;
    let lists = [&rule.words, &rule.stems, &rule.phrases, &rule.regex];
    if lists.iter().all(|list| list.is_empty()) {
        let message = "needs at least one of words, stems, phrases or regex".to_owned();
        faults.at(at, Some(id), "words", message);
    }
    if rule.severity == Severity::Critical && !rule.exceptions.is_empty() {
        let message = "a critical rule takes no exceptions; drop them, or its severity".to_owned();
        faults.at(at, Some(id), "exceptions", message);
    }
}

fn check_names(rule: &Rule, faults: &mut Faults<'_>) {
    let id = rule.id.get_ref().as_str();
    let at = rule.id.span().start;
    let well_formed = !id.is_empty()
        && id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b));
    if !well_formed {
        let message = "an id is made of a-z, 0-9, '.', '_' and '-'".to_owned();
        faults.at(at, Some(id), "id", message);
    }
    if id.starts_with(RESERVED_PREFIX) {
        let message = format!("ids that begin with {RESERVED_PREFIX:?} are taken");
        faults.at(at, Some(id), "id", message);
    }
    if rule.title.get_ref().trim().is_empty() {
        let message = "the title is empty; people see it".to_owned();
        faults.at(rule.title.span().start, Some(id), "title", message);
    }
}

fn check_words(rule: &Rule, faults: &mut Faults<'_>) {
    let lists = [
        ("words", &rule.words, MIN_WORD_LETTERS),
        ("stems", &rule.stems, MIN_STEM_LETTERS),
        ("not_words", &rule.not_words, MIN_WORD_LETTERS),
    ];
    for (field, list, min_letters) in lists {
        for word in list {
            let text =
                if field == "stems" { word.get_ref().trim_start_matches(OPEN) } else { word.get_ref() };
            let folded = fold_pattern(text);
            let letters = folded.chars().count();
            let message = if words_of(&folded) != [folded.as_str()] || folded.contains('\'') {
                format!("{field}: {:?} is not a single word; use phrases", word.get_ref())
            } else if folded.is_ascii() && letters < min_letters {
                format!("{field}: {:?} needs at least {min_letters} letters", word.get_ref())
            } else {
                continue;
            };
            faults.at(word.span().start, Some(rule.id.get_ref()), field, message);
        }
    }
}

fn check_examples(rule: &Rule, faults: &mut Faults<'_>) {
    let lists = [
        ("examples.must_match", &rule.examples.must_match),
        ("examples.must_not_match", &rule.examples.must_not_match),
    ];
    for (field, list) in lists {
        if list.len() < MIN_EXAMPLES {
            let message = format!("{field} needs at least {MIN_EXAMPLES} examples");
            faults.at(rule.id.span().start, Some(rule.id.get_ref()), field, message);
        }
    }
}
