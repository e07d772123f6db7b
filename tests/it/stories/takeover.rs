//! Promise 4: a human silences the assistant, until an explicit resume.

use serde_json::json;

use crate::world::{Setup, a_moment, event, fresh, said, until};

const QUESTION: &str = "How long does shipping to Canada take?";

#[tokio::test]
async fn an_owners_message_in_the_relay_overtakes_the_suggestion_and_silences_the_assistant() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    shop.owner("c1", "Hi, Olga here: six to nine days.").await;
    until("the suggestion to go", || async { shop.pending("c1").await.is_none().then_some(()) }).await;
    assert_eq!(shop.approve(&s).await.status, 409);
    shop.visitor("c1", "When is the workshop open on Saturday?").await;
    a_moment().await;
    assert_eq!(shop.pending("c1").await, None, "silent until resumed");
    assert!(shop.relay.posts("c1").is_empty());
    let c = shop.stage("c1", "with_human").await;
    assert_eq!(c["handling"], "human_only");
    let id = c["id"].as_str().unwrap();
    assert_eq!(
        shop.post(&format!("/v1/conversations/{id}/resume"), json!({"why": "it was asked again"}))
            .await
            .status,
        200
    );
    let s = shop.suggestion("c1").await;
    assert!(s["text"].as_str().unwrap().contains("10 to 16"));
}

#[tokio::test]
async fn a_private_note_does_not_silence_and_never_reaches_the_visitor() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let mut note = said("from_owner", "careful, he is a journalist");
    note["private"] = json!(true);
    assert_eq!(shop.tell("message_sent", "c1", note).await.status, 202);
    a_moment().await;
    assert_eq!(shop.pending("c1").await.unwrap()["id"], s["id"]);
    assert!(!shop.relay.applied().iter().any(|a| a.to_string().contains("journalist")));
}

#[tokio::test]
async fn takeover_in_the_inbox_stops_drafts_and_a_reply_by_hand_is_sent_as_human() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    shop.suggestion("c1").await;
    let id = shop.conversation("c1").await.unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(shop.post(&format!("/v1/conversations/{id}/takeover"), json!({})).await.status, 200);
    assert_eq!(shop.pending("c1").await, None);
    let empty = shop.post(&format!("/v1/conversations/{id}/reply"), json!({ "text": "  " })).await;
    assert_eq!((empty.status, empty.body["field"].as_str()), (400, Some("text")));
    let reply = json!({ "text": "Written by hand." });
    assert_eq!(shop.post(&format!("/v1/conversations/{id}/reply"), reply).await.status, 200);
    assert_eq!(shop.posts("c1", 1).await, ["Written by hand."]);
    let c =
        until("the handling", || async { shop.conversation("c1").await.filter(|c| c["handling"] != "none") })
            .await;
    assert_eq!(c["handling"], "human_only");
}

#[tokio::test]
async fn the_echo_of_our_own_reply_is_neither_a_human_nor_a_second_message() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    shop.approve(&s).await;
    shop.posts("c1", 1).await;
    let post = shop.relay.of("c1", "message.post")[0].clone();
    for direction in ["from_bot", "from_owner"] {
        let mut echo = said(direction, s["text"].as_str().unwrap());
        echo["message_id"] = json!(fresh("echo"));
        echo["client_ref"] = post["id"].clone();
        assert_eq!(shop.send(event("message_sent", "c1", echo)).await.status, 202);
    }
    shop.stage("c1", "quiet").await;
    a_moment().await;
    let c = shop.conversation("c1").await.unwrap();
    assert_eq!((c["handling"].as_str(), c["stage"].as_str()), (Some("ai_assisted"), Some("quiet")));
    let id = c["id"].as_str().unwrap();
    let thread = shop.get(&format!("/v1/conversations/{id}")).await.body;
    assert_eq!(thread["messages"].as_array().unwrap().len(), 2, "{thread}");
}
