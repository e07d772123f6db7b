//! What a model's answer is taken for: the passages it means, and whether a person must answer instead.

use super::answer::Answer;
use super::signals::Judged;
use crate::domain::Passage;

/// Of a model's own reason, what is kept, characters.
const REASON_CHARS_MAX: usize = 300;
/// Below this fit the reason says why it is low.
const SURE: f64 = 0.5;

/// The passages meant by a model's citations: the id, the id without its hash, or the number of the passage in the prompt.
pub(super) fn cited<'a>(citations: &[String], passages: &'a [Passage]) -> Vec<&'a Passage> {
    let mut found: Vec<&Passage> = Vec::new();
    for citation in citations {
        let wanted =
            citation.trim_matches(|c: char| c.is_whitespace() || matches!(c, '[' | ']' | '(' | ')' | '"'));
        let numbered = wanted.parse::<usize>().ok().and_then(|n| passages.get(n.checked_sub(1)?));
        let named = passages.iter().find(|p| p.id == wanted || p.id.split('@').next() == Some(wanted));
        if let Some(passage) = named.or(numbered).filter(|p| !found.iter().any(|f| f.id == p.id)) {
            found.push(passage);
        }
    }
    found
}

/// Whether a person must answer, and the sentence that says why, or why the confidence is what it is.
pub(super) fn objection(answer: &Answer, cited: &[&Passage], judged: &Judged) -> (bool, String) {
    let own: String = answer.reason.chars().take(REASON_CHARS_MAX).collect();
    if cited.is_empty() {
        return (true, "the draft cites none of the passages it was given".to_owned());
    }
    if answer.needs_human {
        let why = if own.is_empty() { "the model asks for a person".to_owned() } else { own };
        return (true, why);
    }
    if judged.fit >= SURE {
        return (false, own);
    }
    let signal = |name| judged.signals.get(name).copied().unwrap_or(1.0);
    let why = if signal("p_send") <= judged.fit {
        "the model itself is not sure of its draft"
    } else if signal("support") <= judged.fit {
        "the draft says much that the cited passages do not say"
    } else {
        "the cited passages fit the question only loosely"
    };
    (false, why.to_owned())
}
