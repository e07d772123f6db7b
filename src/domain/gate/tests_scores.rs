//! Thresholds lie where scores do.

use super::tests::{Played, spread};
use super::*;

#[test]
fn scores_that_are_all_alike_make_one_level_with_the_whole_error() {
    let mut site = Played::new(GivenTerms::default());
    for _ in 0..40 {
        site.step(0.7, false);
    }
    let levels: Vec<(f64, f64)> =
        site.gate.levels().iter().map(|level| (level.share, level.weight)).collect();
    assert_eq!(levels, [(0.8, 1.0)]);
}

#[test]
fn a_learned_score_moves_the_thresholds_until_something_is_certified() {
    let mut site = Played::new(GivenTerms::default());
    for _ in 0..60 {
        site.step(spread(site.n), false);
    }
    let seen = |gate: &Gate| gate.levels().iter().map(|level| level.seen.n()).collect::<Vec<_>>();
    let before = seen(&site.gate);
    let doubled: Vec<f64> = (0..60).map(|n| 2.0 * spread(n)).collect();
    assert_eq!(site.gate.rescored(&doubled).len(), 1);
    assert!(site.gate.levels()[0].lambda > 1.0);
    assert_eq!(seen(&site.gate), before);
    let mut earned = Played::new(GivenTerms::default());
    earned.earn();
    assert_eq!(earned.gate.rescored(&doubled), Vec::new());
    assert!(earned.gate.levels()[0].lambda < 1.0);
}
