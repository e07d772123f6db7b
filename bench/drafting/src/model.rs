//! A model server that answers after a fixed time, with what a good model would say.

use std::time::Duration;

use axum::body::Bytes;
use axum::routing::post;
use axum::{Json, Router};
use serde_json::{Value, json};

/// What a model takes, ms.
pub const MODEL_MS: u64 = 50;

/// Its address, up to `/v1`. Runs in threads of its own, so that its work is not counted as a draft's.
pub fn start() -> anyhow::Result<String> {
    let listener = std::net::TcpListener::bind("127.0.0.1:0")?;
    listener.set_nonblocking(true)?;
    let url = format!("http://{}/v1", listener.local_addr()?);
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let Ok(runtime) = runtime else { return };
        runtime.block_on(async {
            let routes = Router::new().route("/v1/chat/completions", post(answer));
            if let Ok(listener) = tokio::net::TcpListener::from_std(listener) {
                let _ended = axum::serve(listener, routes).await;
            }
        });
    });
    Ok(url)
}

async fn answer(body: Bytes) -> Json<Value> {
    tokio::time::sleep(Duration::from_millis(MODEL_MS)).await;
    let prompt = String::from_utf8_lossy(&body);
    // The first passage's id, as the prompt has it: `\"id\": \"SLUG#N@HASH\"`.
    let id = prompt.split("{\\\"id\\\": \\\"").nth(1).and_then(|rest| rest.split('\\').next()).unwrap_or("none");
    let reply = json!({
        "reply": "Parcels to Canada take 8 to 12 working days.", "citations": [id], "p_send": 0.9,
        "needs_human": false, "reason": "the passage says so",
    });
    Json(json!({
        "choices": [{ "index": 0, "finish_reason": "stop",
                      "message": { "role": "assistant", "content": reply.to_string() } }],
        "usage": { "prompt_tokens": 900, "completion_tokens": 60 },
    }))
}
