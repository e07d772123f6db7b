//! Reads base64 and hex, if what they hold is plain text.

use super::spelling::MAX_LETTERS;

/// Shorter runs hold no word of the rules.
pub(super) const MIN_RUN: usize = 8;
/// Longer runs are not decoded but too strange to answer.
const MAX_RUN: usize = 16 * 1024;

/// The text in a run of base64 (either alphabet, padding or not).
pub(super) fn base64_text(run: &str) -> Option<String> {
    let body = run.trim_end_matches('=');
    if !(MIN_RUN - 2..=MAX_RUN).contains(&body.len()) || run.len() < MIN_RUN || body.len() % 4 == 1 {
        return None;
    }
    // A word in small letters, with a capital or not, is a word.
    let is_wordlike = body.bytes().skip(1).all(|byte| byte.is_ascii_lowercase() || byte == b'-');
    if is_wordlike {
        return None;
    }
    let mut bytes = Vec::with_capacity(body.len() * 3 / 4);
    let (mut bits, mut width) = (0_u32, 0);
    for byte in body.bytes() {
        bits = (bits << 6 | sextet(byte)?) & 0xFFFF;
        width += 6;
        if width >= 8 {
            width -= 8;
            bytes.push(u8::try_from(bits >> width & 0xFF).ok()?);
        }
    }
    plain(bytes)
}

/// The text in a run of hex digits.
pub(super) fn hex_text(run: &str) -> Option<String> {
    let run = run.strip_prefix("0x").unwrap_or(run);
    if !(MIN_RUN..=MAX_RUN).contains(&run.len()) || run.len() % 2 == 1 {
        return None;
    }
    let digits: Option<Vec<u8>> =
        run.chars().map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok())).collect();
    let bytes =
        digits?.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    plain(bytes)
}

fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

/// Bytes that read as a text somebody wrote.
fn plain(bytes: Vec<u8>) -> Option<String> {
    let text = String::from_utf8(bytes).ok()?;
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let is_text = text.chars().all(|c| !c.is_control() || c.is_whitespace());
    (is_text && letters * 3 >= text.chars().count() * 2).then_some(text)
}

/// Whether a run of 16 and more is a blob: both cases and digits mixed as no word or id of a person is.
pub(super) fn is_blob(run: &str) -> bool {
    const MIN_BLOB: usize = 16;
    if run.len() < MIN_BLOB {
        return false;
    }
    let mut changes = 0;
    let mut before = None;
    for byte in run.bytes() {
        let kind = match byte {
            b'a'..=b'z' => 0,
            b'A'..=b'Z' => 1,
            b'0'..=b'9' => 2,
            _ => 3,
        };
        changes += usize::from(before.is_some_and(|before| before != kind));
        before = Some(kind);
    }
    let kinds = [u8::is_ascii_lowercase, u8::is_ascii_uppercase, u8::is_ascii_digit];
    let all = kinds.iter().all(|is_kind| run.bytes().any(|byte| is_kind(&byte)));
    all && changes * 2 >= run.len() || run.len() > 4 * MAX_LETTERS
}
