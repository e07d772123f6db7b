//! The lottery that keeps some visitors for humans: its periods, each with its own share and salt.

use std::fmt;

use async_trait::async_trait;

use super::store::StoreError;
use crate::domain::holdout::Period;

/// Where they are kept. Periods are added and read, never changed; the newest is in force.
#[async_trait]
pub trait Lottery: Send + Sync + fmt::Debug {
    /// The newest period; none before there was a lottery.
    async fn period(&self) -> Result<Option<Period>, StoreError>;
    /// Adds the next period. `false`, and nothing is kept, when another process has made one of its number already.
    async fn begin_period(&self, period: &Period) -> Result<bool, StoreError>;
}
