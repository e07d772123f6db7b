//! What lowers a confidence, and which invented facts are noticed.

use super::facts::unsupported;
use super::settings::Settings;
use super::signals::{model, quotation};
use super::tests_setup::shipping;

const QUESTION: &str = "how long does shipping take?";
const GOOD: &str = "Shipping takes 2 to 3 working days inside Germany.";

#[test]
fn facts_of_the_passages_pass_in_any_usual_spelling() {
    let passage = "Ships in 2 to 3 days for 4.90 € (free from 1,200 €), 45 % off, 10:00 to 18:30, three mugs. Write to hello@fernhill.example or see https://www.fernhill.example/faq.";
    for reply in [
        "2 days, 3 days, €4,90, 4.9 EUR, 1200 euros, 45%, 45 percent, from 10 until 18:30, 3 mugs or two.",
        "Write to Hello@Fernhill.example, or look at fernhill.example/faq or https://fernhill.example/faq!",
        "1. First\n2. Second\n7. Seventh",
        "No facts at all, e.g. this one.",
    ] {
        assert_eq!(unsupported(reply, &[passage]), Vec::<String>::new(), "{reply}");
    }
}

#[test]
fn invented_facts_are_named_as_they_are_spelt() {
    let passage = "Ships in 2 days for 4.90 €. From 50 pieces on. See https://fernhill.example/faq.";
    for (reply, wanted) in [
        ("It takes 5 days.", vec!["5"]),
        ("You get 50 % off and it is 4.90 $.", vec!["50 %", "4.90 $"]),
        ("You get fifty percent with code SAVE20.", vec!["20"]),
        ("It takes twelve days.", vec!["twelve"]),
        ("See https://fernhill.example/other.", vec!["https://fernhill.example/other"]),
        ("See fernhill-ceramics.com.", vec!["fernhill-ceramics.com"]),
        ("Mail a@b.example or a@b.example.", vec!["a@b.example"]),
    ] {
        assert_eq!(unsupported(reply, &[passage]), wanted, "{reply}");
    }
}

#[test]
fn a_model_can_lower_its_confidence_and_never_raise_it() {
    let passages = shipping();
    let cited = [&passages[0]];
    let sure = |p_send| model(QUESTION, GOOD, p_send, &cited, &passages).confidence;
    let silent = sure(None);
    assert_eq!(sure(Some(1.0)).to_bits(), silent.to_bits());
    assert_eq!(sure(Some(0.1)).to_bits(), 0.1_f64.to_bits());
    assert!(silent <= quotation(QUESTION, &cited, &passages).confidence);
    assert!(silent > 0.8, "{silent}");
}

#[test]
fn an_invented_fact_or_foreign_words_leave_little_confidence() {
    let passages = shipping();
    let cited = [&passages[0]];
    let judged =
        model(QUESTION, "Shipping takes 9 working days inside Germany.", Some(1.0), &cited, &passages);
    assert_eq!((judged.unbacked, judged.signals["facts"]), (vec!["9".to_owned()], 0.0));
    assert!(judged.confidence <= 0.2);
    let foreign = "Our pottery dragons gladly adopt every lonely penguin tonight.";
    assert!(model(QUESTION, foreign, Some(1.0), &cited, &passages).confidence < 0.2);
    assert!(model(QUESTION, GOOD, Some(1.0), &[], &passages).confidence < 0.3);
}

#[test]
fn every_signal_lies_between_0_and_1() {
    let mut passages = shipping();
    for score in [f64::NAN, f64::INFINITY, -1.0, 0.0, 1.0, 7.0] {
        passages[0].score = score;
        let judged = model(QUESTION, GOOD, Some(0.5), &[&passages[0]], &passages);
        assert!((0.0..=1.0).contains(&judged.confidence), "{judged:?}");
        assert!(judged.signals.values().all(|s| (0.0..=1.0).contains(s)), "{judged:?}");
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
