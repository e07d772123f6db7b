//! The owner's articles: taken in from files and the web, written and mended here, and in use at once.

use axum::Router;
use axum::routing::get;
use serde_json::{Value, json};

use crate::world::{Browser, Service, Setup, person, until};

async fn found(shop: &Service, question: &str) -> String {
    let q: String = url::form_urlencoded::byte_serialize(question.as_bytes()).collect();
    let answer = shop.get(&format!("/v1/knowledge/search?q={q}")).await;
    answer.body["items"][0]["text"].as_str().unwrap_or_default().to_owned()
}

async fn finds(shop: &Service, question: &str, words: &str) {
    until(words, || async { found(shop, question).await.contains(words).then_some(()) }).await;
}

async fn slugs(shop: &Service) -> Vec<String> {
    let list = shop.get("/v1/knowledge/articles").await.body;
    list["items"].as_array().unwrap().iter().map(|a| a["slug"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_article_is_written_changed_and_removed_and_suggestions_on_an_older_version_cannot_be_approved() {
    let shop = Setup::new().await.start().await;
    let new = json!({ "title": "Do you sell gift vouchers?", "body": "Yes, vouchers from 10 to 200 EUR." });
    let made = shop.post("/v1/knowledge/articles", new.clone()).await;
    assert_eq!((made.status, &made.body["slug"]), (201, &json!("do-you-sell-gift-vouchers")), "{made:?}");
    assert_eq!(shop.post("/v1/knowledge/articles", new).await.status, 409, "the slug is taken");
    finds(&shop, "gift vouchers", "from 10 to 200 EUR").await;
    shop.visitor("c1", "Do you sell gift vouchers?").await;
    let s = shop.suggestion("c1").await;
    let path = "/v1/knowledge/articles/do-you-sell-gift-vouchers";
    let change = |hash: &Value, body: &str| json!({ "hash": hash, "title": "Do you sell gift vouchers?", "body": body });
    let changed = shop.put(path, change(&made.body["hash"], "Yes, vouchers from 25 EUR.")).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let late = shop.put(path, change(&made.body["hash"], "No.")).await;
    assert_eq!(late.status, 409, "another version stands by now");
    assert_eq!(shop.approve(&s).await.status, 409, "what it quotes has changed");
    let fresh =
        until("a fresh suggestion", || async { shop.pending("c1").await.filter(|p| p["id"] != s["id"]) })
            .await;
    assert!(fresh["text"].as_str().unwrap().contains("from 25 EUR"), "{fresh}");
    assert_eq!(shop.approve(&fresh).await.status, 200);
    let whole = shop.get(path).await.body;
    assert_eq!(
        (whole["versions"].as_array().unwrap().len(), &whole["versions"][0]["by"]),
        (2, &json!("tests"))
    );
    assert_eq!((&whole["used"]["suggested"], &whole["used"]["sent"]), (&json!(2), &json!(1)), "{whole}");
    let faulty = shop.put(path, change(&whole["hash"], "# Nothing but a heading")).await;
    assert_eq!((faulty.status, &faulty.body["field"]), (400, &json!("body")), "{faulty:?}");
    assert_eq!((shop.delete(path).await.status, shop.delete(path).await.status), (204, 404));
    until("nothing is found", || async {
        (!found(&shop, "gift vouchers").await.contains("25 EUR")).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_is_edited_here_survives_until_its_file_changes() {
    let shop = Setup::new().await.start().await;
    let path = "/v1/knowledge/articles/opening-hours";
    let old = shop.get(path).await.body;
    let edit =
        json!({ "hash": old["hash"], "title": old["title"], "body": "The workshop is closed on Saturdays." });
    assert_eq!(shop.put(path, edit).await.status, 200);
    finds(&shop, "open on Saturday?", "closed on Saturdays").await;
    // The folder is looked at every two seconds.
    tokio::time::sleep(std::time::Duration::from_secs(5)).await;
    assert!(found(&shop, "open on Saturday?").await.contains("closed on Saturdays"));
    std::fs::write(
        shop.knowledge().join("opening-hours.md"),
        "# Opening hours\n\nOpen on Saturdays from 9 to 12.\n",
    )
    .unwrap();
    finds(&shop, "open on Saturday?", "from 9 to 12").await;
    let versions = shop.get(path).await.body["versions"].clone();
    assert_eq!(versions.as_array().unwrap().len(), 3, "{versions}");
    // Taken away here it stays away, until its file was gone and came back.
    let stale = format!("{path}?hash={}", old["hash"].as_str().unwrap());
    assert_eq!(shop.delete(&stale).await.status, 409, "another version stands by now");
    assert_eq!(shop.delete(path).await.status, 204);
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(shop.get(path).await.status, 404);
    let file = shop.knowledge().join("opening-hours.md");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    std::fs::write(&file, text).unwrap();
    finds(&shop, "open on Saturday?", "from 9 to 12").await;
}

/// Several threads: the console command blocks the one it is waited for on, and the site must answer meanwhile.
#[tokio::test(flavor = "multi_thread")]
async fn lists_pages_and_sites_are_taken_in_from_the_console() {
    let shop = Setup::new().await.start().await;
    let folder = tempfile::tempdir().unwrap();
    let csv = folder.path().join("faq.csv");
    std::fs::write(&csv, "question,answer\nCan I visit the kiln?,\"Yes, every first Friday at 15:00.\"\n")
        .unwrap();
    let (out, err, code) = shop.run(&["knowledge", "add", csv.to_str().unwrap()], "");
    assert_eq!((out.trim(), code), ("1 articles read, 1 new or changed", 0), "{err}");
    finds(&shop, "visit the kiln", "first Friday").await;
    std::fs::write(&csv, "question,reply to it\nCan I visit?,Yes\n,\n").unwrap();
    let (_, err, code) = shop.run(&["knowledge", "add", csv.to_str().unwrap()], "");
    assert!(code == 2 && err.contains("faq.csv") && err.contains("answer"), "{err}");

    let page = |title: &str, text: &str| {
        let html = format!(
            "<html><head><title>{title}</title></head><body><nav>Shop</nav><main><h1>{title}</h1><p>{text}</p></main></body></html>"
        );
        get(async move || axum::response::Html(html))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = format!("http://{}", listener.local_addr().unwrap());
    let map = format!(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"><url><loc>{site}/glazes</loc></url><url><loc>{site}/secret/prices</loc></url></urlset>"
    );
    let routes = Router::new()
        .route("/robots.txt", get(async || "User-agent: *\nDisallow: /secret/\n"))
        .route("/sitemap.xml", get(async move || ([("content-type", "application/xml")], map)))
        .route("/glazes", page("Our glazes", "All glazes are free of lead."))
        .route("/secret/prices", page("Prices", "Purchase prices."));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    let map = format!("{site}/sitemap.xml");
    let (_, err, code) = shop.run(&["knowledge", "add", &map], "");
    assert!(code == 2, "an address of our own network is not read unasked: {err}");
    let (out, err, code) = shop.run(&["knowledge", "add", &map, "--allow-private", "--json"], "");
    let report: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &report["changed"]), (0, &json!(1)), "{out} {err}");
    assert!(report["skipped"][0].as_str().unwrap().contains("/secret/prices"), "{report}");
    finds(&shop, "are the glazes lead free", "free of lead").await;
    assert!(!slugs(&shop).await.iter().any(|slug| slug.contains("secret")));

    let (body, _, code) = shop.run(&["knowledge", "show", "glazes"], "");
    assert!(code == 0 && body.contains("free of lead") && !body.contains("Shop"), "{body}");
    let text = folder.path().join("new.md");
    std::fs::write(&text, "# Our glazes\n\nAll glazes are free of lead and cadmium.\n").unwrap();
    let (out, err, code) = shop.run(&["knowledge", "edit", "glazes", "--file", text.to_str().unwrap()], "");
    assert_eq!((out.trim(), code), ("changed glazes", 0), "{err}");
    finds(&shop, "are the glazes lead free", "cadmium").await;
    let (versions, _, _) = shop.run(&["knowledge", "show", "glazes", "--versions"], "");
    assert_eq!(versions.lines().count(), 2, "{versions}");
    assert_eq!(shop.run(&["knowledge", "remove", "glazes"], "").2, 0);
    assert_eq!(shop.run(&["knowledge", "show", "glazes"], "").2, 2);
}

#[tokio::test]
async fn without_an_encoder_it_is_said_where_it_matters_that_articles_are_found_by_their_words_only() {
    const SAID: &str = "Articles are found by their words only";
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@shop.example", "owner");
    let ada = Browser::signed_in(&shop, "ada@shop.example").await;
    let library = ada.get("/knowledge").await.body;
    assert!(library.contains(SAID) && library.contains("banister knowledge setup"), "{library}");
    // A chat that a rule holds was not searched for.
    shop.visitor("held", "I want a refund").await;
    let held = shop.stage("held", "with_human").await;
    assert!(!ada.get("/").await.body.contains(SAID));
    shop.visitor("strange", "Quelle heure est-il chez Nonsuch, gnomon?").await;
    let c = shop.stage("strange", "with_human").await;
    assert!(["no_draft", "low_confidence"].contains(&c["handoff"]["code"].as_str().unwrap()), "{c}");
    let inbox = ada.get("/").await.body;
    assert_eq!(inbox.matches(SAID).count(), 1, "{inbox}");
    let chat = |c: &Value| format!("/conversations/{}", c["id"].as_str().unwrap());
    assert!(ada.get(&chat(&c)).await.body.contains(SAID));
    assert!(!ada.get(&chat(&held)).await.body.contains(SAID));

    // With one, nothing of it is said, also where it finds nothing.
    let mut setup = Setup::new().await;
    setup.embedding_lines = "base_url = \"http://127.0.0.1:9/v1\"\nname = \"tiny\"\n".to_owned();
    let shop = setup.start().await;
    person(&shop, "ada@shop.example", "owner");
    let ada = Browser::signed_in(&shop, "ada@shop.example").await;
    assert!(!ada.get("/knowledge").await.body.contains(SAID));
}
