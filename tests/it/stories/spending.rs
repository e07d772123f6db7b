//! What models may cost a day, and how replies are closed.

use serde_json::json;

use crate::world::{Model, Say, Setup, a_moment};

const QUESTION: &str = "How long does shipping to Canada take?";

fn well() -> Say {
    Say::Well { reply: "We ship to Canada in 6 to 9 working days.".to_owned(), p_send: 0.95 }
}

#[tokio::test]
async fn when_the_days_budget_is_spent_no_model_is_asked_and_a_human_gets_the_chat_with_what_was_found() {
    let model = Model::start(well()).await;
    let mut setup = Setup::new().await.with_model(&model);
    // Room for a few drafts: the server counts next to nothing, which is not believed.
    setup.model_lines = "daily_token_budget = 9000\n".to_owned();
    let mut shop = setup.start().await;
    shop.visitor("c1", QUESTION).await;
    shop.suggestion("c1").await;
    for n in 2..12 {
        shop.visitor(&format!("c{n}"), QUESTION).await;
        shop.suggestion_or_handoff(&format!("c{n}")).await;
    }
    let c = shop.stage("c11", "with_human").await;
    assert_eq!(c["handoff"]["code"], "no_draft", "{c}");
    assert!(c["handoff"]["sentence"].as_str().unwrap().contains("budget"), "{c}");
    let asked = model.prompts().len();
    assert!((1..11).contains(&asked), "{asked}");
    // The sum is in the store: a restart does not refill the purse.
    shop.kill();
    shop.spawn().await;
    shop.visitor("c12", QUESTION).await;
    shop.stage("c12", "with_human").await;
    a_moment().await;
    assert_eq!(model.prompts().len(), asked);
    let (report, _, code) = shop.run(&["report", "spending", "--format", "json"], "");
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    assert_eq!((code, &report["days"][0]["model"], &report["calls"]), (0, &json!("scripted"), &json!(asked)));
    let spent = report["prompt_tokens"].as_u64().unwrap() + report["completion_tokens"].as_u64().unwrap();
    assert!(spent <= 9_000, "{report}");
}

#[tokio::test]
async fn a_suggestion_ends_with_the_owners_signature_and_disclosure() {
    let mut setup = Setup::new().await;
    setup.more = "[reply]\nsignature = \"Fernhill Pottery\"\ndisclosure = \"Drafted by an assistant, sent by a person.\"\n".to_owned();
    let shop = setup.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    let text = s["text"].as_str().unwrap();
    assert!(text.ends_with("\n\nFernhill Pottery\n\nDrafted by an assistant, sent by a person."), "{text}");
    assert_eq!(s["warnings"], json!([]), "the owner's own closing needs no backing");
}
