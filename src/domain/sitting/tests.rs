//! Which past questions are chosen, and what a word on a draft is worth.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::*;
use crate::domain::autopilot::{Alpha, Autopilot, LabelledBest, TopicPolicy};
use crate::domain::gate::{EpochReason, GateInput};
use crate::domain::replay::{Recorded, RecordedDraft, RecordedSuggestion, RecordedTurn};
use crate::domain::survey::Surveys;
use crate::domain::tests_routing::routing;
use crate::domain::waiting::Waiting;
use crate::domain::{
    Author, Autonomy, Conversation, ConversationId, Known, Label, LabelReason, Message, MessageKind, Policy,
    RejectReason, Scorer, Settings, Style, SuggestionState, Timestamp,
};
use crate::guardrail::Rulebook;

const QUESTION: &str = "How long does shipping to Canada take?";

pub(super) fn at(n: i64) -> Timestamp {
    Timestamp(1_790_000_000_000_000).plus_ms(n * 60_000)
}

pub(super) fn policy() -> Policy {
    Policy {
        settings: Settings::default(),
        style: Style::default(),
        rulebook: Arc::new(Rulebook::parse(&Rulebook::built_in_sources()).expect("sound")),
        routing: routing(),
        scorer: Scorer::default(),
        budgets: None,
        holdout: None,
        autopilot: None,
        topics: Arc::default(),
        waiting: Waiting::default(),
        survey: Surveys::default(),
    }
}

fn conversation(name: &str) -> Conversation {
    Conversation::new("shop", name, at(0))
}

fn message(id: &str, n: i64, kind: MessageKind, text: &str) -> Message {
    let author = if kind == MessageKind::Question { Author::Visitor } else { Author::Owner };
    Message {
        external_id: id.to_owned(),
        author,
        kind,
        private: false,
        text: text.to_owned(),
        at: at(n),
        suggestion: None,
        action: None,
        by: Some("Ada".to_owned()).filter(|_| author == Author::Owner),
    }
}

/// Two questions with their answers.
fn recorded(c: &Conversation) -> Recorded {
    let turn = |id: &str, n| RecordedTurn { at: at(n), message_ids: vec![id.to_owned()], reasons: vec![] };
    Recorded {
        conversation: c.id,
        sealed_since: None,
        messages: vec![
            message("m1", 1, MessageKind::Question, QUESTION),
            message("m2", 5, MessageKind::Human, "About a week."),
            message("m3", 9, MessageKind::Question, "And are your mugs dishwasher safe?"),
            message("m4", 12, MessageKind::Human, "Yes, they are."),
        ],
        turns: vec![turn("m1", 1), turn("m3", 9)],
        drafts: Vec::new(),
        suggestions: Vec::new(),
    }
}

fn suggestion(n: i64, label: Option<Label>) -> RecordedSuggestion {
    let draft_hash = "h".to_owned();
    RecordedSuggestion {
        at: at(n),
        draft_hash,
        asks_back: false,
        state: SuggestionState::Approved,
        label,
        topic: String::new(),
    }
}

fn candidate(name: &str, n: i64, text: &str) -> Candidate {
    let c = conversation(name);
    let mut one = Candidate::all(&recorded(&c), &c, &[]).remove(0);
    one.question.at = at(n);
    one.question.messages = vec![text.to_owned()];
    one
}

fn chosen(candidates: &[Candidate], pilot: &Autopilot, before: &[Rehearsed]) -> Vec<i64> {
    let before: BTreeSet<Rehearsed> = before.iter().copied().collect();
    let (chosen, _) = choose(candidates, &policy(), pilot, &before, 50, at(1_000));
    chosen.iter().map(|one| one.question.at.since(at(0)) / 60_000_000).collect()
}

#[test]
fn a_question_comes_with_its_own_answer_and_what_was_said_before() {
    let c = conversation("a");
    let mut known = recorded(&c);
    known.drafts.push(RecordedDraft {
        at: at(10),
        outcome: "findings".to_owned(),
        draft: None,
        known: Known { novelty: Some(0.4), ..Known::default() },
    });
    let all = Candidate::all(&known, &c, &[]);
    let told: Vec<_> = all.iter().map(|one| one.question.answer.as_ref().map(|a| a.text.as_str())).collect();
    assert_eq!(told, [Some("About a week."), Some("Yes, they are.")]);
    assert_eq!(all[0].question.answer.as_ref().unwrap().by.as_deref(), Some("Ada"));
    let heard: Vec<_> = all[1].question.history.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(heard, [QUESTION, "About a week."]);
    assert_eq!(all[0].question.known, None, "no draft was asked for");
    assert_eq!(all[1].question.known.unwrap().novelty, Some(0.4), "as it was known then");
    // What goes to disk comes back.
    let json = serde_json::to_string(&all[1].question).unwrap();
    assert_eq!(serde_json::from_str::<Question>(&json).unwrap(), all[1].question);
}

#[test]
fn an_answer_belongs_to_the_question_before_it_and_a_private_note_is_none() {
    let c = conversation("a");
    let mut known = recorded(&c);
    known.messages[1].private = true;
    let all = Candidate::all(&known, &c, &[]);
    assert_eq!(all[0].question.answer, None);
    assert!(all[1].question.answer.is_some());
}

#[test]
fn what_was_judged_live_is_no_candidate_whether_suggested_or_sent() {
    let c = conversation("a");
    let mut known = recorded(&c);
    known.suggestions = vec![suggestion(2, None), suggestion(10, None)];
    let judged = |known: &Recorded, sent: &[Timestamp]| -> Vec<bool> {
        Candidate::all(known, &c, sent).iter().map(|one| one.judged).collect()
    };
    assert_eq!(judged(&known, &[]), [false, false], "decided on in a way that says nothing");
    known.suggestions[1].label = Some(Label { bad: false, why: LabelReason::Approved });
    assert_eq!(judged(&known, &[]), [false, true]);
    assert_eq!(judged(&known, &[at(3)]), [true, true]);
    let all = Candidate::all(&known, &c, &[]);
    assert_eq!(chosen(&all, &Autopilot::new("s"), &[]), [1]);
}

#[test]
fn the_newest_come_first_one_of_each_conversation() {
    let c = conversation("a");
    let mut all = Candidate::all(&recorded(&c), &c, &[]);
    all.push(candidate("b", 4, QUESTION));
    all.push(candidate("c", 20, QUESTION));
    assert_eq!(chosen(&all, &Autopilot::new("s"), &[]), [20, 9, 4]);
    let (two, looked) = choose(&all, &policy(), &Autopilot::new("s"), &BTreeSet::new(), 2, at(1_000));
    assert_eq!(two.len(), 2);
    let wanted = Looked { questions: 4, may: 3, older: 1, ..Looked::default() };
    assert_eq!(looked, wanted, "all that may be, however many are asked for");
}

#[test]
fn nothing_held_sealed_made_up_open_or_judged_is_chosen() {
    let looked = |spoil: &dyn Fn(&mut Candidate)| {
        let mut one = candidate("a", 3, QUESTION);
        spoil(&mut one);
        let (chosen, looked) =
            choose(&[one], &policy(), &Autopilot::new("s"), &BTreeSet::new(), 50, at(1_000));
        assert_eq!(chosen.len() as u64, looked.may);
        looked
    };
    let counted = |why: Option<LeftOut>| {
        let mut looked = Looked::default();
        looked.count(why, 1);
        looked
    };
    assert_eq!(looked(&|_| ()), counted(None));
    assert_eq!(looked(&|one| one.was_held = true), counted(Some(LeftOut::Held)));
    assert_eq!(looked(&|one| one.sealed = true), counted(Some(LeftOut::Sealed)));
    assert_eq!(looked(&|one| one.sample = true), counted(Some(LeftOut::Sample)));
    assert_eq!(looked(&|one| one.open = true), counted(Some(LeftOut::Waits)));
    assert_eq!(looked(&|one| one.judged = true), counted(Some(LeftOut::Judged)));
    // Clear then, held by the rules in force now.
    let refund = looked(&|one| one.question.messages = vec!["I want a refund".to_owned()]);
    assert_eq!(refund, counted(Some(LeftOut::Held)));
}

#[test]
fn a_conversation_gives_evidence_once_an_epoch_live_or_rehearsed() {
    let one = candidate("a", 3, QUESTION);
    let id = one.question.conversation;
    let mut pilot = Autopilot::new("s");
    assert!(chosen(std::slice::from_ref(&one), &pilot, &[(id, Alpha::Five, 1)]).is_empty());
    assert_eq!(chosen(std::slice::from_ref(&one), &pilot, &[(id, Alpha::Ten, 1)]), [3]);
    let labelled = vec![LabelledBest { alpha: Alpha::Five, epoch: 1, score: 0.5 }];
    let live = Candidate { labelled, ..one.clone() };
    assert!(chosen(std::slice::from_ref(&live), &pilot, &[]).is_empty());
    // Another epoch: all of that is gone, and may be earned anew.
    let input = GateInput::Epoch { reason: EpochReason::ByHand, at: at(0) };
    let _moved = pilot.take(Alpha::Five, input, at(0));
    assert_eq!(chosen(&[one], &pilot, &[(id, Alpha::Five, 1)]), [3]);
    assert_eq!(chosen(&[live], &pilot, &[]), [3]);
}

#[test]
fn a_topic_on_which_nobody_decides_is_left_out_and_each_topic_has_its_gate() {
    let mut all = vec![candidate("a", 3, QUESTION), candidate("b", 4, QUESTION), candidate("c", 5, QUESTION)];
    all[0].question.topic = "refunds".to_owned();
    all[1].question.topic = "shipping".to_owned();
    let mut policy = policy();
    let own = |autonomy, alpha| TopicPolicy { autonomy, alpha };
    policy.settings.topics.insert("refunds".to_owned(), own(Some(Autonomy::Shadow), None));
    policy.settings.topics.insert("shipping".to_owned(), own(None, Some(Alpha::Ten)));
    let none = BTreeSet::new();
    let (chosen, looked) = choose(&all, &policy, &Autopilot::new("s"), &none, 50, at(1_000));
    let told: Vec<_> = chosen.iter().map(|one| (one.question.topic.as_str(), one.alpha)).collect();
    assert_eq!(told, [("", Alpha::Five), ("shipping", Alpha::Ten)]);
    assert_eq!(looked, Looked { questions: 3, may: 2, topic: 1, ..Looked::default() });
}

#[test]
fn a_word_counts_as_it_would_live_and_wording_counts_as_good() {
    const DRAFT: &str = "We ship to Canada in 6 to 9 working days.";
    let wrong = Judgement::Wrong(RejectReason::WrongFact);
    for (judgement, read_ms, wanted) in [
        (Judgement::Right, Some(60_000), Some((false, "approved"))),
        (Judgement::Right, Some(1_999), None),
        (Judgement::Right, None, None),
        (Judgement::Wording, Some(60_000), Some((false, "tone_only"))),
        (Judgement::Wording, Some(1_999), None),
        (wrong, None, Some((true, "rejected"))),
        (wrong, Some(1), Some((true, "rejected"))),
        (Judgement::Skip, Some(60_000), None),
    ] {
        let label = said(judgement, DRAFT, read_ms).map(|label| (label.bad, label.why.as_str()));
        assert_eq!(label, wanted, "{judgement:?} {read_ms:?}");
    }
}

#[test]
fn words_are_read_and_anything_else_is_not() {
    for judgement in [Judgement::Right, Judgement::Wording, Judgement::Skip] {
        assert_eq!(Judgement::parse(judgement.as_str(), None), Some(judgement));
        assert_eq!(Judgement::parse(judgement.as_str(), Some("wrong_fact")), None);
    }
    let wrong = Judgement::Wrong(RejectReason::OutdatedSource);
    assert_eq!(Judgement::parse("wrong", Some("outdated_source")), Some(wrong));
    for (word, reason) in [("wrong", None), ("wrong", Some("tone")), ("wrong", Some("x")), ("fine", None)] {
        assert_eq!(Judgement::parse(word, reason), None, "{word} {reason:?}");
    }
}

#[test]
fn ids_of_conversations_do_not_matter_to_what_is_chosen() {
    let all: Vec<Candidate> = (0..60).map(|n| candidate(&format!("chat-{n}"), n, QUESTION)).collect();
    let chosen = chosen(&all, &Autopilot::new("s"), &[]);
    assert_eq!(chosen, (10..60).rev().collect::<Vec<i64>>());
    let ids: BTreeSet<ConversationId> = all.iter().map(|one| one.question.conversation).collect();
    assert_eq!(ids.len(), 60);
}
