//! What is told of sending without an owner: the gates' changes, pulls of the switch, and what falls back.

use super::notices::Notices;
use crate::domain::Timestamp;
use crate::domain::autopilot::News;
use crate::domain::notice::NEWS_MS;
use crate::ports::StoreError;

/// So many changes, and so many pulls, are looked at; more within a day nobody reads.
const LOOKED_AT_MAX: i64 = 1_000;

impl Notices {
    /// Everything of the last day, in no order.
    pub(super) async fn news(&self, now: Timestamp) -> Result<Vec<News>, StoreError> {
        let (book, since) = (&self.world.autopilots, now.minus_ms(NEWS_MS));
        let moves = book.gate_changes(since, LOOKED_AT_MAX).await?;
        let gates = moves.iter().filter_map(|m| News::of_gate(m.alpha, m.number, m.at, &m.events));
        let mut news: Vec<News> = gates.collect();
        news.extend(book.pulls(since, LOOKED_AT_MAX).await?.iter().map(News::of_pull));
        let titles = self.engine.policy().titles();
        news.extend(book.falls(since).await?.iter().flat_map(|fall| News::of_fall(fall, &titles)));
        Ok(news)
    }
}
