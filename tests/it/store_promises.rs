//! Promises to visitors as a store keeps them, on SQLite and on PostgreSQL.

use banister::domain::waiting::{Promise, PromiseCounts};
use banister::domain::{Conversation, ConversationId, Decision, Event, Fact, Stage, Timestamp};
use banister::ports::{Commit, NewEvent, Promises as _, Since, Store as _};
use banister::store::{Db, Settings};

use crate::postgres::both;

const T0: Timestamp = Timestamp(1_800_000_000_000_000);
const MINUTE_MS: i64 = 60_000;

fn at(minutes: i64) -> Timestamp {
    T0.plus_ms(minutes * MINUTE_MS)
}

/// Commits facts of a conversation.
async fn commit(db: &Db, name: &str, sample: bool, facts: Vec<Fact>) {
    let id = ConversationId::of("shop", name);
    let event = NewEvent {
        conversation: id,
        relay: "shop".to_owned(),
        external_conversation: name.to_owned(),
        key: format!("{name} {facts:?}"),
        second_key: None,
        at: T0,
        heard_at: T0,
        sequence: None,
        sample,
        event: Event::ChatOpened { page_url: None, referrer: None },
    };
    db.append(event).await.unwrap();
    let claim = db.claim_lane(id, T0, 1_000).await.unwrap().unwrap();
    let mut after = Conversation::new("shop", name, T0);
    after.sample = sample;
    after.stage = Stage::Quiet;
    after.promise = Some(Promise { told_at: T0, until: Some(at(30)), alarmed: false, lag_ms: 0 });
    let decision = Decision { after, facts, effects: Vec::new() };
    let commit = Commit {
        own_event: None,
        handled_seq: i64::MAX,
        decisions: vec![decision],
        next_due: Timestamp::NEVER,
        now: T0,
    };
    db.commit(claim, commit).await.unwrap();
}

fn made(minutes: i64, until: Option<i64>) -> Fact {
    Fact::PromiseMade { told_at: at(minutes), until: until.map(at) }
}

fn ended(minutes: i64, answered: Option<i64>, end: i64, kept: Option<bool>) -> Fact {
    Fact::PromiseEnded { told_at: at(minutes), answered_at: answered.map(at), ended_at: at(end), kept }
}

#[tokio::test]
async fn promises_are_counted_and_waits_are_read_newest_first_without_made_up_chats() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        commit(&db, "kept", false, vec![made(1, Some(30)), ended(1, Some(20), 20, Some(true))]).await;
        commit(&db, "broken", false, vec![made(2, Some(30)), ended(2, Some(40), 40, Some(false))]).await;
        commit(&db, "withdrawn", false, vec![made(3, Some(30)), ended(3, None, 10, None)]).await;
        commit(&db, "overdue", false, vec![made(4, Some(45))]).await;
        commit(&db, "open", false, vec![made(5, None), made(5, Some(90)), made(5, Some(80))]).await;
        commit(&db, "untimed", false, vec![made(6, None), ended(6, Some(7), 7, None)]).await;
        commit(&db, "sample", true, vec![made(7, Some(30))]).await;
        commit(&db, "earlier", false, vec![made(-10, Some(5))]).await;
        let since = Since { from: T0, to: at(60) };
        let counts = db.promise_counts(since, at(50)).await.unwrap();
        assert_eq!(counts, PromiseCounts { told: 6, promised: 5, kept: 1, broken: 2, open: 1 });
        let later = db.promise_counts(since, at(91)).await.unwrap();
        assert_eq!(
            (later.broken, later.open),
            (3, 0),
            "a time that is over is broken, and the first one stood"
        );
        let waits = db.latest_waits(3).await.unwrap();
        let told: Vec<_> = waits.iter().map(|w| (w.told_at, w.answered_at, w.ended_at)).collect();
        assert_eq!(told, [(at(6), Some(at(7)), Some(at(7))), (at(5), None, None), (at(4), None, None)]);
        // What has ended does not end again.
        commit(&db, "kept", false, vec![ended(1, None, 50, None)]).await;
        assert_eq!(db.promise_counts(since, at(50)).await.unwrap(), counts);
        db.close().await;
    })
    .await;
}
