//! The regular expressions of a rule file, with limits on what they may cost.

use regex::{Regex, RegexBuilder};

/// Compiled size of one pattern; one that needs more is a mistake or an attack.
const MAX_REGEX_BYTES: usize = 256 * 1024;
/// More matches tell nothing new.
const MAX_MATCHES: usize = 16;

/// A pattern over the folded text.
#[derive(Clone, Debug)]
pub(super) struct OwnerPattern {
    pub(super) rule: usize,
    regex: Regex,
    /// No ASCII text can match it.
    beyond_ascii: bool,
}

impl OwnerPattern {
    /// Compiles a pattern, or says what is wrong with it.
    pub(super) fn new(rule: usize, source: &str) -> Result<Self, String> {
        let regex = RegexBuilder::new(source)
            .case_insensitive(true)
            .size_limit(MAX_REGEX_BYTES)
            .dfa_size_limit(MAX_REGEX_BYTES * 4)
            .build()
            .map_err(|error| format!("regex {source:?}: {error}"))?;
        if regex.is_match("") {
            return Err(format!("regex {source:?} matches the empty text, so it would hold all"));
        }
        Ok(Self { rule, regex, beyond_ascii: needs_more_than_ascii(source) })
    }

    /// Calls `found` with the first matches.
    pub(super) fn find(&self, folded: &str, mut found: impl FnMut(usize, usize)) {
        if self.beyond_ascii && folded.is_ascii() {
            return;
        }
        for hit in self.regex.find_iter(folded).take(MAX_MATCHES) {
            found(hit.start(), hit.end());
        }
    }
}

/// Whether some group of a simple pattern has a letter beyond ASCII in each of its choices. May say
/// no for a pattern that does; never yes for one that does not.
fn needs_more_than_ascii(source: &str) -> bool {
    let simple = !source.contains(['\\', '[', '^', '$']) && !source.contains("(?") && !source.contains("((");
    if !simple {
        return false;
    }
    let mut groups = source.split('(').skip(1).filter_map(|rest| rest.split_once(')'));
    let outside: String =
        source.split('(').map(|rest| rest.split_once(')').map_or(rest, |(_, rest)| rest)).collect();
    let optional = |rest: &str| rest.starts_with(['?', '*', '{']);
    let needed = |choice: &str| {
        let mut letters = choice.chars().peekable();
        while let Some(c) = letters.next() {
            // Case folding makes ASCII of some signs and Latin letters, such as the Kelvin sign.
            let beyond = c >= '\u{370}' && c != '\u{212A}';
            if beyond && !letters.peek().is_some_and(|next| matches!(next, '?' | '*' | '{')) {
                return true;
            }
        }
        false
    };
    !outside.contains('|')
        && (needed(&outside) || groups.any(|(group, rest)| !optional(rest) && group.split('|').all(needed)))
}
