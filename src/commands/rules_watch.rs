//! Rule files that change are put in force without a stop; a bad set is refused and the old one stays.

use std::sync::Arc;

use super::rules::{RuleFaults, sources};
use crate::config::Rules;
use crate::domain::Policy;
use crate::engine::Engine;
use crate::guardrail::Rulebook;

/// Compares the files with what was read last. Polling sees what file events miss.
pub(super) struct RulesWatch {
    rules: Rules,
    last: Option<Vec<(String, String)>>,
}

impl RulesWatch {
    pub(super) fn new(rules: Rules) -> Self {
        let last = sources(&rules).ok();
        Self { rules, last }
    }

    /// Looks once. `Err` holds the faults of a set that was refused, once for each version of it.
    pub(super) async fn look(&mut self, engine: &Engine) -> Result<bool, RuleFaults> {
        if self.rules.path.is_none() {
            return Ok(false);
        }
        let read = sources(&self.rules);
        let found = match read {
            Ok(found) if self.last.as_ref() == Some(&found) => return Ok(false),
            Ok(found) => found,
            // A folder that cannot be read for a moment is no change of the rules.
            Err(faults) if self.last.is_some() => {
                self.last = None;
                return Err(faults);
            }
            Err(_) => return Ok(false),
        };
        self.last = Some(found.clone());
        let compiled = tokio::task::spawn_blocking(move || Rulebook::parse(&found)).await;
        let Ok(compiled) = compiled else { return Ok(false) };
        let rulebook = Arc::new(compiled.map_err(RuleFaults)?);
        if engine.policy().rulebook.hash() == rulebook.hash() {
            return Ok(false);
        }
        engine.change_policy(|policy| Policy { rulebook: rulebook.clone(), ..policy.clone() });
        Ok(true)
    }
}
