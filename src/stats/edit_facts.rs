//! The facts of a reply that an edit must not touch unseen: numbers, links and e-mail addresses.

/// Last parts by which a bare name (`shop.example.com`) is a link. Those that are everyday small words (`it`, `de`, `es`,
/// `no`) are left out: a missing blank joins them on (`giorni.De`).
const BARE_ENDINGS: &[&str] =
    &["com", "org", "net", "io", "eu", "uk", "fr", "nl", "dk", "cz", "ch", "fi", "ie", "gr", "tr", "ru"];

/// Sorted; a fact said twice stands twice. Numbers are compared as they are written: `1,000` is not `1000`.
pub(super) fn facts(norm: &str) -> Vec<String> {
    let mut found = Vec::new();
    for run in norm.split(|c: char| !is_inner(c)).filter(|run| !run.is_empty()) {
        read(run, &mut found);
    }
    found.sort();
    found
}

/// What may stand inside a link or an address. Brackets and quotes end one, as in Markdown.
fn is_inner(c: char) -> bool {
    c.is_alphanumeric() || "-._~:/?#@!$&*+,;=%".contains(c)
}

/// A run of such characters is one link, one address, or text with numbers in it.
fn read(run: &str, found: &mut Vec<String>) {
    let scheme = run.find("://").map(|at| {
        let before = run.get(..at).unwrap_or_default();
        before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || "+-.".contains(c)).len()
    });
    if let Some(at) = scheme {
        numbers(run.get(..at).unwrap_or_default(), found);
        let link = bare(run.get(at..).unwrap_or_default());
        found.extend((!link.is_empty()).then(|| link.to_owned()));
        return;
    }
    let word = bare(run);
    if word.starts_with("www.") || is_bare_link(word) {
        found.push(word.to_owned());
        return;
    }
    // A comma joins the digits of a number, but not two addresses.
    let parts = word.split(|c| word.contains('@') && matches!(c, ',' | ';')).map(bare);
    for part in parts {
        if is_address(part) {
            found.push(part.to_owned());
        } else {
            numbers(part, found);
        }
    }
}

/// Without the full stop of the sentence, or the slash after a host.
fn bare(run: &str) -> &str {
    run.trim_matches(|c: char| !c.is_alphanumeric())
}

fn is_address(word: &str) -> bool {
    word.split_once('@').is_some_and(|(user, host)| !user.is_empty() && is_host(host))
}

/// `shop.example/returns`, `example.com`.
fn is_bare_link(word: &str) -> bool {
    let host = word.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let ending = host.rsplit('.').next().unwrap_or_default();
    is_host(host) && (word.contains('/') || BARE_ENDINGS.contains(&ending))
}

/// Names with dots between them, the last one of letters.
fn is_host(host: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '-');
    let is_last = |name: &str| name.chars().count() >= 2 && name.chars().all(char::is_alphabetic);
    host.split('.').all(is_name) && host.rsplit_once('.').is_some_and(|(_, last)| is_last(last))
}

/// Digits with points and commas between them: `3`, `49.90`, `1,000`; of `10:30` and `24/7` two each.
fn numbers(text: &str, found: &mut Vec<String>) {
    let mut number = String::new();
    let mut ahead = text.chars().peekable();
    while let Some(c) = ahead.next() {
        let joins = matches!(c, '.' | ',') && !number.is_empty();
        if c.is_numeric() || joins && ahead.peek().is_some_and(|next| next.is_numeric()) {
            number.push(c);
        } else if !number.is_empty() {
            found.push(std::mem::take(&mut number));
        }
    }
    if !number.is_empty() {
        found.push(number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_links_and_addresses_are_found_in_a_sentence() {
        for (text, wanted) in [
            ("ships within 3 days, 49.90 eur, not 1,000.", &["1,000", "3", "49.90"][..]),
            ("from 10:30, 24/7, 2 x 2", &["10", "2", "2", "24", "30", "7"]),
            ("see https://shop.example/a?b=1.", &["https://shop.example/a?b=1"]),
            (
                "[here](https://shop.example/) or (www.shop.example)",
                &["https://shop.example", "www.shop.example"],
            ),
            ("order 7:https://shop.example", &["7", "https://shop.example"]),
            ("write to help@shop.example.", &["help@shop.example"]),
            ("a@shop.example,b@shop.example;7", &["7", "a@shop.example", "b@shop.example"]),
            ("example.com, shop.example/returns", &["example.com", "shop.example/returns"]),
            ("in 5 days.it is e.g. fine, and/or @us @ 9", &["5", "9"]),
            ("请访问https://shop.example/a。谢谢", &["https://shop.example/a"]),
            ("½ of ٣", &["½", "٣"]),
            ("://", &[]),
            ("", &[]),
        ] {
            assert_eq!(facts(text), wanted, "{text}");
        }
    }
}
