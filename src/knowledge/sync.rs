//! Brings a folder's files and the stored articles into line.

use std::path::{Path, PathBuf};

use super::ingest::{Found, IngestFault, read_path};
use crate::domain::Timestamp;
use crate::ports::{Article, Articles, StoreError, WRITTEN_HERE};

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Articles that are new or changed, by slug.
    pub put: Vec<String>,
    /// Articles whose file is gone, by slug.
    pub removed: Vec<String>,
    /// Articles that were there word for word, or were edited or removed here since their source last changed.
    pub unchanged: usize,
    /// Not taken: the slug belongs to an article from elsewhere.
    pub clashes: Vec<String>,
}

impl SyncReport {
    /// Whether anything is different now.
    #[must_use]
    pub const fn changed(&self) -> bool {
        !self.put.is_empty() || !self.removed.is_empty()
    }
}

/// Why a sync did not happen, or not wholly.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    /// The files are not fit to be taken in; nothing was changed.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Files(Vec<IngestFault>),
    /// The store failed; what was put before stays, and the next sync goes on from there.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Reading was broken off by a shutdown.
    #[error("reading the files was interrupted")]
    Interrupted,
}

/// Puts what is new or changed below `path` (a folder, or one file) and removes the articles that came from that
/// folder and whose file is gone. Articles from elsewhere are left alone. Running it again changes nothing.
///
/// # Errors
/// See [`SyncError`].
pub async fn sync_folder(
    articles: &dyn Articles,
    path: &Path,
    now: Timestamp,
) -> Result<SyncReport, SyncError> {
    let (found, root) = read(path).await?;
    let stored = articles.articles().await?;
    let mut report = put(articles, &stored, &found, now).await?;
    // Also what somebody took away: a file that comes back brings its article back.
    for (slug, source) in articles.article_sources().await? {
        let gone = lies_in(&source, &root) && !found.iter().any(|f| f.slug == slug);
        if gone && articles.forget_article(&slug).await? {
            report.removed.push(slug);
        }
    }
    Ok(report)
}

/// Puts what is new or changed at `path` (a folder, or one file), and removes nothing.
///
/// # Errors
/// See [`SyncError`].
pub async fn put_path(articles: &dyn Articles, path: &Path, now: Timestamp) -> Result<SyncReport, SyncError> {
    let (found, _) = read(path).await?;
    let stored = articles.articles().await?;
    Ok(put(articles, &stored, &found, now).await?)
}

/// What lies there, and the path itself without detours.
async fn read(path: &Path) -> Result<(Vec<Found>, PathBuf), SyncError> {
    let wanted = path.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let found = read_path(&wanted)?;
        Ok::<_, Vec<IngestFault>>((found, std::fs::canonicalize(&wanted).unwrap_or(wanted)))
    });
    read.await.map_err(|_| SyncError::Interrupted)?.map_err(SyncError::Files)
}

/// Puts what is new or changed. A name that something of another kind has already is left to it: otherwise the two would
/// take turns for ever.
pub(super) async fn put(
    articles: &dyn Articles,
    stored: &[Article],
    found: &[Found],
    now: Timestamp,
) -> Result<SyncReport, StoreError> {
    let mut report = SyncReport::default();
    for file in found {
        let known = stored.iter().find(|a| a.slug == file.slug);
        if known.is_some_and(|a| a.source != file.source && !(is_file(&a.source) && is_file(&file.source))) {
            report.clashes.push(file.slug.clone());
        } else if articles.put_article(&article(file, now)).await? {
            report.put.push(file.slug.clone());
        } else {
            report.unchanged += 1;
        }
    }
    Ok(report)
}

fn is_file(source: &str) -> bool {
    source != WRITTEN_HERE && !source.starts_with("http://") && !source.starts_with("https://")
}

/// What a source says, as an article of now.
fn article(file: &Found, now: Timestamp) -> Article {
    Article {
        slug: file.slug.clone(),
        title: file.title.clone(),
        source: file.source.clone(),
        body: file.body.clone(),
        hash: file.hash.clone(),
        updated_at: now,
        by: None,
    }
}

/// Strictly below: a single file that was taken in is never its own folder.
fn lies_in(source: &str, root: &Path) -> bool {
    let source = PathBuf::from(source);
    source != root && source.starts_with(root)
}
