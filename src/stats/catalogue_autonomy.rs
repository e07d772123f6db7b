//! The catalogue's entries about replies that are sent without an owner: evidence, certificates, alarms, holdback.

use serde_json::{Value, json};

use super::catalogue::{Answer, given, object};
use super::catalogue_groups::BETA_COUNT_MAX;
use super::certify::{self, Graded};
use super::cusum::{ECusum, Wager};
use super::evidence::{self, Evidence};
use super::reading::{CallError, Fields, NUMBER_MAX, flag, number, same_length, wrong};
use super::runs::{self, Run};
use super::{binomial, holdback, topic_gate as topics};

/// Weights that should add up to 1 may miss it by this much.
const ROUNDING: f64 = 1e-9;

/// The only order in which thresholds are tested.
const STRICTEST_FIRST: &str = "strictest threshold first";

/// The bets of an e-CUSUM, unless others are given.
const USUAL_BETS: &str = "min(2a,.95), min(4a,.95)";

/// More thresholds than this are a typing error.
const GRID_MAX: usize = 1_000;

/// The smallest share held back that is no typing error.
const HOLDBACK_MIN: f64 = 1e-6;

const TOO_MANY_LABELS: CallError =
    CallError::NoAnswer { why: "more labels would be needed than anybody can count" };

/// `k` bad of `n`, where nothing may have been seen yet.
fn seen(fields: &Fields) -> Result<Evidence, CallError> {
    let (n, bad) = (fields.count("n", 0)?, fields.count("k", 0)?);
    Evidence::new(n, bad).ok_or_else(|| wrong("k", &bad.into(), &format!("at most `n`, which is {n}")))
}

pub(super) fn binom_tail_p_value(fields: &Fields) -> Answer {
    let (seen, alpha) = (seen(fields)?, fields.probability("alpha")?);
    Ok(binomial::binom_tail_p_value(seen.bad(), seen.n(), alpha).into())
}

/// `e` is null where it outgrows a double.
pub(super) fn log_e_mixture(fields: &Fields) -> Answer {
    let log_e = evidence::log_e(seen(fields)?, fields.probability("alpha")?);
    Ok(json!({"log_e": log_e, "e": log_e.exp()}))
}

pub(super) fn labels_needed(fields: &Fields) -> Answer {
    let (alpha, delta) = (fields.probability("alpha")?, fields.probability("delta")?);
    let needed = evidence::labels_needed(fields.count("bad", 0)?, alpha, delta).ok_or(TOO_MANY_LABELS)?;
    Ok(json!({
        "cp_one_look": needed.one_look,
        "e_single_threshold": needed.single_threshold,
        "e_4_thresholds": needed.four_thresholds,
    }))
}

pub(super) fn anytime_upper_bound(fields: &Fields) -> Answer {
    Ok(evidence::anytime_upper_bound(seen(fields)?, fields.probability("delta")?).into())
}

pub(super) fn approvals_to_go(fields: &Fields) -> Answer {
    let (alpha, level) = (fields.probability("alpha")?, fields.probability("level")?);
    evidence::approvals_to_go(seen(fields)?, alpha, level).map(Value::from).ok_or(TOO_MANY_LABELS)
}

/// Labels given one by one are answered one by one; runs given in words at their ends and at each hundred.
pub(super) fn e_process_path(fields: &Fields) -> Answer {
    let (alpha, runs) = (fields.probability("alpha")?, runs::labels(fields)?);
    let (mut seen, mut best, mut path) = (Evidence::default(), f64::NEG_INFINITY, Vec::new());
    for Run { times, bad } in runs {
        for at in 1..=times {
            seen = seen.with(bad);
            let log_e = evidence::log_e(seen, alpha);
            best = best.max(log_e);
            if at == 1 || at == times || seen.n() % 100 == 0 {
                path.push(json!({
                    "t": seen.n(), "n": seen.n(), "k": seen.bad(), "log_e": log_e, "running_max_log_e": best,
                }));
            }
        }
    }
    Ok(path.into())
}

pub(super) fn fallback_certify(fields: &Fields) -> Answer {
    // Null: no label yet.
    let best = fields.list("running_max_log_e", 1, |field, value| {
        if value.is_null() { Ok(f64::NEG_INFINITY) } else { number(field, value) }
    })?;
    let weights = fields.list("w", 1, share)?;
    same_length(("running_max_log_e", best.len()), ("w", weights.len()))?;
    if weights.iter().sum::<f64>() > 1.0 + ROUNDING {
        return Err(wrong("w", &json!(weights), "weights that add up to at most 1"));
    }
    if let Some(order) = fields.find("order").filter(|order| *order != STRICTEST_FIRST) {
        return Err(wrong("order", order, &format!("\"{STRICTEST_FIRST}\"")));
    }
    let tested = certify::fallback_certify(&best, &weights, fields.probability("delta")?);
    Ok(tested
        .into_iter()
        .map(|tested| json!({"level": tested.level, "certified": tested.certified}))
        .collect::<Vec<_>>()
        .into())
}

fn share(field: &str, value: &Value) -> Result<f64, CallError> {
    let wanted = "a number from 0 to 1";
    value.as_f64().filter(|share| (0.0..=1.0).contains(share)).ok_or_else(|| wrong(field, value, wanted))
}

/// Scored drafts and the thresholds asked about.
fn graded(fields: &Fields) -> Result<(Vec<Graded>, Vec<f64>), CallError> {
    let (scores, bad) = (fields.numbers("scores", 0)?, fields.list("bad", 0, flag)?);
    same_length(("scores", scores.len()), ("bad", bad.len()))?;
    if u64::try_from(scores.len()).unwrap_or(u64::MAX) > BETA_COUNT_MAX {
        return Err(CallError::Wrong {
            field: "scores".to_owned(),
            found: format!("a list with {} entries", scores.len()),
            wanted: format!("at most {BETA_COUNT_MAX} (beyond it the digits are lost)"),
        });
    }
    let drafts = scores.into_iter().zip(bad).map(|(score, bad)| Graded { score, bad }).collect();
    let grid = fields.numbers("grid", 1)?;
    if grid.len() > GRID_MAX {
        let found = format!("a list with {} entries", grid.len());
        return Err(CallError::Wrong {
            field: "grid".to_owned(),
            found,
            wanted: format!("at most {GRID_MAX}"),
        });
    }
    Ok((drafts, grid))
}

pub(super) fn ltt_fixed_sequence_cp(fields: &Fields) -> Answer {
    let (drafts, grid) = graded(fields)?;
    let (alpha, delta) = (fields.probability("alpha")?, fields.probability("delta")?);
    let thresholds = certify::ltt_fixed_sequence(&drafts, &grid, alpha, delta)
        .ok_or(CallError::NoAnswer { why: "the beta function has no value here" })?;
    let row = |row: certify::Threshold| {
        json!({
            "lambda": row.lambda, "n": row.n, "k": row.bad, "upper": row.upper, "accepted": row.accepted,
        })
    };
    Ok(thresholds.into_iter().map(row).collect::<Vec<_>>().into())
}

pub(super) fn crc_joint_risk(fields: &Fields) -> Answer {
    let (drafts, grid) = graded(fields)?;
    let row = |lambda| json!({"lambda": lambda, "value": certify::crc_joint_risk(&drafts, lambda)});
    Ok(grid.into_iter().map(row).collect::<Vec<_>>().into())
}

/// Null where the alarm outgrows a double.
pub(super) fn e_cusum(fields: &Fields) -> Answer {
    let (wager, runs) = (wager(fields)?, runs::labels(fields)?);
    let (mut alarm, mut path) = (ECusum::default(), Vec::new());
    for Run { times, bad } in runs {
        for _ in 0..times {
            alarm = alarm.after(bad, &wager);
            path.push(alarm.value());
        }
    }
    Ok(json!(path))
}

fn wager(fields: &Fields) -> Result<Wager, CallError> {
    let alpha = fields.probability("alpha")?;
    let wager = match fields.find("q") {
        None => Wager::times(alpha, [2.0, 4.0]),
        Some(Value::String(q)) if q == USUAL_BETS => Wager::times(alpha, [2.0, 4.0]),
        Some(q @ Value::Array(_)) => {
            let bets = fields.numbers("q", 2)?;
            let two = <[f64; 2]>::try_from(bets).map_err(|_| wrong("q", q, "two numbers"))?;
            return Wager::on(alpha, two)
                .ok_or_else(|| wrong("q", q, "two numbers above `alpha` and below 1"));
        }
        Some(q) => return Err(wrong("q", q, &format!("\"{USUAL_BETS}\" or two numbers"))),
    };
    wager.ok_or_else(|| wrong("alpha", &alpha.get().into(), "below 0.95, the highest risk that is betted on"))
}

pub(super) fn csp1_limits(fields: &Fields) -> Answer {
    let held = fields.probability("holdback")?;
    if held.get() < HOLDBACK_MIN {
        return Err(wrong("holdback", &held.get().into(), &format!("{HOLDBACK_MIN} or more")));
    }
    let limits = holdback::csp1_limits(held, fields.count("clear", 0)?);
    Ok(json!({
        "aoql_constant_risk": limits.limit_constant_risk,
        "at_p": limits.at_risk,
        "uaoql_any_process": limits.limit_any_process,
        "mean_bad_sent_before_first_bad_audit": limits.bad_before_noticed_mean,
        "p95_bad_sent_before_first_bad_audit": limits.bad_before_noticed_p95,
    }))
}

pub(super) fn ipw_risk(fields: &Fields) -> Answer {
    let chances = fields.list("pi", 1, |field, value| {
        let chance = share(field, value)?;
        if chance >= 1e-12 { Ok(chance) } else { Err(wrong(field, value, "above 0 and at most 1")) }
    })?;
    let labelled = fields.list("labelled", 1, flag)?;
    let bad = fields.list(
        "bad",
        1,
        |field, value| {
            if value.is_null() { Ok(None) } else { flag(field, value).map(Some) }
        },
    )?;
    same_length(("pi", chances.len()), ("labelled", labelled.len()))?;
    same_length(("pi", chances.len()), ("bad", bad.len()))?;
    let mut known = Vec::new();
    for (at, ((chance, labelled), bad)) in chances.into_iter().zip(labelled).zip(bad).enumerate() {
        if labelled {
            let wanted = format!("0 or 1, since labelled[{at}] is 1");
            let bad = bad.ok_or_else(|| wrong(&format!("bad[{at}]"), &Value::Null, &wanted))?;
            known.push((chance, bad));
        }
    }
    let risk = holdback::ipw_risk(&known).ok_or(CallError::NoAnswer { why: "no draft is labelled" })?;
    object([("hajek", risk.risk), ("se", risk.standard_error), ("n_eff", risk.n_effective)])
}

pub(super) fn topic_gate(fields: &Fields) -> Answer {
    let seen = seen(fields)?;
    let strength = fields.number("prior_strength", 0.0, NUMBER_MAX)?;
    let (pooled, limit) = (fields.probability("prior_risk")?, fields.probability("limit")?);
    if seen.n() > BETA_COUNT_MAX {
        let wanted = format!("at most {BETA_COUNT_MAX} (beyond it the digits are lost)");
        return Err(wrong("n", &seen.n().into(), &wanted));
    }
    let gate = topics::topic_gate(seen, strength, pooled, limit)
        .ok_or(CallError::NoAnswer { why: "the beta function has no value here" })?;
    Ok(json!({"post_mean": gate.mean, "p_over_limit": gate.over_limit, "open": gate.open}))
}

pub(super) fn noise_corrected_risk(fields: &Fields) -> Answer {
    let part = |name| fields.number(name, 0.0, 1.0);
    let (observed, missed) = (part("observed")?, part("miss_rate")?);
    let corrected = holdback::noise_corrected_risk(observed, missed, part("false_reject_rate")?);
    given(corrected, "with so many wrong labels nothing is known")
}
