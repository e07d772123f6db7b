//! Reads what lists pages: a sitemap, an index of sitemaps, or a text with an address on each line.

use quick_xml::Reader;
use quick_xml::events::Event;
use url::Url;

/// More addresses than a sitemap may hold.
const URLS_MAX: usize = 50_000;

/// What an answer turns out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Listing {
    /// Addresses of pages, as they are written.
    Pages(Vec<String>),
    /// Addresses of further sitemaps.
    Sitemaps(Vec<String>),
    /// No list: a page itself.
    Page,
}

/// What lies in these bytes, which were served as `kind`.
///
/// # Errors
/// When it is a sitemap, but a broken one.
pub(super) fn listing(kind: &str, bytes: &[u8]) -> Result<Listing, String> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start =
        String::from_utf8_lossy(bytes.get(..bytes.len().min(2048)).unwrap_or_default()).to_ascii_lowercase();
    if start.contains("<urlset") || start.contains("<sitemapindex") {
        return sitemap(bytes);
    }
    let page = kind.starts_with("text/html") || start.contains("<html") || start.contains("<!doctype html");
    if !page && (kind.contains("xml") || start.trim_start().starts_with("<?xml")) {
        return Err("neither a urlset nor a sitemapindex".to_owned());
    }
    let text = !page
        && (kind.starts_with("text/plain")
            || kind.is_empty()
            || kind.starts_with("application/octet-stream"));
    Ok(if text { text_list(bytes).map_or(Listing::Page, Listing::Pages) } else { Listing::Page })
}

fn sitemap(bytes: &[u8]) -> Result<Listing, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    // The names of the last two open elements matter: `loc` counts in `url` and in `sitemap`, not in an image.
    let mut open: Vec<String> = Vec::new();
    let mut found = Vec::new();
    let mut written = String::new();
    let mut index = false;
    loop {
        match reader.read_event().map_err(|e| e.to_string())? {
            Event::Start(tag) => {
                if open.len() > 8 {
                    return Err("elements too deep in elements".to_owned());
                }
                open.push(tag.local_name().as_ref().to_owned());
                written.clear();
            }
            Event::Text(words) => written.push_str(words.as_ref()),
            Event::CData(words) => written.push_str(words.as_ref()),
            Event::GeneralRef(entity) => written.push(entity_of(&entity)?),
            Event::End(_) => {
                let name = open.pop().unwrap_or_default();
                let parent = open.last().map(String::as_str).unwrap_or_default();
                if name == "loc" && (parent == "url" || parent == "sitemap") && found.len() < URLS_MAX {
                    index |= parent == "sitemap";
                    found.push(written.trim().to_owned());
                }
                written.clear();
            }
            Event::Eof if !open.is_empty() => return Err("it ends too early".to_owned()),
            Event::Eof => break,
            _ => {}
        }
    }
    Ok(if index { Listing::Sitemaps(found) } else { Listing::Pages(found) })
}

/// The five of XML, and numbers; what a document defines itself is not looked up.
fn entity_of(entity: &quick_xml::events::BytesRef<'_>) -> Result<char, String> {
    if let Some(c) = entity.resolve_char_ref().map_err(|e| e.to_string())? {
        return Ok(c);
    }
    match entity.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err("an unknown entity".to_owned()),
    }
}

/// Nothing, unless every line is an address.
fn text_list(bytes: &[u8]) -> Option<Vec<String>> {
    let text = std::str::from_utf8(bytes).ok()?;
    let lines: Vec<&str> =
        text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    let address = |line: &&str| {
        !line.contains(char::is_whitespace)
            && Url::parse(line).is_ok_and(|url| ["http", "https"].contains(&url.scheme()))
    };
    let list = !lines.is_empty() && lines.iter().all(address);
    list.then(|| lines.into_iter().take(URLS_MAX).map(str::to_owned).collect())
}
