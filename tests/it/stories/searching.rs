//! Owners find chats by what was said in them, on the page and by the API, whatever they type.

use serde_json::json;

use crate::world::{Browser, Service, Setup, person, until};

async fn names(shop: &Service, query: &str) -> Vec<String> {
    let answer = shop.get(&format!("/v1/conversations?{query}")).await;
    assert_eq!(answer.status, 200, "{query}: {answer:?}");
    let items = answer.body["items"].as_array().unwrap().clone();
    items.iter().map(|c| c["external_id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_chat_is_found_by_its_words_and_its_name_as_soon_as_they_are_heard() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", "Do you ship the café bowl to Canada?").await;
    shop.visitor("c2", "返金ポリシーを教えてください").await;
    shop.visitor("c3", "I want a refund").await;
    shop.stage("c3", "with_human").await;
    until("both to be kept", || async { (names(&shop, "").await.len() == 3).then_some(()) }).await;
    assert_eq!(names(&shop, "q=CAFE+canad").await, ["c1"]);
    assert_eq!(names(&shop, "q=%E8%BF%94%E9%87%91").await, ["c2"]);
    assert_eq!(names(&shop, "q=ada&rule=billing.refund").await, ["c3"], "visitors are called Ada here");
    assert_eq!(names(&shop, "q=ada&rule=billing.charge").await, [""; 0]);
    assert_eq!(names(&shop, "q=bowl&rating=none&to=2099-01-01").await, ["c1"]);
    assert_eq!(names(&shop, "q=bowl&from=2099-01-01").await, [""; 0]);
    let found = shop.get("/v1/conversations?q=bowl").await.body;
    let glimpse = &found["items"][0]["glimpse"];
    assert_eq!(glimpse["author"], "visitor");
    let text = glimpse["text"].as_str().unwrap();
    let mark = |n: usize| usize::try_from(glimpse["marks"][0][n].as_u64().unwrap()).unwrap();
    assert_eq!(&text[mark(0)..mark(1)], "bowl", "{glimpse}");
    assert_eq!(shop.get("/v1/conversations").await.body["items"][0]["glimpse"], json!(null));
    let rated = json!({ "survey_id": "s1", "score": 2, "scale": 5 });
    assert_eq!(shop.tell("csat_submitted", "c1", rated).await.status, 202);
    until("the rating to count", || async { (names(&shop, "rating=low").await == ["c1"]).then_some(()) })
        .await;
}

#[tokio::test]
async fn whatever_is_typed_is_no_error_and_shows_as_text() {
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@example.com", "owner");
    let browser = Browser::signed_in(&shop, "ada@example.com").await;
    shop.visitor("c1", "the <b>bowl</b> & \"vase\" cost 5% more").await;
    until("it to be kept", || async { (names(&shop, "").await.len() == 1).then_some(()) }).await;
    for query in [
        "%22",
        "%27",
        "%5C",
        "%00",
        "%FF%FE",
        "a%00b",
        "*",
        "%2A%22",
        "NEAR(",
        "a+AND+",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "%F0%9F%98%80",
        "%E2%80%AE",
        "-",
        "+",
        "%25",
        ":",
        "words:a",
        "%26%7C!",
        "%27%3B+drop+table+message%3B--",
    ] {
        let page = browser.get(&format!("/conversations?q={query}")).await;
        assert_eq!(page.status, 200, "{query}: {}", page.body);
        assert!(!page.body.contains("<script>alert"), "{query}");
        names(&shop, &format!("q={query}")).await;
    }
    let page = browser.get("/conversations?q=bowl+cost&state=in_review&handling=none&rating=none").await.body;
    assert!(
        page.contains("&#60;b&#62;<mark>bowl</mark>&#60;/b&#62;") || page.contains("No chat fits"),
        "{page}"
    );
    let page = browser.get("/conversations?q=bowl").await.body;
    assert!(page.contains("&#60;b&#62;<mark>bowl</mark>&#60;/b&#62; &#38; &#34;vase&#34;"), "{page}");
    let page = browser.get("/conversations?q=xylophone+kiln&rating=low&topic=glaze").await.body;
    assert!(page.contains("No chat fits all of this at once") && page.contains("2 in use"), "{page}");
    for link in [
        "?rating=low&#38;topic=glaze",
        "?q=xylophone+kiln&#38;rating=low",
        "q=kiln",
        "href=\"/conversations\">Clear all",
    ] {
        let (a, b) = (
            page.contains(link),
            page.contains(&link.replace("rating=low&#38;topic=glaze", "topic=glaze&#38;rating=low")),
        );
        assert!(a || b, "{link}: {page}");
    }
    for (query, field) in [
        ("rating=good", "rating"),
        ("from=yesterday", "from"),
        ("from=2026-02-02&to=2026-01-01", "from"),
        ("words=x", "words"),
    ] {
        let refused = shop.get(&format!("/v1/conversations?{query}")).await;
        assert_eq!((refused.status, refused.body["field"].as_str()), (400, Some(field)), "{refused:?}");
    }
    let long = "x".repeat(501);
    assert_eq!(shop.get(&format!("/v1/conversations?q={long}")).await.body["field"], "q");
}
