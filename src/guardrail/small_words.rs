//! The small words of some sixty languages: by them one sees whether a text is in a language that the rules speak.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::fold::fold_pattern;
use super::spelling::{BySpelling, number_of};
use super::tokens::words_of;

/// Written without blanks, so without words that could be looked up; their writing gives them away.
const WITHOUT_BLANKS: &[&str] = &["ja", "ko", "th", "zh"];
/// Nobody writes to a shop in them, and their short words are names elsewhere.
const LEFT_OUT: &[&str] = &["br", "eo", "la"];
/// Too alike to be told apart by a chat message: who speaks the second understands the first.
const ALIKE: &[(&str, &str)] = &[("no", "da")];
/// One letter says nothing.
const MIN_LETTERS: usize = 2;

/// Small words, by spelling, each with the languages it belongs to.
#[derive(Clone, Debug, Default)]
pub(super) struct SmallWords {
    marks: HashMap<u64, Mark, BySpelling>,
}

/// The languages that a word belongs to, as bits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Mark {
    /// Languages that the rules speak.
    pub(super) spoken: u64,
    /// Other languages.
    pub(super) other: u64,
}

impl SmallWords {
    /// Marks the words of all languages, of which the rules speak some (`en`, `de`).
    pub(super) fn new(spoken: &BTreeSet<String>) -> Self {
        let mut marks: HashMap<u64, Mark, BySpelling> = HashMap::default();
        for (number, language) in stop_words::available_languages().iter().take(64).enumerate() {
            if WITHOUT_BLANKS.contains(language) || LEFT_OUT.contains(language) {
                continue;
            }
            let understood = |name: &str| spoken.contains(name);
            let is_spoken =
                understood(language) || ALIKE.iter().any(|(one, other)| one == language && understood(other));
            for word in stop_words::lookup(language).unwrap_or_default() {
                let folded = fold_pattern(word);
                for part in words_of(&folded).into_iter().filter(|part| part.chars().count() >= MIN_LETTERS) {
                    let mark = marks.entry(number_of(letters(part))).or_default();
                    *(if is_spoken { &mut mark.spoken } else { &mut mark.other }) |= 1 << number;
                }
            }
        }
        Self { marks }
    }

    /// What is known of a folded word.
    pub(super) fn mark(&self, folded: &str) -> Mark {
        self.marks.get(&number_of(letters(folded))).copied().unwrap_or_default()
    }
}

/// The small words of a language, folded.
pub(super) fn folded(language: &str) -> HashSet<String> {
    written(language).iter().map(|word| fold_pattern(word).replace('\'', "")).collect()
}

/// The small words of a language as they are written; none of a language that has no list.
pub(super) fn written(language: &str) -> &'static [&'static str] {
    stop_words::lookup(language).unwrap_or_default()
}

/// The bit of a language; 0 if it has no list.
pub(super) fn bit_of(language: &str) -> u64 {
    let number = stop_words::available_languages().iter().take(64).position(|name| *name == language);
    number.map_or(0, |number| 1 << number)
}

/// `it's` and `its` are one word here, as everywhere.
fn letters(word: &str) -> impl Iterator<Item = char> + '_ {
    word.chars().filter(|c| *c != '\'')
}

/// How much of a text speaks for each of up to 64 languages.
#[derive(Clone, Debug)]
pub(super) struct Weights([u32; 64]);

impl Weights {
    pub(super) const fn new() -> Self {
        Self([0; 64])
    }

    /// Adds to every language of a set of bits.
    pub(super) fn add(&mut self, mut languages: u64, weight: u32) {
        while languages != 0 {
            if let Some(sum) =
                usize::try_from(languages.trailing_zeros()).ok().and_then(|n| self.0.get_mut(n))
            {
                *sum += weight;
            }
            languages &= languages - 1;
        }
    }

    /// What speaks for the likeliest.
    pub(super) fn best(&self) -> u32 {
        self.0.iter().copied().max().unwrap_or_default()
    }
}
