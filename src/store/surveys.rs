//! Surveys: decided on one after the other for each visitor, answered by their links, listed with why not.

use async_trait::async_trait;

use super::db::{Conn, Db, away, on};
use super::rows::{parsed, word};
use super::sql_surveys as sql;
use crate::domain::survey::{
    Asked, LINK_MS, NotAsked, NpsRules, Past, Scale, SurveyRecord, Withheld, choose, visitor_of,
};
use crate::domain::{Conversation, ConversationId, EpisodeId, Instrument, Rating, SurveyId, Timestamp};
use crate::ports::{Asking, NewSurvey, Page, StoreError, Surveys};

const fn instrument_word(instrument: Instrument) -> &'static str {
    match instrument {
        Instrument::Csat => "csat",
        Instrument::Nps => "nps",
    }
}

/// A visitor is not asked, as the conversation alone could tell.
pub(super) async fn withheld(
    conn: &mut Conn,
    of: &Conversation,
    not_asked: NotAsked,
) -> Result<(), StoreError> {
    let survey = NewSurvey {
        id: not_asked.survey,
        conversation: of.id,
        episode: not_asked.episode,
        visitor: visitor_of(of),
        scale: Scale::default(),
        language: None,
        token_hash: String::new(),
    };
    add(conn, &survey, Err(not_asked.reason), not_asked.at).await
}

/// A visitor answered, by our page or through the relay.
pub(super) async fn answered(
    conn: &mut Conn,
    of: &str,
    rating: &Rating,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(conn, c => sqlx::query(sql::ANSWER_SURVEY)
        .bind(&rating.survey_id).bind(of).bind(instrument_word(rating.instrument)).bind(at.0)
        .bind(i64::from(rating.score)).bind(rating.comment.clone())
        .execute(c).await.map(drop))
    .map_err(away)
}

/// A rating of an episode that is not the current one any more.
pub(super) async fn earlier_rated(
    conn: &mut Conn,
    episode: EpisodeId,
    rating: &Rating,
    at: Timestamp,
) -> Result<(), StoreError> {
    let statement = match rating.instrument {
        Instrument::Csat => sql::RATE_EPISODE_CSAT,
        Instrument::Nps => sql::RATE_EPISODE_NPS,
    };
    on!(conn, c => sqlx::query(statement)
        .bind(episode.to_string()).bind(i64::from(rating.score)).bind(at.0).bind(rating.comment.clone())
        .execute(c).await.map(drop))
    .map_err(away)
}

async fn add(
    conn: &mut Conn,
    survey: &NewSurvey,
    chosen: Result<Instrument, Withheld>,
    now: Timestamp,
) -> Result<(), StoreError> {
    let state = if chosen.is_ok() { "asked" } else { "suppressed" };
    on!(conn, c => sqlx::query(sql::ADD_SURVEY)
        .bind(survey.id.to_string()).bind(survey.conversation.to_string()).bind(survey.episode.to_string())
        .bind(&survey.visitor).bind(chosen.ok().map(instrument_word)).bind(survey.scale.as_str())
        .bind(survey.language.clone()).bind(state).bind(chosen.err().map(Withheld::as_str))
        .bind(now.0).bind(chosen.ok().map(|_| now.0)).bind(now.plus_ms(LINK_MS).0)
        .execute(c).await.map(drop))
    .map_err(away)
}

/// What the visitor was asked before.
async fn past(conn: &mut Conn, visitor: &str) -> Result<Past, StoreError> {
    let csat = last_asked(conn, visitor, Instrument::Csat).await?;
    let nps = last_asked(conn, visitor, Instrument::Nps).await?;
    let since = nps.map_or(i64::MIN, |asked| asked.at.0);
    let (before,): (i64,) =
        on!(conn, c => sqlx::query_as(sql::RESOLVED_SINCE).bind(visitor).bind(since).fetch_one(c).await)
            .map_err(away)?;
    // This one has no row yet.
    let resolved_since_nps = u32::try_from(before).unwrap_or(u32::MAX).saturating_add(1);
    Ok(Past { csat, nps, resolved_since_nps })
}

async fn last_asked(
    conn: &mut Conn,
    visitor: &str,
    instrument: Instrument,
) -> Result<Option<Asked>, StoreError> {
    let row: Option<(i64, Option<i64>)> = on!(conn, c => sqlx::query_as(sql::LAST_ASKED)
        .bind(visitor).bind(instrument_word(instrument)).fetch_optional(c).await)
    .map_err(away)?;
    Ok(row.map(|(at, answered)| Asked { at: Timestamp(at), answered: answered.is_some() }))
}

async fn ask(
    conn: &mut Conn,
    wanted: &NewSurvey,
    allowed: Result<NpsRules, Withheld>,
    now: Timestamp,
) -> Result<Asking, StoreError> {
    if let Conn::Postgres(connection) = conn {
        sqlx::query(sql::LOCK_VISITOR_POSTGRES)
            .bind(&wanted.visitor)
            .execute(&mut **connection)
            .await
            .map_err(away)?;
    }
    if known(conn, wanted.id).await?.is_none() {
        let chosen = match allowed {
            Ok(rules) => choose(rules, &past(conn, &wanted.visitor).await?, now),
            Err(reason) => Err(reason),
        };
        add(conn, wanted, chosen, now).await?;
    }
    let asking = match known(conn, wanted.id).await? {
        Some(SurveyRecord { instrument: Some(instrument), asked_at: Some(_), scale, expires_at, .. }) => {
            Asking::Ask { instrument, scale, until: expires_at }
        }
        Some(SurveyRecord { reason: Some(reason), .. }) => Asking::Not(reason),
        // Another survey has this episode: it was asked about once.
        Some(_) | None => Asking::Not(Withheld::AskedLately),
    };
    if let Asking::Ask { .. } = asking {
        on!(conn, c => sqlx::query(sql::ADD_SURVEY_LINK)
            .bind(&wanted.token_hash).bind(wanted.id.to_string()).bind(now.0).execute(c).await.map(drop))
        .map_err(away)?;
    }
    Ok(asking)
}

async fn known(conn: &mut Conn, id: SurveyId) -> Result<Option<SurveyRecord>, StoreError> {
    let row: Option<Row> =
        on!(conn, c => sqlx::query_as(sql::SURVEY).bind(id.to_string()).fetch_optional(c).await)
            .map_err(away)?;
    row.map(Row::record).transpose()
}

#[derive(sqlx::FromRow)]
struct Row {
    id: String,
    conversation_id: String,
    relay: String,
    external_id: String,
    episode_id: String,
    instrument: Option<String>,
    scale: String,
    language: Option<String>,
    reason: Option<String>,
    made_at: i64,
    asked_at: Option<i64>,
    answered_at: Option<i64>,
    expires_at: i64,
    score: Option<i64>,
    comment: Option<String>,
}

impl Row {
    fn record(self) -> Result<SurveyRecord, StoreError> {
        Ok(SurveyRecord {
            id: parsed(&self.id, "survey.id")?,
            conversation: parsed(&self.conversation_id, "survey.conversation_id")?,
            relay: self.relay,
            external_id: self.external_id,
            episode: parsed(&self.episode_id, "survey.episode_id")?,
            instrument: self.instrument.map(|w| word(&w, "survey.instrument")).transpose()?,
            scale: word(&self.scale, "survey.scale")?,
            language: self.language,
            reason: self.reason.map(|w| word(&w, "survey.reason")).transpose()?,
            made_at: Timestamp(self.made_at),
            asked_at: self.asked_at.map(Timestamp),
            answered_at: self.answered_at.map(Timestamp),
            expires_at: Timestamp(self.expires_at),
            score: self.score.and_then(|score| u8::try_from(score).ok()),
            comment: self.comment.filter(|comment| !comment.is_empty()),
        })
    }
}

/// Greater than every survey's id.
const AFTER_ALL: &str = "svy_~";

#[async_trait]
impl Surveys for Db {
    async fn ask_survey(
        &self,
        wanted: &NewSurvey,
        allowed: Result<NpsRules, Withheld>,
        now: Timestamp,
    ) -> Result<Asking, StoreError> {
        let wanted = wanted.clone();
        self.write(Box::new(move |conn| Box::pin(async move { ask(conn, &wanted, allowed, now).await })))
            .await
    }

    async fn withdraw_survey(&self, survey: SurveyId, why: Withheld) -> Result<(), StoreError> {
        let statement =
            if why == Withheld::DeliveryUncertain { sql::DOUBT_SURVEY } else { sql::WITHDRAW_SURVEY };
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(statement).bind(survey.to_string()).bind(why.as_str())
                    .execute(c).await.map(drop))
                .map_err(away)
            })
        }))
        .await
    }

    async fn forget_survey_links(&self, before: Timestamp) -> Result<u64, StoreError> {
        self.write(Box::new(move |conn| {
            Box::pin(async move {
                on!(conn, c => sqlx::query(sql::FORGET_SURVEY_LINKS).bind(before.0)
                    .execute(c).await.map(|done| done.rows_affected()))
                .map_err(away)
            })
        }))
        .await
    }

    async fn survey_by_token(&self, token_hash: &str) -> Result<Option<SurveyRecord>, StoreError> {
        let mut conn = self.read().await?;
        let row: Option<Row> =
            on!(&mut conn, c => sqlx::query_as(sql::SURVEY_BY_TOKEN).bind(token_hash).fetch_optional(c).await)
                .map_err(away)?;
        row.map(Row::record).transpose()
    }

    async fn surveys(
        &self,
        of: Option<ConversationId>,
        cursor: Option<SurveyId>,
        limit: i64,
    ) -> Result<Page<SurveyRecord>, StoreError> {
        let before = cursor.map_or_else(|| AFTER_ALL.to_owned(), |id| id.to_string());
        let limit = limit.clamp(1, 100);
        let mut conn = self.read().await?;
        let rows: Vec<Row> = match of {
            Some(of) => on!(&mut conn, c => sqlx::query_as(sql::SURVEYS_OF)
                .bind(of.to_string()).bind(&before).bind(limit + 1).fetch_all(c).await),
            None => on!(&mut conn, c => sqlx::query_as(sql::SURVEYS)
                .bind(&before).bind(limit + 1).fetch_all(c).await),
        }
        .map_err(away)?;
        let mut items = rows.into_iter().map(Row::record).collect::<Result<Vec<_>, _>>()?;
        let is_more = items.len() > usize::try_from(limit).unwrap_or(usize::MAX);
        if is_more {
            items.pop();
        }
        let next_cursor = items.last().filter(|_| is_more).map(|survey| survey.id.to_string());
        Ok(Page { items, next_cursor })
    }
}
