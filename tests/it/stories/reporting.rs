//! The reports of a running service: every one of them on the console, over the API and as a page, saying the same.

use crate::world::{Browser, Setup, fresh, person};

const NAMES: [&str; 9] =
    ["scorecard", "comparison", "topics", "speed", "rules", "templates", "knowledge", "autonomy", "roi"];

#[tokio::test]
async fn every_report_answers_on_the_console_over_the_api_and_as_a_page() {
    let shop = Setup::new().await.start().await;
    shop.visitor("ai", "How long does shipping to Canada take?").await;
    let s = shop.suggestion("ai").await;
    shop.approve(&s).await;
    shop.stage("ai", "quiet").await;
    shop.visitor("held", "I want a refund").await;
    shop.stage("held", "with_human").await;
    for name in NAMES {
        let json = shop.get(&format!("/v1/reports/{name}")).await;
        assert_eq!(json.status, 200, "{name}: {}", json.body);
        assert!(json.body["from"].is_string() && json.body["to"].is_string(), "{name}");
        let text = shop.run(&["report", name], "").0;
        assert!(text.contains("(UTC)"), "{name}: {text}");
        let sheet = shop.run(&["report", name, "--format", "csv"], "").0;
        assert!(sheet.starts_with("section,group,figure,n,value,low,high,unit\n"), "{name}: {sheet}");
    }
    assert_eq!(shop.get("/v1/reports/no-such").await.status, 404);
    let rules = shop.get("/v1/reports/rules").await.body;
    assert_eq!(
        (rules["held"]["positive"].as_u64(), rules["held"]["n"].as_u64()),
        (Some(1), Some(2)),
        "{rules}"
    );
}

#[tokio::test]
async fn people_read_what_a_rule_and_a_topic_are_called_and_programs_keep_slugs_and_ids() {
    let shop = Setup::new().await.start().await;
    person(&shop, "olga@example.com", "owner");
    let owner = Browser::signed_in(&shop, "olga@example.com").await;
    let chat = fresh("held");
    shop.visitor(&chat, "I want a refund").await;
    shop.stage(&chat, "with_human").await;
    let slug = shop.conversation(&chat).await.unwrap()["topic"].as_str().unwrap().to_owned();
    let renamed = [("slug", slug.as_str()), ("name", "Money matters")];
    assert_eq!(owner.submit("/settings/topics", "/settings/topics", &renamed).await.status, 303);
    let title = "Refunds and money back";
    for (path, named) in [
        ("/", title.to_owned()),
        ("/reports/rules", title.to_owned()),
        ("/reports/rules", "<code>billing.refund</code>".to_owned()),
        ("/reports/topics", format!("title=\"{slug}\">Money matters")),
        ("/conversations?state=with_human", "<span class=\"tag\">Money matters</span>".to_owned()),
        ("/conversations?rule=billing.refund", format!("<option value=\"billing.refund\" selected>{title}")),
    ] {
        let page = owner.get(path).await.body;
        assert!(page.contains(&named), "{path}: {named}: {page}");
    }
    let sheet = shop.run(&["report", "rules", "--format", "csv"], "").0;
    assert!(sheet.contains("billing.refund") && !sheet.contains(title), "{sheet}");
    assert!(shop.run(&["report", "rules"], "").0.contains(title));
    assert!(shop.run(&["report", "topics"], "").0.contains("Money matters"));
}

#[tokio::test]
async fn what_no_report_can_mean_is_refused_by_its_name() {
    let shop = Setup::new().await.start().await;
    for (query, field) in [
        ("from=yesterday", "from"),
        ("from=2026-11-02&to=2026-11-01", "from"),
        ("hour_cost=lots", "hour_cost"),
        ("hour_cost=-1", "hour_cost"),
        ("minutes_by_hand=1e9", "minutes_by_hand"),
        ("format=pdf", "format"),
        ("since=monday", "since"),
    ] {
        let answer = shop.get(&format!("/v1/reports/roi?{query}")).await;
        assert_eq!(
            (answer.status, answer.body["field"].as_str()),
            (400, Some(field)),
            "{query}: {}",
            answer.body
        );
    }
}

#[tokio::test]
async fn assumptions_in_the_address_count_for_this_one_look() {
    let shop = Setup::new().await.start().await;
    let cost = async |query: &str| {
        let report = shop.get(&format!("/v1/reports/roi{query}")).await.body;
        report["assumptions"][0]["value"].as_f64()
    };
    assert_eq!(
        (cost("").await, cost("?hour_cost=40").await, cost("").await),
        (Some(0.0), Some(40.0), Some(0.0))
    );
}

#[tokio::test]
async fn a_question_that_no_article_answers_is_a_gap_with_its_chat() {
    let shop = Setup::new().await.start().await;
    let (one, other) = (fresh("c"), fresh("c"));
    shop.visitor(&one, "Do you sell telescopes for children?").await;
    shop.stage(&one, "with_human").await;
    shop.visitor(&other, "do you sell a telescope for children").await;
    shop.stage(&other, "with_human").await;
    let report = shop.get("/v1/reports/knowledge").await.body;
    assert_eq!(report["questions"], 2, "{report}");
    assert_eq!(report["groups"][0]["n"], 2, "{report}");
    assert_eq!(report["groups"][0]["conversations"].as_array().map(Vec::len), Some(2));
    assert_eq!(report["unsure"]["positive"], 2);
}
