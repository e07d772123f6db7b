//! Cuts a text into the word pieces that the encoder was trained on: lower case, no accents, longest pieces first.

use std::collections::HashMap;
use std::sync::LazyLock;

use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::weights::EncoderError;

/// Longer words are not cut but unknown, as in training, letters.
const WORD_LETTERS_MAX: usize = 100;
/// So much of a text is looked at, characters: more than the encoder reads of any language.
const CHARS_MAX: usize = 4_000;
/// The encoder reads no further, pieces with both ends.
pub(super) const PIECES_MAX: usize = 256;

static PUNCTUATION: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{P}$+<=>^`|~]$").ok());
static DROPPED: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[\p{Mn}\p{C}\u{FFFD}]$").ok());

/// The vocabulary: one piece a line, its number is the line's.
#[derive(Debug)]
pub(super) struct WordPieces {
    numbers: HashMap<String, usize>,
    /// Letters of the longest piece.
    longest: usize,
    unknown: usize,
    start: usize,
    end: usize,
}

impl WordPieces {
    /// Reads a `vocab.txt`.
    ///
    /// # Errors
    /// When the pieces that stand for the ends of a text or for the unknown are missing.
    pub(super) fn read(vocabulary: &str) -> Result<Self, EncoderError> {
        let numbers: HashMap<String, usize> =
            vocabulary.lines().enumerate().map(|(number, piece)| (piece.to_owned(), number)).collect();
        let number = |piece: &str| {
            numbers
                .get(piece)
                .copied()
                .ok_or_else(|| EncoderError::Weights(format!("vocab.txt has no {piece}")))
        };
        let longest = numbers.keys().map(|piece| piece.chars().count()).max().unwrap_or(0);
        let (unknown, start, end) = (number("[UNK]")?, number("[CLS]")?, number("[SEP]")?);
        Ok(Self { numbers, longest, unknown, start, end })
    }

    /// The numbers of a text's pieces, between those of its two ends.
    pub(super) fn cut(&self, text: &str) -> Vec<usize> {
        let mut found = vec![self.start];
        let end = text.char_indices().nth(CHARS_MAX).map_or(text.len(), |(at, _)| at);
        for word in words(text.get(..end).unwrap_or_default()) {
            self.cut_word(&word, &mut found);
            if found.len() >= PIECES_MAX {
                found.truncate(PIECES_MAX - 1);
                break;
            }
        }
        found.push(self.end);
        found
    }

    fn cut_word(&self, word: &str, found: &mut Vec<usize>) {
        let letters: Vec<char> = word.chars().collect();
        if letters.len() > WORD_LETTERS_MAX {
            found.push(self.unknown);
            return;
        }
        let before = found.len();
        let mut from = 0;
        while from < letters.len() {
            let Some((number, to)) = self.longest(&letters, from) else {
                // A word with one strange piece is strange as a whole.
                found.truncate(before);
                found.push(self.unknown);
                return;
            };
            found.push(number);
            from = to;
        }
    }

    fn longest(&self, letters: &[char], from: usize) -> Option<(usize, usize)> {
        (from + 1..=letters.len().min(from + self.longest)).rev().find_map(|to| {
            let mut piece = if from > 0 { "##".to_owned() } else { String::new() };
            piece.extend(letters.get(from..to)?);
            Some((*self.numbers.get(&piece)?, to))
        })
    }
}

/// Words and single signs, in lower case and without accents.
fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut word = String::new();
    let mut close = |word: &mut String| {
        if !word.is_empty() {
            found.push(std::mem::take(word));
        }
    };
    for c in text.chars().flat_map(char::to_lowercase).nfd() {
        if c.is_whitespace() {
            close(&mut word);
        } else if is(&DROPPED, c) {
        } else if is(&PUNCTUATION, c) || is_ideograph(c) {
            close(&mut word);
            word.push(c);
            close(&mut word);
        } else {
            word.push(c);
        }
    }
    close(&mut word);
    found
}

fn is(class: &LazyLock<Option<Regex>>, c: char) -> bool {
    if c.is_ascii_alphanumeric() {
        return false;
    }
    class.as_ref().is_some_and(|class| class.is_match(c.encode_utf8(&mut [0; 4])))
}

/// Chinese characters stand for themselves.
const fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}
