//! The regular expressions of a rule file, with limits on what they may cost.

use regex::{Regex, RegexBuilder};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::{Class, Hir, HirKind};

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
        let parsed = ParserBuilder::new().case_insensitive(true).build().parse(source);
        let beyond_ascii = parsed.is_ok_and(|pattern| !can_be_ascii(&pattern));
        Ok(Self { rule, regex, beyond_ascii })
    }

    /// Whether no text of ASCII alone can match.
    pub(super) const fn is_beyond_ascii(&self) -> bool {
        self.beyond_ascii
    }

    /// Calls `found` with the first matches.
    pub(super) fn find(&self, folded: &str, mut found: impl FnMut(usize, usize)) {
        for hit in self.regex.find_iter(folded).take(MAX_MATCHES) {
            found(hit.start(), hit.end());
        }
    }
}

/// Whether a text of ASCII alone can match. Case is folded as the pattern folds it, so that a sign whose small letter is
/// ASCII (the Kelvin sign) counts.
fn can_be_ascii(pattern: &Hir) -> bool {
    match pattern.kind() {
        HirKind::Empty | HirKind::Look(_) => true,
        HirKind::Literal(literal) => literal.0.is_ascii(),
        HirKind::Class(Class::Unicode(class)) => class.ranges().iter().any(|range| range.start().is_ascii()),
        HirKind::Class(Class::Bytes(class)) => class.ranges().iter().any(|range| range.start().is_ascii()),
        HirKind::Repetition(repetition) => repetition.min == 0 || can_be_ascii(&repetition.sub),
        HirKind::Capture(capture) => can_be_ascii(&capture.sub),
        HirKind::Concat(parts) => parts.iter().all(can_be_ascii),
        HirKind::Alternation(choices) => choices.iter().any(can_be_ascii),
    }
}
