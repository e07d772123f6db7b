//! A gate that has earned it, and what switch and settings say.

use std::sync::Arc;

use super::*;
use crate::domain::gate::{
    EpochReason, GateEvent, GateInput, LabelSource, Mode, Source, Standing, rounded_up,
};
use crate::domain::policy::{Autonomy, Settings};
use crate::domain::reply::Draft;
use crate::domain::time::Timestamp;
use crate::stats::{Evidence, anytime_upper_bound};

const ON: Standing = Standing { owner_allows: true, reachable: true };

/// A gate that has seen 60 drafts and as many good labels as it takes, from seven days and 200 visitors.
pub(in crate::domain) fn earned(alpha: Alpha, topic: &str, now: Timestamp) -> Line {
    let mut line = Line::new(alpha, now.minus_ms(8 * 86_400_000));
    line.model = Some("extractive".to_owned());
    for n in 0..60_u32 {
        line.take(&draft(n, 0.3 + f64::from(n) / 200.0, topic, now.minus_ms(7 * 86_400_000)), "s");
    }
    for n in 0..200_u32 {
        let at = now.minus_ms(i64::from(7 - n % 7) * 86_400_000);
        line.take(&label(n, 0.99, false, topic, at), "s");
    }
    assert_eq!(line.gate.mode(), Mode::Auto);
    line
}

/// A pilot that is allowed, reached, and has earned it at 5 % on drafts without a topic.
pub(in crate::domain) fn flying(now: Timestamp) -> Autopilot {
    let mut pilot = Autopilot::new("s");
    pilot.switch = Switch::default().pulled(Lever::Allow, "Ada", None, now);
    pilot.reachable = true;
    pilot.attended = true;
    pilot.books.articles = 10;
    let changed_at = now.minus_ms(30 * 86_400_000);
    pilot.books.sources = vec![Source { article: "shipping".to_owned(), changed_at, approvals: 9 }];
    pilot.lines.insert(Alpha::Five, Arc::new(earned(Alpha::Five, "", now)));
    pilot
}

fn draft(n: u32, score: f64, topic: &str, at: Timestamp) -> GateInput {
    GateInput::Draft {
        draft: format!("d{n}"),
        lot: String::new(),
        score,
        gates_ok: true,
        topic: topic.to_owned(),
        rehearsal: false,
        sources: Vec::new(),
        rulebook: "r".to_owned(),
        model: "m".to_owned(),
        standing: ON,
        attended: true,
        at,
    }
}

fn label(n: u32, score: f64, bad: bool, topic: &str, at: Timestamp) -> GateInput {
    GateInput::Label {
        draft: format!("l{n}"),
        epoch: 1,
        score,
        bad,
        source: LabelSource::Suggest,
        topic: topic.to_owned(),
        conversation_best: None,
        visitor: format!("v{n}"),
        standing: ON,
        at,
    }
}

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);

#[test]
fn every_alpha_has_terms_of_its_own_and_is_read_back_from_its_share() {
    for alpha in Alpha::ALL {
        assert!((alpha.terms().alpha().get() - alpha.share()).abs() < 1e-12, "{alpha:?}");
        assert_eq!(Alpha::try_from(alpha.share()), Ok(alpha));
        assert_eq!(Alpha::of_percent(i64::from(alpha.percent())), Some(alpha));
    }
    assert!(Alpha::try_from(0.03).is_err_and(|said| said.contains("0.05")));
    assert_eq!(Alpha::of_percent(3), None);
}

#[test]
fn the_switch_is_off_until_somebody_allows_it_and_a_pause_keeps_what_was_allowed() {
    let pull = |switch: &Switch, lever| switch.pulled(lever, "Ada", None, NOW);
    let new = Switch::default();
    assert!(!new.is_on());
    let allowed = pull(&new, Lever::Allow);
    assert!(allowed.is_on());
    let paused = pull(&allowed, Lever::Pause);
    assert!(!paused.is_on() && paused.allowed);
    // Allowing again is no way around a pause.
    assert!(!pull(&paused, Lever::Allow).is_on());
    assert!(pull(&paused, Lever::Resume).is_on());
    assert!(!pull(&pull(&paused, Lever::Forbid), Lever::Resume).is_on());
}

#[test]
fn only_the_two_commands_pull_the_switch_from_the_chat_system() {
    for (text, lever) in [
        ("/bot off", Some(Lever::Pause)),
        ("  /BOT   Off ", Some(Lever::Pause)),
        ("/bot on", None),
        ("/bot", None),
        ("/bot off please", None),
        ("turn the /bot off", None),
        ("", None),
    ] {
        assert_eq!(Lever::typed(text), lever, "{text:?}");
    }
}

#[test]
fn the_first_draft_settles_what_model_and_prompt_evidence_is_about_and_another_ends_the_epoch() {
    let by = |drafter: &str, behind: Option<&str>, prompt: Option<&str>| -> Draft {
        serde_json::from_value(serde_json::json!({
            "text": "", "citations": [], "needs_human": false, "reason": "", "signals": {}, "rulebook_hash": "",
            "usage": { "prompt_tokens": 0, "completion_tokens": 0 },
            "drafter": drafter, "behind": behind, "prompt": prompt,
        }))
        .unwrap()
    };
    let mut line = Line::new(Alpha::Five, NOW);
    for (drafter, behind, prompt, reason) in [
        ("a", Some("words"), None, None),
        ("a", Some("words"), None, None),
        ("a", Some("words"), Some("p:1"), Some(EpochReason::Prompt)),
        ("b", Some("words"), Some("p:1"), Some(EpochReason::Model)),
        ("b", Some("words"), Some("p:1"), None),
        ("b", Some("mini"), Some("p:1"), Some(EpochReason::Model)),
        ("b", Some("mini"), Some("p:1"), None),
        ("b", Some("mini"), Some("p:2"), Some(EpochReason::Prompt)),
        ("b", Some("words"), Some("p:1"), Some(EpochReason::Model)),
    ] {
        assert_eq!(line.made_by(&by(drafter, behind, prompt)), reason, "{drafter} {behind:?} {prompt:?}");
    }
    // A gate from before server and encoder were kept: what its evidence is about is not known.
    let mut written = serde_json::to_value(&line).unwrap();
    written.as_object_mut().unwrap().remove("behind");
    let mut old: Line = serde_json::from_value(written).unwrap();
    assert_eq!(old.made_by(&by("b", Some("words"), Some("p:1"))), Some(EpochReason::Model));
    assert_eq!(old.made_by(&by("b", Some("words"), Some("p:1"))), None, "once");
}

#[test]
fn the_first_threshold_in_force_is_marked_once_an_epoch_and_begins_nothing_while_it_is_not_allowed() {
    for standing in
        [Standing { owner_allows: false, reachable: true }, Standing { owner_allows: true, reachable: false }]
    {
        let mut line = Line::new(Alpha::Five, NOW.minus_ms(8 * 86_400_000));
        let mut firsts = Vec::new();
        for n in 0..60_u32 {
            line.take(&draft(n, 0.3 + f64::from(n) / 200.0, "", NOW.minus_ms(7 * 86_400_000)), "s");
        }
        for n in 0..400_u32 {
            let at = NOW.minus_ms(i64::from(7 - n % 7) * 86_400_000);
            // Above the strictest threshold alone, and later above all of them.
            let score = if n < 200 { 0.99 } else { 0.45 };
            let mut input = label(n, score, false, "", at);
            if let GateInput::Label { standing: given, .. } = &mut input {
                *given = standing;
            }
            for event in line.take(&input, "s").1 {
                match event {
                    GateEvent::InForce { first, .. } => firsts.push(first),
                    GateEvent::Started { .. } => panic!("it may not"),
                    _ => {}
                }
            }
        }
        assert!(firsts.len() > 1, "{firsts:?}");
        assert_eq!(firsts.iter().filter(|first| **first).count(), 1);
        assert!(firsts.first().is_some_and(|first| *first), "{firsts:?}");
        assert_eq!(line.gate.mode(), Mode::Suggest);
    }
}

#[test]
fn much_new_knowledge_ends_an_epoch_once() {
    let mut pilot = Autopilot::new("s");
    let mut line = Line::new(Alpha::Five, NOW);
    let later = NOW.plus_ms(60_000);
    pilot.books = Books { articles: 10, changed: vec![later, later], sources: Vec::new() };
    assert_eq!(pilot.other_knowledge(&line, later), None, "a fifth is not more than a fifth");
    pilot.books.changed.push(later);
    let after = NOW.plus_ms(120_000);
    assert_eq!(pilot.other_knowledge(&line, after), Some(EpochReason::Knowledge));
    line.take(&GateInput::Epoch { reason: EpochReason::Knowledge, at: after }, "s");
    assert_eq!(pilot.other_knowledge(&line, after), None, "the new epoch is about what there is now");
    let old = Line::new(Alpha::Five, NOW.minus_ms(1));
    assert_eq!(pilot.other_knowledge(&old, later.plus_ms(8 * 86_400_000)), None, "it is no news any more");
}

#[test]
fn a_topics_line_says_how_many_may_be_wrong_by_its_own_decisions_or_else_by_all() {
    let settings = Settings { autonomy: Autonomy::Auto, ..Settings::default() };
    let mut pilot = flying(NOW);
    // A topic of its own with few decisions, one of them wrong.
    let mut line = pilot.line(Alpha::Five, NOW);
    for n in 900..911_u32 {
        line.take(&label(n, 0.99, n == 900, "mugs", NOW), "s");
    }
    for n in 950..953_u32 {
        line.take(&label(n, 0.99, false, "gifts", NOW), "s");
    }
    pilot.lines.insert(Alpha::Five, Arc::new(line.clone()));
    let told = certificates(&pilot, &settings, &["new".to_owned()], NOW);
    let line_of = |topic: &str| {
        let own = told[0].topics.iter().find(|told| told.topic == topic).unwrap();
        own.line.clone()
    };
    let delta = line.gate.terms().delta();
    let own = |good: u32, bad: bool| {
        let first = Evidence::default().with(bad);
        let seen = (1..good).fold(first, |seen, _| seen.with(false));
        rounded_up(anytime_upper_bound(seen, delta))
    };
    let all = rounded_up(line.gate.in_force().unwrap().bound(delta));
    assert!(
        line_of("").starts_with(&format!("200 judged, 0 wrong, at most {} wrong (95 %): ", own(200, false)))
    );
    assert!(
        line_of("mugs").starts_with(&format!("11 judged, 1 wrong, at most {} wrong (95 %): ", own(11, true)))
    );
    let few = format!("3 judged, 0 wrong, all topics together at most {all} wrong (95 %): 7 more decisions");
    assert!(line_of("gifts").starts_with(&few), "{}", line_of("gifts"));
    assert!(
        line_of("new").starts_with(&format!("0 judged, 0 wrong, all topics together at most {all} wrong"))
    );
    // Before anything is in force nothing is known of all of them either.
    let young = certificates(&Autopilot::new("s"), &settings, &["new".to_owned()], NOW);
    assert!(young[0].topics.iter().all(|topic| !topic.line.contains("at most")), "{:?}", young[0].topics);
}

#[test]
fn a_certificate_bears_a_topics_name_only_where_all_that_was_judged_is_about_it() {
    let mut settings = Settings { autonomy: Autonomy::Suggest, ..Settings::default() };
    settings.topics.entry("mugs".to_owned()).or_default().autonomy = Some(Autonomy::Auto);
    let said = |line: Line| {
        let mut pilot = flying(NOW);
        pilot.lines.insert(Alpha::Five, Arc::new(line));
        certificates(&pilot, &settings, &[], NOW)[0].line.clone()
    };
    let mut line = earned(Alpha::Five, "mugs", NOW);
    assert!(said(line.clone()).starts_with("Mugs questions: 200 judged, 0 wrong"));
    line.take(&label(901, 0.99, false, "gifts", NOW), "s");
    assert!(said(line).starts_with("Drafts at 5 %: 201 judged, 0 wrong"));
}

#[test]
fn learned_weights_are_taken_while_nothing_is_certified_and_kept_out_afterwards() {
    use crate::domain::confidence::Weights;
    let mut theta = Weights::default().theta;
    theta[0] += 1.0;
    let learned = Weights { labels: 50, theta };
    let mut young = Line::new(Alpha::Five, NOW);
    assert!(young.adopts(&learned));
    young.take(&GateInput::Rescored { weights: learned.clone(), scores: vec![0.5] }, "s");
    assert!(!young.adopts(&learned));
    assert!(!earned(Alpha::Five, "", NOW).adopts(&learned));
}

#[test]
fn a_gate_is_recomputed_from_its_inputs_alone() {
    let inputs: Vec<GateInput> = (0..300_u32)
        .map(|n| {
            let at = NOW.plus_ms(i64::from(n) * 3_600_000);
            match n % 3 {
                0 => draft(n, f64::from(n % 100) / 100.0, "a", at),
                _ => label(n - n % 3, 0.9, n % 50 == 7, "a", at),
            }
        })
        .collect();
    let play = |inputs: &[GateInput]| {
        let mut line = Line::new(Alpha::Ten, NOW);
        for input in inputs {
            line.take(input, "s");
        }
        line
    };
    let lived = play(&inputs);
    // As the log keeps them.
    let written: Vec<String> = inputs.iter().map(|input| serde_json::to_string(input).unwrap()).collect();
    let read: Vec<GateInput> = written.iter().map(|json| serde_json::from_str(json).unwrap()).collect();
    assert_eq!(play(&read), lived);
    let state: Line = serde_json::from_str(&serde_json::to_string(&lived).unwrap()).unwrap();
    assert_eq!(state, lived);
}
