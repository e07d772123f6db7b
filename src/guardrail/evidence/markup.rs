//! Finds signs that a relay or a template may render or run: tags, templates, images, links in Markdown.

use std::sync::LazyLock;

use regex::Regex;

use super::finding::{Finding, Kind};

/// Each with what the owner is told. None needs the end of what it begins: half a tag is a fault as well.
const PATTERNS: &[(&str, &str)] = &[
    (r"\{\{|\}\}|\{%|%\}|\{#|#\}|<%|%>|\$\{|#\{|<\?|\?>", "contains signs of a template"),
    (r"</?[A-Za-z!][^<>\n]{0,500}>?", "contains a tag that may be rendered"),
    (r"!\[", "contains an image in Markdown"),
    (r"\[[^\[\]\n]{1,300}\]\s?(?:\(|\[)", "contains a link in Markdown"),
    (r"(?m)^[ \t]{0,3}\[[^\[\]\n]{1,300}\]:", "contains a link reference in Markdown"),
    (
        r"(?i)\[/?(?:url|img|b|i|size|color|video|iframe|code)(?:[ =][^\[\]\n]{0,300})?\]",
        "contains a tag that may be rendered",
    ),
    (r"(?i)(?:javascript|vbscript|data|file|blob):[^\s]", "contains a link that may run code"),
    (r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,8}[0-9]{0,2});", "contains an encoded character"),
];

static COMPILED: LazyLock<Option<Vec<(Regex, &'static str)>>> = LazyLock::new(|| {
    PATTERNS.iter().map(|(pattern, reason)| Some((Regex::new(pattern).ok()?, *reason))).collect()
});

/// The findings about markup of `draft`, without overlaps; `None` when a pattern of ours is broken.
pub(super) fn examine(draft: &str) -> Option<Vec<Finding>> {
    let mut findings: Vec<Finding> = Vec::new();
    for (regex, reason) in COMPILED.as_ref()? {
        let hits = regex.find_iter(draft);
        findings.extend(hits.map(|hit| Finding::at(Kind::Markup, draft, (hit.start(), hit.end()), reason)));
    }
    findings.sort_by_key(|finding| finding.span);
    findings.dedup_by(|later, earlier| later.span.0 < earlier.span.1);
    Some(findings)
}
