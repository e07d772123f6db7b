//! The statements about notices and the links to decide by.

pub(super) const NOTICES_VERSION: &str = r"
select (select coalesce(max(updated_at), 0) from conversation) as conversations,
       (select coalesce(max(updated_at), 0) from notice_choice) as choices,
       (select count(*) from app_user) as users";

/// The words of the index on open conversations.
pub(super) const OPEN_CONVERSATIONS: &str = r"
select state from conversation
where stage not in ('quiet', 'resolved') and not sample and id > $1 order by id limit $2";

pub(super) const TOLD_SQLITE: &str = r"
select recipient, subject from notice_subject
where recipient in ($1, 'team') and subject in (select value from json_each($2))";
pub(super) const TOLD_POSTGRES: &str = r"
select recipient, subject from notice_subject
where recipient in ($1, 'team') and subject in (select value from json_array_elements_text($2::json))";

pub(super) const ADD_NOTICE_SUBJECT: &str = r"
insert into notice_subject (recipient, subject, channel, notice_id, conversation_id)
values ($1, $2, $3, $4, $5) on conflict do nothing";

pub(super) const ADD_NOTICE: &str = r"
insert into notice (id, person, recipient, channel, state, due_at, made_at)
values ($1, $2, $3, $4, 'ready', $5, $5) on conflict do nothing";

pub(super) const NOTICES_DUE: &str = r"
select 1 from notice where channel = $2 and state in ('ready', 'leased', 'sending') and due_at <= $1 limit 1";

macro_rules! claim_notices {
    ($lock:literal) => {
        concat!(
            r"
update notice set unsure = unsure + case when state = 'sending' then 1 else 0 end, state = 'leased',
    due_at = $3, token = token + 1, attempt = attempt + 1
where id in (
    select id from notice where channel = $1 and state in ('ready', 'leased', 'sending') and due_at <= $2
    order by due_at, id limit $4 ",
            $lock,
            r")
returning id, person, recipient, channel, attempt, unsure, token, made_at"
        )
    };
}

pub(super) const CLAIM_NOTICES_SQLITE: &str = claim_notices!("");
pub(super) const CLAIM_NOTICES_POSTGRES: &str = claim_notices!("for update skip locked");

pub(super) const NOTICE_SUBJECTS: &str = r"
select subject, conversation_id from notice_subject where notice_id = $1 order by subject";

pub(super) const BEGIN_NOTICE: &str = r"
update notice set state = 'sending' where id = $1 and token = $2 and state = 'leased'";

pub(super) const FREE_SUBJECT: &str = "delete from notice_subject where notice_id = $1 and subject = $2";
pub(super) const FREE_SUBJECTS: &str = "delete from notice_subject where notice_id = $1";

pub(super) const END_NOTICE: &str = r"
update notice set state = $3, due_at = $4, error = $5, ended_at = $6, attempt = attempt - $7,
    unsure = unsure + $8
where id = $1 and token = $2 and state in ('leased', 'sending')";

macro_rules! notice_rows {
    ($rest:literal) => {
        concat!("select id, recipient, channel, state, attempt, error, made_at, ended_at from notice ", $rest)
    };
}

pub(super) const NOTICES_OF: &str =
    notice_rows!("where recipient in ($1, 'team') order by made_at desc, id desc limit $2");
pub(super) const NOTICE: &str = notice_rows!("where id = $1");

pub(super) const FORGET_NOTICE_SUBJECTS: &str = r"
delete from notice_subject where notice_id in (select id from notice where ended_at is not null and ended_at < $1)";
pub(super) const FORGET_NOTICES: &str = "delete from notice where ended_at is not null and ended_at < $1";
pub(super) const FORGET_DECISION_LINKS: &str = "delete from decision_link where expires_at < $1";

/// Only where no other process can be alive: SQLite's file is locked by this one.
pub(super) const FREE_NOTICES: &str = "update notice set due_at = 0 where state in ('leased', 'sending')";

pub(super) const CHOICES: &str = "select choices from notice_choice where person = $1";
pub(super) const PUT_CHOICES: &str = r"
insert into notice_choice (person, choices, updated_at) values ($1, $2, $3)
on conflict (person) do update set choices = excluded.choices, updated_at = excluded.updated_at";

/// What changed within the day is found by what its conversation says of itself: that is what has an index.
pub(super) const DAY_FIGURES: &str = r"
select
    (select count(distinct m.conversation_id) from conversation c join message m on m.conversation_id = c.id
     where c.last_activity >= $1 and not c.sample and not m.private and m.at >= $1 and m.at < $2
       and m.kind in ('human', 'approved', 'edited')) as answered,
    (select count(*) from conversation c join suggestion s on s.conversation_id = c.id
     where c.updated_at >= $1 and not c.sample and s.state = 'approved'
       and s.closed_at >= $1 and s.closed_at < $2) as approved,
    (select count(*) from conversation c join suggestion s on s.conversation_id = c.id
     where c.updated_at >= $1 and not c.sample and s.state = 'edited'
       and s.closed_at >= $1 and s.closed_at < $2) as edited,
    (select count(*) from conversation c join suggestion s on s.conversation_id = c.id
     where c.updated_at >= $1 and not c.sample and s.state = 'rejected'
       and s.closed_at >= $1 and s.closed_at < $2) as rejected,
    (select count(distinct k.conversation_id) from conversation c join screening k on k.conversation_id = c.id
     where c.updated_at >= $1 and not c.sample and k.held and k.at >= $1 and k.at < $2) as held,
    (select count(*) from suggestion s join conversation c on c.id = s.conversation_id
     where s.state = 'pending' and not c.sample) as waiting_suggestions,
    (select count(*) from conversation c where c.needs_human and not c.sample) as waiting_humans";

pub(super) const ADD_DECISION_LINK: &str = r"
insert into decision_link (token_hash, person, suggestion_id, revision, draft_hash, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7)";
pub(super) const DECISION_LINK: &str = r"
select token_hash, person, suggestion_id, revision, draft_hash, created_at, expires_at, used_at
from decision_link where token_hash = $1";

/// One of several at the same time finds the rows still open; the others wait for it, and then find none.
pub(super) const USE_DECISION_LINKS: &str = r"
update decision_link set used_at = $2
where used_at is null and (person, suggestion_id) = (
    select person, suggestion_id from decision_link
    where token_hash = $1 and used_at is null and expires_at > $2)
returning token_hash";
pub(super) const GIVE_BACK_DECISION_LINKS: &str = r"
update decision_link set used_at = null where person = $1 and suggestion_id = $2 and used_at = $3";
