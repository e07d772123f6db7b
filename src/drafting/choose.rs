//! Which drafter the settings ask for.

use std::sync::Arc;

use super::extractive::Extractive;
use super::openai::OpenAi;
use super::prompt::Prompts;
use super::settings::{BadSetting, Settings};
use crate::ports::Drafter;

/// The drafter that the settings ask for: a model behind `base_url`, or quotations without a model.
///
/// # Errors
/// Every fault of the settings, or that no HTTP client could be made.
pub fn drafter(settings: &Settings, prompts: Prompts) -> Result<Arc<dyn Drafter>, Vec<BadSetting>> {
    let faults = settings.faults();
    if !faults.is_empty() {
        return Err(faults);
    }
    if settings.base_url.is_none() {
        return Ok(Arc::new(Extractive));
    }
    let model = OpenAi::new(settings, prompts).map_err(|fault| vec![fault])?;
    Ok(Arc::new(model))
}
