//! The lottery's periods.

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::rows::inconsistent;
use super::sql_holdout;
use crate::domain::Timestamp;
use crate::domain::holdout::{HoldoutSettings, Period, Salt};
use crate::ports::{Lottery, StoreError};

/// When the lottery began that still goes on.
pub(super) async fn since(conn: &mut Conn) -> Result<Option<Timestamp>, StoreError> {
    let since: Option<i64> =
        on!(conn, c => sqlx::query_scalar(sql_holdout::SINCE).fetch_one(c).await).map_err(away)?;
    Ok(since.map(Timestamp))
}

#[async_trait]
impl Lottery for Db {
    async fn period(&self) -> Result<Option<Period>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(i64, f64, bool, String, i64)> =
            on!(&mut conn, c => sqlx::query_as(sql_holdout::PERIOD).fetch_optional(c).await).map_err(away)?;
        let Some((number, share, shadow, salt, began_at)) = row else { return Ok(None) };
        let number = u32::try_from(number).map_err(|e| inconsistent("holdout_period.number", &e))?;
        let settings = HoldoutSettings { share, shadow };
        Ok(Some(Period { number, settings, salt: Salt::new(salt), began_at: Timestamp(began_at) }))
    }

    async fn begin_period(&self, period: &Period) -> Result<bool, StoreError> {
        let period = period.clone();
        self.changed(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql_holdout::BEGIN_PERIOD)
                    .bind(i64::from(period.number)).bind(period.settings.share).bind(period.settings.shadow)
                    .bind(period.salt.reveal()).bind(period.began_at.0)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }
}
