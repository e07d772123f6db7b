//! Figures of one group against published examples and sums that can be done by hand.

use super::*;

pub(super) fn share(hits: u64, n: u64) -> Share {
    Share::new(hits, n).unwrap()
}

pub(super) fn chance(value: f64) -> Probability {
    Probability::new(value).unwrap()
}

#[track_caller]
pub(super) fn near(found: f64, wanted: f64, tolerance: f64) {
    assert!((found - wanted).abs() <= tolerance, "found {found}, wanted {wanted}");
}

/// Newcombe 1998, *Two-sided confidence intervals for the single proportion*, table I, methods 3 and 5.
#[test]
fn single_shares_agree_with_newcombes_table() {
    for (hits, n, wilson_limits, exact_limits) in [
        (81, 263, (0.2553, 0.3662), (0.2527, 0.3676)),
        (15, 148, (0.0624, 0.1605), (0.0578, 0.1617)),
        (0, 20, (0.0, 0.1611), (0.0, 0.1684)),
        (1, 29, (0.0061, 0.1718), (0.0009, 0.1776)),
    ] {
        let seen = wilson(share(hits, n), CONFIDENCE_95);
        near(seen.low, wilson_limits.0, 5e-5);
        near(seen.high, wilson_limits.1, 5e-5);
        let exact = clopper_pearson(share(hits, n), chance(0.025)).unwrap();
        near(exact.low, exact_limits.0, 5e-5);
        near(exact.high, exact_limits.1, 5e-5);
    }
}

/// Newcombe 1998, *Interval estimation for the difference between independent proportions*, table II, method 10.
#[test]
fn quantiles_agree_with_printed_tables() {
    for (df, wanted) in [(1.0, 12.706_204_736), (2.0, 4.302_652_730), (30.0, 2.042_272_456)] {
        near(t_quantile(chance(0.975), df).unwrap(), wanted, 1e-8);
        near(t_quantile(chance(0.025), df).unwrap(), -wanted, 1e-8);
    }
    near(t_quantile(chance(0.975), 1e6).unwrap(), 1.959_966_357, 1e-8);
    near(t_quantile(chance(0.5), 7.0).unwrap(), 0.0, 0.0);
    // Just off the middle, where 1 - y loses its digits: t = x * density(0), x = 1e-9.
    near(t_quantile(chance(0.5 + 1e-9), 1.0).unwrap() / 1e-9, std::f64::consts::PI, 1e-6);
    near(norm_quantile(chance(0.9999)), 3.719_016_485, 1e-8);
    near(norm_cdf(1.0), 0.841_344_746, 1e-9);
    near(chi2_sf_df1(6.634_896_601), 0.01, 1e-9);
    // Beta(1, b) has a closed form.
    near(beta_quantile(chance(0.3), 1.0, 5.0).unwrap(), 1.0 - 0.7_f64.powf(0.2), 1e-14);
}

/// R 4: `mantelhaen.test(UCBAdmissions)`, admitted of men against women in six departments.
/// 6-mercaptopurine arm of Gehan 1965, as printed in Collett, *Modelling Survival Data*, and in Kalbfleisch & Prentice.
#[test]
fn kaplan_meier_agrees_with_the_leukaemia_remissions() {
    let ended = [6, 6, 6, 7, 10, 13, 16, 22, 23];
    let going_on = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35];
    let wait = |ended| move |weeks: i32| Waited { time: f64::from(weeks), ended };
    let waits: Vec<Waited> = ended.map(wait(true)).into_iter().chain(going_on.map(wait(false))).collect();
    let curve = kaplan_meier(&waits).unwrap();
    let left: Vec<f64> = curve.steps.iter().map(|step| step.survival).collect();
    let errors: Vec<f64> = curve.steps.iter().filter_map(|step| step.standard_error).collect();
    for (found, wanted) in left.iter().zip([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482]) {
        near(*found, wanted, 5e-5);
    }
    for (found, wanted) in errors.iter().zip([0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346]) {
        near(*found, wanted, 5e-5);
    }
    assert_eq!((curve.median, curve.p90), (Some(23.0), None));
}

#[test]
fn once_nobody_waits_no_error_is_given() {
    let waits = [1.0, 2.0].map(|time| Waited { time, ended: true });
    let curve = kaplan_meier(&waits).unwrap();
    let last = curve.steps.last().unwrap();
    assert_eq!((last.survival, last.standard_error, last.low), (0.0, None, None));
    assert_eq!((curve.median, curve.p90), (Some(1.0), Some(2.0)));
}

#[test]
fn a_young_quiet_chat_is_unknown_not_quiet() {
    let seen = reopened_within_72h(&[(100.0, Some(5.0)), (90.0, None), (10.0, None)]).unwrap();
    assert_eq!((seen.mature_n, seen.mature_reopened), (2, 1));
    assert_eq!(reopened_within_72h(&[(10.0, Some(11.0))]), None, "a return in the future");
}

/// The example of Welch's test in the literature with 15 values on each side: t = -2.46, 25 degrees of freedom, p = 0.021.
#[test]
fn a_mean_of_equal_ratings_still_has_a_width() {
    let stars = Scale { low: 1.0, high: 5.0 };
    let seen = mean_on_scale(Moments::of(&[5.0; 20]).unwrap(), stars, CONFIDENCE_95).unwrap();
    assert_eq!((seen.value, seen.high), (5.0, 5.0));
    // 1 - 0.025^(1/20) of the visitors may have been as unhappy as can be.
    near(seen.low, 5.0 - 4.0 * 0.168_433_5, 1e-6);
    assert_eq!(mean_on_scale(Moments::of(&[4.0]).unwrap(), stars, CONFIDENCE_95), None);
    let flat = Moments::of(&[4.0, 4.0]).unwrap();
    assert_eq!(welch(flat, flat, CONFIDENCE_95), None);
}

#[test]
fn a_promoter_score_is_promoters_minus_detractors_in_points() {
    let counts = NpsCounts::new(50, 30, 20).unwrap();
    let seen = nps(counts);
    near(seen.score, 30.0, 1e-12);
    // sqrt((0.5 + 0.2 - 0.09) / 100)
    near(seen.standard_error, 7.810_249_676, 1e-9);
    near(nps_difference(counts, counts).diff, 0.0, 0.0);
    assert_eq!(NpsCounts::new(0, 0, 0), None);
}

#[test]
fn quantiles_interpolate_like_r() {
    let ten: Vec<f64> = (1..=10).map(f64::from).collect();
    near(median(&ten).unwrap(), 5.5, 0.0);
    near(p90(&ten).unwrap(), 9.1, 1e-12);
    assert_eq!(median(&[]), None);
    assert_eq!(p90(&[3.0]), Some(3.0));
}

/// Conover, *Practical Nonparametric Statistics*: ranks for the median.
#[test]
fn ranks_for_the_median_agree_with_printed_tables() {
    let ranks = |n| quantile_ci_ranks(n, chance(0.5), CONFIDENCE_95);
    assert_eq!((ranks(10).lower, ranks(10).upper), (Some(2), Some(9)));
    assert_eq!((ranks(20).lower, ranks(20).upper), (Some(6), Some(15)));
    near(ranks(10).coverage, 1002.0 / 1024.0, 1e-12);
    assert_eq!((ranks(5).lower, ranks(5).upper, ranks(0).lower), (None, None, None));
    let upper_of_p90 = |n| quantile_ci_ranks(n, chance(0.9), CONFIDENCE_95).upper;
    assert_eq!((upper_of_p90(35), upper_of_p90(36)), (None, Some(36)));
}

#[test]
fn ranks_of_a_billion_values_come_at_once_and_fit_the_normal_curve() {
    let ranks = quantile_ci_ranks(1_000_000_000, chance(0.5), CONFIDENCE_95);
    let half = 1.959_964 * 0.5 * 1e9_f64.sqrt();
    near(real(ranks.lower.unwrap()), 5e8 - half, 2.0);
    near(real(ranks.upper.unwrap()), 5e8 + half, 2.0);
    near(ranks.coverage, 0.95, 1e-4);
}
