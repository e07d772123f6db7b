//! Reads runs of letters mixed with digits or signs: `r3fund` (a sign for a letter), `re*und` (a hole).

use std::collections::HashMap;

use super::dictionary::is_word;
use super::readings::Reading;
use super::spelling::{BySpelling, MAX_LETTERS, number_of};
use super::verdict::Layer;
use super::view::Strange;
use super::vocabulary::Vocabulary;

/// Shorter words are read out of ids and part numbers by chance.
const MIN_LEET: usize = 4;
const MIN_MASKED: usize = 5;
/// At most one letter in this many may be hidden.
const LETTERS_PER_HOLE: usize = 3;

/// The words of the rules, as such runs may spell them.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    canonical: HashMap<u64, u32, BySpelling>,
    /// By number of letters, then by first letter.
    by_shape: HashMap<(usize, char), Vec<(u32, String)>>,
}

impl Runs {
    pub(super) fn new(vocabulary: &Vocabulary) -> Self {
        let mut runs = Self::default();
        for (id, word) in vocabulary.words() {
            let letters = word.text.chars().count();
            if letters >= MIN_LEET {
                let number = number_of(word.text.chars().map(canonical));
                runs.canonical.entry(number).or_insert(id);
            }
            if letters >= MIN_MASKED
                && let Some(first) = word.text.chars().next()
            {
                runs.by_shape.entry((letters, first)).or_default().push((id, word.text.clone()));
            }
        }
        runs
    }

    /// Calls `found` for every mixed run that spells a word.
    pub(super) fn find(&self, folded: &str, mut found: impl FnMut(Strange)) {
        let bytes = folded.as_bytes();
        let mut at = 0;
        while let Some(start) = bytes.iter().skip(at).position(|byte| is_part(*byte)).map(|n| at + n) {
            let len = bytes.iter().skip(start).take_while(|byte| is_part(**byte)).count();
            let run = folded.get(start..start + len).unwrap_or_default();
            if is_mixed(run.as_bytes())
                && let Some((from, to, reading)) = self.read(run)
            {
                found(Strange { start: start + from, end: start + to, reading });
            }
            at = start + len;
        }
    }

    fn read(&self, run: &str) -> Option<(usize, usize, Reading)> {
        let bare = run.trim_matches(|c: char| !c.is_alphanumeric());
        let from = run.len() - run.trim_start_matches(|c: char| !c.is_alphanumeric()).len();
        let ranges = [(0, run), (from, bare)];
        for (from, run) in ranges {
            if run.len() < MIN_LEET || !is_mixed(run.as_bytes()) {
                continue;
            }
            if let Some(reading) = self.leet(run) {
                return Some((from, from + run.len(), reading));
            }
        }
        if let Some(reading) = self.masked(bare) {
            return Some((from, from + bare.len(), reading));
        }
        // `my_r3fund_please`: the line under it may only join words.
        let mut at = from;
        for part in bare.split(['_', '-', '.']).filter(|part| part.len() < bare.len()) {
            let reading = self.leet_or_masked(part);
            if let Some(reading) = reading {
                return Some((at, at + part.len(), reading));
            }
            at += part.len() + 1;
        }
        None
    }

    fn leet_or_masked(&self, part: &str) -> Option<Reading> {
        if part.len() < MIN_LEET || !is_mixed(part.as_bytes()) {
            return None;
        }
        self.leet(part).or_else(|| self.masked(part))
    }

    fn leet(&self, run: &str) -> Option<Reading> {
        if run.len() > MAX_LETTERS || !run.bytes().any(|byte| byte.is_ascii_lowercase()) {
            return None;
        }
        let id = *self.canonical.get(&number_of(run.chars().map(canonical)))?;
        Some(Reading::new(id, Layer::Leet))
    }

    fn masked(&self, run: &str) -> Option<Reading> {
        let holes = run.chars().filter(|c| is_hole(*c)).count();
        let letters = run.len() - holes;
        let groups = run.split(is_hole).filter(|part| !part.is_empty()).count().saturating_sub(1);
        if holes == 0 || run.len() > MAX_LETTERS || letters < groups * LETTERS_PER_HOLE {
            return None;
        }
        let first = run.chars().next()?;
        let near = |len: usize| {
            let words = self.by_shape.get(&(len, first)).into_iter().flatten();
            words.filter(|(_, word)| fits(word, run)).map(|(id, _)| *id).next()
        };
        // Many signs may stand for one letter, and one sign for none.
        let id = near(run.len()).or_else(|| near(letters + 1))?;
        Some(Reading::new(id, Layer::Masked)).filter(|_| !is_word(run))
    }
}

/// Whether a word is the run with its holes filled, one letter each or one for a row of holes.
fn fits(word: &str, run: &str) -> bool {
    if word.len() == run.len() {
        return word.chars().zip(run.chars()).all(|(letter, c)| letter == c || is_hole(c));
    }
    let Some((before, rest)) = run.split_once(is_hole) else { return false };
    let after = rest.trim_start_matches(is_hole);
    word.len() == before.len() + after.len() + 1 && word.starts_with(before) && word.ends_with(after)
}

fn is_hole(c: char) -> bool {
    matches!(c, '*' | '#' | '_' | '?' | '.' | '-' | '~' | '^' | '%' | '&' | '=' | '+' | '@' | '$' | '!' | '|')
}

/// Signs that people write for a letter, and holes.
fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'(' || is_hole(char::from(byte))
}

fn is_mixed(run: &[u8]) -> bool {
    run.iter().any(u8::is_ascii_lowercase) && !run.iter().all(u8::is_ascii_lowercase)
}

/// One letter for all that are written alike.
fn canonical(c: char) -> char {
    match c {
        '4' | '@' => 'a',
        '8' => 'b',
        '(' => 'c',
        '3' => 'e',
        '9' | '6' => 'g',
        'i' | '1' | '!' | '|' => 'l',
        '0' => 'o',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '2' => 'z',
        other => other,
    }
}
