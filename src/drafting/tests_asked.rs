//! What a question asks for, and whether a passage holds it.

use super::asked::asked;
use super::tests_setup::passage;
use crate::domain::Passage;

fn weight() -> Passage {
    passage("sizes#3@0", "Sizes", "How heavy is a mug?", "A medium mug weighs about 340g.", 0.9)
}

fn about(question: &str, passage: &Passage) -> f64 {
    asked(question, &[passage])
}

fn is(value: f64, wanted: f64) -> bool {
    value.to_bits() == wanted.to_bits()
}

#[test]
fn a_fact_of_another_kind_is_no_answer() {
    for question in [
        "how much is a medium mug?",
        "What does a mug cost?",
        "Hello! When is the mug back?",
        "how thick is a mug",
        "what's the diameter of the mug",
    ] {
        let wanted = if question.contains("When") { 1.0 } else { 0.0 };
        assert!(is(about(question, &weight()), wanted), "{question}");
    }
    for question in ["how heavy is a mug?", "What is the weight of a mug in grams?", "how many grams?"] {
        assert!(is(about(question, &weight()), 1.0), "{question}");
    }
    let wordy = passage("a#1@0", "Care", "Crazing", "The lines belong to the glaze.", 0.9);
    assert!(is(about("how long do the lines stay?", &wordy), 0.0));
    assert!(is(about("how much does the bowl hold?", &wordy), 1.0), "not a price");
    let price = passage("a#2@0", "Costs", "Shipping", "4.90 € per order.", 0.9);
    assert!(is(about("how much is shipping?", &price), 1.0));
}

#[test]
fn a_claim_is_neither_confirmed_nor_denied_by_a_quotation() {
    for question in ["you said mugs weigh 1 g, right?", "Hi. Since you weigh mugs, how heavy is mine?"] {
        assert!(is(about(question, &weight()), 0.0), "{question}");
    }
    let own = "since the mug arrived broken, how heavy is a new one?";
    assert!(is(about(own, &weight()), 1.0), "visitors tell of themselves");
}

#[test]
fn a_thing_that_is_not_named_is_doubtful_and_may_have_another_name() {
    for question in
        ["Do you sell bicycles?", "is there a car park nearby", "do you still make teapots in red"]
    {
        assert!(is(about(question, &weight()), 0.5), "{question}");
    }
    for question in ["do you have heavy mugs?", "do you have anything for my dad?", "can you sell bicycles?"]
    {
        assert!(is(about(question, &weight()), 1.0), "{question}");
    }
}

#[test]
fn in_other_languages_and_without_passages_nothing_breaks() {
    assert!(is(about("Wie viel kostet die Tasse?", &weight()), 1.0));
    assert!(is(about("", &weight()), 1.0));
    assert!(is(asked("how much is it?", &[]), 0.0));
}
