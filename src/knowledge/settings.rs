//! `[knowledge]` of the configuration.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// `[embedding]` of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Embedding {
    /// Where the sentence encoder's files are; by default in the user's cache, where `banister knowledge setup` puts them.
    pub path: Option<PathBuf>,
}

impl Embedding {
    /// The folder of the encoder's files.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        let cache = || {
            let set =
                |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
            set("XDG_CACHE_HOME")
                .or_else(|| Some(set("HOME")?.join(".cache")))
                .unwrap_or_else(std::env::temp_dir)
        };
        self.path.clone().unwrap_or_else(|| cache().join("banister").join("all-minilm-l6-v2"))
    }
}

/// `[knowledge]` of the configuration.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// A file or folder that is taken in at start and watched; without it, articles come by `banister knowledge add`.
    pub path: Option<PathBuf>,
}
