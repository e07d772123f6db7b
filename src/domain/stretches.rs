//! How short and how long the stretches of time among the settings may be.

/// A day, ms.
const DAY: i64 = 86_400_000;

/// The least and the most of a stretch of time by its key, ms.
#[must_use]
pub fn limits_ms(field: &str) -> (i64, i64) {
    match field {
        "waiting_notice_ms" => (0, DAY),
        "suggestion_ttl_ms" => (1_000, 30 * DAY),
        "draft_deadline_ms" => (1_000, DAY),
        "resume_after_quiet_ms" => (0, 365 * DAY),
        "quiet_resolution_ms" => (60_000, 30 * DAY),
        "auto_hold_ms" | "debounce_max_ms" => (0, 600_000),
        // The debounce, and the time in which a decision can be taken back.
        _ => (0, 60_000),
    }
}
