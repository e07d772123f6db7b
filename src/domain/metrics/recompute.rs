//! An episode's figures once more, from its rows alone: nothing that was concluded before is looked at.

use super::arrival::{campaign, page};
use super::figures::{Metrics, ten_thousandths};
use super::mark::Mark;
use super::measured::{Converted, Counted, Said};
use super::raw::{RawEpisode, RawMessage};
use crate::domain::event::Instrument;
use crate::domain::holdout::Drawn;
use crate::domain::time::Timestamp;
use crate::stats::edit_distance;

/// The figures that the rows say.
#[must_use]
pub fn recompute(raw: &RawEpisode) -> Metrics {
    let mut metrics = Metrics::spoken(&said(raw), &conversions(raw));
    from_marks(&mut metrics, &raw.marks);
    for rule in raw.held.iter().flatten() {
        if !metrics.held_rules.contains(rule) {
            metrics.held_rules.push(rule.clone());
        }
    }
    for (until, over, kept) in &raw.promises {
        match (over, kept) {
            (true, Some(kept)) => {
                metrics.promise_kept = Some(*kept && metrics.promise_kept.unwrap_or(true));
            }
            (true, None) => {}
            (false, _) => metrics.promise_due = *until,
        }
    }
    metrics.triggered = !raw.suggestions.is_empty();
    metrics.judged_wrong = raw.suggestions.iter().any(|s| s.bad == Some(true) || s.called_wrong);
    for ms in raw.suggestions.iter().filter_map(|s| s.read_ms) {
        metrics.owner_ms = Some(metrics.owner_ms.unwrap_or(0).saturating_add(ms));
    }
    for draft in &raw.drafts {
        metrics.tokens = metrics.tokens.saturating_add(draft.tokens);
        metrics.cost_micros = metrics.cost_micros.saturating_add(draft.cost_micros);
    }
    let first = raw.drafts.iter().filter(|d| d.confidence.is_some()).min_by_key(|d| (d.at, d.order.as_str()));
    metrics.confidence = first.and_then(|d| d.confidence).and_then(ten_thousandths);
    metrics.csat = last_rating(raw, Instrument::Csat);
    metrics.nps = last_rating(raw, Instrument::Nps);
    metrics
}

fn last_rating(raw: &RawEpisode, instrument: Instrument) -> Option<u8> {
    let given = raw.ratings.iter().filter(|r| r.instrument == instrument);
    given.max_by_key(|r| r.at).map(|r| r.score)
}

/// The messages that count, in order.
pub(super) fn said(raw: &RawEpisode) -> Vec<Said> {
    let mut said: Vec<Said> = raw.messages.iter().map(one).collect();
    said.sort();
    said
}

fn one(message: &RawMessage) -> Said {
    let edit = match (message.counted, &message.drafted) {
        (Counted::Approved | Counted::AutoSent, _) => Some(0),
        (Counted::Edited, Some(draft)) => ten_thousandths(edit_distance(draft, &message.text)),
        _ => None,
    };
    Said {
        at: message.at,
        counted: message.counted,
        id: Said::mark(&message.external_id),
        edit,
        template: message.template.clone(),
    }
}

fn conversions(raw: &RawEpisode) -> Vec<Converted> {
    let one = |(at, mark): &(Timestamp, Mark)| match mark {
        Mark::Converted { value, currency } => {
            Some(Converted { at: *at, value: *value, currency: currency.clone() })
        }
        _ => None,
    };
    raw.marks.iter().filter_map(one).collect()
}

fn from_marks(metrics: &mut Metrics, marks: &[(Timestamp, Mark)]) {
    for (at, mark) in marks {
        match mark {
            Mark::Opened { page_url, referrer, in_hours, returning } => {
                metrics.started_at = *at;
                metrics.in_hours = *in_hours;
                metrics.returning = *returning;
                arrived(metrics, page_url.as_deref(), referrer.as_deref());
            }
            Mark::Arrived { page_url, referrer } => {
                arrived(metrics, page_url.as_deref(), referrer.as_deref());
            }
            Mark::Drawn(assignment) => {
                metrics.lottery.get_or_insert(Drawn { assignment: *assignment, passed: None });
            }
            Mark::Watched { passed } => {
                if let Some(drawn) = &mut metrics.lottery {
                    drawn.passed.get_or_insert(*passed);
                }
            }
            Mark::HandedOff { code } => {
                metrics.handoff.get_or_insert_with(|| code.clone());
            }
            Mark::AskedForHuman => metrics.unhappy = true,
            Mark::Resolved { how } => {
                metrics.resolved_at = Some(*at);
                metrics.resolution = Some(*how);
            }
            Mark::Reopened => metrics.reopened_at = Some(*at),
            Mark::Converted { .. } => {}
            Mark::Sorted { primary, secondary, suggested } => {
                metrics.topic.clone_from(primary);
                metrics.secondary.clone_from(secondary);
                metrics.suggested = *suggested;
            }
        }
    }
}

fn arrived(metrics: &mut Metrics, page_url: Option<&str>, referrer: Option<&str>) {
    metrics.page = page_url.and_then(page);
    metrics.campaign = campaign(page_url, referrer);
}
