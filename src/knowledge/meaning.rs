//! What passages and questions mean: each passage is encoded once, and again only when its words change.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use ndarray::Array2;

use super::encoder::{DIMENSIONS, Encoder, Vector};
use crate::domain::Passage;

/// How sure the detector must be that a text is not English, 0..1.
const SURE: f64 = 0.45;
/// Fewer words tell no language.
const WORDS_MIN: usize = 4;

/// An encoder, and what it has said so far.
#[derive(Clone, Debug)]
pub(super) struct Meanings {
    encoder: Arc<Encoder>,
    /// By passage id, which changes with the passage's words.
    known: Arc<Mutex<HashMap<String, Vector>>>,
}

impl Meanings {
    pub(super) fn new(encoder: Arc<Encoder>) -> Self {
        Self { encoder, known: Arc::default() }
    }

    /// One row for each passage. Slow for those not seen before: about 15 ms of CPU each.
    pub(super) fn of_passages(&self, passages: &[Passage]) -> Option<Array2<f32>> {
        let mut kept = HashMap::with_capacity(passages.len());
        let mut rows = Vec::with_capacity(passages.len() * DIMENSIONS);
        for passage in passages {
            let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).get(&passage.id).cloned();
            let vector = known
                .unwrap_or_else(|| self.encoder.encode(&format!("{} {}", passage.heading, passage.text)));
            rows.extend_from_slice(&vector);
            kept.insert(passage.id.clone(), vector);
        }
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = kept;
        Array2::from_shape_vec((passages.len(), DIMENSIONS), rows).ok()
    }

    /// What a question means; nothing for one in another language, which this encoder has not learned.
    pub(super) fn of_question(&self, question: &str) -> Option<Vector> {
        let long = question.split_whitespace().nth(WORDS_MIN - 1).is_some();
        let foreign = long
            && whatlang::detect(question)
                .is_some_and(|found| found.lang() != whatlang::Lang::Eng && found.confidence() >= SURE);
        let written = question.chars().filter(|c| c.is_alphabetic()).count();
        let latin = question.chars().filter(char::is_ascii_alphabetic).count();
        (!foreign && latin * 2 > written).then(|| self.encoder.encode(question))
    }
}
