//! What a store promises of rehearsals: one open at a time, a question for one drafter, and judgements that are kept once,
//! with their label or not at all.

use std::sync::Arc;

use banister::domain::autopilot::{Alpha, Autopilot, Gated, LabelledBest, Ruling};
use banister::domain::gate::WhyNot;
use banister::domain::sitting::{Chosen, Judgement, Question, judged, meet};
use banister::domain::survey::Surveys;
use banister::domain::waiting::Waiting;
use banister::domain::{
    ConversationId, Draft, Label, LabelReason, Policy, RejectReason, Scorer, SittingId, Style, Timestamp,
};
use banister::guardrail::{Routing, Rulebook};
use banister::ports::{
    Audit as _, AuditFilter, Autopilots as _, JudgedQuestion, Note, QuestionState, Sittings as _, StoreError,
};
use banister::store::{Db, Settings};

use crate::postgres::both;

const T0: Timestamp = Timestamp(1_800_000_000_000_000);
const DAY_MS: i64 = 86_400_000;

fn chosen(n: usize) -> Vec<Chosen> {
    let question = |n| Question {
        conversation: ConversationId::of("shop", &format!("chat-{n}")),
        at: T0,
        messages: vec![format!("Question {n} \u{1f642}?")],
        history: Vec::new(),
        answers: Vec::new(),
        asked_back: false,
        known: None,
        topic: "shipping".to_owned(),
        visitor: format!("visitor-{n}"),
        answer: None,
    };
    (0..n).map(|n| Chosen { question: question(n), alpha: Alpha::Five }).collect()
}

fn note(what: &str, ms: i64) -> Note {
    Note::new(T0.plus_ms(ms), "ada@example.com", what, "past questions")
}

fn id(n: i64) -> SittingId {
    SittingId::derived(T0.plus_ms(n), &["test"])
}

fn draft(score: f64, epoch: u32) -> Draft {
    let plain: Draft = serde_json::from_value(serde_json::json!({
        "text": "In 6 days.", "needs_human": false, "reason": "", "signals": {}, "drafter": "extractive", "prompt": null,
        "usage": { "prompt_tokens": 0, "completion_tokens": 0 }, "rulebook_hash": "", "fit": 0.9,
        "weighed": { "p_send": 1.0 }, "citations": [],
    }))
    .unwrap();
    let gated = Gated {
        alpha: Alpha::Five,
        epoch,
        score,
        topic: "shipping".to_owned(),
        visitor: "v".to_owned(),
        episode: None,
        evidence: true,
        ruling: Ruling::Suggest { why: WhyNot::Rehearsal },
    };
    Draft { gated: Some(Box::new(gated)), ..plain }
}

fn word(judgement: Judgement, label: Option<Label>) -> JudgedQuestion {
    JudgedQuestion { judgement, label, by: "Ada".to_owned(), at: T0.plus_ms(9_000) }
}

const GOOD: Label = Label { bad: false, why: LabelReason::Approved };

fn policy() -> Policy {
    Policy {
        settings: banister::domain::Settings::default(),
        style: Style::default(),
        rulebook: Arc::new(Rulebook::built_in().unwrap()),
        routing: Arc::new(Routing::built_in().unwrap()),
        scorer: Scorer::default(),
        budgets: None,
        holdout: None,
        autopilot: None,
        topics: Arc::default(),
        waiting: Waiting::default(),
        survey: Surveys::default(),
    }
}

async fn pilot(db: &Db) -> Autopilot {
    db.autopilot(T0, &[]).await.unwrap()
}

#[tokio::test]
async fn one_sitting_is_open_at_a_time_and_who_began_and_ended_it_is_noted() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        assert!(db.begin_sitting(id(1), &chosen(3), &note("rehearsal.begun", 1)).await.unwrap());
        assert!(!db.begin_sitting(id(2), &chosen(2), &note("rehearsal.begun", 2)).await.unwrap());
        assert_eq!(db.questions(id(2)).await.unwrap(), [], "nothing of it is kept");
        let rows = db.questions(id(1)).await.unwrap();
        let told: Vec<_> = rows.iter().map(|row| (row.place, row.question.messages[0].as_str())).collect();
        let wanted =
            [(1, "Question 0 \u{1f642}?"), (2, "Question 1 \u{1f642}?"), (3, "Question 2 \u{1f642}?")];
        assert_eq!(told, wanted);
        assert!(rows.iter().all(|row| row.state == QuestionState::Waiting && !row.ended));
        assert!(db.end_sitting(id(1), &note("rehearsal.ended", 3)).await.unwrap());
        assert!(!db.end_sitting(id(1), &note("rehearsal.ended", 4)).await.unwrap());
        assert!(db.begin_sitting(id(2), &chosen(2), &note("rehearsal.begun", 5)).await.unwrap());
        let listed = db.sittings(10).await.unwrap();
        let told: Vec<_> = listed.iter().map(|s| (s.id, s.ended_at, s.progress.chosen)).collect();
        assert_eq!(told, [(id(2), None, 2), (id(1), Some(T0.plus_ms(3)), 3)]);
        let filter = AuditFilter { what: Some("rehearsal.".to_owned()), by: None, cursor: None, limit: 10 };
        let noted: Vec<_> =
            db.entries(&filter).await.unwrap().items.into_iter().map(|n| n.note.what).collect();
        assert_eq!(noted, ["rehearsal.begun", "rehearsal.ended", "rehearsal.begun"]);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_question_is_one_drafters_for_a_while_and_an_ended_sitting_has_none() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        assert_eq!(db.claim_question(T0).await.unwrap(), None);
        db.begin_sitting(id(1), &chosen(2), &note("rehearsal.begun", 1)).await.unwrap();
        let first = db.claim_question(T0).await.unwrap().unwrap();
        let second = db.claim_question(T0).await.unwrap().unwrap();
        assert_eq!((first.place, second.place), (1, 2));
        assert_eq!(db.claim_question(T0).await.unwrap(), None, "each has one");
        // Whoever had it is gone.
        assert_eq!(db.claim_question(T0.plus_ms(DAY_MS)).await.unwrap().map(|row| row.id), Some(first.id));
        assert!(db.not_drafted(first.id, "nothing fits").await.unwrap());
        assert!(!db.not_drafted(first.id, "twice").await.unwrap());
        let row = db.question(first.id).await.unwrap().unwrap();
        assert_eq!(row.state, QuestionState::Skipped("nothing fits".to_owned()));
        assert!(db.rehearsed_before().await.unwrap().is_empty(), "no draft was put before anybody");
        db.end_sitting(id(1), &note("rehearsal.ended", 2)).await.unwrap();
        assert_eq!(db.claim_question(T0.plus_ms(2 * DAY_MS)).await.unwrap(), None);
        assert!(!db.drafted(second.id, &draft(0.5, 1), &[]).await.unwrap(), "too late");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_judgement_is_kept_once_with_its_label_or_not_at_all() {
    both(|url| async move {
        let db = Db::open(&Settings { url }).await.unwrap();
        db.begin_sitting(id(1), &chosen(3), &note("rehearsal.begun", 1)).await.unwrap();
        let rows = db.questions(id(1)).await.unwrap();
        let one = &rows[0];
        assert!(!db.judged(one.id, &word(Judgement::Right, None), None).await.unwrap(), "there is no draft");
        // The draft and what its gate was told.
        let mut stale = pilot(&db).await;
        let mut fresh = pilot(&db).await;
        let policy = policy();
        let (own, what) = (one.id.to_string(), (&one.question, Alpha::Five));
        let met = meet(&mut fresh, &policy, &own, what, draft(0.5, 1), T0).unwrap();
        assert!(db.drafted(one.id, &met.draft, &met.moves).await.unwrap());
        assert!(!db.drafted(one.id, &met.draft, &met.moves).await.unwrap(), "it does not wait any more");
        let log = db.gate_log(Alpha::Five, 0, 100).await.unwrap();
        assert_eq!(log.len(), met.moves.len());
        // The gate has moved since: neither the judgement nor the label is kept.
        let gated = met.draft.gated.clone().unwrap();
        let late = judged(&mut stale, &own, &gated, GOOD, &[], T0);
        let refused = db.judged(one.id, &word(Judgement::Right, Some(GOOD)), Some(&late)).await;
        assert!(matches!(refused, Err(StoreError::GateMoved)), "{refused:?}");
        assert!(matches!(db.question(one.id).await.unwrap().unwrap().state, QuestionState::Ready(_)));
        let other = draft(0.7, 1);
        let refused = db.drafted(rows[1].id, &other, &met.moves).await;
        assert!(matches!(refused, Err(StoreError::GateMoved)), "{refused:?}");
        assert_eq!(db.question(rows[1].id).await.unwrap().unwrap().state, QuestionState::Waiting);
        // Looked at again: both are.
        let label = judged(&mut fresh, &own, &gated, GOOD, &[], T0);
        let said = word(Judgement::Right, Some(GOOD));
        assert!(db.judged(one.id, &said, Some(&label)).await.unwrap());
        assert!(!db.judged(one.id, &word(Judgement::Skip, None), None).await.unwrap(), "what was said stays");
        let state = db.question(one.id).await.unwrap().unwrap().state;
        assert_eq!(state, QuestionState::Judged(Box::new(met.draft.clone()), said));
        assert_eq!(db.gate_log(Alpha::Five, 0, 100).await.unwrap().len(), log.len() + 1);
        let best = LabelledBest { alpha: Alpha::Five, epoch: gated.epoch, score: gated.score };
        let chat = one.question.conversation;
        assert_eq!(db.rehearsed(chat).await.unwrap(), [best]);
        assert_eq!(db.labelled(chat).await.unwrap(), [best]);
        // One that says nothing is kept, and is no evidence.
        db.drafted(rows[1].id, &other, &[]).await.unwrap();
        let wrong = word(Judgement::Wrong(RejectReason::WrongTopic), None);
        assert!(db.judged(rows[1].id, &wrong, None).await.unwrap());
        assert_eq!(db.rehearsed(rows[1].question.conversation).await.unwrap(), []);
        let before = db.rehearsed_before().await.unwrap();
        assert_eq!(before.len(), 2, "both were put before somebody: {before:?}");
        let progress = db.sittings(1).await.unwrap()[0].progress;
        assert_eq!(
            (progress.chosen, progress.waiting, progress.judged, progress.counted, progress.wrong),
            (3, 1, 2, 1, 0)
        );
        db.close().await;
    })
    .await;
}
