//! The drafter and the prompts that a configuration asks for.

use std::sync::Arc;

use anyhow::{Context as _, anyhow};

use crate::config::Config;
use crate::drafting::{self, Prompts};
use crate::ports::Drafter;

/// The drafter.
///
/// # Errors
/// Every fault of prompts and settings.
pub(super) fn drafter(config: &Config) -> anyhow::Result<Arc<dyn Drafter>> {
    let prompts = Prompts::load(config.model.prompts.as_deref(), &config.reply).context("model.prompts")?;
    drafting::drafter(&config.model, prompts).map_err(|faults| {
        let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
        anyhow!("{}", lines.join("\n"))
    })
}
