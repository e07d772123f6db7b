//! What a store promises about notices and the links to decide by, played on SQLite and on PostgreSQL.

use banister::domain::notice::{Channel, Choices, DecisionLink, Kind, Subject, link_hash};
use banister::domain::{
    Author, Closing, Conversation, ConversationId, Draft, Event, Fact, Message, MessageKind, NoticeId, Stage,
    Suggestion, SuggestionId, SuggestionState, Timestamp,
};
use banister::ports::{
    DecisionLinks as _, NewEvent, NewNotice, NoticeBook as _, NoticeEnd, Since, Store as _, TEAM,
};
use banister::store::{Db, Settings};
use serde_json::json;

use crate::postgres::both;
use crate::store_contract::keep;

const T0: Timestamp = Timestamp(1_800_000_000_000_000);
const LEASE_MS: i64 = 60_000;

async fn open(url: &str) -> Db {
    Db::open(&Settings { url: url.to_owned() }).await.unwrap()
}

fn subject(name: &str) -> Subject {
    Subject::parse(&format!("handoff:{name}")).unwrap()
}

fn notice(n: usize, recipient: &str, names: &[&str]) -> NewNotice {
    let conversation = Some(ConversationId::of("shop", "c"));
    NewNotice {
        id: NoticeId::derived(T0, &[&n.to_string(), recipient]),
        person: "usr_1".to_owned(),
        recipient: recipient.to_owned(),
        channel: Channel::Email,
        subjects: names.iter().map(|name| (subject(name), conversation)).collect(),
        at: T0,
    }
}

async fn claim(db: &Db, now: Timestamp) -> Vec<banister::ports::ClaimedNotice> {
    db.claim_notices(Channel::Email, now, LEASE_MS, 10).await.unwrap()
}

#[tokio::test]
async fn of_many_that_plan_the_same_at_once_one_tells_it() {
    both(|url| async move {
        let db = open(&url).await;
        let plans: Vec<NewNotice> = (0..12).map(|n| notice(n, "usr_1", &["a", "b"])).collect();
        let granted = futures_util::future::join_all(plans.iter().map(|p| db.plan_notice(p))).await;
        assert_eq!(granted.into_iter().filter(|g| *g.as_ref().unwrap()).count(), 1);
        assert!(db.plan_notice(&notice(20, "usr_1", &["b", "c"])).await.unwrap(), "`c` is new");
        assert!(!db.plan_notice(&notice(21, "usr_1", &["c"])).await.unwrap());
        assert!(db.plan_notice(&notice(22, TEAM, &["a"])).await.unwrap(), "another reader");
        let claims = claim(&db, T0).await;
        let told: usize = claims.iter().map(|c| c.notice.subjects.len()).sum();
        assert_eq!((claims.len(), told), (3, 4));
        assert_eq!(claims[0].notice.subjects[0].1, Some(ConversationId::of("shop", "c")));
        let all = [subject("a"), subject("c"), subject("never")];
        let told = db.told("usr_1", &all).await.unwrap();
        assert_eq!(told.own, [subject("a"), subject("c")].into());
        assert_eq!(told.team, [subject("a")].into());
        assert!(db.told("usr_2", &all).await.unwrap().own.is_empty());
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_notice_is_sent_by_one_at_a_time_and_a_lost_lease_says_whether_it_may_have_left() {
    both(|url| async move {
        let db = open(&url).await;
        db.plan_notice(&notice(1, "usr_1", &["a"])).await.unwrap();
        assert!(db.claim_notices(Channel::Webhook, T0, LEASE_MS, 10).await.unwrap().is_empty());
        let first = claim(&db, T0).await.remove(0);
        assert_eq!((first.attempt, first.unsure), (1, 0));
        assert!(claim(&db, T0).await.is_empty(), "somebody has it");
        // It died before it began: nothing can have left.
        let later = T0.plus_ms(LEASE_MS + 1);
        let second = claim(&db, later).await.remove(0);
        assert_eq!((second.attempt, second.unsure), (2, 0));
        assert!(!db.begin_notice(&first, &[]).await.unwrap(), "a lost lease sends nothing");
        assert!(db.begin_notice(&second, &[]).await.unwrap());
        assert!(!db.begin_notice(&second, &[]).await.unwrap(), "begun once");
        // It died after that: it may have left.
        let last = later.plus_ms(LEASE_MS + 1);
        let third = claim(&db, last).await.remove(0);
        assert_eq!((third.attempt, third.unsure), (3, 1));
        assert!(!db.end_notice(&second, NoticeEnd::Sent, last).await.unwrap());
        let retry = NoticeEnd::Retry { at: last.plus_ms(5), error: "451 busy".to_owned(), unsure: true };
        assert!(db.end_notice(&third, retry, last).await.unwrap());
        assert!(claim(&db, last).await.is_empty());
        let fourth = claim(&db, last.plus_ms(5)).await.remove(0);
        assert_eq!((fourth.attempt, fourth.unsure), (4, 2), "the store was told that it may have left");
        assert!(db.end_notice(&fourth, NoticeEnd::Wait { at: last }, last).await.unwrap());
        let fifth = claim(&db, last).await.remove(0);
        assert_eq!(fifth.attempt, 4, "waiting is no try");
        let failed = NoticeEnd::Failed { error: "550 no such mailbox".to_owned() };
        assert!(db.end_notice(&fifth, failed, last).await.unwrap());
        let row = db.notice(fifth.notice.id).await.unwrap().unwrap();
        assert_eq!((row.state.as_str(), row.error.as_deref()), ("failed", Some("550 no such mailbox")));
        assert_eq!((row.kinds[&Kind::Handoff], row.attempts, row.ended_at), (1, 4, Some(last)));
        assert!(claim(&db, Timestamp::NEVER).await.is_empty());
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_not_told_after_all_may_be_told_again() {
    both(|url| async move {
        let db = open(&url).await;
        db.plan_notice(&notice(1, "usr_1", &["a", "b"])).await.unwrap();
        db.plan_notice(&notice(2, "usr_1", &["c"])).await.unwrap();
        for claim in claim(&db, T0).await {
            let dropped = claim.notice.subjects.len() == 1;
            if dropped {
                assert!(db.end_notice(&claim, NoticeEnd::Dropped, T0).await.unwrap());
            } else {
                assert!(db.begin_notice(&claim, &[subject("b")]).await.unwrap());
                assert!(db.end_notice(&claim, NoticeEnd::Sent, T0).await.unwrap());
            }
        }
        let all = [subject("a"), subject("b"), subject("c")];
        assert_eq!(db.told("usr_1", &all).await.unwrap().own, [subject("a")].into());
        let listed = db.notices_of("usr_1", 10).await.unwrap();
        let mut states: Vec<_> = listed.iter().map(|row| row.state.as_str()).collect();
        states.sort_unstable();
        assert_eq!(states, ["dropped", "sent"]);
        db.forget_notices(T0).await.unwrap();
        assert_eq!(db.notices_of("usr_1", 10).await.unwrap().len(), 2, "not before their time");
        db.forget_notices(T0.plus_ms(1)).await.unwrap();
        assert!(db.notices_of("usr_1", 10).await.unwrap().is_empty());
        assert!(db.told("usr_1", &all).await.unwrap().own.is_empty());
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_restart_takes_up_what_was_being_sent_and_knows_that_it_may_have_left() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("n.db").display());
    let db = open(&url).await;
    db.plan_notice(&notice(1, "usr_1", &["a"])).await.unwrap();
    let first = claim(&db, T0).await.remove(0);
    assert!(db.begin_notice(&first, &[]).await.unwrap());
    db.close().await;
    drop(db);
    let db = open(&url).await;
    let again = claim(&db, T0).await.remove(0);
    assert_eq!((again.attempt, again.unsure), (2, 1));
    db.close().await;
}

fn link(token: &str, person: &str, n: u32) -> DecisionLink {
    DecisionLink {
        token_hash: link_hash(token),
        person: person.to_owned(),
        suggestion: SuggestionId::derived(T0, &[&n.to_string()]),
        revision: 7,
        draft_hash: "d".to_owned(),
        created_at: T0,
        expires_at: T0.plus_ms(1_000),
        used_at: None,
    }
}

#[tokio::test]
async fn one_use_of_a_link_uses_up_all_of_that_person_for_that_suggestion_and_no_others() {
    both(|url| async move {
        let db = open(&url).await;
        let links = [link("a", "p", 1), link("b", "p", 1), link("c", "p", 2), link("d", "q", 1)];
        db.add_decision_links(&links).await.unwrap();
        assert_eq!(db.decision_link(&link_hash("a")).await.unwrap(), Some(links[0].clone()));
        assert_eq!(db.decision_link(&link_hash("forged")).await.unwrap(), None);
        assert!(!db.use_decision_link(&link_hash("forged"), T0).await.unwrap());
        let hashes: Vec<String> = (0..10).map(|n| link_hash(if n % 2 == 0 { "a" } else { "b" })).collect();
        let uses = hashes.iter().map(|hash| db.use_decision_link(hash, T0.plus_ms(5)));
        let granted = futures_util::future::join_all(uses).await;
        assert_eq!(granted.into_iter().filter(|g| *g.as_ref().unwrap()).count(), 1);
        let used_at = async |token: &str| db.decision_link(&link_hash(token)).await.unwrap().unwrap().used_at;
        assert_eq!((used_at("a").await, used_at("b").await), (Some(T0.plus_ms(5)), Some(T0.plus_ms(5))));
        assert_eq!((used_at("c").await, used_at("d").await), (None, None));
        assert!(!db.use_decision_link(&link_hash("c"), T0.plus_ms(1_000)).await.unwrap(), "expired");
        // Nothing came of it: what was used up then is open again, and nothing that was used up before.
        db.give_back_decision_links("p", links[0].suggestion, T0.plus_ms(4)).await.unwrap();
        assert_eq!(used_at("a").await, Some(T0.plus_ms(5)));
        db.give_back_decision_links("p", links[0].suggestion, T0.plus_ms(5)).await.unwrap();
        assert_eq!((used_at("a").await, used_at("b").await), (None, None));
        assert!(db.use_decision_link(&link_hash("b"), T0.plus_ms(6)).await.unwrap());
        db.forget_notices(T0.plus_ms(1_001)).await.unwrap();
        assert_eq!(db.decision_link(&link_hash("a")).await.unwrap(), None);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn choices_are_kept_for_each_person_and_their_change_is_seen() {
    both(|url| async move {
        let db = open(&url).await;
        assert_eq!(db.choices("usr_1").await.unwrap(), None);
        let before = db.notices_version().await.unwrap();
        let choices = Choices { telegram_chat: Some(-7), ..Choices::unspoken("Europe/Berlin") };
        db.put_choices("usr_1", &choices, T0).await.unwrap();
        let between = db.notices_version().await.unwrap();
        db.put_choices("usr_1", &Choices { batch_minutes: 9, ..choices.clone() }, T0.plus_ms(1))
            .await
            .unwrap();
        let after = db.notices_version().await.unwrap();
        assert!(before != between && between != after);
        assert_eq!(db.choices("usr_1").await.unwrap().unwrap().batch_minutes, 9);
        assert_eq!(db.choices("usr_2").await.unwrap(), None);
        db.close().await;
    })
    .await;
}

fn draft() -> Draft {
    serde_json::from_value(json!({
        "text": "Three days.", "needs_human": false, "reason": "", "signals": {}, "drafter": "extractive",
        "prompt": null, "usage": { "prompt_tokens": 0, "completion_tokens": 0 }, "rulebook_hash": "",
        "citations": [],
    }))
    .unwrap()
}

/// A conversation with one answer and one suggestion, which ended like this.
async fn played(db: &Db, name: &str, sample: bool, state: Option<SuggestionState>) {
    let id = ConversationId::of("shop", name);
    let event = NewEvent {
        conversation: id,
        relay: "shop".to_owned(),
        external_conversation: name.to_owned(),
        key: name.to_owned(),
        second_key: None,
        at: T0,
        heard_at: T0,
        sequence: None,
        sample,
        event: Event::ChatOpened { page_url: None, referrer: None },
    };
    db.append(event).await.unwrap();
    let claim = db.claim_lane(id, T0, 1_000).await.unwrap().unwrap();
    let suggestion = SuggestionId::derived(T0, &[name]);
    let mut facts = vec![
        Fact::MessageKept(Message {
            external_id: "m".to_owned(),
            author: Author::Owner,
            kind: MessageKind::Human,
            private: state.is_none(),
            text: "Here you are.".to_owned(),
            at: T0,
            suggestion: None,
            action: None,
            by: None,
        }),
        Fact::SuggestionMade(Suggestion {
            id: suggestion,
            revision: 1,
            draft: draft(),
            turn_text: "?".to_owned(),
            state: SuggestionState::Pending,
            at: T0,
        }),
    ];
    facts.extend(state.map(|state| {
        Fact::SuggestionClosed(Closing {
            id: suggestion,
            state,
            by: None,
            reason: None,
            edited_text: None,
            label: None,
            read_ms: None,
            at: T0,
        })
    }));
    let mut after = Conversation::new("shop", name, T0);
    after.sample = sample;
    after.stage = if state.is_some() {
        Stage::Resolved { at: T0 }
    } else {
        Stage::Sending {
            turn: banister::domain::Turn::opening(banister::domain::TurnMessage {
                external_id: "m0".to_owned(),
                text: "?".to_owned(),
                readable: true,
                at: T0,
                heard_at: T0,
                sequence: None,
            }),
            action: banister::domain::ActionId::derived(T0, &[name]),
        }
    };
    keep(db, claim, after, facts, T0).await;
}

#[tokio::test]
async fn a_days_figures_count_what_happened_that_day_and_open_conversations_are_found_without_gaps() {
    both(|url| async move {
        let db = open(&url).await;
        played(&db, "a", false, Some(SuggestionState::Approved)).await;
        played(&db, "b", false, Some(SuggestionState::Edited)).await;
        played(&db, "c", false, Some(SuggestionState::Rejected)).await;
        played(&db, "d", false, Some(SuggestionState::Overtaken)).await;
        played(&db, "e", true, Some(SuggestionState::Approved)).await;
        for name in ["w1", "w2", "w3"] {
            played(&db, name, false, None).await;
        }
        played(&db, "w4", true, None).await;
        let figures = async |from: i64, to: i64| {
            let day = Since { from: T0.plus_ms(from), to: T0.plus_ms(to) };
            let f = db.day_figures(day).await.unwrap();
            (f.answered, f.approved, f.edited, f.rejected, f.held, f.waiting_suggestions, f.waiting_humans)
        };
        assert_eq!(figures(0, 1).await, (4, 1, 1, 1, 0, 3, 0));
        assert_eq!(figures(1, 2).await, (0, 0, 0, 0, 0, 3, 0));
        assert_eq!(figures(-2, 0).await, (0, 0, 0, 0, 0, 3, 0));
        let (mut seen, mut after) = (Vec::new(), None);
        loop {
            let page = db.open_conversations(after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            seen.extend(page.iter().map(|c| c.external_id.clone()));
        }
        seen.sort();
        assert_eq!(seen, ["w1", "w2", "w3"]);
        db.close().await;
    })
    .await;
}
