//! What owners choose on a page is in force within seconds, all of it or none, and is on record.

use crate::world::{Browser, Service, Setup, person, until};

const OWNER: &str = "olga@example.com";
const PAGE: &str = "/settings/answers";

async fn owner(shop: &Service) -> Browser {
    person(shop, OWNER, "owner");
    Browser::signed_in(shop, OWNER).await
}

/// The page's own form, with other values in some of its fields.
fn form<'a>(change: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = vec![
        ("version", "0"),
        ("autonomy", "suggest"),
        ("unbacked_drafts", "findings"),
        ("min_confidence", "0.5"),
        ("undo_s", "5"),
        ("suggestion_ttl_h", "24"),
        ("resume_after_quiet_h", "0"),
        ("quiet_resolution_h", "24"),
        ("handoff_message", "A human will answer."),
        ("waiting_message", "Somebody is looking at it."),
        ("waiting_notice_min", "2"),
    ];
    for (name, value) in change {
        match fields.iter_mut().find(|(known, _)| known == name) {
            Some(field) => field.1 = value,
            None => fields.push((name, value)),
        }
    }
    fields
}

#[tokio::test]
async fn drafts_switched_off_on_the_page_stop_everywhere_and_come_back() {
    let shop = Setup::new().await.start().await;
    let owner = owner(&shop).await;
    let saved = owner.submit(PAGE, PAGE, &form(&[("autonomy", "off"), ("reason", "holidays")])).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    until("nothing is drafted any more", || async {
        let chat = crate::world::fresh("c");
        shop.visitor(&chat, "How long does shipping to Canada take?").await;
        let now = shop.suggestion_or_handoff(&chat).await;
        now.is_none_or(|suggestion| suggestion.is_null()).then_some(())
    })
    .await;
    let audit = shop.get("/v1/audit?what=settings.").await.body;
    let entry = &audit["items"][0];
    assert_eq!((entry["by"].as_str(), entry["reason"].as_str()), (Some(OWNER), Some("holidays")));

    let back = owner.submit(PAGE, PAGE, &form(&[("version", "1"), ("reset", "yes")])).await;
    assert_eq!(back.status, 303, "{}", back.body);
    until("drafts are back", || async {
        let chat = crate::world::fresh("c");
        shop.visitor(&chat, "How long does shipping to Canada take?").await;
        shop.suggestion_or_handoff(&chat).await
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_meant_changes_nothing_and_is_named_and_a_colleague_is_not_overwritten() {
    let shop = Setup::new().await.start().await;
    let owner = owner(&shop).await;
    let bad = form(&[("undo_s", "999"), ("mon", "9 to 5"), ("autonomy", "off")]);
    let refused = owner.submit(PAGE, PAGE, &bad).await;
    assert_eq!(refused.status, 400);
    for named in ["policy.undo_ms", "hours.mon", "Opening hours: Monday", "is 999; give 0 to 60<"] {
        assert!(refused.body.contains(named), "{named}: {}", refused.body);
    }
    assert!(refused.body.contains("9 to 5"), "what was typed is still there");

    assert_eq!(owner.submit(PAGE, PAGE, &form(&[("undo_s", "7")])).await.status, 303);
    let late = owner.submit(PAGE, PAGE, &form(&[("undo_s", "9")])).await;
    assert_eq!(late.status, 409, "it was made for the version before");
    let slip = owner.submit(PAGE, PAGE, &form(&[("undo_s", "999")])).await;
    assert!(slip.body.contains("name=\"version\" value=\"0\""), "a slip makes it no younger: {}", slip.body);
    let shown = owner.get(PAGE).await;
    assert!(shown.body.contains("name=\"undo_s\" value=\"7\""));
}

#[tokio::test]
async fn surveys_chosen_on_the_page_are_asked_with_the_next_resolution_and_are_on_record() {
    let shop = Setup::new().await.start().await;
    let owner = owner(&shop).await;
    let bad = owner.submit(PAGE, PAGE, &form(&[("survey_csat", "relay"), ("survey_nps_every", "0")])).await;
    assert!(bad.status == 400 && bad.body.contains("survey.nps_every"), "{}", bad.body);
    let unread = owner.submit(PAGE, PAGE, &form(&[("survey_csat", "by post")])).await;
    assert!(unread.status == 400 && unread.body.contains("give off, link or relay"), "{}", unread.body);
    let wish = form(&[("survey_csat", "relay"), ("survey_scale", "faces"), ("reason", "let us ask")]);
    let saved = owner.submit(PAGE, PAGE, &wish).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let shown = owner.get(PAGE).await.body;
    assert!(shown.contains("name=\"survey_csat\" value=\"relay\" checked"), "{shown}");
    let asked = until("a visitor is asked", || async {
        let chat = crate::world::fresh("c");
        shop.visitor(&chat, "How long does shipping to Canada take?").await;
        shop.owner(&chat, "Six to nine working days.").await;
        shop.tell("chat_resolved", &chat, serde_json::json!({ "resolved_by": "user" })).await;
        crate::world::a_moment().await;
        shop.relay.of(&chat, "csat.request").into_iter().next()
    })
    .await;
    assert_eq!(asked["data"]["scale"], "faces", "{asked}");
    let entry = shop.get("/v1/audit?what=settings.").await.body["items"][0].clone();
    assert_eq!(entry["reason"], "let us ask");
    assert!(entry.to_string().contains("\"csat\":\"relay\""), "{entry}");
    let list = owner.get("/settings/audit").await.body;
    assert!(list.contains("What they tap: <del>five stars</del> <ins>three faces</ins>"), "{list}");
    assert!(!list.contains("csat&quot;") && !list.contains("survey_scale"), "no machine words: {list}");
}

#[tokio::test]
async fn what_was_saved_is_in_force_on_the_page_that_comes_next() {
    let shop = Setup::new().await.start().await;
    let owner = owner(&shop).await;
    let first = owner.get(PAGE).await.body;
    assert!(first.contains("Now: nobody is kept for people"), "{first}");
    for (known, share) in ["20", "0", "35"].into_iter().enumerate() {
        let version = known.to_string();
        let wish =
            form(&[("version", version.as_str()), ("holdout_percent", share), ("holdout_shadow", "yes")]);
        let saved = owner.submit(PAGE, PAGE, &wish).await;
        let there = saved.location.strip_prefix("/settings/answers?did=in_force&open=");
        assert!(saved.status == 303 && there.is_some_and(|open| open.contains("lottery")), "{saved:?}");
        let shown = owner.get(&saved.location).await.body;
        let now = if share == "0" {
            "Now: nobody is kept".to_owned()
        } else {
            format!("Now: {share} of 100 chats")
        };
        assert!(shown.contains(&now) && shown.contains("Saved, and in force."), "{share}: {shown}");
    }
}
