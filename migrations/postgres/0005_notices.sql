-- What people are told away from the desk: their choices, what was told, and the links by which they decide.

-- `person`: whose choices led to it. `recipient`: that person, or `team` for the channel that all read.
-- `state`: ready, leased, sending (marked just before it leaves), sent, dropped, failed, unsure (may have arrived).
-- `unsure` counts the tries that ended without a known outcome; `due_at` is the end of the lease while leased.
create table notice (
    id        text collate "C" primary key,
    person    text collate "C" not null,
    recipient text collate "C" not null,
    channel   text collate "C" not null,
    state     text collate "C" not null,
    due_at    bigint not null,
    token     bigint not null default 0,
    attempt   bigint not null default 0,
    unsure    bigint not null default 0,
    error     text collate "C",
    made_at   bigint not null,
    ended_at  bigint
);
create index notice_due on notice (channel, due_at) where state in ('ready', 'leased', 'sending');
create index notice_made on notice (recipient, made_at);
create index notice_ended on notice (ended_at) where ended_at is not null;

-- What is told once: whoever writes the row first tells it.
create table notice_subject (
    recipient       text collate "C" not null,
    subject         text collate "C" not null,
    channel         text collate "C" not null,
    notice_id       text collate "C" not null,
    conversation_id text collate "C",
    primary key (recipient, subject, channel)
);
create index notice_subject_notice on notice_subject (notice_id);

create table notice_choice (
    person     text collate "C" primary key,
    choices    text collate "C" not null,
    updated_at bigint not null
);

-- Single-use links. Only the hash of the token is kept.
create table decision_link (
    token_hash    text collate "C" primary key,
    person        text collate "C" not null,
    suggestion_id text collate "C" not null,
    revision      bigint not null,
    draft_hash    text collate "C" not null,
    created_at    bigint not null,
    expires_at    bigint not null,
    used_at       bigint
);
create index decision_link_of on decision_link (person, suggestion_id);
create index decision_link_expires on decision_link (expires_at);

-- Where somebody waits.
create index conversation_open on conversation (id) where stage not in ('quiet', 'resolved');
