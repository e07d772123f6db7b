//! How long lists of conversations take among a million of them: each kind of filter and search, on both stores.
//!
//! `cargo run --release --example search [-- CONVERSATIONS [RUNS]]`
//!
//! Fills an SQLite file and a PostgreSQL database of its own with made-up chats of three messages, makes them findable
//! as an upgraded service does, and asks for a page of thirty in every way. `SEARCH_KEEP=DIR` keeps the SQLite file.

use std::time::{Duration, Instant};

use anyhow::Context as _;
use banister::domain::{
    Author, Conversation, ConversationId, Decision, Episode, EpisodeId, Event, Fact, Handling, Message,
    MessageKind, Stage, Timestamp,
};
use banister::ports::{Commit, ConversationFilter, Desk as _, NewEvent, Store as _};
use banister::store::{Db, Settings};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection, SqliteConnection};

#[expect(dead_code, reason = "the benchmark's own module, of which this needs a part")]
#[path = "../src/child.rs"]
mod child;
#[path = "../src/cluster.rs"]
mod cluster;

/// The newest conversation's last activity, and how far they lie apart, us: about a year for a million.
const NEWEST: i64 = 1_800_000_000_000_000;
const APART: i64 = 31_000_000;
/// Rows in one statement.
const CHUNK: usize = 5_000;

/// Numbers that look like chance and are the same in every run.
fn mixed(n: u64) -> u64 {
    let mut x = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// A word of 20,000, the first ones by far the most frequent.
fn word(seed: u64) -> String {
    let share = (mixed(seed) >> 11) as f64 / (1_u64 << 53) as f64;
    let rank = (20_000_f64.powf(share)) as u64;
    let mut text = String::new();
    let mut rest = mixed(rank ^ 0xabcd);
    for _ in 0..=(1 + rank.ilog2() / 3) {
        text.push_str(["ka", "lo", "mi", "ter", "sun", "ve", "ro", "pa", "shi", "den"][(rest % 10) as usize]);
        rest /= 10;
    }
    text
}

/// What conversation `n` of `all` is about; 0 is the oldest.
struct Chat {
    state: Conversation,
    texts: [String; 3],
    rated: Option<&'static str>,
    rule: Option<&'static str>,
}

fn chat(n: usize, all: usize) -> Chat {
    let (m, at) = (mixed(n as u64), NEWEST - APART * (all - n) as i64);
    let mut c = Conversation::new("shop", &format!("bench-{n:07}"), Timestamp(at));
    c.relay = if m.is_multiple_of(10) { "mail" } else { "shop" }.to_owned();
    c.visitor_name = Some(format!("{} {}", word(m ^ 1), word(m ^ 2)));
    c.stage = Stage::Resolved { at: Timestamp(at) };
    let mut episode = Episode::starting(EpisodeId::derived(Timestamp(at), &[&n.to_string()]), Timestamp(at));
    episode.handling = if m % 100 < 30 { Handling::AiAssisted } else { Handling::HumanOnly };
    episode.topic = Some(if n % 10_007 == 0 { "rare".to_owned() } else { format!("topic-{}", (m >> 8) % 20) });
    let rule = match n % 2_000 {
        0..=39 => Some("refunds"),
        40 => Some("disputes"),
        _ => None,
    };
    episode.held_rules = rule.map(str::to_owned).into_iter().collect();
    let rated = match m % 100 {
        0..=1 => Some("low"),
        2..=3 => Some("middle"),
        4..=14 => Some("high"),
        _ => None,
    };
    c.episode = Some(episode);
    let mut texts: [String; 3] = std::array::from_fn(|line| {
        (0..12_u64).map(|i| word(mixed((n * 3 + line) as u64) ^ i)).collect::<Vec<_>>().join(" ")
    });
    if m % 2 == 0 {
        texts[0].push_str(" parcel");
    } else {
        texts[0].push_str(" vase");
    }
    if m % 100 == 7 {
        texts[1].push_str(" glazing");
    }
    if m % 50 == 3 {
        texts[1].push_str(" 返金ポリシーについて");
    }
    if n < all * 3 / 10 && m % 5 < 3 {
        texts[2].push_str(" winterclearance");
    }
    if n % 200_000 == 17 {
        texts[2].push_str(" swordfish");
    }
    Chat { state: c, texts, rated, rule }
}

struct Rows {
    conversations: Vec<serde_json::Value>,
    messages: Vec<serde_json::Value>,
    rules: Vec<serde_json::Value>,
}

fn rows(from: usize, to: usize, all: usize) -> anyhow::Result<Rows> {
    let (mut conversations, mut messages, mut rules) = (Vec::new(), Vec::new(), Vec::new());
    for n in from..to {
        let Chat { state: c, texts, rated, rule } = chat(n, all);
        let (id, at) = (c.id.to_string(), c.last_activity.0);
        let waiting = n + 40 > all;
        conversations.push(serde_json::json!({
            "id": id, "relay": c.relay, "external_id": c.external_id, "last_activity": at, "rated": rated,
            "stage": if waiting { "with_human" } else { "resolved" }, "needs_human": waiting,
            "handling": c.episode.as_ref().map_or("none", |e| e.handling.as_str()),
            "topic": c.episode.as_ref().and_then(|e| e.topic.clone()), "was_held": rule.is_some(),
            "state": serde_json::to_string(&c)?,
        }));
        for (line, text) in texts.iter().enumerate() {
            let author = if line == 1 { "owner" } else { "visitor" };
            messages.push(serde_json::json!({ "id": id, "m": format!("m{line}"), "author": author,
                "kind": if line == 1 { "human" } else { "question" }, "body": text, "at": at - 60_000_000 * (2 - line as i64) }));
        }
        rules.extend(rule.map(|rule| serde_json::json!({ "id": id, "rule": rule, "at": at })));
    }
    Ok(Rows { conversations, messages, rules })
}

const CONVERSATION: &str =
    "insert into conversation (id, relay, external_id, revision, stage, handling, topic, needs_human, sample,
    last_activity, updated_at, state, rated, was_held)";
const MESSAGE: &str = "insert into message (conversation_id, external_id, author, kind, private, body, at)";
const LANE: &str = "insert into lane (conversation_id, due_at)";
const RULE: &str = "insert into held_rule (conversation_id, rule, last_activity)";

/// The same statements for both: a JSON array becomes rows.
fn statements(postgres: bool) -> [String; 4] {
    let get = |name: &str, kind: &str| {
        if postgres { format!("cast(value ->> '{name}' as {kind})") } else { format!("value ->> '{name}'") }
    };
    let all = if postgres { "json_array_elements(cast($1 as json))" } else { "json_each($1)" };
    let (text, number, truth) = ("text", "bigint", "boolean");
    let (id, no) = (get("id", text), if postgres { "false" } else { "0" });
    [
        format!(
            "{CONVERSATION} select {id}, {}, {}, 1, {}, {}, {}, {}, {no}, {}, {}, {}, {}, {} from {all}",
            get("relay", text),
            get("external_id", text),
            get("stage", text),
            get("handling", text),
            get("topic", text),
            get("needs_human", truth),
            get("last_activity", number),
            get("last_activity", number),
            get("state", text),
            get("rated", text),
            get("was_held", truth)
        ),
        format!(
            "{MESSAGE} select {id}, {}, {}, {}, {no}, {}, {} from {all}",
            get("m", text),
            get("author", text),
            get("kind", text),
            get("body", text),
            get("at", number)
        ),
        format!("{LANE} select {id}, {} from {all}", i64::MAX),
        format!("{RULE} select {id}, {}, {} from {all}", get("rule", text), get("at", number)),
    ]
}

/// A connection of our own to either store.
enum Raw {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

impl Raw {
    async fn open(url: &str) -> anyhow::Result<Self> {
        Ok(if url.starts_with("sqlite:") {
            Self::Sqlite(SqliteConnection::connect(url).await?)
        } else {
            Self::Postgres(PgConnection::connect(url).await?)
        })
    }

    async fn run(&mut self, statement: &str, json: Option<String>) -> anyhow::Result<()> {
        let statement = AssertSqlSafe(statement.to_owned());
        match self {
            Self::Sqlite(conn) => {
                let query = sqlx::query(statement);
                if let Some(json) = json { query.bind(json) } else { query }.execute(conn).await?;
            }
            Self::Postgres(conn) => {
                let query = sqlx::query(statement);
                if let Some(json) = json { query.bind(json) } else { query }.execute(conn).await?;
            }
        }
        Ok(())
    }
}

async fn fill(url: &str, all: usize) -> anyhow::Result<()> {
    Db::open(&settings(url)).await?.close().await;
    let mut raw = Raw::open(url).await?;
    let [conversation, message, lane, rule] = statements(matches!(raw, Raw::Postgres(_)));
    for from in (0..all).step_by(CHUNK) {
        let rows = rows(from, (from + CHUNK).min(all), all)?;
        let conversations = serde_json::to_string(&rows.conversations)?;
        raw.run("begin", None).await?;
        raw.run(&conversation, Some(conversations.clone())).await?;
        raw.run(&lane, Some(conversations)).await?;
        raw.run(&message, Some(serde_json::to_string(&rows.messages)?)).await?;
        raw.run(&rule, Some(serde_json::to_string(&rows.rules)?)).await?;
        raw.run("commit", None).await?;
    }
    Ok(())
}

fn settings(url: &str) -> Settings {
    Settings { url: url.to_owned() }
}

async fn catch_up(db: &Db) -> anyhow::Result<()> {
    while db.catch_up(100).await? > 0 {}
    Ok(())
}

/// A kind of question, with the filters that ask it in turns.
fn kinds(all: usize) -> Vec<(&'static str, Vec<ConversationFilter>)> {
    let any = ConversationFilter { limit: 30, ..Default::default() };
    let s = |text: &str| Some(text.to_owned());
    let text = |text: &str| ConversationFilter { text: s(text), ..any.clone() };
    let texts = |words: &[&str]| words.iter().map(|word| text(word)).collect::<Vec<_>>();
    let day = |share: i64| Some(Timestamp(NEWEST - APART * all as i64 * share / 100));
    vec![
        ("all, newest first", vec![any.clone()]),
        ("waiting for a human", vec![ConversationFilter { needs_human: true, ..any.clone() }]),
        ("resolved", vec![ConversationFilter { stage: s("resolved"), ..any.clone() }]),
        ("AI-assisted", vec![ConversationFilter { handling: s("ai_assisted"), ..any.clone() }]),
        ("a topic of 5 %", vec![ConversationFilter { topic: s("topic-7"), ..any.clone() }]),
        ("a topic of 0.01 %", vec![ConversationFilter { topic: s("rare"), ..any.clone() }]),
        ("a rule, 2 %", vec![ConversationFilter { rule: s("refunds"), ..any.clone() }]),
        ("a rule, 0.05 %", vec![ConversationFilter { rule: s("disputes"), ..any.clone() }]),
        ("rated 1 or 2", vec![ConversationFilter { rating: s("low"), ..any.clone() }]),
        (
            "rated 1 or 2, one topic, one relay, AI-assisted",
            vec![ConversationFilter {
                rating: s("low"),
                topic: s("topic-7"),
                relay: s("mail"),
                handling: s("ai_assisted"),
                ..any.clone()
            }],
        ),
        ("a week half a year ago", vec![ConversationFilter { from: day(50), to: day(48), ..any.clone() }]),
        ("the relay's id", vec![ConversationFilter { external_id: s("bench-0000123"), ..any.clone() }]),
        ("a word of 50 %", texts(&["parcel", "vase"])),
        ("words of each frequency", (0..64).map(|n| text(&word(n * 7_919 + 13))).collect()),
        (
            "two such words",
            (0..64).map(|n| text(&format!("{} {}", word(n * 31 + 5), word(n * 17 + 3)))).collect(),
        ),
        ("a word of 1 %", texts(&["glazing", "glaz"])),
        ("a word in 5 of a million", texts(&["swordfish"])),
        ("a word that nobody wrote", texts(&["xylophone"])),
        ("two Chinese characters, 2 %", texts(&["返金"])),
        ("a word of 60 %, but only of the oldest 30 %", texts(&["winterclearance"])),
        ("two words of 50 % that never meet", texts(&["parcel vase"])),
        (
            "a name",
            (0..32).map(|n| text(&format!("{} {}", word(mixed(n) ^ 1), word(mixed(n) ^ 2)))).collect(),
        ),
        (
            "a word of 50 %, a rule of 0.05 %",
            vec![ConversationFilter { rule: s("disputes"), ..text("parcel") }],
        ),
        (
            "a word of 50 %, a topic of 0.01 %",
            vec![ConversationFilter { topic: s("rare"), ..text("parcel") }],
        ),
        (
            "a word of 50 %, a topic of 5 %",
            vec![ConversationFilter { topic: s("topic-7"), ..text("parcel") }],
        ),
        (
            "a word of 50 %, a week half a year ago",
            vec![ConversationFilter { from: day(50), to: day(48), ..text("parcel") }],
        ),
    ]
}

async fn timed(db: &Db, filter: &ConversationFilter) -> anyhow::Result<(Duration, usize, Option<String>)> {
    let begun = Instant::now();
    let page = db.conversations(filter).await?;
    Ok((begun.elapsed(), page.items.len(), page.next_cursor))
}

fn line(store: &str, kind: &str, mut times: Vec<Duration>, found: &str) {
    times.sort_unstable();
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    println!("| {store} | {kind} | {:.1} | {:.1} | {found} |", at(50), at(99));
}

async fn measure(store: &str, url: &str, all: usize, runs: usize) -> anyhow::Result<()> {
    let db = Db::open(&settings(url)).await?;
    for (kind, filters) in kinds(all) {
        let (mut times, mut least, mut most, mut short) = (Vec::new(), usize::MAX, 0, false);
        for run in 0..runs {
            let (time, found, next) = timed(&db, &filters[run % filters.len()]).await?;
            times.push(time);
            (least, most) = (least.min(found), most.max(found));
            short |= found < 30 && next.is_some();
        }
        let rows = if least == most { format!("{least}") } else { format!("{least}-{most}") };
        line(store, kind, times, &if short { format!("{rows}, to be continued") } else { rows });
    }
    let (mut times, mut cursor) = (Vec::new(), None);
    for _ in 0..runs {
        let filter =
            ConversationFilter { text: Some("parcel".to_owned()), limit: 30, cursor, ..Default::default() };
        let (time, _, next) = timed(&db, &filter).await?;
        times.push(time);
        cursor = next;
    }
    line(store, "a word of 50 %, page after page", times, "30");
    let mut times = Vec::new();
    for _ in 0..runs {
        let begun = Instant::now();
        db.choices().await?;
        times.push(begun.elapsed());
    }
    line(store, "what can be chosen from", times, "");
    line(store, "a message is kept (event, claim, commit)", kept(&db, runs).await?, "");
    db.close().await;
    Ok(())
}

/// What a visitor's message costs in a store of this size, index included.
async fn kept(db: &Db, runs: usize) -> anyhow::Result<Vec<Duration>> {
    let mut times = Vec::new();
    for run in 0..runs {
        let name = format!("kept-{run}");
        let now = Timestamp(NEWEST + 1_000_000 * run as i64);
        let after =
            Conversation { visitor_name: Some(word(run as u64)), ..Conversation::new("shop", &name, now) };
        let text = (0..12_u64).map(|i| word(run as u64 * 64 + i)).collect::<Vec<_>>().join(" ");
        let begun = Instant::now();
        let event = Event::ChatResolved { by: "bench".to_owned() };
        let conversation = ConversationId::of("shop", &name);
        db.append(NewEvent {
            conversation,
            relay: "shop".to_owned(),
            external_conversation: name.clone(),
            key: name.clone(),
            second_key: None,
            at: now,
            heard_at: now,
            sequence: None,
            sample: false,
            event,
        })
        .await?;
        let claim = db.claim_lane(conversation, now, 60_000).await?.context("the lane")?;
        let message = Message {
            external_id: "m0".to_owned(),
            author: Author::Visitor,
            kind: MessageKind::Question,
            private: false,
            text,
            at: now,
            suggestion: None,
            action: None,
            by: None,
        };
        let decision = Decision { after, facts: vec![Fact::MessageKept(message)], effects: Vec::new() };
        let commit = Commit {
            own_event: None,
            handled_seq: i64::MAX - 1,
            decisions: vec![decision],
            next_due: Timestamp::NEVER,
            now,
        };
        db.commit(claim, commit).await?;
        times.push(begun.elapsed());
    }
    Ok(times)
}

#[tokio::main(worker_threads = 2)]
async fn main() -> anyhow::Result<()> {
    let numbers: Vec<usize> = std::env::args().skip(1).filter_map(|a| a.parse().ok()).collect();
    let (all, runs) =
        (numbers.first().copied().unwrap_or(1_000_000), numbers.get(1).copied().unwrap_or(200).max(1));
    let folder = tempfile::tempdir()?;
    let path = std::env::var_os("SEARCH_KEEP").map_or(folder.path().to_owned(), Into::into).join("search.db");
    let cluster = match cluster::installed() {
        Some(bin) => Some(cluster::Cluster::start(bin).await?),
        None => None,
    };
    let mut stores = vec![("SQLite", format!("sqlite:{}", path.display()))];
    if let Some(cluster) = &cluster {
        stores.push(("PostgreSQL", cluster.fresh().await?));
    }
    for (store, url) in &stores {
        let begun = Instant::now();
        if !url.starts_with("sqlite:") || !path.exists() {
            fill(url, all).await?;
        }
        let filled = begun.elapsed().as_secs();
        let db = Db::open(&settings(url)).await?;
        catch_up(&db).await?;
        db.close().await;
        let caught_up = begun.elapsed().as_secs() - filled;
        // What autovacuum does in time, and SQLite when it is closed.
        Raw::open(url)
            .await?
            .run(if *store == "SQLite" { "analyze" } else { "vacuum analyze" }, None)
            .await?;
        eprintln!("{store}: {all} conversations written in {filled} s, made findable in {caught_up} s");
        if let Some(size) = size(url).await? {
            eprintln!("{size}");
        }
    }
    println!("{all} conversations, {} messages, {runs} runs of each kind, pages of 30", 3 * all);
    println!("| store | asked for | p50 ms | p99 ms | rows |\n|---|---|---|---|---|");
    for (store, url) in &stores {
        measure(store, url, all, runs).await?;
    }
    Ok(())
}

/// How large the words' index is.
async fn size(url: &str) -> anyhow::Result<Option<String>> {
    Ok(match Raw::open(url).await? {
        Raw::Sqlite(mut conn) => {
            let (all,): (i64,) =
                sqlx::query_as("select page_count * page_size from pragma_page_count(), pragma_page_size()")
                    .fetch_one(&mut conn)
                    .await?;
            let (words,): (i64,) =
                sqlx::query_as("select coalesce(sum(length(block)), 0) from search_words_data")
                    .fetch_one(&mut conn)
                    .await?;
            Some(format!("SQLite: {} MB, of them {} MB index of words", all >> 20, words >> 20))
        }
        Raw::Postgres(mut conn) => {
            let (all, rows, index): (i64, i64, i64) = sqlx::query_as(
                "select pg_database_size(current_database()), pg_table_size('search_words'), pg_relation_size('search_words_words')",
            )
            .fetch_one(&mut conn)
            .await?;
            Some(format!(
                "PostgreSQL: {} MB, of them {} MB words and {} MB index of words",
                all >> 20,
                rows >> 20,
                index >> 20
            ))
        }
    })
}
