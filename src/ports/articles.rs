//! The owner's articles: where they are kept, with every version of each and what became of drafts that cite them.

use std::fmt;

use async_trait::async_trait;

use super::store::StoreError;
use crate::domain::Timestamp;

/// Where an article that was written in Banister comes from.
pub const WRITTEN_HERE: &str = "written here";

/// An article of the knowledge base.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Article {
    /// Its name in URLs and passage ids: lower-case letters, digits and hyphens.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Where it came from: a file name, a URL, or [`WRITTEN_HERE`].
    pub source: String,
    /// The whole of it, Markdown.
    pub body: String,
    /// SHA-256 of title and body, hexadecimal.
    pub hash: String,
    /// When this version was taken in.
    pub updated_at: Timestamp,
    /// Who wrote this version here; nobody when it stands as its source has it.
    pub by: Option<String>,
}

/// A version of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleVersion {
    /// Counts from 1.
    pub number: u64,
    /// The article as it was.
    pub article: Article,
}

/// What became of the drafts that cite an article. Sample chats are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleUse {
    /// The article.
    pub slug: String,
    /// Suggestions that cite it.
    pub suggested: u64,
    /// Of these, sent, as they stood or edited.
    pub sent: u64,
    /// Of these, with a decision that says whether the draft was good.
    pub judged: u64,
    /// Of the judged, good.
    pub good: u64,
    /// Rejected because the source is out of date.
    pub outdated: u64,
    /// When it was last cited.
    pub last_cited: Option<Timestamp>,
}

/// Where articles are kept.
#[async_trait]
pub trait Articles: Send + Sync + fmt::Debug {
    /// All that stand, by slug.
    async fn articles(&self) -> Result<Vec<Article>, StoreError>;
    /// Slug and source of all that are known, also of those that somebody took away.
    async fn article_sources(&self) -> Result<Vec<(String, String)>, StoreError>;
    /// One, if it stands.
    async fn article(&self, slug: &str) -> Result<Option<Article>, StoreError>;
    /// Takes in what a source says. `false`, and nothing changed, while the source says what it said when last read:
    /// what was edited or removed here meanwhile stays so until the source itself changes.
    async fn put_article(&self, article: &Article) -> Result<bool, StoreError>;
    /// Keeps what somebody wrote here; `known` is the hash of the version they had before them, none for a new article.
    /// `false`, and nothing changed, when another version stands by now.
    async fn write_article(&self, article: &Article, known: Option<&str>) -> Result<bool, StoreError>;
    /// The source is gone: so is the article; `false` when it was not there. A source that comes back brings it back.
    async fn forget_article(&self, slug: &str) -> Result<bool, StoreError>;
    /// Somebody takes an article away: it stays away until its source changes. `known` is the hash of the version they had
    /// before them, where that is known. `false` when none, or another version, stands.
    async fn remove_article(
        &self,
        slug: &str,
        known: Option<&str>,
        now: Timestamp,
    ) -> Result<bool, StoreError>;
    /// The latest `limit` versions of an article, newest first, also of one that is gone.
    async fn article_versions(&self, slug: &str, limit: i64) -> Result<Vec<ArticleVersion>, StoreError>;
    /// What became of drafts that cite each article, suggested since a time.
    async fn article_uses(&self, since: Timestamp) -> Result<Vec<ArticleUse>, StoreError>;
    /// Changes whenever any article does: what an index compares to know that it is old.
    async fn articles_version(&self) -> Result<String, StoreError>;
}
