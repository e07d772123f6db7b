-- The owner's own rules, written in the browser: every version whole, the last one in force.
-- `may_soften`: the owner said that they may let pass what the rules beneath them hold.
create table own_rules (
    number     integer primary key,
    body       text not null,
    may_soften integer not null default 0,
    reason     text not null,
    by_whom    text not null,
    at         integer not null
) strict;

-- New rules are tried on the newest turns.
create index screening_at on screening (at, id);
