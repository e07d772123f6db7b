//! Finds links, host names, e-mail addresses and phone numbers, and gives each one spelling.

use std::sync::LazyLock;

use regex::Regex;

use super::facts::{Fact, Key};
use super::finding::Kind;

/// With a scheme, or beginning with `www.`.
const URL: &str = r"(?i)(?:[a-z][a-z0-9+.-]{1,12}://|www\.)[^\s<>()\[\]{}\x22\u{201c}\u{201d}|]+";
const EMAIL: &str = r"(?i)[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+";
/// A host name written without `https://`; the last label in lower case, so that `Sunday.We` is none.
const HOST: &str = r"[\p{L}\p{N}](?:[\p{L}\p{N}-]*\.)+[a-z][a-z]+(?::\d{2,5})?(?:/[^\s<>()\[\]{}\x22|]*)?";
/// International, with a leading zero or bracket, or in the groups used in North America.
const PHONE: &str = r"(?x)
    (?: \+ | \(?0 | \(\d ) [\d\u{a0}\x20()./\u{2013}-]{5,24} \d
    | (?:\d[-.\x20])? \(?\d{3}\)? [-.\x20] \d{3} [-.\x20] \d{4}
    | \d{3}-\d{4}";
const PHONE_DIGITS_MIN: usize = 7;
const PHONE_DIGITS_MAX: usize = 15;

static PATTERNS: LazyLock<Option<Patterns>> = LazyLock::new(Patterns::compile);

struct Patterns {
    url: Regex,
    email: Regex,
    host: Regex,
    phone: Regex,
}

impl Patterns {
    /// Constants; a test compiles them.
    fn compile() -> Option<Self> {
        let new = |pattern| Regex::new(pattern).ok();
        Some(Self { url: new(URL)?, email: new(EMAIL)?, host: new(HOST)?, phone: new(PHONE)? })
    }
}

/// The places named in `text`, in order and without overlaps; `None` when the patterns themselves are broken.
pub(super) fn places(text: &str) -> Option<Vec<Fact>> {
    let patterns = PATTERNS.as_ref()?;
    let mut found: Vec<Fact> = Vec::new();
    for (regex, kind) in [
        (&patterns.url, Kind::Link),
        (&patterns.email, Kind::Email),
        (&patterns.host, Kind::Link),
        (&patterns.phone, Kind::Phone),
    ] {
        let hits: Vec<Fact> = regex
            .find_iter(text)
            .filter_map(|hit| read(kind, text, hit.start(), hit.as_str()))
            .filter(|fact| is_apart(&found, fact.span))
            .collect();
        found.extend(hits);
        found.sort_by_key(|fact| fact.span);
    }
    Some(found)
}

/// The host that a link leads to, in lower case; what stands before an `@` is no host.
pub(super) fn host(spelt: &str) -> String {
    let bare = spelt.split_once("://").map_or(spelt, |(_, rest)| rest);
    let authority = bare.split(['/', '?', '#', '\\']).next().unwrap_or(bare);
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    host.strip_prefix("www.").unwrap_or(&host).to_owned()
}

fn is_apart(sorted: &[Fact], span: (usize, usize)) -> bool {
    let next = sorted.partition_point(|fact| fact.span.0 < span.0);
    let before = next.checked_sub(1).and_then(|i| sorted.get(i));
    before.is_none_or(|f| f.span.1 <= span.0) && sorted.get(next).is_none_or(|f| span.1 <= f.span.0)
}

fn read(kind: Kind, text: &str, start: usize, hit: &str) -> Option<Fact> {
    let spelt = hit.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '\u{2019}', '*', '_']);
    let span = (start, start + spelt.len());
    let key = match kind {
        Kind::Email => Key::Email(spelt.to_lowercase()),
        Kind::Phone => Key::Phone(phone(text, span, spelt)?),
        _ => Key::Link(link(spelt)),
    };
    Some(Fact { kind, span, readings: vec![key], nouns: Vec::new(), optional: false })
}

/// Scheme, `www.` and a final slash claim nothing; the host is the same in any case, the path is not.
pub(super) fn link(spelt: &str) -> String {
    let bare = match spelt.split_once("://") {
        Some((scheme, rest))
            if scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https") =>
        {
            rest
        }
        _ => spelt,
    };
    let cut = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    let (host, path) = bare.split_at_checked(cut).unwrap_or((bare, ""));
    let host = host.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    format!("{host}{}", path.trim_end_matches('/'))
}

/// Digits, with a plus when it has a country code; `None` for what is no phone number.
fn phone(text: &str, span: (usize, usize), spelt: &str) -> Option<String> {
    let digits: String = spelt.chars().filter(char::is_ascii_digit).collect();
    let beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let before = text.get(..span.0).and_then(|t| t.chars().next_back());
    let after = text.get(span.1..).and_then(|t| t.chars().next());
    if beside(before) || beside(after) || !(PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits.len()) {
        return None;
    }
    if is_date(spelt) || is_decimal(spelt) {
        return None;
    }
    if spelt.starts_with('+') {
        return Some(format!("+{}", digits.replacen("00", "", usize::from(digits.starts_with("00")))));
    }
    Some(digits.strip_prefix("00").map_or(digits.clone(), |rest| format!("+{rest}")))
}

/// `05.03.2026` and `2026-03-05`.
fn is_date(spelt: &str) -> bool {
    let groups: Vec<usize> = spelt.split(['.', '-', '/']).map(str::len).collect();
    matches!(groups.as_slice(), [4, 1..=2, 1..=2] | [1..=2, 1..=2, 2 | 4])
}

/// `0.29` and ranges of such numbers.
fn is_decimal(spelt: &str) -> bool {
    spelt.starts_with("0.") || spelt.starts_with("0 ")
}
