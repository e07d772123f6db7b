//! A draft that the owner could be shown meets its gate: may it leave by itself? Every input to a gate goes through here.

use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::super::autopilot::{Alpha, AutoWhen, Autopilot, GateMove, Gated, Line, Ruling};
use super::super::decision::Fact;
use super::super::gate::{GateInput, GateVerdict, Source};
use super::super::holdout::ticket;
use super::super::id::SuggestionId;
use super::super::policy::Autonomy;
use super::super::reply::{Citation, Draft};
use super::step::Step;

/// The gate's ruling on a draft, which is kept with it. `None` where nobody decides on it, or it is a sample.
pub(super) fn ruled(step: &mut Step<'_>, id: SuggestionId, draft: &Draft) -> Option<Gated> {
    let pilot = step.autopilot.clone().filter(|_| !step.c.sample)?;
    let topic = topic(step);
    let (autonomy, alpha) = step.policy.settings.of_topic(&topic);
    if matches!(autonomy, Autonomy::Off | Autonomy::Shadow) {
        return None;
    }
    prepare(step, &pilot, alpha, draft);
    let line = step.autopilot.as_ref()?.line(alpha, step.now);
    let score = line.score(&draft.weighed);
    // A question back is no answer, and what was never weighed cannot be sorted.
    let gates_ok = draft.findings.is_empty() && !draft.asks_back && !draft.weighed.is_empty();
    let input = GateInput::Draft {
        draft: id.to_string(),
        score,
        gates_ok,
        topic: topic.clone(),
        rehearsal: false,
        sources: sources(&pilot, draft),
        rulebook: step.policy.rulebook.hash().to_owned(),
        model: made_with(draft),
        standing: pilot.standing(),
        attended: pilot.attended,
        at: step.now,
    };
    let verdict = take(step, alpha, input)?;
    let ruling = match verdict {
        GateVerdict::Suggest(why) => Ruling::Suggest { why },
        GateVerdict::Send { certificate, audit } => match kept_back(step, autonomy, &pilot) {
            Some(why) => Ruling::Kept { why },
            None => Ruling::Send { statement: Box::new(certificate.statement().clone()), audit },
        },
    };
    let visitor = fingerprint(&ticket(&step.c));
    Some(Gated { alpha, epoch: line.gate.epoch(), score, topic, visitor, evidence: gates_ok, ruling })
}

/// Who asks, so that a gate's state names nobody.
fn fingerprint(ticket: &str) -> String {
    Sha256::digest(ticket.as_bytes()).iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _never = write!(hex, "{byte:02x}");
        hex
    })
}

/// The episode's topic; empty where it has none, which is a topic of its own.
pub(super) fn topic(step: &Step<'_>) -> String {
    step.c.episode.as_ref().and_then(|episode| episode.topic.clone()).unwrap_or_default()
}

/// Model and prompt, as a certificate names them.
fn made_with(draft: &Draft) -> String {
    match &draft.prompt {
        Some(prompt) => format!("{} with {prompt}", draft.drafter),
        None => draft.drafter.clone(),
    }
}

/// Evidence is about one model, one prompt and one body of knowledge; a score about one set of weights.
fn prepare(step: &mut Step<'_>, pilot: &Autopilot, alpha: Alpha, draft: &Draft) {
    let mut line = pilot.line(alpha, step.now);
    let other = line.made_by(&draft.drafter, draft.prompt.as_deref());
    let reason = other.or_else(|| pilot.other_knowledge(&line, step.now));
    keep(step, alpha, line);
    if let Some(reason) = reason {
        let at = step.now;
        take(step, alpha, GateInput::Epoch { reason, at });
    }
    let weights = &step.policy.scorer.weights;
    let Some(line) = step.autopilot.as_ref().map(|pilot| pilot.line(alpha, step.now)) else { return };
    if line.adopts(weights) {
        let scores = pilot.recent.iter().map(|signals| weights.score(signals)).collect();
        let weights = weights.clone();
        take(step, alpha, GateInput::Rescored { weights, scores });
    }
}

fn keep(step: &mut Step<'_>, alpha: Alpha, line: Line) {
    if let Some(pilot) = &mut step.autopilot {
        Arc::make_mut(pilot).lines.insert(alpha, Arc::new(line));
    }
}

/// One input to a gate: the one place where a gate changes, and where that is written down.
pub(super) fn take(step: &mut Step<'_>, alpha: Alpha, input: GateInput) -> Option<GateVerdict> {
    let at = step.now;
    let pilot = step.autopilot.as_mut()?;
    let mut line = pilot.line(alpha, at);
    let secret = Arc::clone(&pilot.secret);
    let (verdict, events) = line.take(&input, &secret);
    let (number, after) = (line.moves, Arc::new(line));
    Arc::make_mut(pilot).lines.insert(alpha, Arc::clone(&after));
    step.facts.push(Fact::GateMoved(Box::new(GateMove { alpha, number, at, input, events, after })));
    verdict
}

/// What each cited article's present version is worth; one that nobody knows of counts as just changed.
fn sources(pilot: &Autopilot, draft: &Draft) -> Vec<Source> {
    let mut slugs: Vec<&str> = draft.citations.iter().map(Citation::slug).collect();
    slugs.sort_unstable();
    slugs.dedup();
    slugs
        .into_iter()
        .map(|slug| {
            pilot.books.sources.iter().find(|source| source.article == slug).cloned().unwrap_or_else(|| {
                Source {
                    article: slug.to_owned(),
                    changed_at: super::super::time::Timestamp::NEVER,
                    approvals: 0,
                }
            })
        })
        .collect()
}

/// Why a draft that its gate lets go is put before the owner all the same: the owner's own bounds.
fn kept_back(step: &Step<'_>, autonomy: Autonomy, pilot: &Autopilot) -> Option<String> {
    let (s, hours) = (&step.policy.settings, &step.policy.waiting.hours);
    if autonomy != Autonomy::Auto {
        return Some("you decide on this topic yourself".to_owned());
    }
    let open = hours.is_open(step.now);
    match s.auto_when {
        AutoWhen::Open if !open => return Some("outside of opening hours you decide yourself".to_owned()),
        AutoWhen::Closed if open => return Some("in opening hours you decide yourself".to_owned()),
        AutoWhen::Open | AutoWhen::Closed | AutoWhen::Always => {}
    }
    let since = step.c.episode.as_ref().map(|episode| episode.started_at);
    let here =
        step.c.replies.iter().filter(|r| r.auto_sent && since.is_none_or(|at| r.at >= at)).count() as u64;
    let limits = s.auto_limits();
    [
        (here, limits.per_conversation, "in one conversation"),
        (pilot.traffic.hour, limits.per_hour, "within an hour"),
        (pilot.traffic.day, limits.per_day, "within a day"),
    ]
    .into_iter()
    .find(|(seen, most, _)| *seen >= u64::from(*most))
    .map(|(_, most, where_)| format!("you allow {most} of them {where_}"))
}
