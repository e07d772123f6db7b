//! The words of a fixed message stay what they were from the decision to the echo, or lose their time.

use super::{Announced, Measured, Promise, Said, Told, Waiting};
use crate::domain::conversation::Conversation;
use crate::domain::handoff::Notice;
use crate::domain::id::ActionId;
use crate::domain::policy::Settings;
use crate::domain::time::Timestamp;

const NOON: Timestamp = Timestamp(1_795_600_800_000_000);
const MINUTE_MS: i64 = 60_000;

fn waiting() -> Waiting {
    Waiting { measured: Measured { n: 40, upper_ms: Some(25 * MINUTE_MS) }, ..Waiting::default() }
}

fn action() -> ActionId {
    ActionId::derived(NOON, &["a"])
}

/// A chat in which a fixed message with a time was decided on at noon.
fn announced() -> (Conversation, Said) {
    let mut c = Conversation::new("shop", "c", NOON);
    let Said { text, until } =
        waiting().worded(&Settings::default(), NOON, &c, Notice::Held).expect("nothing was told yet");
    c.announced.push(Announced { action: action(), text: text.clone(), until, at: NOON });
    (c, Said { text, until })
}

fn told(c: &Conversation, after_ms: i64, tried: bool) -> Result<Said, &'static str> {
    let what = (action(), Notice::Held, tried);
    waiting().telling(&Settings::default(), NOON.plus_ms(after_ms), c, what)
}

#[test]
fn every_try_tells_the_same_words_and_time() {
    let (c, said) = announced();
    assert_eq!(said.until, Some(NOON.plus_ms(25 * MINUTE_MS)));
    for (after_ms, tried) in [(0, false), (40_000, true), (120_000, true)] {
        assert_eq!(told(&c, after_ms, tried), Ok(said.clone()), "{after_ms}");
    }
}

#[test]
fn what_waited_too_long_is_told_without_its_time_and_never_over_what_may_be_out() {
    let (mut c, said) = announced();
    let late = told(&c, 121_000, false).unwrap();
    assert!(late.until.is_none() && said.text.starts_with(&late.text) && late.text != said.text, "{late:?}");
    assert!(told(&c, 121_000, true).is_err());
    c.promise =
        Some(Promise { told_at: NOON, until: Some(NOON.plus_ms(MINUTE_MS)), alarmed: false, lag_ms: 0 });
    assert_eq!(told(&c, 1_000, false).unwrap().until, None, "another time was given meanwhile");
    c.told.push(Told { action: action(), text: said.text });
    assert_eq!(told(&c, 1_000, false), Err("the visitor had been told already"));
}

#[test]
fn one_time_is_on_its_way_at_most_and_old_orders_are_worded_when_told() {
    let (c, _) = announced();
    let second = waiting().worded(&Settings::default(), NOON, &c, Notice::AskedForHuman).unwrap();
    assert_eq!(second.until, None);
    let old = Conversation::new("shop", "c", NOON);
    assert_eq!(told(&old, 60_000, false).unwrap().until, Some(NOON.plus_ms(26 * MINUTE_MS)));
}

#[test]
fn an_echo_promises_only_what_it_says() {
    let (c, said) = announced();
    let known = &c.announced[0];
    for words in [said.text.clone(), format!("<p>{}</p>\n", said.text.replace(' ', "\u{a0}"))] {
        assert_eq!(known.promised_by(&words), said.until, "{words}");
    }
    let late = told(&c, 121_000, false).unwrap();
    assert_eq!((known.promised_by(&late.text), known.promised_by("words")), (None, None));
}
