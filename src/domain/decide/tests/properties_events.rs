//! The vocabulary of the random stories: what may happen next, in a form that fits any conversation.

use std::sync::Arc;

use proptest::prelude::*;

use super::properties_pilot::{elsewhere, judged};
use super::world::{BUILT_IN, HELD, STRICTER, World, change, draft, echo, passage, said};
use crate::domain::holdout::Watched;
use crate::domain::{
    ActionId, Author, DraftFailure, Effect, Event, Heard, Instrument, Known, Notice, Rating, RejectReason,
    RelayStatus, Review, Stage, Undelivered,
};

/// Something that may happen; indexes choose among what is there.
#[derive(Clone, Debug)]
pub(super) enum Op {
    Visitor {
        held: bool,
    },
    Picture,
    Repeat(usize),
    Late {
        held: bool,
    },
    Edit {
        which: usize,
        held: bool,
    },
    Owner,
    OwnerBefore,
    OwnerNote,
    Echo {
        which: usize,
        as_owner: bool,
    },
    OtherBot,
    Status {
        human: bool,
        by: Option<&'static str>,
    },
    Resolved {
        back_ms: i64,
    },
    Draft(&'static str),
    DraftFailed,
    Review {
        right_revision: bool,
        right_hash: bool,
        what: usize,
        undoable: bool,
    },
    Undo,
    Outdated,
    TakenOver,
    Resumed,
    Replied,
    Delivered(usize),
    NotDelivered {
        which: usize,
        how: usize,
    },
    Told(usize),
    Tick(i64),
    Rules {
        strict: bool,
    },
    Rated,
    /// The switch, who is there, or a gate: changed elsewhere.
    Pilot(usize),
    Stop,
    Judge {
        which: usize,
        wrong: bool,
    },
}

pub(super) fn ops() -> impl Strategy<Value = Vec<Op>> {
    let who = prop::sample::select(vec![None, Some("bot"), Some("Ben")]);
    let op = prop_oneof![
        6 => prop::bool::weighted(0.2).prop_map(|held| Op::Visitor { held }),
        1 => Just(Op::Picture),
        2 => any::<usize>().prop_map(Op::Repeat),
        2 => prop::bool::weighted(0.2).prop_map(|held| Op::Late { held }),
        2 => (any::<usize>(), prop::bool::weighted(0.3)).prop_map(|(which, held)| Op::Edit { which, held }),
        2 => Just(Op::Owner),
        1 => Just(Op::OwnerBefore),
        1 => Just(Op::OwnerNote),
        2 => (any::<usize>(), any::<bool>()).prop_map(|(which, as_owner)| Op::Echo { which, as_owner }),
        1 => Just(Op::OtherBot),
        1 => (any::<bool>(), who).prop_map(|(human, by)| Op::Status { human, by }),
        1 => prop::sample::select(vec![0_i64, 3_000]).prop_map(|back_ms| Op::Resolved { back_ms }),
        8 => prop::sample::select(vec!["It takes three days", "Yes it does", "We refund you", ""]).prop_map(Op::Draft),
        1 => Just(Op::DraftFailed),
        8 => (prop::bool::weighted(0.8), prop::bool::weighted(0.8), 0..6_usize, any::<bool>())
            .prop_map(|(right_revision, right_hash, what, undoable)| {
                Op::Review { right_revision, right_hash, what, undoable }
            }),
        3 => Just(Op::Undo),
        1 => Just(Op::Outdated),
        1 => Just(Op::TakenOver),
        3 => Just(Op::Resumed),
        2 => Just(Op::Replied),
        5 => any::<usize>().prop_map(Op::Delivered),
        3 => (any::<usize>(), 0..4_usize).prop_map(|(which, how)| Op::NotDelivered { which, how }),
        5 => any::<usize>().prop_map(Op::Told),
        8 => prop::sample::select(vec![0_i64, 1_000, 2_500, 20_000, 130_000, 1_250_000, 90_000_000]).prop_map(Op::Tick),
        1 => any::<bool>().prop_map(|strict| Op::Rules { strict }),
        1 => Just(Op::Rated),
        3 => (0..7_usize).prop_map(Op::Pilot),
        1 => Just(Op::Stop),
        1 => (any::<usize>(), any::<bool>()).prop_map(|(which, wrong)| Op::Judge { which, wrong }),
    ];
    prop::collection::vec(op, 1..60)
}

/// An event with when the relay says it happened, ms before now.
pub(super) struct Next {
    pub event: Event,
    pub back_ms: i64,
}

/// What the random stories remember outside the conversation.
#[derive(Default)]
pub(super) struct Memory {
    /// Everything the visitor said.
    pub said: Vec<Heard>,
    /// Every message ever sent.
    pub sent: Vec<ActionId>,
    /// Every fixed message ever asked for.
    asked: Vec<(ActionId, Notice)>,
    counted: usize,
}

impl Memory {
    fn fresh(&mut self, what: &str) -> String {
        self.counted += 1;
        format!("{what} {}", self.counted)
    }

    fn visitor(&mut self, held: bool) -> Event {
        let id = self.fresh("m");
        let text = if held { format!("{HELD} {id}") } else { format!("Do you ship shipping item {id}") };
        self.keep(said(Author::Visitor, &id, &text))
    }

    fn keep(&mut self, event: Event) -> Event {
        if let Event::MessageHeard(heard) = &event {
            self.said.push(heard.clone());
        }
        event
    }

    /// Takes note of the fixed messages that the last step asked for.
    pub(super) fn notices(&mut self, world: &World) {
        let told = world.effects.iter().filter_map(|(id, effect)| match effect {
            Effect::Acknowledge(notice) => Some((*id, *notice)),
            _ => None,
        });
        self.asked.extend(told.filter(|known| !self.asked.contains(known)).collect::<Vec<_>>());
    }

    /// One of them reaches the visitor, if the engine would still tell it.
    fn told(&self, world: &World, which: usize) -> Option<Event> {
        let (action, notice) = *self.asked.get(which.checked_rem(self.asked.len())?)?;
        let waits = world.c.stage.turn().is_some() && world.c.silenced.is_none();
        let said = world.policy.notice(world.now, &world.c, notice).filter(|_| waits)?;
        Some(Event::NoticeGiven { action, text: said.text, promise_until: said.until })
    }

    fn one(&self, which: usize) -> Option<ActionId> {
        (!self.sent.is_empty()).then(|| self.sent[which % self.sent.len()])
    }

    /// What the operation means here; nothing where it does not apply.
    pub(super) fn event(&mut self, world: &mut World, op: &Op) -> Option<Next> {
        match op {
            Op::Draft(_) | Op::DraftFailed | Op::Review { .. } | Op::Undo | Op::Outdated | Op::Stop => {
                drafted(world, op).map(now)
            }
            Op::Told(which) => self.told(world, *which).map(now),
            Op::Rules { strict } => {
                world.policy.rulebook = Arc::clone(if *strict { &STRICTER } else { &BUILT_IN });
                None
            }
            Op::Pilot(what) => {
                if world.policy.autopilot.is_some() {
                    elsewhere(world, *what);
                }
                None
            }
            Op::Judge { which, wrong } => judged(world, *which, *wrong).map(now),
            Op::Tick(ms) => {
                world.now = world.now.plus_ms(*ms);
                None
            }
            _ => self.message(world, op).or_else(|| self.deed(op)),
        }
    }

    fn message(&mut self, world: &World, op: &Op) -> Option<Next> {
        let mut back_ms = 0;
        let event = match op {
            Op::Visitor { held } => self.visitor(*held),
            Op::Picture => {
                let event = change(self.visitor(false), |h| h.readable = false);
                self.said.pop();
                self.keep(event)
            }
            // What was answered and comes again is the store's to know, by its key.
            Op::Repeat(which) => {
                let turn = world.c.stage.turn()?;
                let open: Vec<&Heard> = self.said.iter().filter(|h| turn.contains(&h.message_id)).collect();
                Event::MessageHeard(open[which % open.len()].clone())
            }
            Op::Edit { .. } if self.said.is_empty() => return None,
            Op::Edit { which, held } => {
                let index = which % self.said.len();
                let text = self.fresh(if *held { HELD } else { "Is it blue" });
                self.said[index].text.clone_from(&text);
                change(said(Author::Visitor, &self.said[index].message_id, &text), |h| h.edited = true)
            }
            Op::Late { held } => {
                let answered = world.c.answered_until?;
                back_ms = world.now.since(answered.at) / 1_000 + 1;
                self.visitor(*held)
            }
            Op::Owner | Op::OwnerBefore => {
                back_ms = if matches!(op, Op::Owner) { 0 } else { 5_000 };
                let id = self.fresh("o");
                said(Author::Owner, &id, &format!("owner says {id}"))
            }
            Op::OwnerNote => change(said(Author::Owner, &self.fresh("note"), "a note"), |h| h.private = true),
            Op::Echo { which, as_owner } => {
                let action = self.one(*which)?;
                let author = if *as_owner { Author::Owner } else { Author::Assistant };
                echo(author, &format!("relay-{action}"), "ours", action)
            }
            Op::OtherBot => said(Author::Assistant, &self.fresh("b"), "beep"),
            _ => return None,
        };
        Some(Next { event, back_ms })
    }

    fn deed(&mut self, op: &Op) -> Option<Next> {
        let by = || "Ada".to_owned();
        Some(now(match op {
            Op::Status { human, by } => {
                let status = if *human { RelayStatus::Human } else { RelayStatus::Bot };
                Event::StatusChanged { status, by: by.map(str::to_owned) }
            }
            Op::Resolved { back_ms } => {
                return Some(Next { event: Event::ChatResolved { by: by() }, back_ms: *back_ms });
            }
            Op::Rated => Event::Rated(Rating {
                instrument: Instrument::Csat,
                survey_id: self.fresh("s"),
                score: 4,
                comment: None,
            }),
            Op::TakenOver => Event::TakenOver { by: by(), why: None },
            Op::Resumed => Event::Resumed { by: by(), why: None },
            Op::Replied => Event::OwnerReplied {
                by: by(),
                text: self.fresh("inbox says"),
                read_ms: None,
                template: None,
            },
            Op::Delivered(which) => {
                Event::Delivered { action: self.one(*which)?, message_id: Some("r".to_owned()) }
            }
            Op::NotDelivered { which, how } => {
                Event::NotDelivered { action: self.one(*which)?, outcome: outcomes()[*how].clone() }
            }
            _ => return None,
        }))
    }
}

const fn now(event: Event) -> Next {
    Next { event, back_ms: 0 }
}

fn outcomes() -> [Undelivered; 4] {
    let dead = Undelivered::Dead { detail: "gone".to_owned() };
    [Undelivered::Stale, Undelivered::Cancelled, dead, Undelivered::Uncertain]
}

fn drafted(world: &World, op: &Op) -> Option<Event> {
    let awaited = match (&world.c.stage, &world.c.watched) {
        (Stage::Drafting { order, .. }, _) | (_, Some(Watched { order, .. })) => Some(*order),
        _ => None,
    };
    Some(match (op, &world.c.stage) {
        (Op::Draft(text), _) => Event::DraftArrived {
            order: awaited?,
            draft: Box::new(draft(text)),
            passages: vec![passage()],
            known: Known::default(),
        },
        (Op::DraftFailed, _) => {
            Event::DraftFailed { order: awaited?, failure: DraftFailure::NothingFound, passages: vec![] }
        }
        (
            Op::Review { right_revision, right_hash, what, undoable },
            Stage::InReview { .. } | Stage::Countdown { .. },
        ) => {
            let (suggestion, mut seen) = world.seen();
            seen.revision -= u64::from(!right_revision);
            if !right_hash {
                seen.draft_hash.push('x');
            }
            let review = match what {
                0 => Review::Reject { reason: RejectReason::Tone },
                1 => Review::Edit { text: "in my own words".to_owned(), only_tone: false },
                _ => Review::Approve,
            };
            Event::Reviewed { suggestion, review, seen, by: "Ada".to_owned(), undoable: *undoable }
        }
        (Op::Undo, Stage::Holding { suggestion, .. }) => {
            Event::DecisionUndone { suggestion: *suggestion, by: "Ada".to_owned() }
        }
        (Op::Stop, Stage::Countdown { suggestion, .. }) => {
            Event::CountdownStopped { suggestion: *suggestion, by: "Ada".to_owned() }
        }
        (Op::Outdated, Stage::InReview { suggestion, .. } | Stage::Countdown { suggestion, .. }) => {
            Event::SuggestionOutdated { suggestion: *suggestion }
        }
        _ => return None,
    })
}
