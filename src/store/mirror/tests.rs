//! Chunks against a plain list, under changes that come in any order.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;

use super::chunks::{CHUNK_ROWS, Change, Chunks, Key};
use crate::domain::report::{EpisodeRow, Episodes};

fn row(at: i64, turns: u16) -> EpisodeRow {
    EpisodeRow { started_at: at, turns, ..EpisodeRow::default() }
}

fn all(chunks: &Chunks) -> Vec<EpisodeRow> {
    Episodes::new(chunks.within(i64::MIN, i64::MAX), i64::MIN, i64::MAX).iter().cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn chunks_hold_what_a_list_would(
        rounds in prop::collection::vec(
            prop::collection::vec((0_i64..9_000, 0_u128..3, prop::option::weighted(0.8, 0_u16..9)), 0..6_000),
            1..4,
        ),
        (from, length) in (0_i64..9_000, 0_i64..9_000),
    ) {
        let (mut chunks, mut list) = (Chunks::default(), BTreeMap::new());
        for round in rounds {
            let mut changes: BTreeMap<Key, Option<EpisodeRow>> = BTreeMap::new();
            for (at, id, turns) in round {
                changes.insert((at, id), turns.map(|turns| row(at, turns)));
            }
            for (key, row) in &changes {
                match row {
                    Some(row) => list.insert(*key, row.clone()),
                    None => list.remove(key),
                };
            }
            chunks.apply(changes.into_iter().collect::<Vec<Change>>());
            prop_assert_eq!(all(&chunks), list.values().cloned().collect::<Vec<_>>());
            prop_assert_eq!(chunks.len(), list.len());
        }
        let wanted: Vec<EpisodeRow> =
            list.range((from, 0)..(from + length, 0)).map(|(_, row)| row.clone()).collect();
        let part = Episodes::new(chunks.within(from, from + length), from, from + length);
        prop_assert_eq!(part.iter().cloned().collect::<Vec<_>>(), wanted);
    }
}

#[test]
fn a_change_replaces_one_chunk_and_a_running_report_keeps_what_it_has() {
    let size = i64::try_from(CHUNK_ROWS).unwrap();
    let mut chunks = Chunks::default();
    chunks.apply((0..size * 8).map(|at| ((at, 0), Some(row(at, 1)))).collect());
    let before = chunks.within(i64::MIN, i64::MAX);
    chunks.apply(vec![((size * 3 + 5, 0), Some(row(size * 3 + 5, 2)))]);
    let after = chunks.within(i64::MIN, i64::MAX);
    let replaced = before.iter().zip(&after).filter(|(a, b)| !Arc::ptr_eq(a, b)).count();
    assert_eq!((before.len(), after.len(), replaced), (8, 8, 1));
    assert!(before.iter().flat_map(|chunk| chunk.iter()).all(|row| row.turns == 1));
}
