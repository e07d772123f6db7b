//! Finds words of a private note in a draft: several content words in the same order.

use std::collections::HashSet;

use super::finding::{Finding, Kind};
use super::lexer::{Token, TokenKind, lex};
use super::words::{is_content, plain_stem};

/// Consecutive content words that are no chance.
const SHARED_WORDS: usize = 5;

/// A content word and where it stands.
struct Placed {
    stem: String,
    span: (usize, usize),
}

/// The findings about passages of `draft` that stand in a private note and in none of `public`.
pub(super) fn examine(draft: &str, notes: &[&str], public: &[&str]) -> Vec<Finding> {
    if notes.is_empty() {
        return Vec::new();
    }
    let private: HashSet<Vec<String>> = notes.iter().flat_map(|note| runs(note)).collect();
    let known: HashSet<Vec<String>> = public.iter().flat_map(|text| runs(text)).collect();
    let words = placed(draft);
    let mut findings: Vec<Finding> = Vec::new();
    for window in words.windows(SHARED_WORDS) {
        let run: Vec<String> = window.iter().map(|w| w.stem.clone()).collect();
        if !private.contains(&run) || known.contains(&run) {
            continue;
        }
        let (Some(first), Some(last)) = (window.first(), window.last()) else { continue };
        let span = match findings.last() {
            Some(before) if before.span.1 > first.span.0 => {
                (findings.pop().map_or(first.span.0, |f| f.span.0), last.span.1)
            }
            _ => (first.span.0, last.span.1),
        };
        findings.push(Finding::at(Kind::PrivateNote, draft, span, "repeats words of a private note"));
    }
    findings
}

fn runs(text: &str) -> Vec<Vec<String>> {
    let words = placed(text);
    words.windows(SHARED_WORDS).map(|window| window.iter().map(|w| w.stem.clone()).collect()).collect()
}

fn placed(text: &str) -> Vec<Placed> {
    let counts = |token: &Token| match token.kind {
        TokenKind::Word => is_content(&token.text),
        TokenKind::Number => true,
        _ => false,
    };
    let tokens = lex(text, &[]).into_iter().filter(counts);
    tokens.map(|token| Placed { stem: plain_stem(&token.text), span: token.span }).collect()
}
