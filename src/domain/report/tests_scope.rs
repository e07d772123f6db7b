//! What falls back, and what comes back, as the lottery goes on.

use std::collections::BTreeMap;

use super::tests::near;
use super::*;

const HOUR: i64 = 3600 * 1_000_000;
const NOW: i64 = 1000 * HOUR;

/// Two arms on a topic: so many rated, so many of those happy.
fn arms(topic: &str, ai: (usize, usize), human: (usize, usize)) -> Vec<EpisodeRow> {
    let arm = |arm: Arm, (rated, happy): (usize, usize)| {
        (0..rated).map(move |at| EpisodeRow {
            handling: Handling::HumanOnly,
            assigned: Some(Assignment { arm, period: 0, human_share: 0.5, number: None }),
            topic: Some(topic.into()),
            csat: Some(if at < happy { 5 } else { 2 }),
            resolved_at: Some(HOUR),
            resolution_us: Some(HOUR),
            ..EpisodeRow::default()
        })
    };
    arm(Arm::AiAllowed, ai).chain(arm(Arm::HumanOnly, human)).collect()
}

fn moves(rows: Vec<EpisodeRow>, open: &[&str]) -> ScopeMoves {
    let seen =
        |n| Harm { sentence: String::new(), ai_n: n, human_n: n, points: -9.0, low: -12.0, high: -6.0 };
    let open: BTreeMap<String, Harm> = open.iter().map(|topic| ((*topic).to_owned(), seen(400))).collect();
    scope_moves(&compare(0, NOW, NOW, &rows.into()), &open)
}

fn harmful() -> Vec<EpisodeRow> {
    arms("delivery", (400, 240), (400, 380))
}

fn begun(moves: &ScopeMoves) -> Vec<&str> {
    moves.begin.iter().map(|(topic, _)| topic.as_str()).collect()
}

#[test]
fn harm_over_all_chats_begins_once_and_says_n_and_interval() {
    let first = moves(harmful(), &[]);
    assert_eq!(begun(&first), [""]);
    let harm = &first.begin[0].1;
    near(harm.points, -35.0);
    assert_eq!((harm.ai_n, harm.human_n), (400, 400));
    assert!(harm.low < -35.0 && -35.0 < harm.high && harm.high < 0.0);
    assert!(
        harm.sentence
            .starts_with("Over all chats, visitors in the AI group are less happy by 35.0 points (between ")
            && harm.sentence.ends_with("; 400 ratings against 400, by lottery)."),
        "{}",
        harm.sentence
    );
    assert_eq!(moves(harmful(), &[""]), ScopeMoves::default(), "it has fallen already");
}

#[test]
fn a_topic_falls_alone_and_comes_back_alone() {
    let rows = |hard_happy| {
        let easy = arms("easy", (1600, 1500), (1600, 1360));
        [easy, arms("hard", (400, hard_happy), (400, 340))].concat()
    };
    let first = moves(rows(200), &[]);
    assert_eq!((begun(&first), first.end.len()), (vec!["hard"], 0));
    assert!(first.begin[0].1.sentence.starts_with("On hard, visitors"), "{:?}", first.begin[0]);
    assert_eq!(moves(rows(200), &["hard"]), ScopeMoves::default());
    assert_eq!(moves(rows(335), &["hard"]).end, ["hard"]);
    assert_eq!(moves(rows(335), &["hard", ""]).end, ["", "hard"], "neither is shown any more");
}

#[test]
fn nothing_comes_back_because_evidence_was_lost() {
    let fine = |rated: usize| arms("hard", (rated, rated * 9 / 10), (rated, rated * 9 / 10));
    assert_eq!(moves(fine(300), &["hard", ""]), ScopeMoves::default(), "fewer ratings than when it fell");
    assert_eq!(moves(fine(400), &["hard", ""]).end, ["", "hard"]);
}

#[test]
fn what_says_nothing_takes_nothing_and_gives_nothing_back() {
    let all: &[&str] = &["", "delivery"];
    let few = arms("delivery", (15, 2), (15, 15));
    let broken = arms("delivery", (600, 300), (200, 190));
    let unassigned: Vec<EpisodeRow> =
        harmful().into_iter().map(|row| EpisodeRow { assigned: None, ..row }).collect();
    let made_up: Vec<EpisodeRow> =
        harmful().into_iter().map(|row| EpisodeRow { sample: true, ..row }).collect();
    let silent = (0..2_000).map(|_| EpisodeRow {
        assigned: Some(Assignment { arm: Arm::HumanOnly, period: 0, human_share: 0.5, number: None }),
        resolved_at: Some(HOUR),
        resolution_us: Some(HOUR),
        ..EpisodeRow::default()
    });
    let chats = silent.clone().map(|row| EpisodeRow {
        assigned: row.assigned.map(|place| Assignment { arm: Arm::AiAllowed, ..place }),
        ..row
    });
    // Of the human arm a sixth rates, of the AI arm half.
    let uneven: Vec<EpisodeRow> = arms("delivery", (2_000, 1_800), (400, 300))
        .into_iter()
        .chain(silent)
        .chain(chats.take(400))
        .collect();
    for (what, rows) in [
        ("few", few),
        ("broken", broken),
        ("no lottery", unassigned),
        ("made up", made_up),
        ("uneven", uneven),
        ("nothing", Vec::new()),
    ] {
        assert_eq!(moves(rows.clone(), &[]), ScopeMoves::default(), "{what}");
        assert_eq!(moves(rows, all), ScopeMoves::default(), "{what}");
    }
}
