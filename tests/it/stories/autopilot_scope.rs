//! Scope follows evidence: where the lottery shows that AI harms nothing leaves by itself, until it no longer does or an owner
//! takes it on themselves.

use std::sync::Arc;

use banister::domain::gate::Mode;
use banister::domain::holdout::{HoldoutSettings, Period, Salt};
use banister::domain::report::{Harm, ScopeMoves};
use banister::domain::{Policy, Timestamp};
use banister::ports::{Audit as _, AuditFilter, Autopilots as _, Clock as _, Note};
use banister::store::{Db, Settings};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};

use super::autopilot_shop::{Shop, Weather};
use super::measuring_year::DAY;
use crate::postgres::both;
use crate::world::{Browser, Setup, person};

const OPENING: Timestamp = Timestamp(1_780_000_000_000_000);

/// Beside the service, as nobody but a test does it.
async fn execute(url: &str, statement: String) {
    let statement = AssertSqlSafe(statement);
    if let Some(path) = url.strip_prefix("sqlite:") {
        let mut conn = SqliteConnection::connect(path).await.unwrap();
        conn.execute(statement).await.unwrap();
        conn.close().await.unwrap();
    } else {
        let mut conn = PgConnection::connect(url).await.unwrap();
        conn.execute(statement).await.unwrap();
        conn.close().await.unwrap();
    }
}

/// A lottery of 800 rated chats: 95 of 100 were happy with humans, 60 of 100 with AI.
fn harming(at: Timestamp) -> String {
    let row = |n: u32| {
        let (arm, happy) = if n.is_multiple_of(2) { ("ai_allowed", 60) } else { ("human_only", 95) };
        let stars = if n / 2 % 100 < happy { 5 } else { 2 };
        format!(
            "('epi_00000000-0000-7000-8000-{n:012}', 'con_{n}', {at}, 'human_only', false, '[]', {stars}, false, 1, '{arm}', 0, 0.5, {at}, 'confirmed')",
            at = at.0
        )
    };
    let rows: Vec<String> = (0..800).map(row).collect();
    format!(
        "insert into episode (id, conversation_id, started_at, handling, held, held_rules, csat, sample, measured, arm, period,
         human_share, resolved_at, resolution) values {}",
        rows.join(", ")
    )
}

/// A lottery has been in force; the shop's own chats take no part in it any more.
fn with_a_lottery(shop: &Shop) {
    let period = Arc::new(Period {
        number: 1,
        settings: HoldoutSettings { share: 0.0, shadow: false },
        salt: Salt::new("salt".to_owned()),
        began_at: OPENING,
    });
    shop.engine.change_policy(|policy| Policy { holdout: Some(period.clone()), ..policy.clone() });
}

/// How many of so many chats left without an owner.
async fn left(shop: &mut Shop, chats: u32) -> u32 {
    let before = shop.left;
    for _ in 0..chats {
        shop.chat(Weather::Fair).await;
    }
    shop.left - before
}

/// Whether anything leaves, as soon as the gate lets it: a wrong draft meanwhile puts everything under review.
async fn leaves(shop: &mut Shop) -> bool {
    for _ in 0..300 {
        if left(shop, 1).await > 0 {
            return true;
        }
    }
    false
}

async fn followed(shop: &Shop) -> (u64, bool) {
    let changed = shop.engine.follow_evidence(&shop.db).await.unwrap();
    let now = shop.clock.now();
    (changed, shop.db.autopilot(now, &[]).await.unwrap().fallen.holds("shipping"))
}

async fn a_shop_at(url: String) {
    let db = Db::open(&Settings { url: url.clone() }).await.unwrap();
    let mut shop = Shop::open(db, OPENING).await;
    shop.until(Weather::Fair, 500, |line| line.gate.mode() == Mode::Auto).await.unwrap();
    assert!(left(&mut shop, 20).await > 3);
    let long_ago = shop.clock.now().minus_ms(40 * DAY);
    execute(&url, harming(long_ago)).await;
    assert_eq!(followed(&shop).await, (0, false), "there never was a lottery");
    with_a_lottery(&shop);
    assert_eq!(followed(&shop).await, (0, false), "of a lottery that is over, thirty days count");
    let begun = format!(
        "insert into holdout_period (number, share, shadow, salt, began_at) values (0, 0.5, {shadow}, 'salt', {})",
        long_ago.0,
        shadow = if url.starts_with("sqlite:") { "0" } else { "false" }
    );
    execute(&url, begun).await;
    assert_eq!(followed(&shop).await, (1, true), "of one that goes on, all of it");
    assert_eq!(followed(&shop).await, (0, true), "once");
    assert_eq!(left(&mut shop, 20).await, 0, "all of it is suggested");

    // An owner takes it on herself, and it stays hers while the evidence is the same.
    let note = Note::new(shop.clock.now(), "ada@shop.example", "autopilot.sends_all_the_same", "everything")
        .because("a broken survey");
    assert!(!shop.db.override_fall("shipping", &note).await.unwrap(), "nothing of that name has fallen");
    assert!(shop.db.override_fall("", &note).await.unwrap());
    assert!(!shop.db.override_fall("", &note).await.unwrap(), "she has decided that already");
    assert!(leaves(&mut shop).await);
    assert_eq!(followed(&shop).await, (0, false));

    // No harm any more; and when it is shown again, it falls again.
    execute(&url, "update episode set csat = 5 where arm = 'ai_allowed'".to_owned()).await;
    assert_eq!(followed(&shop).await, (1, false));
    assert!(leaves(&mut shop).await);
    execute(&url, "update episode set csat = 2 where arm = 'ai_allowed'".to_owned()).await;
    assert_eq!(followed(&shop).await, (1, true));
    assert_eq!(left(&mut shop, 20).await, 0, "what she decided was about the first time");

    let falls = shop.db.falls(Timestamp(0)).await.unwrap();
    let [second, first] = falls.as_slice() else { panic!("{falls:?}") };
    assert_eq!((second.is_in_force(), second.overridden.is_none()), (true, true));
    let over = first.overridden.as_ref().unwrap();
    assert_eq!((over.by.as_str(), over.why.as_str()), ("ada@shop.example", "a broken survey"));
    assert!(first.closed_at.is_some() && first.number < second.number);
    assert_eq!((first.harm.ai_n, first.harm.human_n), (400, 400));
    assert_eq!(
        shop.db.falls(shop.clock.now()).await.unwrap().len(),
        1,
        "what is over long since is left out"
    );
    let filter = AuditFilter { limit: 50, ..AuditFilter::default() };
    let noted = shop.db.entries(&filter).await.unwrap().items;
    let whats: Vec<&str> = noted
        .iter()
        .map(|n| n.note.what.as_str())
        .filter(|w| w.contains('f') && w.starts_with("autopilot."))
        .collect();
    assert_eq!(whats, ["autopilot.fell_back", "autopilot.fall_back_over", "autopilot.fell_back"]);
    shop.db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_lottery_shows_to_harm_is_suggested_until_it_no_longer_is_or_an_owner_sends_all_the_same() {
    both(a_shop_at).await;
}

#[tokio::test]
async fn of_several_processes_that_see_the_same_harm_one_lets_it_fall() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        let moves = hard();
        let tries = futures_util::future::join_all((0..8).map(|_| db.follow_scope(&moves, OPENING))).await;
        assert_eq!(tries.into_iter().map(Result::unwrap).sum::<u64>(), 1);
        let fallen = db.autopilot(OPENING, &[]).await.unwrap().fallen;
        assert!(fallen.holds("hard") && !fallen.holds("easy") && !fallen.holds(""));
        let pause = |at: i64| Note::new(OPENING.plus_ms(at), "bob", "autopilot.pause", "all replies");
        db.pull(banister::domain::autopilot::Lever::Pause, &pause(1)).await.unwrap();
        db.pull(banister::domain::autopilot::Lever::Resume, &pause(2).because("why not")).await.unwrap();
        let pulls = db.pulls(OPENING.plus_ms(1), 10).await.unwrap();
        let said: Vec<_> =
            pulls.iter().map(|p| (p.lever.as_str(), p.by.as_str(), p.why.as_deref())).collect();
        assert_eq!(said, [("resume", "bob", Some("why not"))], "after that moment, not at it");
        assert_eq!(db.pulls(OPENING, 1).await.unwrap(), pulls, "the newest first");
        db.close().await;
    })
    .await;
}

fn hard() -> ScopeMoves {
    let harm = Harm {
        sentence: "On hard, visitors in the AI group are less happy <b>by 35.0 points</b>.".to_owned(),
        ai_n: 400,
        human_n: 100,
        points: -35.0,
        low: -50.0,
        high: -20.0,
    };
    ScopeMoves { begin: vec![("hard".to_owned(), harm)], end: Vec::new() }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_sends_all_the_same_by_page_and_api_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("s.db").display());
    let mut setup = Setup::new().await;
    setup.store = Some(url.clone());
    let shop = setup.start().await;
    let path = "/v1/autopilot/fall-back/hard/override";
    let why = || json!({ "why": "the survey was broken" });
    assert_eq!(shop.get("/v1/autopilot/fall-back").await.body["items"], json!([]));
    assert_eq!(shop.post(path, why()).await.status, 404, "nothing has fallen");
    let beside = Db::open_beside(&Settings { url }).await.unwrap();
    let now = banister::commands::SystemClock.now();
    beside.follow_scope(&hard(), now).await.unwrap();
    let item = &shop.get("/v1/autopilot/fall-back").await.body["items"][0];
    assert_eq!((item["topic"].as_str(), item["in_force"].as_bool()), (Some("hard"), Some(true)), "{item:#}");
    assert_eq!((item["ai_ratings"].as_u64(), item["high"].as_f64()), (Some(400), Some(-20.0)));
    for body in [json!({}), json!({ "why": "  " })] {
        let refused = shop.post(path, body).await;
        assert_eq!((refused.status, refused.body["field"].as_str()), (400, Some("why")), "{refused:?}");
    }
    assert_eq!(shop.post("/v1/autopilot/fall-back/everything/override", why()).await.status, 404);

    person(&shop, "ada@shop.example", "owner");
    person(&shop, "bo@shop.example", "agent");
    let bo = Browser::signed_in(&shop, "bo@shop.example").await;
    let page = bo.get("/autopilot").await;
    assert!(page.body.contains("hard falls back to suggestions"), "{}", page.body);
    assert!(page.body.contains("&#60;b&#62;by 35.0") || page.body.contains("&lt;b&gt;by 35.0"), "escaped");
    assert!(!page.body.contains("Send all the same"), "owners alone decide that");
    let ada = Browser::signed_in(&shop, "ada@shop.example").await;
    assert!(ada.get("/autopilot").await.body.contains("Send all the same"));
    let fields = [("topic", "hard"), ("why", "the survey was broken")];
    let sent = ada.submit("/autopilot", "/autopilot/fall-back", &fields).await;
    assert_eq!((sent.status, sent.location.as_str()), (303, "/autopilot?did=sends_all_the_same"), "{sent:?}");
    let done = ada.get(&sent.location).await;
    assert!(done.body.contains("Kept, with your name"), "{}", done.body);
    assert!(done.body.contains("ada@shop.example took it on themselves"), "{}", done.body);
    assert_eq!(shop.post(path, why()).await.status, 409, "decided already");
    let item = &shop.get("/v1/autopilot/fall-back").await.body["items"][0];
    assert_eq!(
        (item["in_force"].as_bool(), item["overridden_by"].as_str()),
        (Some(false), Some("ada@shop.example"))
    );
    let audit = shop.get("/v1/audit?what=autopilot.sends_all_the_same").await;
    assert_eq!(audit.body["items"][0]["reason"], "the survey was broken", "{:#}", audit.body);
    beside.close().await;
}
