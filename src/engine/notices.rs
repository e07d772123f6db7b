//! Telling people away from the desk: the machinery that plans notices and sends them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::sync::Notify;

use super::handle::Engine;
use super::run::Outcome;
use crate::domain::notice::{Alarms, Channel, Choices};
use crate::domain::report::ReportSettings;
use crate::domain::{NoticeId, Timestamp};
use crate::ports::{
    Accounts, Autopilots, Clock, DecisionLinks, Desk, NoticeBook, NoticeRow, Notifier, Role, StoreError, User,
};

/// How often the outcome of a test is looked for: as long as the slowest notifier may take.
const TEST_LOOKS_MAX: u32 = 110;

/// Pause between two looks.
const TEST_PAUSE: Duration = Duration::from_millis(200);

/// Everything that telling asks of the world.
#[derive(Clone, Debug)]
pub struct NoticeWorld {
    /// What is kept about notices.
    pub book: Arc<dyn NoticeBook>,
    /// Links to decide by.
    pub links: Arc<dyn DecisionLinks>,
    /// Who may be told.
    pub accounts: Arc<dyn Accounts>,
    /// What changed about sending without an owner.
    pub autopilots: Arc<dyn Autopilots>,
    /// What the scorecard is made of.
    pub desk: Arc<dyn Desk>,
    /// The ways out, as far as the operator has set them up.
    pub notifiers: Arc<HashMap<Channel, Arc<dyn Notifier>>>,
    /// The time.
    pub clock: Arc<dyn Clock>,
}

/// What the operator decided about notices.
#[derive(Clone, Debug)]
pub struct NoticeSettings {
    /// When waiting becomes an alarm.
    pub alarms: Alarms,
    /// How long a link to decide by works, ms.
    pub link_ms: i64,
    /// How browsers reach us, without a slash at its end; without it notices carry no links.
    pub public_url: Option<String>,
    /// In whose name (an e-mail) whoever reads the team's channel may decide.
    pub team_decides_as: Option<String>,
    /// The zone of who has chosen none.
    pub time_zone: String,
    /// Targets and prices of the scorecard.
    pub report: ReportSettings,
}

/// Plans and sends notices. Holds nothing that matters: whatever it knows is in the store.
#[derive(Debug)]
pub struct Notices {
    pub(super) engine: Arc<Engine>,
    pub(super) world: NoticeWorld,
    pub(super) settings: NoticeSettings,
    pub(super) seen: Mutex<Seen>,
    /// Something may have to be planned.
    pub(super) news: Notify,
    /// Something is in line.
    pub(super) planned: Notify,
}

/// What was looked at last, so that idle rounds cost next to nothing.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// See [`NoticeBook::notices_version`].
    pub version: String,
    /// When to look again although it is the same.
    pub next: Timestamp,
    /// When old rows were last cleared away.
    pub cleared: Timestamp,
}

impl Notices {
    /// Notices about what `engine` has, told through `world`.
    #[must_use]
    pub fn new(engine: Arc<Engine>, world: NoticeWorld, settings: NoticeSettings) -> Self {
        Self { engine, world, settings, seen: Mutex::default(), news: Notify::new(), planned: Notify::new() }
    }

    /// Plans what is to be told, and sends what is due, once.
    ///
    /// # Errors
    /// When the store fails; what was sent stays sent.
    pub async fn tick(&self) -> Result<Outcome, StoreError> {
        let mut worked = self.plan_due().await?;
        for channel in self.open() {
            worked += self.send_due(channel).await?;
        }
        Ok(if worked == 0 { Outcome::Idle } else { Outcome::Worked(worked) })
    }

    /// The channels that are set up.
    #[must_use]
    pub fn open(&self) -> Vec<Channel> {
        Channel::ALL.into_iter().filter(|channel| self.world.notifiers.contains_key(channel)).collect()
    }

    /// Whether notices can carry links.
    #[must_use]
    pub const fn has_links(&self) -> bool {
        self.settings.public_url.is_some()
    }

    /// What somebody has chosen, or what holds for who has chosen nothing.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn choices(&self, person: &User) -> Result<Choices, StoreError> {
        let chosen = self.world.book.choices(&person.id).await?;
        let choices = chosen.unwrap_or_else(|| Choices::unspoken(&self.settings.time_zone));
        Ok(if person.role == Role::Owner { choices.of_owner() } else { choices })
    }

    /// Keeps what somebody has chosen.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn choose(&self, person: &str, choices: &Choices) -> Result<(), StoreError> {
        self.world.book.put_choices(person, choices, self.world.clock.now()).await?;
        self.news.notify_one();
        Ok(())
    }

    /// What somebody was told lately, newest first.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn lately(&self, person: &str, limit: i64) -> Result<Vec<NoticeRow>, StoreError> {
        self.world.book.notices_of(person, limit).await
    }

    /// Sends somebody a test through a channel, now, and answers with what became of it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn test(&self, person: &User, channel: Channel) -> Result<Option<NoticeRow>, StoreError> {
        let id: NoticeId = self.plan_test(person, channel).await?;
        for _ in 0..TEST_LOOKS_MAX {
            // The loop may have taken it up before us.
            self.send_due(channel).await?;
            let row = self.world.book.notice(id).await?;
            if row.as_ref().is_none_or(|row| row.ended_at.is_some()) {
                return Ok(row);
            }
            tokio::time::sleep(TEST_PAUSE).await;
        }
        self.world.book.notice(id).await
    }
}
