//! What a store promises about lessons, played on SQLite and on PostgreSQL.

use banister::domain::lessons::{End, Fate, Remembered};
use banister::domain::{
    Closing, Conversation, ConversationId, Draft, Event, Fact, RejectReason, Stage, Suggestion, SuggestionId,
    SuggestionState, Timestamp,
};
use banister::ports::{Audit as _, AuditFilter, LessonBook as _, NewEvent, Note, Store as _};
use banister::store::{Db, Settings};
use serde_json::json;

use crate::postgres::both;
use crate::store_contract::keep;

const T0: Timestamp = Timestamp(1_800_000_000_000_000);

async fn open(url: &str) -> Db {
    Db::open(&Settings { url: url.to_owned() }).await.unwrap()
}

fn draft() -> Draft {
    serde_json::from_value(json!({
        "text": "Three days.", "needs_human": false, "reason": "", "signals": {}, "drafter": "extractive",
        "prompt": null, "usage": { "prompt_tokens": 0, "completion_tokens": 0 }, "rulebook_hash": "",
        "citations": [{ "passage_id": "shipping#1@ab", "article": "Shipping", "quote": "Three days." }],
    }))
    .unwrap()
}

/// A conversation whose one suggestion ended like this, at this time.
async fn decided(
    db: &Db,
    name: &str,
    sample: bool,
    at: Timestamp,
    end: (SuggestionState, Option<&str>, Option<RejectReason>),
) {
    let id = ConversationId::of("shop", name);
    let event = NewEvent {
        conversation: id,
        relay: "shop".to_owned(),
        external_conversation: name.to_owned(),
        key: name.to_owned(),
        second_key: None,
        at: T0,
        heard_at: T0,
        sequence: None,
        sample,
        event: Event::ChatOpened { page_url: None, referrer: None },
    };
    db.append(event).await.unwrap();
    let claim = db.claim_lane(id, T0, 1_000).await.unwrap().unwrap();
    let suggestion = SuggestionId::derived(T0, &[name]);
    let (state, edited, reason) = end;
    let made = Suggestion {
        id: suggestion,
        revision: 1,
        draft: draft(),
        turn_text: format!("asked in {name}"),
        state: SuggestionState::Pending,
        at: T0,
    };
    let closed = Closing {
        id: suggestion,
        state,
        by: None,
        reason,
        edited_text: edited.map(str::to_owned),
        label: None,
        read_ms: None,
        at,
    };
    let mut after = Conversation::new("shop", name, T0);
    after.sample = sample;
    after.stage = Stage::Resolved { at: T0 };
    let facts = vec![Fact::SuggestionMade(made), Fact::SuggestionClosed(closed)];
    keep(db, claim, after, facts, T0).await;
}

#[tokio::test]
async fn decisions_are_read_newest_first_with_how_they_ended_and_without_samples() {
    both(|url| async move {
        let db = open(&url).await;
        let at = |n: i64| T0.plus_ms(n * 1_000);
        let needs = Some(RejectReason::NeedsAPerson);
        decided(&db, "a", false, at(1), (SuggestionState::Approved, None, None)).await;
        decided(&db, "b", false, at(2), (SuggestionState::Edited, Some("Four days. äß🙂"), None)).await;
        decided(&db, "c", false, at(3), (SuggestionState::Rejected, None, needs)).await;
        decided(&db, "d", true, at(4), (SuggestionState::Approved, None, None)).await;
        decided(&db, "e", false, at(5), (SuggestionState::Overtaken, None, None)).await;
        decided(&db, "f", false, at(6), (SuggestionState::Edited, None, None)).await;
        let (found, more) = db.decisions(T0, 100).await.unwrap();
        let ends: Vec<End> = found.iter().map(|one| one.end.clone()).collect();
        let edited = End::Edited("Four days. äß🙂".to_owned());
        assert_eq!(
            (ends, more),
            (vec![End::Rejected(RejectReason::NeedsAPerson), edited, End::Approved], false)
        );
        assert_eq!((found[0].question.as_str(), found[0].at), ("asked in c", at(3)));
        assert_eq!((found[1].draft.as_str(), found[1].drafter.as_str()), ("Three days.", "extractive"));
        assert!(found[1].cites("shipping") && !found[1].cites("returns"));
        assert_eq!(db.decisions(at(3), 100).await.unwrap().0.len(), 1, "since then alone");
        let (newest, more) = db.decisions(T0, 2).await.unwrap();
        assert_eq!((newest.len(), more), (1, true), "one of the two newest has no words");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_last_word_on_a_lesson_counts_and_every_one_is_noted() {
    both(|url| async move {
        let db = open(&url).await;
        let lesson = |fate, n, ms| Remembered {
            id: "les_1".to_owned(),
            fate,
            n,
            at: T0.plus_ms(ms),
            by: "ada@example.com".to_owned(),
            words: "“4” in place of “6”".to_owned(),
        };
        let note = |what: &str| Note::new(T0, "ada@example.com", what, "les_1");
        assert_eq!(db.remembered().await.unwrap(), []);
        db.remember(&lesson(Fate::Dismissed, 3, 1), &note("lesson.dismissed")).await.unwrap();
        db.remember(&lesson(Fate::Adopted, 6, 2), &note("lesson.adopted")).await.unwrap();
        assert_eq!(db.remembered().await.unwrap(), [lesson(Fate::Adopted, 6, 2)]);
        let filter = AuditFilter { what: Some("lesson.".to_owned()), limit: 10, ..AuditFilter::default() };
        let noted = db.entries(&filter).await.unwrap().items;
        assert_eq!(
            noted.iter().map(|one| one.note.what.as_str()).collect::<Vec<_>>(),
            ["lesson.adopted", "lesson.dismissed"]
        );
        db.close().await;
    })
    .await;
}
