//! Files and folders of Markdown, read within limits: every fault at once, and nothing half taken in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};
use unicode_normalization::UnicodeNormalization as _;

use super::markdown;

/// A larger file is no help article, bytes.
const FILE_BYTES_MAX: u64 = 1024 * 1024;
/// More files than this are a wrong folder.
const FILES_MAX: usize = 10_000;
/// Folders within folders.
const DEPTH_MAX: usize = 32;
/// What counts as an article.
const ENDINGS: [&str; 3] = ["md", "markdown", "txt"];

/// An article as it lies in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name in URLs and passage ids, made from the path below the folder.
    pub slug: String,
    /// Front matter, first heading, or the file's name.
    pub title: String,
    /// The file's absolute path.
    pub source: String,
    /// The whole of it, Markdown.
    pub body: String,
    /// SHA-256 of title and body, hexadecimal.
    pub hash: String,
}

/// Why a file or folder is not taken in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {message}")]
pub struct IngestFault {
    /// The file or folder.
    pub path: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl IngestFault {
    fn new(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.display().to_string(), message: message.into() }
    }
}

/// Reads a file, or all `.md`, `.markdown` and `.txt` files of a folder and its folders, sorted by slug.
/// Names that begin with a dot are passed over. A link is followed only to a file inside the folder.
///
/// # Errors
/// Every fault of every file; one fault refuses all, so that a half-read folder never replaces a whole one.
pub fn read_path(path: &Path) -> Result<Vec<Found>, Vec<IngestFault>> {
    let root = fs::canonicalize(path).map_err(|e| vec![IngestFault::new(path, e.to_string())])?;
    if root.is_file() {
        let name = root.file_name().map(PathBuf::from).unwrap_or_default();
        return read_file(&root, &root, &name).map(|found| vec![found]).map_err(|fault| vec![fault]);
    }
    let mut walk = Walk { root: root.clone(), files: BTreeMap::new(), faults: Vec::new() };
    walk.folder(&root, 0);
    let Walk { files, mut faults, .. } = walk;
    if files.is_empty() && faults.is_empty() {
        // An unmounted volume must not look like an owner who threw everything away.
        faults.push(IngestFault::new(path, "holds no .md, .markdown or .txt file"));
    }
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for (relative, file) in &files {
        let source = root.join(relative);
        match read_file(file, &source, relative) {
            Ok(article) => {
                if let Some(other) = found.get(&article.slug) {
                    let message =
                        format!("has the same slug `{}` as {}; rename one", article.slug, other.source);
                    faults.push(IngestFault::new(&source, message));
                } else {
                    found.insert(article.slug.clone(), article);
                }
            }
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() { Ok(found.into_values().collect()) } else { Err(faults) }
}

struct Walk {
    root: PathBuf,
    /// Path below the folder, to the file itself.
    files: BTreeMap<PathBuf, PathBuf>,
    faults: Vec<IngestFault>,
}

impl Walk {
    fn folder(&mut self, folder: &Path, depth: usize) {
        if depth > DEPTH_MAX {
            self.faults.push(IngestFault::new(folder, format!("lies more than {DEPTH_MAX} folders deep")));
            return;
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(e) => return self.faults.push(IngestFault::new(folder, e.to_string())),
        };
        let mut paths: Vec<PathBuf> = Vec::new();
        for entry in entries {
            match entry {
                Ok(entry) => paths.push(entry.path()),
                Err(e) => self.faults.push(IngestFault::new(folder, e.to_string())),
            }
        }
        paths.sort();
        for path in paths {
            if self.files.len() > FILES_MAX {
                return;
            }
            self.entry(&path, depth);
        }
    }

    fn entry(&mut self, path: &Path, depth: usize) {
        if path.file_name().is_some_and(|n| n.to_string_lossy().starts_with('.')) {
            return;
        }
        let kind = match fs::symlink_metadata(path) {
            Ok(kind) => kind,
            Err(e) => return self.faults.push(IngestFault::new(path, e.to_string())),
        };
        if kind.is_dir() {
            return self.folder(path, depth + 1);
        }
        let target = match fs::canonicalize(path) {
            Ok(target) => target,
            Err(e) => return self.faults.push(IngestFault::new(path, e.to_string())),
        };
        if kind.is_symlink() && !target.starts_with(&self.root) {
            self.faults.push(IngestFault::new(path, "is a link that leads out of the folder"));
            return;
        }
        // A linked folder inside is read where it lies.
        if !target.is_file() || !is_article(path) {
            return;
        }
        let relative = path.strip_prefix(&self.root).unwrap_or(path).to_owned();
        self.files.insert(relative, target);
        if self.files.len() == FILES_MAX + 1 {
            self.faults.push(IngestFault::new(&self.root, format!("holds more than {FILES_MAX} articles")));
        }
    }
}

fn is_article(path: &Path) -> bool {
    path.extension().is_some_and(|e| ENDINGS.iter().any(|known| e.eq_ignore_ascii_case(known)))
}

/// `source` is the name the owner knows; `file` what it leads to.
fn read_file(file: &Path, source: &Path, relative: &Path) -> Result<Found, IngestFault> {
    let fault = |message: &str| IngestFault::new(source, message);
    let opened = fs::File::open(file).map_err(|e| fault(&e.to_string()))?;
    let mut bytes = Vec::new();
    opened.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|e| fault(&e.to_string()))?;
    if bytes.len() as u64 > FILE_BYTES_MAX {
        return Err(fault("is larger than 1 MiB; split it into several articles"));
    }
    let text = String::from_utf8(bytes).map_err(|e| {
        fault(&format!("is not UTF-8 (byte {}); save it as UTF-8", e.utf8_error().valid_up_to()))
    })?;
    if text.contains('\0') {
        return Err(fault("contains a NUL byte; is it really text?"));
    }
    let slug = slug(relative);
    if slug.is_empty() {
        return Err(fault("has no letter or digit in its name; rename it"));
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
    let title = markdown::cut(&body).title.unwrap_or_else(|| title_of(relative));
    let hash = hash(&title, &body);
    Ok(Found { slug, title, source: source.display().to_string(), body, hash })
}

fn slug(relative: &Path) -> String {
    let plain = relative.with_extension("");
    let mut slug = String::new();
    for c in plain.to_string_lossy().nfkd().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !is_accent(c) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn title_of(relative: &Path) -> String {
    let stem = relative.file_stem().map(|s| s.to_string_lossy().replace(['-', '_'], " ")).unwrap_or_default();
    let mut letters = stem.trim().chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// SHA-256 of title and body, hexadecimal.
pub(super) fn hash(title: &str, body: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(title.as_bytes());
    hasher.update([b'\n']);
    hasher.update(body.as_bytes());
    hasher.finalize().iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
