//! Why a suggestion is what it is: the trigger, the verdict, the passages, every check, the signals, and what it cost.

use super::because::{Because, alike, because};
use crate::domain::{Draft, Finding, FindingKind as Kind, Found};
use crate::ports::SuggestionRow;
use crate::web::moment::Moment;
use crate::web::spoken;
use crate::words::Text;

/// One thing that code looked at in the draft.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Check {
    pub name: Text,
    /// What was found, in plain sentences; nothing where it passed.
    pub found: Vec<String>,
}

/// A passage that was found for the question.
#[derive(Clone, Debug)]
pub(super) struct Fitting {
    pub article: String,
    pub heading: String,
    pub slug: String,
    pub percent: String,
    pub cited: bool,
}

/// Everything behind a suggestion.
#[derive(Clone, Debug)]
pub(super) struct Why {
    pub messages: usize,
    pub drafted: Moment,
    /// The rulebook's hash, short.
    pub rulebook: String,
    pub passages: Vec<Fitting>,
    pub cited: usize,
    pub checks: Vec<Check>,
    pub failed: usize,
    pub signals: Vec<Because>,
    pub percent: String,
    /// What became of drafts with a similar confidence, once there are enough.
    pub alike: Option<(String, String)>,
    /// The drafter's own words on why.
    pub reason: String,
    pub drafter: String,
    pub by_model: bool,
    pub prompt: Option<String>,
    pub tokens: u64,
    /// In the owner's currency; nothing where no price is set.
    pub cost: Option<String>,
}

impl Why {
    pub(super) fn of(row: &SuggestionRow, drafted: Moment) -> Self {
        let draft = &row.suggestion.draft;
        let checks = checks(&draft.findings);
        Self {
            messages: row.suggestion.turn_text.lines().filter(|line| !line.trim().is_empty()).count(),
            drafted,
            rulebook: draft.rulebook_hash.trim_start_matches("sha256:").chars().take(10).collect(),
            passages: draft.found.iter().map(|found| fitting(found, draft)).collect(),
            cited: draft.citations.len(),
            failed: checks.iter().filter(|check| !check.found.is_empty()).count(),
            checks,
            signals: because(draft),
            percent: format!("{:.0}", 100.0 * draft.confidence),
            alike: alike(draft),
            reason: draft.reason.clone(),
            drafter: draft.drafter.clone(),
            by_model: draft.prompt.is_some(),
            prompt: draft.prompt.clone(),
            tokens: draft.usage.tokens(),
            cost: cost(draft.usage.cost_micros),
        }
    }
}

fn fitting(found: &Found, draft: &Draft) -> Fitting {
    Fitting {
        article: found.article.clone(),
        heading: found.heading.clone(),
        slug: found.id.split('#').next().unwrap_or_default().to_owned(),
        percent: format!("{:.0}", 100.0 * found.score),
        cited: draft.citations.iter().any(|citation| citation.passage_id == found.id),
    }
}

fn cost(micros: u64) -> Option<String> {
    #[expect(clippy::cast_precision_loss, reason = "shown with four digits")]
    (micros > 0).then(|| format!("{:.4}", micros as f64 / 1e6))
}

/// The checks, by the keys of their names, in the order in which an owner would make them.
const CHECKS: [(&str, &[Kind]); 8] = [
    (
        "why-reply-check-facts",
        &[
            Kind::Price,
            Kind::Percentage,
            Kind::Number,
            Kind::Duration,
            Kind::WorkingDays,
            Kind::Date,
            Kind::Time,
            Kind::Code,
        ],
    ),
    ("why-reply-check-links", &[Kind::Link, Kind::Email, Kind::Phone]),
    ("why-reply-check-backed", &[Kind::Unsupported, Kind::Polarity]),
    ("why-reply-check-promises", &[Kind::Promise]),
    ("why-reply-check-cites", &[Kind::Citation]),
    ("why-reply-check-language", &[Kind::Language]),
    ("why-reply-check-length", &[Kind::Length]),
    ("why-reply-check-plain", &[Kind::PrivateNote, Kind::Markup, Kind::HiddenCharacter]),
];

fn checks(findings: &[Finding]) -> Vec<Check> {
    let of = |kinds: &[Kind]| {
        findings.iter().filter(|f| kinds.contains(&f.kind)).map(Finding::sentence).collect::<Vec<_>>()
    };
    CHECKS.iter().map(|(name, kinds)| Check { name: spoken::text(*name), found: of(kinds) }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 20] = [
        Kind::Link,
        Kind::Email,
        Kind::Phone,
        Kind::Price,
        Kind::Percentage,
        Kind::Number,
        Kind::Duration,
        Kind::WorkingDays,
        Kind::Date,
        Kind::Time,
        Kind::Code,
        Kind::Unsupported,
        Kind::Polarity,
        Kind::Promise,
        Kind::Citation,
        Kind::Length,
        Kind::Language,
        Kind::PrivateNote,
        Kind::Markup,
        Kind::HiddenCharacter,
    ];

    #[test]
    fn whatever_the_fact_gate_finds_fails_exactly_one_check() {
        for kind in KINDS {
            let finding = Finding { kind, span: (0, 0), spelt: String::new(), reason: "is wrong".to_owned() };
            let failed = checks(&[finding]).into_iter().filter(|check| !check.found.is_empty()).count();
            assert_eq!(failed, 1, "{kind:?}");
        }
    }

    #[test]
    fn a_cost_is_shown_only_where_there_is_one() {
        assert_eq!((cost(0), cost(1_234)), (None, Some("0.0012".to_owned())));
    }
}
