//! What a model is told: templates with an id, a version and a content hash, into which foreign words go as data only.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use minijinja::{Environment, UndefinedBehavior, context};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::plain::shortened;
use crate::domain::{Author, DraftOrder, HistoryLine, Masked, Passage, Style, language_name};

const BUILT_IN: &str = include_str!("../../prompts/reply.md");
const FILE: &str = "reply.md";
/// A prompt file beyond this is no prompt, bytes.
const FILE_BYTES_MAX: usize = 64 * 1024;
/// Steps a template may take; the built-in one needs a few hundred.
const FUEL: u64 = 50_000;
/// The newest lines of history that a model sees.
const HISTORY_LINES_MAX: usize = 10;
/// Of each line of history, characters.
const HISTORY_CHARS_MAX: usize = 1_000;
/// Of the visitor's question, characters.
const QUESTION_CHARS_MAX: usize = 6_000;
/// Of each passage, characters.
const PASSAGE_CHARS_MAX: usize = 3_000;
/// Hexadecimal digits of the content hash in a stamp.
const STAMP_DIGITS: usize = 12;

/// The prompts in force.
#[derive(Debug)]
pub struct Prompts {
    templates: Environment<'static>,
    stamp: String,
    style: Style,
}

/// What is sent to a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Rendered {
    pub system: String,
    pub user: String,
}

/// Why a prompt cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {message}")]
pub struct PromptFault {
    /// The file.
    pub file: String,
    /// What is wrong, with its line where known, and what would be right.
    pub message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    id: String,
    version: u32,
}

impl Prompts {
    /// The prompts that ship with Banister.
    ///
    /// # Errors
    /// Never in a release: a test keeps them sound.
    pub fn built_in(style: &Style) -> Result<Self, PromptFault> {
        Self::parse("prompts/reply.md", BUILT_IN, style)
    }

    /// The built-in prompts, with those files of `folder` in their place that are there.
    ///
    /// # Errors
    /// When a file cannot be read, parsed, or rendered with a trial order.
    pub fn load(folder: Option<&Path>, style: &Style) -> Result<Self, PromptFault> {
        let Some(folder) = folder else {
            return Self::built_in(style);
        };
        let path = folder.join(FILE);
        let name = path.display().to_string();
        let fault = |message: String| PromptFault { file: name.clone(), message };
        if !folder.is_dir() {
            return Err(fault("its folder does not exist".to_owned()));
        }
        if !path.exists() {
            return Self::built_in(style);
        }
        let text = fs::read_to_string(&path).map_err(|e| fault(e.to_string()))?;
        if text.len() > FILE_BYTES_MAX {
            return Err(fault("is larger than 64 KiB".to_owned()));
        }
        Self::parse(&name, &text, style)
    }

    /// Which prompt this is: `reply@1:abcdef123456`, with the beginning of its content's SHA-256.
    #[must_use]
    pub fn stamp(&self) -> &str {
        &self.stamp
    }

    pub(super) fn parse(file: &str, text: &str, style: &Style) -> Result<Self, PromptFault> {
        let fault = |message: String| PromptFault { file: file.to_owned(), message };
        let unix = text.replace("\r\n", "\n");
        let (front, body) = unix
            .strip_prefix("+++\n")
            .and_then(|rest| rest.split_once("\n+++\n"))
            .ok_or_else(|| fault("begins without a front matter between two lines `+++`".to_owned()))?;
        let front: FrontMatter = toml::from_str(front).map_err(|e| fault(e.to_string()))?;
        let (system, user) = body
            .trim_start()
            .strip_prefix("## system\n")
            .and_then(|rest| rest.split_once("\n## user\n"))
            .ok_or_else(|| fault("wants a part `## system` and after it a part `## user`".to_owned()))?;
        let mut templates = Environment::new();
        templates.set_undefined_behavior(UndefinedBehavior::Strict);
        templates.set_fuel(Some(FUEL));
        templates.set_auto_escape_callback(|_| minijinja::AutoEscape::None);
        for (name, source) in [("system", system), ("user", user)] {
            templates
                .add_template_owned(name, source.trim().to_owned())
                .map_err(|e| fault(format!("part `## {name}`: {e}")))?;
        }
        // Tone and length are part of what a model is told, and so of what it was told.
        let told = format!("{unix}\u{1f}{}\u{1f}{}", style.tone, style.max_sentences);
        let stamp = format!("{}@{}:{}", front.id, front.version, digest(&told));
        let prompts = Self { templates, stamp, style: style.clone() };
        prompts.trial(file)?;
        Ok(prompts)
    }

    /// Renders with everything given: a misspelt name must show at start, not in a conversation.
    fn trial(&self, file: &str) -> Result<(), PromptFault> {
        let passage = Passage {
            id: "trial#1@0".to_owned(),
            article: "Trial".to_owned(),
            heading: "Trial?".to_owned(),
            text: "Trial.".to_owned(),
            score: 1.0,
        };
        let history = [HistoryLine { author: Author::Owner, text: "Trial.".to_owned() }];
        for history in [&history[..], &[]] {
            let rendered = self
                .render("Trial question?", history, std::slice::from_ref(&passage))
                .map_err(|message| PromptFault { file: file.to_owned(), message })?;
            if !rendered.user.contains("Trial question?") || !rendered.user.contains("trial#1@0") {
                let message = "leaves out {{ question }} or the passages".to_owned();
                return Err(PromptFault { file: file.to_owned(), message });
            }
        }
        Ok(())
    }

    /// What to tell a model about this order. The visitor's personal data and secrets are left out; what they are is
    /// kept for the reply.
    pub(super) fn reply(
        &self,
        order: &DraftOrder,
        passages: &[Passage],
    ) -> Result<(Rendered, Masked), String> {
        let mut texts = vec![order.screened.text()];
        texts.extend(order.history.iter().map(|line| line.text.as_str()));
        let masked = Masked::new(&texts).ok_or("personal data cannot be concealed")?;
        let mut concealed = masked.texts.iter();
        let question = concealed.next().cloned().unwrap_or_default();
        let history: Vec<HistoryLine> = order
            .history
            .iter()
            .zip(concealed)
            .map(|(line, text)| HistoryLine { author: line.author, text: text.clone() })
            .collect();
        Ok((self.render(&question, &history, passages)?, masked))
    }

    fn render(
        &self,
        question: &str,
        history: &[HistoryLine],
        passages: &[Passage],
    ) -> Result<Rendered, String> {
        let newest = history.iter().skip(history.len().saturating_sub(HISTORY_LINES_MAX));
        let history: Vec<String> = newest.map(history_line).collect();
        let passages: Vec<String> = passages.iter().map(passage_line).collect();
        let language = language_name(question);
        let question = quoted(&shortened(question, QUESTION_CHARS_MAX));
        let (tone, max_sentences) = (&self.style.tone, self.style.max_sentences);
        let data = context! { question, history, passages, language, tone, max_sentences };
        let part = |name| {
            let template = self.templates.get_template(name).map_err(|e| e.to_string())?;
            template.render(&data).map_err(|e| e.to_string())
        };
        Ok(Rendered { system: part("system")?, user: part("user")? })
    }
}

fn passage_line(passage: &Passage) -> String {
    format!(
        r#"{{"id": {}, "article": {}, "heading": {}, "text": {}}}"#,
        quoted(&passage.id),
        quoted(&passage.article),
        quoted(&passage.heading),
        quoted(&shortened(&passage.text, PASSAGE_CHARS_MAX)),
    )
}

fn history_line(line: &HistoryLine) -> String {
    let text = quoted(&shortened(&line.text, HISTORY_CHARS_MAX));
    format!(r#"{{"author": "{}", "text": {text}}}"#, line.author.as_str())
}

/// A JSON string that can neither close a tag of the prompt nor open a role of a chat template, and hides nothing.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    for c in Value::from(text).to_string().chars() {
        if matches!(c, '<' | '>' | '{' | '}') || is_hidden(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out.replace("[INST]", "\\u005bINST]").replace("[/INST]", "\\u005b/INST]")
}

/// Signs that a person who reads the prompt does not see: direction marks, zero widths, tags.
const fn is_hidden(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}')
}

fn digest(text: &str) -> String {
    let mut hex = String::new();
    for byte in Sha256::digest(text.as_bytes()) {
        let _ = write!(hex, "{byte:02x}");
    }
    hex.truncate(STAMP_DIGITS);
    hex
}
