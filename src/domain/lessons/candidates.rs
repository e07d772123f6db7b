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
    let mut counts: BTreeMap<Pattern, usize> = BTreeMap::new();
    for bag in wanted {
        let mut own: BTreeSet<Pattern> = BTreeSet::new();
        let told: Vec<&String> = bag.set.iter().filter(|word| fits(word)).collect();
        own.extend(told.iter().map(|word| Pattern::Word((*word).clone())));
        for n in [2, 3] {
            let phrases = bag.order.windows(n).filter(|window| {
                // A phrase begins and ends with words, and says more than small ones.
                window.iter().all(|word| word.chars().all(char::is_alphanumeric))
                    && window.iter().any(|word| fits(word))
            });
            own.extend(phrases.map(|window| Pattern::Phrase(window.to_vec())));
        }
        for (at, one) in told.iter().enumerate() {
            for other in told.iter().skip(at + 1) {
                let pair = ((*one).clone(), (*other).clone());
                let near = Pattern::Near(pair.0.clone(), pair.1.clone());
                if bag.has(&near) {
                    own.insert(near);
                }
                own.insert(Pattern::Both(pair.0, pair.1));
            }
        }
        for pattern in own {
            *counts.entry(pattern).or_default() += 1;
        }
    }
    counts.retain(|_, n| *n >= least);
    let mut by_form: BTreeMap<usize, Vec<(usize, usize, Pattern)>> = BTreeMap::new();
    for (pattern, caught) in counts {
        let held = unwanted.iter().filter(|bag| bag.has(&pattern)).count();
        by_form.entry(pattern.length()).or_default().push((caught, held, pattern));
    }
    let mut best = Vec::new();
    for of in by_form.values_mut() {
        of.sort_by(|a, b| {
            let worth = |(caught, held, _): &(usize, usize, Pattern)| {
                share(*caught, wanted.len()) - 3.0 * share(*held, unwanted.len())
            };
            worth(b)
                .total_cmp(&worth(a))
                .then_with(|| letters(&b.2).cmp(&letters(&a.2)))
                .then_with(|| a.2.cmp(&b.2))
        });
        of.truncate(EACH_MAX);
        best.extend(of.drain(..).map(|(.., pattern)| pattern));
    }
    best
}

/// Of patterns that do the same, one with longer words hits less by chance.
pub(super) fn letters(pattern: &Pattern) -> usize {
    pattern.says().chars().filter(|c| c.is_alphanumeric()).count()
}

fn share(n: usize, of: usize) -> f64 {
    let real = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
    if of == 0 { 0.0 } else { real(n) / real(of) }
}
