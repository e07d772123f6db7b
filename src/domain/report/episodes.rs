//! The episodes of a stretch of time, shared with whoever holds them: a report copies nothing.

use std::sync::Arc;

use super::EpisodeRow;

/// Episodes that began within a stretch of time, in chunks of whatever size; within a chunk in order of their beginning.
#[derive(Debug, Clone, Default)]
pub struct Episodes {
    chunks: Vec<Arc<[EpisodeRow]>>,
    from: i64,
    to: i64,
}

impl Episodes {
    /// Those of `chunks` that began in `[from, to)`, unix microseconds.
    #[must_use]
    pub const fn new(chunks: Vec<Arc<[EpisodeRow]>>, from: i64, to: i64) -> Self {
        Self { chunks, from, to }
    }

    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &EpisodeRow> + Clone {
        let (from, to) = (self.from, self.to);
        let within = move |row: &&EpisodeRow| row.started_at >= from && row.started_at < to;
        self.chunks.iter().flat_map(|chunk| chunk.iter()).filter(within)
    }

    /// Those of them that began in `[from, to)`.
    #[must_use]
    pub fn within(&self, from: i64, to: i64) -> Self {
        Self { chunks: self.chunks.clone(), from: from.max(self.from), to: to.min(self.to) }
    }
}

impl From<Vec<EpisodeRow>> for Episodes {
    fn from(rows: Vec<EpisodeRow>) -> Self {
        Self { chunks: vec![rows.into()], from: i64::MIN, to: i64::MAX }
    }
}
