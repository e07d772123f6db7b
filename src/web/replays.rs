//! Replays of the past, from page and API alike: what may be asked for, and how one is put in line.

use std::sync::Arc;

use super::audit::{By, noting};
use super::fields::{BadField, Fields};
use super::problem::Problem;
use super::rules::{Written, compiled};
use super::state::App;
use crate::domain::replay::{OwnText, RUNS_MAX, Tried};
use crate::domain::{ReplayId, RuleFault};
use crate::ports::{ReplayRow, ReplayState};

/// A day, ms.
const DAY_MS: i64 = 86_400_000;
/// How far back at most, days.
const DAYS_MAX: i64 = 365;
/// How far back, where nobody says, days.
const DAYS: i64 = 30;
/// Turns at most; more want the command line.
const LIMIT_MAX: i64 = 20_000;
/// Turns, where nobody says.
const LIMIT: i64 = 1_000;
/// The longest name of a model, letters.
const NAME_CHARS_MAX: usize = 200;

/// What can be asked for.
pub(super) const FIELDS: &[&str] =
    &["days", "limit", "own_rules", "may_soften", "prompts", "model", "threshold", "runs", "drafts"];

/// Why no replay was begun.
#[derive(Debug)]
pub(super) enum NotBegun {
    /// The rules are faulty.
    Faults(Vec<RuleFault>),
    /// Something else.
    Problem(Problem),
}

impl<E> From<E> for NotBegun
where
    Problem: From<E>,
{
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

/// Reads what is asked for. `has_rules`: the text of own rules is meant, not only there.
fn tried(app: &App, fields: &Fields, has_rules: bool) -> Result<Tried, BadField> {
    let text =
        |name: &str| Ok::<_, BadField>(fields.text(name)?.map(str::trim).filter(|text| !text.is_empty()));
    let model = text("model")?.map(str::to_owned);
    if model.as_ref().is_some_and(|name| name.chars().count() > NAME_CHARS_MAX) {
        return Err(BadField::new("model", format!("is over {NAME_CHARS_MAX} letters")));
    }
    let built_in = fields.one_of("prompts", &["", "in_force", "built-in"])? == Some("built-in");
    let runs = u32::try_from(fields.within("runs", 1, i64::from(RUNS_MAX), 1)?).unwrap_or(1);
    let gates = matches!(text("threshold"), Ok(Some("in_force" | "in force")));
    let threshold = match text("threshold") {
        _ if gates => None,
        Ok(Some(number)) => Some(number.parse::<f64>().map_err(|_| out_of_bounds())?),
        Ok(None) => None,
        Err(_) => Some(fields.number("threshold")?.ok_or_else(out_of_bounds)?),
    };
    let own_rules = if has_rules {
        let written = Written::of(fields, "own_rules")?;
        let upon = fields.whole_if_given("upon")?;
        Some(OwnText { text: written.text, may_soften: written.may_soften, upon })
    } else {
        None
    };
    if app.configured.model.is_none() && (model.is_some() || built_in || runs > 1) {
        let field = if model.is_some() {
            "model"
        } else if built_in {
            "prompts"
        } else {
            "runs"
        };
        return Err(BadField::new(field, "is a model's affair, and no model is configured"));
    }
    let tried = Tried {
        since: app.clock.now().minus_ms(fields.within("days", 1, DAYS_MAX, DAYS)? * DAY_MS),
        limit: fields.within("limit", 1, LIMIT_MAX, LIMIT)?.unsigned_abs(),
        own_rules,
        prompts: built_in.then(|| "built-in".to_owned()),
        drafts: fields.switch("drafts")? || model.is_some() || built_in,
        model,
        threshold,
        gates,
        runs,
        ..Tried::default()
    };
    tried.checked().map_err(|bad| BadField::new(bad.field, bad.message))
}

fn out_of_bounds() -> BadField {
    BadField::new("threshold", "give a number from 0 to 1, or in_force")
}

/// Puts a replay in line, if none is open.
pub(super) async fn begin(
    app: &App,
    fields: &Fields,
    has_rules: bool,
    by: &By,
) -> Result<ReplayRow, NotBegun> {
    let tried = tried(app, fields, has_rules)?;
    if let Some(own) = tried.own_rules.clone() {
        let in_force = Arc::clone(&app.engine.policy().rulebook);
        compiled(app, in_force, own.text, own.may_soften).await?.map_err(NotBegun::Faults)?;
    }
    let at = app.clock.now();
    let row = ReplayRow {
        id: ReplayId::derived(at, &[&by.signature, &tried.sentence()]),
        at,
        by: by.signature.clone(),
        tried,
        state: ReplayState::Waiting,
        done: 0,
        total: 0,
        ended_at: None,
        error: None,
        result: None,
    };
    if !app.replays.begin_replay(&row).await? {
        let detail = "another replay is not done yet; wait for it, then start yours";
        return Err(Problem::conflict("replay_open", detail).into());
    }
    let note = noting(app, by, "replay.begun", &row.id.to_string()).because(&row.tried.sentence());
    super::audit::note(app, note).await?;
    Ok(row)
}

/// One replay, with its result.
pub(super) async fn one(app: &App, id: &str) -> Result<ReplayRow, Problem> {
    let id: ReplayId = id.parse()?;
    app.replays.replay_of(id).await?.ok_or_else(|| Problem::missing("replay"))
}
