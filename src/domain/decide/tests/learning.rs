//! What the owner's decisions teach about drafts, and what they do not.

use super::world::{ANSWER, QUESTION, World, draft, passage};
use crate::domain::{
    Closing, Draft, Event, Fact, Known, LabelReason, RejectReason, Review, Scorer, Stage, Unread, Weights,
};
use crate::stats::Scored;

/// A suggestion decided on after `read_ms`, and how it ended.
fn closed(review: Review, read_ms: Option<u64>) -> (Draft, Closing) {
    let mut world = World::in_review();
    world.wait(60_000);
    let Stage::InReview { draft, .. } = world.c.stage.clone() else { panic!("{:?}", world.c.stage) };
    let (suggestion, mut seen) = world.seen();
    seen.read_ms = read_ms;
    world.review((suggestion, seen), review).unwrap();
    let closed = world.facts.iter().rev().find_map(|fact| match fact {
        Fact::SuggestionClosed(closing) => Some(closing.clone()),
        _ => None,
    });
    (*draft, closed.unwrap())
}

/// A suggestion decided on after `read_ms`, and the label of the decision.
fn label_of(review: Review, read_ms: Option<u64>) -> Option<(bool, LabelReason)> {
    closed(review, read_ms).1.label.map(|label| (label.bad, label.why))
}

fn edited(text: &str, only_tone: bool) -> Review {
    Review::Edit { text: text.to_owned(), only_tone }
}

#[test]
fn a_decision_is_a_label_only_where_it_says_something() {
    let slow = Some(60_000);
    assert_eq!(label_of(Review::Approve, slow), Some((false, LabelReason::Approved)));
    assert_eq!(label_of(Review::Approve, Some(300)), None, "nobody reads that fast");
    assert_eq!(label_of(Review::Approve, None), None, "nobody knows whether it was read");
    let changed = edited("Shipping to Canada takes seven days and 2 hours.", false);
    assert_eq!(
        label_of(changed.clone(), Some(300)),
        Some((true, LabelReason::Changed)),
        "a bad one always counts"
    );
    let slip = edited("Shipping to Canada takes three days!", false);
    assert_eq!(label_of(slip.clone(), slow), Some((false, LabelReason::CosmeticEdit)));
    assert_eq!(label_of(slip, Some(0)), None, "a stroke of the pen is as quick as a click");
    let turned = edited("Shipping to Canada does not take three days.", true);
    assert_eq!(label_of(turned, slow), Some((true, LabelReason::Changed)), "a denial is no matter of tone");
    let tone = edited("Canada? Sure thing: three days and it is with you.", true);
    assert_eq!(label_of(tone, slow), Some((false, LabelReason::ToneOnly)));
    let wrong = Review::Reject { reason: RejectReason::WrongFact };
    assert_eq!(label_of(wrong, None), Some((true, LabelReason::Rejected)));
}

#[test]
fn a_reply_let_go_unread_is_called_so_and_nothing_else_is() {
    let unread = |review: Review, read_ms| {
        let (draft, closing) = closed(review, read_ms);
        closing.unread(&draft)
    };
    let slip = || edited("Shipping to Canada takes three days!", false);
    for review in [Review::Approve, slip()] {
        assert_eq!(unread(review.clone(), Some(60_000)), None);
        assert_eq!(unread(review.clone(), Some(300)), Some(Unread::TooQuick));
        assert_eq!(unread(review, None), Some(Unread::Untimed));
    }
    let changed = edited("Shipping to Canada takes seven days and 2 hours.", false);
    assert_eq!(unread(changed, Some(300)), None, "a bad one counts however fast it came");
    assert_eq!(unread(Review::Reject { reason: RejectReason::WrongFact }, None), None);
    let (draft, closing) = closed(Review::Approve, Some(300));
    let old = Draft { weighed: std::collections::BTreeMap::new(), ..draft };
    assert_eq!(closing.unread(&old), None, "nothing can be said of it, however long it is read");
}

#[test]
fn what_may_still_be_taken_back_says_that_it_was_unread() {
    for (read_ms, wanted) in [(60_000, None), (300, Some(Unread::TooQuick))] {
        let mut world = World::in_review();
        world.wait(60_000);
        let (suggestion, mut seen) = world.seen();
        seen.read_ms = Some(read_ms);
        let by = "Ada".to_owned();
        world
            .wish(Event::Reviewed { suggestion, review: Review::Approve, seen, by, undoable: true })
            .unwrap();
        let Stage::Holding { decided, .. } = &world.c.stage else { panic!("{:?}", world.c.stage) };
        assert_eq!(decided.unread, wanted);
    }
}

#[test]
fn what_an_owner_types_beside_a_suggestion_counts_when_it_was_in_sight() {
    let typed = |read_ms| {
        let mut world = World::in_review();
        world.wait(60_000);
        let text = "It takes about two weeks at the moment.".to_owned();
        world.wish(Event::OwnerReplied { by: "Ada".to_owned(), text, read_ms, template: None }).unwrap();
        world.facts.iter().rev().find_map(|fact| match fact {
            Fact::SuggestionClosed(closing) => Some(closing.label),
            _ => None,
        })
    };
    assert_eq!(typed(Some(5_000)).flatten().map(|l| l.bad), Some(true));
    assert_eq!(typed(Some(500)), Some(None));
    assert_eq!(typed(None), Some(None));
}

/// The draft that is before the owner, under these weights.
fn suggested(scorer: Scorer) -> Option<crate::domain::Draft> {
    let mut world = World::new();
    world.policy.scorer = scorer;
    world.visitor("m1", QUESTION);
    world.wait(2_500);
    let order = world.order();
    let known = Known { lead: Some(2.0), approval: Some(0.9), novelty: Some(0.2) };
    let passages = vec![passage()];
    world.hear(Event::DraftArrived { order, draft: Box::new(draft(ANSWER)), passages, known });
    match &world.c.stage {
        Stage::InReview { draft, .. } => Some(draft.as_ref().clone()),
        _ => None,
    }
}

#[test]
fn a_confidence_is_kept_with_its_signals_and_becomes_a_number_after_thirty_decisions() {
    let fresh = suggested(Scorer::default()).unwrap();
    assert!(fresh.confidence > 0.5 && fresh.confidence < 1.0, "{}", fresh.confidence);
    assert!((fresh.weighed["lead"] - 2.0).abs() < 1e-12 && fresh.weighed.contains_key("novelty"));
    assert_eq!(fresh.confidence_range, None);
    let past: Vec<Scored> = (0..30).map(|n| Scored { score: 0.9, good: n % 10 != 0 }).collect();
    let known = suggested(Scorer { weights: Weights::default(), judged: past.into() }).unwrap();
    let (low, high) = known.confidence_range.unwrap();
    assert!(low < 0.9 && high > 0.9 && low > 0.7, "{low} {high}");
}

#[test]
fn a_low_confidence_is_said_and_hides_nothing() {
    let theta = vec![-3.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0];
    let judged: Vec<Scored> = (0..50).map(|_| Scored { score: 0.05, good: false }).collect();
    let draft = suggested(Scorer { weights: Weights { labels: 50, theta }, judged: judged.into() }).unwrap();
    assert!(draft.confidence < 0.1, "{}", draft.confidence);
    assert_eq!(
        draft.confidence_word(),
        "low",
        "and the owner can still judge it, so that it may be learned anew"
    );
}

#[test]
fn nobody_has_read_a_draft_for_longer_than_it_has_been_there() {
    let mut world = World::in_review();
    let (suggestion, mut seen) = world.seen();
    seen.read_ms = Some(u64::MAX);
    world.review((suggestion, seen), Review::Approve).unwrap();
    let closed = world.facts.iter().find_map(|fact| match fact {
        Fact::SuggestionClosed(closing) => Some(closing.clone()),
        _ => None,
    });
    let closed = closed.unwrap();
    assert_eq!((closed.label, closed.read_ms), (None, Some(1_000)), "a second after it was made");
}
