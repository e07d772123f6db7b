//! Numbers in, honest numbers out: intervals, comparisons and verdicts for small samples.

pub mod anytime;
pub mod binomial;
pub mod bootstrap;
pub mod calibration;
pub mod catalogue;
mod catalogue_autonomy;
mod catalogue_calibration;
mod catalogue_groups;
pub mod certify;
pub mod cusum;
pub mod distributions;
pub mod edit;
mod edit_facts;
pub mod evidence;
pub mod holdback;
pub mod inputs;
pub mod interval;
pub mod logistic;
pub mod lottery;
pub mod mean;
mod negations;
pub mod nps;
pub mod quantile;
mod reading;
mod runs;
pub mod sample_size;
mod solve;
pub mod strata;
pub mod survival;
pub mod topic_gate;
pub mod verdict;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_autonomy;
#[cfg(test)]
mod tests_autonomy_figures;
#[cfg(test)]
mod tests_bootstrap;
#[cfg(test)]
mod tests_calibration;
#[cfg(test)]
mod tests_catalogue;
#[cfg(test)]
mod tests_confidences;
#[cfg(test)]
mod tests_evidence;
#[cfg(test)]
mod tests_groups;
#[cfg(test)]
mod tests_properties;
#[cfg(test)]
mod tests_vectors;

pub use anytime::{Anytime, N_STAR, anytime_difference, anytime_difference_stratified, asycs_rho2};
pub use binomial::binom_tail_p_value;
pub use bootstrap::{Bootstrapped, difference_of_means, difference_of_medians, difference_of_waits};
pub use calibration::{ECE_BINS, Scored, VennAbers, auroc, brier, ece, pav_isotonic, venn_abers};
pub use certify::{Graded, Tested, Threshold, crc_joint_risk, fallback_certify, ltt_fixed_sequence};
pub use cusum::{ECusum, Wager};
pub use distributions::{beta_quantile, chi2_sf_df1, norm_cdf, norm_quantile, reg_inc_beta, t_quantile};
pub use edit::{COSMETIC_DISTANCE_MAX, Edit, edit_distance};
pub use evidence::{
    Evidence, LabelsNeeded, anytime_upper_bound, approvals_to_go, labels_needed, log_e, reaches,
};
pub use holdback::{Csp1, Weighted, csp1_limits, ipw_risk, noise_corrected_risk};
pub use inputs::{ALPHA_5, CONFIDENCE_95, Probability, Share, real};
pub use interval::{Estimate, Interval, clopper_pearson, newcombe, wilson};
pub use logistic::{FitError, Platt, Prior, map_logistic, map_platt};
pub use lottery::{LeeBounds, LotteryCheck, RatedArm, Trimmed, hash_unit, lee_bounds, srm};
pub use mean::{Moments, Scale, Welch, mean_on_scale, prob_superiority, welch};
pub use nps::{Nps, NpsCounts, NpsDifference, nps, nps_difference};
pub use quantile::{RankInterval, median, p90, quantile_ci_ranks, quantile_type7};
pub use reading::CallError;
pub use sample_size::{RatingsNeeded, SampleSize, ratings_still_needed, sample_size_two_proportions};
pub use strata::{MantelHaenszel, Stratum, mantel_haenszel, post_stratified};
pub use survival::{KaplanMeier, Reopened, Waited, kaplan_meier, reopened_within_72h};
pub use topic_gate::{OVER_LIMIT_MAX, TOPIC_LABELS_MIN, TopicGate, topic_gate};
pub use verdict::{MARGIN, MIN_PER_ARM, Verdict, verdict};
