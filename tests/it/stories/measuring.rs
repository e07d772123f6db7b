//! Every figure can be computed again from the rows that are only added to: by us, and by somebody who has nothing of ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use banister::domain::metrics::recompute;
use banister::domain::{ConversationId, Timestamp};
use banister::ports::{Desk as _, Measures as _, Since};
use banister::store::{Db, Settings};
use serde_json::{Value, json};

use super::measuring_year::{DAY, LOTTERY, SHOPS, Year};
use crate::postgres::both;
use crate::world::run;

const ALL: Since = Since { from: Timestamp(0), to: Timestamp::NEVER };

/// In memory where there is such a place: a year of commits is no test of the disk.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() }.unwrap()
}

async fn a_year(url: &str, chats: i64) {
    let db = Db::open(&Settings { url: url.to_owned() }).await.unwrap();
    Year::new(&db).await.play(chats).await;
    db.close().await;
}

fn config(folder: &Path, url: &str) -> PathBuf {
    let path = folder.join("banister.toml");
    std::fs::write(&path, format!("[store]\nurl = \"{url}\"\n")).unwrap();
    path
}

/// The same rows, read and added up by a program that shares no line with us.
#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_program_finds_the_same_figures_in_a_year_of_chats() {
    let folder = folder();
    let path = folder.path().join("year.db");
    let url = format!("sqlite:{}", path.display());
    let db = Db::open(&Settings { url: url.clone() }).await.unwrap();
    Year::new(&db).await.by_lottery().play(200).await;
    db.close().await;
    let config = config(folder.path(), &url);
    let args = ["report", "comparison", "--from", "2027-01-01", "--to", "2029-06-01", "--json"];
    let (report, errors, code) = run(&config, &args, "");
    assert_eq!(code, 0, "{errors}");
    let report: Value = serde_json::from_str(&report).unwrap();
    let shops: Value =
        SHOPS.iter().map(|(name, zone, day)| ((*name).to_owned(), json!([zone, day]))).collect();
    let salts: Vec<&str> = LOTTERY.iter().map(|(_, salt)| *salt).collect();
    let asked = json!({
        "database": path, "hours": shops, "closed": ["2027-12-24"], "comparison": report, "salts": salts,
    });
    let told = recomputed_elsewhere(folder.path(), &asked);
    assert!(told["episodes"].as_u64().unwrap() > 250, "{told:#}");
    for figure in
        ["reply_ms", "conversions", "edit", "owner_ms", "csat", "reopened_at", "promise_kept", "template"]
    {
        assert!(told["told"][figure].as_u64().unwrap() > 10, "hardly any {figure}: {told:#}");
    }
    for figure in ["periods", "human chats", "later chats", "unhappy", "left", "rated"] {
        let least = if figure == "periods" { 2 } else { 5 };
        assert!(told["lottery"][figure].as_u64().unwrap() >= least, "hardly any {figure}: {told:#}");
    }
    audited(&config);
}

/// What the other program found; it must find no difference.
pub fn recomputed_elsewhere(folder: &Path, asked: &Value) -> Value {
    std::fs::write(folder.join("asked.json"), asked.to_string()).unwrap();
    let script = format!("{}/tests/peers/recompute.py", env!("CARGO_MANIFEST_DIR"));
    let answer = Command::new("python3").arg(script).arg(folder.join("asked.json")).output().unwrap();
    let told = String::from_utf8_lossy(&answer.stdout).into_owned();
    assert!(answer.status.success(), "{told}\n{}", String::from_utf8_lossy(&answer.stderr));
    let told: Value = serde_json::from_str(&told).unwrap();
    assert_eq!(told["differences"], json!([]), "{told:#}");
    told
}

/// What a person would check by hand.
fn audited(config: &Path) {
    let (text, errors, code) = run(config, &["audit", "--sample", "40", "--seed", "7"], "");
    assert_eq!(code, 0, "{text}\n{errors}");
    assert!(
        text.contains("40 episodes checked (--seed 7): every stored figure is what its rows say"),
        "{text}"
    );
    assert!(text.contains(" answer by owner - ") && text.contains(" first visitor message"), "{text}");
    let (again, _, _) = run(config, &["audit", "--sample", "40", "--seed", "7"], "");
    assert_eq!(text, again, "the same seed checks the same episodes");
    let (_, errors, code) = run(config, &["audit", "--sample", "0"], "");
    assert_eq!(code, 2, "{errors}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_figure_that_somebody_changed_is_told_loudly() {
    let folder = folder();
    let path = folder.path().join("year.db");
    let url = format!("sqlite:{}", path.display());
    a_year(&url, 4).await;
    let config = config(folder.path(), &url);
    let (text, _, code) = run(&config, &["audit"], "");
    assert_eq!(code, 0, "{text}");
    let mut conn = sqlite(&path).await;
    sqlx::query("update episode set turns = turns + 1 where id = (select min(id) from episode)")
        .execute(&mut conn)
        .await
        .unwrap();
    let (text, _, code) = run(&config, &["audit", "--sample", "1000"], "");
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("!!! turns") && text.contains("!!! WRONG"), "{text}");
    let (json, _, code) = run(&config, &["audit", "--sample", "1000", "--json"], "");
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, json["wrong"].as_u64()), (1, Some(1)));
}

async fn sqlite(path: &Path) -> sqlx::SqliteConnection {
    use sqlx::Connection as _;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
    sqlx::SqliteConnection::connect_with(&options).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_audit_of_nothing_says_so() {
    let folder = folder();
    let url = format!("sqlite:{}", folder.path().join("empty.db").display());
    Db::open(&Settings { url: url.clone() }).await.unwrap().close().await;
    let (text, _, code) = run(&config(folder.path(), &url), &["audit"], "");
    assert_eq!(code, 1);
    assert!(text.contains("there are no episodes to check yet"), "{text}");
}

/// As after an upgrade: nothing is measured, and nothing says whose a row is.
const FORGET: [&str; 7] = [
    "update episode set measured = 0, turns = 0, answers = 0, reply_ms = '[]', handoff = null, owner_ms = null,
        tokens = 0, cost_micros = 0, triggered = 0, edit = null, confidence = null, promise_kept = null",
    "update message set episode_id = null, counted_at = null, counted_as = null",
    "update screening set episode_id = null",
    "update suggestion set episode_id = null",
    "update draft_answer set episode_id = null",
    "update promise set episode_id = null",
    "delete from episode_mark",
];

#[tokio::test(flavor = "multi_thread")]
async fn older_episodes_are_measured_afterwards_from_their_rows() {
    let folder = folder();
    let path = folder.path().join("year.db");
    let url = format!("sqlite:{}", path.display());
    a_year(&url, 30).await;
    let db = Db::open(&Settings { url: url.clone() }).await.unwrap();
    let before: Vec<_> = db.episodes(ALL).await.unwrap().iter().cloned().collect();
    let mut conn = sqlite(&path).await;
    for statement in FORGET {
        sqlx::query(statement).execute(&mut conn).await.unwrap();
    }
    assert!(
        db.episodes(ALL).await.unwrap().iter().all(|row| row.turns == 0),
        "the mirror sees other people's changes"
    );
    let mut measured = 0;
    loop {
        match db.measure_older(7).await.unwrap() {
            0 => break,
            n => measured += n,
        }
    }
    assert_eq!(measured, 44);
    let after: Vec<_> = db.episodes(ALL).await.unwrap().iter().cloned().collect();
    assert_eq!(before.len(), after.len());
    let same = before.iter().zip(&after).filter(|(a, b)| {
        (a.turns, a.answers, &a.reply_ms, a.tokens, a.edit_distance, a.owner_ms, a.triggered)
            == (b.turns, b.answers, &b.reply_ms, b.tokens, b.edit_distance, b.owner_ms, b.triggered)
    });
    let (same, all) = (same.count(), before.len());
    // What was counted outside of an episode's time cannot be known afterwards.
    assert!(same * 100 >= all * 90, "{same} of {all}");
    for n in 0..44_i64 {
        let shop = SHOPS[usize::try_from(n % 2).unwrap()].0;
        for episode in db.measured(ConversationId::of(shop, &format!("chat-{n}"))).await.unwrap() {
            let again = recompute(&episode.raw);
            assert_eq!((episode.stored.turns, &episode.stored.reply_ms), (again.turns, &again.reply_ms));
        }
    }
    db.close().await;
}

/// The mirror of one process against a plain look, while another process writes.
#[tokio::test(flavor = "multi_thread")]
async fn reports_from_memory_are_those_of_a_plain_look_while_others_write() {
    both(|url| async move {
        let settings = Settings { url };
        let serving = Db::open(&settings).await.unwrap();
        let beside = Db::open_beside(&settings).await.unwrap();
        let (writing, reading) = (serving.clone(), serving.clone());
        let writer = tokio::spawn(async move { Year::new(&writing).await.play(24).await });
        let mut looks = 0;
        while !writer.is_finished() {
            let _any = reading.episodes(ALL).await.unwrap();
            looks += 1;
            tokio::time::sleep(std::time::Duration::from_millis(3)).await;
        }
        writer.await.unwrap();
        assert!(looks > 10, "{looks}");
        let day = |n: i64| super::measuring_year::at("2027-10-01T00:00:00Z").plus_ms(n * DAY);
        for since in [ALL, Since { from: day(60), to: day(200) }, Since { from: day(100), to: day(101) }] {
            let mirror: Vec<_> = serving.episodes(since).await.unwrap().iter().cloned().collect();
            let plain: Vec<_> = beside.episodes(since).await.unwrap().iter().cloned().collect();
            assert_eq!(mirror, plain);
        }
        serving.close().await;
        // Its lock goes with the last that holds it.
        drop((serving, reading));
        // Once more from the beginning: the first look reads them in another way.
        let again = Db::open(&settings).await.unwrap();
        let first: Vec<_> = again.episodes(ALL).await.unwrap().iter().cloned().collect();
        let plain: Vec<_> = beside.episodes(ALL).await.unwrap().iter().cloned().collect();
        assert!(!first.is_empty() && first == plain, "{} and {}", first.len(), plain.len());
        again.close().await;
        beside.close().await;
    })
    .await;
}
