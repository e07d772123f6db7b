//! All episodes in memory, as reports want them: read once, then only what changed.

mod chunks;
mod refresh;
#[cfg(test)]
mod tests;

pub(super) use refresh::Mirror;
