//! The statements about what falls back to suggestions, and about who pulled the switch.

pub(super) const PULLS: &str = r"
select seq, lever, by_whom, why, at from autopilot_lever where at > $1 order by seq desc limit $2";

/// What keeps replies from leaving now.
pub(super) const FALLEN: &str =
    "select topic from fall_back where closed_at is null and overridden_at is null order by topic";

/// The open ones, and those that ended since.
pub(super) const FALLS: &str = r"
select seq, topic, since, evidence, overridden_by, overridden_at, why, closed_at from fall_back
where closed_at is null or closed_at > $1 order by seq desc limit 1000";

pub(super) const FALL: &str =
    "insert into fall_back (topic, since, evidence) values ($1, $2, $3) on conflict do nothing";

pub(super) const RISE: &str = "update fall_back set closed_at = $2 where topic = $1 and closed_at is null";

pub(super) const OVERRIDE_FALL: &str = r"
update fall_back set overridden_by = $2, why = $3, overridden_at = $4
where topic = $1 and closed_at is null and overridden_at is null";
