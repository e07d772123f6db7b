//! Whatever a model server does wrong becomes the right failure, in time, with little memory, and without a panic.
#![expect(clippy::disallowed_methods, reason = "what is measured here is real time")]

use std::time::{Duration, Instant};

use axum::body::{Body, Bytes};
use axum::response::IntoResponse as _;
use serde_json::{Value, json};

use super::tests_openai::{QUESTION, Server, answered, completion, good, good_but, says};
use super::tests_setup::{order, shipping};
use crate::domain::DraftFailure::{self, Garbage, RateLimited, Refused, Timeout, Unavailable};
use crate::ports::Drafter as _;

const JSON: &str = "application/json";

fn garbage(detail: &str) -> Result<crate::domain::Draft, DraftFailure> {
    Err(Garbage { detail: detail.to_owned() })
}

#[tokio::test]
async fn a_page_a_stream_or_half_an_answer_is_garbage() {
    for (kind, body, said) in [
        ("text/html", "<html><body>Welcome!</body></html>", "an HTML page"),
        (JSON, r#"{"choices": [{"message": {"content": "{\"rep"#, "broken or foreign JSON"),
        ("text/event-stream", "data: {}\n\n", "a stream"),
        (JSON, "", "empty"),
        (JSON, "[1, 2]", "broken or foreign JSON"),
    ] {
        let server = Server::saying(move |_, _| answered(200, kind, body)).await;
        let wanted = format!("the answer is {said} instead of a chat completion");
        assert_eq!(server.draft().await, garbage(&wanted), "{body}");
    }
}

#[tokio::test]
async fn no_choices_are_garbage() {
    for body in [r#"{"choices": []}"#, r#"{"choices": null}"#, "{}"] {
        let server = Server::saying(move |_, _| answered(200, JSON, body)).await;
        assert_eq!(server.draft().await, garbage("no choices"), "{body}");
    }
    for body in [r#"{"choices": [{}]}"#, r#"{"choices": [{"message": null}]}"#] {
        let server = Server::saying(move |_, _| answered(200, JSON, body)).await;
        assert_eq!(server.draft().await, garbage("empty"), "{body}");
    }
}

#[tokio::test]
async fn fifty_megabytes_are_not_read() {
    let server = Server::saying(|_, _| {
        let chunks = (0..800).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 64 * 1024])));
        answered(200, JSON, Body::from_stream(futures_util::stream::iter(chunks)))
    })
    .await;
    assert_eq!(server.draft().await, garbage("the answer is longer than 1 MiB"));
    let server = Server::saying(|_, _| answered(500, JSON, vec![b'x'; 50 * 1024 * 1024])).await;
    assert_eq!(server.draft().await, Err(Unavailable { detail: "the server answered 500".to_owned() }));
}

#[tokio::test]
async fn a_tool_call_is_garbage_whatever_the_finish_reason() {
    let call = json!({"role": "assistant", "content": null, "tool_calls": [{"function": {"name": "pay"}}]});
    for finish in ["tool_calls", "stop"] {
        let call = call.clone();
        let server = Server::saying(move |_, _| completion(&call, finish)).await;
        assert_eq!(server.draft().await, garbage("a tool call; there are no tools"));
    }
}

#[tokio::test]
async fn a_truncated_answer_is_garbage_and_a_refusal_a_refusal() {
    let cut = json!({"content": good().to_string().split_at(24).0});
    let server = Server::saying(move |_, _| completion(&cut, "length")).await;
    assert_eq!((server.draft().await, server.requests().len()), (garbage("truncated"), 1));
    let filtered = json!({"content": ""});
    let server = Server::saying(move |_, _| completion(&filtered, "content_filter")).await;
    assert_eq!(server.draft().await, Err(Refused));
    let refused = json!({"content": null, "refusal": "I cannot help with that."});
    let server = Server::saying(move |_, _| completion(&refused, "stop")).await;
    assert_eq!(server.draft().await, Err(Refused));
}

#[tokio::test]
async fn of_a_reason_that_never_ends_the_rest_is_saved_and_of_a_broken_reply_nothing() {
    let cut = |text: &str| completion(&json!({ "content": text }), "length");
    let whole = r#"{"reply": "Shipping takes 2 to 3 working days, inside Germany.", "citations": ["shipping#1@aaaaaaaaaaaa"], "needs_human": false, "p_send": 0.9, "reason": "the passage, which says so, says so, and says"#;
    let server = Server::saying(move |_, _| cut(whole)).await;
    let draft = server.draft().await.unwrap();
    assert_eq!(draft.text, "Shipping takes 2 to 3 working days, inside Germany.");
    assert!((draft.signals["p_send"] - 0.9).abs() < 1e-12, "{:?}", draft.signals);
    for broken in [
        r#"{"reply": "Shipping takes 2 to 3 working days, ins"#,
        r#"{"reply": "Shipping, fast", "citations": ["shipping#1@aaaaaaaaaaaa"], "needs_hu"#,
        r#"{"citations": ["a", "b"], "needs_human": false, "reply": "Shipping, but"#,
        "",
    ] {
        let server = Server::saying(move |_, _| cut(broken)).await;
        assert!(server.draft().await.is_err(), "{broken}");
    }
}

#[tokio::test]
async fn a_rate_limit_keeps_its_advice_capped_and_never_waits_itself() {
    let soon = jiff::Timestamp::now() + jiff::SignedDuration::from_secs(90);
    let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&soon).unwrap();
    for (advice, wanted) in [
        (Some("7".to_owned()), Some(7_000..=7_000)),
        (Some("99999999999".to_owned()), Some(600_000..=600_000)),
        (Some(date), Some(85_000..=95_000)),
        (Some("soon".to_owned()), None),
        (Some("-5".to_owned()), None),
        (None, None),
    ] {
        let header = advice.clone();
        let server = Server::saying(move |_, _| {
            let mut response = answered(429, "text/html", "<h1>slow down</h1>");
            if let Some(header) = &header {
                response.headers_mut().insert("retry-after", header.parse().unwrap());
            }
            response
        })
        .await;
        let started = Instant::now();
        let Err(RateLimited { retry_after_ms }) = server.draft().await else { panic!("{advice:?}") };
        match (retry_after_ms, wanted) {
            (Some(ms), Some(range)) => assert!(range.contains(&ms), "{advice:?}: {ms}"),
            (got, wanted) => assert_eq!((got, wanted), (None, None), "{advice:?}"),
        }
        assert!(started.elapsed() < Duration::from_secs(3) && server.requests().len() == 1);
    }
}

#[tokio::test]
async fn silence_ends_at_the_time_limit_and_so_does_waiting_for_a_place() {
    let mut server = Server::saying(|_, _| says(&good().to_string())).await;
    server.settings.timeout_ms = 400;
    server.settings.max_concurrency = 1;
    let drafter = server.drafter();
    let started = Instant::now();
    let (silent, passages) = (order("SILENCE about shipping?"), shipping());
    let (first, second) = tokio::join!(drafter.draft(&silent, &passages), drafter.draft(&silent, &passages));
    assert_eq!((first.outcome, second.outcome), (Err(Timeout), Err(Timeout)));
    // The server would have answered after five seconds.
    assert!(started.elapsed() < Duration::from_secs(4), "{:?}", started.elapsed());
    assert!(
        drafter.draft(&order(QUESTION), &shipping()).await.outcome.is_ok(),
        "and the place is free again"
    );
}

#[tokio::test]
async fn a_server_that_is_not_there_or_points_elsewhere_is_unavailable() {
    let mut server = Server::saying(|_, _| says("")).await;
    server.settings.base_url = Some("http://127.0.0.1:1/v1".to_owned());
    let detail = "cannot connect; check model.base_url".to_owned();
    assert_eq!(server.draft().await, Err(Unavailable { detail }));
    let server = Server::saying(|_, _| {
        let mut response = answered(302, JSON, "");
        response.headers_mut().insert("location", "http://127.0.0.1:1/".parse().unwrap());
        response
    })
    .await;
    let Err(Unavailable { detail }) = server.draft().await else { panic!("followed") };
    assert!(detail.contains("302") && detail.contains("redirect"), "{detail}");
}

#[tokio::test]
async fn refused_keys_and_failing_servers_are_told_apart() {
    let body =
        r#"{"error": {"message": "secret visitor words", "type": "invalid_request_error", "code": 401}}"#;
    let server = Server::saying(move |_, _| answered(401, JSON, body)).await;
    let detail = "the server answered 401 (invalid_request_error); check model.api_key".to_owned();
    assert_eq!(server.draft().await, Err(Unavailable { detail }));
    let server = Server::saying(|_, _| answered(503, "text/plain", "secret visitor words")).await;
    assert_eq!(server.draft().await, Err(Unavailable { detail: "the server answered 503".to_owned() }));
    let server = Server::saying(|_, _| answered(200, JSON, r#"{"error": "model is loading"}"#)).await;
    assert_eq!(
        server.draft().await,
        Err(Unavailable { detail: "the server answered with an error".to_owned() })
    );
}

#[tokio::test]
async fn thinking_fences_and_chatter_around_the_answer_are_stripped() {
    let good = good().to_string();
    for content in [
        format!("```json\n{good}\n```"),
        format!("<think>Is {{this}} right?</think>\n{good}"),
        format!("I think {{so}}.</think>{good}").replace("{so}", "so"),
        format!("Sure! Here it is:\n{good}\nAnything else {{I}} can do?"),
    ] {
        let server = Server::saying(move |_, _| says(&content)).await;
        assert!(server.draft().await.is_ok(), "{:?}", server.requests());
        assert_eq!(server.requests().len(), 1);
    }
    let parts = json!({"content": [{"type": "text", "text": good}]});
    let server = Server::saying(move |_, _| completion(&parts, "")).await;
    assert!(server.draft().await.is_ok());
}

#[tokio::test]
async fn an_unreadable_answer_is_asked_for_once_more_and_paid_for_twice() {
    let server =
        Server::saying(|n, _| if n == 0 { says("It takes 2 to 3 days!") } else { says(&good().to_string()) })
            .await;
    let draft = server.draft().await.unwrap();
    assert_eq!((draft.usage.prompt_tokens, draft.usage.completion_tokens), (200, 40));
    let second = server.requests().remove(1);
    assert!(second.get("response_format").is_none());
    assert_eq!(second["messages"].as_array().unwrap().len(), 4);
    let server = Server::saying(|_, _| says("<think>It takes")).await;
    assert_eq!((server.draft().await, server.requests().len()), (garbage("not JSON"), 2));
}

#[tokio::test]
async fn an_estimate_that_is_no_probability_is_garbage() {
    let wrong = [json!(1_234_567_890_u64), json!(85), json!(-0.1), json!("NaN"), json!("85 %"), json!([0.5])];
    for p_send in wrong {
        let server = Server::saying(move |_, _| says(&good_but("p_send", p_send.clone()))).await;
        assert_eq!(server.draft().await, garbage("p_send is not between 0 and 1"));
    }
    let server = Server::saying(|_, _| says(&good_but("p_send", Value::Null))).await;
    let silent = server.draft().await.unwrap();
    assert!(!silent.signals.contains_key("p_send"), "absence is not doubt");
    let server = Server::saying(|_, _| says(&good_but("p_send", "0.25"))).await;
    assert!((server.draft().await.unwrap().fit - 0.25).abs() < 1e-9);
}

#[tokio::test]
async fn a_server_that_refuses_the_schema_is_asked_more_simply_from_then_on() {
    let simple = |request: &Value| request.get("response_format").is_none_or(|f| f["type"] == "json_object");
    let server = Server::saying(move |_, request| {
        if simple(request) {
            says(&good().to_string())
        } else {
            answered(400, JSON, r#"{"error": {"code": 400}}"#)
        }
    })
    .await;
    let drafter = server.drafter();
    for _ in 0..2 {
        assert!(drafter.draft(&order(QUESTION), &shipping()).await.outcome.is_ok());
    }
    let forms: Vec<Value> = server.requests().iter().map(|r| r["response_format"]["type"].clone()).collect();
    assert_eq!(forms, ["json_schema", "json_object", "json_object"]);
}

#[tokio::test]
async fn the_simplest_form_is_understood_by_the_oldest_server() {
    let server = Server::saying(|_, request| {
        let strict =
            request.get("max_completion_tokens").is_some() || request.get("response_format").is_some();
        if strict { answered(422, "text/plain", "extra fields") } else { says(&good().to_string()) }
    })
    .await;
    assert!(server.draft().await.is_ok());
    assert_eq!(server.requests().remove(3)["max_tokens"], 500);
}

#[tokio::test]
async fn a_request_that_no_form_mends_is_garbage_and_nothing_is_remembered() {
    let body = r#"{"error": {"code": 400, "message": "…", "type": "exceed_context_size_error"}}"#;
    let server = Server::saying(move |_, _| answered(400, JSON, body)).await;
    let drafter = server.drafter();
    for asked in [4, 8] {
        let refused = drafter.draft(&order(QUESTION), &shipping()).await.outcome;
        assert_eq!(refused, garbage("the server answered 400 (exceed_context_size_error)"));
        assert_eq!(server.requests().len(), asked);
    }
}

#[tokio::test]
async fn replies_of_foreign_shapes_never_panic() {
    let shapes = [
        json!(null),
        json!("x"),
        json!({"choices": [{"message": {"content": {"a": 1}}, "finish_reason": 7}]}),
        json!({"choices": [{"message": {"content": "{\"reply\": 7}"}}]}),
        json!({"choices": {"0": 1}}),
        json!({"choices": [{"message": {"content": "[".repeat(5_000)}}]}),
        json!({"choices": [{"message": {"content": "{\"a\":".repeat(5_000)}}]}),
        json!({"choices": [null]}),
        json!({"choices": [[]]}),
        json!({"usage": "much", "choices": [{"message": []}]}),
    ];
    for shape in shapes {
        let server = Server::saying(move |_, _| axum::Json(shape.clone()).into_response()).await;
        assert!(matches!(server.draft().await, Err(Garbage { .. })), "{:?}", server.requests().len());
    }
}
