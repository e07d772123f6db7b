//! The token in a survey's link: what it looks like, and how it is kept out of what we store.

use std::borrow::Cow;
use std::ops::Range;

/// How long an answer is taken, ms: 14 days.
pub const LINK_MS: i64 = 14 * 86_400_000;

/// 256 random bits as hexadecimal digits.
pub const TOKEN_CHARS: usize = 64;

/// Characters of a comment at most.
pub const COMMENT_CHARS_MAX: usize = 1_000;

/// What stands before a token in an address.
const PATH: &str = "/s/";

/// Whether this can be a token of ours at all.
#[must_use]
pub fn is_token(text: &str) -> bool {
    text.len() == TOKEN_CHARS && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

/// The places of all tokens in a text.
fn tokens(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices(PATH).filter_map(|(at, path)| {
        let start = at + path.len();
        let end = start + TOKEN_CHARS;
        // A longer run of digits is something else.
        let ends = text.as_bytes().get(end).is_none_or(|next| !next.is_ascii_alphanumeric());
        (ends && text.get(start..end).is_some_and(is_token)).then_some(start..end)
    })
}

/// The text with the tokens of survey links cut out: whoever reads what is kept cannot answer for the visitor.
#[must_use]
pub fn cut_links(text: &str) -> Cow<'_, str> {
    let mut cut = String::new();
    let mut from = 0;
    for token in tokens(text) {
        cut.push_str(text.get(from..token.start).unwrap_or_default());
        cut.push('…');
        from = token.end;
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    cut.push_str(text.get(from..).unwrap_or_default());
    Cow::Owned(cut)
}

/// The place of the first survey link of a text, address and all, and its token.
#[must_use]
pub fn link_in(text: &str) -> Option<(Range<usize>, &str)> {
    let token = tokens(text).next()?;
    let before = text.get(..token.start)?;
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    let start = if before.is_char_boundary(start) { start } else { token.start };
    let start = before.get(start..)?.find("http").map_or(start, |at| start + at);
    Some((start..token.end, text.get(token)?))
}
