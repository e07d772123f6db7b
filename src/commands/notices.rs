//! Notices put together: the channels that are configured, and what an operator should know of them.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context as _;

use crate::config::Config;
use crate::domain::notice::{Alarms, Channel};
use crate::engine::{Engine, NoticeSettings, NoticeWorld, Notices};
use crate::notify::{EmailNotifier, TelegramNotifier, WebhookNotifier};
use crate::ports::{Accounts as _, Clock, Notifier};
use crate::store::Db;

type Notifiers = HashMap<Channel, Arc<dyn Notifier>>;

const MINUTE_MS: i64 = 60_000;
const HOUR_MS: i64 = 60 * MINUTE_MS;

/// Notices over an open store.
pub(super) fn notices(
    config: &Config,
    engine: &Arc<Engine>,
    db: &Db,
    clock: &Arc<dyn Clock>,
) -> anyhow::Result<Arc<Notices>> {
    let settings = &config.notify;
    let world = NoticeWorld {
        book: Arc::new(db.clone()),
        links: Arc::new(db.clone()),
        accounts: Arc::new(db.clone()),
        autopilots: Arc::new(db.clone()),
        desk: Arc::new(db.clone()),
        notifiers: Arc::new(notifiers(config)?),
        clock: Arc::clone(clock),
    };
    let overdue_ms = i64::from(settings.overdue_minutes) * MINUTE_MS;
    let settings = NoticeSettings {
        alarms: Alarms { overdue_ms: (overdue_ms > 0).then_some(overdue_ms) },
        link_ms: i64::from(settings.link_hours) * HOUR_MS,
        public_url: config.server.public_url.as_ref().map(|url| url.trim_end_matches('/').to_owned()),
        team_decides_as: settings
            .webhook
            .as_ref()
            .and_then(|w| w.decide_as.as_ref())
            .map(|e| e.trim().to_lowercase()),
        time_zone: settings.time_zone.clone(),
        report: config.report.clone(),
    };
    Ok(Arc::new(Notices::new(Arc::clone(engine), world, settings)))
}

/// The channels that are configured.
pub(super) fn notifiers(config: &Config) -> anyhow::Result<Notifiers> {
    let mut all = Notifiers::new();
    if let Some(email) = &config.notify.email {
        let notifier = EmailNotifier::new(email).context("notify.email")?;
        all.insert(Channel::Email, Arc::new(notifier));
    }
    if let Some(webhook) = &config.notify.webhook {
        let notifier = WebhookNotifier::new(webhook).context("notify.webhook: the HTTP client")?;
        all.insert(Channel::Webhook, Arc::new(notifier));
    }
    if let Some(telegram) = &config.notify.telegram {
        let notifier = TelegramNotifier::new(telegram).context("notify.telegram: the HTTP client")?;
        all.insert(Channel::Telegram, Arc::new(notifier));
    }
    Ok(all)
}

/// What works, but most likely not as it was meant.
pub(super) fn remarks(config: &Config) -> Vec<&'static str> {
    let mut remarks = Vec::new();
    if config.notify.any() && config.server.public_url.is_none() {
        remarks.push(
            "server.public_url is not set: notices carry no links, neither to the inbox nor to decide by",
        );
    }
    remarks
}

/// The same, where one must look into the store to tell.
pub(super) async fn remark_on_people(config: &Config, db: &Db) -> anyhow::Result<()> {
    let Some(email) = config.notify.webhook.as_ref().and_then(|webhook| webhook.decide_as.as_ref()) else {
        return Ok(());
    };
    if db.user_by_email(&email.trim().to_lowercase()).await?.is_none() {
        eprintln!(
            "notify.webhook.decide_as: nobody signs in as {email}; until somebody does, the team's channel gets no \
             links to decide by"
        );
    }
    Ok(())
}
