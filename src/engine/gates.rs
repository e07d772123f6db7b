//! Switch and gates as they stand when something is decided, and what a person does to them.

use std::sync::Arc;
use std::time::Duration;

use super::handle::Engine;
use crate::domain::autopilot::Alpha;
use crate::domain::gate::{EpochReason, GateInput};
use crate::domain::{Citation, ConversationId, Event, Policy};
use crate::ports::{Autopilots, Clock, Loaded, Note, StoreError};

/// Whoever finds a gate moved decides anew, so often at most.
pub(super) const TRIES_MAX: u32 = 50;

/// And waits so long in between.
pub(super) const MOVED_PAUSE: Duration = Duration::from_millis(3);

/// Drafts whose scores are made anew when other weights were learned.
pub(super) const RECENT: i64 = 200;

impl Engine {
    /// The policy in force, with switch and gates where they bear on what happens next.
    pub(super) async fn policy_for(&self, loaded: &Loaded, acting: bool) -> Result<Arc<Policy>, StoreError> {
        let policy = self.policy();
        let drafts = || {
            loaded.pending.iter().filter_map(|logged| match &logged.event {
                Event::DraftArrived { draft, .. } => Some(draft),
                _ => None,
            })
        };
        let minds = acting
            || loaded.conversation.as_ref().is_some_and(crate::domain::Conversation::minds_autopilot)
            || drafts().next().is_some();
        if !minds || loaded.sample {
            return Ok(policy);
        }
        let cited = drafts().flat_map(|draft| draft.citations.iter().map(Citation::slug));
        let mut cited: Vec<String> = cited.map(str::to_owned).collect();
        cited.sort_unstable();
        cited.dedup();
        let mut pilot = self.world.autopilots.autopilot(self.world.clock.now(), &cited).await?;
        if drafts().next().is_some() && pilot.lines.values().any(|line| line.adopts(&policy.scorer.weights)) {
            pilot.recent = Arc::from(self.world.autopilots.recent_signals(RECENT).await?);
        }
        let at_hand = ConversationId::of(&loaded.relay, &loaded.external_id);
        pilot.rehearsed = self.world.autopilots.rehearsed(at_hand).await?;
        Ok(Arc::new(Policy { autopilot: Some(Arc::new(pilot)), ..(*policy).clone() }))
    }

    /// See [`begin_epoch`].
    ///
    /// # Errors
    /// When the store fails, or the gate does not stand still.
    pub async fn begin_epoch(
        &self,
        alpha: Alpha,
        reason: EpochReason,
        note: &Note,
    ) -> Result<(), StoreError> {
        begin_epoch(&*self.world.autopilots, &*self.world.clock, alpha, reason, note).await
    }
}

/// All evidence of a gate is given up because a person wants it: everything is put before the owner until it is earned anew.
///
/// # Errors
/// When the store fails, or the gate does not stand still.
pub async fn begin_epoch(
    autopilots: &dyn Autopilots,
    clock: &dyn Clock,
    alpha: Alpha,
    reason: EpochReason,
    note: &Note,
) -> Result<(), StoreError> {
    for _ in 0..TRIES_MAX {
        let at = clock.now();
        let mut pilot = autopilots.autopilot(at, &[]).await?;
        let (_, moved) = pilot.take(alpha, GateInput::Epoch { reason: reason.clone(), at }, at);
        if autopilots.add_move(&moved, note).await? {
            return Ok(());
        }
        tokio::time::sleep(MOVED_PAUSE).await;
    }
    Err(StoreError::Unavailable("the gate does not stand still; try again".to_owned()))
}
