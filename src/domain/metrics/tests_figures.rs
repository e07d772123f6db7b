//! Counting what was said, and what a decision that is taken back leaves.

use super::figures::{Metrics, ten_thousandths};
use super::{Converted, Counted, Judgement, Measured, SAID_MAX, Said};
use crate::domain::id::SuggestionId;
use crate::domain::time::Timestamp;

fn said(at: i64, counted: Counted, id: &str) -> Said {
    Said { at: Timestamp(at * 1_000), counted, id: Said::mark(id), edit: None, template: None }
}

fn figures(all: &[Said]) -> Metrics {
    Metrics::spoken(all, &[])
}

#[test]
fn what_comes_late_or_twice_counts_at_its_own_time_and_once() {
    let mut measured = Measured::default();
    assert!(measured.say(said(900, Counted::Human, "o1")));
    assert!(measured.say(said(100, Counted::Asked, "m1")));
    assert!(!measured.say(said(950, Counted::Asked, "m1")), "an edit is no second question");
    assert!(measured.say(said(1_000, Counted::Asked, "m2")));
    let metrics = figures(&measured.said);
    assert_eq!((metrics.turns, metrics.answers, metrics.reply_ms), (2, 1, vec![800]));
}

#[test]
fn an_answer_that_turns_out_to_be_a_drafts_becomes_one() {
    let mut measured = Measured::default();
    assert!(measured.say(said(5, Counted::Human, "r")));
    assert!(measured.say(Said { edit: Some(120), ..said(9, Counted::Edited, "r") }));
    assert!(!measured.say(said(9, Counted::Human, "r")));
    let metrics = figures(&measured.said);
    assert_eq!((metrics.answers, metrics.edit), (1, Some(120)));
    assert_eq!(metrics.first_response_at, Some(Timestamp(5_000)));
}

#[test]
fn at_one_moment_the_question_comes_before_its_answer() {
    let mut measured = Measured::default();
    measured.say(said(5, Counted::Human, "o"));
    measured.say(said(5, Counted::Asked, "m"));
    assert_eq!(figures(&measured.said).reply_ms, [0]);
}

#[test]
fn an_endless_chat_is_measured_by_its_first_messages_and_still_says_that_a_draft_answered() {
    let mut measured = Measured::default();
    for n in 0..2_000_i64 {
        measured.say(said(n, if n % 2 == 0 { Counted::Asked } else { Counted::Human }, &n.to_string()));
    }
    assert_eq!(measured.said.len(), SAID_MAX);
    assert!(measured.say(said(2_000, Counted::Approved, "late")));
    assert!(!measured.say(said(2_001, Counted::Approved, "later")));
    assert_eq!(figures(&measured.said).handling.as_str(), "ai_assisted");
}

#[test]
fn a_decision_that_is_taken_back_took_no_time_and_judged_nothing() {
    let id = |n: &str| SuggestionId::derived(Timestamp(0), &[n]);
    let judged = |n: &str, read_ms, bad| Judgement { of: id(n), read_ms, bad };
    let mut measured = Measured::default();
    assert_eq!(measured.decisions(), (None, false));
    measured.judge(judged("a", Some(1_000), true));
    measured.take_back(id("a"));
    assert_eq!(measured.decisions(), (None, false));
    measured.judge(judged("a", Some(2_500), false));
    measured.judge(judged("b", Some(500), true));
    assert_eq!(measured.decisions(), (Some(3_000), true));
    measured.take_back(id("a"));
    assert_eq!(measured.decisions(), (Some(3_000), true), "only the last decision can be taken back");
}

#[test]
fn a_purchase_belongs_to_the_last_answer_before_it() {
    let hours = |h: i64| h * 3_600_000;
    let all = [
        said(0, Counted::Asked, "m"),
        said(hours(1), Counted::Human, "a"),
        said(hours(10), Counted::Human, "b"),
    ];
    let bought = |ms: i64| Converted { at: Timestamp(ms * 1_000), value: None, currency: String::new() };
    let at: Vec<Converted> =
        [0, hours(1), hours(3), hours(3) + 1, hours(10) - 1, hours(12)].map(bought).to_vec();
    let counted: Vec<i64> = Metrics::spoken(&all, &at).conversions.iter().map(|c| c.at.0 / 1_000).collect();
    assert_eq!(counted, [hours(1), hours(3), hours(12)]);
}

#[test]
fn shares_are_kept_to_the_nearest_ten_thousandth() {
    assert_eq!(
        [0.0, 0.00005, 0.12345, 1.0].map(ten_thousandths),
        [Some(0), Some(1), Some(1_235), Some(10_000)]
    );
    assert_eq!([-0.1, 1.1, f64::NAN, f64::INFINITY].map(ten_thousandths), [None; 4]);
}
