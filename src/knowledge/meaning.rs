//! What passages and questions mean: each passage is encoded once, and again only when its words change.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ndarray::Array2;

use super::encoder::{DIMENSIONS, Encoder, Vector};
use crate::domain::Passage;

/// How sure the detector must be that a text is not English, 0..1.
const SURE: f64 = 0.45;
/// Questions kept, the latest.
const ASKED_MAX: usize = 32;
/// Fewer words tell no language.
const WORDS_MIN: usize = 4;

/// An encoder, and what it has said so far.
#[derive(Clone, Debug)]
pub(super) struct Meanings {
    encoder: Arc<Encoder>,
    /// By passage id, which changes with the passage's words.
    known: Arc<Mutex<HashMap<String, Vector>>>,
    /// The latest questions: one is looked up several times within a draft.
    asked: Arc<Mutex<VecDeque<(String, Vector)>>>,
}

impl Meanings {
    pub(super) fn new(encoder: Arc<Encoder>) -> Self {
        Self { encoder, known: Arc::default(), asked: Arc::default() }
    }

    /// One row for each passage, if all of them have been seen before.
    pub(super) fn known(&self, passages: &[Passage]) -> Option<Array2<f32>> {
        let known = self.lock();
        let mut rows = Vec::with_capacity(passages.len() * DIMENSIONS);
        for passage in passages {
            rows.extend_from_slice(known.get(&passage.id)?);
        }
        Array2::from_shape_vec((passages.len(), DIMENSIONS), rows).ok()
    }

    /// One row for each passage. Slow for those not seen before: about 15 ms of CPU each. Nothing when told to stop.
    pub(super) fn of_passages(&self, passages: &[Passage], stop: &AtomicBool) -> Option<Array2<f32>> {
        for passage in passages {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let is_known = self.lock().contains_key(&passage.id);
            if !is_known {
                let vector = self.encoder.encode(&format!("{} {}", passage.heading, passage.text));
                self.lock().insert(passage.id.clone(), vector);
            }
        }
        let wanted: HashSet<&str> = passages.iter().map(|passage| passage.id.as_str()).collect();
        self.lock().retain(|id, _| wanted.contains(id.as_str()));
        self.known(passages)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vector>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn encoded(&self, question: &str) -> Vector {
        let latest = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = latest().iter().find(|(asked, _)| asked == question).map(|(_, vector)| vector.clone());
        seen.unwrap_or_else(|| {
            let vector = self.encoder.encode(question);
            let mut latest = latest();
            latest.truncate(ASKED_MAX - 1);
            latest.push_front((question.to_owned(), vector.clone()));
            vector
        })
    }

    /// What a question means; nothing for one in another language, which this encoder has not learned.
    pub(super) fn of_question(&self, question: &str) -> Option<Vector> {
        let long = question.split_whitespace().nth(WORDS_MIN - 1).is_some();
        let foreign = long
            && whatlang::detect(question)
                .is_some_and(|found| found.lang() != whatlang::Lang::Eng && found.confidence() >= SURE);
        let written = question.chars().filter(|c| c.is_alphabetic()).count();
        let latin = question.chars().filter(char::is_ascii_alphabetic).count();
        (!foreign && latin * 2 > written).then(|| self.encoded(question))
    }
}
