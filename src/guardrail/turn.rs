//! A turn: messages joined into one text, with the limits under which it is screened at all.

use std::ops::Range;

use super::fold::{Folded, is_readable};
use super::history;

/// Longer turns go to a human unread; a chat message is a few hundred bytes.
pub(super) const MAX_BYTES: usize = 64 * 1024;
/// More messages without an answer in between are no longer one question.
pub(super) const MAX_MESSAGES: usize = 100;

/// Messages joined with line feeds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Turn {
    /// What is screened: quoted history and signatures are blanks here.
    pub(super) text: String,
    /// As it was written, if that differs.
    written: Option<String>,
    /// Where each message begins and ends in `text`.
    borders: Vec<(usize, usize)>,
}

/// Why a turn is not screened but held at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    TooLong,
    TooManyMessages,
    NoText,
    Unreadable,
    /// Screening itself broke off.
    Failed,
}

impl Turn {
    /// Joins the messages, unless a limit says that nobody should judge them by rules.
    pub(super) fn join<T: AsRef<str>>(messages: &[T]) -> Result<Self, Limit> {
        if messages.len() > MAX_MESSAGES {
            return Err(Limit::TooManyMessages);
        }
        let bytes: usize = messages.iter().map(|message| message.as_ref().len() + 1).sum();
        if bytes > MAX_BYTES + 1 {
            return Err(Limit::TooLong);
        }
        let mut text = String::with_capacity(bytes);
        let mut borders = Vec::with_capacity(messages.len());
        let mut repeated: Vec<Range<usize>> = Vec::new();
        for (index, message) in messages.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            let start = text.len();
            text.push_str(message.as_ref());
            let parts = history::repeated(message.as_ref());
            repeated.extend(parts.into_iter().map(|part| start + part.start..start + part.end));
            borders.push((start, text.len()));
        }
        if text.trim().is_empty() {
            return Err(Limit::NoText);
        }
        if !has_plain_letter(&text) && !is_readable(Folded::new(&text).text()) {
            return Err(Limit::Unreadable);
        }
        let screened = without(&text, &repeated);
        Ok(match screened {
            Some(screened) => Self { text: screened, written: Some(text), borders },
            None => Self { text, written: None, borders },
        })
    }

    /// The joined messages as they were written.
    pub(super) fn written(&self) -> &str {
        self.written.as_deref().unwrap_or(&self.text)
    }

    /// What was screened, without the gaps that repeated parts left.
    pub(super) fn into_screened(self) -> String {
        if self.written.is_none() {
            return self.text;
        }
        let lines = self.text.split('\n').filter(|line| line.is_empty() || !line.trim().is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Where a message begins in the joined text.
    pub(super) fn start_of(&self, message: usize) -> usize {
        self.borders.get(message).map_or(0, |border| border.0)
    }

    /// The message a span begins in, and the span in that message, clipped to it.
    pub(super) fn locate(&self, span: (usize, usize)) -> (usize, (usize, usize)) {
        // A span that begins on a line feed belongs to the next message that has words.
        let index = self.borders.iter().position(|border| border.1 > span.0.max(border.0));
        let index = index.unwrap_or(self.borders.len().saturating_sub(1));
        let (start, end) = self.borders.get(index).copied().unwrap_or((0, self.text.len()));
        let clip = |at: usize| at.clamp(start, end) - start;
        (index, (clip(span.0), clip(span.1)))
    }
}

/// The text with blanks in place of what is repeated, so that every place keeps its number.
fn without(text: &str, repeated: &[Range<usize>]) -> Option<String> {
    if repeated.is_empty() {
        return None;
    }
    let mut screened = String::with_capacity(text.len());
    let mut at = 0;
    for part in repeated {
        screened.push_str(text.get(at..part.start).unwrap_or_default());
        screened.push_str(&" ".repeat(part.len()));
        at = part.end;
    }
    screened.push_str(text.get(at..).unwrap_or_default());
    Some(screened)
}

/// The quick answer for almost every text.
fn has_plain_letter(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_alphanumeric())
}
