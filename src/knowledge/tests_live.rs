//! What the index in use and the sync of a folder promise, over articles kept in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;

use super::live::LiveKnowledge;
use super::sync::{SyncError, SyncReport, sync_folder};
use crate::domain::Timestamp;
use crate::ports::{Article, ArticleUse, ArticleVersion, Articles, Knowledge as _, StoreError};

#[derive(Debug, Default)]
struct Shelf {
    articles: Mutex<BTreeMap<String, Article>>,
    version: Mutex<u64>,
}

#[async_trait]
impl Articles for Shelf {
    async fn articles(&self) -> Result<Vec<Article>, StoreError> {
        Ok(self.articles.lock().unwrap().values().cloned().collect())
    }
    async fn put_article(&self, article: &Article) -> Result<bool, StoreError> {
        let old = self.articles.lock().unwrap().insert(article.slug.clone(), article.clone());
        let news = old.is_none_or(|o| o.hash != article.hash || o.source != article.source);
        *self.version.lock().unwrap() += u64::from(news);
        Ok(news)
    }
    async fn article_sources(&self) -> Result<Vec<(String, String)>, StoreError> {
        Ok(self.articles.lock().unwrap().values().map(|a| (a.slug.clone(), a.source.clone())).collect())
    }
    async fn article(&self, slug: &str) -> Result<Option<Article>, StoreError> {
        Ok(self.articles.lock().unwrap().get(slug).cloned())
    }
    async fn write_article(&self, article: &Article, _known: Option<&str>) -> Result<bool, StoreError> {
        self.put_article(article).await
    }
    async fn remove_article(&self, slug: &str, _: Option<&str>, _: Timestamp) -> Result<bool, StoreError> {
        self.forget_article(slug).await
    }
    async fn article_versions(&self, _slug: &str, _limit: i64) -> Result<Vec<ArticleVersion>, StoreError> {
        Ok(Vec::new())
    }
    async fn article_uses(&self, _since: Timestamp) -> Result<Vec<ArticleUse>, StoreError> {
        Ok(Vec::new())
    }
    async fn forget_article(&self, slug: &str) -> Result<bool, StoreError> {
        let gone = self.articles.lock().unwrap().remove(slug).is_some();
        *self.version.lock().unwrap() += u64::from(gone);
        Ok(gone)
    }
    async fn articles_version(&self) -> Result<String, StoreError> {
        Ok(self.version.lock().unwrap().to_string())
    }
}

fn write(folder: &Path, name: &str, text: &str) {
    fs::write(folder.join(name), text).unwrap();
}

async fn sync(shelf: &Shelf, folder: &Path) -> SyncReport {
    sync_folder(shelf, folder, Timestamp(1)).await.unwrap()
}

#[tokio::test]
async fn a_sync_puts_what_changed_removes_what_is_gone_and_leaves_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::default();
    let elsewhere = Article {
        slug: "by-hand".to_owned(),
        title: "By hand".to_owned(),
        source: "https://shop.example/faq".to_owned(),
        body: "text".to_owned(),
        hash: "x".to_owned(),
        updated_at: Timestamp(0),
        by: None,
    };
    shelf.put_article(&elsewhere).await.unwrap();
    write(folder.path(), "a.md", "# A\n\none");
    write(folder.path(), "b.md", "# B\n\ntwo");
    let first = sync(&shelf, folder.path()).await;
    assert_eq!(
        first,
        SyncReport { put: vec!["a".into(), "b".into()], removed: vec![], unchanged: 0, clashes: vec![] }
    );
    assert!(!sync(&shelf, folder.path()).await.changed());
    write(folder.path(), "a.md", "# A\n\nchanged");
    fs::remove_file(folder.path().join("b.md")).unwrap();
    let third = sync(&shelf, folder.path()).await;
    assert_eq!(
        third,
        SyncReport { put: vec!["a".into()], removed: vec!["b".into()], unchanged: 0, clashes: vec![] }
    );
    let left: Vec<String> = shelf.articles().await.unwrap().into_iter().map(|a| a.slug).collect();
    assert_eq!(left, ["a", "by-hand"]);
}

#[tokio::test]
async fn one_unfit_file_leaves_the_stored_articles_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::default();
    write(folder.path(), "a.md", "# A\n\none");
    sync(&shelf, folder.path()).await;
    write(folder.path(), "a.md", "# A\n\nchanged");
    fs::write(folder.path().join("bad.md"), [0xff]).unwrap();
    let refused = sync_folder(&shelf, folder.path(), Timestamp(2)).await;
    assert!(matches!(refused, Err(SyncError::Files(ref faults)) if faults.len() == 1), "{refused:?}");
    assert!(shelf.articles().await.unwrap()[0].body.contains("one"));
}

#[tokio::test]
async fn adding_one_file_removes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Shelf::default();
    write(folder.path(), "a.md", "# A\n\none");
    write(folder.path(), "b.md", "# B\n\ntwo");
    sync(&shelf, folder.path()).await;
    let report = sync(&shelf, &folder.path().join("a.md")).await;
    assert_eq!(report, SyncReport { unchanged: 1, ..SyncReport::default() });
}

#[tokio::test]
async fn a_changed_passage_is_another_passage_and_its_neighbour_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let shelf = Arc::new(Shelf::default());
    write(folder.path(), "a.md", "# Shop\n\n## Shipping?\n\nThree days.\n\n## Opening?\n\nAt ten.\n");
    sync(&shelf, folder.path()).await;
    let live = LiveKnowledge::open(shelf.clone(), None).await.unwrap();
    let shipping = live.search("shipping", 1).await.remove(0).id;
    let opening = live.search("opening", 1).await.remove(0).id;
    assert!(shipping.starts_with("a#1@") && shipping.len() == "a#1@".len() + 12, "{shipping}");
    assert!(live.current(&[shipping.clone(), opening.clone()]).await);
    write(folder.path(), "a.md", "# Shop\n\n## Shipping?\n\nFour days.\n\n## Opening?\n\nAt ten.\n");
    sync(&shelf, folder.path()).await;
    assert!(
        !live.current(&[opening.clone(), shipping.clone()]).await,
        "seen at once, without a reload by hand"
    );
    assert!(live.current(std::slice::from_ref(&opening)).await);
    assert_ne!(live.search("shipping", 1).await.remove(0).id, shipping);
    assert!(!live.reload_if_changed().await.unwrap());
    shelf.forget_article("a").await.unwrap();
    assert!(live.reload_if_changed().await.unwrap());
    assert_eq!((live.size(), live.search("shipping", 3).await), ((0, 0), vec![]));
}
