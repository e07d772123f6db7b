//! What a store promises the engine, played on SQLite and on PostgreSQL.

use banister::domain::{
    ActionClass, Author, Conversation, ConversationId, Decision, Event, Fact, Handling, Heard, Message,
    MessageKind, Timestamp, Usage,
};
use banister::ports::{
    Appended, Article, Articles as _, Commit, ConversationFilter, Desk as _, Finish, Foreseen, LaneClaim,
    Ledger as _, Limits, ModelCall, NewEvent, Since, Store, StoreError,
};
use banister::store::{Db, Settings};

use crate::postgres::both;

/// Keeps one decision on the first event of a conversation, with these facts and no effects.
pub async fn keep(db: &Db, claim: LaneClaim, after: Conversation, facts: Vec<Fact>, now: Timestamp) {
    let decisions = vec![Decision { after, facts, effects: vec![] }];
    db.commit(claim, Commit { decisions, ..nothing_decided(1, Timestamp::NEVER, now) }).await.unwrap();
}

const T0: Timestamp = Timestamp(1_800_000_000_000_000);

async fn open(url: &str) -> Db {
    Db::open(&Settings { url: url.to_owned() }).await.unwrap()
}

fn event(conversation: &str, key: &str, second: Option<&str>, at: Timestamp) -> NewEvent {
    NewEvent {
        conversation: ConversationId::of("shop", conversation),
        relay: "shop".to_owned(),
        external_conversation: conversation.to_owned(),
        key: key.to_owned(),
        second_key: second.map(str::to_owned),
        at,
        heard_at: at,
        sequence: None,
        sample: false,
        event: Event::MessageHeard(Heard {
            message_id: key.to_owned(),
            author: Author::Visitor,
            private: false,
            text: format!("words of {key} äß日本🙂 \u{202e}rtl"),
            readable: true,
            name: None,
            author_id: None,
            client_ref: None,
            edited: false,
        }),
    }
}

fn nothing_decided(handled_seq: i64, next_due: Timestamp, now: Timestamp) -> Commit {
    Commit { own_event: None, handled_seq, decisions: Vec::new(), next_due, now }
}

#[tokio::test]
async fn the_same_key_or_second_key_is_a_duplicate_also_within_one_batch() {
    both(|url| async move {
        let db = open(&url).await;
        let one = || event("c", "k1", Some("m1"), T0);
        let outcomes = futures_util::future::join_all((0..8).map(|_| db.append(one()))).await;
        let kept = outcomes.iter().filter(|o| matches!(o, Ok(Appended::Kept))).count();
        let duplicate = outcomes.iter().filter(|o| matches!(o, Ok(Appended::Duplicate))).count();
        assert_eq!((kept, duplicate), (1, 7));
        assert_eq!(db.append(event("c", "k2", Some("m1"), T0)).await.unwrap(), Appended::Duplicate);
        assert_eq!(db.append(event("c", "k3", Some("m3"), T0)).await.unwrap(), Appended::Kept);
        let loaded = db.load(ConversationId::of("shop", "c")).await.unwrap().unwrap();
        assert_eq!(loaded.pending.len(), 2);
        assert_eq!(loaded.pending[0].event, one().event, "the words come back as they went in");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_lane_is_claimed_by_one_at_a_time_and_comes_back_when_its_lease_ends() {
    both(|url| async move {
        let db = open(&url).await;
        db.append(event("c", "k1", None, T0)).await.unwrap();
        let claims = db.claim_lanes(T0, 10_000, 5).await.unwrap();
        assert_eq!(claims.len(), 1);
        assert!(db.claim_lanes(T0, 10_000, 5).await.unwrap().is_empty());
        assert_eq!(db.claim_lane(claims[0].conversation, T0, 10_000).await.unwrap(), None);
        db.append(event("c", "k2", None, T0)).await.unwrap();
        assert!(db.claim_lanes(T0, 10_000, 5).await.unwrap().is_empty(), "a wake-up does not break a lease");
        let again = db.claim_lanes(T0.plus_ms(10_001), 10_000, 5).await.unwrap();
        assert_eq!(again.len(), 1);
        let late = db.commit(claims[0], nothing_decided(2, Timestamp::NEVER, T0)).await;
        assert!(matches!(late, Err(StoreError::Fenced)), "the slow worker writes nothing");
        db.commit(again[0], nothing_decided(2, Timestamp::NEVER, T0)).await.unwrap();
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_event_that_comes_while_the_lane_is_held_wakes_it_again() {
    both(|url| async move {
        let db = open(&url).await;
        db.append(event("c", "k1", None, T0)).await.unwrap();
        let claim = db.claim_lanes(T0, 10_000, 5).await.unwrap()[0];
        let seen = db.load(claim.conversation).await.unwrap().unwrap().pending[0].seq;
        db.append(event("c", "k2", None, T0)).await.unwrap();
        db.commit(claim, nothing_decided(seen, Timestamp::NEVER, T0)).await.unwrap();
        let again = db.claim_lanes(T0, 10_000, 5).await.unwrap();
        assert_eq!(again.len(), 1, "nothing is forgotten");
        let left = db.load(again[0].conversation).await.unwrap().unwrap().pending;
        assert_eq!(left.len(), 1);
        db.commit(again[0], nothing_decided(left[0].seq, T0.plus_ms(5_000), T0)).await.unwrap();
        assert!(db.claim_lanes(T0, 10_000, 5).await.unwrap().is_empty());
        assert_eq!(db.claim_lanes(T0.plus_ms(5_000), 10_000, 5).await.unwrap().len(), 1, "the timer");
        db.close().await;
    })
    .await;
}

fn decided(conversation: &str, facts: Vec<Fact>) -> Decision {
    let after = Conversation::new("shop", conversation, T0);
    let speak = |n: u32| {
        let id = banister::domain::ActionId::derived(
            Timestamp(T0.0 + i64::from(n) * 1_000),
            &[conversation, &n.to_string()],
        );
        (id, banister::domain::Effect::Acknowledge(banister::domain::Notice::HandedOff))
    };
    let label = banister::domain::Effect::ChangeLabels { add: vec!["x".to_owned()], remove: vec![] };
    let label_id = banister::domain::ActionId::derived(T0, &[conversation, "label"]);
    Decision { after, facts, effects: vec![speak(1), speak(2), (label_id, label)] }
}

#[tokio::test]
async fn what_a_visitor_reads_leaves_one_after_the_other_and_a_lost_lease_says_that_it_was_tried() {
    both(|url| async move {
        let db = open(&url).await;
        db.append(event("c", "k1", None, T0)).await.unwrap();
        let claim = db.claim_lanes(T0, 10_000, 5).await.unwrap()[0];
        let commit =
            Commit { decisions: vec![decided("c", vec![])], ..nothing_decided(1, Timestamp::NEVER, T0) };
        db.commit(claim, commit).await.unwrap();
        let first = db.claim_actions(ActionClass::Relay, T0, 1_000, 10).await.unwrap();
        let kinds: Vec<_> = first.iter().map(|a| (a.action.body.kind(), a.attempt, a.tried_before)).collect();
        assert_eq!(kinds.iter().filter(|k| k.0 == "acknowledge").count(), 1, "{kinds:?}");
        assert_eq!(kinds.iter().filter(|k| k.0 == "labels").count(), 1, "{kinds:?}");
        assert!(db.claim_actions(ActionClass::Drafts, T0, 1_000, 10).await.unwrap().is_empty());
        let later = T0.plus_ms(1_001);
        let again = db.claim_actions(ActionClass::Relay, later, 1_000, 10).await.unwrap();
        assert!(again.iter().all(|a| a.tried_before && a.attempt == 2), "{again:?}");
        let lost = db.finish(&first[0], Finish::Done, None, later).await.unwrap();
        assert!(!lost, "a lost lease finishes nothing");
        for action in &again {
            let told = event("c", &format!("done-{}", action.action.id), None, later);
            assert!(db.finish(action, Finish::Done, Some(told), later).await.unwrap());
        }
        let second = db.claim_actions(ActionClass::Relay, later, 1_000, 10).await.unwrap();
        assert_eq!(second.len(), 1, "now the second message may leave");
        let dead = Finish::Dead { error: "410 Gone".to_owned() };
        assert!(db.finish(&second[0], dead, None, later).await.unwrap());
        let letters = db.dead_letters(10).await.unwrap();
        assert_eq!((letters.len(), letters[0].error.as_str()), (1, "410 Gone"));
        assert!(db.replay(letters[0].action, later).await.unwrap());
        assert!(!db.replay(letters[0].action, later).await.unwrap());
        assert_eq!(db.claim_actions(ActionClass::Relay, later, 1_000, 10).await.unwrap().len(), 1);
        assert_eq!(
            db.load(claim.conversation).await.unwrap().unwrap().pending.len(),
            2,
            "outcomes were told"
        );
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn facts_are_read_back_and_lists_are_paged_without_gaps() {
    both(|url| async move {
        let db = open(&url).await;
        for i in 0..7 {
            let name = format!("c{i}");
            db.append(event(&name, &format!("k{i}"), None, T0)).await.unwrap();
            let claim = db.claim_lane(ConversationId::of("shop", &name), T0, 1_000).await.unwrap().unwrap();
            let message = Message {
                external_id: "m".to_owned(),
                author: Author::Visitor,
                kind: MessageKind::Question,
                private: i == 3,
                text: "<script>".to_owned(),
                at: T0,
                suggestion: None,
                action: None,
                by: None,
            };
            let decision = decided(&name, vec![Fact::MessageKept(message)]);
            let commit = Commit { decisions: vec![decision], ..nothing_decided(i + 1, Timestamp::NEVER, T0) };
            db.commit(claim, commit).await.unwrap();
        }
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let filter = ConversationFilter { limit: 3, cursor, ..Default::default() };
            let page = db.conversations(&filter).await.unwrap();
            seen.extend(page.items.iter().map(|r| r.conversation.external_id.clone()));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        seen.sort();
        assert_eq!(seen, ["c0", "c1", "c2", "c3", "c4", "c5", "c6"]);
        assert!(db.public_messages(ConversationId::of("shop", "c3")).await.unwrap().is_empty());
        let thread = db.thread(ConversationId::of("shop", "c1")).await.unwrap().unwrap();
        assert_eq!(thread.messages[0].text, "<script>");
        assert_eq!(db.thread(ConversationId::of("shop", "nobody")).await.unwrap(), None);
        let all = Since { from: Timestamp(0), to: Timestamp::NEVER };
        assert!(db.episodes(all).await.unwrap().iter().all(|e| e.handling == Handling::None));
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_article_put_twice_word_for_word_changes_nothing() {
    both(|url| async move {
        let db = open(&url).await;
        let article = Article {
            slug: "a".to_owned(),
            title: "A".to_owned(),
            source: "a.md".to_owned(),
            body: "text".to_owned(),
            hash: "h1".to_owned(),
            updated_at: T0,
            by: None,
        };
        let at = |n: i64| T0.plus_ms(n);
        assert!(db.put_article(&article).await.unwrap());
        let version = db.articles_version().await.unwrap();
        assert!(!db.put_article(&article).await.unwrap());
        assert_eq!(db.articles_version().await.unwrap(), version);
        let newer = Article { hash: "h2".to_owned(), updated_at: at(1), ..article.clone() };
        assert!(db.put_article(&newer).await.unwrap());
        assert_ne!(db.articles_version().await.unwrap(), version);
        // Edited here: against the version that was looked at, and then safe from a source that says nothing new.
        let by = Some("Ada".to_owned());
        let edited = Article {
            hash: "h3".to_owned(),
            body: "edited".to_owned(),
            updated_at: at(2),
            by,
            ..newer.clone()
        };
        assert!(!db.write_article(&edited, Some("h1")).await.unwrap(), "h2 stands by now");
        assert!(!db.write_article(&edited, None).await.unwrap(), "the slug is taken");
        assert!(db.write_article(&edited, Some("h2")).await.unwrap());
        assert!(!db.put_article(&newer).await.unwrap());
        assert_eq!(db.article("a").await.unwrap(), Some(edited));
        // Removed here: away until the source changes.
        assert!(!db.remove_article("a", Some("h2"), at(3)).await.unwrap(), "h3 stands by now");
        assert!(db.remove_article("a", Some("h3"), at(3)).await.unwrap());
        assert!(!db.remove_article("a", None, at(4)).await.unwrap());
        assert!(!db.put_article(&newer).await.unwrap());
        assert_eq!((db.article("a").await.unwrap(), db.articles().await.unwrap()), (None, vec![]));
        let newest = Article { hash: "h4".to_owned(), updated_at: at(5), ..newer };
        assert!(db.put_article(&newest).await.unwrap());
        let versions = db.article_versions("a", 10).await.unwrap();
        let told: Vec<_> = versions.iter().map(|v| (v.number, v.article.hash.as_str())).collect();
        assert_eq!(told, [(4, "h4"), (3, "h3"), (2, "h2"), (1, "h1")]);
        // The source is gone, and comes back as it was.
        assert!(db.forget_article("a").await.unwrap() && !db.forget_article("a").await.unwrap());
        assert!(db.put_article(&newest).await.unwrap());
        assert!(db.article_uses(T0).await.unwrap().is_empty());
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_second_process_cannot_serve_the_same_file() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { url: format!("sqlite:{}", folder.path().join("x.db").display()) };
    let db = Db::open(&settings).await.unwrap();
    let refused = Db::open(&settings).await.unwrap_err().to_string();
    assert!(refused.contains("in use by another banister process"), "{refused}");
    Db::open_beside(&settings).await.unwrap().close().await;
    db.close().await;
}

#[tokio::test]
async fn callers_at_once_never_set_aside_more_than_the_day_allows_and_settling_gives_back() {
    both(|url| async move {
        let db = open(&url).await;
        let call = |n: usize, at: Timestamp| ModelCall {
            id: format!("call{n}"),
            conversation: ConversationId::of("shop", "c"),
            at,
            foreseen: Foreseen {
                model: "m".to_owned(),
                prompt: "reply@1:0".to_owned(),
                usage: Usage { prompt_tokens: 80, completion_tokens: 20, cost_micros: 7 },
                limits: Limits { tokens: Some(500), cost_micros: None },
            },
        };
        let calls: Vec<_> = (0..20).map(|n| call(n, T0)).collect();
        let allowed = futures_util::future::join_all(calls.iter().map(|c| db.reserve(c))).await;
        let granted: Vec<bool> = allowed.into_iter().map(Result::unwrap).collect();
        assert_eq!(granted.iter().filter(|g| **g).count(), 5);
        let first = granted.iter().position(|g| *g).unwrap();
        let cheap = Usage { prompt_tokens: 10, completion_tokens: 5, cost_micros: 1 };
        db.settle(&calls[first], cheap, "draft").await.unwrap();
        assert!(!db.reserve(&call(20, T0)).await.unwrap(), "415 of 500 are gone");
        db.settle(&call(21, T0), cheap, "unplanned").await.unwrap();
        assert!(db.reserve(&call(22, T0.plus_ms(86_400_000))).await.unwrap(), "another day");
        let spent = db.spent(Since { from: T0.day(), to: T0.plus_ms(2 * 86_400_000) }).await.unwrap();
        let sums: Vec<_> = spent.iter().map(|s| (s.calls, s.open, s.usage.tokens())).collect();
        assert_eq!(sums, [(6, 4, 430), (1, 1, 100)]);
        db.close().await;
    })
    .await;
}
