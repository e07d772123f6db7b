//! Opens the store of a command that reads what a service has kept. Where there is none, nothing is made of it: an empty
//! report of a file that was made a moment ago would only look like an answer.

use std::path::Path;

use super::cli::{Call, Usage};
use super::demo::CONFIG_FILE;
use crate::config::Config;
use crate::store::{Db, OpenError};

/// The store that the configuration names, if there is one.
///
/// # Errors
/// Where there is none: what was looked for, and what would be right.
pub(super) async fn existing(call: &Call, config: &Config) -> anyhow::Result<Db> {
    match Db::open_existing(&config.store).await {
        Err(OpenError::Missing(path)) => Err(Usage(missing(call.config_path.as_deref(), &path)).into()),
        opened => Ok(opened?),
    }
}

fn missing(config: Option<&Path>, path: &Path) -> String {
    let whole =
        |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string();
    let from = match config {
        Some(file) => format!("Configuration: {}.", whole(file)),
        None => "No configuration: there is no banister.toml in this folder.".to_owned(),
    };
    format!(
        "there is no database at {}. {from}\n\
         If your service keeps its data elsewhere, name its configuration: -c FILE.\n\
         If it has never run, begin with `banister serve`, or `banister demo`.\n\
         For the data of a demo: -c DIR/{CONFIG_FILE}, where DIR is the folder that the demo names at its start\n\
         (`banister demo --data DIR`; without --data they are removed when it stops).",
        whole(path)
    )
}
