//! What an episode's figures follow from, written down with whatever happens; `follow` reads the rest off the facts.

use super::super::clearance::Outgoing;
use super::super::decision::Fact;
use super::super::episode::{AssistKind, Episode};
use super::super::event::{Heard, Instrument};
use super::super::id::EpisodeId;
use super::super::message::Turn;
use super::super::metrics::{
    COMPLEX_TURNS, CONVERSION_WITHIN_MS, Converted, Counted, Judgement, Mark, Measured, Metrics, Said,
    campaign, page, ten_thousandths,
};
use super::super::time::Timestamp;
use super::step::Step;
use crate::guardrail::Route;

/// The visitor came back again and again.
const LABEL_COMPLEX: &str = "complex";

/// An episode has just begun.
pub(super) fn opened(step: &mut Step<'_>) {
    let hours = &step.policy.waiting.hours;
    let returning = step.c.previous.is_some();
    let (page_url, referrer) = (step.c.page_url.clone(), step.c.referrer.clone());
    let Some(episode) = &mut step.c.episode else { return };
    let at = episode.started_at;
    let in_hours = (!hours.always()).then(|| hours.is_open(at));
    episode.measured.in_hours = in_hours;
    episode.measured.returning = returning;
    came_from(&mut episode.measured, page_url.as_deref(), referrer.as_deref());
    step.mark(at, Mark::Opened { page_url, referrer, in_hours, returning });
    step.label(&[], &[LABEL_COMPLEX]);
}

fn came_from(measured: &mut Measured, page_url: Option<&str>, referrer: Option<&str>) {
    measured.page = page_url.and_then(page);
    measured.campaign = campaign(page_url, referrer);
    measured.arrived = page_url.is_some() || referrer.is_some();
}

/// It became known where the visitor is. An episode that knows keeps what it knows.
pub(super) fn arrived(step: &mut Step<'_>) {
    let (page_url, referrer) = (step.c.page_url.clone(), step.c.referrer.clone());
    let open = step.c.episode.as_mut().filter(|e| e.resolved_at.is_none() && !e.measured.arrived);
    let Some(episode) = open else { return };
    came_from(&mut episode.measured, page_url.as_deref(), referrer.as_deref());
    step.changed = true;
    step.mark(step.logged.at, Mark::Arrived { page_url, referrer });
}

/// The visitor's message just kept counts, unless it was said after the episode's end, or counted (or not) before: an edit is
/// no second question.
pub(super) fn asked(step: &mut Step<'_>, heard: &Heard, open_already: bool) {
    let (at, external_id) = (step.logged.at, heard.message_id.as_str());
    let earlier = step.c.previous.as_deref();
    let before = earlier.is_some_and(|e| heard.edited || e.measured.has(&Said::mark(external_id)));
    let Some(episode) = &mut step.c.episode else { return };
    if before || open_already || episode.resolved_at.is_some_and(|end| at > end) {
        return;
    }
    let said = Said {
        at: at.max(episode.started_at),
        counted: Counted::Asked,
        id: Said::mark(external_id),
        edit: None,
        template: None,
    };
    if !episode.measured.say(said.clone()) {
        return;
    }
    step.changed = true;
    let (episode_id, turns) = (episode.id, Metrics::of(episode).turns);
    step.facts.push(Fact::MessageCounted { external_id: external_id.to_owned(), episode: episode_id, said });
    if turns >= COMPLEX_TURNS {
        step.label(&[LABEL_COMPLEX], &[]);
    }
}

/// Whether the visitor asks for a human is looked at whoever has the conversation: only so can two groups be compared.
pub(super) fn wants_human(step: &mut Step<'_>, turn: &Turn) {
    let Some(episode) = step.c.episode.as_mut().filter(|e| !e.measured.unhappy) else { return };
    if step.policy.routing.route(&turn.texts()).is_some_and(|(route, _)| route == Route::Person) {
        episode.measured.unhappy = true;
        step.changed = true;
        step.mark(step.logged.at, Mark::AskedForHuman);
    }
}

/// What the visitor first asked suggests a topic, until an owner sorts the episode. The relay hears of it when it is confirmed.
pub(super) fn suggest_topic(step: &mut Step<'_>, turn: &Turn) {
    let policy = step.policy;
    let Some(episode) = &mut step.c.episode else { return };
    let first_turn = episode.measured.said.iter().all(|said| said.counted == Counted::Asked);
    let is_open = episode.topic.is_none() || episode.measured.suggested;
    if !first_turn || !is_open || episode.measured.sorted || episode.resolved_at.is_some() {
        return;
    }
    let Some(topic) = policy.topics.suggest(&turn.texts()) else { return };
    if episode.topic.as_deref() == Some(topic) {
        return;
    }
    episode.topic = Some(topic.to_owned());
    episode.measured.suggested = true;
    let (primary, secondary) = (episode.topic.clone(), episode.secondary.clone());
    step.changed = true;
    step.mark(step.logged.at, Mark::Sorted { primary, secondary, suggested: true });
}

/// The answer just kept counts in the episode that it was said in: the current one, or the one before it. A human's words
/// outside of both count in none; what came of a draft counts wherever it lands.
pub(super) fn answered(
    step: &mut Step<'_>,
    at: Timestamp,
    assisted: Option<AssistKind>,
    outgoing: Option<&Outgoing>,
) {
    let kept = step.facts.iter().rev().find_map(|fact| match fact {
        Fact::MessageKept(message) => Some(message.external_id.clone()),
        _ => None,
    });
    let Some(external_id) = kept else { return };
    let mark = Said::mark(&external_id);
    // The same again, which an earlier episode has.
    if step.c.previous.as_ref().is_some_and(|e| e.measured.has(&mark)) {
        return;
    }
    let before = step.c.episode.as_ref().is_some_and(|e| at < e.started_at);
    let earlier = before && step.c.previous.as_ref().is_some_and(|e| e.spans(at));
    let episode = if earlier { step.c.previous.as_deref_mut() } else { step.c.episode.as_mut() };
    let Some(episode) = episode.filter(|e| e.spans(at) || assisted.is_some()) else { return };
    let said = Said {
        at: at.max(episode.started_at),
        counted: Counted::answer(assisted),
        id: mark,
        edit: outgoing.and_then(|o| o.edit),
        template: outgoing.and_then(|o| o.template.clone()).filter(|_| assisted.is_none()),
    };
    if !episode.answered(said.clone()) {
        return;
    }
    let id = episode.id;
    step.facts.push(Fact::MessageCounted { external_id, episode: id, said });
    if earlier {
        keep_previous(step);
    } else {
        step.keep_episode();
    }
}

fn keep_previous(step: &mut Step<'_>) {
    if let Some(previous) = &step.c.previous {
        step.facts.push(Fact::EpisodeChanged((**previous).clone()));
    }
}

/// The visitor bought something: it belongs to the current episode, unless only the one before had answered by then.
pub(super) fn converted(step: &mut Step<'_>, value: Option<f64>, currency: Option<&str>) {
    let at = step.logged.at;
    let answered = |e: &Episode| {
        let last = e.measured.said.iter().rfind(|s| s.counted != Counted::Asked && s.at <= at);
        last.is_some_and(|said| at.since(said.at) <= CONVERSION_WITHIN_MS * 1_000)
    };
    let current = step.c.episode.as_ref().is_some_and(|e| answered(e) || at >= e.started_at);
    let earlier = !step.c.episode.as_ref().is_some_and(answered)
        && step.c.previous.as_deref().is_some_and(|e| answered(e) || !current);
    let episode = if earlier { step.c.previous.as_deref_mut() } else { step.c.episode.as_mut() };
    let Some(episode) = episode else { return };
    let value = value.filter(|value| value.is_finite());
    let currency: String = currency.unwrap_or_default().trim().chars().take(8).collect();
    if !episode.measured.convert(Converted { at, value, currency: currency.clone() }) {
        return;
    }
    let episode = episode.id;
    step.facts.push(Fact::Marked { episode, at, mark: Mark::Converted { value, currency } });
    if earlier {
        keep_previous(step);
    } else {
        step.changed = true;
    }
}

/// A reply that had left without an owner was called wrong: so is the episode that it was drafted in. Of one before the last
/// two, only the store knows.
pub(super) fn called_wrong(step: &mut Step<'_>, of: Option<EpisodeId>) {
    let is = |e: &&mut Episode| Some(e.id) == of;
    if let Some(episode) = step.c.episode.as_mut().filter(is) {
        episode.measured.judged_wrong = true;
        step.changed = true;
    } else if let Some(episode) = step.c.previous.as_deref_mut().filter(is) {
        episode.measured.judged_wrong = true;
        step.previous_changed = true;
    }
}

/// What the facts of a step mean for the figures; the last thing that is done in it.
pub(super) fn follow(step: &mut Step<'_>) {
    let facts = std::mem::take(&mut step.facts);
    let mut told = Vec::new();
    for fact in &facts {
        if let Fact::EarlierRated { episode, rating, at } = fact
            && let Some(previous) = step.c.previous.as_mut().filter(|e| e.id == *episode)
        {
            match rating.instrument {
                Instrument::Csat if previous.csat_at.is_none_or(|known| *at >= known) => {
                    (previous.csat, previous.csat_at) = (Some(rating.score), Some(*at));
                }
                Instrument::Nps if previous.nps_at.is_none_or(|known| *at >= known) => {
                    (previous.nps, previous.nps_at) = (Some(rating.score), Some(*at));
                }
                Instrument::Csat | Instrument::Nps => {}
            }
        }
        promise(step, fact);
        let Some(episode) = &mut step.c.episode else { continue };
        if let Fact::RatingGiven { episode: Some(about), rating, .. } = fact
            && *about == episode.id
        {
            step.changed |= episode.measured.rate(&rating.survey_id);
        }
        step.changed |= read_off(&mut episode.measured, fact);
        if let Fact::HandedOff { why, .. } = fact {
            let mark = Mark::HandedOff { code: why.code().to_owned() };
            told.push(Fact::Marked { episode: episode.id, at: step.now, mark });
        }
    }
    step.facts = facts;
    step.facts.extend(told);
    if step.previous_changed {
        keep_previous(step);
    }
    if step.changed {
        step.keep_episode();
    }
}

/// A promise belongs to the episode it was made in, also where it outlasts that: a word said before the end and heard after it
/// is promised an answer too.
fn promise(step: &mut Step<'_>, fact: &Fact) {
    let earlier = step.c.previous.as_mut().filter(|e| e.measured.promised);
    let is_earlier = earlier.is_some();
    let episode = earlier.map(|boxed| &mut **boxed).or(step.c.episode.as_mut());
    let Some(m) = episode.map(|e| &mut e.measured) else { return };
    let was = (m.promise_due, m.promise_kept);
    match fact {
        Fact::PromiseMade { until, .. } => (m.promised, m.promise_due) = (true, *until),
        Fact::PromiseEnded { kept, .. } => {
            (m.promised, m.promise_due) = (false, None);
            if let Some(kept) = kept {
                m.promise_kept = Some(*kept && m.promise_kept.unwrap_or(true));
            }
        }
        _ => return,
    }
    let changed = was != (m.promise_due, m.promise_kept);
    if is_earlier {
        step.previous_changed |= changed;
    } else {
        step.changed |= changed;
    }
}

/// Says whether the fact changed anything.
fn read_off(m: &mut Measured, fact: &Fact) -> bool {
    match fact {
        Fact::SuggestionMade(_) => !std::mem::replace(&mut m.triggered, true),
        Fact::SuggestionClosed(closing) if closing.read_ms.is_some() || closing.label.is_some() => {
            let bad = closing.label.is_some_and(|label| label.bad);
            m.judge(Judgement { of: closing.id, read_ms: closing.read_ms, bad });
            true
        }
        Fact::SuggestionReopened(suggestion) => m.take_back(*suggestion),
        Fact::HandedOff { why, .. } if m.handoff.is_none() => {
            m.handoff = Some(why.code().to_owned());
            true
        }
        Fact::DraftAnswered { draft: Some(draft), .. } => {
            let was = (m.tokens, m.cost_micros, m.confidence);
            m.tokens = m.tokens.saturating_add(draft.usage.tokens());
            m.cost_micros = m.cost_micros.saturating_add(draft.usage.cost_micros);
            if m.confidence.is_none() && !draft.weighed.is_empty() {
                m.confidence = ten_thousandths(draft.confidence);
            }
            was != (m.tokens, m.cost_micros, m.confidence)
        }
        _ => false,
    }
}
