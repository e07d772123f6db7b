//! Owners replay the past in the browser and by the API: one at a time, in the background, and the results are kept.

use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{Browser, Model, Say, Service, Setup, person, until};

const QUESTION: &str = "How long does shipping to Canada take?";
const OWNER: &str = "ada@example.com";
const RULES: &str = "version = 1\n[[rules]]\nid = \"shop.canada\"\ntitle = \"Canada\"\nwords = [\"canada\"]\n\
                     examples.must_match = [\"my canada\", \"to canada please\"]\n\
                     examples.must_not_match = [\"how large is it\", \"hello there\"]\n";

/// Waits for its end.
async fn ended(shop: &Service, id: &str) -> Value {
    until("the end of a replay", || async {
        let replay = shop.get(&format!("/v1/replays/{id}")).await.body;
        let open = ["waiting", "running"].contains(&replay["state"].as_str()?);
        (!open).then_some(replay)
    })
    .await
}

#[tokio::test]
async fn an_owner_replays_rules_they_are_writing_and_keeps_the_report() {
    crate::postgres::both(|url| async move {
        let mut setup = Setup::new().await;
        setup.store = Some(url);
        let shop = setup.start().await;
        shop.visitor("c1", QUESTION).await;
        shop.visitor("c2", "When is the workshop open on Saturday?").await;
        let c1 = shop.suggestion("c1").await;
        shop.suggestion("c2").await;
        person(&shop, OWNER, "owner");
        let owner = Browser::signed_in(&shop, OWNER).await;

        // From the page of rules, with what stands in its form.
        let form = [("text", RULES), ("number", "0"), ("reason", "")];
        let page = owner.submit("/settings/rules", "/replay/rules", &form).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(
            page.body.contains("shop.canada")
                && page.body.contains("name=\"with_rules\" value=\"on\" checked")
        );
        let sent = [
            ("days", "30"),
            ("limit", "1000"),
            ("with_rules", "on"),
            ("own_rules", RULES),
            ("upon", &page.field("upon")),
            ("threshold", "0"),
        ];
        let begun = owner.submit("/replay", "/replay", &sent).await;
        assert_eq!(begun.status, 303, "{}", begun.body);
        let id = begun.location.trim_start_matches("/replay/").to_owned();
        let replay = ended(&shop, &id).await;
        assert_eq!((&replay["state"], &replay["by"]), (&json!("done"), &json!(OWNER)), "{replay}");
        let verdicts = &replay["result"]["verdicts"];
        assert_eq!(
            (&verdicts["newly_held"], &verdicts["clear_under_both"]),
            (&json!(1), &json!(1)),
            "{replay}"
        );
        assert_eq!(replay["result"]["drafts"], Value::Null);
        assert_eq!(replay["result"]["auto"]["unjudged"], 1, "{replay}");
        let shown = owner.get(&begun.location).await.body;
        assert!(shown.contains("<b>1</b> newly held") && shown.contains(QUESTION), "{shown}");
        let chat = c1["conversation"]["id"].as_str().unwrap();
        assert!(shown.contains(&format!("/conversations/{chat}")), "{shown}");
        let report = owner.get(&format!("{}/report.md", begun.location)).await;
        assert!(
            report.body.starts_with("# Replay") && report.body.contains("1 newly held"),
            "{}",
            report.body
        );
        let report = owner.get(&format!("{}/report.json", begun.location)).await;
        assert_eq!(serde_json::from_str::<Value>(&report.body).unwrap(), replay["result"]);
        assert_eq!(owner.get(&format!("{}/report.html", begun.location)).await.status, 404);
        assert!(owner.get("/replay").await.body.contains(&begun.location));

        // Nothing of it is in force, and somebody knows who did it.
        assert_eq!(shop.get("/v1/rules").await.body["own"], Value::Null);
        assert!(shop.pending("c1").await.is_some());
        let audit = shop.get("/v1/audit?what=replay.").await.body;
        assert_eq!(
            (&audit["items"][0]["what"], &audit["items"][0]["by"]),
            (&json!("replay.begun"), &json!(OWNER))
        );
        goes_on(&shop, &owner, &begun.location).await;
    })
    .await;
}

/// From its result the owner goes on with the rules that were tried; what a colleague saved meanwhile is not written over.
async fn goes_on(shop: &Service, owner: &Browser, replay: &str) {
    let shown = owner.get(replay).await;
    let (text, number) = (shown.field("text").replace("&#34;", "\""), shown.field("number"));
    assert_eq!((text.as_str(), number.as_str()), (RULES, "0"));
    let form = [("text", text.as_str()), ("number", &number), ("reason", "tried on the past")];
    let page = owner.submit(replay, "/settings/rules/try", &form).await;
    assert!(page.status == 200 && page.body.contains("shop.canada"), "{}", page.body);
    assert_eq!(page.field("number"), "0");
    let other = json!({ "text": RULES.replace("canada", "norway"), "reason": "needed", "number": 0 });
    assert_eq!(shop.put("/v1/rules", other).await.status, 200);
    let late = owner.submit(replay, "/settings/rules", &form).await;
    assert!(late.status == 400 && late.body.contains("saved meanwhile"), "{}", late.body);
    assert_eq!(shop.get("/v1/rules").await.body["own"]["number"], 1);
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_and_nothing_is_begun() {
    let shop = Setup::new().await.start().await;
    person(&shop, OWNER, "owner");
    let owner = Browser::signed_in(&shop, OWNER).await;
    for (body, status, said) in [
        (json!({ "days": 0 }), 400, "days"),
        (json!({ "threshold": 1.5 }), 400, "0 to 1"),
        (json!({ "threshold": true }), 400, "threshold"),
        (json!({ "model": "other" }), 400, "no model is configured"),
        (json!({ "runs": 3, "drafts": true }), 400, "no model is configured"),
        (json!({ "prompts": "/etc" }), 400, "prompts"),
        (json!({ "rules": "x" }), 400, "rules"),
        (json!({ "own_rules": "rules = 7" }), 422, "sequence"),
    ] {
        let answer = shop.post("/v1/replays", body.clone()).await;
        assert_eq!(answer.status, status, "{body}: {answer:?}");
        assert!(answer.body["detail"].as_str().unwrap().contains(said), "{body}: {answer:?}");
    }
    let page = owner.submit("/replay", "/replay", &[("with_rules", "on"), ("own_rules", "rules = 7")]).await;
    assert!(page.status == 400 && page.body.contains("expected a sequence"), "{}", page.body);
    assert_eq!(shop.get("/v1/replays").await.body["items"], json!([]));
    assert_eq!(shop.get("/v1/replays/rpl_x").await.status, 400);
    assert_eq!(owner.get("/replay/rpl_00000000-0000-0000-0000-000000000000").await.status, 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_one_waits_its_turn_and_a_restart_breaks_the_first_off() {
    let reply = "We ship to Canada in 6 to 9 working days.";
    let model = Model::start(Say::Well { reply: reply.to_owned(), p_send: 0.9 }).await;
    let mut shop = Setup::new().await.with_model(&model).start().await;
    shop.visitor("c1", QUESTION).await;
    shop.suggestion("c1").await;
    let asked = model.prompts().len();
    model.say(Say::Silence(Duration::from_secs(25)));
    let begun = shop.post("/v1/replays", json!({ "drafts": true, "runs": 2 })).await;
    assert_eq!(begun.status, 202, "{begun:?}");
    let id = begun.body["id"].as_str().unwrap().to_owned();
    until("the model to be asked", || async { (model.prompts().len() > asked).then_some(()) }).await;
    let second = shop.post("/v1/replays", json!({})).await;
    assert_eq!(
        (second.status, second.body["type"].to_string().contains("replay_open")),
        (409, true),
        "{second:?}"
    );
    shop.kill();
    shop.spawn().await;
    let broken = ended(&shop, &id).await;
    assert_eq!(broken["state"], "broken_off", "{broken}");
    assert!(broken["error"].as_str().unwrap().contains("start it again"), "{broken}");

    model.say(Say::Well { reply: reply.to_owned(), p_send: 0.9 });
    let again = shop.post("/v1/replays", json!({ "drafts": true, "runs": 2 })).await;
    let done = ended(&shop, again.body["id"].as_str().unwrap()).await;
    let result = &done["result"];
    assert_eq!((&done["state"], &result["drafts"]["same"]), (&json!("done"), &json!(1)), "{done}");
    assert_eq!(result["cost"]["calls"], 2);
    let third = shop.post("/v1/replays", json!({ "drafts": true, "runs": 2 })).await;
    let done = ended(&shop, third.body["id"].as_str().unwrap()).await;
    assert_eq!((&done["result"]["cost"]["calls"], &done["result"]["cost"]["cached"]), (&json!(0), &json!(2)));
}
