//! The weekly scorecard arrives by mail on the day its reader chose: once, whatever stops meanwhile.

use serde_json::{Value, json};

use super::notices::{OWNER, QUESTION, Wants, owner, rewrite};
use crate::world::{Mailbox, Setup, a_moment};

/// One week, microseconds.
const WEEK_US: i64 = 7 * 86_400_000_000;

#[tokio::test]
async fn the_scorecard_of_the_last_whole_week_is_mailed_once_and_says_what_its_page_says() {
    let Some(mailbox) = Mailbox::start(None) else { return };
    let mut setup = Setup::new().await.policy("waiting_notice_ms = 0");
    setup.server_lines = "public_url = \"URL\"".to_owned();
    setup.more = mailbox.section();
    let mut shop = setup.start().await;
    let browser = owner(&shop).await;
    for name in ["c1", "c2", "c3"] {
        shop.visitor(name, QUESTION).await;
        let suggestion = shop.suggestion(name).await;
        assert_eq!(shop.approve(&suggestion).await.status, 200);
    }
    shop.visitor("c4", QUESTION).await;
    shop.suggestion("c4").await;
    let wants = Wants::nothing().but("scorecard", "email").but("telegram_chat", "");
    wants.but("scorecard_at", "00:00").saved(&browser).await;
    a_moment().await;
    assert!(mailbox.mails().await.is_empty(), "set up after its hour: the next one comes next week");
    // As if it had been set up long ago, and three of the chats had been a week ago.
    rewrite(&mut shop, async |conn| {
        let (choices,): (String,) =
            sqlx::query_as("select choices from notice_choice").fetch_one(&mut *conn).await.unwrap();
        let mut choices: Value = serde_json::from_str(&choices).unwrap();
        choices["scorecard_since"] = json!(0);
        let written = sqlx::query("update notice_choice set choices = ?").bind(choices.to_string());
        written.execute(&mut *conn).await.unwrap();
        let moved = "update episode set started_at = started_at - ?1, first_response_at = first_response_at - ?1 \
                     where first_response_at is not null";
        assert_eq!(sqlx::query(moved).bind(WEEK_US).execute(&mut *conn).await.unwrap().rows_affected(), 3);
    })
    .await;
    let mail = mailbox.mail(|m| m["recipients"] == json!([OWNER])).await;
    let (subject, text) = (mail["subject"].as_str().unwrap(), mail["text"].as_str().unwrap());
    assert!(subject.starts_with("Your week until Sunday, ") && subject.contains(": 3 chats."), "{subject}");
    for part in [
        "The week from Monday, ",
        "Chats: 3; change: +3 (",
        "AI-assisted: 100 % (",
        ", n 3",
        "not enough data yet, about",
        "Do next: ",
        "95 % intervals",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    let link = text.lines().find(|line| line.contains("/reports/scorecard?to=")).unwrap();
    let page = owner(&shop).await.get(link.strip_prefix(&shop.url).unwrap()).await;
    assert!(page.status == 200 && page.body.contains("Last seven days"), "{}", page.body);
    a_moment().await;
    shop.kill();
    shop.spawn().await;
    a_moment().await;
    a_moment().await;
    assert_eq!(mailbox.mails().await.len(), 1, "once a week, after a restart as well");
}

#[tokio::test]
async fn a_day_or_an_hour_that_is_none_is_refused_by_name() {
    let Some(mailbox) = Mailbox::start(None) else { return };
    let mut setup = Setup::new().await;
    setup.more = mailbox.section();
    let shop = setup.start().await;
    let browser = owner(&shop).await;
    let wants = Wants::nothing().but("scorecard", "email").but("telegram_chat", "");
    wants.but("scorecard_day", "thursday").but("scorecard_at", "17:30").saved(&browser).await;
    let shown = browser.get("/settings/notices").await;
    assert!(shown.body.contains("<option value=\"thursday\" selected>Thursday"), "{}", shown.body);
    for (field, value, said) in
        [("scorecard_at", "17.30", "time of the day"), ("scorecard_day", "someday", "must be one of: monday")]
    {
        let csrf = shown.field("csrf");
        let fields =
            [("scorecard", "email"), ("time_zone", "UTC"), ("batch_minutes", "0"), ("digest_at", "08:00")];
        let mut fields: Vec<(&str, &str)> = fields.into();
        fields.extend([(field, value), ("csrf", &csrf)]);
        if field != "scorecard_at" {
            fields.push(("scorecard_at", "08:00"));
        }
        let refused = browser.post("/settings/notices", &fields).await;
        assert!(refused.status == 400 && refused.body.contains(said), "{field} {}", refused.body);
    }
    let after = browser.get("/settings/notices").await;
    assert!(after.body.contains("<option value=\"thursday\" selected>") && after.body.contains("17:30"));
}
