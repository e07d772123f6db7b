-- The lottery that keeps some visitors for humans: a row for each stretch of time in which it is one and the same. The
-- newest is in force. `salt` is random and never shown. Rows are only ever added.
create table holdout_period (
    number   integer primary key,
    share    real not null,
    shadow   integer not null,
    salt     text not null,
    began_at integer not null
) strict;

-- Where an episode stands in it, whatever happened later: arm (ai_allowed, human_only), period, and its share. `passed`: the
-- draft that is made in both arms alike would have been shown.
alter table episode add column arm text;
alter table episode add column period integer;
alter table episode add column human_share real;
alter table episode add column passed integer;
