//! Chunks against a plain list, under changes that come in any order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::task::Poll;

use proptest::prelude::*;
use sqlx::Connection as _;

use super::chunks::{CHUNK_ROWS, Change, Chunks, Key};
use crate::domain::report::{EpisodeRow, Episodes};
use crate::domain::{EpisodeId, Timestamp};
use crate::ports::{Desk as _, Since};
use crate::store::{Db, Settings, reports};

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

/// Asks for all episodes and goes away after `patience` waits.
async fn asked(db: &Db, patience: usize) -> Option<usize> {
    let all = Since { from: Timestamp(i64::MIN), to: Timestamp(i64::MAX) };
    let mut asking = Box::pin(db.episodes(all));
    let mut waits = 0;
    std::future::poll_fn(move |cx| match asking.as_mut().poll(cx) {
        Poll::Ready(found) => Poll::Ready(Some(found.unwrap().iter().count())),
        Poll::Pending if waits == patience => Poll::Ready(None),
        Poll::Pending => {
            waits += 1;
            Poll::Pending
        }
    })
    .await
}

#[tokio::test]
async fn a_first_look_that_nobody_has_the_patience_for_goes_on_where_it_was_left() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { url: format!("sqlite:{}", folder.path().join("a.db").display()) };
    let db = Db::open(&settings).await.unwrap();
    let mut raw = sqlx::SqliteConnection::connect(&settings.url).await.unwrap();
    for n in 0_i64..40 {
        let id = EpisodeId::derived(Timestamp(n / 2), &[&n.to_string()]).to_string();
        sqlx::query(
            "insert into episode (id, conversation_id, started_at, handling, held, held_rules, sample) \
             values ($1, 'c', $2, 'human_only', 0, '[]', 0)",
        )
        .bind(id)
        .bind(n / 2)
        .execute(&mut raw)
        .await
        .unwrap();
    }
    let rich = r#"update episode set csat = 4, nps = 9, topic = 'shipping "fast"', held_rules = '["refunds","a\"b"]',
        secondary = '["other"]', promise_kept = 0, promise_due = 7, in_hours = 1, returning_visitor = 1, suggested = 1,
        passed = 1, arm = 'human_only', period = 2, human_share = 0.30000000000000004, drawn = 0.3333333333333333,
        reply_ms = '[5,7]', page = '/shop?ü=\', owner_ms = 12, conversions = '[[19.9,"EUR"]]', confidence = 5000,
        kind = 'edited', edit = 120, handling = 'ai_assisted', triggered = 1, judged_wrong = 1, unhappy = 1,
        resolution = 'quiet', resolved_at = 90, reopened_at = 95, first_response_at = 80, tokens = 3, cost_micros = 9
        where started_at = 5"#;
    sqlx::query(rich).execute(&mut raw).await.unwrap();
    // Each goes away long before fourteen pages are read.
    let mut looks = 0;
    let found = loop {
        looks += 1;
        assert!(looks < 200, "nobody ever gets to the end");
        if let Some(found) = asked(&db, 6).await {
            break found;
        }
    };
    assert!(looks > 1, "somebody went away");
    assert_eq!(found, 40);
    let all = Since { from: Timestamp(i64::MIN), to: Timestamp(i64::MAX) };
    let one_by_one = reports::episodes(&mut db.read().await.unwrap(), all).await.unwrap();
    let (mirrored, read): (Vec<EpisodeRow>, Vec<EpisodeRow>) =
        (db.episodes(all).await.unwrap().iter().cloned().collect(), one_by_one.iter().cloned().collect());
    assert_eq!(mirrored, read, "to the last digit");
    sqlx::query("update episode set csat = 5").execute(&mut raw).await.unwrap();
    let mut looks = 0;
    while asked(&db, 6).await.is_none() {
        looks += 1;
        assert!(looks < 200, "so many changes are never read to the end");
    }
    assert!(looks > 1, "they are read page by page");
    assert!(db.episodes(all).await.unwrap().iter().all(|row| row.csat == Some(5)));
    sqlx::query("delete from episode where started_at = 3").execute(&mut raw).await.unwrap();
    assert_eq!(asked(&db, usize::MAX).await, Some(38), "and follows what changes from then on");
}
