//! Answers and hours: what owners choose about drafts, waiting, opening hours and budgets.

use std::collections::BTreeSet;

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::holdout::Kept;
use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::Preferences;
use crate::ports::Since;
use crate::web::audit::{By, noting};
use crate::web::choosing::{DAYS, Texts, chosen, sent};
use crate::web::choosing_faults::{FieldFault, part};
use crate::web::fields::Fields;
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::session::{Member, Person, Posted};
use crate::web::state::App;

#[derive(Template)]
#[template(path = "preferences.html")]
struct PreferencesPage {
    shell: Shell,
    tab: &'static str,
    did: String,
    version: i64,
    /// Who chose last, and when.
    last: Option<(String, Moment)>,
    texts: Texts,
    faults: Vec<FieldFault>,
    /// Parts of the form that are open although they are long: what has a fault, and what was just saved.
    open: Vec<String>,
    /// What drafts have cost today: tokens, and money in the owner's currency.
    spent: (u64, String),
    reason: String,
    /// The lottery as it stands.
    kept: Kept,
}

impl PreferencesPage {
    fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    fn wrong(&self, field: &str) -> bool {
        self.faults.iter().any(|fault| fault.field == field)
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn part(&self, field: &str) -> &'static str {
        part(field)
    }

    fn open(&self, part: &str) -> bool {
        self.open.iter().any(|open| open == part)
    }

    #[expect(clippy::unused_self, reason = "the template asks the page")]
    fn week(&self) -> impl Iterator<Item = &'static str> {
        DAYS.into_iter()
    }

    /// Always open, as far as the form says.
    fn no_hours(&self) -> bool {
        DAYS.iter().all(|day| self.text(day).is_empty())
    }
}

/// What the page is shown with, where it is not what is in force.
#[derive(Default)]
struct Said {
    did: String,
    /// The parts that are open.
    open: Vec<String>,
    /// What was sent and could not be taken: the fields, why, and the reason given.
    refused: Option<(Texts, Vec<FieldFault>, String)>,
    /// The version that what was sent was made for: a slip makes it no younger.
    made_for: Option<i64>,
}

async fn show_page(app: &App, person: &Person, status: StatusCode, said: Said) -> Result<Response, Sorry> {
    let last = app.chooser.chosen().await?;
    let now = app.clock.now();
    let (texts, faults, reason) = said.refused.unwrap_or_else(|| {
        let chosen = last.as_ref().map(|chosen| chosen.preferences.clone()).unwrap_or_default();
        (app.configured.under(&chosen), Vec::new(), String::new())
    });
    let wrong = faults.iter().map(|fault| part(fault.field).to_owned());
    let open = said.open.into_iter().chain(wrong).collect();
    let days = app.ledger.spent(Since { from: now.day(), to: now.plus_ms(1) }).await?;
    let tokens = days.iter().map(|day| day.usage.tokens()).sum();
    let micros: u64 = days.iter().map(|day| day.usage.cost_micros).sum();
    #[expect(clippy::cast_precision_loss, reason = "shown with two digits")]
    let today = (tokens, format!("{:.2}", micros as f64 / 1e6));
    let page_of = PreferencesPage {
        shell: Shell::new(app, person, "settings"),
        tab: "answers",
        did: said.did,
        open,
        version: said.made_for.unwrap_or_else(|| last.as_ref().map_or(0, |chosen| chosen.version)),
        last: last.map(|chosen| (chosen.by, Moment::of(chosen.at, now))),
        texts,
        faults,
        spent: today,
        reason,
        kept: Kept::load(app).await?,
    };
    Ok(page(status, &page_of))
}

/// `GET /settings/answers`
pub(super) async fn show(
    State(app): State<App>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_form(query.as_deref().unwrap_or_default().as_bytes());
    let open = fields.text("open").ok().flatten().unwrap_or_default();
    let open = open.split(',').map(str::to_owned).collect();
    show_page(&app, &member, StatusCode::OK, Said { did: did(query.as_deref()), open, ..Said::default() })
        .await
}

/// `POST /settings/answers`: all of it at once, or nothing; or back to the configuration file.
pub(super) async fn choose(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let texts = sent(&posted.fields)?;
    let reason =
        posted.fields.text("reason")?.unwrap_or_default().trim().chars().take(300).collect::<String>();
    let before = i64::try_from(posted.fields.whole("version")?).unwrap_or(i64::MAX);
    let back = posted.fields.text("reset")?.is_some();
    let old = app.chooser.chosen().await?.map(|chosen| chosen.preferences).unwrap_or_default();
    let wish = if back { Ok(Preferences::default()) } else { chosen(&texts, &app.configured) };
    // What was learned is no field of the form: it stays, unless all goes back to the file.
    let habits = if back { Vec::new() } else { old.habits.clone() };
    let wish = wish.map(|wish| Preferences { habits, ..wish }.keeping_others(&old));
    let wish = wish.and_then(|wish| wish.over(&app.configured.policy, &app.configured.hours).map(|_| wish));
    let wish = match wish {
        Ok(wish) => wish,
        Err(faults) => {
            let faults = faults.into_iter().map(|fault| FieldFault::of(fault, &texts)).collect();
            let refused = Some((texts, faults, reason));
            let said = Said { refused, made_for: Some(before), ..Said::default() };
            return show_page(&app, &posted.person, StatusCode::BAD_REQUEST, said).await;
        }
    };
    let did = keep(&app, &posted.person.by(), "answers and hours", (&old, before), &wish, &reason).await?;
    let open = changed_parts(&app.configured.under(&old), &app.configured.under(&wish));
    Ok(Redirect::to(&format!("/settings/answers?did={did}&open={}", open.join(","))).into_response())
}

/// Keeps what was chosen as the version after `before`, on record, and has it in force: the word for what was done.
pub(super) async fn keep(
    app: &App,
    by: &By,
    what: &str,
    (old, before): (&Preferences, i64),
    wish: &Preferences,
    reason: &str,
) -> Result<&'static str, Sorry> {
    let json = |wish: &Preferences| serde_json::to_value(wish).unwrap_or_default();
    let note = noting(app, by, "settings.changed", what).changed(json(old), json(wish)).because(reason);
    if !app.chooser.choose(before, wish, &note).await? {
        let why = "somebody else changed the settings meanwhile; nothing was changed. Load the page again";
        return Err(Problem::conflict("settings_changed", why).into());
    }
    Ok(if app.put_in_force().await { "in_force" } else { "chosen" })
}

/// The parts of the form in which something reads otherwise than before.
fn changed_parts(before: &Texts, after: &Texts) -> Vec<&'static str> {
    let changed = after.iter().filter(|(field, text)| before.get(*field) != Some(*text));
    let parts: BTreeSet<&'static str> = changed.map(|(field, _)| part(field)).collect();
    parts.into_iter().collect()
}
