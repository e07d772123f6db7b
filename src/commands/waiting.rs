//! What is known about waiting, put together: opening hours and texts of the configuration, waits of the store.

use std::sync::Arc;

use super::clock::SystemClock;
use crate::config::Config;
use crate::domain::waiting::{Hours, Measured, Texts, WAITS_MAX, Waiting};
use crate::ports::{Chooser as _, Clock as _, Promises as _, StoreError};
use crate::store::Db;

/// Hours and texts as configured; nothing is measured yet.
///
/// # Errors
/// When the hours cannot be meant. A configuration that was loaded has been checked.
pub(super) fn configured(config: &Config) -> anyhow::Result<Waiting> {
    let hours = config.hours.read().map_err(|faults| {
        let said: Vec<String> =
            faults.iter().map(|(key, message)| format!("hours.{key}: {message}")).collect();
        anyhow::anyhow!(said.join("\n"))
    })?;
    Ok(Waiting {
        hours: Arc::new(hours),
        texts: Arc::new(Texts::new(config.messages.clone())),
        measured: Measured::default(),
        measured_under: Arc::default(),
    })
}

/// The hours in force: those that owners chose on a page, else the configured ones.
///
/// # Errors
/// When the store cannot be read, or the configured hours cannot be meant.
pub(super) async fn hours(config: &Config, db: &Db) -> anyhow::Result<Arc<Hours>> {
    let configured = configured(config)?.hours;
    let chosen = db.chosen().await?;
    let over = chosen.and_then(|chosen| chosen.preferences.over(&config.policy, &config.hours).ok());
    Ok(over.and_then(|(_, hours)| hours.read().ok()).map_or(configured, Arc::new))
}

/// How long visitors wait: the same in every process, as all read the same waits.
///
/// # Errors
/// When the store cannot be read.
pub(super) async fn measured(db: &Db, hours: &Hours) -> Result<Measured, StoreError> {
    let waits = db.latest_waits(WAITS_MAX).await?;
    Ok(Measured::of(hours, SystemClock.now(), &waits))
}
