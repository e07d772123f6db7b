//! The running binary sends by itself only on a live certificate, stops when it is told to, and does it once whatever dies.

use std::time::Duration;

use banister::domain::Timestamp;
use banister::domain::gate::Mode;
use banister::store::{Db, Settings};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use super::autopilot::vacuum_into;
use super::autopilot_shop::{Shop, Weather};
use crate::world::{Browser, Mood, Service, Setup, a_moment, person, unix_now, until};

const QUESTION: &str = "How long does shipping to Canada take?";
const DAY_S: i64 = 86_400;

/// A shop is played until its owner has earned it within the last fortnight.
async fn play(url: &str) {
    let db = Db::open(&Settings { url: url.to_owned() }).await.unwrap();
    let mut shop = Shop::open(db, Timestamp((unix_now() - 14 * DAY_S) * 1_000_000)).await;
    let won = shop.until(Weather::Fair, 400, |line| line.gate.mode() == Mode::Auto).await;
    won.unwrap();
    shop.db.close().await;
}

/// Such a shop's database file, played once for all tests.
async fn played() -> &'static [u8] {
    static PLAYED: OnceCell<Vec<u8>> = OnceCell::const_new();
    let play_once = || async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("earned.db");
        play(&format!("sqlite:{}", path.display())).await;
        let whole = folder.path().join("whole.db");
        vacuum_into(&path, &whole).await;
        std::fs::read(whole).unwrap()
    };
    PLAYED.get_or_init(play_once).await
}

/// A service over such a shop.
async fn earned(hold_ms: u32) -> (Service, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("earned.db");
    std::fs::write(&path, played().await).unwrap();
    (service(format!("sqlite:{}", path.display()), hold_ms, None).await, folder)
}

async fn service(url: String, hold_ms: u32, relay: Option<crate::world::RecordingRelay>) -> Service {
    let mut setup = Setup::new().await;
    setup.store = Some(url);
    if let Some(relay) = relay {
        setup.relay = relay;
    }
    // The very articles that were judged.
    let shelf = std::fs::read_dir("examples/shop/knowledge").unwrap().map(|entry| entry.unwrap().path());
    setup.articles = shelf
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let lines = format!(
        "autonomy = \"auto\"\nmin_confidence = 0.0\nauto_hold_ms = {hold_ms}\nauto_per_hour = 1000\nauto_per_day = 1000"
    );
    setup.policy(&lines).start().await
}

/// Visitors ask until one of them is not drawn by lot: their conversation.
async fn asked(shop: &Service, prefix: &str, stages: &[&str]) -> String {
    for n in 0..40 {
        let name = format!("{prefix}-{n}");
        shop.visitor(&name, QUESTION).await;
        let stage = until("an outcome", || async {
            let c = shop.conversation(&name).await?;
            let stage = c["stage"].as_str()?.to_owned();
            (stage == "in_review" || stages.contains(&stage.as_str())).then_some(stage)
        })
        .await;
        if stages.contains(&stage.as_str()) {
            return name;
        }
    }
    panic!("forty drawn by lot, one after the other")
}

/// After a death an action that was on its way is tried again once its lease is over, which may take a while.
async fn posted(shop: &Service, chat: &str) {
    for _ in 0..900 {
        if !shop.relay.posts(chat).is_empty() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("nothing was posted: {:#}", shop.conversation(chat).await.unwrap_or_default());
}

async fn certificate(shop: &Service) -> Value {
    let answer = shop.get("/v1/certificates").await;
    let items = answer.body["items"].as_array().unwrap();
    items.iter().find(|item| item["alpha"] == 0.05).unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn it_leaves_on_a_certificate_is_listed_and_one_wrong_one_stops_all() {
    let (shop, _folder) = earned(0).await;
    let before = certificate(&shop).await;
    assert_eq!((before["state"].as_str(), before["mode"].as_str()), (Some("on"), Some("auto")), "{before:#}");
    let line = before["line"].as_str().unwrap();
    assert!(line.starts_with("Drafts at 5 %: ") && line.contains("wrong (95 %): on"), "{line}");
    let chat = asked(&shop, "auto", &["quiet", "sending"]).await;
    let posts = shop.posts(&chat, 1).await;
    assert!(posts[0].contains("written by an assistant and not read by a person first"), "{posts:?}");
    let quiet = shop.stage(&chat, "quiet").await;
    assert_eq!(quiet["handling"], "ai_assisted");
    let sent = shop.get("/v1/sent").await;
    let reply =
        sent.body["items"].as_array().unwrap().iter().find(|r| r["text"] == posts[0]).unwrap().clone();
    assert_eq!((reply["state"].as_str(), reply["judged"].as_str()), (Some("sent"), None), "{reply:#}");
    assert!(reply["certificate"]["bound"].as_f64().unwrap() <= 0.05, "{reply:#}");
    assert!(reply["certificate"]["score"].as_f64() >= reply["certificate"]["lambda"].as_f64());
    let id = reply["id"].as_str().unwrap();
    assert_eq!(shop.post("/v1/sent/no-such/wrong", json!({})).await.status, 400);
    let judged = shop.post(&format!("/v1/sent/{id}/wrong"), json!({})).await;
    assert_eq!((judged.status, judged.body["judged"].as_str()), (200, Some("wrong")), "{judged:?}");
    assert_eq!(
        shop.post(&format!("/v1/sent/{id}/fine"), json!({})).await.status,
        409,
        "what was counted stays"
    );
    let after = certificate(&shop).await;
    assert_eq!(after["state"], "under_review", "{after:#}");
    assert!(after["why"].as_str().unwrap().contains("turned out wrong"), "{after:#}");
    assert!(after["next"].as_str().unwrap().contains("20 good ones in a row"), "{after:#}");
    shop.visitor("after", QUESTION).await;
    let next = shop.suggestion("after").await;
    assert_eq!(
        next["gate"]["ruling"],
        json!({ "ruling": "suggest", "why": { "why": "probation" } }),
        "{next:#}"
    );
    // The log says it all again.
    let log = shop.get("/v1/certificates/5/log?after=0&limit=1000").await;
    assert!(log.body["items"].as_array().unwrap().iter().any(|m| m["input"]["source"] == "complaint"));
    let (text, errors, code) = shop.run(&["autopilot", "status"], "");
    assert_eq!(code, 0, "{errors}");
    assert!(text.contains("Allowed: what has earned it") && text.contains("under review"), "{text}");
    // What would leave today of all that was asked, by the threshold in force; the one called wrong counts as wrong.
    let all = ["replay", "--threshold", "--since", "2020-01-01", "--limit", "100000", "--json"];
    let (told, errors, code) = shop.run(&all, "");
    let replayed: Value = serde_json::from_str(&told).unwrap_or_else(|_| panic!("{told}{errors}"));
    let auto = &replayed["auto"];
    assert_eq!(
        (code, &auto["by_gates"], &auto["threshold"]),
        (0, &json!(true), &after["threshold"]),
        "{auto:#}"
    );
    assert!(
        auto["above"].as_u64() > Some(50) && auto["above"].as_u64() < auto["drafts"].as_u64(),
        "{auto:#}"
    );
    let wrong = replayed["listed"].as_array().unwrap().iter().filter(|one| one["what"] == "wrong_sent");
    let chats: Vec<&str> = wrong.filter_map(|one| one["conversation"].as_str()).collect();
    assert!(chats.contains(&reply["conversation_id"].as_str().unwrap()), "{chats:?}");
    let begun = shop.post("/v1/replays", json!({ "threshold": "in_force", "days": 365 })).await;
    assert_eq!((begun.status, &begun.body["what"]), (202, &json!("thresholds in force")), "{begun:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn anybody_stops_one_and_everything_stops_at_once_by_api_page_console_and_chat_command() {
    let (shop, _folder) = earned(4_000).await;
    let chat = asked(&shop, "stop", &["countdown"]).await;
    let waiting = shop.get("/v1/suggestions?state=countdown").await;
    let id = waiting.body["items"][0]["id"].as_str().unwrap().to_owned();
    let stopped = shop.post(&format!("/v1/suggestions/{id}/stop"), json!({})).await;
    assert_eq!((stopped.status, stopped.body["state"].as_str()), (200, Some("pending")), "{stopped:?}");
    assert_eq!(shop.post(&format!("/v1/suggestions/{id}/stop"), json!({})).await.status, 409);
    assert_eq!(shop.conversation(&chat).await.unwrap()["stage"], "in_review");

    // Each of the four ways ends a countdown under way, and the next draft waits for a person.
    person(&shop, "ada@shop.example", "owner");
    let ada = Browser::signed_in(&shop, "ada@shop.example").await;
    for way in ["api", "page", "console", "chat"] {
        let chat = asked(&shop, way, &["countdown"]).await;
        match way {
            "api" => {
                assert_eq!(shop.post("/v1/autopilot/pause", json!({ "why": "lunch" })).await.status, 200)
            }
            "page" => {
                let page = ada.submit("/autopilot", "/autopilot/pause", &[]).await;
                assert!(page.status == 303 || page.status == 200, "{}", page.status);
            }
            "console" => assert_eq!(shop.run(&["autopilot", "pause"], "").2, 0),
            _ => shop.owner("somewhere-else", "/bot off").await,
        }
        let paused = || async { shop.get("/v1/autopilot").await.body["paused"].as_bool().filter(|on| *on) };
        until("the pause", paused).await;
        shop.stage(&chat, "in_review").await;
        a_moment().await;
        assert!(shop.relay.posts(&chat).is_empty(), "{way}");
        assert_eq!(shop.post("/v1/autopilot/resume", json!({})).await.status, 200);
        let resumed = || async { (shop.get("/v1/autopilot").await.body["paused"] == false).then_some(()) };
        until("it goes on", resumed).await;
    }
    let audit = shop.get("/v1/audit?what=autopilot.pause").await;
    let why: Vec<&str> =
        audit.body["items"].as_array().unwrap().iter().filter_map(|i| i["reason"].as_str()).collect();
    assert!(why.contains(&"lunch"), "{audit:?}");
    // Forbidden: what was earned stays, and nothing leaves.
    assert_eq!(shop.post("/v1/autopilot/forbid", json!({})).await.status, 200);
    shop.visitor("forbidden", QUESTION).await;
    let suggested = shop.suggestion("forbidden").await;
    assert_eq!(suggested["gate"]["ruling"]["why"]["why"], "not_allowed", "{suggested:#}");
    assert_eq!(certificate(&shop).await["mode"], "auto");
    // Allowed again only by whoever says that they know what is promised.
    for body in [json!({}), json!({ "understood": false }), json!({ "why": "why not" })] {
        let answer = shop.post("/v1/autopilot/allow", body.clone()).await;
        let told = answer.body["detail"].as_str().unwrap_or_default().to_owned();
        assert_eq!(answer.status, 400, "{body} {answer:?}");
        assert!(told.contains("understood") && told.contains("13 at most in 95 of 100 cases"), "{told}");
    }
    let (_, errors, code) = shop.run(&["autopilot", "allow"], "");
    assert!(code == 2 && errors.contains("--understood") && errors.contains("13 at most"), "{code} {errors}");
    let allowed = || async { shop.get("/v1/autopilot").await.body["allowed"].as_bool() };
    assert_eq!(allowed().await, Some(false), "nothing was changed");
    assert_eq!(shop.run(&["autopilot", "allow", "--understood"], "").2, 0);
    assert_eq!(allowed().await, Some(true));
    assert_eq!(shop.post("/v1/autopilot/forbid", json!({})).await.status, 200);
    let answer = shop.post("/v1/autopilot/allow", json!({ "understood": true, "why": "we know" })).await;
    assert_eq!((answer.status, &answer.body["allowed"]), (200, &json!(true)), "{answer:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn kill_dash_nine_between_certificate_and_send_doubles_nothing_and_sends_nothing_uncertified() {
    let (mut shop, _folder) = earned(0).await;
    // Let go, and the relay is away: the reply waits in the outbox when the process dies.
    // One refusal: the death may cost a try too, and after three a human is asked.
    shop.relay.be(&[Mood::Status(503)]);
    let chat = asked(&shop, "kill", &["sending"]).await;
    shop.kill();
    assert!(shop.relay.posts(&chat).is_empty());
    shop.spawn().await;
    posted(&shop, &chat).await;
    shop.stage(&chat, "quiet").await;
    assert_eq!(shop.relay.posts(&chat).len(), 1);
    // Applied, and dead before the answer was heard.
    shop.relay.be(&[Mood::AppliesAndHangsUp]);
    let chat = asked(&shop, "hang", &["sending", "quiet"]).await;
    shop.kill();
    shop.spawn().await;
    posted(&shop, &chat).await;
    shop.stage(&chat, "quiet").await;
    assert_eq!(shop.relay.posts(&chat).len(), 1);
    // Let go, dead, and paused before it is up again: the certificate no longer holds, and nothing leaves.
    shop.relay.be(&[Mood::Status(503); 3]);
    let chat = asked(&shop, "pause", &["sending"]).await;
    shop.kill();
    assert_eq!(shop.run(&["autopilot", "pause", "--why", "something is odd"], "").2, 0);
    shop.spawn().await;
    let suggested = shop.suggestion(&chat).await;
    assert_eq!(suggested["gate"]["ruling"]["why"]["why"], "not_allowed", "{suggested:#}");
    tokio::time::sleep(Duration::from_secs(3)).await;
    assert!(shop.relay.posts(&chat).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_never_disagree_about_a_certificate() {
    let Some(url) = crate::postgres::fresh_database().await else { return };
    play(&url).await;
    let first = service(url.clone(), 0, None).await;
    let second = service(url.clone(), 0, Some(first.relay.clone())).await;
    // Somebody is there: where nobody has looked in for days nothing leaves.
    assert_eq!(certificate(&first).await["mode"], "auto");
    let names: Vec<String> = (0..24).map(|n| format!("two-{n}")).collect();
    for (n, name) in names.iter().enumerate() {
        // All at once, at both doors.
        let to = if n % 2 == 0 { &first } else { &second };
        to.visitor(name, QUESTION).await;
    }
    let mut left = 0;
    for name in &names {
        let stage = until("an outcome", || async {
            let c = first.conversation(name).await?;
            c["stage"].as_str().filter(|s| ["in_review", "quiet"].contains(s)).map(str::to_owned)
        })
        .await;
        let posts = first.relay.posts(name);
        assert_eq!(posts.len(), usize::from(stage == "quiet"), "{name} {stage}: {posts:?}");
        left += posts.len();
    }
    let waiting = first.get("/v1/suggestions?state=pending").await.body;
    // How many is a matter of luck: the sixth that is drawn and not judged keeps back all the rest.
    assert!(left > 0, "some leave; {:#}", waiting["items"][0]["gate"]);
    assert_eq!(first.get("/v1/certificates").await.body, second.get("/v1/certificates").await.body);
    // One log, without a gap, that gives the state again.
    let db = Db::open(&Settings { url }).await.unwrap();
    super::autopilot::recomputed(&db, Timestamp(unix_now() * 1_000_000)).await;
    db.close().await;
}
