//! What keeps a browser from being used against its owner: headers on every answer, and forms that only our pages can send.

use std::process::{Child, Command, Stdio};

use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use super::accounts_rights::{ROUTES, Who};
use crate::world::{Browser, Service, Setup, person, tls, until};

/// A client that follows nothing.
fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// What an answer lacks.
fn lacking(headers: &HeaderMap) -> Vec<&'static str> {
    let is = |name: &str, fits: &dyn Fn(&str) -> bool| {
        headers.get(name).and_then(|value| value.to_str().ok()).is_some_and(fits)
    };
    let wanted: [(&'static str, bool); 7] = [
        (
            "content-security-policy",
            is("content-security-policy", &|policy| {
                ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'"]
                    .iter()
                    .all(|part| policy.contains(part))
                    && !policy.contains("unsafe")
            }),
        ),
        ("x-content-type-options", is("x-content-type-options", &|value| value == "nosniff")),
        ("referrer-policy", is("referrer-policy", &|value| ["same-origin", "no-referrer"].contains(&value))),
        ("x-frame-options", is("x-frame-options", &|value| value == "DENY")),
        ("cross-origin-opener-policy", is("cross-origin-opener-policy", &|value| value == "same-origin")),
        ("cross-origin-resource-policy", is("cross-origin-resource-policy", &|value| value == "same-origin")),
        ("cache-control", is("cache-control", &|value| !value.is_empty())),
    ];
    wanted.into_iter().filter_map(|(name, there)| (!there).then_some(name)).collect()
}

/// A path of the table with these in its places.
fn filled(path: &str, id: &str, deed: &str) -> String {
    let path = path.replace("{deed}", deed).replace("{id}", id).replace("{number}", "1");
    let path = path.replace("{name}", "shop").replace("{slug}", "shipping-times").replace("{token}", "x");
    path.replace("{word}", "wrong").replace("{percent}", "5").replace("{topic}", "x").replace("{file}", "x")
}

#[tokio::test]
async fn every_answer_to_everybody_carries_the_headers_that_protect_browsers() {
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@example.com", "owner");
    let ada = Browser::signed_in(&shop, "ada@example.com").await;
    let cookie = format!("banister_session={}", ada.cookie("banister_session").unwrap());
    let http = http();
    let mut faults = Vec::new();
    let mut look = async |method: &str, path: &str, cookie: &str| {
        let method = reqwest::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let request = http.request(method.clone(), format!("{}{path}", shop.url)).header("cookie", cookie);
        let answer = request.send().await.unwrap();
        let lacks = lacking(answer.headers());
        if !lacks.is_empty() {
            faults.push(format!("{method} {path}: {} without {lacks:?}", answer.status()));
        }
    };
    for (method, path, _) in ROUTES {
        for cookie in ["", &cookie] {
            look(method, &filled(path, "x", "takeover"), cookie).await;
        }
    }
    for (method, path) in [
        ("get", "/no-such-page"),
        ("get", "/v1/no-such-thing"),
        ("delete", "/"),
        ("delete", "/v1/conversations"),
        ("get", "/v1/relays/shop/events"),
        ("get", "/%ff"),
    ] {
        look(method, path, "").await;
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let large = shop.http.post(format!("{}/v1/relays/shop/events", shop.url)).body(vec![b'x'; 300_000]);
    let large = large.send().await.unwrap();
    assert_eq!((large.status().as_u16(), lacking(large.headers())), (413, vec![]));
}

/// Ends with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

#[tokio::test]
async fn a_demo_that_is_asked_under_a_strangers_name_turns_it_away_with_the_same_headers() {
    tls();
    let folder = tempfile::tempdir().unwrap();
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let demo = Command::new(env!("CARGO_BIN_EXE_banister"))
        .args(["demo", "--no-sample", "--listen", &free.to_string(), "--data"])
        .arg(folder.path().join("demo"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let _demo = Ended(demo);
    until("the demo to answer", || async {
        http().get(format!("http://{free}/readyz")).send().await.ok().filter(|answer| answer.status() == 200)
    })
    .await;
    for path in ["/", "/playground", "/d/x", "/v1/relays/x/events"] {
        let request = http().get(format!("http://{free}{path}")).header("host", "evil.example");
        let answer = request.send().await.unwrap();
        assert_eq!((answer.status().as_u16(), lacking(answer.headers())), (421, vec![]), "{path}");
    }
}

const DEEDS: [&str; 6] = ["takeover", "resume", "resolve", "reply", "tags", "rubric"];

/// Everything that a forged form could have changed.
async fn everything(shop: &Service) -> Value {
    let chat = shop.conversation("c1").await.unwrap();
    let mut all = vec![shop.get(&format!("/v1/conversations/{}", chat["id"].as_str().unwrap())).await.body];
    for path in [
        "/v1/suggestions?state=pending",
        "/v1/audit?limit=100",
        "/v1/rules",
        "/v1/knowledge/articles",
        "/v1/autopilot",
        "/v1/dead-letters",
        "/v1/replays",
        "/v1/rehearsals",
    ] {
        let answer = shop.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        all.push(answer.body);
    }
    json!({ "read": all, "sent": shop.relay.posts("c1") })
}

#[tokio::test]
async fn no_form_without_the_tokens_of_our_pages_changes_anything() {
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@example.com", "owner");
    let mut ada = Browser::signed_in(&shop, "ada@example.com").await;
    let csrf = ada.get("/settings/you").await.field("csrf");
    shop.visitor("c1", "How long does shipping to Canada take?").await;
    let suggestion = shop.suggestion("c1").await;
    let (of_suggestion, of_chat) =
        (suggestion["id"].as_str().unwrap(), suggestion["conversation"]["id"].as_str().unwrap());
    let (revision, hash) = (suggestion["revision"].to_string(), suggestion["draft_hash"].as_str().unwrap());
    let before = everything(&shop).await;
    let wrong = "0".repeat(csrf.len());
    let session = format!("banister_session={}", ada.cookie("banister_session").unwrap());
    let mut faults = Vec::new();
    let mut asked = 0;
    for (method, path, _) in ROUTES.iter().filter(|(method, _, who)| *method != "get" && *who != Who::Anyone)
    {
        let id = if path.contains("/conversations/") { of_chat } else { of_suggestion };
        let deeds: &[&str] = if path.contains("{deed}") { &DEEDS } else { &[""] };
        for deed in deeds {
            let path = filled(path, id, deed);
            let mut fields = vec![
                ("revision", revision.as_str()),
                ("draft_hash", hash),
                ("text", "Forged."),
                ("reason", "tone"),
                ("clarity", "1"),
                ("correctness", "1"),
                ("empathy", "1"),
            ];
            if path.starts_with("/v1/") {
                for given in [None, Some(&wrong)] {
                    let verb = reqwest::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
                    let mut request = http().request(verb, format!("{}{path}", shop.url));
                    request = request.header("cookie", &session).json(&json!({ "text": "Forged." }));
                    if let Some(given) = given {
                        request = request.header("x-csrf-token", given);
                    }
                    let status = request.send().await.unwrap().status().as_u16();
                    if status != 403 {
                        faults.push(format!("{method} {path} with {given:?}: {status}"));
                    }
                }
                asked += 1;
                continue;
            }
            for (given, origin) in
                [(None, None), (Some(&wrong), None), (Some(&csrf), Some("https://evil.example"))]
            {
                fields.retain(|(name, _)| *name != "csrf");
                fields.extend(given.map(|given| ("csrf", given.as_str())));
                ada.headers = origin.map(|from| ("origin".to_owned(), from.to_owned())).into_iter().collect();
                let status = ada.post(&path, &fields).await.status;
                if status != 403 {
                    faults.push(format!("{path} with {given:?} from {origin:?}: {status}"));
                }
            }
            asked += 1;
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(asked > 80, "only {asked} were asked");
    assert_eq!(everything(&shop).await, before);
    // And the very same form is good with its token.
    ada.headers.clear();
    let fields = [("csrf", csrf.as_str()), ("revision", &revision), ("draft_hash", hash), ("reason", "tone")];
    assert_eq!(ada.post(&format!("/suggestions/{of_suggestion}/reject"), &fields).await.status, 303);
    assert_ne!(everything(&shop).await, before);
}
