//! What the tests of this room share: screened orders and passages of a small shop.

use crate::domain::{Author, DraftOrder, HistoryLine, Passage};
use crate::guardrail::Rulebook;

/// An order as the engine makes it; the turn must be one that the rules clear.
pub(super) fn order(question: &str) -> DraftOrder {
    order_after(question, &[])
}

pub(super) fn order_after(question: &str, history: &[(Author, &str)]) -> DraftOrder {
    let rulebook = Rulebook::built_in().unwrap();
    let history: Vec<HistoryLine> = history
        .iter()
        .map(|(author, text)| HistoryLine { author: *author, text: (*text).to_owned() })
        .collect();
    DraftOrder::rescreened(&rulebook, &[question.to_owned()], &history).expect("the rules clear this turn")
}

pub(super) fn passage(id: &str, article: &str, heading: &str, text: &str, score: f64) -> Passage {
    Passage {
        id: id.to_owned(),
        article: article.to_owned(),
        heading: heading.to_owned(),
        text: text.to_owned(),
        score,
    }
}

/// What the index found for "How long does shipping take?".
pub(super) fn shipping() -> Vec<Passage> {
    vec![
        passage(
            "shipping#1@aaaaaaaaaaaa",
            "Shipping",
            "How long does shipping take?",
            "Shipping takes **2 to 3 working days** inside Germany. Abroad it takes 6 days. See https://fernhill.example/shipping.",
            0.8,
        ),
        passage("costs#1@bbbbbbbbbbbb", "Costs", "How much is shipping?", "Shipping costs 4.90 €.", 0.4),
    ]
}
