//! Episodes in order of their beginning, in chunks that are shared with running reports and replaced when one of them
//! changes.

use std::sync::Arc;

use crate::domain::report::EpisodeRow;

/// A chunk begins with so many; twice as many are cut in two.
pub(super) const CHUNK_ROWS: usize = 1_024;

/// An episode's place: its beginning, and the bits of its id.
pub(super) type Key = (i64, u128);

/// Some episodes that follow each other.
#[derive(Debug, Clone)]
struct Chunk {
    keys: Vec<Key>,
    rows: Arc<[EpisodeRow]>,
}

/// All of them.
#[derive(Debug, Default)]
pub(super) struct Chunks {
    all: Vec<Chunk>,
}

/// What became of an episode.
pub(super) type Change = (Key, Option<EpisodeRow>);

impl Chunks {
    /// How many episodes there are.
    pub(super) fn len(&self) -> usize {
        self.all.iter().map(|chunk| chunk.keys.len()).sum()
    }

    /// The chunks in which episodes of `[from, to)` may lie.
    pub(super) fn within(&self, from: i64, to: i64) -> Vec<Arc<[EpisodeRow]>> {
        let overlaps = |chunk: &&Chunk| {
            chunk.keys.first().is_some_and(|first| first.0 < to)
                && chunk.keys.last().is_some_and(|last| last.0 >= from)
        };
        self.all.iter().filter(overlaps).map(|chunk| Arc::clone(&chunk.rows)).collect()
    }

    /// Takes in changes, in order of their keys, each key once.
    pub(super) fn apply(&mut self, changes: Vec<Change>) {
        let mut changes = changes.into_iter().peekable();
        let mut place = 0;
        while let Some((key, _)) = changes.peek() {
            place +=
                self.all.get(place..).map_or(0, |rest| rest.partition_point(|c| c.keys.last() < Some(key)));
            // What comes after everything goes to the last chunk.
            place = place.min(self.all.len().saturating_sub(1));
            let end = self.all.get(place).and_then(|c| c.keys.last().copied());
            let last = place + 1 >= self.all.len();
            let mut here = Vec::new();
            while let Some(change) = changes.next_if(|(key, _)| last || Some(*key) <= end) {
                here.push(change);
            }
            let cut = cut(match self.all.get(place) {
                Some(chunk) => merged(chunk, here),
                None => fresh(here),
            });
            let count = cut.len();
            self.all.splice(place..(place + 1).min(self.all.len()), cut);
            place += count;
        }
    }
}

fn fresh(changes: Vec<Change>) -> Vec<(Key, EpisodeRow)> {
    changes.into_iter().filter_map(|(key, row)| row.map(|row| (key, row))).collect()
}

/// A chunk with its changes, in order.
fn merged(chunk: &Chunk, changes: Vec<Change>) -> Vec<(Key, EpisodeRow)> {
    let mut whole = Vec::with_capacity(chunk.keys.len() + changes.len());
    let mut known = chunk.keys.iter().zip(chunk.rows.iter()).peekable();
    for (key, row) in changes {
        while let Some((earlier, kept)) = known.next_if(|(known, _)| **known < key) {
            whole.push((*earlier, kept.clone()));
        }
        let _replaced = known.next_if(|(known, _)| **known == key);
        whole.extend(row.map(|row| (key, row)));
    }
    whole.extend(known.map(|(key, row)| (*key, row.clone())));
    whole
}

/// In pieces of a good size; nothing where nothing is left.
fn cut(whole: Vec<(Key, EpisodeRow)>) -> Vec<Chunk> {
    let pieces = if whole.len() < 2 * CHUNK_ROWS { 1 } else { whole.len().div_ceil(CHUNK_ROWS) };
    let size = whole.len().div_ceil(pieces).max(1);
    let mut chunks = Vec::with_capacity(pieces);
    let mut rest = whole.into_iter().peekable();
    while rest.peek().is_some() {
        let (keys, rows): (Vec<Key>, Vec<EpisodeRow>) = rest.by_ref().take(size).unzip();
        chunks.push(Chunk { keys, rows: rows.into() });
    }
    chunks
}
