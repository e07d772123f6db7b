//! Promises of the mask that hold for any text at all.

use proptest::prelude::*;

use super::Masked;

const CANARIES: &[&str] = &[
    "4111 1111 1111 1111",
    "5500-0000-0000-0004",
    "DE89370400440532013000",
    "canary.mail@leak.example",
    "+49 170 5550123",
    "sk-live-0123456789abcdefghij",
    "ghp_0123456789abcdefghijklmnopqrstuvwxyz",
    "AKIAIOSFODNN7EXAMPLE",
];

proptest! {
    #[test]
    fn restoring_undoes_masking(texts in proptest::collection::vec(anything(), 0..4)) {
        let given: Vec<&str> = texts.iter().map(String::as_str).collect();
        let masked = Masked::new(&given).expect("the patterns compile");
        let back: Vec<String> = masked.texts.iter().map(|text| masked.restore(text)).collect();
        prop_assert_eq!(back, texts);
    }

    #[test]
    fn no_canary_is_left(before in "[a-zA-Z ,.!?]{0,20}", after in "[a-zA-Z ,.!?]{0,20}", which in 0..CANARIES.len()) {
        let canary = CANARIES[which];
        let text = format!("{before} {canary} {after}");
        let masked = Masked::new(&[&text]).expect("the patterns compile");
        prop_assert!(!masked.texts.concat().contains(canary), "{}", masked.texts.concat());
    }

    #[test]
    fn masking_what_is_masked_changes_nothing(text in anything()) {
        let once = Masked::new(&[&text]).expect("the patterns compile").texts.concat();
        let twice = Masked::new(&[&once]).expect("the patterns compile").texts.concat();
        prop_assert_eq!(once, twice);
    }
}

/// Arbitrary text with data, and what looks like placeholders, in it.
fn anything() -> impl Strategy<Value = String> {
    "(\\PC|[0-9 .-]{1,20}|4111 1111 1111 1111|DE89370400440532013000|a@b\\.example|password is |\\[EMAIL_[0-9]\\]|\\[|\\]|\\+49 30 1234567|12 Baker Street|eyJ|\n){0,12}"
}
