//! Which reports there are, what each has to read, and how it is made: the same for console, API and pages.

use serde::Serialize;

use super::super::report::{
    AutonomyReport, Comparison, Earned, Episodes, GapsReport, ReportSettings, RoiReport, RulesReport,
    Scorecard, SpeedReport, TemplatesReport, TopicsReport, Unanswered, autonomy_report, compare, gaps_report,
    roi_report, rules_report, scorecard, scorecard_reads, speed_report, templates_report, topics_report,
};
use super::super::titles::Titles;
use super::document::Document;
use super::{
    autonomy_document, comparison_csv, comparison_document, csv, gaps_document, roi_document, rules_document,
    scorecard_document, speed_document, templates_document, text, topics_document,
};

/// Thirty days: the stretch of a report when none is asked for.
const USUAL_US: i64 = 30 * 86_400_000_000;

/// Two years: what is older says little about the drafts of today.
const LOTTERY_US: i64 = 2 * 365 * 86_400_000_000;

/// A report by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ReportName {
    Scorecard,
    Comparison,
    Topics,
    Speed,
    Rules,
    Templates,
    Knowledge,
    Autonomy,
    Roi,
}

impl ReportName {
    /// In the order in which they are listed.
    pub const ALL: &[Self] = &[
        Self::Scorecard,
        Self::Comparison,
        Self::Topics,
        Self::Speed,
        Self::Rules,
        Self::Templates,
        Self::Knowledge,
        Self::Autonomy,
        Self::Roi,
    ];

    /// As in its address and on the console.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scorecard => "scorecard",
            Self::Comparison => "comparison",
            Self::Topics => "topics",
            Self::Speed => "speed",
            Self::Rules => "rules",
            Self::Templates => "templates",
            Self::Knowledge => "knowledge",
            Self::Autonomy => "autonomy",
            Self::Roi => "roi",
        }
    }

    /// Reads the name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|report| report.as_str() == name)
    }

    /// Whether it is made of questions beside episodes.
    #[must_use]
    pub const fn reads_questions(self) -> bool {
        matches!(self, Self::Knowledge)
    }

    /// Whether figures of it stand on what is assumed.
    #[must_use]
    pub const fn assumes(self) -> bool {
        matches!(self, Self::Scorecard | Self::Roi)
    }
}

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Ask {
    pub name: ReportName,
    /// Unix microseconds; the report's own stretch when none is given.
    pub from: Option<i64>,
    /// Excluded.
    pub to: i64,
    pub now: i64,
    /// When the lottery began that still goes on, unix microseconds: the comparison's own stretch begins there. Its interval
    /// may be looked at any time only while answers are added and none are dropped.
    pub lottery_since: Option<i64>,
    pub settings: ReportSettings,
}

/// A report as it was made.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Built {
    Scorecard(Box<Scorecard>),
    Comparison(Box<Comparison>),
    Topics(TopicsReport),
    Speed(SpeedReport),
    Rules(RulesReport),
    Templates(TemplatesReport),
    Knowledge(GapsReport),
    Autonomy(AutonomyReport),
    Roi(Box<RoiReport>),
}

impl Ask {
    /// The episodes that have to be read: begun in `[from, to)`.
    #[must_use]
    pub fn reads(&self) -> (i64, i64) {
        match self.name {
            ReportName::Scorecard => scorecard_reads(self.from, self.to),
            ReportName::Comparison => (self.from.unwrap_or_else(|| self.compared_from()), self.to),
            _ => (self.from.unwrap_or_else(|| self.to.saturating_sub(USUAL_US)), self.to),
        }
    }

    /// From the lottery's beginning, at most two years and at least the usual stretch.
    fn compared_from(&self) -> i64 {
        let usual = self.to.saturating_sub(USUAL_US);
        let begun = self.lottery_since.map(|since| since.max(self.to.saturating_sub(LOTTERY_US)));
        begun.map_or(usual, |begun| begun.min(usual))
    }

    /// Makes it of those episodes, and of the questions of that time that no article answered.
    #[must_use]
    pub fn build(&self, rows: &Episodes, questions: &[Unanswered]) -> Built {
        let ((from, to), now, settings) = (self.reads(), self.now, &self.settings);
        match self.name {
            ReportName::Scorecard => {
                Built::Scorecard(Box::new(scorecard(self.from, to, now, rows, settings)))
            }
            ReportName::Comparison => Built::Comparison(Box::new(compare(from, to, now, rows))),
            ReportName::Topics => Built::Topics(topics_report(from, to, now, rows)),
            ReportName::Speed => Built::Speed(speed_report(from, to, rows)),
            ReportName::Rules => Built::Rules(rules_report(from, to, now, rows)),
            ReportName::Templates => Built::Templates(templates_report(from, to, now, rows)),
            ReportName::Knowledge => Built::Knowledge(gaps_report(from, to, rows, questions)),
            ReportName::Autonomy => {
                Built::Autonomy(autonomy_report(from, to, rows, &compare(from, to, now, rows)))
            }
            ReportName::Roi => Built::Roi(Box::new(roi_report(from, to, now, rows, settings))),
        }
    }
}

impl Built {
    /// With the switch and the certificates, where the report is about them.
    #[must_use]
    pub fn with_earned(self, earned: Earned) -> Self {
        match self {
            Self::Autonomy(report) => Self::Autonomy(report.with(earned)),
            other => other,
        }
    }

    /// For reading: people call topics and rules by their names.
    #[must_use]
    pub fn document(&self, titles: &Titles) -> Document {
        match self {
            Self::Scorecard(report) => scorecard_document(report, titles),
            Self::Comparison(report) => comparison_document(report, titles),
            Self::Topics(report) => topics_document(report, titles),
            Self::Speed(report) => speed_document(report),
            Self::Rules(report) => rules_document(report, titles),
            Self::Templates(report) => templates_document(report),
            Self::Knowledge(report) => gaps_document(report, titles),
            Self::Autonomy(report) => autonomy_document(report, titles),
            Self::Roi(report) => roi_document(report),
        }
    }

    /// As plain text.
    #[must_use]
    pub fn text(&self, titles: &Titles) -> String {
        text(&self.document(titles))
    }

    /// For a spreadsheet: topics and rules by slug and id, so that sheets of different times can be joined.
    #[must_use]
    pub fn csv(&self) -> String {
        match self {
            Self::Comparison(report) => comparison_csv(report),
            other => csv(&other.document(&Titles::default())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400_000_000;

    #[test]
    fn the_comparison_begins_with_the_lottery_that_goes_on_and_never_drops_an_answer_within_two_years() {
        let to = 5_000 * DAY;
        let reads = |name, from, lottery_since| {
            let settings = ReportSettings::default();
            Ask { name, from, to, now: to, lottery_since, settings }.reads().0
        };
        let comparison = |since| reads(ReportName::Comparison, None, since);
        assert_eq!(comparison(None), to - 30 * DAY);
        assert_eq!(comparison(Some(to - 3 * DAY)), to - 30 * DAY, "thirty days at least");
        assert_eq!(comparison(Some(to - 400 * DAY)), to - 400 * DAY);
        assert_eq!(comparison(Some(to - 4_000 * DAY)), to - 730 * DAY);
        assert_eq!(reads(ReportName::Comparison, Some(7), Some(9)), 7, "what was asked for");
        assert_eq!(reads(ReportName::Topics, None, Some(to - 400 * DAY)), to - 30 * DAY);
    }
}
