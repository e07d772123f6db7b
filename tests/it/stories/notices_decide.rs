//! Deciding by a link from a notice: once, by whom it was made for, on what it showed, and never by looking.

use futures_util::future::join_all;
use serde_json::json;
use sqlx::{Connection as _, SqliteConnection};

use super::notices::{OWNER, QUESTION, Wants, link, owner, send, shop};
use crate::world::{Browser, Service, Sink, a_moment, run, until};

/// A suggestion of which the owner was told; with the path of the link to decide by.
async fn told() -> (Sink, Service, Browser, String) {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("suggestion", "telegram").saved(&browser).await;
    shop.visitor("c1", QUESTION).await;
    let path = link(&sink, 0).await;
    // Whoever opens it is not signed in.
    let stranger = Browser::new(&shop);
    (sink, shop, stranger, path)
}

async fn press(browser: &Browser, path: &str, decision: &str, more: &[(&str, &str)]) -> (u16, String) {
    let csrf = browser.get(path).await.field("csrf");
    let mut fields = vec![("csrf", csrf), ("decision", decision.to_owned())];
    fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
    let page = send(browser, path, &fields).await;
    (page.status, page.body)
}

#[tokio::test]
async fn a_scanner_that_opens_every_link_many_times_changes_nothing_and_sends_nothing() {
    let (sink, shop, browser, path) = told().await;
    let before = shop.suggestion("c1").await;
    for _ in 0..25 {
        for method in [reqwest::Method::GET, reqwest::Method::HEAD] {
            let page = shop.http.request(method, format!("{}{path}", shop.url)).send().await.unwrap();
            assert_eq!(page.status(), 200);
            assert!(page.headers().get("set-cookie").is_none());
            for (name, value) in [("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
                assert_eq!(page.headers().get(name).unwrap(), value);
            }
        }
    }
    let page = browser.get(&path).await;
    assert!(
        page.body.contains(QUESTION) && page.body.contains("We ship to Canada in 6 to 9"),
        "{}",
        page.body
    );
    for elsewhere in ["http://", "https://", "<script", "style="] {
        assert!(!page.body.contains(elsewhere), "{elsewhere} in {}", page.body);
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let asked =
            shop.http.request(method.parse().unwrap(), format!("{}{path}", shop.url)).send().await.unwrap();
        assert_eq!(asked.status(), 405, "{method}");
    }
    a_moment().await;
    assert_eq!(shop.suggestion("c1").await, before);
    assert!(shop.relay.posts("c1").is_empty());
    assert_eq!(sink.posts().len(), 1);
}

#[tokio::test]
async fn an_approval_by_link_sends_exactly_once_in_the_persons_name_and_the_link_is_used_up() {
    let (_sink, shop, browser, path) = told().await;
    let suggestion = shop.suggestion("c1").await;
    let csrf = browser.get(&path).await.field("csrf");
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("csrf", csrf.as_str()), ("decision", "approve")])
        .finish();
    let presses = (0..8).map(|_| {
        let request = shop.http.post(format!("{}{path}", shop.url)).body(form.clone());
        async { request.send().await.unwrap().status().as_u16() }
    });
    let mut statuses = join_all(presses).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 410, 410, 410, 410, 410, 410, 410]);
    assert_eq!(shop.posts("c1", 1).await, [suggestion["text"].as_str().unwrap()]);
    shop.stage("c1", "quiet").await;
    let page = browser.get(&path).await;
    assert!(page.status == 410 && page.body.contains("This link has been used"), "{}", page.body);
    assert!(page.body.contains("The reply was approved by Site owner."), "{}", page.body);
    let again = send(&browser, &path, &[("csrf", csrf), ("decision", "approve".to_owned())]).await;
    assert_eq!(again.status, 410);
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 1);
    let id = suggestion["id"].as_str().unwrap();
    assert_eq!(shop.get(&format!("/v1/suggestions/{id}")).await.body["state"], "approved");
}

#[tokio::test]
async fn an_edit_by_link_sends_the_persons_words_and_bad_words_leave_the_link_good() {
    let (_sink, shop, browser, path) = told().await;
    let (status, html) = press(&browser, &path, "edit", &[("text", "   ")]).await;
    assert!(status == 400 && html.contains("text: is empty"), "{status} {html}");
    let long = "x".repeat(32_001);
    let (status, html) = press(&browser, &path, "edit", &[("text", &long)]).await;
    assert!(status == 400 && html.contains("over 32000 bytes"), "{status}");
    let (status, html) = press(&browser, &path, "dance", &[]).await;
    assert!(status == 400 && html.contains("decision: must be one of"), "{status} {html}");
    assert!(shop.relay.posts("c1").is_empty());
    let (status, html) = press(&browser, &path, "edit", &[("text", "About a week,\r\nby air.")]).await;
    assert!(status == 200 && html.contains("Approved in your words."), "{status} {html}");
    assert_eq!(shop.posts("c1", 1).await, ["About a week,\nby air."]);
}

#[tokio::test]
async fn an_approval_by_link_says_that_nobody_knows_how_long_it_was_read() {
    let (_sink, shop, browser, path) = told().await;
    let (status, html) = press(&browser, &path, "approve", &[]).await;
    assert!(status == 200 && html.contains("How long it was read is not known: it earns nothing."), "{html}");
    shop.posts("c1", 1).await;
}

#[tokio::test]
async fn a_rejection_by_link_sends_nothing_and_brings_a_human() {
    let (_sink, shop, browser, path) = told().await;
    let (status, html) = press(&browser, &path, "reject", &[("reason", "mood")]).await;
    assert!(status == 400 && html.contains("reason: must be one of"), "{status} {html}");
    let (status, html) = press(&browser, &path, "reject", &[("reason", "wrong_fact")]).await;
    assert!(status == 200 && html.contains("Rejected."), "{status} {html}");
    let c = shop.stage("c1", "with_human").await;
    assert_eq!(c["handoff"]["code"], "rejected");
    a_moment().await;
    assert!(!shop.relay.posts("c1").iter().any(|post| post.contains("Canada")));
}

#[tokio::test]
async fn a_stale_card_is_refused_with_what_changed_and_what_is_the_case_now() {
    let (sink, shop, browser, path) = told().await;
    let seen = shop.suggestion("c1").await;
    let csrf = browser.get(&path).await.field("csrf");
    shop.visitor("c1", "When is the workshop open on Saturday?").await;
    let fresh = until("the fresh suggestion", || async {
        shop.pending("c1").await.filter(|s| s["id"] != seen["id"])
    })
    .await;
    let words =
        [("csrf", csrf.clone()), ("decision", "edit".to_owned()), ("text", "My own words.".to_owned())];
    let page = browser.get(&path).await;
    assert!(page.status == 200 && page.body.contains("The visitor wrote again."), "{}", page.body);
    assert!(!page.body.contains("name=\"decision\""), "nothing to press: {}", page.body);
    let refused = send(&browser, &path, &words).await;
    assert_eq!(refused.status, 409);
    for part in ["The visitor wrote again.", "My own words.", "When is the workshop open on Saturday?"] {
        assert!(refused.body.contains(part), "{part} in {}", refused.body);
    }
    let now = fresh["text"].as_str().unwrap().lines().next().unwrap();
    assert!(refused.body.contains(&now.replace('\'', "&#39;")), "{now} in {}", refused.body);
    a_moment().await;
    assert!(shop.relay.posts("c1").is_empty());
    // Of the fresh one they were told, too; that link is good.
    let fresh_path = link(&sink, 1).await;
    let (status, _) = press(&browser, &fresh_path, "approve", &[]).await;
    assert_eq!(status, 200);
    assert_eq!(shop.posts("c1", 1).await.len(), 1);
    let late = browser.get(&path).await;
    assert_eq!(late.status, 410, "used up by its own post: {}", late.body);
}

#[tokio::test]
async fn a_suggestion_that_somebody_decided_on_is_no_longer_open_by_link() {
    let (_sink, shop, browser, path) = told().await;
    let csrf = browser.get(&path).await.field("csrf");
    assert_eq!(shop.approve(&shop.suggestion("c1").await).await.status, 200);
    shop.posts("c1", 1).await;
    shop.stage("c1", "quiet").await;
    let page = browser.get(&path).await;
    assert!(page.body.contains("No longer open") && page.body.contains("approved by tests"), "{}", page.body);
    let late = [("csrf", csrf), ("decision", "edit".to_owned()), ("text", "Something else".to_owned())];
    assert_eq!(send(&browser, &path, &late).await.status, 409);
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 1);
}

#[tokio::test]
async fn forged_expired_and_orphaned_links_say_so_and_change_nothing() {
    let (_sink, shop, browser, path) = told().await;
    let csrf = browser.get(&path).await.field("csrf");
    for forged in ["/d/0", &format!("/d/{}", "0".repeat(64)), "/d/..%2f..%2fetc", &path[..path.len() - 1]] {
        let page = browser.get(forged).await;
        assert!(
            page.status == 404 && page.body.contains("This link is not known here"),
            "{forged} {}",
            page.body
        );
        let posted =
            send(&browser, forged, &[("csrf", csrf.clone()), ("decision", "approve".to_owned())]).await;
        assert_eq!(posted.status, 404);
    }
    // A form from elsewhere cannot know what ours carries, even if somebody knows the address.
    let blind = send(&browser, &path, &[("decision", "approve".to_owned())]).await;
    assert!(blind.status == 403 && blind.body.contains("Nothing was done."), "{}", blind.body);
    let change = |statement: &'static str| {
        let database = shop.database();
        async move {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(database);
            let mut conn = SqliteConnection::connect_with(&options).await.unwrap();
            sqlx::query(statement).execute(&mut conn).await.unwrap();
            conn.close().await.unwrap();
        }
    };
    change("update decision_link set expires_at = created_at + 1").await;
    let page = browser.get(&path).await;
    assert!(page.status == 410 && page.body.contains("This link has expired"), "{}", page.body);
    assert!(page.body.contains("still waits for a decision"), "{}", page.body);
    let late = send(&browser, &path, &[("csrf", csrf.clone()), ("decision", "approve".to_owned())]).await;
    assert_eq!(late.status, 410);
    change("update decision_link set expires_at = created_at + 3600000000").await;
    assert_eq!(browser.get(&path).await.status, 200);
    // Whose link it is has left.
    let (_, err, code) =
        run_as(&shop, &["user", "add", "--email", "eve@example.com", "--name", "Eve", "--role", "owner"]);
    assert_eq!(code, 0, "{err}");
    let (_, err, code) = run_as(&shop, &["user", "remove", "--email", OWNER]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(browser.get(&path).await.status, 404);
    let gone = send(&browser, &path, &[("csrf", csrf), ("decision", "approve".to_owned())]).await;
    assert_eq!(gone.status, 404);
    a_moment().await;
    assert!(shop.relay.posts("c1").is_empty());
    assert!(shop.pending("c1").await.is_some());
}

fn run_as(shop: &Service, args: &[&str]) -> (String, String, i32) {
    run(&shop.config_path, args, "a long enough password\n")
}

#[tokio::test]
async fn the_teams_channel_gets_links_to_decide_by_only_in_a_name_that_the_operator_gave() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("suggestion", "webhook").saved(&browser).await;
    shop.visitor("c1", QUESTION).await;
    assert!(!sink.text("waits for your decision").await.contains("/d/"));
    let named = Sink::start().await;
    let mut setup = crate::world::Setup::new().await;
    setup.server_lines = "public_url = \"URL\"".to_owned();
    setup.more = format!("{}decide_as = \"{OWNER}\"\n", named.webhook());
    let shop = setup.start().await;
    let browser = owner(&shop).await;
    Wants::nothing().but("suggestion", "webhook").but("telegram_chat", "").saved(&browser).await;
    shop.visitor("c1", QUESTION).await;
    let text = named.text("waits for your decision").await;
    let path = format!("/d/{}", super::notices::token(&text));
    let (status, _) = press(&Browser::new(&shop), &path, "approve", &[]).await;
    assert_eq!(status, 200);
    shop.posts("c1", 1).await;
}

#[tokio::test]
async fn a_group_chat_gets_no_links_to_decide_by() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("suggestion", "telegram").but("telegram_chat", "-1001234").saved(&browser).await;
    shop.visitor("c1", QUESTION).await;
    let told = sink.message("waits for your decision").await;
    let url = told["reply_markup"]["inline_keyboard"][0][0]["url"].as_str().unwrap().to_owned();
    assert!(url.contains("/conversations/con_") && !told.to_string().contains("/d/"), "{told}");
    assert_eq!(told["chat_id"], json!(-1_001_234));
}
