//! Finds what is allowed in a rule file but likely not meant.

use super::dictionary::{is_word, words_beginning_with, words_one_edit_from};
use super::fault::{Faults, RuleFault};
use super::fold::fold_pattern;
use super::language::ENGLISH;
use super::rule::{OPEN, Rule, read_file};
use super::tokens::words_of;

/// Shorter words hit by chance.
const SHORT: usize = 4;
/// Misspellings are looked for from this length on.
const MIN_TYPO: usize = 5;
/// A stem that begins more English words than this says too little.
const MANY_WORDS: usize = 40;
/// So many neighbours in the dictionary are worth a word.
const MANY_NEIGHBOURS: usize = 4;
/// So many of them are named.
const NAMED: usize = 3;

/// All remarks on sound rule files.
pub(super) fn lint(sources: &[(String, String)]) -> Vec<RuleFault> {
    let mut found = Vec::new();
    for (name, text) in sources {
        let mut faults = Faults::new(name, text);
        if let Some(file) = read_file(text, &mut faults) {
            let english = file.language == ENGLISH;
            for rule in &file.rules {
                lint_rule(rule, &mut faults);
                if !english {
                    lint_foreign_words(rule, &mut faults);
                }
            }
        }
        found.append(&mut faults.found);
    }
    found
}

fn lint_rule(rule: &Rule, faults: &mut Faults<'_>) {
    let id = rule.id.get_ref().as_str();
    let stems: Vec<String> =
        rule.stems.iter().map(|stem| fold_pattern(stem.get_ref().trim_start_matches(OPEN))).collect();
    lint_words(rule, &stems, faults);
    for (stem, text) in rule.stems.iter().zip(&stems) {
        let count = words_beginning_with(text).len();
        if count > MANY_WORDS {
            let message = format!("stems: {text:?} begins {count} English words; name the words you mean");
            faults.at(stem.span().start, Some(id), "stems", message);
        }
    }
    for exception in &rule.exceptions {
        let text = fold_pattern(exception.get_ref());
        let words = words_of(&text);
        let speaks = |word: &str| {
            rule.words.iter().any(|listed| fold_pattern(listed.get_ref()) == *word)
                || stems.iter().any(|stem| word.starts_with(stem.as_str()))
        };
        if !words.is_empty() && words.iter().all(|word| speaks(word)) {
            let message = format!("exceptions: {text:?} is nothing but the rule's own words");
            faults.at(exception.span().start, Some(id), "exceptions", message);
        } else if rule.phrases.is_empty() && rule.regex.is_empty() && !words.iter().any(|word| speaks(word)) {
            let message = format!("exceptions: {text:?} contains no word of the rule, so it excuses nothing");
            faults.at(exception.span().start, Some(id), "exceptions", message);
        }
    }
    for phrase in &rule.phrases {
        let text = fold_pattern(phrase.get_ref());
        let words: Vec<&str> = text.split_whitespace().collect();
        let own = |word: &&str| rule.words.iter().any(|listed| fold_pattern(listed.get_ref()) == **word);
        if let Some(word) = words.iter().find(|word| own(word)) {
            let message = format!("phrases: {text:?} never decides: {word:?} alone is a word of the rule");
            faults.at(phrase.span().start, Some(id), "phrases", message);
        }
    }
}

/// A word of another language that is an English one, too, holds English messages.
fn lint_foreign_words(rule: &Rule, faults: &mut Faults<'_>) {
    let id = rule.id.get_ref().as_str();
    for word in &rule.words {
        let text = fold_pattern(word.get_ref());
        if is_word(&text) {
            let message = format!("words: {text:?} is an English word as well; put it into a phrase");
            faults.at(word.span().start, Some(id), "words", message);
        }
    }
}

fn lint_words(rule: &Rule, stems: &[String], faults: &mut Faults<'_>) {
    let id = rule.id.get_ref().as_str();
    let listed: Vec<String> = rule.words.iter().map(|word| fold_pattern(word.get_ref())).collect();
    let own = |word: &String| listed.contains(word) || stems.iter().any(|stem| word.starts_with(stem));
    for (word, text) in rule.words.iter().zip(&listed) {
        let letters = text.chars().count();
        if text.is_ascii() && letters < SHORT {
            let message = format!("words: {text:?} has {letters} letters; so short a word hits by chance");
            faults.at(word.span().start, Some(id), "words", message);
        }
        if letters < MIN_TYPO {
            continue;
        }
        let mut near = words_one_edit_from(text);
        // Inflections are no accident.
        near.retain(|word| !own(word) && !word.starts_with(text) && !text.starts_with(word.as_str()));
        if near.len() >= MANY_NEIGHBOURS {
            let named = near.get(..NAMED).unwrap_or_default().join(", ");
            let message = format!(
                "words: {text:?} is one letter from {} English words ({named}, ...); none of them is read \
                 as a misspelling of it",
                near.len()
            );
            faults.at(word.span().start, Some(id), "words", message);
        }
    }
}
