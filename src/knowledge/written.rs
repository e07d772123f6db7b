//! What an owner writes in Banister, as an article.

use super::ingest::hash;
use super::{markdown, slug};
use crate::domain::Timestamp;
use crate::ports::{Article, BadArticle, WRITTEN_HERE};

/// A longer title is a text, characters.
const TITLE_CHARS_MAX: usize = 200;
/// A longer article is several, bytes.
const BODY_BYTES_MAX: usize = 1024 * 1024;
/// A longer slug is nobody's name, bytes.
const SLUG_BYTES_MAX: usize = 1_000;

/// See [`crate::ports::Knowledge::written`].
///
/// # Errors
/// The field that does not fit.
pub fn written(wanted: Option<&str>, title: &str, body: &str, now: Timestamp) -> Result<Article, BadArticle> {
    let bad = |field, message: &str| Err(BadArticle { field, message: message.to_owned() });
    let (title, body) = (title.trim(), body.replace("\r\n", "\n"));
    if title.is_empty() || title.chars().count() > TITLE_CHARS_MAX || title.chars().any(char::is_control) {
        return bad("title", "give 1 to 200 characters on one line");
    }
    if body.len() > BODY_BYTES_MAX {
        return bad("body", "is larger than 1 MiB; split it into several articles");
    }
    if body.contains('\0') {
        return bad("body", "contains a NUL character; remove it");
    }
    if markdown::cut(&body).cuts.is_empty() {
        return bad("body", "says nothing that could be quoted; write at least one sentence");
    }
    let slug = wanted.map_or_else(|| slug::of_question(title, title), str::to_owned);
    let known = |c: char| c == '-' || (c.is_alphanumeric() && !c.is_uppercase());
    if slug.is_empty() || slug.len() > SLUG_BYTES_MAX || !slug.chars().all(known) {
        return bad("slug", "give lower-case letters, digits and hyphens");
    }
    let hash = hash(title, &body);
    Ok(Article {
        slug,
        title: title.to_owned(),
        source: WRITTEN_HERE.to_owned(),
        body,
        hash,
        updated_at: now,
        by: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_becomes_an_article_with_a_slug_of_its_title() {
        let article = written(None, " Gift vouchers? ", "Yes.\r\nFrom 10 €.", Timestamp(1)).unwrap();
        assert_eq!((article.slug.as_str(), article.title.as_str()), ("gift-vouchers", "Gift vouchers?"));
        assert_eq!(article.body, "Yes.\nFrom 10 €.");
        for title in [
            "배송비는 얼마이고 언제 도착하나요? 그리고 반품은 어떻게 하나요?",
            "送料はいくらで、いつ届きますか？プレゼント用の包装はできますか？",
        ] {
            assert!(written(None, title, "Text.", Timestamp(1)).is_ok(), "{title}");
        }
        let renamed = written(Some("gift-vouchers"), "Vouchers", "Yes.", Timestamp(2)).unwrap();
        assert_eq!(renamed.slug, "gift-vouchers");
        assert_ne!(renamed.hash, article.hash);
    }

    #[test]
    fn what_is_no_article_is_refused_by_the_name_of_its_field() {
        let long = "x".repeat(1024 * 1024 + 1);
        for (slug, title, body, field) in [
            (None, " ", "text", "title"),
            (None, "two\nlines", "text", "title"),
            (None, "T", "", "body"),
            (None, "T", "# Only a heading", "body"),
            (None, "T", "a\0b", "body"),
            (None, "T", long.as_str(), "body"),
            (Some("Not A Slug"), "T", "text", "slug"),
            (Some("../up"), "T", "text", "slug"),
        ] {
            assert_eq!(
                written(slug, title, body, Timestamp(1)).map_err(|bad| bad.field),
                Err(field),
                "{title}"
            );
        }
    }
}
