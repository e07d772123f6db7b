-- What owners chose on a page, over the configuration file. Every version is kept; the newest is in force.
create table preferences (
    version bigint primary key,
    chosen  text collate "C" not null,
    at      bigint not null,
    by_whom text collate "C" not null
);
