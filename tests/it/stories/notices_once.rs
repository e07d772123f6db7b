//! Notices are neither lost nor doubled: crashes between send and mark, servers away, several processes.

use std::time::Duration;

use serde_json::json;

use super::notices::{QUESTION, Wants, owner, send, shop};
use crate::world::{Mailbox, Met, Setup, Sink, a_moment, until};

#[tokio::test]
async fn a_kill_between_send_and_mark_doubles_nothing_in_a_chat() {
    let sink = Sink::start().await;
    let mut shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("suggestion", "telegram").but("new_chat", "webhook").saved(&browser).await;
    sink.meet(&[Met::After(Duration::from_secs(20)), Met::After(Duration::from_secs(20))]);
    shop.visitor("c1", QUESTION).await;
    until("both on their way", || async { (sink.posts().len() == 2).then_some(()) }).await;
    shop.kill();
    shop.spawn().await;
    let browser = owner(&shop).await;
    let page = until("the outcome", || {
        let page = browser.get("/settings/notices");
        async { Some(page.await.body) }
    })
    .await;
    drop(page);
    tokio::time::sleep(Duration::from_secs(3)).await;
    let page = browser.get("/settings/notices").await.body;
    assert_eq!(page.matches("may have arrived").count(), 2, "shown, not hidden: {page}");
    assert_eq!(sink.posts().len(), 2, "and not sent again");
    // What comes up later is told as ever.
    shop.visitor("c2", QUESTION).await;
    until("the next two", || async { (sink.posts().len() == 4).then_some(()) }).await;
}

#[tokio::test]
async fn a_kill_between_send_and_mark_repeats_mail_at_most_once_and_under_the_same_id() {
    let Some(mailbox) = Mailbox::start(None) else { return };
    let mut setup = Setup::new().await.policy("waiting_notice_ms = 0");
    setup.server_lines = "public_url = \"URL\"".to_owned();
    setup.more = mailbox.section();
    let mut shop = setup.start().await;
    let browser = owner(&shop).await;
    Wants::nothing().but("suggestion", "email").but("telegram_chat", "").saved(&browser).await;
    // Two crashes in a row at the worst moment: the third time it is left alone.
    mailbox.be("slow:20000").await;
    mailbox.be("slow:20000").await;
    shop.visitor("c1", QUESTION).await;
    for n in 1..=2 {
        until("a mail taken, and not answered yet", || async {
            (mailbox.mails().await.len() == n).then_some(())
        })
        .await;
        shop.kill();
        shop.spawn().await;
    }
    tokio::time::sleep(Duration::from_secs(3)).await;
    let mails = mailbox.mails().await;
    assert_eq!(mails.len(), 2, "at most one repetition");
    assert_eq!(mails[0]["message_id"], mails[1]["message_id"]);
    assert_ne!(mails[0]["text"], mails[1]["text"], "its link was made anew: only hashes are kept");
    let browser = owner(&shop).await;
    assert!(browser.get("/settings/notices").await.body.contains("may have arrived"));
    // Either link decides, and then neither does.
    let paths: Vec<String> = mails
        .iter()
        .map(|mail| format!("/d/{}", super::notices::token(mail["text"].as_str().unwrap())))
        .collect();
    let csrf = browser.get(&paths[0]).await.field("csrf");
    let done = send(&browser, &paths[0], &[("csrf", csrf), ("decision", "approve".to_owned())]).await;
    assert_eq!((done.status, browser.get(&paths[1]).await.status), (200, 410), "{}", done.body);
}

#[tokio::test]
async fn a_server_that_is_away_is_tried_again_and_what_it_refuses_for_good_is_given_up_in_sight() {
    let Some(mailbox) = Mailbox::start(None) else { return };
    let sink = Sink::start().await;
    let shop = shop(&sink, &mailbox.section()).await;
    let browser = owner(&shop).await;
    Wants::nothing().but("suggestion", "email").but("handoff", "webhook").saved(&browser).await;
    mailbox.be("451").await;
    sink.meet(&[Met::With(503, json!("busy")), Met::With(404, json!("no_service"))]);
    shop.visitor("c1", QUESTION).await;
    mailbox.mail(|_| true).await;
    assert_eq!(mailbox.mails().await.len(), 1);
    shop.visitor("c2", "I want a refund now").await;
    let page = until("both tries", || {
        let page = browser.get("/settings/notices");
        async { Some(page.await.body).filter(|html| html.contains("given up")) }
    })
    .await;
    assert!(page.contains("answered 404 Not Found: no_service</span> (2 tries)"), "{page}");
    assert_eq!(sink.slack().len(), 2);
    assert!(shop.log().contains("a notice was given up"), "{}", shop.log());
    let metrics = shop.http.get(format!("{}/metrics", shop.url)).send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("banister_notices_total{channel=\"webhook\",end=\"failed\"} 1"), "{metrics}");
}

#[tokio::test]
async fn a_post_that_may_have_arrived_is_not_repeated() {
    let sink = Sink::start().await;
    let shop = shop(&sink, "").await;
    let browser = owner(&shop).await;
    Wants::nothing().but("new_chat", "webhook").but("suggestion", "telegram").saved(&browser).await;
    sink.meet(&[Met::BrokenOff, Met::BrokenOff]);
    shop.visitor("c1", QUESTION).await;
    until("both outcomes", || {
        let page = browser.get("/settings/notices");
        async { (page.await.body.matches("may have arrived").count() == 2).then_some(()) }
    })
    .await;
    a_moment().await;
    assert_eq!(sink.posts().len(), 2);
}

#[tokio::test]
async fn two_processes_tell_everything_once() {
    let Some(url) = crate::postgres::fresh_database().await else { return };
    let sink = Sink::start().await;
    let start = async || {
        let mut setup = Setup::new().await.policy("waiting_notice_ms = 0");
        setup.store = Some(url.clone());
        setup.server_lines = "public_url = \"URL\"".to_owned();
        setup.more = format!("{}{}", sink.webhook(), sink.telegram());
        setup.start().await
    };
    let (first, second) = (start().await, start().await);
    let browser = owner(&first).await;
    Wants::nothing().but("suggestion", "telegram").but("new_chat", "webhook").saved(&browser).await;
    for n in 0..4 {
        let at = if n % 2 == 0 { &first } else { &second };
        at.visitor(&format!("c{n}"), QUESTION).await;
    }
    let told =
        |texts: Vec<String>, words: &str| texts.iter().map(|text| text.matches(words).count()).sum::<usize>();
    let by_bot = || told(sink.bot().iter().map(ToString::to_string).collect(), "waits for your decision");
    until("all of them", || async { (told(sink.slack(), "New chat") >= 4 && by_bot() >= 4).then_some(()) })
        .await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!((told(sink.slack(), "New chat"), by_bot()), (4, 4));
}
