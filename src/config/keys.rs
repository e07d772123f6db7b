//! The keys there are, and the nearest one to a key there is not.

/// Section, and its keys. A test holds this list against what the sections really read.
pub(super) const KNOWN: &[(&str, &[&str])] = &[
    ("server", &["listen", "public_url", "trusted_proxies", "session_hours", "session_idle_hours", "log"]),
    ("store", &["url"]),
    (
        "policy",
        &[
            "autonomy",
            "alpha",
            "topics",
            "auto_hold_ms",
            "auto_per_conversation",
            "auto_per_hour",
            "auto_per_day",
            "auto_when",
            "auto_disclosure",
            "debounce_ms",
            "debounce_max_ms",
            "min_confidence",
            "max_assistant_turns",
            "unbacked_drafts",
            "human_at_once",
            "max_assistant_turns_per_minute",
            "undo_ms",
            "waiting_notice_ms",
            "suggestion_ttl_ms",
            "draft_deadline_ms",
            "resume_after_quiet_ms",
            "quiet_resolution_ms",
            "handoff_message",
            "waiting_message",
        ],
    ),
    ("holdout", &["share", "shadow"]),
    ("survey", &["csat", "nps", "scale", "delay_ms", "after_quiet", "nps_every", "nps_days", "name"]),
    ("hours", &["zone", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "closed"]),
    (
        "messages",
        &[
            "default", "ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "gl", "hi",
            "hr", "hu", "id", "it", "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk",
            "sl", "sv", "tl", "tr", "uk", "vi", "zh",
        ],
    ),
    ("lessons", &["days", "min_edits", "min_conversations"]),
    ("reply", &["tone", "max_sentences", "signature", "disclosure", "languages"]),
    ("rules", &["path", "without_built_in"]),
    (
        "report",
        &[
            "high_intent_pages",
            "high_intent_seconds",
            "first_reply_seconds",
            "hour_cost",
            "currency",
            "minutes_by_hand",
        ],
    ),
    ("knowledge", &["path"]),
    ("embedding", &["path", "base_url", "name", "api_key"]),
    (
        "model",
        &[
            "base_url",
            "name",
            "api_key",
            "timeout_ms",
            "max_concurrency",
            "max_completion_tokens",
            "temperature",
            "prompts",
            "logprobs",
            "daily_token_budget",
            "daily_cost_budget",
            "prompt_price",
            "completion_price",
        ],
    ),
    ("notify", &["overdue_minutes", "link_hours", "time_zone"]),
    ("notify.email", &["host", "port", "security", "username", "password", "from", "timeout_ms"]),
    ("notify.webhook", &["url", "decide_as", "timeout_ms"]),
    ("notify.telegram", &["token", "base_url", "timeout_ms"]),
    (
        "relay",
        &[
            "name",
            "kind",
            "inbound_secrets",
            "inbound_secret",
            "actions_url",
            "outbound_secret",
            "deduplicates",
            "timeout_ms",
            "csat",
        ],
    ),
];

/// The known word that takes the fewest changes, if it is near at all.
pub(super) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known.map(|k| (changes(word, k), k)).filter(|(d, k)| *d <= (k.len() / 2).max(2)).min().map(|(_, k)| k)
}

/// Levenshtein distance over bytes (Wagner & Fischer 1974): keys are ASCII.
fn changes(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (cell, y) in row.iter_mut().skip(1).zip(b.bytes()) {
            let above = *cell;
            left = (diagonal + usize::from(x != y)).min(above + 1).min(left + 1);
            diagonal = above;
            *cell = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_of_texts_is_a_key() {
        let known = KNOWN.iter().find(|(name, _)| *name == "messages").map(|(_, keys)| keys);
        let mut wanted = crate::domain::waiting::text_languages();
        wanted.insert(0, "default");
        assert_eq!(known.map(|keys| keys.to_vec()), Some(wanted));
    }

    #[test]
    fn the_nearest_key_is_named_and_a_far_one_is_not() {
        let keys = ["debounce_ms", "autonomy", "min_confidence"];
        assert_eq!(nearest("debouce_ms", keys.into_iter()), Some("debounce_ms"));
        assert_eq!(nearest("autonmy", keys.into_iter()), Some("autonomy"));
        assert_eq!(nearest("zzzzzzzzzzzzzzzz", keys.into_iter()), None);
        assert_eq!(changes("kitten", "sitting"), 3);
    }
}
