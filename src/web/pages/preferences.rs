//! Answers and hours: what owners choose about drafts, waiting, opening hours and budgets.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::holdout::Kept;
use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::{BadChoice, Preferences};
use crate::ports::{Chosen, Since};
use crate::web::audit::noting;
use crate::web::choosing::{DAYS, Texts, chosen, sent, shown};
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
    faults: Vec<BadChoice>,
    days: [&'static str; 7],
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

    fn wrong(&self, name: &str) -> bool {
        self.faults.iter().any(|fault| fault.key.rsplit('.').next() == Some(name))
    }
}

async fn show_page(
    app: &App,
    person: &Person,
    status: StatusCode,
    did: String,
    sent: Option<(Texts, Vec<BadChoice>, String)>,
) -> Result<Response, Sorry> {
    let last = app.chooser.chosen().await?;
    let now = app.clock.now();
    let (texts, faults, reason) = match sent {
        Some(sent) => sent,
        None => (in_force(app, last.as_ref()), Vec::new(), String::new()),
    };
    let days = app.ledger.spent(Since { from: now.day(), to: now.plus_ms(1) }).await?;
    let tokens = days.iter().map(|day| day.usage.tokens()).sum();
    let micros: u64 = days.iter().map(|day| day.usage.cost_micros).sum();
    #[expect(clippy::cast_precision_loss, reason = "shown with two digits")]
    let today = (tokens, format!("{:.2}", micros as f64 / 1e6));
    let page_of = PreferencesPage {
        shell: Shell::new(app, person, "settings"),
        tab: "answers",
        did,
        version: last.as_ref().map_or(0, |chosen| chosen.version),
        last: last.map(|chosen| (chosen.by, Moment::of(chosen.at, now))),
        texts,
        faults,
        days: DAYS,
        spent: today,
        reason,
        kept: Kept::load(app).await?,
    };
    Ok(page(status, &page_of))
}

fn in_force(app: &App, last: Option<&Chosen>) -> Texts {
    let configured = &app.configured;
    let nothing = Preferences::default();
    let preferences = last.map_or(&nothing, |chosen| &chosen.preferences);
    let budgets = preferences.budgets.unwrap_or(configured.budgets);
    let holdout = preferences.holdout.unwrap_or(configured.holdout);
    match preferences.over(&configured.policy, &configured.hours) {
        Ok((policy, hours)) => {
            let survey = preferences.survey.as_ref().unwrap_or(&configured.survey);
            shown(&policy, &hours, budgets, holdout, survey)
        }
        Err(_) => configured.shown(),
    }
}

/// `GET /settings/answers`
pub(super) async fn show(
    State(app): State<App>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    show_page(&app, &member, StatusCode::OK, did(query.as_deref()), None).await
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
    let wish = wish.map(|wish| Preferences { habits, ..wish }.keeping_autopilot(&old));
    let wish = wish.and_then(|wish| wish.over(&app.configured.policy, &app.configured.hours).map(|_| wish));
    let wish = match wish {
        Ok(wish) => wish,
        Err(faults) => {
            let sent = Some((texts, faults, reason));
            return show_page(&app, &posted.person, StatusCode::BAD_REQUEST, String::new(), sent).await;
        }
    };
    let json = |wish: &Preferences| serde_json::to_value(wish).unwrap_or_default();
    let note = noting(&app, &posted.person.by(), "settings.changed", "answers and hours")
        .changed(json(&old), json(&wish))
        .because(&reason);
    if !app.chooser.choose(before, &wish, &note).await? {
        let why = "somebody else changed the settings meanwhile; nothing was changed. Load the page again";
        return Err(Problem::conflict("settings_changed", why).into());
    }
    Ok(Redirect::to("/settings/answers?did=chosen").into_response())
}
