//! The second factor: set up, asked for, used once, lost and found.

use std::fmt::Write as _;
use std::time::{SystemTime, UNIX_EPOCH};

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use crate::postgres::both;
use crate::world::{Browser, PASSWORD, Service, Setup, person};

const ADA: &str = "ada@example.com";
const BOB: &str = "bob@example.com";

/// What an authenticator app does, written here once more.
fn code(secret: &str, step: i64) -> String {
    let mut bits = String::new();
    for letter in secret.chars() {
        let value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(letter).unwrap();
        let _ = write!(bits, "{value:05b}");
    }
    let key: Vec<u8> = bits
        .as_bytes()
        .chunks_exact(8)
        .map(|b| u8::from_str_radix(std::str::from_utf8(b).unwrap(), 2).unwrap())
        .collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(&key).unwrap();
    mac.update(&step.to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let at = usize::from(hash[19] & 15);
    let word = u32::from_be_bytes(hash[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", word % 1_000_000)
}

fn step() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap() / 30
}

async fn shop() -> Service {
    let shop = Setup::new().await.start().await;
    person(&shop, ADA, "owner");
    person(&shop, BOB, "agent");
    shop
}

/// Sets it up: the secret, the step of the code that confirmed it, and the recovery codes.
async fn set_up(browser: &Browser) -> (String, i64, Vec<String>) {
    let you = "/settings/you";
    let started = browser.submit(you, "/settings/you/second-factor/start", &[("current", PASSWORD)]).await;
    assert_eq!(started.location, "/settings/you/second-factor", "{started:?}");
    let page = browser.get("/settings/you/second-factor").await;
    let secret = page.between("<code class=\"secret\">", "<").replace(' ', "");
    assert_eq!(secret.len(), 32);
    assert!(page.body.contains("otpauth://totp/Banister:"), "{}", page.body);
    assert!(page.body.contains("<svg class=\"qr\"") && page.body.contains("role=\"img\""));
    let now = step();
    let fields = [("code", &*code(&secret, now))];
    let shown = browser.submit("/settings/you/second-factor", "/settings/you/second-factor", &fields).await;
    assert_eq!(shown.status, 200, "{}", shown.body);
    let codes = shown.all_between("<li><code>", "</code>");
    assert_eq!(codes.len(), 10);
    (secret, now, codes)
}

async fn halfway(shop: &Service, email: &str) -> Browser {
    let browser = Browser::new(shop);
    let shown = browser.sign_in(email, PASSWORD).await;
    assert!(shown.location.starts_with("/login/code"), "{shown:?}");
    browser
}

async fn give(browser: &Browser, code: &str) -> u16 {
    browser.submit("/login/code", "/login/code", &[("code", code)]).await.status
}

#[tokio::test]
async fn a_password_alone_is_not_enough_and_a_code_is_taken_once() {
    both(|url| async move {
        let mut setup = Setup::new().await;
        setup.store = Some(url);
        let shop = setup.start().await;
        person(&shop, ADA, "owner");
        taken_once(&shop).await;
    })
    .await;
}

async fn taken_once(shop: &Service) {
    let ada = Browser::signed_in(shop, ADA).await;
    let (secret, used, codes) = set_up(&ada).await;
    assert!(!ada.get("/settings/you").await.body.contains(&secret), "nobody is shown the secret again");
    let browser = halfway(shop, ADA).await;
    assert!(browser.cookie("banister_session").is_none() && !browser.is_in().await);
    let api = reqwest::Client::builder().no_proxy().build().unwrap();
    let half = format!("banister_half={0}; banister_session={0}", browser.cookie("banister_half").unwrap());
    let request = api.get(format!("{}/v1/conversations", shop.url)).header("cookie", half);
    assert_eq!(request.send().await.unwrap().status(), 401, "half a sign-in is none");
    assert_eq!(give(&browser, &code(&secret, used)).await, 401, "the code that turned it on is used up");
    assert_eq!(give(&browser, &code(&secret, used - 40)).await, 401, "an old one");
    let next = code(&secret, used + 1);
    assert_eq!(give(&browser, &next).await, 303);
    assert!(browser.is_in().await && browser.cookie("banister_half").is_none());
    let thief = halfway(shop, ADA).await;
    assert_eq!(give(&thief, &next).await, 401, "seen over a shoulder, it is of no use");
    assert!(!thief.is_in().await);
    let typed = codes[0].to_uppercase().replace('-', " ");
    assert_eq!(give(&thief, &typed).await, 303, "a recovery code, however it is typed");
    let second = halfway(shop, ADA).await;
    assert_eq!(give(&second, &codes[0]).await, 401, "once");
    assert_eq!(give(&second, &codes[1]).await, 303);
    assert!(ada.get("/settings/you").await.body.contains("8 recovery codes are left"));
}

#[tokio::test]
async fn guessing_codes_ends_after_six_and_the_right_one_waits_too() {
    let shop = shop().await;
    let ada = Browser::signed_in(&shop, ADA).await;
    let (secret, used, codes) = set_up(&ada).await;
    let guesser = halfway(&shop, ADA).await;
    for n in 0..6 {
        assert_eq!(give(&guesser, &format!("00000{n}")).await, 401);
    }
    assert_eq!(give(&guesser, &code(&secret, used + 1)).await, 429);
    assert_eq!(give(&halfway(&shop, ADA).await, &codes[0]).await, 429, "a fresh sign-in is no way around");
}

#[tokio::test]
async fn a_link_asks_for_the_second_factor_too_and_who_lost_it_is_helped_by_an_owner() {
    let shop = shop().await;
    let (ada, bob) = (Browser::signed_in(&shop, ADA).await, Browser::signed_in(&shop, BOB).await);
    let (_, _, codes) = set_up(&bob).await;
    let (link, _, _) = shop.run(&["user", "link", "--email", BOB], "");
    let token = link.trim().rsplit('=').next().unwrap().to_owned();
    let browser = Browser::new(&shop);
    let page = format!("/login/link?token={token}");
    let entered = browser.submit(&page, "/login/link", &[("token", &token)]).await;
    assert!(entered.location.starts_with("/login/code"), "{entered:?}");
    assert!(!browser.is_in().await);
    assert_eq!(give(&browser, &codes[3]).await, 303);

    let people = ada.get("/settings/people").await;
    let bobs = people.all_between("/settings/people/", "/second-factor-off").pop().unwrap();
    let off = format!("/settings/people/{bobs}/second-factor-off");
    let waiting = halfway(&shop, BOB).await;
    assert_eq!(
        ada.submit("/settings/people", &off, &[]).await.location,
        "/settings/people?did=second_factor_off"
    );
    assert!(!bob.is_in().await && !browser.is_in().await, "whoever was signed in is no longer");
    assert_eq!(waiting.get("/login/code").await.location, "/login", "what was halfway begins anew");
    assert!(Browser::signed_in(&shop, BOB).await.is_in().await);
    assert_eq!(shop.run(&["user", "second-factor-off", "--email", BOB], "").2, 2, "there is none any more");
}

#[tokio::test]
async fn it_is_turned_off_by_a_code_not_by_a_session_alone() {
    let shop = shop().await;
    let ada = Browser::signed_in(&shop, ADA).await;
    let you = "/settings/you";
    let refused = ada.submit(you, "/settings/you/second-factor/start", &[("current", "wrong one")]).await;
    assert_eq!(refused.status, 400);
    assert_eq!(ada.get("/settings/you/second-factor").await.location, you, "nothing was begun");
    let wrong = async |path: &str, given: &str| ada.submit(you, path, &[("code", given)]).await.status;
    let (_, _, codes) = set_up(&ada).await;
    assert_eq!(wrong("/settings/you/second-factor/off", "000000").await, 400);
    assert_eq!(wrong("/settings/you/second-factor/codes", "").await, 400);
    let fresh = ada.submit(you, "/settings/you/second-factor/codes", &[("code", &codes[0])]).await;
    let fresh = fresh.all_between("<li><code>", "</code>");
    assert_eq!(fresh.len(), 10);
    assert_eq!(wrong("/settings/you/second-factor/off", &codes[1]).await, 400, "the old codes are gone");
    let off = ada.submit(you, "/settings/you/second-factor/off", &[("code", &fresh[0])]).await;
    assert_eq!(off.location, "/settings/you?did=second_factor_off");
    assert!(Browser::signed_in(&shop, ADA).await.is_in().await);
}
