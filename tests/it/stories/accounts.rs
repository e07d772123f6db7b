//! Who may come in: passwords, links, sessions and how they end, and what an attacker tries against them.

use sqlx::{Connection as _, Executor as _, SqliteConnection};

use crate::world::{Browser, PASSWORD, Service, Setup, person};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

async fn shop() -> Service {
    let shop = Setup::new().await.start().await;
    person(&shop, ADA, "owner");
    person(&shop, BOB, "agent");
    shop
}

/// Does something to the database behind the service's back: lets time pass, mostly.
async fn behind(shop: &Service, statement: &'static str) {
    let url = format!("sqlite:{}", shop.database().display());
    let mut conn = SqliteConnection::connect(&url).await.unwrap();
    conn.execute(statement).await.unwrap();
    conn.close().await.unwrap();
}

#[tokio::test]
async fn a_sign_in_gives_a_fresh_token_and_an_attackers_own_is_of_no_use() {
    let shop = shop().await;
    let planted = "a".repeat(64);
    let victim = Browser::new(&shop);
    victim.set_cookie("banister_session", &planted);
    assert_eq!(victim.sign_in(ADA, PASSWORD).await.status, 303);
    assert_ne!(victim.cookie("banister_session"), Some(planted.clone()));
    let attacker = Browser::new(&shop);
    attacker.set_cookie("banister_session", &planted);
    assert!(victim.is_in().await && !attacker.is_in().await);

    // The attacker's own session, planted in the victim's browser, ends when the victim signs in.
    let attacker = Browser::signed_in(&shop, BOB).await;
    let victim = Browser::new(&shop);
    victim.set_cookie("banister_session", &attacker.cookie("banister_session").unwrap());
    victim.cookies.borrow_mut().remove("banister_door");
    let before = victim.cookie("banister_session");
    assert_eq!(victim.get("/login").await.location, "/", "whoever is in is not asked again");
    let csrf = Browser::new(&shop);
    let door = csrf.get("/login").await.field("csrf");
    victim.set_cookie("banister_door", &csrf.cookie("banister_door").unwrap());
    let fields = [("csrf", door.as_str()), ("email", ADA), ("password", PASSWORD)];
    assert_eq!(victim.post("/login", &fields).await.status, 303);
    assert_ne!(victim.cookie("banister_session"), before);
    assert!(!attacker.is_in().await, "the old session was ended");

    for guess in ["0".repeat(64), "f".repeat(32), String::new(), "zz".repeat(32), "' or 1=1 --".to_owned()] {
        let guesser = Browser::new(&shop);
        guesser.set_cookie("banister_session", &guess);
        assert!(!guesser.is_in().await, "{guess}");
    }
    // What the database holds is of no use as a cookie.
    let url = format!("sqlite:{}", shop.database().display());
    let mut conn = SqliteConnection::connect(&url).await.unwrap();
    let (hash,): (String,) =
        sqlx::query_as("select token_hash from session").fetch_one(&mut conn).await.unwrap();
    let thief = Browser::new(&shop);
    thief.set_cookie("banister_session", &hash);
    assert!(!thief.is_in().await);
}

#[tokio::test]
async fn a_session_ends_by_rest_and_by_age_and_a_page_that_lies_open_keeps_none_alive() {
    let shop = shop().await;
    let ada = Browser::signed_in(&shop, ADA).await;
    behind(&shop, "update session set last_used_at = last_used_at - 71 * 3600000000").await;
    let mut page = Browser::new(&shop);
    page.headers = vec![("sec-fetch-mode".to_owned(), "cors".to_owned())];
    page.set_cookie("banister_session", &ada.cookie("banister_session").unwrap());
    assert_eq!(page.get("/").await.status, 200, "an open page looks by itself");
    behind(&shop, "update session set last_used_at = last_used_at - 2 * 3600000000").await;
    assert!(!ada.is_in().await, "three days of rest");

    let ada = Browser::signed_in(&shop, ADA).await;
    behind(&shop, "update session set last_used_at = last_used_at - 71 * 3600000000").await;
    assert!(ada.is_in().await, "opening a page is use");
    behind(&shop, "update session set last_used_at = last_used_at - 2 * 3600000000").await;
    assert!(ada.is_in().await);
    behind(&shop, "update session set expires_at = created_at + 1").await;
    assert!(!ada.is_in().await, "its time is over, however much it is used");
}

#[tokio::test]
async fn ones_sessions_are_listed_and_ended_and_those_of_others_are_not() {
    let shop = shop().await;
    let (here, mut phone) = (Browser::signed_in(&shop, ADA).await, Browser::new(&shop));
    phone.agent =
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/18.6 Safari/604.1".to_owned();
    assert_eq!(phone.sign_in(ADA, PASSWORD).await.status, 303);
    let third = Browser::signed_in(&shop, ADA).await;
    let bob = Browser::signed_in(&shop, BOB).await;
    let you = here.get("/settings/you").await;
    assert!(you.body.contains("Safari on iPhone") && you.body.contains("Firefox on Linux"), "{}", you.body);
    assert_eq!(you.body.matches("This one").count(), 1);
    let ids = you.all_between("name=\"session\" value=\"", "\"");
    assert_eq!(ids.len(), 3, "none of Bob's");
    let bobs = bob.get("/settings/you").await.field("session");
    let refused = here.submit("/settings/you", "/settings/you/sessions/end", &[("session", &bobs)]).await;
    assert_eq!(refused.status, 404);
    assert!(bob.is_in().await);
    let phones = phone.get("/settings/you").await;
    let phones =
        phones.body.split("This one").nth(1).unwrap().split("name=\"session\" value=\"").nth(1).unwrap();
    let phones = phones.split('"').next().unwrap().to_owned();
    let ended = here.submit("/settings/you", "/settings/you/sessions/end", &[("session", &phones)]).await;
    assert_eq!(ended.location, "/settings/you?did=ended");
    assert!(!phone.is_in().await && here.is_in().await && third.is_in().await);
    here.submit("/settings/you", "/settings/you/sessions/end-all", &[]).await;
    assert!(!third.is_in().await && here.is_in().await, "everywhere else");
    let gone = here.submit("/settings/you", "/settings/you/sessions/end-all", &[("everywhere", "on")]).await;
    assert_eq!(gone.location, "/login");
    assert!(!here.is_in().await && bob.is_in().await);
}

#[tokio::test]
async fn a_new_password_signs_every_other_browser_out_and_takes_the_old_one() {
    let shop = shop().await;
    let (here, other) = (Browser::signed_in(&shop, ADA).await, Browser::signed_in(&shop, ADA).await);
    let before = here.cookie("banister_session");
    let change = async |current: &str, fresh: &str, again: &str| {
        let fields = [("current", current), ("password", fresh), ("again", again)];
        here.submit("/settings/you", "/settings/you/password", &fields).await
    };
    let fresh = "a different sentence";
    for (current, fresh, again, says) in [
        ("not the one", fresh, fresh, "The current password is wrong"),
        ("", fresh, fresh, "The current password is wrong"),
        (PASSWORD, fresh, "another", "The two passwords differ"),
        (PASSWORD, "short", "short", "at least 10 characters"),
        (PASSWORD, "password123", "password123", "first that anybody would try"),
    ] {
        let shown = change(current, fresh, again).await;
        assert_eq!(shown.status, 400, "{says}");
        assert!(shown.body.contains(says), "{says}: {}", shown.body);
    }
    assert!(other.is_in().await, "nothing was changed");
    assert_eq!(change(PASSWORD, fresh, fresh).await.location, "/settings/you?did=password");
    assert!(here.is_in().await && !other.is_in().await);
    assert_ne!(here.cookie("banister_session"), before, "the token is another one");
    let browser = Browser::new(&shop);
    assert_eq!(browser.sign_in(ADA, PASSWORD).await.status, 401);
    assert_eq!(browser.sign_in(ADA, fresh).await.status, 303);
}

#[tokio::test]
async fn guessing_passwords_ends_after_ten_for_known_and_unknown_people_alike_and_a_restart_is_no_way_around()
{
    let mut shop = shop().await;
    let guesser = Browser::new(&shop);
    for email in [ADA, "nobody@example.com"] {
        for n in 0..10 {
            let shown = guesser.sign_in(email, &format!("guess number {n}")).await;
            assert_eq!(shown.status, 401, "{email} {n}");
            assert!(shown.body.contains("E-mail or password is wrong"));
        }
        assert_eq!(guesser.sign_in(email, "guess number 10").await.status, 429, "{email}");
    }
    assert_eq!(guesser.sign_in(ADA, PASSWORD).await.status, 429, "not even the right one");
    assert_eq!(guesser.sign_in("ADA@Example.com ", PASSWORD).await.status, 429, "however it is spelt");
    shop.kill();
    shop.spawn().await;
    assert_eq!(guesser.sign_in(ADA, PASSWORD).await.status, 429);
    assert_eq!(guesser.sign_in(BOB, PASSWORD).await.status, 303, "nobody else is kept out");
    behind(&shop, "update signin_try set began_at = began_at - 301000000").await;
    assert_eq!(Browser::new(&shop).sign_in(ADA, PASSWORD).await.status, 303, "five minutes later");
}

#[tokio::test]
async fn an_address_that_tries_many_people_is_stopped_and_what_it_says_about_itself_does_not_help() {
    let mut setup = Setup::new().await;
    setup.server_lines = "trusted_proxies = [\"127.0.0.1\"]\n".to_owned();
    let shop = setup.start().await;
    person(&shop, ADA, "owner");
    let at = |address: &str| {
        let mut browser = Browser::new(&shop);
        browser.headers = vec![("x-forwarded-for".to_owned(), address.to_owned())];
        browser
    };
    for n in 0..50 {
        // Whatever a client puts before it, the proxy's own word is the last.
        let browser = at(&format!("198.51.100.{n}, 203.0.113.9"));
        assert_eq!(browser.sign_in(&format!("user{n}@example.com"), "guess").await.status, 401, "{n}");
    }
    assert_eq!(at("203.0.113.9").sign_in(ADA, PASSWORD).await.status, 429);
    assert_eq!(at("10.9.9.9, 203.0.113.9").sign_in(ADA, PASSWORD).await.status, 429);
    assert_eq!(at("203.0.113.10").sign_in(ADA, PASSWORD).await.status, 303, "others come in");
    for _ in 0..3 {
        assert_eq!(at("203.0.113.11").sign_in(ADA, PASSWORD).await.status, 303);
    }
}

#[tokio::test]
async fn a_link_works_once_in_a_day_and_lets_a_password_be_set_without_the_old_one() {
    let shop = shop().await;
    let ada = Browser::signed_in(&shop, ADA).await;
    let fields = [("email", " Carol@Example.com"), ("name", "Carol"), ("role", "agent")];
    let handed = ada.submit("/settings/people", "/settings/people", &fields).await;
    assert_eq!(handed.status, 200);
    let link = handed.between("readonly spellcheck=\"false\">", "<");
    let token = link.rsplit('=').next().unwrap().to_owned();
    assert!(link.starts_with(&format!("{}/login/link?token=", shop.url)), "{link}");
    let again = ada.submit("/settings/people", "/settings/people", &fields).await;
    assert_eq!(again.status, 400);
    assert!(again.body.contains("may sign in already"));
    let nobody = Browser::new(&shop);
    assert_eq!(nobody.sign_in("carol@example.com", "").await.status, 401, "no password is no empty password");
    let path = format!("/login/link?token={token}");
    assert_eq!(nobody.get(&path).await.status, 200, "looking uses nothing up: previews follow links");
    let carol = Browser::new(&shop);
    let entered = carol.submit(&path, "/login/link", &[("token", &token)]).await;
    assert_eq!((entered.status, entered.location.as_str()), (303, "/settings/you"));
    let thief = Browser::new(&shop);
    assert_eq!(thief.submit(&path, "/login/link", &[("token", &token)]).await.status, 401, "once");
    assert!(!carol.get("/settings/you").await.body.contains("name=\"current\""));
    let fresh = [("password", PASSWORD), ("again", PASSWORD)];
    let set = carol.submit("/settings/you", "/settings/you/password", &fresh).await;
    assert_eq!(set.location, "/settings/you?did=password");
    assert!(carol.get("/settings/you").await.body.contains("name=\"current\""), "from now on");
    assert_eq!(Browser::new(&shop).sign_in("carol@example.com", PASSWORD).await.status, 303);

    let (link, _, _) = shop.run(&["user", "link", "--email", "carol@example.com"], "");
    let token = link.trim().rsplit('=').next().unwrap().to_owned();
    behind(&shop, "update signin_link set expires_at = expires_at - 24 * 3600000000").await;
    let late = Browser::new(&shop);
    assert_eq!(late.submit("/login/link?token=x", "/login/link", &[("token", &token)]).await.status, 401);
}

#[tokio::test]
async fn no_link_is_made_from_what_a_request_says_about_where_we_are() {
    let mut setup = Setup::new().await;
    setup.server_lines = "public_url = \"http://desk.example.com\"\n".to_owned();
    let shop = setup.start().await;
    person(&shop, ADA, "owner");
    let mut ada = Browser::signed_in(&shop, ADA).await;
    ada.headers = vec![
        ("host".to_owned(), "evil.example".to_owned()),
        ("x-forwarded-host".to_owned(), "evil.example".to_owned()),
        ("forwarded".to_owned(), "host=evil.example;proto=https".to_owned()),
    ];
    let fields = [("email", "carol@example.com"), ("name", "Carol"), ("role", "agent")];
    let handed = ada.submit("/settings/people", "/settings/people", &fields).await;
    assert!(handed.body.contains("http://desk.example.com/login/link?token="), "{}", handed.body);
    for path in ["/settings/people", "/settings/you", "/login", "/", "/nothing-here"] {
        let shown = ada.get(path).await;
        assert!(!shown.body.contains("evil.example") && !shown.location.contains("evil"), "{path}");
    }
    let mut out = Browser::new(&shop);
    out.headers = ada.headers.clone();
    for path in ["/", "/settings/audit", "//evil.example/x", "/login?next=//evil.example"] {
        let shown = out.get(path).await;
        assert!(
            shown.location.is_empty() || shown.location.starts_with("/login"),
            "{path} {}",
            shown.location
        );
    }
}

#[tokio::test]
async fn the_last_owner_can_neither_be_removed_nor_made_an_agent_by_page_or_command() {
    let shop = Setup::new().await.start().await;
    person(&shop, ADA, "owner");
    person(&shop, BOB, "agent");
    let ada = Browser::signed_in(&shop, ADA).await;
    let first = ada.get("/settings/people").await;
    let ids = first.all_between("/settings/people/", "/role");
    assert_eq!(ids.len(), 3, "the first start's owner, Ada and Bob");
    let removed = format!("/settings/people/{}/remove", ids[0]);
    assert_eq!(
        ada.submit("/settings/people", &removed, &[]).await.location,
        "/settings/people?did=removed_person"
    );
    for (path, fields) in [("remove", &[][..]), ("role", &[("role", "agent")])] {
        let path = format!("/settings/people/{}/{path}", ids[1]);
        let refused = ada.submit("/settings/people", &path, fields).await;
        assert_eq!(refused.status, 409);
        assert!(refused.body.contains("last owner"), "{}", refused.body);
    }
    for args in
        [&["user", "remove", "--email", ADA][..], &["user", "role", "--email", ADA, "--role", "agent"]]
    {
        let (_, errors, code) = shop.run(args, "");
        assert_eq!(code, 2);
        assert!(errors.contains("last owner"), "{errors}");
    }
    assert!(ada.is_in().await);

    // A change of role holds from the next click on, and who is removed is out.
    let bob = Browser::signed_in(&shop, BOB).await;
    assert_eq!(bob.get("/settings/people").await.status, 403);
    let role = format!("/settings/people/{}/role", ids[2]);
    ada.submit("/settings/people", &role, &[("role", "owner")]).await;
    assert_eq!(bob.get("/settings/people").await.status, 200);
    assert_eq!(shop.run(&["user", "remove", "--email", BOB], "").2, 0);
    assert!(!bob.is_in().await);
    assert_eq!(Browser::new(&shop).sign_in(BOB, PASSWORD).await.status, 401);
}

#[tokio::test]
async fn no_form_of_the_settings_is_taken_from_elsewhere() {
    let shop = shop().await;
    let ada = Browser::signed_in(&shop, ADA).await;
    let people = ada.get("/settings/people").await;
    let csrf = people.field("csrf");
    let bob = people.all_between("/settings/people/", "/role")[2].clone();
    let bobs = Browser::signed_in(&shop, BOB).await.get("/settings/you").await.field("csrf");
    let person = |deed: &str| format!("/settings/people/{bob}/{deed}");
    let forms: Vec<(String, Vec<(&str, &str)>)> = vec![
        ("/settings/you/name".to_owned(), vec![("name", "Mallory")]),
        ("/settings/you/password".to_owned(), vec![("current", PASSWORD), ("password", "x"), ("again", "x")]),
        ("/settings/you/sessions/end".to_owned(), vec![("session", "x")]),
        ("/settings/you/sessions/end-all".to_owned(), vec![("everywhere", "on")]),
        ("/settings/you/second-factor/start".to_owned(), vec![("current", PASSWORD)]),
        ("/settings/you/second-factor".to_owned(), vec![("code", "123456")]),
        ("/settings/you/second-factor/codes".to_owned(), vec![("code", "123456")]),
        ("/settings/you/second-factor/off".to_owned(), vec![("code", "123456")]),
        ("/settings/people".to_owned(), vec![("email", "m@example.com"), ("name", "M"), ("role", "owner")]),
        (person("role"), vec![("role", "owner")]),
        (person("link"), vec![]),
        (person("remove"), vec![]),
        (person("second-factor-off"), vec![]),
        ("/settings/keys".to_owned(), vec![("name", "k"), ("admin", "on")]),
        ("/settings/keys/x/revoke".to_owned(), vec![]),
        ("/logout".to_owned(), vec![]),
    ];
    for (path, fields) in &forms {
        for stolen in [None, Some(""), Some("0000"), Some(bobs.as_str())] {
            let mut all = fields.clone();
            all.extend(stolen.map(|token| ("csrf", token)));
            assert_eq!(ada.post(path, &all).await.status, 403, "{path} {stolen:?}");
        }
        let mut cross = Browser::new(&shop);
        cross.headers = vec![("sec-fetch-site".to_owned(), "cross-site".to_owned())];
        cross.set_cookie("banister_session", &ada.cookie("banister_session").unwrap());
        let mut all = fields.clone();
        all.push(("csrf", csrf.as_str()));
        assert_eq!(cross.post(path, &all).await.status, 403, "{path} from another site");
    }
    assert!(ada.is_in().await);
    assert_eq!(ada.get("/settings/people").await.all_between("/settings/people/", "/role").len(), 3);
    let door = Browser::new(&shop);
    for path in ["/login", "/login/link", "/login/code"] {
        door.get("/login").await;
        let fields = [("csrf", "0".repeat(32)), ("email", ADA.to_owned()), ("token", "x".to_owned())];
        let fields: Vec<(&str, &str)> = fields.iter().map(|(k, v)| (*k, v.as_str())).collect();
        assert_eq!(door.post(path, &fields).await.status, 403, "{path}");
    }
}

#[tokio::test]
async fn nobody_and_no_key_takes_the_name_that_a_colleague_signs_with() {
    let shop = shop().await;
    assert_eq!(shop.run(&["token", "new", "--name", "Night shift"], "").2, 0);
    assert_eq!(shop.run(&["token", "new", "--name", "Night shift"], "").2, 0, "keys may share a name");
    let (_, errors, code) = shop.run(&["token", "new", "--name", " ADA "], "");
    assert!(code == 2 && errors.contains("--name") && errors.contains("a person"), "{code} {errors}");
    let args = ["user", "add", "--email", "eve@example.com", "--name", "night SHIFT"];
    let (_, errors, code) = shop.run(&args, &format!("{PASSWORD}\n"));
    assert!(code == 2 && errors.contains("--name"), "{code} {errors}");
    let ada = Browser::signed_in(&shop, ADA).await;
    let bob = Browser::signed_in(&shop, BOB).await;
    for name in ["Ada", "night  shift", ADA] {
        let refused = bob.submit("/settings/you", "/settings/you/name", &[("name", name)]).await;
        assert!(refused.status == 409 && refused.body.contains("The name is that of"), "{}", refused.body);
    }
    assert_eq!(bob.get("/settings/you").await.field("name"), "bob", "nothing changed");
    let fields = [("email", "eve@example.com"), ("name", "BOB"), ("role", "agent")];
    let refused = ada.submit("/settings/people", "/settings/people", &fields).await;
    assert!(refused.status == 400 && refused.body.contains("The name is that of"), "{}", refused.body);
    let fields = [("name", "Bob"), ("read", "on")];
    let refused = ada.submit("/settings/people", "/settings/keys", &fields).await;
    assert!(
        refused.status == 400 && refused.body.contains("The name is that of a person"),
        "{}",
        refused.body
    );
}
