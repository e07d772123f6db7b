//! Finds what a message only repeats: quoted mail and a signature. It is not the visitor's new word.

use std::ops::Range;

/// A longer tail is not a signature.
const MAX_SIGNATURE: usize = 512;
const MAX_SIGNATURE_LINES: usize = 8;
/// A single quoted line that nobody introduces may as well be the visitor's own.
const MIN_QUOTED_LINES: usize = 2;

/// The parts of a message that repeat what was said before, or sign it; none if nothing else would
/// remain.
pub(super) fn repeated(message: &str) -> Vec<Range<usize>> {
    if !message.contains('\n') {
        return Vec::new();
    }
    let lines = lines(message);
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(line) = lines.get(at) {
        let text = message.get(line.clone()).unwrap_or_default();
        if text.trim_end_matches(['\r', '\n']) == "-- " && is_signature(message, line.end) {
            parts.push(line.start..message.len());
            break;
        }
        let quoted = quoted_lines(message, lines.get(at..).unwrap_or_default());
        let introduced = introduction(message, lines.get(..at).unwrap_or_default());
        if quoted >= MIN_QUOTED_LINES || quoted > 0 && introduced.is_some() {
            let last = lines.get(at + quoted - 1).map_or(line.end, |last| last.end);
            parts.push(introduced.unwrap_or(line.start)..last);
        }
        at += quoted.max(1);
    }
    if remains(message, &parts) { parts } else { Vec::new() }
}

fn lines(message: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let ends = message.split_inclusive('\n').map(|line| {
        let range = start..start + line.len();
        start = range.end;
        range
    });
    ends.collect()
}

fn quoted_lines(message: &str, lines: &[Range<usize>]) -> usize {
    let is_quoted = |line: &&Range<usize>| {
        let rest = message.get((*line).clone()).unwrap_or_default().trim_start().strip_prefix('>');
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['>', ' ', '\t', '\r', '\n']))
    };
    lines.iter().take_while(is_quoted).count()
}

/// Where the line begins that says who wrote what follows: `On Monday Ada wrote:`.
fn introduction(message: &str, before: &[Range<usize>]) -> Option<usize> {
    let mut said = before.iter().rev();
    let line = said.by_ref().take(2).find(|line| !text_of(message, line).is_empty())?;
    let text = text_of(message, line);
    if !text.ends_with(':') {
        return None;
    }
    if text.starts_with("On ") && text.ends_with("wrote:") || text.contains('@') {
        return Some(line.start);
    }
    // Long ones are broken in two.
    let above = said.next()?;
    let first = text_of(message, above);
    (text.ends_with("wrote:") && first.starts_with("On ")).then_some(above.start)
}

fn text_of<'a>(message: &'a str, line: &Range<usize>) -> &'a str {
    message.get(line.clone()).unwrap_or_default().trim()
}

fn is_signature(message: &str, from: usize) -> bool {
    let rest = message.get(from..).unwrap_or_default();
    rest.len() <= MAX_SIGNATURE && rest.lines().count() <= MAX_SIGNATURE_LINES
}

fn remains(message: &str, parts: &[Range<usize>]) -> bool {
    let mut at = 0;
    let mut kept = false;
    for part in parts.iter().chain([&(message.len()..message.len())]) {
        let between = message.get(at..part.start).unwrap_or_default();
        kept = kept || between.chars().any(char::is_alphanumeric);
        at = part.end.max(at);
    }
    kept
}
