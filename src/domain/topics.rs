//! Which topic a visitor's words suggest, by words that the owner gave each topic. A suggestion, until somebody confirms it.

use std::collections::BTreeMap;

use crate::guardrail::folded;

/// Words of one topic; what lies beyond is not looked for.
pub const KEYWORDS_MAX: usize = 100;

/// A longer one is no keyword, characters.
pub const KEYWORD_CHARS_MAX: usize = 60;

/// From so many letters on a word is also found with an ending.
const STEM_LETTERS: usize = 4;

/// Endings are no longer than this: `parcel` finds `parcels`, and `ship` does not find `shipwrecked`.
const ENDING_LETTERS: usize = 4;

/// The owner's topics with their words, in the owner's order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Topics {
    all: Vec<(String, Vec<Keyword>)>,
    /// What people call them, by slug; those without keywords too.
    names: BTreeMap<String, String>,
}

/// One or several words that stand beside each other.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Keyword {
    Words(Vec<String>),
    /// Of a script that writes no blanks: found anywhere.
    Letters(String),
}

impl Topics {
    /// Of slugs and keywords, one a line.
    #[must_use]
    pub fn of<'a>(topics: impl Iterator<Item = (&'a str, &'a str)>) -> Self {
        let all = topics.map(|(slug, lines)| {
            let words = lines.lines().filter_map(Keyword::read).take(KEYWORDS_MAX).collect();
            (slug.to_owned(), words)
        });
        let all = all.filter(|(_, words): &(String, Vec<Keyword>)| !words.is_empty()).collect();
        Self { all, names: BTreeMap::new() }
    }

    /// The same, with what people call the topics: slug and name each.
    #[must_use]
    pub fn named(self, names: impl Iterator<Item = (String, String)>) -> Self {
        Self { names: names.collect(), ..self }
    }

    /// What people call the topics, slug and name each.
    #[must_use]
    pub const fn names(&self) -> &BTreeMap<String, String> {
        &self.names
    }

    /// The topic most of whose keywords stand in the texts; of several the first in the owner's order.
    #[must_use]
    pub fn suggest(&self, texts: &[String]) -> Option<&str> {
        let whole = folded(&texts.join("\n"));
        let words: Vec<&str> = words_of(&whole).collect();
        let hits = |keywords: &[Keyword]| keywords.iter().filter(|k| k.stands_in(&whole, &words)).count();
        let mut best: Option<(usize, &str)> = None;
        for (slug, keywords) in &self.all {
            let hits = hits(keywords);
            if hits > best.map_or(0, |(most, _)| most) {
                best = Some((hits, slug));
            }
        }
        best.map(|(_, slug)| slug)
    }
}

impl Keyword {
    fn read(line: &str) -> Option<Self> {
        let line = folded(line.trim());
        let words: Vec<String> = words_of(&line).map(str::to_owned).collect();
        if words.is_empty() || line.chars().count() > KEYWORD_CHARS_MAX {
            return None;
        }
        Some(if words.iter().any(|word| word.chars().any(is_unspaced)) {
            Self::Letters(words.concat())
        } else {
            Self::Words(words)
        })
    }

    fn stands_in(&self, whole: &str, words: &[&str]) -> bool {
        match self {
            Self::Letters(letters) => whole.contains(letters.as_str()),
            Self::Words(wanted) => words
                .windows(wanted.len())
                .any(|window| window.iter().zip(wanted).all(|(word, wanted)| is_form_of(word, wanted))),
        }
    }
}

/// The word itself, or with an ending.
fn is_form_of(word: &str, wanted: &str) -> bool {
    let Some(ending) = word.strip_prefix(wanted) else { return false };
    ending.is_empty() || (wanted.chars().count() >= STEM_LETTERS && ending.chars().count() <= ENDING_LETTERS)
}

fn words_of(folded: &str) -> impl Iterator<Item = &str> {
    folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// Chinese and Japanese characters, and Thai: words stand without blanks.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topics() -> Topics {
        let all = [
            ("orders", "order\ncancel my order\nbestellung"),
            ("shipping", "parcel\nship\ntrack\nlieferung\n送料"),
            ("returns", "send back\nretour\nzurück"),
            ("empty", "\n  \n!!"),
        ];
        Topics::of(all.into_iter())
    }

    fn suggested(text: &str) -> Option<String> {
        topics().suggest(&[text.to_owned()]).map(str::to_owned)
    }

    #[test]
    fn a_topic_is_suggested_by_its_words_in_any_spelling() {
        for (text, topic) in [
            ("Where is my PARCEL?", Some("shipping")),
            ("Do parcels ship to Canada", Some("shipping")),
            ("the shipwrecked sailor", None),
            ("Wann kommt die Lieferungen an", Some("shipping")),
            ("Ich will es zuruck schicken", Some("returns")),
            ("Ich will es ZURÜCK schicken", Some("returns")),
            ("Can I send it back", None),
            ("Can I send back a bowl", Some("returns")),
            ("日本への送料はいくらですか", Some("shipping")),
            ("hello", None),
            ("", None),
        ] {
            assert_eq!(suggested(text).as_deref(), topic, "{text}");
        }
    }

    #[test]
    fn the_topic_with_most_of_its_words_wins_and_then_the_owners_order() {
        assert_eq!(suggested("my order, please track the parcel").as_deref(), Some("shipping"));
        assert_eq!(suggested("my order, please track it").as_deref(), Some("orders"));
        assert_eq!(suggested("cancel my order, track it").as_deref(), Some("orders"));
    }

    #[test]
    fn without_keywords_nothing_is_suggested() {
        assert_eq!(Topics::default().suggest(&["parcel".to_owned()]), None);
        let long = "a".repeat(KEYWORD_CHARS_MAX + 1);
        assert_eq!(Topics::of([("x", long.as_str())].into_iter()), Topics::default());
    }
}
