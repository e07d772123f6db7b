//! A sentence encoder in this process: what a text means, as 384 numbers, so that a question finds the passage that
//! answers it in other words. In the order of a text's way: `wordpiece` cuts it, `weights` holds what was learned,
//! `model` is all-MiniLM-L6-v2 (Reimers and Gurevych 2019; Wang et al. 2020), `fetch` gets the weights once.

mod fetch;
mod model;
#[cfg(test)]
pub(super) mod tests;
mod weights;
mod wordpiece;

pub use fetch::{FetchError, fetch, unpack};
pub use model::{DIMENSIONS, Encoder, Vector};
pub use weights::EncoderError;
