//! What the assistant may send on its own, and what became of it.

use jiff::Timestamp;
use serde::Serialize;

use super::super::autopilot::CertificateTold;
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
    /// Wrong among those that were drawn by lot and looked at: only these tell how the others are.
    pub wrong: ShareFigure,
    /// What was earned, and what is missing.
    pub earned: Option<Earned>,
    /// What the comparison by lottery says must go back to owners.
    pub fall_back: FallBack,
    pub sentence: String,
}

/// The switch and the certificates as they stand, and what left in the time of the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Earned {
    /// Sending without an owner is allowed.
    pub allowed: bool,
    /// Nothing leaves for the time being.
    pub paused: bool,
    pub certificates: Vec<CertificateTold>,
    pub replies: RepliesSent,
}

/// Replies that left without an owner.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RepliesSent {
    pub sent: u64,
    /// Drawn by lot and judged afterwards.
    pub drawn: u64,
    /// The wrong ones of these.
    pub drawn_wrong: u64,
    /// Called wrong by an owner, drawn or not.
    pub wrong: u64,
}

impl AutonomyReport {
    /// With what was earned.
    #[must_use]
    pub fn with(self, earned: Earned) -> Self {
        let RepliesSent { sent, drawn, drawn_wrong, wrong } = earned.replies;
        let stands = match (earned.allowed, earned.paused) {
            (_, true) => "Sending without an owner is paused.",
            (true, false) => "Sending without an owner is allowed.",
            (false, false) => "Sending without an owner is not allowed: a person decides on every reply.",
        };
        let sentence = match sent {
            0 => format!("{stands} No reply of this time left without one."),
            1 => format!(
                "{stands} 1 reply of this time left without one; {wrong} was called wrong afterwards."
            ),
            n => format!(
                "{stands} {n} replies of this time left without one; {wrong} were called wrong afterwards."
            ),
        };
        Self { wrong: ShareFigure::of(drawn_wrong, drawn), earned: Some(earned), sentence, ..self }
    }
}

/// Episodes of `[from, to)`, and the comparison of the same ones.
#[must_use]
pub fn autonomy_report(from: i64, to: i64, rows: &Episodes, comparison: &Comparison) -> AutonomyReport {
    let (mut assisted, mut auto, mut sample) = (0, 0, false);
    for row in rows.iter() {
        sample |= row.sample;
        assisted += u64::from(row.kind.is_some());
        auto += u64::from(row.kind == Some(AssistKind::AutoSent));
    }
    let sentence = match auto {
        0 => "No chat of this time was answered without an owner.".to_owned(),
        n => format!("{n} chats of this time were answered without an owner."),
    };
    AutonomyReport {
        from: caption(from),
        to: caption(to),
        sample_data: sample,
        auto_sent: ShareFigure::of(auto, assisted),
        wrong: ShareFigure::of(0, 0),
        earned: None,
        fall_back: must_fall_back(comparison),
        sentence,
    }
}
