//! Who may call what: every route of the house, asked by everybody there is.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::world::{Browser, Service, Setup, person};

/// Who may call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Anybody on the network; it may ask for a proof of its own.
    Anyone,
    /// Anybody who is signed in.
    SignedIn,
    /// Owners.
    Owners,
    /// API: who may read; every role may.
    Read,
    /// API: who may decide; every role may.
    Decide,
    /// API: who may change articles; owners may.
    Knowledge,
    /// API: who may manage; owners may.
    Admin,
}

use Who::{Admin, Anyone, Decide, Knowledge, Owners, Read, SignedIn};

/// Every route there is. A new one is refused by the test until somebody has thought about who may call it.
pub const ROUTES: &[(&str, &str, Who)] = &[
    // Nobody has to be known.
    ("get", "/login", Anyone),
    ("post", "/login", Anyone),
    ("get", "/login/code", Anyone),
    ("post", "/login/code", Anyone),
    ("post", "/login/demo", Anyone),
    ("get", "/login/link", Anyone),
    ("post", "/login/link", Anyone),
    ("get", "/assets/{name}", Anyone),
    ("get", "/openapi.json", Anyone),
    ("get", "/healthz", Anyone),
    ("get", "/readyz", Anyone),
    ("get", "/metrics", Anyone),
    ("get", "/settings", Anyone),
    // Who holds a link, a signature, or the demo's page.
    ("get", "/d/{token}", Anyone),
    ("post", "/d/{token}", Anyone),
    ("get", "/s/{token}", Anyone),
    ("post", "/s/{token}", Anyone),
    ("post", "/v1/relays/{name}/events", Anyone),
    ("get", "/playground", Anyone),
    ("get", "/playground/messages", Anyone),
    ("post", "/playground/say", Anyone),
    ("post", "/playground/solved", Anyone),
    ("post", "/playground/new", Anyone),
    // The inbox, the chats, what there is to read, and oneself.
    ("get", "/", SignedIn),
    ("post", "/logout", SignedIn),
    ("post", "/suggestions/{id}/approve", SignedIn),
    ("post", "/suggestions/{id}/reject", SignedIn),
    ("post", "/suggestions/{id}/undo", SignedIn),
    ("get", "/conversations", SignedIn),
    ("get", "/conversations/{id}", SignedIn),
    ("get", "/conversations/{id}/{deed}", SignedIn),
    ("post", "/conversations/{id}/{deed}", SignedIn),
    ("get", "/autopilot", SignedIn),
    ("post", "/autopilot/pause", SignedIn),
    ("post", "/sent/{id}/{word}", SignedIn),
    ("post", "/suggestions/{id}/stop", SignedIn),
    ("get", "/reports", SignedIn),
    ("get", "/reports/{name}", SignedIn),
    ("get", "/reports/confidence", SignedIn),
    ("get", "/knowledge", SignedIn),
    ("get", "/knowledge/articles/{slug}", SignedIn),
    ("get", "/dead-letters", SignedIn),
    ("get", "/settings/you", SignedIn),
    ("post", "/settings/you/name", SignedIn),
    ("post", "/settings/you/password", SignedIn),
    ("post", "/settings/you/sessions/end", SignedIn),
    ("post", "/settings/you/sessions/end-all", SignedIn),
    ("get", "/settings/you/second-factor", SignedIn),
    ("post", "/settings/you/second-factor", SignedIn),
    ("post", "/settings/you/second-factor/start", SignedIn),
    ("post", "/settings/you/second-factor/codes", SignedIn),
    ("post", "/settings/you/second-factor/off", SignedIn),
    ("get", "/settings/notices", SignedIn),
    ("post", "/settings/notices", SignedIn),
    ("post", "/settings/notices/test", SignedIn),
    ("get", "/settings/waiting", SignedIn),
    ("get", "/settings/replies", SignedIn),
    ("post", "/settings/replies", SignedIn),
    // What changes how the house works.
    ("get", "/knowledge/new", Owners),
    ("post", "/knowledge/articles", Owners),
    ("post", "/knowledge/articles/{slug}", Owners),
    ("post", "/knowledge/articles/{slug}/remove", Owners),
    ("post", "/dead-letters/{id}/replay", Owners),
    ("get", "/learning", Owners),
    ("get", "/learning/{id}", Owners),
    ("post", "/learning/{id}/adopt", Owners),
    ("post", "/learning/{id}/dismiss", Owners),
    ("post", "/learning/speech/forget", Owners),
    ("post", "/autopilot/switch", Owners),
    ("post", "/autopilot/topics", Owners),
    ("post", "/autopilot/fall-back", Owners),
    ("post", "/autopilot/{percent}/restart", Owners),
    ("get", "/autopilot/rehearsal", Owners),
    ("post", "/autopilot/rehearsal", Owners),
    ("post", "/autopilot/rehearsal/{id}/end", Owners),
    ("post", "/autopilot/rehearsal/{id}/judge/{word}", Owners),
    ("get", "/settings/people", Owners),
    ("post", "/settings/people", Owners),
    ("post", "/settings/people/{id}/role", Owners),
    ("post", "/settings/people/{id}/link", Owners),
    ("post", "/settings/people/{id}/remove", Owners),
    ("post", "/settings/people/{id}/second-factor-off", Owners),
    ("post", "/settings/keys", Owners),
    ("post", "/settings/keys/{id}/revoke", Owners),
    ("get", "/settings/audit", Owners),
    ("get", "/settings/rules", Owners),
    ("post", "/settings/rules", Owners),
    ("post", "/settings/rules/try", Owners),
    ("get", "/settings/rules/versions/{number}", Owners),
    ("get", "/replay", Owners),
    ("post", "/replay", Owners),
    ("post", "/replay/rules", Owners),
    ("get", "/replay/{id}", Owners),
    ("get", "/replay/{id}/{file}", Owners),
    ("get", "/settings/answers", Owners),
    ("get", "/settings/check", Owners),
    ("post", "/settings/check", Owners),
    ("post", "/settings/answers", Owners),
    ("get", "/settings/waiting/texts", Owners),
    ("get", "/settings/waiting/{language}", Owners),
    ("post", "/settings/waiting/{language}", Owners),
    ("get", "/settings/topics", Owners),
    ("post", "/settings/topics", Owners),
    // The API.
    ("get", "/v1/conversations", Read),
    ("get", "/v1/conversations/{id}", Read),
    ("get", "/v1/autopilot", Read),
    ("post", "/v1/autopilot/pause", Decide),
    ("post", "/v1/autopilot/resume", Admin),
    ("post", "/v1/autopilot/allow", Admin),
    ("post", "/v1/autopilot/forbid", Admin),
    ("get", "/v1/autopilot/fall-back", Read),
    ("post", "/v1/autopilot/fall-back/{topic}/override", Admin),
    ("get", "/v1/certificates", Read),
    ("post", "/v1/certificates/{percent}/restart", Admin),
    ("get", "/v1/certificates/{percent}/log", Read),
    ("get", "/v1/sent", Read),
    ("post", "/v1/sent/{id}/wrong", Decide),
    ("post", "/v1/sent/{id}/fine", Decide),
    ("post", "/v1/suggestions/{id}/stop", Decide),
    ("get", "/v1/suggestions", Read),
    ("get", "/v1/suggestions/{id}", Read),
    ("get", "/v1/reports/comparison", Read),
    ("get", "/v1/reports/{name}", Read),
    ("get", "/v1/reports/confidence", Read),
    ("get", "/v1/reports/spending", Read),
    ("get", "/v1/reports/promises", Read),
    ("get", "/v1/surveys", Read),
    ("get", "/v1/knowledge/articles", Read),
    ("get", "/v1/knowledge/articles/{slug}", Read),
    ("get", "/v1/knowledge/search", Read),
    ("get", "/v1/dead-letters", Read),
    ("get", "/v1/stream", Read),
    ("post", "/v1/conversations/{id}/takeover", Decide),
    ("post", "/v1/conversations/{id}/resume", Decide),
    ("post", "/v1/conversations/{id}/resolve", Decide),
    ("post", "/v1/conversations/{id}/reply", Decide),
    ("post", "/v1/conversations/{id}/tags", Decide),
    ("post", "/v1/conversations/{id}/rubric", Decide),
    ("post", "/v1/suggestions/{id}/approve", Decide),
    ("post", "/v1/suggestions/{id}/edit", Decide),
    ("post", "/v1/suggestions/{id}/reject", Decide),
    ("post", "/v1/suggestions/{id}/undo", Decide),
    ("post", "/v1/knowledge/articles", Knowledge),
    ("put", "/v1/knowledge/articles/{slug}", Knowledge),
    ("delete", "/v1/knowledge/articles/{slug}", Knowledge),
    ("post", "/v1/dead-letters/{id}/replay", Admin),
    ("get", "/v1/audit", Admin),
    ("get", "/v1/lessons", Admin),
    ("get", "/v1/lessons/{id}", Admin),
    ("post", "/v1/lessons/{id}/adopt", Admin),
    ("post", "/v1/lessons/{id}/dismiss", Admin),
    ("get", "/v1/rules", Admin),
    ("put", "/v1/rules", Admin),
    ("post", "/v1/rules/try", Admin),
    ("get", "/v1/rules/versions", Admin),
    ("get", "/v1/rehearsals", Admin),
    ("post", "/v1/rehearsals", Admin),
    ("post", "/v1/rehearsals/{id}/end", Admin),
    ("post", "/v1/rehearsals/{id}/judge", Admin),
    ("get", "/v1/replays", Admin),
    ("post", "/v1/replays", Admin),
    ("get", "/v1/replays/{id}", Admin),
];

const SCOPES: [(&str, Who); 4] =
    [("read", Read), ("decide", Decide), ("knowledge", Knowledge), ("admin", Admin)];

/// What the sources route, as (method, path).
fn routed() -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for text in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/web")) {
        for rest in text.split(".route(").skip(1) {
            let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
            let (path, rest) = rest.split_once('"').unwrap();
            let mut depth = 1;
            let end = rest.find(|c| {
                depth += i32::from(c == '(') - i32::from(c == ')');
                depth == 0
            });
            let handlers = &rest[..end.unwrap()];
            for method in ["get", "post", "put", "delete", "patch"] {
                let called = |before: char| handlers.contains(&format!("{before}{method}("));
                if called(' ') || called('.') || called('\n') {
                    found.insert((method.to_owned(), path.to_owned()));
                }
            }
        }
        for rest in text.split("#[utoipa::path(").skip(1) {
            let (method, rest) = rest.split_once(',').unwrap();
            let path = rest.split("path = \"").nth(1).unwrap().split('"').next().unwrap();
            found.insert((method.trim().to_owned(), path.to_owned()));
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            all.extend(sources(&path));
        } else if path.extension().is_some_and(|e| e == "rs") {
            all.push(std::fs::read_to_string(path).unwrap());
        }
    }
    all
}

#[test]
fn somebody_has_thought_about_every_route() {
    let known: BTreeSet<(String, String)> =
        ROUTES.iter().map(|(method, path, _)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(known.len(), ROUTES.len(), "a route stands twice in the table");
    let routed = routed();
    let new: Vec<_> = routed.difference(&known).collect();
    let gone: Vec<_> = known.difference(&routed).collect();
    assert!(new.is_empty(), "say in this table who may call {new:?}");
    assert!(gone.is_empty(), "no longer there: {gone:?}");
}

/// Somebody who asks: nobody, a browser, or the holder of a key.
struct Asker {
    http: reqwest::Client,
    cookie: Option<String>,
    csrf: String,
    key: Option<String>,
}

/// What they were told.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    WhoAreYou,
    NotYours,
    Passed,
}

impl Asker {
    fn new(browser: Option<&Browser>, csrf: &str, key: Option<String>) -> Self {
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build();
        let cookie =
            browser.and_then(|b| b.cookie("banister_session")).map(|c| format!("banister_session={c}"));
        Self { http: http.unwrap(), cookie, csrf: csrf.to_owned(), key }
    }

    async fn ask(&self, shop: &Service, method: &str, path: &str) -> (Told, Value) {
        let path = path.replace("{deed}", "takeover").replace("{name}", "x").replace("{slug}", "x");
        let path = path.replace("{id}", "x").replace("{token}", "x").replace("{number}", "1");
        let method = reqwest::Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let mut request = self.http.request(method, format!("{}{path}", shop.url));
        if let Some(cookie) = &self.cookie {
            request = request.header("cookie", cookie).header("x-csrf-token", &self.csrf);
        }
        if let Some(key) = &self.key {
            request = request.bearer_auth(key);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        let to_the_door = answer
            .headers()
            .get("location")
            .is_some_and(|to| to == "/login" || to.to_str().unwrap().starts_with("/login?"));
        if status == 401 || (status == 303 && to_the_door) {
            return (Told::WhoAreYou, Value::Null);
        }
        if status != 403 {
            return (Told::Passed, Value::Null);
        }
        let body = answer.text().await.unwrap();
        let told = if body.contains("Not among your rights") { Told::NotYours } else { Told::Passed };
        (told, serde_json::from_str(&body).unwrap_or(Value::String(body)))
    }
}

#[tokio::test]
async fn every_route_lets_in_whom_it_should_and_nobody_else() {
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@example.com", "owner");
    person(&shop, "bob@example.com", "agent");
    let mut keys = Vec::new();
    for (scope, _) in SCOPES {
        let (key, _, code) = shop.run(&["token", "new", "--name", scope, "--scope", scope], "");
        assert_eq!(code, 0);
        keys.push(Asker::new(None, "", Some(key.trim().to_owned())));
    }
    let full = Asker::new(None, "", Some(shop.token.clone()));
    let (ada, bob) = (
        Browser::signed_in(&shop, "ada@example.com").await,
        Browser::signed_in(&shop, "bob@example.com").await,
    );
    let csrf = async |b: &Browser| b.get("/settings/you").await.field("csrf");
    let owner = Asker::new(Some(&ada), &csrf(&ada).await, None);
    let agent = Asker::new(Some(&bob), &csrf(&bob).await, None);
    let nobody = Asker::new(None, "", None);
    let mut faults = Vec::new();
    for (method, path, who) in ROUTES {
        // Signing out would end what the others need.
        if *path == "/logout" {
            continue;
        }
        let (stranger, by_owner, by_agent) = (
            nobody.ask(&shop, method, path).await.0,
            owner.ask(&shop, method, path).await.0,
            agent.ask(&shop, method, path).await,
        );
        let for_agents = !matches!(who, Owners | Knowledge | Admin);
        // The door may say that a form or a link is none of ours; it never asks who one is.
        let wanted = match who {
            Anyone => stranger,
            _ if stranger == Told::WhoAreYou => Told::Passed,
            _ => Told::NotYours,
        };
        let agents = if for_agents { Told::Passed } else { Told::NotYours };
        if wanted == Told::NotYours {
            faults.push(format!("{method} {path}: let a stranger in"));
        }
        if by_owner != Told::Passed && *who != Anyone {
            faults.push(format!("{method} {path}: kept an owner out ({by_owner:?})"));
        }
        if by_agent.0 != agents && *who != Anyone {
            faults.push(format!("{method} {path}: told an agent {:?}", by_agent.0));
        }
        if by_agent.0 == Told::NotYours && !by_agent.1.to_string().contains("ada") {
            faults.push(format!("{method} {path}: does not say who can: {}", by_agent.1));
        }
        let Some((scope, _)) = SCOPES.iter().find(|(_, of)| of == who) else { continue };
        for ((held, _), key) in SCOPES.iter().zip(&keys) {
            let (told, body) = key.ask(&shop, method, path).await;
            let wanted = if held == scope { Told::Passed } else { Told::NotYours };
            if told != wanted {
                faults.push(format!("{method} {path}: told a key with `{held}` {told:?}"));
            }
            if told == Told::NotYours
                && (body["scope"] != *scope || !body["detail"].to_string().contains(scope))
            {
                faults.push(format!("{method} {path}: does not name the scope: {body}"));
            }
        }
        if full.ask(&shop, method, path).await.0 != Told::Passed {
            faults.push(format!("{method} {path}: kept a key with everything out"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(ada.is_in().await && bob.is_in().await);
}

#[tokio::test]
async fn a_key_is_shown_once_listed_with_its_last_use_and_dead_at_once_when_revoked() {
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@example.com", "owner");
    let ada = Browser::signed_in(&shop, "ada@example.com").await;
    let make = async |fields: &[(&str, &str)]| ada.submit("/settings/people", "/settings/keys", fields).await;
    let none = make(&[("name", "nothing")]).await;
    assert_eq!(none.status, 400);
    assert!(none.body.contains("Tick at least one"), "{}", none.body);
    assert_eq!(make(&[("name", ""), ("read", "on")]).await.status, 400);
    let made = make(&[("name", "reporting"), ("read", "on")]).await;
    let key = made.between("readonly spellcheck=\"false\">", "<");
    assert!(key.starts_with("bst_") && key.len() == 68, "{key}");
    let people = ada.get("/settings/people").await;
    assert!(!people.body.contains(&key) && people.body.contains("never used"), "{}", people.body);
    let ask = async |key: &str| {
        let request = shop.http.get(format!("{}/v1/conversations", shop.url)).bearer_auth(key);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask(&key).await, 200);
    for guess in [&key[..67], &key.to_uppercase(), "bst_", "", "x"] {
        assert_eq!(ask(guess).await, 401, "{guess}");
    }
    let people = ada.get("/settings/people").await;
    assert!(people.body.contains("last used") && people.body.contains("reporting"));
    let id = people.all_between("/settings/keys/", "/revoke").remove(0);
    assert_eq!(ask(&id).await, 401, "what is kept of a key is none");
    let revoked = ada.submit("/settings/people", &format!("/settings/keys/{id}/revoke"), &[]).await;
    assert_eq!(revoked.location, "/settings/people?did=revoked");
    assert_eq!(ask(&key).await, 401);
    let (listed, _, _) = shop.run(&["token", "list", "--json"], "");
    let listed: Vec<Value> = listed.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(listed.len(), 1);
    assert_eq!((&listed[0]["name"], &listed[0]["scopes"]), (&"tests".into(), &serde_json::json!(["full"])));
    assert_eq!(shop.run(&["token", "revoke", "--name", "tests"], "").2, 0);
    assert_eq!(shop.get("/v1/conversations").await.status, 401);
    assert_eq!(shop.run(&["token", "new", "--name", "x", "--scope", "everything"], "").2, 2);
}

#[tokio::test]
async fn whoever_changes_something_is_noted_with_what_and_by_whom() {
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@example.com", "owner");
    let ada = Browser::signed_in(&shop, "ada@example.com").await;
    let carol = [("email", "carol@example.com"), ("name", "Carol <b>"), ("role", "agent")];
    ada.submit("/settings/people", "/settings/people", &carol).await;
    ada.submit("/settings/people", "/settings/keys", &[("name", "reporting"), ("read", "on")]).await;
    ada.submit("/settings/you", "/settings/you/name", &[("name", "Ada <i>Lovelace</i>")]).await;
    let article = serde_json::json!({ "title": "Gift cards", "body": "We sell gift cards." });
    let written = shop.post("/v1/knowledge/articles", article).await;
    assert_eq!(written.status, 201, "{written:?}");
    let slug = written.body["slug"].as_str().unwrap().to_owned();
    assert_eq!(shop.delete(&format!("/v1/knowledge/articles/{slug}")).await.status, 204);
    let by_hand = shop.folder.path().join("by-hand.md");
    std::fs::write(&by_hand, "# By hand\n\nWritten at the console.\n").unwrap();
    for args in [&["edit", "by-hand", "--file", by_hand.to_str().unwrap()][..], &["remove", "by-hand"]] {
        assert_eq!(shop.run(&[&["knowledge"], args].concat(), "").2, 0);
    }
    let all = shop.get("/v1/audit?limit=100").await.body;
    let items = all["items"].as_array().unwrap();
    let told: Vec<(&str, &str, &str)> = items
        .iter()
        .map(|i| (i["by"].as_str().unwrap(), i["what"].as_str().unwrap(), i["subject"].as_str().unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("command line", "knowledge.removed", "by-hand"),
            ("command line", "knowledge.added", "by-hand"),
            ("key tests", "knowledge.removed", slug.as_str()),
            ("key tests", "knowledge.added", slug.as_str()),
            ("ada@example.com", "user.renamed", "ada@example.com"),
            ("ada@example.com", "token.made", "reporting"),
            ("ada@example.com", "user.link_made", "carol@example.com"),
            ("ada@example.com", "user.added", "carol@example.com"),
            ("command line", "user.added", "ada@example.com"),
            ("command line", "token.made", "tests"),
            ("banister", "user.link_made", "owner@localhost"),
            ("banister", "user.added", "owner@localhost"),
        ]
    );
    assert_eq!(items[4]["detail"], serde_json::json!({ "before": "ada", "after": "Ada <i>Lovelace</i>" }));
    let text = all.to_string();
    assert!(!text.contains("bst_") && !text.contains("token="), "no secrets: {text}");
    let some = shop.get("/v1/audit?what=knowledge.&by=key%20tests&limit=1").await.body;
    assert_eq!(some["items"].as_array().unwrap().len(), 1);
    let next = some["next_cursor"].as_str().unwrap();
    let rest =
        shop.get(&format!("/v1/audit?what=knowledge.&by=key%20tests&limit=100&cursor={next}")).await.body;
    assert_eq!((rest["items"].as_array().unwrap().len(), &rest["next_cursor"]), (1, &Value::Null));
    for bad in ["limit=0", "limit=101", "cursor=x", "cursor=%00", "colour=red"] {
        assert_eq!(shop.get(&format!("/v1/audit?{bad}")).await.status, 400, "{bad}");
    }
    let page = ada.get("/settings/audit?what=user.").await;
    assert!(
        page.body.contains("added the account") && page.body.contains("carol@example.com"),
        "{}",
        page.body
    );
    assert!(!page.body.contains("<i>Lovelace") && !page.body.contains("Carol <b>"), "words, not markup");
    assert!(!page.body.contains("removed the article"));
}
