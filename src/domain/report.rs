//! The reports: pure figures over the facts of episodes. Each is a value for JSON; `report_text` puts it into words.

use super::episode::{AssistKind, Handling};

mod adjusted;
mod autonomy;
mod campaigns;
mod card;
mod comparison;
mod difference;
mod episodes;
mod figure;
mod gaps;
mod group;
mod lottery;
mod names;
mod order;
mod proposal;
mod randomised;
mod roi;
mod row;
mod rules;
mod scope;
mod scorecard;
mod segments;
mod sentence;
mod settings;
mod speed;
mod templates;
#[cfg(test)]
pub(crate) mod tests;
#[cfg(test)]
mod tests_card;
#[cfg(test)]
mod tests_lottery;
#[cfg(test)]
mod tests_reports;
#[cfg(test)]
mod tests_scope;
#[cfg(test)]
pub(crate) mod tests_world;
mod times;
mod topics;
mod waits;

pub use adjusted::{Adjusted, Pair, SIMILAR_BY, StratumCounts};
pub use autonomy::{AutonomyReport, Earned, RepliesSent, autonomy_report};
pub use campaigns::CampaignRow;
pub use card::{Card, Changes, Counted, Speed};
pub(super) use comparison::caption;
pub use comparison::{AnsweredCurve, Comparison, Kinds, NOT_FAIR, Raw, compare};
pub use difference::{Differences, Gap, Sides, TimeGap};
pub use episodes::Episodes;
pub use figure::{MEAN_N_MIN, MeanFigure, NPS_N_MIN, NpsFigure, PerFigure, ReopenedFigure, ShareFigure};
pub use gaps::{GapsReport, QUESTIONS_MAX, QuestionGroup, Unanswered, gaps_report};
pub use group::Group;
pub use lottery::{LotteryFigure, PeriodCounts};
pub use proposal::{About, Proposal};
pub use randomised::{ArmDifferences, Lee, Randomised, Response, Triggered};
pub use roi::{Assumption, Conversions, Minutes, RoiReport, roi_report};
pub use row::{Arm, Assignment, Conversion, EpisodeRow};
pub use rules::{RuleRow, RulesReport, rules_report};
pub use scope::{FallBack, Harm, ScopeMoves, must_fall_back, scope_moves};
pub use scorecard::{DeepDive, Scorecard, Week, Window, scorecard, scorecard_reads};
pub use segments::{SEGMENT_MIN, Segment, Segments};
pub use sentence::{Kind, Told};
pub(super) use sentence::{grouped, signed};
pub use settings::ReportSettings;
pub use speed::{Bucket, SpeedReport, speed_report};
pub use templates::{TemplateRow, TemplatesReport, templates_report};
pub use times::{MEDIAN_N_MIN, P90_N_MIN, TimeFigure};
pub use topics::{TopicRow, TopicsReport, topics_report};
pub use waits::WaitFigure;
