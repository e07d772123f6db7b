//! The owner's topics, their names and their keywords are put in force in every process.

use std::sync::Arc;

use crate::domain::{Policy, Topics};
use crate::engine::Engine;
use crate::ports::{Handbook as _, StoreError};
use crate::store::Db;

/// Looks once; `true` when other topics were put in force.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn look(db: &Db, engine: &Engine) -> Result<bool, StoreError> {
    let topics = db.topics().await?;
    let offered = topics.iter().filter(|topic| !topic.retired);
    let now = Topics::of(offered.map(|topic| (topic.slug.as_str(), topic.keywords.as_str())))
        .named(topics.iter().map(|topic| (topic.slug.clone(), topic.name.clone())));
    if *engine.policy().topics == now {
        return Ok(false);
    }
    let now = Arc::new(now);
    engine.change_policy(|policy| Policy { topics: Arc::clone(&now), ..policy.clone() });
    Ok(true)
}
