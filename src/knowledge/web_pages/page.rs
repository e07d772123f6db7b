//! A page as an article.

use super::refusal::Refusal;
use super::visit::Page;
use crate::knowledge::Found;
use crate::knowledge::file::foreign;
use crate::knowledge::ingest::hash;
use crate::knowledge::{html, markdown, slug};

/// The page as an article, named by its address.
pub(super) fn article(page: &Page) -> Result<Found, Refusal> {
    let kind = page.kind.split(';').next().unwrap_or_default().trim();
    if !["", "text/html", "text/markdown", "text/plain", "text/x-markdown"].contains(&kind) {
        return Err(Refusal::Kind(kind.to_owned()));
    }
    if let Some(what) = foreign(&page.bytes) {
        return Err(Refusal::Kind(
            what.split(';').next().unwrap_or(what).trim_start_matches("is ").to_owned(),
        ));
    }
    let text = text(page)?;
    let is_html = kind == "text/html" || (kind.is_empty() && text.trim_start().starts_with('<'));
    let (title, body) =
        if is_html { html::article(&text, Some(&page.url)).ok_or(Refusal::Empty)? } else { (None, text) };
    if !body.chars().any(char::is_alphanumeric) {
        return Err(Refusal::Empty);
    }
    let title = markdown::cut(&body).title.or(title).unwrap_or_else(|| page.url.path().to_owned());
    let hash = hash(&title, &body);
    Ok(Found { slug: slug::of_url(&page.url), title, source: page.url.to_string(), body, hash })
}

/// The bytes decide: many servers name an old encoding for pages that are plain ASCII.
fn text(page: &Page) -> Result<String, Refusal> {
    let refused = || Refusal::NotUtf8(charset(page));
    let text = std::str::from_utf8(&page.bytes).map_err(|_| refused())?;
    // UTF-16 and the Japanese encodings that look like ASCII.
    if text.contains(['\0', '\u{1b}']) {
        return Err(refused());
    }
    Ok(text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n"))
}

/// What the page says it is, in its header or at its beginning.
fn charset(page: &Page) -> String {
    let head = page.bytes.get(..page.bytes.len().min(1024)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let named = [page.kind.as_str(), &head].into_iter().find_map(|text| text.split_once("charset="));
    let name = named.map(|(_, rest)| rest.trim_start_matches(['"', '\'']));
    let name =
        name.and_then(|rest| rest.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).next());
    name.filter(|name| !name.is_empty() && *name != "utf-8").unwrap_or("unknown encoding").to_owned()
}
