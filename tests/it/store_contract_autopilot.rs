//! Who counts as somebody that looks at what is put before people: the same on both databases.

use banister::domain::{
    Closing, Conversation, ConversationId, Draft, Event, Fact, Suggestion, SuggestionId, SuggestionState,
    Timestamp,
};
use banister::ports::{ApiToken, Autopilots as _, NewEvent, Note, Scopes, Store as _, Tokens as _};
use banister::store::{Db, Settings};
use serde_json::json;

use crate::postgres::both;
use crate::store_contract::keep;

const T0: Timestamp = Timestamp(1_780_000_000_000_000);
const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Reached, and there.
async fn seen(db: &Db, now: Timestamp) -> (bool, bool) {
    let pilot = db.autopilot(now, &[]).await.unwrap();
    (pilot.reachable, pilot.attended)
}

async fn key(db: &Db, scopes: &str, used: Timestamp) {
    let token = ApiToken {
        token_hash: format!("hash of {scopes}"),
        name: scopes.to_owned(),
        scopes: Scopes::parse(scopes).unwrap(),
        created_at: used,
        made_by: "test".to_owned(),
        last_used_at: None,
    };
    assert!(db.add_token(&token, &Note::new(used, "test", "token.made", scopes)).await.unwrap());
    db.touch_token(&token.token_hash, used).await.unwrap();
}

/// A suggestion that ended like this, decided on by nobody with a session.
async fn ended(db: &Db, name: &str, sample: bool, state: SuggestionState, at: Timestamp) {
    let id = ConversationId::of("shop", name);
    let event = NewEvent {
        conversation: id,
        relay: "shop".to_owned(),
        external_conversation: name.to_owned(),
        key: name.to_owned(),
        second_key: None,
        at,
        heard_at: at,
        sequence: None,
        sample,
        event: Event::ChatOpened { page_url: None, referrer: None },
    };
    db.append(event).await.unwrap();
    let draft: Draft = serde_json::from_value(json!({
        "text": "Three days.", "needs_human": false, "reason": "", "signals": {}, "drafter": "extractive",
        "prompt": null, "usage": { "prompt_tokens": 0, "completion_tokens": 0 }, "rulebook_hash": "",
        "citations": [],
    }))
    .unwrap();
    let suggestion = SuggestionId::derived(at, &[name]);
    let made = Suggestion {
        id: suggestion,
        revision: 1,
        draft,
        turn_text: "How long?".to_owned(),
        state: SuggestionState::Pending,
        at,
    };
    let closing = Closing {
        id: suggestion,
        state,
        by: Some("Ada, by a link".to_owned()),
        reason: None,
        edited_text: None,
        label: None,
        read_ms: None,
        at,
    };
    let claim = db.claim_lane(id, at, 1_000).await.unwrap().unwrap();
    let mut after = Conversation::new("shop", name, at);
    after.sample = sample;
    let facts = vec![Fact::SuggestionMade(made), Fact::SuggestionClosed(closing)];
    keep(db, claim, after, facts, at).await;
}

#[tokio::test]
async fn a_key_that_only_reads_is_nobody_and_one_that_may_decide_is_somebody() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        for scopes in ["read", "read knowledge", "admin"] {
            key(&db, scopes, T0).await;
        }
        assert_eq!(seen(&db, T0).await, (false, false), "screens on walls");
        key(&db, "read decide", T0).await;
        assert_eq!(seen(&db, T0.plus_ms(MINUTE)).await, (true, true));
        assert_eq!(seen(&db, T0.plus_ms(10 * MINUTE)).await, (true, false));
        assert_eq!(seen(&db, T0.plus_ms(4 * DAY)).await, (false, false));
        key(&db, "full", T0.plus_ms(4 * DAY)).await;
        assert_eq!(seen(&db, T0.plus_ms(4 * DAY)).await, (true, true));
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn whoever_decides_without_a_session_is_somebody_for_three_days() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        ended(&db, "nobody", false, SuggestionState::Expired, T0).await;
        ended(&db, "sample", true, SuggestionState::Approved, T0).await;
        assert_eq!(seen(&db, T0).await, (false, false), "an end that nobody brought about says nothing");
        for (n, state) in [SuggestionState::Approved, SuggestionState::Edited, SuggestionState::Rejected]
            .into_iter()
            .enumerate()
        {
            let at = T0.plus_ms(i64::try_from(n).unwrap() * 9 * DAY);
            ended(&db, state.as_str(), false, state, at).await;
            assert_eq!(seen(&db, at.plus_ms(MINUTE)).await, (true, true), "{state:?}");
            assert_eq!(seen(&db, at.plus_ms(DAY)).await, (true, false), "{state:?}");
            assert_eq!(seen(&db, at.plus_ms(4 * DAY)).await, (false, false), "{state:?}");
        }
        db.close().await;
    })
    .await;
}
