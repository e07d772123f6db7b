//! What a store promises about people, sessions, keys and the list of what people did, on SQLite and on PostgreSQL.

use banister::domain::Timestamp;
use banister::ports::{
    Accounts as _, ApiToken, Audit as _, AuditFilter, Began, HalfSession, Naming, Note, OwnerChange, Role,
    Scopes, Session, Sessions as _, SignInLink, Tokens as _, User,
};
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

fn user(name: &str, role: Role) -> User {
    User {
        id: format!("usr_{name}"),
        email: format!("{name}@example.com"),
        name: name.to_owned(),
        role,
        password_hash: "old".to_owned(),
        created_at: T0,
        last_sign_in_at: None,
        second_factor: None,
    }
}

fn note(what: &str) -> Note {
    Note::new(T0, "test", what, "somebody")
}

async fn noted(db: &Db, what: &str) -> usize {
    let filter = AuditFilter { what: Some(what.to_owned()), limit: 100, ..AuditFilter::default() };
    db.entries(&filter).await.unwrap().items.len()
}

fn session(user: &str, hash: &str, from: Timestamp) -> Session {
    Session {
        token_hash: hash.to_owned(),
        user_id: user.to_owned(),
        csrf: format!("csrf {hash}"),
        created_at: from,
        expires_at: from.plus_ms(10_000),
        last_used_at: from,
        browser: "Firefox on Linux".to_owned(),
        began: Began::Link,
    }
}

#[tokio::test]
async fn an_email_is_taken_once_and_what_is_not_done_is_not_noted() {
    both(|url| async move {
        let db = open(&url).await;
        let ada = user("ada", Role::Owner);
        assert_eq!(db.add_user(&ada, &note("user.added")).await.unwrap(), Naming::Done);
        let twin = User { id: "usr_twin".to_owned(), ..ada.clone() };
        assert_eq!(db.add_user(&twin, &note("user.added")).await.unwrap(), Naming::EmailTaken);
        assert_eq!(noted(&db, "user.added").await, 1);
        assert_eq!(db.users().await.unwrap(), vec![ada.clone()]);
        assert_eq!(db.user_by_email("ada@example.com").await.unwrap(), Some(ada.clone()));
        assert_eq!(db.rename("usr_nobody", "x", &note("user.renamed")).await.unwrap(), Naming::Unknown);
        assert!(!db.set_password("usr_nobody", "x", &note("user.password_changed")).await.unwrap());
        assert_eq!((noted(&db, "user.renamed").await, noted(&db, "user.password_changed").await), (0, 0));
        assert_eq!(db.rename(&ada.id, "Ada L.", &note("user.renamed")).await.unwrap(), Naming::Done);
        assert_eq!(db.user(&ada.id).await.unwrap().unwrap().name, "Ada L.");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_last_owner_stays_also_when_two_take_each_other_away_at_once() {
    both(|url| async move {
        let db = open(&url).await;
        for (name, role) in [("ada", Role::Owner), ("bob", Role::Agent)] {
            db.add_user(&user(name, role), &note("user.added")).await.unwrap();
        }
        let demoted = db.set_role("usr_ada", Role::Agent, &note("user.role_changed")).await.unwrap();
        let removed = db.remove_user("usr_ada", &note("user.removed")).await.unwrap();
        assert_eq!((demoted, removed), (OwnerChange::LastOwner, OwnerChange::LastOwner));
        let unknown = db.remove_user("usr_x", &note("user.removed")).await.unwrap();
        assert_eq!(unknown, OwnerChange::Unknown);
        assert_eq!((noted(&db, "user.role_changed").await, noted(&db, "user.removed").await), (0, 0));
        for round in 0..12 {
            db.set_role("usr_ada", Role::Owner, &note("x")).await.unwrap();
            db.set_role("usr_bob", Role::Owner, &note("x")).await.unwrap();
            let (one, other) = (note("user.role_changed"), note("user.role_changed"));
            let (one, other) = tokio::join!(
                db.set_role("usr_ada", Role::Agent, &one),
                db.set_role("usr_bob", Role::Agent, &other)
            );
            let done = [one.unwrap(), other.unwrap()];
            assert!(
                done.contains(&OwnerChange::Done) && done.contains(&OwnerChange::LastOwner),
                "{round} {done:?}"
            );
            let owners = db.users().await.unwrap().iter().filter(|u| u.role == Role::Owner).count();
            assert_eq!(owners, 1, "round {round}");
        }
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_session_ends_by_its_age_by_its_rest_by_its_owner_and_with_its_password() {
    both(|url| async move {
        let db = open(&url).await;
        db.add_user(&user("ada", Role::Owner), &note("user.added")).await.unwrap();
        for hash in ["s1", "s2", "s3"] {
            db.add_session(&session("usr_ada", hash, T0)).await.unwrap();
        }
        let found = async |hash: &str, now: Timestamp, idle: i64| {
            db.session(hash, now, now.minus_ms(idle)).await.unwrap().is_some()
        };
        assert_eq!(db.user("usr_ada").await.unwrap().unwrap().last_sign_in_at, Some(T0));
        assert_eq!(db.session("s1", T0, T0.minus_ms(1)).await.unwrap(), Some(session("usr_ada", "s1", T0)));
        assert!(found("s1", T0.plus_ms(9_999), 60_000).await);
        assert!(!found("s1", T0.plus_ms(10_000), 60_000).await, "its time is over");
        assert!(!found("s1", T0.plus_ms(5_000), 5_000).await, "nobody used it");
        db.touch_session("s1", T0.plus_ms(4_000)).await.unwrap();
        db.touch_session("s1", T0.plus_ms(1_000)).await.unwrap();
        assert!(
            found("s1", T0.plus_ms(5_000), 5_000).await,
            "used since, and a late word takes nothing back"
        );
        let listed = async |now: Timestamp| {
            let all = db.sessions("usr_ada", now, now.minus_ms(60_000)).await.unwrap();
            all.into_iter().map(|s| s.token_hash).collect::<Vec<_>>()
        };
        assert_eq!(listed(T0).await, ["s1", "s2", "s3"], "last used first");
        assert!(!db.end_own_session("usr_bob", "s2").await.unwrap(), "another's session is not ended");
        assert!(db.end_own_session("usr_ada", "s2").await.unwrap());
        assert_eq!(db.end_sessions("usr_ada", Some("s3"), &note("user.signed_out")).await.unwrap(), 1);
        assert_eq!(listed(T0).await, ["s3"]);
        let link = |hash: &str| SignInLink {
            token_hash: hash.to_owned(),
            user_id: "usr_ada".to_owned(),
            expires_at: T0.plus_ms(1_000),
        };
        db.add_link(&link("l1"), &note("user.link_made")).await.unwrap();
        db.add_link(&link("l2"), &note("user.link_made")).await.unwrap();
        assert_eq!(db.use_link("l1", T0.plus_ms(1_000)).await.unwrap(), None, "too late");
        assert_eq!(db.use_link("l1", T0).await.unwrap().as_deref(), Some("usr_ada"));
        assert_eq!(db.use_link("l1", T0).await.unwrap(), None, "once");
        assert!(db.set_password("usr_ada", "new", &note("user.password_changed")).await.unwrap());
        assert_eq!(listed(T0).await, Vec::<String>::new());
        assert_eq!(db.use_link("l2", T0).await.unwrap(), None, "a link made before the change is of no use");
        assert_eq!(db.user("usr_ada").await.unwrap().unwrap().password_hash, "new");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn who_is_removed_leaves_nothing_that_signs_them_in() {
    both(|url| async move {
        let db = open(&url).await;
        db.add_user(&user("ada", Role::Owner), &note("user.added")).await.unwrap();
        db.add_user(&user("bob", Role::Owner), &note("user.added")).await.unwrap();
        db.add_session(&session("usr_bob", "s1", T0)).await.unwrap();
        let half = HalfSession {
            token_hash: "h1".to_owned(),
            user_id: "usr_bob".to_owned(),
            began: Began::Password,
            expires_at: T0.plus_ms(1_000),
        };
        db.add_half(&half).await.unwrap();
        assert_eq!(db.half("h1", T0).await.unwrap(), Some(half));
        assert_eq!(db.half("h1", T0.plus_ms(1_000)).await.unwrap(), None);
        let link = SignInLink {
            token_hash: "l1".to_owned(),
            user_id: "usr_bob".to_owned(),
            expires_at: T0.plus_ms(1_000),
        };
        db.add_link(&link, &note("user.link_made")).await.unwrap();
        assert!(db.offer_second_factor("usr_bob", "ABC").await.unwrap());
        let codes = vec!["c1".to_owned()];
        let on = note("user.second_factor_on");
        assert!(db.confirm_second_factor("usr_bob", "ABC", 7, &codes, &on).await.unwrap());
        assert_eq!(db.remove_user("usr_bob", &note("user.removed")).await.unwrap(), OwnerChange::Done);
        assert_eq!(db.session("s1", T0, T0.minus_ms(1)).await.unwrap(), None);
        assert_eq!(db.half("h1", T0).await.unwrap(), None);
        assert_eq!(db.use_link("l1", T0).await.unwrap(), None);
        assert_eq!(db.user("usr_bob").await.unwrap(), None);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_step_and_a_recovery_code_are_used_once_however_many_try_at_once() {
    both(|url| async move {
        let db = open(&url).await;
        db.add_user(&user("ada", Role::Owner), &note("user.added")).await.unwrap();
        assert!(!db.use_step("usr_ada", 100).await.unwrap(), "there is no second factor yet");
        assert!(db.offer_second_factor("usr_ada", "ABC").await.unwrap());
        let waiting = db.user("usr_ada").await.unwrap().unwrap();
        assert_eq!((waiting.secret_in_force(), waiting.second_factor.is_some()), (None, true));
        assert!(!db.set_recovery_codes("usr_ada", &["x".to_owned()], &note("x")).await.unwrap());
        let codes: Vec<String> = (0..3).map(|n| format!("c{n}")).collect();
        let on = note("user.second_factor_on");
        assert!(db.offer_second_factor("usr_ada", "NEW").await.unwrap());
        let stale = db.confirm_second_factor("usr_ada", "ABC", 100, &codes, &on).await.unwrap();
        assert!(!stale, "another secret was shown since the code was checked");
        assert_eq!(db.user("usr_ada").await.unwrap().unwrap().secret_in_force(), None);
        assert_eq!((db.recovery_codes_left("usr_ada").await.unwrap(), noted(&db, &on.what).await), (0, 0));
        assert!(db.confirm_second_factor("usr_ada", "NEW", 100, &codes, &on).await.unwrap());
        assert!(!db.confirm_second_factor("usr_ada", "NEW", 101, &codes, &on).await.unwrap(), "once");
        assert!(!db.offer_second_factor("usr_ada", "DEF").await.unwrap(), "not while one is in force");
        assert_eq!(db.user("usr_ada").await.unwrap().unwrap().secret_in_force(), Some("NEW"));
        assert!(!db.use_step("usr_ada", 100).await.unwrap(), "the code that confirmed it is used up");
        let tries = futures_util::future::join_all((0..8).map(|_| db.use_step("usr_ada", 101))).await;
        assert_eq!(tries.iter().filter(|t| matches!(t, Ok(true))).count(), 1);
        assert!(!db.use_step("usr_ada", 100).await.unwrap(), "an older one is not taken either");
        let used = note("sign_in.recovery_code_used");
        let tries = (0..8).map(|_| db.use_recovery_code("usr_ada", "c1", &used));
        let tries = futures_util::future::join_all(tries).await;
        assert_eq!(tries.iter().filter(|t| matches!(t, Ok(true))).count(), 1);
        assert_eq!(noted(&db, "sign_in.recovery_code_used").await, 1);
        assert_eq!(db.recovery_codes_left("usr_ada").await.unwrap(), 2);
        assert!(db.set_recovery_codes("usr_ada", &["n1".to_owned()], &note("x")).await.unwrap());
        assert!(!db.use_recovery_code("usr_ada", "c0", &used).await.unwrap(), "the old ones are gone");
        assert!(db.remove_second_factor("usr_ada", &note("user.second_factor_off")).await.unwrap());
        assert!(!db.remove_second_factor("usr_ada", &note("user.second_factor_off")).await.unwrap());
        assert!(!db.use_recovery_code("usr_ada", "n1", &used).await.unwrap());
        assert_eq!(noted(&db, "user.second_factor_off").await, 1);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn tries_are_counted_in_windows_also_across_processes() {
    both(|url| async move {
        let db = open(&url).await;
        let count = async |key: &str, at: i64| {
            let now = T0.plus_ms(at);
            db.count_try(key, now, now.minus_ms(1_000)).await.unwrap()
        };
        assert_eq!((count("a", 0).await, count("a", 10).await, count("b", 10).await), (1, 2, 1));
        db.close().await;
        drop(db);
        let db = open(&url).await;
        let count = async |key: &str, at: i64| {
            let now = T0.plus_ms(at);
            db.count_try(key, now, now.minus_ms(1_000)).await.unwrap()
        };
        assert_eq!(count("a", 999).await, 3, "a restart forgets nothing");
        assert_eq!(count("a", 1_000).await, 1, "the window is over");
        db.forgive_one("a").await.unwrap();
        db.forgive_one("a").await.unwrap();
        assert_eq!(count("a", 1_001).await, 1, "never below none");
        db.forgive("b").await.unwrap();
        assert_eq!(count("b", 20).await, 1);
        let at_once = futures_util::future::join_all((0..20).map(|_| count("c", 0))).await;
        assert_eq!(at_once.iter().max(), Some(&20), "none is lost: {at_once:?}");
        assert_eq!(count("d", 4_000_000).await, 1);
        assert_eq!(count("c", 0).await, 1, "swept out by then");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn many_who_try_again_after_a_rest_sweep_each_others_tries_and_none_fails() {
    both(|url| async move {
        let db = open(&url).await;
        let keys: Vec<String> = (0..16).map(|n| format!("key {n}")).collect();
        for round in 0..12 {
            let now = T0.plus_ms(round * 4_000_000);
            let counts = futures_util::future::join_all(
                keys.iter().map(|k| db.count_try(k, now, now.minus_ms(1_000))),
            )
            .await;
            for count in counts {
                assert_eq!(count.unwrap(), 1, "round {round}");
            }
        }
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_key_keeps_its_scopes_and_its_last_use_until_it_is_revoked() {
    both(|url| async move {
        let db = open(&url).await;
        db.add_user(&user("ada", Role::Owner), &note("user.added")).await.unwrap();
        let key = |hash: &str, scopes: &str, at: i64| ApiToken {
            token_hash: hash.to_owned(),
            name: format!("key {hash}"),
            scopes: Scopes::parse(scopes).unwrap(),
            created_at: T0.plus_ms(at),
            made_by: "ada@example.com".to_owned(),
            last_used_at: None,
        };
        let (full, some) = (key("f", "full", 0), key("s", "read decide", 1));
        db.add_token(&full, &note("token.made")).await.unwrap();
        db.add_token(&some, &note("token.made")).await.unwrap();
        assert_eq!(db.tokens().await.unwrap(), vec![some.clone(), full.clone()], "newest first");
        db.touch_token("s", T0.plus_ms(9)).await.unwrap();
        db.touch_token("s", T0.plus_ms(5)).await.unwrap();
        let found = db.token("s").await.unwrap().unwrap();
        assert_eq!(found, ApiToken { last_used_at: Some(T0.plus_ms(9)), ..some });
        assert!(db.revoke_token("s", &note("token.revoked")).await.unwrap());
        assert!(!db.revoke_token("s", &note("token.revoked")).await.unwrap());
        assert_eq!(db.token("s").await.unwrap(), None);
        assert_eq!((noted(&db, "token.made").await, noted(&db, "token.revoked").await), (2, 1));
        db.close().await;
    })
    .await;
}

#[test]
fn no_statement_changes_or_removes_what_was_noted() {
    for (name, statement, _) in ALL_STATEMENTS {
        let words: Vec<&str> = statement.split_whitespace().collect();
        let touches = words.windows(2).any(|w| matches!(w, ["update" | "from", "audit"]));
        let reads = words.first() == Some(&"select");
        assert!(!touches || reads, "{name}");
    }
}

#[tokio::test]
async fn keys_end_with_their_maker_and_those_of_the_command_line_stay() {
    both(|url| async move {
        let db = open(&url).await;
        for name in ["ada", "bob", "eve"] {
            db.add_user(&user(name, Role::Owner), &note("user.added")).await.unwrap();
        }
        let makers =
            ["ada@example.com", "bob@example.com", "bob@example.com", "eve@example.com", "command line"];
        for (n, maker) in makers.iter().enumerate() {
            let key = ApiToken {
                token_hash: format!("k{n}"),
                name: format!("key {n}"),
                scopes: Scopes::parse("full").unwrap(),
                created_at: T0,
                made_by: (*maker).to_owned(),
                last_used_at: None,
            };
            db.add_token(&key, &note("token.made")).await.unwrap();
        }
        let left = async || {
            let mut names: Vec<_> = db.tokens().await.unwrap().into_iter().map(|k| k.token_hash).collect();
            names.sort();
            names
        };
        let said = async |what: &str| {
            let filter = AuditFilter { what: Some(what.to_owned()), limit: 1, ..AuditFilter::default() };
            db.entries(&filter).await.unwrap().items[0].note.detail.get("keys_revoked").cloned()
        };
        db.set_role("usr_bob", Role::Owner, &note("user.role_changed")).await.unwrap();
        assert_eq!((left().await.len(), said("user.role_changed").await), (5, None), "an owner keeps theirs");
        db.set_role("usr_bob", Role::Agent, &note("user.role_changed")).await.unwrap();
        assert_eq!(
            (left().await, said("user.role_changed").await.unwrap()),
            (owned(&["k0", "k3", "k4"]), json!(2))
        );
        db.remove_user("usr_eve", &note("user.removed")).await.unwrap();
        assert_eq!((left().await, said("user.removed").await.unwrap()), (owned(&["k0", "k4"]), json!(1)));
        for round in 0..8 {
            let name = format!("guest{round}");
            db.add_user(&user(&name, Role::Owner), &note("user.added")).await.unwrap();
            let key = ApiToken {
                token_hash: format!("g{round}"),
                name: format!("guest key {round}"),
                scopes: Scopes::parse("full").unwrap(),
                created_at: T0,
                made_by: format!("{name}@example.com"),
                last_used_at: None,
            };
            let (id, removed, made) = (format!("usr_{name}"), note("user.removed"), note("token.made"));
            let (removed, made) = tokio::join!(db.remove_user(&id, &removed), db.add_token(&key, &made));
            assert_eq!((removed.unwrap(), made.is_ok()), (OwnerChange::Done, true));
            assert_eq!(left().await, owned(&["k0", "k4"]), "none outlives who made it meanwhile");
            assert!(!db.add_token(&key, &note("token.made")).await.unwrap(), "nor is made afterwards");
        }
        let last = db.remove_user("usr_ada", &note("user.removed")).await.unwrap();
        assert_eq!(
            (last, left().await.len()),
            (OwnerChange::LastOwner, 2),
            "what is refused revokes nothing"
        );
        db.close().await;
    })
    .await;
}

fn owned(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[tokio::test]
async fn a_name_that_decisions_are_signed_with_is_one_persons_also_when_many_want_it_at_once() {
    both(|url| async move {
        let db = open(&url).await;
        for name in ["ada", "bob", "eve"] {
            db.add_user(&user(name, Role::Owner), &note("user.added")).await.unwrap();
        }
        let key = |hash: &str, name: &str| ApiToken {
            token_hash: hash.to_owned(),
            name: name.to_owned(),
            scopes: Scopes::parse("full").unwrap(),
            created_at: T0,
            made_by: "command line".to_owned(),
            last_used_at: None,
        };
        let renamed = note("user.renamed");
        assert!(db.add_token(&key("k1", "Night Shift"), &note("token.made")).await.unwrap());
        assert!(
            db.add_token(&key("k2", "Night Shift"), &note("token.made")).await.unwrap(),
            "keys may share one"
        );
        for taken in ["bob", " BOB ", "bob@example.com", "night  shift"] {
            assert_eq!(db.rename("usr_ada", taken, &renamed).await.unwrap(), Naming::NameTaken, "{taken}");
            let fresh = User { name: taken.to_owned(), ..user("new", Role::Agent) };
            assert_eq!(db.add_user(&fresh, &note("user.added")).await.unwrap(), Naming::NameTaken, "{taken}");
        }
        assert!(!db.add_token(&key("k3", "Bob"), &note("token.made")).await.unwrap());
        assert_eq!((db.users().await.unwrap().len(), db.tokens().await.unwrap().len()), (3, 2));
        assert_eq!((noted(&db, "user.renamed").await, noted(&db, "token.made").await), (0, 2));
        assert_eq!(db.rename("usr_ada", "ADA", &renamed).await.unwrap(), Naming::Done, "one's own is free");
        for round in 0..8 {
            let (name, hash) = (format!("Chief {round}"), format!("chief {round}"));
            let (chief, made) = (key(&hash, &name), note("token.made"));
            let (one, other, third) = tokio::join!(
                db.rename("usr_ada", &name, &renamed),
                db.rename("usr_bob", &name, &renamed),
                db.add_token(&chief, &made)
            );
            let got = [one.unwrap() == Naming::Done, other.unwrap() == Naming::Done, third.unwrap()];
            assert_eq!(got.iter().filter(|got| **got).count(), 1, "round {round}: {got:?}");
        }
        db.close().await;
    })
    .await;
}
