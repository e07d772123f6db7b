//! What a store promises of replays: one at a time, its progress, its end, and answers that are kept once.

use banister::domain::replay::{About, Tally, Tried};
use banister::domain::{ReplayId, Scorer, Timestamp};
use banister::ports::{ReplayEnd, ReplayRow, ReplayState, Replays as _};
use banister::store::{Db, Settings};

use crate::postgres::both;

const T0: Timestamp = Timestamp(1_800_000_000_000_000);

fn asked(n: i64) -> ReplayRow {
    let at = T0.plus_ms(n);
    ReplayRow {
        id: ReplayId::derived(at, &["test"]),
        at,
        by: "Ada".to_owned(),
        tried: Tried { threshold: Some(0.9), runs: 1, limit: 10, ..Tried::default() },
        state: ReplayState::Waiting,
        done: 0,
        total: 0,
        ended_at: None,
        error: None,
        result: None,
    }
}

#[tokio::test]
async fn one_replay_is_open_at_a_time_and_its_end_is_kept() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        let (first, second) = (asked(1), asked(2));
        assert!(db.begin_replay(&first).await.unwrap());
        assert!(!db.begin_replay(&second).await.unwrap(), "one is open");
        assert_eq!(db.replay_of(first.id).await.unwrap(), Some(first.clone()));
        assert!(!db.replay_goes_on(first.id, 1, 2, T0).await.unwrap(), "nobody has begun with it");
        let claimed = db.claim_replay(T0.plus_ms(10)).await.unwrap().unwrap();
        assert_eq!((claimed.id, claimed.state), (first.id, ReplayState::Running));
        assert_eq!(db.claim_replay(T0.plus_ms(11)).await.unwrap(), None, "somebody has it");
        assert!(!db.begin_replay(&second).await.unwrap(), "one is running");
        assert!(db.replay_goes_on(first.id, 3, 7, T0.plus_ms(20)).await.unwrap());
        let running = db.replay_of(first.id).await.unwrap().unwrap();
        assert_eq!((running.done, running.total), (3, 7));
        let result = Tally::new(first.tried.clone(), Scorer::default(), None).result(About::default());
        let end = ReplayEnd::Done(Box::new(result.clone()));
        assert!(db.end_replay(first.id, &end, T0.plus_ms(30)).await.unwrap());
        assert!(!db.end_replay(first.id, &ReplayEnd::Failed("late".to_owned()), T0).await.unwrap());
        let done = db.replay_of(first.id).await.unwrap().unwrap();
        assert_eq!((done.state, done.ended_at), (ReplayState::Done, Some(T0.plus_ms(30))));
        assert_eq!(done.result, Some(result));
        assert!(db.begin_replay(&second).await.unwrap(), "the way is free");
        let listed = db.replays(10).await.unwrap();
        let ids: Vec<_> = listed.iter().map(|r| (r.id, r.result.is_some())).collect();
        assert_eq!(ids, [(second.id, false), (first.id, false)]);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_replay_whose_worker_is_gone_is_broken_off_and_gets_no_result_any_more() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        db.begin_replay(&asked(1)).await.unwrap();
        assert_eq!(db.break_off_replays(Timestamp::NEVER, T0).await.unwrap(), 0, "it only waits");
        db.claim_replay(T0).await.unwrap().unwrap();
        assert_eq!(db.break_off_replays(T0, T0).await.unwrap(), 0, "somebody works on it");
        assert_eq!(db.break_off_replays(T0.plus_ms(1), T0.plus_ms(5)).await.unwrap(), 1);
        let broken = db.replay_of(asked(1).id).await.unwrap().unwrap();
        assert_eq!((broken.state, broken.ended_at), (ReplayState::BrokenOff, Some(T0.plus_ms(5))));
        assert!(broken.error.unwrap().contains("start it again"));
        assert!(!db.replay_goes_on(asked(1).id, 1, 1, T0).await.unwrap());
        assert!(!db.end_replay(asked(1).id, &ReplayEnd::Failed("x".to_owned()), T0).await.unwrap());
        assert!(db.begin_replay(&asked(2)).await.unwrap());
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_first_answer_of_a_drafter_stays() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        assert_eq!(db.kept_answer("k").await.unwrap(), None);
        db.keep_answer("k", "one \u{1f642}", T0).await.unwrap();
        db.keep_answer("k", "two", T0).await.unwrap();
        assert_eq!(db.kept_answer("k").await.unwrap().as_deref(), Some("one \u{1f642}"));
        assert_eq!(db.kept_answer("K").await.unwrap(), None);
        db.close().await;
    })
    .await;
}
