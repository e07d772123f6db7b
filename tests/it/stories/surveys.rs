//! Visitors are asked how it was: once, seldom enough, by a link that nobody else can use; and their answer counts once.

use futures_util::future::join_all;
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection, SqliteConnection};

use crate::postgres::both;
use crate::world::{Browser, Mood, Service, Setup, Shown, a_moment, event, run, said, until};

const LINKS: &str = "[survey]\ncsat = \"link\"\nname = \"Fernhill\"\n";

async fn shop_with(more: &str, store: Option<String>) -> Service {
    let mut setup = Setup::new().await;
    setup.server_lines = "public_url = \"URL\"".to_owned();
    setup.more = more.to_owned();
    setup.store = store;
    setup.start().await
}

/// A visitor of that name asks, a human answers, and the chat is resolved.
async fn resolved_chat(shop: &Service, chat: &str, visitor: &str, question: &str) {
    let mut asked = said("from_user", question);
    asked["author"] = json!({ "id": visitor, "name": "Ada" });
    assert_eq!(shop.tell("message_sent", chat, asked).await.status, 202);
    until("the question", || async { shop.conversation(chat).await.filter(|c| c["stage"] != "quiet") }).await;
    shop.owner(chat, "Six to nine days.").await;
    resolve(shop, chat).await;
}

async fn resolve(shop: &Service, chat: &str) {
    let data = json!({ "resolution_time_ms": 1000, "turns": 2, "tags": [], "resolved_by": "user" });
    assert_eq!(shop.tell("chat_resolved", chat, data).await.status, 202);
    shop.stage(chat, "resolved").await;
}

/// The surveys of a chat, newest first.
async fn surveys(shop: &Service, chat: &str) -> Vec<Value> {
    let Some(c) = shop.conversation(chat).await else { return Vec::new() };
    let answer = shop.get(&format!("/v1/surveys?conversation={}", c["id"].as_str().unwrap())).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body["items"].as_array().unwrap().clone()
}

async fn survey(shop: &Service, chat: &str, state: &str) -> Value {
    until(&format!("a survey that is {state}"), || async {
        surveys(shop, chat).await.into_iter().next().filter(|survey| survey["state"] == state)
    })
    .await
}

/// The path of the link that the visitor was given.
async fn link(shop: &Service, chat: &str) -> String {
    until("a link", || async { paths(shop, chat).pop() }).await
}

fn paths(shop: &Service, chat: &str) -> Vec<String> {
    let posts = shop.relay.requests().into_iter().filter(|a| a["data"]["conversation_id"] == chat);
    let texts: Vec<String> = posts.filter_map(|a| a["data"]["text"].as_str().map(str::to_owned)).collect();
    texts
        .iter()
        .filter_map(|text| text.split_once(&format!("{}/s/", shop.url)))
        .map(|(_, token)| format!("/s/{token}"))
        .collect()
}

async fn answers(browser: &Browser, path: &str, fields: &[(&str, &str)]) -> Shown {
    let page = browser.get(path).await;
    let own = [("csrf", page.field("csrf")), ("instrument", page.field("instrument"))];
    let mut all: Vec<(&str, String)> = own.into_iter().collect();
    for (name, value) in fields {
        all.retain(|(known, _)| known != name);
        all.push((name, (*value).to_owned()));
    }
    send(browser, path, &all).await
}

async fn send(browser: &Browser, path: &str, fields: &[(&str, String)]) -> Shown {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    browser.post(path, &fields).await
}

async fn change(store: &str, statement: &str) {
    let statement = statement.to_owned();
    if store.starts_with("postgres") {
        let mut conn = PgConnection::connect(store).await.unwrap();
        conn.execute(AssertSqlSafe(statement)).await.unwrap();
    } else {
        let mut conn = SqliteConnection::connect(store).await.unwrap();
        conn.execute(AssertSqlSafe(statement)).await.unwrap();
    }
}

async fn csat(shop: &Service) -> Value {
    shop.get("/v1/reports/comparison").await.body["raw"]["human_only"]["csat"].clone()
}

#[tokio::test]
async fn from_the_resolution_over_the_link_to_one_rating_with_a_comment_in_the_report() {
    both(|store| async move {
        let shop = shop_with(LINKS, Some(store)).await;
        resolved_chat(&shop, "c1", "v1", "Do you sell telescopes?").await;
        let path = link(&shop, "c1").await;
        let post = shop.relay.posts("c1").pop().unwrap();
        assert!(post.starts_with("How was this chat?"), "{post}");
        let asked = survey(&shop, "c1", "asked").await;
        assert_eq!((&asked["instrument"], &asked["score"]), (&json!("csat"), &json!(null)));
        let stranger = Browser::new(&shop);
        let page = stranger.get(&path).await;
        assert_eq!(page.status, 200);
        assert!(page.body.contains("Fernhill") && !page.body.contains("textarea"), "{}", page.body);
        assert_eq!(survey(&shop, "c1", "asked").await, asked, "looking changes nothing");

        let thanked = answers(&stranger, &path, &[("score", "4")]).await;
        assert!(thanked.status == 200 && thanked.body.contains("Your answer is recorded."), "{thanked:?}");
        assert!(thanked.body.contains("textarea"), "now there is room for a few words");
        survey(&shop, "c1", "answered").await;
        let words = "Quick & kind <b>indeed</b>\nThanks";
        let thanked = answers(&stranger, &path, &[("score", "4"), ("comment", words)]).await;
        assert!(thanked.body.contains("Your comment is recorded."), "{thanked:?}");
        assert!(
            !thanked.body.contains("<b>")
                && thanked.body.contains("&lt;b&gt;") | thanked.body.contains("&#60;b&#62;")
        );
        let rated = until("the comment", || async {
            surveys(&shop, "c1").await.into_iter().next().filter(|s| s["comment"] == words)
        })
        .await;
        assert_eq!((&rated["score"], &rated["id"]), (&json!(4), &asked["id"]));
        let figure = csat(&shop).await;
        assert_eq!((&figure["n"], &figure["positive"]), (&json!(1), &json!(1)), "one rating");
        // Another mind, within the link's time: the last answer counts, the comment stays.
        answers(&stranger, &path, &[("score", "2")]).await;
        let rated = until("the other score", || async {
            surveys(&shop, "c1").await.into_iter().next().filter(|s| s["score"] == 2)
        })
        .await;
        assert_eq!(rated["comment"], words);
        let figure = csat(&shop).await;
        assert_eq!((&figure["n"], &figure["positive"]), (&json!(1), &json!(0)), "still one");
        // And the words can be taken back.
        answers(&stranger, &path, &[("score", "2"), ("comment", " ")]).await;
        until("no comment", || async {
            surveys(&shop, "c1").await.into_iter().next().filter(|s| s["comment"].is_null())
        })
        .await;
    })
    .await;
}

#[tokio::test]
async fn whoever_looks_changes_nothing_and_the_page_asks_for_nothing() {
    let shop = shop_with(LINKS, None).await;
    resolved_chat(&shop, "c1", "v1", "Do you sell telescopes?").await;
    let path = link(&shop, "c1").await;
    let before = survey(&shop, "c1", "asked").await;
    for _ in 0..20 {
        for method in [reqwest::Method::GET, reqwest::Method::HEAD] {
            let page = shop.http.request(method, format!("{}{path}", shop.url)).send().await.unwrap();
            assert_eq!(page.status(), 200);
            assert!(page.headers().get("set-cookie").is_none());
            for (name, value) in [
                ("referrer-policy", "no-referrer"),
                ("cache-control", "no-store"),
                ("x-robots-tag", "noindex, nofollow"),
                ("x-frame-options", "DENY"),
            ] {
                assert_eq!(page.headers().get(name).unwrap(), value);
            }
            let csp = page.headers().get("content-security-policy").unwrap().to_str().unwrap();
            assert!(csp.starts_with("default-src 'none'") && !csp.contains("unsafe"), "{csp}");
        }
    }
    let page = Browser::new(&shop).get(&path).await;
    for elsewhere in ["http://", "https://", "<script", "style=", "onclick"] {
        assert!(!page.body.contains(elsewhere), "{elsewhere} in {}", page.body);
    }
    for method in ["PUT", "DELETE", "PATCH", "OPTIONS"] {
        let asked =
            shop.http.request(method.parse().unwrap(), format!("{}{path}", shop.url)).send().await.unwrap();
        assert_eq!(asked.status(), 405, "{method}");
    }
    a_moment().await;
    assert_eq!(surveys(&shop, "c1").await, [before]);
}

#[tokio::test]
async fn what_is_forged_altered_off_the_scale_too_long_or_too_late_is_refused_and_changes_nothing() {
    both(|store| async move {
        let shop = shop_with(LINKS, Some(store.clone())).await;
        resolved_chat(&shop, "c1", "v1", "Do you sell telescopes?").await;
        let path = link(&shop, "c1").await;
        let browser = Browser::new(&shop);
        let (other, last) = (path.len() - 1, if path.ends_with('0') { "1" } else { "0" });
        for forged in [
            format!("/s/{}", "0".repeat(64)),
            format!("{}{last}", &path[..other]),
            path[..other].to_owned(),
            path.to_uppercase().replace("/S/", "/s/"),
            "/s/%2e%2e%2fetc".to_owned(),
            format!("/s/{}'--", &path[3..other - 2]),
        ] {
            let shown = browser.get(&forged).await;
            assert!(shown.status == 404 && shown.body.contains("not known here"), "{forged}: {shown:?}");
            let fields = [("csrf", String::new()), ("score", "5".to_owned())];
            assert_eq!(send(&browser, &forged, &fields).await.status, 404);
        }
        let long = "x".repeat(1_001);
        for (fields, status, words) in [
            (&[("score", "0")][..], 400, "not on this scale"),
            (&[("score", "6")], 400, "not on this scale"),
            (&[("score", "10")], 400, "not on this scale"),
            (&[("score", "-1")], 400, "not on this scale"),
            (&[("score", "05")], 400, "not on this scale"),
            (&[("score", "4.5")], 400, "not on this scale"),
            (&[], 400, "not on this scale"),
            (&[("score", "5"), ("comment", &long)], 400, "at most 1000 characters"),
            (&[("score", "5"), ("comment", "a\0b")], 403, "not sent from this page"),
            (&[("score", "5"), ("instrument", "nps")], 403, "not sent from this page"),
            (&[("score", "5"), ("instrument", "")], 403, "not sent from this page"),
            (&[("score", "5"), ("csrf", "0")], 403, "not sent from this page"),
        ] {
            let shown = answers(&browser, &path, fields).await;
            assert!(shown.status == status && shown.body.contains(words), "{fields:?}: {shown:?}");
            assert!(shown.body.contains("Nothing was recorded."));
        }
        answers(&browser, &path, &[("score", "3")]).await;
        survey(&shop, "c1", "answered").await;
        let shown = answers(&browser, &path, &[("score", "5"), ("comment", &long)]).await;
        assert!(shown.body.contains(&long), "nobody has to write their words anew");
        let huge = browser.post(&path, &[("comment", &"x".repeat(20_000))]).await;
        assert!(huge.status == 413 && huge.body.contains("too long"), "{huge:?}");
        change(&store, "update survey set expires_at = made_at + 1").await;
        for shown in [browser.get(&path).await, send(&browser, &path, &[("score", "5".to_owned())]).await] {
            assert!(shown.status == 410 && shown.body.contains("has expired"), "{shown:?}");
        }
        a_moment().await;
        let over = survey(&shop, "c1", "answered").await;
        assert_eq!((&over["score"], &over["comment"]), (&json!(3), &json!(null)), "as it was before");
        change(&store, "update survey set answered_at = null, state = 'asked'").await;
        survey(&shop, "c1", "expired").await;
    })
    .await;
}

#[tokio::test]
async fn who_answers_again_and_again_has_one_vote_and_is_slowed_down() {
    let shop = shop_with(LINKS, None).await;
    resolved_chat(&shop, "c1", "v1", "Do you sell telescopes?").await;
    let path = link(&shop, "c1").await;
    let page = Browser::new(&shop).get(&path).await;
    let form = |score: usize| {
        let fields =
            [("csrf", page.field("csrf")), ("instrument", "csat".to_owned()), ("score", score.to_string())];
        url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
    };
    let votes = (0..40).map(|n| {
        let request = shop.http.post(format!("{}{path}", shop.url)).body(form(n % 5 + 1));
        async { request.send().await.unwrap() }
    });
    let mut taken = 0;
    for answer in join_all(votes).await {
        match answer.status().as_u16() {
            200 => taken += 1,
            429 => assert!(answer.headers().get("retry-after").is_some()),
            other => panic!("{other}"),
        }
    }
    assert_eq!(taken, 30, "so many in five minutes");
    survey(&shop, "c1", "answered").await;
    a_moment().await;
    assert_eq!(csat(&shop).await["n"], 1);
    assert_eq!(surveys(&shop, "c1").await.len(), 1);
    // Somebody else's survey is not slowed by it.
    resolved_chat(&shop, "c2", "v2", "Do you sell microscopes?").await;
    let other = link(&shop, "c2").await;
    assert_eq!(answers(&Browser::new(&shop), &other, &[("score", "5")]).await.status, 200);
}

#[tokio::test]
async fn one_visitor_is_asked_once_a_day_however_many_chats_end_at_once() {
    both(|store| async move {
        let shop = shop_with(LINKS, Some(store)).await;
        let chats: Vec<String> = (0..6).map(|n| format!("c{n}")).collect();
        join_all(chats.iter().map(|chat| resolved_chat(&shop, chat, "v1", "Do you sell telescopes?"))).await;
        let mut asked = 0;
        for chat in &chats {
            let survey = until("an outcome", || async { surveys(&shop, chat).await.pop() }).await;
            match survey["state"].as_str().unwrap() {
                "asked" => asked += 1,
                other => assert_eq!((other, &survey["reason"]), ("suppressed", &json!("asked_lately"))),
            }
        }
        assert_eq!(asked, 1);
        let links: usize = chats.iter().map(|chat| paths(&shop, chat).len()).sum();
        assert_eq!(links, 1, "and one link went out");
    })
    .await;
}

#[tokio::test]
async fn recommendation_is_asked_at_the_third_chat_unless_the_last_question_was_declined() {
    both(|store| async move {
        let shop = shop_with(LINKS, Some(store.clone())).await;
        let browser = Browser::new(&shop);
        let two_days =
            "update survey set made_at = made_at - 172800000000, asked_at = asked_at - 172800000000";
        for (visitor, answers_it, third) in [("fan", true, "nps"), ("mute", false, "csat")] {
            for n in 1..=3 {
                let chat = format!("{visitor}{n}");
                resolved_chat(&shop, &chat, visitor, "Do you sell telescopes?").await;
                let asked = survey(&shop, &chat, "asked").await;
                let wanted = if n == 3 { third } else { "csat" };
                assert_eq!(asked["instrument"], wanted, "{chat}");
                if answers_it {
                    let path = link(&shop, &chat).await;
                    let score = if wanted == "nps" { "10" } else { "5" };
                    let page = answers(&browser, &path, &[("score", score)]).await;
                    assert_eq!(page.status, 200, "{page:?}");
                    survey(&shop, &chat, "answered").await;
                }
                change(&store, two_days).await;
            }
        }
        let report = shop.get("/v1/reports/comparison").await.body;
        assert_eq!(report["raw"]["human_only"]["nps"]["n"], 1, "{report}");
    })
    .await;
}

#[tokio::test]
async fn the_relay_may_put_the_question_itself_and_either_way_to_answer_is_the_same_rating() {
    let shop = shop_with("[survey]\ncsat = \"relay\"\nscale = \"faces\"\n", None).await;
    resolved_chat(&shop, "c1", "v1", "Haben Sie auch Teleskope für meine kleinen Kinder im Laden?").await;
    let request = until("the request", || async { shop.relay.of("c1", "csat.request").pop() }).await;
    let data = &request["data"];
    assert_eq!(data["client_ref"], request["id"]);
    assert_eq!((&data["instrument"], &data["scores"]), (&json!("csat"), &json!([1, 3, 5])));
    assert_eq!((&data["language"], &data["question"]), (&json!("de"), &json!("Wie war dieser Chat?")));
    assert!(paths(&shop, "c1").is_empty(), "and no link is posted beside it");
    let asked = survey(&shop, "c1", "asked").await;
    assert_eq!(asked["id"], data["survey_id"]);
    let rating = json!({ "survey_id": data["survey_id"], "score": 1, "comment": "zu langsam" });
    assert_eq!(shop.tell("csat_submitted", "c1", rating).await.status, 202);
    let rated = survey(&shop, "c1", "answered").await;
    assert_eq!((&rated["score"], &rated["comment"]), (&json!(1), &json!("zu langsam")));
    let path = data["url"].as_str().unwrap().strip_prefix(&shop.url).unwrap().to_owned();
    let browser = Browser::new(&shop);
    let page = browser.get(&path).await;
    assert!(page.body.contains("lang=\"de\"") && page.body.contains("zu langsam"), "{}", page.body);
    assert_eq!(answers(&browser, &path, &[("score", "2")]).await.status, 400, "there is no such face");
    assert_eq!(answers(&browser, &path, &[("score", "5")]).await.status, 200);
    until("the other face", || async {
        surveys(&shop, "c1").await.into_iter().next().filter(|s| s["score"] == 5)
    })
    .await;
    let figure = csat(&shop).await;
    assert_eq!((&figure["n"], &figure["positive"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn an_answer_is_about_the_chat_it_was_asked_for_although_the_visitor_came_back() {
    both(|store| async move {
        let shop = shop_with(LINKS, Some(store)).await;
        resolved_chat(&shop, "c1", "v1", "Do you sell telescopes?").await;
        let path = link(&shop, "c1").await;
        survey(&shop, "c1", "asked").await;
        resolved_chat(&shop, "c1", "v1", "And microscopes?").await;
        let second = survey(&shop, "c1", "suppressed").await;
        assert_eq!(second["reason"], "asked_lately");
        assert_eq!(answers(&Browser::new(&shop), &path, &[("score", "5")]).await.status, 200);
        until("one rating", || async { (csat(&shop).await["n"] == 1).then_some(()) }).await;
        let report = shop.get("/v1/reports/comparison").await.body;
        assert_eq!(report["raw"]["human_only"]["conversations"], 2, "two episodes, one of them rated");
        let both = surveys(&shop, "c1").await;
        assert_ne!(both[0]["episode"], both[1]["episode"]);
        assert_eq!((&both[0]["score"], &both[1]["score"]), (&json!(null), &json!(5)));
    })
    .await;
}

#[tokio::test]
async fn a_kill_while_the_question_leaves_asks_once_and_every_link_that_arrived_works() {
    for deduplicates in [true, false] {
        let mut setup = Setup::new().await;
        setup.server_lines = "public_url = \"URL\"".to_owned();
        setup.relay_lines = format!("deduplicates = {deduplicates}");
        setup.more = LINKS.replace("[survey]\n", "[survey]\ndelay_ms = 1500\n");
        let mut shop = setup.start().await;
        resolved_chat(&shop, "c1", "v1", "Do you sell telescopes?").await;
        // Labels have left by then; the question is the next action.
        a_moment().await;
        shop.relay.be(&[Mood::Slow(20_000)]);
        let path = link(&shop, "c1").await;
        shop.kill();
        shop.spawn().await;
        a_moment().await;
        let state = survey(&shop, "c1", "asked").await;
        let tries = paths(&shop, "c1").len();
        if deduplicates {
            let applied = shop.relay.posts("c1").iter().filter(|post| post.contains("/s/")).count();
            assert_eq!((tries, applied), (2, 1), "asked again, applied once");
        } else {
            let unsure = until("the doubt", || async {
                surveys(&shop, "c1").await.pop().filter(|s| s["reason"] == "delivery_uncertain")
            })
            .await;
            assert_eq!((tries, &unsure["state"]), (1, &json!("asked")), "not asked again blindly");
        }
        assert_eq!(surveys(&shop, "c1").await.len(), 1, "{state}");
        assert_eq!(answers(&Browser::new(&shop), &path, &[("score", "5")]).await.status, 200);
        survey(&shop, "c1", "answered").await;
    }
}

#[tokio::test]
async fn what_the_relay_refuses_is_not_counted_as_asked() {
    let shop = shop_with(&LINKS.replace("[survey]\n", "[survey]\ndelay_ms = 1500\n"), None).await;
    resolved_chat(&shop, "c1", "v1", "Do you sell telescopes?").await;
    a_moment().await;
    shop.relay.be(&[Mood::Status(403)]);
    let refused = survey(&shop, "c1", "suppressed").await;
    assert_eq!((&refused["reason"], &refused["asked_at"]), (&json!("not_delivered"), &json!(null)));
    // So the next chat may ask.
    resolved_chat(&shop, "c2", "v1", "Do you sell telescopes?").await;
    survey(&shop, "c2", "asked").await;
}

#[tokio::test]
async fn owners_read_what_was_asked_answered_and_why_not_and_never_a_link_that_answers() {
    let shop = shop_with(LINKS, None).await;
    resolved_chat(&shop, "c1", "v1", "Do you sell telescopes?").await;
    let path = link(&shop, "c1").await;
    // The relay tells our own message back, link and all.
    let text = shop.relay.posts("c1").pop().unwrap();
    let action = shop.relay.of("c1", "message.post").pop().unwrap()["id"].clone();
    let mut echo = said("from_bot", &text);
    echo["client_ref"] = action;
    assert_eq!(shop.send(event("message_sent", "c1", echo)).await.status, 202);
    answers(&Browser::new(&shop), &path, &[("score", "2"), ("comment", "Nobody listened")]).await;
    survey(&shop, "c1", "answered").await;
    resolved_chat(&shop, "c2", "v1", "And microscopes?").await;
    survey(&shop, "c2", "suppressed").await;
    crate::world::person(&shop, "ada@example.com", "owner");
    let owner = Browser::signed_in(&shop, "ada@example.com").await;
    let mut kept = String::new();
    for (chat, words) in [
        (
            "c1",
            &[
                "The visitor was asked how it was (satisfaction)",
                "2 of 5, satisfaction",
                "Nobody listened",
                "2 of 5",
            ][..],
        ),
        (
            "c2",
            &[
                "The visitor was not asked how it was: the visitor was asked something within the last 24 hours",
            ],
        ),
    ] {
        let id = shop.conversation(chat).await.unwrap()["id"].as_str().unwrap().to_owned();
        let page = owner.get(&format!("/conversations/{id}")).await;
        for word in words {
            assert!(page.body.contains(word), "{chat}: {word} is not in {}", page.body);
        }
        kept.push_str(&page.body);
        kept.push_str(&shop.get(&format!("/v1/conversations/{id}")).await.body.to_string());
    }
    kept.push_str(&shop.get("/v1/surveys").await.body.to_string());
    let token = path.strip_prefix("/s/").unwrap();
    assert!(kept.contains("/s/…") && !kept.contains(token), "the token is the visitor's alone");
    let wal = shop.database().with_extension("db-wal");
    let mut bytes = std::fs::read(shop.database()).unwrap();
    bytes.extend(std::fs::read(wal).unwrap_or_default());
    let found = bytes.windows(token.len()).any(|window| window == token.as_bytes());
    assert!(!found, "not even the database has it");
}

#[tokio::test]
async fn lists_of_surveys_go_on_page_by_page_and_refuse_what_is_no_id() {
    let shop = shop_with(LINKS, None).await;
    for n in 0..3 {
        resolved_chat(&shop, &format!("c{n}"), &format!("v{n}"), "Do you sell telescopes?").await;
        survey(&shop, &format!("c{n}"), "asked").await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = shop.get(&format!("/v1/surveys?limit=1&cursor={cursor}")).await.body;
        seen.push(page["items"][0]["conversation"]["external_id"].as_str().unwrap().to_owned());
        let Some(next) = page["next_cursor"].as_str() else { break };
        next.clone_into(&mut cursor);
    }
    assert_eq!(seen, ["c2", "c1", "c0"]);
    for query in ["conversation=c1", "cursor=7", "limit=0", "state=asked"] {
        let answer = shop.get(&format!("/v1/surveys?{query}")).await;
        assert_eq!(answer.status, 400, "{query}: {answer:?}");
    }
}

#[test]
fn a_configuration_that_asks_nobody_by_mistake_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("banister.toml");
    let relay = "[[relay]]\nname = \"shop\"\nkind = \"generic\"\nactions_url = \"http://127.0.0.1:1/\"\n\
         inbound_secret = \"whsec_aW5ib3VuZC1zZWNyZXQtb2YtdGhlLXRlc3RzLTAwMQ==\"\n\
         outbound_secret = \"whsec_b3V0Ym91bmQtc2VjcmV0LW9mLXRoZS10ZXN0cy0wMDE=\"\n";
    let store = format!("[store]\nurl = \"sqlite:{}\"\n", folder.path().join("b.db").display());
    let check = |more: &str| {
        std::fs::write(&path, format!("{store}{more}{relay}")).unwrap();
        let (out, err, code) = run(&path, &["check", "--offline"], "");
        (format!("{out}{err}"), code)
    };
    let (said, code) = check("[survey]\ncsat = \"link\"\n");
    assert!(code == 0 && said.contains("server.public_url is not set: survey.csat"), "{said}");
    let (said, _) = check("[server]\npublic_url = \"https://desk.example\"\n[survey]\ncsat = \"link\"\n");
    assert!(!said.contains("public_url is not set"), "{said}");
    let (said, _) = check("");
    assert!(!said.contains("survey"), "nobody wants to ask: {said}");
    for (lines, key) in [
        ("csat = \"mail\"", "survey.csat"),
        ("scale = \"hearts\"", "survey.scale"),
        ("delay_ms = -5", "survey.delay_ms"),
        ("nps_every = 0", "survey.nps_every"),
        ("nps_days = 0", "survey.nps_days"),
        ("name = \"\"", "survey.name"),
        ("csaat = \"link\"", "survey.csaat"),
    ] {
        let (said, code) = check(&format!("[survey]\n{lines}\n"));
        assert!(code == 2 && said.contains(key), "{lines}: {code} {said}");
    }
    let (said, _) = check("[survey]\ncsaat = \"link\"\n");
    assert!(said.contains("`csat`") || said.contains("csat?"), "the nearest key is named: {said}");
}
