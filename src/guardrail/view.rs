//! The readings of one text that the rules are asked about.

use super::fold::Folded;
use super::tokens::{Token, Vocabulary};

/// One reading of a text.
#[derive(Clone, Debug)]
pub(super) struct View {
    pub(super) kind: ViewKind,
    pub(super) folded: Folded,
    pub(super) tokens: Vec<Token>,
}

/// How a view came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ViewKind {
    /// Folded as written.
    Native,
    /// Letters of other scripts read as the Latin letters they look like.
    Lookalike,
}

/// All views of a text: the native one first, others only where they differ.
pub(super) fn views(text: &str, vocabulary: &Vocabulary) -> Vec<View> {
    let native = Folded::new(text);
    let lookalike = native.with_lookalikes_read_as_latin();
    let mut views = vec![view(ViewKind::Native, native, vocabulary)];
    views.extend(lookalike.map(|folded| view(ViewKind::Lookalike, folded, vocabulary)));
    views
}

fn view(kind: ViewKind, folded: Folded, vocabulary: &Vocabulary) -> View {
    let tokens = vocabulary.tokens(folded.text());
    View { kind, folded, tokens }
}
