//! The public port against slow and crowding clients.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::world::Setup;

/// What the server allows, and a margin for a busy machine. The bound is the promise here, not a benchmark.
const CLOSED_WITHIN: Duration = Duration::from_secs(25);

async fn closed(mut stream: TcpStream, what: &str) -> Duration {
    let start = Instant::now();
    let mut sink = Vec::new();
    let ended = tokio::time::timeout(CLOSED_WITHIN, stream.read_to_end(&mut sink)).await;
    assert!(ended.is_ok(), "{what}: still open after {CLOSED_WITHIN:?}");
    start.elapsed()
}

#[tokio::test]
async fn silent_half_headed_and_dripping_clients_are_hung_up_on_while_others_are_served() {
    let shop = Setup::new().await.start().await;
    let address = shop.url.trim_start_matches("http://").to_owned();
    let silent = TcpStream::connect(&address).await.unwrap();
    let mut half_head = TcpStream::connect(&address).await.unwrap();
    half_head.write_all(b"POST /v1/relays/shop/events HTTP/1.1\r\nHost: x\r\nX-Slow: ").await.unwrap();
    let mut slow_body = TcpStream::connect(&address).await.unwrap();
    let head =
        b"POST /v1/relays/shop/events HTTP/1.1\r\nHost: x\r\nwebhook-id: a\r\nwebhook-timestamp: 1\r\n\
                 webhook-signature: v1,x\r\nContent-Length: 1000\r\n\r\n{";
    slow_body.write_all(head).await.unwrap();
    shop.visitor("c1", "hello").await;
    tokio::join!(closed(silent, "silent"), closed(half_head, "half a head"), closed(slow_body, "slow body"));
}

#[tokio::test]
async fn a_stop_signal_ends_the_service_promptly_with_a_stream_open() {
    let mut shop = Setup::new().await.start().await;
    let stream =
        shop.http.get(format!("{}/v1/stream", shop.url)).bearer_auth(&shop.token).send().await.unwrap();
    assert_eq!(stream.status().as_u16(), 200);
    let mut child = shop.child.take().unwrap();
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let ended = tokio::task::spawn_blocking(move || child.wait().unwrap());
    let status = tokio::time::timeout(Duration::from_secs(20), ended).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0), "{}", shop.log());
}
