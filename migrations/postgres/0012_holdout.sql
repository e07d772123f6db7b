-- The lottery that keeps some visitors for humans: a row for each stretch of time in which it is one and the same. The
-- newest is in force. `salt` is random and never shown. Rows are only ever added.
create table holdout_period (
    number   bigint primary key,
    share    double precision not null,
    shadow   boolean not null,
    salt     text collate "C" not null,
    began_at bigint not null
);

-- Where an episode stands in it, whatever happened later: arm (ai_allowed, human_only), period, and its share. `passed`: the
-- draft that is made in both arms alike would have been shown.
alter table episode add column arm text collate "C";
alter table episode add column period bigint;
alter table episode add column human_share double precision;
alter table episode add column passed boolean;
