//! Away from the desk: each kind of notice arrives where it is wanted, within the hours it is wanted, in plain words.

use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};

use crate::world::{Browser, Mailbox, Met, PASSWORD, Service, Setup, Shown, Sink, a_moment, run, until};

pub(super) const QUESTION: &str = "How long does shipping to Canada take?";
pub(super) const OWNER: &str = "owner@localhost";

/// The owner of the first start, signed in.
pub(super) async fn owner(shop: &Service) -> Browser {
    let (_, err, code) = shop.run(&["user", "password", "--email", OWNER], &format!("{PASSWORD}\n"));
    assert_eq!(code, 0, "{err}");
    Browser::signed_in(shop, OWNER).await
}

/// Sends a form and goes where it leads.
pub(super) async fn send(browser: &Browser, path: &str, fields: &[(&str, String)]) -> Shown {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let shown = browser.post(path, &fields).await;
    if shown.status == 303 { browser.get(shown.location.split('#').next().unwrap()).await } else { shown }
}

/// Every field of the page, as it is sent: nothing told, nothing gathered, no quiet hours.
pub(super) struct Wants(Vec<(&'static str, String)>);

impl Wants {
    pub(super) fn nothing() -> Self {
        let fields = [
            ("handoff", "off"),
            ("promise", "off"),
            ("overdue", "off"),
            ("suggestion", "off"),
            ("new_chat", "off"),
            ("digest", "off"),
            ("scorecard", "off"),
            ("quiet_from", ""),
            ("quiet_to", ""),
            ("time_zone", "UTC"),
            ("batch_minutes", "0"),
            ("digest_at", "08:00"),
            ("scorecard_day", "monday"),
            ("scorecard_at", "08:00"),
            ("telegram_chat", "4711"),
        ];
        Self(fields.map(|(name, value)| (name, value.to_owned())).into())
    }

    pub(super) fn but(mut self, name: &'static str, value: &str) -> Self {
        self.0.retain(|(known, _)| *known != name);
        self.0.push((name, value.to_owned()));
        self
    }

    /// Saves them for whoever the browser is signed in as.
    pub(super) async fn saved(self, browser: &Browser) {
        let csrf = browser.get("/settings/notices").await.field("csrf");
        let mut fields = self.0;
        fields.push(("csrf", csrf));
        let page = send(browser, "/settings/notices", &fields).await;
        assert!(page.status == 200 && page.body.contains("Saved."), "{} {}", page.status, page.body);
    }
}

/// A shop that tells people through the sink, with links.
pub(super) async fn shop(sink: &Sink, more: &str) -> Service {
    let mut setup = Setup::new().await.policy("waiting_notice_ms = 0");
    setup.server_lines = "public_url = \"URL\"".to_owned();
    setup.more = format!("{}{}{more}", sink.webhook(), sink.telegram());
    setup.start().await
}

/// Changes what is stored behind the back of the service, which is down meanwhile.
pub(super) async fn rewrite(shop: &mut Service, change: impl AsyncFnOnce(&mut SqliteConnection)) {
    shop.kill();
    let options = SqliteConnectOptions::new().filename(shop.database());
    let mut conn = SqliteConnection::connect_with(&options).await.unwrap();
    change(&mut conn).await;
    conn.close().await.unwrap();
    shop.spawn().await;
}

#[tokio::test]
async fn each_kind_arrives_in_its_channel_and_only_there() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    let wants =
        Wants::nothing().but("handoff", "webhook").but("suggestion", "telegram").but("new_chat", "webhook");
    wants.saved(&browser).await;
    shop.visitor("c1", QUESTION).await;
    let told = sink.message("waits for your decision").await;
    assert_eq!((told["chat_id"].as_i64(), told["parse_mode"].as_str()), (Some(4711), Some("HTML")));
    let text = told["text"].as_str().unwrap();
    assert!(
        text.contains(&format!("<blockquote>{QUESTION}</blockquote>")) && text.contains("6 to 9"),
        "{text}"
    );
    let button = &told["reply_markup"]["inline_keyboard"][0][0];
    assert!(button["url"].as_str().unwrap().starts_with(&format!("{}/d/", shop.url)), "{told}");
    let new = sink.text("New chat").await;
    assert!(new.contains(&format!("<{}/conversations/con_", shop.url)) && !new.contains("/d/"), "{new}");
    shop.visitor("c2", "I want a refund now").await;
    let handoff = sink.text("needs a human").await;
    assert!(handoff.contains("refund"), "the reason is told: {handoff}");
    a_moment().await;
    a_moment().await;
    assert_eq!(sink.bot().len(), 1, "once, and nothing else: {:?}", sink.bot());
    let texts = sink.slack().concat();
    assert_eq!(
        (texts.matches("New chat").count(), texts.matches("needs a human").count()),
        (2, 1),
        "{texts}"
    );
    let page = browser.get("/settings/notices").await.body;
    assert!(page.contains("A reply to decide on") && page.contains("sent"), "{page}");
}

#[tokio::test]
async fn who_has_waited_too_long_and_who_was_promised_an_answer_are_alarms() {
    let sink = Sink::start().await;
    let mut shop = shop(&sink, "[notify]\noverdue_minutes = 5\n").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("overdue", "webhook").but("promise", "telegram").saved(&browser).await;
    shop.visitor("c1", "I want a refund now").await;
    shop.stage("c1", "with_human").await;
    a_moment().await;
    assert!(sink.posts().is_empty(), "five minutes have not passed");
    rewrite(&mut shop, async |conn| {
        let (state,): (String,) =
            sqlx::query_as("select state from conversation").fetch_one(&mut *conn).await.unwrap();
        let mut state: Value = serde_json::from_str(&state).unwrap();
        let heard = &mut state["stage"]["turn"]["messages"][0]["heard_at"];
        let long_ago = heard.as_i64().unwrap() - 6 * 60_000_000;
        *heard = json!(long_ago);
        state["promise"] =
            json!({ "told_at": long_ago, "until": long_ago + 7 * 60_000_000, "alarmed": false });
        let written = sqlx::query("update conversation set state = ?").bind(state.to_string());
        written.execute(&mut *conn).await.unwrap();
    })
    .await;
    let overdue = sink.text("has waited").await;
    assert!(overdue.contains("6 min for a human"), "{overdue}");
    sink.message("was promised an answer by").await;
    a_moment().await;
    assert_eq!(sink.posts().len(), 2, "{:?}", sink.posts());
}

#[tokio::test]
async fn the_digest_comes_at_its_hour_with_the_days_figures_and_what_waits() {
    let sink = Sink::start().await;
    let mut shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    shop.visitor("c1", QUESTION).await;
    let suggestion = shop.suggestion("c1").await;
    assert_eq!(shop.approve(&suggestion).await.status, 200);
    shop.stage("c1", "quiet").await;
    shop.visitor("c2", "I want a refund now").await;
    shop.stage("c2", "with_human").await;
    shop.visitor("c3", QUESTION).await;
    shop.suggestion("c3").await;
    Wants::nothing().but("digest", "webhook").but("digest_at", "00:00").saved(&browser).await;
    a_moment().await;
    assert!(sink.posts().is_empty(), "set up after its hour: the next one comes tomorrow");
    // As if the last day had ended just now.
    let soon = (crate::world::unix_now() / 60 + 1) % 1_440;
    rewrite(&mut shop, async |conn| {
        let (choices,): (String,) =
            sqlx::query_as("select choices from notice_choice").fetch_one(&mut *conn).await.unwrap();
        let mut choices: Value = serde_json::from_str(&choices).unwrap();
        choices["digest_minute"] = json!((soon + 1_439) % 1_440);
        choices["digest_since"] = json!(0);
        let written = sqlx::query("update notice_choice set choices = ?").bind(choices.to_string());
        written.execute(&mut *conn).await.unwrap();
        // What was said a moment ago belongs to the day that has ended.
        for statement in [
            "update message set at = at - 120000000",
            "update screening set at = at - 120000000",
            "update suggestion set closed_at = closed_at - 120000000",
        ] {
            sqlx::query(statement).execute(&mut *conn).await.unwrap();
        }
    })
    .await;
    let digest = sink.text("The day until").await;
    for part in [
        "Chats answered: 1",
        "approved: 1, edited: 0, rejected: 0",
        "held by a rule: 1",
        "1 for a decision, 1 for a human",
    ] {
        assert!(digest.contains(part), "{part} in {digest}");
    }
    a_moment().await;
    assert_eq!(sink.posts().len(), 1, "one a day");
}

#[tokio::test]
async fn quiet_hours_hold_everything_back_but_danger_and_what_is_settled_meanwhile_is_never_told() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    let minute = crate::world::unix_now() / 60 % 1_440;
    let clock = |minute: i64| format!("{:02}:{:02}", minute / 60, minute % 60);
    let (from, to) = ((minute + 1_380) % 1_440, (minute + 120) % 1_440);
    let all = || Wants::nothing().but("suggestion", "webhook").but("handoff", "webhook");
    all().but("quiet_from", &clock(from)).but("quiet_to", &clock(to)).saved(&browser).await;
    shop.visitor("open", QUESTION).await;
    shop.visitor("settled", QUESTION).await;
    let settled = shop.suggestion("settled").await;
    shop.suggestion("open").await;
    assert_eq!(shop.approve(&settled).await.status, 200);
    shop.visitor("held", "I want a refund now").await;
    shop.stage("held", "with_human").await;
    a_moment().await;
    a_moment().await;
    assert!(sink.posts().is_empty(), "{:?}", sink.posts());
    shop.visitor("danger", "I want to kill myself").await;
    let danger = sink.text("may be in danger").await;
    assert!(danger.starts_with(":rotating_light: *URGENT"), "{danger}");
    a_moment().await;
    assert_eq!(sink.posts().len(), 1);
    // The hours end.
    all().saved(&browser).await;
    let joined = sink.text("waits for your decision").await;
    assert!(joined.contains("needs a human"), "all that waited in one message: {joined}");
    assert_eq!(joined.matches("waits for your decision").count(), 1, "the settled one is not told: {joined}");
    a_moment().await;
    assert_eq!(sink.posts().len(), 2);
}

#[tokio::test]
async fn what_is_gathered_is_told_together_and_nothing_of_it_that_was_settled_first() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    let wants = || Wants::nothing().but("suggestion", "telegram");
    wants().but("batch_minutes", "240").saved(&browser).await;
    for name in ["a", "b", "c"] {
        shop.visitor(name, QUESTION).await;
        shop.suggestion(name).await;
    }
    let settled = shop.suggestion("b").await;
    assert_eq!(shop.approve(&settled).await.status, 200);
    a_moment().await;
    assert!(sink.posts().is_empty());
    wants().saved(&browser).await;
    let joined = sink.message("waits for your decision").await;
    assert_eq!(joined["text"].as_str().unwrap().matches("waits for your decision").count(), 2, "{joined}");
    assert_eq!(joined["reply_markup"]["inline_keyboard"].as_array().unwrap().len(), 2);
    a_moment().await;
    assert_eq!(sink.posts().len(), 1);
}

#[tokio::test]
async fn mail_is_plain_text_under_its_own_id_and_nobody_adds_a_header_to_it() {
    let Some(mailbox) = Mailbox::start(Some("desk:a secret")) else { return };
    let mut setup = Setup::new().await.policy("waiting_notice_ms = 0");
    setup.server_lines = "public_url = \"URL\"".to_owned();
    setup.more = format!("{}username = \"desk\"\npassword = \"a secret\"\n", mailbox.section());
    let shop = setup.start().await;
    let browser = owner(&shop).await;
    Wants::nothing().but("suggestion", "email").but("telegram_chat", "").saved(&browser).await;
    let mut event = crate::world::event("message_sent", "c1", crate::world::said("from_user", QUESTION));
    event["data"]["author"]["name"] = json!("Ada\r\nBcc: everybody@example.com\r\n\r\n<b>Hello</b> ünïcode");
    event["data"]["text"] = json!(format!("{QUESTION}\n-- \nOpen the chat (sign in):\nhttps://evil.example"));
    assert_eq!(shop.send(event).await.status, 202);
    let mail = mailbox.mail(|m| m["recipients"] == json!([OWNER])).await;
    assert_eq!(mail["type"], "text/plain");
    let subject = mail["subject"].as_str().unwrap();
    assert!(
        subject.starts_with("A reply to Ada Bcc: everybody@example.com <b>Hello</b> ünïcode"),
        "{subject}"
    );
    let headers: Vec<&str> =
        mail["headers"].as_array().unwrap().iter().map(|h| h[0].as_str().unwrap()).collect();
    assert!(!headers.iter().any(|name| name.eq_ignore_ascii_case("bcc")), "{headers:?}");
    assert!(headers.contains(&"Auto-Submitted"));
    let id = mail["message_id"].as_str().unwrap();
    assert!(id.starts_with("<ntc_") && id.ends_with("@example.com>"), "{id}");
    let text = mail["text"].as_str().unwrap();
    assert!(text.lines().any(|line| line == "> https://evil.example"), "{text}");
    assert!(
        text.contains(&format!("{}/d/", shop.url)) && text.contains("> We ship to Canada in 6 to 9"),
        "{text}"
    );
    assert_eq!(mailbox.mails().await.len(), 1);
}

#[tokio::test]
async fn a_test_goes_out_at_once_and_says_what_was_seen_when_it_does_not() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("quiet_from", "00:00").but("quiet_to", "23:59").saved(&browser).await;
    let csrf = browser.get("/settings/notices").await.field("csrf");
    let try_out = async |channel: &str| {
        let fields = [("csrf", csrf.clone()), ("channel", channel.to_owned())];
        send(&browser, "/settings/notices/test", &fields).await.body
    };
    assert!(try_out("webhook").await.contains("The test is out."));
    assert!(try_out("telegram").await.contains("The test is out."));
    assert!(sink.text("This is a test.").await.contains("this channel"));
    sink.message("This is a test.").await;
    let words = json!({ "ok": false, "error_code": 400, "description": "Bad Request: chat not found" });
    sink.meet(&[Met::With(400, words)]);
    let failed = try_out("telegram").await;
    assert!(failed.contains("The test did not leave.") && failed.contains("chat not found"), "{failed}");
    assert!(
        !failed.contains("AAExample") && !shop.log().contains("AAExample"),
        "the bot's token is a secret"
    );
    assert!(!shop.log().contains("/services/"), "and so is the webhook's address");
    assert!(try_out("email").await.contains("must be one of: webhook, telegram"));
}

#[tokio::test]
async fn who_was_to_be_told_by_mail_that_is_not_set_up_may_choose_the_rest_and_keep_it() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("handoff", "email").but("suggestion", "webhook").saved(&browser).await;
    let after = browser.get("/settings/notices").await.body;
    assert!(after.contains("<option value=\"email\" selected>Mail (not set up)"), "{after}");
}

#[tokio::test]
async fn choices_that_cannot_be_meant_are_refused_by_name_and_change_nothing() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("batch_minutes", "7").saved(&browser).await;
    let csrf = browser.get("/settings/notices").await.field("csrf");
    for (field, value, said) in [
        ("suggestion", "email", "is not set up here"),
        ("suggestion", "pigeon", "must be one of"),
        ("batch_minutes", "241", "must be 0 to 240"),
        ("batch_minutes", "soon", "whole number"),
        ("time_zone", "Europe/Atlantis", "is not a time zone"),
        ("quiet_from", "22:00", "give both, or neither"),
        ("digest_at", "25:00", "time of the day"),
        ("telegram_chat", "@me", "must be a number"),
    ] {
        let mut wants = Wants::nothing().but(field, value);
        wants.0.push(("csrf", csrf.clone()));
        let page = send(&browser, "/settings/notices", &wants.0).await;
        assert!(
            page.status == 400 && page.body.contains(said),
            "{field}={value}: {} {}",
            page.status,
            page.body
        );
    }
    let after = browser.get("/settings/notices").await.body;
    assert!(after.contains("name=\"batch_minutes\" value=\"7\""), "{after}");
    let forged = send(&browser, "/settings/notices", &Wants::nothing().but("csrf", "0000").0).await;
    assert_eq!(forged.status, 403);
}

#[tokio::test]
async fn without_an_address_of_its_own_the_service_sends_no_links_and_says_so() {
    let sink = Sink::start().await;
    let mut setup = Setup::new().await.policy("waiting_notice_ms = 0");
    setup.more = sink.telegram();
    let shop = setup.start().await;
    assert!(shop.log().contains("server.public_url is not set"), "{}", shop.log());
    let (out, err, code) = shop.run(&["check", "--offline"], "");
    assert!(
        code == 0 && out.contains("note   server.public_url is not set: notices carry no links"),
        "{out}{err}"
    );
    let browser = owner(&shop).await;
    assert!(browser.get("/settings/notices").await.body.contains("Notices carry no links."));
    Wants::nothing().but("suggestion", "telegram").saved(&browser).await;
    shop.visitor("c1", QUESTION).await;
    let told = sink.message("waits for your decision").await;
    assert_eq!(told["reply_markup"]["inline_keyboard"], json!([]));
    assert!(!told.to_string().contains("http"), "{told}");
}

#[test]
fn a_check_names_what_is_wrong_with_notices_by_field_and_repeats_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("banister.toml");
    let text = "[store]\nurl = \"sqlite:nowhere.db\"\n[notify]\noverdue_mintes = 3\nlink_hours = 0\n\
                [notify.email]\nhost = \"mail.example.com\"\nfrom = \"desk\"\nsecurity = \"none\"\n\
                password = \"${NO_SUCH_SECRET}\"\nusername = \"x\"\n\
                [notify.webhook]\nurl = \"http://10.0.0.1/hunter2\"\n[notify.telegram]\ntoken = \"hunter2\"\n\
                [notify.pigeon]\nname = \"Eve\"\n";
    std::fs::write(&path, text).unwrap();
    let (out, err, code) = run(&path, &["check", "--offline"], "");
    assert_eq!(code, 2, "{out}{err}");
    for said in [
        ":4: notify.overdue_mintes: is not a key of [notify]; did you mean `overdue_minutes`?",
        ":5: notify.link_hours: is 0; give 1 to 168",
        ":8: notify.email.from: `desk` is not an address",
        ":9: notify.email.security: `none` would show mail",
        ":10: notify.email.password: the environment variable NO_SUCH_SECRET is not set",
        ":13: notify.webhook.url: must be https",
        ":15: notify.telegram.token: is not the token of a bot",
        ":16: notify.pigeon: is not a section",
    ] {
        assert!(out.contains(said), "missing: {said}\nin:\n{out}");
    }
    assert!(!out.contains("hunter2"), "{out}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_check_knocks_at_each_channel_and_sends_nothing() {
    let Some(mailbox) = Mailbox::start(Some("desk:right")) else { return };
    let sink = Sink::start().await;
    let wrong = format!("{}username = \"desk\"\npassword = \"wrong\"\n", mailbox.section());
    let shop = shop(&sink, &wrong).await;
    sink.meet(&[Met::With(200, json!({}))]);
    let (out, err, code) = shop.run(&["check"], "");
    assert_eq!(code, 1, "{out}{err}");
    assert!(out.contains("FAULT  notify.email") && out.contains("535"), "{out}");
    assert!(
        out.contains("notify.telegram: the bot is known") && out.contains("notify.webhook: somebody answers"),
        "{out}"
    );
    assert!(sink.bot().is_empty() && mailbox.mails().await.is_empty());
    let knocked: Vec<String> = sink.posts().into_iter().map(|(path, _)| path).collect();
    assert_eq!(knocked.len(), 2, "{knocked:?}");
}

#[tokio::test]
async fn nothing_is_said_in_clear_where_encryption_was_asked_for() {
    let Some(mailbox) = Mailbox::start(None) else { return };
    let mut setup = Setup::new().await;
    setup.more = mailbox.section().replace("\"none\"", "\"starttls\"");
    let shop = setup.start().await;
    let browser = owner(&shop).await;
    let csrf = browser.get("/settings/notices").await.field("csrf");
    let page =
        send(&browser, "/settings/notices/test", &[("csrf", csrf), ("channel", "email".to_owned())]).await;
    assert!(page.body.contains("The test did not leave."), "{}", page.body);
    assert!(mailbox.mails().await.is_empty());
}

/// The token of the first link to decide by in a text.
pub(super) fn token(text: &str) -> String {
    let at = text.find("/d/").unwrap_or_else(|| panic!("no link in {text}")) + 3;
    text[at..].chars().take_while(char::is_ascii_hexdigit).collect()
}

/// Waits for the notice about a suggestion and answers with the path of its link.
pub(super) async fn link(sink: &Sink, nth: usize) -> String {
    let told = until("a link to decide by", || async { sink.bot().get(nth).cloned() }).await;
    format!("/d/{}", token(&told.to_string()))
}
