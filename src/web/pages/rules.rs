//! The rules: which are in force, the owner's own to be written, tried and saved, and what they were.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::lines::{Line, diff};
use super::marked::{Part, marked};
use super::queue::did;
use super::rules_effect::Shift;
use super::shell::{Shell, Sorry, page};
use crate::domain::{OWN_RULES, Reason, RuleAction, RuleFault, RuleInfo, RuleSeverity, Timestamp, Titles};
use crate::ports::OwnRules;
use crate::web::fields::{BadField, Fields};
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::rules::{self, NotSaved, Said, Tried, Written, told};
use crate::web::session::{Member, Person, Posted};
use crate::web::state::App;
use crate::web::{assets, audit::By};

/// Versions that are listed.
const VERSIONS: i64 = 50;

/// What somebody begins with who has no rules yet.
const BEGINNING: &str = include_str!("../../../templates/rules_beginning.toml");

#[derive(Template)]
#[template(path = "rules.html")]
struct RulesPage {
    shell: Shell,
    tab: &'static str,
    script: String,
    did: String,
    /// The hash of all rules in force here.
    hash: String,
    count: usize,
    groups: Vec<Group>,
    versions: Vec<Version>,
    /// The version that the text below was written upon; 0 where there is none.
    number: i64,
    text: String,
    may_soften: bool,
    message: String,
    reason: String,
    /// Why it was not saved.
    wrong: Option<String>,
    tried: Option<Shown>,
}

/// The rules of one file.
struct Group {
    file: String,
    own: bool,
    rules: Vec<RuleRow>,
}

struct RuleRow {
    id: String,
    title: String,
    /// No exception excuses a hit.
    critical: bool,
    /// It holds nothing.
    watches: bool,
}

struct Version {
    number: i64,
    by: String,
    at: Moment,
    reason: String,
    may_soften: bool,
    /// How many lines are new and gone, against the version before.
    added: usize,
    removed: usize,
}

/// What became of a try, as the page shows it.
struct Shown {
    faults: Vec<Fault>,
    remarks: Vec<Fault>,
    verdict: Option<Verdict>,
    effect: Option<Shift>,
}

struct Fault {
    line: Option<usize>,
    words: String,
}

struct Verdict {
    /// The message with what was found in it marked.
    message: Vec<Part>,
    held: bool,
    reasons: Vec<Found>,
    logged: Vec<Found>,
}

/// Why, as people read it, and the rule as the text above calls it.
struct Found {
    words: String,
    rule: String,
}

impl Found {
    fn of(reason: &Reason) -> Self {
        let titles = Titles::of_rule(&reason.rule, &reason.title);
        Self { words: titles.explained(&reason.explanation), rule: reason.rule.clone() }
    }
}

#[derive(Template)]
#[template(path = "rules_version.html")]
struct VersionPage {
    shell: Shell,
    tab: &'static str,
    version: Version,
    /// It is the one in force.
    newest: bool,
    /// What a new version would be written upon.
    known: i64,
    lines: Vec<Line>,
    text: String,
}

/// `GET /settings/rules`
pub(super) async fn show(
    State(app): State<App>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let own = app.own_rules.own_rules().await?;
    let mut shown = filled(&app, &member, Form::of(own.as_ref())).await?;
    shown.did = did(query.as_deref());
    Ok(page(StatusCode::OK, &shown))
}

/// `POST /settings/rules/try`: the same page, with what was written, and what would become of it.
pub(super) async fn try_out(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let mut form = Form::sent(&posted.fields)?;
    let written = Written::read(&posted.fields)?;
    let tried = rules::try_out(&app, written, Some(form.message.clone())).await?;
    form.tried = Some(Shown::of(tried, &app.engine.policy().titles()));
    Ok(page(StatusCode::OK, &filled(&app, &posted.person, form).await?))
}

/// `POST /settings/rules`
pub(super) async fn save(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let by = posted.person.by();
    let mut form = Form::sent(&posted.fields)?;
    match keep(&app, &posted.fields, &by).await {
        Ok(()) => {
            let did = if app.put_in_force().await { "in_force" } else { "saved" };
            return Ok(Redirect::to(&format!("/settings/rules?did={did}")).into_response());
        }
        Err(NotSaved::Faults(faults)) => {
            form.tried = Some(Shown::of(Tried { faults, ..Tried::default() }, &Titles::default()));
        }
        Err(NotSaved::Problem(problem)) if problem.status.is_client_error() => {
            form.wrong = Some(problem.detail);
        }
        Err(NotSaved::Problem(problem)) => return Err(Sorry(problem)),
    }
    Ok(page(StatusCode::BAD_REQUEST, &filled(&app, &posted.person, form).await?))
}

async fn keep(app: &App, fields: &Fields, by: &By) -> Result<(), NotSaved> {
    rules::save(app, fields, by).await.map(drop)
}

/// `GET /settings/rules/versions/{number}`: what it changed, and its whole text.
pub(super) async fn version(
    State(app): State<App>,
    member: Member<may::Admin>,
    Path(number): Path<i64>,
) -> Result<Response, Sorry> {
    let missing = || Problem::missing("version");
    let own = app.own_rules.own_rules_version(number).await?.ok_or_else(missing)?;
    let before = app.own_rules.own_rules_version(number - 1).await?;
    let known = app.own_rules.own_rules().await?.map_or(0, |own| own.number);
    let before = before.map(|own| own.text).unwrap_or_default();
    let now = app.clock.now();
    let shown = VersionPage {
        shell: Shell::new(&app, &member, "settings"),
        tab: "rules",
        lines: diff(&before, &own.text),
        version: Version::of(&own, &before, now),
        newest: own.number == known,
        known,
        text: own.text,
    };
    Ok(page(StatusCode::OK, &shown))
}

/// What stands in the form.
#[derive(Default)]
struct Form {
    number: i64,
    text: String,
    may_soften: bool,
    message: String,
    reason: String,
    wrong: Option<String>,
    tried: Option<Shown>,
}

impl Form {
    fn of(own: Option<&OwnRules>) -> Self {
        let text = own.map(|own| own.text.clone()).filter(|text| !text.trim().is_empty());
        Self {
            number: own.map_or(0, |own| own.number),
            text: text.unwrap_or_else(|| BEGINNING.to_owned()),
            may_soften: own.is_some_and(|own| own.may_soften),
            ..Self::default()
        }
    }

    fn sent(fields: &Fields) -> Result<Self, BadField> {
        let text = |name: &str| Ok::<_, BadField>(fields.text(name)?.unwrap_or_default().to_owned());
        Ok(Self {
            number: i64::try_from(fields.whole("number")?).unwrap_or(i64::MAX),
            text: text("text")?,
            may_soften: fields.switch("may_soften")?,
            message: text("message")?,
            reason: text("reason")?,
            ..Self::default()
        })
    }
}

async fn filled(app: &App, person: &Person, form: Form) -> Result<RulesPage, Problem> {
    let rulebook = &app.engine.policy().rulebook;
    let versions = app.own_rules.own_rules_versions(VERSIONS).await?;
    let now = app.clock.now();
    let before = |at: usize| versions.get(at + 1).map(|own| own.text.as_str()).unwrap_or_default();
    let shown = versions.iter().enumerate().map(|(at, own)| Version::of(own, before(at), now)).collect();
    Ok(RulesPage {
        shell: Shell::new(app, person, "settings"),
        tab: "rules",
        script: assets::url("rules.js"),
        did: String::new(),
        hash: rulebook.hash().to_owned(),
        count: rulebook.rules().len(),
        groups: groups(rulebook.rules()),
        versions: shown,
        number: form.number,
        text: form.text,
        may_soften: form.may_soften,
        message: form.message,
        reason: form.reason,
        wrong: form.wrong,
        tried: form.tried,
    })
}

/// Where the shipped rules of other languages lie.
const LANGUAGES: &str = "rules/lang/";

/// By file, the owner's own first; the many of other languages as one.
fn groups(rules: &[RuleInfo]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for rule in rules {
        let file = if rule.file.starts_with(LANGUAGES) { LANGUAGES } else { rule.file.as_str() };
        match groups.last_mut() {
            Some(group) if group.file == file => group.rules.push(RuleRow::of(rule)),
            _ => groups.push(Group {
                file: file.to_owned(),
                own: rule.file == OWN_RULES,
                rules: vec![RuleRow::of(rule)],
            }),
        }
    }
    groups.sort_by_key(|group| !group.own);
    groups
}

impl RuleRow {
    fn of(rule: &RuleInfo) -> Self {
        Self {
            id: rule.id.clone(),
            title: rule.title.clone(),
            critical: rule.severity == RuleSeverity::Critical,
            watches: rule.action == RuleAction::Log,
        }
    }
}

impl Version {
    fn of(own: &OwnRules, before: &str, now: Timestamp) -> Self {
        let lines = diff(before, &own.text);
        Self {
            number: own.number,
            by: own.by.clone(),
            at: Moment::of(own.at, now),
            reason: own.reason.clone(),
            may_soften: own.may_soften,
            added: lines.iter().filter(|line| line.kind == "added").count(),
            removed: lines.iter().filter(|line| line.kind == "removed").count(),
        }
    }
}

impl Shown {
    fn of(tried: Tried, titles: &Titles) -> Self {
        let faults = |faults: Vec<RuleFault>| {
            faults.into_iter().map(|fault| Fault { words: told(&fault), line: fault.line }).collect()
        };
        Self {
            faults: faults(tried.faults),
            remarks: faults(tried.remarks),
            verdict: tried.verdict.map(Verdict::of),
            effect: tried.effect.as_ref().map(|effect| Shift::of(effect, titles)),
        }
    }
}

impl Verdict {
    fn of(said: Said) -> Self {
        let mut spans: Vec<(usize, usize)> = said.reasons.iter().map(|reason| reason.span).collect();
        spans.sort_unstable();
        let words = |reasons: Vec<Reason>| reasons.into_iter().map(|reason| Found::of(&reason)).collect();
        Self {
            message: marked(&said.message, &spans),
            held: !said.reasons.is_empty(),
            reasons: words(said.reasons),
            logged: words(said.logged),
        }
    }
}
