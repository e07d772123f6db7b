//! What a draft costs is counted whatever a server says about it.

use serde_json::{Value, json};

use super::tests_openai::{QUESTION, Server, answered, good};
use super::tests_setup::{order, shipping};
use crate::domain::{DraftFailure, Usage};
use crate::ports::{Drafted, Drafter as _, Limits};

async fn drafted(server: &Server) -> Drafted {
    server.drafter().draft(&order(QUESTION), &shipping()).await
}

/// A server that answers well and counts like this.
async fn counting(usage: Value) -> Server {
    Server::saying(move |_, _| {
        let message = json!({"role": "assistant", "content": good().to_string()});
        let body = json!({"choices": [{"message": message, "finish_reason": "stop"}], "usage": usage});
        axum::response::IntoResponse::into_response(axum::Json(body))
    })
    .await
}

#[tokio::test]
async fn a_count_that_cannot_be_meant_is_replaced_by_our_own() {
    let told = counting(json!({"prompt_tokens": 700, "completion_tokens": 60})).await;
    assert_eq!(
        drafted(&told).await.usage,
        Usage { prompt_tokens: 700, completion_tokens: 60, cost_micros: 0 }
    );
    for absurd in [
        Value::Null,
        json!({}),
        json!({"prompt_tokens": 0, "completion_tokens": 0}),
        json!({"prompt_tokens": -5, "completion_tokens": "many"}),
        json!({"prompt_tokens": 1, "completion_tokens": 0}),
        json!({"prompt_tokens": 9_000_000_000_u64, "completion_tokens": 9_000_000_000_u64}),
    ] {
        let usage = drafted(&counting(absurd.clone()).await).await.usage;
        assert!((300..6_000).contains(&usage.prompt_tokens), "{absurd}: {usage:?}");
        assert!((20..300).contains(&usage.completion_tokens), "{absurd}: {usage:?}");
    }
}

#[tokio::test]
async fn money_goes_by_the_prices_and_no_draft_costs_more_than_was_foreseen() {
    let mut server = counting(json!({"prompt_tokens": 700, "completion_tokens": 60})).await;
    server.settings.prompt_price = 2.5;
    server.settings.completion_price = 10.0;
    server.settings.daily_cost_budget = Some(0.5);
    server.settings.daily_token_budget = Some(10_000);
    let usage = drafted(&server).await.usage;
    assert_eq!(usage.cost_micros, 1_750 + 600);
    let foreseen = server.drafter().foresee(&order(QUESTION), &shipping()).unwrap();
    assert!(foreseen.usage.cost_micros >= usage.cost_micros && foreseen.usage.tokens() >= usage.tokens());
    assert_eq!(foreseen.limits, Limits { tokens: Some(10_000), cost_micros: Some(500_000) });
    assert_eq!(server.drafter().foresee(&order(QUESTION), &[]), None, "nothing is asked, nothing spent");
}

#[tokio::test]
async fn a_broken_or_late_answer_is_counted_as_foreseen() {
    for (status, body) in [(504, "late"), (200, "<html>"), (200, "{\"choices\": [")] {
        let server = Server::saying(move |_, _| answered(status, "application/json", body)).await;
        let drafted = drafted(&server).await;
        assert!(drafted.outcome.is_err());
        assert_eq!(
            drafted.usage.completion_tokens, 500,
            "{status} {body}: the server may have written all the same"
        );
    }
}

#[tokio::test]
async fn both_calls_of_an_answer_asked_for_again_are_counted() {
    let server = Server::saying(|n, _| {
        super::tests_openai::says(&if n == 0 { "well, hm".to_owned() } else { good().to_string() })
    })
    .await;
    let drafted = drafted(&server).await;
    assert!(drafted.outcome.is_ok());
    assert!(
        drafted.usage.completion_tokens == 40 && drafted.usage.prompt_tokens >= 200,
        "{:?}",
        drafted.usage
    );
}

#[tokio::test]
async fn a_server_that_writes_more_than_it_may_costs_no_more_than_was_foreseen() {
    let mut server = Server::saying(|_, _| {
        let message = json!({"role": "assistant", "content": "0123456789,".repeat(400)});
        let body = json!({"choices": [{"message": message, "finish_reason": "stop"}]});
        axum::response::IntoResponse::into_response(axum::Json(body))
    })
    .await;
    server.settings.prompt_price = 0.15;
    server.settings.completion_price = 0.6;
    let foreseen = server.drafter().foresee(&order(QUESTION), &shipping()).unwrap().usage;
    let usage = drafted(&server).await.usage;
    assert_eq!((server.requests().len(), usage.completion_tokens), (2, 1_000));
    assert!(usage.prompt_tokens <= foreseen.prompt_tokens, "{usage:?} of {foreseen:?}");
    assert!(usage.cost_micros <= foreseen.cost_micros, "{usage:?} of {foreseen:?}");
}

#[tokio::test]
async fn a_refusal_costs_nothing_and_silence_what_it_may_have_cost() {
    let server = Server::saying(|_, _| answered(500, "text/plain", "no")).await;
    assert_eq!(drafted(&server).await.usage, Usage::default());
    let mut server = Server::saying(|_, _| answered(200, "text/plain", "late")).await;
    server.settings.timeout_ms = 200;
    let silent = server.drafter().draft(&order("how long is the SILENCE?"), &shipping()).await;
    assert_eq!(silent.outcome, Err(DraftFailure::Timeout));
    assert_eq!(silent.usage.completion_tokens, 500, "all that it may have written");
}

#[tokio::test]
async fn a_server_that_keeps_failing_is_left_alone() {
    let server = Server::saying(|_, _| answered(503, "text/plain", "no")).await;
    let drafter = server.drafter();
    for _ in 0..9 {
        let outcome = drafter.draft(&order(QUESTION), &shipping()).await.outcome;
        assert!(matches!(outcome, Err(DraftFailure::Unavailable { .. })), "{outcome:?}");
    }
    assert_eq!(server.requests().len(), 5, "the sixth was not asked");
}
