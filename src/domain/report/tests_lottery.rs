//! The comparison by lottery: what it says, what stops it, and what must fall back.

use super::tests::near;
use super::*;
use crate::domain::report_text::comparison_text;

const HOUR: i64 = 3600 * 1_000_000;
const NOW: i64 = 1000 * HOUR;

/// An arm of `chats`, of which `rated` rated and `happy` were satisfied.
struct Drawn {
    arm: Arm,
    period: u32,
    human_share: f64,
    chats: usize,
    rated: usize,
    happy: usize,
    reply_s: i64,
}

impl Drawn {
    fn of(arm: Arm, chats: usize, rated: usize, happy: usize) -> Self {
        Self { arm, period: 0, human_share: 0.2, chats, rated, happy, reply_s: 60 }
    }

    fn rows(&self) -> Vec<EpisodeRow> {
        let handling = if self.arm == Arm::AiAllowed { Handling::AiAssisted } else { Handling::HumanOnly };
        let stars = |at: usize| (at < self.rated).then_some(if at < self.happy { 5 } else { 2 });
        (0..self.chats)
            .map(|at| EpisodeRow {
                handling,
                kind: (handling == Handling::AiAssisted).then_some(AssistKind::Approved),
                assigned: Some(Assignment {
                    arm: self.arm,
                    period: self.period,
                    human_share: self.human_share,
                    number: None,
                }),
                triggered: at % 2 == 0,
                topic: Some("delivery".into()),
                csat: stars(at),
                frt_us: Some((self.reply_s + i64::try_from(at % 30).unwrap()) * 1_000_000),
                resolution_us: Some(HOUR),
                resolved_at: Some(HOUR),
                ..EpisodeRow::default()
            })
            .collect()
    }
}

fn report(arms: &[Drawn]) -> Comparison {
    let rows: Vec<EpisodeRow> = arms.iter().flat_map(Drawn::rows).collect();
    compare(0, NOW, NOW, &rows.into())
}

#[test]
fn the_example_of_the_statistics_needs_about_so_many_more_ratings() {
    let seen = report(&[Drawn::of(Arm::AiAllowed, 1004, 200, 172), Drawn::of(Arm::HumanOnly, 246, 50, 42)]);
    let lottery = seen.randomised.as_ref().unwrap();
    assert!(!lottery.lottery.broken && !lottery.response.caution);
    near(lottery.csat.unwrap().points, 2.0);
    assert_eq!(lottery.ratings_needed, Some(3480));
    assert_eq!(
        seen.verdict.sentence,
        "Can't tell yet: needs about 3,480 more ratings. So far +2 points, but anything from -16 to +20 is possible."
    );
    assert_eq!(seen.verdict.kind, Kind::CantTell);
    assert!(comparison_text(&seen).contains("lottery check: ok"));
}

#[test]
fn only_the_lottery_says_that_ai_helps_or_harms() {
    let helps = report(&[Drawn::of(Arm::AiAllowed, 800, 400, 380), Drawn::of(Arm::HumanOnly, 200, 100, 60)]);
    assert_eq!(helps.verdict.kind, Kind::Helps);
    assert!(
        helps.verdict.sentence.starts_with("AI helps. Visitors in the AI group are happier by 35.0 points")
    );
    assert_eq!(must_fall_back(&helps), FallBack::Nothing);
    let harms = report(&[Drawn::of(Arm::AiAllowed, 800, 400, 240), Drawn::of(Arm::HumanOnly, 200, 100, 95)]);
    assert_eq!(harms.verdict.kind, Kind::Harms);
    assert!(
        harms
            .verdict
            .sentence
            .starts_with("AI harms. Visitors in the AI group are less happy by 35.0 points")
    );
    assert!(
        harms.verdict.sentence.ends_with("Autopilot falls back to suggestions until you decide otherwise.")
    );
    assert_eq!(must_fall_back(&harms), FallBack::Everything);
}

#[test]
fn a_large_even_comparison_finds_no_real_difference_and_a_one_sided_one_no_loss() {
    let mut arms =
        [Drawn::of(Arm::AiAllowed, 40_000, 20_000, 17_000), Drawn::of(Arm::HumanOnly, 10_000, 5_000, 4_250)];
    assert_eq!(report(&arms).verdict.kind, Kind::NoRealDifference);
    assert_eq!(
        report(&arms).verdict.sentence,
        "No real difference. Whatever gap exists is smaller than 5 points."
    );
    arms[0] = Drawn::of(Arm::AiAllowed, 4_000, 2_000, 1_740);
    arms[1] = Drawn::of(Arm::HumanOnly, 1_000, 500, 415);
    let seen = report(&arms);
    assert_eq!(seen.verdict.kind, Kind::NotWorse, "{:?}", seen.randomised.unwrap().csat);
}

#[test]
fn a_broken_lottery_stops_everything() {
    let seen = report(&[Drawn::of(Arm::AiAllowed, 600, 300, 290), Drawn::of(Arm::HumanOnly, 400, 200, 100)]);
    assert_eq!(seen.verdict.kind, Kind::Broken);
    assert!(seen.verdict.sentence.starts_with("Assignment is broken."), "{}", seen.verdict.sentence);
    assert_eq!(must_fall_back(&seen), FallBack::Nothing);
    let text = comparison_text(&seen);
    assert!(text.contains("lottery check: BROKEN"), "{text}");
    let fair = text.split("SIMILAR CHATS").next().unwrap();
    assert!(!fair.contains("satisfied"), "nothing is compared:\n{fair}");
}

#[test]
fn fewer_than_twenty_ratings_in_an_arm_leave_it_to_similar_chats() {
    let few = [Drawn::of(Arm::AiAllowed, 80, 60, 50), Drawn::of(Arm::HumanOnly, 20, 12, 10)];
    let seen = report(&few);
    assert_eq!(seen.randomised.as_ref().unwrap().csat, None);
    assert_eq!(seen.verdict.kind, Kind::TooFew);
    assert!(
        seen.verdict.sentence.contains("(AI 60, human 12; at least 20 each)"),
        "{}",
        seen.verdict.sentence
    );
}

#[test]
fn periods_with_different_shares_are_strata_and_never_pooled() {
    // In each period both arms are equally happy; pooled, AI would look far better.
    let period = |arm, period, human_share, rated, happy| Drawn {
        period,
        human_share,
        ..Drawn::of(arm, rated, rated, happy)
    };
    let seen = report(&[
        period(Arm::AiAllowed, 0, 0.2, 400, 360),
        period(Arm::HumanOnly, 0, 0.2, 100, 90),
        period(Arm::AiAllowed, 1, 0.5, 100, 50),
        period(Arm::HumanOnly, 1, 0.5, 100, 50),
    ]);
    let lottery = seen.randomised.unwrap();
    assert_eq!(lottery.periods.len(), 2);
    near(lottery.csat.unwrap().points, 0.0);
    let pooled = seen.difference.csat.unwrap().points;
    assert!(pooled > 10.0, "{pooled}");
    near(lottery.lottery.human_expected, 200.0);
}

#[test]
fn visitors_who_rate_more_often_in_one_arm_take_the_verdict_away() {
    let seen =
        report(&[Drawn::of(Arm::AiAllowed, 8_000, 6_400, 5_800), Drawn::of(Arm::HumanOnly, 2_000, 800, 660)]);
    let lottery = seen.randomised.as_ref().unwrap();
    assert!(lottery.response.caution && lottery.csat.unwrap().low > 0.0);
    let lee = lottery.response.lee.unwrap();
    assert!(lee.low < 0.0 && lee.high > 0.0, "{lee:?}");
    assert_eq!(seen.verdict.kind.name(), "cant_tell");
    assert!(
        seen.verdict.sentence.contains("ratings come back at different rates"),
        "{}",
        seen.verdict.sentence
    );
    assert_eq!(must_fall_back(&seen), FallBack::Nothing);
}

#[test]
fn first_replies_are_called_faster_only_when_chance_is_ruled_out() {
    let arms = |human_s| {
        let human = Drawn { reply_s: human_s, ..Drawn::of(Arm::HumanOnly, 200, 60, 50) };
        report(&[Drawn::of(Arm::AiAllowed, 800, 240, 200), human]).verdict.also
    };
    assert_eq!(arms(600), ["First replies are clearly faster."]);
    assert_eq!(arms(20), ["First replies are clearly slower."]);
    assert!(arms(60).is_empty());
}

#[test]
fn an_arm_keeps_its_chats_whatever_happened_later() {
    let mut rows = Drawn::of(Arm::HumanOnly, 40, 30, 20).rows();
    rows.extend(Drawn::of(Arm::AiAllowed, 160, 120, 80).rows());
    for row in rows.iter_mut().step_by(4) {
        row.handling = Handling::HumanOnly;
        (row.held, row.kind) = (true, None);
    }
    let lottery = compare(0, NOW, NOW, &rows.into()).randomised.unwrap();
    assert_eq!((lottery.ai_allowed.conversations, lottery.human_only.conversations), (160, 40));
    assert_eq!((lottery.wrote.positive, lottery.wrote.n), (120, 160));
    let triggered = lottery.triggered.csat_n;
    assert_eq!((triggered.ai_assisted, triggered.human_only), (60, 15));
}

#[test]
fn a_topic_that_loses_by_lottery_falls_back_alone() {
    let topic = |name: &str, mut rows: Vec<EpisodeRow>| {
        for row in &mut rows {
            row.topic = Some(name.into());
        }
        rows
    };
    let rows = [
        topic("easy", Drawn::of(Arm::AiAllowed, 1600, 1600, 1500).rows()),
        topic("easy", Drawn::of(Arm::HumanOnly, 400, 400, 340).rows()),
        topic("hard", Drawn::of(Arm::AiAllowed, 400, 400, 200).rows()),
        topic("hard", Drawn::of(Arm::HumanOnly, 100, 100, 85).rows()),
    ]
    .concat();
    let seen = compare(0, NOW, NOW, &rows.into());
    assert_ne!(seen.verdict.kind, Kind::Harms);
    assert_eq!((seen.topics.source, seen.topics.rows.len()), ("lottery", 2));
    assert_eq!(must_fall_back(&seen), FallBack::Topics { topics: vec!["hard".to_owned()] });
}

#[test]
fn those_still_waiting_and_those_who_left_count_in_the_wait() {
    let mut rows = Drawn::of(Arm::AiAllowed, 80, 40, 30).rows();
    let human = Drawn::of(Arm::HumanOnly, 20, 20, 15).rows().into_iter().enumerate().map(|(at, mut row)| {
        row.started_at = if at < 8 { NOW - HOUR } else { 0 };
        if at < 12 {
            row.frt_us = None;
        }
        if at < 8 {
            (row.resolved_at, row.resolution_us) = (None, None);
        }
        row
    });
    rows.extend(human);
    let lottery = compare(0, NOW, NOW, &rows.into()).randomised.unwrap();
    let human = lottery.human_only;
    assert_eq!((human.first_reply.n, human.first_reply.ended, human.frt_seconds.n), (20, 8, 8));
    assert_eq!(human.first_reply.median, None, "more than half still wait or left");
    assert!(human.frt_seconds.median.is_some());
    // Eight have waited an hour only: not known yet.
    assert_eq!((human.left_without_reply.positive, human.left_without_reply.n), (4, 12));
}

/// Chats with the numbers that their visitors drew.
fn drew(arm: Arm, numbers: impl Iterator<Item = f64>, stars: Option<u8>) -> Vec<EpisodeRow> {
    let place = |number| Assignment { arm, period: 0, human_share: 0.5, number: Some(number) };
    let row = |number| EpisodeRow {
        handling: Handling::HumanOnly,
        assigned: Some(place(number)),
        csat: stars,
        resolved_at: Some(HOUR),
        resolution_us: Some(HOUR),
        ..EpisodeRow::default()
    };
    numbers.map(row).collect()
}

#[test]
fn a_visitor_who_writes_often_counts_once_and_breaks_no_lottery() {
    let visitors = |from: u32| (from..from + 100).map(|n| f64::from(n) / 1_000.0);
    let often = || std::iter::repeat_n(0.0, 300);
    let rows = [
        drew(Arm::HumanOnly, visitors(0), Some(5)),
        drew(Arm::AiAllowed, visitors(500), Some(5)),
        drew(Arm::HumanOnly, often(), Some(1)),
    ]
    .concat();
    let seen = compare(0, NOW, NOW, &rows.clone().into()).randomised.unwrap();
    assert_eq!((seen.lottery.ai_chats, seen.lottery.human_chats, seen.later_chats), (100, 100, 300));
    assert!(!seen.lottery.broken);
    assert_eq!((seen.csat_n.human_only, seen.csat.unwrap().points), (100, 0.0));

    // In the next period the visitor is drawn anew, and counts again.
    let next = rows.iter().cloned().map(|row| EpisodeRow {
        assigned: row.assigned.map(|place| Assignment { period: 1, ..place }),
        ..row
    });
    let both: Vec<EpisodeRow> = rows.iter().cloned().chain(next).collect();
    let seen = compare(0, NOW, NOW, &both.into()).randomised.unwrap();
    assert_eq!((seen.periods.len(), seen.periods[1].human_chats, seen.later_chats), (2, 100, 600));
}
