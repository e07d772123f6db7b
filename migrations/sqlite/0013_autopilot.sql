-- Replies that leave without an owner: the switch, the gates with their logs, and what left.

-- Draws the lots. Made once, never shown.
create table autopilot_secret (
    id     integer primary key check (id = 1),
    secret text not null
) strict;

-- Append-only. `lever`: allow, forbid, pause, resume. The newest of each pair says how the switch stands.
create table autopilot_lever (
    seq     integer primary key autoincrement,
    lever   text not null,
    by_whom text not null,
    why     text,
    at      integer not null
) strict;

-- A gate for each alpha (percent) in use, after `moves` inputs. What it was told stands in its log, from which it can be
-- recomputed.
create table gate (
    alpha integer primary key,
    moves integer not null,
    state text not null,
    at    integer not null
) strict;

-- Append-only. The number is the place in the gate's log: of two who take the next place, one is refused.
create table gate_move (
    alpha           integer not null,
    number          integer not null,
    at              integer not null,
    conversation_id text,
    input           text not null,
    events          text not null,
    changed         integer not null,
    primary key (alpha, number)
) strict;
create index gate_move_changed on gate_move (at) where changed;

-- A reply let go without an owner, with the certificate it relied on. `state`: leaving, sent, withdrawn, uncertain.
create table sent_reply (
    suggestion_id   text primary key,
    conversation_id text not null references conversation (id),
    action_id       text not null,
    body            text not null,
    topic           text not null,
    statement       text not null,
    audit           integer not null,
    state           text not null,
    at              integer not null,
    sent_at         integer,
    signal          text,
    judged          text,
    judged_by       text,
    judged_at       integer
) strict;
create index sent_reply_at on sent_reply (at);
create index sent_reply_to_judge on sent_reply (at) where judged is null and (audit or signal is not null);
