//! Past questions judged in one sitting are evidence, at most half of it; nothing of it reaches a visitor.

use std::collections::BTreeSet;
use std::sync::Arc;

use banister::domain::autopilot::Alpha;
use banister::domain::gate::{EpochReason, GateInput, LabelSource};
use banister::domain::sitting::{Judgement, Looked};
use banister::domain::{
    Author, ConversationId, Event, Heard, Policy, RejectReason, Review, Seen, Stage, Timestamp,
};
use banister::engine::{BegunSitting, JudgedSitting, Rehearser};
use banister::guardrail::Rulebook;
use banister::ports::{
    Autopilots as _, Clock as _, GateEntry, NewEvent, Note, QuestionRow, QuestionState, Sittings as _,
};
use banister::store::{Db, Settings};
use serde_json::{Value, json};

use super::autopilot::recomputed;
use super::autopilot_shop::{Shop, Weather};
use super::measuring_year::DAY;
use crate::postgres::both;
use crate::world::{Browser, Service, Setup, person, until};

const OPENING: Timestamp = Timestamp(1_780_000_000_000_000);
const CANADA: &str = "How long does shipping to Canada take?";
const MUGS: &str = "Are your mugs dishwasher safe?";
const READ: Option<u64> = Some(60_000);

async fn said(shop: &Shop, name: &str, n: u32, author: Author, text: &str) {
    heard(shop, name, n, author, text, false).await;
}

async fn heard(shop: &Shop, name: &str, n: u32, author: Author, text: &str, sample: bool) {
    let now = shop.clock.now();
    let heard = Heard {
        message_id: format!("{name}-{n}"),
        author,
        private: false,
        text: text.to_owned(),
        readable: true,
        name: None,
        author_id: Some(name.to_owned()).filter(|_| author == Author::Visitor),
        client_ref: None,
        edited: false,
    };
    let event = NewEvent {
        conversation: ConversationId::of("shop", name),
        relay: "shop".to_owned(),
        external_conversation: name.to_owned(),
        key: format!("{name}-{n}"),
        second_key: None,
        at: now,
        heard_at: now,
        sequence: None,
        sample,
        event: Event::MessageHeard(heard),
    };
    shop.engine.hear(event).await.unwrap();
    shop.engine.settle().await.unwrap();
    shop.clock.advance_ms(3_000);
    shop.engine.settle().await.unwrap();
}

/// A chat of the past: asked, and answered by a human in the chat system.
async fn past(shop: &Shop, name: &str, question: &str) {
    said(shop, name, 1, Author::Visitor, question).await;
    shop.clock.advance_ms(60_000);
    said(shop, name, 2, Author::Owner, "About a week, says Ada.").await;
}

async fn log(shop: &Shop) -> Vec<GateEntry> {
    shop.db.gate_log(Alpha::Five, 0, 100_000).await.unwrap()
}

/// The labels of a source: draft, score, epoch, bad, the best of its conversation before.
async fn labels(shop: &Shop, of: LabelSource) -> Vec<(String, f64, u32, bool, Option<f64>)> {
    let each = log(shop).await.into_iter().filter_map(|entry| match entry.input {
        GateInput::Label { draft, score, epoch, bad, source, conversation_best, .. } if source == of => {
            Some((draft, score, epoch, bad, conversation_best))
        }
        _ => None,
    });
    each.collect()
}

fn rehearser(shop: &Shop) -> Rehearser {
    Rehearser::of(&shop.engine, Arc::new(shop.db.clone()))
}

async fn begun(shop: &Shop) -> BegunSitting {
    let note = Note::new(shop.clock.now(), "ada@shop.example", "rehearsal.begun", "past questions");
    let since = shop.clock.now().minus_ms(90 * DAY);
    rehearser(shop).begin(&shop.engine.policy(), since, 50, &note).await.unwrap()
}

async fn rows(shop: &Shop) -> Vec<QuestionRow> {
    let open = shop.db.sittings(1).await.unwrap().remove(0);
    shop.db.questions(open.id).await.unwrap()
}

async fn end(shop: &Shop) {
    let open = shop.db.sittings(1).await.unwrap().remove(0);
    let note = Note::new(shop.clock.now(), "ada@shop.example", "rehearsal.ended", "past questions");
    assert!(shop.db.end_sitting(open.id, &note).await.unwrap());
}

/// A sitting is begun, and its drafts are made: those that can be judged.
async fn chosen_and_drafted(shop: &Shop) -> Vec<QuestionRow> {
    // Chosen: those that a human answered and nobody judged; never a held one, or one that waits.
    assert!(matches!(begun(shop).await, BegunSitting::Begun(_)));
    assert_eq!(begun(shop).await, BegunSitting::Open);
    let chosen = rows(shop).await;
    let asked: BTreeSet<ConversationId> = chosen.iter().map(|row| row.question.conversation).collect();
    let names = (0..6).map(|n| format!("past-{n}")).chain(["mugs".to_owned()]);
    assert_eq!(asked, names.map(|name| ConversationId::of("shop", &name)).collect());
    let newest = &chosen[0].question;
    assert_eq!(newest.messages, [MUGS], "newest first");
    assert_eq!(newest.answer.as_ref().unwrap().text, "About a week, says Ada.");

    // A rule that came since then holds the mugs: no drafter hears of them. The rest is drafted, over a restart.
    let mut sources = Rulebook::built_in_sources();
    let rule = "version = 1\n[[rules]]\nid = \"shop.mugs\"\ntitle = \"Mugs\"\nwords = [\"mugs\"]\n\
                examples.must_match = [\"my mugs\", \"mugs please\"]\nexamples.must_not_match = [\"hello\", \"hello there\"]\n";
    sources.push(("mugs.toml".to_owned(), rule.to_owned()));
    let stricter =
        Policy { rulebook: Arc::new(Rulebook::parse(&sources).unwrap()), ..(*shop.engine.policy()).clone() };
    assert!(rehearser(shop).draft_next(&stricter).await.unwrap());
    assert_eq!(rows(shop).await[0].state, QuestionState::Skipped("a rule holds it".to_owned()));
    let after_restart = rehearser(shop);
    while after_restart.draft_next(&shop.engine.policy()).await.unwrap() {}
    let ready: Vec<QuestionRow> =
        rows(shop).await.into_iter().filter(|row| matches!(row.state, QuestionState::Ready(_))).collect();
    assert_eq!(ready.len(), 6, "{:#?}", rows(shop).await.iter().map(|row| &row.state).collect::<Vec<_>>());
    let met = log(shop).await;
    let met = met.iter().filter(|e| matches!(e.input, GateInput::Draft { rehearsal: true, .. })).count();
    assert_eq!(met, 6, "each met its gate once, for practice");
    ready
}

async fn a_shop_at(url: String) {
    let db = Db::open(&Settings { url }).await.unwrap();
    let mut shop = Shop::open(db, OPENING).await;
    for _ in 0..6 {
        shop.chat(Weather::Fair).await;
    }
    let live = labels(&shop, LabelSource::Suggest).await.len();
    for n in 0..6 {
        past(&shop, &format!("past-{n}"), CANADA).await;
    }
    past(&shop, "mugs", MUGS).await;
    past(&shop, "held", "I want a refund, now.").await;
    said(&shop, "open", 1, Author::Visitor, CANADA).await;
    shop.clock.advance_ms(DAY);
    shop.engine.settle().await.unwrap();
    assert_eq!(labels(&shop, LabelSource::Suggest).await.len(), live, "nobody judged these");
    let posts = shop.ears.posts().len();

    let ready = chosen_and_drafted(&shop).await;

    // Judged: each word counts as live, once.
    let judge = async |row: &QuestionRow, judgement, read_ms| {
        rehearser(&shop).judge(row.id, judgement, read_ms, "Ada").await.unwrap()
    };
    let counted = |said| match said {
        JudgedSitting::Counted(label) => label.bad,
        other => panic!("{other:?}"),
    };
    assert!(!counted(judge(&ready[0], Judgement::Right, READ).await));
    assert_eq!(
        judge(&ready[0], Judgement::Wrong(RejectReason::WrongFact), READ).await,
        JudgedSitting::Closed
    );
    assert!(!counted(judge(&ready[1], Judgement::Wording, READ).await));
    assert!(counted(judge(&ready[2], Judgement::Wrong(RejectReason::OutdatedSource), Some(1)).await));
    assert_eq!(judge(&ready[3], Judgement::Right, Some(300)).await, JudgedSitting::TooFast);
    assert_eq!(judge(&ready[4], Judgement::Skip, READ).await, JudgedSitting::Skipped);
    let told = labels(&shop, LabelSource::Rehearsal).await;
    let of = |row: &QuestionRow| match &row.state {
        QuestionState::Ready(draft) => draft.gated.clone().unwrap(),
        other => panic!("{other:?}"),
    };
    let wanted: Vec<_> = [(0, false), (1, false), (2, true)]
        .map(|(n, bad)| (ready[n].id.to_string(), of(&ready[n]).score, of(&ready[n]).epoch, bad, None))
        .into();
    assert_eq!(told, wanted, "with the score and epoch of when it was drafted");
    assert_eq!(shop.line().await.gate.rehearsed().1, 3);
    recomputed(&shop.db, shop.clock.now()).await;

    comes_back(&shop, &ready[0], of(&ready[0]).score).await;

    // Evidence that was given up takes no word any more.
    let note = Note::new(shop.clock.now(), "ada@shop.example", "autopilot.restart", "5 %");
    shop.engine.begin_epoch(Alpha::Five, EpochReason::ByHand, &note).await.unwrap();
    assert_eq!(judge(&ready[5], Judgement::Right, READ).await, JudgedSitting::Outdated);
    assert_eq!(labels(&shop, LabelSource::Rehearsal).await.len(), 3);
    end(&shop).await;
    assert_eq!(
        rehearser(&shop).judge(ready[5].id, Judgement::Right, READ, "Ada").await.unwrap(),
        JudgedSitting::Closed
    );
    // In the new epoch those that nobody judged live may be rehearsed again.
    assert!(matches!(begun(&shop).await, BegunSitting::Begun(_)));
    assert_eq!(rows(&shop).await.len(), 7);
    end(&shop).await;
    recomputed(&shop.db, shop.clock.now()).await;
    let sent: Vec<_> = shop.ears.posts().split_off(posts);
    assert_eq!(sent.len(), 1, "only the approved reply to the one who came back: {sent:?}");
    shop.db.close().await;
}

/// The visitor of a rehearsed chat comes back: that conversation has given its evidence.
async fn comes_back(shop: &Shop, row: &QuestionRow, score: f64) {
    let id = row.question.conversation;
    shop.engine.act(id, Event::Resumed { by: "Ada".to_owned(), why: None }).await.unwrap();
    said(shop, &chat_of(row), 7, Author::Visitor, CANADA).await;
    let before = labels(shop, LabelSource::Suggest).await.len();
    approve(shop, id).await;
    let told = labels(shop, LabelSource::Suggest).await;
    assert_eq!(told.len(), before + 1);
    let last = told.last().unwrap();
    assert_eq!(last.4, Some(score), "{last:?}");
}

/// The relay's name of a chat of these.
fn chat_of(row: &QuestionRow) -> String {
    let names = (0..6).map(|n| format!("past-{n}"));
    let mut fits = names.filter(|name| ConversationId::of("shop", name) == row.question.conversation);
    fits.next().unwrap()
}

async fn approve(shop: &Shop, id: ConversationId) {
    let now = shop.engine.act(id, Event::ChatOpened { page_url: None, referrer: None }).await.unwrap();
    let Stage::InReview { suggestion, draft, .. } = &now.stage else { panic!("{:?}", now.stage) };
    shop.clock.advance_ms(60_000);
    let seen = Seen { revision: now.revision, draft_hash: draft.hash(), read_ms: READ };
    let (review, by) = (Review::Approve, "Ada".to_owned());
    let event = Event::Reviewed { suggestion: *suggestion, review, seen, by, undoable: false };
    shop.engine.act(id, event).await.unwrap();
    shop.engine.settle().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_rehearsed_is_evidence_of_its_own_kind_and_reaches_nobody() {
    both(a_shop_at).await;
}

/// Nothing but what may not be rehearsed: it is said how much of what, and nothing is begun.
async fn nothing_at(url: String) {
    let db = Db::open(&Settings { url }).await.unwrap();
    let shop = Shop::open(db, OPENING).await;
    for name in ["sample-1", "sample-2"] {
        heard(&shop, name, 1, Author::Visitor, CANADA, true).await;
        shop.clock.advance_ms(60_000);
        heard(&shop, name, 2, Author::Owner, "About a week, says Ada.", true).await;
    }
    past(&shop, "held", "I want a refund, now.").await;
    said(&shop, "open", 1, Author::Visitor, CANADA).await;
    shop.clock.advance_ms(DAY);
    shop.engine.settle().await.unwrap();
    let wanted = Looked { questions: 4, sample: 2, held: 1, waits: 1, ..Looked::default() };
    assert_eq!(begun(&shop).await, BegunSitting::NoQuestion(wanted));
    let looked = rehearser(&shop).looked(&shop.engine.policy(), 90).await.unwrap();
    assert_eq!(looked, wanted, "as before anybody presses a button");
    assert!(shop.db.sittings(1).await.unwrap().is_empty());
    past(&shop, "past", CANADA).await;
    shop.engine.settle().await.unwrap();
    let looked = rehearser(&shop).looked(&shop.engine.policy(), 90).await.unwrap();
    assert_eq!(looked, Looked { questions: 5, may: 1, ..wanted });
    shop.db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_rehearsed_is_counted_by_its_reason() {
    both(nothing_at).await;
}

async fn answered(shop: &Service, name: &str, question: &str) {
    shop.visitor(name, question).await;
    shop.suggestion_or_handoff(name).await;
    shop.owner(name, "About a week, says Ada.").await;
    until("the human's answer", || async { shop.pending(name).await.is_none().then_some(()) }).await;
}

/// The kind of a problem.
fn kind(problem: &Value) -> String {
    problem["type"].as_str().unwrap().trim_start_matches("urn:banister:problem:").to_owned()
}

async fn open(shop: &Service, done: impl Fn(&Value) -> bool) -> Value {
    until("the drafts", || async {
        let all = shop.get("/v1/rehearsals").await.body;
        let one = all["items"].get(0)?.clone();
        done(&one).then_some(one)
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_owner_rehearses_on_the_page_and_by_the_api_and_sees_the_real_answer_afterwards() {
    let shop = Setup::new().await.start().await;
    let none = shop.post("/v1/rehearsals", json!({})).await;
    assert_eq!((none.status, kind(&none.body)), (409, "nothing_to_rehearse".to_owned()), "{none:?}");
    assert_eq!(none.body["looked"]["questions"], 0, "{none:?}");
    for name in ["one", "two", "three"] {
        answered(&shop, name, CANADA).await;
    }
    answered(&shop, "held", "I want a refund").await;
    for bad in [json!({ "days": 0 }), json!({ "limit": 51 }), json!({ "months": 3 })] {
        assert_eq!(shop.post("/v1/rehearsals", bad).await.status, 400);
    }
    let begun = shop.post("/v1/rehearsals", json!({ "days": 30, "limit": 50 })).await;
    assert_eq!((begun.status, begun.body["chosen"].as_u64()), (202, Some(3)), "{begun:?}");
    assert_eq!(kind(&shop.post("/v1/rehearsals", json!({})).await.body), "rehearsal_open");
    let sitting = open(&shop, |one| one["waiting"] == 0).await;
    assert_eq!((sitting["ready"].as_u64(), sitting["skipped"].as_u64()), (Some(3), Some(0)), "{sitting:#}");
    let questions = sitting["questions"].as_array().unwrap().clone();
    assert!(questions.iter().all(|q| q["answer"].is_null() && q["question"] == CANADA), "{questions:#?}");
    let outlook = shop.get("/v1/rehearsals").await.body["outlook"][0]["words"].clone();
    assert!(outlook.as_str().unwrap().contains("would not count towards the start before"), "{outlook}");

    // By the API.
    let id = |n: usize| questions[n]["id"].as_str().unwrap().to_owned();
    let judge =
        async |n: usize, body: Value| shop.post(&format!("/v1/rehearsals/{}/judge", id(n)), body).await;
    for bad in [
        json!({ "judgement": "fine" }),
        json!({ "judgement": "wrong" }),
        json!({ "judgement": "wrong", "reason": "tone" }),
    ] {
        assert_eq!(judge(0, bad).await.status, 400);
    }
    let right = judge(0, json!({ "judgement": "right", "read_ms": 60_000 })).await;
    assert_eq!((right.status, right.body["outcome"].as_str()), (200, Some("counted")), "{right:?}");
    assert_eq!(right.body["question"]["answer"]["text"], "About a week, says Ada.");
    assert_eq!(kind(&judge(0, json!({ "judgement": "skip" })).await.body), "judged");

    // On the page, without a script: what was judged so far, the next one, and no real answer before the word.
    person(&shop, "ada@shop.example", "owner");
    let ada = Browser::signed_in(&shop, "ada@shop.example").await;
    assert!(ada.get("/autopilot").await.body.contains("/autopilot/rehearsal"));
    let page = ada.get("/autopilot/rehearsal").await;
    assert!(page.body.contains("2 of 3") && page.body.contains(CANADA), "{}", page.body);
    assert!(!page.body.contains("says Ada"), "the real answer comes afterwards");
    let to = |n: usize, word: &str| format!("/autopilot/rehearsal/{}/judge/{word}", id(n));
    let fast = ada.submit("/autopilot/rehearsal", &to(1, "right"), &[("read_ms", "40")]).await;
    assert!(fast.location.contains("did=too_fast"), "{fast:?}");
    let shown = ada.get(&fast.location).await.body;
    assert!(shown.contains("faster than anybody reads") && shown.contains("says Ada"), "{shown}");
    let wrong = [("read_ms", ""), ("reason", "wrong_fact")];
    let wrong = ada.submit("/autopilot/rehearsal", &to(2, "wrong"), &wrong).await;
    assert!(wrong.location.contains("did=counted"), "{wrong:?}");
    assert!(
        ada.get(&wrong.location)
            .await
            .body
            .contains("That was the last one: 3 judged, 2 count, 1 of them wrong")
    );

    // All of it stands in the gate's log, and nothing has left.
    let log = shop.get("/v1/certificates/5/log?after=0&limit=1000").await;
    let items = log.body["items"].as_array().unwrap();
    let rehearsed = items.iter().filter(|m| m["input"]["source"] == "rehearsal").count();
    assert_eq!(rehearsed, 2, "{log:?}");
    for name in ["one", "two", "three"] {
        assert!(shop.relay.posts(name).iter().all(|post| !post.contains("Canada")), "{name}");
    }
    let sitting = sitting["id"].as_str().unwrap();
    assert_eq!(shop.post(&format!("/v1/rehearsals/{sitting}/end"), json!({})).await.status, 204);
    assert_eq!(shop.post(&format!("/v1/rehearsals/{sitting}/end"), json!({})).await.status, 409);
    let audit = shop.get("/v1/audit?what=rehearsal.").await.body;
    assert_eq!(audit["items"].as_array().unwrap().len(), 2, "{audit}");
}

/// The page, once it says so: what was counted is remembered for a moment.
async fn shows(ada: &Browser, path: &str, words: &str) -> String {
    until(words, || async { Some(ada.get(path).await.body).filter(|page| page.contains(words)) }).await
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_what_can_be_rehearsed_and_a_refusal_stays_on_it() {
    const PAGE: &str = "/autopilot/rehearsal";
    let shop = Setup::new().await.start().await;
    person(&shop, "ada@shop.example", "owner");
    let ada = Browser::signed_in(&shop, "ada@shop.example").await;
    let page = ada.get(PAGE).await;
    assert!(page.body.contains("There is no question of the last 90 days yet."), "{}", page.body);
    answered(&shop, "held", "I want a refund").await;
    let why = "1 is held by a rule, or was then";
    let page = shows(&ada, PAGE, "The one question of the last 90 days cannot be rehearsed.").await;
    assert!(page.contains(why), "{page}");

    // Pressed all the same: on the same page, with what was typed, and why.
    let fields = [("days", "30"), ("limit", "20")];
    let none = ada.submit(PAGE, PAGE, &fields).await;
    assert_eq!(none.status, 409, "{none:?}");
    for told in ["No rehearsal was begun", "of the last 30 days", why, "value=\"30\"", "value=\"20\""] {
        assert!(none.body.contains(told), "{told}: {}", none.body);
    }
    let bad = ada.submit(PAGE, PAGE, &[("days", "many"), ("limit", "20")]).await;
    assert_eq!(bad.status, 400);
    assert!(
        bad.body.contains("Nothing was done. days: must be a whole number from 1 to 365."),
        "{}",
        bad.body
    );
    assert!(bad.body.contains("value=\"many\"") && bad.body.contains(why), "{}", bad.body);

    // One more that may be: said before, and begun.
    answered(&shop, "one", CANADA).await;
    shows(&ada, PAGE, "1 of the 2 questions of the last 90 days can be rehearsed.").await;
    let begun = ada.submit(PAGE, PAGE, &fields).await;
    assert!(begun.location.contains("did=begun"), "{begun:?}");
    let sitting = open(&shop, |one| one["ready"] == 1).await;
    let question = sitting["questions"][0]["id"].as_str().unwrap().to_owned();
    let judge = format!("{PAGE}/{question}/judge/wrong");
    let unsaid = ada.submit(PAGE, &judge, &[]).await;
    assert_eq!(unsaid.status, 400);
    assert!(unsaid.body.contains("Nothing was done. reason: say why"), "{}", unsaid.body);
    assert!(unsaid.body.contains(CANADA), "the draft is still there to judge: {}", unsaid.body);
    let said = ada.submit(PAGE, &judge, &[("reason", "wrong_fact")]).await;
    assert!(said.location.contains("did=counted"), "{said:?}");
    // Judged meanwhile, in another window.
    let again = ada.submit(PAGE, &format!("{PAGE}/{question}/judge/skip"), &[]).await;
    assert_eq!(again.status, 409);
    assert!(again.body.contains("has been judged already"), "{}", again.body);
    let end = format!("{PAGE}/{}/end", sitting["id"].as_str().unwrap());
    assert!(ada.submit(PAGE, &end, &[]).await.location.contains("did=ended"));
    let over = ada.submit(PAGE, &end, &[]).await;
    assert_eq!(over.status, 409);
    assert!(over.body.contains("this rehearsal has been ended already"), "{}", over.body);
}
