//! Promise 3: at most once outward, whatever the relay does; what cannot be delivered is listed and can be replayed.

use serde_json::json;

use crate::world::{Mood, Setup, a_moment, until};

const QUESTION: &str = "How long does shipping to Canada take?";

async fn approved(shop: &crate::world::Service, name: &str) {
    shop.visitor(name, QUESTION).await;
    let s = shop.suggestion(name).await;
    assert_eq!(shop.approve(&s).await.status, 200);
}

#[tokio::test]
async fn a_connection_that_breaks_after_the_relay_accepted_is_retried_under_the_same_id() {
    let shop = Setup::new().await.start().await;
    shop.relay.be(&[Mood::AppliesAndHangsUp]);
    approved(&shop, "c1").await;
    shop.stage("c1", "quiet").await;
    let posts: Vec<_> =
        shop.relay.requests().into_iter().filter(|r| r["data"]["action"] == "message.post").collect();
    assert_eq!(posts.len(), 2, "asked twice");
    assert_eq!(posts[0]["id"], posts[1]["id"], "under one id");
    assert_eq!(shop.relay.posts("c1").len(), 1, "applied once");
}

#[tokio::test]
async fn a_relay_that_answers_too_slowly_has_still_got_it_only_once() {
    let shop = Setup::new().await.start().await;
    shop.relay.be(&[Mood::Slow(3_000)]);
    approved(&shop, "c1").await;
    shop.stage("c1", "quiet").await;
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 1);
}

#[tokio::test]
async fn a_relay_that_fails_is_tried_again_and_then_the_reply_is_a_dead_letter_that_can_be_seen() {
    let shop = Setup::new().await.start().await;
    shop.relay.be(&[Mood::Status(400)]);
    approved(&shop, "c1").await;
    let c = shop.stage("c1", "with_human").await;
    assert_eq!(c["handoff"]["code"], "not_delivered");
    let dead = shop.get("/v1/dead-letters").await.body;
    let letter = dead["items"].as_array().unwrap().iter().find(|d| d["kind"] == "send").unwrap().clone();
    assert!(letter["what"].as_str().unwrap().contains("Canada"), "{letter}");
    assert!(letter["error"].as_str().unwrap().contains("400"), "{letter}");
    // The conversation has gone to a human meanwhile: replaying may not send the old reply behind their back.
    let path = format!("/v1/dead-letters/{}/replay", letter["id"].as_str().unwrap());
    assert_eq!(shop.post(&path, json!({})).await.status, 200);
    a_moment().await;
    assert!(!shop.relay.posts("c1").iter().any(|p| p.contains("6 to 9")));
    assert_eq!(shop.post(&path, json!({})).await.status, 404, "it is not among the dead any more");
}

#[tokio::test]
async fn a_label_that_died_is_replayed_by_hand() {
    let shop = Setup::new().await.start().await;
    shop.relay.be(&[Mood::Status(403), Mood::Status(403), Mood::Status(403)]);
    shop.visitor("c1", "I want a refund").await;
    let letters = until("three dead letters", || async {
        let dead = shop.get("/v1/dead-letters").await.body["items"].as_array().cloned().unwrap_or_default();
        (dead.len() == 3).then_some(dead)
    })
    .await;
    for letter in letters {
        let path = format!("/v1/dead-letters/{}/replay", letter["id"].as_str().unwrap());
        assert_eq!(shop.post(&path, json!({})).await.status, 200);
    }
    until("labels, handoff and notice", || async { (shop.relay.applied().len() == 3).then_some(()) }).await;
}

#[tokio::test]
async fn a_server_error_is_tried_again_until_it_works() {
    let shop = Setup::new().await.start().await;
    shop.relay.be(&[Mood::Status(500)]);
    approved(&shop, "c1").await;
    shop.stage("c1", "quiet").await;
    assert_eq!(shop.relay.posts("c1").len(), 1);
}

#[tokio::test]
async fn a_stale_reply_is_dropped_and_drafted_afresh() {
    let shop = Setup::new().await.start().await;
    shop.relay.be(&[Mood::Status(409)]);
    shop.visitor("c1", QUESTION).await;
    let seen = shop.suggestion("c1").await;
    assert_eq!(shop.approve(&seen).await.status, 200);
    let fresh =
        until("a fresh suggestion", || async { shop.pending("c1").await.filter(|s| s["id"] != seen["id"]) })
            .await;
    assert!(shop.relay.posts("c1").is_empty());
    let old = shop.get(&format!("/v1/suggestions/{}", seen["id"].as_str().unwrap())).await.body;
    assert_eq!(old["state"], "overtaken");
    assert_eq!(shop.approve(&fresh).await.status, 200);
    shop.posts("c1", 1).await;
}

#[tokio::test]
async fn where_the_relay_cannot_tell_a_repetition_an_uncertain_send_is_never_repeated() {
    let mut setup = Setup::new().await;
    setup.relay_lines = "deduplicates = false".to_owned();
    let shop = setup.start().await;
    shop.relay.be(&[Mood::AppliesAndHangsUp]);
    approved(&shop, "c1").await;
    let c = shop.stage("c1", "with_human").await;
    assert_eq!(c["handoff"]["code"], "delivery_uncertain");
    a_moment().await;
    let posts = shop.relay.requests().iter().filter(|r| r["data"]["action"] == "message.post").count();
    assert_eq!(posts, 1, "asked once, and put before the owner");
    let id = c["id"].as_str().unwrap().to_owned();
    let action = shop.relay.of("c1", "message.post")[0]["id"].clone();
    let mut echo = crate::world::said("from_bot", "We ship to Canada in 6 to 9 working days.");
    echo["client_ref"] = action;
    assert_eq!(shop.tell("message_sent", "c1", echo).await.status, 202);
    until("the echo to settle it", || async {
        let thread = shop.get(&format!("/v1/conversations/{id}")).await.body;
        (thread["handling"] == "ai_assisted").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_relay_that_is_down_is_tried_three_times_and_then_a_human_is_told() {
    let mut setup = Setup::new().await;
    let nobody_listens = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    setup.relay = setup.relay.at(format!("http://{nobody_listens}/actions"));
    let shop = setup.start().await;
    approved(&shop, "c1").await;
    let c = shop.stage("c1", "with_human").await;
    assert_eq!(c["handoff"]["code"], "not_delivered", "{c}");
    let dead = shop.get("/v1/dead-letters").await.body;
    let letter = dead["items"].as_array().unwrap().iter().find(|d| d["kind"] == "send").unwrap().clone();
    assert_eq!(
        (letter["attempts"].as_i64(), letter["error"].as_str()),
        (Some(3), Some("the relay cannot be reached"))
    );
}

#[tokio::test]
async fn a_second_reply_approved_while_the_first_is_on_its_way_is_never_sent_when_the_first_arrives() {
    let shop = Setup::new().await.start().await;
    shop.relay.be(&[Mood::Slow(1_500)]);
    approved(&shop, "c1").await;
    until("the first reply to be on its way", || async { (shop.relay.posts("c1").len() == 1).then_some(()) })
        .await;
    shop.visitor("c1", "And how long does shipping to Austria take?").await;
    let second = shop.suggestion("c1").await;
    assert_eq!(shop.approve(&second).await.status, 200, "the owner could not know");
    // The first reply answered the first question; what is left is asked afresh, the second reply answered both.
    let left = until("the rest to be drafted", || async {
        shop.pending("c1").await.filter(|s| s["id"] != second["id"])
    })
    .await;
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 1, "{:?}", shop.relay.posts("c1"));
    let overtaken = shop.get(&format!("/v1/suggestions/{}", second["id"].as_str().unwrap())).await.body;
    assert_eq!(overtaken["state"], "overtaken");
    assert_eq!(shop.approve(&left).await.status, 200);
    let posts = shop.posts("c1", 2).await;
    assert!(posts[1].contains("Austria") && !posts[1].contains("Canada"), "{posts:?}");
}
