//! Reads a single strange token as the word of a rule that it stands for: misspelt, reversed, turned.

use std::collections::HashMap;

use super::dictionary::is_word;
use super::disguise::disguises;
use super::spelling::{BySpelling, Letters, edits, next, number_of, one_edit_apart, with_deletions};
use super::verdict::Layer;
use super::vocabulary::{Vocabulary, Word};

/// Shorter words have too many neighbours: `bill` has 19 English ones.
const MIN_TYPO_LETTERS: usize = 5;
/// A word that is not English is not checked against a dictionary of its language; it must say more.
const MIN_FOREIGN_PHRASE_TYPO: usize = 8;
const MIN_FOREIGN_TYPO_LETTERS: usize = 7;
/// Nor may its first letter be wrong below this length.
const MIN_FOREIGN_FIRST_LETTER: usize = 9;
/// Nor may one letter stand for another below this length.
const MIN_FOREIGN_REPLACED: usize = 11;
/// Two edits are believed from this length on.
const MIN_TWO_EDITS: usize = 6;
/// In words that only phrases speak of, from this.
const MIN_PHRASE_TWO_EDITS: usize = 8;
/// Up to this length two edits must leave the last letter too.
const LAST_LETTER_UP_TO: usize = 7;
/// Doubled letters are looked through in words of this length or more, counted without the doubles.
const MIN_REPEATED: usize = 4;
/// One bit in about thirty is set: most tokens that are no typo are told at once.
const FILTER_BITS: u32 = 20;

/// A token, read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Reading {
    /// The word's number in the vocabulary.
    pub(super) id: u32,
    pub(super) layer: Layer,
    /// Two edits off: believed only in an English text, and if no other word is nearer.
    pub(super) far: bool,
}

impl Reading {
    pub(super) fn new(id: u32, layer: Layer) -> Self {
        Self { id, layer, far: false }
    }
}

/// What the vocabulary's words look like when they are not written right.
#[derive(Clone, Debug, Default)]
pub(super) struct Readings {
    disguised: HashMap<u64, Reading, BySpelling>,
    without_repeats: HashMap<u64, u32, BySpelling>,
    /// (spelling with one letter less, word), sorted.
    deletions: Vec<(u64, u32)>,
    filter: Vec<u64>,
    /// Words for two edits, by first letter.
    long: HashMap<char, Vec<Target>, BySpelling>,
}

#[derive(Clone, Debug)]
struct Target {
    id: u32,
    letters: Vec<char>,
    mask: u32,
}

impl Readings {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut made = Self { filter: vec![0; 1 << (FILTER_BITS - 6)], ..Self::default() };
        for (id, word) in vocabulary.words() {
            made.learn(id, word, vocabulary);
        }
        made.deletions.sort_unstable();
        for targets in made.long.values_mut() {
            targets.sort_by_key(|target| target.letters.len());
        }
        for (spelling, _) in &made.deletions {
            let (place, bit) = filter_place(*spelling);
            if let Some(bits) = made.filter.get_mut(place) {
                *bits |= bit;
            }
        }
        made
    }

    fn learn(&mut self, id: u32, word: &Word, vocabulary: &Vocabulary) {
        let letters: Vec<char> = word.text.chars().collect();
        for (form, layer) in disguises(&word.text, !word.rules.is_empty()) {
            if !is_word(&form) && vocabulary.id_of(number_of(form.chars())).is_none() {
                self.disguised.entry(number_of(form.chars())).or_insert(Reading::new(id, layer));
            }
        }
        let single = without_repeats(&letters);
        if single.len() >= MIN_REPEATED {
            self.without_repeats.entry(number_of(single)).or_insert(id);
        }
        let english = word.english;
        // The short words of foreign phrases are too many, and too near to each other, to be looked for misspelt.
        if (english || !word.rules.is_empty() || letters.len() >= MIN_FOREIGN_PHRASE_TYPO)
            && letters.len() >= if english { MIN_TYPO_LETTERS } else { MIN_FOREIGN_TYPO_LETTERS }
        {
            with_deletions(&letters, |spelling| self.deletions.push((spelling, id)));
        }
        let least = if word.rules.is_empty() { MIN_PHRASE_TWO_EDITS } else { MIN_TWO_EDITS };
        if english
            && letters.len() >= least
            && let Some(first) = letters.first()
        {
            let mask = mask_of(&letters);
            self.long.entry(*first).or_default().push(Target { id, letters, mask });
        }
    }

    /// What a token stands for, if it is no word of the vocabulary itself.
    pub(super) fn read(&self, token: &str, vocabulary: &Vocabulary) -> Option<Reading> {
        if token.len() < MIN_REPEATED {
            return None;
        }
        let letters = Letters::of(token)?;
        let letters = letters.as_slice();
        if let Some(reading) = self.disguised.get(&number_of(letters.iter().copied())) {
            return Some(*reading);
        }
        let near = || {
            let repeated = self.repeated(letters, vocabulary).map(|id| Reading::new(id, Layer::Repeated));
            // `acount` is one letter from "amount", too, but a letter not doubled is the likelier slip.
            let single = || self.without_repeats.get(&number_of(letters.iter().copied())).copied();
            let repeated = repeated.or_else(|| Some(Reading::new(single()?, Layer::Typo)));
            repeated.or_else(|| Some(Reading::new(self.one_edit(letters, vocabulary)?, Layer::Typo)))
        };
        let far = || Some(Reading { id: self.two_edits(letters)?, layer: Layer::Typo, far: true });
        match near() {
            Some(reading) => Some(reading).filter(|_| !is_word(token)),
            None if letters.len() + 1 < MIN_TWO_EDITS || is_word(token) => None,
            None => far(),
        }
    }

    /// `reffuuund`, `billlling`.
    fn repeated(&self, letters: &[char], vocabulary: &Vocabulary) -> Option<u32> {
        let (mut longest, mut run, mut before) = (0, 0, '\0');
        let (mut pairs, mut single) = (0_u64, 0_u64);
        for letter in letters {
            run = if *letter == before { run + 1 } else { 1 };
            longest = longest.max(run);
            if run <= 2 {
                pairs = next(pairs, *letter);
            }
            if run == 1 {
                single = next(single, *letter);
            }
            before = *letter;
        }
        if longest < 2 {
            return None;
        }
        let exact = || vocabulary.id_of(pairs).or_else(|| vocabulary.id_of(single));
        let drawn_out = if longest > 2 { exact() } else { None };
        drawn_out.or_else(|| self.without_repeats.get(&single).copied())
    }

    fn one_edit(&self, letters: &[char], vocabulary: &Vocabulary) -> Option<u32> {
        if letters.len() < MIN_TYPO_LETTERS - 1 {
            return None;
        }
        let mut best: Option<(Rank, u32)> = None;
        with_deletions(letters, |spelling| {
            if !self.may_hold(spelling) {
                return;
            }
            let from = self.deletions.partition_point(|(other, _)| *other < spelling);
            let same = self.deletions.get(from..).unwrap_or_default();
            for (_, id) in same.iter().take_while(|(other, _)| *other == spelling) {
                let Some(word) = vocabulary.word(*id) else { continue };
                let rank = rank(letters, word);
                if best.is_none_or(|(other, _)| rank < other) && one_apart(letters, word) {
                    best = Some((rank, *id));
                }
            }
        });
        best.map(|(_, id)| id)
    }

    fn may_hold(&self, spelling: u64) -> bool {
        let (place, bit) = filter_place(spelling);
        self.filter.get(place).is_some_and(|bits| bits & bit != 0)
    }

    fn two_edits(&self, letters: &[char]) -> Option<u32> {
        if letters.len() < MIN_TWO_EDITS - 1 {
            return None;
        }
        let mask = mask_of(letters);
        let likely = self.long.get(letters.first()?)?;
        let from = likely.partition_point(|target| target.letters.len() + 2 < letters.len());
        let to = likely.partition_point(|target| target.letters.len() <= letters.len() + 2);
        let likely = likely.get(from..to)?;
        let near = |target: &&Target| {
            // Two edits change at most four of the letters that occur.
            (target.mask ^ mask).count_ones() <= 4
                && (target.letters.len() > LAST_LETTER_UP_TO || is_likely_slip(&target.letters, letters))
                && edits(letters, &target.letters, 2).is_some()
        };
        likely.iter().find(near).map(|target| target.id)
    }
}

/// In a short word two edits must leave its frame: the last letter, and all but one of its letters.
fn is_likely_slip(word: &[char], token: &[char]) -> bool {
    word.last() == token.last()
        && word.len().abs_diff(token.len()) <= 1
        && (mask_of(word) ^ mask_of(token)).count_ones() <= 2
}

/// Smaller is likelier: words of rules before words of phrases, first letter kept, same length.
type Rank = (bool, bool, usize);

fn rank(letters: &[char], word: &Word) -> Rank {
    let first_differs = word.text.chars().next() != letters.first().copied();
    (word.rules.is_empty(), first_differs, word.text.len().abs_diff(letters.len()))
}

fn one_apart(letters: &[char], word: &Word) -> bool {
    let Some(target) = Letters::of(&word.text) else { return false };
    let target = target.as_slice();
    one_edit_apart(letters, target) && (word.english || may_be_foreign_slip(target, letters))
}

/// Without a dictionary an ending is likelier another form of the word than a slip.
fn may_be_foreign_slip(word: &[char], token: &[char]) -> bool {
    let both_first = word.first() == token.first() || word.len() >= MIN_FOREIGN_FIRST_LETTER;
    // Nor is one letter for another: languages differ by that.
    let replaced = word.len() == token.len() && mask_of(word) != mask_of(token);
    both_first && word.last() == token.last() && (!replaced || word.len() >= MIN_FOREIGN_REPLACED)
}

fn without_repeats(letters: &[char]) -> Vec<char> {
    let mut single = letters.to_vec();
    single.dedup();
    single
}

/// Which letters occur; those beyond ASCII share the bits.
fn mask_of(letters: &[char]) -> u32 {
    letters.iter().fold(0, |mask, letter| mask | 1 << (u32::from(*letter) % 32))
}

fn filter_place(spelling: u64) -> (usize, u64) {
    let mixed = (spelling ^ (spelling >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - FILTER_BITS);
    (usize::try_from(mixed >> 6).unwrap_or(usize::MAX), 1 << (mixed & 63))
}
