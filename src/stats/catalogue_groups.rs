//! The catalogue's entries that compare two groups.

use serde_json::{Value, json};

use super::anytime::{self, Anytime};
use super::catalogue::{Answer, confidence, given, object, share_of};
use super::inputs::{Probability, Share, real};
use super::lottery::{self, RatedArm, Trimmed};
use super::mean::{self, Moments};
use super::nps::{self as score, NpsCounts};
use super::reading::{COUNT_MAX, CallError, Fields, counts, not_negative, same_length};
use super::strata::{self, Stratum};
use super::{interval, sample_size, verdict as verdicts};

/// Largest n for which exact limits keep their digits.
pub(super) const BETA_COUNT_MAX: u64 = 100_000;

pub(super) fn n_star(fields: &Fields) -> Result<f64, CallError> {
    fields.number("n_star", 1.0, real(COUNT_MAX))
}

fn both(fields: &Fields) -> Result<(Share, Share), CallError> {
    Ok((fields.share("x1", "n1")?, fields.share("x0", "n0")?))
}

pub(super) fn newcombe(fields: &Fields) -> Answer {
    let (ai, human) = both(fields)?;
    let seen = interval::newcombe(ai, human);
    Ok(json!({"diff": seen.value, "lower": seen.low, "upper": seen.high}))
}

pub(super) fn anytime_difference(fields: &Fields) -> Answer {
    let (ai, human) = both(fields)?;
    let (alpha, n_star) = (fields.probability("alpha")?, n_star(fields)?);
    anytime_answer(anytime::anytime_difference(ai, human, alpha, n_star))
}

pub(super) fn anytime_difference_stratified(fields: &Fields) -> Answer {
    let periods = fields.list("periods_x1_n1_x0_n0", 1, |field, value| {
        let [x1, n1, x0, n0] = counts::<4>(field, value)?;
        Ok(Stratum { ai: share_of(field, x1, n1)?, human: share_of(field, x0, n0)? })
    })?;
    let (alpha, n_star) = (fields.probability("alpha")?, n_star(fields)?);
    anytime::anytime_difference_stratified(&periods, alpha, n_star)
        .ok_or(CallError::NoAnswer { why: "no period was given" })
        .and_then(anytime_answer)
}

fn anytime_answer(seen: Anytime) -> Answer {
    object([("diff", seen.diff), ("radius", seen.radius), ("lower", seen.low), ("upper", seen.high)])
}

pub(super) fn ratings_still_needed(fields: &Fields) -> Answer {
    let (ai, human) = both(fields)?;
    let (margin, n_star) = (fields.probability("margin")?, n_star(fields)?);
    let needed = sample_size::ratings_still_needed(ai, human, margin, n_star)
        .ok_or(CallError::NoAnswer { why: "no number of ratings reaches so small a `margin`" })?;
    Ok(json!({
        "target": needed.target,
        "n_total_needed": needed.total,
        "more": needed.more,
    }))
}

pub(super) fn nps(fields: &Fields) -> Answer {
    let count = |name| fields.count(name, 0);
    let counts = nps_counts("promoters", [count("promoters")?, count("passives")?, count("detractors")?])?;
    let seen = score::nps(counts);
    Ok(json!({
        "nps": seen.score,
        "se": seen.standard_error,
        "wald_lower": seen.wald.low,
        "wald_upper": seen.wald.high,
        "adj_center": seen.adjusted_center,
        "adj_lower": seen.adjusted.low,
        "adj_upper": seen.adjusted.high,
    }))
}

pub(super) fn nps_difference(fields: &Fields) -> Answer {
    let (ai, human) = (fields.counts::<3>("ai")?, fields.counts::<3>("human")?);
    let seen = score::nps_difference(nps_counts("ai", ai)?, nps_counts("human", human)?);
    Ok(json!({
        "diff": seen.diff,
        "adj_diff": seen.adjusted_diff,
        "se": seen.standard_error,
        "lower": seen.low,
        "upper": seen.high,
    }))
}

fn nps_counts(field: &str, [promoters, passives, detractors]: [u64; 3]) -> Result<NpsCounts, CallError> {
    NpsCounts::new(promoters, passives, detractors).ok_or_else(|| CallError::Wrong {
        field: field.to_owned(),
        found: "0 promoters, 0 passives and 0 detractors".to_owned(),
        wanted: "at least one answer in all".to_owned(),
    })
}

pub(super) fn welch(fields: &Fields) -> Answer {
    let moments = |name| {
        let values = fields.numbers(name, 2)?;
        Moments::of(&values).ok_or(CallError::NoAnswer { why: "the numbers are too large" })
    };
    let (ai, human) = (moments("ai")?, moments("human")?);
    let seen = mean::welch(ai, human, confidence(fields)?)
        .ok_or(CallError::NoAnswer { why: "neither group varies, so there is no error to measure" })?;
    object([
        ("diff", seen.diff),
        ("se", seen.standard_error),
        ("df", seen.df),
        ("t", seen.t),
        ("p", seen.p),
        ("lower", seen.low),
        ("upper", seen.high),
    ])
}

pub(super) fn prob_superiority(fields: &Fields) -> Answer {
    let (ai, human) = (fields.numbers("ai", 1)?, fields.numbers("human", 1)?);
    given(mean::prob_superiority(&ai, &human), "a group is empty")
}

/// Strata in which one side is empty: `None`, they cannot be compared.
fn stratum(field: &str, value: &Value) -> Result<Option<Stratum>, CallError> {
    let [x1, n1, x0, n0] = counts::<4>(field, value)?;
    for (hits, n) in [(x1, n1), (x0, n0)] {
        if hits > n {
            share_of(field, hits, n)?;
        }
    }
    let pair = Share::new(x1, n1).zip(Share::new(x0, n0));
    Ok(pair.map(|(ai, human)| Stratum { ai, human }))
}

pub(super) fn mantel_haenszel(fields: &Fields) -> Answer {
    let strata = fields.list("strata_x1_n1_x0_n0", 1, stratum)?;
    let comparable: Vec<Stratum> = strata.into_iter().flatten().collect();
    let seen = strata::mantel_haenszel(&comparable)
        .ok_or(CallError::NoAnswer { why: "no stratum has somebody on both sides" })?;
    Ok(json!({
        "rd": seen.risk_difference,
        "rd_se_sato": seen.risk_se,
        "rd_lower": seen.risk.map(|risk| risk.low),
        "rd_upper": seen.risk.map(|risk| risk.high),
        "odds_ratio": seen.odds.map(|odds| odds.value),
        "log_or_se_rbg": seen.odds.map(|odds| odds.log_se),
        "or_lower": seen.odds.map(|odds| odds.low),
        "or_upper": seen.odds.map(|odds| odds.high),
        "cmh_chi2": seen.test.map(|test| test.chi2),
        "cmh_p": seen.test.map(|test| test.p),
        "cmh_chi2_cc": seen.test.map(|test| test.chi2_corrected),
        "cmh_cc_p": seen.test.map(|test| test.p_corrected),
    }))
}

pub(super) fn post_stratified(fields: &Fields) -> Answer {
    let strata = fields.list("strata_x1_n1_x0_n0", 1, |field, value| {
        let [x1, n1, x0, n0] = counts::<4>(field, value)?;
        Ok(Stratum { ai: share_of(field, x1, n1)?, human: share_of(field, x0, n0)? })
    })?;
    let weights = fields.list("weights", 1, not_negative)?;
    same_length(("strata_x1_n1_x0_n0", strata.len()), ("weights", weights.len()))?;
    let weighted: Vec<_> = strata.into_iter().zip(weights).collect();
    let seen =
        strata::post_stratified(&weighted).ok_or(CallError::NoAnswer { why: "all `weights` are 0" })?;
    object([("diff", seen.diff), ("se", seen.standard_error), ("lower", seen.low), ("upper", seen.high)])
}

pub(super) fn srm(fields: &Fields) -> Answer {
    let (ai, human) = (fields.count("n_ai", 0)?, fields.count("n_human", 0)?);
    let seen = lottery::srm(ai, human, fields.probability("human_share")?)
        .ok_or(CallError::NoAnswer { why: "`n_ai` and `n_human` are both 0" })?;
    object([("chi2", seen.chi2), ("p", seen.p)])
}

pub(super) fn lee_bounds(fields: &Fields) -> Answer {
    let arm = |hits, rated, chats| {
        let share = fields.share(hits, rated)?;
        let all = fields.count(chats, 1)?;
        RatedArm::new(share, all).ok_or_else(|| CallError::Wrong {
            field: String::from(rated),
            found: share.n().to_string(),
            wanted: format!("at most `{chats}`, which is {all}"),
        })
    };
    let (ai, human) = (arm("x1", "rated1", "chats1")?, arm("x0", "rated0", "chats0")?);
    let seen = lottery::lee_bounds(ai, human);
    let trimmed = match seen.trimmed {
        Trimmed::Ai => Some("ai"),
        Trimmed::Human => Some("human"),
        Trimmed::Neither => None,
    };
    Ok(json!({
        "trim_share": seen.trim_share,
        "trimmed_arm": trimmed,
        "lower": seen.low,
        "upper": seen.high,
    }))
}

pub(super) fn verdict(fields: &Fields) -> Answer {
    let (ai, human) = (fields.share_or_empty("x1", "n1")?, fields.share_or_empty("x0", "n0")?);
    let margin: Probability = fields.probability("margin")?;
    let least = fields.count("min_per_arm", 1)?;
    Ok(verdicts::verdict(ai, human, margin, least, None).name().into())
}
