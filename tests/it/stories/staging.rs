//! The staging check: a made-up chat through the real door, told step by step; nothing reaches the relay or a report.

use serde_json::json;

use super::notices::{owner, send};
use crate::world::{Service, Setup, a_moment};

fn check(shop: &Service, more: &[&str]) -> (String, i32) {
    let (out, err, code) = shop.run(&[&["check", "--offline", "--staging"], more].concat(), "");
    assert!(err.is_empty(), "{err}");
    (out, code)
}

#[tokio::test]
async fn every_step_of_a_made_up_chat_is_told_and_nothing_of_it_leaves_or_counts() {
    let mut setup = Setup::new().await;
    setup.more = "[survey]\ncsat = \"relay\"\n".to_owned();
    let shop = setup.start().await;
    let (out, code) = check(&shop, &[]);
    assert_eq!(code, 0, "{out}");
    for part in [
        "ok     staging shop: signed events are taken (answered 202)",
        "ok     staging shop: a forged signature is refused (answered 401)",
        "ok     staging shop: the same once more changes nothing (answered 200)",
        "ok     staging shop: events are on disk and handled",
        "ok     staging shop: the chat is marked as made up",
        "ok     staging shop: the turn was screened (clear, by rulebook ",
        "ok     staging shop: the pause after the visitor's words ended",
        "staging shop: a suggestion, or a human (",
        "ok     staging shop: it silences the assistant (it does; labels: human-only",
        "ok     staging shop: the episode is measured",
        "ok     staging shop: what a rule holds goes to a human (",
        "labels: needs-human, held-by-rule",
        "ok     staging shop: the visitor is asked how it was (a visitor would have been, this one is made up)",
        ", 0 faults",
    ] {
        assert!(out.contains(part), "{part} in {out}");
    }
    a_moment().await;
    a_moment().await;
    assert!(shop.relay.requests().is_empty(), "nothing leaves the house: {:?}", shop.relay.requests());
    assert_eq!(
        shop.get("/v1/suggestions?state=pending").await.body["items"],
        json!([]),
        "nobody has to decide"
    );
    let chats = shop.get("/v1/conversations").await.body;
    let chats = chats["items"].as_array().unwrap();
    assert_eq!(chats.len(), 2, "{chats:?}");
    assert!(chats.iter().all(|c| c["sample"] == true && c["stage"] == "resolved"), "{chats:?}");
    // A real chat is counted, the made-up ones are not: neither by the service nor by the console.
    shop.visitor("real", super::notices::QUESTION).await;
    shop.suggestion("real").await;
    let card = shop.get("/v1/reports/scorecard").await.body;
    assert_eq!(
        (&card["windows"][0]["now"]["conversations"], &card["sample_data"]),
        (&json!(1), &json!(false))
    );
    let (printed, ..) = shop.run(&["report", "comparison", "--format", "json"], "");
    assert!(printed.contains("\"sample_data\": false"), "{printed}");
    let gaps = shop.get("/v1/reports/knowledge").await.body;
    assert!(!gaps.to_string().contains("test by the owner"), "{gaps}");
    let surveys = shop.get("/v1/surveys").await.body;
    let reasons = [1, 0].map(|at| surveys["items"][at]["reason"].as_str().unwrap());
    assert_eq!(reasons, ["made_up", "nobody_answered"], "{surveys}");
    // A run of its own each time.
    assert_eq!(check(&shop, &["--at", &shop.url]).1, 0);
}

#[tokio::test]
async fn what_is_wrong_is_told_with_what_to_do() {
    let mut shop = Setup::new().await.start().await;
    let right = std::fs::read_to_string(&shop.config_path).unwrap();
    let other = "whsec_YW5vdGhlci1zZWNyZXQtb2YtdGhlLXRlc3RzLTAwMDE=";
    std::fs::write(&shop.config_path, right.replace(crate::world::INBOUND, other)).unwrap();
    let (out, code) = check(&shop, &[]);
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains("FAULT  staging shop: signed events are taken\n       answered 401: no signature"),
        "{out}"
    );
    assert!(out.contains("the running server has another inbound secret than this configuration"), "{out}");
    assert!(!out.contains("the turn was screened") && !out.contains(other), "it stops there: {out}");
    assert_eq!(shop.get("/v1/conversations").await.body["items"], json!([]), "and nothing was kept");
    // A relay that the running server does not know yet.
    std::fs::write(&shop.config_path, right.replace("name = \"shop\"", "name = \"second\"")).unwrap();
    let (out, _) = check(&shop, &[]);
    assert!(out.contains("answered 404") && out.contains("knows no relay of this name"), "{out}");
    // Another store.
    let store = shop.database().display().to_string();
    let elsewhere = shop.folder.path().join("elsewhere.db").display().to_string();
    std::fs::write(&shop.config_path, right.replace(&store, &elsewhere)).unwrap();
    let (out, _) = check(&shop, &[]);
    assert!(out.contains("does the running server use the same store.url"), "{out}");
    std::fs::write(&shop.config_path, &right).unwrap();
    shop.kill();
    let (out, code) = check(&shop, &[]);
    assert!(code == 1 && out.contains("nobody answers at http://127.0.0.1:"), "{out}");
}

#[tokio::test]
async fn a_server_that_does_not_ask_its_visitors_as_configured_is_a_fault() {
    let shop = Setup::new().await.start().await;
    let running = std::fs::read_to_string(&shop.config_path).unwrap();
    std::fs::write(&shop.config_path, format!("{running}\n[survey]\ncsat = \"relay\"\n")).unwrap();
    let (out, code) = check(&shop, &[]);
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains(
            "FAULT  staging shop: the visitor is asked how it was\n       nothing was decided about it"
        ),
        "{out}"
    );
    assert!(out.contains("does the running server have the [survey] of this configuration?"), "{out}");
}

#[tokio::test]
async fn a_model_that_does_not_answer_is_named_as_what_fails() {
    let mut setup = Setup::new().await;
    setup.articles.push((
        "hours.md".to_owned(),
        "# When are you open?\n\n## When are you open?\n\nWe are open from nine to five.\n".to_owned(),
    ));
    // Nobody listens there.
    setup.more =
        "[model]\nbase_url = \"http://127.0.0.1:9\"\nname = \"none\"\ntimeout_ms = 2000\n".to_owned();
    let shop = setup.start().await;
    let (out, code) = check(&shop, &[]);
    assert_eq!(code, 1, "{out}");
    assert!(
        out.contains(
            "FAULT  staging shop: a suggestion, or a human\n       a human has it, for want of a draft"
        ),
        "{out}"
    );
    assert!(
        out.contains("ok     staging shop: the episode is measured"),
        "the rest is looked at all the same: {out}"
    );
}

#[tokio::test]
async fn owners_run_it_by_a_button_and_agents_cannot() {
    let shop = Setup::new().await.start().await;
    let browser = owner(&shop).await;
    let csrf = browser.get("/settings/check").await.field("csrf");
    let shown =
        send(&browser, "/settings/check", &[("csrf", csrf.clone()), ("relay", "shop".to_owned())]).await;
    assert!(shown.status == 200 && shown.body.contains("All well"), "{} {}", shown.status, shown.body);
    assert!(shown.body.contains("a forged signature is refused") && shown.body.contains("held-by-rule"));
    assert!(shop.relay.requests().is_empty());
    let unknown = send(&browser, "/settings/check", &[("csrf", csrf), ("relay", "nowhere".to_owned())]).await;
    assert_eq!(unknown.status, 400, "{}", unknown.body);
}
