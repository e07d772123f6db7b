//! Reads codes: product numbers, order numbers with letters, versions, and words in capitals that may be vouchers.

use super::facts::{Fact, Key, span};
use super::finding::Kind;
use super::lexer::{Token, TokenKind};
use super::units::unit_at;

/// Tokens of one code; more are no code, and looking further from each of them would take too long.
const CHUNK_MAX: usize = 24;
/// Shorter words in capitals are abbreviations.
const SHOUT_LENGTH_MIN: usize = 4;

/// The code at token `at`: glued words and numbers such as `AB-1200`, `x200`, `TC-48213`, `2.4.1`.
pub(super) fn code_at(tokens: &[Token], at: usize) -> Option<(Vec<Fact>, usize)> {
    let first = tokens.get(at)?;
    if first.glued && at.checked_sub(1).and_then(|i| tokens.get(i)).is_some_and(|t| t.kind == TokenKind::Word)
    {
        return None;
    }
    let end = chunk_end(tokens, at);
    let chunk = tokens.get(at..end)?;
    if !is_code(tokens, at, chunk) {
        return None;
    }
    let code: String = chunk.iter().flat_map(|t| t.text.chars()).filter(|c| c.is_alphanumeric()).collect();
    let fact = Fact {
        kind: Kind::Code,
        span: span(tokens, at, end),
        readings: vec![Key::Code(code.to_uppercase())],
        nouns: Vec::new(),
        optional: is_household(&code),
    };
    Some((vec![fact], end))
}

/// The end of the run of words, numbers, hyphens, slashes and underscores without a blank.
fn chunk_end(tokens: &[Token], at: usize) -> usize {
    let part = |t: &Token| matches!(t.kind, TokenKind::Word | TokenKind::Number);
    let link = |t: &Token| t.glued && (t.is_sign('-') || t.is_sign('_') || t.is_sign('/'));
    let mut end = at;
    while end < at + CHUNK_MAX && tokens.get(end).is_some_and(|t| part(t) && (end == at || t.glued)) {
        end += 1;
        if tokens.get(end).is_some_and(link) && tokens.get(end + 1).is_some_and(|t| t.glued && part(t)) {
            end += 1;
        }
    }
    end
}

fn is_code(tokens: &[Token], at: usize, chunk: &[Token]) -> bool {
    let Some(first) = chunk.first() else { return false };
    let numbers = || chunk.iter().filter(|t| t.kind == TokenKind::Number);
    let shouted = chunk.iter().any(|t| t.kind == TokenKind::Word && t.shout);
    if first.kind == TokenKind::Number {
        let dots = first.text.matches('.').count();
        let version =
            dots >= 2 && !first.text.contains(',') && super::numerals::values(&first.text).is_empty();
        let long = chunk.len() == 1 && first.text.len() > 15;
        return version || long || starts_with_digits(tokens, at, chunk);
    }
    if first.kind != TokenKind::Word {
        return false;
    }
    if numbers().next().is_none() {
        return chunk.len() == 1 && first.shout && first.text.chars().count() >= SHOUT_LENGTH_MIN;
    }
    let touching = chunk.get(1).is_some_and(|t| t.kind == TokenKind::Number);
    let leads = matches!(
        first.text.as_str(),
        "mid" | "pre" | "post" | "early" | "late" | "eur" | "usd" | "chf" | "gbp"
    );
    // `ab-1200`, but not `level-2`.
    let short = first.text.chars().count() <= 4 && numbers().any(|t| t.text.len() >= 3);
    !leads && (shouted || touching || short)
}

/// `1080p`, `2FA`, `4711-B`, but neither `5kg`, `30-day`, `10am-6pm`, `5th`, `10h30` nor `120x80`.
fn starts_with_digits(tokens: &[Token], at: usize, chunk: &[Token]) -> bool {
    let Some(second) = chunk.get(1) else { return false };
    if second.kind == TokenKind::Word {
        let known = unit_at(tokens, at + 1).is_some()
            || matches!(
                second.text.as_str(),
                "st" | "nd" | "rd" | "th" | "er" | "am" | "pm" | "a" | "p" | "k" | "x"
            );
        return !known;
    }
    let word = chunk.get(2).filter(|t| t.kind == TokenKind::Word);
    second.is_sign('-') && word.is_some_and(|t| t.shout) && unit_at(tokens, at + 2).is_none()
}

/// Household words with a digit that claim nothing about a product.
fn is_household(code: &str) -> bool {
    matches!(code, "2fa" | "b2b" | "b2c" | "mp3" | "mp4" | "co2" | "h2o" | "faqs" | "iban" | "asap")
}
