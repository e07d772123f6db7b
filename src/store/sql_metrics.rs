//! The statements about episodes, what is measured of them, and the rows it follows from.

pub(super) const PUT_EPISODE: &str = r"
insert into episode (id, conversation_id, started_at, first_response_at, resolved_at, resolution,
                     reopened_at, handling, kind, held, held_rules, csat, csat_at, nps, nps_at,
                     comment, topic, sample, secondary, measured, turns, answers, reply_ms, handoff,
                     promise_kept, promise_due, page, campaign, template, edit, confidence, triggered,
                     judged_wrong, owner_ms, tokens, cost_micros, conversions, unhappy, in_hours,
                     returning_visitor, suggested, arm, period, human_share, passed, drawn)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
        $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41,
        $42, $43, $44, $45, $46)
on conflict (id) do update set first_response_at = excluded.first_response_at,
    resolved_at = excluded.resolved_at, resolution = excluded.resolution,
    reopened_at = excluded.reopened_at, handling = excluded.handling, kind = excluded.kind,
    held = excluded.held, held_rules = excluded.held_rules, csat = excluded.csat,
    csat_at = excluded.csat_at, nps = excluded.nps, nps_at = excluded.nps_at,
    comment = excluded.comment, topic = excluded.topic, secondary = excluded.secondary,
    measured = excluded.measured, turns = excluded.turns, answers = excluded.answers,
    reply_ms = excluded.reply_ms, handoff = excluded.handoff, promise_kept = excluded.promise_kept,
    promise_due = excluded.promise_due, page = excluded.page, campaign = excluded.campaign,
    template = excluded.template, edit = excluded.edit, confidence = excluded.confidence,
    triggered = excluded.triggered, judged_wrong = excluded.judged_wrong, owner_ms = excluded.owner_ms,
    tokens = excluded.tokens, cost_micros = excluded.cost_micros, conversions = excluded.conversions,
    unhappy = excluded.unhappy, in_hours = excluded.in_hours,
    returning_visitor = excluded.returning_visitor, suggested = excluded.suggested, arm = excluded.arm,
    period = excluded.period, human_share = excluded.human_share, passed = excluded.passed,
    drawn = excluded.drawn";

pub(super) const ADD_MARK: &str =
    "insert into episode_mark (conversation_id, episode_id, at, kind, detail) values ($1, $2, $3, $4, $5)";

/// What reports know of an episode, with what was asked about it last; two numbers as they are told here.
macro_rules! episode_facts {
    ($human_share:literal, $drawn:literal) => {
        concat!(
            r"e.id, e.started_at, e.first_response_at, e.resolved_at, e.resolution, e.reopened_at, e.handling, e.kind,
       e.held_rules, e.csat, e.nps, e.topic, e.secondary, e.sample, e.turns, e.answers, e.reply_ms, e.handoff,
       e.promise_kept, e.promise_due, e.page, e.campaign, e.template, e.edit, e.confidence, e.triggered,
       e.judged_wrong, e.owner_ms, e.tokens, e.cost_micros, e.conversions, e.unhappy, e.in_hours,
       e.returning_visitor, e.suggested, e.arm, e.period, ",
            $human_share,
            ", e.passed, ",
            $drawn,
            ", e.measured, e.changed, case when s.asked_at is not null then s.instrument end"
        )
    };
}

macro_rules! episodes_from {
    () => {
        " from episode e left join survey s on s.episode_id = e.id "
    };
}

macro_rules! episodes {
    ($($rest:tt)+) => {
        concat!("select ", episode_facts!("e.human_share", "e.drawn"), " as asked", episodes_from!(), $($rest)+)
    };
}

/// Those that reports count: all but what the staging check made up (`domain::staging::STAGED`). The demo's samples are
/// counted, and the reports say so.
macro_rules! counted {
    ($where:literal) => {
        concat!(
            "where not (e.sample and exists (select 1 from conversation c where c.id = e.conversation_id \
             and c.external_id like 'banister-check-%')) and ",
            $where,
            " order by e.started_at, e.id"
        )
    };
}

/// A page of them in the order of their beginning, each as one array: so many values one by one take half as long again. A
/// fraction would lose digits in it, and stands beside it.
macro_rules! told_episodes {
    ($array:literal) => {
        concat!(
            "select cast(",
            $array,
            "(",
            episode_facts!("null", "null"),
            ") as text) as facts, e.id, e.human_share, e.drawn",
            episodes_from!(),
            counted!("e.started_at >= $1 and (e.started_at > $1 or e.id > $2)"),
            " limit $3"
        )
    };
}

/// A stretch of time.
pub(super) const EPISODES: &str = episodes!(counted!("e.started_at >= $1 and e.started_at < $2"));

pub(super) const EPISODES_AFTER_SQLITE: &str = told_episodes!("json_array");
pub(super) const EPISODES_AFTER_POSTGRES: &str = told_episodes!("json_build_array");

/// How many changed, up to a bound.
pub(super) const EPISODES_CHANGED_COUNT: &str = r"
select count(*) from (select 1 from episode where changed > $1 and changed <= $2 limit $3) as changed";

/// Those that changed.
pub(super) const EPISODES_CHANGED: &str = episodes!(counted!("e.changed > $1 and e.changed <= $2"));

pub(super) const EPISODES_GONE: &str =
    "select id, started_at from episode_gone where changed > $1 and changed <= $2 order by started_at, id";

/// What is to be read next time begins after the first number, and what is there now ends with the second.
pub(super) const CHANGES_SQLITE: &str = r"
select max(coalesce((select max(changed) from episode), 0), coalesce((select max(changed) from episode_gone), 0)),
       max(coalesce((select max(changed) from episode), 0), coalesce((select max(changed) from episode_gone), 0))";

/// Whoever has not committed yet has a number of at least `xmin`; whoever has, one below `xmax`.
pub(super) const CHANGES_POSTGRES: &str = r"
select cast(cast(pg_snapshot_xmin(pg_current_snapshot()) as text) as bigint) - 1,
       cast(cast(pg_snapshot_xmax(pg_current_snapshot()) as text) as bigint)";

pub(super) const RAW_MARKS: &str =
    "select episode_id, at, detail from episode_mark where conversation_id = $1 order by id";

pub(super) const RAW_MESSAGES: &str = r"
select episode_id, external_id, author, kind, counted_at, counted_as, template, suggestion_id, body
from message where conversation_id = $1 and episode_id is not null";

pub(super) const RAW_SUGGESTIONS: &str = r"
select s.episode_id, s.id, s.draft, s.read_ms, s.bad, coalesce(r.judged, '') = 'wrong'
from suggestion s left join sent_reply r on r.suggestion_id = s.id
where s.conversation_id = $1";

pub(super) const RAW_DRAFTS: &str = r"
select episode_id, order_id, at, draft from draft_answer
where conversation_id = $1 and episode_id is not null and draft is not null";

pub(super) const RAW_SCREENINGS: &str = "select episode_id, reasons from screening where conversation_id = $1 and episode_id is not null order by id";

pub(super) const RAW_PROMISES: &str = r"
select episode_id, until, ended_at, kept from promise
where conversation_id = $1 and episode_id is not null order by told_at";

pub(super) const RAW_RATINGS: &str = "select episode_id, instrument, score, at from rating where conversation_id = $1 and episode_id is not null";

/// The log of a conversation, of which a reader is shown at most so much.
pub(super) const RAW_EVENTS: &str =
    "select at, payload from event where conversation_id = $1 order by seq limit $2";

pub(super) const EPISODES_OF: &str = episodes!("where e.conversation_id = $1 order by e.started_at, e.id");

/// Where a sample begins: as good as random, for ids are.
pub(super) const EPISODE_IDS: &str = "select id, conversation_id from episode order by id limit $1 offset $2";
pub(super) const EPISODE_COUNT: &str = "select count(*) from episode";

pub(super) const UNMEASURED: &str =
    "select distinct conversation_id from episode where measured = 0 limit $1";

/// $2: the episode; it lasts from $3 to before $4, and what a human says counts until $5.
pub(super) const COUNT_MESSAGES: &str = r"
update message set episode_id = $2, counted_at = at,
    counted_as = case when kind = 'question' then 'asked' else kind end
where conversation_id = $1 and episode_id is null and at >= $3 and at < $4
  and (kind in ('approved', 'edited') or (kind in ('question', 'human') and not private and at <= $5))";

pub(super) const CLAIM_SCREENINGS: &str = r"
update screening set episode_id = $2
where conversation_id = $1 and episode_id is null and at >= $3 and at < $4";

pub(super) const CLAIM_SUGGESTIONS: &str = r"
update suggestion set episode_id = $2
where conversation_id = $1 and episode_id is null and created_at >= $3 and created_at < $4";

pub(super) const CLAIM_DRAFTS: &str = r"
update draft_answer set episode_id = $2
where conversation_id = $1 and episode_id is null and at >= $3 and at < $4";

pub(super) const CLAIM_PROMISES: &str = r"
update promise set episode_id = $2
where conversation_id = $1 and episode_id is null and told_at >= $3 and told_at < $4";

/// What was recorded as it happened stays; the figures come from the rows.
pub(super) const PUT_FIGURES: &str = r"
update episode set measured = 2, reopened_at = coalesce(reopened_at, $2), turns = $3, answers = $4, reply_ms = $5,
    handoff = $6, promise_kept = $7, promise_due = $8, page = $9, campaign = $10, template = $11, edit = $12,
    confidence = $13, triggered = $14, judged_wrong = $15, owner_ms = $16, tokens = $17, cost_micros = $18,
    conversions = $19, unhappy = $20, in_hours = $21, returning_visitor = $22, suggested = $23
where id = $1";

pub(super) const HANDED_OFF_OF: &str = "select state, handed_off from conversation where id = $1";

#[cfg(test)]
mod tests {
    use super::{EPISODES, EPISODES_AFTER_POSTGRES, EPISODES_AFTER_SQLITE, EPISODES_CHANGED};
    use crate::domain::staging::STAGED;

    #[test]
    fn reports_leave_out_what_the_staging_check_calls_its_own() {
        let first = [EPISODES_AFTER_SQLITE, EPISODES_AFTER_POSTGRES];
        for statement in [EPISODES, EPISODES_CHANGED, crate::store::sql_gaps::UNANSWERED].iter().chain(&first)
        {
            assert!(statement.contains(&format!("like '{STAGED}%'")), "{statement}");
        }
    }
}
