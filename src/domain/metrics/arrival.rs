//! Where a visitor came from: the page's path, and the campaign or the host that led there.

/// Longer ones are cut, characters: what a stranger may write into an address is no label.
const CHARS_MAX: usize = 120;

/// The path of the page, without query, fragment and a slash at its end; nothing where there is no path to see.
#[must_use]
pub fn page(page_url: &str) -> Option<String> {
    let path = match page_url.split_once("://") {
        Some((_, rest)) => rest.find(['/', '?', '#']).map_or("", |at| rest.get(at..).unwrap_or_default()),
        None if page_url.starts_with('/') => page_url,
        None => return None,
    };
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let path = path.trim_end_matches('/');
    Some(if path.is_empty() { "/".to_owned() } else { cut(path) })
}

/// `utm_campaign` of the page, else the host that referred the visitor unless it is the page's own.
#[must_use]
pub fn campaign(page_url: Option<&str>, referrer: Option<&str>) -> Option<String> {
    if let Some(named) = page_url.and_then(utm_campaign) {
        return Some(named);
    }
    let from = host(referrer?)?;
    (page_url.and_then(host).as_deref() != Some(&from)).then_some(from)
}

fn utm_campaign(page_url: &str) -> Option<String> {
    let query = page_url.split('#').next()?.split_once('?')?.1;
    let value = query.split('&').find_map(|pair| pair.strip_prefix("utm_campaign="))?;
    let value = decoded(value);
    let value = value.trim();
    (!value.is_empty()).then(|| cut(value))
}

/// Lower-case, without user, port and `www.`.
fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let authority = rest.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    (!host.is_empty()).then(|| cut(host))
}

fn cut(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(CHARS_MAX).collect()
}

/// Percent-decoding, `+` for a blank; what is no UTF-8 becomes U+FFFD.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        let byte = hex.filter(|_| *first == b'%').and_then(hex_byte);
        if let Some(byte) = byte {
            bytes.push(byte);
            rest = after.get(2..).unwrap_or_default();
        } else {
            bytes.push(if *first == b'+' { b' ' } else { *first });
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_byte(two: &str) -> Option<u8> {
    // `from_str_radix` would also take a sign.
    two.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u8::from_str_radix(two, 16).ok()).flatten()
}
