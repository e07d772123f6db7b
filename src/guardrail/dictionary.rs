//! The English words that a misspelling must not be: `change` is no typo of `charge`.

/// Whether a folded token is an English word. Chat writes possessives and contractions without care,
/// so an apostrophe and a closing `s` are looked through.
pub(super) fn is_word(token: &str) -> bool {
    if !token.is_ascii() {
        return false;
    }
    match token.split_once('\'') {
        None => wordnik_list::word_exists(token),
        Some((base, ending)) => {
            wordnik_list::word_exists(base)
                && (ending.len() <= 2 || wordnik_list::word_exists(&format!("{base}{ending}")))
        }
    }
}

/// All English words that begin with a stem: its inflections.
pub(super) fn words_beginning_with(stem: &str) -> Vec<&'static str> {
    if !stem.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let beyond = format!("{stem}{{");
    wordnik_list::word_range(stem, &beyond).filter(|word| word.starts_with(stem)).collect()
}

/// The English words that one edit makes of a spelling.
pub(super) fn words_one_edit_from(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let mut near = Vec::new();
    for at in 0..=letters.len() {
        let (before, after) = letters.split_at(at);
        let before: String = before.iter().collect();
        let rest = |from: usize| after.iter().skip(from).collect::<String>();
        near.push(format!("{before}{}", rest(1)));
        if let [first, second, ..] = after {
            near.push(format!("{before}{second}{first}{}", rest(2)));
        }
        for letter in 'a'..='z' {
            near.push(format!("{before}{letter}{}", rest(0)));
            near.push(format!("{before}{letter}{}", rest(1)));
        }
    }
    near.retain(|word| word != text && is_word(word));
    near.sort_unstable();
    near.dedup();
    near
}
