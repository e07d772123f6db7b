//! Makes words comparable: one stem for all forms of a word and for the words that stand for it.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};

use super::vocabulary::{EMPTY, SAME};

static EMPTY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTY.split_whitespace().collect());
static GROUPS: LazyLock<HashMap<String, String>> = LazyLock::new(groups);

/// Whether a word (in lower case) says something on its own.
pub(super) fn is_content(word: &str) -> bool {
    let short = word.is_ascii() && word.len() < 2;
    !short && !EMPTY_WORDS.contains(word)
}

/// The stem of a word in lower case, and of the group of words that say the same.
pub(super) fn stem(word: &str) -> String {
    let own = plain_stem(word);
    GROUPS.get(&own).cloned().unwrap_or(own)
}

/// The stem of a word itself.
pub(super) fn plain_stem(word: &str) -> String {
    Stemmer::create(Algorithm::English).stem(word).into_owned()
}

fn groups() -> HashMap<String, String> {
    let mut groups = HashMap::new();
    for line in SAME.lines() {
        let stems: Vec<String> = line.split_whitespace().map(plain_stem).collect();
        let Some(name) = stems.first() else { continue };
        // A word that stands in two groups belongs to the first.
        let name = groups.get(name).cloned().unwrap_or_else(|| name.clone());
        for stem in stems {
            groups.entry(stem).or_insert_with(|| name.clone());
        }
    }
    groups
}
