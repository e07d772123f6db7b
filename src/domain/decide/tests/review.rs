//! An approval is bound to what the owner saw; a decision is made once.

use super::world::{ANSWER, QUESTION, World};
use crate::domain::{
    AssistKind, Closing, Event, Fact, Handling, Label, LabelReason, MessageKind, Refusal, RejectReason,
    Review, SuggestionState,
};

fn edit(text: &str) -> Review {
    Review::Edit { text: text.to_owned(), only_tone: false }
}

#[test]
fn an_approval_sends_what_was_seen() {
    let (world, action) = World::sending();
    assert_eq!(world.asked(), ["send: Shipping to Canada takes three days."]);
    let outgoing = world.c.outgoing[0].clone();
    assert_eq!(
        (outgoing.action, outgoing.kind, &outgoing.answers[..]),
        (action, MessageKind::Approved, &["m1".to_owned()][..])
    );
    assert_eq!(world.closings(), ["approved"]);
}

#[test]
fn an_approval_of_another_revision_or_draft_is_refused_and_changes_nothing() {
    let mut world = World::in_review();
    let (id, seen) = world.seen();
    let before = world.c.clone();
    for (revision, hash) in [
        (seen.revision - 1, seen.draft_hash.as_str()),
        (seen.revision + 1, seen.draft_hash.as_str()),
        (seen.revision, "another"),
    ] {
        let mut wrong = seen.clone();
        (wrong.revision, wrong.draft_hash) = (revision, hash.to_owned());
        let refused = world.review((id, wrong), Review::Approve);
        assert_eq!(refused, Err(Refusal::ChangedSinceSeen { revision: before.revision }));
        assert_eq!(world.c, before);
    }
}

#[test]
fn an_approval_after_the_visitor_wrote_again_is_refused() {
    let mut world = World::in_review();
    let seen = world.seen();
    world.visitor("m2", "and to Chile?");
    assert_eq!(world.closings(), ["overtaken"]);
    assert!(matches!(world.review(seen.clone(), Review::Approve), Err(Refusal::Overtaken { .. })));
    world.wait(2_500);
    world.draft_arrives(ANSWER);
    assert!(matches!(world.review(seen, Review::Approve), Err(Refusal::Overtaken { .. })));
}

#[test]
fn the_same_approval_twice_sends_once() {
    let mut world = World::in_review();
    let seen = world.seen();
    world.approve().unwrap();
    assert!(matches!(world.review(seen, Review::Approve), Err(Refusal::Overtaken { .. })));
    assert_eq!(world.c.outgoing.len(), 1);
}

#[test]
fn an_edited_draft_counts_as_edited_and_an_unchanged_one_as_approved() {
    for (text, kind) in [("Three days.", AssistKind::Edited), (ANSWER, AssistKind::Approved)] {
        let mut world = World::in_review();
        world.review(world.seen(), edit(text)).unwrap();
        let action = world.sent().unwrap();
        world.delivered(action);
        let episode = world.c.episode.clone().unwrap();
        assert_eq!((episode.handling, episode.kind), (Handling::AiAssisted, Some(kind)));
    }
}

#[test]
fn words_that_cannot_be_sent_are_refused() {
    let mut world = World::in_review();
    let before = world.c.clone();
    for text in ["", "  \n", "a\0b", &"x".repeat(32_001)] {
        assert!(matches!(world.review(world.seen(), edit(text)), Err(Refusal::BadText { .. })));
        let reply = Event::OwnerReplied {
            by: "Ada".to_owned(),
            text: text.to_owned(),
            read_ms: None,
            template: None,
        };
        assert!(matches!(world.wish(reply), Err(Refusal::BadText { .. })));
    }
    assert_eq!(world.c, before);
}

#[test]
fn a_rejection_goes_to_a_human_with_its_reason_and_is_closed_once() {
    let mut world = World::in_review();
    let (id, seen) = world.seen();
    world.review((id, seen), Review::Reject { reason: RejectReason::WrongFact }).unwrap();
    let closing = Closing {
        id,
        state: SuggestionState::Rejected,
        by: Some("Ada".to_owned()),
        reason: Some(RejectReason::WrongFact),
        edited_text: None,
        label: Some(Label { bad: true, why: LabelReason::Rejected }),
        read_ms: None,
        at: world.now,
    };
    let closed: Vec<&Fact> = world.facts.iter().filter(|f| matches!(f, Fact::SuggestionClosed(_))).collect();
    assert_eq!(closed, [&Fact::SuggestionClosed(closing)]);
    assert_eq!(world.asked(), ["+needs-human", "hand off: rejected", "tell: handed off"]);
    world.visitor("m2", QUESTION);
    assert_eq!((world.stage(), world.open()), ("with_human", vec!["m1".to_owned(), "m2".to_owned()]));
}

#[test]
fn a_suggestion_whose_sources_changed_is_drafted_afresh() {
    let mut world = World::in_review();
    let (suggestion, _) = world.seen();
    world.hear(Event::SuggestionOutdated { suggestion });
    assert_eq!(
        (world.stage(), world.due_in_ms(), world.closings()),
        ("gathering", Some(0), vec!["overtaken"])
    );
}

#[test]
fn an_answer_from_the_inbox_is_a_humans_and_overtakes_the_suggestion() {
    let mut world = World::in_review();
    let action = world.reply("Three days, says Ada.");
    assert_eq!((world.stage(), world.closings()), ("with_human", vec!["overtaken"]));
    assert_eq!(world.open(), ["m1"]);
    world.delivered(action);
    assert_eq!(world.open(), Vec::<String>::new());
    assert_eq!(world.c.episode.unwrap().handling, Handling::HumanOnly);
}
