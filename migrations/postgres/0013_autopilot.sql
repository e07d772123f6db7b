-- Replies that leave without an owner: the switch, the gates with their logs, and what left.

-- Draws the lots. Made once, never shown.
create table autopilot_secret (
    id     bigint primary key check (id = 1),
    secret text collate "C" not null
);

-- Append-only. `lever`: allow, forbid, pause, resume. The newest of each pair says how the switch stands.
create table autopilot_lever (
    seq     bigint generated always as identity primary key,
    lever   text collate "C" not null,
    by_whom text collate "C" not null,
    why     text collate "C",
    at      bigint not null
);

-- A gate for each alpha (percent) in use, after `moves` inputs. What it was told stands in its log, from which it can be
-- recomputed.
create table gate (
    alpha bigint primary key,
    moves bigint not null,
    state text collate "C" not null,
    at    bigint not null
);

-- Append-only. The number is the place in the gate's log: of two who take the next place, one is refused.
create table gate_move (
    alpha           bigint not null,
    number          bigint not null,
    at              bigint not null,
    conversation_id text collate "C",
    input           text collate "C" not null,
    events          text collate "C" not null,
    changed         boolean not null,
    primary key (alpha, number)
);
create index gate_move_changed on gate_move (at) where changed;

-- A reply let go without an owner, with the certificate it relied on. `state`: leaving, sent, withdrawn, uncertain.
create table sent_reply (
    suggestion_id   text collate "C" primary key,
    conversation_id text collate "C" not null references conversation (id),
    action_id       text collate "C" not null,
    body            text collate "C" not null,
    topic           text collate "C" not null,
    statement       text collate "C" not null,
    audit           boolean not null,
    state           text collate "C" not null,
    at              bigint not null,
    sent_at         bigint,
    signal          text collate "C",
    judged          text collate "C",
    judged_by       text collate "C",
    judged_at       bigint
);
create index sent_reply_at on sent_reply (at);
create index sent_reply_to_judge on sent_reply (at) where judged is null and (audit or signal is not null);
