//! A draft on its way to its gate, live or for practice: what goes before it, and what it brings along.

use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::alpha::Alpha;
use super::line::GateMove;
use super::pilot::Autopilot;
use crate::domain::confidence::Weights;
use crate::domain::gate::{EpochReason, GateInput, GateVerdict, Source};
use crate::domain::reply::{Citation, Draft};
use crate::domain::time::Timestamp;

impl Autopilot {
    /// One input to a gate, which stands in this picture as it is after it.
    pub fn take(&mut self, alpha: Alpha, input: GateInput, at: Timestamp) -> (Option<GateVerdict>, GateMove) {
        let mut line = self.line(alpha, at);
        let (verdict, events) = line.take(&input, &self.secret);
        let (number, after) = (line.moves, Arc::new(line));
        self.lines.insert(alpha, Arc::clone(&after));
        (verdict, GateMove { alpha, number, at, input, events, after })
    }

    /// Evidence is about one model (its server and the encoder with it), one prompt and one body of knowledge; a score about
    /// one set of weights. Where the draft is of another kind, this is said to the gate first.
    pub fn prepare(
        &mut self,
        alpha: Alpha,
        draft: &Draft,
        weights: &Weights,
        at: Timestamp,
    ) -> Vec<GateMove> {
        let mut moves = Vec::new();
        let mut line = self.line(alpha, at);
        let other = line.made_by(draft);
        let reason = other.or_else(|| self.other_knowledge(&line, at));
        self.lines.insert(alpha, Arc::new(line));
        let other_scores = matches!(reason, Some(EpochReason::Model | EpochReason::Prompt));
        if let Some(reason) = reason {
            moves.push(self.take(alpha, GateInput::Epoch { reason, at }, at).1);
        }
        if self.line(alpha, at).adopts(weights) {
            let recent = self.recent.iter().filter(|_| !other_scores);
            let scores = recent.map(|signals| weights.score(signals)).collect();
            let input = GateInput::Rescored { weights: weights.clone(), scores };
            moves.push(self.take(alpha, input, at).1);
        }
        moves
    }

    /// What each cited article's present version is worth; one that nobody knows of counts as just changed.
    #[must_use]
    pub fn sources(&self, draft: &Draft) -> Vec<Source> {
        let mut slugs: Vec<&str> = draft.citations.iter().map(Citation::slug).collect();
        slugs.sort_unstable();
        slugs.dedup();
        let known = |slug: &str| self.books.sources.iter().find(|source| source.article == slug).cloned();
        let unknown =
            |slug: &str| Source { article: slug.to_owned(), changed_at: Timestamp::NEVER, approvals: 0 };
        slugs.into_iter().map(|slug| known(slug).unwrap_or_else(|| unknown(slug))).collect()
    }
}

/// It passed every hard gate: what is said of it is evidence. A question back is no answer, and what was never weighed cannot
/// be sorted.
#[must_use]
pub fn is_evidence(draft: &Draft) -> bool {
    draft.findings.is_empty() && !draft.asks_back && !draft.weighed.is_empty()
}

/// Model and prompt, as a certificate names them.
#[must_use]
pub fn made_with(draft: &Draft) -> String {
    match &draft.prompt {
        Some(prompt) => format!("{} with {prompt}", draft.drafter),
        None => draft.drafter.clone(),
    }
}

/// Tells a text from others without saying it (who asks, where a server is), so that a gate's log names nobody: 64 bits of its
/// SHA-256, hexadecimal.
#[must_use]
pub fn fingerprint(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _never = write!(hex, "{byte:02x}");
        hex
    })
}
