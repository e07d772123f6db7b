//! Comparisons of two groups against published examples and sums that can be done by hand.

use super::tests::{chance, near, share};
use super::*;

#[test]
fn differences_agree_with_newcombes_table() {
    for (ai, human, low, high) in [
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ] {
        let seen = newcombe(share(ai.0, ai.1), share(human.0, human.1));
        near(seen.low, low, 5e-5);
        near(seen.high, high, 5e-5);
    }
}

#[test]
fn mantel_haenszel_agrees_with_the_berkeley_admissions() {
    let departments = [
        (512, 825, 89, 108),
        (353, 560, 17, 25),
        (120, 325, 202, 593),
        (138, 417, 131, 375),
        (53, 191, 94, 393),
        (22, 373, 24, 341),
    ];
    let strata: Vec<Stratum> =
        departments.map(|(x1, n1, x0, n0)| Stratum { ai: share(x1, n1), human: share(x0, n0) }).to_vec();
    let seen = mantel_haenszel(&strata).unwrap();
    let odds = seen.odds.unwrap();
    near(odds.value, 0.904_696_8, 5e-8);
    near(odds.low, 0.771_907_4, 5e-8);
    near(odds.high, 1.060_329_8, 5e-8);
    near(seen.test.unwrap().chi2_corrected, 1.4269, 5e-5);
    near(seen.test.unwrap().p_corrected, 0.2323, 5e-5);
}

#[test]
fn strata_that_all_agree_have_no_standard_error() {
    let happy = Stratum { ai: share(30, 30), human: share(25, 25) };
    let seen = mantel_haenszel(&[happy]).unwrap();
    assert_eq!((seen.risk_difference, seen.risk, seen.odds, seen.test), (0.0, None, None, None));
    assert_eq!(mantel_haenszel(&[]), None);
}

#[test]
fn welch_agrees_with_the_textbook() {
    let one = [27.5, 21.0, 19.0, 23.6, 17.0, 17.9, 16.9, 20.1, 21.9, 22.6, 23.1, 19.6, 19.0, 21.7, 21.4];
    let other = [27.1, 22.0, 20.8, 23.4, 23.4, 23.5, 25.8, 22.0, 24.8, 20.2, 21.9, 22.1, 22.9, 20.5, 24.4];
    let seen = welch(Moments::of(&one).unwrap(), Moments::of(&other).unwrap(), CONFIDENCE_95).unwrap();
    near(seen.t, -2.46, 0.005);
    near(seen.df, 25.0, 0.05);
    near(seen.p, 0.021, 0.0005);
}

#[test]
fn superiority_counts_wins_and_half_the_ties() {
    // 5 beats both; 3 beats 1 and ties with 3: (2 + 1.5) of 4.
    assert_eq!(prob_superiority(&[5.0, 3.0], &[3.0, 1.0]), Some(0.875));
    assert_eq!(prob_superiority(&[], &[1.0]), None);
}

#[test]
fn sample_sizes_agree_with_the_formula_done_by_hand() {
    let size =
        |ratio| sample_size_two_proportions(chance(0.5), chance(0.6), ratio, ALPHA_5, chance(0.8)).unwrap();
    assert_eq!(size(1.0), SampleSize { human: 388, ai: 388 });
    assert_eq!(sample_size_two_proportions(chance(0.5), chance(0.5), 1.0, ALPHA_5, chance(0.8)), None);
}

#[test]
fn the_example_of_the_report_needs_3480_more_ratings() {
    let needed = ratings_still_needed(share(172, 200), share(42, 50), verdict::MARGIN, N_STAR).unwrap();
    assert_eq!((needed.target, needed.more.div_ceil(10) * 10), (0.05, 3480));
}

#[test]
fn one_period_is_the_plain_anytime_difference() {
    let (ai, human) = (share(70, 90), share(20, 35));
    let one = anytime_difference_stratified(&[Stratum { ai, human }], ALPHA_5, N_STAR).unwrap();
    let plain = anytime_difference(ai, human, ALPHA_5, N_STAR);
    near(one.low, plain.low, 1e-15);
    near(one.high, plain.high, 1e-15);
    assert_eq!(anytime_difference_stratified(&[], ALPHA_5, N_STAR), None);
}

#[test]
fn a_visitor_draws_the_same_lot_for_ever() {
    near(hash_unit("shop", "1"), 0.199_368_425_238_570_68, 0.0);
    near(hash_unit("summer", "conv-77"), 0.859_987_565_104_098_1, 0.0);
}

#[test]
fn a_split_as_promised_is_no_surprise_and_a_lopsided_one_is() {
    let fair = srm(900, 100, chance(0.1)).unwrap();
    near(fair.chi2, 0.0, 1e-12);
    assert!(!fair.is_broken());
    assert!(srm(100, 100, chance(0.1)).unwrap().is_broken());
    assert_eq!(srm(0, 0, chance(0.1)), None);
}

#[test]
fn the_arm_that_answers_more_is_trimmed() {
    // Response 50 % against 40 %: a fifth of AI's ratings are surplus; 0.9 may be 0.875 or 1.
    let ai = RatedArm::new(share(90, 100), 200).unwrap();
    let human = RatedArm::new(share(30, 40), 100).unwrap();
    let seen = lee_bounds(ai, human);
    assert_eq!(seen.trimmed, Trimmed::Ai);
    near(seen.trim_share, 0.2, 1e-12);
    near(seen.low, 0.125, 1e-12);
    near(seen.high, 0.25, 1e-12);
    assert_eq!(lee_bounds(ai, ai).trimmed, Trimmed::Neither);
    assert_eq!(RatedArm::new(share(1, 10), 9), None);
}

#[test]
fn weights_of_zero_leave_a_stratum_out() {
    let (one, two) = ((share(9, 10), share(5, 10)), (share(1, 10), share(10, 10)));
    let strata = [(one, 3.0), (two, 0.0)].map(|((ai, human), w)| (Stratum { ai, human }, w));
    near(post_stratified(&strata).unwrap().diff, 0.4, 1e-12);
    assert_eq!(post_stratified(&strata.map(|(stratum, _)| (stratum, 0.0))), None);
}

#[test]
fn verdicts_follow_the_interval() {
    let say = |ai: (u64, u64), human: (u64, u64)| {
        let (ai, human) = (Share::new(ai.0, ai.1), Share::new(human.0, human.1));
        verdict::verdict(ai, human, verdict::MARGIN, verdict::MIN_PER_ARM, None)
    };
    assert_eq!(say((0, 0), (30, 40)), Verdict::TooFew);
    assert_eq!(say((19, 19), (30, 40)), Verdict::TooFew);
    assert_eq!(say((290, 300), (180, 300)), Verdict::Helps);
    assert_eq!(say((180, 300), (290, 300)), Verdict::Harms);
    assert_eq!(say((9_000, 10_000), (9_000, 10_000)), Verdict::NoRealDifference);
    assert_eq!(say((1_860, 2_000), (1_800, 2_000)), Verdict::NotWorse);
    assert_eq!(say((30, 40), (30, 40)), Verdict::CantTell);
}

#[test]
fn a_broken_lottery_silences_every_other_verdict() {
    let lottery = srm(100, 100, chance(0.1));
    let (ai, human) = (Share::new(290, 300), Share::new(180, 300));
    let said = verdict::verdict(ai, human, verdict::MARGIN, verdict::MIN_PER_ARM, lottery);
    assert_eq!(said, Verdict::Broken);
}
