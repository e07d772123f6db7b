//! `kill -9` at random instants, again and again: nothing acknowledged is lost, nothing is sent twice.

use std::collections::{BTreeMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::Value;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};

use crate::world::{INBOUND, Setup, event, said, unix_now, until};

/// How often the process is killed. More by BANISTER_KILLS.
const KILLS: usize = 100;

const QUESTION: &str = "How long does shipping to Canada take?";

/// What a relay knows: which conversations it started, and which event ids were acknowledged.
#[derive(Default)]
struct Oracle {
    acked: HashSet<String>,
    conversations: Vec<String>,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_kills_at_random_instants_lose_nothing_and_double_nothing() {
    let kills = std::env::var("BANISTER_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(KILLS);
    let mut shop = Setup::new().await.policy("waiting_notice_ms = 0").start().await;
    let oracle = Arc::new(Mutex::new(Oracle::default()));
    let stop = Arc::new(AtomicBool::new(false));
    let approvals = Arc::new(AtomicUsize::new(0));
    let visitors: Vec<_> =
        (0..3).map(|v| tokio::spawn(visit(v, shop.url.clone(), oracle.clone(), stop.clone()))).collect();
    let owner =
        tokio::spawn(approve_all(shop.url.clone(), shop.token.clone(), stop.clone(), approvals.clone()));
    let mut dice = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..kills {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        // From before the first commit to well after the first replies.
        tokio::time::sleep(Duration::from_millis((dice >> 33) % 220)).await;
        shop.kill();
        shop.spawn().await;
    }
    stop.store(true, Ordering::SeqCst);
    for visitor in visitors {
        visitor.await.unwrap();
    }
    owner.await.unwrap();
    let (conversations, acked) = {
        let oracle = oracle.lock().unwrap();
        (oracle.conversations.clone(), oracle.acked.clone())
    };
    assert!(
        conversations.len() > kills / 4,
        "too little happened to prove anything: {}",
        conversations.len()
    );
    stop.store(false, Ordering::SeqCst);
    let owner =
        tokio::spawn(approve_all(shop.url.clone(), shop.token.clone(), stop.clone(), approvals.clone()));
    for name in &conversations {
        until(&format!("{name} to be answered"), || async {
            (!shop.relay.posts(name).is_empty()).then_some(())
        })
        .await;
    }
    stop.store(true, Ordering::SeqCst);
    owner.await.unwrap();
    let doubled: BTreeMap<&String, usize> =
        conversations.iter().map(|c| (c, shop.relay.posts(c).len())).filter(|(_, n)| *n != 1).collect();
    assert!(doubled.is_empty(), "not exactly one reply: {doubled:?}");
    shop.kill();
    let stored = stored_keys(&shop.database().display().to_string()).await;
    let lost: Vec<_> =
        acked.iter().filter(|id| !stored.iter().any(|k| k.ends_with(&format!(":id:{id}")))).collect();
    assert!(lost.is_empty(), "acknowledged and not stored: {lost:?}");
    let again = shop.relay.requests().len() - shop.relay.applied().len();
    println!(
        "{kills} kills: {} conversations, {} acknowledged events, {} approvals, {again} repeated requests, lost 0, doubled 0",
        conversations.len(),
        acked.len(),
        approvals.load(Ordering::SeqCst),
    );
}

/// A visitor asks in one new conversation after the other; an event not acknowledged is sent again, as relays do.
async fn visit(n: usize, url: String, oracle: Arc<Mutex<Oracle>>, stop: Arc<AtomicBool>) {
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(5)).build().unwrap();
    let secret = banister::relay::Secret::parse(INBOUND).unwrap();
    for i in 0.. {
        if stop.load(Ordering::SeqCst) {
            return;
        }
        let conversation = format!("kill-{n}-{i}");
        let event = event("message_sent", &conversation, said("from_user", QUESTION));
        let id = event["id"].as_str().unwrap().to_owned();
        let body = event.to_string();
        loop {
            let at = unix_now();
            let sent = http
                .post(format!("{url}/v1/relays/shop/events"))
                .header("webhook-id", &id)
                .header("webhook-timestamp", at)
                .header("webhook-signature", secret.sign(&id, at, body.as_bytes()))
                .body(body.clone())
                .send()
                .await;
            if sent.is_ok_and(|r| r.status().is_success()) {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        {
            let mut oracle = oracle.lock().unwrap();
            oracle.acked.insert(id);
            oracle.conversations.push(conversation);
        }
        // A person does not ask a thousand questions a second.
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
}

/// An owner approves whatever is pending; a refused or broken approval is simply tried again with what is shown then.
async fn approve_all(url: String, token: String, stop: Arc<AtomicBool>, approvals: Arc<AtomicUsize>) {
    let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(5)).build().unwrap();
    while !stop.load(Ordering::SeqCst) {
        let list = http
            .get(format!("{url}/v1/suggestions?state=pending&limit=100"))
            .bearer_auth(&token)
            .send()
            .await;
        let items: Vec<Value> = match list {
            Ok(list) => list
                .json::<Value>()
                .await
                .ok()
                .and_then(|l| l["items"].as_array().cloned())
                .unwrap_or_default(),
            Err(_) => Vec::new(),
        };
        for s in &items {
            let path = format!("{url}/v1/suggestions/{}/approve", s["id"].as_str().unwrap());
            let seen = serde_json::json!({ "revision": s["revision"], "draft_hash": s["draft_hash"] });
            let sent = http.post(path).bearer_auth(&token).json(&seen).send().await;
            if sent.is_ok_and(|r| r.status().is_success()) {
                approvals.fetch_add(1, Ordering::SeqCst);
            }
        }
        if items.is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn stored_keys(path: &str) -> Vec<String> {
    let options = SqliteConnectOptions::new().filename(path);
    let mut conn = SqliteConnection::connect_with(&options).await.unwrap();
    let (check,): (String,) = sqlx::query_as("pragma integrity_check").fetch_one(&mut conn).await.unwrap();
    assert_eq!(check, "ok");
    let keys: Vec<(String,)> = sqlx::query_as("select key from event").fetch_all(&mut conn).await.unwrap();
    keys.into_iter().map(|(k,)| k).collect()
}
