//! An episode was resolved: the visitor is asked how it was, after a moment, or is not, and why.

use super::super::conversation::Conversation;
use super::super::decision::Fact;
use super::super::effect::Effect;
use super::super::episode::Resolution;
use super::super::id::{ActionId, EpisodeId, SurveyId};
use super::super::message::{Author, Message, MessageKind};
use super::super::staging::is_staged;
use super::super::survey::{AskedFor, LATE_MS, NotAsked, Planned, Way, Withheld, still_wanted};
use super::super::time::Timestamp;
use super::step::Step;

/// So many questions a conversation remembers; each can be answered for two weeks.
const ASKED_MAX: usize = 20;

/// The current episode was just resolved, at `at` by the relay's clock. Whoever answered, the same holds.
pub(super) fn plan(step: &mut Step<'_>, at: Timestamp, how: Resolution) {
    // The check wants to see what would have been decided; the demo's past chats do not.
    let staged = is_staged(&step.c.external_id);
    if (step.c.sample && !staged) || step.policy.survey.way(&step.c.relay) == Way::Off {
        return;
    }
    let Some(episode) = step.c.episode.as_ref().map(|e| e.id) else { return };
    let survey = SurveyId::derived(step.now, &["survey", &step.c.id.to_string(), &episode.to_string()]);
    if let Some(reason) = unwanted(step, at, how).or(staged.then_some(Withheld::MadeUp)) {
        withhold(step, survey, episode, reason);
        return;
    }
    let due = step.now.plus_ms(step.policy.survey.settings.delay_ms);
    step.c.survey = Some(Planned { survey, episode, due });
}

fn unwanted(step: &Step<'_>, at: Timestamp, how: Resolution) -> Option<Withheld> {
    let surveys = &step.policy.survey;
    // A quiet chat ended when the quiet time did, however much later we noticed.
    let ended_at = match how {
        Resolution::Confirmed => at,
        Resolution::Quiet => step.c.last_activity.plus_ms(step.policy.settings.quiet_resolution_ms),
    };
    let answered = step.c.episode.as_ref().is_some_and(|e| e.first_response_at.is_some());
    Some(match how {
        _ if !answered => Withheld::NobodyAnswered,
        _ if step.c.spared => Withheld::InDanger,
        Resolution::Quiet if !surveys.settings.after_quiet => Withheld::Quiet,
        _ if step.now.since(ended_at) > LATE_MS * 1_000 => Withheld::TooLate,
        _ if surveys.way(&step.c.relay) == Way::Link && surveys.base.is_none() => Withheld::NoPublicUrl,
        _ => return None,
    })
}

fn withhold(step: &mut Step<'_>, survey: SurveyId, episode: EpisodeId, reason: Withheld) {
    let at = step.now;
    step.facts.push(Fact::SurveyWithheld(NotAsked { survey, episode, reason, at }));
}

/// A new episode begins: what was to be asked about the last one is not asked any more.
pub(super) fn overtaken(step: &mut Step<'_>) {
    step.c.spared = false;
    if let Some(planned) = step.c.survey.take() {
        withhold(step, planned.survey, planned.episode, Withheld::Reopened);
    }
}

/// When the question is to leave.
pub(super) fn next_due(c: &Conversation) -> Timestamp {
    c.survey.map_or(Timestamp::NEVER, |planned| planned.due)
}

/// The clock speaks: the question leaves, once.
pub(super) fn due(step: &mut Step<'_>) {
    let Some(planned) = step.c.survey.filter(|planned| planned.due <= step.now) else { return };
    step.c.survey = None;
    let Planned { survey, episode, due } = planned;
    if let Err(reason) = still_wanted(&step.policy.survey, &step.c, episode, due, step.now) {
        withhold(step, survey, episode, reason);
        return;
    }
    let action = step.action_id();
    step.c.surveys.push(AskedFor { survey, action, episode });
    let surplus = step.c.surveys.len().saturating_sub(ASKED_MAX);
    step.c.surveys.drain(..surplus);
    step.ask(action, Effect::Survey { survey, episode });
}

/// The question reached the visitor, or its echo came back. It answers nothing and nobody waits for it.
pub(super) fn asked(step: &mut Step<'_>, action: ActionId, text: &str) {
    if text.is_empty() {
        return;
    }
    step.facts.push(Fact::MessageKept(Message {
        external_id: action.to_string(),
        author: Author::Assistant,
        kind: MessageKind::Notice,
        private: false,
        text: text.to_owned(),
        at: step.logged.at,
        suggestion: None,
        action: Some(action),
        by: None,
    }));
}
