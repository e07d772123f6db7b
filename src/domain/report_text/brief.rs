//! The scorecard of a week in short form, for a mail: figures with n and interval, the change, one thing to do.

use super::super::report::Scorecard;
use super::document::{Cell, Row, Section};
use super::{say, scorecard_document};
use crate::domain::time::Timestamp;
use crate::domain::titles::Titles;

/// What a short scorecard tells, in this order: the figure's name in the long one, and its words here.
const TOLD: &[(&str, &str)] = &[
    ("chats", "Chats"),
    ("ai_assisted", "AI-assisted"),
    ("held", "Held by a rule"),
    ("csat", "Satisfied (4-5)"),
    ("nps", "Would recommend (NPS)"),
    ("first_reply_high_intent_within", ""),
    ("first_reply_elsewhere_within", ""),
    ("first_reply_elsewhere_median", "First reply elsewhere, median"),
    ("left", "Left without reply"),
    ("resolution_median", "Solved, median"),
    ("reopened", "Came back within 72 h"),
    ("promises_kept", "Promised times kept"),
    ("cost_per_correct", "Cost per correct resolution"),
];

/// The scorecard of one week.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WeekBrief {
    pub from: Timestamp,
    /// Excluded.
    pub to: Timestamp,
    /// Some of it is made up for the demo.
    pub sample: bool,
    /// Chats that began in it.
    pub chats: u64,
    pub lines: Vec<BriefLine>,
    /// One thing to do; looked for in the four weeks that end with this one.
    pub proposed: String,
    /// What that rests on, with n and interval.
    pub evidence: Vec<String>,
}

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BriefLine {
    pub label: String,
    /// With n and interval, or how many more it takes.
    pub now: String,
    /// Against the week before; none where no change is estimated.
    pub change: Option<String>,
}

/// The last week of a scorecard, in short.
#[must_use]
pub fn week_brief(scorecard: &Scorecard, titles: &Titles) -> WeekBrief {
    let document = scorecard_document(scorecard, titles);
    let lines = document.sections.iter().find(|section| section.key == "week").map(lines);
    let week = scorecard.windows.iter().find(|window| window.name == "week");
    let (from, to) = week.map_or((scorecard.from, scorecard.to), |week| (week.from, week.to));
    WeekBrief {
        from: Timestamp(from.as_microsecond()),
        to: Timestamp(to.as_microsecond()),
        sample: scorecard.sample_data,
        chats: week.map_or(0, |week| week.now.conversations),
        lines: lines.unwrap_or_default(),
        proposed: scorecard.proposal.told(titles),
        evidence: scorecard.proposal.evidence.clone(),
    }
}

fn lines(week: &Section) -> Vec<BriefLine> {
    let rows = week.table.as_ref().map_or(&[][..], |table| &table.rows[..]);
    let told =
        |(key, label): &(&str, &str)| rows.iter().find(|row| row.key == *key).map(|row| line(row, label));
    TOLD.iter().filter_map(told).collect()
}

fn line(row: &Row, label: &str) -> BriefLine {
    let change = match row.cells.last() {
        None | Some(Cell::Blank) => None,
        Some(cell) => Some(say::cell(cell)),
    };
    BriefLine {
        label: if label.is_empty() { capital(row.label.trim()) } else { label.to_owned() },
        now: row.cells.first().map(say::cell).unwrap_or_default(),
        change,
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::report::tests_world::{NOW, busy_shop};
    use crate::domain::report::{Episodes, ReportSettings, scorecard};

    #[test]
    fn every_figure_of_the_short_form_is_one_of_the_long_one_with_its_n() {
        let rows: Episodes = busy_shop(2_000, false).into();
        let card = scorecard(None, NOW, NOW, &rows, &ReportSettings::default());
        let brief = week_brief(&card, &Titles::default());
        let labels: Vec<&str> = brief.lines.iter().map(|line| line.label.as_str()).collect();
        for label in ["Chats", "Satisfied (4-5)", "First reply elsewhere, median", "Came back within 72 h"] {
            assert!(labels.contains(&label), "{label} in {labels:?}");
        }
        assert!(labels.contains(&"First reply in 120 s, elsewhere"), "{labels:?}");
        assert_eq!(brief.lines[0].now, say::cell(&Cell::Count(brief.chats)));
        for line in brief.lines.iter().filter(|line| line.label != "Chats") {
            assert!(line.now.contains("n "), "{line:?}");
        }
        assert_eq!(brief.proposed, card.proposal.sentence);
        assert_eq!(brief.to.since(brief.from), 7 * 86_400_000_000);
    }

    #[test]
    fn a_week_without_chats_says_so_by_its_counts() {
        let card = scorecard(None, NOW, NOW, &Episodes::default(), &ReportSettings::default());
        let brief = week_brief(&card, &Titles::default());
        assert_eq!((brief.chats, brief.lines[0].now.as_str()), (0, "0"));
        assert!(brief.lines[3].now.contains("not enough data yet"), "{:?}", brief.lines[3]);
    }
}
