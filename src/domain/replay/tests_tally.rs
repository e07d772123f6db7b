//! What a replay counts, lists and says.

use super::tests::{ANSWER, SOFT, book, draft, recorded};
use super::*;
use crate::domain::autopilot::tests::flying;
use crate::domain::autopilot::{Alpha, Autopilot};
use crate::domain::{Autonomy, Draft, Finding, FindingKind, Scorer, Settings, Timestamp};
use crate::guardrail::Rulebook;

fn tried(threshold: Option<f64>, drafts: bool) -> Tried {
    Tried {
        threshold,
        drafts,
        runs: 1,
        limit: 100,
        since: Timestamp(1_790_000_000_000_000),
        ..Tried::default()
    }
}

fn replayed(tried: Tried, in_force: &Rulebook, rules: &Rulebook, redrafted: &[Redrafted]) -> Replayed {
    replayed_by(tried, in_force, rules, redrafted, None)
}

fn replayed_by(
    tried: Tried,
    in_force: &Rulebook,
    rules: &Rulebook,
    redrafted: &[Redrafted],
    gates: Option<GatesInForce>,
) -> Replayed {
    let mut tally = Tally::new(tried, Scorer::default(), gates);
    for (case, redrafted) in recorded().cases().iter().zip(redrafted) {
        tally.add(case, &Screening::of(in_force, rules, case), redrafted);
    }
    tally.result(About { runs: 3, drafter: "scripted".to_owned(), ..About::default() })
}

fn now(text: &str, confidence: f64) -> Now {
    Now { draft: Some(Draft { confidence, ..draft(text, "shipping#0@1") }), why: String::new() }
}

#[test]
fn verdicts_are_counted_against_those_of_then() {
    let untouched = [Redrafted::NotAsked, Redrafted::NotAsked, Redrafted::NotAsked];
    let (plain, strict) = (book(&[]), book(&["canada", "parcel"]));
    let same = replayed(tried(None, false), &plain, &plain, &untouched);
    assert_eq!(same.verdicts, Verdicts { held_by_both: 1, clear_under_both: 2, ..Verdicts::default() });
    assert_eq!((same.listed.len(), same.drafts.clone()), (0, None));
    let held = replayed(tried(None, false), &plain, &strict, &untouched);
    let wanted = Verdicts { newly_held: 2, newly_held_good: 1, held_by_both: 1, ..Verdicts::default() };
    assert_eq!(held.verdicts, wanted);
    assert_eq!(held.listed[0].what, What::NewlyHeld);
    assert!(held.listed[0].why.contains("canada") || held.listed[0].why.contains("Canada"), "{held:?}");
    let anyway = replayed(tried(None, false), &strict, &strict, &untouched);
    assert_eq!(anyway.verdicts.newly_held_anyway, 2);
    let soft = Rulebook::parse(&[("soft.toml".to_owned(), SOFT.to_owned())]).unwrap();
    let cleared = replayed(tried(None, false), &plain, &soft, &untouched);
    let wanted = Verdicts { newly_cleared: 1, clear_under_both: 2, ..Verdicts::default() };
    assert_eq!(cleared.verdicts, wanted);
    assert_eq!((cleared.listed[0].what, cleared.listed[0].anyway), (What::NewlyCleared, false));
}

#[test]
fn drafts_are_counted_by_what_most_runs_came_to_and_listed_with_how_many() {
    let plain = book(&[]);
    let one = Redrafted::Runs(vec![
        now(ANSWER, 0.9),
        now("We ship to Canada in 2 working days.", 0.9),
        now(ANSWER, 0.9),
    ]);
    let gone = Now { draft: None, why: "Nothing found.".to_owned() };
    let last = Redrafted::Runs(vec![gone.clone(), gone.clone(), gone]);
    let result = replayed(tried(None, true), &plain, &plain, &[one, Redrafted::NotAsked, last]);
    let drafts = result.drafts.clone().unwrap();
    assert_eq!((drafts.turns, drafts.same, drafts.vanished, drafts.meaning), (2, 1, 1, 0));
    assert_eq!((drafts.unsteady, drafts.meaning_in_some_run), (1, 1));
    let listed: Vec<_> = result.listed.iter().map(|l| (l.what, l.of_runs, l.runs)).collect();
    assert_eq!(listed, [(What::Meaning, 1, 3), (What::Vanished, 3, 3)]);
    let share = drafts.meaning_share.unwrap();
    assert_eq!((share.hits, share.n), (0, 2));
    let text = markdown(&result);
    assert!(text.contains("in 1 of 3 runs") && text.contains("0 %, 0 to 66 %, n = 2"), "{text}");
}

#[test]
fn a_threshold_says_what_would_have_been_sent_and_how_it_had_been_judged() {
    let plain = book(&[]);
    let untouched = [Redrafted::NotAsked, Redrafted::NotAsked, Redrafted::NotAsked];
    let stored = replayed(tried(Some(0.0), false), &plain, &plain, &untouched).auto.unwrap();
    assert_eq!((stored.drafts, stored.above, stored.good, stored.bad), (2, 2, 1, 1));
    let anew = [
        Redrafted::Runs(vec![now(ANSWER, 0.95)]),
        Redrafted::NotAsked,
        Redrafted::Runs(vec![now("Parcels take 5 days.", 0.97)]),
    ];
    let auto = replayed(tried(Some(0.9), true), &plain, &plain, &anew).auto.unwrap();
    assert_eq!((auto.above, auto.good, auto.bad, auto.another), (2, 1, 0, 1));
    assert_eq!(auto.wrong_share.map(|s| (s.hits, s.n)), Some((0, 1)));
    let auto = replayed(tried(Some(0.96), true), &plain, &plain, &anew).auto.unwrap();
    assert_eq!((auto.above, auto.another, auto.wrong_share), (1, 1, None));
    let same =
        [Redrafted::NotAsked, Redrafted::NotAsked, Redrafted::Runs(vec![now("Parcels take 3 days.", 0.97)])];
    let result = replayed(tried(Some(0.96), true), &plain, &plain, &same);
    assert_eq!(result.auto.unwrap().bad, 1);
    assert_eq!(result.listed[0].what, What::WrongSent);
}

#[test]
fn what_never_leaves_is_not_counted_as_sent_whatever_the_threshold() {
    let plain = book(&[]);
    let with = |change: &dyn Fn(&mut Draft)| {
        let mut now = now(ANSWER, 0.95);
        now.draft.iter_mut().for_each(change);
        Redrafted::Runs(vec![now])
    };
    let finding = Finding {
        kind: FindingKind::Link,
        span: (0, 0),
        spelt: String::new(),
        reason: "no passage has it".to_owned(),
    };
    for (what, redrafted) in [
        ("a question back", with(&|draft| draft.asks_back = true)),
        ("a warning", with(&|draft| draft.findings = vec![finding.clone()])),
        ("never weighed", with(&|draft| draft.weighed.clear())),
    ] {
        let all = [redrafted, Redrafted::NotAsked, with(&|_| ())];
        let result = replayed(tried(Some(0.0), true), &plain, &plain, &all);
        let auto = result.auto.clone().unwrap();
        assert_eq!((auto.drafts, auto.never, auto.above), (2, 1, 1), "{what}");
        let text = markdown(&result);
        assert!(text.contains("by confidence alone") && text.contains("1 more never leave"), "{text}");
    }
}

#[test]
fn thresholds_in_force_go_by_topic_gate_and_score_and_there_may_be_none() {
    let now = Timestamp(1_790_000_000_000_000);
    let (auto, pilot) = (Settings { autonomy: Autonomy::Auto, ..Settings::default() }, flying(now));
    assert!(GatesInForce::of(&auto, &Autopilot::new("s")).is_none(), "nothing was earned");
    let gates = GatesInForce::of(&auto, &pilot).unwrap();
    let sure = |value: f64| {
        let mut draft = draft(ANSWER, "shipping#0@1");
        for name in ["says_itself", "grounded", "neighbours"] {
            draft.weighed.insert(name.to_owned(), value);
        }
        draft
    };
    assert!(gates.lets_go("", &sure(3.0)));
    assert!(!gates.lets_go("", &sure(-3.0)), "below the threshold");
    assert!(!gates.lets_go("new", &sure(3.0)), "nothing is known of the topic");
    let suggests = GatesInForce::of(&Settings::default(), &pilot).unwrap();
    assert!(!suggests.lets_go("", &sure(3.0)), "the owner decides there");
    let stricter = Settings { alpha: Alpha::One, ..auto };
    assert!(!GatesInForce::of(&stricter, &pilot).unwrap().lets_go("", &sure(3.0)), "another gate's topic");

    let plain = book(&[]);
    let made = |p_send: f64| Redrafted::Runs(vec![Now { draft: Some(sure(p_send)), why: String::new() }]);
    let by_gates = Tried { gates: true, ..tried(None, true) };
    let all = [made(3.0), Redrafted::NotAsked, made(-3.0)];
    let result = replayed_by(by_gates, &plain, &plain, &all, Some(gates));
    let counted = result.auto.clone().unwrap();
    assert_eq!((counted.drafts, counted.above, counted.by_gates), (2, 1, true));
    assert!(counted.threshold > 0.0);
    assert!(markdown(&result).contains("By the thresholds in force"), "{}", markdown(&result));
}

#[test]
fn a_wish_that_cannot_be_meant_is_refused() {
    for (tried, field) in [
        (Tried { threshold: Some(1.2), ..tried(None, false) }, "threshold"),
        (Tried { threshold: Some(f64::NAN), ..tried(None, false) }, "threshold"),
        (Tried { gates: true, ..tried(Some(0.9), false) }, "threshold"),
        (Tried { runs: 0, ..tried(None, true) }, "runs"),
        (Tried { runs: 21, ..tried(None, true) }, "runs"),
        (Tried { runs: 2, ..tried(None, false) }, "runs"),
        (Tried { limit: 0, ..tried(None, false) }, "limit"),
    ] {
        assert_eq!(tried.checked().unwrap_err().field, field);
    }
    assert!(tried(Some(0.9), true).checked().is_ok());
}

#[test]
fn a_result_is_read_back_as_it_was_kept_and_no_visitor_writes_markup() {
    let mut past = recorded();
    past.messages[2].text = "# I want a refund\u{1b}[31m\n<img src=x> [a](http://b)".to_owned();
    let (plain, soft) = (book(&[]), Rulebook::parse(&[("soft.toml".to_owned(), SOFT.to_owned())]).unwrap());
    let mut tally = Tally::new(tried(None, false), Scorer::default(), None);
    for case in past.cases() {
        tally.add(&case, &Screening::of(&plain, &soft, &case), &Redrafted::NotAsked);
    }
    let result = tally.result(About::default());
    let kept: Replayed = serde_json::from_str(&serde_json::to_string(&result).unwrap()).unwrap();
    assert_eq!(kept, result);
    let text = markdown(&result);
    assert!(!text.contains('\u{1b}'), "{text}");
    let lines: Vec<&str> = text.lines().filter(|l| l.contains("refund") || l.contains("<img")).collect();
    assert!(lines.iter().all(|line| line.starts_with("    ")), "{lines:?}");
    assert!(text.contains("## NEWLY CLEARED"), "{text}");
}
