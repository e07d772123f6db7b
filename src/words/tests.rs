//! What the catalogue promises: files without faults, values escaped, accents everywhere.

use super::{Language, Markup, Text, catalogue};

#[test]
fn every_file_of_every_language_reads_without_a_fault() {
    for language in Language::ALL {
        let read = catalogue::of(language).map(|c| c.faults.clone());
        assert_eq!(read, Some(Vec::new()), "{}", language.tag());
    }
}

#[test]
fn what_is_put_in_is_escaped_and_what_is_markup_is_not() {
    let said = Text::new(Language::English, "words-example")
        .with("who", "<b>Eve</b>")
        .with("when", &Markup("<time>now</time>".into()));
    assert_eq!(said.to_string(), "&#60;b&#62;Eve&#60;/b&#62; wrote <time>now</time>.");
    assert_eq!(said.plain(), "<b>Eve</b> wrote <time>now</time>.");
}

#[test]
fn a_text_within_a_text_is_said_as_the_one_around_it() {
    let inner = Text::new(Language::English, "words-example").with("who", "A & B").with("when", "then");
    let outer = Text::new(Language::English, "words-example").with("who", &inner).with("when", "now");
    assert_eq!(outer.plain(), "A & B wrote then. wrote now.");
    assert_eq!(outer.to_string(), "A &#38; B wrote then. wrote now.");
}

#[test]
fn numbers_choose_the_plural() {
    let said = |n: u32| Text::new(Language::English, "words-example-count").with("n", &n).to_string();
    assert_eq!((said(0), said(1), said(2_000)), ("0 chats".into(), "1 chat".into(), "2000 chats".into()));
}

#[test]
fn accented_english_shows_what_is_translated_and_leaves_marks_alone() {
    let said = Text::new(Language::Accented, "words-example-mark").with("who", "Eve");
    assert_eq!(said.to_string(), "<b class=\"x\">Óñĺý</b> Eve");
}

#[test]
fn a_key_that_nobody_wrote_is_said_as_it_is() {
    assert_eq!(Text::new(Language::English, "no-such-text").to_string(), "no-such-text");
}

#[test]
fn the_first_language_of_the_browser_that_there_is() {
    for (header, tag) in
        [("", "en"), ("tlh, en-XA;q=0.9, en;q=0.8", "en-XA"), ("en-GB,en;q=0.9", "en"), ("EN-xa", "en-XA")]
    {
        assert_eq!(Language::accepted(header).tag(), tag, "{header}");
    }
}
