//! Promises of the gate that hold for any text at all.

use proptest::prelude::*;

use super::{Bounds, Finding, Languages, Material, Source, check};

fn examine(draft: &str, passage: &str, visitor: &str, note: &str) -> Vec<Finding> {
    check(&Material {
        draft,
        cited: &[Source { text: passage, heading: visitor, article: note }],
        cited_ids: &["p"],
        retrieved_ids: &["p"],
        visitor: &[visitor],
        private_notes: &[note],
        allowed_hosts: &["shop.example"],
        bounds: Bounds { min: 0, max: 10_000 },
        languages: Languages::default(),
        markup_allowed: false,
    })
}

proptest! {
    #[test]
    fn nothing_panics_and_every_span_is_a_slice_of_the_draft(
        draft in anything(), passage in anything(), visitor in any::<String>(), note in anything()
    ) {
        for finding in examine(&draft, &passage, &visitor, &note) {
            let slice = draft.get(finding.span.0..finding.span.1);
            prop_assert!(slice.is_some(), "{:?}", finding);
            prop_assert!(finding.span == (0, 0) || slice == Some(finding.spelt.as_str()));
        }
    }

    #[test]
    fn a_fact_is_backed_by_its_own_words(text in "[a-zA-Z0-9 .,:€%$£/-]{0,60}") {
        for finding in examine(&text, &text, "", "") {
            let fact = matches!(finding.kind, super::Kind::Price | super::Kind::Duration | super::Kind::Percentage
                | super::Kind::WorkingDays | super::Kind::Number | super::Kind::Date | super::Kind::Code | super::Kind::Phone);
            prop_assert!(!fact, "{:?}", finding);
        }
    }
}

#[test]
fn long_texts_take_no_long_time() {
    // Ten times the text must not take a hundred times as long; here it only has to end.
    for piece in ["3-", "a. ", "we do not ship ", "1.", "[x](", "0 ", "<", "a@a.", "and we ", "5 March to "] {
        let text = piece.repeat(18_000 / piece.len());
        let findings = examine(&text, &text, &text, &text);
        assert!(findings.len() <= text.len());
    }
}

fn anything() -> impl Strategy<Value = String> {
    "(\\PC|[0-9.,:/ -]{1,8}|€|%| days| am|to |not |without |only |if |and we |March|Mon|- |a@b\\.example|https://|x\\.example/|\\+49 30|İ|ß|n't|\n|\\[|\\{\\{|<){0,24}"
}
