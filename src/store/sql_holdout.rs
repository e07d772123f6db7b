//! The statements about the lottery's periods.

pub(super) const PERIOD: &str =
    "select number, share, shadow, salt, began_at from holdout_period order by number desc limit 1";

/// The next number and no other: of several processes one makes it.
pub(super) const BEGIN_PERIOD: &str = r"
insert into holdout_period (number, share, shadow, salt, began_at)
select cast($1 as bigint), cast($2 as double precision), $3, $4, cast($5 as bigint)
where cast($1 as bigint) = (select coalesce(max(number) + 1, 0) from holdout_period)
on conflict (number) do nothing";

/// The first of the periods that draw up to the newest without one in between that draws nobody.
pub(super) const SINCE: &str = r"
select min(began_at) from holdout_period
where share > 0 and number > coalesce((select max(number) from holdout_period where share <= 0), -1)";
