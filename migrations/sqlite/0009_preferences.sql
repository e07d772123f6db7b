-- What owners chose on a page, over the configuration file. Every version is kept; the newest is in force.
create table preferences (
    version integer primary key,
    chosen  text not null,
    at      integer not null,
    by_whom text not null
) strict;
