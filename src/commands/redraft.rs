//! Drafts by quotation from articles as they would be: what adopting a lesson would change.

use std::sync::Arc;

use async_trait::async_trait;

use crate::domain::lessons::Redraft;
use crate::domain::{DraftOrder, Passage};
use crate::drafting::Extractive;
use crate::knowledge::LiveKnowledge;
use crate::ports::{Article, Drafter as _, Knowledge as _, Redrafter, StoreError};

/// Passages that a draft is given, as the engine does.
const PASSAGES_MAX: usize = 5;

/// See [`Redrafter`].
#[derive(Debug)]
pub(super) struct Quoting(pub Arc<LiveKnowledge>);

#[async_trait]
impl Redrafter for Quoting {
    async fn redraft(
        &self,
        changed: &Article,
        orders: &[Option<DraftOrder>],
    ) -> Result<Vec<Redraft>, StoreError> {
        let supposed = self.0.supposing(changed).await?;
        let mut found = Vec::with_capacity(orders.len());
        for order in orders {
            let Some(order) = order else {
                found.push(Redraft::default());
                continue;
            };
            let asked = order.screened.text().to_owned();
            let today = self.0.search(&asked, PASSAGES_MAX).await;
            let then = supposed.clone();
            // Milliseconds of arithmetic: not on the threads that wait for the network.
            let then = tokio::task::spawn_blocking(move || then.search(&asked, PASSAGES_MAX))
                .await
                .map_err(|_| StoreError::Unavailable("looking ahead was interrupted".to_owned()))?;
            found.push(Redraft { before: quoted(order, &today).await, after: quoted(order, &then).await });
        }
        Ok(found)
    }
}

async fn quoted(order: &DraftOrder, passages: &[Passage]) -> Option<String> {
    Extractive.draft(order, passages).await.outcome.ok().map(|draft| draft.text)
}
