//! Promise 2: durable before 2xx; what is not ours, not whole or not new changes nothing.

use serde_json::{Value, json};

use crate::world::{INBOUND, OUTBOUND};
use crate::world::{Setup, a_moment, event, fresh, said, unix_now, until};

#[tokio::test]
async fn an_unsigned_old_or_forged_event_is_refused_and_nothing_is_kept() {
    let shop = Setup::new().await.start().await;
    let body = |id: &str| {
        let mut e =
            event("message_sent", "c-forged", said("from_user", "How long does shipping to Canada take?"));
        e["id"] = json!(id);
        e.to_string().into_bytes()
    };
    let forged = shop.post_signed("e1", unix_now(), OUTBOUND, body("e1")).await;
    let old = shop.post_signed("e2", unix_now() - 301, INBOUND, body("e2")).await;
    let early = shop.post_signed("e3", unix_now() + 302, INBOUND, body("e3")).await;
    let unsigned =
        shop.http.post(format!("{}/v1/relays/shop/events", shop.url)).body(body("e4")).send().await.unwrap();
    let statuses = [forged.status, old.status, early.status, unsigned.status().as_u16()];
    assert_eq!(statuses, [401, 401, 401, 401]);
    a_moment().await;
    assert_eq!(shop.conversation("c-forged").await, None);
    assert_eq!(forged.body["status"], 401);
}

#[tokio::test]
async fn a_malformed_body_is_refused_by_field() {
    let shop = Setup::new().await.start().await;
    let good = || event("message_sent", "c1", said("from_user", "hello"));
    let with = |path: &[&str], value: Value| {
        let mut e = good();
        let mut at = &mut e;
        for key in path {
            at = &mut at[*key];
        }
        *at = value;
        e
    };
    let without = |key: &str| {
        let mut e = good();
        e.as_object_mut().unwrap().remove(key);
        e
    };
    let cases: Vec<(Value, &str)> = vec![
        (without("schema"), "schema"),
        (without("data"), "data"),
        (without("timestamp"), "timestamp"),
        (without("conversation_id"), "conversation_id"),
        (with(&["timestamp"], json!("yesterday")), "timestamp"),
        (with(&["schema"], json!("2")), "schema"),
        (with(&["conversation_id"], json!("x".repeat(200))), "conversation_id"),
        (with(&["data", "direction"], json!("from_mars")), "data.direction"),
        (with(&["data", "text"], json!("x".repeat(40_000))), "data.text"),
        (with(&["data", "text"], json!("a\0b")), "body"),
        (event("csat_submitted", "c1", json!({"survey_id": "s", "score": 6})), "data.score"),
        (event("nps_submitted", "c1", json!({"survey_id": "s", "score": -1})), "data.score"),
        (event("status_changed", "c1", json!({"status": "asleep"})), "data.status"),
        (event("message_sent", "c1", json!({"direction": "from_user"})), "data.message_id"),
    ];
    for (event, field) in cases {
        let answer = shop.send(event.clone()).await;
        assert_eq!((answer.status, answer.body["field"].as_str()), (400, Some(field)), "{event} {answer:?}");
        assert!(answer.body["detail"].as_str().is_some_and(|d| !d.is_empty()));
    }
    let id = fresh("evt");
    for body in ["", "{", "[]", "null", "\u{feff}{}", "{\"id\":1}"] {
        let answer = shop.post_signed(&id, unix_now(), INBOUND, body.as_bytes().to_vec()).await;
        assert_eq!(answer.status, 400, "{body:?}");
    }
    let deep = format!("{{\"id\":\"{id}\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(shop.post_signed(&id, unix_now(), INBOUND, deep.into_bytes()).await.status, 400);
    let not_text = shop.post_signed(&id, unix_now(), INBOUND, vec![0xff, 0xfe, b'{']).await;
    assert_eq!(not_text.status, 400);
    let huge = shop.post_signed(&id, unix_now(), INBOUND, vec![b'x'; 300_000]).await;
    assert_eq!(huge.status, 413);
    a_moment().await;
    assert_eq!(shop.conversation("c1").await, None, "none of it was kept");
}

#[tokio::test]
async fn an_unknown_type_is_ignored_and_an_unknown_relay_is_not_found() {
    let shop = Setup::new().await.start().await;
    let answer = shop.tell("coffee_spilled", "c1", json!({})).await;
    assert_eq!((answer.status, answer.body["status"].as_str()), (200, Some("ignored")));
    let elsewhere =
        shop.http.post(format!("{}/v1/relays/nobody/events", shop.url)).body("{}").send().await.unwrap();
    assert_eq!(elsewhere.status().as_u16(), 404);
}

#[tokio::test]
async fn the_same_event_again_or_the_same_message_under_a_new_id_has_no_second_effect() {
    let shop = Setup::new().await.start().await;
    let first = shop.visitor("c-twice", "How long does shipping to Canada take?").await;
    let again = shop.send(first.clone()).await;
    assert_eq!((again.status, again.body["status"].as_str()), (200, Some("duplicate")));
    let mut renamed = first.clone();
    renamed["id"] = json!(fresh("evt"));
    let renamed = shop.send(renamed).await;
    assert_eq!((renamed.status, renamed.body["status"].as_str()), (200, Some("duplicate")));
    let suggestion = shop.suggestion("c-twice").await;
    assert_eq!(shop.approve(&suggestion).await.status, 200);
    shop.posts("c-twice", 1).await;
    let last = shop.send(first).await;
    assert_eq!(last.body["status"], "duplicate");
    a_moment().await;
    assert_eq!(shop.pending("c-twice").await, None);
    assert_eq!(shop.relay.posts("c-twice").len(), 1);
}

#[tokio::test]
async fn many_at_once_are_each_kept_once() {
    let shop = Setup::new().await.start().await;
    let events: Vec<Value> = (0..60)
        .map(|i| event("message_sent", &format!("burst-{}", i % 6), said("from_user", "hello")))
        .collect();
    let doubled = events.iter().chain(events.iter());
    let answers = futures_util::future::join_all(doubled.map(|e| shop.send(e.clone()))).await;
    let accepted = answers.iter().filter(|a| a.status == 202).count();
    let duplicates = answers.iter().filter(|a| a.body["status"] == "duplicate").count();
    assert_eq!((accepted, duplicates), (60, 60));
}

#[tokio::test]
async fn a_late_message_never_triggers_a_reply_and_is_not_left_unseen() {
    let shop = Setup::new().await.start().await;
    let mut question =
        event("message_sent", "c-late", said("from_user", "How long does shipping to Canada take?"));
    question["sequence"] = json!(5);
    assert_eq!(shop.send(question).await.status, 202);
    let suggestion = shop.suggestion("c-late").await;
    assert_eq!(shop.approve(&suggestion).await.status, 200);
    shop.posts("c-late", 1).await;
    shop.stage("c-late", "quiet").await;
    let mut late =
        event("message_sent", "c-late", said("from_user", "When is the workshop open on Saturday?"));
    late["sequence"] = json!(3);
    assert_eq!(shop.send(late).await.status, 202);
    let after = shop.stage("c-late", "with_human").await;
    a_moment().await;
    assert_eq!(shop.pending("c-late").await, None);
    assert_eq!(after["handoff"]["code"], "late_message", "{after}");
    assert_eq!(shop.relay.posts("c-late").len(), 1);
}

#[tokio::test]
async fn messages_that_arrive_in_the_wrong_order_are_one_turn_in_the_right_order() {
    let shop = Setup::new().await.policy("debounce_max_ms = 5000").start().await;
    let at = |e: &mut Value, second: u32, sequence: i64| {
        e["timestamp"] = json!(format!("2026-11-01T10:00:{second:02}.000Z"));
        e["sequence"] = json!(sequence);
    };
    let mut second = event("message_sent", "c-order", said("from_user", "to Canada take?"));
    at(&mut second, 5, 2);
    let mut first = event("message_sent", "c-order", said("from_user", "How long does shipping"));
    at(&mut first, 1, 1);
    shop.send(second).await;
    shop.send(first).await;
    let suggestion = until("a suggestion to both", || async {
        shop.pending("c-order").await.filter(|s| s["question"].as_str().is_some_and(|t| t.contains('\n')))
    })
    .await;
    assert_eq!(suggestion["question"], "How long does shipping\nto Canada take?");
}

#[tokio::test]
async fn a_repeated_event_id_under_another_conversation_is_nothing_new_and_holds_up_nobody() {
    let shop = Setup::new().await.start().await;
    let first = shop.visitor("c1", "How long does shipping to Canada take?").await;
    shop.suggestion("c1").await;
    let mut moved = event("message_sent", "c2", said("from_user", "How long does shipping to Canada take?"));
    moved["id"] = first["id"].clone();
    let answer = shop.send(moved).await;
    assert_eq!((answer.status, &answer.body["status"]), (200, &json!("duplicate")));
    a_moment().await;
    assert!(shop.pending("c2").await.is_none(), "an id is heard once");
    // The lane that had nothing to do rests: later messages of both conversations are handled.
    shop.visitor("c2", "How long does shipping to Austria take?").await;
    shop.suggestion("c2").await;
    let spins = shop.log().matches("WARN").count();
    assert!(spins < 5, "{}", shop.log());
}
