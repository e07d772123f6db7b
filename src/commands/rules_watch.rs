//! Rules that change, in files or in the store, are put in force without a stop; a bad set is refused and the old one
//! stays.

use std::sync::Arc;

use super::rules::{RuleFaults, sources};
use crate::config::Rules;
use crate::domain::Policy;
use crate::engine::Engine;
use crate::guardrail::Rulebook;
use crate::ports::{OwnRulebook, OwnRules};

/// The texts of rule files, by name.
type Sources = Vec<(String, String)>;

/// Compares files and store with what was read last. Polling sees what file events miss, and what other replicas wrote.
pub(super) struct RulesWatch {
    rules: Rules,
    /// The files as they were read last; none while they cannot be read.
    files: Option<Sources>,
    /// The owner's own rules that were looked at last.
    own: Option<OwnRules>,
    /// Something has changed that was not looked at yet.
    fresh: bool,
}

impl RulesWatch {
    pub(super) fn new(rules: Rules) -> Self {
        let files = sources(&rules).ok();
        Self { rules, files, own: None, fresh: false }
    }

    /// Looks once. `Err` holds the faults of a set that was refused, once for each version of it.
    pub(super) async fn look(
        &mut self,
        engine: &Engine,
        store: &dyn OwnRulebook,
    ) -> Result<bool, RuleFaults> {
        let files = self.look_at_files();
        match store.own_rules().await {
            Ok(own) if own != self.own => {
                self.own = own;
                self.fresh = true;
            }
            Ok(_) => {}
            Err(error) => tracing::debug!(%error, "own rules could not be read; the ones in force stay"),
        }
        files?;
        let Some(files) = self.files.clone().filter(|_| self.fresh) else { return Ok(false) };
        self.fresh = false;
        let own = self.own.clone();
        let compiled = tokio::task::spawn_blocking(move || compiled(&files, own.as_ref())).await;
        let Ok(compiled) = compiled else { return Ok(false) };
        let rulebook = Arc::new(compiled?);
        if engine.policy().rulebook.hash() == rulebook.hash() {
            return Ok(false);
        }
        engine.change_policy(|policy| Policy { rulebook: Arc::clone(&rulebook), ..policy.clone() });
        Ok(true)
    }

    fn look_at_files(&mut self) -> Result<(), RuleFaults> {
        if self.rules.path.is_none() && self.files.is_some() {
            return Ok(());
        }
        match sources(&self.rules) {
            Ok(found) if self.files.as_ref() == Some(&found) => Ok(()),
            Ok(found) => {
                self.files = Some(found);
                self.fresh = true;
                Ok(())
            }
            // A folder that cannot be read for a moment is no change of the rules.
            Err(faults) if self.files.take().is_some() => Err(faults),
            Err(_) => Ok(()),
        }
    }
}

/// All rules together: the files', and the owner's own upon them.
fn compiled(files: &Sources, own: Option<&OwnRules>) -> Result<Rulebook, RuleFaults> {
    let book = Rulebook::parse(files).map_err(RuleFaults)?;
    match own {
        Some(own) => book.with_own(&own.text, own.may_soften).map_err(RuleFaults),
        None => Ok(book),
    }
}
