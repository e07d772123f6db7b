//! Resampled intervals repeat, and hold the truth about as often as they say.

use proptest::prelude::*;

use super::bootstrap::{Bootstrapped, DRAWN_MAX, RESAMPLES, seed_of};
use super::tests::near;
use super::*;

/// Values that a deviate of its own for each place makes, without a generator.
fn sample(n: usize, world: u64, side: &str, shape: impl Fn(f64) -> f64) -> Vec<f64> {
    (0..n).map(|at| shape(hash_unit(&format!("{world}-{side}"), &at.to_string()).max(1e-9))).collect()
}

/// Waits of exponential length, given up after others of their own.
fn waits(n: usize, world: u64, side: &str, mean: f64) -> Vec<Waited> {
    let ends = sample(n, world, side, |u| -mean * u.ln());
    let gone = sample(n, world, &format!("{side}-gone"), |u| -3.0 * mean * u.ln());
    ends.into_iter().zip(gone).map(|(end, gone)| Waited { time: end.min(gone), ended: end <= gone }).collect()
}

/// How many of `worlds` have the truth inside the interval of 95 %.
fn held(worlds: u64, truth: f64, seen: impl Fn(u64) -> Bootstrapped) -> u64 {
    (0..worlds).map(seen).map(|seen| u64::from(seen.p95.low <= truth && truth <= seen.p95.high)).sum()
}

#[test]
fn the_interval_holds_the_truth_about_95_times_in_100() {
    let worlds = 400;
    let ln2 = std::f64::consts::LN_2;
    let of_waits = held(worlds, 5.0 * ln2, |world| {
        let (one, other) = (waits(60, world, "a", 10.0), waits(60, world, "b", 5.0));
        difference_of_waits(&one, &other, 300, world).unwrap()
    });
    let of_medians = held(worlds, 5.0 * ln2, |world| {
        let (one, other) =
            (sample(60, world, "a", |u| -10.0 * u.ln()), sample(60, world, "b", |u| -5.0 * u.ln()));
        difference_of_medians(&one, &other, 300, world).unwrap()
    });
    let of_means = held(worlds, 5.0, |world| {
        let (one, other) =
            (sample(60, world, "a", |u| -10.0 * u.ln()), sample(60, world, "b", |u| -5.0 * u.ln()));
        difference_of_means(&one, &other, 300, world).unwrap()
    });
    // 95 % of 400 is 380 with a standard deviation of 4.4; percentile intervals of a mean run a little short.
    for (what, held) in [("waits", of_waits), ("medians", of_medians), ("means", of_means)] {
        assert!((362..=396).contains(&held), "{what}: {held} of {worlds}");
    }
}

#[test]
fn the_cheaper_way_for_large_samples_gives_the_same_interval() {
    // One sample just below the limit, one just above it: the interval must not jump.
    let interval = |n: usize| {
        let (one, other) = (waits(n, 1, "a", 10.0), waits(n, 1, "b", 5.0));
        let times = |waits: &[Waited]| waits.iter().map(|wait| wait.time).collect::<Vec<_>>();
        let (first, second) = (times(&one), times(&other));
        [
            difference_of_waits(&one, &other, RESAMPLES, 3).unwrap(),
            difference_of_medians(&first, &second, RESAMPLES, 3).unwrap(),
            difference_of_means(&first, &second, RESAMPLES, 3).unwrap(),
        ]
    };
    for (drawn, cheaper) in interval(DRAWN_MAX).into_iter().zip(interval(DRAWN_MAX + 1)) {
        let width = drawn.p95.high - drawn.p95.low;
        assert!((drawn.diff - cheaper.diff).abs() < 0.01 * width);
        for (one, other) in [(drawn.p95, cheaper.p95), (drawn.p99, cheaper.p99)] {
            assert!((one.low - other.low).abs() < 0.15 * width, "{drawn:?} {cheaper:?}");
            assert!((one.high - other.high).abs() < 0.15 * width, "{drawn:?} {cheaper:?}");
        }
    }
}

#[test]
fn where_half_never_ended_there_is_no_median_and_no_bound() {
    let waiting = [1.0, 2.0, 3.0].map(|time| Waited { time, ended: false });
    assert_eq!(difference_of_waits(&waiting, &waiting, 100, 1), None);
    // Half have just ended: in many resamples fewer did.
    let half: Vec<Waited> = (0..20).map(|at| Waited { time: f64::from(at), ended: at < 11 }).collect();
    let seen = difference_of_waits(&half, &[Waited { time: 8.0, ended: true }], 500, 1).unwrap();
    assert!(seen.p95.high.is_infinite() && seen.p95.low.is_finite() && !seen.is_clear());
    assert_eq!(difference_of_means(&[], &[1.0], 100, 1), None);
    assert_eq!(difference_of_medians(&[f64::NAN], &[1.0], 100, 1), None);
    assert_eq!(difference_of_medians(&[1.0], &[1.0], 0, 1), None);
}

#[test]
fn a_seed_keeps_its_numbers_from_version_to_version() {
    // A change here changes every report that was ever printed.
    assert_eq!(seed_of("report-1"), 10_335_177_283_290_020_798);
    let one: Vec<f64> = (0..40).map(f64::from).collect();
    let seen = difference_of_means(&one, &[10.0, 12.0, 14.0], RESAMPLES, 7).unwrap();
    near(seen.p95.low, 3.616_666_666_666_665_4, 1e-12);
    near(seen.p95.high, 11.441_666_666_666_665, 1e-12);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn the_same_seed_gives_the_same_numbers_and_swapping_turns_them(
        one in prop::collection::vec((0_u32..50, any::<bool>()), 5..40), seed in any::<u64>()
    ) {
        let waits: Vec<Waited> =
            one.iter().map(|(time, ended)| Waited { time: f64::from(*time), ended: *ended }).collect();
        let other = [Waited { time: 20.0, ended: true }; 5];
        let twice = || difference_of_waits(&waits, &other, 50, seed);
        prop_assert_eq!(twice(), twice());
        if let Some(seen) = twice() {
            prop_assert!(seen.p99.low <= seen.p95.low && seen.p95.high <= seen.p99.high);
            prop_assert!(seen.p95.low <= seen.p95.high);
        }
    }

    #[test]
    fn a_shift_of_all_values_shifts_the_interval(
        values in prop::collection::vec(-100_i32..100, 2..60), by in -50_i32..50, seed in any::<u64>()
    ) {
        let plain: Vec<f64> = values.iter().copied().map(f64::from).collect();
        let moved: Vec<f64> = plain.iter().map(|value| value + f64::from(by)).collect();
        let (one, other) = (
            difference_of_medians(&plain, &[0.0], 50, seed).unwrap(),
            difference_of_medians(&moved, &[0.0], 50, seed).unwrap(),
        );
        prop_assert!((other.p95.low - one.p95.low - f64::from(by)).abs() < 1e-9);
        prop_assert!((other.p99.high - one.p99.high - f64::from(by)).abs() < 1e-9);
    }
}
