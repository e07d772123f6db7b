//! Floors, permissions, audits that wait, signs from visitors, topics and terms.

use super::tests::{ALLOWED, BOUND, DAY, Played, SITE, spread};
use super::*;
use crate::domain::time::Timestamp;

const TOP: f64 = 0.99;

/// Ids of drafts that are drawn by lot in the present epoch.
fn drawn(site: &Played, count: usize) -> Vec<String> {
    let salt = format!("{}-holdback-{}", SITE.secret, site.gate.epoch());
    (0..)
        .map(|n| format!("lot-{n}"))
        .filter(|id| crate::stats::hash_unit(&salt, id) < 0.2)
        .take(count)
        .collect()
}

fn ask(site: &mut Played, id: &str, at: &Site<'_>) -> GateVerdict {
    let draft = GateDraft {
        id,
        lot: "",
        score: TOP,
        gates_ok: true,
        topic: "shipping",
        sources: &[],
        rehearsal: false,
        bound: BOUND,
    };
    let (verdict, events) = site.gate.on_draft(&draft, at);
    site.log.extend(events);
    verdict
}

fn earned() -> Played {
    let mut site = Played::new(GivenTerms::default());
    site.earn();
    site
}

#[test]
fn the_sixth_audit_that_waits_stops_the_sending_and_a_decision_resumes_it() {
    let mut site = earned();
    let lots = drawn(&site, 7);
    for id in &lots[..5] {
        assert_eq!(ask(&mut site, id, &SITE), GateVerdict::Suggest(WhyNot::Holdback));
    }
    assert!(matches!(
        ask(&mut site, "lot-free-1", &SITE),
        GateVerdict::Send { .. } | GateVerdict::Suggest(_)
    ));
    assert_eq!(site.gate.audits().pause(), None);
    assert_eq!(ask(&mut site, &lots[5], &SITE), GateVerdict::Suggest(WhyNot::Holdback));
    let pause = Pause::AuditsWaiting { waiting: 6 };
    for id in [&lots[6], "any", "other"] {
        assert_eq!(ask(&mut site, id, &SITE), GateVerdict::Suggest(WhyNot::Paused { pause }));
    }
    assert_eq!(site.gate.audits().outstanding(), &lots[..6]);
    site.label(&lots[0].clone(), TOP, false, LabelSource::Holdback);
    assert_eq!(site.gate.audits().pause(), None);
    let told: Vec<bool> = site
        .log
        .iter()
        .filter_map(|event| match event {
            GateEvent::Paused { .. } => Some(true),
            GateEvent::Resumed { .. } => Some(false),
            _ => None,
        })
        .collect();
    assert_eq!(told, [true, false]);
}

#[test]
fn while_nobody_is_there_a_drawn_draft_is_sent_and_judged_afterwards_up_to_five() {
    let mut site = earned();
    let away = Site { attended: false, ..SITE };
    let lots = drawn(&site, 6);
    for id in &lots[..5] {
        assert!(matches!(ask(&mut site, id, &away), GateVerdict::Send { audit: true, .. }));
    }
    assert_eq!(ask(&mut site, &lots[5], &away), GateVerdict::Suggest(WhyNot::Holdback));
    assert!(site.gate.audits().pause().is_some());
}

#[test]
fn audits_without_a_decision_stop_the_sending_until_decided_ones_outweigh_them() {
    let mut site = earned();
    let lots = drawn(&site, 120);
    let (first, rest) = lots.split_at(6);
    for id in first {
        ask(&mut site, id, &SITE);
        assert_eq!(site.gate.audits().pause(), None);
        site.log.extend(site.gate.on_audit_undecided(id));
    }
    let pause = Pause::AuditsUndecided { undecided: 6, of: 6 };
    assert_eq!(site.gate.audits().pause(), Some(pause));
    let mut decided = 0;
    for id in rest {
        if site.gate.audits().pause().is_none() {
            break;
        }
        assert_eq!(ask(&mut site, id, &SITE), GateVerdict::Suggest(WhyNot::Holdback));
        site.label(id, TOP, false, LabelSource::Holdback);
        decided += 1;
    }
    // The first undecided one leaves the last fifty.
    assert_eq!(decided, 45);
}

#[test]
fn a_certificate_waits_for_days_visitors_and_live_chats() {
    let few_days = Played::new(GivenTerms::default());
    for (what, visitors, per_day, rehearsed, wanted) in [
        ("all in three days", 300, 100, 0, Missing { days: 2, visitors: 0, live: 0 }),
        ("ten visitors", 10, 1, 0, Missing { days: 0, visitors: 20, live: 0 }),
        // 225 of 300: 150 live ones more make that a half.
        ("three quarters rehearsed", 300, 1, 75, Missing { days: 0, visitors: 0, live: 150 }),
    ] {
        let mut gate = few_days.gate.clone();
        for n in 0..300_u32 {
            let score = spread(u64::from(n));
            let draft = GateDraft {
                id: "d",
                lot: "",
                score,
                gates_ok: true,
                topic: "t",
                sources: &[],
                rehearsal: false,
                bound: BOUND,
            };
            let _ = gate.on_draft(&draft, &SITE);
            let source = if n % 100 < rehearsed { LabelSource::Rehearsal } else { LabelSource::Suggest };
            let label = GateLabel {
                draft: "d",
                epoch: 1,
                score: TOP,
                bad: false,
                source,
                topic: "t",
                conversation_best: None,
                visitor: &format!("v{}", n % visitors),
                at: Timestamp(i64::from(n / per_day) * DAY),
            };
            let _ = gate.on_label(&label, ALLOWED);
        }
        let level = &gate.levels()[0];
        assert!(level.certified && !level.in_force, "{what}");
        let missing = level.missing(&gate.terms().given().floors);
        assert_eq!(missing, wanted, "{what}");
        assert_eq!(gate.mode(), Mode::Suggest, "{what}");
    }
}

#[test]
fn a_permission_given_later_starts_the_sending_with_the_next_draft() {
    let mut site = Played::new(GivenTerms::default());
    site.site.standing = Standing { owner_allows: false, ..ALLOWED };
    for _ in 0..200 {
        site.step(spread(site.n), false);
    }
    assert!(site.gate.tau().is_some());
    assert_eq!(site.gate.mode(), Mode::Suggest);
    site.site.standing = ALLOWED;
    site.step(0.0, false);
    assert_eq!(site.gate.mode(), Mode::Auto);
}

#[test]
fn signs_from_visitors_ask_for_a_look_and_too_many_stop_the_sending() {
    let mut site = earned();
    let reply = Aftermath { draft: "r", epoch: 1, auto_sent: true, signal: Some(SoftSignal::LowRating) };
    let wanted = GateEvent::AuditWanted { draft: "r".to_owned(), signal: SoftSignal::LowRating };
    // Nothing to compare with yet: each one is looked at, none stops anything.
    for _ in 0..20 {
        assert_eq!(site.gate.on_aftermath(&reply), std::slice::from_ref(&wanted));
    }
    for _ in 0..60 {
        let approved = Aftermath { auto_sent: false, signal: None, ..reply };
        assert_eq!(site.gate.on_aftermath(&approved), Vec::new());
    }
    let mut looks = 0;
    while site.gate.mode() == Mode::Auto && looks < 20 {
        looks += 1;
        site.log.extend(site.gate.on_aftermath(&reply));
    }
    assert_eq!((site.gate.mode(), looks), (Mode::Probation, 4));
    assert!(
        site.has(|event| matches!(
            event,
            GateEvent::OnProbation { reason: ProbationReason::Signs { .. }, .. }
        ))
    );
}

#[test]
fn when_drafts_below_the_threshold_turn_worse_the_sending_stops() {
    let mut site = Played::new(GivenTerms::default());
    for _ in 0..200 {
        site.step(spread(site.n), false);
    }
    assert_eq!(site.gate.mode(), Mode::Auto);
    let tau = site.gate.tau().unwrap();
    let mut bad = 0;
    while site.gate.mode() == Mode::Auto && bad < 50 {
        bad += 1;
        site.step(tau / 2.0, true);
    }
    assert!(bad < 15, "{bad}");
    assert!(matches!(site.gate.probation(), Some(ProbationReason::Below { alarm }) if *alarm >= 100.0));
    // The evidence above the threshold is untouched.
    assert_eq!(site.gate.in_force().unwrap().seen.bad(), 0);
}

#[test]
fn a_topic_opens_by_its_own_labels_and_closes_when_it_is_worse_than_the_rest() {
    let mut site = earned();
    let open = |site: &Played, topic: &str| {
        site.gate.in_force().unwrap().topic(topic, site.gate.terms().alpha()).unwrap().open
    };
    assert!(open(&site, "shipping") && !open(&site, "sizes"));
    let judge = |site: &mut Played, times: usize, bad| {
        for n in 0..times {
            let label = GateLabel {
                draft: &format!("s{n}"),
                epoch: 1,
                score: TOP,
                bad,
                source: LabelSource::Suggest,
                topic: "sizes",
                conversation_best: None,
                visitor: "v",
                at: Timestamp(0),
            };
            let _ = site.gate.on_label(&label, ALLOWED);
        }
    };
    for (times, bad, wanted) in
        [(9, false, false), (1, false, true), (10, false, true), (2, true, true), (1, true, false)]
    {
        judge(&mut site, times, bad);
        assert_eq!(open(&site, "sizes"), wanted, "after {times} more, bad: {bad}");
    }
    assert!(open(&site, "shipping"));
}

#[test]
fn stricter_terms_begin_anew_and_looser_ones_look_at_the_same_evidence() {
    let with = |alpha: f64| Terms::new(GivenTerms { alpha, ..GivenTerms::default() }).unwrap();
    let mut site = Played::new(GivenTerms::default());
    for _ in 0..80 {
        site.step(spread(site.n), false);
    }
    assert_eq!(site.gate.mode(), Mode::Suggest);
    assert_eq!(site.gate.set_terms(with(0.1), Timestamp(0)), Vec::new());
    site.step(0.0, false);
    assert_eq!((site.gate.mode(), site.gate.epoch()), (Mode::Auto, 1));
    let events = site.gate.set_terms(with(0.02), Timestamp(0));
    assert_eq!(events, [GateEvent::NewEpoch { epoch: 2, reason: EpochReason::Terms, was: Mode::Auto }]);
    assert_eq!(site.gate.mode(), Mode::Suggest);
}

#[test]
fn more_than_a_fifth_of_the_articles_in_a_week_is_another_body_of_knowledge() {
    for (changed, articles, wanted) in
        [(0, 0, false), (1, 5, false), (2, 5, true), (20, 100, false), (21, 100, true)]
    {
        assert_eq!(EpochReason::of_knowledge(changed, articles).is_some(), wanted, "{changed} of {articles}");
    }
}

#[test]
fn terms_that_cannot_be_are_refused_by_name() {
    let usual = GivenTerms::default;
    let level = |share, weight| LevelTerms { share, weight };
    for (given, wanted) in [
        (GivenTerms { alpha: 0.0, ..usual() }, "`alpha` is 0; it should be from 0.001 to 0.3"),
        (GivenTerms { delta: f64::NAN, ..usual() }, "`delta` is NaN; it should be from 0.001 to 0.3"),
        (GivenTerms { holdback: 0.0, ..usual() }, "`holdback` is 0; it should be from 0.02 to 0.9"),
        (GivenTerms { clear: Some(0), ..usual() }, "`clear` is 0; it should be from 1 to 1000"),
        (GivenTerms { levels: Vec::new(), ..usual() }, "`levels` is 0; it should be 1 to 8 levels"),
        (
            GivenTerms { levels: vec![level(0.4, 0.5), level(0.4, 0.5)], ..usual() },
            "`levels.share` is 0.4; it should be above the one before, at most 1",
        ),
        (
            GivenTerms { levels: vec![level(0.4, 0.7), level(0.5, 0.7)], ..usual() },
            "`levels.weight` is 1.4; it should be at most 1 in all",
        ),
    ] {
        assert_eq!(Terms::new(given).unwrap_err().to_string(), wanted);
    }
    assert_eq!(Terms::default(), Terms::new(usual()).unwrap());
    assert_eq!(Terms::default().clear(), 20);
}
