//! Owners write rules in the browser: they are tried first, in force within seconds everywhere, and never half.

use serde_json::{Value, json};

use crate::world::{Browser, Service, Setup, person, until};

const OWNER: &str = "ada@example.com";
const PAGE: &str = "/settings/rules";
const LEGAL: &str = "version = 1\n[[rules]]\nid = \"shop.legal\"\ntitle = \"Lawyers\"\nwords = [\"lawyer\"]\n\
                     examples.must_match = [\"my lawyer says\", \"ask your lawyer\"]\n\
                     examples.must_not_match = [\"law of physics\", \"a layer of glaze\"]\n";

async fn owner(shop: &Service) -> Browser {
    person(shop, OWNER, "owner");
    Browser::signed_in(shop, OWNER).await
}

/// After a stretch in which nobody called, a kept connection may have been closed: knocks until somebody answers.
async fn knock(shop: &Service) {
    until("an answer", || async { shop.http.get(format!("{}/healthz", shop.url)).send().await.ok() }).await;
}

/// Whether the shop holds a first message that says this; asked until it does.
async fn holds(shop: &Service, text: &str) {
    until(&format!("{text} to be held"), || async {
        let chat = crate::world::fresh("c");
        shop.visitor(&chat, text).await;
        shop.suggestion_or_handoff(&chat).await;
        let now = shop.conversation(&chat).await?;
        (now["held"]["rules"] == json!(["shop.legal"])).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_saved_rule_holds_what_it_says_and_every_version_can_be_read_and_restored() {
    let shop = Setup::new().await.start().await;
    let owner = owner(&shop).await;
    let first = [("number", "0"), ("text", LEGAL), ("reason", "the lawyers asked for it")];
    let saved = owner.submit(PAGE, PAGE, &first).await;
    assert_eq!(
        (saved.status, saved.location.as_str()),
        (303, "/settings/rules?did=in_force"),
        "{}",
        saved.body
    );
    holds(&shop, "my lawyer asks when the workshop is open").await;

    let notary = LEGAL.replace("lawyer", "notary");
    let second = [("number", "1"), ("text", notary.as_str()), ("reason", "notaries now")];
    assert_eq!(owner.submit(PAGE, PAGE, &second).await.status, 303);
    let page = owner.get("/settings/rules/versions/2").await.body;
    assert!(page.contains("<del>- words = [&#34;lawyer&#34;]</del>"), "{page}");
    assert!(
        page.contains("<ins>+ words = [&#34;notary&#34;]</ins>") && page.contains("notaries now"),
        "{page}"
    );

    // Restoring is another version, with a reason of its own.
    let restored = [("number", "2"), ("text", LEGAL), ("reason", "back")];
    assert_eq!(owner.submit("/settings/rules/versions/1", PAGE, &restored).await.status, 303);
    let versions = shop.get("/v1/rules/versions").await.body;
    let told: Vec<_> =
        versions["items"].as_array().unwrap().iter().map(|v| v["reason"].as_str().unwrap()).collect();
    assert_eq!(told, ["back", "notaries now", "the lawyers asked for it"]);
    assert_eq!(versions["items"][0]["by"], OWNER);
    let audit = shop.get("/v1/audit?what=rules.").await.body;
    assert_eq!((audit["items"].as_array().unwrap().len(), &audit["items"][0]["reason"]), (3, &json!("back")));
    assert_eq!(owner.get("/settings/rules/versions/9").await.status, 404);
}

#[tokio::test]
async fn a_faulty_text_is_refused_with_its_line_and_nothing_changes() {
    let shop = Setup::new().await.start().await;
    let owner = owner(&shop).await;
    let before = shop.get("/v1/rules").await.body;
    for (text, line, words) in [
        (LEGAL.replace("ask your lawyer", "I will sue"), 6, "I will sue"),
        (LEGAL.replace("shop.legal", "billing.refund"), 3, "same id"),
        (LEGAL.replace("[\"lawyer\"]", "[\"lawyer\""), 6, "array"),
        ("rules = 7".to_owned(), 1, "expected a sequence"),
    ] {
        let form = [("number", "0"), ("text", text.as_str()), ("reason", "a try")];
        let page = owner.submit(PAGE, PAGE, &form).await;
        assert_eq!(page.status, 400, "{}", page.body);
        assert!(page.body.contains("cannot be used as they are"), "{}", page.body);
        let refused = shop.put("/v1/rules", json!({ "text": text, "reason": "a try", "number": 0 })).await;
        assert_eq!(refused.status, 422, "{refused:?}");
        let fault = &refused.body["faults"][0];
        assert!(fault["message"].as_str().unwrap().contains(words), "{refused:?}");
        if words != "array" {
            assert_eq!(fault["line"], line, "{refused:?}");
            assert!(page.body.contains(&format!(">Line {line}<")), "{}", page.body);
        }
    }
    for (body, field) in [
        (json!({ "text": LEGAL, "number": 0 }), "reason"),
        (json!({ "text": LEGAL, "number": 0, "reason": "  " }), "reason"),
        (json!({ "text": LEGAL, "reason": "x" }), "number"),
        (json!({ "reason": "x", "number": 0 }), "text"),
        (json!({ "text": "", "reason": "x", "number": 0 }), "text"),
        (json!({ "text": LEGAL, "reason": "x", "number": 0, "soften": true }), "soften"),
        (json!({ "text": "x".repeat(100_001), "reason": "x", "number": 0 }), "text"),
    ] {
        let refused = shop.put("/v1/rules", body.clone()).await;
        assert_eq!((refused.status, refused.body["field"].as_str()), (400, Some(field)), "{refused:?}");
    }
    assert_eq!(shop.get("/v1/rules").await.body, before);
    assert_eq!(shop.get("/v1/audit?what=rules.").await.body["items"], json!([]));
}

#[tokio::test]
async fn rules_are_tried_on_a_message_and_on_the_past_before_they_count() {
    let shop = Setup::new().await.start().await;
    let owner = owner(&shop).await;
    for (chat, text) in [("c1", "my lawyer asks when the workshop is open"), ("c2", "I want a refund")] {
        shop.visitor(chat, text).await;
        shop.suggestion_or_handoff(chat).await;
    }
    let tried = |text: &str, message: &str| {
        let body = json!({ "text": text, "message": message });
        let shop = &shop;
        async move { shop.post("/v1/rules/try", body).await.body }
    };
    let held = tried(LEGAL, "ask my lawjer").await;
    assert_eq!((&held["verdict"]["verdict"], &held["faults"]), (&json!("hold"), &json!([])), "{held}");
    assert_eq!(held["verdict"]["reasons"][0]["matched"], "lawjer");
    let effect = &held["effect"];
    let sums = |effect: &Value| {
        ["turns", "newly_held", "newly_cleared", "held_by_both"].map(|name| effect[name].as_u64().unwrap())
    };
    assert_eq!(sums(effect), [2, 1, 0, 1], "{effect}");
    assert_eq!(effect["examples"][0]["change"], "newly_held");
    let page = owner
        .submit(PAGE, "/settings/rules/try", &[("number", "0"), ("text", LEGAL), ("message", "a <b> lawyer")])
        .await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("a &#60;b&#62; <mark>lawyer</mark>"), "{}", page.body);
    let link = format!("/conversations/{}", effect["examples"][0]["conversation"].as_str().unwrap());
    assert!(page.body.contains(&link) && page.body.contains("<b>1</b> newly held"), "{}", page.body);
    assert_eq!(shop.get("/v1/rules").await.body["own"], Value::Null, "a try keeps nothing");

    // With the rule in force, taking it away again lets the lawyer pass: said in red.
    let saved = shop.put("/v1/rules", json!({ "text": LEGAL, "reason": "needed", "number": 0 })).await;
    assert_eq!(saved.status, 200, "{saved:?}");
    until("the rule to be in force", || async {
        shop.get("/v1/rules").await.body["rules"].as_array()?.iter().any(|r| r["own"] == true).then_some(())
    })
    .await;
    let away = tried("", "").await;
    assert_eq!(sums(&away["effect"]), [2, 0, 1, 1], "{away}");
    assert_eq!(away["effect"]["examples"][0]["change"], "newly_cleared");
    let page =
        owner.submit(PAGE, "/settings/rules/try", &[("number", "1"), ("text", ""), ("message", "")]).await;
    assert!(page.body.contains("class=\"danger\"><b>1</b> newly cleared"), "{}", page.body);
}

#[tokio::test]
async fn own_rules_cannot_let_pass_what_others_hold_unless_their_owner_says_so() {
    let shop = Setup::new().await.start().await;
    let soft = format!("on_unreadable = \"allow\"\non_unknown_language = \"allow\"\n{LEGAL}");
    let verdict = |may_soften: bool| {
        let body =
            json!({ "text": soft, "may_soften": may_soften, "message": "how large \u{202e}is the bowl" });
        let shop = &shop;
        async move { shop.post("/v1/rules/try", body).await.body["verdict"]["verdict"].clone() }
    };
    assert_eq!(verdict(false).await, "hold");
    assert_eq!(verdict(true).await, "clear");
    let saved =
        shop.put("/v1/rules", json!({ "text": soft, "reason": "x", "number": 0, "may_soften": true })).await;
    assert_eq!((saved.status, &saved.body["own"]["may_soften"]), (200, &json!(true)));
    let audit = shop.get("/v1/audit?what=rules.").await.body;
    assert_eq!(audit["items"][0]["detail"]["may_soften"], true, "{audit}");
}

#[tokio::test]
async fn two_who_write_at_once_do_not_overwrite_each_other() {
    let shop = Setup::new().await.start().await;
    let put = |word: &str| {
        let body = json!({ "text": LEGAL.replace("lawyer", word), "reason": word, "number": 0 });
        shop.put("/v1/rules", body)
    };
    let (a, b) = tokio::join!(put("lawyer"), put("notary"));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{a:?} {b:?}");
    let late = if a.status == 409 { a } else { b };
    assert!(late.body["detail"].as_str().unwrap().contains("saved meanwhile"), "{late:?}");
    assert_eq!(shop.get("/v1/rules/versions").await.body["items"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn every_replica_follows_and_a_restart_keeps_them() {
    let Some(url) = crate::postgres::fresh_database().await else { return };
    let mut first = Setup::new().await;
    first.store = Some(url.clone());
    let first = first.start().await;
    let mut second = Setup::new().await;
    second.store = Some(url);
    let mut second = second.start().await;
    knock(&first).await;
    let saved = first.put("/v1/rules", json!({ "text": LEGAL, "reason": "needed", "number": 0 })).await;
    assert_eq!(saved.status, 200, "{saved:?}");
    let hash = |body: &Value| body["rulebook"].clone();
    until("the other replica", || async {
        let (a, b) = (first.get("/v1/rules").await.body, second.get("/v1/rules").await.body);
        (hash(&a) == hash(&b) && b["rules"].as_array()?.iter().any(|r| r["own"] == true)).then_some(())
    })
    .await;
    let before = hash(&second.get("/v1/rules").await.body);
    second.kill();
    second.spawn().await;
    assert_eq!(hash(&second.get("/v1/rules").await.body), before);
}

#[tokio::test]
async fn the_command_line_checks_prints_and_mends_them() {
    let shop = Setup::new().await.start().await;
    assert_eq!(shop.run(&["rules", "own"], "").2, 1, "there are none");
    let file = shop.folder.path().join("own.toml");
    let path = file.display().to_string();
    std::fs::write(&file, LEGAL.replace("ask your lawyer", "I will sue")).unwrap();
    let (_, errors, code) = shop.run(&["rules", "put", &path, "--reason", "x"], "");
    assert!(code != 0 && errors.contains("own rules:6") && errors.contains("I will sue"), "{code} {errors}");
    std::fs::write(&file, LEGAL).unwrap();
    let (out, errors, code) = shop.run(&["rules", "put", &path, "--reason", "by hand"], "");
    assert_eq!((code, out.contains("version 1 is kept")), (0, true), "{out}{errors}");
    assert_eq!(shop.run(&["rules", "own"], "").0.trim(), LEGAL.trim());
    knock(&shop).await;
    holds(&shop, "my lawyer asks when the workshop is open").await;
    let (out, _, code) = shop.run(&["check", "--offline"], "");
    assert!(code == 0 && out.contains("own rules (version 1"), "{out}");
    knock(&shop).await;
    assert_eq!(shop.get("/v1/audit?what=rules.").await.body["items"][0]["by"], "command line");

    // A file of the operator's that takes the same id: said before anything is stopped.
    let rules = shop.folder.path().join("rules");
    std::fs::create_dir_all(&rules).unwrap();
    std::fs::write(rules.join("legal.toml"), LEGAL).unwrap();
    let config = std::fs::read_to_string(&shop.config_path).unwrap();
    let other = shop.folder.path().join("other.toml");
    std::fs::write(&other, format!("{config}\n[rules]\npath = \"{}\"\n", rules.display())).unwrap();
    let (out, _, code) = crate::world::run(&other, &["check", "--offline"], "");
    assert!(code != 0 && out.contains("FAULT  own rules") && out.contains("same id"), "{out}");
}
