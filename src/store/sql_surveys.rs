//! The statements about surveys: what was asked, what was not, and the links to answer by.

/// Two surveys to one visitor are decided on one after the other; SQLite has one writer anyway.
pub(super) const LOCK_VISITOR_POSTGRES: &str = "select pg_advisory_xact_lock(hashtextextended($1, 10))";

/// Nothing is written for an episode that has a survey already.
pub(super) const ADD_SURVEY: &str = r"
insert into survey (id, conversation_id, episode_id, visitor, instrument, scale, language, state, reason,
                    made_at, asked_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
on conflict do nothing";

/// The last time a visitor was asked this.
pub(super) const LAST_ASKED: &str = r"
select asked_at, answered_at from survey
where visitor = $1 and instrument = $2 and asked_at is not null
order by asked_at desc limit 1";

/// Every resolved episode has a row.
pub(super) const RESOLVED_SINCE: &str = "select count(*) from survey where visitor = $1 and made_at > $2";

/// What leaves is not asked after all; one that may have arrived stays asked.
pub(super) const WITHDRAW_SURVEY: &str = r"
update survey set state = 'suppressed', reason = $2, asked_at = null where id = $1 and state = 'asked'";

pub(super) const DOUBT_SURVEY: &str = "update survey set reason = $2 where id = $1 and state = 'asked'";

pub(super) const ADD_SURVEY_LINK: &str =
    "insert into survey_link (token_hash, survey_id, made_at) values ($1, $2, $3) on conflict do nothing";

/// Its page says "expired" for a while, and "unknown" after that.
pub(super) const FORGET_SURVEY_LINKS: &str = "delete from survey_link where made_at < $1";

pub(super) const SURVEY_BY_TOKEN: &str = r"
select s.id, s.conversation_id, c.relay, c.external_id, s.episode_id, s.instrument, s.scale, s.language, s.reason,
       s.made_at, s.asked_at, s.answered_at, s.expires_at, s.score, s.comment
from survey_link l join survey s on s.id = l.survey_id join conversation c on c.id = s.conversation_id
where l.token_hash = $1";

pub(super) const SURVEY: &str = r"
select s.id, s.conversation_id, c.relay, c.external_id, s.episode_id, s.instrument, s.scale, s.language, s.reason,
       s.made_at, s.asked_at, s.answered_at, s.expires_at, s.score, s.comment
from survey s join conversation c on c.id = s.conversation_id
where s.id = $1";

/// Newest first: ids begin with the time they were made at.
pub(super) const SURVEYS: &str = r"
select s.id, s.conversation_id, c.relay, c.external_id, s.episode_id, s.instrument, s.scale, s.language, s.reason,
       s.made_at, s.asked_at, s.answered_at, s.expires_at, s.score, s.comment
from survey s join conversation c on c.id = s.conversation_id
where s.id < $1
order by s.id desc limit $2";

pub(super) const SURVEYS_OF: &str = r"
select s.id, s.conversation_id, c.relay, c.external_id, s.episode_id, s.instrument, s.scale, s.language, s.reason,
       s.made_at, s.asked_at, s.answered_at, s.expires_at, s.score, s.comment
from survey s join conversation c on c.id = s.conversation_id
where s.conversation_id = $1 and s.id < $2
order by s.id desc limit $3";

/// An answer proves that the question arrived. The last one counts; a comment given once stays unless it is taken back.
pub(super) const ANSWER_SURVEY: &str = r"
update survey set state = 'answered', asked_at = coalesce(asked_at, made_at), answered_at = $4, score = $5,
    comment = coalesce($6, comment)
where id = $1 and conversation_id = $2 and instrument = $3 and (answered_at is null or answered_at <= $4)";

pub(super) const RATE_EPISODE_CSAT: &str = r"
update episode set csat = $2, csat_at = $3, comment = nullif(coalesce($4, comment), '')
where id = $1 and (csat_at is null or csat_at <= $3)";

pub(super) const RATE_EPISODE_NPS: &str = r"
update episode set nps = $2, nps_at = $3, comment = nullif(coalesce($4, comment), '')
where id = $1 and (nps_at is null or nps_at <= $3)";
