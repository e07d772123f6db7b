//! A relay stand-in that signs and verifies with somebody else's Standard Webhooks library (PyPI `standardwebhooks`).

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use serde_json::Value;

use crate::world::{INBOUND, OUTBOUND, Setup, until};

#[tokio::test]
async fn an_independent_library_signs_what_we_accept_and_verifies_what_we_send() {
    let Ok(python) = std::env::var("TEST_PYTHON") else {
        assert!(std::env::var("CI").is_err(), "TEST_PYTHON must be set in CI: run scripts/test");
        eprintln!("SKIPPED: no TEST_PYTHON; scripts/test makes the environment and sets it");
        return;
    };
    let script = format!("{}/tests/peers/relay.py", env!("CARGO_MANIFEST_DIR"));
    let mut peer = Command::new(python)
        .args([script.as_str(), INBOUND, OUTBOUND])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(peer.stdout.take().unwrap()).read_line(&mut first).unwrap();
    let url = first.trim().to_owned();
    let mut setup = Setup::new().await;
    setup.relay = setup.relay.at(format!("{url}/actions"));
    let shop = setup.start().await;
    // The peer speaks as the visitor, signed by its own library.
    let say = format!(
        "{url}/say?to={}/v1/relays/shop/events&conversation=py-1&text=How+long+does+shipping+to+Canada+take%3F",
        shop.url
    );
    let spoken: Value = shop.http.post(&say).send().await.unwrap().json().await.unwrap();
    assert_eq!(spoken["status"], 202, "{spoken}");
    let suggestion = shop.suggestion("py-1").await;
    assert_eq!(shop.approve(&suggestion).await.status, 200);
    let book = until("the reply at the peer", || async {
        let book: Value = shop.http.get(format!("{url}/book")).send().await.ok()?.json().await.ok()?;
        book["verified"].as_array()?.iter().any(|a| a["data"]["action"] == "message.post").then_some(book)
    })
    .await;
    assert_eq!(book["refused"], 0, "{book}");
    let _already_dead = peer.kill();
    let _reaped = peer.wait();
}
