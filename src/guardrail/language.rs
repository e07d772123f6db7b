//! Which scripts and languages the rules speak; what they do not speak goes to a human.

use std::collections::HashSet;

use super::dictionary::is_word;
use super::function_words::FunctionWords;
use super::letters::{Script, script_of};
use super::tokens::{UNKNOWN, is_number};
use super::view::View;
use super::writing::writing_of;

/// So many letters of an unknown script are a word, not an ornament.
const MIN_FOREIGN: usize = 3;
/// So many words with letters that no rule uses are not a name.
const MIN_ODD_WORDS: usize = 2;
/// Fewer words tell no language.
const MIN_WORDS: usize = 4;
/// Shorter words are words in too many languages.
const MIN_TELLING: usize = 4;
/// What a known word weighs; words of two letters are alike in many languages.
const WEIGHT: usize = 2;
const WEIGHT_OF_TWO_LETTERS: usize = 1;
/// The known words must weigh one for so many words.
const WORDS_PER_WEIGHT: usize = 4;

/// Latin letters by which one knows a language that the rules speak: Turkish, Polish, Spanish, German,
/// Danish and Swedish, Portuguese.
const DISTINCTIVE: &[char] =
    &['ğ', 'ı', 'ş', 'ł', 'ą', 'ę', 'ż', 'ź', 'ś', 'ć', 'ń', 'ñ', 'ß', 'å', 'æ', 'ø', 'ã', 'õ'];

/// What the rules are written in.
#[derive(Clone, Debug, Default)]
pub(super) struct Languages {
    /// Writing systems, as bits.
    writings: u32,
    /// Latin letters beyond ASCII, in lower case.
    letters: HashSet<char>,
    small: FunctionWords,
}

impl Languages {
    pub(super) fn new() -> Self {
        Self { small: FunctionWords::new(), ..Self::default() }
    }

    /// Learns from a text of a rule.
    pub(super) fn learn(&mut self, text: &str) {
        for c in text.chars() {
            if let Some(writing) = writing_of(c) {
                self.writings |= 1 << writing;
            }
            if !c.is_ascii() && script_of(c) == Some(Script::Latin) {
                self.letters.extend(c.to_lowercase());
            }
        }
    }

    /// The first stretch of a text in a language that no rule speaks.
    pub(super) fn foreign(&self, text: &str, view: &View) -> Option<(usize, usize)> {
        if text.is_ascii() {
            return unknown_words(text, view, &self.small);
        }
        let odd = self.foreign_writing(text).or_else(|| self.odd_letters(text));
        if odd.is_some() || text.contains(|c| DISTINCTIVE.contains(&c) && self.letters.contains(&c)) {
            return odd;
        }
        unknown_words(text, view, &self.small)
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

    fn odd_letters(&self, text: &str) -> Option<(usize, usize)> {
        let is_odd = |c: char| {
            !c.is_ascii()
                && script_of(c) == Some(Script::Latin)
                && !c.to_lowercase().all(|low| self.letters.contains(&low))
        };
        let mut start = 0;
        let mut first = None;
        let mut words = 0;
        for part in text.split_inclusive(|c: char| !c.is_alphabetic()) {
            if part.contains(is_odd) {
                words += 1;
                first = first.or(Some((start, start + part.trim_end().len())));
            }
            start += part.len();
        }
        first.filter(|_| words >= MIN_ODD_WORDS)
    }
}

/// The whole text, if hardly a word of it is English or a small word of a language of the rules.
fn unknown_words(text: &str, view: &View, small: &FunctionWords) -> Option<(usize, usize)> {
    let (mut words, mut known) = (0, 0);
    let folded = view.folded.text();
    for token in &view.tokens {
        let written = folded.get(token.start..token.end).unwrap_or_default();
        if is_number(token.id) || written.len() < 2 || !written.starts_with(|c: char| c.is_ascii_lowercase())
        {
            continue;
        }
        words += 1;
        let telling = written.len() >= MIN_TELLING;
        let is_known = telling && (token.id != UNKNOWN || is_word(written)) || small.contain(written);
        if is_known {
            known += if written.len() == 2 { WEIGHT_OF_TWO_LETTERS } else { WEIGHT };
        }
        if known * WORDS_PER_WEIGHT >= view.tokens.len() {
            return None;
        }
    }
    (words >= MIN_WORDS && known * WORDS_PER_WEIGHT < words).then_some((0, text.len()))
}
