//! Drafts earn their confidence by what the owner decides about them.

use serde_json::{Value, json};

use crate::world::{Service, Setup, until};

const QUESTION: &str = "How long does shipping to Canada take?";

/// The owner decides on a suggestion.
async fn decide(shop: &Service, s: &Value, deed: &str, more: Value) -> Value {
    let mut body = json!({ "revision": s["revision"], "draft_hash": s["draft_hash"], "read_ms": 60_000 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = shop.post(&format!("/v1/suggestions/{}/{deed}", s["id"].as_str().unwrap()), body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

#[tokio::test]
async fn fifty_decisions_teach_the_weights_and_turn_words_into_a_number_with_its_range() {
    crate::postgres::both(|url| async move {
        let mut setup = Setup::new().await;
        setup.store = Some(url);
        let shop = setup.start().await;
        let mut waiting = Vec::new();
        for n in 0..51 {
            shop.visitor(&format!("c{n}"), QUESTION).await;
        }
        for n in 0..51 {
            waiting.push(shop.suggestion(&format!("c{n}")).await);
        }
        // Nobody is believed to have read a draft for longer than it has been there.
        tokio::time::sleep(std::time::Duration::from_secs(4)).await;
        let first = decide(&shop, &waiting[0], "approve", json!({})).await;
        assert!(first["confidence"].is_string() && first["confidence_range"].is_null(), "{first}");
        assert_eq!(first["decided"]["label"], "approved");
        let hasty = decide(&shop, &waiting[1], "approve", json!({ "read_ms": 100 })).await;
        assert_eq!(hasty["decided"]["label"], Value::Null, "nobody reads that fast");
        assert_eq!(hasty["decided"]["unread"], "too_quick");
        for (n, s) in waiting.iter().enumerate().skip(2) {
            if n % 10 == 0 {
                let rejected = decide(&shop, s, "reject", json!({ "reason": "wrong_fact" })).await;
                assert_eq!(rejected["decided"]["label"], "rejected");
            } else {
                decide(&shop, s, "approve", json!({})).await;
            }
        }
        let report = || async { shop.get("/v1/reports/confidence").await.body };
        until("the weights are learned", || async { (report().await["learned_from"] == 50).then_some(()) })
            .await;
        let report = report().await;
        assert_eq!((&report["n"], &report["good"], &report["missing"]), (&json!(50), &json!(45), &json!(50)));
        assert_eq!(report["figures"], Value::Null, "fifty are not enough for figures");
        shop.visitor("last", QUESTION).await;
        let s = shop.suggestion("last").await;
        let (low, high) =
            (s["confidence_range"][0].as_f64().unwrap(), s["confidence_range"][1].as_f64().unwrap());
        assert!(s["confidence"].is_f64() && low > 0.6 && low < 0.9 && high > 0.9 && high < 1.0, "{s}");
        let (text, _, code) = shop.run(&["report", "confidence"], "");
        assert!(code == 0 && text.contains("Not enough decisions: about 50 more."), "{text}");
    })
    .await;
}
