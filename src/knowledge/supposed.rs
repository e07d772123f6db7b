//! Articles as they would be with one of them changed: searched in memory, kept nowhere.

use std::sync::Arc;

use super::index::Index;
use super::meaning::{Meanings, Rows};
use crate::domain::Passage;

/// See the file.
#[derive(Clone, Debug)]
pub struct Supposed {
    pub(super) index: Arc<Index>,
    /// What the passages mean, where the index in use knows that too.
    pub(super) meant: Option<(Meanings, Arc<Rows>)>,
}

impl Supposed {
    /// As [`crate::ports::Knowledge::search`]. Takes the processor a while where meaning counts.
    #[must_use]
    pub fn search(&self, question: &str, limit: usize) -> Vec<Passage> {
        let Some((meanings, rows)) = &self.meant else { return self.index.search(question, None, limit) };
        let meaning = meanings.of_question(question);
        self.index.search(question, meaning.as_deref().map(|meaning| (meaning, rows.as_ref())), limit)
    }
}
