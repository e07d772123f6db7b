//! Turns hits into reasons that the person who takes over can read.

use super::fold::{fold_pattern, widen_to_graphemes};
use super::obscure::Obscurity;
use super::rulebook::RuleInfo;
use super::scan::{Doubt, DoubtKind, Hit};
use super::turn::{Limit, MAX_BYTES, MAX_MESSAGES, Turn};
use super::verdict::{Layer, Reason};

/// An explanation quotes at most this many characters.
const MAX_QUOTED: usize = 60;

/// The reason that a hit is.
pub(super) fn reason(hit: &Hit, rule: &RuleInfo, turn: &Turn) -> Reason {
    let span = widen_to_graphemes(turn.written(), hit.span);
    let (message_index, span_in_message) = turn.locate(span);
    let offset = turn.start_of(message_index);
    let in_text = (offset + span_in_message.0)..(offset + span_in_message.1);
    let matched = turn.written().get(in_text).unwrap_or_default().to_owned();
    let whole = turn.written().get(span.0..span.1).unwrap_or_default();
    let exceptions: Vec<String> = hit
        .exceptions
        .iter()
        .filter_map(|(start, end)| turn.written().get(*start..*end).map(quote))
        .collect();
    let explanation = sentence(whole, hit, &rule.id, &exceptions);
    Reason {
        rule: rule.id.clone(),
        title: rule.title.clone(),
        layer: hit.layer,
        message_index,
        span: span_in_message,
        utf16: in_utf16(turn, message_index, span_in_message),
        matched,
        normalised: hit.normalised.clone(),
        exceptions,
        explanation,
    }
}

fn sentence(matched: &str, hit: &Hit, rule: &str, exceptions: &[String]) -> String {
    let quoted = quote(matched);
    let layer = hit.layer.describe();
    let reads = if matched.eq_ignore_ascii_case(&hit.normalised) {
        String::new()
    } else {
        format!(" reads as '{}'", quote(&hit.normalised))
    };
    let stands = match exceptions {
        [] => String::new(),
        some => format!("; '{}' excuses only itself", some.join("', '")),
    };
    format!("held for a human: '{quoted}'{reads} (rule {rule}, {layer}{stands})")
}

/// A span of a message in UTF-16 code units.
fn in_utf16(turn: &Turn, message: usize, span: (usize, usize)) -> (usize, usize) {
    let offset = turn.start_of(message);
    let units = |from: usize, to: usize| {
        let text = turn.written().get(offset + from..offset + to).unwrap_or_default();
        text.chars().map(char::len_utf16).sum::<usize>()
    };
    let start = units(0, span.0);
    (start, start + units(span.0, span.1))
}

/// One line, not too long; what would not show is shown as a dot.
fn quote(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(MAX_QUOTED)
        .map(|c| if c.is_control() || super::letters::is_ignorable(c) { '•' } else { c })
        .collect();
    if text.chars().nth(MAX_QUOTED).is_some() {
        short.push('…');
    }
    short
}

/// The reason that a text is which no rule can judge.
pub(super) fn doubt_reason(doubt: &Doubt, turn: &Turn) -> Reason {
    let (rule, title, why) = match doubt.kind {
        DoubtKind::Language => {
            ("guardrail.unknown_language", "Unknown language", "no rule speaks the language of")
        }
        DoubtKind::Obscure(obscurity) => {
            ("guardrail.obscured", "Obscured text", obscurity_in_words(obscurity))
        }
    };
    let layer = match doubt.kind {
        DoubtKind::Language => Layer::Language,
        DoubtKind::Obscure(_) => Layer::Unreadable,
    };
    let span = widen_to_graphemes(turn.written(), doubt.span);
    let (message_index, span) = turn.locate(span);
    let offset = turn.start_of(message_index);
    let matched = turn.written().get(offset + span.0..offset + span.1).unwrap_or_default().to_owned();
    let explanation =
        format!("held for a human: {why} '{}' (rule {rule}, {})", quote(&matched), layer.describe());
    let normalised = fold_pattern(&matched);
    let (rule, title) = (rule.to_owned(), title.to_owned());
    let utf16 = in_utf16(turn, message_index, span);
    let exceptions = Vec::new();
    Reason { rule, title, layer, message_index, span, utf16, matched, normalised, exceptions, explanation }
}

fn obscurity_in_words(obscurity: Obscurity) -> &'static str {
    match obscurity {
        Obscurity::MixedScripts => "letters of two scripts are mixed in",
        Obscurity::BidiOverride => "the direction of writing is turned by a hidden sign at",
        Obscurity::HiddenTags => "a hidden text begins at",
        Obscurity::Zalgo => "letters are buried in marks at",
        Obscurity::Blob => "nobody can read",
    }
}

/// The reason that a limit is. It points at the beginning of the turn, at no text.
pub(super) fn limit_reason(limit: Limit) -> Reason {
    let (rule, title, why) = match limit {
        Limit::TooLong => (
            "guardrail.too_long",
            "Too long to screen",
            format!("the text is longer than {} KiB", MAX_BYTES / 1024),
        ),
        Limit::TooManyMessages => (
            "guardrail.too_many_messages",
            "Too many messages to screen",
            format!("the turn has more than {MAX_MESSAGES} messages"),
        ),
        Limit::NoText => ("guardrail.no_text", "No text", "there is no text to screen".to_owned()),
        Limit::Unreadable => (
            "guardrail.unreadable",
            "Nothing readable",
            "there is text, but no letter or digit that can be read".to_owned(),
        ),
        Limit::Failed => (
            "guardrail.unreadable",
            "The guardrail failed",
            "screening broke off; please report the text".to_owned(),
        ),
    };
    Reason {
        rule: rule.to_owned(),
        title: title.to_owned(),
        layer: Layer::Limit,
        message_index: 0,
        span: (0, 0),
        utf16: (0, 0),
        matched: String::new(),
        normalised: String::new(),
        exceptions: Vec::new(),
        explanation: format!("held for a human: {why} (rule {rule}, limit)"),
    }
}
