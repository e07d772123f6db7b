//! Chats are sorted by topics of the owner's list and judged when they are over; the relay hears of the topics.

use serde_json::json;

use crate::world::{Browser, Setup, person, until};

const QUESTION: &str = "How long does shipping to Canada take?";

#[tokio::test]
async fn topics_are_of_the_owners_list_one_primary_and_at_most_two_beside_it() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let id = s["conversation"]["id"].as_str().unwrap().to_owned();
    let tags = format!("/v1/conversations/{id}/tags");

    let unknown = shop.post(&tags, json!({ "primary": "weather" })).await;
    assert_eq!((unknown.status, unknown.body["field"].as_str()), (400, Some("primary")));
    assert!(unknown.body["detail"].as_str().unwrap().contains("shipping"), "{}", unknown.body);
    let many = json!({ "primary": "other", "secondary": ["orders", "billing", "account"] });
    assert_eq!(shop.post(&tags, many).await.status, 400);
    assert_eq!(shop.post(&tags, json!({ "secondary": "orders" })).await.status, 400);

    let sorted = shop.post(&tags, json!({ "primary": "shipping", "secondary": ["orders"] })).await;
    assert_eq!(sorted.status, 200);
    assert_eq!(
        (sorted.body["topic"].as_str(), &sorted.body["secondary"]),
        (Some("shipping"), &json!(["orders"]))
    );
    let found = shop.get("/v1/conversations?topic=shipping").await.body;
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    until("the relay hears of the topics", || async {
        shop.relay
            .of("c1", "labels.change")
            .iter()
            .any(|action| {
                action["data"]["add"].as_array().is_some_and(|add| add.contains(&json!("topic-shipping")))
            })
            .then_some(())
    })
    .await;
    assert_eq!(shop.approve(&s).await.status, 200, "sorting a chat makes no decision stale");
}

#[tokio::test]
async fn a_resolved_chat_is_judged_and_an_open_one_is_not() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let id = s["conversation"]["id"].as_str().unwrap().to_owned();
    let rubric = format!("/v1/conversations/{id}/rubric");
    let marks = json!({ "clarity": 3, "correctness": 2, "empathy": 3 });
    assert_eq!(shop.post(&rubric, marks.clone()).await.status, 409);
    assert_eq!(shop.approve(&s).await.status, 200);
    shop.posts("c1", 1).await;
    assert_eq!(shop.post(&format!("/v1/conversations/{id}/resolve"), json!({})).await.status, 200);
    let bad = shop.post(&rubric, json!({ "clarity": 3, "correctness": 4, "empathy": 3 })).await;
    assert_eq!((bad.status, bad.body["field"].as_str()), (400, Some("correctness")));
    assert_eq!(shop.post(&rubric, marks).await.status, 200);
}

/// The shipped keywords suggest one; owners give topics others.
#[tokio::test]
async fn keywords_suggest_a_topic_and_one_click_confirms_it() {
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@example.com", "owner");
    let ada = Browser::signed_in(&shop, "ada@example.com").await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let id = s["conversation"]["id"].as_str().unwrap().to_owned();
    let chat = shop.get(&format!("/v1/conversations/{id}")).await.body;
    assert_eq!(
        (chat["topic"].as_str(), chat["topic_suggested"].as_bool()),
        (Some("shipping"), Some(true)),
        "{chat}"
    );
    let page = format!("/conversations/{id}");
    assert!(ada.get(&page).await.body.contains("Shipping (suggested)"));
    let confirmed = [("primary", "shipping"), ("secondary_1", ""), ("secondary_2", "")];
    assert_eq!(ada.submit(&page, &format!("{page}/tags"), &confirmed).await.status, 303);
    let chat = shop.get(&format!("/v1/conversations/{id}")).await.body;
    assert_eq!((chat["topic"].as_str(), chat["topic_suggested"].as_bool()), (Some("shipping"), Some(false)));
    let shown = ada.get(&page).await.body;
    assert!(!shown.contains("confirm-topic") && !shown.contains("(suggested)"));

    let bad = ada.submit(
        "/settings/topics",
        "/settings/topics",
        &[("slug", "other"), ("name", "Other"), ("keywords", "!!")],
    );
    let bad = bad.await;
    assert_eq!(bad.status, 400);
    assert!(bad.body.contains("Nothing was changed. Keywords:"), "{}", bad.body);
    let given = [("slug", "other"), ("name", "Other"), ("keywords", "lighthouse\r\n")];
    assert_eq!(ada.submit("/settings/topics", "/settings/topics", &given).await.status, 303);
    until("the new keyword is in force", || async {
        let name = format!("l{}", crate::world::unix_now());
        shop.visitor(&name, "Is there a lighthouse near you?").await;
        let chats = shop.get("/v1/conversations?topic=other").await.body;
        (!chats["items"].as_array().unwrap().is_empty()).then_some(())
    })
    .await;
}
