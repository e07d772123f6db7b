//! A world played from draft to draft, with the gate deciding and an owner who answers at once.

use banister::domain::Timestamp;
use banister::domain::gate::{
    Bound, Floors, Gate, GateDraft, GateEvent, GateLabel, GateVerdict, GivenTerms, LabelSource, Site,
    Standing, Terms,
};

use crate::chance::Chance;
use crate::world::{Draw, IN_A_CONVERSATION, Shared, World};

/// At most this share of what is sent may be wrong.
pub const ALPHA: f64 = 0.05;
/// Bad replies that were sent come back as confirmed complaints with this chance.
const COMPLAINTS: f64 = 0.1;
/// The threshold of those who have none.
const FIXED: f64 = 0.8;
const STANDING: Standing = Standing { owner_allows: true, reachable: true };

#[derive(Clone, Copy)]
pub struct Length {
    pub runs: u64,
    pub drafts: usize,
}

#[derive(Clone, Copy)]
pub enum Rule {
    /// Send what is confident enough, ask nobody.
    Fixed,
    Gate {
        holdback: f64,
        /// Evidence is one labelled draft of a conversation.
        one_of_a_conversation: bool,
    },
}

/// What came of one run.
#[derive(Default)]
pub struct Run {
    pub sent: u64,
    pub sent_bad: u64,
    /// Sum of the true risks of what was sent.
    pub sent_risk: f64,
    /// The owner's decisions before the first start.
    pub decisions: Option<u64>,
    /// It sent at a threshold above which the true risk exceeds alpha.
    pub violated: bool,
    pub sent_after: u64,
    pub sent_bad_after: u64,
    /// Drafts from the change until the evidence was given up.
    pub gave_up_after: Option<usize>,
}

pub struct Played {
    pub runs: Vec<Run>,
    pub drafts: usize,
    /// The draft with which the change begins.
    pub change: usize,
}

pub fn all(world: &World, rule: Rule, length: Length, change: Option<usize>) -> Played {
    let change = change.unwrap_or(length.drafts);
    let one = |seed| match rule {
        Rule::Fixed => fixed(world, length.drafts, change, seed),
        Rule::Gate { holdback, one_of_a_conversation } => {
            let gate = gate(holdback);
            OneRun::new(world, gate, one_of_a_conversation, change).play(length.drafts, seed)
        }
    };
    Played { runs: (0..length.runs).map(one).collect(), drafts: length.drafts, change }
}

fn fixed(world: &World, drafts: usize, change: usize, seed: u64) -> Run {
    let (mut dice, mut common) = (Chance::new(seed), Shared::default());
    let violated = world.is_stationary() && world.risk_above(FIXED) > ALPHA;
    let mut run = Run { decisions: Some(0), violated, ..Run::default() };
    for at in 0..drafts {
        let draw = world.draw(&mut dice, &mut common, at, drafts);
        if draw.score >= FIXED {
            run.send(&draw, at >= change);
        }
    }
    run
}

/// The simulated sites have neither days nor visitors.
fn gate(holdback: f64) -> Gate {
    let floors = Floors { days: 0, visitors: 0, ..Floors::default() };
    let given = GivenTerms { alpha: ALPHA, holdback, floors, ..GivenTerms::default() };
    Gate::new(Terms::new(given).unwrap_or_default(), Timestamp(0))
}

impl Run {
    fn send(&mut self, draw: &Draw, after: bool) {
        self.sent += 1;
        self.sent_bad += u64::from(draw.bad);
        self.sent_risk += draw.risk;
        self.sent_after += u64::from(after);
        self.sent_bad_after += u64::from(after && draw.bad);
    }
}

struct OneRun<'a> {
    world: &'a World,
    gate: Gate,
    one_of_a_conversation: bool,
    change: usize,
    run: Run,
    labels: u64,
    /// The highest score labelled in this conversation and epoch.
    best: Option<f64>,
}

impl<'a> OneRun<'a> {
    fn new(world: &'a World, gate: Gate, one_of_a_conversation: bool, change: usize) -> Self {
        Self { world, gate, one_of_a_conversation, change, run: Run::default(), labels: 0, best: None }
    }

    fn play(mut self, drafts: usize, seed: u64) -> Run {
        let (mut chance, mut common) = (Chance::new(seed), Shared::default());
        let secret = format!("site-{seed}");
        let site = Site { secret: &secret, standing: STANDING, attended: true, now: Timestamp(0) };
        for at in 0..drafts {
            if at.is_multiple_of(IN_A_CONVERSATION) {
                self.best = None;
            }
            let draw = self.world.draw(&mut chance, &mut common, at, drafts);
            self.step(at, &draw, &site, &mut chance);
            let over = |tau| self.world.is_stationary() && self.world.risk_above(tau) > ALPHA;
            self.run.violated |= !self.run.violated && self.gate.tau().is_some_and(over);
        }
        self.run
    }

    fn step(&mut self, at: usize, draw: &Draw, site: &Site<'_>, chance: &mut Chance) {
        let id = format!("draft-{at}");
        let bound = Bound { rulebook: "", model: "" };
        let draft = GateDraft {
            id: &id,
            lot: "",
            score: draw.score,
            gates_ok: true,
            topic: "",
            sources: &[],
            rehearsal: false,
            bound,
        };
        let epoch = self.gate.epoch();
        let (verdict, events) = self.gate.on_draft(&draft, site);
        self.hear(&events, at);
        match verdict {
            GateVerdict::Send { .. } => {
                self.run.send(draw, at >= self.change);
                if draw.bad && chance.happens(COMPLAINTS) {
                    self.label(at, epoch, draw, true, LabelSource::Complaint);
                }
            }
            GateVerdict::Suggest(_) => {
                self.labels += 1;
                self.label(at, epoch, draw, draw.label, LabelSource::Suggest);
            }
        }
    }

    fn label(&mut self, at: usize, epoch: u32, draw: &Draw, bad: bool, source: LabelSource) {
        let id = format!("draft-{at}");
        let label = GateLabel {
            draft: &id,
            epoch,
            score: draw.score,
            bad,
            source,
            topic: "",
            conversation_best: self.best.filter(|_| self.one_of_a_conversation),
            visitor: "",
            at: Timestamp(0),
        };
        let events = self.gate.on_label(&label, STANDING);
        self.best = Some(self.best.map_or(draw.score, |best| best.max(draw.score)));
        self.hear(&events, at);
    }

    fn hear(&mut self, events: &[GateEvent], at: usize) {
        for event in events {
            match event {
                GateEvent::Started { .. } => {
                    self.run.decisions.get_or_insert(self.labels);
                }
                GateEvent::NewEpoch { .. } => {
                    self.best = None;
                    if at >= self.change {
                        self.run.gave_up_after.get_or_insert(at - self.change);
                    }
                }
                _ => {}
            }
        }
    }
}
