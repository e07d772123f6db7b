-- What people are told away from the desk: their choices, what was told, and the links by which they decide.

-- `person`: whose choices led to it. `recipient`: that person, or `team` for the channel that all read.
-- `state`: ready, leased, sending (marked just before it leaves), sent, dropped, failed, unsure (may have arrived).
-- `unsure` counts the tries that ended without a known outcome; `due_at` is the end of the lease while leased.
create table notice (
    id        text primary key,
    person    text not null,
    recipient text not null,
    channel   text not null,
    state     text not null,
    due_at    integer not null,
    token     integer not null default 0,
    attempt   integer not null default 0,
    unsure    integer not null default 0,
    error     text,
    made_at   integer not null,
    ended_at  integer
) strict;
create index notice_due on notice (channel, due_at) where state in ('ready', 'leased', 'sending');
create index notice_made on notice (recipient, made_at);
create index notice_ended on notice (ended_at) where ended_at is not null;

-- What is told once: whoever writes the row first tells it.
create table notice_subject (
    recipient       text not null,
    subject         text not null,
    channel         text not null,
    notice_id       text not null,
    conversation_id text,
    primary key (recipient, subject, channel)
) strict;
create index notice_subject_notice on notice_subject (notice_id);

create table notice_choice (
    person     text primary key,
    choices    text not null,
    updated_at integer not null
) strict;

-- Single-use links. Only the hash of the token is kept.
create table decision_link (
    token_hash    text primary key,
    person        text not null,
    suggestion_id text not null,
    revision      integer not null,
    draft_hash    text not null,
    created_at    integer not null,
    expires_at    integer not null,
    used_at       integer
) strict;
create index decision_link_of on decision_link (person, suggestion_id);
create index decision_link_expires on decision_link (expires_at);

-- Where somebody waits.
create index conversation_open on conversation (id) where stage not in ('quiet', 'resolved');
