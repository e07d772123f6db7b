//! What the comparison counts, what it withholds, and what it never says.

use super::*;
use crate::domain::report_text::{comparison_csv, comparison_text};

const HOUR: i64 = 3600 * 1_000_000;
const NOW: i64 = 1000 * HOUR;

fn row(handling: Handling) -> EpisodeRow {
    EpisodeRow {
        handling,
        kind: (handling == Handling::AiAssisted).then_some(AssistKind::Approved),
        ..EpisodeRow::default()
    }
}

/// `happy` of `n` rated chats about a topic.
fn rated(handling: Handling, topic: &str, happy: usize, n: usize) -> Vec<EpisodeRow> {
    let stars = |at| if at < happy { 5 } else { 2 };
    (0..n)
        .map(|at| EpisodeRow { topic: Some(topic.into()), csat: Some(stars(at)), ..row(handling) })
        .collect()
}

/// STATISTICS.md C1: AI is worse on both topics and looks far better, because it gets the easy chats.
pub(crate) fn the_easy_chats() -> Vec<EpisodeRow> {
    [
        rated(Handling::AiAssisted, "delivery", 162, 180),
        rated(Handling::HumanOnly, "delivery", 19, 20),
        rated(Handling::AiAssisted, "complaint", 10, 20),
        rated(Handling::HumanOnly, "complaint", 108, 180),
    ]
    .concat()
}

fn report(rows: &[EpisodeRow]) -> Comparison {
    compare(0, NOW, NOW, &rows.to_vec().into())
}

#[track_caller]
pub(super) fn near(found: f64, wanted: f64) {
    assert!((found - wanted).abs() < 0.05, "found {found}, wanted {wanted}");
}

#[test]
fn the_raw_split_flatters_and_similar_chats_correct_it() {
    let seen = report(&the_easy_chats());
    let raw = seen.difference.csat.unwrap();
    near(raw.points, 22.5);
    near(raw.low, 14.1);
    near(raw.high, 30.5);
    let adjusted = seen.adjusted.unwrap();
    near(adjusted.points, -7.5);
    near(adjusted.low, -20.0);
    near(adjusted.high, 5.0);
    assert_eq!((adjusted.n.ai_assisted, adjusted.n.human_only, adjusted.n.more), (200, 200, 0));
    assert_eq!(adjusted.strata.len(), 2);
    // Weighted as AI's own chats: 0.9 x -5 and 0.1 x -10.
    near(adjusted.post_stratified.unwrap().points, -5.5);
    assert_eq!(
        seen.verdict,
        Told {
            kind: Kind::NotRandom,
            sentence: "Not a random comparison. Among similar chats the AI ones rate 7.5 points lower \
                       (-20.0 to +5.0); 100 % of AI chats could be compared. \
                       Keep some chats human at random to know for sure."
                .to_owned(),
            also: Vec::new(),
        }
    );
}

#[test]
fn below_twenty_ratings_on_a_side_there_is_no_difference_and_no_verdict() {
    let rows =
        [rated(Handling::AiAssisted, "delivery", 19, 19), rated(Handling::HumanOnly, "delivery", 2, 12)]
            .concat();
    let seen = report(&rows);
    assert_eq!((seen.difference.csat, seen.difference.csat_anytime), (None, None));
    assert_eq!((seen.difference.csat_mean, seen.adjusted), (None, None));
    assert_eq!(seen.difference.csat_n, Sides { ai_assisted: 19, human_only: 12, more: 9 });
    assert_eq!(
        seen.verdict,
        Told {
            kind: Kind::TooFew,
            sentence: "Can't tell yet: too few ratings (AI 19, human 12; at least 20 each). \
                       Not enough data yet, about 9 more."
                .to_owned(),
            also: Vec::new(),
        }
    );
}

#[test]
fn chats_without_a_common_topic_are_not_called_similar() {
    let mut rows =
        [rated(Handling::AiAssisted, "delivery", 30, 40), rated(Handling::HumanOnly, "complaint", 20, 40)]
            .concat();
    assert_eq!(report(&rows).verdict.kind, Kind::CantTell);
    for row in &mut rows {
        row.topic = None;
    }
    let seen = report(&rows);
    assert_eq!(seen.adjusted, None);
    assert_eq!(seen.adjusted_why, Some("no topic has rated chats on both sides"));
    assert!(seen.verdict.sentence.starts_with("Can't tell yet: no topic has rated chats"));
}

#[test]
fn without_a_lottery_nothing_helps_or_harms() {
    for (ai, human) in [(100, 0), (0, 100), (50, 50), (100, 100)] {
        let rows = [
            rated(Handling::AiAssisted, "delivery", ai, 100),
            rated(Handling::HumanOnly, "delivery", human, 100),
        ]
        .concat();
        let seen = report(&rows);
        assert_eq!((seen.randomised, seen.randomised_why.is_some()), (None, true));
        let said = seen.verdict.sentence.to_lowercase();
        assert!(!said.contains("help") && !said.contains("harm"), "{said}");
    }
}

#[test]
fn in_the_confounded_world_nothing_says_that_ai_helps() {
    let seen = report(&the_easy_chats());
    let json = serde_json::to_string(&seen).unwrap();
    for said in [comparison_text(&seen), comparison_csv(&seen), json] {
        let said = said.to_lowercase();
        assert!(!said.contains("help") && !said.contains("harm"), "{said}");
        assert!(said.contains("not a fair comparison"), "{said}");
    }
    let text = comparison_text(&seen);
    let place = |words: &str| text.find(words).unwrap();
    assert!(
        place("VERDICT") < place("SIMILAR CHATS") && place("SIMILAR CHATS") < place("RAW SPLIT"),
        "{text}"
    );
}

#[test]
fn similar_means_the_same_topic_hours_and_returning_and_small_strata_are_merged() {
    let some = |handling, topic: &str, in_hours, returning, n| {
        let mut rows = rated(handling, topic, n - 1, n);
        for row in &mut rows {
            (row.in_hours, row.returning) = (Some(in_hours), returning);
        }
        rows
    };
    let (ai, human) = (Handling::AiAssisted, Handling::HumanOnly);
    let rows = [
        some(ai, "delivery", true, false, 30),
        some(human, "delivery", true, false, 20),
        some(ai, "delivery", false, false, 4),
        some(human, "delivery", false, false, 9),
        some(ai, "size", true, true, 6),
        some(human, "size", true, true, 2),
        some(ai, "glaze", true, false, 50),
    ]
    .concat();
    let adjusted = report(&rows).adjusted.unwrap();
    let strata: Vec<_> = adjusted
        .strata
        .iter()
        .map(|s| (s.topic.as_str(), s.in_hours, s.returning, s.pair.ai_n, s.pair.human_n))
        .collect();
    assert_eq!(
        strata,
        [
            ("delivery", Some(true), false, 30, 20),
            ("glaze", Some(true), false, 50, 0),
            ("other", None, false, 10, 11),
        ]
    );
    assert_eq!((adjusted.n.ai_assisted, adjusted.n.human_only), (40, 31));
    near(adjusted.coverage, 40.0 / 90.0);
}

#[test]
fn held_chats_stand_apart_and_unanswered_ones_count_nowhere() {
    let held = |handling| EpisodeRow { held: true, csat: Some(5), ..row(handling) };
    let mut edited = row(Handling::AiAssisted);
    edited.kind = Some(AssistKind::Edited);
    let seen = report(&[
        held(Handling::AiAssisted),
        held(Handling::HumanOnly),
        held(Handling::None),
        row(Handling::None),
        row(Handling::HumanOnly),
        row(Handling::AiAssisted),
        edited,
    ]);
    let counts = [&seen.raw.ai_assisted, &seen.raw.human_only, &seen.raw.blocked];
    assert_eq!(counts.map(|group| (group.conversations, group.rated)), [(2, 0), (1, 0), (3, 3)]);
    let kinds = [&seen.kinds.approved, &seen.kinds.edited, &seen.kinds.auto_sent];
    assert_eq!(kinds.map(|group| group.conversations), [1, 1, 0]);
}

#[test]
fn a_chat_younger_than_72_hours_is_unknown_even_if_it_has_come_back_already() {
    let resolved = |hours_ago: i64, reopened| EpisodeRow {
        resolved_at: Some(NOW - hours_ago * HOUR),
        reopened_within_72h: reopened,
        ..row(Handling::HumanOnly)
    };
    let rows = [
        resolved(72, false),
        resolved(200, true),
        resolved(71, false),
        resolved(10, true),
        row(Handling::HumanOnly),
    ];
    let seen = report(&rows).raw.human_only.reopened;
    assert_eq!((seen.reopened, seen.n, seen.early, seen.unknown), (1, 2, 1, 2));
}

#[test]
fn each_figure_is_null_beside_its_n_until_there_is_enough() {
    let answers = |n: u64| {
        let one = |at: u64| EpisodeRow {
            csat: Some(4),
            nps: Some(10),
            frt_us: i64::try_from(at * 1_000_000).ok(),
            ..row(Handling::HumanOnly)
        };
        report(&(0..n).map(one).collect::<Vec<_>>()).raw.human_only
    };
    let shown = |n: u64| {
        let group = answers(n);
        assert_eq!([group.csat.n, group.csat_mean.n, group.nps.n, group.frt_seconds.n], [n; 4]);
        let (mean, score) = (group.csat_mean.mean.is_some(), group.nps.score.is_some());
        let times = group.frt_seconds;
        let p90 = (times.p90.is_some(), times.p90_high.is_some());
        (group.csat.share.is_some(), mean, times.median.is_some(), p90, score)
    };
    assert_eq!(shown(0), (false, false, false, (false, false), false));
    assert_eq!(shown(1), (true, false, false, (false, false), false));
    assert_eq!(shown(5), (true, true, false, (false, false), false));
    assert_eq!(shown(6), (true, true, true, (false, false), false));
    assert_eq!(shown(10), (true, true, true, (true, false), false));
    assert_eq!(shown(30), (true, true, true, (true, false), true));
    assert_eq!(shown(36), (true, true, true, (true, true), true));
}

#[test]
fn answers_off_their_scale_and_times_running_backwards_are_ignored() {
    let odd = EpisodeRow {
        csat: Some(6),
        nps: Some(11),
        frt_us: Some(-1),
        resolved_at: Some(i64::MIN),
        ..row(Handling::HumanOnly)
    };
    let zero = EpisodeRow { csat: Some(0), ..odd.clone() };
    let group = compare(i64::MIN, i64::MAX, i64::MAX, &vec![odd, zero].into()).raw.human_only;
    assert_eq!((group.rated, group.nps.n, group.frt_seconds.n), (0, 0, 0));
}

#[test]
fn one_made_up_chat_marks_the_whole_report() {
    let sample = EpisodeRow { sample: true, ..row(Handling::None) };
    assert!(report(&[sample]).sample_data);
    assert!(!report(&[row(Handling::None)]).sample_data);
}

#[test]
fn the_json_has_the_shape_that_is_promised() {
    let json = serde_json::to_value(compare(0, 86_400_000_000, NOW, &Episodes::default())).unwrap();
    assert_eq!(json["from"], "1970-01-01T00:00:00Z");
    assert_eq!(json["to"], "1970-01-02T00:00:00Z");
    let nothing = serde_json::json!({"positive": 0, "n": 0, "share": null, "low": null, "high": null});
    let times = serde_json::json!({
        "n": 0, "median": null, "median_low": null, "median_high": null,
        "p90": null, "p90_low": null, "p90_high": null
    });
    let mut waits = times.clone();
    waits["ended"] = serde_json::json!(0);
    assert_eq!(
        json["raw"]["ai_assisted"],
        serde_json::json!({
            "conversations": 0,
            "rated": 0,
            "response": nothing,
            "csat": nothing,
            "stars": [0, 0, 0, 0, 0],
            "csat_mean": {"n": 0, "mean": null, "low": null, "high": null},
            "nps": {
                "promoters": 0, "passives": 0, "detractors": 0, "n": 0,
                "score": null, "low": null, "high": null
            },
            "nps_response": nothing,
            "frt_seconds": times,
            "first_reply": waits,
            "resolution_seconds": times,
            "solved": waits,
            "left_without_reply": nothing,
            "reopened": {
                "reopened": 0, "n": 0, "share": null, "low": null, "high": null,
                "early": 0, "unknown": 0
            },
            "unhappy": nothing
        })
    );
    assert_eq!(json["randomised"], serde_json::Value::Null);
    assert_eq!(json["adjusted"], serde_json::Value::Null);
    assert_eq!(json["verdict"]["kind"], "too_few");
    assert_eq!(
        json["difference"]["csat_n"],
        serde_json::json!({"ai_assisted": 0, "human_only": 0, "more": 40})
    );
}
