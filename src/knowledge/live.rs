//! The index in use: built from the stored articles, replaced when they change, never locked while searched.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwap;
use async_trait::async_trait;
use tokio::sync::Mutex;

use super::encoder::SentenceEncoder;
use super::index::Index;
use super::meaning::{Meanings, Rows};
use super::precedents::PastQuestions;
use super::supposed::Supposed;
use crate::domain::{Passage, Timestamp};
use crate::ports::{Article, Articles, BadArticle, Judgements, Knowledge, StoreError};

/// The owner's articles as they stand in a store, searchable.
pub struct LiveKnowledge {
    articles: Arc<dyn Articles>,
    now: ArcSwap<Standing>,
    meanings: Option<Meanings>,
    /// One rebuild at a time.
    rebuilding: Mutex<()>,
}

struct Standing {
    version: String,
    articles: usize,
    index: Arc<Index>,
    /// What each passage means; nothing before all of them are encoded.
    meanings: Option<Arc<Rows>>,
}

/// Tells the arithmetic in the background that nobody waits for it any more.
struct Cancel(Arc<AtomicBool>);

impl Drop for Cancel {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl LiveKnowledge {
    /// Reads all articles and indexes their words. What they mean comes with [`Self::warm`], when there is an encoder.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn open(
        articles: Arc<dyn Articles>,
        encoder: Option<Arc<dyn SentenceEncoder>>,
    ) -> Result<Self, StoreError> {
        let meanings = encoder.map(Meanings::new);
        let standing = read(articles.as_ref(), meanings.as_ref()).await?;
        let now = ArcSwap::from_pointee(standing);
        Ok(Self { articles, now, meanings, rebuilding: Mutex::new(()) })
    }

    /// Encodes what is not encoded yet, some 15 ms of CPU a passage; searches go by words until it is done, and nobody
    /// else waits for it. Ends early, without effect, when its future is dropped or the articles change meanwhile.
    pub async fn warm(&self) {
        let standing = self.now.load_full();
        let Some(meanings) = self.meanings.clone().filter(|_| standing.meanings.is_none()) else { return };
        let stop = Arc::new(AtomicBool::new(false));
        let _cancel = Cancel(stop.clone());
        let index = standing.index.clone();
        let encode = move || meanings.of_passages(index.passages(), &stop);
        let Ok(Some(rows)) = tokio::task::spawn_blocking(encode).await else { return };
        let _turn = self.rebuilding.lock().await;
        if self.now.load().version == standing.version {
            let (version, index) = (standing.version.clone(), standing.index.clone());
            let meanings = Some(Arc::new(rows));
            self.now.store(Arc::new(Standing { version, articles: standing.articles, index, meanings }));
        }
    }

    /// Indexes anew if any article has changed since; `true` if so. Searches go on with the old index meanwhile.
    ///
    /// # Errors
    /// When the store cannot be read; the old index stays.
    pub async fn reload_if_changed(&self) -> Result<bool, StoreError> {
        if self.articles.articles_version().await? == self.now.load().version {
            return Ok(false);
        }
        let _turn = self.rebuilding.lock().await;
        self.now.store(Arc::new(read(self.articles.as_ref(), self.meanings.as_ref()).await?));
        Ok(true)
    }

    /// What is remembered of earlier questions, compared by the same encoder.
    #[must_use]
    pub fn precedents(&self, judgements: Arc<dyn Judgements>) -> PastQuestions {
        PastQuestions::new(judgements, self.meanings.clone())
    }

    /// The articles with this one in the place of the one of its slug. Nothing is kept; meaning counts where it counts in
    /// the index in use.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn supposing(&self, changed: &Article) -> Result<Supposed, StoreError> {
        let mut all = self.articles.articles().await?;
        all.retain(|article| article.slug != changed.slug);
        all.push(changed.clone());
        all.sort_by(|one, other| one.slug.cmp(&other.slug));
        let meanings = self.meanings.clone().filter(|_| self.now.load().meanings.is_some());
        tokio::task::spawn_blocking(move || {
            let index = Arc::new(Index::build(&all));
            let rows = |meanings: Meanings| {
                let rows = meanings.of_passages(index.passages(), &AtomicBool::new(false))?;
                Some((meanings, Arc::new(rows)))
            };
            Supposed { meant: meanings.and_then(rows), index }
        })
        .await
        .map_err(|_| StoreError::Unavailable("indexing the articles was interrupted".to_owned()))
    }

    /// Articles and passages in use.
    #[must_use]
    pub fn size(&self) -> (usize, usize) {
        let now = self.now.load();
        (now.articles, now.index.len())
    }
}

/// The version is read first: a change in between is found by the next look.
async fn read(articles: &dyn Articles, meanings: Option<&Meanings>) -> Result<Standing, StoreError> {
    let version = articles.articles_version().await?;
    let all = articles.articles().await?;
    let count = all.len();
    let index = tokio::task::spawn_blocking(move || Index::build(&all))
        .await
        .map_err(|_| StoreError::Unavailable("indexing the articles was interrupted".to_owned()))?;
    // Known already when only the store's version is new.
    let rows = meanings.and_then(|meanings| meanings.known(index.passages())).map(Arc::new);
    Ok(Standing { version, articles: count, index: Arc::new(index), meanings: rows })
}

#[async_trait]
impl Knowledge for LiveKnowledge {
    async fn search(&self, question: &str, limit: usize) -> Vec<Passage> {
        let now = self.now.load_full();
        let (Some(meanings), Some(rows)) = (self.meanings.clone(), now.meanings.clone()) else {
            return now.index.search(question, None, limit);
        };
        let asked = question.to_owned();
        // Milliseconds of arithmetic: not on the threads that wait for the network.
        let meaning = tokio::task::spawn_blocking(move || meanings.of_question(&asked)).await.ok().flatten();
        now.index.search(question, meaning.as_deref().map(|meaning| (meaning, rows.as_ref())), limit)
    }

    fn by_words_only(&self) -> bool {
        self.meanings.is_none()
    }

    fn encoder(&self) -> String {
        self.meanings.as_ref().map_or_else(|| "words".to_owned(), Meanings::encoder)
    }

    /// Looks at the store's version first: an approval must not pass on what was edited a second ago.
    async fn current(&self, passage_ids: &[String]) -> bool {
        // A store that cannot be read cannot take the approval either; until then the index in use answers.
        let _ = self.reload_if_changed().await;
        self.now.load().index.knows(passage_ids)
    }

    async fn passages(&self, passage_ids: &[String]) -> Vec<Passage> {
        let now = self.now.load();
        passage_ids.iter().filter_map(|id| now.index.passage(id)).cloned().collect()
    }

    fn written(
        &self,
        slug: Option<&str>,
        title: &str,
        body: &str,
        now: Timestamp,
    ) -> Result<Article, BadArticle> {
        super::written::written(slug, title, body, now)
    }
}

impl fmt::Debug for LiveKnowledge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (articles, passages) = self.size();
        f.debug_struct("LiveKnowledge")
            .field("articles", &articles)
            .field("passages", &passages)
            .finish_non_exhaustive()
    }
}
