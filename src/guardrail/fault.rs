//! What is wrong with a rule file, said so that its author can mend it.

use std::fmt;

/// One fault of one rule file. A rulebook with a fault is refused as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleFault {
    /// The file, as it was named to `Rulebook::parse`.
    pub file: String,
    /// The line, counted from one.
    pub line: Option<usize>,
    /// The rule, if the fault lies in one.
    pub rule: Option<String>,
    /// The key that is at fault: `words`, `examples.must_match`.
    pub field: Option<String>,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for RuleFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        if let Some(rule) = &self.rule {
            write!(f, ": rule {rule}")?;
        }
        write!(f, ": {}", self.message)
    }
}

impl std::error::Error for RuleFault {}

/// Collects the faults of one file and knows its line numbers.
pub(super) struct Faults<'a> {
    file: &'a str,
    source: &'a str,
    pub(super) found: Vec<RuleFault>,
}

impl<'a> Faults<'a> {
    pub(super) fn new(file: &'a str, source: &'a str) -> Self {
        Self { file, source, found: Vec::new() }
    }

    /// Notes a fault at a byte offset of the file.
    pub(super) fn at(&mut self, offset: usize, rule: Option<&str>, field: &str, message: String) {
        self.found.push(RuleFault {
            file: self.file.to_owned(),
            line: Some(line_of(self.source, offset)),
            rule: rule.map(str::to_owned),
            field: Some(field.to_owned()),
            message,
        });
    }

    /// Notes what the TOML reader said.
    pub(super) fn toml(&mut self, error: &toml::de::Error) {
        self.found.push(RuleFault {
            file: self.file.to_owned(),
            line: error.span().map(|span| line_of(self.source, span.start)),
            rule: None,
            field: None,
            message: error.message().to_owned(),
        });
    }
}

fn line_of(source: &str, offset: usize) -> usize {
    let before = source.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() + 1
}
