//! Runs boiled down to the figures of the tables.

use crate::play::{ALPHA, Played, Run};

impl Played {
    fn share(&self, of: impl Fn(&Run) -> bool) -> f64 {
        ratio(self.runs.iter().filter(|run| of(run)).count(), self.runs.len())
    }

    fn sum(&self, of: impl Fn(&Run) -> u64) -> f64 {
        self.runs.iter().map(|run| real(of(run))).sum()
    }

    fn count(&self) -> f64 {
        ratio(self.runs.len(), 1)
    }

    pub fn started(&self) -> f64 {
        self.share(|run| run.decisions.is_some())
    }

    pub fn violated(&self) -> f64 {
        self.share(|run| run.violated)
    }

    /// Bad ones among all that were sent.
    pub fn error(&self) -> f64 {
        self.sum(|run| run.sent_bad) / self.sum(|run| run.sent).max(1.0)
    }

    /// Runs whose sent replies had a mean true risk above alpha.
    pub fn over(&self) -> f64 {
        self.share(is_over)
    }

    /// The same, among runs that sent anything.
    pub fn over_of_senders(&self) -> f64 {
        let senders = self.runs.iter().filter(|run| run.sent > 0).count();
        ratio(self.runs.iter().filter(|run| is_over(run)).count(), senders.max(1))
    }

    /// Sent, of all drafts.
    pub fn sent(&self) -> f64 {
        self.sum(|run| run.sent) / (self.count() * ratio(self.drafts, 1))
    }

    /// The middle one of the runs that started.
    pub fn decisions(&self) -> Option<f64> {
        middle(self.runs.iter().filter_map(|run| run.decisions.map(real)).collect())
    }

    pub fn sent_after(&self) -> f64 {
        self.sum(|run| run.sent_after) / self.count()
    }

    pub fn bad_after(&self) -> f64 {
        self.sum(|run| run.sent_bad_after) / self.count()
    }

    pub fn error_after(&self) -> f64 {
        self.sum(|run| run.sent_bad_after) / self.sum(|run| run.sent_after).max(1.0)
    }

    pub fn bad_per_1000_after(&self) -> f64 {
        1_000.0 * self.bad_after() / ratio(self.drafts - self.change, 1).max(1.0)
    }

    pub fn bad_per_1000(&self) -> f64 {
        1_000.0 * self.sum(|run| run.sent_bad) / (self.count() * ratio(self.drafts, 1))
    }

    pub fn gave_up(&self) -> f64 {
        self.share(|run| run.gave_up_after.is_some())
    }

    pub fn gave_up_after(&self) -> Option<f64> {
        middle(self.runs.iter().filter_map(|run| run.gave_up_after.map(|drafts| ratio(drafts, 1))).collect())
    }
}

fn is_over(run: &Run) -> bool {
    run.sent > 0 && run.sent_risk / real(run.sent) > ALPHA
}

fn real(count: u64) -> f64 {
    banister::stats::real(count)
}

fn ratio(part: usize, all: usize) -> f64 {
    let count = |n: usize| real(u64::try_from(n).unwrap_or(u64::MAX));
    count(part) / count(all)
}

fn middle(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    banister::stats::median(&values)
}
