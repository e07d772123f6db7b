//! The words that carry meaning, as far as a drafter must compare question, passage and reply.
//!
//! The index has its own, richer ones; adapters do not share code, and a check should not share its subject's blind spots.

use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

use rust_stemmers::{Algorithm, Stemmer};
use unicode_segmentation::UnicodeSegmentation as _;

/// Words without a subject, greetings and thanks among them.
const EMPTY: &str = "
a about afternoon again all also am an and any anyone are as at be been but by bye can cannot cheers could day dear did
do does evening folks for from get give go good goodbye got great guys had has have hello help her here hey hi hiya his
how i if in into is it its just kindly know let like love lovely many may me might more morning most much must my need
nice night no not of off oh ok okay on one or other our out over perfect please pls really right shall she should so
some still such super sure tell than thank thanks thankyou thanx that the their them then there these they thing this
those thx to too under until up us use very want was we welcome were what when where which who why will wish with
without wonderful would yeah yes you your
";

static EMPTY_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| EMPTY.split_whitespace().collect());

/// Distinct stems of the words of `text` that carry meaning.
pub(super) fn content_words(text: &str) -> BTreeSet<String> {
    let stemmer = Stemmer::create(Algorithm::English);
    let lower = text.to_lowercase().replace('\u{2019}', "'");
    lower
        .unicode_words()
        .map(|word| word.split('\'').next().unwrap_or(word))
        .filter(|word| word.chars().count() > 1 || !word.is_ascii())
        .filter(|word| !EMPTY_WORDS.contains(word))
        .map(|word| stemmer.stem(word).into_owned())
        .collect()
}

/// Which share of `wanted` is among `given`, 0..1; 1 when nothing is wanted.
pub(super) fn share(wanted: &BTreeSet<String>, given: &BTreeSet<String>) -> f64 {
    if wanted.is_empty() {
        return 1.0;
    }
    as_f64(wanted.intersection(given).count()) / as_f64(wanted.len())
}

#[expect(clippy::cast_precision_loss, reason = "counts of words of one text")]
const fn as_f64(count: usize) -> f64 {
    count as f64
}
