-- Asking visitors how it was: one row an episode, asked or not, and the links by which they answer.

-- `visitor`: a hash of the relay's id of them, else the conversation. `state`: asked, answered, suppressed; an asked one
-- whose `expires_at` is over has expired. `asked_at` is null for what was not asked, `reason` says why, or what is unsure
-- about one that was. `score` is 1 to 5 for csat whatever `scale` showed, 0 to 10 for nps; `answered_at` is of the last answer.
create table survey (
    id              text primary key,
    conversation_id text not null,
    episode_id      text not null,
    visitor         text not null,
    instrument      text,
    scale           text not null,
    language        text,
    state           text not null,
    reason          text,
    made_at         integer not null,
    asked_at        integer,
    answered_at     integer,
    expires_at      integer not null,
    score           integer,
    comment         text
) strict;
create unique index survey_episode on survey (episode_id);
create index survey_visitor on survey (visitor, instrument, asked_at);
create index survey_conversation on survey (conversation_id, id);

-- Each try to ask has a token of its own. Only its hash is kept.
create table survey_link (
    token_hash text primary key,
    survey_id  text not null,
    made_at    integer not null
) strict;
create index survey_link_of on survey_link (survey_id);
