//! What a store promises about people, sessions, keys and the list of what people did, on SQLite and on PostgreSQL.

use banister::domain::Timestamp;
use banister::ports::{Audit as _, AuditFilter, Note};
use banister::store::{ALL_STATEMENTS, Db, Settings};
use serde_json::json;

use crate::postgres::both;

const T0: Timestamp = Timestamp(1_800_000_000_000_000);

async fn open(url: &str) -> Db {
    Db::open(&Settings { url: url.to_owned() }).await.unwrap()
}

#[tokio::test]
async fn what_people_did_is_listed_newest_first_and_every_note_once() {
    both(|url| async move {
        let db = open(&url).await;
        for n in 0..25 {
            let (by, what) = if n % 2 == 0 { ("ada@b.c", "user.added") } else { ("key ci", "rules.saved") };
            let note = Note::new(T0.plus_ms(n), by, what, &format!("s{n}"));
            db.note(&note.changed(n, "ä'\"\u{202e}日").because("because % _ x")).await.unwrap();
        }
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let filter = AuditFilter { cursor, limit: 10, ..AuditFilter::default() };
            let page = db.entries(&filter).await.unwrap();
            seen.extend(page.items);
            match page.next_cursor {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        let subjects: Vec<_> = seen.iter().map(|noted| noted.note.subject.clone()).collect();
        assert_eq!(subjects, (0..25).rev().map(|n| format!("s{n}")).collect::<Vec<_>>());
        assert_eq!(json!(seen[0].note.detail), json!({ "before": 24, "after": "ä'\"\u{202e}日" }));
        assert_eq!(
            (seen[0].note.at, seen[0].note.reason.as_deref()),
            (T0.plus_ms(24), Some("because % _ x"))
        );
        let count = |what: &'static str, by: &'static str| {
            let db = db.clone();
            async move {
                let wish = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
                let filter = AuditFilter { what: wish(what), by: wish(by), cursor: None, limit: 100 };
                db.entries(&filter).await.unwrap().items.len()
            }
        };
        assert_eq!(count("user.", "").await, 13);
        assert_eq!(count("rules.saved", "").await, 12);
        assert_eq!(count("", "key ci").await, 12);
        assert_eq!(count("user.", "key ci").await, 0);
        assert_eq!(count("%", "").await, 0, "no pattern: what a word begins with");
        db.close().await;
    })
    .await;
}

#[test]
fn no_statement_changes_or_removes_what_was_noted() {
    for (name, statement, _) in ALL_STATEMENTS {
        let words: Vec<&str> = statement.split_whitespace().collect();
        let touches = words.windows(2).any(|w| matches!(w, ["update", "audit"] | ["from", "audit"]));
        let reads = words.first() == Some(&"select");
        assert!(!touches || reads, "{name}");
    }
}
