//! Personal data and secrets do not reach a model: `conceal` puts placeholders in their place and
//! restores them in the reply. `secrets`, `numbers` and `addresses` say what is one; `overlap` keeps
//! the first of those that contend for the same bytes.

mod addresses;
mod conceal;
mod numbers;
mod overlap;
mod secrets;
#[cfg(test)]
mod tests_mask;
#[cfg(test)]
mod tests_properties;

pub use conceal::Masked;
