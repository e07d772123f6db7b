//! Who has the conversation changed: opened, taken over, given back, resolved.

use super::super::conversation::Silence;
use super::super::decision::Refusal;
use super::super::episode::Resolution;
use super::super::event::RelayStatus;
use super::super::handoff::HandoffReason;
use super::super::metrics::Mark;
use super::super::policy::Autonomy;
use super::super::reply::SuggestionState;
use super::super::stage::Stage;
use super::super::time::Timestamp;
use super::step::{LABEL_ANSWER_SOON, LABEL_HELD, LABEL_NEEDS_HUMAN, Step};

pub(super) fn opened(step: &mut Step<'_>, page_url: Option<&str>, referrer: Option<&str>) {
    if let Some(url) = page_url {
        step.c.page_url = Some(url.to_owned());
    }
    // Whoever opens the chat anew came from wherever they came from this time.
    if page_url.is_some() || referrer.is_some() {
        step.c.referrer = referrer.map(str::to_owned);
        super::measuring::arrived(step);
    }
}

pub(super) fn changed(step: &mut Step<'_>, status: RelayStatus, by: Option<&str>) {
    match status {
        RelayStatus::Resolved => resolved(step),
        // Our own handoff comes back as a status change by `bot`: not a human's act.
        RelayStatus::Human if by == Some("bot") => {}
        // Nobody is named, and a human has it anyway: most likely our own handoff again.
        RelayStatus::Human if by.is_none() && matches!(step.c.stage, Stage::WithHuman { .. }) => {
            // Whoever it was: from now on more words of the visitor bring no draft.
            let by = "the chat system".to_owned();
            let at = step.now;
            step.c.silenced.get_or_insert(Silence { by, at });
        }
        RelayStatus::Human => {
            let by = by.unwrap_or("the chat system");
            taken_over(step, by);
        }
        // The relay gives it back, perhaps on its own account: only an owner's resume ends a silence.
        RelayStatus::Bot => {}
    }
}

pub(super) fn resolved(step: &mut Step<'_>) {
    let at = step.logged.at;
    resolve(step, at, Resolution::Confirmed);
}

/// Ends the episode. What was suggested or on its way has lost its point.
pub(super) fn resolve(step: &mut Step<'_>, at: Timestamp, how: Resolution) {
    // A resolution older than the visitor's last word, or told again, ends nothing.
    let spoken_since = step.c.stage.turn().is_some_and(|t| t.messages().iter().any(|m| m.at > at))
        || step.c.episode.as_ref().is_some_and(|e| e.started_at > at);
    if spoken_since || matches!(step.c.stage, Stage::Resolved { .. }) {
        return;
    }
    step.close_suggestion(SuggestionState::Expired);
    step.c.cancel_outgoing();
    step.c.held.clear();
    if let Some(episode) = step.c.episode.as_mut().filter(|e| e.resolved_at.is_none()) {
        episode.resolved_at = Some(at);
        episode.resolution = Some(how);
        step.mark(at, Mark::Resolved { how });
        step.keep_episode();
        super::on_survey::plan(step, at, how);
    }
    step.c.stage = Stage::Resolved { at };
    super::on_wait::withdrawn(step);
    // Nobody is needed any more: whoever comes back is handed off, and told so, anew.
    step.label(&[], &[LABEL_NEEDS_HUMAN, LABEL_HELD, LABEL_ANSWER_SOON]);
    step.bump();
}

pub(super) fn taken_over(step: &mut Step<'_>, by: &str) {
    step.close_suggestion(SuggestionState::Overtaken);
    step.c.cancel_outgoing();
    step.c.silenced = Some(Silence { by: by.to_owned(), at: step.now });
    let turn = step.c.stage.turn().cloned();
    step.c.stage =
        Stage::WithHuman { turn, why: HandoffReason::TakenOver { by: by.to_owned() }, since: step.now };
    step.bump();
}

pub(super) fn resumed(step: &mut Step<'_>, by: &str) -> Result<(), Refusal> {
    if step.c.sealed_since().is_some() {
        return Err(Refusal::NotNow {
            why: "this chat is kept for humans by lottery until it is resolved".to_owned(),
        });
    }
    let Stage::WithHuman { turn, .. } = &step.c.stage else {
        if step.c.silenced.take().is_some() {
            step.bump();
            return Ok(());
        }
        return Err(Refusal::NotNow {
            why: "no human has this conversation, so there is nothing to give back".to_owned(),
        });
    };
    let turn = turn.clone();
    step.c.silenced = None;
    // The human has seen the conversation: the assistant's count begins anew, but for the loop detector's minute.
    let minute_ago = step.now.minus_ms(60_000);
    step.c.assistant_turns.retain(|t| *t > minute_ago);
    let Some(turn) = turn else {
        step.c.stage = Stage::Quiet;
        step.bump();
        return Ok(());
    };
    match step.screen(&turn) {
        Err(_) => Err(Refusal::NotNow {
            why: format!(
                "a rule holds the visitor's open question, so {by} or a colleague must answer it first"
            ),
        }),
        Ok(()) if step.policy.autonomy_of(&super::at_gate::topic(step)).0 == Autonomy::Off => {
            Err(Refusal::NotNow { why: "drafts are switched off (policy.autonomy = \"off\")".to_owned() })
        }
        Ok(()) => {
            step.c.given_back = Some(step.now);
            step.gather(turn, false);
            Ok(())
        }
    }
}
