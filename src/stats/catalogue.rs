//! Every figure by name, JSON in and JSON out: what `banister stats FUNCTION` calls.

use serde_json::{Value, json};

use super::catalogue_autonomy as autonomy;
use super::catalogue_calibration as confidences;
use super::catalogue_groups as groups;
use super::inputs::{Probability, Share};
use super::reading::{CallError, Fields, NUMBER_MAX, flag, not_negative, same_length, wrong};
use super::{anytime, distributions, interval, lottery, quantile, sample_size, survival};

/// Smallest degrees of freedom for which a t quantile still fits a double.
const DF_MIN: f64 = 0.1;

/// Smallest shape of a beta distribution whose quantiles still fit a double.
const BETA_SHAPE_MIN: f64 = 0.01;

pub(super) type Answer = Result<Value, CallError>;

type Function = fn(&Fields) -> Answer;

/// Sorted by name; a test keeps it so.
const TABLE: &[(&str, Function)] = &[
    ("anytime_difference", groups::anytime_difference),
    ("anytime_difference_stratified", groups::anytime_difference_stratified),
    ("anytime_upper_bound", autonomy::anytime_upper_bound),
    ("approvals_to_go", autonomy::approvals_to_go),
    ("asycs_rho2", asycs_rho2),
    ("beta_quantile", beta_quantile),
    ("binom_tail_p_value", autonomy::binom_tail_p_value),
    ("brier_ece_auroc", confidences::brier_ece_auroc),
    ("chi2_sf_df1", chi2_sf_df1),
    ("clopper_pearson", clopper_pearson),
    ("crc_joint_risk", autonomy::crc_joint_risk),
    ("csp1_limits", autonomy::csp1_limits),
    ("e_cusum", autonomy::e_cusum),
    ("e_process_path", autonomy::e_process_path),
    ("edit_label", confidences::edit_label),
    ("fallback_certify", autonomy::fallback_certify),
    ("hash_unit", hash_unit),
    ("ipw_risk", autonomy::ipw_risk),
    ("kaplan_meier", kaplan_meier),
    ("labels_needed", autonomy::labels_needed),
    ("lee_bounds", groups::lee_bounds),
    ("log_e_mixture", autonomy::log_e_mixture),
    ("ltt_fixed_sequence_cp", autonomy::ltt_fixed_sequence_cp),
    ("mantel_haenszel", groups::mantel_haenszel),
    ("map_logistic", confidences::map_logistic),
    ("map_platt", confidences::map_platt),
    ("newcombe", groups::newcombe),
    ("noise_corrected_risk", autonomy::noise_corrected_risk),
    ("norm_cdf", norm_cdf),
    ("norm_quantile", norm_quantile),
    ("nps", groups::nps),
    ("nps_difference", groups::nps_difference),
    ("pav_isotonic", confidences::pav_isotonic),
    ("post_stratified", groups::post_stratified),
    ("prob_superiority", groups::prob_superiority),
    ("quantile_ci_ranks", quantile_ci_ranks),
    ("quantile_type7", quantile_type7),
    ("ratings_still_needed", groups::ratings_still_needed),
    ("reg_inc_beta", reg_inc_beta),
    ("reopen_72h", reopen_72h),
    ("sample_size_two_proportions", sample_size_two_proportions),
    ("srm", groups::srm),
    ("t_quantile", t_quantile),
    ("topic_gate", autonomy::topic_gate),
    ("venn_abers", confidences::venn_abers),
    ("verdict", groups::verdict),
    ("welch", groups::welch),
    ("wilson", wilson),
];

static NAMES: [&str; TABLE.len()] = {
    let mut names = [""; TABLE.len()];
    let mut at = 0;
    while at < TABLE.len() {
        names[at] = TABLE[at].0;
        at += 1;
    }
    names
};

/// The names of all functions, sorted.
#[must_use]
pub fn functions() -> &'static [&'static str] {
    &NAMES
}

/// Answers one input object.
///
/// # Errors
/// Names the field, what was found and what would be right.
pub fn call(function: &str, input: &Value) -> Answer {
    let (_, answer) = TABLE.iter().find(|(name, _)| *name == function).ok_or_else(|| {
        CallError::UnknownFunction { name: function.to_owned(), nearest: nearest(function) }
    })?;
    answer(&Fields::of(input)?)
}

/// The name that shares the most letter pairs with what was typed.
fn nearest(typed: &str) -> &'static str {
    let pairs = |text: &str| -> Vec<(char, char)> { text.chars().zip(text.chars().skip(1)).collect() };
    let wanted = pairs(typed);
    let likeness = |name: &&str| {
        let own = pairs(name);
        let shared = wanted.iter().filter(|pair| own.contains(pair)).count();
        // Among equals the shorter name is the better guess.
        2000 * shared / (own.len() + wanted.len()).max(1)
    };
    NAMES.iter().copied().max_by_key(likeness).unwrap_or_default()
}

/// A number, or an honest refusal: never NaN.
pub(super) fn given(value: Option<f64>, why: &'static str) -> Answer {
    value.filter(|number| number.is_finite()).map(Value::from).ok_or(CallError::NoAnswer { why })
}

/// An object of numbers, or the same refusal.
pub(super) fn object<const N: usize>(pairs: [(&str, f64); N]) -> Answer {
    if pairs.iter().any(|(_, number)| !number.is_finite()) {
        return Err(CallError::NoAnswer { why: "a number on the way grew too large or vanished" });
    }
    Ok(pairs.into_iter().map(|(name, number)| (name.to_owned(), Value::from(number))).collect())
}

fn asycs_rho2(fields: &Fields) -> Answer {
    let (n_star, alpha) = (groups::n_star(fields)?, fields.probability("alpha")?);
    given(Some(anytime::asycs_rho2(n_star, alpha)), "the result is not a number")
}

fn beta_quantile(fields: &Fields) -> Answer {
    let (a, b) = beta_shape(fields)?;
    given(distributions::beta_quantile(fields.probability("p")?, a, b), "the search found no quantile")
}

fn reg_inc_beta(fields: &Fields) -> Answer {
    let (a, b) = beta_shape(fields)?;
    let x = fields.number("x", 0.0, 1.0)?;
    given(distributions::reg_inc_beta(a, b, x), "the beta function has no value here")
}

fn beta_shape(fields: &Fields) -> Result<(f64, f64), CallError> {
    let shape = |name| fields.number(name, BETA_SHAPE_MIN, distributions::BETA_SHAPE_MAX);
    Ok((shape("a")?, shape("b")?))
}

fn chi2_sf_df1(fields: &Fields) -> Answer {
    Ok(distributions::chi2_sf_df1(fields.number("x", 0.0, NUMBER_MAX)?).into())
}

fn norm_cdf(fields: &Fields) -> Answer {
    Ok(distributions::norm_cdf(fields.number("z", -NUMBER_MAX, NUMBER_MAX)?).into())
}

fn norm_quantile(fields: &Fields) -> Answer {
    given(Some(distributions::norm_quantile(fields.probability("p")?)), "the quantile is infinite")
}

fn t_quantile(fields: &Fields) -> Answer {
    let (p, df) = (fields.probability("p")?, fields.number("df", DF_MIN, NUMBER_MAX)?);
    given(distributions::t_quantile(p, df), "the quantile is too large for a double")
}

fn clopper_pearson(fields: &Fields) -> Answer {
    let share = fields.share("k", "n")?;
    if share.n() > groups::BETA_COUNT_MAX {
        let wanted = format!("at most {} (beyond it the digits are lost)", groups::BETA_COUNT_MAX);
        return Err(wrong("n", &share.n().into(), &wanted));
    }
    let limits = interval::clopper_pearson(share, fields.probability("delta_one_sided")?)
        .ok_or(CallError::NoAnswer { why: "the beta function has no value here" })?;
    object([("lower", limits.low), ("upper", limits.high)])
}

fn wilson(fields: &Fields) -> Answer {
    let seen = interval::wilson(fields.share("x", "n")?, fields.probability("conf")?);
    object([("p", seen.value), ("lower", seen.low), ("upper", seen.high)])
}

fn hash_unit(fields: &Fields) -> Answer {
    Ok(lottery::hash_unit(fields.text("salt")?, fields.text("id")?).into())
}

fn quantile_ci_ranks(fields: &Fields) -> Answer {
    let (n, p) = (fields.count("n", 0)?, fields.probability("p")?);
    let ranks = quantile::quantile_ci_ranks(n, p, fields.probability("conf")?);
    Ok(json!({
        "lower_rank": ranks.lower,
        "upper_rank": ranks.upper,
        "coverage": ranks.coverage,
    }))
}

fn quantile_type7(fields: &Fields) -> Answer {
    let mut values = fields.numbers("x", 1)?;
    values.sort_by(f64::total_cmp);
    Ok(json!({"median": quantile::median(&values), "p90": quantile::p90(&values)}))
}

fn sample_size_two_proportions(fields: &Fields) -> Answer {
    let (human, ai) = (fields.probability("p_human")?, fields.probability("p_ai")?);
    let ratio = fields.number("ratio_ai_to_human", 1e-6, 1e6)?;
    let (alpha, power) = (fields.probability("alpha")?, fields.probability("power")?);
    let size = sample_size::sample_size_two_proportions(human, ai, ratio, alpha, power)
        .ok_or(CallError::NoAnswer { why: "`p_human` and `p_ai` are too close for any number of chats" })?;
    Ok(json!({"n_human": size.human, "n_ai": size.ai}))
}

fn kaplan_meier(fields: &Fields) -> Answer {
    let times = fields.list("time", 1, not_negative)?;
    let ended = fields.list("event", 1, flag)?;
    same_length(("time", times.len()), ("event", ended.len()))?;
    let waits: Vec<_> =
        times.iter().zip(ended).map(|(time, ended)| survival::Waited { time: *time, ended }).collect();
    let curve =
        survival::kaplan_meier(&waits).ok_or(CallError::NoAnswer { why: "a time is not a number" })?;
    let table: Vec<Value> = curve.steps.iter().map(step).collect();
    Ok(json!({"table": table, "median": curve.median, "p90": curve.p90}))
}

fn step(step: &survival::Step) -> Value {
    json!({
        "t": step.t,
        "at_risk": step.at_risk,
        "events": step.events,
        "S": step.survival,
        "se": step.standard_error,
        "lower_loglog": step.low,
        "upper_loglog": step.high,
    })
}

fn reopen_72h(fields: &Fields) -> Answer {
    let since = fields.list("hours_since_resolved", 1, not_negative)?;
    let back = fields.list("hours_to_reopen", 1, |field, value| {
        if value.is_null() { Ok(None) } else { not_negative(field, value).map(Some) }
    })?;
    same_length(("hours_since_resolved", since.len()), ("hours_to_reopen", back.len()))?;
    for (at, (age, back)) in since.iter().zip(&back).enumerate() {
        if let Some(hours) = back.filter(|hours| hours > age) {
            let wanted = format!("at most hours_since_resolved[{at}], which is {age}, or null");
            return Err(wrong(&format!("hours_to_reopen[{at}]"), &hours.into(), &wanted));
        }
    }
    let chats: Vec<_> = since.into_iter().zip(back).collect();
    let seen = survival::reopened_within_72h(&chats)
        .ok_or(CallError::NoAnswer { why: "an hour is not a number" })?;
    Ok(json!({
        "mature_n": seen.mature_n,
        "mature_reopened": seen.mature_reopened,
        "rate": seen.rate.map(|rate| rate.value),
        "lower": seen.rate.map(|rate| rate.low),
        "upper": seen.rate.map(|rate| rate.high),
        "km_rate": seen.km_rate,
        "km_se": seen.km_se,
    }))
}

/// A share that must have somebody in it, from two counts of a list entry.
pub(super) fn share_of(field: &str, hits: u64, n: u64) -> Result<Share, CallError> {
    Share::new(hits, n).ok_or_else(|| CallError::Wrong {
        field: field.to_owned(),
        found: format!("{hits} of {n}"),
        wanted: "a part of at least 1: [x1, n1, x0, n0] with x <= n".to_owned(),
    })
}

/// The confidence that a call asks for.
pub(super) fn confidence(fields: &Fields) -> Result<Probability, CallError> {
    fields.probability("conf")
}
