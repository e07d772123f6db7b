-- Events, conversations, outbox, and what the owner's desk reads.
-- Times are unix microseconds, UTC. JSON is text. Ids are text with their prefix.

-- The event log: append-only. `decided` marks events of our own that were written together with their decision.
create table event (
    seq                   bigint generated always as identity primary key,
    conversation_id       text collate "C" not null,
    relay                 text collate "C" not null,
    external_conversation text collate "C" not null,
    key                   text collate "C" not null,
    second_key            text collate "C",
    at                    bigint not null,
    heard_at              bigint not null,
    sequence              bigint,
    sample                boolean not null,
    decided               boolean not null,
    payload               text collate "C" not null
);
create unique index event_key on event (key);
create unique index event_second_key on event (second_key) where second_key is not null;
create index event_conversation on event (conversation_id, seq);

-- What is scheduled is the conversation. `token` fences a worker that lost its lease.
create table lane (
    conversation_id text collate "C" primary key,
    due_at          bigint not null,
    lease_until     bigint not null default 0,
    token           bigint not null default 0,
    handled_seq     bigint not null default 0
);
create index lane_due on lane (due_at);

create table conversation (
    id            text collate "C" primary key,
    relay         text collate "C" not null,
    external_id   text collate "C" not null,
    revision      bigint not null,
    stage         text collate "C" not null,
    handling      text collate "C" not null,
    topic         text collate "C",
    needs_human   boolean not null,
    sample        boolean not null,
    last_activity bigint not null,
    updated_at    bigint not null,
    handed_off    text collate "C",
    state         text collate "C" not null
);
create unique index conversation_external on conversation (relay, external_id);
create index conversation_activity on conversation (last_activity, id);
create index conversation_needs_human on conversation (last_activity, id) where needs_human;
create index conversation_updated on conversation (updated_at);

create table message (
    conversation_id text collate "C" not null,
    external_id     text collate "C" not null,
    author          text collate "C" not null,
    kind            text collate "C" not null,
    private         boolean not null,
    body            text collate "C" not null,
    at              bigint not null,
    suggestion_id   text collate "C",
    action_id       text collate "C",
    by_whom         text collate "C",
    primary key (conversation_id, external_id)
);
create index message_time on message (conversation_id, at);

create table screening (
    id              bigint generated always as identity primary key,
    conversation_id text collate "C" not null,
    at              bigint not null,
    rulebook_hash   text collate "C" not null,
    message_ids     text collate "C" not null,
    held            boolean not null,
    reasons         text collate "C" not null
);
create index screening_conversation on screening (conversation_id, id);

create table suggestion (
    id              text collate "C" primary key,
    conversation_id text collate "C" not null,
    state           text collate "C" not null,
    revision        bigint not null,
    draft_hash      text collate "C" not null,
    draft           text collate "C" not null,
    turn_text       text collate "C" not null,
    created_at      bigint not null,
    closed_at       bigint,
    closed_by       text collate "C",
    reject_reason   text collate "C",
    edited_text     text collate "C"
);
create index suggestion_state on suggestion (state, created_at, id);
create index suggestion_conversation on suggestion (conversation_id, created_at);

-- Every answer to a draft order, whatever became of it: accounts of cost and quality.
create table draft_answer (
    order_id        text collate "C" primary key,
    conversation_id text collate "C" not null,
    outcome         text collate "C" not null,
    draft           text collate "C",
    at              bigint not null
);

create table episode (
    id                text collate "C" primary key,
    conversation_id   text collate "C" not null,
    started_at        bigint not null,
    first_response_at bigint,
    resolved_at       bigint,
    resolution        text collate "C",
    reopened_at       bigint,
    handling          text collate "C" not null,
    kind              text collate "C",
    held              boolean not null,
    held_rules        text collate "C" not null,
    csat              bigint,
    csat_at           bigint,
    nps               bigint,
    nps_at            bigint,
    comment           text collate "C",
    topic             text collate "C",
    sample            boolean not null
);
create index episode_started on episode (started_at);
create index episode_conversation on episode (conversation_id, started_at);

create table rating (
    conversation_id text collate "C" not null,
    instrument      text collate "C" not null,
    survey_id       text collate "C" not null,
    episode_id      text collate "C",
    score           bigint not null,
    comment         text collate "C",
    at              bigint not null,
    primary key (conversation_id, instrument, survey_id)
);

-- What is asked of the world. `due_at` is the end of the lease while leased;
-- `unsure` says that a try ended without a known outcome.
create table outbox (
    id                    text collate "C" primary key,
    conversation_id       text collate "C" not null,
    relay                 text collate "C" not null,
    external_conversation text collate "C" not null,
    kind                  text collate "C" not null,
    speaks                boolean not null,
    body                  text collate "C" not null,
    state                 text collate "C" not null,
    due_at                bigint not null,
    token                 bigint not null default 0,
    attempt               bigint not null default 0,
    unsure                boolean not null default false,
    error                 text collate "C",
    asked_at              bigint not null,
    ended_at              bigint
);
create index outbox_due on outbox (due_at) where state in ('ready', 'leased');
create index outbox_speaking on outbox (conversation_id, id) where speaks and state in ('ready', 'leased');
create index outbox_dead on outbox (ended_at) where state = 'dead';

create table article (
    slug       text collate "C" primary key,
    title      text collate "C" not null,
    source     text collate "C" not null,
    body       text collate "C" not null,
    hash       text collate "C" not null,
    updated_at bigint not null
);

create table app_user (
    id            text collate "C" primary key,
    email         text collate "C" not null unique,
    name          text collate "C" not null,
    role          text collate "C" not null,
    password_hash text collate "C" not null,
    created_at    bigint not null
);

create table session (
    token_hash text collate "C" primary key,
    user_id    text collate "C" not null references app_user (id),
    csrf       text collate "C" not null,
    created_at bigint not null,
    expires_at bigint not null
);

create table signin_link (
    token_hash text collate "C" primary key,
    user_id    text collate "C" not null references app_user (id),
    expires_at bigint not null
);

create table api_token (
    token_hash text collate "C" primary key,
    name       text collate "C" not null,
    created_at bigint not null
);
