//! Undoes what hides a text from a reader of letters: entities, tags, percent and backslash escapes.

use super::encoded::{base64_text, hex_text};
use super::traits::Traits;

/// A decoded text longer than this is not decoded on.
const MAX_DECODED: usize = 64 * 1024;
/// An escape inside an escape is undone; deeper nesting is not.
const MAX_DEPTH: usize = 2;
/// The longest entity name that is looked up.
const MAX_ENTITY: usize = 10;

/// A text and where each of its bytes came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    /// Start and end in the original, for every byte.
    pub(super) spans: Vec<(usize, usize)>,
}

/// The text with everything undone, if there was anything to undo.
pub(super) fn decoded(text: &str, traits: Traits) -> Option<Decoded> {
    if !traits.escapes && !traits.encoded {
        return None;
    }
    let mut outcome: Option<Decoded> = None;
    for _ in 0..MAX_DEPTH {
        let source = outcome.as_ref().map_or(text, |decoded| decoded.text.as_str());
        let Some(once) = decode_once(source) else { break };
        let spans = match &outcome {
            None => once.spans,
            Some(before) => once.spans.iter().map(|span| through(before, *span)).collect(),
        };
        outcome = Some(Decoded { text: once.text, spans });
    }
    outcome
}

fn through(before: &Decoded, (start, end): (usize, usize)) -> (usize, usize) {
    let from = before.spans.get(start).map_or(0, |span| span.0);
    let to = before.spans.get(end.saturating_sub(1)).map_or(from, |span| span.1);
    (from, to)
}

struct Writer<'a> {
    source: &'a str,
    text: String,
    spans: Vec<(usize, usize)>,
    /// The source is written up to here.
    copied: usize,
}

fn decode_once(source: &str) -> Option<Decoded> {
    let mut writer = Writer { source, text: String::new(), spans: Vec::new(), copied: 0 };
    let mut at = 0;
    let mut begins = true;
    while let Some(c) = source.get(at..).and_then(|rest| rest.chars().next()) {
        if writer.text.len() > MAX_DECODED {
            break;
        }
        let used = if begins && is_code_char(c) { writer.encoded_run(at) } else { 0 };
        let used = if used == 0 { writer.escape(at, c) } else { used };
        if used == 0 {
            at += c.len_utf8();
        } else {
            at += used;
            writer.copied = at;
        }
        begins = !is_code_char(c) || matches!(c, '_' | '-' | '=' | '/');
    }
    if writer.copied == 0 {
        return None;
    }
    writer.copy_up_to(at);
    Some(Decoded { text: writer.text, spans: writer.spans })
}

impl Writer<'_> {
    /// Writes what needs no decoding.
    fn copy_up_to(&mut self, at: usize) {
        let plain = self.source.get(self.copied..at).unwrap_or_default();
        for (place, c) in plain.char_indices() {
            self.text.push(c);
            let start = self.copied + place;
            self.spans.resize(self.text.len(), (start, start + c.len_utf8()));
        }
        self.copied = at;
    }

    fn push(&mut self, c: char, span: (usize, usize)) {
        self.text.push(c);
        self.spans.resize(self.text.len(), span);
    }

    /// Undoes the escape that begins here; says how many bytes it took.
    fn escape(&mut self, at: usize, c: char) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        let (written, used) = match c {
            '&' => match entity(rest) {
                Some((written, used)) => (Some(written), used),
                None => return 0,
            },
            '<' => match tag(rest) {
                Some((written, used)) => (written, used),
                None => return 0,
            },
            '\\' => match backslash(rest) {
                Some((written, used)) => (Some(written), used),
                None => return 0,
            },
            '%' => return self.percent(at),
            ']' => match link_target(rest) {
                Some(used) => (None, used),
                None => return 0,
            },
            // Emphasis inside a word; at its edges it separates nothing.
            '*' | '~' | '`' if is_inside_word(self.source, at, c) => {
                (None, rest.bytes().take_while(|byte| char::from(*byte) == c).count())
            }
            '[' if link_follows(rest) => (None, 1),
            _ => return 0,
        };
        self.copy_up_to(at);
        if let Some(written) = written {
            self.push(written, (at, at + used));
        }
        used
    }

    /// `%72%65`: all of a row at once, because one letter may take several.
    fn percent(&mut self, at: usize) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        let mut bytes = Vec::new();
        let mut tail = rest.as_bytes();
        while let [b'%', high, low, more @ ..] = tail
            && let Some(byte) = hex_byte(*high, *low)
        {
            bytes.push(byte);
            tail = more;
        }
        if bytes.is_empty() {
            return 0;
        }
        self.copy_up_to(at);
        let mut used = 0;
        for c in String::from_utf8_lossy(&bytes).chars() {
            let width = 3 * if c == '\u{FFFD}' { 1 } else { c.len_utf8() };
            self.push(c, (at + used, at + used + width));
            used += width;
        }
        used.min(rest.len())
    }

    /// A whole run in base64 or hex.
    fn encoded_run(&mut self, at: usize) -> usize {
        let rest = self.source.get(at..).unwrap_or_default();
        let len = rest.bytes().take_while(|byte| is_code_char(char::from(*byte))).count();
        let run = rest.get(..len).unwrap_or_default();
        if self.plain(run, at) {
            return len;
        }
        // `my_cmVmdW5k`: the line under it may only join words.
        let Some((first, _)) = run.split_once(['_', '-', '=', '/']) else { return 0 };
        if self.plain(first, at) { first.len() } else { 0 }
    }

    fn plain(&mut self, run: &str, at: usize) -> bool {
        let Some(plain) = hex_text(run).or_else(|| base64_text(run)) else { return false };
        self.copy_up_to(at);
        for c in plain.chars() {
            self.push(c, (at, at + run.len()));
        }
        true
    }
}

fn is_code_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '=' | '-' | '_')
}

fn hex_byte(high: u8, low: u8) -> Option<u8> {
    let digit = |byte: u8| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// `&#114;`, `&#x72;`, `&amp;`, with or without the semicolon when a number.
fn entity(rest: &str) -> Option<(char, usize)> {
    let body = rest.strip_prefix('&')?;
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, lead) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16, 3),
            None => (number, 10, 2),
        };
        let len = digits.chars().take(8).take_while(|c| c.is_digit(radix)).count();
        let code = u32::from_str_radix(digits.get(..len)?, radix).ok()?;
        let ends = digits.get(len..).is_some_and(|after| after.starts_with(';'));
        return Some((char::from_u32(code)?, lead + len + usize::from(ends)));
    }
    let end = body.bytes().take(MAX_ENTITY).position(|byte| byte == b';')?;
    let name = body.get(..end)?;
    Some((named_entity(name)?, end + 2))
}

fn named_entity(name: &str) -> Option<char> {
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" | "lsquo" | "rsquo" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "shy" | "zwnj" | "zwj" | "ZeroWidthSpace" => '\u{AD}',
        "euro" => '€',
        "pound" => '£',
        "yen" => '¥',
        "cent" => '¢',
        "sol" => '/',
        "period" => '.',
        "lowbar" => '_',
        "ndash" | "mdash" | "hyphen" | "dash" => '-',
        _ => accented(name)?,
    })
}

/// `&eacute;` and its kin: folding would drop the accent anyway.
fn accented(name: &str) -> Option<char> {
    let mut chars = name.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let kinds =
        ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron", "fr", "opf", "scr"];
    kinds.contains(&chars.as_str()).then_some(letter)
}

/// A tag or comment. One that ends a line of text leaves a blank.
fn tag(rest: &str) -> Option<(Option<char>, usize)> {
    if let Some(comment) = rest.strip_prefix("<!--") {
        let end = comment.find("-->").map_or(rest.len(), |end| end + 7);
        return Some((None, end));
    }
    let body = rest.get(1..)?;
    let name = body.strip_prefix('/').unwrap_or(body);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let end = body.bytes().take(1024).position(|byte| matches!(byte, b'>' | b'<'))?;
    if body.as_bytes().get(end) != Some(&b'>') {
        return None;
    }
    let len = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = name.get(..len)?.to_ascii_lowercase();
    let breaks = matches!(name.as_str(), "br" | "p" | "div" | "li" | "ul" | "ol" | "td" | "th" | "tr" | "hr");
    Some((breaks.then_some(' '), end + 2))
}

/// `\x72`, `\u0072`, `\u{72}`, `\U00000072`, `\162` and `\n`.
fn backslash(rest: &str) -> Option<(char, usize)> {
    let body = rest.get(1..)?;
    let kind = body.chars().next()?;
    let digits = body.get(kind.len_utf8()..)?;
    if kind == 'u' && digits.starts_with('{') {
        let end = digits.bytes().take(10).position(|byte| byte == b'}')?;
        let code = u32::from_str_radix(digits.get(1..end)?, 16).ok()?;
        return Some((char::from_u32(code)?, end + 3));
    }
    let len = match kind {
        'x' => 2,
        'u' => 4,
        'U' => 8,
        'n' | 't' | 'r' => return Some((' ', 2)),
        '0'..='3' => {
            let code = u32::from_str_radix(body.get(..3)?, 8).ok()?;
            return Some((char::from_u32(code)?, 4));
        }
        // Markdown's escape of a sign.
        _ if kind.is_ascii_punctuation() => return Some((kind, 2)),
        _ => return None,
    };
    let code = u32::from_str_radix(digits.get(..len)?, 16).ok()?;
    Some((char::from_u32(code)?, 2 + len))
}

/// `](https://…)`: where a link points is not what it says.
fn link_target(rest: &str) -> Option<usize> {
    let target = rest.strip_prefix("](")?;
    let end = target.bytes().take(1024).position(|byte| byte == b')')?;
    Some(end + 3)
}

fn link_follows(rest: &str) -> bool {
    let close = rest.bytes().take(1024).position(|byte| byte == b']');
    close.and_then(|at| rest.get(at..)).is_some_and(|tail| tail.starts_with("]("))
}

fn is_inside_word(source: &str, at: usize, sign: char) -> bool {
    let before = source.get(..at).and_then(|text| text.chars().next_back());
    let rest = source.get(at..).unwrap_or_default().trim_start_matches(sign);
    let doubled = source.get(at..).is_some_and(|text| text.chars().nth(1) == Some(sign));
    before.is_some_and(char::is_alphanumeric)
        && rest.starts_with(char::is_alphanumeric)
        // A single star may be a hole: `re*und`.
        && (doubled || sign == '`')
}
