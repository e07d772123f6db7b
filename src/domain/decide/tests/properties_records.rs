//! What is on record stays on record, in the random stories.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;

use super::properties::Seen;
use crate::domain::Handling;

/// (h), (i): what reached the visitor stays on record; a first response never moves later; revisions only grow.
pub(super) fn records_only_grow(seen: &Seen<'_>) -> TestCaseResult {
    prop_assert!(seen.after.revision >= seen.before.revision);
    let (Some(before), Some(after)) = (&seen.before.episode, &seen.after.episode) else { return Ok(()) };
    if before.id != after.id {
        prop_assert!(before.resolved_at.is_some());
        return Ok(());
    }
    prop_assert!(before.handling != Handling::AiAssisted || after.handling == Handling::AiAssisted);
    prop_assert_eq!(after.handling == Handling::None, after.first_response_at.is_none());
    prop_assert!(after.first_response_at.is_none_or(|at| at >= after.started_at));
    if let Some(first) = before.first_response_at {
        prop_assert!(after.first_response_at.is_some_and(|at| at <= first));
    }
    Ok(())
}
