//! Reports for reading: each as a document of tables and sentences, and documents as plain text and CSV.

mod autonomy;
mod brief;
mod built;
mod chart;
mod comparison;
mod comparison_csv;
mod comparison_curves;
mod comparison_lottery;
mod confidence;
mod csv;
mod document;
mod gaps;
mod plain;
mod roi;
pub mod say;
mod scorecard;
mod speed;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod tests_lottery;
mod topics;

pub use autonomy::autonomy_document;
pub use brief::{BriefLine, WeekBrief, week_brief};
pub use built::{Ask, Built, ReportName};
pub use chart::{Bar, Chart, Line, Mark, Point, Shape, Whisker};
pub use comparison::comparison_document;
pub use comparison_csv::comparison_csv;
pub use confidence::confidence_document;
pub use csv::csv;
pub use document::{Cell, Column, Document, Figure, Row, Said, Section, Table, Tone, Unit};
pub use gaps::gaps_document;
pub use plain::text;
pub use roi::roi_document;
pub use scorecard::scorecard_document;
pub use speed::{speed_document, templates_document};
pub use topics::{rules_document, topics_document};

use super::report::Comparison;
use super::titles::Titles;

/// The comparison as plain text.
#[must_use]
pub fn comparison_text(comparison: &Comparison) -> String {
    text(&comparison_document(comparison, &Titles::default()))
}
