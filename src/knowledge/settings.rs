//! `[knowledge]` of the configuration.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// `[knowledge]` of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// A file or folder that is taken in at start and watched; without it, articles come by `banister knowledge add`.
    pub path: Option<PathBuf>,
}
