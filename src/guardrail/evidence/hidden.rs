//! Finds characters that a reader does not see: direction overrides, zero widths, tags, controls.

use super::finding::{Finding, Kind};

/// The findings about hidden characters of `draft`, one for each run.
pub(super) fn examine(draft: &str) -> Vec<Finding> {
    let right_to_left = draft.chars().any(is_right_to_left);
    let mut findings: Vec<Finding> = Vec::new();
    let mut before = None;
    let mut chars = draft.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|(_, c)| *c);
        let is_fault = is_hidden(c) && !is_at_home(c, before, after, right_to_left);
        before = Some(c);
        if !is_fault {
            continue;
        }
        let end = at + c.len_utf8();
        match findings.last_mut().filter(|last| last.span.1 == at) {
            Some(last) => *last = finding(draft, (last.span.0, end)),
            None => findings.push(finding(draft, (at, end))),
        }
    }
    findings
}

fn finding(draft: &str, span: (usize, usize)) -> Finding {
    Finding::at(Kind::HiddenCharacter, draft, span, "contains characters that a reader does not see")
}

/// Invisible, or changing how what follows is shown.
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}'..='\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffc}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
        | '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Joiners inside emoji and in scripts that need them, emoji style, and direction marks beside right-to-left writing.
fn is_at_home(c: char, before: Option<char>, after: Option<char>, right_to_left: bool) -> bool {
    let beside = |wanted: fn(char) -> bool| before.is_some_and(wanted) && after.is_some_and(wanted);
    match c {
        '\u{200c}' => beside(is_joining_script),
        '\u{200d}' => beside(is_joining_script) || beside(is_pictograph),
        '\u{fe0e}' | '\u{fe0f}' => {
            before.is_some_and(|c| is_pictograph(c) || matches!(c, '#' | '*' | '0'..='9'))
        }
        '\u{200e}' | '\u{200f}' | '\u{61c}' => right_to_left,
        _ => false,
    }
}

const fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{a9}' | '\u{ae}' | '\u{2190}'..='\u{2bff}' | '\u{3030}'..='\u{303d}' | '\u{3297}'..='\u{3299}'
        | '\u{203c}' | '\u{2049}' | '\u{2122}' | '\u{2139}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

/// Arabic, Syriac and the scripts of India and south-east Asia.
const fn is_joining_script(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

const fn is_right_to_left(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5f4}' | '\u{620}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}
