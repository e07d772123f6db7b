//! What people are told, in line and told: claimed under a lease, ended under its fencing number.

use std::collections::{BTreeMap, BTreeSet};

use async_trait::async_trait;

use super::db::{Conn, Db, away, either, on};
use super::rows::{inconsistent, json, parsed, stored};
use super::sql_notices as sql;
use crate::domain::notice::{Channel, Choices, DayFigures, Subject, Told};
use crate::domain::{Conversation, ConversationId, NoticeId, Timestamp};
use crate::ports::{ClaimedNotice, NewNotice, NoticeBook, NoticeEnd, NoticeRow, Since, StoreError, TEAM};

#[async_trait]
impl NoticeBook for Db {
    async fn notices_version(&self) -> Result<String, StoreError> {
        let mut conn = self.read().await?;
        let (conversations, choices, users): (i64, i64, i64) =
            on!(&mut conn, c => sqlx::query_as(sql::NOTICES_VERSION).fetch_one(c).await).map_err(away)?;
        Ok(format!("{conversations}.{choices}.{users}"))
    }

    async fn open_conversations(
        &self,
        after: Option<ConversationId>,
        limit: i64,
    ) -> Result<Vec<Conversation>, StoreError> {
        let mut conn = self.read().await?;
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let rows: Vec<(String,)> = on!(&mut conn, c => sqlx::query_as(sql::OPEN_CONVERSATIONS)
            .bind(after).bind(limit).fetch_all(c).await)
        .map_err(away)?;
        rows.into_iter().map(|(state,)| stored(&state, "conversation.state")).collect()
    }

    async fn told(&self, person: &str, subjects: &[Subject]) -> Result<Told, StoreError> {
        let mut conn = self.read().await?;
        let wanted = json(subjects, "notice_subject.subject")?;
        let statement = either!(conn, sql::TOLD_SQLITE, sql::TOLD_POSTGRES);
        let rows: Vec<(String, String)> = on!(&mut conn, c => sqlx::query_as(statement)
            .bind(person).bind(wanted).fetch_all(c).await)
        .map_err(away)?;
        let mut told = Told::default();
        for (recipient, key) in rows {
            let set = if recipient == TEAM { &mut told.team } else { &mut told.own };
            set.insert(subject(&key)?);
        }
        Ok(told)
    }

    async fn plan_notice(&self, notice: &NewNotice) -> Result<bool, StoreError> {
        let notice = notice.clone();
        self.write(Box::new(move |conn| Box::pin(put_in_line(conn, notice)))).await
    }

    async fn claim_notices(
        &self,
        channel: Channel,
        now: Timestamp,
        lease_ms: i64,
        limit: i64,
    ) -> Result<Vec<ClaimedNotice>, StoreError> {
        let mut conn = self.read().await?;
        let due: Option<(i32,)> = on!(&mut conn, c => sqlx::query_as(sql::NOTICES_DUE)
            .bind(now.0).bind(channel.as_str()).fetch_optional(c).await)
        .map_err(away)?;
        drop(conn);
        if due.is_none() {
            return Ok(Vec::new());
        }
        self.write(Box::new(move |conn| Box::pin(claim(conn, channel, now, lease_ms, limit)))).await
    }

    async fn begin_notice(&self, claim: &ClaimedNotice, gone: &[Subject]) -> Result<bool, StoreError> {
        let (id, token, gone) = (claim.notice.id.to_string(), claim.token, gone.to_vec());
        self.write(Box::new(move |conn| Box::pin(begin(conn, id, token, gone)))).await
    }

    async fn end_notice(
        &self,
        claim: &ClaimedNotice,
        end: NoticeEnd,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let (id, token) = (claim.notice.id.to_string(), claim.token);
        self.write(Box::new(move |conn| Box::pin(ended(conn, id, token, end, now)))).await
    }

    async fn notices_of(&self, person: &str, limit: i64) -> Result<Vec<NoticeRow>, StoreError> {
        let mut conn = self.read().await?;
        let rows: Vec<Row> = on!(&mut conn, c => sqlx::query_as(sql::NOTICES_OF)
            .bind(person).bind(limit.clamp(1, 100)).fetch_all(c).await)
        .map_err(away)?;
        let mut listed = Vec::with_capacity(rows.len());
        for row in rows {
            listed.push(row.listed(&mut conn).await?);
        }
        Ok(listed)
    }

    async fn notice(&self, id: NoticeId) -> Result<Option<NoticeRow>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<Row> =
            on!(&mut conn, c => sqlx::query_as(sql::NOTICE).bind(id.to_string()).fetch_optional(c).await)
                .map_err(away)?;
        match row {
            Some(row) => row.listed(&mut conn).await.map(Some),
            None => Ok(None),
        }
    }

    async fn forget_notices(&self, before: Timestamp) -> Result<(), StoreError> {
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                for statement in
                    [sql::FORGET_NOTICE_SUBJECTS, sql::FORGET_NOTICES, sql::FORGET_DECISION_LINKS]
                {
                    on!(conn, c => sqlx::query(statement).bind(before.0).execute(c).await.map(drop))
                        .map_err(away)?;
                }
                Ok(())
            })
        }))
        .await
    }

    async fn choices(&self, person: &str) -> Result<Option<Choices>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<(String,)> =
            on!(&mut conn, c => sqlx::query_as(sql::CHOICES).bind(person).fetch_optional(c).await)
                .map_err(away)?;
        row.map(|(choices,)| stored(&choices, "notice_choice.choices")).transpose()
    }

    async fn put_choices(&self, person: &str, choices: &Choices, now: Timestamp) -> Result<(), StoreError> {
        let (person, choices) = (person.to_owned(), json(choices, "notice_choice.choices")?);
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql::PUT_CHOICES).bind(person).bind(choices).bind(now.0)
                    .execute(c).await.map(drop))
                .map_err(away)
            })
        }))
        .await
    }

    async fn day_figures(&self, day: Since) -> Result<DayFigures, StoreError> {
        let mut conn = self.read().await?;
        let row: (i64, i64, i64, i64, i64, i64, i64) = on!(&mut conn, c => sqlx::query_as(sql::DAY_FIGURES)
            .bind(day.from.0).bind(day.to.0).fetch_one(c).await)
        .map_err(away)?;
        let [answered, approved, edited, rejected, held, waiting_suggestions, waiting_humans] =
            <[i64; 7]>::from(row).map(|n| u64::try_from(n).unwrap_or(0));
        Ok(DayFigures { answered, approved, edited, rejected, held, waiting_suggestions, waiting_humans })
    }
}

fn subject(key: &str) -> Result<Subject, StoreError> {
    Subject::parse(key).ok_or_else(|| inconsistent("notice_subject.subject", &key))
}

fn channel(word: &str) -> Result<Channel, StoreError> {
    Channel::parse(word).ok_or_else(|| inconsistent("notice.channel", &word))
}

/// The subjects in the order of their keys: of two that write the same ones none waits in a circle.
async fn put_in_line(conn: &mut Conn, notice: NewNotice) -> Result<bool, StoreError> {
    let (id, channel) = (notice.id.to_string(), notice.channel.as_str());
    let subjects: BTreeMap<Subject, Option<ConversationId>> = notice.subjects.into_iter().collect();
    let mut granted = 0;
    for (subject, conversation) in subjects {
        granted += on!(conn, c => sqlx::query(sql::ADD_NOTICE_SUBJECT)
            .bind(&notice.recipient).bind(subject.as_str()).bind(channel).bind(&id)
            .bind(conversation.map(|id| id.to_string())).execute(c).await.map(|done| done.rows_affected()))
        .map_err(away)?;
    }
    if granted == 0 {
        return Ok(false);
    }
    on!(conn, c => sqlx::query(sql::ADD_NOTICE).bind(&id).bind(&notice.person).bind(&notice.recipient)
        .bind(channel).bind(notice.at.0).execute(c).await.map(drop))
    .map_err(away)?;
    Ok(true)
}

#[derive(sqlx::FromRow)]
struct ClaimRow {
    id: String,
    person: String,
    recipient: String,
    channel: String,
    attempt: i64,
    unsure: i64,
    token: i64,
    made_at: i64,
}

async fn claim(
    conn: &mut Conn,
    of: Channel,
    now: Timestamp,
    lease_ms: i64,
    limit: i64,
) -> Result<Vec<ClaimedNotice>, StoreError> {
    let statement = either!(conn, sql::CLAIM_NOTICES_SQLITE, sql::CLAIM_NOTICES_POSTGRES);
    let rows: Vec<ClaimRow> = on!(conn, c => sqlx::query_as(statement)
        .bind(of.as_str()).bind(now.0).bind(now.plus_ms(lease_ms).0).bind(limit).fetch_all(c).await)
    .map_err(away)?;
    let mut claimed = Vec::with_capacity(rows.len());
    for row in rows {
        let notice = NewNotice {
            subjects: subjects_of(conn, &row.id).await?,
            id: parsed(&row.id, "notice.id")?,
            person: row.person,
            recipient: row.recipient,
            channel: channel(&row.channel)?,
            at: Timestamp(row.made_at),
        };
        claimed.push(ClaimedNotice { notice, attempt: row.attempt, unsure: row.unsure, token: row.token });
    }
    Ok(claimed)
}

async fn subjects_of(
    conn: &mut Conn,
    id: &str,
) -> Result<Vec<(Subject, Option<ConversationId>)>, StoreError> {
    let rows: Vec<(String, Option<String>)> =
        on!(conn, c => sqlx::query_as(sql::NOTICE_SUBJECTS).bind(id).fetch_all(c).await).map_err(away)?;
    rows.into_iter()
        .map(|(key, conversation)| {
            let conversation =
                conversation.map(|id| parsed(&id, "notice_subject.conversation_id")).transpose()?;
            Ok((subject(&key)?, conversation))
        })
        .collect()
}

async fn begin(conn: &mut Conn, id: String, token: i64, gone: Vec<Subject>) -> Result<bool, StoreError> {
    let rows = on!(conn, c => sqlx::query(sql::BEGIN_NOTICE).bind(&id).bind(token)
        .execute(c).await.map(|done| done.rows_affected()))
    .map_err(away)?;
    if rows != 1 {
        return Ok(false);
    }
    for subject in gone.into_iter().collect::<BTreeSet<_>>() {
        on!(conn, c => sqlx::query(sql::FREE_SUBJECT).bind(&id).bind(subject.as_str()).execute(c).await.map(drop))
            .map_err(away)?;
    }
    Ok(true)
}

async fn ended(
    conn: &mut Conn,
    id: String,
    token: i64,
    end: NoticeEnd,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let dropped = end == NoticeEnd::Dropped;
    let unsure = i64::from(matches!(end, NoticeEnd::Retry { unsure: true, .. }));
    let (state, due, error, ended, back) = match end {
        NoticeEnd::Sent => ("sent", now, None, Some(now.0), 0_i64),
        NoticeEnd::Retry { at, error, .. } => ("ready", at, Some(error), None, 0),
        NoticeEnd::Wait { at } => ("ready", at, None, None, 1),
        NoticeEnd::Dropped => ("dropped", now, None, Some(now.0), 0),
        NoticeEnd::Failed { error } => ("failed", now, Some(error), Some(now.0), 0),
        NoticeEnd::Unsure { error } => ("unsure", now, Some(error), Some(now.0), 0),
    };
    let rows = on!(conn, c => sqlx::query(sql::END_NOTICE).bind(&id).bind(token).bind(state).bind(due.0)
        .bind(error).bind(ended).bind(back).bind(unsure).execute(c).await.map(|done| done.rows_affected()))
    .map_err(away)?;
    if rows == 1 && dropped {
        on!(conn, c => sqlx::query(sql::FREE_SUBJECTS).bind(&id).execute(c).await.map(drop)).map_err(away)?;
    }
    Ok(rows == 1)
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    recipient: String,
    channel: String,
    state: String,
    attempt: i64,
    error: Option<String>,
    made_at: i64,
    ended_at: Option<i64>,
}

impl Row {
    async fn listed(self, conn: &mut Conn) -> Result<NoticeRow, StoreError> {
        let mut kinds = BTreeMap::new();
        for (subject, _) in subjects_of(conn, &self.id).await? {
            if let Some(kind) = subject.kind() {
                *kinds.entry(kind).or_insert(0) += 1;
            }
        }
        Ok(NoticeRow {
            id: parsed(&self.id, "notice.id")?,
            channel: channel(&self.channel)?,
            team: self.recipient == TEAM,
            state: self.state,
            kinds,
            attempts: self.attempt,
            error: self.error,
            made_at: Timestamp(self.made_at),
            ended_at: self.ended_at.map(Timestamp),
        })
    }
}
