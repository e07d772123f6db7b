//! The figures of one group of episodes, each beside its n.

use serde::Serialize;

use super::EpisodeRow;
use super::figure::{MeanFigure, NpsFigure, Recommending, ReopenedFigure, ShareFigure, Stars};
use super::times::TimeFigure;
use super::waits::{WaitFigure, Waits};

/// A rating of 4 or 5 is a satisfied visitor.
const SATISFIED_FROM: u8 = 4;

/// A chat that was quiet for so long after it was resolved has not been reopened: 72 h.
const REOPEN_WINDOW_US: i64 = 72 * 3600 * 1_000_000;

/// Whoever was not answered for so long was left without a reply, even where the chat was never closed: 24 h.
const LEFT_AFTER_US: i64 = 24 * 3600 * 1_000_000;

/// One group in the report.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Group {
    pub conversations: u64,
    /// Those with a satisfaction rating.
    pub rated: u64,
    /// Rated, of those that are over (resolved, or rated).
    pub response: ShareFigure,
    pub csat: ShareFigure,
    /// How many gave one star, two, ... five: what the average and its spread follow from.
    pub stars: [u64; 5],
    pub csat_mean: MeanFigure,
    pub nps: NpsFigure,
    /// Answers to it, of those who were asked.
    pub nps_response: ShareFigure,
    pub frt_seconds: TimeFigure,
    /// The same with those who were not answered (yet).
    pub first_reply: WaitFigure,
    pub resolution_seconds: TimeFigure,
    /// The same with those that are not solved (yet).
    pub solved: WaitFigure,
    /// Closed without an answer, or not answered for 24 h, of those for which it is known.
    pub left_without_reply: ShareFigure,
    pub reopened: ReopenedFigure,
    /// A rating of 1 or 2, or "I want a human", of all chats: needs no answer to a survey.
    pub unhappy: ShareFigure,
}

/// What is counted before anything is concluded.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    pub(super) conversations: u64,
    pub(super) over: u64,
    pub(super) stars: Stars,
    pub(super) recommending: Recommending,
    nps_asked: u64,
    pub(super) first_reply: Waits,
    pub(super) solved: Waits,
    left: u64,
    left_known: u64,
    reopened: u64,
    known: u64,
    early: u64,
    unknown: u64,
    unhappy: u64,
}

impl Tally {
    pub(super) fn add(&mut self, row: &EpisodeRow, now: i64) {
        self.conversations += 1;
        let stars = rating(row);
        self.over += u64::from(row.resolved_at.is_some() || stars.is_some());
        if let Some(stars) = stars {
            self.stars.add(stars);
        }
        let answered = row.nps.is_some_and(|score| score <= 10);
        self.nps_asked += u64::from(row.nps_asked || answered);
        self.recommending.add(row.nps);
        self.unhappy += u64::from(is_unhappy(row));
        self.add_times(row, now);
        self.add_reopened(row, now);
    }

    fn add_times(&mut self, row: &EpisodeRow, now: i64) {
        let age = now.saturating_sub(row.started_at);
        // Given up when it was closed; otherwise still going on.
        let closed = row.resolution_us.unwrap_or(age);
        self.first_reply.add(row.frt_us, closed);
        self.solved.add(row.resolution_us, age);
        let left = row.frt_us.is_none() && (row.resolved_at.is_some() || age >= LEFT_AFTER_US);
        self.left += u64::from(left);
        self.left_known += u64::from(left || row.frt_us.is_some());
    }

    fn add_reopened(&mut self, row: &EpisodeRow, now: i64) {
        let mature = row.resolved_at.is_some_and(|at| now.saturating_sub(at) >= REOPEN_WINDOW_US);
        // Counting young chats only when they have come back would push the share up.
        match (row.reopened_within_72h, mature, row.resolved_at) {
            (reopened, true, _) => {
                self.known += 1;
                self.reopened += u64::from(reopened);
            }
            (true, false, _) => {
                self.unknown += 1;
                self.early += 1;
            }
            (false, false, Some(_)) => self.unknown += 1,
            (false, false, None) => {}
        }
    }

    pub(super) fn join(&mut self, other: &Self) {
        self.conversations += other.conversations;
        self.over += other.over;
        self.stars.join(&other.stars);
        self.recommending.join(&other.recommending);
        self.nps_asked += other.nps_asked;
        self.first_reply.join(&other.first_reply);
        self.solved.join(&other.solved);
        self.left += other.left;
        self.left_known += other.left_known;
        self.reopened += other.reopened;
        self.known += other.known;
        self.early += other.early;
        self.unknown += other.unknown;
        self.unhappy += other.unhappy;
    }

    pub(super) fn rated(&self) -> u64 {
        self.stars.n()
    }

    /// Satisfied visitors of those who rated.
    pub(super) fn csat(&self) -> ShareFigure {
        self.stars.share()
    }

    pub(super) fn response(&self) -> ShareFigure {
        ShareFigure::of(self.rated(), self.over)
    }

    pub(super) fn left_without_reply(&self) -> ShareFigure {
        ShareFigure::of(self.left, self.left_known)
    }

    /// Reopened ones of those for which it is known.
    pub(super) fn reopened(&self) -> ShareFigure {
        ShareFigure::of(self.reopened, self.known)
    }

    pub(super) fn unhappy(&self) -> ShareFigure {
        ShareFigure::of(self.unhappy, self.conversations)
    }

    pub(super) fn nps_response(&self) -> ShareFigure {
        ShareFigure::of(self.recommending.n(), self.nps_asked)
    }

    pub(super) fn figures(&self) -> Group {
        let reopened = self.reopened();
        Group {
            conversations: self.conversations,
            rated: self.rated(),
            response: self.response(),
            csat: self.csat(),
            stars: self.stars.counts(),
            csat_mean: self.stars.mean(),
            nps: self.recommending.figure(),
            nps_response: self.nps_response(),
            frt_seconds: self.first_reply.ended_figure(),
            first_reply: self.first_reply.figure(),
            resolution_seconds: self.solved.ended_figure(),
            solved: self.solved.figure(),
            left_without_reply: self.left_without_reply(),
            reopened: ReopenedFigure {
                reopened: self.reopened,
                n: self.known,
                share: reopened.share,
                low: reopened.low,
                high: reopened.high,
                early: self.early,
                unknown: self.unknown,
            },
            unhappy: self.unhappy(),
        }
    }
}

/// The rating, when it is on its scale.
pub(super) fn rating(row: &EpisodeRow) -> Option<u8> {
    row.csat.filter(|stars| (1..=5).contains(stars))
}

/// Whether the visitor rated, and was satisfied.
pub(super) fn satisfied(row: &EpisodeRow) -> Option<bool> {
    rating(row).map(|stars| stars >= SATISFIED_FROM)
}

/// It went to a human because no draft came, or none that was sure enough and backed.
pub(super) fn lacks_answer(row: &EpisodeRow) -> bool {
    matches!(row.handoff.as_deref(), Some("low_confidence" | "draft_unbacked" | "no_draft"))
}

/// A sign of it that needs no answer to a survey.
pub(super) fn is_unhappy(row: &EpisodeRow) -> bool {
    row.unhappy || rating(row).is_some_and(|stars| stars <= 2)
}
