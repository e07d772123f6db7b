//! A fixed message on its way: its words and the time in them are fixed once, so that whoever hears first that it
//! arrived, the relay's answer or its echo, knows what the visitor read.

use serde::{Deserialize, Serialize};

use super::measure::Measured;
use super::promise::Promise;
use super::say::{Said, Waiting};
use crate::domain::conversation::Conversation;
use crate::domain::handoff::Notice;
use crate::domain::id::ActionId;
use crate::domain::policy::Settings;
use crate::domain::time::Timestamp;

/// Words older than this are not told with their time, ms: above all tries of a working relay.
const LATE_MS: i64 = 120_000;

/// A fixed message as it was worded when it was decided on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Announced {
    /// The action that tells it.
    pub action: ActionId,
    /// The words.
    pub text: String,
    /// The time that they promise, if they do.
    pub until: Option<Timestamp>,
    /// When they were chosen.
    pub at: Timestamp,
}

impl Announced {
    /// The time that a visitor was promised who read `words`; nothing where they are not these words.
    #[must_use]
    pub fn promised_by(&self, words: &str) -> Option<Timestamp> {
        // Relays change spaces, quotes and markup.
        let bare = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        self.until.filter(|_| bare(words).contains(&bare(&self.text)))
    }

    /// Whether the words are as true at `now` as when they were chosen.
    fn holds(&self, waiting: &Waiting, now: Timestamp, promise: Option<Promise>) -> bool {
        let hours = &waiting.hours;
        let day = |at: Timestamp| hours.local(at).map(jiff::civil::DateTime::date);
        let another = promise.and_then(|p| p.until).is_some();
        now.since(self.at) <= LATE_MS * 1_000
            && day(now) == day(self.at)
            && hours.is_open(now) == hours.is_open(self.at)
            && self.until.is_none_or(|until| now < until && !another)
    }
}

impl Waiting {
    /// The words for a fixed message decided on now. While one with a time is on its way, another gives none.
    #[must_use]
    pub fn worded(
        &self,
        settings: &Settings,
        now: Timestamp,
        c: &Conversation,
        notice: Notice,
    ) -> Option<Said> {
        if c.announced.iter().any(|known| known.until.is_some()) {
            return self.timeless(settings, now, c, notice);
        }
        self.notice(settings, now, c, notice)
    }

    /// What `action` tells at `now`; `tried` where it may have told it before.
    ///
    /// # Errors
    /// Why it is not told.
    pub fn telling(
        &self,
        settings: &Settings,
        now: Timestamp,
        c: &Conversation,
        (action, notice, tried): (ActionId, Notice, bool),
    ) -> Result<Said, &'static str> {
        let told_already = "the visitor had been told already";
        let Some(fixed) = c.announced.iter().find(|known| known.action == action) else {
            // Decided on before words were fixed.
            return self.notice(settings, now, c, notice).ok_or(told_already);
        };
        let afresh = self.timeless(settings, now, c, notice).ok_or(told_already)?;
        if fixed.holds(self, now, c.promise) {
            return Ok(Said { text: fixed.text.clone(), until: fixed.until });
        }
        // Nobody knows whether they read the time, so nothing else is told in its place.
        if tried && fixed.until.is_some() {
            return Err("may have been told already, and its time does not hold any more");
        }
        Ok(afresh)
    }

    fn timeless(
        &self,
        settings: &Settings,
        now: Timestamp,
        c: &Conversation,
        notice: Notice,
    ) -> Option<Said> {
        Self { measured: Measured::default(), ..self.clone() }.notice(settings, now, c, notice)
    }
}
