//! The catalogue's entries about confidences: fitted, measured, and compared with what the owner sent.

use serde_json::{Value, json};

use super::calibration::{self, Scored};
use super::catalogue::{Answer, given};
use super::edit::Edit;
use super::logistic::{self, FitError, PRIOR_SD_MAX, PRIOR_SD_MIN, Prior};
use super::reading::{CallError, Fields, NUMBER_MAX, flag, number, same_length, wrong};

/// More bins than this are a typing error.
const BINS_MAX: u64 = 1_000;

pub(super) fn map_logistic(fields: &Fields) -> Answer {
    let rows = fields.list("x", 0, row)?;
    let good = fields.list("approved", 0, flag)?;
    same_length(("x", rows.len()), ("approved", good.len()))?;
    let theta = logistic::map_logistic(&rows, &good, &prior(fields)?).map_err(refusal)?;
    Ok(json!({"theta": theta}))
}

pub(super) fn map_platt(fields: &Fields) -> Answer {
    let scores = fields.numbers("score_logit", 0)?;
    let good = fields.list("approved", 0, flag)?;
    same_length(("score_logit", scores.len()), ("approved", good.len()))?;
    let prior = prior(fields)?;
    if prior.features() != 1 {
        return Err(refused(
            "prior_mean",
            format!("a list with {} entries", prior.features() + 1),
            "[intercept, slope]",
        ));
    }
    let seen = logistic::map_platt(&scores, &good, &prior).map_err(refusal)?;
    Ok(json!({"intercept": seen.intercept, "slope": seen.slope, "p_at_1.5": seen.probability(1.5)}))
}

fn row(field: &str, value: &Value) -> Result<Vec<f64>, CallError> {
    let entries = value.as_array().ok_or_else(|| wrong(field, value, "a list of numbers"))?;
    entries.iter().enumerate().map(|(at, entry)| number(&format!("{field}[{at}]"), entry)).collect()
}

fn prior(fields: &Fields) -> Result<Prior, CallError> {
    let (mean, sd) = (fields.numbers("prior_mean", 1)?, fields.numbers("prior_sd", 1)?);
    same_length(("prior_mean", mean.len()), ("prior_sd", sd.len()))?;
    Prior::new(&mean, &sd).map_err(refusal)
}

/// What is left to be wrong after the fields were read one by one.
fn refusal(error: FitError) -> CallError {
    match error {
        FitError::PriorSize { found } => {
            let wanted = format!("1 to {} numbers", logistic::FEATURES_MAX + 1);
            refused("prior_mean", format!("a list with {found} entries"), &wanted)
        }
        FitError::PriorSd { at, sd } => {
            let wanted = format!("a number from {PRIOR_SD_MIN:e} to {PRIOR_SD_MAX:e}");
            refused(&format!("prior_sd[{at}]"), sd.to_string(), &wanted)
        }
        FitError::RowLength { row, found, wanted } => {
            let wanted =
                format!("one shorter than `prior_mean`: {wanted} (the intercept stands there first)");
            refused(&format!("x[{row}]"), format!("a list with {found} entries"), &wanted)
        }
        FitError::NotConverged => CallError::NoAnswer {
            why: "the search found no end: `x` is too large or too much alike for this prior",
        },
        FitError::PriorLengths { .. }
        | FitError::PriorMean { .. }
        | FitError::Labels { .. }
        | FitError::NotFinite { .. } => CallError::NoAnswer { why: "the lists do not fit together" },
    }
}

fn refused(field: &str, found: String, wanted: &str) -> CallError {
    CallError::Wrong { field: field.to_owned(), found, wanted: wanted.to_owned() }
}

pub(super) fn brier_ece_auroc(fields: &Fields) -> Answer {
    let scored = scored(fields, "p", 1, |field, value| {
        let wanted = "a number from 0 to 1";
        value.as_f64().filter(|p| (0.0..=1.0).contains(p)).ok_or_else(|| wrong(field, value, wanted))
    })?;
    let bins = fields.count("bins", 1)?;
    if bins > BINS_MAX {
        return Err(wrong("bins", &bins.into(), &format!("at most {BINS_MAX}")));
    }
    let why = "`p` is empty";
    let (brier, ece) =
        (given(calibration::brier(&scored), why)?, given(calibration::ece(&scored, bins), why)?);
    let auroc = calibration::auroc(&scored);
    Ok(json!({"brier": brier, format!("ece{bins}"): ece, "auroc": auroc}))
}

/// Two lists, `x` (or `p`) and `y`.
fn scored(
    fields: &Fields,
    score: &str,
    least: usize,
    read: fn(&str, &Value) -> Result<f64, CallError>,
) -> Result<Vec<Scored>, CallError> {
    let (scores, outcomes) = (fields.list(score, least, read)?, fields.list("y", 0, flag)?);
    same_length((score, scores.len()), ("y", outcomes.len()))?;
    Ok(scores.into_iter().zip(outcomes).map(|(score, good)| Scored { score, good }).collect())
}

pub(super) fn pav_isotonic(fields: &Fields) -> Answer {
    let (x, y) = (fields.numbers("x", 0)?, fields.numbers("y", 0)?);
    same_length(("x", x.len()), ("y", y.len()))?;
    let points: Vec<(f64, f64)> = x.into_iter().zip(y).collect();
    let fit = calibration::pav_isotonic(&points)
        .ok_or(CallError::NoAnswer { why: "a sum of `y` grew too large" })?;
    Ok(json!({"fit": fit}))
}

pub(super) fn venn_abers(fields: &Fields) -> Answer {
    let scored = scored(fields, "x", 0, number)?;
    let at = fields.number("at", -NUMBER_MAX, NUMBER_MAX)?;
    let seen =
        calibration::venn_abers(&scored, at).ok_or(CallError::NoAnswer { why: "a score is not a number" })?;
    Ok(json!({"p0": seen.p0, "p1": seen.p1, "p": seen.p}))
}

pub(super) fn edit_label(fields: &Fields) -> Answer {
    let edit = Edit::between(fields.text("draft")?, fields.text("sent")?);
    Ok(json!({
        "distance": edit.distance,
        "facts_equal": edit.facts_equal,
        "negations_equal": edit.negations_equal,
        "bad": !edit.is_cosmetic(),
    }))
}
