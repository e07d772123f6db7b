-- Events, conversations, outbox, and what the owner's desk reads.
-- Times are unix microseconds, UTC. JSON is text. Ids are text with their prefix.

-- The event log: append-only. `decided` marks events of our own that were written together with their decision.
create table event (
    seq                   integer primary key autoincrement,
    conversation_id       text not null,
    relay                 text not null,
    external_conversation text not null,
    key                   text not null,
    second_key            text,
    at                    integer not null,
    heard_at              integer not null,
    sequence              integer,
    sample                integer not null,
    decided               integer not null,
    payload               text not null
) strict;
create unique index event_key on event (key);
create unique index event_second_key on event (second_key) where second_key is not null;
create index event_conversation on event (conversation_id, seq);

-- What is scheduled is the conversation. `token` fences a worker that lost its lease.
create table lane (
    conversation_id text primary key,
    due_at          integer not null,
    lease_until     integer not null default 0,
    token           integer not null default 0,
    handled_seq     integer not null default 0
) strict;
create index lane_due on lane (due_at);

create table conversation (
    id            text primary key,
    relay         text not null,
    external_id   text not null,
    revision      integer not null,
    stage         text not null,
    handling      text not null,
    topic         text,
    needs_human   integer not null,
    sample        integer not null,
    last_activity integer not null,
    updated_at    integer not null,
    handed_off    text,
    state         text not null
) strict;
create unique index conversation_external on conversation (relay, external_id);
create index conversation_activity on conversation (last_activity, id);
create index conversation_needs_human on conversation (last_activity, id) where needs_human;
create index conversation_updated on conversation (updated_at);

create table message (
    conversation_id text not null,
    external_id     text not null,
    author          text not null,
    kind            text not null,
    private         integer not null,
    body            text not null,
    at              integer not null,
    suggestion_id   text,
    action_id       text,
    by_whom         text,
    primary key (conversation_id, external_id)
) strict;
create index message_time on message (conversation_id, at);

create table screening (
    id              integer primary key autoincrement,
    conversation_id text not null,
    at              integer not null,
    rulebook_hash   text not null,
    message_ids     text not null,
    held            integer not null,
    reasons         text not null
) strict;
create index screening_conversation on screening (conversation_id, id);

create table suggestion (
    id              text primary key,
    conversation_id text not null,
    state           text not null,
    revision        integer not null,
    draft_hash      text not null,
    draft           text not null,
    turn_text       text not null,
    created_at      integer not null,
    closed_at       integer,
    closed_by       text,
    reject_reason   text,
    edited_text     text
) strict;
create index suggestion_state on suggestion (state, created_at, id);
create index suggestion_conversation on suggestion (conversation_id, created_at);

-- Every answer to a draft order, whatever became of it: accounts of cost and quality.
create table draft_answer (
    order_id        text primary key,
    conversation_id text not null,
    outcome         text not null,
    draft           text,
    at              integer not null
) strict;

create table episode (
    id                text primary key,
    conversation_id   text not null,
    started_at        integer not null,
    first_response_at integer,
    resolved_at       integer,
    resolution        text,
    reopened_at       integer,
    handling          text not null,
    kind              text,
    held              integer not null,
    held_rules        text not null,
    csat              integer,
    csat_at           integer,
    nps               integer,
    nps_at            integer,
    comment           text,
    topic             text,
    sample            integer not null
) strict;
create index episode_started on episode (started_at);
create index episode_conversation on episode (conversation_id, started_at);

create table rating (
    conversation_id text not null,
    instrument      text not null,
    survey_id       text not null,
    episode_id      text,
    score           integer not null,
    comment         text,
    at              integer not null,
    primary key (conversation_id, instrument, survey_id)
) strict;

-- What is asked of the world. `due_at` is the end of the lease while leased;
-- `unsure` says that a try ended without a known outcome.
create table outbox (
    id                    text primary key,
    conversation_id       text not null,
    relay                 text not null,
    external_conversation text not null,
    kind                  text not null,
    speaks                integer not null,
    body                  text not null,
    state                 text not null,
    due_at                integer not null,
    token                 integer not null default 0,
    attempt               integer not null default 0,
    unsure                integer not null default false,
    error                 text,
    asked_at              integer not null,
    ended_at              integer
) strict;
create index outbox_due on outbox (due_at) where state in ('ready', 'leased');
create index outbox_speaking on outbox (conversation_id, id) where speaks and state in ('ready', 'leased');
create index outbox_dead on outbox (ended_at) where state = 'dead';

create table article (
    slug       text primary key,
    title      text not null,
    source     text not null,
    body       text not null,
    hash       text not null,
    updated_at integer not null
) strict;

create table app_user (
    id            text primary key,
    email         text not null unique,
    name          text not null,
    role          text not null,
    password_hash text not null,
    created_at    integer not null
) strict;

create table session (
    token_hash text primary key,
    user_id    text not null references app_user (id),
    csrf       text not null,
    created_at integer not null,
    expires_at integer not null
) strict;

create table signin_link (
    token_hash text primary key,
    user_id    text not null references app_user (id),
    expires_at integer not null
) strict;

create table api_token (
    token_hash text primary key,
    name       text not null,
    created_at integer not null
) strict;
