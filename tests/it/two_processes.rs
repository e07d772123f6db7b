//! Several replicas on one PostgreSQL: each conversation in order, each reply once.

use serde_json::json;

use crate::world::{Setup, event, said, until};

#[tokio::test]
async fn two_processes_share_the_work_and_keep_each_conversation_in_order() {
    let Some(url) = crate::postgres::fresh_database().await else { return };
    let mut first = Setup::new().await;
    first.store = Some(url.clone());
    let relay = first.relay.clone();
    let first = first.start().await;
    let mut second = Setup::new().await;
    second.store = Some(url);
    second.relay = relay.clone();
    let second = second.start().await;
    let names: Vec<String> = (0..12).map(|i| format!("pg-{i}")).collect();
    for name in &names {
        for (i, text) in
            ["hello", "one question", "How long does shipping to Canada take?"].iter().enumerate()
        {
            let mut e = event("message_sent", name, said("from_user", text));
            e["sequence"] = json!(i + 1);
            // Alternate between the replicas, and tell both the same event.
            let (a, b) = tokio::join!(first.send(e.clone()), second.send(e));
            let mut words = [a.body["status"].as_str().unwrap(), b.body["status"].as_str().unwrap()];
            words.sort_unstable();
            assert_eq!(words, ["accepted", "duplicate"], "{a:?} {b:?}");
        }
    }
    for name in &names {
        let whole = until("a suggestion to the whole turn", || async {
            first
                .pending(name)
                .await
                .filter(|s| s["question"].as_str().is_some_and(|t| t.lines().count() == 3))
        })
        .await;
        assert_eq!(whole["question"], "hello\none question\nHow long does shipping to Canada take?");
        // Both owners decide at once: one outcome.
        let (a, b) = tokio::join!(first.approve(&whole), second.approve(&whole));
        let mut statuses = [a.status, b.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{a:?} {b:?}");
    }
    for name in &names {
        // A greeting heard alone may have been handed off first; that is told, and is no reply.
        let replies = || relay.posts(name).iter().filter(|p| p.contains("6 to 9")).count();
        until("one reply", || async { (replies() == 1).then_some(()) }).await;
        first.stage(name, "quiet").await;
        assert_eq!(replies(), 1);
    }
}
