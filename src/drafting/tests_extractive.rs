//! What the drafter without a model promises.

use super::extractive::Extractive;
use super::plain::{plain, shortened};
use super::tests_setup::{order, passage, shipping};
use crate::domain::{Draft, DraftFailure, Passage};
use crate::ports::Drafter as _;

async fn draft(question: &str, passages: &[Passage]) -> Result<Draft, DraftFailure> {
    Extractive.draft(&order(question), passages).await.outcome
}

#[tokio::test]
async fn the_best_passage_is_quoted_in_plain_text_and_cited_word_for_word() {
    let passages = shipping();
    let draft = draft("how long does shipping take?", &passages).await.unwrap();
    assert_eq!(
        draft.text,
        "Shipping takes 2 to 3 working days inside Germany. Abroad it takes 6 days. See https://fernhill.example/shipping."
    );
    assert_eq!(draft.citations.len(), 1);
    assert_eq!(draft.citations[0].passage_id, passages[0].id);
    assert_eq!(draft.citations[0].quote, passages[0].text);
    assert!(draft.fit > 0.8, "{}", draft.fit);
    assert!(!draft.text.contains("How long"), "the heading is a question and not repeated");
    assert!(draft.rulebook_hash.starts_with("sha256:"));
    assert_eq!((draft.drafter.as_str(), draft.prompt), ("extractive", None));
}

#[tokio::test]
async fn greetings_and_thanks_are_nobodys_question() {
    for turn in
        ["hello", "Hi there!", "Thank you so much, that's great", "ok thanks, bye", "good morning \u{1f600}"]
    {
        assert_eq!(draft(turn, &shipping()).await, Err(DraftFailure::NothingFound), "{turn}");
    }
}

#[tokio::test]
async fn nothing_that_fits_is_no_draft() {
    assert_eq!(draft("do you sell bicycles?", &[]).await, Err(DraftFailure::NothingFound));
    let mut loose = shipping();
    loose[0].score = 0.2;
    loose[1].score = f64::NAN;
    assert_eq!(draft("do you sell bicycles?", &loose).await, Err(DraftFailure::NothingFound));
}

#[tokio::test]
async fn a_near_tie_between_articles_and_missing_words_lower_the_confidence() {
    let clear = draft("how long does shipping take?", &shipping()).await.unwrap().fit;
    let mut tie = shipping();
    tie[1].score = 0.79;
    let tied = draft("how long does shipping take?", &tie).await.unwrap().fit;
    let partly = draft("how long does shipping a piano to the moon take?", &shipping()).await.unwrap().fit;
    assert!(tied < clear && partly < clear, "{clear} {tied} {partly}");
}

#[tokio::test]
async fn a_long_passage_ends_at_a_sentence_within_700_characters() {
    let long = passage("a#1@0", "A", "", &"This is a sentence about shipping. ".repeat(60), 0.9);
    let text = draft("shipping?", &[long]).await.unwrap().text;
    assert!(
        text.chars().count() <= 700 && text.chars().count() > 600 && text.ends_with("shipping."),
        "{text}"
    );
    let endless = shortened(&"ä".repeat(900), 700);
    assert!(endless.chars().count() <= 701, "{endless}");
}

#[test]
fn markdown_becomes_what_a_chat_can_show() {
    let source = "## T\n\nA *b* `c` [shop](https://x.example) <b>d</b>.\nSame.\n\n1. one\n2. two\n   - deep\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<!-- no -->\n[me@x.example](mailto:me@x.example)";
    let wanted = "T\n\nA b c shop (https://x.example) d. Same.\n\n1. one\n2. two\n- deep\n\na  b\n1  2\n\nme@x.example";
    assert_eq!(plain(source), wanted);
}
