//! Autopilot: the switch, what was earned, how far each topic may go, and what has left by itself.

use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::autopilot_scope::{self as scope, FallCard};
use super::autopilot_words::{CertificateCard, Change, SentCard, changes};
use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::autopilot::{Alpha, AutoWhen, Judged, Lever, UNDERSTOOD};
use crate::domain::{Autonomy, Preferences, Settings};
use crate::web::audit::noting;
use crate::web::autopilot::{self, SENT_MAX};
use crate::web::fields::BadField;
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::session::{Member, Posted, local_path};
use crate::web::spoken;
use crate::web::state::App;
use crate::words::Text;

/// Changes of the gates that are listed.
const CHANGES_MAX: i64 = 30;

#[derive(Template)]
#[template(path = "autopilot.html")]
struct AutopilotPage {
    shell: Shell,
    did: String,
    /// `on`, `paused` or `off`.
    state: &'static str,
    /// Who pulled the switch last, why and when.
    last: Option<(String, Option<String>, Moment)>,
    reachable: bool,
    /// What whoever allows it says they know.
    understood: &'static str,
    /// Some topic stands on auto.
    any_auto: bool,
    /// What falls back to suggestions.
    fallen: Vec<FallCard>,
    certificates: Vec<CertificateCard>,
    /// How far a topic may go, as the form says it.
    autonomies: [(&'static str, Text); 4],
    percents: [&'static str; 4],
    to_judge: Vec<SentCard>,
    today: Vec<SentCard>,
    changes: Vec<Change>,
    topics: Vec<TopicForm>,
    settings: Settings,
    version: i64,
}

fn autonomies() -> [(&'static str, Text); 4] {
    [
        ("off", "autopilot-to-off"),
        ("shadow", "autopilot-to-shadow"),
        ("suggest", "autopilot-to-suggest"),
        ("auto", "autopilot-to-auto"),
    ]
    .map(|(word, key)| (word, spoken::text(key)))
}

/// One row of the form about topics.
struct TopicForm {
    slug: String,
    name: String,
    autonomy: Option<Autonomy>,
    alpha: Option<Alpha>,
}

impl TopicForm {
    fn is(&self, word: &str) -> bool {
        self.autonomy.map_or("", spelled) == word
    }

    fn at(&self, percent: &str) -> bool {
        self.alpha.map(Alpha::as_str) == Some(percent)
    }
}

impl AutopilotPage {
    fn autonomy(&self, word: &str) -> bool {
        spelled(self.settings.autonomy) == word
    }

    fn alpha(&self, percent: &str) -> bool {
        self.settings.alpha.as_str() == percent
    }

    fn when(&self, word: &str) -> bool {
        let now = match self.settings.auto_when {
            AutoWhen::Always => "always",
            AutoWhen::Open => "open",
            AutoWhen::Closed => "closed",
        };
        now == word
    }

    const fn hold_s(&self) -> i64 {
        self.settings.auto_hold_ms / 1_000
    }
}

const fn spelled(autonomy: Autonomy) -> &'static str {
    match autonomy {
        Autonomy::Off => "off",
        Autonomy::Shadow => "shadow",
        Autonomy::Suggest => "suggest",
        Autonomy::Auto => "auto",
    }
}

/// The page and its forms.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/autopilot", get(show))
        .route("/autopilot/pause", post(pause))
        .route("/autopilot/switch", post(switch))
        .route("/autopilot/topics", post(topics))
        .route("/autopilot/fall-back", post(scope::send_all_the_same))
        .route("/autopilot/{percent}/restart", post(restart))
        .route("/sent/{id}/{word}", post(judge))
        .route("/suggestions/{id}/stop", post(stop))
}

/// `GET /autopilot`
async fn show(State(app): State<App>, member: Member, RawQuery(query): RawQuery) -> Result<Response, Sorry> {
    let now = app.clock.now();
    let told = autopilot::told(&app).await?;
    let switch = &told.pilot.switch;
    let (policy, chosen) = (app.engine.policy(), app.chooser.chosen().await?);
    let (csrf, titles) = (&member.session.csrf, policy.titles());
    let cards = |rows: Vec<crate::ports::SentRow>| -> Vec<SentCard> {
        rows.into_iter().map(|row| SentCard::of(row, now, csrf, &titles)).collect()
    };
    let known = app.handbook.topics().await?;
    let page_of = AutopilotPage {
        state: match (switch.allowed, switch.paused) {
            (_, true) => "paused",
            (true, false) => "on",
            (false, false) => "off",
        },
        last: switch
            .at
            .map(|at| (switch.by.clone().unwrap_or_default(), switch.why.clone(), Moment::of(at, now))),
        reachable: told.pilot.reachable,
        understood: UNDERSTOOD,
        any_auto: told.certificates.iter().flat_map(|c| &c.topics).any(|t| t.autonomy == Autonomy::Auto),
        fallen: scope::cards(&app, now).await?,
        certificates: told.certificates.into_iter().map(|one| CertificateCard::of(one, &titles)).collect(),
        autonomies: autonomies(),
        percents: Alpha::ALL.map(Alpha::as_str),
        to_judge: cards(app.autopilots.sent_to_judge(SENT_MAX).await?),
        today: cards(app.autopilots.sent(autopilot::today(&app, now), SENT_MAX).await?),
        changes: changes(&app.autopilots.gate_changes(crate::domain::Timestamp(0), CHANGES_MAX).await?, now),
        topics: known
            .into_iter()
            .filter(|topic| !topic.retired)
            .map(|topic| {
                let own = policy.settings.topics.get(&topic.slug).copied().unwrap_or_default();
                TopicForm { slug: topic.slug, name: topic.name, autonomy: own.autonomy, alpha: own.alpha }
            })
            .collect(),
        settings: policy.settings.clone(),
        version: chosen.map_or(0, |chosen| chosen.version),
        shell: Shell::new(&app, &member, "autopilot"),
        did: did(query.as_deref()),
    };
    Ok(page(StatusCode::OK, &page_of))
}

/// `POST /autopilot/pause`: whoever works the inbox may.
async fn pause(State(app): State<App>, posted: Posted) -> Result<Response, Sorry> {
    let why = autopilot::why(&posted.fields)?;
    autopilot::pull(&app, &posted.person.by(), Lever::Pause, why.as_deref()).await?;
    Ok(Redirect::to("/autopilot?did=paused").into_response())
}

/// `POST /autopilot/switch`: allow (with the caveat confirmed), forbid, resume.
async fn switch(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let word = posted.fields.needed("lever")?;
    let lever = Lever::parse(word)
        .ok_or_else(|| BadField::new("lever", "must be one of: allow, forbid, pause, resume"))?;
    if lever == Lever::Allow && posted.fields.text("understood")?.is_none() {
        return Err(
            BadField::new("understood", "tick the box: it says what is promised, and what is not").into()
        );
    }
    let why = autopilot::why(&posted.fields)?;
    autopilot::pull(&app, &posted.person.by(), lever, why.as_deref()).await?;
    let did = match lever {
        Lever::Allow => "allowed",
        Lever::Forbid => "forbidden",
        Lever::Pause => "paused",
        Lever::Resume => "resumed",
    };
    Ok(Redirect::to(&format!("/autopilot?did={did}")).into_response())
}

/// `POST /autopilot/topics`: how far each topic may go, and the bounds.
async fn topics(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let before = app.chooser.chosen().await?;
    let old = before.map(|chosen| chosen.preferences).unwrap_or_default();
    let slugs: Vec<String> = app.handbook.topics().await?.into_iter().map(|topic| topic.slug).collect();
    let wish = autopilot::chosen(&posted.fields, &old, &app.engine.policy().settings.topics, &slugs)?;
    if let Err(faults) = wish.over(&app.configured.policy, &app.configured.hours) {
        let fault = faults.first().map(|f| (f.key.clone(), f.message.clone())).unwrap_or_default();
        return Err(BadField::new(&fault.0, fault.1).into());
    }
    let json = |wish: &Preferences| serde_json::to_value(wish).unwrap_or_default();
    let why = autopilot::why(&posted.fields)?.unwrap_or_default();
    let note = noting(&app, &posted.person.by(), "settings.changed", "autopilot")
        .changed(json(&old), json(&wish))
        .because(&why);
    let version = i64::try_from(posted.fields.whole("version")?).unwrap_or(i64::MAX);
    if !app.chooser.choose(version, &wish, &note).await? {
        let why = "somebody else changed the settings meanwhile; nothing was changed. Load the page again";
        return Err(Problem::conflict("settings_changed", why).into());
    }
    let did = if app.put_in_force().await { "in_force" } else { "chosen" };
    Ok(Redirect::to(&format!("/autopilot?did={did}")).into_response())
}

/// `POST /autopilot/{percent}/restart`
async fn restart(
    State(app): State<App>,
    Path(percent): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    let (reason, why) = (autopilot::restart_reason(&posted.fields)?, autopilot::why(&posted.fields)?);
    autopilot::restart(&app, &posted.person.by(), &percent, reason, why.as_deref()).await?;
    Ok(Redirect::to("/autopilot?did=restarted").into_response())
}

/// `POST /sent/{id}/wrong` and `/fine`. After a wrong one the chat is shown, with a correction to send.
async fn judge(
    State(app): State<App>,
    Path((id, word)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Sorry> {
    let judged = match word.as_str() {
        "wrong" => Judged::Wrong,
        "fine" => Judged::Fine,
        _ => return Err(Problem::missing("page").into()),
    };
    let row = autopilot::judge(&app, &id, judged, &posted.person.name()).await?;
    let to = match judged {
        Judged::Wrong => format!("/conversations/{}?did=judged_wrong#by-hand", row.conversation),
        Judged::Fine => "/autopilot?did=judged_fine#sent".to_owned(),
    };
    Ok(Redirect::to(&to).into_response())
}

/// `POST /suggestions/{id}/stop`
async fn stop(State(app): State<App>, Path(id): Path<String>, posted: Posted) -> Result<Response, Sorry> {
    let back = local_path(posted.fields.text("back")?);
    autopilot::stop(&app, &id, &posted.person.name()).await.map_err(Problem::from)?;
    let path = back.split(['?', '#']).next().unwrap_or("/");
    Ok(Redirect::to(&format!("{path}?did=stopped&keep={id}")).into_response())
}
