//! The statements behind replays of the past.

pub(super) const NEWEST_SCREENED: &str = r"
select conversation_id, message_ids from screening where at >= $1 order by at desc, id desc limit $2";

pub(super) const SCREENINGS_OF: &str =
    "select at, message_ids, reasons from screening where conversation_id = $1 order by id";

pub(super) const DRAFT_ANSWERS_OF: &str = r"
select order_id, at, outcome, draft from draft_answer where conversation_id = $1 order by at, order_id";

/// What was known of a question when its draft arrived stands in the log alone.
pub(super) const DRAFTS_ARRIVED_AT: &str = r#"
select payload from event where conversation_id = $1 and payload like '{"event":"draft_arrived"%' order by seq"#;

/// With what was said of those that left by themselves.
pub(super) const SUGGESTIONS_OF: &str = r"
select s.created_at, s.draft_hash, s.draft, s.state, s.bad, s.label, r.judged
from suggestion s left join sent_reply r on r.suggestion_id = s.id
where s.conversation_id = $1 order by s.created_at, s.id";

pub(super) const KEPT_ANSWER: &str = "select answer from replay_answer where key = $1";

pub(super) const KEEP_ANSWER: &str =
    "insert into replay_answer (key, at, answer) values ($1, $2, $3) on conflict (key) do nothing";

/// Nothing while another one is open: `open` is unique.
pub(super) const BEGIN_REPLAY: &str = r"
insert into replay (id, at, by_whom, tried, state, open, done, total, beat_at)
values ($1, $2, $3, $4, 'waiting', 1, 0, 0, $2) on conflict do nothing";

macro_rules! replay_columns {
    ($result:literal) => {
        concat!("id, at, by_whom, tried, state, done, total, ended_at, error, ", $result, " as result")
    };
}

pub(super) const CLAIM_REPLAY: &str = concat!(
    r"
update replay set state = 'running', beat_at = $1
where state = 'waiting' and id = (select id from replay where state = 'waiting' order by at, id limit 1)
returning ",
    replay_columns!("result")
);

pub(super) const REPLAY_GOES_ON: &str =
    "update replay set done = $2, total = $3, beat_at = $4 where id = $1 and state = 'running'";

pub(super) const END_REPLAY: &str = r"
update replay set state = $2, error = $3, result = $4, ended_at = $5, beat_at = $5, open = null
where id = $1 and state = 'running'";

pub(super) const BREAK_OFF_REPLAYS: &str = r"
update replay set state = 'broken_off', error = $3, ended_at = $2, open = null
where state = 'running' and beat_at < $1";

pub(super) const REPLAYS: &str = concat!(
    "select ",
    replay_columns!("cast(null as text)"),
    " from replay order by at desc, id desc limit $1"
);

pub(super) const REPLAY_BY_ID: &str =
    concat!("select ", replay_columns!("result"), " from replay where id = $1");
