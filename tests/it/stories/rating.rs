//! Ratings reach their episode, and the comparison says what it can and cannot tell.

use serde_json::{Value, json};

use crate::world::{Service, Setup, event, fresh, until};

async fn comparison(shop: &Service) -> Value {
    shop.get("/v1/reports/comparison").await.body
}

async fn rated(shop: &Service, name: &str, score: u8) {
    let data = json!({ "resolution_time_ms": 1000, "turns": 2, "tags": [], "resolved_by": "user" });
    assert_eq!(shop.tell("chat_resolved", name, data).await.status, 202);
    shop.stage(name, "resolved").await;
    let rating = json!({ "survey_id": fresh("sv"), "score": score, "comment": null });
    assert_eq!(shop.tell("csat_submitted", name, rating).await.status, 202);
}

#[tokio::test]
async fn an_assisted_chat_a_human_chat_and_a_held_chat_are_three_columns() {
    let shop = Setup::new().await.start().await;
    shop.visitor("ai", "How long does shipping to Canada take?").await;
    let s = shop.suggestion("ai").await;
    assert_eq!(shop.approve(&s).await.status, 200);
    shop.stage("ai", "quiet").await;
    rated(&shop, "ai", 5).await;
    shop.visitor("human", "Do you sell telescopes for children?").await;
    shop.stage("human", "with_human").await;
    shop.owner("human", "No, only cups.").await;
    rated(&shop, "human", 3).await;
    shop.visitor("held", "I want a refund").await;
    shop.stage("held", "with_human").await;
    shop.owner("held", "Done.").await;
    rated(&shop, "held", 1).await;
    let report = until("all three ratings", || async {
        let report = comparison(&shop).await;
        let rated = |g: &str| report["raw"][g]["rated"].as_u64().unwrap_or(0);
        (rated("ai_assisted") + rated("human_only") + rated("blocked") == 3).then_some(report)
    })
    .await;
    for (group, positive) in [("ai_assisted", 1), ("human_only", 0), ("blocked", 0)] {
        let g = &report["raw"][group];
        assert_eq!(
            (g["conversations"].as_u64(), g["csat"]["n"].as_u64()),
            (Some(1), Some(1)),
            "{group}: {g}"
        );
        assert_eq!(g["csat"]["positive"], positive, "{group}");
    }
    assert_eq!(report["verdict"]["kind"], "too_few");
    assert!(report["difference"]["csat"].is_null(), "no difference below 20 ratings a side");
    let text = shop.run(&["report", "comparison"], "").0;
    assert!(text.contains("too few ratings"), "{text}");
}

#[tokio::test]
async fn the_last_answer_to_a_survey_counts_once_and_a_comment_later_keeps_the_score() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", "How long does shipping to Canada take?").await;
    let s = shop.suggestion("c1").await;
    shop.approve(&s).await;
    shop.stage("c1", "quiet").await;
    let survey = fresh("sv");
    for (score, second, comment) in
        [(2, 1, None), (4, 2, None), (4, 3, Some("thanks")), (1, 0, Some("late and old"))]
    {
        let mut rating =
            event("csat_submitted", "c1", json!({ "survey_id": survey, "score": score, "comment": comment }));
        rating["timestamp"] = json!(format!("2026-11-20T10:00:0{second}Z"));
        assert_eq!(shop.send(rating).await.status, 202);
    }
    let nps = json!({ "survey_id": fresh("sv"), "score": 9, "comment": null });
    assert_eq!(shop.tell("nps_submitted", "c1", nps).await.status, 202);
    let report = until("the ratings", || async {
        Some(comparison(&shop).await).filter(|r| r["raw"]["ai_assisted"]["nps"]["n"] == 1)
    })
    .await;
    let csat = &report["raw"]["ai_assisted"]["csat"];
    assert_eq!((csat["n"].as_u64(), csat["positive"].as_u64()), (Some(1), Some(1)), "{csat}");
}

#[tokio::test]
async fn a_visitor_who_comes_back_opens_a_new_episode() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", "How long does shipping to Canada take?").await;
    let s = shop.suggestion("c1").await;
    shop.approve(&s).await;
    shop.stage("c1", "quiet").await;
    rated(&shop, "c1", 5).await;
    shop.visitor("c1", "When is the workshop open on Saturday?").await;
    let s = shop.suggestion("c1").await;
    shop.approve(&s).await;
    shop.stage("c1", "quiet").await;
    let report = comparison(&shop).await;
    assert_eq!(report["raw"]["ai_assisted"]["conversations"], 2, "{report}");
}
