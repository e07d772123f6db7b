//! Some visitors are kept for humans by lottery: the same for the whole site, and no draft of theirs is seen while it counts.

use serde_json::{Value, json};
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use crate::postgres::{both, fresh_database};
use crate::world::{Browser, Service, Setup, person, run, said, until};

const QUESTION: &str = "How long does shipping to Canada take?";
const DRAFTED: &str = "6 to 9 working days";
const OWNER: &str = "olga@example.com";
const PAGE: &str = "/settings/answers";
const HALF: &str = "[holdout]\nshare = 0.5\n";

async fn shop_with(more: &str, store: Option<String>) -> Service {
    let mut setup = Setup::new().await;
    setup.more = more.to_owned();
    setup.store = store;
    setup.start().await
}

async fn asks(shop: &Service, chat: &str, visitor: &str, question: &str) {
    let mut asked = said("from_user", question);
    asked["author"] = json!({ "id": visitor, "name": "Ada" });
    assert_eq!(shop.tell("message_sent", chat, asked).await.status, 202);
}

/// The chat once the lottery has spoken, or has not been asked.
async fn drawn(shop: &Service, chat: &str) -> Value {
    until("a suggestion or a handoff", || async {
        let c = shop.conversation(chat).await?;
        (c["stage"] == "in_review" || c["handoff"]["code"].is_string()).then_some(c)
    })
    .await
}

fn is_human(c: &Value) -> bool {
    c["handoff"]["code"] == "holdout"
}

/// Visitors `v0` to `vN` ask in chats of their own; who of them is kept for humans.
async fn ask_all(shop: &Service, chats: &str, visitors: usize) -> Vec<bool> {
    for n in 0..visitors {
        asks(shop, &format!("{chats}{n}"), &format!("v{n}"), QUESTION).await;
    }
    let mut kept = Vec::new();
    for n in 0..visitors {
        kept.push(is_human(&drawn(shop, &format!("{chats}{n}")).await));
    }
    kept
}

async fn count(store: &str, statement: &'static str) -> i64 {
    if store.starts_with("postgres") {
        let mut conn = PgConnection::connect(store).await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut conn).await.unwrap()
    } else {
        let mut conn = SqliteConnection::connect(store).await.unwrap();
        sqlx::query_scalar(statement).fetch_one(&mut conn).await.unwrap()
    }
}

async fn resolve(shop: &Service, chat: &str) {
    let data = json!({ "resolution_time_ms": 1000, "turns": 2, "tags": [], "resolved_by": "user" });
    assert_eq!(shop.tell("chat_resolved", chat, data).await.status, 202);
    shop.stage(chat, "resolved").await;
}

async fn shadows(shop: &Service) -> Vec<Value> {
    let answer = shop.get("/v1/suggestions?state=shadow&limit=100").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_visitor_kept_for_humans_gets_one_and_nobody_sees_the_draft_before_the_chat_is_over() {
    both(|store| async move {
        let shop = shop_with(HALF, Some(store.clone())).await;
        let kept = ask_all(&shop, "c", 16).await;
        assert!(kept.contains(&true) && kept.contains(&false), "{kept:?}");
        let n = kept.iter().position(|kept| *kept).unwrap();
        let chat = format!("c{n}");
        let c = drawn(&shop, &chat).await;
        assert_eq!(c["stage"], "with_human");
        let why = c["handoff"]["sentence"].as_str().unwrap();
        assert_eq!(why, "Kept for humans by lottery, so that AI and human can be compared.");
        let told = shop.posts(&chat, 1).await;
        assert!(told[0].contains("colleague") && !told[0].contains(DRAFTED), "{told:?}");

        let all = i64::try_from(kept.iter().filter(|kept| **kept).count()).unwrap();
        until("every silent draft", || async {
            let made = count(&store, "select count(*) from suggestion where state = 'shadow'").await;
            (made == all).then_some(())
        })
        .await;
        assert_eq!(shadows(&shop).await, Vec::<Value>::new(), "kept, and hidden");
        person(&shop, OWNER, "owner");
        let owner = Browser::signed_in(&shop, OWNER).await;
        let id = c["id"].as_str().unwrap();
        let page = owner.get(&format!("/conversations/{id}")).await.body;
        assert!(page.contains("Kept for humans by lottery"), "{page}");
        assert!(!page.contains(DRAFTED) && !page.contains("extractive"), "not even that there is one");
        let answer = shop.get(&format!("/v1/conversations/{id}")).await;
        assert!(!answer.body.to_string().contains(DRAFTED) && !answer.body.to_string().contains("passed"));

        assert_eq!(shop.post(&format!("/v1/conversations/{id}/resume"), json!({})).await.status, 409);
        shop.owner(&chat, "About a week.").await;
        resolve(&shop, &chat).await;
        let seen = until("the draft afterwards", || async { shadows(&shop).await.pop() }).await;
        assert!(seen["text"].as_str().is_some_and(|text| text.contains(DRAFTED)), "{seen}");
        assert_eq!(shadows(&shop).await.len(), 1, "the other chats are not over");
        let posts = shop.relay.posts(&chat);
        assert!(posts.iter().all(|post| !post.contains(DRAFTED)), "nothing of ours was sent: {posts:?}");
    })
    .await;
}

#[tokio::test]
async fn the_same_visitor_is_drawn_the_same_and_the_report_counts_the_arms_as_they_were_drawn() {
    both(|store| async move {
        let shop = shop_with(HALF, Some(store)).await;
        let kept = ask_all(&shop, "a", 24).await;
        assert_eq!(ask_all(&shop, "b", 24).await, kept, "another chat, the same arm");
        asks(&shop, "held", "v100", "I want a refund now").await;
        asks(&shop, "asked", "v101", "Let me talk to a human please").await;
        for chat in ["held", "asked"] {
            let c = drawn(&shop, chat).await;
            assert!(!is_human(&c) && c["episode"]["place"].is_null(), "{chat} has no place: {c}");
        }
        // Visitors were drawn: each counts once.
        let human = kept.iter().filter(|kept| **kept).count();
        let report = until("all drafts in the report", || async {
            let report = shop.get("/v1/reports/comparison").await.body;
            let triggered = &report["randomised"]["triggered"]["periods"][0];
            let all = triggered["ai_chats"].as_u64()? + triggered["human_chats"].as_u64()?;
            (all == 24 && report["randomised"]["later_chats"] == json!(24)).then_some(report)
        })
        .await;
        let period = &report["randomised"]["periods"][0];
        assert_eq!(report["randomised"]["periods"].as_array().unwrap().len(), 1);
        assert_eq!(period["human_share"], json!(0.5));
        assert_eq!(period["human_chats"], json!(human));
        assert_eq!(period["ai_chats"], json!(24 - human));
        let check = &report["randomised"]["lottery"];
        assert_eq!((&check["broken"], &check["human_chats"]), (&json!(false), &json!(human)), "{check}");
        assert_eq!(report["randomised"]["triggered"]["periods"][0]["human_chats"], json!(human));
    })
    .await;
}

/// The page's own form, with other values in some of its fields.
fn form<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("autonomy", "suggest"),
        ("unbacked_drafts", "findings"),
        ("min_confidence", "0.5"),
        ("undo_s", "5"),
        ("suggestion_ttl_h", "24"),
        ("resume_after_quiet_h", "0"),
        ("quiet_resolution_h", "24"),
        ("handoff_message", "A human will answer."),
        ("waiting_message", "Somebody is looking at it."),
        ("waiting_notice_min", "2"),
    ];
    fields.extend(change);
    fields
}

async fn in_force(owner: &Browser, words: &str) {
    until(words, || async { owner.get(PAGE).await.body.contains(words).then_some(()) }).await;
}

#[tokio::test]
async fn a_share_chosen_on_the_page_begins_a_period_and_leaves_open_chats_alone() {
    both(|store| async move {
        let shop = shop_with("", Some(store.clone())).await;
        person(&shop, OWNER, "owner");
        let owner = Browser::signed_in(&shop, OWNER).await;
        let page = owner.get(PAGE).await;
        assert!(page.body.contains("nobody is kept for people"), "{}", page.body);
        assert_eq!(
            ask_all(&shop, "before", 6).await,
            [false; 6],
            "there is no lottery unless somebody wants one"
        );

        let refused = owner.submit(PAGE, PAGE, &form(&[("version", "0"), ("holdout_percent", "51")])).await;
        assert!(refused.status == 400 && refused.body.contains("holdout.share"), "{}", refused.body);
        let half =
            [("version", "0"), ("holdout_percent", "50"), ("holdout_shadow", "no"), ("reason", "to know")];
        assert_eq!(owner.submit(PAGE, PAGE, &form(&half)).await.status, 303);
        in_force(&owner, "50 of 100 chats that could get a draft are answered by people only").await;
        let audit = shop.get("/v1/audit?what=settings.").await.body;
        assert_eq!(audit["items"][0]["reason"], "to know", "{audit}");

        let kept = ask_all(&shop, "during", 16).await;
        assert!(kept.contains(&true) && kept.contains(&false), "{kept:?}");
        let made = count(&store, "select count(*) from suggestion where state = 'shadow'").await;
        assert_eq!(made, 0, "no draft is made where nobody wants to compare it");
        let none = [("version", "1"), ("holdout_percent", "0")];
        assert_eq!(owner.submit(PAGE, PAGE, &form(&none)).await.status, 303);
        in_force(&owner, "nobody is kept for people").await;
        in_force(&owner, "Period 1 began").await;
        let open = kept.iter().position(|kept| *kept).unwrap();
        asks(&shop, &format!("during{open}"), &format!("v{open}"), "Hello?").await;
        let c = drawn(&shop, &format!("during{open}")).await;
        assert!(is_human(&c), "an open chat keeps its arm: {c}");
        assert_eq!(ask_all(&shop, "after", 6).await, [false; 6]);
        assert_eq!(count(&store, "select count(*) from holdout_period").await, 2);
        assert_eq!(count(&store, "select count(distinct salt) from holdout_period").await, 2);
        let shown = owner.get(PAGE).await.body + &shop.get("/v1/audit").await.body.to_string() + &shop.log();
        let salts = salts(&store).await;
        assert!(salts.iter().all(|salt| salt.len() == 64 && !shown.contains(salt)), "a salt was shown");
    })
    .await;
}

async fn salts(store: &str) -> Vec<String> {
    let all = "select salt from holdout_period";
    if store.starts_with("postgres") {
        let mut conn = PgConnection::connect(store).await.unwrap();
        sqlx::query_scalar(all).fetch_all(&mut conn).await.unwrap()
    } else {
        let mut conn = SqliteConnection::connect(store).await.unwrap();
        sqlx::query_scalar(all).fetch_all(&mut conn).await.unwrap()
    }
}

#[tokio::test]
async fn several_processes_draw_alike() {
    let Some(url) = fresh_database().await else { return };
    let first = shop_with(HALF, Some(url.clone())).await;
    let mut setup = Setup::new().await;
    setup.more = HALF.to_owned();
    setup.store = Some(url.clone());
    setup.relay = first.relay.clone();
    let second = setup.start().await;
    let (one, other) = tokio::join!(ask_all(&first, "a", 16), ask_all(&second, "b", 16));
    assert_eq!(one, other);
    assert_eq!(count(&url, "select count(*) from holdout_period").await, 1);
}

#[test]
fn more_than_half_is_a_fault_of_the_configuration() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("banister.toml");
    std::fs::write(&path, "[holdout]\nshare = 0.6\n").unwrap();
    let (out, errors, code) = run(&path, &["check"], "");
    assert_eq!(code, 2, "{out}{errors}");
    assert!(
        errors.contains("banister.toml:2: holdout.share: is 0.6; give 0") || out.contains("holdout.share"),
        "{out}{errors}"
    );
}
