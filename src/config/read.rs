//! Raw text to checked configuration: unknown keys, environment, secrets, types, ranges; every fault at once.

use std::fmt;
use std::path::Path;

use serde::de::DeserializeOwned;
use toml::{Table, Value};

use super::keys::{KNOWN, nearest};
use super::raw::{lift_channels, settle_texts, typed};
use super::settings::Config;
use crate::notify;

/// Environment variables of this beginning set keys: `BANISTER__POLICY__AUTONOMY=off`.
const PREFIX: &str = "BANISTER__";

/// One fault of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Line in the file, where it has one.
    pub line: Option<usize>,
    /// The key, as a path.
    pub key: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// All faults of one configuration.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct ConfigFaults {
    /// The file, or what stands for it.
    pub file: String,
    /// In the order found; never empty.
    pub faults: Vec<Fault>,
}

impl fmt::Display for ConfigFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, fault) in self.faults.iter().enumerate() {
            if i > 0 {
                writeln!(f)?;
            }
            write!(f, "{}", self.file)?;
            if let Some(line) = fault.line {
                write!(f, ":{line}")?;
            }
            write!(f, ": {}: {}", fault.key, fault.message)?;
        }
        Ok(())
    }
}

/// Reads the file at `path` (defaults alone when there is no path) and the environment.
///
/// # Errors
/// Every fault at once.
pub fn load(path: Option<&Path>) -> Result<Config, ConfigFaults> {
    let file = path.map_or_else(|| "(defaults)".to_owned(), |p| p.display().to_string());
    let text = match path {
        None => String::new(),
        Some(path) => std::fs::read_to_string(path).map_err(|e| ConfigFaults {
            file: file.clone(),
            faults: vec![Fault {
                line: None,
                key: "file".to_owned(),
                message: format!("cannot be read: {e}"),
            }],
        })?,
    };
    let environment: Vec<(String, String)> = std::env::vars().collect();
    parse(&file, &text, &environment)
}

/// Reads a configuration from its text and an environment.
///
/// # Errors
/// Every fault at once.
pub fn parse(file: &str, text: &str, environment: &[(String, String)]) -> Result<Config, ConfigFaults> {
    let mut reading = Reading { text, environment, faults: Vec::new(), unread: Vec::new() };
    let config = reading.config();
    if let Some(config) = &config {
        for (key, message) in config.faults() {
            // A secret that could not be read has been named already.
            if !reading.unread.contains(&key) {
                reading.fault(&key, message);
            }
        }
    }
    match config {
        Some(config) if reading.faults.is_empty() => Ok(config),
        _ => Err(ConfigFaults { file: file.to_owned(), faults: reading.faults }),
    }
}

struct Reading<'a> {
    text: &'a str,
    environment: &'a [(String, String)],
    faults: Vec<Fault>,
    /// Keys whose `${…}` or `file:…` could not be read.
    unread: Vec<String>,
}

impl Reading<'_> {
    fn fault(&mut self, key: &str, message: String) {
        let line = self.line_of(key);
        self.faults.push(Fault { line, key: key.to_owned(), message });
    }

    /// The line on which a key stands: the last part of its path, in its section if that can be told.
    fn line_of(&self, key: &str) -> Option<usize> {
        let whole = format!("[{key}]");
        if let Some(heading) = self.text.lines().position(|line| line.trim() == whole) {
            return Some(heading + 1);
        }
        let (section, name) = key.rsplit_once('.').unwrap_or((key, ""));
        let (section, nth) = match section.split_once('[') {
            Some((section, n)) => (section, n.trim_end_matches(']').parse::<usize>().unwrap_or(0)),
            None => (section, 0),
        };
        let mut seen = 0;
        let mut inside = false;
        let mut heading = None;
        for (i, line) in self.text.lines().enumerate() {
            let line = line.trim();
            if let Some(title) = line.strip_prefix('[') {
                let title = title.trim_start_matches('[').split(']').next().unwrap_or_default().trim();
                let matches = title == section;
                inside = matches && seen == nth;
                if matches {
                    seen += 1;
                }
                if inside {
                    heading = Some(i + 1);
                }
            } else if inside && !name.is_empty() && line.split('=').next().is_some_and(|k| k.trim() == name) {
                return Some(i + 1);
            }
        }
        heading
    }

    fn config(&mut self) -> Option<Config> {
        let mut table: Table = match toml::from_str(self.text) {
            Ok(table) => table,
            Err(error) => {
                let line =
                    error.span().map(|s| self.text.get(..s.start).unwrap_or("").lines().count().max(1));
                self.faults.push(Fault {
                    line,
                    key: "syntax".to_owned(),
                    message: error.message().to_owned(),
                });
                return None;
            }
        };
        lift_channels(&mut table);
        self.add_environment(&mut table);
        settle_texts(&mut table);
        self.drop_unknown(&mut table);
        for (section, value) in &mut table {
            self.resolve(section, value);
        }
        let relays = match table.remove("relay") {
            None => Vec::new(),
            Some(Value::Array(items)) => items
                .into_iter()
                .enumerate()
                .filter_map(|(i, v)| self.section(&format!("relay[{i}]"), v))
                .collect(),
            Some(_) => {
                self.fault("relay", "write it as [[relay]], one block a relay".to_owned());
                Vec::new()
            }
        };
        let table = &mut table;
        Some(Config {
            server: self.take(table, "server"),
            store: self.take(table, "store"),
            policy: self.take(table, "policy"),
            reply: self.take(table, "reply"),
            rules: self.take(table, "rules"),
            knowledge: self.take(table, "knowledge"),
            embedding: self.take(table, "embedding"),
            model: self.take(table, "model"),
            hours: self.take(table, "hours"),
            messages: self.take(table, "messages"),
            report: self.take(table, "report"),
            survey: self.take(table, "survey"),
            holdout: self.take(table, "holdout"),
            lessons: self.take(table, "lessons"),
            notify: self.notify(table),
            relays,
        })
    }

    /// A section that is not there, or cannot be read, stands in with its defaults, so that the others are checked all
    /// the same.
    fn take<T: DeserializeOwned + Default>(&mut self, table: &mut Table, name: &str) -> T {
        table.remove(name).and_then(|found| self.section(name, found)).unwrap_or_default()
    }

    /// `[notify]` and a section for each channel that there is.
    fn notify(&mut self, table: &mut Table) -> notify::Settings {
        let settings = table.remove("notify").and_then(|found| self.section("notify", found));
        notify::Settings {
            email: table.remove("notify.email").and_then(|found| self.section("notify.email", found)),
            webhook: table.remove("notify.webhook").and_then(|found| self.section("notify.webhook", found)),
            telegram: table
                .remove("notify.telegram")
                .and_then(|found| self.section("notify.telegram", found)),
            ..settings.unwrap_or_default()
        }
    }

    fn section<T: DeserializeOwned>(&mut self, name: &str, value: Value) -> Option<T> {
        match value.try_into::<T>() {
            Ok(section) => Some(section),
            Err(error) => {
                let text = error.to_string();
                {
                    let key = text.split("in `").nth(1).and_then(|t| t.split('`').next()).unwrap_or_default();
                    let path = if key.is_empty() { name.to_owned() } else { format!("{name}.{key}") };
                    let hint = if text.contains("unknown variant `auto`") {
                        " (sending without an owner does not exist in this version)"
                    } else {
                        ""
                    };
                    self.fault(&path, format!("{}{hint}", error.message().trim()));
                }
                None
            }
        }
    }

    /// Names every unknown key with its nearest neighbour, and leaves it out: the rest is still worth checking.
    fn drop_unknown(&mut self, table: &mut Table) {
        let sections: Vec<String> = table.keys().cloned().collect();
        for section in sections {
            let Some((_, keys)) = KNOWN.iter().find(|(name, _)| *name == section) else {
                let near = nearest(&section, KNOWN.iter().map(|(name, _)| *name));
                self.fault(&section, format!("is not a section{}", did_you_mean(near)));
                table.remove(&section);
                continue;
            };
            match table.get_mut(&section) {
                Some(Value::Table(inner)) => self.drop_unknown_keys(&section, &section, keys, inner),
                Some(Value::Array(items)) => {
                    for (i, item) in items.iter_mut().enumerate() {
                        if let Value::Table(inner) = item {
                            self.drop_unknown_keys(&section, &format!("{section}[{i}]"), keys, inner);
                        }
                    }
                }
                _ => {
                    self.fault(&section, format!("must be a section: [{section}]"));
                    table.remove(&section);
                }
            }
        }
    }

    fn drop_unknown_keys(&mut self, section: &str, path: &str, keys: &[&str], inner: &mut Table) {
        let unknown: Vec<String> = inner.keys().filter(|k| !keys.contains(&k.as_str())).cloned().collect();
        for key in unknown {
            let hint = did_you_mean(nearest(&key, keys.iter().copied()));
            self.fault(&format!("{path}.{key}"), format!("is not a key of [{section}]{hint}"));
            inner.remove(&key);
        }
    }

    /// `BANISTER__SECTION__KEY=value`.
    fn add_environment(&mut self, table: &mut Table) {
        for (name, text) in self.environment {
            let Some(rest) = name.strip_prefix(PREFIX) else { continue };
            let Some((section, key)) = rest.rsplit_once("__") else {
                let message = format!("is not {PREFIX}SECTION__KEY");
                self.faults.push(Fault { line: None, key: name.clone(), message });
                continue;
            };
            let (section, key) = (section.to_lowercase().replace("__", "."), key.to_lowercase());
            let entry = table.entry(section).or_insert_with(|| Value::Table(Table::new()));
            if let Value::Table(inner) = entry {
                let value = typed(&key, text);
                inner.insert(key, value);
            }
        }
    }

    /// `${NAME}` is taken from the environment, `file:PATH` from a file, where secrets are meant to lie.
    fn resolve(&mut self, path: &str, value: &mut Value) {
        match value {
            Value::String(text) => {
                let read = if let Some(name) = text.strip_prefix("${").and_then(|t| t.strip_suffix('}')) {
                    let found = self.environment.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
                    found.ok_or_else(|| format!("the environment variable {name} is not set"))
                } else if let Some(file) = text.strip_prefix("file:") {
                    std::fs::read_to_string(file)
                        .map(|s| s.trim_end().to_owned())
                        .map_err(|e| format!("the file {file} cannot be read: {e}"))
                } else {
                    return;
                };
                match read {
                    Ok(secret) => *text = secret,
                    Err(message) => {
                        self.fault(path, message);
                        self.unread.push(path.to_owned());
                    }
                }
            }
            Value::Table(inner) => {
                inner.iter_mut().for_each(|(k, v)| self.resolve(&format!("{path}.{k}"), v))
            }
            Value::Array(items) => {
                items.iter_mut().enumerate().for_each(|(i, v)| self.resolve(&format!("{path}[{i}]"), v));
            }
            _ => {}
        }
    }
}

fn did_you_mean(nearest: Option<&str>) -> String {
    nearest.map_or_else(String::new, |n| format!("; did you mean `{n}`?"))
}
