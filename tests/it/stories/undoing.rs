//! A decision that may be taken back: nothing leaves before its time is over, also across a crash.

use serde_json::{Value, json};

use crate::world::{Browser, Service, Setup, a_moment, person};

const QUESTION: &str = "How long does shipping to Canada take?";

fn seen(s: &Value) -> Value {
    json!({ "revision": s["revision"], "draft_hash": s["draft_hash"], "undoable": true })
}

fn path(s: &Value, deed: &str) -> String {
    format!("/v1/suggestions/{}/{deed}", s["id"].as_str().unwrap())
}

async fn held(shop: &Service) -> Value {
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let decided = shop.post(&path(&s, "approve"), seen(&s)).await;
    assert_eq!((decided.status, decided.body["state"].as_str()), (200, Some("approved")));
    s
}

#[tokio::test]
async fn what_is_taken_back_is_open_again_and_was_never_sent() {
    let shop = Setup::new().await.policy("undo_ms = 60000").start().await;
    let s = held(&shop).await;
    shop.stage("c1", "holding").await;
    assert!(shop.pending("c1").await.is_none(), "what is decided is not asked again");
    let undone = shop.post(&path(&s, "undo"), json!({})).await;
    assert_eq!((undone.status, undone.body["state"].as_str()), (200, Some("pending")));
    shop.stage("c1", "in_review").await;
    let again = shop.post(&path(&s, "undo"), json!({})).await;
    assert_eq!(again.status, 409, "there is nothing to take back any more");
    a_moment().await;
    assert!(shop.relay.posts("c1").is_empty());

    let open = shop.suggestion("c1").await;
    assert_eq!(open["id"], s["id"]);
    let stale = shop.post(&path(&s, "approve"), seen(&s)).await;
    assert_eq!(stale.status, 409, "what was seen before the undo does not count after it");
    assert_eq!(shop.approve(&open).await.status, 200);
    shop.posts("c1", 1).await;
}

#[tokio::test]
async fn the_newest_of_ones_own_decisions_is_the_last_that_the_page_offers_to_take_back() {
    let shop = Setup::new().await.policy("undo_ms = 60000").start().await;
    person(&shop, "ada@example.com", "owner");
    let ada = Browser::signed_in(&shop, "ada@example.com").await;
    let mut decided = Vec::new();
    for chat in ["first", "second"] {
        shop.visitor(chat, QUESTION).await;
        let s = shop.suggestion(chat).await;
        let (id, revision) = (s["id"].as_str().unwrap(), s["revision"].to_string());
        let fields = [
            ("revision", revision.as_str()),
            ("draft_hash", s["draft_hash"].as_str().unwrap()),
            ("reason", "tone"),
        ];
        assert_eq!(ada.submit("/", &format!("/suggestions/{id}/reject"), &fields).await.status, 303);
        decided.push(format!("undo-of-{id}"));
    }
    shop.visitor("of somebody else", QUESTION).await;
    let theirs = shop.suggestion("of somebody else").await;
    assert_eq!(shop.post(&path(&theirs, "approve"), seen(&theirs)).await.status, 200);
    let page = ada.get("/").await;
    let offered: Vec<String> =
        page.all_between("id=\"undo-of-", "\"").iter().map(|id| format!("undo-of-{id}")).collect();
    assert_eq!(offered, decided);
}

#[tokio::test]
async fn when_its_time_is_over_it_is_sent_once_and_cannot_be_taken_back() {
    let shop = Setup::new().await.policy("undo_ms = 300").start().await;
    let s = held(&shop).await;
    let posts = shop.posts("c1", 1).await;
    assert_eq!(posts, [s["text"].as_str().unwrap()]);
    let late = shop.post(&path(&s, "undo"), json!({})).await;
    assert_eq!(late.status, 409);
    assert!(late.body["detail"].as_str().unwrap().contains("too late"), "{}", late.body);
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 1);
}

#[tokio::test]
async fn a_process_killed_while_it_held_a_decision_carries_it_out_once() {
    let mut shop = Setup::new().await.policy("undo_ms = 1500").start().await;
    held(&shop).await;
    shop.kill();
    shop.spawn().await;
    shop.posts("c1", 1).await;
    shop.stage("c1", "quiet").await;
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 1);
}

#[tokio::test]
async fn a_decision_by_the_api_leaves_at_once_unless_it_asks_for_time() {
    let shop = Setup::new().await.policy("undo_ms = 60000").start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    assert_eq!(shop.approve(&s).await.status, 200);
    shop.posts("c1", 1).await;
}

#[tokio::test]
async fn an_article_that_changes_while_an_approval_waits_is_quoted_as_it_is_now() {
    let shop = Setup::new().await.policy("undo_ms = 2500").start().await;
    held(&shop).await;
    let file = std::fs::read_dir(shop.knowledge())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| std::fs::read_to_string(path).is_ok_and(|text| text.contains("Canada")))
        .unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("Canada", "Canada and Chile")).unwrap();
    let fresh = shop.suggestion("c1").await;
    assert!(shop.relay.posts("c1").is_empty(), "the old words were not sent");
    assert!(fresh["text"].as_str().unwrap().contains("Chile"), "{fresh}");
}

/// Approves on the page what is before the owner of a chat, after so long: what the inbox says then, and the chat's path.
async fn approve_on_the_page(shop: &Service, ada: &Browser, chat: &str, read_ms: &str) -> (String, String) {
    let s = shop.suggestion(chat).await;
    let revision = s["revision"].to_string();
    let [text, hash] = ["text", "draft_hash"].map(|name| s[name].as_str().unwrap());
    let fields = [("text", text), ("revision", &revision), ("draft_hash", hash), ("read_ms", read_ms)];
    let path = format!("/suggestions/{}/approve", s["id"].as_str().unwrap());
    let done = ada.submit("/", &path, &fields).await;
    let chat = format!("/conversations/{}", s["conversation"]["id"].as_str().unwrap());
    (ada.get(&done.location).await.body, chat)
}

#[tokio::test]
async fn who_approves_faster_than_reading_is_told_at_once_and_the_chat_says_it() {
    const QUICK: &str = "Too quick to count as read: it earns nothing";
    const UNTIMED: &str = "How long it was read is not known: it earns nothing";
    let shop = Setup::new().await.policy("undo_ms = 60000").start().await;
    person(&shop, "ada@shop.example", "owner");
    let ada = Browser::signed_in(&shop, "ada@shop.example").await;
    for chat in ["quick", "untimed", "read"] {
        shop.visitor(chat, QUESTION).await;
        shop.suggestion(chat).await;
    }
    // While it can be taken back, and in the chat's log.
    for (chat, read_ms, told) in [("quick", "300", QUICK), ("untimed", "", UNTIMED)] {
        let (inbox, path) = approve_on_the_page(&shop, &ada, chat, read_ms).await;
        let chat = ada.get(&path).await.body;
        assert!(inbox.contains("The reply leaves in") && inbox.contains(told), "{inbox}");
        assert!(chat.contains(&format!("approved the suggestion. {told}")), "{chat}");
    }
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    let (_, path) = approve_on_the_page(&shop, &ada, "read", "60000").await;
    let chat = ada.get(&path).await.body;
    assert!(chat.contains("The reply leaves in") && !chat.contains("it earns nothing"), "{chat}");

    // Where nothing can be taken back, and beside the reply that was sent.
    let shop = Setup::new().await.policy("undo_ms = 0").start().await;
    person(&shop, "ada@shop.example", "owner");
    let ada = Browser::signed_in(&shop, "ada@shop.example").await;
    shop.visitor("quick", QUESTION).await;
    let (inbox, path) = approve_on_the_page(&shop, &ada, "quick", "300").await;
    assert!(inbox.contains(&format!("The reply is on its way. {QUICK}.")), "{inbox}");
    shop.posts("quick", 1).await;
    shop.stage("quick", "quiet").await;
    let chat = ada.get(&path).await.body;
    assert!(chat.contains(&format!("<span class=\"tag plain\">{QUICK}</span>")), "{chat}");
}
