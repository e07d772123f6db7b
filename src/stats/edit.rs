//! How far apart two versions of a reply are: in letters, in facts, in negations.

use super::edit_facts::facts;
use super::inputs::real;
use super::negations::negations;

/// An edit of at most this share of the letters can be cosmetic.
pub const COSMETIC_DISTANCE_MAX: f64 = 0.10;

/// Letters times letters that are compared one by one: two texts of 8,000.
const CELLS_MAX: usize = 64_000_000;

/// What an edit did to a text; both versions are compared as [`norm`] leaves them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Edit {
    /// Share of letters, 0 (the same) to 1 (nothing in common).
    pub distance: f64,
    /// The same numbers, links and e-mail addresses, each as often.
    pub facts_equal: bool,
    /// The same words of negation, each as often.
    pub negations_equal: bool,
}

impl Edit {
    #[must_use]
    pub fn between(draft: &str, sent: &str) -> Self {
        let (draft, sent) = (norm(draft), norm(sent));
        Self {
            distance: distance_of_norms(&draft, &sent),
            facts_equal: facts(&draft) == facts(&sent),
            negations_equal: negations(&draft) == negations(&sent),
        }
    }

    /// Nothing changed but blanks and capitals.
    #[must_use]
    pub fn is_none(self) -> bool {
        self.distance <= 0.0
    }

    /// A typing error, a comma, a kinder word: nothing that changes what is said.
    #[must_use]
    pub fn is_cosmetic(self) -> bool {
        self.distance <= COSMETIC_DISTANCE_MAX && self.facts_equal && self.negations_equal
    }
}

/// Trimmed, blanks collapsed to one space, lower-case.
#[must_use]
pub fn norm(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Levenshtein's distance in characters over the length of the longer text (at least 1), both after [`norm`]: 0 to 1.
///
/// Beyond 8,000 x 8,000 letters, what two texts do not share at their beginning and end counts as different throughout:
/// never too small, and never slow.
#[must_use]
pub fn edit_distance(one: &str, other: &str) -> f64 {
    distance_of_norms(&norm(one), &norm(other))
}

fn distance_of_norms(one: &str, other: &str) -> f64 {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let longest = one.len().max(other.len()).max(1);
    count(edits(&one, &other)) / count(longest)
}

fn edits(one: &[char], other: &[char]) -> usize {
    let ahead = one.iter().zip(other).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[ahead..], &other[ahead..]);
    let behind = one.iter().rev().zip(other.iter().rev()).take_while(|(a, b)| a == b).count();
    let (one, other) = (&one[..one.len() - behind], &other[..other.len() - behind]);
    if one.len().saturating_mul(other.len()) > CELLS_MAX {
        return one.len().max(other.len());
    }
    levenshtein(one, other)
}

/// The fewest insertions, deletions and exchanges (Levenshtein 1966), by the table of Wagner & Fischer (1974) of which one
/// row is kept.
fn levenshtein(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (above, letter) in one.iter().enumerate() {
        let (mut diagonal, mut left) = (above, above + 1);
        for (cell, against) in row.iter_mut().skip(1).zip(other) {
            let exchanged = diagonal + usize::from(letter != against);
            diagonal = *cell;
            left = exchanged.min(diagonal + 1).min(left + 1);
            *cell = left;
        }
    }
    // Without a column only deletions are left, and the row never changed.
    if other.is_empty() { one.len() } else { row.last().copied().unwrap_or_default() }
}

fn count(n: usize) -> f64 {
    u64::try_from(n).map_or(f64::INFINITY, real)
}
