//! What any sentence encoder promises, in this process or behind an address.

use std::fmt;

use super::model::Vector;

/// What a cosine says: at which one two texts have nothing to do with each other, and at which they could hardly fit
/// better. Differs from encoder to encoder.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    /// The cosine of strangers.
    pub nothing: f64,
    /// The cosine of a perfect fit.
    pub all: f64,
}

/// Says what texts mean, as directions of length 1. Blocks: milliseconds of arithmetic, or a call.
pub trait SentenceEncoder: Send + Sync + fmt::Debug {
    /// What a text means; nothing when the encoder is away.
    fn encode(&self, text: &str) -> Option<Vector>;

    /// The same for several, in one call where that saves some; nothing when it is away.
    fn encode_all(&self, texts: &[String]) -> Option<Vec<Vector>> {
        texts.iter().map(|text| self.encode(text)).collect()
    }

    /// What tells it from any other whose numbers differ.
    fn id(&self) -> String;

    /// Other languages mean nothing to it.
    fn is_english_only(&self) -> bool {
        false
    }

    /// Its scale, where it was measured; otherwise the articles themselves tell.
    fn scale(&self) -> Option<Scale> {
        None
    }
}
