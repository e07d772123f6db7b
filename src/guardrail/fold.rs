//! One spelling for many: folds a text and keeps an exact map back to the original bytes.

use std::ops::Range;

use super::decode::Decoded;
use super::letters::{fold_char, lookalike};
use unicode_segmentation::GraphemeCursor;

/// A text in one spelling for many: case, width, compatibility forms and accents are gone, and what is invisible.
#[must_use]
pub fn folded(original: &str) -> String {
    Folded::new(original).text
}

/// A folded text. Every byte knows which bytes of the original it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Folded {
    text: String,
    map: Map,
}

/// ASCII folds byte for byte, which is most of the traffic; it needs no table.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Map {
    Identity,
    /// Start and end in the original, for every folded byte. The end is kept apart because the next
    /// byte's start would swallow what was deleted in between.
    Spans(Vec<(usize, usize)>),
}

impl Folded {
    /// Folds case, width, compatibility forms and accents, and deletes what is invisible.
    pub(super) fn new(original: &str) -> Self {
        if original.is_ascii() {
            return Self { text: original.to_ascii_lowercase(), map: Map::Identity };
        }
        let mut text = String::with_capacity(original.len());
        let mut spans = Vec::with_capacity(original.len());
        for (at, c) in original.char_indices() {
            if c.is_ascii() {
                text.push(c.to_ascii_lowercase());
            } else {
                fold_char(c, &mut text);
            }
            spans.resize(text.len(), (at, at + c.len_utf8()));
        }
        Self { text, map: Map::Spans(spans) }
    }

    /// Folds a decoded text; the map leads back to the text before decoding.
    pub(super) fn of_decoded(decoded: &Decoded) -> Self {
        let inner = Self::new(&decoded.text);
        let spans = (0..inner.text.len()).map(|at| {
            let (start, end) = inner.original(at..at + 1);
            let from = decoded.spans.get(start).map_or(0, |span| span.0);
            (from, decoded.spans.get(end.saturating_sub(1)).map_or(from, |span| span.1))
        });
        Self { map: Map::Spans(spans.collect()), text: inner.text }
    }

    /// The same text with look-alike letters of other scripts read as Latin ones, if there are any.
    pub(super) fn with_lookalikes_read_as_latin(&self) -> Option<Self> {
        if self.text.is_ascii() || !self.text.chars().any(|c| lookalike(c).is_some()) {
            return None;
        }
        let mut text = String::with_capacity(self.text.len());
        let mut spans = Vec::with_capacity(self.text.len());
        for (at, c) in self.text.char_indices() {
            text.push(lookalike(c).unwrap_or(c));
            spans.resize(text.len(), self.original(at..at + c.len_utf8()));
        }
        Some(Self { text, map: Map::Spans(spans) })
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a folded range lies in the original.
    pub(super) fn original(&self, range: Range<usize>) -> (usize, usize) {
        let spans = match &self.map {
            Map::Identity => return (range.start, range.end),
            Map::Spans(spans) => spans,
        };
        let start = spans.get(range.start).map_or(0, |span| span.0);
        let last = spans.get(range.end.saturating_sub(1));
        (start, last.map_or(start, |span| span.1))
    }
}

/// Folds a word or phrase of a rule; blanks at the ends go.
pub(super) fn fold_pattern(pattern: &str) -> String {
    Folded::new(pattern.trim()).text
}

/// Whether a text shows anything at all: a letter or a digit that survives folding.
pub(super) fn is_readable(folded: &str) -> bool {
    folded.chars().any(char::is_alphanumeric)
}

/// Widens a span to whole graphemes, so that an accent is not cut off its letter.
pub(super) fn widen_to_graphemes(text: &str, span: (usize, usize)) -> (usize, usize) {
    if text.is_ascii() {
        return span;
    }
    let is_border = |at: usize| {
        let mut cursor = GraphemeCursor::new(at, text.len(), true);
        !text.is_char_boundary(at) || cursor.is_boundary(text, 0).unwrap_or(true)
    };
    let mut start = span.0.min(text.len());
    if !is_border(start) {
        let mut cursor = GraphemeCursor::new(start, text.len(), true);
        start = cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0);
    }
    let mut end = span.1.min(text.len());
    if !is_border(end) {
        let mut cursor = GraphemeCursor::new(end, text.len(), true);
        end = cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len());
    }
    (start, end)
}
