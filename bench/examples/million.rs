//! How long every report takes among a million conversations, while messages keep coming: on both stores.
//!
//! `cargo run --release --example million [-- CONVERSATIONS [ROUNDS]]` after `cargo build --release` in the repository.
//!
//! Fills an SQLite file and a PostgreSQL database of its own with made-up episodes of about a year, starts the real
//! `banister serve` on each, and asks for every report by HTTP: once cold, then for thirty days, ninety days and all, while
//! signed events are posted at a steady pace. Memory is read from /proc.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};
use banister::domain::{Conversation, EpisodeId, Timestamp};
use banister::relay::Secret;
use banister::store::{Db, Settings};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[path = "../src/child.rs"]
mod child;
#[path = "../src/cluster.rs"]
mod cluster;

/// Rows in one statement.
const CHUNK: usize = 5_000;
/// How far episodes lie apart, us: a year for a million.
const APART: i64 = 31_500_000;
/// Events posted a second while reports are asked for.
const EVENTS_A_SECOND: u64 = 50;
const SECRET: &str = "whsec_aW5ib3VuZC1zZWNyZXQtb2YtdGhlLWJlbmNoLTAwMQ==";
/// The relay is asked for nothing; two secrets that are the same would be refused.
const OUTBOUND: &str = "whsec_b3V0Ym91bmQtc2VjcmV0LW9mLXRoZS1iZW5jaC0wMDE=";
const REPORTS: [&str; 9] =
    ["scorecard", "comparison", "topics", "speed", "rules", "templates", "knowledge", "autonomy", "roi"];

/// Numbers that look like chance and are the same in every run.
fn mixed(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// What conversation `n` of `all` came to; 0 is the oldest.
fn episode(n: usize, all: usize, newest: i64) -> (Value, Value) {
    let (m, at) = (mixed(n as u64), newest - APART * (all - n) as i64);
    let c = Conversation::new("shop", &format!("million-{n:07}"), Timestamp(at));
    let held = m % 23 == 0;
    let ai = !held && m % 100 < 45;
    let frt = 20_000_000 + (m >> 20) as i64 % 1_800_000_000;
    let resolved = at + frt + (m >> 33) as i64 % 7_200_000_000;
    let turns = 1 + (m >> 7) % 5;
    let replies: Vec<i64> = (0..turns as i64).map(|t| (frt / 1_000 + t * 40_000) % 900_000).collect();
    let pick = |from: &[&str], bits: u64| from[(m >> bits) as usize % from.len()].to_owned();
    let topics: Vec<String> = (0..20).map(|t| format!("topic-{t}")).collect();
    let pages: Vec<String> = (0..300).map(|p| format!("/shop/page-{p}")).collect();
    let kind = ai.then(|| pick(&["approved", "approved", "edited"], 9));
    let id = EpisodeId::derived(Timestamp(at), &[&n.to_string()]).to_string();
    let row = json!({
        "id": id, "of": c.id.to_string(), "started": at, "first": at + frt, "resolved": resolved,
        "resolution": if m % 3 == 0 { "quiet" } else { "confirmed" },
        "reopened": (m % 11 == 0).then_some(resolved + 3_600_000_000 * (1 + (m >> 13) as i64 % 200)),
        "handling": if ai { "ai_assisted" } else { "human_only" }, "kind": kind, "held": held,
        "rules": if held { "[\"refunds\"]" } else { "[]" },
        "csat": (m % 4 == 0).then_some(1 + (m >> 17) % 5), "nps": (m % 9 == 0).then_some((m >> 18) % 11),
        "topic": topics[(m >> 8) as usize % 20], "turns": turns, "answers": turns,
        "reply_ms": serde_json::to_string(&replies).unwrap_or_default(),
        "handoff": (!ai).then(|| pick(&["held_by_rule", "low_confidence", "asked_for_human", "taken_over"], 11)),
        "kept": (m % 6 == 0).then_some(m % 5 != 0), "page": pages[(m >> 22) as usize % 300],
        "campaign": (m % 3 == 0).then(|| pick(&["spring", "google.com", "newsletter"], 26)),
        "edit": ai.then_some((m >> 29) % 3_000), "confidence": (m % 2 == 0).then_some(4_000 + (m >> 31) % 6_000),
        "triggered": m % 100 < 60, "wrong": ai && m % 37 == 0, "owner": (m % 2 == 0).then_some((m >> 35) % 90_000),
        "tokens": if m % 100 < 60 { (m >> 36) % 4_000 } else { 0 }, "cost": (m >> 37) % 3_000,
        "bought": if m % 40 == 0 { "[[19.9,\"EUR\"]]" } else { "[]" }, "unhappy": m % 31 == 0,
        "in_hours": m % 3 != 0, "returning": m % 5 == 0,
    });
    let state = json!({
        "id": c.id.to_string(), "external": c.external_id, "at": at,
        "handling": if ai { "ai_assisted" } else { "human_only" }, "topic": topics[(m >> 8) as usize % 20],
        "state": serde_json::to_string(&c).unwrap_or_default(),
    });
    (row, state)
}

/// The columns of an episode with the name and type of what fills them.
const COLUMNS: [(&str, &str, &str); 34] = [
    ("id", "id", "text"),
    ("conversation_id", "of", "text"),
    ("started_at", "started", "bigint"),
    ("first_response_at", "first", "bigint"),
    ("resolved_at", "resolved", "bigint"),
    ("resolution", "resolution", "text"),
    ("reopened_at", "reopened", "bigint"),
    ("handling", "handling", "text"),
    ("kind", "kind", "text"),
    ("held", "held", "boolean"),
    ("held_rules", "rules", "text"),
    ("csat", "csat", "bigint"),
    ("nps", "nps", "bigint"),
    ("topic", "topic", "text"),
    ("turns", "turns", "bigint"),
    ("answers", "answers", "bigint"),
    ("reply_ms", "reply_ms", "text"),
    ("handoff", "handoff", "text"),
    ("promise_kept", "kept", "boolean"),
    ("page", "page", "text"),
    ("campaign", "campaign", "text"),
    ("edit", "edit", "bigint"),
    ("confidence", "confidence", "bigint"),
    ("triggered", "triggered", "boolean"),
    ("judged_wrong", "wrong", "boolean"),
    ("owner_ms", "owner", "bigint"),
    ("tokens", "tokens", "bigint"),
    ("cost_micros", "cost", "bigint"),
    ("conversions", "bought", "text"),
    ("unhappy", "unhappy", "boolean"),
    ("in_hours", "in_hours", "boolean"),
    ("returning_visitor", "returning", "boolean"),
    ("sample", "no", "boolean"),
    ("measured", "one", "bigint"),
];

/// The same statements for both: a JSON array becomes rows.
fn statements(postgres: bool) -> [String; 3] {
    let get = |name: &str, kind: &str| match (name, postgres) {
        ("no", true) => "false".to_owned(),
        ("no", false) => "0".to_owned(),
        ("one", _) => "1".to_owned(),
        (_, true) => format!("cast(value ->> '{name}' as {kind})"),
        (_, false) => format!("value ->> '{name}'"),
    };
    let all = if postgres { "json_array_elements(cast($1 as json))" } else { "json_each($1)" };
    let names: Vec<&str> = COLUMNS.iter().map(|(column, ..)| *column).collect();
    let values: Vec<String> = COLUMNS.iter().map(|(_, name, kind)| get(name, kind)).collect();
    let no = get("no", "");
    [
        format!("insert into episode ({}) select {} from {all}", names.join(", "), values.join(", ")),
        format!(
            "insert into conversation (id, relay, external_id, revision, stage, handling, topic, needs_human, sample,
                 last_activity, updated_at, state)
             select {}, 'shop', {}, 1, 'resolved', {}, {}, {no}, {no}, {at}, {at}, {} from {all}",
            get("id", "text"),
            get("external", "text"),
            get("handling", "text"),
            get("topic", "text"),
            get("state", "text"),
            at = get("at", "bigint"),
        ),
        format!("insert into lane (conversation_id, due_at) select {}, {} from {all}", get("id", "text"), i64::MAX),
    ]
}

enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    async fn run(&mut self, statement: &str, json: Option<&str>) -> anyhow::Result<()> {
        let statement = AssertSqlSafe(statement.to_owned());
        match self {
            Self::Sqlite(conn) => {
                let query = sqlx::query(statement);
                if let Some(json) = json { query.bind(json.to_owned()) } else { query }.execute(conn).await?;
            }
            Self::Postgres(conn) => {
                let query = sqlx::query(statement);
                if let Some(json) = json { query.bind(json.to_owned()) } else { query }.execute(conn).await?;
            }
        }
        Ok(())
    }
}

async fn fill(url: &str, all: usize, newest: i64) -> anyhow::Result<()> {
    Db::open(&Settings { url: url.to_owned() }).await?.close().await;
    let mut raw = match url.strip_prefix("sqlite:") {
        Some(_) => Raw::Sqlite(SqliteConnection::connect(url).await?),
        None => Raw::Postgres(PgConnection::connect(url).await?),
    };
    let [episodes, conversations, lanes] = statements(matches!(raw, Raw::Postgres(_)));
    for from in (0..all).step_by(CHUNK) {
        let rows = (from..(from + CHUNK).min(all)).map(|n| episode(n, all, newest));
        let (rows, states): (Vec<Value>, Vec<Value>) = rows.unzip();
        let (rows, states) = (serde_json::to_string(&rows)?, serde_json::to_string(&states)?);
        raw.run("begin", None).await?;
        raw.run(&conversations, Some(&states)).await?;
        raw.run(&lanes, Some(&states)).await?;
        raw.run(&episodes, Some(&rows)).await?;
        raw.run("commit", None).await?;
    }
    raw.run("analyze", None).await
}

/// A real service on this store, and a token to read its reports.
async fn serve(binary: &Path, folder: &Path, url: &str) -> anyhow::Result<(child::Server, String)> {
    let address = child::free_address()?;
    let config = format!(
        "[server]\nlisten = \"{address}\"\n[store]\nurl = \"{url}\"\n[policy]\nautonomy = \"off\"\n\
         [[relay]]\nname = \"bench\"\nkind = \"generic\"\ninbound_secret = \"{SECRET}\"\n\
         actions_url = \"http://127.0.0.1:9/\"\noutbound_secret = \"{OUTBOUND}\"\n"
    );
    let path = folder.join("banister.toml");
    std::fs::write(&path, config)?;
    let made = Command::new(binary)
        .args(["token", "new", "--name", "bench", "--config"])
        .arg(&path)
        .current_dir(folder)
        .output()?;
    let told = String::from_utf8_lossy(&made.stdout).into_owned();
    let token = told.trim();
    if !token.starts_with("bst_") {
        bail!("no token: {told}{}", String::from_utf8_lossy(&made.stderr));
    }
    let mut command = Command::new(binary);
    command.args(["serve", "--config"]).arg(&path).current_dir(folder);
    let server = child::Server::start(&mut command, address, &folder.join("banister.log")).await?;
    Ok((server, token.to_owned()))
}

async fn http(address: &str, head: String, body: &[u8]) -> anyhow::Result<(u16, usize)> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(&[head.as_bytes(), body].concat()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let status = std::str::from_utf8(answer.get(9..12).unwrap_or_default())?.parse()?;
    Ok((status, answer.len()))
}

async fn report(address: &str, token: &str, path: &str) -> anyhow::Result<(Duration, u16, usize)> {
    let begun = Instant::now();
    let head = format!(
        "GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\nconnection: close\r\n\r\n"
    );
    let (status, bytes) = http(address, head, &[]).await?;
    Ok((begun.elapsed(), status, bytes))
}

/// Posts events of new visitors until told to stop.
async fn ingest(address: String, stop: Arc<AtomicBool>, sent: Arc<AtomicUsize>) -> anyhow::Result<()> {
    let secret = Secret::parse(SECRET).context("the secret")?;
    let mut tick = tokio::time::interval(Duration::from_micros(1_000_000 / EVENTS_A_SECOND));
    while !stop.load(Ordering::Relaxed) {
        tick.tick().await;
        let n = sent.load(Ordering::Relaxed);
        let now = jiff::Timestamp::now();
        let id = format!("evt_{}_{n}", now.as_microsecond());
        let body = json!({
            "id": id, "type": "message_sent", "schema": "1", "source": "bench", "timestamp": now.to_string(),
            "conversation_id": format!("live-{}", n / 2),
            "data": { "message_id": format!("m{n}"), "direction": if n % 2 == 0 { "from_user" } else { "from_owner" },
                      "text": "How long does a parcel take to Canada?", "content_type": "text/plain", "private": false },
        })
        .to_string();
        let signature = secret.sign(&id, now.as_second(), body.as_bytes());
        let head = format!(
            "POST /v1/relays/bench/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nconnection: close\r\nwebhook-id: {id}\r\nwebhook-timestamp: {}\r\n\
             webhook-signature: {signature}\r\n\r\n",
            body.len(),
            now.as_second()
        );
        let (status, _) = http(&address, head, body.as_bytes()).await?;
        if status != 202 {
            bail!("an event was answered with {status}");
        }
        sent.fetch_add(1, Ordering::Relaxed);
    }
    Ok(())
}

fn resident_mb(pid: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    let kb = line.split_whitespace().nth(1).and_then(|kb| kb.parse::<f64>().ok());
    kb.unwrap_or(f64::NAN) / 1_024.0
}

fn line(store: &str, what: &str, mut times: Vec<Duration>, more: &str) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("| {store} | {what} | {:.0} | {:.0} | {more} |", at(50), at(99));
}

async fn measure(store: &str, server: &child::Server, token: &str, rounds: usize) -> anyhow::Result<()> {
    let day = |days: i64| {
        let at = jiff::Timestamp::now().as_microsecond() - days * 86_400_000_000;
        jiff::Timestamp::from_microsecond(at).map(|t| t.to_string())
    };
    let stretches = [("30 days", day(30)?), ("90 days", day(90)?), ("all", day(400)?)];
    let before = resident_mb(server.pid());
    let path = format!("/v1/reports/comparison?from={}", stretches[0].1);
    let (time, status, _) = report(&server.address, token, &path).await?;
    let after = resident_mb(server.pid());
    line(
        store,
        "first report (reads everything)",
        vec![time],
        &format!("{status}, {before:.0} -> {after:.0} MB"),
    );
    for name in REPORTS {
        for (stretch, from) in &stretches {
            let mut times = Vec::new();
            let (mut status, mut bytes) = (0, 0);
            for _ in 0..rounds {
                let path = format!("/v1/reports/{name}?from={from}");
                let (time, answered, length) = report(&server.address, token, &path).await?;
                times.push(time);
                (status, bytes) = (answered, length);
            }
            line(store, &format!("{name}, {stretch}"), times, &format!("{status}, {bytes} bytes"));
        }
    }
    println!("| {store} | memory at the end | | | {:.0} MB |", resident_mb(server.pid()));
    Ok(())
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let (all, rounds) =
        (numbers.first().copied().unwrap_or(1_000_000), numbers.get(1).copied().unwrap_or(5).max(1));
    let binary: PathBuf = Path::new("../target/release/banister").canonicalize().context("build it first")?;
    let folder = tempfile::tempdir()?;
    let newest = jiff::Timestamp::now().as_microsecond();
    let cluster = match cluster::installed() {
        Some(bin) => Some(cluster::Cluster::start(bin).await?),
        None => None,
    };
    let mut stores = vec![("SQLite", format!("sqlite:{}", folder.path().join("million.db").display()))];
    if let Some(cluster) = &cluster {
        stores.push(("PostgreSQL", cluster.fresh().await?));
    }
    println!(
        "{all} conversations, {EVENTS_A_SECOND} events a second meanwhile\n\n| store | what | median ms | 99 % ms | |\n|---|---|---|---|---|"
    );
    for (store, url) in &stores {
        let begun = Instant::now();
        fill(url, all, newest).await?;
        let filled = begun.elapsed().as_secs();
        let (server, token) = serve(&binary, folder.path(), url).await?;
        let (stop, sent) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let ingesting = tokio::spawn(ingest(server.address.clone(), stop.clone(), sent.clone()));
        let measured = measure(store, &server, &token, rounds).await;
        stop.store(true, Ordering::Relaxed);
        ingesting.await??;
        measured?;
        println!(
            "| {store} | filled in | {filled} s | | {} events taken meanwhile |",
            sent.load(Ordering::Relaxed)
        );
    }
    Ok(())
}
