//! The rulebook that a configuration asks for: the built-in rules and the owner's own.

use std::fmt;
use std::path::Path;

use crate::config::Rules;
use crate::guardrail::{Routing, RuleFault, Rulebook};

/// All faults of a rulebook.
#[derive(Debug, thiserror::Error)]
pub struct RuleFaults(pub Vec<RuleFault>);

impl fmt::Display for RuleFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.0.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{fault}")?;
        }
        Ok(())
    }
}

/// Reads and compiles the rules, running every example of every rule.
///
/// # Errors
/// Every fault at once: the whole set is refused then.
pub fn rulebook(rules: &Rules) -> Result<Rulebook, RuleFaults> {
    Rulebook::parse(&sources(rules)?).map_err(RuleFaults)
}

/// The rules that send visitors to a human at once.
///
/// # Errors
/// Never in a release; without them nobody is served.
pub(super) fn routing() -> Result<Routing, RuleFaults> {
    Routing::built_in().map_err(RuleFaults)
}

/// The files of a rulebook, as (name, text).
pub(super) fn sources(rules: &Rules) -> Result<Vec<(String, String)>, RuleFaults> {
    let mut sources = if rules.without_built_in { Vec::new() } else { Rulebook::built_in_sources() };
    if let Some(folder) = &rules.path {
        sources.extend(read_folder(folder).map_err(|message| {
            RuleFaults(vec![RuleFault {
                file: folder.display().to_string(),
                line: None,
                rule: None,
                field: None,
                message,
            }])
        })?);
    }
    Ok(sources)
}

fn read_folder(folder: &Path) -> Result<Vec<(String, String)>, String> {
    let entries = std::fs::read_dir(folder).map_err(|e| format!("cannot be read: {e}"))?;
    let mut files: Vec<_> = entries
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|e| e == "toml"))
        .collect();
    files.sort();
    if files.is_empty() {
        return Err("holds no *.toml file; put rules there, or leave rules.path out".to_owned());
    }
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path)
                .map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
            Ok((path.display().to_string(), text))
        })
        .collect()
}
