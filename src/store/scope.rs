//! What falls back to suggestions, what does no longer, and who sends all the same.

use super::audit;
use super::db::{Conn, Db, away, on};
use super::rows::{inconsistent, json, stored};
use super::sql_scope as sql;
use crate::domain::Timestamp;
use crate::domain::autopilot::{Fall, Fallen, Lever, Overridden, Pull};
use crate::domain::report::ScopeMoves;
use crate::ports::{Note, StoreError};

/// Who notes what follows from evidence alone.
const OURSELVES: &str = "banister";

pub(super) async fn fallen(conn: &mut Conn) -> Result<Fallen, StoreError> {
    let rows: Vec<(String,)> =
        on!(conn, c => sqlx::query_as(sql::FALLEN).fetch_all(c).await).map_err(away)?;
    Ok(Fallen::of(rows.into_iter().map(|(topic,)| topic)))
}

#[derive(sqlx::FromRow)]
struct FallRow {
    seq: i64,
    topic: String,
    since: i64,
    evidence: String,
    overridden_by: Option<String>,
    overridden_at: Option<i64>,
    why: Option<String>,
    closed_at: Option<i64>,
}

impl FallRow {
    fn fall(self) -> Result<Fall, StoreError> {
        let overridden = self.overridden_by.zip(self.overridden_at).map(|(by, at)| Overridden {
            by,
            why: self.why.unwrap_or_default(),
            at: Timestamp(at),
        });
        Ok(Fall {
            number: self.seq,
            topic: self.topic,
            since: Timestamp(self.since),
            harm: stored(&self.evidence, "fall_back.evidence")?,
            overridden,
            closed_at: self.closed_at.map(Timestamp),
        })
    }
}

pub(super) async fn falls(conn: &mut Conn, since: Timestamp) -> Result<Vec<Fall>, StoreError> {
    let rows: Vec<FallRow> =
        on!(conn, c => sqlx::query_as(sql::FALLS).bind(since.0).fetch_all(c).await).map_err(away)?;
    rows.into_iter().map(FallRow::fall).collect()
}

pub(super) async fn pulls(conn: &mut Conn, since: Timestamp, limit: i64) -> Result<Vec<Pull>, StoreError> {
    let rows: Vec<(i64, String, String, Option<String>, i64)> = on!(conn, c => sqlx::query_as(sql::PULLS)
        .bind(since.0).bind(limit).fetch_all(c).await)
    .map_err(away)?;
    let each = rows.into_iter().map(|(number, lever, by, why, at)| {
        let lever = Lever::parse(&lever).ok_or_else(|| inconsistent("autopilot_lever.lever", &lever))?;
        Ok(Pull { number, lever, by, why, at: Timestamp(at) })
    });
    each.collect()
}

impl Db {
    pub(super) async fn follow(&self, moves: &ScopeMoves, at: Timestamp) -> Result<u64, StoreError> {
        let moves = moves.clone();
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                let mut touched = 0;
                for (topic, harm) in &moves.begin {
                    let evidence = json(harm, "fall_back.evidence")?;
                    let done = on!(conn, c => sqlx::query(sql::FALL)
                        .bind(topic).bind(at.0).bind(evidence).execute(c).await.map(|d| d.rows_affected()))
                    .map_err(away)?;
                    touched +=
                        noted(conn, done, note(at, "autopilot.fell_back", topic).because(&harm.sentence))
                            .await?;
                }
                for topic in &moves.end {
                    let done = on!(conn, c => sqlx::query(sql::RISE)
                        .bind(topic).bind(at.0).execute(c).await.map(|d| d.rows_affected()))
                    .map_err(away)?;
                    touched += noted(conn, done, note(at, "autopilot.fall_back_over", topic)).await?;
                }
                Ok(touched)
            })
        }))
        .await
    }

    pub(super) async fn send_all_the_same(&self, topic: &str, note: &Note) -> Result<bool, StoreError> {
        let (topic, by, at) = (topic.to_owned(), note.by.clone(), note.at);
        let why = note.reason.clone().unwrap_or_default();
        self.noted(note, move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql::OVERRIDE_FALL)
                    .bind(topic).bind(by).bind(why).bind(at.0).execute(c).await.map(|d| d.rows_affected()))
                .map_err(away)
            })
        })
        .await
    }
}

fn note(at: Timestamp, what: &str, topic: &str) -> Note {
    Note::new(at, OURSELVES, what, if topic.is_empty() { "everything" } else { topic })
}

/// Of several processes that see the same, one changes the row, and that one notes it.
async fn noted(conn: &mut Conn, touched: u64, note: Note) -> Result<u64, StoreError> {
    if touched > 0 {
        audit::keep(conn, &note).await?;
    }
    Ok(touched)
}
