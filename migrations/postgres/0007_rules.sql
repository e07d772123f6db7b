-- The owner's own rules, written in the browser: every version whole, the last one in force.
-- `may_soften`: the owner said that they may let pass what the rules beneath them hold.
create table own_rules (
    number     bigint primary key,
    body       text collate "C" not null,
    may_soften boolean not null default false,
    reason     text collate "C" not null,
    by_whom    text collate "C" not null,
    at         bigint not null
);

-- New rules are tried on the newest turns.
create index screening_at on screening (at, id);
