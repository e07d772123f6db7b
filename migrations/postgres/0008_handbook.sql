-- What owners keep for answering: topics to sort by, saved replies, and how they judge what was answered.

create table topic (
    slug       text collate "C" primary key,
    name       text collate "C" not null,
    position   bigint not null,
    retired    boolean not null default false,
    updated_at bigint not null,
    by_whom    text collate "C"
);

create table saved_reply (
    name       text collate "C" primary key,
    body       text collate "C" not null,
    updated_at bigint not null,
    by_whom    text collate "C"
);

-- One judgement of an episode by each owner; the last one counts. Marks are 1 to 3.
create table rubric (
    episode_id      text collate "C" not null,
    by_whom         text collate "C" not null,
    conversation_id text collate "C" not null,
    clarity         bigint not null,
    correctness     bigint not null,
    empathy         bigint not null,
    at              bigint not null,
    primary key (episode_id, by_whom)
);

-- At most two topics beside the primary one, as JSON.
alter table episode add column secondary text collate "C" not null default '[]';

-- A list to begin with; the owner changes it.
insert into topic (slug, name, position, updated_at) values
    ('orders', 'Orders', 1, 0), ('shipping', 'Shipping', 2, 0), ('returns', 'Returns', 3, 0),
    ('billing', 'Billing', 4, 0), ('products', 'Products', 5, 0), ('account', 'Account', 6, 0),
    ('technical', 'Technical', 7, 0), ('other', 'Other', 8, 0);
