//! What lowers a confidence.

use super::settings::Settings;
use super::signals::{model, quotation};
use super::tests_setup::shipping;

const QUESTION: &str = "how long does shipping take?";
const GOOD: &str = "Shipping takes 2 to 3 working days inside Germany.";

#[test]
fn a_model_can_lower_its_confidence_and_never_raise_it() {
    let passages = shipping();
    let cited = [&passages[0]];
    let sure = |p_send| model(QUESTION, Some(GOOD), p_send, &cited, &passages).fit;
    let silent = sure(None);
    assert_eq!(sure(Some(1.0)).to_bits(), silent.to_bits());
    assert_eq!(sure(Some(0.1)).to_bits(), 0.1_f64.to_bits());
    assert!(silent <= quotation(QUESTION, &cited, &passages).fit);
    assert!(silent > 0.8, "{silent}");
}

#[test]
fn foreign_words_leave_little_confidence() {
    let passages = shipping();
    let cited = [&passages[0]];
    let foreign = "Our pottery dragons gladly adopt every lonely penguin tonight.";
    assert!(model(QUESTION, Some(foreign), Some(1.0), &cited, &passages).fit < 0.2);
    assert!(model(QUESTION, Some(GOOD), Some(1.0), &[], &passages).fit < 0.3);
}

#[test]
fn a_quotation_that_holds_no_such_fact_or_fits_no_better_than_its_neighbour_is_doubtful() {
    let mut passages = shipping();
    let sure = quotation(QUESTION, &[&passages[0]], &passages).fit;
    let in_vain = quotation("how heavy is shipping?", &[&passages[0]], &passages);
    assert!(in_vain.fit < 0.5 && in_vain.signals["asked"] < 0.1, "{in_vain:?}");
    passages[1].article = passages[0].article.clone();
    passages[1].score = 0.79;
    let neighbour = quotation(QUESTION, &[&passages[0]], &passages);
    assert!(neighbour.fit < sure && neighbour.signals["margin"] > 0.9, "{neighbour:?}");
}

#[test]
fn every_signal_lies_between_0_and_1() {
    let mut passages = shipping();
    for score in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1.0, 7.0] {
        passages[0].score = score;
        let cited = [&passages[0]];
        for judged in [
            model(QUESTION, Some(GOOD), Some(0.5), &cited, &passages),
            quotation(QUESTION, &cited, &passages),
        ] {
            assert!((0.0..=1.0).contains(&judged.fit), "{judged:?}");
            assert!(judged.signals.values().all(|s| (0.0..=1.0).contains(s)), "{judged:?}");
        }
    }
}

#[test]
fn settings_name_every_fault_and_hide_the_key() {
    let settings: Settings =
        toml::from_str("base_url = \"http://127.0.0.1:1/v1\"\nname = \"m\"\napi_key = \"sesame\"").unwrap();
    assert_eq!(settings.faults(), vec![]);
    assert!(!format!("{settings:?}").contains("sesame"));
    assert!(toml::from_str::<Settings>("nme = \"m\"").is_err());
    assert_eq!(Settings::default().faults(), vec![]);
    let wrong = Settings {
        base_url: Some("ftp://me:pw@host/?q".to_owned()),
        api_key: Some("two words".to_owned()),
        timeout_ms: 0,
        max_concurrency: 0,
        temperature: Some(f32::NAN),
        ..Settings::default()
    };
    let fields: Vec<&str> = wrong.faults().iter().map(|f| f.field).collect();
    assert_eq!(fields, ["timeout_ms", "max_concurrency", "temperature", "base_url", "name", "api_key"]);
}
