//! How signals become a confidence, and how decisions change it.

use std::collections::BTreeMap;

use super::{Judged, SIGNAL_NAMES, SIGNALS, Weights};

fn signals(pairs: &[(&str, f64)]) -> BTreeMap<String, f64> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect()
}

#[test]
fn the_shipped_weights_speak_for_what_is_backed_and_against_what_is_new() {
    let score = |name: &str, value: f64| Weights::default().score(&signals(&[(name, value)]));
    let nothing = Weights::default().score(&BTreeMap::new());
    assert!((nothing - 0.802).abs() < 0.001, "{nothing}: sigmoid(1.4)");
    for (name, is_good) in [("grounded", true), ("neighbours", true), ("novelty", false), ("length", false)] {
        assert_eq!(score(name, 2.0) > nothing, is_good, "{name}");
        assert_eq!(score(name, -2.0) < nothing, is_good, "{name}");
    }
    assert_eq!(Weights::default().theta.len(), SIGNALS.len() + 1);
}

#[test]
fn weights_learn_what_the_owner_goes_by_and_without_decisions_stay_as_shipped() {
    assert_eq!(Weights::learned(&[]), Some(Weights::default()));
    // This owner sends what is short, whatever else is said.
    let judged: Vec<Judged> = (0..100)
        .map(|n| {
            let short = n % 2 == 0;
            let signals =
                signals(&[("length", if short { -1.5 } else { 1.5 }), ("grounded", f64::from(n % 3))]);
            Judged { signals, confidence: 0.8, good: short }
        })
        .collect();
    let learned = Weights::learned(&judged).unwrap();
    assert_eq!(learned.labels, 100);
    let score = |length| learned.score(&signals(&[("length", length), ("grounded", 1.0)]));
    assert!(score(-1.5) > 0.8 && score(1.5) < 0.4, "{} {}", score(-1.5), score(1.5));
}

#[test]
fn every_signal_has_a_name_for_the_owner() {
    let named: std::collections::BTreeSet<&str> = SIGNAL_NAMES.iter().map(|(key, ..)| *key).collect();
    assert_eq!(named, SIGNALS.into_iter().collect());
}
