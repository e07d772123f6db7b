//! Brings pages of the web and the stored articles into line.

use std::collections::BTreeSet;

use super::sync::{SyncReport, put};
use super::web_pages::{Progress, Skipped, Web, WebError, read_web};
use crate::domain::Timestamp;
use crate::ports::{Articles, StoreError};

/// What a sync with the web did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WebReport {
    /// What became of the articles.
    pub sync: SyncReport,
    /// Pages that were not taken, and why.
    pub skipped: Vec<Skipped>,
    /// Pages that were listed beyond the limit.
    pub left_out: usize,
}

/// Why nothing came of it.
#[derive(Debug, thiserror::Error)]
pub enum WebSyncError {
    /// See [`WebError`]; nothing was changed.
    #[error(transparent)]
    Web(#[from] WebError),
    /// The store failed; what was put before stays.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Puts what is new or changed, and removes articles whose page answers that it is gone. A page that could not be read
/// this time, or is no longer listed, keeps its article: a bad day of a web server takes no knowledge away.
///
/// # Errors
/// See [`WebSyncError`].
pub async fn sync_web(
    articles: &dyn Articles,
    web: &Web,
    now: Timestamp,
    progress: &mut (dyn FnMut(Progress<'_>) + Send),
) -> Result<WebReport, WebSyncError> {
    let read = read_web(web, progress).await?;
    let stored = articles.articles().await?;
    let mut sync = put(articles, &stored, &read.found, now).await?;
    let gone: BTreeSet<&str> =
        read.skipped.iter().filter(|s| s.why.is_gone()).map(|s| s.url.as_str()).collect();
    for old in stored.iter().filter(|article| gone.contains(article.source.as_str())) {
        if articles.forget_article(&old.slug).await? {
            sync.removed.push(old.slug.clone());
        }
    }
    Ok(WebReport { sync, skipped: read.skipped, left_out: read.left_out })
}
