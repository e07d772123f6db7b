//! Files and folders of articles, read within limits: every fault at once, and nothing half taken in.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::file::{self, Kind};

/// More files than this are a wrong folder, more articles than this a wrong list.
const FILES_MAX: usize = 10_000;
/// Folders within folders.
const DEPTH_MAX: usize = 32;

/// An article as it lies in a file or on a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its name in URLs and passage ids, made from the path below the folder, or on the web.
    pub slug: String,
    /// Front matter, first heading, the question, or the file's name.
    pub title: String,
    /// The file's absolute path, or the page's address.
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
    pub(super) fn new(path: &Path, message: impl Into<String>) -> Self {
        Self { path: path.display().to_string(), message: message.into() }
    }
}

/// Reads a file, or all articles, pages and lists of pairs of a folder and its folders, sorted by slug. Names that
/// begin with a dot are passed over. A link is followed only to a file inside the folder.
///
/// # Errors
/// Every fault of every file; one fault refuses all, so that a half-read folder never replaces a whole one.
pub fn read_path(path: &Path) -> Result<Vec<Found>, Vec<IngestFault>> {
    let root = fs::canonicalize(path).map_err(|e| vec![IngestFault::new(path, e.to_string())])?;
    if root.is_file() {
        let name = root.file_name().map(PathBuf::from).unwrap_or_default();
        return file::read(&root, &root, &name).and_then(|all| sorted(&root, all, Vec::new()));
    }
    let mut walk = Walk { root: root.clone(), files: BTreeMap::new(), faults: Vec::new() };
    walk.folder(&root, 0);
    let Walk { files, mut faults, .. } = walk;
    if files.is_empty() && faults.is_empty() {
        // An unmounted volume must not look like an owner who threw everything away.
        faults.push(IngestFault::new(path, format!("holds no {} file", endings())));
    }
    let mut all = Vec::new();
    for (relative, file) in &files {
        match file::read(file, &root.join(relative), relative) {
            Ok(found) => all.extend(found),
            Err(more) => faults.extend(more),
        }
    }
    sorted(&root, all, faults)
}

/// By slug, unless two have the same one or anything else was wrong.
fn sorted(
    root: &Path,
    all: Vec<Found>,
    mut faults: Vec<IngestFault>,
) -> Result<Vec<Found>, Vec<IngestFault>> {
    if all.len() > FILES_MAX {
        faults.push(IngestFault::new(root, format!("holds more than {FILES_MAX} articles")));
    }
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    for article in all {
        if let Some(other) = found.get(&article.slug) {
            let message = format!("has the same slug `{}` as {}; rename one", article.slug, other.source);
            faults.push(IngestFault::new(Path::new(&article.source), message));
        } else {
            found.insert(article.slug.clone(), article);
        }
    }
    if faults.is_empty() { Ok(found.into_values().collect()) } else { Err(faults) }
}

/// `.md, .txt or .csv`
fn endings() -> String {
    let all: Vec<String> = Kind::ENDINGS.iter().map(|(ending, _)| format!(".{ending}")).collect();
    match all.split_last() {
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
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
        if !target.is_file() || Kind::of(path).is_none() {
            return;
        }
        let relative = path.strip_prefix(&self.root).unwrap_or(path).to_owned();
        self.files.insert(relative, target);
        if self.files.len() == FILES_MAX + 1 {
            self.faults.push(IngestFault::new(&self.root, format!("holds more than {FILES_MAX} articles")));
        }
    }
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
