//! Rewrites the examples that must be held in every way of `mutate`, and counts what is still held.

use super::fault::Faults;
use super::mutate::{MUTATIONS, Mutation};
use super::rule::{Action, read_file};
use super::rulebook::Rulebook;

/// More misses of one way teach nothing new.
const MAX_MISSED: usize = 20;

/// How the rules fare when their examples are written in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endurance {
    /// The way to write: `blanks`, `base64`.
    pub way: &'static str,
    /// How many examples were rewritten.
    pub tried: usize,
    /// How many of them are held.
    pub held: usize,
    /// Some that are not, as written.
    pub missed: Vec<String>,
}

/// The first example that a rule must hold, of those that are held.
pub(super) fn held_example(rulebook: &Rulebook, sources: &[(String, String)]) -> Option<String> {
    sources.iter().find_map(|(name, text)| {
        let mut faults = Faults::new(name, text);
        let rules = read_file(text, &mut faults).into_iter().flat_map(|file| file.rules);
        let examples =
            rules.filter(|rule| rule.action == Action::Human).flat_map(|rule| rule.examples.must_match);
        let mut texts = examples.map(|example| example.get_ref().clone());
        texts.find(|text| rulebook.screen(std::slice::from_ref(text)).is_hold())
    })
}

/// One result for each way.
pub(super) fn endurance(rulebook: &Rulebook, sources: &[(String, String)]) -> Vec<Endurance> {
    let examples = examples(rulebook, sources);
    MUTATIONS.iter().map(|way| under(way, rulebook, &examples)).collect()
}

fn under(way: &Mutation, rulebook: &Rulebook, examples: &[(String, (usize, usize))]) -> Endurance {
    let mut result = Endurance { way: way.name, tried: 0, held: 0, missed: Vec::new() };
    for (text, word) in examples.iter().filter(|(_, word)| word.1 - word.0 >= way.min_letters) {
        let Some(written) = way.apply(text, *word) else { continue };
        result.tried += 1;
        if rulebook.screen(std::slice::from_ref(&written)).is_hold() {
            result.held += 1;
        } else if result.missed.len() < MAX_MISSED {
            result.missed.push(written);
        }
    }
    result
}

/// The plainly written examples, each with the word that decides: held alone, and without it the rest
/// is clear.
fn examples(rulebook: &Rulebook, sources: &[(String, String)]) -> Vec<(String, (usize, usize))> {
    let mut found = Vec::new();
    for (name, text) in sources {
        let mut faults = Faults::new(name, text);
        let rules = read_file(text, &mut faults).into_iter().flat_map(|file| file.rules);
        for rule in rules.filter(|rule| rule.action == Action::Human) {
            for example in &rule.examples.must_match {
                let text = example.get_ref().to_lowercase();
                found.extend(deciding_word(rulebook, &text).map(|word| (text, word)));
            }
        }
    }
    found
}

fn deciding_word(rulebook: &Rulebook, text: &str) -> Option<(usize, usize)> {
    let mut start = 0;
    let mut words = Vec::new();
    for piece in text.split_inclusive(|c: char| !c.is_ascii_lowercase()) {
        let word = piece.trim_end_matches(|c: char| !c.is_ascii_lowercase());
        words.push((start, start + word.len()));
        start += piece.len();
    }
    words.sort_by_key(|(start, end)| std::cmp::Reverse(end - start));
    words.into_iter().filter(|(start, end)| end - start > 2).find(|(start, end)| {
        let without =
            format!("{}it{}", text.get(..*start).unwrap_or_default(), text.get(*end..).unwrap_or_default());
        let alone = text.get(*start..*end).unwrap_or_default().to_owned();
        text.is_ascii() && rulebook.screen(&[alone]).is_hold() && !rulebook.screen(&[without]).is_hold()
    })
}
