//! Measured waits, the figure that may be promised, and its report.

use proptest::prelude::*;

use super::{Hours, HoursSettings, Measured, Promise, PromiseCounts, PromiseReport, Wait, rounded_up_ms};
use crate::domain::time::Timestamp;

const NOW: Timestamp = Timestamp(1_800_000_000_000_000);
const MINUTE_MS: i64 = 60_000;

/// A visitor who was told long ago and waited for so many minutes.
fn waited(minutes: i64) -> Wait {
    let told_at = NOW.minus_ms(30 * 86_400_000);
    let answered_at = Some(told_at.plus_ms(minutes * MINUTE_MS));
    Wait { told_at, answered_at, ended_at: answered_at }
}

/// One who waits still.
fn waiting(minutes: i64) -> Wait {
    Wait { told_at: NOW.minus_ms(minutes * MINUTE_MS), answered_at: None, ended_at: None }
}

/// One who needed no answer after so many minutes.
fn withdrawn(minutes: i64) -> Wait {
    Wait { answered_at: None, ..waited(minutes) }
}

fn upper_minutes(waits: &[Wait]) -> (usize, Option<i64>) {
    let measured = Measured::of(&Hours::default(), NOW, waits);
    (measured.n, measured.upper_ms.map(|ms| ms / MINUTE_MS))
}

#[test]
fn the_figure_is_the_conformal_order_statistic_rounded_up() {
    let one_to = |n: i64| (1..=n).map(waited).collect::<Vec<_>>();
    assert_eq!(upper_minutes(&one_to(19)), (19, None), "too few");
    // Of 20 waits the 19th, of 29 the 27th, of 100 the 91st.
    assert_eq!(upper_minutes(&one_to(20)), (20, Some(20)));
    assert_eq!(upper_minutes(&one_to(29)), (29, Some(30)));
    assert_eq!(upper_minutes(&one_to(100)), (100, Some(105)));
}

#[test]
fn a_wait_without_an_end_counts_once_it_is_longer_than_the_figure_or_a_day() {
    let mut waits: Vec<Wait> = (1..=40).map(|_| waited(10)).collect();
    waits.push(waiting(9));
    waits.push(withdrawn(8));
    assert_eq!(upper_minutes(&waits), (40, Some(10)), "they say nothing yet");
    waits.push(waiting(11));
    waits.push(withdrawn(500));
    assert_eq!(upper_minutes(&waits), (42, Some(10)));
    for _ in 0..3 {
        waits.push(waiting(2_000));
    }
    assert_eq!(upper_minutes(&waits), (45, None), "more than one in ten had no end");
    let lonely: Vec<Wait> = (0..30).map(|_| waiting(1_441)).collect();
    assert_eq!(upper_minutes(&lonely), (30, None));
    assert_eq!(upper_minutes(&(0..30).map(|_| waiting(1_440)).collect::<Vec<_>>()), (0, None));
}

#[test]
fn waits_are_measured_in_open_time() {
    let day = Some("09:00-17:00".to_owned());
    let hours = HoursSettings {
        zone: Some("UTC".to_owned()),
        mon: day.clone(),
        tue: day.clone(),
        wed: day.clone(),
        thu: day.clone(),
        fri: day,
        ..HoursSettings::default()
    };
    let at = |text: &str| Timestamp::parse_rfc3339(text).unwrap();
    // Told on Friday at ten to five, answered on Monday at ten past nine.
    let (told_at, answered) = (at("2026-11-27T16:50:00Z"), at("2026-11-30T09:10:00Z"));
    let wait = Wait { told_at, answered_at: Some(answered), ended_at: Some(answered) };
    let measured = Measured::of(&hours.read().unwrap(), NOW, &[wait; 20]);
    assert_eq!(measured, Measured { n: 20, upper_ms: Some(20 * MINUTE_MS) });
}

#[test]
fn a_wait_is_rounded_up_to_what_people_say() {
    let minutes = |ms: i64| rounded_up_ms(ms) / MINUTE_MS;
    let table =
        [(0, 5), (1, 5), (300_000, 5), (300_001, 10), (1_800_000, 30), (1_800_001, 45), (3_600_000, 60)];
    for (ms, wanted) in
        table.into_iter().chain([(7_200_000, 120), (7_200_001, 180), (11 * 3_600_000 + 1, 720)])
    {
        assert_eq!(minutes(ms), wanted, "{ms} ms");
    }
}

#[test]
fn the_alarm_comes_late_and_always_before_the_end() {
    let alarm_after = |minutes: i64| {
        let promise = Promise {
            told_at: NOW,
            until: Some(NOW.plus_ms(minutes * MINUTE_MS)),
            alarmed: false,
            lag_ms: 0,
        };
        promise.alarm_at().map(|at| at.since(NOW) / 1_000_000)
    };
    assert_eq!(alarm_after(5), Some(225), "three quarters of five minutes");
    assert_eq!(alarm_after(20), Some(900));
    assert_eq!(alarm_after(60), Some(55 * 60), "five minutes before");
    let told = Promise { told_at: NOW, until: Some(NOW.plus_ms(60_000)), alarmed: true, lag_ms: 0 };
    assert_eq!((told.alarm_at(), Promise { until: None, alarmed: false, ..told }.alarm_at()), (None, None));
}

#[test]
fn a_report_gives_the_share_with_its_interval_or_says_what_is_lacking() {
    let counts = PromiseCounts { told: 60, promised: 50, kept: 36, broken: 4, open: 2 };
    let measured = Measured { n: 60, upper_ms: Some(75 * MINUTE_MS) };
    let report = PromiseReport::of(Timestamp(0), NOW, counts, measured);
    assert_eq!((report.n, report.withdrawn, report.missing), (40, 8, 0));
    // Wilson for 36 of 40, as in Wilson (1927): 0.769 to 0.960.
    let within = |value: Option<f64>, wanted: f64| value.is_some_and(|v| (v - wanted).abs() < 5e-4);
    assert!(
        within(report.share, 0.9) && within(report.low, 0.7695) && within(report.high, 0.9604),
        "{report:?}"
    );
    assert!(report.text().contains("Kept: 36 of 40 (90 %, 95 % interval 77 to 96 %)."), "{}", report.text());
    assert!(report.text().contains("at most 1 h 15 min of opening hours (n = 60)"), "{}", report.text());
    let few = PromiseReport::of(
        Timestamp(0),
        NOW,
        PromiseCounts { kept: 3, ..PromiseCounts::default() },
        Measured::default(),
    );
    assert_eq!((few.share, few.low, few.missing, few.waits.missing), (None, None, 17, 20));
    assert!(few.text().contains("Kept: 3 of 3: not enough data yet, about 17 more."), "{}", few.text());
    assert!(few.text().contains("0 waits measured, about 20 more"), "{}", few.text());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the conformal rank is for: of any n + 1 exchangeable waits at least nine in ten are no longer than what the
    /// n others promise, counted over all choices of the one left out.
    #[test]
    fn nine_in_ten_left_out_waits_are_covered(minutes in prop::collection::vec(0_i64..5_000, 21..60)) {
        let waits: Vec<Wait> = minutes.iter().copied().map(waited).collect();
        let covered = (0..waits.len()).filter(|out| {
            let others: Vec<Wait> =
                waits.iter().enumerate().filter(|(n, _)| n != out).map(|(_, wait)| *wait).collect();
            upper_minutes(&others).1.is_some_and(|upper| upper >= minutes[*out])
        });
        prop_assert!(covered.count() * 10 >= waits.len() * 9);
    }
}
