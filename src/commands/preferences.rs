//! What owners chose on a page is put in force in every process, over what the configuration file says.

use std::sync::Arc;

use super::holdout::HoldoutWatch;
use crate::config::Config;
use crate::domain::survey::Surveys;
use crate::domain::waiting::{HoursSettings, MessagesSettings, Texts, Waiting};
use crate::domain::{Policy, Settings, Style};
use crate::engine::Engine;
use crate::ports::{Chooser as _, StoreError};
use crate::store::Db;

/// The configuration file's own values, and the version of what was chosen over them.
#[derive(Debug)]
pub(super) struct PreferencesWatch {
    policy: Settings,
    hours: HoursSettings,
    messages: MessagesSettings,
    survey: Surveys,
    demo: bool,
    seen: i64,
    holdout: HoldoutWatch,
}

impl PreferencesWatch {
    pub(super) fn new(config: &Config, demo: bool) -> Self {
        let (holdout, survey) = (HoldoutWatch::new(config.holdout), super::surveys::configured(config, demo));
        let (policy, hours, messages) =
            (config.policy.clone(), config.hours.clone(), config.messages.clone());
        Self { policy, hours, messages, survey, demo, seen: 0, holdout }
    }

    /// Looks once; `true` when another version was put in force.
    ///
    /// # Errors
    /// When the store cannot be read. A version that does not fit the file any more is told and left out.
    pub(super) async fn look(&mut self, db: &Db, engine: &Engine) -> Result<bool, StoreError> {
        let chosen = self.choices(db, engine).await? | super::topics::look(db, engine).await?;
        Ok(self.holdout.look(db, engine).await? || chosen)
    }

    async fn choices(&mut self, db: &Db, engine: &Engine) -> Result<bool, StoreError> {
        let Some(chosen) = db.chosen().await? else { return Ok(false) };
        if chosen.version == self.seen {
            return Ok(false);
        }
        self.seen = chosen.version;
        let mut preferences = chosen.preferences;
        // Texts that a later version cannot read must not put autonomy and hours out of force.
        if let Some(faults) = preferences.messages.as_ref().map(MessagesSettings::faults)
            && !faults.is_empty()
        {
            for (key, message) in faults {
                tracing::error!(key, message, "the texts chosen on a page are not in force");
            }
            preferences.messages = None;
        }
        let (settings, hours) = match preferences.over(&self.policy, &self.hours) {
            Ok(over) => over,
            Err(faults) => {
                for fault in faults {
                    tracing::error!(
                        key = fault.key,
                        fault.message,
                        "what was chosen on a page is not in force"
                    );
                }
                return Ok(false);
            }
        };
        let Ok(hours) = hours.read().map(Arc::new) else { return Ok(false) };
        let survey = match preferences.survey {
            Some(settings) => super::surveys::chosen(&self.survey, settings, self.demo),
            None => self.survey.clone(),
        };
        let texts = Arc::new(Texts::new(preferences.messages.unwrap_or_else(|| self.messages.clone())));
        let (budgets, habits) = (preferences.budgets, preferences.habits);
        engine.change_policy(|policy| {
            let waiting = Waiting { hours: hours.clone(), texts: texts.clone(), ..policy.waiting.clone() };
            let style = Style { habits: habits.clone(), ..policy.style.clone() };
            let survey = survey.clone();
            Policy { settings: settings.clone(), waiting, budgets, style, survey, ..policy.clone() }
        });
        Ok(true)
    }
}
