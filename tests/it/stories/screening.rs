//! Promise 1: no verdict, no draft. What a rule holds never reaches a model, and the visitor is told the truth.

use serde_json::json;

use crate::world::{Model, Say, Setup, a_moment, event, said, until};

fn model_says() -> Say {
    Say::Well { reply: "We ship to Canada in 6 to 9 working days.".to_owned(), p_send: 0.95 }
}

#[tokio::test]
async fn a_held_message_goes_to_a_human_with_its_reason_and_no_model_hears_of_it() {
    let model = Model::start(model_says()).await;
    let shop = Setup::new().await.with_model(&model).start().await;
    shop.visitor("c-refund", "I want a refund for my ORDER-7781").await;
    let held = shop.stage("c-refund", "with_human").await;
    assert_eq!(held["held"]["rules"], json!(["billing.refund"]));
    assert!(held["held"]["reason"].as_str().unwrap().contains("refund"), "{held}");
    let posts = shop.posts("c-refund", 1).await;
    assert_eq!(posts.len(), 1);
    assert!(posts[0].contains("a colleague will answer"), "an honest message: {posts:?}");
    let handoff =
        until("the handoff", || async { shop.relay.of("c-refund", "conversation.handoff").first().cloned() })
            .await;
    assert_eq!(handoff["data"]["reason"], "held_by_rule");
    let labels =
        until("the labels", || async { shop.relay.of("c-refund", "labels.change").first().cloned() }).await;
    assert_eq!(labels["data"]["add"], json!(["needs-human", "held-by-rule"]));
    a_moment().await;
    assert!(model.prompts().is_empty(), "no model call");
    assert!(!shop.log().contains("ORDER-7781"), "the visitor's words are in no log");
    assert_eq!(shop.pending("c-refund").await, None);
}

#[tokio::test]
async fn a_word_split_over_two_messages_is_held_and_so_is_a_disguised_one() {
    let model = Model::start(model_says()).await;
    let shop = Setup::new().await.with_model(&model).policy("debounce_max_ms = 9000").start().await;
    for (name, text) in
        [("zero", "I want a re\u{200b}fund"), ("wide", "ＲＥＦＵＮＤ please"), ("accent", "réfund now")]
    {
        shop.visitor(name, text).await;
        shop.stage(name, "with_human").await;
    }
    let first = event("message_sent", "split", said("from_user", "give me my money"));
    let second = event("message_sent", "split", said("from_user", "back"));
    shop.send(first).await;
    shop.send(second).await;
    let held = shop.stage("split", "with_human").await;
    assert!(!held["held"].is_null(), "{held}");
    for prompt in model.prompts() {
        assert!(!prompt.to_string().contains("back"), "the held turn reached the model: {prompt}");
    }
}

#[tokio::test]
async fn a_turn_that_becomes_held_overtakes_the_suggestion_before_the_owner() {
    let model = Model::start(model_says()).await;
    let shop = Setup::new().await.with_model(&model).start().await;
    shop.visitor("c-turns", "How long does shipping to Canada take?").await;
    let suggestion = shop.suggestion("c-turns").await;
    shop.visitor("c-turns", "and I want my money back").await;
    shop.stage("c-turns", "with_human").await;
    let answer = shop.approve(&suggestion).await;
    assert_eq!(answer.status, 409, "{answer:?}");
    a_moment().await;
    assert!(!shop.relay.posts("c-turns").iter().any(|p| p.contains("Canada")));
    assert!(!model.heard().contains("money back"));
}

#[tokio::test]
async fn what_a_held_turn_said_never_becomes_history_for_a_later_draft() {
    let model = Model::start(model_says()).await;
    let shop = Setup::new().await.with_model(&model).start().await;
    shop.visitor("c-hist", "refund my secret-purchase-42").await;
    shop.stage("c-hist", "with_human").await;
    shop.owner("c-hist", "Your secret-purchase-42 is on its way back to you.").await;
    until("the human's answer to be seen", || async {
        shop.conversation("c-hist").await.filter(|c| c["handling"] == "human_only")
    })
    .await;
    let id = shop.conversation("c-hist").await.unwrap()["id"].as_str().unwrap().to_owned();
    assert_eq!(shop.post(&format!("/v1/conversations/{id}/resume"), json!({})).await.status, 200);
    shop.visitor("c-hist", "How long does shipping to Canada take?").await;
    shop.suggestion("c-hist").await;
    assert!(!model.heard().contains("secret-purchase-42"), "{}", model.heard());
}

#[tokio::test]
async fn a_picture_or_voice_message_goes_to_a_human() {
    let shop = Setup::new().await.start().await;
    let mut picture = said("from_user", "");
    picture["content_type"] = json!("image/png");
    assert_eq!(shop.tell("message_sent", "c-pic", picture).await.status, 202);
    let c = shop.stage("c-pic", "with_human").await;
    assert_eq!(c["handoff"]["code"], "unreadable", "{c}");
}

#[tokio::test]
async fn every_verdict_is_stored_with_the_rulebook_that_gave_it() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c-v", "please cancel my subscription").await;
    let c = shop.stage("c-v", "with_human").await;
    let id = c["id"].as_str().unwrap();
    let detail = shop.get(&format!("/v1/conversations/{id}")).await.body;
    let screening = &detail["screening"];
    assert!(screening["rulebook_hash"].as_str().unwrap().starts_with("sha256:"), "{detail}");
    let reason = &screening["reasons"][0];
    let span = (reason["span"][0].as_u64().unwrap() as usize, reason["span"][1].as_u64().unwrap() as usize);
    assert_eq!(&"please cancel my subscription"[span.0..span.1], reason["matched"].as_str().unwrap());
}

#[tokio::test]
async fn a_visitor_who_asks_for_a_person_gets_one_and_no_model_is_asked() {
    let model = Model::start(Say::Well { reply: "x".to_owned(), p_send: 0.9 }).await;
    let shop = Setup::new().await.with_model(&model).start().await;
    shop.visitor("c1", "Can I please speak to a real person about shipping to Canada?").await;
    let c = shop.stage("c1", "with_human").await;
    assert_eq!(c["handoff"]["code"], "asked_for_human", "{c}");
    a_moment().await;
    assert!(model.prompts().is_empty());
}
