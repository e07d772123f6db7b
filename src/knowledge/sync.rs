//! Brings a folder's files and the stored articles into line.

use std::path::{Path, PathBuf};

use super::ingest::{Found, IngestFault, read_path};
use crate::domain::Timestamp;
use crate::ports::{Article, Articles, StoreError};

/// What a sync did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncReport {
    /// Articles that are new or changed, by slug.
    pub put: Vec<String>,
    /// Articles whose file is gone, by slug.
    pub removed: Vec<String>,
    /// Articles that were there word for word.
    pub unchanged: usize,
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
    let wanted = path.to_owned();
    let read = tokio::task::spawn_blocking(move || {
        let found = read_path(&wanted)?;
        Ok::<_, Vec<IngestFault>>((found, std::fs::canonicalize(&wanted).unwrap_or(wanted)))
    });
    let (found, root) = read.await.map_err(|_| SyncError::Interrupted)?.map_err(SyncError::Files)?;
    let stored = articles.articles().await?;
    let mut report = SyncReport::default();
    for file in &found {
        let known = stored.iter().find(|a| a.slug == file.slug);
        if known.is_some_and(|a| a.hash == file.hash && a.source == file.source) {
            report.unchanged += 1;
        } else if articles.put_article(&article(file, now)).await? {
            report.put.push(file.slug.clone());
        } else {
            report.unchanged += 1;
        }
    }
    for old in &stored {
        let gone = lies_in(&old.source, &root) && !found.iter().any(|f| f.slug == old.slug);
        if gone && articles.remove_article(&old.slug).await? {
            report.removed.push(old.slug.clone());
        }
    }
    Ok(report)
}

fn article(file: &Found, now: Timestamp) -> Article {
    Article {
        slug: file.slug.clone(),
        title: file.title.clone(),
        source: file.source.clone(),
        body: file.body.clone(),
        hash: file.hash.clone(),
        updated_at: now,
    }
}

/// Strictly below: a single file that was taken in is never its own folder.
fn lies_in(source: &str, root: &Path) -> bool {
    let source = PathBuf::from(source);
    source != root && source.starts_with(root)
}
