//! Rehearsed decisions at a gate: they count, at most half of a threshold's, and nothing that was rehearsed ever leaves.

use super::tests::{at, policy};
use super::*;
use crate::domain::autopilot::{Alpha, Autopilot, LabelledBest, Lever};
use crate::domain::gate::{GateInput, LabelSource, Mode};
use crate::domain::{Draft, Label, LabelReason, Policy, Timestamp};

const ALPHA: Alpha = Alpha::Ten;

fn question(n: u32) -> Question {
    let name = format!("chat-{n}");
    Question {
        conversation: crate::domain::ConversationId::of("shop", &name),
        at: at(i64::from(n)),
        messages: vec!["How long does shipping to Canada take?".to_owned()],
        history: Vec::new(),
        answers: Vec::new(),
        asked_back: false,
        known: None,
        topic: "shipping".to_owned(),
        visitor: name,
        answer: None,
    }
}

fn draft(score_like: f64) -> Draft {
    serde_json::from_value(serde_json::json!({
        "text": "In 6 to 9 working days.", "needs_human": false, "reason": "", "signals": {},
        "drafter": "extractive", "prompt": null, "usage": { "prompt_tokens": 0, "completion_tokens": 0 },
        "rulebook_hash": "", "fit": 0.9, "weighed": { "p_send": score_like },
        "citations": [{ "passage_id": "shipping#0@1", "article": "Shipping", "quote": "In 6 to 9 days." }],
    }))
    .unwrap()
}

struct Site {
    pilot: Autopilot,
    policy: Policy,
    asked: u32,
    now: Timestamp,
}

impl Site {
    fn new() -> Self {
        let mut pilot = Autopilot::new("s");
        pilot.switch = pilot.switch.pulled(Lever::Allow, "Ada", None, at(0));
        pilot.reachable = true;
        Self { pilot, policy: policy(), asked: 0, now: at(0) }
    }

    /// A draft is made and found right: for practice, or live. Twenty a day.
    fn right(&mut self, source: LabelSource) {
        self.asked += 1;
        self.now = self.now.plus_ms(72 * 60_000);
        let sure = f64::from(self.asked * 7 % 20) / 10.0;
        let id = format!("draft-{}", self.asked);
        let met =
            meet(&mut self.pilot, &self.policy, &id, (&question(self.asked), ALPHA), draft(sure), self.now);
        let gated = met.expect("it passes").draft.gated.expect("it has met its gate");
        assert!(!gated.sends(), "nothing rehearsed leaves");
        let label = Label { bad: false, why: LabelReason::Approved };
        if source == LabelSource::Rehearsal {
            let _moved = judged(&mut self.pilot, &id, &gated, label, &[], self.now);
        } else {
            let input = GateInput::Label {
                draft: id,
                epoch: gated.epoch,
                score: gated.score,
                bad: false,
                source,
                topic: gated.topic,
                conversation_best: None,
                visitor: gated.visitor,
                standing: self.pilot.standing(),
                at: self.now,
            };
            let _moved = self.pilot.take(ALPHA, input, self.now);
        }
    }

    fn mode(&self) -> Mode {
        self.pilot.line(ALPHA, self.now).gate.mode()
    }
}

#[test]
fn however_much_is_rehearsed_alone_it_brings_nothing_into_force_and_live_decisions_do() {
    let mut site = Site::new();
    for _ in 0..400 {
        site.right(LabelSource::Rehearsal);
    }
    let line = site.pilot.line(ALPHA, site.now);
    assert!(
        line.gate.levels().iter().all(|level| level.certified && !level.in_force),
        "{:#?}",
        line.gate.levels()
    );
    assert_eq!(site.mode(), Mode::Suggest);
    let needed = outlook(&site.pilot, ALPHA, 1, site.now).live - 1;
    let mut decisions = 0;
    while site.mode() == Mode::Suggest && decisions < 2_000 {
        site.right(LabelSource::Suggest);
        decisions += 1;
    }
    assert_eq!(site.mode(), Mode::Auto);
    let strictest = line.gate.levels()[0].rehearsed;
    assert!(
        decisions >= strictest,
        "{decisions}: as many as were rehearsed at the threshold that came first"
    );
    assert!(decisions <= needed + 20, "{decisions} of {needed}");
}

#[test]
fn half_and_half_earns_it_with_half_the_live_decisions() {
    let (mut alone, mut both) = (Site::new(), Site::new());
    let (mut n_alone, mut n_both) = (0, 0);
    while alone.mode() == Mode::Suggest && n_alone < 1_000 {
        alone.right(LabelSource::Suggest);
        n_alone += 1;
    }
    while both.mode() == Mode::Suggest && n_both < 1_000 {
        both.right(LabelSource::Rehearsal);
        both.right(LabelSource::Suggest);
        n_both += 1;
    }
    assert_eq!((alone.mode(), both.mode()), (Mode::Auto, Mode::Auto));
    assert!(n_both * 3 < n_alone * 2, "{n_both} live decisions instead of {n_alone}");
}

#[test]
fn the_outlook_says_how_many_count_before_live_ones_must_follow() {
    let mut site = Site::new();
    let told = |site: &Site, wanted| {
        let one = outlook(&site.pilot, ALPHA, wanted, site.now);
        (one.judged, one.rehearsed, one.room, one.surplus, one.live)
    };
    assert_eq!(told(&site, 30), (0, 0, 0, 30, 30));
    for _ in 0..10 {
        site.right(LabelSource::Suggest);
    }
    // Before there are thresholds the decisions wait for them, and are known all the same.
    assert_eq!(told(&site, 30), (10, 0, 10, 20, 20));
    assert_eq!(told(&site, 8), (10, 0, 8, 0, 0));
    for _ in 0..4 {
        site.right(LabelSource::Rehearsal);
    }
    assert_eq!(told(&site, 30), (14, 4, 6, 24, 24));
    let words = outlook(&site.pilot, ALPHA, 30, site.now).sentence();
    let wanted = "At 10 %: 4 of 14 decisions were rehearsed. At most half may be: 6 more would count at once; 24 more \
                  would not count towards the start before 24 decisions on live chats.";
    assert_eq!(words, wanted);
    assert!(outlook(&site.pilot, ALPHA, 2, site.now).sentence().ends_with("The whole sitting would count."));
    let none = outlook(&Autopilot::new("s"), ALPHA, 1, site.now).sentence();
    assert!(
        none.ends_with("1 more would not count towards the start before 1 decision on live chats."),
        "{none}"
    );
}

#[test]
fn a_draft_that_fails_a_hard_gate_meets_no_gate() {
    let mut site = Site::new();
    let spoil = |change: &dyn Fn(&mut Draft)| {
        let mut one = draft(1.0);
        change(&mut one);
        one
    };
    for bad in [spoil(&|one| one.asks_back = true), spoil(&|one| one.weighed.clear())] {
        let before = site.pilot.clone();
        let met = meet(&mut site.pilot, &site.policy, "x", (&question(1), ALPHA), bad, site.now);
        assert_eq!(met, None);
        assert!(site.pilot == before, "it hears nothing of it");
    }
}

#[test]
fn another_model_begins_an_epoch_before_its_rehearsed_draft() {
    let mut site = Site::new();
    site.right(LabelSource::Suggest);
    let other = Draft { drafter: "another".to_owned(), ..draft(1.0) };
    let met = meet(&mut site.pilot, &site.policy, "x", (&question(9), ALPHA), other, site.now).unwrap();
    let told: Vec<bool> = met.moves.iter().map(|m| matches!(m.input, GateInput::Epoch { .. })).collect();
    assert_eq!((told, met.draft.gated.unwrap().epoch), (vec![true, false], 2));
}

#[test]
fn what_was_labelled_live_of_the_same_conversation_is_said_to_the_gate() {
    let mut site = Site::new();
    let met = meet(&mut site.pilot, &site.policy, "x", (&question(1), ALPHA), draft(1.0), site.now).unwrap();
    let gated = met.draft.gated.unwrap();
    let label = Label { bad: true, why: LabelReason::Rejected };
    let best = |epoch, score| LabelledBest { alpha: ALPHA, epoch, score };
    let known = [best(1, 0.4), best(1, 0.7), best(2, 0.9)];
    let moved = judged(&mut site.pilot, "x", &gated, label, &known, site.now);
    assert!(
        matches!(
            moved.input,
            GateInput::Label { source: LabelSource::Rehearsal, bad: true, conversation_best: Some(0.7), .. }
        ),
        "{moved:?}"
    );
}
