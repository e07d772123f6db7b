//! Honest waiting: true words at every hour, never the same twice, and a promise that was measured and is kept count of.

use serde_json::{Value, json};

use crate::postgres::both;
use crate::world::{Browser, Service, Setup, a_moment, event, person, said, until};

const HELD: &str = "I want my money back, please refund me";
const HANDED_OFF: &str =
    "Thanks for your message. This one needs a person: a colleague will answer you here.";
const QUESTION: &str = "How long does shipping to Canada take?";

/// The day of the week three days from now, as a key and in words.
fn in_three_days() -> (&'static str, &'static str) {
    let day = jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).weekday().to_monday_zero_offset() + 3;
    let days = [
        ("mon", "Monday"),
        ("tue", "Tuesday"),
        ("wed", "Wednesday"),
        ("thu", "Thursday"),
        ("fri", "Friday"),
        ("sat", "Saturday"),
        ("sun", "Sunday"),
    ];
    days[usize::try_from(day).unwrap() % 7]
}

#[tokio::test]
async fn the_visitor_of_a_closed_shop_reads_when_it_opens_in_their_own_language() {
    let (key, day) = in_three_days();
    let mut setup = Setup::new().await;
    setup.more = format!(
        "[hours]\nzone = \"UTC\"\n{key} = \"09:00-17:00\"\n[messages.de]\nasked_for_human = \"Gleich!\"\n"
    );
    let shop = setup.policy("waiting_notice_ms = 100").start().await;
    shop.visitor("c1", HELD).await;
    let closed = format!("We are closed now and open again {day} at 09:00 (UTC).");
    assert_eq!(shop.posts("c1", 1).await, [format!("{HANDED_OFF} {closed}")]);
    shop.visitor("c2", QUESTION).await;
    let away = "Thanks for your message: a colleague will look at your question and answer you here.";
    assert_eq!(shop.posts("c2", 1).await, [format!("{away} {closed}")]);
    shop.visitor("c3", "Ich möchte bitte mein Geld zurück haben").await;
    let german = shop.posts("c3", 1).await.remove(0);
    assert!(
        german.starts_with("Danke für Ihre Nachricht.") && german.contains("um 09:00 Uhr wieder da (UTC)"),
        "{german}"
    );
    shop.visitor("c4", "Kann ich bitte mit einem echten Menschen sprechen?").await;
    let own = shop.posts("c4", 1).await.remove(0);
    assert!(own.starts_with("Gleich! Wir haben gerade geschlossen"), "{own}");
}

#[tokio::test]
async fn an_owner_writes_the_texts_of_a_language_on_a_page_and_the_next_visitor_reads_them() {
    const PAGE: &str = "/settings/waiting/de";
    const AS_SHIPPED: &str = "Danke für Ihre Nachricht. Dafür braucht es einen Menschen: Eine Kollegin oder ein Kollege antwortet Ihnen hier.";
    const REFUND: &str = "Ich möchte bitte mein Geld zurück haben";
    let mut setup = Setup::new().await;
    setup.more = "[messages.de]\nasked_for_human = \"Gleich!\"\n".to_owned();
    let shop = setup.start().await;
    person(&shop, "olga@example.com", "owner");
    let owner = Browser::signed_in(&shop, "olga@example.com").await;
    let shown = owner.get(PAGE).await.body;
    assert!(
        shown.contains("Gleich!") && shown.contains("placeholder=\"Danke für Ihre Nachricht."),
        "{shown}"
    );

    let wish = [("version", "0"), ("held", "Moment bitte!"), ("default", "yes"), ("reason", "like us")];
    let saved = owner.submit(PAGE, PAGE, &wish).await;
    assert!(saved.status == 303 && saved.location.ends_with("?did=in_force"), "{saved:?}");
    shop.visitor("c1", REFUND).await;
    assert_eq!(shop.posts("c1", 1).await, ["Moment bitte!"]);
    shop.visitor("c2", "Kann ich bitte mit einem echten Menschen sprechen?").await;
    assert_ne!(shop.posts("c2", 1).await, ["Gleich!"], "a text that was cleared is said as it ships");

    let list = owner.get("/settings/audit").await.body;
    for told in ["Moment bitte!", "English</del> <ins>German", "like us", "A rule keeps it for a person"] {
        assert!(list.contains(told), "{told}: {list}");
    }
    // Another page chooses other things, and leaves the texts as they are.
    let limits = [
        ("version", "1"),
        ("autonomy", "suggest"),
        ("unbacked_drafts", "findings"),
        ("min_confidence", "0.5"),
        ("undo_s", "7"),
        ("suggestion_ttl_h", "24"),
        ("resume_after_quiet_h", "0"),
        ("quiet_resolution_h", "24"),
        ("handoff_message", "We answer by mail."),
        ("waiting_message", "Somebody is looking at it."),
        ("waiting_notice_min", "2"),
    ];
    let saved = owner.submit("/settings/answers", "/settings/answers", &limits).await;
    assert_eq!(saved.status, 303, "{}", saved.body);
    let page = owner.get(PAGE).await.body;
    assert!(page.contains("Moment bitte!"));
    assert!(page.contains("placeholder=\"We answer by mail.\""), "what is said otherwise: {page}");
    let wish = [("version", "2"), ("held", AS_SHIPPED)];
    assert_eq!(owner.submit(PAGE, PAGE, &wish).await.status, 303);
    shop.visitor("c4", REFUND).await;
    assert_eq!(
        shop.posts("c4", 1).await,
        [AS_SHIPPED],
        "one's own words, also where they are those that ship"
    );

    let back = owner.submit(PAGE, PAGE, &[("version", "3"), ("reset", "yes")]).await;
    assert!(back.status == 303 && back.location.ends_with("?did=in_force"), "{back:?}");
    shop.visitor("c3", "Kann ich bitte mit einem echten Menschen sprechen?").await;
    assert_eq!(shop.posts("c3", 1).await, ["Gleich!"]);
    assert_eq!(owner.get("/settings/waiting/xx").await.status, 404);
}

#[tokio::test]
async fn a_slip_in_a_text_changes_nothing_and_a_colleague_is_not_overwritten() {
    const PAGE: &str = "/settings/waiting/de";
    let shop = Setup::new().await.start().await;
    person(&shop, "olga@example.com", "owner");
    let owner = Browser::signed_in(&shop, "olga@example.com").await;
    let slip = [
        ("version", "0"),
        ("held", "Moment, {name}!"),
        ("within", "Bald."),
        ("danger", "Bitte 112."),
        ("default", "yes"),
    ];
    let refused = owner.submit(PAGE, PAGE, &slip).await;
    assert_eq!(refused.status, 400);
    let still_wished = "name=\"default\" value=\"yes\" checked";
    let unknown = "`{name}` is no placeholder of this text";
    for named in [unknown, "lacks {wait}", "Moment, {name}!", "Bitte 112.", still_wished] {
        assert!(refused.body.contains(named), "{named}: {}", refused.body);
    }
    let version = |n: u8| format!("name=\"version\" value=\"{n}\"");
    assert!(owner.get(PAGE).await.body.contains(&version(0)), "nothing was changed");

    let wish = [("version", "0"), ("danger", "Bitte 112 anrufen.")];
    assert_eq!(owner.submit(PAGE, PAGE, &wish).await.status, 303);
    assert_eq!(owner.submit(PAGE, PAGE, &wish).await.status, 409, "it was made for the version before");
    let late = owner.submit(PAGE, PAGE, &slip).await;
    assert!(
        late.status == 400 && late.body.contains(&version(0)),
        "a slip makes it no younger: {}",
        late.body
    );
    assert!(owner.get(PAGE).await.body.contains("Bitte 112 anrufen."));
    // A language without texts needs some before all others read it.
    let hungarian = [("version", "1"), ("waiting", "Egy pillanat."), ("default", "yes")];
    let refused = owner.submit("/settings/waiting/hu", "/settings/waiting/hu", &hungarian).await;
    assert!(refused.status == 400 && refused.body.contains("href=\"#text-default\""), "{}", refused.body);
}

#[tokio::test]
async fn nobody_reads_the_same_twice_until_they_are_answered() {
    let shop = Setup::new().await.policy("waiting_notice_ms = 100").start().await;
    shop.visitor("c1", QUESTION).await;
    shop.posts("c1", 1).await;
    let first = shop.suggestion("c1").await;
    shop.visitor("c1", "And how long to Austria?").await;
    until("another suggestion", || async { shop.pending("c1").await.filter(|s| s["id"] != first["id"]) })
        .await;
    a_moment().await;
    let waiting = "Thanks for your patience: a colleague is looking at your question.";
    assert_eq!(shop.relay.posts("c1"), [waiting], "told once");
    // Another reason has other words, and is told.
    shop.visitor("c1", HELD).await;
    assert_eq!(shop.posts("c1", 2).await, [waiting, HANDED_OFF]);
    shop.visitor("c1", "hello? I said I want a refund").await;
    a_moment().await;
    assert_eq!(shop.relay.posts("c1").len(), 2);
    let c = shop.conversation("c1").await.unwrap();
    assert!(c["promise"]["told_at"].is_string() && c["promise"]["until"].is_null(), "{c}");
    shop.owner("c1", "Olga here, I have refunded it.").await;
    until("the wait to end", || async {
        shop.conversation("c1").await.filter(|c| c["promise"].is_null()).map(drop)
    })
    .await;
    // Answered: the next wait is another one.
    let id = c["id"].as_str().unwrap();
    assert_eq!(shop.post(&format!("/v1/conversations/{id}/resume"), json!({})).await.status, 200);
    shop.visitor("c1", "Now refund the other order as well").await;
    assert_eq!(shop.posts("c1", 3).await[2], HANDED_OFF);
}

#[tokio::test]
async fn danger_is_told_whom_to_call_also_while_a_colleague_is_awaited() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", HELD).await;
    assert_eq!(shop.posts("c1", 1).await, [HANDED_OFF]);
    shop.visitor("c1", "the lamp caught fire and I am burned").await;
    let posts = shop.posts("c1", 2).await;
    assert!(posts[1].contains("call your local emergency number at once"), "{posts:?}");
}

/// A visitor asks, is told, and is answered by hand.
async fn waits_and_is_answered(shop: &Service, name: &str) {
    shop.visitor(name, HELD).await;
    shop.posts(name, 1).await;
    shop.stage(name, "with_human").await;
    until("the notice to be on record", || async {
        shop.conversation(name).await.filter(|c| c["promise"].is_object()).map(drop)
    })
    .await;
    shop.owner(name, "It is on its way.").await;
    until("the wait to end", || async {
        shop.conversation(name).await.filter(|c| c["promise"].is_null()).map(drop)
    })
    .await;
}

fn report(shop: &Service) -> Value {
    let (out, err, code) = shop.run(&["report", "promises", "--format", "json"], "");
    assert_eq!(code, 0, "{err}");
    serde_json::from_str(&out).unwrap()
}

#[tokio::test]
async fn after_twenty_measured_waits_a_time_is_promised_and_its_keeping_counted() {
    both(|url| async move {
        let mut setup = Setup::new().await;
        setup.store = Some(url);
        let mut shop = setup.start().await;
        for n in 0..20 {
            waits_and_is_answered(&shop, &format!("c{n}")).await;
        }
        assert!(shop.relay.posts("c0")[0].ends_with("answer you here."), "nothing was measured yet");
        let figures = report(&shop);
        assert_eq!(
            (figures["told"].as_u64(), figures["promised"].as_u64()),
            (Some(20), Some(0)),
            "{figures}"
        );
        assert_eq!(figures["waits"], json!({ "n": 20, "upper_seconds": 300, "missing": 0 }));
        // A process that starts measures at once.
        shop.kill();
        shop.spawn().await;
        shop.visitor("late", HELD).await;
        let posts = shop.posts("late", 1).await;
        assert_eq!(posts, [format!("{HANDED_OFF} Usually within about 5 minutes.")]);
        let c = until("the promise", || async {
            shop.conversation("late").await.filter(|c| c["promise"]["until"].is_string())
        })
        .await;
        assert_eq!(c["promise"]["alarmed"], false);
        let figures = report(&shop);
        assert_eq!((figures["promised"].as_u64(), figures["open"].as_u64()), (Some(1), Some(1)), "{figures}");
        shop.owner("late", "Here I am.").await;
        until("the promise to be kept", || async { (report(&shop)["kept"] == 1).then_some(()) }).await;
        let figures = shop.get("/v1/reports/promises").await.body;
        assert_eq!((figures["n"].as_u64(), figures["missing"].as_u64()), (Some(1), Some(19)), "{figures}");
        assert!(figures["share"].is_null() && figures["low"].is_null(), "{figures}");
        let text = shop.get("/v1/reports/promises?format=text").await.body;
        assert!(
            text.as_str().unwrap().contains("Kept: 1 of 1: not enough data yet, about 19 more."),
            "{text}"
        );
    })
    .await;
}

#[tokio::test]
async fn an_owner_reads_times_by_the_clock_that_visitors_are_told_them_by_or_is_told_that_it_is_utc() {
    let then = jiff::Timestamp::now() - jiff::SignedDuration::from_hours(75);
    for (hours, zone, mark) in
        [("[hours]\nzone = \"Asia/Tokyo\"\nmon = \"09:00-17:00\"\n", "Asia/Tokyo", ""), ("", "UTC", " UTC")]
    {
        let mut setup = Setup::new().await;
        setup.more = hours.to_owned();
        let shop = setup.start().await;
        person(&shop, "ada@example.com", "owner");
        let ada = Browser::signed_in(&shop, "ada@example.com").await;
        let mut event = event("message_sent", "c1", said("from_user", HELD));
        event["timestamp"] = then.to_string().into();
        assert_eq!(shop.send(event).await.status, 202);
        let chat = shop.stage("c1", "with_human").await;
        let page = ada.get(&format!("/conversations/{}", chat["id"].as_str().unwrap())).await.body;
        let shown =
            then.to_zoned(jiff::tz::TimeZone::get(zone).unwrap()).strftime("%-d %b %H:%M").to_string();
        assert!(page.contains(&format!(">{shown}{mark}</time>")), "{shown}{mark} is not in {page}");
    }
}
