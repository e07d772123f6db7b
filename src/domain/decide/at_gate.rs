//! A draft that the owner could be shown meets its gate: may it leave by itself? Every input to a gate goes through here.

use std::sync::Arc;

use super::super::autopilot::{
    Alpha, AutoWhen, Autopilot, Gated, Ruling, fingerprint, is_evidence, made_with,
};
use super::super::decision::Fact;
use super::super::gate::{GateInput, GateVerdict, Standing, WhyNot};
use super::super::holdout::ticket;
use super::super::id::SuggestionId;
use super::super::policy::Autonomy;
use super::super::reply::Draft;
use super::step::Step;

/// The gate's ruling on a draft, which is kept with it. `None` where nobody decides on it, or it is a sample.
pub(super) fn ruled(step: &mut Step<'_>, id: SuggestionId, draft: &Draft) -> Option<Gated> {
    let pilot = step.autopilot.clone().filter(|_| !step.c.sample)?;
    let topic = topic(step);
    let (autonomy, alpha) = step.policy.autonomy_of(&topic);
    if matches!(autonomy, Autonomy::Off | Autonomy::Shadow) {
        return None;
    }
    prepare(step, alpha, draft);
    let line = step.autopilot.as_ref()?.line(alpha, step.now);
    let score = line.score(&draft.weighed);
    let gates_ok = is_evidence(draft);
    // Where nothing may leave anyway no lot is drawn: an audit that nobody is told of would wait for ever.
    let kept = kept_back(step, autonomy, &pilot);
    let standing = pilot.standing();
    let standing = Standing { owner_allows: standing.owner_allows && kept.is_none(), ..standing };
    let input = GateInput::Draft {
        draft: id.to_string(),
        lot: lot(step),
        score,
        gates_ok,
        topic: topic.clone(),
        rehearsal: false,
        sources: pilot.sources(draft),
        rulebook: step.policy.rulebook.hash().to_owned(),
        model: made_with(draft),
        standing,
        attended: pilot.attended,
        at: step.now,
    };
    let verdict = take(step, alpha, input)?;
    let ruling = match (verdict, kept) {
        (GateVerdict::Suggest(WhyNot::NotAllowed), Some(why)) if pilot.standing().owner_allows => {
            Ruling::Kept { why }
        }
        (GateVerdict::Suggest(why), _) => Ruling::Suggest { why },
        (GateVerdict::Send { certificate, audit }, _) => {
            Ruling::Send { statement: Box::new(certificate.statement().clone()), audit }
        }
    };
    let visitor = fingerprint(&ticket(&step.c));
    let episode = step.c.episode.as_ref().map(|e| e.id);
    Some(Gated {
        alpha,
        epoch: line.gate.epoch(),
        score,
        topic,
        visitor,
        episode,
        evidence: gates_ok,
        ruling,
    })
}

/// The question that a draft answers: the conversation, and the first message of the open turn.
fn lot(step: &Step<'_>) -> String {
    let first = step.c.stage.turn().and_then(|turn| turn.messages().first());
    format!("{}:{}", step.c.id, first.map_or("", |message| message.external_id.as_str()))
}

/// The episode's topic; empty where it has none, which is a topic of its own.
pub(super) fn topic(step: &Step<'_>) -> String {
    step.c.episode.as_ref().and_then(|episode| episode.topic.clone()).unwrap_or_default()
}

/// What is said to the gate before the draft is.
fn prepare(step: &mut Step<'_>, alpha: Alpha, draft: &Draft) {
    let at = step.now;
    let Some(pilot) = step.autopilot.as_mut() else { return };
    let moves = Arc::make_mut(pilot).prepare(alpha, draft, &step.policy.scorer.weights, at);
    step.facts.extend(moves.into_iter().map(|moved| Fact::GateMoved(Box::new(moved))));
}

/// One input to a gate: the one place where a gate changes, and where that is written down.
pub(super) fn take(step: &mut Step<'_>, alpha: Alpha, input: GateInput) -> Option<GateVerdict> {
    let at = step.now;
    let pilot = step.autopilot.as_mut()?;
    let (verdict, moved) = Arc::make_mut(pilot).take(alpha, input, at);
    step.facts.push(Fact::GateMoved(Box::new(moved)));
    verdict
}

/// Whether the owner lets replies leave at this hour.
pub(super) fn is_time(step: &Step<'_>) -> bool {
    let open = step.policy.waiting.hours.is_open(step.now);
    match step.policy.settings.auto_when {
        AutoWhen::Always => true,
        AutoWhen::Open => open,
        AutoWhen::Closed => !open,
    }
}

/// Why a draft that its gate lets go is put before the owner all the same: the owner's own bounds.
fn kept_back(step: &Step<'_>, autonomy: Autonomy, pilot: &Autopilot) -> Option<String> {
    let s = &step.policy.settings;
    let topic = topic(step);
    if pilot.fallen.holds(&topic) && s.of_topic(&topic).0 == Autonomy::Auto {
        return Some("by lottery visitors were less happy with AI, so you decide".to_owned());
    }
    if autonomy != Autonomy::Auto {
        return Some("you decide on this topic yourself".to_owned());
    }
    if !is_time(step) {
        let hours = if s.auto_when == AutoWhen::Open { "outside of" } else { "in" };
        return Some(format!("{hours} opening hours you decide yourself"));
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
