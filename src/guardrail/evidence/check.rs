//! The check itself: takes a draft and its material, asks every examiner, and sorts what they find.

use std::collections::BTreeSet;

use super::backing::Known;
use super::facts::{Reading, read};
use super::finding::{Finding, Kind};
use super::pieces::{Sentence, sentences};
use super::{echoes, hidden, markup, nearness, notes, places, polarity, promises, support, weekdays};

/// Of the cited passages together, bytes; more is not read, so that a check ends in time.
const PASSAGES_BYTES_MAX: usize = 200_000;
/// Of a draft, bytes.
const DRAFT_BYTES_MAX: usize = 20_000;
/// Sentences of a draft times sentences of the passages that are compared at most.
const COMPARISONS_MAX: usize = 200_000;

/// All that a draft is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// The reply as it would be sent.
    pub draft: &'a str,
    /// The passages that the draft cites, as the drafter saw them.
    pub cited: &'a [Source<'a>],
    /// The ids that the draft cites.
    pub cited_ids: &'a [&'a str],
    /// The ids of everything retrieved in this run.
    pub retrieved_ids: &'a [&'a str],
    /// What the visitor wrote in this conversation. Only his own numbers and codes may be repeated.
    pub visitor: &'a [&'a str],
    /// Notes that no visitor may read.
    pub private_notes: &'a [&'a str],
    /// Hosts (with their subdomains) that a link may lead to; when empty, any that a cited passage has.
    pub allowed_hosts: &'a [&'a str],
    /// How long a reply may be.
    pub bounds: Bounds,
    /// Which languages question and draft are in, as far as known.
    pub languages: Languages<'a>,
    /// The relay shows text as it is, so that markup is no danger.
    pub markup_allowed: bool,
}

/// A cited passage and what stands above it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Source<'a> {
    /// The words.
    pub text: &'a str,
    /// The heading they stand under.
    pub heading: &'a str,
    /// The title of the article.
    pub article: &'a str,
}

/// How long a reply may be, characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// At least.
    pub min: usize,
    /// At most.
    pub max: usize,
}

/// Languages by their codes (`en`, `de-AT`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Languages<'a> {
    /// The visitor's.
    pub question: Option<&'a str>,
    /// The draft's. Sentences are compared with passages only in English, or when this is not known.
    pub draft: Option<&'a str>,
}

/// Everything in the draft that its material does not back, in the order of the draft; what concerns the
/// whole draft comes first. Empty means: nothing found, which is no proof that the draft is right.
///
/// Takes time in proportion to the text, and never panics.
#[must_use]
pub fn check(material: &Material<'_>) -> Vec<Finding> {
    let mut findings = formalities(material);
    findings.extend(hidden::examine(material.draft));
    findings.extend(notes::examine(material.draft, material.private_notes, &public(material)));
    if material.draft.len() > DRAFT_BYTES_MAX || total(material) > PASSAGES_BYTES_MAX {
        findings.push(Finding::whole(Kind::Length, "", "is too much text to be checked"));
    } else {
        match substance(material) {
            Some(found) => findings.extend(found),
            // A broken pattern of ours must never let a draft through.
            None => findings.push(Finding::whole(Kind::Unsupported, "", "the check of facts itself failed")),
        }
    }
    findings.sort_by_key(|finding| (finding.span, finding.kind));
    findings.dedup();
    findings
}

/// What is asked of a draft whatever it says.
fn formalities(material: &Material<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let length = material.draft.trim().chars().count();
    if length < material.bounds.min {
        findings.push(Finding::whole(Kind::Length, "", "is shorter than a reply may be"));
    }
    if length > material.bounds.max {
        findings.push(Finding::whole(Kind::Length, "", "is longer than a reply may be"));
    }
    if material.cited_ids.is_empty() {
        findings.push(Finding::whole(Kind::Citation, "", "cites nothing"));
    }
    for id in material.cited_ids.iter().filter(|id| !material.retrieved_ids.contains(id)) {
        findings.push(Finding::whole(Kind::Citation, id, "cites a passage that was not found in this run"));
    }
    if let (Some(question), Some(draft)) = (material.languages.question, material.languages.draft)
        && !primary(question).eq_ignore_ascii_case(primary(draft))
    {
        findings.push(Finding::whole(
            Kind::Language,
            draft,
            "is written in another language than the question",
        ));
    }
    findings
}

fn primary(code: &str) -> &str {
    code.split(['-', '_']).next().unwrap_or(code)
}

/// What is asked of what a draft says; `None` when a pattern of ours is broken.
fn substance(material: &Material<'_>) -> Option<Vec<Finding>> {
    let draft = read(material.draft)?;
    let passages: Vec<(&str, Reading)> =
        parts(material).map(|text| Some((text, read(text)?))).collect::<Option<_>>()?;
    let visitor: Vec<Reading> = material.visitor.iter().map(|text| read(text)).collect::<Option<_>>()?;
    let readings: Vec<&Reading> = passages.iter().map(|(_, reading)| reading).collect();
    let known = Known::new(&readings, &visitor);
    let mut findings: Vec<Finding> =
        draft.facts.iter().filter_map(|fact| known.examine(material.draft, fact)).collect();
    findings.extend(foreign_hosts(material, &draft));
    if !material.markup_allowed {
        findings.extend(markup::examine(material.draft)?);
    }
    if material.languages.draft.is_none_or(|code| primary(code).eq_ignore_ascii_case("en")) {
        findings.extend(sayings(material, &draft, &passages, &visitor));
    }
    Some(findings)
}

/// Sentences against sentences.
fn sayings(
    material: &Material<'_>,
    draft: &Reading,
    passages: &[(&str, Reading)],
    visitor: &[Reading],
) -> Vec<Finding> {
    let own = sentences(material.draft, draft);
    let theirs: Vec<Sentence> =
        passages.iter().flat_map(|(text, reading)| sentences(text, reading)).collect();
    if own.len().saturating_mul(theirs.len()) > COMPARISONS_MAX {
        return vec![Finding::whole(Kind::Length, "", "is too much text to be checked")];
    }
    let asked: BTreeSet<String> = material
        .visitor
        .iter()
        .zip(visitor)
        .flat_map(|(text, reading)| sentences(text, reading))
        .flat_map(|sentence| sentence.stems())
        .collect();
    let said = passages.iter().flat_map(|(text, reading)| nearness::statements(text, reading));
    let said: Vec<nearness::Statement> = said.collect();
    let mut findings = support::examine(material.draft, &own, &theirs, &asked);
    findings.extend(nearness::examine(material.draft, &nearness::statements(material.draft, draft), &said));
    findings.extend(echoes::examine(material.draft, &own, &theirs, &asked));
    findings.extend(polarity::examine(material.draft, &own, &theirs));
    findings.extend(weekdays::examine(material.draft, &own, &theirs));
    findings.extend(promises::examine(material.draft, &own, &theirs));
    findings
}

/// A passage may have been tampered with: its links count only where they lead to a host of the owner's choice.
fn foreign_hosts(material: &Material<'_>, draft: &Reading) -> Vec<Finding> {
    if material.allowed_hosts.is_empty() {
        return Vec::new();
    }
    let is_allowed = |spelt: &str| {
        let host = places::host(spelt);
        material.allowed_hosts.iter().any(|allowed| {
            let allowed = places::host(allowed);
            host == allowed || host.strip_suffix(&allowed).is_some_and(|rest| rest.ends_with('.'))
        })
    };
    let links = draft.facts.iter().filter(|fact| fact.kind == Kind::Link);
    let reason = "leads to a host that is not allowed";
    let foreign = links.map(|fact| Finding::at(Kind::Link, material.draft, fact.span, reason));
    foreign.filter(|finding| !is_allowed(&finding.spelt)).collect()
}

fn parts<'a>(material: &Material<'a>) -> impl Iterator<Item = &'a str> {
    material.cited.iter().flat_map(|source| [source.article, source.heading, source.text])
}

fn public<'a>(material: &Material<'a>) -> Vec<&'a str> {
    parts(material).chain(material.visitor.iter().copied()).collect()
}

fn total(material: &Material<'_>) -> usize {
    parts(material).map(str::len).sum::<usize>()
        + material.visitor.iter().map(|text| text.len()).sum::<usize>()
}
