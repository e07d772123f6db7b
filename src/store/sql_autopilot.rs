//! The statements about the switch, the gates and the replies that left without an owner.

pub(super) const SECRET: &str = "select secret from autopilot_secret where id = 1";

pub(super) const PUT_SECRET: &str =
    "insert into autopilot_secret (id, secret) values (1, $1) on conflict (id) do nothing";

/// The newest of each pair.
pub(super) const LEVERS: &str = r"
select lever, by_whom, why, at from autopilot_lever
where seq in (select max(seq) from autopilot_lever where lever in ('allow', 'forbid')
              union all select max(seq) from autopilot_lever where lever in ('pause', 'resume'))
order by seq";

pub(super) const PULL: &str = "insert into autopilot_lever (lever, by_whom, why, at) values ($1, $2, $3, $4)";

pub(super) const GATES: &str = "select alpha, state from gate order by alpha";

/// One row where somebody looks at what is put before people, since a moment: a session, a key that may decide, a decision
/// however it was made (a link in a notice begins no session). A key that only reads is a screen on a wall. Asked for with
/// every decision, so the first who is found is enough, and only replies of the last 30 days may have been judged.
macro_rules! lookers {
    ($since:literal) => {
        concat!(
            "(select 1 as one
        where exists (select 1 from session where last_used_at > ",
            $since,
            ")
           or exists (select 1 from api_token where last_used_at > ",
            $since,
            " and (' ' || scopes || ' ' like '% full %' or ' ' || scopes || ' ' like '% decide %'))
           or exists (select 1 from suggestion s join conversation c on c.id = s.conversation_id
                      where s.closed_at > ",
            $since,
            " and s.state in ('approved', 'edited', 'rejected') and not c.sample)
           or exists (select 1 from sent_reply where at > ",
            $since,
            " - 2592000000000 and judged_at > ",
            $since,
            "))"
        )
    };
}

/// What has left, or is about to, since an hour ($1) and a day ($2); who looked since three days ($3) and five minutes ($4); how many articles.
pub(super) const SURROUNDINGS: &str = concat!(
    r"
select (select count(*) from sent_reply where at > $1 and state <> 'withdrawn')
       + (select count(*) from suggestion where state = 'countdown') as hour,
       (select count(*) from sent_reply where at > $2 and state <> 'withdrawn')
       + (select count(*) from suggestion where state = 'countdown') as day,
       (select count(*) from ",
    lookers!("$3"),
    r" as lately) as lately,
       (select count(*) from ",
    lookers!("$4"),
    r" as now) as now,
       (select count(*) from article) as articles"
);

pub(super) const CHANGED_ARTICLES: &str =
    "select updated_at from article where updated_at > $1 order by updated_at limit 10000";

/// An article, when its present words appeared, and how many drafts citing it were found right since.
pub(super) const CITED: &str = r"
select a.slug, a.updated_at,
       (select count(*) from (
            select 1 from citation c join suggestion s on s.id = c.suggestion_id
                join conversation o on o.id = s.conversation_id
            where c.slug = a.slug and s.bad = false and s.state in ('approved', 'edited') and not o.sample
                and s.created_at >= a.updated_at limit 3) as found) as approvals
from article a where a.slug = $1";

pub(super) const RECENT: &str = "select draft from suggestion where id in (
    select id from suggestion order by created_at desc limit $1) order by created_at";

pub(super) const ADD_MOVE: &str = r"
insert into gate_move (alpha, number, at, conversation_id, input, events, changed)
values ($1, $2, $3, $4, $5, $6, $7)
on conflict (alpha, number) do nothing";

pub(super) const PUT_GATE: &str = r"
insert into gate (alpha, moves, state, at) values ($1, $2, $3, $4)
on conflict (alpha) do update set moves = excluded.moves, state = excluded.state, at = excluded.at
where gate.moves = excluded.moves - 1";

pub(super) const MOVES: &str = r"
select alpha, number, at, conversation_id, input, events from gate_move
where alpha = $1 and number > $2 order by number limit $3";

pub(super) const CHANGES: &str = r"
select alpha, number, at, conversation_id, input, events from gate_move
where changed and at > $1 order by at desc, number desc limit $2";

pub(super) const ADD_SENT: &str = r"
insert into sent_reply (suggestion_id, conversation_id, action_id, body, topic, statement, audit, state, at)
values ($1, $2, $3, $4, $5, $6, $7, 'leaving', $8)";

pub(super) const SENT_IS: &str = "update sent_reply set state = $2, sent_at = case when $2 = 'sent' then $3 else sent_at end where suggestion_id = $1";

pub(super) const SENT_SIGNAL: &str = "update sent_reply set signal = $2 where suggestion_id = $1";

pub(super) const SENT_JUDGED: &str =
    "update sent_reply set judged = $2, judged_by = $3, judged_at = $4 where suggestion_id = $1";

/// Also of an episode that its conversation no longer has before it.
pub(super) const CALL_EPISODE_WRONG: &str = r"
update episode set judged_wrong = true where id = (select episode_id from suggestion where id = $1)";

macro_rules! sent_rows {
    ($which:expr) => {
        concat!(
            "select r.suggestion_id, r.conversation_id, c.relay, s.turn_text, r.body, r.topic, r.statement, r.audit,
       r.state, r.at, r.signal, r.judged, r.judged_by
from sent_reply r join suggestion s on s.id = r.suggestion_id join conversation c on c.id = r.conversation_id ",
            $which
        )
    };
}

pub(super) const SENT: &str =
    sent_rows!("where r.at > $1 and r.state <> 'withdrawn' order by r.at desc, r.suggestion_id limit $2");

pub(super) const SENT_TO_JUDGE: &str = sent_rows!(
    "where r.judged is null and (r.audit or r.signal is not null) and r.state = 'sent'
order by r.at, r.suggestion_id limit $1"
);

/// Sent; drawn and judged; wrong of these; wrong in all.
pub(super) const SENT_FIGURES: &str = r"
select count(*) as sent,
       coalesce(sum(case when audit and judged is not null then 1 else 0 end), 0) as drawn,
       coalesce(sum(case when audit and judged = 'wrong' then 1 else 0 end), 0) as drawn_wrong,
       coalesce(sum(case when judged = 'wrong' then 1 else 0 end), 0) as wrong
from sent_reply where at >= $1 and at < $2 and state <> 'withdrawn'";

pub(super) const SENT_ONE: &str = sent_rows!("where r.suggestion_id = $1");
