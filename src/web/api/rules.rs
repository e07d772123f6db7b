//! `/v1/rules`: the rules in force, the owner's own among them; tried, saved, and every version.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::body::Sent;
use super::shapes::List;
use crate::domain::{OWN_RULES, Reason, RuleFault, RuleInfo};
use crate::ports::OwnRules;
use crate::web::caller::Caller;
use crate::web::fields::Fields;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::rules::{self, NotSaved, Tried, Written};
use crate::web::state::App;

/// Versions that are listed.
const VERSIONS: i64 = 100;

/// The rules in force.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RulesShape {
    /// The hash of all rules in force here.
    pub rulebook: String,
    /// The owner's own rules; none where nobody has written any.
    pub own: Option<VersionShape>,
    pub rules: Vec<RuleShape>,
}

/// A version of the owner's own rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct VersionShape {
    pub number: i64,
    /// The whole text, as a rule file has it.
    pub text: String,
    /// They may let pass what the rules beneath them hold.
    pub may_soften: bool,
    pub reason: String,
    pub by: String,
    pub at: String,
}

/// One rule.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct RuleShape {
    pub id: String,
    pub title: String,
    /// `normal` or `critical`.
    #[schema(value_type = String)]
    pub severity: serde_json::Value,
    /// `human` or `log`.
    #[schema(value_type = String)]
    pub action: serde_json::Value,
    /// The file it is from.
    pub file: String,
    /// One of the owner's own.
    pub own: bool,
}

/// Own rules to be saved.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct RulesBody {
    /// The whole text, as a rule file has it; a blank one takes all own rules away.
    pub text: String,
    /// Why; kept with the version.
    pub reason: String,
    /// The number of the version that was looked at; 0 where there was none.
    pub number: u64,
    /// They may let pass what the rules beneath them hold. Not unless said.
    pub may_soften: Option<bool>,
}

/// Own rules to be tried.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(super) struct TryBody {
    /// See `RulesBody`.
    pub text: String,
    /// See `RulesBody`.
    pub may_soften: Option<bool>,
    /// A visitor's message to give a verdict on.
    pub message: Option<String>,
}

/// What became of a try.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct TriedShape {
    /// Why the rules cannot be used. Empty: they can.
    pub faults: Vec<FaultShape>,
    /// What is allowed but likely not meant.
    pub remarks: Vec<FaultShape>,
    /// The verdict on the message, as `banister screen --jsonl` gives it.
    #[schema(value_type = Option<Object>)]
    pub verdict: Option<serde_json::Value>,
    pub effect: Option<EffectShape>,
}

/// What is wrong with rules.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct FaultShape {
    pub line: Option<usize>,
    pub rule: Option<String>,
    pub field: Option<String>,
    /// What is wrong and what would be right.
    pub message: String,
}

/// What the rules would have done to the newest turns.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct EffectShape {
    pub since: String,
    pub turns: usize,
    /// There were more turns since than were tried.
    pub capped: bool,
    pub newly_held: usize,
    pub newly_cleared: usize,
    pub held_by_both: usize,
    pub examples: Vec<ExampleShape>,
}

/// A turn on which both sets of rules differ.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ExampleShape {
    /// `newly_held` or `newly_cleared`.
    pub change: &'static str,
    pub conversation: String,
    pub text: String,
    /// Why the one set holds it.
    pub why: String,
}

/// The rules in force and the text of the owner's own.
#[utoipa::path(get, path = "/v1/rules", tag = "rules",
    responses((status = 200, body = RulesShape), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn show(
    State(app): State<App>,
    _caller: Caller<may::Admin>,
) -> Result<Json<RulesShape>, Problem> {
    Ok(Json(shown(&app).await?))
}

/// Saves own rules as the next version; in force everywhere within seconds. Rules that do not compile or whose examples
/// fail are refused, and nothing changes.
#[utoipa::path(put, path = "/v1/rules", tag = "rules", request_body = RulesBody,
    responses((status = 200, body = RulesShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem), (status = 409, body = Problem, description = "Somebody saved a version meanwhile"),
        (status = 422, body = Problem, description = "The rules are faulty; `faults` says where and how to mend them")))]
pub(super) async fn put(State(app): State<App>, sent: Sent<may::Admin>) -> Result<Json<RulesShape>, Problem> {
    let fields = Fields::from_json(&sent.body, &["text", "reason", "number", "may_soften"])?;
    match rules::save(&app, &fields, &sent.caller.by()).await {
        Ok(_) => Ok(Json(shown(&app).await?)),
        Err(NotSaved::Problem(problem)) => Err(problem),
        Err(NotSaved::Faults(faults)) => {
            let detail = faults.first().map(ToString::to_string).unwrap_or_default();
            let faults: Vec<_> = faults.into_iter().map(FaultShape::of).collect();
            let refused = Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "faulty_rules", &detail);
            Err(refused.with_now("faults", &faults))
        }
    }
}

/// Tries own rules on a message and on the turns of the last thirty days; nothing changes.
#[utoipa::path(post, path = "/v1/rules/try", tag = "rules", request_body = TryBody,
    responses((status = 200, body = TriedShape), (status = 400, body = Problem), (status = 401, body = Problem),
        (status = 403, body = Problem)))]
pub(super) async fn try_out(
    State(app): State<App>,
    sent: Sent<may::Admin>,
) -> Result<Json<TriedShape>, Problem> {
    let fields = Fields::from_json(&sent.body, &["text", "may_soften", "message"])?;
    let message = fields.text("message")?.map(str::to_owned);
    let tried = rules::try_out(&app, Written::read(&fields)?, message).await?;
    Ok(Json(TriedShape::of(tried)))
}

/// Every version of the owner's own rules, newest first.
#[utoipa::path(get, path = "/v1/rules/versions", tag = "rules",
    responses((status = 200, body = List<VersionShape>), (status = 401, body = Problem), (status = 403, body = Problem)))]
pub(super) async fn versions(
    State(app): State<App>,
    _caller: Caller<may::Admin>,
) -> Result<Json<List<VersionShape>>, Problem> {
    let versions = app.own_rules.own_rules_versions(VERSIONS).await?;
    let items = versions.into_iter().map(VersionShape::of).collect();
    Ok(Json(List { items, next_cursor: None }))
}

async fn shown(app: &App) -> Result<RulesShape, Problem> {
    let book = &app.engine.policy().rulebook;
    Ok(RulesShape {
        rulebook: book.hash().to_owned(),
        own: app.own_rules.own_rules().await?.map(VersionShape::of),
        rules: book.rules().iter().map(RuleShape::of).collect(),
    })
}

impl VersionShape {
    fn of(own: OwnRules) -> Self {
        let OwnRules { number, text, may_soften, reason, by, at } = own;
        Self { number, text, may_soften, reason, by, at: at.rfc3339() }
    }
}

impl RuleShape {
    fn of(rule: &RuleInfo) -> Self {
        let word = |word: Result<serde_json::Value, _>| word.unwrap_or_default();
        Self {
            id: rule.id.clone(),
            title: rule.title.clone(),
            severity: word(serde_json::to_value(rule.severity)),
            action: word(serde_json::to_value(rule.action)),
            own: rule.file == OWN_RULES,
            file: rule.file.clone(),
        }
    }
}

impl FaultShape {
    pub(super) fn of(fault: RuleFault) -> Self {
        Self { line: fault.line, rule: fault.rule, field: fault.field, message: fault.message }
    }
}

impl TriedShape {
    fn of(tried: Tried) -> Self {
        let verdict = tried.verdict.map(|said| {
            let word = if said.reasons.is_empty() { "clear" } else { "hold" };
            let (reasons, logged) = (told(&said.reasons), told(&said.logged));
            serde_json::json!({ "verdict": word, "reasons": reasons, "logged": logged })
        });
        let effect = tried.effect.map(EffectShape::of);
        let of = |faults: Vec<RuleFault>| faults.into_iter().map(FaultShape::of).collect();
        Self { faults: of(tried.faults), remarks: of(tried.remarks), verdict, effect }
    }
}

impl EffectShape {
    pub(super) fn of(effect: rules::Effect) -> Self {
        Self {
            since: effect.since.rfc3339(),
            turns: effect.sums.turns,
            capped: effect.capped,
            newly_held: effect.sums.newly_held,
            newly_cleared: effect.sums.newly_cleared,
            held_by_both: effect.sums.held_by_both,
            examples: effect.examples.into_iter().map(ExampleShape::of).collect(),
        }
    }
}

impl ExampleShape {
    fn of(example: rules::Example) -> Self {
        Self {
            change: if example.cleared { "newly_cleared" } else { "newly_held" },
            conversation: example.conversation.to_string(),
            text: example.text,
            why: example.why,
        }
    }
}

fn told(reasons: &[Reason]) -> Vec<serde_json::Value> {
    reasons.iter().filter_map(|reason| serde_json::to_value(reason).ok()).collect()
}
