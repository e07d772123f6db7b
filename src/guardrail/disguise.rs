//! What a word looks like reversed, turned upside down or rotated by half the alphabet.

use super::verdict::Layer;

/// Phrases' words shorter than this are not looked for in disguise.
const MIN_LETTERS: usize = 5;
/// The same for words that set off a rule alone.
const MIN_KEYWORD_LETTERS: usize = 4;

/// The disguised spellings of an ASCII word.
pub(super) fn disguises(word: &str, keyword: bool) -> Vec<(String, Layer)> {
    let least = if keyword { MIN_KEYWORD_LETTERS } else { MIN_LETTERS };
    if word.len() < least || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let reversed: String = word.chars().rev().collect();
    let turned: String = word.chars().map(turned).collect();
    let turned_and_reversed: String = turned.chars().rev().collect();
    let rotated: String = word.chars().map(rotated).collect();
    let mut forms = vec![
        (reversed, Layer::Reversed),
        (turned, Layer::Reversed),
        (turned_and_reversed, Layer::Reversed),
        (rotated, Layer::Rotated),
    ];
    forms.retain(|(form, _)| form != word);
    forms
}

/// What a letter turned upside down folds to; most turned letters have a sign of their own, which
/// folding reads as the letter.
fn turned(c: char) -> char {
    match c {
        'u' => 'n',
        'n' => 'u',
        'd' => 'p',
        'p' => 'd',
        'b' => 'q',
        'q' => 'b',
        other => other,
    }
}

/// The letter half an alphabet on.
fn rotated(c: char) -> char {
    let shifted = match c {
        'a'..='m' => u32::from(c) + 13,
        'n'..='z' => u32::from(c) - 13,
        other => u32::from(other),
    };
    char::from_u32(shifted).unwrap_or(c)
}
