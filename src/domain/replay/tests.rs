//! What a replay says of a past one can read in a table.

use std::sync::Arc;

use super::*;
use crate::domain::survey::Surveys;
use crate::domain::tests_routing::routing;
use crate::domain::waiting::Waiting;
use crate::domain::{
    Author, ConversationId, Draft, DraftFailure, Known, Label, LabelReason, Message, MessageKind, Passage,
    Policy, Scorer, Settings, Style, SuggestionId, SuggestionState, Timestamp,
};
use crate::guardrail::{Reason, Rulebook, Verdict};

const QUESTION: &str = "How long does shipping to Canada take?";
pub(super) const ANSWER: &str = "We ship to Canada in 6 to 9 working days.";

fn at(n: i64) -> Timestamp {
    Timestamp(1_790_000_000_000_000).plus_ms(n * 60_000)
}

pub(super) fn book(more: &[&str]) -> Arc<Rulebook> {
    let mut sources = Rulebook::built_in_sources();
    for word in more {
        let text = format!(
            "version = 1\n[[rules]]\nid = \"shop.{word}\"\ntitle = \"A word\"\nwords = [\"{word}\"]\n\
             examples.must_match = [\"my {word}\", \"a {word} please\"]\n\
             examples.must_not_match = [\"how large is it\", \"hello there\"]\n"
        );
        sources.push((format!("{word}.toml"), text));
    }
    Arc::new(Rulebook::parse(&sources).expect("sound"))
}

fn reasons(text: &str) -> Vec<Reason> {
    match book(&[]).screen(&[text.to_owned()]) {
        Verdict::Hold(reasons) => reasons,
        Verdict::Clear(_) => panic!("{text} is clear"),
    }
}

fn policy(rulebook: Arc<Rulebook>) -> Policy {
    let policy = Policy {
        settings: Settings::default(),
        style: Style::default(),
        rulebook: Arc::clone(&rulebook),
        routing: routing(),
        scorer: Scorer::default(),
        budgets: None,
        holdout: None,
        autopilot: None,
        topics: Arc::default(),
        waiting: Waiting::default(),
        survey: Surveys::default(),
    };
    trial_policy(&policy, rulebook)
}

fn passage(text: &str) -> Passage {
    Passage {
        id: "shipping#0@1".to_owned(),
        article: "Shipping".to_owned(),
        heading: String::new(),
        text: text.to_owned(),
        score: 0.9,
    }
}

pub(super) fn draft(text: &str, passage: &str) -> Draft {
    serde_json::from_value(serde_json::json!({
        "text": text, "needs_human": false, "reason": "", "signals": {}, "drafter": "extractive", "prompt": null,
        "usage": { "prompt_tokens": 0, "completion_tokens": 0 }, "rulebook_hash": "", "fit": 0.9,
        "citations": [{ "passage_id": passage, "article": "Shipping", "quote": ANSWER }],
        "weighed": { "p_send": 0.5 },
    }))
    .unwrap()
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
        suggestion: (kind == MessageKind::Approved).then(|| SuggestionId::derived(at(n), &[id])),
        action: None,
        by: None,
    }
}

fn turn(n: i64, ids: &[&str], reasons: Vec<Reason>) -> RecordedTurn {
    RecordedTurn { at: at(n), message_ids: ids.iter().map(|id| (*id).to_owned()).collect(), reasons }
}

fn suggested(n: i64, text: &str) -> RecordedDraft {
    let draft = Some(draft(text, "shipping#0@1"));
    RecordedDraft { at: at(n), outcome: "suggested".to_owned(), draft, known: Known::default() }
}

fn judged(n: i64, text: &str, bad: bool) -> RecordedSuggestion {
    let why = if bad { LabelReason::Rejected } else { LabelReason::Approved };
    RecordedSuggestion {
        at: at(n),
        draft_hash: draft(text, "shipping#0@1").hash(),
        asks_back: false,
        state: if bad { SuggestionState::Rejected } else { SuggestionState::Approved },
        label: Some(Label { bad, why }),
        topic: String::new(),
    }
}

/// Three turns: one answered, one held and answered by a human, one more.
pub(super) fn recorded() -> Recorded {
    use MessageKind::{Approved, Human, Question};
    Recorded {
        conversation: ConversationId::of("shop", "c1"),
        sealed_since: None,
        messages: vec![
            message("m1", 1, Question, QUESTION),
            message("m2", 3, Approved, ANSWER),
            message("m3", 4, Question, "I want a refund"),
            message("m4", 5, Human, "Your refund is on its way."),
            message("m5", 6, Question, "and to Austria?"),
            message("m6", 7, Question, "by parcel"),
        ],
        turns: vec![
            turn(1, &["m1"], Vec::new()),
            turn(4, &["m3"], reasons("I want a refund")),
            turn(6, &["m5", "m6"], Vec::new()),
        ],
        drafts: vec![suggested(2, ANSWER), suggested(7, "Parcels take 3 days.")],
        suggestions: vec![judged(2, ANSWER, false), judged(7, "Parcels take 3 days.", true)],
    }
}

#[test]
fn a_turn_is_recalled_with_its_words_history_draft_and_judgement() {
    let cases = recorded().cases();
    assert_eq!(cases.len(), 3);
    let [first, held, last] = cases.as_slice() else { panic!() };
    assert_eq!(
        (first.messages.join("|"), first.history.len(), first.answers.len()),
        (QUESTION.to_owned(), 0, 0)
    );
    let then = first.then.as_ref().unwrap();
    assert_eq!(then.draft.as_ref().map(|d| d.text.as_str()), Some(ANSWER));
    assert!(!then.label.unwrap().bad);
    assert!(held.was_held() && held.then.is_none());
    assert_eq!(last.messages, ["and to Austria?", "by parcel"]);
    // Neither the held question nor its answer is history.
    let history: Vec<&str> = last.history.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(history, [QUESTION, ANSWER]);
    assert_eq!(last.answers, [at(3)]);
    assert!(last.then.as_ref().unwrap().label.unwrap().bad);
}

#[test]
fn of_a_chat_that_the_lottery_keeps_for_humans_no_draft_is_seen() {
    let sealed = Recorded { sealed_since: Some(at(5)), ..recorded() };
    let seen: Vec<bool> = sealed.cases().iter().map(|case| case.then.is_some()).collect();
    assert_eq!(seen, [true, false, false]);
}

#[test]
fn what_came_too_late_or_was_held_is_no_draft_of_then() {
    let mut late = recorded();
    for (outcome, shown) in
        [("suggested", true), ("shadow", true), ("findings", false), ("the model declined", false)]
    {
        late.drafts[0].outcome = outcome.to_owned();
        let then = late.cases()[0].then.clone().unwrap();
        assert_eq!(then.draft.is_some(), shown, "{outcome}");
    }
    for outcome in ["overtaken", "held"] {
        late.drafts[0].outcome = outcome.to_owned();
        assert_eq!(late.cases()[0].then, None, "{outcome}");
    }
}

#[test]
fn a_change_is_one_of_words_or_of_meaning() {
    let then = draft(ANSWER, "shipping#0@1");
    for (now, source, wanted) in [
        ("we ship to canada  in 6 to 9 working days.", "shipping#0@1", Change::Same),
        ("We ship to Canada in 6 to 9 working days!", "other#0@1", Change::Wording),
        (
            "To Canada, a parcel takes 6 to 9 working days once it is with us.",
            "shipping#0@1",
            Change::Wording,
        ),
        ("To Canada, a parcel takes 6 to 9 working days once it is with us.", "other#0@1", Change::Meaning),
        ("We ship to Canada in 6 to 8 working days.", "shipping#0@1", Change::Meaning),
        ("We do not ship to Canada in 6 to 9 working days.", "shipping#0@1", Change::Meaning),
    ] {
        assert_eq!(Change::between(Some(&then), Some(&draft(now, source))), wanted, "{now}");
    }
    let asks =
        Draft { asks_back: true, ..draft("We ship to Canada in 6 to 9 working days?", "shipping#0@1") };
    assert_eq!(Change::between(Some(&then), Some(&asks)), Change::Meaning);
    assert_eq!(Change::between(None, Some(&then)), Change::Appeared);
    assert_eq!(Change::between(Some(&then), None), Change::Vanished);
    assert_eq!(Change::between(None, None), Change::Nothing);
}

#[test]
fn most_runs_decide_and_a_tie_goes_to_the_graver() {
    use Change::{Meaning, Same, Vanished, Wording};
    for (runs, wanted) in [
        (vec![Same, Meaning, Same], Same),
        (vec![Same, Meaning], Meaning),
        (vec![Wording, Vanished, Same, Same], Same),
        (vec![Vanished, Wording], Vanished),
    ] {
        assert_eq!(Change::of_runs(&runs), Some(wanted), "{runs:?}");
    }
    assert_eq!(Change::of_runs(&[]), None);
}

#[test]
fn no_held_word_is_ordered_neither_as_question_nor_as_history() {
    let cases = recorded().cases();
    let (plain, strict) = (book(&[]), book(&["canada"]));
    let order_of = |case: &PastCase, in_force: &Rulebook, tried: &Rulebook| order(in_force, tried, case);
    assert!(order_of(&cases[0], &plain, &plain).is_some());
    assert!(order_of(&cases[0], &plain, &strict).is_none(), "held by the rules tried");
    assert!(order_of(&cases[0], &strict, &plain).is_none(), "held by the rules in force");
    assert!(order_of(&cases[1], &plain, &plain).is_none(), "held then");
    // Rules that would let it pass change nothing: they are only tried.
    let nothing = Arc::new(Rulebook::parse(&[("soft.toml".to_owned(), SOFT.to_owned())]).unwrap());
    assert!(!nothing.screen(&cases[1].messages).is_hold());
    assert!(order_of(&cases[1], &nothing, &nothing).is_none());
    assert_eq!(order_of(&cases[2], &plain, &plain).unwrap().history.len(), 2);
    for (in_force, tried) in [(&plain, &strict), (&strict, &plain)] {
        assert_eq!(order_of(&cases[2], in_force, tried).unwrap().history, []);
    }
}

pub(super) const SOFT: &str = "version = 1\n[[rules]]\nid = \"shop.one\"\ntitle = \"One\"\nwords = [\"lawyer\"]\n\
    examples.must_match = [\"my lawyer\", \"a lawyer\"]\nexamples.must_not_match = [\"hello\", \"how large\"]\n";

#[test]
fn a_draft_passes_the_same_checks_as_a_real_one() {
    let case = &recorded().cases()[0];
    let plain = policy(book(&[]));
    let backed = passage(ANSWER);
    let good = played(&plain, case, Ok(draft(ANSWER, "shipping#0@1")), vec![backed.clone()], Some(2.0));
    let shown = good.draft.expect("suggested");
    assert!(shown.confidence > 0.0 && shown.weighed.contains_key("lead"), "{:?}", shown.weighed);
    let wrong = draft("We ship to Canada in 2 working days.", "shipping#0@1");
    let unbacked = played(&plain, case, Ok(wrong), vec![backed.clone()], None);
    assert!(unbacked.draft.is_none() && unbacked.why.contains("knowledge base"), "{}", unbacked.why);
    let none = played(&plain, case, Err(DraftFailure::NothingFound), vec![], None);
    assert_eq!(
        none,
        Now { draft: None, why: "No draft: nothing in the knowledge base answers this.".to_owned() }
    );
    let strict = policy(book(&["canada"]));
    let held = played(&strict, case, Ok(draft(ANSWER, "shipping#0@1")), vec![backed], None);
    assert!(held.draft.is_none(), "{held:?}");
}
