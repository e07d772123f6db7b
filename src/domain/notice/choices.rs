//! What a person wants to hear, where, and when not.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::hours::{DAY_MINUTES, Quiet, Weekday, is_zone, minute_at};
use super::kind::{Channel, Kind};
use crate::domain::time::Timestamp;

/// The longest that notices are gathered, minutes: longer, and a visitor waits for nothing.
pub const BATCH_MINUTES_MAX: u32 = 240;

/// Who has chosen nothing hears after this many minutes, so that what is decided at the desk meanwhile is not told.
const BATCH_MINUTES: u32 = 5;

/// The digest's hour for who has chosen none: 08:00.
const DIGEST_MINUTE: u16 = 480;

/// The scorecard's hour for who has chosen none: 08:00 on Mondays.
const SCORECARD_MINUTE: u16 = 480;

/// What was chosen before there were scorecards.
const fn scorecard_minute() -> u16 {
    SCORECARD_MINUTE
}

/// One person's choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Where each kind is told; a kind that is missing is not told.
    pub channels: BTreeMap<Kind, Channel>,
    /// When nothing is told but danger.
    pub quiet: Option<Quiet>,
    /// The zone of their clock, an IANA name.
    pub time_zone: String,
    /// What comes up is gathered for so long and told together, minutes; 0 = at once.
    pub batch_minutes: u32,
    /// The minute of the day of the digest.
    pub digest_minute: u16,
    /// The chat with the operator's bot; below 0 it is a group.
    pub telegram_chat: Option<i64>,
    /// When the digest was last set up: none is told of an hour before that.
    pub digest_since: Timestamp,
    /// The day of the week of the scorecard.
    #[serde(default)]
    pub scorecard_day: Weekday,
    /// Its minute of that day.
    #[serde(default = "scorecard_minute")]
    pub scorecard_minute: u16,
    /// See [`Choices::digest_since`].
    #[serde(default)]
    pub scorecard_since: Timestamp,
    /// Whether they chose where, or whether at all, autopilot is told. What was chosen before there was one does not say.
    #[serde(default)]
    pub autopilot_chosen: bool,
}

/// A choice that cannot be meant.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {message}")]
pub struct BadChoice {
    /// The field.
    pub field: &'static str,
    /// What is wrong, and what would be right.
    pub message: String,
}

impl Choices {
    /// Of somebody who has chosen nothing: what needs a human, by mail, where there is mail.
    #[must_use]
    pub fn unspoken(time_zone: &str) -> Self {
        let told = [Kind::Handoff, Kind::Promise, Kind::Overdue, Kind::Suggestion];
        Self {
            channels: told.map(|kind| (kind, Channel::Email)).into(),
            quiet: None,
            time_zone: time_zone.to_owned(),
            batch_minutes: BATCH_MINUTES,
            digest_minute: DIGEST_MINUTE,
            telegram_chat: None,
            digest_since: Timestamp(0),
            scorecard_day: Weekday::default(),
            scorecard_minute: SCORECARD_MINUTE,
            scorecard_since: Timestamp(0),
            autopilot_chosen: false,
        }
    }

    /// As an owner's: unless they chose otherwise, what becomes of autopilot is told where the weightiest of the rest is.
    #[must_use]
    pub fn of_owner(mut self) -> Self {
        let weightiest = Kind::CHOSEN.iter().find_map(|kind| self.channels.get(kind).copied());
        if let Some(channel) = weightiest.filter(|_| !self.autopilot_chosen) {
            self.channels.insert(Kind::Autopilot, channel);
        }
        self
    }

    /// Every choice that cannot be meant, where `open` are the channels that the operator has set up.
    #[must_use]
    pub fn faults(&self, open: &[Channel]) -> Vec<BadChoice> {
        let mut faults = Vec::new();
        let mut bad = |field, message: String| faults.push(BadChoice { field, message });
        for (kind, channel) in &self.channels {
            if !open.contains(channel) {
                bad(
                    kind.as_str(),
                    format!("`{}` is not set up here; choose another channel", channel.as_str()),
                );
            } else if *channel == Channel::Telegram && self.telegram_chat.is_none() {
                bad(
                    "telegram_chat",
                    "is missing; Telegram needs the number of your chat with the bot".to_owned(),
                );
            }
        }
        if !is_zone(&self.time_zone) {
            bad("time_zone", "is not a time zone; write one like Europe/Berlin or UTC".to_owned());
        }
        if let Some(quiet) = self.quiet
            && (quiet.from == quiet.to || quiet.from >= DAY_MINUTES || quiet.to >= DAY_MINUTES)
        {
            bad(
                "quiet_from",
                "and quiet_to must be two different times of the day, like 22:00 and 07:00".to_owned(),
            );
        }
        if self.batch_minutes > BATCH_MINUTES_MAX {
            bad("batch_minutes", format!("must be 0 to {BATCH_MINUTES_MAX}"));
        }
        if self.digest_minute >= DAY_MINUTES {
            bad("digest_at", "must be a time of the day like 08:00".to_owned());
        }
        if self.scorecard_minute >= DAY_MINUTES {
            bad("scorecard_at", "must be a time of the day like 08:00".to_owned());
        }
        // Telegram's numbers have at most 52 significant bits.
        if self.telegram_chat.is_some_and(|chat| chat == 0 || chat.unsigned_abs() >> 52 != 0) {
            bad("telegram_chat", "is not the number of a Telegram chat".to_owned());
        }
        faults
    }

    /// Where a kind is told, if it is, among the channels that are `open`.
    #[must_use]
    pub fn channel(&self, kind: Kind, open: &[Channel]) -> Option<Channel> {
        let channel = *self.channels.get(&kind)?;
        let reachable = channel != Channel::Telegram || self.telegram_chat.is_some();
        (reachable && open.contains(&channel)).then_some(channel)
    }

    /// Whether it is within the quiet hours.
    #[must_use]
    pub fn is_quiet(&self, now: Timestamp) -> bool {
        self.quiet.is_some_and(|quiet| quiet.holds(minute_at(now, &self.time_zone)))
    }

    /// Whether only this person reads what goes through `channel`: only then may it carry links to decide by.
    #[must_use]
    pub fn reads_alone(&self, channel: Channel) -> bool {
        match channel {
            Channel::Email => true,
            Channel::Webhook => false,
            Channel::Telegram => self.telegram_chat.is_some_and(|chat| chat > 0),
        }
    }
}
