//! Promise 5: an approval is bound to what was seen; exactly one outcome, whatever races.

use serde_json::json;

use crate::world::{Browser, Setup, a_moment, person, until};

const QUESTION: &str = "How long does shipping to Canada take?";

#[tokio::test]
async fn an_approved_draft_reaches_the_visitor_once_under_its_own_id() {
    let shop = Setup::new().await.start().await;
    let heard = shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    assert_eq!(shop.approve(&s).await.status, 200);
    shop.posts("c1", 1).await;
    let c = shop.stage("c1", "quiet").await;
    assert_eq!(c["handling"], "ai_assisted");
    let post = &shop.relay.of("c1", "message.post")[0];
    assert_eq!(post["data"]["text"], s["text"]);
    assert_eq!(post["data"]["in_reply_to"], heard["data"]["message_id"]);
    assert_eq!(post["data"]["client_ref"], post["id"]);
    let again = shop.approve(&s).await;
    assert_eq!(again.status, 409, "a second approval has no second effect");
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 1);
}

#[tokio::test]
async fn an_edit_sends_the_owners_words_and_is_recorded_as_edited() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let path = format!("/v1/suggestions/{}/edit", s["id"].as_str().unwrap());
    let seen =
        json!({ "revision": s["revision"], "draft_hash": s["draft_hash"], "text": "About a week, by air." });
    assert_eq!(shop.post(&path, seen).await.status, 200);
    assert_eq!(shop.posts("c1", 1).await, ["About a week, by air."]);
    shop.stage("c1", "quiet").await;
    let after = shop.get(&format!("/v1/suggestions/{}", s["id"].as_str().unwrap())).await.body;
    assert_eq!(after["state"], "edited");
}

#[tokio::test]
async fn a_rejection_sends_nothing_and_brings_a_human() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let path = format!("/v1/suggestions/{}/reject", s["id"].as_str().unwrap());
    let bad = shop
        .post(&path, json!({ "revision": s["revision"], "draft_hash": s["draft_hash"], "reason": "mood" }))
        .await;
    assert_eq!((bad.status, bad.body["field"].as_str()), (400, Some("reason")));
    let good = json!({ "revision": s["revision"], "draft_hash": s["draft_hash"], "reason": "wrong_fact" });
    assert_eq!(shop.post(&path, good).await.status, 200);
    let c = shop.stage("c1", "with_human").await;
    assert_eq!(c["handoff"]["code"], "rejected");
    a_moment().await;
    assert!(!shop.relay.posts("c1").iter().any(|p| p.contains("Canada")));
}

#[tokio::test]
async fn an_approval_of_what_has_changed_since_is_refused_with_the_fresh_state() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let seen = shop.suggestion("c1").await;
    shop.visitor("c1", "When is the workshop open on Saturday?").await;
    let fresh = until("the fresh suggestion", || async {
        shop.pending("c1").await.filter(|s| s["id"] != seen["id"])
    })
    .await;
    let answer = shop.approve(&seen).await;
    assert_eq!(answer.status, 409);
    assert!(
        answer.body.to_string().contains(fresh["id"].as_str().unwrap()),
        "the fresh state is in it: {answer:?}"
    );
    let mut forged = fresh.clone();
    forged["draft_hash"] = json!("0000");
    assert_eq!(shop.approve(&forged).await.status, 409);
    let mut older = fresh.clone();
    older["revision"] = json!(fresh["revision"].as_u64().unwrap() - 1);
    assert_eq!(shop.approve(&older).await.status, 409);
    a_moment().await;
    assert!(shop.relay.posts("c1").is_empty());
    assert_eq!(shop.approve(&fresh).await.status, 200);
    shop.posts("c1", 1).await;
}

#[tokio::test]
async fn a_suggestion_whose_source_changed_is_refused_and_drafted_afresh() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let seen = shop.suggestion("c1").await;
    let article = shop.folder.path().join("knowledge/shipping.md");
    std::fs::write(
        &article,
        "# Shipping times\n\n## How long does shipping to Canada take?\n\nWe ship to Canada in 12 working days.\n",
    )
    .unwrap();
    until("the new article", || async {
        let found = shop.get("/v1/knowledge/search?q=shipping%20to%20Canada").await.body;
        found.to_string().contains("12 working days").then_some(())
    })
    .await;
    assert_eq!(shop.approve(&seen).await.status, 409);
    let fresh =
        until("the fresh draft", || async { shop.pending("c1").await.filter(|s| s["id"] != seen["id"]) })
            .await;
    assert!(fresh["text"].as_str().unwrap().contains("12 working days"));
    assert!(shop.relay.posts("c1").is_empty());
}

#[tokio::test]
async fn twenty_owners_approving_at_once_send_one_reply() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let answers = futures_util::future::join_all((0..20).map(|_| shop.approve(&s))).await;
    let ok = answers.iter().filter(|a| a.status == 200).count();
    let refused = answers.iter().filter(|a| a.status == 409).count();
    assert_eq!((ok, refused), (1, 19), "{answers:?}");
    shop.posts("c1", 1).await;
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 1);
}

#[tokio::test]
async fn off_drafts_nothing_and_shadow_shows_nothing() {
    let off = Setup::new().await.policy("autonomy = \"off\"").start().await;
    off.visitor("c1", QUESTION).await;
    let c = off.stage("c1", "with_human").await;
    assert_eq!(c["handoff"]["code"], "humans_only");
    let shadow = Setup::new().await.policy("autonomy = \"shadow\"").start().await;
    shadow.visitor("c1", QUESTION).await;
    shadow.stage("c1", "with_human").await;
    a_moment().await;
    for shop in [&off, &shadow] {
        assert_eq!(shop.pending("c1").await, None);
        assert!(shop.relay.posts("c1").is_empty());
    }
    let kept = shadow.get("/v1/suggestions?state=shadow").await.body;
    assert_eq!(kept["items"].as_array().unwrap().len(), 1, "the shadow draft is kept to measure");
}

#[tokio::test]
async fn the_assistant_stops_at_its_cap_and_a_human_takes_over() {
    let shop = Setup::new().await.policy("max_assistant_turns = 1").start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    shop.approve(&s).await;
    shop.posts("c1", 1).await;
    shop.stage("c1", "quiet").await;
    shop.visitor("c1", "When is the workshop open on Saturday?").await;
    let c = shop.stage("c1", "with_human").await;
    assert_eq!(c["handoff"]["code"], "turn_cap");
}

#[tokio::test]
async fn a_card_that_is_looked_at_stays_on_the_page_while_it_is_open_whatever_its_rank() {
    let shop = Setup::new().await.start().await;
    let chats: Vec<String> = (0..27).map(|n| format!("c{n}")).collect();
    for chat in &chats {
        shop.visitor(chat, QUESTION).await;
    }
    let mut all = Vec::new();
    for chat in &chats {
        all.push(shop.suggestion(chat).await);
    }
    person(&shop, "ada@example.com", "owner");
    let owner = Browser::signed_in(&shop, "ada@example.com").await;
    let inbox = owner.get("/").await.body;
    let shown =
        |page: &str, s: &serde_json::Value| page.contains(&format!("id=\"{}\"", s["id"].as_str().unwrap()));
    let (listed, further): (Vec<_>, Vec<_>) = all.iter().partition(|s| shown(&inbox, s));
    assert_eq!((listed.len(), further.len()), (25, 2));
    let looked_at = further[0];
    let path = format!("/?keep={}", looked_at["id"].as_str().unwrap());
    let kept = owner.get(&path).await.body;
    assert!(shown(&kept, looked_at) && listed.iter().all(|s| shown(&kept, s)) && !shown(&kept, further[1]));
    assert_eq!(shop.approve(looked_at).await.status, 200);
    assert!(!shown(&owner.get(&path).await.body, looked_at), "what is decided is not kept");
    for odd in ["/?keep=nonsense", "/?keep=", "/?keep=sug_01a0c450-6fe8-7478-b6c5-85d461e4f0f7"] {
        assert_eq!(owner.get(odd).await.status, 200, "{odd}");
    }
}

#[tokio::test]
async fn all_is_caught_up_only_where_nobody_waits_in_either_list() {
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@example.com", "owner");
    let ada = Browser::signed_in(&shop, "ada@example.com").await;
    assert!(ada.get("/").await.body.contains("All caught up."));
    shop.visitor("c1", "I want a refund").await;
    shop.stage("c1", "with_human").await;
    let page = ada.get("/").await.body;
    assert!(!page.contains("All caught up.") && page.contains("Nothing to decide on."), "{page}");
}
