//! One file a promise, played against the running binary.

mod confidence;
mod deciding;
mod drafting;
mod hearing;
mod knowledge;
mod rating;
mod screening;
mod sending;
mod spending;
mod takeover;
