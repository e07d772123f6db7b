//! The texts that visitors read while they wait: those that ship, by language, and the owner's own before them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

/// The files that ship.
const BUILT_IN: &[(&str, &str)] = &[
    ("ar", include_str!("../../../messages/ar.toml")),
    ("cs", include_str!("../../../messages/cs.toml")),
    ("da", include_str!("../../../messages/da.toml")),
    ("de", include_str!("../../../messages/de.toml")),
    ("el", include_str!("../../../messages/el.toml")),
    ("en", include_str!("../../../messages/en.toml")),
    ("es", include_str!("../../../messages/es.toml")),
    ("fi", include_str!("../../../messages/fi.toml")),
    ("fr", include_str!("../../../messages/fr.toml")),
    ("hi", include_str!("../../../messages/hi.toml")),
    ("it", include_str!("../../../messages/it.toml")),
    ("ja", include_str!("../../../messages/ja.toml")),
    ("ko", include_str!("../../../messages/ko.toml")),
    ("nl", include_str!("../../../messages/nl.toml")),
    ("no", include_str!("../../../messages/no.toml")),
    ("pl", include_str!("../../../messages/pl.toml")),
    ("pt", include_str!("../../../messages/pt.toml")),
    ("ru", include_str!("../../../messages/ru.toml")),
    ("sv", include_str!("../../../messages/sv.toml")),
    ("tr", include_str!("../../../messages/tr.toml")),
    ("uk", include_str!("../../../messages/uk.toml")),
    ("zh", include_str!("../../../messages/zh.toml")),
];

/// Languages without texts of their own here that an owner may write some in: they can be told from a message.
const OWNERS_ONLY: &[&str] =
    &["bg", "ca", "et", "gl", "hr", "hu", "id", "lt", "lv", "ms", "ro", "sk", "sl", "tl", "vi"];

/// A text, what may stand in it and what must.
#[derive(Clone, Copy, Debug)]
pub struct TextKey {
    /// As in the files and in a configuration: `handed_off`.
    pub name: &'static str,
    /// Placeholders it may hold.
    pub may: &'static [&'static str],
    /// Of these, those without which it would say nothing.
    pub must: &'static [&'static str],
    /// Bytes at most.
    pub longest: usize,
    /// Nobody reads it by itself: sentences are filled with it.
    pub is_word: bool,
}

const fn text(name: &'static str) -> TextKey {
    TextKey { name, may: &[], must: &[], longest: 2_000, is_word: false }
}

const fn sentence(
    name: &'static str,
    may: &'static [&'static str],
    must: &'static [&'static str],
) -> TextKey {
    TextKey { name, may, must, longest: 500, is_word: false }
}

const fn word(name: &'static str, must: &'static [&'static str]) -> TextKey {
    TextKey { name, may: must, must, longest: 80, is_word: true }
}

/// All of them. The first stand by themselves; the sentences follow one of these where they are true; the rest are
/// the words that sentences are filled with.
pub const TEXT_KEYS: &[TextKey] = &[
    text("handed_off"),
    text("held"),
    text("asked_for_human"),
    text("danger"),
    text("waiting"),
    text("away"),
    text("sent_by_itself"),
    text("correction"),
    sentence("survey_csat", &["link"], &["link"]),
    sentence("survey_nps", &["link"], &["link"]),
    sentence("within", &["wait"], &["wait"]),
    sentence("by", &["until", "zone"], &["until"]),
    sentence("closed", &["day", "time", "zone"], &["day", "time"]),
    sentence("closed_by", &["until", "zone"], &["until"]),
    word("minutes", &["n"]),
    word("minutes_few", &["n"]),
    word("hour", &[]),
    word("hours_two", &[]),
    word("hours_few", &["n"]),
    word("hours", &["n"]),
    word("moment", &["day", "time"]),
    word("today", &[]),
    word("tomorrow", &[]),
    word("mon", &[]),
    word("tue", &[]),
    word("wed", &[]),
    word("thu", &[]),
    word("fri", &[]),
    word("sat", &[]),
    word("sun", &[]),
];

/// The names of all texts, for who reads a configuration.
#[must_use]
pub fn text_keys() -> Vec<&'static str> {
    TEXT_KEYS.iter().map(|key| key.name).collect()
}

/// The codes of all languages that texts can be written in.
#[must_use]
pub fn text_languages() -> Vec<&'static str> {
    let mut codes: Vec<&str> =
        BUILT_IN.iter().map(|(code, _)| *code).chain(OWNERS_ONLY.iter().copied()).collect();
    codes.sort_unstable();
    codes
}

type Texted = BTreeMap<String, String>;

static SHIPPED: LazyLock<BTreeMap<&'static str, Texted>> = LazyLock::new(|| {
    // A test holds every file to its form; one that were broken would leave its language out.
    BUILT_IN.iter().filter_map(|(code, file)| Some((*code, toml::from_str(file).ok()?))).collect()
});

/// `[messages]` of the configuration: the default language, and an owner's own texts by language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagesSettings {
    /// For visitors whose language cannot be told or has no texts.
    #[serde(default = "english")]
    pub default: String,
    /// `[messages.de]` and others: texts by their names.
    #[serde(flatten)]
    pub languages: BTreeMap<String, Texted>,
}

fn english() -> String {
    ENGLISH.to_owned()
}

/// What is always there.
const ENGLISH: &str = "en";

impl Default for MessagesSettings {
    fn default() -> Self {
        Self { default: english(), languages: BTreeMap::new() }
    }
}

/// The texts in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    settings: MessagesSettings,
}

impl Texts {
    /// The texts that ship, and these before them.
    #[must_use]
    pub const fn new(settings: MessagesSettings) -> Self {
        Self { settings }
    }

    /// The language of who cannot be told to have another.
    #[must_use]
    pub fn default_language(&self) -> &str {
        &self.settings.default
    }

    /// The languages that there are texts in: the default one first, then by code.
    #[must_use]
    pub fn languages(&self) -> Vec<&str> {
        let mut codes: Vec<&str> = SHIPPED.keys().copied().collect();
        codes.extend(self.settings.languages.keys().map(String::as_str).filter(|c| !SHIPPED.contains_key(c)));
        codes.sort_by_key(|code| (*code != self.settings.default, *code));
        codes
    }

    /// These without the owner's own text of a key.
    #[must_use]
    pub fn without(&self, language: &str, key: &str) -> Self {
        let mut settings = self.settings.clone();
        if let Some(own) = settings.languages.get_mut(language) {
            own.remove(key);
        }
        Self { settings }
    }

    /// The owner's own text.
    #[must_use]
    pub fn own(&self, language: &str, key: &str) -> Option<&str> {
        self.settings.languages.get(language)?.get(key).map(String::as_str)
    }

    /// The text that ships.
    #[must_use]
    pub fn shipped(language: &str, key: &str) -> Option<&'static str> {
        SHIPPED.get(language)?.get(key).map(String::as_str)
    }

    /// The owner's own text, or the one that ships.
    pub(in crate::domain) fn of(&self, language: &str, key: &str) -> Option<&str> {
        self.own(language, key).or_else(|| Self::shipped(language, key))
    }
}
