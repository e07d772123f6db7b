//! The scorecard and the reports beside the comparison: what they count, and what they do not say.

use super::tests_world::{DAY, HOUR, MINUTE, NOW, busy_shop, open_questions};
use super::*;
use crate::domain::Titles;
use crate::domain::report_text::{Ask, ReportName};

fn settings() -> ReportSettings {
    ReportSettings::default()
}

fn answered(days_ago: i64, wait_s: i64) -> EpisodeRow {
    let started_at = NOW - days_ago * DAY;
    EpisodeRow {
        started_at,
        handling: Handling::HumanOnly,
        frt_us: Some(wait_s * 1_000_000),
        resolution_us: Some(HOUR),
        resolved_at: Some(started_at + HOUR),
        ..EpisodeRow::default()
    }
}

fn card_of(rows: Vec<EpisodeRow>) -> Scorecard {
    scorecard(None, NOW, NOW, &rows.into(), &settings())
}

#[test]
fn every_report_is_told_as_text_sheet_and_json_and_no_cell_of_a_sheet_begins_a_formula() {
    let mut rows = busy_shop(3_000, true);
    rows[7].topic = Some("=1+1".into());
    rows[7].held_rules = ["@rule".into()].into();
    rows[8].template = Some("+cmd".into());
    rows[8].handling = Handling::HumanOnly;
    let rows: Episodes = rows.into();
    for name in ReportName::ALL {
        let ask =
            Ask { name: *name, from: None, to: NOW, now: NOW, lottery_since: None, settings: settings() };
        let (from, to) = ask.reads();
        let built = ask.build(&rows.within(from, to), &open_questions());
        assert!(built.text(&Titles::default()).contains("(UTC)"), "{name:?}");
        let json = serde_json::to_value(&built).unwrap();
        assert!(
            json["from"].is_string() && json["to"].is_string() && json["sample_data"] == false,
            "{name:?}"
        );
        let mut sheet = csv::Reader::from_reader(std::io::Cursor::new(built.csv()));
        assert_eq!(sheet.headers().unwrap().len(), 8);
        for record in sheet.records() {
            for cell in &record.unwrap() {
                let armed = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
                assert!(!armed || cell.parse::<f64>().is_ok(), "{name:?}: {cell}");
            }
        }
    }
}

#[test]
fn a_week_stands_beside_the_week_before_and_four_weeks_beside_the_four_before() {
    let rows = (0..56).map(|day| EpisodeRow { started_at: NOW - day * DAY - HOUR, ..answered(day, 30) });
    let seen = card_of(rows.collect());
    let counts: Vec<_> =
        seen.windows.iter().map(|w| (w.name, w.now.conversations, w.before.conversations)).collect();
    assert_eq!(counts, [("week", 7, 7), ("four_weeks", 28, 28)]);
    assert_eq!(seen.weeks.len(), 8);
    assert!(seen.weeks.iter().all(|week| week.card.conversations == 7));
    let stretch = scorecard(Some(NOW - 10 * DAY), NOW, NOW, &busy_shop(500, false).into(), &settings());
    assert_eq!((stretch.windows.len(), stretch.windows[0].name, stretch.weeks.len()), (1, "stretch", 0));
    assert!(stretch.windows[0].before.conversations > 0);
}

#[test]
fn first_replies_are_held_against_the_target_of_their_page() {
    let mut rows: Vec<EpisodeRow> = (0..30).map(|_| answered(2, 90)).collect();
    for row in rows.iter_mut().take(10) {
        row.page = Some("/checkout/2".into());
    }
    let waiting = |minutes| EpisodeRow { started_at: NOW - minutes * MINUTE, ..EpisodeRow::default() };
    rows.extend([waiting(1), waiting(10)]);
    let card = &card_of(rows).windows[0].now;
    let within = |speed: &Speed| (speed.target_seconds, speed.within.positive, speed.within.n);
    assert_eq!(within(&card.first_reply_high_intent), (60.0, 0, 10));
    // Who waits for a minute may still be answered in time; who waits for ten cannot.
    assert_eq!(within(&card.first_reply_elsewhere), (120.0, 20, 21));
    assert_eq!(card.first_reply_elsewhere.times.n, 22);
}

#[test]
fn a_chat_is_solved_for_good_when_seven_days_were_quiet() {
    let mut back = answered(20, 30);
    back.reopened_at = back.resolved_at.map(|at| at + 5 * DAY);
    let mut late = answered(20, 30);
    late.reopened_at = late.resolved_at.map(|at| at + 9 * DAY);
    let durable = &card_of(vec![answered(20, 30), answered(3, 30), back, late]).windows[1].now.durable;
    assert_eq!((durable.positive, durable.n), (2, 3));
}

#[test]
fn a_correct_resolution_was_assisted_quiet_and_not_judged_wrong_and_pays_for_discarded_drafts() {
    let assisted = |wrong| EpisodeRow {
        handling: Handling::AiAssisted,
        kind: Some(AssistKind::Approved),
        judged_wrong: wrong,
        cost_micros: 100_000,
        owner_ms: Some(36_000),
        ..answered(10, 30)
    };
    let discarded = EpisodeRow { cost_micros: 100_000, ..answered(10, 30) };
    let young = EpisodeRow { started_at: NOW - DAY, resolved_at: Some(NOW - DAY), ..assisted(false) };
    let rows: Vec<EpisodeRow> = vec![assisted(false), assisted(false), assisted(true), discarded, young];
    let settings = ReportSettings { hour_cost: 50.0, ..settings() };
    let seen = scorecard(None, NOW, NOW, &rows.into(), &settings);
    let cost = seen.windows[1].now.cost_per_correct;
    assert_eq!((cost.good, cost.n), (2, 3));
    // Four drafts at 0.1, three times 36 s at 50 an hour.
    assert!((cost.total - 1.9).abs() < 1e-9 && (cost.each.unwrap() - 0.95).abs() < 1e-9, "{cost:?}");
    assert!(cost.low.unwrap() < 0.95 && cost.high.unwrap() > 0.95);
}

#[test]
fn one_thing_to_do_comes_with_its_evidence_and_nothing_stands_out_where_nothing_does() {
    let calm = card_of((0..60).map(|at| answered(1 + at % 20, 20)).collect());
    assert_eq!((calm.proposal.kind, calm.proposal.sentence.as_str()), ("nothing", "Nothing stands out."));
    let slow = card_of((0..60).map(|at| answered(1 + at % 20, 900)).collect());
    assert_eq!(slow.proposal.kind, "slow");
    assert!(slow.proposal.evidence[0].contains("n 60"), "{:?}", slow.proposal.evidence);
    let few = card_of((0..15).map(|_| answered(2, 900)).collect());
    assert_eq!(few.proposal.kind, "nothing", "fifteen chats are no evidence");
    let unsure = (0..60).map(|at| EpisodeRow {
        topic: Some(if at % 2 == 0 { "vases".into() } else { "delivery".into() }),
        handoff: (at % 2 == 0).then(|| "low_confidence".into()),
        ..answered(1 + at % 20, 20)
    });
    let unsure = card_of(unsure.collect());
    assert_eq!(unsure.proposal.kind, "lacks_article");
    assert!(unsure.proposal.sentence.contains("\"vases\""), "{}", unsure.proposal.sentence);
    let left = card_of((0..60).map(|at| EpisodeRow { frt_us: None, ..answered(1 + at % 20, 20) }).collect());
    assert_eq!(left.proposal.kind, "left_without_reply");
}

#[test]
fn topics_take_turns_in_depth_by_the_week_and_the_same_week_shows_the_same_one() {
    let rows: Episodes = busy_shop(2_000, false).into();
    let deep = |to: i64| scorecard(None, to, NOW, &rows, &settings()).deep_dive.unwrap();
    let (first, again, next) = (deep(NOW), deep(NOW + HOUR), deep(NOW - 7 * DAY));
    assert_eq!((&first.topic, first.of_topics), (&again.topic, 6));
    assert_ne!(first.topic, next.topic);
}

#[test]
fn speed_is_put_into_four_ranges_and_held_chats_into_none() {
    let mut rows: Vec<EpisodeRow> =
        [0, 30, 31, 60, 61, 180, 181, 9_000].map(|wait| answered(2, wait)).to_vec();
    rows.push(EpisodeRow { held: true, ..answered(2, 5) });
    rows.push(EpisodeRow { frt_us: None, ..answered(2, 5) });
    let seen = speed_report(0, NOW, &rows.into());
    let counts: Vec<_> =
        seen.buckets.iter().map(|b| (b.above_seconds, b.to_seconds, b.conversations)).collect();
    assert_eq!(counts, [(0, Some(30), 2), (30, Some(60), 2), (60, Some(180), 2), (180, None, 2)]);
    assert_eq!(seen.unanswered, 1);
}

#[test]
fn a_rule_is_charged_with_all_it_held_and_with_what_it_alone_held() {
    let held = |rules: &[&str], handling| EpisodeRow {
        held: true,
        held_rules: rules.iter().map(|rule| (*rule).into()).collect(),
        handling,
        ..answered(2, 60)
    };
    let rows = vec![
        held(&["refund"], Handling::HumanOnly),
        held(&["refund", "charge"], Handling::HumanOnly),
        held(&["refund"], Handling::AiAssisted),
        answered(2, 60),
    ];
    let seen = rules_report(0, NOW, NOW, &rows.into());
    assert_eq!((seen.held.positive, seen.held.n), (3, 4));
    let told: Vec<_> = seen
        .rules
        .iter()
        .map(|r| (r.rule.as_str(), r.held.positive, r.alone, r.overridden.positive))
        .collect();
    assert_eq!(told, [("refund", 3, 2, 1), ("charge", 1, 0, 0)]);
}

#[test]
fn a_saved_reply_is_compared_on_its_own_topics_only() {
    let chat = |template: Option<&str>, topic: &str, turns| EpisodeRow {
        template: template.map(Into::into),
        topic: Some(topic.into()),
        turns,
        ..answered(2, 60)
    };
    let mut rows = Vec::new();
    for at in 0..30_u16 {
        rows.push(chat(Some("hours"), "hours", 1 + at % 2));
        rows.push(chat(None, "hours", 3 + at % 2));
        rows.push(chat(None, "hard", 20));
    }
    let seen = templates_report(0, NOW, NOW, &rows.into());
    let row = &seen.templates[0];
    let gap = row.turns.unwrap();
    assert!((gap.points + 2.0).abs() < 1e-9 && gap.low > -2.5 && gap.high < -1.5, "{gap:?}");
    assert_eq!((row.n.ai_assisted, row.n.human_only, seen.by_hand), (30, 30, 60));
}

#[test]
fn questions_that_ask_the_same_are_one_gap() {
    let questions = open_questions();
    let seen = gaps_report(0, NOW, &Episodes::default(), &questions);
    let groups: Vec<_> = seen.groups.iter().map(|g| (g.n, g.question.as_str())).collect();
    assert_eq!(groups, [(3, "Do you sell telescopes for children?"), (2, "Can I pay with PayPal?")]);
    assert_eq!((seen.questions, seen.alone), (6, 1));
    let kept: Vec<&Unanswered> = questions.iter().filter(|q| q.question.contains("example.com")).collect();
    assert!(kept.is_empty(), "an address is personal: {kept:?}");
}

#[test]
fn worth_is_measured_and_what_is_assumed_is_said() {
    let chat = |handling, owner_ms| EpisodeRow { handling, owner_ms, cost_micros: 2_000, ..answered(10, 60) };
    let many = |n: u32, handling, ms: u32| (0..n).map(move |at| chat(handling, Some(ms + at % 2 * 1_000)));
    let assisted: Vec<EpisodeRow> = many(30, Handling::AiAssisted, 30_000).collect();
    let alone = roi_report(0, NOW, NOW, &assisted.clone().into(), &settings());
    assert_eq!((alone.saved_each, alone.net, alone.saved_more), (None, None, 0));
    let given = ReportSettings { minutes_by_hand: 3.0, hour_cost: 60.0, ..settings() };
    let assumed = roi_report(0, NOW, NOW, &assisted.clone().into(), &given);
    assert!(assumed.assumptions.iter().all(|one| one.used));
    assert!(assumed.saved_each.unwrap().points > 2.0);
    let (each, all) = (assumed.saved_each.unwrap(), assumed.saved_minutes.unwrap());
    assert!((all.points - 30.0 * each.points).abs() < 1e-9 && all.low < all.points && all.high > all.points);
    assert!((assumed.net.unwrap().points - (all.points - 0.06)).abs() < 1e-9, "an hour costs 60");
}

#[test]
fn reading_drafts_that_a_human_did_not_use_is_no_measure_of_writing_by_hand_and_is_no_saving() {
    let chat = |handling, owner_ms| EpisodeRow { handling, owner_ms, ..answered(10, 60) };
    let many = |handling, ms: u32| (0..30).map(move |at| chat(handling, Some(ms + at % 2 * 1_000)));
    let assisted: Vec<EpisodeRow> = many(Handling::AiAssisted, 30_000).collect();
    // Human-only chats in which a draft was read for 2.5 minutes, and ten whose writing nobody measured.
    let mut rows = assisted.clone();
    rows.extend(many(Handling::HumanOnly, 150_000));
    rows.extend((0..10).map(|_| chat(Handling::HumanOnly, None)));
    let unsaid = roi_report(0, NOW, NOW, &rows.clone().into(), &settings());
    assert_eq!((unsaid.saved_each, unsaid.saved_minutes), (None, None), "nothing by hand was measured");
    assert_eq!((unsaid.minutes_unused.n, unsaid.human_only), (30, 40));
    let given = ReportSettings { minutes_by_hand: 3.0, ..settings() };
    let with = roi_report(0, NOW, NOW, &rows.into(), &given);
    let without = roi_report(0, NOW, NOW, &assisted.into(), &given);
    assert_eq!(with.saved_each, without.saved_each);
    let lost = without.saved_minutes.unwrap().points - with.saved_minutes.unwrap().points;
    assert!((lost - 75.25).abs() < 1e-9, "thirty times two and a half minutes were spent: {lost}");
}

#[test]
fn autonomy_says_what_left_what_was_wrong_of_what_was_drawn_and_how_the_switch_stands() {
    use crate::domain::report::{Earned, RepliesSent};
    let rows: Episodes = busy_shop(300, true).into();
    let seen = autonomy_report(0, NOW, &rows, &compare(0, NOW, NOW, &rows));
    assert_eq!((seen.auto_sent.positive, &seen.earned), (0, &None));
    let earned = |allowed, paused, replies| Earned { allowed, paused, certificates: Vec::new(), replies };
    let idle = seen.clone().with(earned(false, false, RepliesSent::default()));
    assert!(idle.sentence.starts_with("Sending without an owner is not allowed"), "{}", idle.sentence);
    let replies = RepliesSent { sent: 120, drawn: 25, drawn_wrong: 1, wrong: 3 };
    let busy = seen.with(earned(true, true, replies));
    assert!(
        busy.sentence.ends_with("120 replies of this time left without one; 3 were called wrong afterwards.")
    );
    assert!(busy.sentence.starts_with("Sending without an owner is paused."));
    assert_eq!((busy.wrong.positive, busy.wrong.n), (1, 25));
}
