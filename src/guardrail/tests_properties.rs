//! Promises that must hold for any text at all.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::decode::decoded;
use super::fold::{Folded, fold_pattern, widen_to_graphemes};
use super::tests::built_in;
use super::traits::Traits;
use super::{Layer, Rulebook};

proptest! {
    #[test]
    fn folding_never_panics_and_every_range_maps_onto_char_borders(text in any::<String>()) {
        let folded = Folded::new(&text);
        for (at, c) in folded.text().char_indices() {
            let (start, end) = folded.original(at..at + c.len_utf8());
            prop_assert!(text.get(start..end).is_some_and(|slice| !slice.is_empty()));
            let (wide_start, wide_end) = widen_to_graphemes(&text, (start, end));
            prop_assert!(wide_start <= start && end <= wide_end);
            prop_assert!(text.get(wide_start..wide_end).is_some());
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in any::<String>()) {
        let once = Folded::new(&text);
        let twice = Folded::new(once.text());
        prop_assert_eq!(once.text(), twice.text());
    }

    #[test]
    fn ascii_folds_in_place(text in "[ -~\n\t]{0,80}") {
        let folded = Folded::new(&text);
        prop_assert_eq!(folded.text(), text.to_ascii_lowercase());
        for at in 0..text.len() {
            prop_assert_eq!(folded.original(at..at + 1), (at, at + 1));
        }
    }

    #[test]
    fn screening_never_panics_and_every_span_is_a_slice_of_its_message(
        texts in proptest::collection::vec("(refund|charge|money back|re|fund|refnud|r3f|re\\*und|&#x72;|&amp;|%72|<b>|<!--|\\\\u0072|cmVmdW5k|72656|[\n>]|[ée\u{200B}и.]|[a-z ]|\\PC){0,12}", 0..5)
    ) {
        let rulebook = shared();
        for reason in rulebook.screen(&texts).reasons() {
            if reason.layer == Layer::Limit {
                continue;
            }
            let message = texts.get(reason.message_index).map(String::as_str);
            let slice = message.and_then(|message| message.get(reason.span.0..reason.span.1));
            prop_assert_eq!(slice, Some(reason.matched.as_str()));
            prop_assert!(!reason.matched.is_empty());
            let before = message.and_then(|message| message.get(..reason.span.0)).unwrap_or_default();
            let units = (before.encode_utf16().count(), reason.matched.encode_utf16().count());
            prop_assert_eq!(reason.utf16, (units.0, units.0 + units.1));
        }
    }

    #[test]
    fn the_slice_of_a_hit_reads_as_what_was_found(
        text in "(refund|Charge|money back|CANCEL|ｒｅｆｕｎｄ|réfund|r\u{200B}efund|invoice|[\\n ]|[éи.,]|[a-z ]|\\PC){0,12}"
    ) {
        let plain = |layer| matches!(layer, Layer::Word | Layer::Phrase | Layer::Pattern);
        for reason in shared().screen(&[text]).reasons().iter().filter(|reason| plain(reason.layer)) {
            let folded = fold_pattern(&reason.matched);
            prop_assert!(folded.contains(&reason.normalised), "{:?} in {:?}", reason.normalised, folded);
        }
    }

    #[test]
    fn what_is_decoded_points_at_where_it_stood(text in "(&amp;|&#114;|%72|<b>|\\\\u0072|cmVmdW5kIG1l|[a-z é€]|\\PC){0,12}") {
        if let Some(decoded) = decoded(&text, Traits::of(&text)) {
            prop_assert_eq!(decoded.spans.len(), decoded.text.len());
            let mut last = 0;
            for (start, end) in &decoded.spans {
                prop_assert!(start <= end && text.get(*start..*end).is_some());
                prop_assert!(*start >= last);
                last = *start;
            }
        }
    }

    #[test]
    fn a_turn_with_the_word_refund_is_held_whatever_stands_around_it(
        before in "\\PC{0,40}", after in "\\PC{0,40}"
    ) {
        let text = format!("{before} refund {after}");
        prop_assert!(shared().screen(&[text]).is_hold());
    }

    #[test]
    fn an_exception_only_removes_hits_it_contains(before in "[a-z ]{0,20}", after in "[a-z ]{0,20}") {
        let text = format!("{before} a charge {after} and free of charge");
        prop_assert!(shared().screen(&[text]).is_hold());
    }
}

fn shared() -> &'static Rulebook {
    static RULEBOOK: LazyLock<Rulebook> = LazyLock::new(built_in);
    &RULEBOOK
}
