//! What passages and questions mean: each passage is encoded once, and again only when its words change.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ndarray::Array2;

use super::encoder::{Scale, SentenceEncoder, Vector};
use crate::domain::Passage;

/// How sure the detector must be that a text is not English, 0..1.
const SURE: f64 = 0.45;
/// Passages encoded between two looks at whether to stop.
const AT_A_TIME: usize = 16;
/// Questions kept, the latest.
const ASKED_MAX: usize = 32;
/// Fewer words tell no language.
const WORDS_MIN: usize = 4;

/// What each passage means, a row each, and what their cosines say.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Rows {
    pub matrix: Array2<f32>,
    pub scale: Scale,
}

/// Pairs of passages that are looked at for a scale.
const PAIRS_MAX: usize = 2_000;

/// Most passages have nothing to do with each other: their usual cosine is that of strangers. From there to 1, a fit takes
/// the part of the way that it takes for all-MiniLM-L6-v2, whose scale was measured.
fn scale_of(rows: &Array2<f32>) -> Scale {
    let n = rows.nrows();
    let pairs = (0..PAIRS_MAX).filter_map(|k| {
        let (i, j) = (k % n.max(1), (k * 7 + k / n.max(1) + 1) % n.max(1));
        (i != j).then(|| f64::from(rows.row(i).dot(&rows.row(j))))
    });
    let mut cosines: Vec<f64> = if n < 2 { Vec::new() } else { pairs.collect() };
    cosines.sort_by(f64::total_cmp);
    let nothing = cosines.get(cosines.len() / 2).copied().unwrap_or(0.15).clamp(0.0, 0.95);
    Scale { nothing, all: nothing + (1.0 - nothing) * (0.70 - 0.15) / (1.0 - 0.15) }
}

/// An encoder, and what it has said so far.
#[derive(Clone, Debug)]
pub(super) struct Meanings {
    encoder: Arc<dyn SentenceEncoder>,
    /// By passage id, which changes with the passage's words.
    known: Arc<Mutex<HashMap<String, Vector>>>,
    /// The latest questions: one is looked up several times within a draft.
    asked: Arc<Mutex<VecDeque<(String, Vector)>>>,
}

impl Meanings {
    pub(super) fn new(encoder: Arc<dyn SentenceEncoder>) -> Self {
        Self { encoder, known: Arc::default(), asked: Arc::default() }
    }

    /// What tells its encoder from others.
    pub(super) fn encoder(&self) -> String {
        self.encoder.id()
    }

    /// One row for each passage, if all of them have been seen before.
    pub(super) fn known(&self, passages: &[Passage]) -> Option<Rows> {
        let known = self.lock();
        let mut numbers = Vec::new();
        for passage in passages {
            numbers.extend_from_slice(known.get(&passage.id)?);
        }
        let columns = numbers.len().checked_div(passages.len())?;
        let matrix = Array2::from_shape_vec((passages.len(), columns), numbers).ok()?;
        let scale = self.encoder.scale().unwrap_or_else(|| scale_of(&matrix));
        Some(Rows { matrix, scale })
    }

    /// One row for each passage. Slow for those not seen before: about 15 ms of CPU each, or calls of an encoder
    /// elsewhere. Nothing when told to stop, or when that encoder is away.
    pub(super) fn of_passages(&self, passages: &[Passage], stop: &AtomicBool) -> Option<Rows> {
        let fresh: Vec<&Passage> = {
            let known = self.lock();
            passages.iter().filter(|passage| !known.contains_key(&passage.id)).collect()
        };
        for some in fresh.chunks(AT_A_TIME) {
            if stop.load(Ordering::Relaxed) {
                return None;
            }
            let texts: Vec<String> = some.iter().map(|p| format!("{} {}", p.heading, p.text)).collect();
            let vectors = self.encoder.encode_all(&texts)?;
            let named = some.iter().map(|passage| passage.id.clone());
            self.lock().extend(named.zip(vectors));
        }
        let wanted: HashSet<&str> = passages.iter().map(|passage| passage.id.as_str()).collect();
        self.lock().retain(|id, _| wanted.contains(id.as_str()));
        self.known(passages)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, HashMap<String, Vector>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn encoded(&self, question: &str) -> Option<Vector> {
        let latest = || self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = latest().iter().find(|(asked, _)| asked == question).map(|(_, vector)| vector.clone());
        if seen.is_some() {
            return seen;
        }
        let vector = self.encoder.encode(question)?;
        let mut latest = latest();
        latest.truncate(ASKED_MAX - 1);
        latest.push_front((question.to_owned(), vector.clone()));
        Some(vector)
    }

    /// What a question means; nothing for one in another language, which this encoder has not learned.
    pub(super) fn of_question(&self, question: &str) -> Option<Vector> {
        if !self.encoder.is_english_only() {
            return self.encoded(question);
        }
        let long = question.split_whitespace().nth(WORDS_MIN - 1).is_some();
        let foreign = long
            && whatlang::detect(question)
                .is_some_and(|found| found.lang() != whatlang::Lang::Eng && found.confidence() >= SURE);
        let written = question.chars().filter(|c| c.is_alphabetic()).count();
        let latin = question.chars().filter(char::is_ascii_alphabetic).count();
        if !foreign && latin * 2 > written { self.encoded(question) } else { None }
    }
}
