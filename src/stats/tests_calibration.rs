//! Fits, calibration figures and edits against reference figures and sums that can be done by hand.

use super::tests::near;
use super::*;

pub(super) fn scored(scores: &[f64], good: &[u8]) -> Vec<Scored> {
    scores.iter().zip(good).map(|(score, good)| Scored { score: *score, good: *good == 1 }).collect()
}

pub(super) fn prior(mean: &[f64], sd: &[f64]) -> Prior {
    Prior::new(mean, sd).unwrap()
}

fn all_near(found: &[f64], wanted: &[f64], tolerance: f64) {
    assert_eq!(found.len(), wanted.len());
    found.iter().zip(wanted).for_each(|(found, wanted)| near(*found, *wanted, tolerance));
}

/// 50-digit reference (mpmath), eight labels and two signals.
const ROWS: [[f64; 2]; 8] =
    [[1.0, -0.5], [0.2, 0.4], [-1.2, 0.9], [0.7, 1.1], [-0.3, -1.4], [1.5, 0.2], [-0.8, -0.6], [0.1, 0.0]];

#[test]
fn a_fit_agrees_with_the_reference() {
    let good = [true, true, false, true, false, true, false, true];
    let theta = map_logistic(&ROWS, &good, &prior(&[1.5, 0.5, 0.8], &[1.5, 0.5, 0.5])).unwrap();
    all_near(&theta, &[0.721_935_736_265_499_3, 0.906_975_763_671_728_8, 0.856_638_894_463_627_1], 1e-12);
}

#[test]
fn without_labels_the_prior_speaks() {
    let none: [[f64; 2]; 0] = [];
    let theta = map_logistic(&none, &[], &prior(&[1.5, 0.5, 0.8], &[1.5, 0.5, 0.5])).unwrap();
    assert_eq!(theta, [1.5, 0.5, 0.8]);
    near(logistic::probability(&theta, &[1.0, -2.5]).unwrap(), 0.5, 1e-15);
    assert_eq!(logistic::probability(&theta, &[1.0]), None);
}

#[test]
fn a_stretched_score_agrees_with_the_reference() {
    let scores = [2.2, 1.9, 1.4, 2.6, 0.3, 0.8, 2.0, 1.1, -0.4, 1.7, 2.4, 0.1];
    let good = [1, 1, 1, 1, 0, 1, 1, 0, 0, 1, 1, 1].map(|good| good == 1);
    let seen = map_platt(&scores, &good, &prior(&[0.0, 1.0], &[1.0, 0.3])).unwrap();
    near(seen.intercept, -0.083_584_151_738_525_13, 1e-12);
    near(seen.slope, 1.086_164_107_505_914_5, 1e-12);
    near(seen.probability(1.5), 0.824_286_307_889_941_7, 1e-12);
}

/// Undamped Newton jumps ever farther from side to side here: the start is sure, and wrong.
#[test]
fn a_fit_that_needs_halved_steps_is_found() {
    let rows: Vec<[f64; 1]> = (0..40).map(|at| [f64::from(at % 8) - 3.5]).collect();
    let good: Vec<bool> = rows.iter().map(|row| row[0] < 0.0).collect();
    let theta = map_logistic(&rows, &good, &prior(&[0.0, 4.0], &[10.0, 10.0])).unwrap();
    assert!(theta[1] < -2.0, "{theta:?}");
    near(theta[0], 0.0, 1e-9);
}

/// Nothing but the prior holds the slope back: `n sigmoid(-theta) = theta / sd^2`.
#[test]
fn separable_labels_stop_where_the_prior_holds() {
    let rows = [[1.0, 1.0]; 20];
    let theta = map_logistic(&rows, &[true; 20], &prior(&[0.0; 3], &[1e3; 3])).unwrap();
    let score = theta.iter().sum::<f64>();
    near(20.0 / (1.0 + score.exp()), theta[0] / 1e6, 1e-12);
    near(theta[0], theta[2], 1e-8);
}

#[test]
fn what_cannot_be_fitted_is_refused_by_name() {
    let refused = |mean: &[f64], sd: &[f64]| Prior::new(mean, sd).unwrap_err();
    assert_eq!(refused(&[0.0], &[1.0, 1.0]), FitError::PriorLengths { means: 1, sds: 2 });
    assert_eq!(refused(&[], &[]), FitError::PriorSize { found: 0 });
    assert_eq!(refused(&[0.0; 32], &[1.0; 32]), FitError::PriorSize { found: 32 });
    assert_eq!(refused(&[0.0, f64::NAN], &[1.0; 2]), FitError::PriorMean { at: 1 });
    for sd in [0.0, -1.0, f64::INFINITY] {
        assert_eq!(refused(&[0.0; 2], &[1.0, sd]), FitError::PriorSd { at: 1, sd });
    }
    assert!(Prior::new(&[0.0], &[f64::NAN]).is_err());
    let prior = prior(&[0.0; 2], &[1.0; 2]);
    let fit = |rows: &[Vec<f64>], good: &[bool]| map_logistic(rows, good, &prior).unwrap_err();
    assert_eq!(fit(&[vec![1.0]], &[]), FitError::Labels { rows: 1, labels: 0 });
    assert_eq!(fit(&[vec![1.0], vec![]], &[true, true]), FitError::RowLength { row: 1, found: 0, wanted: 1 });
    assert_eq!(fit(&[vec![f64::INFINITY]], &[true]), FitError::NotFinite { row: 0 });
    assert_eq!(fit(&[vec![1.0], vec![]], &[true, true]).to_string(), "row 1 has 0 features, the prior has 1");
}

#[test]
fn calibration_figures_agree_with_the_reference() {
    let p = [0.92, 0.85, 0.85, 0.4, 0.71, 0.66, 0.98, 0.15, 0.55, 0.79];
    let seen = scored(&p, &[1, 1, 0, 0, 1, 1, 1, 0, 1, 0]);
    near(brier(&seen).unwrap(), 0.196_06, 1e-12);
    near(ece(&seen, ECE_BINS).unwrap(), 0.264, 1e-12);
    // 24 pairs: 17 won, one tie.
    near(auroc(&seen).unwrap(), 17.5 / 24.0, 1e-15);
}

#[test]
fn calibration_figures_at_the_edges() {
    assert_eq!((brier(&[]), ece(&[], 10), auroc(&[])), (None, None, None));
    assert_eq!(auroc(&scored(&[0.1, 0.2], &[1, 1])), None);
    for score in [-0.1, 1.1, f64::NAN] {
        assert_eq!(brier(&scored(&[score], &[1])), None);
        assert_eq!(ece(&scored(&[score], &[1]), 10), None);
    }
    assert_eq!(ece(&scored(&[0.5], &[1]), 0), None);
    // Bins [0, 0.5) and [0.5, 1]: a sure one, right, and two halves that cancel.
    near(ece(&scored(&[1.0, 0.5, 0.5], &[1, 1, 0]), 2).unwrap(), 0.0, 0.0);
    near(ece(&scored(&[0.0, 1.0], &[1, 0]), 1_000_000_000).unwrap(), 1.0, 0.0);
}

#[test]
fn violators_are_pooled_in_the_order_of_x() {
    let fit = |points: &[(f64, f64)]| pav_isotonic(points).unwrap();
    assert_eq!(fit(&[(1.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 4.0)]), [1.0, 2.5, 2.5, 4.0]);
    assert_eq!(fit(&[(4.0, 4.0), (2.0, 3.0), (3.0, 2.0), (1.0, 1.0)]), [4.0, 2.5, 2.5, 1.0]);
    // One long pool, from a value that is too high.
    assert_eq!(fit(&[(1.0, 9.0), (2.0, 1.0), (3.0, 2.0)]), [4.0, 4.0, 4.0]);
    // Equal x share their mean, although 1 then 3 violates nothing.
    assert_eq!(fit(&[(1.0, 1.0), (1.0, 3.0), (2.0, 5.0)]), [2.0, 2.0, 5.0]);
    assert_eq!(fit(&[(0.0, 1.0), (-0.0, 3.0)]), [2.0, 2.0]);
    assert_eq!(fit(&[]), [0.0; 0]);
    assert_eq!(pav_isotonic(&[(f64::NAN, 1.0)]), None);
    assert_eq!(pav_isotonic(&[(1.0, 1e308), (1.0, 1e308)]), None);
}

#[test]
fn the_range_of_a_score_agrees_with_the_reference() {
    let x = [0.3, 0.4, 0.45, 0.5, 0.6, 0.62, 0.7, 0.8, 0.85, 0.9];
    let known = scored(&x, &[0, 0, 1, 0, 1, 0, 1, 1, 1, 1]);
    for (at, p0, p1, p) in [(0.55, 1.0 / 3.0, 2.0 / 3.0, 0.5), (0.75, 0.5, 1.0, 2.0 / 3.0)] {
        let seen = venn_abers(&known, at).unwrap();
        all_near(&[seen.p0, seen.p1, seen.p], &[p0, p1, p], 1e-15);
    }
    // At a known score the two share one value: (0 + 0) / 2 or (0 + 1) / 2.
    let tied = venn_abers(&scored(&[0.5], &[0]), 0.5).unwrap();
    assert_eq!(tied, VennAbers { p0: 0.0, p1: 0.5, p: 1.0 / 3.0 });
    assert_eq!(venn_abers(&[], 0.5).unwrap(), VennAbers { p0: 0.0, p1: 1.0, p: 0.5 });
    assert_eq!(venn_abers(&known, f64::NAN), None);
}

#[test]
fn letters_facts_and_negations_are_compared_apart() {
    let draft = "Hi! Your order ships within 3 days.";
    for (sent, distance, facts, negations) in [
        ("Hi! Your order ships within 3 days.", 0.0, true, true),
        ("  hi! your ORDER\nships within 3 days. ", 0.0, true, true),
        ("Hi!  Your order ships within 3 days", 1.0 / 35.0, true, true),
        ("Hi! Your order ships within 5 days.", 1.0 / 35.0, false, true),
        ("Hi! Your order never ships within 3 days.", 6.0 / 41.0, true, false),
        ("", 1.0, false, true),
    ] {
        let edit = Edit::between(draft, sent);
        assert_eq!((edit.facts_equal, edit.negations_equal), (facts, negations), "{sent}");
        near(edit.distance, distance, 1e-15);
    }
    let cosmetic = |draft: &str, sent: &str| Edit::between(draft, sent).is_cosmetic();
    assert!(cosmetic("We can not refund that after thirty days.", "We can't refund that after thirty days."));
    assert!(!cosmetic("We can refund that after thirty days.", "We can't refund that after thirty days."));
    assert!(!cosmetic("Write to help@shop.example, please.", "Write to hello@shop.example, please."));
    assert!(!cosmetic("See https://shop.example/returns-de", "See https://shop.example/returns-en"));
    // Ten letters of a hundred may change, eleven not.
    let changed = |n: usize| format!("{}{}", "b".repeat(n), "a".repeat(100 - n));
    assert!(cosmetic(&changed(0), &changed(10)) && !cosmetic(&changed(0), &changed(11)));
    assert_eq!(Edit::between("", " ").distance.to_bits(), 0);
}

/// Kukich 1992 and textbooks since.
#[test]
fn distances_agree_with_known_ones() {
    for (one, other, edits, longest) in [
        ("kitten", "sitting", 3.0, 7.0),
        ("Sunday", "Saturday", 3.0, 8.0),
        ("gumbo", "gambol", 2.0, 6.0),
        ("abcdef", "azced", 3.0, 6.0),
        ("ca", "abc", 3.0, 3.0),
        ("straße", "strasse", 2.0, 7.0),
    ] {
        near(edit_distance(one, other), edits / longest, 1e-15);
    }
}

#[test]
fn hostile_lengths_are_answered_at_once_and_never_too_small() {
    let (as_, bs) = ("a".repeat(300_000), "b".repeat(300_000));
    near(edit_distance(&as_, &bs), 1.0, 0.0);
    near(edit_distance(&as_, &format!("{as_}b")), 1.0 / 300_001.0, 1e-15);
    near(edit_distance(&as_, ""), 1.0, 0.0);
    // The true distance is 2 of 20,002.
    let inner = "ab".repeat(10_000);
    near(edit_distance(&format!("x{inner}y"), &format!("z{inner}w")), 1.0, 0.0);
}
