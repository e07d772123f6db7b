//! Patterns that could tell some turns from others, by a rough count of words: what is tried exactly afterwards.

use std::collections::{BTreeMap, BTreeSet};

use super::mined::Pattern;
use super::words::{keys, words};

/// Letters and digits that a word of a rule must have.
const LETTERS_MIN: usize = 3;
/// Words of a turn that are looked at.
const WORDS_MAX: usize = 80;
/// The best of each form are tried.
const EACH_MAX: usize = 12;
/// The best words are put together in pairs.
const PAIRED_MAX: usize = 40;
/// The most frequent patterns of each form are looked for in what must not be held.
const WEIGHED_MAX: usize = 200;
/// A turn held for nothing weighs as much as so many that are caught.
const HELD_WEIGHS: f64 = 3.0;

/// A turn's words as the rules may have them.
pub(super) struct Bag {
    order: Vec<String>,
    set: BTreeSet<String>,
}

impl Bag {
    pub(super) fn of(text: &str) -> Self {
        let order: Vec<String> = keys(&words(text)).into_iter().take(WORDS_MAX).collect();
        Self { set: order.iter().cloned().collect(), order }
    }

    /// Words in a row; one at least says more than a small one.
    fn phrases(&self, n: usize) -> BTreeSet<Pattern> {
        let plain = |word: &String| word.chars().all(char::is_alphanumeric);
        let told = self
            .order
            .windows(n)
            .filter(|window| window.iter().all(plain) && window.iter().any(|word| fits(word)));
        told.map(|window| Pattern::Phrase(window.to_vec())).collect()
    }

    /// How many words two turns share.
    pub(super) fn common(&self, other: &Self) -> usize {
        self.set.intersection(&other.set).filter(|word| fits(word)).count()
    }

    pub(super) fn has(&self, pattern: &Pattern) -> bool {
        let spots = |word: &String| -> Vec<usize> {
            self.order.iter().enumerate().filter(|(_, own)| *own == word).map(|(at, _)| at).collect()
        };
        match pattern {
            Pattern::Word(word) => self.set.contains(word),
            Pattern::Phrase(words) => self.order.windows(words.len()).any(|window| window == words),
            Pattern::Near(one, other) => {
                let others = spots(other);
                spots(one).iter().any(|at| others.iter().any(|to| (1..=4).contains(&at.abs_diff(*to))))
            }
            Pattern::Both(one, other) => self.set.contains(one) && self.set.contains(other),
        }
    }
}

/// Long enough, and nothing but letters and digits, of which one is a letter.
fn fits(word: &str) -> bool {
    word.chars().count() >= LETTERS_MIN
        && word.chars().all(char::is_alphanumeric)
        && word.chars().any(char::is_alphabetic)
}

/// The best patterns of each form, found in at least `least` of the `wanted`.
pub(super) fn candidates(wanted: &[Bag], unwanted: &[Bag], least: usize) -> Vec<Pattern> {
    let words = counts(wanted, |bag| {
        bag.set.iter().filter(|word| fits(word)).map(|word| Pattern::Word(word.clone())).collect()
    });
    let words = best(words, wanted, unwanted, least, PAIRED_MAX);
    let told: Vec<&String> = words
        .iter()
        .filter_map(|pattern| match pattern {
            Pattern::Word(word) => Some(word),
            _ => None,
        })
        .collect();
    let mut all: Vec<Pattern> = words.iter().take(EACH_MAX).cloned().collect();
    for n in [2, 3] {
        let phrases = counts(wanted, |bag| bag.phrases(n));
        all.extend(best(phrases, wanted, unwanted, least, EACH_MAX));
    }
    let (mut near, mut both) = (BTreeMap::new(), BTreeMap::new());
    for (at, one) in told.iter().enumerate() {
        for other in told.iter().skip(at + 1) {
            let close = Pattern::Near((*one).clone(), (*other).clone());
            let caught = wanted.iter().filter(|bag| bag.has(&close)).count();
            near.insert(close, caught);
            let anywhere = Pattern::Both((*one).clone(), (*other).clone());
            let caught = wanted.iter().filter(|bag| bag.has(&anywhere)).count();
            both.insert(anywhere, caught);
        }
    }
    all.extend(best(near, wanted, unwanted, least, EACH_MAX));
    all.extend(best(both, wanted, unwanted, least, EACH_MAX));
    all
}

/// In how many turns each pattern is.
fn counts(bags: &[Bag], of: impl Fn(&Bag) -> BTreeSet<Pattern>) -> BTreeMap<Pattern, usize> {
    let mut counts = BTreeMap::new();
    for pattern in bags.iter().flat_map(of) {
        *counts.entry(pattern).or_default() += 1;
    }
    counts
}

/// Those that catch most and hold least for nothing.
fn best(
    counts: BTreeMap<Pattern, usize>,
    wanted: &[Bag],
    unwanted: &[Bag],
    least: usize,
    most: usize,
) -> Vec<Pattern> {
    let mut often: Vec<(usize, Pattern)> =
        counts.into_iter().filter(|(_, caught)| *caught >= least).map(|(pattern, n)| (n, pattern)).collect();
    often.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    often.truncate(WEIGHED_MAX);
    let weigh = |(caught, pattern): (usize, Pattern)| {
        let held = unwanted.iter().filter(|bag| bag.has(&pattern)).count();
        (share(caught, wanted.len()) - HELD_WEIGHS * share(held, unwanted.len()), pattern)
    };
    let mut weighed: Vec<(f64, Pattern)> = often.into_iter().map(weigh).collect();
    weighed.sort_by(|(one, a), (other, b)| {
        other.total_cmp(one).then_with(|| letters(b).cmp(&letters(a))).then_with(|| a.cmp(b))
    });
    weighed.truncate(most);
    weighed.into_iter().map(|(_, pattern)| pattern).collect()
}

/// Of patterns that do the same, one with longer words hits less by chance.
pub(super) fn letters(pattern: &Pattern) -> usize {
    pattern.says().chars().filter(|c| c.is_alphanumeric()).count()
}

fn share(n: usize, of: usize) -> f64 {
    let real = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if of == 0 { 0.0 } else { real(n) / real(of) }
}
