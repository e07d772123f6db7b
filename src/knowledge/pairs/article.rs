//! Each pair an article of its own: a passage id holds article and number, so with one article for all, a pair put in
//! at the top would make every other passage another one, and drop the drafts that cite it.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::ingest::{Found, hash};
use super::super::{html, slug};
use super::pair::Pair;

/// The articles of a list. `list` is the list's slug.
pub(in super::super) fn articles(pairs: &[Pair], list: &str, source: &str) -> Vec<Found> {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    let mut found = Vec::new();
    for pair in pairs {
        let key = if pair.id.is_empty() { pair.question.to_lowercase() } else { pair.id.to_lowercase() };
        let mut name = format!("{list}-{}", slug::of_question(&key, &key));
        if taken.contains(&name) {
            name = slug::told_apart(&name, &key);
        }
        taken.insert(name.clone());
        let title = if pair.title.is_empty() { pair.question.clone() } else { pair.title.clone() };
        let body = body(pair);
        let hash = hash(&title, &body);
        found.push(Found { slug: name, title, source: source.to_owned(), body, hash });
    }
    found
}

/// Topic and tags stand in a heading above the question: found, but never quoted.
fn body(pair: &Pair) -> String {
    let above: Vec<&str> =
        [&pair.topic, &pair.tags].into_iter().map(String::as_str).filter(|s| !s.is_empty()).collect();
    let mut body = String::new();
    if !above.is_empty() {
        body = format!("## {}\n\n", html::heading_text(&above.join(", ")));
    }
    let level = if above.is_empty() { "##" } else { "###" };
    let _ = writeln!(body, "{level} {}\n\n{}", html::heading_text(&pair.question), answer(&pair.answer));
    if !pair.url.is_empty() && !pair.answer.contains(&pair.url) {
        let _ = writeln!(body, "\n<{}>", pair.url);
    }
    body
}

/// An answer's own headings become lines of text: it must stay one answer to one question.
fn answer(written: &str) -> String {
    let converted = as_html(written).and_then(|page| html::article(&page, None)).map(|(_, body)| body);
    let markdown = converted.unwrap_or_else(|| written.to_owned());
    let mut lines: Vec<String> = Vec::new();
    let mut code = false;
    for line in markdown.lines() {
        let plain = line.trim_start();
        code ^= plain.starts_with("```") || plain.starts_with("~~~");
        let underline =
            !plain.is_empty() && (plain.chars().all(|c| c == '-') || plain.chars().all(|c| c == '='));
        let heading = plain.trim_start_matches('#');
        if code {
            lines.push(line.to_owned());
        } else if underline {
            // Under a line of text it would make that a heading.
            lines.push(String::new());
        } else if heading.len() < plain.len() && heading.starts_with(' ') {
            lines.extend([
                String::new(),
                heading.trim().trim_end_matches('#').trim_end().to_owned(),
                String::new(),
            ]);
        } else {
            lines.push(line.trim_end().to_owned());
        }
    }
    if !markdown.contains("```") && !markdown.contains("~~~") {
        lines.dedup_by(|line, before| line.is_empty() && before.is_empty());
    }
    lines.join("\n").trim().to_owned()
}

/// Help desks export HTML. Answers with a few tags in plain text keep their lines.
fn as_html(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let holds = |tags: &[&str]| tags.iter().any(|tag| lower.contains(tag));
    if holds(&["<br", "</p>", "</div>", "</li>", "</h2>", "</h3>", "</table>"]) {
        return Some(text.to_owned());
    }
    holds(&["</a>", "</b>", "</strong>", "</i>", "</em>", "</span>"]).then(|| text.replace('\n', "<br>"))
}
