//! What owners correct again and again is proposed, shown with its effect, adopted once, and right the next time.

use serde_json::{Value, json};

use crate::world::{Browser, Service, Setup, person, until};

const OWNER: &str = "ada@example.com";
const QUESTION: &str = "How long does shipping to Canada take?";

/// A visitor asks, and the owner sends what `change` makes of the draft.
async fn edited(shop: &Service, chat: &str, question: &str, change: impl Fn(&str) -> String) -> Value {
    shop.visitor(chat, question).await;
    let suggestion = shop.suggestion(chat).await;
    let text = change(suggestion["text"].as_str().unwrap());
    let path = format!("/v1/suggestions/{}/edit", suggestion["id"].as_str().unwrap());
    let body = json!({ "revision": suggestion["revision"], "draft_hash": suggestion["draft_hash"],
                       "text": text, "read_ms": 60_000 });
    let answer = shop.post(&path, body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    suggestion
}

async fn rejected(shop: &Service, chat: &str, question: &str) {
    shop.visitor(chat, question).await;
    let suggestion = shop.suggestion(chat).await;
    let path = format!("/v1/suggestions/{}/reject", suggestion["id"].as_str().unwrap());
    let body = json!({ "revision": suggestion["revision"], "draft_hash": suggestion["draft_hash"],
                       "reason": "needs_a_person" });
    let answer = shop.post(&path, body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

async fn lessons(shop: &Service) -> Vec<Value> {
    shop.get("/v1/lessons").await.body["items"].as_array().unwrap().clone()
}

fn id(lesson: &Value) -> String {
    lesson["id"].as_str().unwrap().to_owned()
}

async fn faster(shop: &Service, chats: &[&str]) {
    for chat in chats {
        edited(shop, chat, QUESTION, |draft| draft.replace("6 to 9", "4 to 7")).await;
    }
}

#[tokio::test]
async fn a_fact_corrected_three_times_is_changed_in_its_article_and_the_next_draft_is_right() {
    let shop = Setup::new().await.start().await;
    faster(&shop, &["c1", "c2"]).await;
    assert_eq!(lessons(&shop).await, Vec::<Value>::new(), "two are not enough");
    faster(&shop, &["c3"]).await;
    let found = lessons(&shop).await;
    let [lesson] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(
        (&lesson["kind"], &lesson["n"], &lesson["from"]),
        (&json!("fact"), &json!(3), &json!("6 to 9"))
    );
    assert_eq!(lesson["change"]["before"], "We ship to Canada in 6 to 9 working days.");
    assert_eq!(lesson["change"]["after"], "We ship to Canada in 4 to 7 working days.");
    let path = format!("/v1/lessons/{}", id(lesson));
    let whole = shop.get(&path).await.body;
    let replies = &whole["replies"];
    assert_eq!(
        (&replies["touched"], &replies["spared"]["positive"], &replies["spared"]["n"]),
        (&json!(3), &json!(3), &json!(3)),
        "{whole}"
    );
    let article = "/v1/knowledge/articles/shipping";
    let before = shop.get(article).await.body;
    assert_eq!(whole["seen"], before["hash"], "looking changes nothing");

    let adopt = format!("{path}/adopt");
    for (body, status) in
        [(json!({}), 400), (json!({ "seen": "0" }), 409), (json!({ "seen": whole["seen"], "x": 1 }), 400)]
    {
        assert_eq!(shop.post(&adopt, body).await.status, status);
    }
    let adopted = shop.post(&adopt, json!({ "seen": whole["seen"] })).await;
    assert_eq!(adopted.status, 200, "{adopted:?}");
    assert_eq!(shop.post(&adopt, json!({ "seen": whole["seen"] })).await.status, 404, "once");
    let after = shop.get(article).await.body["body"].as_str().unwrap().to_owned();
    assert_eq!(after, before["body"].as_str().unwrap().replace("6 to 9", "4 to 7"));
    let audit = shop.get("/v1/audit?limit=10").await.body;
    let noted: Vec<&str> =
        audit["items"].as_array().unwrap().iter().map(|n| n["what"].as_str().unwrap()).collect();
    assert_eq!(noted[..2], ["lesson.adopted", "knowledge.changed"], "{audit}");
    assert!(
        audit["items"][1]["reason"].as_str().unwrap().starts_with("learned from 3 edits in 3 chats"),
        "{audit}"
    );

    until("the next draft to be right", || async {
        let chat = crate::world::fresh("next");
        shop.visitor(&chat, QUESTION).await;
        let text = shop.suggestion(&chat).await["text"].as_str()?.to_owned();
        text.contains("4 to 7 working days").then_some(())
    })
    .await;
    assert_eq!(lessons(&shop).await, Vec::<Value>::new());
}

#[tokio::test]
async fn an_article_that_changed_meanwhile_is_not_overwritten_and_what_is_dismissed_stays_away() {
    let shop = Setup::new().await.start().await;
    person(&shop, OWNER, "owner");
    let owner = Browser::signed_in(&shop, OWNER).await;
    faster(&shop, &["c1", "c2", "c3"]).await;
    let list = owner.get("/learning").await.body;
    assert!(list.contains("Out of date") && list.contains("3 edits in 3 chats"), "{list}");
    assert!(!list.contains(">Adopt<"), "not before the effect was shown: {list}");
    let page = format!("/learning/{}", id(&lessons(&shop).await[0]));
    let shown = owner.get(&page).await;
    assert!(
        shown.body.contains("<b>3</b> of 3 edits needless") && shown.body.contains(">Adopt<"),
        "{}",
        shown.body
    );
    let seen = shown.field("seen");

    let path = "/v1/knowledge/articles/shipping";
    let article = shop.get(path).await.body;
    let body = article["body"].as_str().unwrap().replace("tracking number", "number");
    let change = json!({ "hash": article["hash"], "title": article["title"], "body": body });
    assert_eq!(shop.put(path, change).await.status, 200);
    until("the index to follow", || async {
        let found = shop.get("/v1/knowledge/search?q=shipping+to+canada").await.body;
        found["items"][0]["text"].as_str()?.contains("has a number").then_some(())
    })
    .await;
    let late = owner.submit(&page, &format!("{page}/adopt"), &[("seen", &seen)]).await;
    assert_eq!(late.status, 409, "{}", late.body);
    assert!(late.body.contains("changed since you looked") && late.field("seen") != seen, "{}", late.body);
    assert_eq!(shop.get(path).await.body["body"], body, "nothing was written");

    let gone = owner.submit(&page, &format!("{page}/dismiss"), &[]).await;
    assert_eq!((gone.status, gone.location.as_str()), (303, "/learning?did=dismissed"));
    assert_eq!(lessons(&shop).await, Vec::<Value>::new());
    faster(&shop, &["c4", "c5"]).await;
    assert_eq!(lessons(&shop).await, Vec::<Value>::new(), "five are not twice three");
    faster(&shop, &["c6"]).await;
    assert_eq!(lessons(&shop).await[0]["n"], 6);
    let (out, errors, code) = shop.run(&["lessons"], "");
    assert!(code == 0 && out.contains("+ We ship to Canada in 4 to 7 working days."), "{out}{errors}");
    let (out, _, _) = shop.run(&["lessons", "--json"], "");
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap(), shop.get("/v1/lessons").await.body);
}

#[tokio::test]
async fn a_greeting_that_owners_add_everywhere_begins_the_next_draft_and_can_be_taken_back() {
    let shop = Setup::new().await.start().await;
    person(&shop, OWNER, "owner");
    let owner = Browser::signed_in(&shop, OWNER).await;
    for (chat, question) in [
        ("c1", QUESTION),
        ("c2", "When is the workshop open on Saturday?"),
        ("c3", "How long does shipping to Austria take?"),
    ] {
        edited(&shop, chat, question, |draft| format!("Hello there! {draft}")).await;
    }
    let found = lessons(&shop).await;
    let [lesson] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((&lesson["kind"], &lesson["change"]["kind"]), (&json!("tone"), &json!("greeting")));
    let whole = shop.get(&format!("/v1/lessons/{}", id(lesson))).await.body;
    assert_eq!(
        (&whole["seen"], &whole["replies"]["spared"]["positive"]),
        (&json!("settings 0"), &json!(3)),
        "{whole}"
    );
    let page = format!("/learning/{}", id(lesson));
    let seen = owner.get(&page).await.field("seen");
    let done = owner.submit(&page, &format!("{page}/adopt"), &[("seen", &seen)]).await;
    assert_eq!((done.status, done.location.as_str()), (303, "/learning?did=adopted"), "{}", done.body);
    until("drafts to begin so", || async {
        let chat = crate::world::fresh("next");
        shop.visitor(&chat, QUESTION).await;
        shop.suggestion(&chat).await["text"].as_str()?.starts_with("Hello there! We ship").then_some(())
    })
    .await;
    // Other choices leave it as it is.
    let answers = owner.get("/settings/answers").await;
    assert_eq!(answers.field("version"), "1");
    let kept = owner.get("/learning").await;
    assert!(kept.body.contains("Begins with <strong>Hello there!</strong>"), "{}", kept.body);
    let form = [("place", "0"), ("version", "1")];
    assert_eq!(owner.submit("/learning", "/learning/speech/forget", &form).await.status, 303);
    assert_eq!(owner.submit("/learning", "/learning/speech/forget", &form).await.status, 409);
    assert!(!owner.get("/learning").await.body.contains("Begins with"));
}

#[tokio::test]
async fn rejects_that_need_a_person_become_a_rule_that_holds_the_next_such_turn() {
    let shop = Setup::new().await.start().await;
    person(&shop, OWNER, "owner");
    let owner = Browser::signed_in(&shop, OWNER).await;
    for (chat, question) in [
        ("r1", "How long does shipping to Canada take for wholesale of bowls?"),
        ("r2", "When is the workshop open on Saturday for wholesale talks?"),
        ("r3", "How long does shipping to Austria take, we are wholesale people?"),
    ] {
        rejected(&shop, chat, question).await;
    }
    for (chat, question) in [
        ("a1", QUESTION),
        ("a2", "When is the workshop open on Saturday for people?"),
        ("a3", "How long does shipping to Austria take, we like bowls?"),
    ] {
        shop.visitor(chat, question).await;
        let suggestion = shop.suggestion(chat).await;
        assert_eq!(shop.approve(&suggestion).await.status, 200);
    }
    let found = lessons(&shop).await;
    let lesson = found.first().unwrap_or_else(|| panic!("{found:?}"));
    let change = &lesson["change"];
    assert_eq!((&lesson["kind"], &change["id"]), (&json!("rule"), &json!("learned.wholesale")), "{lesson}");
    assert_eq!((&change["caught"]["positive"], &change["caught"]["n"]), (&json!(3), &json!(3)));
    assert_eq!((&change["false_holds"]["positive"], &change["false_holds"]["n"]), (&json!(0), &json!(3)));
    assert!(change["false_holds"]["high"].as_f64().unwrap() > 0.5, "three chats say little: {change}");

    let page = format!("/learning/{}", id(lesson));
    let shown = owner.get(&page).await;
    assert!(
        shown.body.contains("catches 3 of 3 turns") && shown.body.contains("0 of 3 (0.0 % to 56.1 %)"),
        "{}",
        shown.body
    );
    assert!(shown.body.contains("<b>3</b> newly held"), "{}", shown.body);
    let seen = shown.field("seen");
    let done = owner.submit(&page, &format!("{page}/adopt"), &[("seen", &seen)]).await;
    assert_eq!(done.status, 303, "{}", done.body);
    let rules = shop.get("/v1/rules/versions").await.body;
    assert!(
        rules["items"][0]["reason"].as_str().unwrap().starts_with("learned from 3 rejects in 3 chats"),
        "{rules}"
    );
    assert_eq!(rules["items"][0]["by"], OWNER);
    until("the next such turn to be held", || async {
        let chat = crate::world::fresh("next");
        shop.visitor(&chat, "Do you sell at wholesail prices? How long does shipping to Canada take?").await;
        shop.suggestion_or_handoff(&chat).await;
        (shop.conversation(&chat).await?["held"]["rules"] == json!(["learned.wholesale"])).then_some(())
    })
    .await;
    assert_eq!(lessons(&shop).await, Vec::<Value>::new(), "what is held already teaches nothing more");
}

#[tokio::test]
async fn what_outsiders_and_owners_wrote_is_shown_as_text() {
    let shop = Setup::new().await.start().await;
    person(&shop, OWNER, "owner");
    let owner = Browser::signed_in(&shop, OWNER).await;
    let nasty = "See <img src=x onerror=alert(1)> \"><script>alert(1)</script> here.";
    for chat in ["c1", "c2", "c3"] {
        edited(&shop, chat, &format!("{QUESTION} <script>alert(2)</script>"), |draft| {
            format!("{draft} {nasty}")
        })
        .await;
    }
    let found = lessons(&shop).await;
    assert!(!found.is_empty());
    for lesson in &found {
        for path in ["/learning".to_owned(), format!("/learning/{}", id(lesson))] {
            let page = owner.get(&path).await;
            assert_eq!(page.status, 200);
            for bad in ["<img src=x", "<script>alert", "onerror=\"", " style="] {
                assert!(!page.body.contains(bad), "{path}: {bad}");
            }
            assert!(page.body.contains("&#60;img src=x") || !path.contains("les_"), "{}", page.body);
        }
    }
    assert_eq!(owner.get("/learning/les_none").await.status, 404);
    assert_eq!(shop.post("/v1/lessons/les_none/dismiss", json!({})).await.status, 404);
}
