//! The order of the inbox, and what each owner can take back, played on SQLite and on PostgreSQL.

use banister::domain::waiting::Promise;
use banister::domain::{
    Conversation, Decided, Decision, Draft, Event, Fact, HandoffReason, Review, Route, Stage, Suggestion,
    SuggestionId, SuggestionState, Timestamp, Turn, TurnMessage,
};
use banister::ports::{Commit, Desk as _, NewEvent, PRESENT_MS, PROMISE_SOON_MS, Queue, Store as _};
use banister::store::{Db, Settings};
use serde_json::json;

use crate::postgres::both;

const NOW: Timestamp = Timestamp(1_800_000_000_000_000);
const MINUTE_MS: i64 = 60_000;
const ADA: &str = "Ada";

fn draft() -> Box<Draft> {
    let draft = serde_json::from_value(json!({
        "text": "Three days.", "needs_human": false, "reason": "", "signals": {}, "drafter": "extractive",
        "prompt": null, "usage": { "prompt_tokens": 0, "completion_tokens": 0 }, "rulebook_hash": "",
        "citations": [],
    }));
    Box::new(draft.unwrap())
}

fn turn(waits_ms: i64) -> Turn {
    let at = NOW.minus_ms(waits_ms);
    let text = "?".to_owned();
    Turn::opening(TurnMessage {
        external_id: "m".to_owned(),
        text,
        readable: true,
        at,
        heard_at: at,
        sequence: None,
    })
}

/// A visitor who waits since so long and was last heard from so long ago, with a promise that ends then.
struct Wait {
    name: &'static str,
    danger: bool,
    promised_ms: Option<i64>,
    silent_ms: i64,
    waits_ms: i64,
}

const fn wait(name: &'static str, silent_ms: i64, waits_ms: i64) -> Wait {
    Wait { name, danger: false, promised_ms: None, silent_ms, waits_ms }
}

/// In the order in which they are to be looked at; danger counts only where a human is waited for.
const WAITS: [Wait; 9] = [
    Wait { danger: true, ..wait("in danger, promised", HOUR_MS, HOUR_MS) }.promised(0),
    Wait { danger: true, ..wait("in danger, silent", HOUR_MS, 5 * MINUTE_MS) },
    wait("promise broken", HOUR_MS, HOUR_MS).promised(-MINUTE_MS),
    wait("promise nearly over", HOUR_MS, MINUTE_MS).promised(PROMISE_SOON_MS - 1),
    wait("here, for longer", PRESENT_MS, 20 * MINUTE_MS),
    wait("here, just come", 0, MINUTE_MS),
    wait("gone, long ago", 3 * HOUR_MS, 3 * HOUR_MS),
    wait("gone, with time left", 2 * HOUR_MS, 2 * HOUR_MS).promised(PROMISE_SOON_MS),
    wait("gone, just now", PRESENT_MS + 1, HOUR_MS),
];
const HOUR_MS: i64 = 60 * MINUTE_MS;

impl Wait {
    const fn promised(mut self, ms: i64) -> Self {
        self.promised_ms = Some(ms);
        self
    }

    fn with_human(&self) -> Stage {
        let sentence = String::new();
        let why = if self.danger {
            HandoffReason::Routed { route: Route::Danger, sentence }
        } else {
            HandoffReason::LowConfidence { sentence }
        };
        Stage::WithHuman { turn: Some(turn(self.waits_ms)), why, since: NOW }
    }

    fn in_review(&self) -> (Stage, Fact) {
        let (id, since) = (SuggestionId::derived(NOW, &[self.name]), NOW.minus_ms(self.waits_ms));
        let stage = Stage::InReview {
            turn: turn(self.waits_ms),
            suggestion: id,
            draft: draft(),
            since,
            waiting_told: false,
        };
        let made = Suggestion {
            id,
            revision: 1,
            draft: *draft(),
            turn_text: "?".to_owned(),
            state: SuggestionState::Pending,
            at: since,
        };
        (stage, Fact::SuggestionMade(made))
    }

    fn conversation(&self, stage: Stage) -> Conversation {
        let mut after = Conversation::new("shop", self.name, NOW.minus_ms(self.silent_ms));
        let until = self.promised_ms.map(|ms| NOW.plus_ms(ms));
        after.promise =
            Some(Promise { told_at: NOW.minus_ms(self.waits_ms), until, alarmed: false, lag_ms: 0 });
        after.stage = stage;
        after
    }
}

/// Commits a conversation as it is to stand, at `now`.
async fn put(db: &Db, after: Conversation, facts: Vec<Fact>, now: Timestamp) {
    let event = NewEvent {
        conversation: after.id,
        relay: after.relay.clone(),
        external_conversation: after.external_id.clone(),
        key: format!("{} {}", after.external_id, now.0),
        second_key: None,
        at: NOW,
        heard_at: NOW,
        sequence: None,
        sample: false,
        event: Event::ChatOpened { page_url: None, referrer: None },
    };
    db.append(event).await.unwrap();
    let claim = db.claim_lane(after.id, NOW, 1_000).await.unwrap().unwrap();
    let commit = Commit {
        own_event: None,
        handled_seq: i64::MAX,
        decisions: vec![Decision { after, facts, effects: Vec::new() }],
        next_due: Timestamp::NEVER,
        now,
    };
    db.commit(claim, commit).await.unwrap();
}

async fn queue(db: &Db, limit: i64) -> Queue {
    db.queue(NOW, limit, ADA).await.unwrap()
}

#[tokio::test]
async fn danger_comes_first_then_a_promise_nearly_over_then_who_is_here_then_who_waits_longest() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        // Neither the order of writing nor that of the ids is the order that is wanted.
        for n in [4, 8, 0, 6, 2, 7, 1, 5, 3] {
            let wait: &Wait = &WAITS[n];
            put(&db, wait.conversation(wait.with_human()), Vec::new(), NOW).await;
        }
        let told = |queue: Queue| -> Vec<String> {
            queue.waiting.into_iter().map(|row| row.conversation.external_id).collect()
        };
        let all = queue(&db, 100).await;
        assert_eq!((all.waiting_count, all.suggestions_count), (9, 0));
        let wanted: Vec<&str> = WAITS.iter().map(|wait| wait.name).collect();
        assert_eq!(told(all), wanted);
        assert_eq!(told(queue(&db, 3).await), wanted[..3], "a short page is the beginning of it");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn suggestions_stand_in_the_same_order_without_danger() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        for n in [7, 3, 5, 2, 8, 4, 6] {
            let wait: &Wait = &WAITS[n];
            let (stage, made) = wait.in_review();
            put(&db, wait.conversation(stage), vec![made], NOW).await;
        }
        let told = |queue: Queue| -> Vec<String> {
            queue.suggestions.into_iter().map(|row| row.external_id).collect()
        };
        let wanted: Vec<&str> = WAITS[2..].iter().map(|wait| wait.name).collect();
        assert_eq!(told(queue(&db, 100).await), wanted);
        assert_eq!(told(queue(&db, 2).await), wanted[..2]);
        db.close().await;
    })
    .await;
}

/// A decision of `by` that waits for its time, or without one a draft that leaves by itself.
async fn held(db: &Db, name: &str, by: Option<&str>, at: Timestamp) {
    let mut after = Conversation::new("shop", name, NOW);
    let (suggestion, until) = (SuggestionId::derived(NOW, &[name]), NOW.plus_ms(HOUR_MS));
    let (turn, draft, since) = (turn(MINUTE_MS), draft(), NOW);
    after.stage = match by {
        Some(by) => {
            let decided =
                Decided { review: Review::Approve, by: by.to_owned(), at, label: None, unread: None };
            Stage::Holding { turn, suggestion, draft, decided, until, since, waiting_told: false }
        }
        None => Stage::Countdown { turn, suggestion, draft, since, until },
    };
    put(db, after, Vec::new(), at).await;
}

#[tokio::test]
async fn an_owners_newest_decision_can_be_taken_back_however_many_others_are_on_their_way() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        for n in 0..25 {
            let at = NOW.plus_ms(n);
            held(&db, &format!("of bob {n}"), Some("Bob"), at).await;
            held(&db, &format!("by itself {n}"), None, at).await;
        }
        let told = async || -> Vec<String> {
            let held = queue(&db, 25).await.holding;
            held.into_iter().map(|row| row.conversation.external_id).collect()
        };
        held(&db, "older", Some(ADA), NOW.plus_ms(1)).await;
        held(&db, "newer", Some(ADA), NOW.plus_ms(2)).await;
        let shown = told().await;
        assert_eq!(shown[..3], ["newer", "older", "by itself 24"]);
        assert!(
            shown.iter().all(|name| !name.starts_with("of bob")),
            "nobody takes back what others decided"
        );
        for n in 0..25 {
            held(&db, &format!("of ada {n}"), Some(ADA), NOW.plus_ms(100 + n)).await;
        }
        let shown = told().await;
        assert_eq!((shown.len(), shown[0].as_str(), shown[19].as_str()), (20, "of ada 24", "of ada 5"));
        let of_nobody = db.queue(NOW, 25, "Ad").await.unwrap().holding;
        assert!(of_nobody.iter().all(|row| row.conversation.stage.name() == "countdown"));
        db.close().await;
    })
    .await;
}
