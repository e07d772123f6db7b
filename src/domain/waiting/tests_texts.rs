//! The texts that ship are whole in every language, and an owner's own are checked.

use std::collections::BTreeMap;

use super::texts::TEXT_KEYS;
use super::texts_check::placeholders;
use super::{MessagesSettings, Texts, text_languages};
use crate::domain::policy::Settings;

/// Only some languages need them.
const SOMETIMES: &[&str] = &["held", "minutes_few", "hours_two", "hours_few"];

#[test]
fn every_language_that_ships_has_every_text_with_its_placeholders() {
    let texts = Texts::default();
    let languages = texts.languages();
    assert_eq!(languages.len(), 22, "a file does not read: {languages:?}");
    assert_eq!(languages[0], "en");
    for language in languages {
        for key in TEXT_KEYS {
            let Some(text) = Texts::shipped(language, key.name) else {
                assert!(SOMETIMES.contains(&key.name), "{language} lacks {}", key.name);
                continue;
            };
            let held = placeholders(text);
            assert!(held.iter().all(|p| key.may.contains(p)), "{language}.{}: {text}", key.name);
            assert!(key.must.iter().all(|p| held.contains(p)), "{language}.{}: {text}", key.name);
            assert!(!text.trim().is_empty() && text == text.trim() && text.len() <= key.longest, "{text}");
        }
        assert!(text_languages().contains(&language));
    }
}

#[test]
fn the_english_texts_are_the_settings_defaults() {
    let settings = Settings::default();
    assert_eq!(Texts::shipped("en", "handed_off"), Some(settings.handoff_message.as_str()));
    assert_eq!(Texts::shipped("en", "waiting"), Some(settings.waiting_message.as_str()));
}

fn of(language: &str, key: &str, text: &str) -> MessagesSettings {
    let own = BTreeMap::from([(key.to_owned(), text.to_owned())]);
    MessagesSettings {
        languages: BTreeMap::from([(language.to_owned(), own)]),
        ..MessagesSettings::default()
    }
}

#[test]
fn what_cannot_be_meant_is_named_with_its_key_and_a_remedy() {
    assert_eq!(MessagesSettings::default().faults(), []);
    assert_eq!(of("hu", "handed_off", "Köszönjük, egy kolléga válaszol.").faults(), []);
    assert_eq!(of("de", "within", "Meist in {wait}, {lol").faults(), []);
    let long = "x".repeat(2_001);
    for (settings, key, words) in [
        (of("xx", "held", "a"), "xx", "`xx` is not a language that can be told here; use one of ar, bg"),
        (of("de", "hold", "a"), "de.hold", "is not a text; there are handed_off, held"),
        (of("de", "held", " "), "de.held", "give 1 to 2000 bytes"),
        (of("de", "held", &long), "de.held", "give 1 to 2000 bytes"),
        (
            of("de", "held", "Bis {until}"),
            "de.held",
            "`{until}` is no placeholder of this text; it stands as it is",
        ),
        (
            of("de", "within", "In {waits}"),
            "de.within",
            "`{waits}` is no placeholder of this text; here may stand {wait}",
        ),
        (of("de", "within", "Bald."), "de.within", "lacks {wait}"),
        (
            MessagesSettings { default: "klingon".to_owned(), ..MessagesSettings::default() },
            "default",
            "`klingon` is not",
        ),
        (
            MessagesSettings { default: "hu".to_owned(), ..of("hu", "danger", "a") },
            "default",
            "`hu` has no texts of its own here; write handed_off, asked_for_human, waiting, away below [messages.hu]",
        ),
    ] {
        let faults = settings.faults();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].0 == key && faults[0].1.contains(words), "{faults:?}");
    }
}
