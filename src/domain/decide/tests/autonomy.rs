//! When a draft leaves by itself, and everything that keeps it from leaving.

use std::sync::Arc;

use super::world::{ANSWER, QUESTION, STRICTER, World, draft};
use crate::domain::autopilot::tests::flying;
use crate::domain::autopilot::{Alpha, AutoWhen, Autopilot, Fallen, Lever, Ruling, TopicPolicy};
use crate::domain::gate::{GateInput, LabelSource, Mode, WhyNot};
use crate::domain::{
    Autonomy, Conversation, Effect, Event, Fact, MessageKind, RejectReason, Review, Seen, Stage, Undelivered,
};

impl World {
    /// A shop in which drafts without a topic have earned it.
    pub(super) fn flying() -> Self {
        let mut world = Self::new();
        world.policy.settings.autonomy = Autonomy::Auto;
        world.policy.autopilot = Some(Arc::new(flying(world.now)));
        world
    }

    pub(super) fn pilot(&mut self) -> &mut Autopilot {
        Arc::make_mut(self.policy.autopilot.as_mut().unwrap())
    }

    pub(super) fn mode(&self) -> Mode {
        self.policy.autopilot.as_ref().unwrap().line(Alpha::Five, self.now).gate.mode()
    }

    /// A question is asked and drafted in a conversation whose draft is not drawn by lot.
    pub(super) fn counting(&mut self) {
        self.visitor("m1", QUESTION);
        self.wait(2_500);
        self.draft_arrives(ANSWER);
    }

    /// What the conversation's draft came to at its gate.
    pub(super) fn ruling(&self) -> Ruling {
        match &self.c.stage {
            Stage::InReview { draft, .. } | Stage::Countdown { draft, .. } => {
                draft.gated.clone().expect("it met its gate").ruling
            }
            other => panic!("no draft in {other:?}"),
        }
    }

    pub(super) fn inputs(&self) -> Vec<&GateInput> {
        self.facts
            .iter()
            .filter_map(|f| if let Fact::GateMoved(m) = f { Some(&m.input) } else { None })
            .collect()
    }

    pub(super) fn label(&self) -> Option<(bool, LabelSource)> {
        self.inputs().into_iter().find_map(|input| match input {
            GateInput::Label { bad, source, .. } => Some((*bad, *source)),
            _ => None,
        })
    }
}

/// Lots differ by conversation: one in which the draft is drawn (or not).
pub(super) fn world_where(drawn: bool) -> World {
    (0..200)
        .map(|n| {
            let mut world = World::flying();
            world.c = Conversation::new("shop", &format!("c_{n}"), world.now);
            world.counting();
            world
        })
        .find(|world| matches!(world.ruling(), Ruling::Suggest { why: WhyNot::Holdback }) == drawn)
        .expect("one in five is drawn")
}

#[test]
fn a_draft_that_earned_it_counts_down_and_leaves_on_a_certificate() {
    let mut world = world_where(false);
    assert_eq!(world.stage(), "countdown");
    assert!(world.effects.iter().all(|(_, e)| !matches!(e, Effect::Send(_))), "nothing has left yet");
    assert_eq!(world.due_in_ms(), Some(10_000));
    world.wait(10_000);
    let action = world.sent().expect("the time is over");
    let Some(Fact::LetGo(reply)) = world.facts.iter().find(|f| matches!(f, Fact::LetGo(_))) else {
        panic!("the reply and its certificate are kept: {:?}", world.facts)
    };
    assert_eq!((reply.action, reply.statement.alpha, reply.audit), (action, 0.05, false));
    assert!(reply.statement.bound <= 0.05 && reply.statement.n >= 100);
    assert!(
        reply.text.starts_with(ANSWER) && reply.text.contains("written by an assistant"),
        "{}",
        reply.text
    );
    assert_eq!(world.closings(), ["auto_sent"]);
    world.delivered(action);
    let episode = world.c.episode.as_ref().unwrap();
    assert_eq!(episode.kind, Some(crate::domain::AssistKind::AutoSent));
    let kept =
        world.facts.iter().any(|f| matches!(f, Fact::MessageKept(m) if m.kind == MessageKind::AutoSent));
    assert!(kept && world.stage() == "quiet");
}

#[test]
fn the_switch_the_owner_and_the_gate_must_all_agree() {
    type Change = fn(&mut World);
    let changes: [(&str, Change); 9] = [
        ("not allowed", |w| w.pilot().switch.allowed = false),
        ("paused", |w| w.pilot().switch.paused = true),
        ("nobody reachable", |w| w.pilot().reachable = false),
        ("the site suggests", |w| w.policy.settings.autonomy = Autonomy::Suggest),
        ("the topic suggests", |w| {
            let own = TopicPolicy { autonomy: Some(Autonomy::Suggest), alpha: None };
            w.policy.settings.topics.insert(String::new(), own);
        }),
        ("AI harms", |w| w.pilot().fallen = Fallen::of([String::new()])),
        ("another alpha", |w| w.policy.settings.alpha = Alpha::One),
        ("no gate", |w| w.pilot().lines.clear()),
        ("an article just changed", |w| w.pilot().books.sources.clear()),
    ];
    for (what, change) in changes {
        let mut world = World::flying();
        change(&mut world);
        world.counting();
        assert_eq!(world.stage(), "in_review", "{what}");
        world.wait(60_000);
        assert_eq!(world.sent(), None, "{what}");
    }
    let mut blind = World::flying();
    blind.policy.autopilot = None;
    blind.counting();
    assert_eq!(blind.stage(), "in_review", "nobody looked at the switch");
}

#[test]
fn whatever_changes_during_the_countdown_keeps_it_from_leaving() {
    type Change = fn(&mut World);
    let changes: [(&str, Change); 7] = [
        ("AI harms", |w| w.pilot().fallen = Fallen::of([String::new()])),
        ("paused", |w| w.pilot().switch.paused = true),
        ("forbidden", |w| w.pilot().switch.allowed = false),
        ("the topic suggests", |w| w.policy.settings.autonomy = Autonomy::Suggest),
        ("nobody reachable", |w| w.pilot().reachable = false),
        ("a wrong one elsewhere", |w| {
            let now = w.now;
            let mut line = w.pilot().line(Alpha::Five, now);
            let wrong = GateInput::Label {
                draft: "elsewhere".to_owned(),
                epoch: 1,
                score: 0.99,
                bad: true,
                source: LabelSource::Complaint,
                topic: String::new(),
                conversation_best: None,
                visitor: "v".to_owned(),
                standing: w.pilot().standing(),
                at: now,
            };
            line.take(&wrong, "s");
            w.pilot().lines.insert(Alpha::Five, Arc::new(line));
        }),
        ("another epoch", |w| {
            let now = w.now;
            let mut line = w.pilot().line(Alpha::Five, now);
            line.take(&GateInput::Epoch { reason: crate::domain::gate::EpochReason::ByHand, at: now }, "s");
            w.pilot().lines.insert(Alpha::Five, Arc::new(line));
        }),
    ];
    for (what, change) in changes {
        let mut world = world_where(false);
        change(&mut world);
        world.wait(10_000);
        assert_eq!((world.sent(), world.stage()), (None, "in_review"), "{what}");
    }
    let mut stricter = world_where(false);
    stricter.policy.rulebook = Arc::clone(&STRICTER);
    stricter.wait(10_000);
    assert_eq!((stricter.sent(), stricter.stage()), (None, "with_human"), "the rules hold it now");
}

#[test]
fn a_human_word_a_visitors_word_or_a_stop_ends_the_countdown() {
    let mut human = world_where(false);
    human.owner("o1", "I'll take this one.");
    let mut visitor = world_where(false);
    visitor.visitor("m2", "And to Norway?");
    let mut stopped = world_where(false);
    let Stage::Countdown { suggestion, .. } = stopped.c.stage.clone() else { panic!("it counts down") };
    stopped.wish(Event::CountdownStopped { suggestion, by: "Ada".to_owned() }).unwrap();
    assert_eq!(stopped.stage(), "in_review");
    assert!(stopped.wish(Event::CountdownStopped { suggestion, by: "Ada".to_owned() }).is_err());
    for (mut world, what) in [(human, "human"), (visitor, "visitor"), (stopped, "stop")] {
        world.wait(10_000);
        assert_eq!(world.sent(), None, "{what}");
    }
}

#[test]
fn a_reply_let_go_is_called_back_when_its_grounds_are_gone_before_it_left() {
    let mut world = world_where(false);
    world.wait(10_000);
    let action = world.sent().unwrap();
    let pilot = world.policy.autopilot.clone();
    assert!(world.c.clearance(action, pilot.as_deref()).is_some());
    assert!(world.c.clearance(action, None).is_none(), "nobody vouches for it");
    world.pilot().switch.paused = true;
    let paused = world.policy.autopilot.clone();
    assert!(world.c.clearance(action, paused.as_deref()).is_none());
    world.not_delivered(action, Undelivered::Cancelled);
    assert_eq!(world.stage(), "gathering");
    world.wait(15_000);
    world.draft_arrives(ANSWER);
    assert_eq!(world.stage(), "in_review");
}

#[test]
fn what_was_drawn_by_lot_is_suggested_and_its_label_counts_as_drawn() {
    let mut world = world_where(true);
    let (id, seen) = world.seen();
    world.review((id, Seen { read_ms: Some(1_000), ..seen }), Review::Approve).unwrap();
    // Read faster than anybody reads: it says nothing, and the audit is over all the same.
    assert!(world.inputs().iter().any(|input| matches!(input, GateInput::Undecided { .. })));
    let mut world = world_where(true);
    world.now = world.now.plus_ms(60_000);
    let (id, seen) = world.seen();
    world.review((id, Seen { read_ms: Some(30_000), ..seen }), Review::Approve).unwrap();
    assert_eq!(world.label(), Some((false, LabelSource::Holdback)));
    let mut world = world_where(true);
    world.review(world.seen(), Review::Reject { reason: RejectReason::WrongFact }).unwrap();
    assert_eq!((world.label(), world.mode()), (Some((true, LabelSource::Holdback)), Mode::Probation));
}

#[test]
fn what_is_looked_at_in_its_countdown_counts_only_if_it_is_wrong() {
    let review = |review: Review| {
        let mut world = world_where(false);
        let Stage::Countdown { suggestion, draft, .. } = world.c.stage.clone() else {
            panic!("it counts down")
        };
        world.now = world.now.plus_ms(8_000);
        let seen = Seen { revision: world.c.revision, draft_hash: draft.hash(), read_ms: Some(8_000) };
        world.review((suggestion, seen), review).unwrap();
        world
    };
    let rejected = review(Review::Reject { reason: RejectReason::WrongFact });
    assert_eq!((rejected.label(), rejected.mode()), (Some((true, LabelSource::Targeted)), Mode::Probation));
    let approved = review(Review::Approve);
    assert!(approved.sent().is_some(), "an owner cleared it");
    let n = approved.pilot_n();
    assert_eq!(n, world_where(false).pilot_n(), "right, and chosen: it says nothing");
}

impl World {
    fn pilot_n(&self) -> u64 {
        let line = self.policy.autopilot.as_ref().unwrap().line(Alpha::Five, self.now);
        line.gate.levels().iter().map(|level| level.seen.n()).sum()
    }
}

#[test]
fn a_decision_within_the_time_to_undo_counts_only_once_it_is_carried_out() {
    let mut world = world_where(true);
    world.now = world.now.plus_ms(60_000);
    let (suggestion, seen) = world.seen();
    let seen = Seen { read_ms: Some(30_000), ..seen };
    let review = Review::Approve;
    world.wish(Event::Reviewed { suggestion, review, seen, by: "Ada".to_owned(), undoable: true }).unwrap();
    assert_eq!((world.stage(), world.label()), ("holding", None));
    world.wish(Event::DecisionUndone { suggestion, by: "Ada".to_owned() }).unwrap();
    assert!(world.inputs().is_empty());
}

#[test]
fn what_should_have_left_long_ago_waits_for_the_owner() {
    let mut late = world_where(false);
    late.wait(10_000 + 60_001);
    assert_eq!((late.stage(), late.sent()), ("in_review", None));
}

#[test]
fn the_owners_bounds_keep_a_draft_back() {
    let mut hour = World::flying();
    hour.pilot().traffic.hour = 30;
    let mut day = World::flying();
    day.pilot().traffic.day = 200;
    // A shop without opening hours is always open.
    let mut closed = World::flying();
    closed.policy.settings.auto_when = AutoWhen::Closed;
    for (mut world, words) in
        [(hour, "30 of them within an hour"), (day, "200 of them"), (closed, "in opening hours")]
    {
        world.counting();
        assert!(
            matches!(world.ruling(), Ruling::Kept { why } if why.contains(words)),
            "{:?}",
            world.ruling()
        );
    }
}

#[test]
fn a_question_back_and_a_warned_draft_never_leave_by_themselves() {
    let mut world = World::flying();
    world.visitor("m1", QUESTION);
    world.wait(2_500);
    let order = world.order();
    let back = crate::domain::Draft { asks_back: true, ..draft("Which country is it for?") };
    let (draft, passages) = (Box::new(back), vec![super::world::passage()]);
    world.hear(Event::DraftArrived { order, draft, passages, known: crate::domain::Known::default() });
    assert_eq!(world.stage(), "in_review");
    assert_eq!(world.ruling(), Ruling::Suggest { why: WhyNot::HardGate });
}

#[test]
fn a_command_typed_by_an_owner_pulls_the_switch_and_answers_nobody() {
    let mut world = world_where(false);
    world.owner("o1", "/bot off");
    let pulled = world.facts.iter().any(|f| matches!(f, Fact::SwitchPulled { lever: Lever::Pause, .. }));
    assert!(pulled && world.stage() == "countdown");
    let mut visitor = World::flying();
    visitor.visitor("m1", "/bot off");
    assert!(!visitor.facts.iter().any(|f| matches!(f, Fact::SwitchPulled { .. })));
}

#[test]
fn a_sample_never_meets_a_gate() {
    let mut world = World::flying();
    world.c.sample = true;
    world.counting();
    assert_eq!(world.stage(), "in_review");
    assert!(world.inputs().is_empty());
}

#[test]
fn a_topic_that_is_off_gets_a_human_and_the_others_do_not() {
    let mut world = World::flying();
    let own = TopicPolicy { autonomy: Some(Autonomy::Off), alpha: None };
    world.policy.settings.topics.insert(String::new(), own);
    world.visitor("m1", QUESTION);
    assert_eq!(world.stage(), "with_human");
    let mut other = World::flying();
    other.policy.settings.topics.insert("returns".to_owned(), own);
    other.counting();
    assert!(matches!(other.stage(), "countdown" | "in_review"));
}
