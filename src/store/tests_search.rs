//! Words as they are found, and glimpses of them, on any text.

use proptest::prelude::*;

use super::glimpse::glimpse;
use super::search_words::{query, tokens};
use crate::domain::{Author, Message, MessageKind, Timestamp};

fn said(text: &str) -> Message {
    Message {
        external_id: "m".to_owned(),
        author: Author::Visitor,
        kind: MessageKind::Question,
        private: false,
        text: text.to_owned(),
        at: Timestamp(0),
        suggestion: None,
        action: None,
        by: None,
    }
}

/// The glimpse with its hits in brackets.
fn shown(texts: &[&str], wanted: &str) -> Option<String> {
    let messages: Vec<Message> = texts.iter().map(|text| said(text)).collect();
    let glimpse = glimpse(&messages, &query(wanted))?;
    let (mut shown, mut at) = (String::new(), 0);
    for (from, to) in glimpse.marks {
        shown += &glimpse.text[at..from];
        shown.push('[');
        shown += &glimpse.text[from..to];
        shown.push(']');
        at = to;
    }
    Some(shown + &glimpse.text[at..])
}

fn found(text: &str, wanted: &str) -> bool {
    let (has, wants) = (tokens([text].into_iter()), query(wanted).terms);
    !wants.is_empty() && wants.is_subset(&has)
}

#[test]
fn a_word_is_found_whole_or_from_four_letters_on_by_its_beginning() {
    for (text, wanted, is_found) in [
        ("engraving", "engraving", true),
        ("engraving", "ENGR", true),
        ("engraving", "eng", false),
        ("engrave", "engraving", false),
        ("the end", "the", true),
        ("then", "the", false),
        ("Donaudampfschifffahrt", "donaudampfschifffahrtsgesellschaft", true),
        ("00340434161094042557", "00340434161094042557", true),
        ("00340434161094042557", "00340434161094042558", false),
        ("00340434161094042557", "003404", true),
        ("don't", "don't", true),
        ("a@b.example", "B.EXAMPLE", true),
        ("soft\u{ad}hyphen", "softhyphen", true),
        ("Straße", "STRASSE", true),
        ("Ærøskøbing", "aeroskobing", true),
        ("Ελλάς", "ελλασ", true),
        ("İstanbul", "istanbul", true),
        ("ЁЖИК", "ежик", true),
        ("مُحَمَّد", "محمد", true),
        ("가격", "격", true),
        ("東京都", "京都", true),
        ("京の都", "京都", false),
    ] {
        assert_eq!(found(text, wanted), is_found, "{wanted:?} in {text:?}");
    }
}

#[test]
fn the_message_with_most_of_the_words_is_shown_and_of_several_the_newest() {
    let texts = ["a blue bowl", "a blue bowl and a vase", "one more vase", "blue"];
    assert_eq!(shown(&texts, "blue vase").unwrap(), "a [blue] bowl and a [vase]");
    assert_eq!(shown(&texts, "vase").unwrap(), "one more [vase]");
    assert_eq!(shown(&texts, "kiln"), None);
}

#[test]
fn a_long_message_is_cut_around_its_first_hit() {
    let text = format!("{} needle {}", "hay ".repeat(100), "straw ".repeat(100));
    let glimpse = shown(&[&text], "needle").unwrap();
    assert!(glimpse.starts_with('…') && glimpse.ends_with('…'), "{glimpse}");
    assert!(glimpse.contains("hay [needle] straw") && glimpse.chars().count() < 170, "{glimpse}");
}

#[test]
fn what_stands_apart_is_marked_in_pairs_where_it_never_stands_together() {
    assert_eq!(shown(&["返金のポリシー"], "返金ポリシー").unwrap(), "[返金]の[ポリシー]");
}

proptest! {
    #[test]
    fn every_word_of_a_text_finds_it(text in "\\PC{0,60}") {
        for word in text.split_whitespace() {
            let wanted = query(word);
            prop_assert!(wanted.terms.is_subset(&tokens([text.as_str()].into_iter())), "{word:?} in {text:?}");
        }
    }

    #[test]
    fn terms_can_stand_in_quotes(text in any::<String>()) {
        for term in query(&text).terms {
            let plain = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii() && !c.is_control();
            prop_assert!(!term.is_empty() && term.chars().all(plain), "{term:?}");
        }
    }

    #[test]
    fn marks_are_in_order_and_fit_the_text(text in any::<String>(), wanted in "\\PC{0,12}") {
        if let Some(glimpse) = glimpse(&[said(&text)], &query(&wanted)) {
            let mut end = 0;
            for (from, to) in glimpse.marks {
                prop_assert!(end <= from && from < to && glimpse.text.get(from..to).is_some());
                end = to;
            }
        }
    }
}
