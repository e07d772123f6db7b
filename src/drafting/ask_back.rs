//! One question back, without a model: when a few words fit two passages alike, the visitor says which they mean.

use std::collections::BTreeMap;

use super::signals;
use super::words::{content_words, share};
use crate::domain::{Citation, Draft, Passage, Usage};

/// Longer questions say themselves what they are about, words that carry meaning.
const WORDS_MAX: usize = 2;
/// Two passages fit alike when the second is behind by less than this share.
const ALIKE: f64 = 0.06;
/// Below this score neither fits.
const SCORE_MIN: f64 = 0.35;

/// Asks which of two headings is meant; nothing where one of them is clearly ahead, or a heading is missing.
pub(super) fn ask_back(question: &str, rulebook_hash: &str, passages: &[Passage]) -> Option<Draft> {
    let asked = content_words(question);
    if asked.is_empty() || asked.len() > WORDS_MAX {
        return None;
    }
    let [first, second, rest @ ..] = passages else { return None };
    let alike = |p: &Passage| first.score - p.score <= ALIKE * first.score;
    let fits = |p: &Passage| {
        let words = content_words(&format!("{} {}", p.article, p.heading));
        p.score >= SCORE_MIN && !p.heading.trim().is_empty() && share(&asked, &words) >= 1.0
    };
    // A third one alike means that the words say next to nothing: a person asks better.
    if !fits(first) || !fits(second) || !alike(second) || first.heading == second.heading {
        return None;
    }
    if rest.first().is_some_and(|third| alike(third) && fits(third)) {
        return None;
    }
    let both = [first, second];
    let judged = signals::quotation(question, &both, passages);
    Some(Draft {
        text: format!("Do you mean \u{201c}{}\u{201d} or \u{201c}{}\u{201d}?", named(first), named(second)),
        citations: both.map(Citation::of).to_vec(),
        fit: judged.fit,
        confidence: 0.0,
        confidence_range: None,
        weighed: BTreeMap::new(),
        asks_back: true,
        needs_human: false,
        reason: "two articles fit alike".to_owned(),
        signals: judged.signals,
        drafter: "extractive".to_owned(),
        prompt: None,
        behind: None,
        usage: Usage::default(),
        found: Vec::new(),
        findings: Vec::new(),
        rulebook_hash: rulebook_hash.to_owned(),
        gated: None,
    })
}

/// Within a question, without a question mark of its own.
fn named(passage: &Passage) -> &str {
    passage.heading.trim().trim_end_matches('?').trim_end()
}

#[cfg(test)]
mod tests {
    use super::super::tests_setup::passage;
    use super::*;

    fn two(first: f64, second: f64) -> Vec<Passage> {
        vec![
            passage("a#1@0", "Shipping", "How long does shipping take?", "Three days.", first),
            passage("b#1@0", "Shipping", "What does shipping cost?", "Five euros.", second),
        ]
    }

    #[test]
    fn a_word_that_fits_two_headings_alike_is_asked_about_with_both_cited() {
        let draft = ask_back("shipping?", "sha256:0", &two(0.6, 0.58)).unwrap();
        assert_eq!(
            draft.text,
            "Do you mean \u{201c}How long does shipping take\u{201d} or \u{201c}What does shipping cost\u{201d}?"
        );
        assert!(draft.asks_back && draft.citations.len() == 2 && draft.fit >= 0.5, "{draft:?}");
    }

    #[test]
    fn a_clear_question_or_a_clear_lead_is_answered_and_what_fits_nothing_is_not_asked_about() {
        for (question, first, second) in [
            ("shipping?", 0.6, 0.5),
            ("how long does shipping to Canada take", 0.6, 0.6),
            ("glaze?", 0.6, 0.6),
            ("shipping?", 0.3, 0.3),
            ("hello", 0.6, 0.6),
        ] {
            assert_eq!(ask_back(question, "sha256:0", &two(first, second)), None, "{question}");
        }
    }
}
