//! What the assistant may send on its own, and what became of it.

use jiff::Timestamp;
use serde::Serialize;

use super::comparison::{Comparison, caption};
use super::figure::ShareFigure;
use super::scope::{FallBack, must_fall_back};
use super::{AssistKind, Episodes};

/// The report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AutonomyReport {
    pub from: Timestamp,
    pub to: Timestamp,
    pub sample_data: bool,
    /// Sent without an owner, of the assisted chats.
    pub auto_sent: ShareFigure,
    /// Judged wrong afterwards, of those.
    pub wrong: ShareFigure,
    /// What the comparison by lottery says must go back to owners.
    pub fall_back: FallBack,
    pub sentence: String,
}

/// Episodes of `[from, to)`, and the comparison of the same ones.
#[must_use]
pub fn autonomy_report(from: i64, to: i64, rows: &Episodes, comparison: &Comparison) -> AutonomyReport {
    let (mut assisted, mut auto, mut wrong, mut sample) = (0, 0, 0, false);
    for row in rows.iter() {
        sample |= row.sample;
        let sent_alone = row.kind == Some(AssistKind::AutoSent);
        assisted += u64::from(row.kind.is_some());
        auto += u64::from(sent_alone);
        wrong += u64::from(sent_alone && row.judged_wrong);
    }
    let sentence = if auto == 0 {
        "Sending without an owner is not in force yet: every reply of this time was decided on by a person."
            .to_owned()
    } else {
        format!("{auto} chats of this time were answered without an owner.")
    };
    AutonomyReport {
        from: caption(from),
        to: caption(to),
        sample_data: sample,
        auto_sent: ShareFigure::of(auto, assisted),
        wrong: ShareFigure::of(wrong, auto),
        fall_back: must_fall_back(comparison),
        sentence,
    }
}
