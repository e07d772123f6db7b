//! Whatever a model does, the end is a suggestion an owner can trust or a handoff with a reason; never silence.

use std::time::Duration;

use serde_json::json;

use crate::world::{Model, Say, Setup, a_moment, until};

const QUESTION: &str = "How long does shipping to Canada take?";

fn well() -> Say {
    Say::Well { reply: "We ship to Canada in 6 to 9 working days.".to_owned(), p_send: 0.95 }
}

#[tokio::test]
async fn without_a_model_the_best_passage_is_suggested_and_cited() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    assert!(s["text"].as_str().unwrap().contains("6 to 9 working days"), "{s}");
    assert_eq!(s["citations"][0]["article"], "Shipping times");
    assert_eq!(s["state"], "pending");
}

#[tokio::test]
async fn without_a_model_an_unknown_question_is_a_handoff_not_a_guess() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", "Do you sell telescopes for children?").await;
    let c = shop.stage("c1", "with_human").await;
    assert!(["no_draft", "low_confidence"].contains(&c["handoff"]["code"].as_str().unwrap()), "{c}");
    assert_eq!(shop.pending("c1").await, None);
}

#[tokio::test]
async fn a_models_grounded_answer_becomes_a_suggestion_with_its_prompt_and_rulebook_on_record() {
    let model = Model::start(well()).await;
    let shop = Setup::new().await.with_model(&model).start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    assert_eq!(s["text"], "We ship to Canada in 6 to 9 working days.");
    let prompt = model.heard();
    assert!(prompt.contains(QUESTION) && prompt.contains("6 to 9 working days"));
}

#[tokio::test]
async fn whatever_the_model_server_does_wrong_ends_in_a_handoff_with_a_reason() {
    let completion = |message: serde_json::Value, finish: &str| {
        json!({ "choices": [{ "index": 0, "finish_reason": finish, "message": message }] }).to_string()
    };
    let ok = |body: String| Say::Raw { status: 200, retry_after: None, body };
    let cases: Vec<(&str, Say)> = vec![
        ("html", ok("<html><body>Gateway</body></html>".to_owned())),
        ("half-json", ok("{\"choices\":[{\"mess".to_owned())),
        ("half-answer", Say::Content("{\"reply\":\"We ship".to_owned())),
        ("no-choices", ok(json!({ "choices": [] }).to_string())),
        ("null", ok("null".to_owned())),
        ("tool-calls", ok(completion(json!({ "role": "assistant", "content": null, "tool_calls": [{ "id": "t", "type": "function", "function": { "name": "send", "arguments": "{}" } }] }), "tool_calls"))),
        ("refusal", ok(completion(json!({ "role": "assistant", "content": null, "refusal": "no" }), "stop"))),
        ("filtered", ok(completion(json!({ "role": "assistant", "content": "x" }), "content_filter"))),
        ("truncated", ok(completion(json!({ "role": "assistant", "content": "{\"reply\":\"We" }), "length"))),
        ("unauthorised", Say::Raw { status: 401, retry_after: None, body: "{}".to_owned() }),
        ("server-error", Say::Raw { status: 500, retry_after: None, body: "oops".to_owned() }),
        ("limited", Say::Raw { status: 429, retry_after: Some("1".to_owned()), body: "<h1>slow down</h1>".to_owned() }),
        ("flood", Say::Flood(50 * 1_024 * 1_024)),
        ("silence", Say::Silence(Duration::from_secs(30))),
        ("uncited", Say::Content(json!({ "reply": "We ship anywhere!", "citations": [], "p_send": 0.99, "needs_human": false, "reason": "" }).to_string())),
        ("unknown-citation", Say::Content(json!({ "reply": "We ship anywhere!", "citations": ["nowhere#1@000000000000"], "p_send": 0.99, "needs_human": false, "reason": "" }).to_string())),
        ("unsure", Say::Well { reply: "Perhaps 6 to 9 working days.".to_owned(), p_send: 0.05 }),
        ("invented", Say::Well { reply: "It takes 2 days and costs 47.11 EUR.".to_owned(), p_send: 0.99 }),
        ("off-limits", Say::Well { reply: "We ship in 6 to 9 working days, or you get a full refund.".to_owned(), p_send: 0.99 }),
    ];
    let model = Model::start(well()).await;
    let mut setup = Setup::new().await.with_model(&model);
    setup.model_lines = "timeout_ms = 1500".to_owned();
    let shop = setup.start().await;
    for (name, say) in cases {
        model.say(say);
        shop.visitor(name, QUESTION).await;
        let c = shop.stage(name, "with_human").await;
        let reason = c["handoff"]["code"].as_str().unwrap_or_default().to_owned();
        assert!(
            ["no_draft", "low_confidence", "draft_held_by_rule", "draft_unbacked"].contains(&reason.as_str()),
            "{name}: {c}"
        );
        assert!(c["handoff"]["sentence"].as_str().is_some_and(|s| s.len() > 10), "{name}: {c}");
        assert_eq!(shop.pending(name).await, None, "{name}");
        let told = shop.posts(name, 1).await;
        assert!(told[0].contains("a colleague will answer"), "{name}: the visitor is told: {told:?}");
    }
    a_moment().await;
    assert!(shop.relay.applied().iter().all(|a| !a.to_string().contains("anywhere")));
}

#[tokio::test]
async fn a_model_that_recovers_within_the_tries_still_gives_a_suggestion() {
    let model = Model::start(Say::Raw { status: 503, retry_after: None, body: String::new() }).await;
    let shop = Setup::new().await.with_model(&model).start().await;
    shop.visitor("c1", QUESTION).await;
    until("the first try", || async { (!model.prompts().is_empty()).then_some(()) }).await;
    model.say(well());
    assert_eq!(shop.suggestion("c1").await["state"], "pending");
}

#[tokio::test]
async fn a_visitor_who_goes_on_typing_gets_one_draft_to_the_whole_turn() {
    let model = Model::start(well()).await;
    let setup = Setup::new().await.with_model(&model);
    let shop = Setup { policy: "debounce_ms = 1200\n".to_owned(), ..setup }.start().await;
    shop.visitor("c1", "hello").await;
    shop.visitor("c1", "a question:").await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    assert!(s["question"].as_str().unwrap().ends_with(QUESTION));
    assert_eq!(model.prompts().len(), 1, "one draft for three messages");
}

#[tokio::test]
async fn a_draft_that_waits_its_turn_is_never_asked_for_once_the_visitor_says_a_held_word() {
    let model = Model::start(Say::Silence(Duration::from_millis(1_500))).await;
    let mut setup = Setup::new().await.with_model(&model);
    setup.model_lines = "max_concurrency = 1".to_owned();
    let shop = setup.start().await;
    shop.visitor("first", "How long does shipping to Canada take?").await;
    until("the only place to be taken", || async { (!model.prompts().is_empty()).then_some(()) }).await;
    shop.visitor("c1", "How long does shipping to Austria take for canaries?").await;
    shop.stage("c1", "drafting").await;
    shop.visitor("c1", "and I want a refund").await;
    shop.stage("c1", "with_human").await;
    shop.stage("first", "with_human").await;
    a_moment().await;
    assert!(model.heard().contains("Canada"));
    assert!(!model.heard().contains("canaries"), "nothing of the held turn reaches the model");
}

#[tokio::test]
async fn with_the_encoder_a_question_in_other_words_finds_its_answer() {
    let encoder = banister::knowledge::Embedding::default().folder();
    if !encoder.join("model.safetensors").exists() {
        println!("SKIPPED: no sentence encoder; run `banister knowledge setup`");
        return;
    }
    let asked = "when will my package arrive in Toronto?";
    let without = Setup::new().await.start().await;
    without.visitor("c1", asked).await;
    without.stage("c1", "with_human").await;
    let mut setup = Setup::new().await;
    setup.encoder = Some(encoder);
    let shop = setup.start().await;
    // Passages are encoded while the service already runs.
    let found = until("the passages to be encoded", || async {
        let name = crate::world::fresh("c");
        shop.visitor(&name, asked).await;
        let found = shop.suggestion_or_handoff(&name).await;
        found.filter(|s| s["text"].as_str().is_some_and(|t| t.contains("6 to 9")))
    })
    .await;
    assert_eq!(found["citations"][0]["article"], "Shipping times");
}

/// An embedding server that knows two subjects: glue, by any name, and everything else.
async fn embeddings() -> (String, std::sync::Arc<std::sync::Mutex<String>>) {
    let heard = std::sync::Arc::new(std::sync::Mutex::new(String::new()));
    let told = heard.clone();
    let answer = async move |body: axum::body::Bytes| {
        let body: serde_json::Value = serde_json::from_slice(&body).unwrap();
        told.lock().unwrap().push_str(&body.to_string());
        let of = |text: &str| {
            let glue = ["fastener", "adhesive"].iter().any(|w| text.to_lowercase().contains(w));
            if glue { [1.0, 0.0, 0.1] } else { [0.0, 1.0, 0.1] }
        };
        let texts = body["input"].as_array().unwrap();
        let data: Vec<_> = texts
            .iter()
            .enumerate()
            .map(|(i, text)| json!({ "index": i, "embedding": of(text.as_str().unwrap()) }))
            .collect();
        axum::Json(json!({ "data": data, "model": "tiny" }))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/v1", listener.local_addr().unwrap());
    let routes = axum::Router::new().route("/v1/embeddings", axum::routing::post(answer));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, heard)
}

#[tokio::test]
async fn an_encoder_behind_an_address_ranks_by_meaning_and_sees_no_personal_data() {
    let (url, heard) = embeddings().await;
    let mut setup = Setup::new().await;
    setup.embedding_lines = format!("base_url = \"{url}\"\nname = \"tiny\"\n");
    setup.articles.push((
        "glue.md".to_owned(),
        "# Repairs\n\n## Adhesive for handles\n\nUse a two-part epoxy.\n".to_owned(),
    ));
    let shop = setup.start().await;
    let ask = "/v1/knowledge/search?q=which+fastener+joins+parts,+write+me+at+grace@navy.example";
    until("it is found by meaning", || async {
        let found = shop.get(ask).await.body;
        found["items"][0]["text"].as_str().is_some_and(|text| text.contains("epoxy")).then_some(())
    })
    .await;
    assert!(!heard.lock().unwrap().contains("grace@navy.example"), "an address was told");
    assert!(heard.lock().unwrap().contains("tiny"));
}

#[tokio::test]
async fn when_the_embedding_server_is_away_words_rank() {
    let mut setup = Setup::new().await;
    setup.embedding_lines = "base_url = \"http://127.0.0.1:9/v1\"\nname = \"tiny\"\n".to_owned();
    let shop = setup.start().await;
    shop.visitor("c1", QUESTION).await;
    let s = shop.suggestion("c1").await;
    assert!(s["text"].as_str().unwrap().contains("6 to 9 working days"), "{s}");
    until("it is said once", || async {
        shop.log().contains("embedding server cannot be used").then_some(())
    })
    .await;
}
