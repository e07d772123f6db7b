//! What must hold for every input, tried with random ones.

use proptest::prelude::*;

use super::*;

/// Rounding in a chain of a few dozen operations.
const EPSILON: f64 = 1e-9;

fn shares() -> impl Strategy<Value = Share> {
    (1_u64..5_000).prop_flat_map(|n| (0..=n).prop_map(move |hits| Share::new(hits, n).unwrap()))
}

fn chances() -> impl Strategy<Value = Probability> {
    (0.001_f64..0.999).prop_map(|value| Probability::new(value).unwrap())
}

fn times(factor: u64, share: Share) -> Share {
    Share::new(factor * share.hits(), factor * share.n()).unwrap()
}

fn flipped(share: Share) -> Share {
    Share::new(share.misses(), share.n()).unwrap()
}

fn ratings() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((1_u8..=5).prop_map(f64::from), 2..60)
}

proptest! {
    #[test]
    fn an_interval_of_a_share_holds_the_share_and_stays_inside_0_and_1(
        share in shares(), confidence in chances()
    ) {
        let seen = wilson(share, confidence);
        prop_assert!(0.0 <= seen.low && seen.low <= seen.value);
        prop_assert!(seen.value <= seen.high && seen.high <= 1.0);
        let exact = clopper_pearson(share, chance_of(0.025)).unwrap();
        prop_assert!(0.0 <= exact.low && exact.low <= share.value() + EPSILON);
        prop_assert!(share.value() <= exact.high + EPSILON && exact.high <= 1.0);
    }

    #[test]
    fn more_of_the_same_answers_narrow_every_interval(ai in shares(), human in shares()) {
        let (ai4, human4) = (times(4, ai), times(4, human));
        let width = |seen: Estimate| seen.high - seen.low;
        prop_assert!(width(wilson(ai4, CONFIDENCE_95)) < width(wilson(ai, CONFIDENCE_95)));
        prop_assert!(width(newcombe(ai4, human4)) < width(newcombe(ai, human)) + EPSILON);
        let radius = |ai, human| anytime_difference(ai, human, ALPHA_5, N_STAR).radius;
        prop_assert!(radius(ai4, human4) < radius(ai, human));
    }

    #[test]
    fn counting_the_unhappy_mirrors_the_interval(share in shares()) {
        let (up, down) = (wilson(share, CONFIDENCE_95), wilson(flipped(share), CONFIDENCE_95));
        prop_assert!((up.low - (1.0 - down.high)).abs() < EPSILON);
        let delta = chance_of(0.05);
        let (up, down) =
            (clopper_pearson(share, delta).unwrap(), clopper_pearson(flipped(share), delta).unwrap());
        prop_assert!((up.low - (1.0 - down.high)).abs() < EPSILON);
    }

    #[test]
    fn swapping_the_groups_turns_the_sign(ai in shares(), human in shares()) {
        let (one, other) = (newcombe(ai, human), newcombe(human, ai));
        prop_assert!((one.low + other.high).abs() < EPSILON);
        prop_assert!(-1.0 <= one.low && one.low <= one.value + EPSILON);
        prop_assert!(one.value <= one.high + EPSILON && one.high <= 1.0);
        let any = |ai, human| anytime_difference(ai, human, ALPHA_5, N_STAR);
        prop_assert!((any(ai, human).low + any(human, ai).high).abs() < EPSILON);
        let say = |ai, human| {
            verdict::verdict(Some(ai), Some(human), verdict::MARGIN, verdict::MIN_PER_ARM, None)
        };
        prop_assert_eq!(say(ai, human) == Verdict::Helps, say(human, ai) == Verdict::Harms);
    }

    #[test]
    fn looking_at_any_time_is_never_cheaper_than_looking_once(ai in shares(), human in shares()) {
        prop_assume!(ai.n() >= 20 && human.n() >= 20);
        let any = anytime_difference(ai, human, ALPHA_5, N_STAR);
        let once = newcombe(ai, human);
        prop_assert!(2.0 * any.radius > once.high - once.low);
    }

    #[test]
    fn the_ratings_asked_for_are_enough_and_one_less_is_not(ai in shares(), human in shares()) {
        let needed = ratings_still_needed(ai, human, verdict::MARGIN, N_STAR).unwrap();
        let (hits, now) = (real(ai.hits() + human.hits()), ai.n() + human.n());
        let (pooled, split) = ((hits + 2.0) / (real(now) + 4.0), real(ai.n()) / real(now));
        let spread = pooled * (1.0 - pooled) / (split * (1.0 - split));
        let radius = |n: u64| anytime::radius(spread / real(n), real(n), ALPHA_5, N_STAR);
        prop_assert!(radius(needed.total) <= needed.target + EPSILON);
        prop_assert!(needed.total == 1 || radius(needed.total - 1) > needed.target - EPSILON);
        prop_assert_eq!(needed.more, needed.total.saturating_sub(now));
    }

    #[test]
    fn a_quantile_undoes_its_distribution(p in chances(), a in 0.1_f64..500.0, b in 0.1_f64..500.0) {
        let x = beta_quantile(p, a, b).unwrap();
        prop_assert!((0.0..=1.0).contains(&x));
        // Where the density is huge the last digit of x moves p; there x itself is as good as it gets.
        let (below, above) = (x * (1.0 - 1e-12), (x * (1.0 + 1e-12)).min(1.0));
        prop_assert!(reg_inc_beta(a, b, below).unwrap() <= p.get() + EPSILON);
        prop_assert!(reg_inc_beta(a, b, above).unwrap() >= p.get() - EPSILON || x > 1.0 - 1e-12);
        prop_assert!((norm_cdf(norm_quantile(p)) - p.get()).abs() < EPSILON);
    }

    #[test]
    fn student_t_is_wider_than_the_normal_and_narrows_with_df(p in 0.51_f64..0.999, df in 0.5_f64..1e7) {
        let p = chance_of(p);
        let (few, more) = (t_quantile(p, df).unwrap(), t_quantile(p, 2.0 * df).unwrap());
        prop_assert!(few >= more - EPSILON && more >= norm_quantile(p) - EPSILON);
    }

    #[test]
    fn a_mean_stays_on_its_scale_inside_its_interval(ratings in ratings()) {
        let scale = Scale { low: 1.0, high: 5.0 };
        let seen = mean_on_scale(Moments::of(&ratings).unwrap(), scale, CONFIDENCE_95).unwrap();
        prop_assert!(1.0 <= seen.low && seen.low <= seen.value);
        prop_assert!(seen.value <= seen.high && seen.high <= 5.0 && seen.low < seen.high);
    }

    #[test]
    fn superiority_of_both_sides_adds_up_to_one(ai in ratings(), human in ratings()) {
        let one = prob_superiority(&ai, &human).unwrap();
        prop_assert!((one + prob_superiority(&human, &ai).unwrap() - 1.0).abs() < EPSILON);
    }

    #[test]
    fn ranks_enclose_the_quantile_at_least_as_surely_as_asked(
        n in 1_u64..3_000, p in chances(), confidence in chances()
    ) {
        let ranks = quantile_ci_ranks(n, p, confidence);
        prop_assert!(ranks.coverage >= confidence.get() - EPSILON);
        let (low, high) = (ranks.lower.unwrap_or(1), ranks.upper.unwrap_or(n));
        prop_assert!(1 <= low && low <= high && high <= n);
    }

    #[test]
    fn an_adjusted_promoter_score_holds_the_plain_one(
        promoters in 0_u64..500, passives in 0_u64..500, detractors in 0_u64..500
    ) {
        prop_assume!(promoters + passives + detractors > 0);
        let seen = nps(NpsCounts::new(promoters, passives, detractors).unwrap());
        prop_assert!(seen.adjusted.low <= seen.score && seen.score <= seen.adjusted.high);
    }

    #[test]
    fn adjusting_a_single_topic_changes_nothing(ai in shares(), human in shares()) {
        let seen = mantel_haenszel(&[Stratum { ai, human }]).unwrap();
        prop_assert!((seen.risk_difference - (ai.value() - human.value())).abs() < EPSILON);
    }

    #[test]
    fn a_waiting_curve_only_falls(waits in prop::collection::vec((0_u32..50, any::<bool>()), 1..80)) {
        let waits: Vec<Waited> = waits
            .into_iter()
            .map(|(time, ended)| Waited { time: f64::from(time), ended })
            .collect();
        let curve = kaplan_meier(&waits).unwrap();
        prop_assert!(curve.steps.windows(2).all(|pair| pair[1].survival < pair[0].survival));
        prop_assert!(curve.steps.iter().all(|step| (0.0..=1.0).contains(&step.survival)));
        for step in &curve.steps {
            if let Some((low, high)) = step.low.zip(step.high) {
                prop_assert!(low <= step.survival && step.survival <= high);
            }
        }
    }

    #[test]
    fn every_draw_lies_from_0_up_to_but_not_1(salt in ".*", id in ".*") {
        prop_assert!((0.0..1.0).contains(&hash_unit(&salt, &id)));
    }
}

fn chance_of(value: f64) -> Probability {
    Probability::new(value).unwrap()
}
