//! All statements in one list: a test prepares each on the real schema of its database.

#[cfg_attr(not(test), expect(clippy::wildcard_imports, reason = "the list is of all of them"))]
use super::{sql::*, sql_desk::*};

/// Which database a statement is written for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// The shared subset.
    Both,
    /// SQLite only.
    Sqlite,
    /// PostgreSQL only.
    Postgres,
}

/// All statements with the database they are for: a test prepares each on the real schema.
pub const ALL: &[(&str, &str, Dialect)] = &[
    ("WAKE_SQLITE", WAKE_SQLITE, Dialect::Sqlite),
    ("WAKE_POSTGRES", WAKE_POSTGRES, Dialect::Postgres),
    ("APPEND_SQLITE", APPEND_SQLITE, Dialect::Sqlite),
    ("NEWEST_KEYS", NEWEST_KEYS, Dialect::Sqlite),
    ("APPEND_POSTGRES", APPEND_POSTGRES, Dialect::Postgres),
    ("CLAIM_LANES_SQLITE", CLAIM_LANES_SQLITE, Dialect::Sqlite),
    ("CLAIM_LANES_POSTGRES", CLAIM_LANES_POSTGRES, Dialect::Postgres),
    ("CLAIM_LANE", CLAIM_LANE, Dialect::Both),
    ("LOCK_LANE", LOCK_LANE, Dialect::Both),
    ("RELEASE_LANE", RELEASE_LANE, Dialect::Both),
    ("GIVE_BACK_LANE", GIVE_BACK_LANE, Dialect::Both),
    ("REST_LANE", REST_LANE, Dialect::Both),
    ("LANE", LANE, Dialect::Both),
    ("PENDING", PENDING, Dialect::Both),
    ("FIRST_EVENT", FIRST_EVENT, Dialect::Both),
    ("CONVERSATION_STATE", CONVERSATION_STATE, Dialect::Both),
    ("PUT_CONVERSATION", PUT_CONVERSATION, Dialect::Both),
    ("PUT_MESSAGE", PUT_MESSAGE, Dialect::Both),
    ("ADD_SCREENING", ADD_SCREENING, Dialect::Both),
    ("ADD_SUGGESTION", ADD_SUGGESTION, Dialect::Both),
    ("CLOSE_SUGGESTION", CLOSE_SUGGESTION, Dialect::Both),
    ("ADD_DRAFT_ANSWER", ADD_DRAFT_ANSWER, Dialect::Both),
    ("PUT_EPISODE", PUT_EPISODE, Dialect::Both),
    ("REOPEN_EPISODE", REOPEN_EPISODE, Dialect::Both),
    ("PUT_RATING", PUT_RATING, Dialect::Both),
    ("PUT_HANDED_OFF", PUT_HANDED_OFF, Dialect::Both),
    ("ADD_ACTION", ADD_ACTION, Dialect::Both),
    ("SETTLE_ACTION", SETTLE_ACTION, Dialect::Both),
    ("CLAIM_ACTIONS_SQLITE", CLAIM_ACTIONS_SQLITE, Dialect::Sqlite),
    ("CLAIM_ACTIONS_POSTGRES", CLAIM_ACTIONS_POSTGRES, Dialect::Postgres),
    ("FINISH_ACTION", FINISH_ACTION, Dialect::Both),
    ("LANES_DUE", LANES_DUE, Dialect::Both),
    ("ACTIONS_DUE", ACTIONS_DUE, Dialect::Both),
    ("DEAD_LETTERS", DEAD_LETTERS, Dialect::Both),
    ("REPLAY", REPLAY, Dialect::Both),
    ("PAST_TURNS", PAST_TURNS, Dialect::Both),
    ("FREE_LANES", FREE_LANES, Dialect::Sqlite),
    ("FREE_ACTIONS", FREE_ACTIONS, Dialect::Sqlite),
    ("SUGGESTIONS", SUGGESTIONS, Dialect::Both),
    ("SUGGESTION", SUGGESTION, Dialect::Both),
    ("PENDING_OF", PENDING_OF, Dialect::Both),
    ("CONVERSATIONS", CONVERSATIONS, Dialect::Both),
    ("CONVERSATION", CONVERSATION, Dialect::Both),
    ("MESSAGES", MESSAGES, Dialect::Both),
    ("LAST_MESSAGE", LAST_MESSAGE, Dialect::Both),
    ("LAST_SCREENING", LAST_SCREENING, Dialect::Both),
    ("EPISODES", EPISODES, Dialect::Both),
    ("VERSION", VERSION, Dialect::Both),
    ("ARTICLES", ARTICLES, Dialect::Both),
    ("PUT_ARTICLE", PUT_ARTICLE, Dialect::Both),
    ("REMOVE_ARTICLE", REMOVE_ARTICLE, Dialect::Both),
    ("ARTICLES_VERSION", ARTICLES_VERSION, Dialect::Both),
    ("USERS", USERS, Dialect::Both),
    ("USER_BY_EMAIL", USER_BY_EMAIL, Dialect::Both),
    ("USER", USER, Dialect::Both),
    ("ADD_USER", ADD_USER, Dialect::Both),
    ("SET_PASSWORD", SET_PASSWORD, Dialect::Both),
    ("ADD_SESSION", ADD_SESSION, Dialect::Both),
    ("SESSION", SESSION, Dialect::Both),
    ("END_SESSION", END_SESSION, Dialect::Both),
    ("END_SESSIONS_OF", END_SESSIONS_OF, Dialect::Both),
    ("ADD_TOKEN", ADD_TOKEN, Dialect::Both),
    ("TOKEN", TOKEN, Dialect::Both),
    ("ADD_LINK", ADD_LINK, Dialect::Both),
    ("USE_LINK", USE_LINK, Dialect::Both),
];
