//! What must hold for evidence, certificates and holdback, tried with random ones.

use proptest::prelude::*;

use super::tests::{chance, near};
use super::*;

/// `P(B <= k)` term by term, in logarithms.
fn slow_tail(k: u64, n: u64, p: f64) -> f64 {
    let mut log = real(n) * (-p).ln_1p();
    let mut sum = log.exp();
    for count in 0..k {
        log += (real(n - count) / real(count + 1)).ln() + p.ln() - (-p).ln_1p();
        sum += log.exp();
    }
    sum
}

fn risks() -> impl Strategy<Value = Probability> {
    (0.001_f64..0.4).prop_map(chance)
}

fn labels() -> impl Strategy<Value = Evidence> {
    (0_u64..3_000).prop_flat_map(|n| (0..=n).prop_map(move |bad| Evidence::new(n, bad).unwrap()))
}

proptest! {
    #[test]
    fn a_binomial_tail_is_the_sum_of_its_terms((n, k) in (1_u64..2_000).prop_flat_map(|n| (Just(n), 0..=n)), p in risks()) {
        let (fast, slow) = (binom_tail_p_value(k, n, p), slow_tail(k, n, p.get()));
        // Below the smallest normal number there are not that many digits.
        prop_assert!((fast - slow).abs() <= 1e-10 * slow + f64::MIN_POSITIVE, "{fast} {slow}");
    }

    #[test]
    fn a_good_label_is_evidence_and_a_bad_one_is_against_it(seen in labels(), alpha in risks()) {
        let now = log_e(seen, alpha);
        prop_assert!(log_e(seen.with(false), alpha) > now);
        prop_assert!(log_e(seen.with(true), alpha) < now);
    }

    #[test]
    fn on_average_the_evidence_does_not_grow_while_the_risk_is_the_limit(seen in labels(), alpha in risks()) {
        // E[next] = a E(bad) + (1 - a) E(good) = E: a martingale, whatever was seen.
        let grown = |bad| (log_e(seen.with(bad), alpha) - log_e(seen, alpha)).exp();
        near(alpha.get() * grown(true) + (1.0 - alpha.get()) * grown(false), 1.0, 1e-9);
        let more = (alpha.get() * 1.5).min(0.9);
        prop_assert!(more * grown(true) + (1.0 - more) * grown(false) < 1.0);
    }

    #[test]
    fn the_bound_is_where_the_evidence_turns(seen in labels(), delta in risks()) {
        let bound = anytime_upper_bound(seen, delta);
        prop_assert!(bound > 0.0 && bound <= 1.0);
        if seen.good() == 0 {
            prop_assert!((bound - 1.0).abs() < f64::EPSILON);
        } else if let (Some(at), Some(below)) = (Probability::new(bound), Probability::new(bound * (1.0 - 1e-9))) {
            prop_assert!(log_e(seen, at) >= -delta.get().ln() && log_e(seen, below) < -delta.get().ln());
        }
    }

    #[test]
    fn the_approvals_asked_for_are_enough_and_one_less_is_not(seen in labels(), alpha in risks(), level in risks()) {
        let more = approvals_to_go(seen, alpha, level).unwrap();
        let reached = |more| reaches(log_e(seen.and(Evidence::new(more, 0).unwrap()), alpha), level.get());
        prop_assert!(reached(more) && (more == 0 || !reached(more - 1)));
    }

    #[test]
    fn certificates_never_spend_more_than_the_whole_error(best in prop::collection::vec(-5.0_f64..8.0, 1..6), delta in risks()) {
        let weights = vec![1.0 / best.iter().fold(0.0, |n, _| n + 1.0); best.len()];
        let tested = fallback_certify(&best, &weights, delta);
        let spent: f64 = tested.iter().filter(|one| !one.certified).map(|one| one.level).sum();
        prop_assert!(spent <= delta.get() * (1.0 + 1e-12));
        prop_assert!(tested.iter().all(|one| one.level <= delta.get() * (1.0 + 1e-12)));
    }

    #[test]
    fn the_limit_of_a_plan_is_the_worst_of_all_risks(holdback in 0.02_f64..0.9, clear in 1_u64..300, p in 0.0001_f64..0.9999) {
        let plan = csp1_limits(chance(holdback), clear);
        let passed = (1.0 - holdback) * (1.0 - p).powf(real(clear));
        prop_assert!(p * passed / (holdback + passed) <= plan.limit_constant_risk + 1e-12);
        prop_assert!(plan.limit_constant_risk <= plan.limit_any_process + 1e-12);
        let left = |m: u64| (1.0 - holdback).powf(real(m + 1));
        let m = plan.bad_before_noticed_p95;
        prop_assert!(left(m) <= 0.05 + 1e-9 && (m == 0 || left(m - 1) > 0.05 - 1e-9));
    }

    #[test]
    fn a_topic_opens_only_with_enough_good_labels(seen in labels(), pooled in risks()) {
        let gate = topic_gate(seen, 20.0, pooled, chance(0.1)).unwrap();
        prop_assert!((0.0..=1.0).contains(&gate.over_limit) && (0.0..=1.0).contains(&gate.mean));
        prop_assert!(!gate.open || seen.n() >= 10);
        let better = topic_gate(seen.with(false), 20.0, pooled, chance(0.1)).unwrap();
        prop_assert!(better.over_limit <= gate.over_limit + 1e-12);
    }

    #[test]
    fn labels_of_equal_chance_need_no_weights(bad in prop::collection::vec(any::<bool>(), 1..50), pi in 0.01_f64..1.0) {
        let seen = ipw_risk(&bad.iter().map(|bad| (pi, *bad)).collect::<Vec<_>>()).unwrap();
        let n = bad.iter().fold(0.0, |n, _| n + 1.0);
        let hits = bad.iter().filter(|bad| **bad).fold(0.0, |n, _| n + 1.0);
        near(seen.risk, hits / n, 1e-12);
        near(seen.n_effective, n, 1e-9);
    }
}

#[test]
fn a_tail_of_a_billion_labels_fits_the_normal_curve() {
    let n = 1_000_000_000;
    near(binom_tail_p_value(500_000_000, n, chance(0.5)), 0.5, 2e-5);
    near(binom_tail_p_value(500_000_000 - 30_990, n, chance(0.5)), 0.025, 2e-5);
    near(binom_tail_p_value(500_000_000 + 30_990, n, chance(0.5)), 0.975, 2e-5);
    assert_eq!(labels_needed(0, chance(1e-300), chance(0.05)), None);
}
