-- What owners keep for answering: topics to sort by, saved replies, and how they judge what was answered.

create table topic (
    slug       text primary key,
    name       text not null,
    position   integer not null,
    retired    integer not null default 0,
    updated_at integer not null,
    by_whom    text
) strict;

create table saved_reply (
    name       text primary key,
    body       text not null,
    updated_at integer not null,
    by_whom    text
) strict;

-- One judgement of an episode by each owner; the last one counts. Marks are 1 to 3.
create table rubric (
    episode_id      text not null,
    by_whom         text not null,
    conversation_id text not null,
    clarity         integer not null,
    correctness     integer not null,
    empathy         integer not null,
    at              integer not null,
    primary key (episode_id, by_whom)
) strict;

-- At most two topics beside the primary one, as JSON.
alter table episode add column secondary text not null default '[]';

-- A list to begin with; the owner changes it.
insert into topic (slug, name, position, updated_at) values
    ('orders', 'Orders', 1, 0), ('shipping', 'Shipping', 2, 0), ('returns', 'Returns', 3, 0),
    ('billing', 'Billing', 4, 0), ('products', 'Products', 5, 0), ('account', 'Account', 6, 0),
    ('technical', 'Technical', 7, 0), ('other', 'Other', 8, 0);
