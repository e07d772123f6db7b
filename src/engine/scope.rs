//! Scope follows evidence: what the lottery shows to harm falls back to suggestions, and comes back once it does no longer.

use std::collections::BTreeMap;

use super::handle::Engine;
use crate::domain::Timestamp;
use crate::domain::report::{Harm, ReportSettings, compare, scope_moves};
use crate::domain::report_text::{Ask, ReportName};
use crate::ports::{Desk, Since, StoreError};

impl Engine {
    /// Looks once at the comparison by lottery since it began, and keeps what follows. Says how much
    /// changed. Where there never was a lottery there is nothing to look at.
    ///
    /// # Errors
    /// When the store fails; what had fallen stays fallen.
    pub async fn follow_evidence(&self, desk: &dyn Desk) -> Result<u64, StoreError> {
        if self.policy().holdout.is_none() {
            return Ok(0);
        }
        let now = self.world.clock.now();
        let settings = ReportSettings::default();
        let lottery_since = desk.lottery_since().await?.map(|since| since.0);
        let name = ReportName::Comparison;
        let ask = Ask { name, from: None, to: now.0, now: now.0, lottery_since, settings };
        let (from, to) = ask.reads();
        let episodes = desk.episodes(Since { from: Timestamp(from), to: Timestamp(to) }).await?;
        let falls = self.world.autopilots.falls(now).await?;
        let open: BTreeMap<String, Harm> = falls
            .into_iter()
            .filter(|fall| fall.closed_at.is_none())
            .map(|fall| (fall.topic, fall.harm))
            .collect();
        let moves = scope_moves(&compare(from, to, now.0, &episodes), &open);
        if moves.begin.is_empty() && moves.end.is_empty() {
            return Ok(0);
        }
        for (topic, harm) in &moves.begin {
            tracing::warn!(topic, harm.sentence, "autopilot falls back to suggestions");
        }
        for topic in &moves.end {
            tracing::info!(topic, "no longer shown to harm: autopilot falls back no more");
        }
        self.world.autopilots.follow_scope(&moves, now).await
    }
}
