//! One matter in the words that a notice has room for: what the visitor asks, why it matters, what is suggested.

use super::kind::Kind;
use super::matter::Matter;
use crate::domain::conversation::Conversation;
use crate::domain::id::ConversationId;
use crate::domain::stage::Stage;
use crate::domain::time::Timestamp;
use crate::guardrail::Masked;

/// How much of a text a notice holds at most, characters. The page behind its link has all of it.
const TEXT_CHARS_MAX: usize = 1_200;

/// How much of a name a notice holds at most, characters.
const NAME_CHARS_MAX: usize = 60;

/// How many letters of the relay's own id tell nameless visitors apart.
const SHORT_CHARS: usize = 6;

/// What a notice says of one matter. Personal data and secrets are left out of its texts: mail and chat systems are
/// no place for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub kind: Kind,
    /// Somebody may be in danger.
    pub danger: bool,
    /// The visitor's name on one line, where the relay gives one.
    pub visitor: Option<String>,
    /// The end of the relay's id of the conversation.
    pub short: String,
    /// The relay.
    pub relay: String,
    /// Why a human is needed, in a sentence; empty where it is not about that.
    pub why: String,
    /// What the visitor asks.
    pub question: String,
    /// What is suggested, where something is.
    pub draft: Option<String>,
    /// The titles of the articles it rests on.
    pub sources: Vec<String>,
    /// Since when the visitor waits.
    pub waiting_since: Timestamp,
    /// Until when they were promised an answer, if they were.
    pub promised: Option<Timestamp>,
    /// Which conversation.
    pub conversation: ConversationId,
}

impl Line {
    /// What to say of `matter`, which is one of this conversation's as it stands; nothing where nobody waits any more.
    #[must_use]
    pub fn of(c: &Conversation, matter: &Matter) -> Option<Self> {
        let turn = c.stage.turn()?;
        let draft = match &c.stage {
            Stage::InReview { draft, .. } => Some(draft),
            _ => None,
        };
        let why = match (&c.stage, matter.kind) {
            (Stage::WithHuman { why, .. }, Kind::Handoff | Kind::Promise | Kind::Overdue) => why.sentence(),
            _ => String::new(),
        };
        let words = draft.map(|d| d.text.as_str()).unwrap_or_default();
        let question = turn.texts().join("\n");
        let [question, words, why] = concealed([question.as_str(), words, why.as_str()]);
        let letters = c.external_id.chars().count();
        Some(Self {
            kind: matter.kind,
            danger: matter.danger,
            visitor: c.visitor_name.as_deref().map(on_one_line).filter(|name| !name.is_empty()),
            short: on_one_line(
                &c.external_id.chars().skip(letters.saturating_sub(SHORT_CHARS)).collect::<String>(),
            ),
            relay: c.relay.clone(),
            why,
            question,
            draft: draft.map(|_| words),
            sources: sources(draft.map(|d| d.citations.as_slice()).unwrap_or_default()),
            waiting_since: turn.opened_at(),
            promised: c.promise.and_then(|promise| promise.until),
            conversation: c.id,
        })
    }
}

fn sources(citations: &[crate::domain::reply::Citation]) -> Vec<String> {
    let mut titles: Vec<String> = Vec::new();
    for citation in citations {
        let title = on_one_line(&citation.article);
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles
}

/// Without personal data; without anything where that cannot be told.
fn concealed(texts: [&str; 3]) -> [String; 3] {
    let masked = Masked::new(&texts).map(|m| m.texts).unwrap_or_default();
    let mut masked = masked.into_iter().map(|text| excerpt(&text, TEXT_CHARS_MAX));
    [(); 3].map(|()| masked.next().unwrap_or_default())
}

/// The beginning of a text: at most so many characters, no control characters but line ends, no more than two in a row.
#[must_use]
pub fn excerpt(text: &str, chars_max: usize) -> String {
    let mut plain = String::with_capacity(text.len().min(4 * chars_max));
    let mut ends = 0;
    for c in text.trim().replace("\r\n", "\n").chars() {
        let c = if c == '\r' { '\n' } else { c };
        ends = if c == '\n' { ends + 1 } else { 0 };
        match c {
            '\n' if ends > 2 => {}
            '\n' => plain.push('\n'),
            c if invisible(c) => plain.push(' '),
            c => plain.push(c),
        }
    }
    let plain = plain.trim_end();
    if plain.chars().count() <= chars_max {
        return plain.to_owned();
    }
    let short: String = plain.chars().take(chars_max.saturating_sub(1)).collect();
    format!("{}\u{2026}", short.trim_end())
}

/// Control characters, and those that turn the direction of a text or hide in it.
fn invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn on_one_line(text: &str) -> String {
    excerpt(&text.split_whitespace().collect::<Vec<_>>().join(" "), NAME_CHARS_MAX)
}
