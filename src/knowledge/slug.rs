//! Names of articles in URLs and passage ids: the same file, page or question always gets the same one.

use std::fmt::Write as _;
use std::path::Path;

use sha2::{Digest as _, Sha256};
use unicode_normalization::UnicodeNormalization as _;
use url::Url;

/// A question's share of a slug, characters. What is cut off is told apart by a hash.
const CHARS_MAX: usize = 60;
/// Hexadecimal digits of that hash.
const HASH_DIGITS: usize = 6;

/// Of a file, by its path below the folder.
pub(super) fn of_path(relative: &Path) -> String {
    of_words(&relative.with_extension("").to_string_lossy())
}

/// Of a page, by the path of its address; the host's name for the page at its root.
pub(super) fn of_url(url: &Url) -> String {
    let path = percent_decoded(url.path());
    let last = path.rsplit('/').next().unwrap_or_default();
    let stem =
        last.rsplit_once('.').filter(|(_, ending)| PAGES.contains(&ending.to_ascii_lowercase().as_str()));
    let path = stem.map_or(path.as_str(), |(_, ending)| {
        path.get(..path.len().saturating_sub(ending.len() + 1)).unwrap_or_default()
    });
    let words = url.query().map_or_else(|| path.to_owned(), |query| format!("{path}-{query}"));
    let slug = of_words(&words);
    if slug.is_empty() {
        of_words(url.host_str().unwrap_or_default())
    } else {
        shortened(&slug, url.as_str())
    }
}

/// Endings of pages that say nothing about them.
const PAGES: [&str; 8] = ["asp", "aspx", "htm", "html", "md", "php", "shtml", "txt"];

/// Of a question, short; `key` says what makes it this one.
pub(super) fn of_question(question: &str, key: &str) -> String {
    let slug = of_words(question);
    if slug.is_empty() { short_hash(key) } else { shortened(&slug, key) }
}

/// The same slug for something that must not have it.
pub(super) fn told_apart(slug: &str, key: &str) -> String {
    format!("{slug}-{}", short_hash(key))
}

/// Lower-case letters and digits with hyphens between them.
pub(super) fn of_words(words: &str) -> String {
    let mut slug = String::new();
    for c in words.nfkd().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !is_accent(c) && !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

fn shortened(slug: &str, key: &str) -> String {
    let Some((end, _)) = slug.char_indices().nth(CHARS_MAX) else { return slug.to_owned() };
    let kept = slug.get(..end).unwrap_or_default();
    let kept = kept.rsplit_once('-').map_or(kept, |(words, _)| words);
    told_apart(kept, key)
}

fn short_hash(key: &str) -> String {
    Sha256::digest(key.as_bytes()).iter().take(HASH_DIGITS / 2).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn percent_decoded(path: &str) -> String {
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let hex = path.get(at + 1..at + 3).filter(|_| *byte == b'%');
        if let Some(value) = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            decoded.push(value);
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}
