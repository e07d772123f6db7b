//! What must hold whatever happens, tried with random histories.

use proptest::prelude::*;

use super::tests::{ALLOWED, BOUND, DAY};
use super::*;
use crate::domain::time::Timestamp;

/// Something that happens at a site.
#[derive(Clone, Debug)]
enum Step {
    Draft { score: u32, gates_ok: bool, topic: bool, attended: bool },
    Label { back: usize, bad: bool, source: usize },
    Undecided { back: usize },
    Aftermath { back: usize, auto: bool, sign: bool },
    Epoch,
    Allow(bool),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let one = prop_oneof![
        20 => (0_u32..100, prop::bool::weighted(0.95), prop::bool::weighted(0.9), any::<bool>())
            .prop_map(|(score, gates_ok, topic, attended)| Step::Draft { score, gates_ok, topic, attended }),
        20 => (0_usize..8, prop::bool::weighted(0.02), 0_usize..5)
            .prop_map(|(back, bad, source)| Step::Label { back, bad, source }),
        1 => (0_usize..8).prop_map(|back| Step::Undecided { back }),
        2 => (0_usize..8, any::<bool>(), prop::bool::weighted(0.1))
            .prop_map(|(back, auto, sign)| Step::Aftermath { back, auto, sign }),
        1 => prop::bool::weighted(0.9).prop_map(Step::Allow),
    ];
    let rare = prop_oneof![400 => one, 1 => Just(Step::Epoch)];
    prop::collection::vec(rare, 0..900)
}

const SOURCES: [LabelSource; 5] = [
    LabelSource::Suggest,
    LabelSource::Holdback,
    LabelSource::Rehearsal,
    LabelSource::Complaint,
    LabelSource::Targeted,
];

/// Terms under which a short history comes to something.
fn terms() -> Terms {
    let floors = Floors { days: 2, visitors: 5, rehearsed_percent_max: 50 };
    Terms::new(GivenTerms { alpha: 0.2, delta: 0.2, burn_in: 20, floors, ..GivenTerms::default() }).unwrap()
}

struct World {
    gate: Gate,
    allowed: bool,
    /// Id, score, epoch of the drafts so far.
    drafts: Vec<(String, f64, u32)>,
    n: i64,
}

impl World {
    fn back(&self, back: usize) -> Option<(String, f64, u32)> {
        self.drafts.iter().rev().nth(back).cloned()
    }

    fn take(&mut self, step: &Step) -> (Option<GateVerdict>, Vec<GateEvent>) {
        self.n += 1;
        let now = Timestamp(self.n * DAY / 20);
        let standing = Standing { owner_allows: self.allowed, ..ALLOWED };
        match step {
            Step::Draft { score, gates_ok, topic, attended } => {
                let (id, score) = (format!("d{}", self.n), f64::from(*score) / 100.0);
                self.drafts.push((id.clone(), score, self.gate.epoch()));
                let topic = if *topic { "shipping" } else { "sizes" };
                let draft = GateDraft {
                    id: &id,
                    lot: "",
                    score,
                    gates_ok: *gates_ok,
                    topic,
                    sources: &[],
                    rehearsal: false,
                    bound: BOUND,
                };
                let site = Site { secret: "s", standing, attended: *attended, now };
                let (verdict, events) = self.gate.on_draft(&draft, &site);
                (Some(verdict), events)
            }
            Step::Label { back, bad, source } => {
                let Some((draft, score, epoch)) = self.back(*back) else { return (None, Vec::new()) };
                let label = GateLabel {
                    draft: &draft,
                    epoch,
                    score,
                    bad: *bad,
                    source: SOURCES[*source],
                    topic: "shipping",
                    conversation_best: None,
                    visitor: &draft,
                    at: now,
                };
                (None, self.gate.on_label(&label, standing))
            }
            Step::Undecided { back } => {
                let Some((draft, ..)) = self.back(*back) else { return (None, Vec::new()) };
                (None, self.gate.on_audit_undecided(&draft))
            }
            Step::Aftermath { back, auto, sign } => {
                let Some((draft, _, epoch)) = self.back(*back) else { return (None, Vec::new()) };
                let signal = sign.then_some(SoftSignal::Reopened);
                let reply = Aftermath { draft: &draft, epoch, auto_sent: *auto, signal };
                (None, self.gate.on_aftermath(&reply))
            }
            Step::Epoch => (None, self.gate.new_epoch(EpochReason::Prompt, now)),
            Step::Allow(allowed) => {
                self.allowed = *allowed;
                (None, Vec::new())
            }
        }
    }
}

fn world() -> World {
    World { gate: Gate::new(terms(), Timestamp(0)), allowed: true, drafts: Vec::new(), n: 0 }
}

/// The last events of each kind tell the state without the gate.
#[derive(Debug, Default, PartialEq)]
struct Told {
    epoch: u32,
    mode: Mode,
    tau: Option<f64>,
}

impl Told {
    fn hear(&mut self, event: &GateEvent) {
        match event {
            GateEvent::InForce { lambda, .. } => {
                self.tau = Some(self.tau.map_or(*lambda, |tau| tau.min(*lambda)));
            }
            GateEvent::Started { .. } | GateEvent::ProbationOver { .. } => self.mode = Mode::Auto,
            GateEvent::OnProbation { .. } => self.mode = Mode::Probation,
            GateEvent::NewEpoch { epoch, .. } => *self = Self { epoch: *epoch, ..Self::default() },
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn nothing_leaves_without_a_live_certificate(steps in steps()) {
        let mut world = world();
        let mut sends = 0;
        for step in &steps {
            let before = world.gate.clone();
            let (verdict, _) = world.take(step);
            let Some(GateVerdict::Send { certificate, audit }) = verdict else { continue };
            sends += 1;
            let (gate, stated) = (&world.gate, certificate.statement());
            prop_assert!(world.allowed && gate.mode() == Mode::Auto && before.audits().pause().is_none());
            // No label is about the other topic.
            let allowed = matches!(step, Step::Draft { gates_ok: true, topic: true, .. });
            prop_assert!(allowed);
            let level = gate.in_force().unwrap();
            prop_assert!(level.certified && stated.score >= stated.lambda);
            prop_assert_eq!((stated.epoch, stated.n, stated.bad), (gate.epoch(), level.seen.n(), level.seen.bad()));
            // What it says can be computed anew: the evidence once reached the error it was tested at.
            prop_assert!(stated.log_e >= -stated.error.ln() && stated.error <= stated.delta + 1e-12);
            prop_assert!(!audit || gate.audits().outstanding().contains(&stated.draft));
            prop_assert!(gate.audits().outstanding().len() <= OUTSTANDING_MAX);
        }
        prop_assert!(sends <= steps.len());
    }

    #[test]
    fn the_log_alone_tells_the_state(steps in steps()) {
        let mut world = world();
        let mut told = Told { epoch: 1, ..Told::default() };
        for step in &steps {
            let (_, events) = world.take(step);
            for event in &events {
                told.hear(event);
            }
            let gate = &world.gate;
            prop_assert_eq!(&told, &Told { epoch: gate.epoch(), mode: gate.mode(), tau: gate.tau() });
        }
    }

    #[test]
    fn a_gate_that_was_written_and_read_goes_on_the_same(steps in steps(), at in any::<prop::sample::Index>()) {
        let (mut one, mut other) = (world(), world());
        let cut = if steps.is_empty() { 0 } else { at.index(steps.len()) };
        for (n, step) in steps.iter().enumerate() {
            if n == cut {
                let text = serde_json::to_string(&other.gate).unwrap();
                other.gate = serde_json::from_str(&text).unwrap();
            }
            let (first, second) = (one.take(step), other.take(step));
            prop_assert_eq!(kinds(&first), kinds(&second));
        }
        prop_assert_eq!((one.gate.mode(), one.gate.epoch()), (other.gate.mode(), other.gate.epoch()));
    }

    #[test]
    fn the_words_are_there_at_any_time(steps in steps()) {
        let mut world = world();
        for step in &steps {
            world.take(step);
        }
        let standing = Standing { owner_allows: world.allowed, ..ALLOWED };
        let words = words(&world.gate, standing, "Orders");
        prop_assert!(words.line.starts_with("Orders: "));
        prop_assert_eq!(words.line.ends_with(": on"), words.why.is_none());
    }
}

/// What is said, without the digits that a text of a number may lose.
fn kinds((verdict, events): &(Option<GateVerdict>, Vec<GateEvent>)) -> (String, usize) {
    let verdict = match verdict {
        Some(GateVerdict::Send { .. }) => "send".to_owned(),
        Some(GateVerdict::Suggest(why)) => format!("{why:?}"),
        None => String::new(),
    };
    (verdict, events.len())
}
