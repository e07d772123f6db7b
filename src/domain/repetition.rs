//! Whether a visitor asks the same again.

use std::collections::BTreeSet;

use super::message::{Author, HistoryLine};

/// Shorter words carry little.
const LETTERS_MIN: usize = 4;
/// A word is told by its beginning, so that "parcel" and "parcels" are one.
const STEM_LETTERS: usize = 5;
/// Two texts about the same share this part of the shorter one's words, 0..1.
const SHARED_MIN: f64 = 0.6;
/// Fewer words are about anything.
const WORDS_MIN: usize = 2;

/// How many of the visitor's earlier lines ask what `turn` asks.
#[must_use]
pub fn asked_before(turn: &str, history: &[HistoryLine]) -> usize {
    let asked = words(turn);
    history
        .iter()
        .filter(|line| line.author == Author::Visitor)
        .filter(|line| alike(&asked, &words(&line.text)) && !is_about_another(turn, &line.text))
        .count()
}

fn alike(one: &BTreeSet<String>, other: &BTreeSet<String>) -> bool {
    let fewer = one.len().min(other.len());
    fewer >= WORDS_MIN && real(one.intersection(other).count()) >= SHARED_MIN * real(fewer)
}

/// Each names something with a capital letter that the other does not: Norway here, Canada there.
fn is_about_another(one: &str, other: &str) -> bool {
    let (mine, theirs) = (names(one), names(other));
    mine.difference(&theirs).next().is_some() && theirs.difference(&mine).next().is_some()
}

fn names(text: &str) -> BTreeSet<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 1);
    words.skip(1).filter(|word| word.starts_with(char::is_uppercase)).collect()
}

fn words(text: &str) -> BTreeSet<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= LETTERS_MIN || word.chars().any(|c| c.is_ascii_digit()))
        .map(|word| word.chars().take(STEM_LETTERS).collect())
        .filter(|stem: &String| !EMPTY.contains(&stem.as_str()))
        .collect()
}

/// Beginnings of words that stand in questions about anything.
const EMPTY: [&str; 24] = [
    "about", "again", "also", "could", "does", "from", "have", "hello", "help", "know", "like", "need",
    "pleas", "still", "tell", "thank", "that", "this", "want", "what", "when", "where", "with", "would",
];

#[expect(clippy::cast_precision_loss, reason = "words of one message")]
const fn real(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn times(turn: &str, earlier: &[&str]) -> usize {
        let line = |text: &&str| HistoryLine { author: Author::Visitor, text: (*text).to_owned() };
        asked_before(turn, &earlier.iter().map(line).collect::<Vec<_>>())
    }

    #[test]
    fn the_same_question_in_nearly_the_same_words_is_a_repetition() {
        let earlier =
            ["When will my parcel from Monday arrive?", "but when does the parcel arrive", "ok thanks"];
        assert_eq!(times("I asked when the parcel will arrive!", &earlier), 2);
        assert_eq!(times("Do you glaze the bowls by hand?", &earlier), 0);
        assert_eq!(
            times("How much does shipping to Canada cost?", &["How much does shipping to Norway cost?"]),
            0
        );
        assert_eq!(times("ok", &earlier), 0);
        assert_eq!(times("parcel", &earlier), 0, "one word is too little to tell");
    }

    #[test]
    fn what_others_said_is_no_repetition() {
        let line = HistoryLine { author: Author::Owner, text: "The parcel will arrive on Monday".to_owned() };
        assert_eq!(asked_before("Will the parcel arrive on Monday?", &[line]), 0);
    }
}
