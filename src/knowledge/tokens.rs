//! Words made comparable: lower case, English stems, without the words that every question has.

use std::collections::HashSet;
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_normalization::UnicodeNormalization as _;
use unicode_segmentation::UnicodeSegmentation as _;

/// Longer words are no words, bytes.
const WORD_BYTES_MAX: usize = 64;

/// Words that say nothing about the subject: articles, pronouns, auxiliaries, and the small talk of chats.
const STOP: &str = "
a about actually again all also am an and another any anybody anyone anything are arent aren't as at be been before
being but by can can't cant cannot could couldn't did didn't do does doesn't dont don't doing else ever for from get
gets getting given go goes going gonna got had has hasn't have haven't having he her here hers him his i i'd i'll i'm
i've if in into is isn't it it's its itself just kind let lets let's like ll may maybe me might mine more most must my
myself no nope not now of off oh ok okay on one or other our ours out over own per perhaps possible possibly put
quite rather re really s same shall she should shouldn't so some somebody someone something sort still such t than
that that's the their theirs them then there there's these they they're they've this those though through to too u
under until up upon us use used using usually ve very was wasn't we we'd we'll we're we've well were weren't what
what's whats whether which while will with within without won't would wouldn't yeah yep yes yet you you'd you'll
you're you've your yours ur
ask asking afternoon bye cheers curious day dear evening find folks good goodbye great guys happen happens hello help
hey hi hiya hope info information know kindly know looking lot morning need needed needs nice pardon please pls plz
question questions quick quickly say see sorry tell thank thanks thanx thing things think thought thx try trying
understand want wanted wanting wants wonder wondering wish work works would
";

/// Words that say what kind of answer is wanted; they count, but less than the subject.
const ASKING: &str = "when where who why how long much many big often far soon old tall";

/// What a word of [`ASKING`], or a bare number, weighs beside a word that names the subject.
const SMALL_WEIGHT: f64 = 0.5;

static STOP_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| STOP.split_whitespace().collect());
static ASKING_STEMS: LazyLock<HashSet<String>> =
    LazyLock::new(|| ASKING.split_whitespace().map(stem).collect());

/// The stems of the words that carry meaning, in order, repetitions included.
pub(super) fn tokens(text: &str) -> Vec<String> {
    let text: String = text.nfkc().flat_map(char::to_lowercase).map(straight).collect();
    text.unicode_words()
        .filter(|word| word.len() <= WORD_BYTES_MAX && !STOP_WORDS.contains(word))
        .map(stem)
        .collect()
}

/// The stem of one lower-case word; a possessive is its owner.
pub(super) fn stem(word: &str) -> String {
    let word = word.strip_suffix("'s").unwrap_or(word);
    if word.chars().all(|c| c.is_ascii_alphabetic() || c == '\'') {
        return Stemmer::create(Algorithm::English).stem(word).into_owned();
    }
    word.to_owned()
}

/// How much a stem says about the subject, 0..1.
pub(super) fn weight(stem: &str) -> f64 {
    if names_a_subject(stem) { 1.0 } else { SMALL_WEIGHT }
}

/// Whether a stem is more than a question word or a bare number.
pub(super) fn names_a_subject(stem: &str) -> bool {
    let number = stem.chars().all(|c| c.is_numeric() || matches!(c, '.' | ',' | ':'));
    !number && !ASKING_STEMS.contains(stem)
}

const fn straight(c: char) -> char {
    match c {
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => '\'',
        other => other,
    }
}
