//! A rule that would have caught what owners said needs a person, as it would stand among their own.

use super::words::words;
use crate::domain::report::ShareFigure;
use crate::domain::{ConversationId, Masked, SuggestionId};
use crate::guardrail::folded;

/// What a rule looks for, the shortest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pattern {
    /// One word, with its misspellings and disguises.
    Word(String),
    /// Words one after the other.
    Phrase(Vec<String>),
    /// Two words with at most three others between them, in either order.
    Near(String, String),
    /// Two words anywhere in the turn, as they are written.
    Both(String, String),
}

impl Pattern {
    /// How many words it takes; one that says where they stand is shorter to explain than one that does not.
    #[must_use]
    pub fn length(&self) -> usize {
        match self {
            Self::Word(_) => 10,
            Self::Phrase(words) => 10 * words.len(),
            Self::Near(..) => 21,
            Self::Both(..) => 22,
        }
    }

    /// For a person to read.
    #[must_use]
    pub fn says(&self) -> String {
        match self {
            Self::Word(word) => format!("“{word}”"),
            Self::Phrase(words) => format!("“{}”", words.join(" ")),
            Self::Near(one, other) => format!("“{one}” near “{other}”"),
            Self::Both(one, other) => format!("“{one}” and “{other}” in one turn"),
        }
    }

    fn words(&self) -> Vec<&str> {
        match self {
            Self::Word(word) => vec![word],
            Self::Phrase(words) => words.iter().map(String::as_str).collect(),
            Self::Near(one, other) | Self::Both(one, other) => vec![one, other],
        }
    }

    /// As the rule language has it.
    fn line(&self) -> String {
        match self {
            Self::Word(word) => format!("words = [{}]", quoted(word)),
            Self::Phrase(words) => format!("phrases = [{}]", quoted(&words.join(" "))),
            Self::Near(one, other) => format!(
                "phrases = [{}, {}]",
                quoted(&format!("{one} ... {other}")),
                quoted(&format!("{other} ... {one}"))
            ),
            // Words are letters and digits alone, so none means anything to a pattern.
            Self::Both(one, other) => {
                let (one, other) = (folded(one), folded(other));
                let pattern = format!(r"(?s)\b{one}\b.*\b{other}\b|\b{other}\b.*\b{one}\b");
                format!("regex = [{}]", quoted(&pattern))
            }
        }
    }
}

/// A text of TOML. What JSON escapes, TOML reads the same; the one sign that only JSON lets stand is left out.
fn quoted(text: &str) -> String {
    let text: String = text.chars().filter(|c| *c != '\u{7f}').collect();
    serde_json::Value::String(text).to_string()
}

/// A rule as it would be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleDraft {
    /// Its id.
    pub id: String,
    /// What people see.
    pub title: String,
    /// What it looks for.
    pub pattern: Pattern,
    /// What it must hold.
    pub must_match: Vec<String>,
    /// What it must let pass.
    pub must_miss: Vec<String>,
}

impl RuleDraft {
    /// With an id that is not among `taken`.
    pub(super) fn new(
        pattern: Pattern,
        must_match: Vec<String>,
        must_miss: Vec<String>,
        taken: &[&str],
    ) -> Self {
        let plain = |word: &&str| word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
        let named: Vec<&str> = pattern.words().into_iter().filter(plain).collect();
        let stem = if named.is_empty() { "words".to_owned() } else { named.join("-") };
        let mut id = format!("learned.{stem}");
        let mut number = 2_usize;
        while taken.contains(&id.as_str()) {
            id = format!("learned.{stem}-{number}");
            number += 1;
        }
        let title = format!("Needs a person: {}", pattern.says());
        Self { id, title, pattern, must_match, must_miss }
    }

    /// The `[[rules]]` block.
    #[must_use]
    pub fn block(&self) -> String {
        let list =
            |texts: &[String]| texts.iter().map(|text| quoted(text)).collect::<Vec<_>>().join(",\n    ");
        format!(
            "[[rules]]\nid = {}\ntitle = {}\n{}\nexamples.must_match = [\n    {}\n]\nexamples.must_not_match = [\n    {}\n]\n",
            quoted(&self.id),
            quoted(&self.title),
            self.pattern.line(),
            list(&self.must_match),
            list(&self.must_miss)
        )
    }

    /// An owner's text of rules with this one at its end.
    #[must_use]
    pub fn upon(&self, text: &str) -> String {
        let text = text.trim_end();
        let before = if text.is_empty() { "version = 1".to_owned() } else { text.to_owned() };
        format!("{before}\n\n{}", self.block())
    }
}

/// A rule with what it would have done.
#[derive(Clone, Debug, PartialEq)]
pub struct MinedRule {
    /// The rule.
    pub rule: RuleDraft,
    /// The owner's own rules with it.
    pub text: String,
    /// Of the turns that owners said need a person, those that it holds.
    pub caught: ShareFigure,
    /// Of the turns whose draft went out as it was, those that it would have held, with its interval.
    pub false_holds: ShareFigure,
    /// The suggestions whose turns it holds, of those that owners said need a person.
    pub caught_in: Vec<SuggestionId>,
    /// Chats that it would have held for nothing, at most three.
    pub held_for_nothing: Vec<ConversationId>,
}

impl MinedRule {
    /// For a person to read.
    #[must_use]
    pub fn says(&self) -> String {
        self.rule.pattern.says()
    }
}

/// A turn cut to the words around `at` (or from its beginning), without personal data and with no digit of its own: what
/// may stand as an example in a text that everybody reads. Nothing where masking fails.
pub(super) fn example(text: &str, at: Option<(usize, usize)>, around: usize) -> Option<String> {
    let all = words(text);
    let (from, to) = match at {
        Some((start, end)) => {
            let first = all.iter().position(|word| word.whole.end > start)?;
            let last = all.iter().rposition(|word| word.whole.start < end)?.max(first);
            (first.saturating_sub(around), (last + around + 1).min(all.len()))
        }
        None => (0, all.len().min(3 * around)),
    };
    let range = all.get(from)?.whole.start..all.get(to.checked_sub(1)?)?.whole.end;
    let line = text.get(range)?.split_whitespace().collect::<Vec<_>>().join(" ");
    let masked = Masked::new(&[line.as_str()])?.texts.into_iter().next()?;
    let plain = |c: char| if c.is_numeric() { '0' } else { c };
    let text: String = masked.chars().filter(|c| !c.is_control()).map(plain).collect();
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_is_written_as_the_rule_language_has_it() {
        let both = Pattern::Both("human".to_owned(), "invoice".to_owned());
        let draft = RuleDraft::new(
            both,
            vec!["a \"b\" \\".to_owned()],
            vec!["c".to_owned()],
            &["learned.human-invoice"],
        );
        assert_eq!(draft.id, "learned.human-invoice-2");
        let text = draft.upon("");
        let parsed: toml::Table = toml::from_str(&text).unwrap();
        let rule = &parsed["rules"][0];
        assert_eq!(rule["examples"]["must_match"][0].as_str(), Some("a \"b\" \\"));
        assert_eq!(rule["regex"][0].as_str(), Some(r"(?s)\bhuman\b.*\binvoice\b|\binvoice\b.*\bhuman\b"));
        assert!(draft.upon("version = 1\n# mine\n").starts_with("version = 1\n# mine\n\n[[rules]]"));
    }

    #[test]
    fn an_example_is_short_and_tells_nobodys_data() {
        let text = "My name is Anna, my order 4711 is late and ada@example.com waits. I want to talk to a human being now please, at once";
        let at = text.find("human").map(|at| (at, at + 5));
        assert_eq!(example(text, at, 3).as_deref(), Some("talk to a human being now please,"));
        let start = example(text, None, 3).unwrap();
        assert_eq!(start, "My name is Anna, my order 0000 is late");
        let mail = example("write to ada@example.com please", None, 4).unwrap();
        assert!(!mail.contains("ada@"), "{mail}");
        assert_eq!(example(" ", None, 3), None);
    }
}
