//! What must hold for every fit, calibration and edit, tried with random ones.

use proptest::prelude::*;

use super::tests_calibration::prior;
use super::*;

const EPSILON: f64 = 1e-9;

fn labelled() -> impl Strategy<Value = Vec<([f64; 3], bool)>> {
    prop::collection::vec((prop::array::uniform3(-3.0_f64..3.0), any::<bool>()), 0..60)
}

fn priors() -> impl Strategy<Value = ([f64; 4], [f64; 4])> {
    (prop::array::uniform4(-2.0_f64..2.0), prop::array::uniform4(0.05_f64..20.0))
}

fn scores() -> impl Strategy<Value = Vec<Scored>> {
    // Few different scores: ties matter.
    let one = ((0_u8..=20).prop_map(|part| f64::from(part) / 20.0), any::<bool>());
    prop::collection::vec(one.prop_map(|(score, good)| Scored { score, good }), 1..80)
}

fn points() -> impl Strategy<Value = Vec<(f64, f64)>> {
    prop::collection::vec(((0_u8..30).prop_map(f64::from), -100.0_f64..100.0), 1..80)
}

fn fitted(data: &[([f64; 3], bool)], mean: &[f64], sd: &[f64]) -> Vec<f64> {
    let (rows, good): (Vec<_>, Vec<_>) = data.iter().copied().unzip();
    map_logistic(&rows, &good, &prior(mean, sd)).unwrap()
}

/// Written anew, without the tricks against overflow.
fn slope(data: &[([f64; 3], bool)], mean: &[f64], sd: &[f64], theta: &[f64]) -> Vec<f64> {
    let mut slope: Vec<f64> = (0..4).map(|k| -(theta[k] - mean[k]) / (sd[k] * sd[k])).collect();
    for (x, good) in data {
        let row = [1.0, x[0], x[1], x[2]];
        let score: f64 = row.iter().zip(theta).map(|(x, theta)| x * theta).sum();
        let missed = f64::from(u8::from(*good)) - 1.0 / (1.0 + (-score).exp());
        (0..4).for_each(|k| slope[k] += missed * row[k]);
    }
    slope
}

fn letters() -> impl Strategy<Value = String> {
    "[abß \u{0130}\u{1F600}]{0,12}"
}

proptest! {
    #[test]
    fn at_the_fit_the_objective_is_level(data in labelled(), (mean, sd) in priors()) {
        let theta = fitted(&data, &mean, &sd);
        for part in slope(&data, &mean, &sd, &theta) {
            prop_assert!(part.abs() < 1e-6, "{part}");
        }
    }

    #[test]
    fn a_further_good_label_never_lowers_the_score_of_its_own_signals(
        data in labelled(), x in prop::array::uniform3(-3.0_f64..3.0), (mean, sd) in priors()
    ) {
        let score = |data: &[([f64; 3], bool)]| {
            logistic::probability(&fitted(data, &mean, &sd), &x).unwrap()
        };
        let with = |good| [data.as_slice(), &[(x, good)]].concat();
        let before = score(&data);
        prop_assert!(score(&with(true)) >= before - EPSILON);
        prop_assert!(score(&with(false)) <= before + EPSILON);
    }

    #[test]
    fn with_one_signal_a_good_label_where_it_is_high_never_lowers_the_slope(
        labels in prop::collection::vec((-3.0_f64..3.0, any::<bool>()), 0..40)
    ) {
        // The intercept is held by its prior, so that the slope alone must answer.
        let prior = prior(&[0.0, 0.5], &[1e-6, 0.5]);
        let fit = |labels: &[(f64, bool)]| {
            let (scores, good): (Vec<f64>, Vec<bool>) = labels.iter().copied().unzip();
            map_platt(&scores, &good, &prior).unwrap().slope
        };
        let more = [labels.as_slice(), &[(2.0, true)]].concat();
        prop_assert!(fit(&more) >= fit(&labels) - EPSILON);
    }

    #[test]
    fn separable_labels_with_a_wide_prior_are_fitted(
        rows in prop::collection::vec(prop::array::uniform3(-3.0_f64..3.0), 1..40), wide in 1.0_f64..1e4
    ) {
        let data: Vec<([f64; 3], bool)> = rows.into_iter().map(|x| (x, x[0] + x[1] > 0.5)).collect();
        let (mean, sd) = ([3.0, -2.0, -2.0, 2.0], [wide; 4]);
        let theta = fitted(&data, &mean, &sd);
        prop_assert!(slope(&data, &mean, &sd, &theta).iter().all(|part| part.abs() < 1e-6));
    }

    #[test]
    fn a_ranking_is_untouched_by_any_rising_scale(scored in scores()) {
        let seen = auroc(&scored);
        let scaled = |scale: fn(f64) -> f64| -> Vec<Scored> {
            scored.iter().map(|one| Scored { score: scale(one.score), good: one.good }).collect()
        };
        prop_assert_eq!(auroc(&scaled(|p| (3.0 * p).exp() - 7.0)), seen);
        prop_assert_eq!(auroc(&scaled(f64::cbrt)), seen);
        let turned = auroc(&scaled(|p| -p));
        prop_assert_eq!(turned.is_some(), seen.is_some());
        prop_assert!((seen.unwrap_or(0.5) + turned.unwrap_or(0.5) - 1.0).abs() < EPSILON);
    }

    #[test]
    fn errors_of_calibration_stay_between_0_and_1(scored in scores(), bins in 1_u64..50) {
        let (brier, ece) = (brier(&scored).unwrap(), ece(&scored, bins).unwrap());
        prop_assert!((0.0..=1.0).contains(&brier));
        // One bin knows only the mean; finer bins see more, and no bin sees more than the squares do (Jensen).
        prop_assert!(ece >= super::ece(&scored, 1).unwrap() - EPSILON);
        prop_assert!(ece * ece <= brier + EPSILON);
    }

    #[test]
    fn pooling_rises_keeps_the_sum_and_changes_nothing_twice(points in points()) {
        let fit = pav_isotonic(&points).unwrap();
        for (one, left) in points.iter().zip(&fit) {
            for (other, right) in points.iter().zip(&fit) {
                prop_assert!(one.0 > other.0 || left <= right);
            }
        }
        let sum: f64 = points.iter().map(|(_, y)| y).sum();
        prop_assert!((fit.iter().sum::<f64>() - sum).abs() < EPSILON);
        let again: Vec<(f64, f64)> = points.iter().zip(&fit).map(|((x, _), fit)| (*x, *fit)).collect();
        let again = pav_isotonic(&again).unwrap();
        prop_assert!(again.iter().zip(&fit).all(|(one, other)| (one - other).abs() < EPSILON));
    }

    #[test]
    fn no_other_rising_steps_fit_better_than_pooled_ones(points in points(), cut in 0.0_f64..30.0, up in 0.0_f64..5.0) {
        let fit = pav_isotonic(&points).unwrap();
        let error = |shift: f64| -> f64 {
            let lifted = |x: f64, fit: f64| fit + if x > cut { shift } else { 0.0 };
            points.iter().zip(&fit).map(|((x, y), fit)| (y - lifted(*x, *fit)).powi(2)).sum()
        };
        prop_assert!(error(up) >= error(0.0) - EPSILON);
    }

    #[test]
    fn the_range_of_a_score_holds_the_isotonic_fit_and_rises(scored in scores(), at in 0_u8..=20) {
        let at = f64::from(at) / 20.0;
        let seen = venn_abers(&scored, at).unwrap();
        prop_assert!(0.0 <= seen.p0 && seen.p0 <= seen.p && seen.p <= seen.p1 && seen.p1 <= 1.0);
        let known: Vec<(f64, f64)> =
            scored.iter().map(|one| (one.score, f64::from(u8::from(one.good)))).collect();
        let fit = pav_isotonic(&known).unwrap();
        for ((x, _), fit) in known.iter().zip(fit) {
            prop_assert!(*x < at || fit >= seen.p0 - EPSILON);
            prop_assert!(*x > at || fit <= seen.p1 + EPSILON);
        }
        let next = venn_abers(&scored, at + 0.01).unwrap();
        prop_assert!(next.p0 >= seen.p0 - EPSILON && next.p1 >= seen.p1 - EPSILON);
    }

    #[test]
    fn a_distance_is_symmetric_and_0_for_the_same_norm_alone(one in letters(), other in letters()) {
        let distance = edit_distance(&one, &other);
        prop_assert_eq!(distance.to_bits(), edit_distance(&other, &one).to_bits());
        prop_assert!((0.0..=1.0).contains(&distance));
        prop_assert_eq!(distance <= 0.0, edit::norm(&one) == edit::norm(&other));
    }

    #[test]
    fn one_letter_more_moves_a_distance_by_one_letter(
        one in "[ab]{1,12}", other in "[ab]{1,12}", at in any::<prop::sample::Index>()
    ) {
        let edits = |one: &str, other: &str| edit_distance(one, other) * real(one.len().max(other.len()) as u64);
        let (front, back) = one.split_at(at.index(one.len() + 1));
        let longer = format!("{front}c{back}");
        let moved = (edits(&longer, &other) - edits(&one, &other)).abs();
        prop_assert!(moved <= 1.0 + EPSILON);
        prop_assert!((edits(&longer, &one) - 1.0).abs() < EPSILON);
    }

    #[test]
    fn no_text_breaks_the_comparison(draft in ".{0,60}", sent in ".{0,60}") {
        let (there, back) = (Edit::between(&draft, &sent), Edit::between(&sent, &draft));
        prop_assert_eq!(there, back);
        prop_assert!(Edit::between(&draft, &draft).is_none() && Edit::between(&sent, &sent).is_cosmetic());
    }

    #[test]
    fn another_number_is_never_cosmetic(before in "[a-z .]{0,200}", number in 0_u32..1000, other in 0_u32..1000) {
        prop_assume!(number != other);
        let edit = Edit::between(&format!("{before} {number} days"), &format!("{before} {other} days"));
        prop_assert!(!edit.is_cosmetic());
    }
}
