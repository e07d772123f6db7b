//! `[knowledge]` of the configuration.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// `[embedding]` of the configuration.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Embedding {
    /// Where the sentence encoder's files are; by default in the user's cache, where `banister knowledge setup` puts them.
    pub path: Option<PathBuf>,
    /// An OpenAI-compatible server that encodes instead, up to and including its version: `http://127.0.0.1:8082/v1`.
    pub base_url: Option<String>,
    /// The encoder, as that server calls it.
    pub name: Option<String>,
    /// Sent as a bearer token.
    #[serde(skip_serializing)]
    pub api_key: Option<String>,
}

/// The key must never reach a log.
impl fmt::Debug for Embedding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Embedding")
            .field("path", &self.path)
            .field("base_url", &self.base_url)
            .field("name", &self.name)
            .field("api_key", &self.api_key.as_ref().map(|_| "(set)"))
            .finish()
    }
}

impl Embedding {
    /// Every fault at once, as (key, sentence).
    #[must_use]
    pub fn faults(&self) -> Vec<(&'static str, String)> {
        let mut faults = Vec::new();
        let is_url =
            |text: &String| url::Url::parse(text).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
        if self.base_url.as_ref().is_some_and(|text| !is_url(text)) {
            faults.push((
                "base_url",
                "is no http(s) address; give something like http://127.0.0.1:8082/v1".to_owned(),
            ));
        }
        if self.base_url.is_some() != self.name.is_some() {
            faults.push(("name", "base_url and name belong together; give both or neither".to_owned()));
        }
        if self.api_key.as_ref().is_some_and(|k| k.is_empty() || !k.bytes().all(|b| b.is_ascii_graphic())) {
            faults
                .push(("api_key", "is empty or holds a space, a line break or a non-ASCII sign".to_owned()));
        }
        faults
    }

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
