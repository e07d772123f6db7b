//! Weighs the signals of a draft: logistic regression with a prior, sensible from no label on.

use super::solve::{Square, solve};

/// Columns beside the intercept; the work grows with their cube.
pub const FEATURES_MAX: usize = 30;

/// Standard deviations of a prior outside of this leave no digits for the data, or for the prior.
pub const PRIOR_SD_MIN: f64 = 1e-9;
pub const PRIOR_SD_MAX: f64 = 1e9;

/// Ordinary data need 5 to 10.
const STEPS_MAX: usize = 50;

/// A Newton step this small in every coefficient is the last one.
const STEP_DONE: f64 = 1e-9;

/// After so many halvings nothing is left of a step.
const HALVINGS_MAX: usize = 60;

/// A fall of the objective by this part of it is rounding. Without it the last steps would be halved for nothing.
const ROUNDING: f64 = 1e-12;

/// What is believed of the coefficients before any label: independent normal distributions, the intercept first.
#[derive(Debug, Clone, PartialEq)]
pub struct Prior {
    mean: Vec<f64>,
    /// `1 / sd^2`.
    precision: Vec<f64>,
}

/// Why there are no coefficients.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum FitError {
    #[error("a prior of {means} means and {sds} standard deviations")]
    PriorLengths { means: usize, sds: usize },
    #[error("a prior needs 1 to {} coefficients, found {found}", FEATURES_MAX + 1)]
    PriorSize { found: usize },
    #[error("standard deviation {at} of the prior is {sd}, not from {PRIOR_SD_MIN:e} to {PRIOR_SD_MAX:e}")]
    PriorSd { at: usize, sd: f64 },
    #[error("mean {at} of the prior is not finite")]
    PriorMean { at: usize },
    #[error("{rows} rows of features with {labels} labels")]
    Labels { rows: usize, labels: usize },
    #[error("row {row} has {found} features, the prior has {wanted}")]
    RowLength { row: usize, found: usize, wanted: usize },
    #[error("a feature of row {row} is not finite")]
    NotFinite { row: usize },
    #[error("no coefficients after {STEPS_MAX} steps: features too large or too alike for this prior")]
    NotConverged,
}

/// A score that is stretched and shifted: `p = sigmoid(intercept + slope * score)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Platt {
    pub intercept: f64,
    pub slope: f64,
}

impl Prior {
    /// Means and standard deviations, intercept first; no units but those of the features.
    ///
    /// # Errors
    /// Different lengths, no or too many coefficients, a mean that is not finite, a standard deviation that is not
    /// above 0.
    pub fn new(mean: &[f64], sd: &[f64]) -> Result<Self, FitError> {
        if mean.len() != sd.len() {
            return Err(FitError::PriorLengths { means: mean.len(), sds: sd.len() });
        }
        if mean.is_empty() || mean.len() > FEATURES_MAX + 1 {
            return Err(FitError::PriorSize { found: mean.len() });
        }
        if let Some(at) = mean.iter().position(|mean| !mean.is_finite()) {
            return Err(FitError::PriorMean { at });
        }
        let bad = sd.iter().position(|sd| !(PRIOR_SD_MIN..=PRIOR_SD_MAX).contains(sd));
        if let Some((at, sd)) = bad.and_then(|at| Some((at, *sd.get(at)?))) {
            return Err(FitError::PriorSd { at, sd });
        }
        Ok(Self { mean: mean.to_vec(), precision: sd.iter().map(|sd| 1.0 / (sd * sd)).collect() })
    }

    /// Columns of a row that fits, without the intercept.
    #[must_use]
    pub fn features(&self) -> usize {
        self.mean.len() - 1
    }
}

impl Platt {
    /// The probability of good at a score.
    #[must_use]
    pub fn probability(self, score: f64) -> f64 {
        sigmoid(self.intercept + self.slope * score)
    }
}

/// Coefficients, intercept first, that maximise `sum log p(label) - sum (theta - mean)^2 / (2 sd^2)`, with
/// `p(good) = sigmoid(theta_0 + x . theta)`: the mode of the posterior under a normal prior. `rows` is labels x features.
///
/// Newton's method (iteratively reweighted least squares: Nelder & Wedderburn 1972; with a normal prior:
/// Bishop 2006, eq. 4.142 and 4.143). Without halving the step it diverges on ordinary data. Without rows: the prior's
/// means.
///
/// # Errors
/// Lengths that do not fit, a feature that is not finite, or numbers so extreme that 50 steps do not suffice.
pub fn map_logistic<Row: AsRef<[f64]>>(
    rows: &[Row],
    good: &[bool],
    prior: &Prior,
) -> Result<Vec<f64>, FitError> {
    check(rows, good, prior)?;
    let data = Data { rows, good, prior };
    let mut theta = prior.mean.clone();
    let mut height = data.objective(&theta);
    for _ in 0..STEPS_MAX {
        let (gradient, information) = data.derivatives(&theta);
        let step = solve(information, gradient).ok_or(FitError::NotConverged)?;
        let is_last = step.iter().all(|part| part.abs() < STEP_DONE);
        if is_last {
            return Ok(moved(&theta, &step, 1.0));
        }
        (theta, height) = data.climb(&theta, height, &step).ok_or(FitError::NotConverged)?;
    }
    Err(FitError::NotConverged)
}

/// Intercept and slope for a score on the logit scale (Platt 1999), with a normal prior in place of Platt's smoothed
/// targets. The prior has two coefficients: `[0, 1]` believes the score.
///
/// # Errors
/// As [`map_logistic`].
pub fn map_platt(score_logits: &[f64], good: &[bool], prior: &Prior) -> Result<Platt, FitError> {
    if prior.features() != 1 {
        return Err(FitError::RowLength { row: 0, found: 1, wanted: prior.features() });
    }
    let rows: Vec<[f64; 1]> = score_logits.iter().map(|score| [*score]).collect();
    let theta = map_logistic(&rows, good, prior)?;
    Ok(Platt { intercept: theta[0], slope: theta[1] })
}

/// The probability of good under coefficients with the intercept first; `None` when the lengths do not fit.
#[must_use]
pub fn probability(theta: &[f64], features: &[f64]) -> Option<f64> {
    (theta.len() == features.len() + 1).then(|| sigmoid(linear(theta, features)))
}

fn check<Row: AsRef<[f64]>>(rows: &[Row], good: &[bool], prior: &Prior) -> Result<(), FitError> {
    if rows.len() != good.len() {
        return Err(FitError::Labels { rows: rows.len(), labels: good.len() });
    }
    let wanted = prior.features();
    for (row, features) in rows.iter().map(AsRef::as_ref).enumerate() {
        if features.len() != wanted {
            return Err(FitError::RowLength { row, found: features.len(), wanted });
        }
        if features.iter().any(|x| !x.is_finite()) {
            return Err(FitError::NotFinite { row });
        }
    }
    Ok(())
}

/// What does not change while the coefficients move.
struct Data<'a, Row> {
    rows: &'a [Row],
    good: &'a [bool],
    prior: &'a Prior,
}

impl<Row: AsRef<[f64]>> Data<'_, Row> {
    fn labelled(&self) -> impl Iterator<Item = (&[f64], bool)> {
        self.rows.iter().map(AsRef::as_ref).zip(self.good.iter().copied())
    }

    /// `theta_k - mean_k` with its precision.
    fn pulls(&self, theta: &[f64]) -> impl Iterator<Item = (f64, f64)> {
        let off = theta.iter().zip(&self.prior.mean).map(|(theta, mean)| theta - mean);
        off.zip(self.prior.precision.iter().copied())
    }

    /// The log posterior but for a constant.
    fn objective(&self, theta: &[f64]) -> f64 {
        // log p = -log(1 + exp(-u)), with u = the linear score for a good label and minus it for a bad one.
        let losses = self.labelled().map(|(x, good)| softplus(against(linear(theta, x), good)));
        -losses.sum::<f64>()
            - self.pulls(theta).map(|(off, precision)| off * off * precision / 2.0).sum::<f64>()
    }

    /// `X'(y - p) - (theta - mean) / sd^2`, and `X'WX + diag(1 / sd^2)` with `W = p (1 - p)`.
    fn derivatives(&self, theta: &[f64]) -> (Vec<f64>, Square) {
        let mut gradient: Vec<f64> = self.pulls(theta).map(|(off, precision)| -off * precision).collect();
        let mut information = Square::diagonal(&self.prior.precision);
        let mut row = vec![1.0; theta.len()];
        for (features, good) in self.labelled() {
            row[1..].copy_from_slice(features);
            // |y - p|; 1 - p would lose its digits where p is almost 1.
            let missed = sigmoid(against(linear(theta, features), good));
            let signed = if good { missed } else { -missed };
            for (sum, x) in gradient.iter_mut().zip(&row) {
                *sum += signed * x;
            }
            information.add_outer(&row, missed * (1.0 - missed));
        }
        (gradient, information)
    }

    /// Goes the step, or half of it, or a quarter, .. until the objective does not fall; `None` when it always does.
    fn climb(&self, from: &[f64], height: f64, step: &[f64]) -> Option<(Vec<f64>, f64)> {
        let mut part = 1.0;
        for _ in 0..HALVINGS_MAX {
            let there = moved(from, step, part);
            let reached = self.objective(&there);
            if reached + ROUNDING * (1.0 + height.abs()) >= height {
                return Some((there, reached));
            }
            part /= 2.0;
        }
        None
    }
}

fn moved(from: &[f64], step: &[f64], part: f64) -> Vec<f64> {
    from.iter().zip(step).map(|(from, step)| from + part * step).collect()
}

fn linear(theta: &[f64], features: &[f64]) -> f64 {
    theta[0] + theta[1..].iter().zip(features).map(|(theta, x)| theta * x).sum::<f64>()
}

/// The linear score, turned so that it speaks against the label.
fn against(score: f64, good: bool) -> f64 {
    if good { -score } else { score }
}

/// `1 / (1 + exp(-z))`, without overflow on either side.
fn sigmoid(z: f64) -> f64 {
    let small = (-z.abs()).exp();
    if z >= 0.0 { 1.0 / (1.0 + small) } else { small / (1.0 + small) }
}

/// `log(1 + exp(z))`.
fn softplus(z: f64) -> f64 {
    z.max(0.0) + (-z.abs()).exp().ln_1p()
}
