//! Episodes for the reports.

use super::db::{Conn, away, on};
use super::rows::inconsistent;
use super::sql_desk;
use crate::domain::report::{EpisodeRow, Episodes};
use crate::domain::{AssistKind, Handling, REOPENED_WITHIN_MS};
use crate::ports::{Since, StoreError};

#[derive(sqlx::FromRow)]
struct Row {
    handling: String,
    kind: Option<String>,
    held: bool,
    topic: Option<String>,
    csat: Option<i64>,
    nps: Option<i64>,
    started_at: i64,
    first_response_at: Option<i64>,
    resolved_at: Option<i64>,
    reopened_at: Option<i64>,
    sample: bool,
}

pub(super) async fn episodes(conn: &mut Conn, since: Since) -> Result<Episodes, StoreError> {
    let rows: Vec<Row> = on!(conn, c => sqlx::query_as(sql_desk::EPISODES)
        .bind(since.from.0).bind(since.to.0).fetch_all(c).await)
    .map_err(away)?;
    let rows = rows.into_iter().map(episode).collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into())
}

fn episode(row: Row) -> Result<EpisodeRow, StoreError> {
    let score = |s: Option<i64>| s.and_then(|s| u8::try_from(s).ok());
    let reopened = match (row.resolved_at, row.reopened_at) {
        (Some(resolved), Some(again)) => again - resolved <= REOPENED_WITHIN_MS * 1_000,
        _ => false,
    };
    Ok(EpisodeRow {
        handling: Handling::parse(&row.handling)
            .ok_or_else(|| inconsistent("episode.handling", &row.handling))?,
        kind: row
            .kind
            .map(|k| AssistKind::parse(&k).ok_or_else(|| inconsistent("episode.kind", &k)))
            .transpose()?,
        held: row.held,
        topic: row.topic.map(Into::into),
        csat: score(row.csat),
        nps: score(row.nps),
        frt_us: row.first_response_at.map(|t| (t - row.started_at).max(0)),
        resolution_us: row.resolved_at.map(|t| (t - row.started_at).max(0)),
        resolved_at: row.resolved_at,
        reopened_within_72h: reopened,
        sample: row.sample,
        started_at: row.started_at,
        reopened_at: row.reopened_at,
        ..EpisodeRow::default()
    })
}
