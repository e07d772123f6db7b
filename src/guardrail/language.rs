//! Which scripts and languages the rules speak; what they do not speak goes to a human.

use std::collections::{BTreeSet, HashSet};

use super::dictionary::is_word;
use super::small_words::{self, Mark, SmallWords, Weights};
use super::tokens::{UNKNOWN, is_number};
use super::view::View;
use super::writing::writing_of;

/// So many letters of an unknown script are a word, not an ornament.
const MIN_FOREIGN: usize = 3;
/// Fewer words tell no language, unless one knows it.
const MIN_WORDS: usize = 4;
/// Shorter words are words in too many languages.
const MIN_TELLING: usize = 4;
/// What a known word weighs; words of two letters are alike in many languages.
const WEIGHT: u32 = 2;
const WEIGHT_OF_TWO_LETTERS: u32 = 1;
/// The known words must weigh one for so many words.
const WORDS_PER_WEIGHT: usize = 4;
/// A word with a letter that no language of the rules has.
const WEIGHT_OF_ODD_LETTER: u32 = 3;
/// One small word may be a name or a slip, and is enough only where nothing speaks for a known language.
const MIN_AGAINST: u32 = 3;
const MIN_AGAINST_NOTHING: u32 = 2;
/// What a file is written in that names no language.
pub(super) const ENGLISH: &str = "en";
/// Writing systems of many languages, each with letters of its own: Latin, Cyrillic, Arabic, as bits.
const OF_MANY_LANGUAGES: u32 = 1 | 1 << 2 | 1 << 5;

/// Latin letters by which one knows a language that the rules speak: Turkish, Polish, Spanish, German,
/// Danish and Swedish, Portuguese.
const DISTINCTIVE: &[char] =
    &['ğ', 'ı', 'ş', 'ł', 'ą', 'ę', 'ż', 'ź', 'ś', 'ć', 'ń', 'ñ', 'ß', 'å', 'æ', 'ø', 'ã', 'õ'];

/// What the rules are written in.
#[derive(Clone, Debug, Default)]
pub(super) struct Languages {
    /// The names of the languages: `en`, `de`.
    spoken: BTreeSet<String>,
    /// Writing systems, as bits.
    writings: u32,
    /// Letters beyond ASCII, in lower case.
    letters: HashSet<char>,
    small: SmallWords,
    /// English among the languages of the small words, as a bit; 0 if no rule speaks it.
    english: u64,
}

impl Languages {
    /// Learns that a file of rules speaks a language.
    pub(super) fn speak(&mut self, language: &str) {
        if self.spoken.insert(language.to_owned()) {
            for word in small_words::written(language) {
                self.learn(word);
            }
        }
    }

    /// All files were read.
    pub(super) fn finish(mut self) -> Self {
        self.small = SmallWords::new(&self.spoken);
        self.english = self.small.mark("the").spoken & small_words::bit_of(ENGLISH);
        self
    }

    /// Learns from a text of a rule.
    pub(super) fn learn(&mut self, text: &str) {
        for c in text.chars() {
            if let Some(writing) = writing_of(c) {
                self.writings |= 1 << writing;
            }
            if !c.is_ascii() && c.is_alphabetic() {
                self.letters.extend(c.to_lowercase());
            }
        }
    }

    /// The first stretch of a text in a language that no rule speaks.
    pub(super) fn foreign(&self, text: &str, view: &View) -> Option<(usize, usize)> {
        let whole = (0, text.len());
        if !text.is_ascii()
            && let Some(stretch) = self.foreign_writing(text)
        {
            return Some(stretch);
        }
        let odd = if text.is_ascii() { 0 } else { self.odd_words(text) };
        if self.is_of_another(text, view, odd * WEIGHT_OF_ODD_LETTER) {
            return Some(whole);
        }
        if self.has_distinctive(text) {
            return None;
        }
        self.is_unknown(view).then_some(whole)
    }

    /// Whether a letter shows the text to be in a language of the rules.
    fn has_distinctive(&self, text: &str) -> bool {
        !text.is_ascii() && text.contains(|c: char| DISTINCTIVE.contains(&c) && self.letters.contains(&c))
    }

    /// Whether the small words of a language that no rule speaks, and odd letters, outweigh those of each
    /// language that one does.
    fn is_of_another(&self, text: &str, view: &View, odd: u32) -> bool {
        let (mut spoken, mut other) = (Weights::new(), Weights::new());
        let mut unlisted = Vec::new();
        for token in view.tokens.iter().filter(|token| !is_number(token.id)) {
            let written = view.folded.text().get(token.start..token.end).unwrap_or_default();
            let mark = self.small.mark(written);
            let weight = if written.chars().nth(2).is_none() { WEIGHT_OF_TWO_LETTERS } else { WEIGHT };
            spoken.add(mark.spoken, weight);
            other.add(mark.other, weight);
            if mark == Mark::default() || mark.spoken & self.english == 0 {
                unlisted.push(written);
            }
        }
        let against = other.best() + odd;
        if against < MIN_AGAINST_NOTHING || against <= spoken.best() {
            return false;
        }
        for word in unlisted {
            spoken.add(self.english, weight_in_english(word));
        }
        let of_english_letters = || view.folded.text().is_ascii() && !self.has_distinctive(text);
        let nothing = view.tokens.len() > 1 && spoken.best() == 0 && of_english_letters();
        against > spoken.best() && (nothing || against >= MIN_AGAINST)
    }

    fn foreign_writing(&self, text: &str) -> Option<(usize, usize)> {
        let (mut known, mut foreign) = (0, 0);
        let mut span = None;
        for (at, c) in text.char_indices() {
            let Some(writing) = writing_of(c) else { continue };
            if self.writings >> writing & 1 == 1 {
                known += 1;
                continue;
            }
            foreign += 1;
            let end = at + c.len_utf8();
            span = Some(match span {
                // Only neighbours, with a blank between words, are one stretch.
                Some((start, last)) if at <= last + 2 => (start, end),
                None => (at, end),
                Some(first) => first,
            });
        }
        span.filter(|_| foreign >= MIN_FOREIGN || foreign > known)
    }

    /// How many words have a letter that no language of the rules has.
    fn odd_words(&self, text: &str) -> u32 {
        let is_odd = |c: char| {
            !c.is_ascii()
                && writing_of(c).is_some_and(|writing| OF_MANY_LANGUAGES >> writing & 1 == 1)
                && !c.to_lowercase().all(|low| self.letters.contains(&low))
        };
        let words = text.split(|c: char| !c.is_alphabetic()).filter(|word| word.contains(is_odd));
        u32::try_from(words.count()).unwrap_or(u32::MAX)
    }

    /// Whether hardly a word is English or a small word of a language of the rules.
    fn is_unknown(&self, view: &View) -> bool {
        let (mut words, mut known) = (0, 0);
        let folded = view.folded.text();
        for token in &view.tokens {
            let written = folded.get(token.start..token.end).unwrap_or_default();
            if is_number(token.id)
                || written.len() < 2
                || !written.starts_with(|c: char| c.is_ascii_lowercase())
            {
                continue;
            }
            words += 1;
            let telling = written.len() >= MIN_TELLING;
            let is_known =
                self.small.mark(written).spoken != 0 || telling && (token.id != UNKNOWN || is_word(written));
            if is_known {
                known += usize::from(written.len() > 2) + 1;
            }
            if known * WORDS_PER_WEIGHT >= view.tokens.len() {
                return false;
            }
        }
        words >= MIN_WORDS && known * WORDS_PER_WEIGHT < words
    }
}

/// What a word that is no small word says for English; every spelling of two letters is a word there.
fn weight_in_english(word: &str) -> u32 {
    match word.len() {
        0..3 => 0,
        _ => WEIGHT * u32::from(is_word(word)),
    }
}
