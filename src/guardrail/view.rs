//! The readings of one text that the rules are asked about.

use super::decode::decoded;
use super::dictionary::{is_word, words_one_edit_from};
use super::fold::Folded;
use super::readings::{Reading, Readings};
use super::runs::Runs;
use super::segment::segments;
use super::spelling::number_of;
use super::tokens::{Token, UNKNOWN};
use super::traits::Traits;
use super::vocabulary::Vocabulary;

/// So many words two edits off are compared with the whole dictionary.
const MAX_FAR_CHECKED: usize = 8;
/// So many words tell whether a text is English.
const MAX_WORDS_ASKED: usize = 64;

/// What a text is cut into words with.
#[derive(Clone, Debug)]
pub(super) struct Lexicon {
    pub(super) vocabulary: Vocabulary,
    pub(super) readings: Readings,
    pub(super) runs: Runs,
}

/// One reading of a text.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) kind: ViewKind,
    pub(super) folded: Folded,
    pub(super) tokens: Vec<Token>,
    /// Tokens that stand for a word of the rules without being written like it.
    pub(super) strange: Vec<Strange>,
}

/// A stretch of the folded text that reads as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Strange {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) reading: Reading,
}

/// How a view came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ViewKind {
    /// Folded as written.
    Native,
    /// Letters of other scripts read as the Latin letters they look like.
    Lookalike,
    /// Entities, tags, escapes, base64 and hex undone.
    Decoded,
}

impl Lexicon {
    pub(super) fn new(vocabulary: Vocabulary) -> Self {
        Self { readings: Readings::new(&vocabulary), runs: Runs::new(&vocabulary), vocabulary }
    }

    /// All views of a text: the native one first, others only where they differ.
    pub(super) fn views(&self, text: &str, traits: Traits) -> Vec<View> {
        let native = Folded::new(text);
        // Folding makes ASCII of other characters; only an ASCII text has the traits of its folded form.
        let native_traits = if text.is_ascii() { traits } else { Traits::of(native.text()) };
        let lookalike = native.with_lookalikes_read_as_latin();
        let decoded = decoded(text, traits).map(|decoded| Folded::of_decoded(&decoded));
        let decoded_lookalike = decoded.as_ref().and_then(Folded::with_lookalikes_read_as_latin);
        let mut views = vec![self.view(ViewKind::Native, native, native_traits)];
        views.extend(lookalike.map(|folded| self.view_anew(ViewKind::Lookalike, folded)));
        views.extend(decoded.map(|folded| self.view_anew(ViewKind::Decoded, folded)));
        views.extend(decoded_lookalike.map(|folded| self.view_anew(ViewKind::Decoded, folded)));
        views
    }

    fn view_anew(&self, kind: ViewKind, folded: Folded) -> View {
        let traits = Traits::of(folded.text());
        self.view(kind, folded, traits)
    }

    fn view(&self, kind: ViewKind, folded: Folded, traits: Traits) -> View {
        let mut tokens = self.vocabulary.tokens(folded.text());
        let mut strange = Vec::new();
        if traits.mixed {
            self.runs.find(folded.text(), |run| strange.push(run));
        }
        for run in &strange {
            melt(&mut tokens, *run);
        }
        self.read_misspelt(folded.text(), &mut tokens, &mut strange);
        self.cut_glued(folded.text(), &mut tokens);
        View { kind, folded, tokens, strange }
    }

    fn read_misspelt(&self, folded: &str, tokens: &mut [Token], strange: &mut Vec<Strange>) {
        let mut far = Vec::new();
        for (at, token) in tokens.iter_mut().enumerate() {
            if token.id != UNKNOWN {
                continue;
            }
            let written = folded.get(token.start..token.end).unwrap_or_default();
            if let Some(reading) = self.readings.read(written, &self.vocabulary) {
                if reading.far {
                    far.push((at, reading));
                    continue;
                }
                token.id = reading.id;
                strange.push(Strange { start: token.start, end: token.end, reading });
            }
        }
        if far.is_empty() || !is_english(folded, tokens, far.len()) {
            return;
        }
        for (number, (at, reading)) in far.into_iter().enumerate() {
            let Some(token) = tokens.get_mut(at) else { continue };
            let written = folded.get(token.start..token.end).unwrap_or_default();
            // `changng` is nearer to "changing" than to "charging". To see that is slow; a text with many
            // such words is believed to mean ours.
            let another = number < MAX_FAR_CHECKED && self.is_nearer_to_another(written);
            if !another {
                token.id = reading.id;
                strange.push(Strange { start: token.start, end: token.end, reading });
            }
        }
    }

    fn is_nearer_to_another(&self, written: &str) -> bool {
        let near = words_one_edit_from(written);
        near.iter().any(|word| self.vocabulary.id_of(number_of(word.chars())).is_none())
    }

    /// Puts the words of a hashtag in its place.
    fn cut_glued(&self, folded: &str, tokens: &mut Vec<Token>) {
        let mut at = 0;
        while let Some(token) = tokens.get(at).copied() {
            at += 1;
            if token.id != UNKNOWN {
                continue;
            }
            let written = folded.get(token.start..token.end).unwrap_or_default();
            if let Some(words) =
                segments(written, token.start, &self.vocabulary).filter(|_| !is_word(written))
            {
                let added = words.len() - 1;
                tokens.splice(at - 1..at, words);
                at += added;
            }
        }
    }
}

/// Whether at least two in three of the words, but for so many strange ones, are English.
fn is_english(folded: &str, tokens: &[Token], strange: usize) -> bool {
    let words = tokens.iter().filter_map(|token| folded.get(token.start..token.end));
    let words = words.filter(|word| word.starts_with(char::is_alphabetic));
    let (mut known, mut all) = (0, 0_usize);
    for word in words.take(MAX_WORDS_ASKED) {
        all += 1;
        known += usize::from(is_word(word) || word.len() == 1);
    }
    known * 3 >= all.saturating_sub(strange) * 2
}

/// Makes one token of all that a run covers.
fn melt(tokens: &mut Vec<Token>, run: Strange) {
    let from = tokens.partition_point(|token| token.end <= run.start);
    let to = tokens.partition_point(|token| token.start < run.end);
    if from < to {
        tokens.splice(from..to, [Token { start: run.start, end: run.end, id: run.reading.id }]);
    }
}
