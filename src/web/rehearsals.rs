//! Rehearsals, from page and API alike: what may be asked for, how a sitting is begun, and what a judgement comes to.

use super::audit::{By, noting};
use super::fields::{BadField, Fields};
use super::problem::Problem;
use super::state::App;
use crate::domain::sitting::{Judgement, Looked, Outlook};
use crate::domain::{QuestionId, SittingId};
use crate::engine::{BegunSitting, JudgedSitting};
use crate::ports::{QuestionRow, QuestionState, SittingRow, StoreError};

/// A day, ms.
const DAY_MS: i64 = 86_400_000;
/// How far back at most, days.
const DAYS_MAX: i64 = 365;
/// How far back, where nobody says, days.
pub(super) const DAYS: i64 = 90;
/// Questions a sitting at most: more than that nobody reads well.
pub(super) const LIMIT_MAX: i64 = 50;
/// Questions, where nobody says.
pub(super) const LIMIT: i64 = 30;
/// Sittings that are listed.
const SITTINGS: i64 = 50;

/// Sittings, newest first.
pub(super) async fn sittings(app: &App) -> Result<Vec<SittingRow>, StoreError> {
    app.rehearser.sittings.sittings(SITTINGS).await
}

/// Sittings, newest first, and what another one of the usual size would bring.
pub(super) async fn told(app: &App) -> Result<(Vec<SittingRow>, Vec<Outlook>), StoreError> {
    let sittings = sittings(app).await?;
    let outlook = app.rehearser.outlook(&app.engine.policy(), LIMIT.unsigned_abs()).await?;
    Ok((sittings, outlook))
}

/// How far back a form looks, where what it says can be meant.
pub(super) fn days(fields: &Fields) -> Result<i64, BadField> {
    fields.within("days", 1, DAYS_MAX, DAYS)
}

/// How many questions may be rehearsed; and how many of them a sitting of the usual size would take, with what that would
/// bring. Where there are none: what a whole sitting would, once there are.
pub(super) async fn looked(app: &App, days: i64) -> Result<(Looked, u64, Vec<Outlook>), StoreError> {
    let (policy, usual) = (app.engine.policy(), LIMIT.unsigned_abs());
    let looked = app.rehearser.looked(&policy, days).await?;
    let wanted = if looked.may == 0 { usual } else { looked.may.min(usual) };
    let outlook = app.rehearser.outlook(&policy, wanted).await?;
    Ok((looked, wanted, outlook))
}

/// Begins a sitting, if none is open.
pub(super) async fn begin(app: &App, fields: &Fields, by: &By) -> Result<SittingId, Problem> {
    let days = days(fields)?;
    let limit = fields.within("limit", 1, LIMIT_MAX, LIMIT)?;
    let since = app.clock.now().minus_ms(days * DAY_MS);
    let note = noting(app, by, "rehearsal.begun", "past questions");
    let limit = usize::try_from(limit).unwrap_or_default();
    match app.rehearser.begin(&app.engine.policy(), since, limit, &note).await? {
        BegunSitting::Begun(id) => Ok(id),
        BegunSitting::Open => {
            let detail = "another rehearsal is open; go on with it, or end it";
            Err(Problem::conflict("rehearsal_open", detail))
        }
        BegunSitting::NoQuestion(looked) => {
            let why = looked.reasons().join("; ");
            let detail = format!("nothing to rehearse. {} {why}", looked.sentence(days));
            Err(Problem::conflict("nothing_to_rehearse", detail.trim_end()).with_now("looked", &looked))
        }
    }
}

/// Ends a sitting; what was judged stays.
pub(super) async fn end(app: &App, id: &str, by: &By) -> Result<(), Problem> {
    let id: SittingId = id.parse()?;
    let note = noting(app, by, "rehearsal.ended", &id.to_string());
    if app.rehearser.sittings.end_sitting(id, &note).await? {
        return Ok(());
    }
    let known = sittings(app).await?.iter().any(|sitting| sitting.id == id);
    Err(if known {
        Problem::conflict("rehearsal_over", "this rehearsal has been ended already")
    } else {
        Problem::missing("rehearsal")
    })
}

/// Reads a judgement.
pub(super) fn judgement(word: &str, fields: &Fields) -> Result<Judgement, BadField> {
    let reason = fields.text("reason")?.filter(|reason| !reason.is_empty());
    let known = Judgement::WORDS.contains(&word);
    if !known {
        return Err(BadField::new("judgement", "must be one of: right, wording, wrong, skip"));
    }
    let reason = if word == "wrong" { reason } else { None };
    Judgement::parse(word, reason).ok_or_else(|| {
        let wanted = "say why: wrong_fact, wrong_topic, needs_a_person or outdated_source; where only the tone is wrong, \
                      judge the wording";
        BadField::new("reason", wanted)
    })
}

/// Keeps a judgement. The question comes back with the real answer.
pub(super) async fn judge(
    app: &App,
    id: &str,
    judgement: Judgement,
    fields: &Fields,
    by: &str,
) -> Result<(JudgedSitting, QuestionRow), Problem> {
    let id: QuestionId = id.parse()?;
    let read_ms = fields.whole_if_given("read_ms")?;
    let said = app.rehearser.judge(id, judgement, read_ms, by).await?;
    let row = app.rehearser.sittings.question(id).await?;
    let row = row.ok_or_else(|| Problem::missing("rehearsed question"))?;
    if said != JudgedSitting::Closed {
        return Ok((said, row));
    }
    Err(match row.state {
        QuestionState::Judged(..) => {
            Problem::conflict("judged", "this draft has been judged already; what was said stays")
        }
        QuestionState::Waiting => Problem::conflict("no_draft", "its draft is not made yet"),
        QuestionState::Skipped(_) => Problem::conflict("no_draft", "there is no draft to judge"),
        QuestionState::Ready(_) => Problem::conflict("rehearsal_over", "this rehearsal has been ended"),
    })
}
