//! Saved replies: their names, their placeholders, and the words they become in a chat.

use super::fields::BadField;

/// What may stand in a saved reply, and what it becomes.
pub(super) const PLACEHOLDERS: [&str; 3] = ["visitor", "me", "page"];

/// A longer name is not typed faster than the reply, characters.
const NAME_CHARS_MAX: usize = 30;

/// What an owner may send in one message, bytes.
const BODY_BYTES_MAX: usize = 8_000;

/// A name that can be typed after a slash, or what is wrong with it.
pub(super) fn name(text: &str) -> Result<String, BadField> {
    let name = text.trim().trim_start_matches('/').to_lowercase();
    let fits = !name.is_empty()
        && name.chars().count() <= NAME_CHARS_MAX
        && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    if fits {
        return Ok(name);
    }
    let right = format!("give 1 to {NAME_CHARS_MAX} letters, digits or hyphens, as `opening-hours`");
    Err(BadField::new("name", right))
}

/// Words that can be sent, with placeholders that are known.
pub(super) fn body(text: &str) -> Result<String, BadField> {
    let text = text.trim().replace("\r\n", "\n");
    if text.is_empty() || text.len() > BODY_BYTES_MAX {
        return Err(BadField::new("body", format!("give 1 to {BODY_BYTES_MAX} bytes")));
    }
    let unknown = placeholders(&text).find(|found| !PLACEHOLDERS.contains(found)).map(str::to_owned);
    match unknown {
        None => Ok(text),
        Some(unknown) => {
            let known = PLACEHOLDERS.map(|name| format!("{{{name}}}")).join(", ");
            Err(BadField::new("body", format!("`{{{unknown}}}` is no placeholder; known: {known}")))
        }
    }
}

/// Single words between braces.
fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| {
        let name = rest.split_once('}')?.0;
        name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_').then_some(name)
    })
}

/// What is known of a chat for the placeholders.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    pub visitor: Option<&'a str>,
    pub me: &'a str,
    pub page: Option<&'a str>,
}

/// The words as they would be sent. What is not known is left out, with the space before it.
pub(super) fn filled(body: &str, known: Known<'_>) -> String {
    let values = [("visitor", known.visitor), ("me", Some(known.me)), ("page", known.page)];
    let mut out = String::with_capacity(body.len());
    let mut rest = body;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        let value = values.iter().find(|(name, _)| from.starts_with(&format!("{{{name}}}")));
        out.push_str(before);
        let Some((name, value)) = value else {
            out.push('{');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        match value {
            // Nobody's words are looked into for placeholders again.
            Some(value) => out.push_str(value),
            None => out.truncate(out.trim_end_matches(' ').len()),
        }
        rest = from.get(name.len() + 2..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_chat(body: &str, visitor: Option<&str>) -> String {
        filled(body, Known { visitor, me: "Ada", page: None })
    }

    #[test]
    fn placeholders_become_what_is_known_and_what_is_not_leaves_no_gap() {
        assert_eq!(in_chat("Hello {visitor}, {me} here.", Some("Eve")), "Hello Eve, Ada here.");
        assert_eq!(in_chat("Hello {visitor}, {me} here.", None), "Hello, Ada here.");
        assert_eq!(in_chat("{ {me} } {{me}}", None), "{ Ada } {Ada}");
    }

    #[test]
    fn a_visitor_called_like_a_placeholder_stays_who_they_are() {
        assert_eq!(in_chat("Hello {visitor}", Some("{me} {page}")), "Hello {me} {page}");
    }

    #[test]
    fn an_unknown_placeholder_is_named_and_braces_in_text_are_let_be() {
        let fault = body("Hello {vistor}").unwrap_err();
        assert_eq!(fault.field, "body");
        assert!(fault.message.contains("{vistor}") && fault.message.contains("{visitor}"));
        assert_eq!(body("  A set {1, 2} of\r\nthings ").unwrap(), "A set {1, 2} of\nthings");
    }

    #[test]
    fn names_are_what_can_be_typed_after_a_slash() {
        assert_eq!(name(" /Opening-Hours ").unwrap(), "opening-hours");
        assert_eq!(name("öffnung").unwrap(), "öffnung");
        for bad in ["", "/", "two words", "a/b", &"x".repeat(31)] {
            assert_eq!(name(bad).unwrap_err().field, "name", "{bad}");
        }
    }
}
