//! Texts that nobody can be sure to read: they go to a human, whatever they say.

use super::encoded::{base64_text, hex_text, is_blob};
use super::letters::{Script, lookalike, script_of};
use super::traits::Traits;

/// More marks on one letter than any language needs.
const MAX_MARKS: usize = 3;
/// Tags may follow this flag.
const BLACK_FLAG: char = '\u{1F3F4}';
const MIN_BLOB: usize = 16;

/// Why a text is not readable.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Obscurity {
    /// Letters of two scripts in one word.
    MixedScripts,
    /// The order of letters is turned by a control character.
    BidiOverride,
    /// Characters that show as nothing but spell a text.
    HiddenTags,
    /// Letters buried in marks.
    Zalgo,
    /// A long run of what looks like code.
    Blob,
}

/// The first thing in a text that makes it unreadable, and where it stands.
pub(super) fn obscurity(text: &str, traits: Traits) -> Option<(Obscurity, (usize, usize))> {
    let found = if text.is_ascii() { None } else { in_characters(text).or_else(|| mixed_scripts(text)) };
    found.or_else(|| if traits.long { blob(text) } else { None })
}

fn in_characters(text: &str) -> Option<(Obscurity, (usize, usize))> {
    let mut marks = 0;
    let mut letter = 0;
    let mut in_flag = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        match c {
            '\u{202D}' | '\u{202E}' => return Some((Obscurity::BidiOverride, (at, end))),
            '\u{E0020}'..='\u{E007F}' if !in_flag => return Some((Obscurity::HiddenTags, (at, end))),
            _ if is_mark(c) => {
                marks += 1;
                if marks > MAX_MARKS {
                    return Some((Obscurity::Zalgo, (letter, end)));
                }
                continue;
            }
            _ => {}
        }
        in_flag = c == BLACK_FLAG || in_flag && matches!(c, '\u{E0020}'..='\u{E007E}');
        marks = 0;
        letter = at;
    }
    None
}

fn is_mark(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36F}' | '\u{483}'..='\u{489}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// A word that changes between Latin and a script with look-alike letters, and back; or that begins
/// or ends in one such letter. `SMSка` is a way to write, `rеfund` is not.
fn mixed_scripts(text: &str) -> Option<(Obscurity, (usize, usize))> {
    let mut start = 0;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let Some(script) = script_of(c) else {
            if is_mixed(text.get(start..at).unwrap_or_default()) {
                return Some((Obscurity::MixedScripts, (start, at)));
            }
            start = at + c.len_utf8();
            continue;
        };
        if !matches!(script, Script::Latin | Script::Cyrillic | Script::Greek) {
            start = at + c.len_utf8();
        }
    }
    None
}

fn is_mixed(word: &str) -> bool {
    if word.is_ascii() {
        return false;
    }
    let mut runs: Vec<(Script, usize)> = Vec::new();
    let mut disguised = true;
    for c in word.chars() {
        let Some(script) = script_of(c) else { continue };
        if script != Script::Latin {
            disguised = disguised && c.to_lowercase().all(|low| lookalike(low).is_some());
        }
        match runs.last_mut() {
            Some((last, len)) if *last == script => *len += 1,
            _ => runs.push((script, 1)),
        }
    }
    match runs.as_slice() {
        [(Script::Latin, long), (_, 1)] | [(_, 1), (Script::Latin, long)] => *long > 2 && disguised,
        [] | [_] | [_, _] => false,
        _ => true,
    }
}

/// A run that is neither a word nor an address nor readable when decoded.
fn blob(text: &str) -> Option<(Obscurity, (usize, usize))> {
    let mut start = 0;
    for part in text.split_inclusive(|c: char| c.is_ascii_whitespace()) {
        let word = part.trim_ascii_end();
        let span = (start, start + word.len());
        start += part.len();
        if word.len() < MIN_BLOB || word.contains("://") || word.contains("www.") || word.contains('@') {
            continue;
        }
        let mut runs = word.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/' | '='));
        if runs.any(|run| is_blob(run) && base64_text(run).or_else(|| hex_text(run)).is_none()) {
            return Some((Obscurity::Blob, span));
        }
    }
    None
}
