//! What changed about sending without an owner, as matters for one person.

use super::kind::Kind;
use super::matter::{Matter, Subject};
use crate::domain::autopilot::News;
use crate::domain::time::Timestamp;

/// Older changes are no news: nobody is told of last month's at a first start, ms.
pub const NEWS_MS: i64 = 24 * 3_600_000;

/// What of `news` is new to somebody who signs in as `email`: nothing old, and nothing that they did themselves.
#[must_use]
pub fn autopilot_matters(now: Timestamp, news: &[News], email: &str) -> Vec<Matter> {
    let fresh = |news: &&News| news.at > now.minus_ms(NEWS_MS) && news.by.as_deref() != Some(email);
    let matter = |news: &News| Matter {
        subject: Subject::autopilot(&news.key),
        kind: Kind::Autopilot,
        since: news.at,
        danger: false,
        conversation: None,
    };
    news.iter().filter(fresh).map(matter).collect()
}
