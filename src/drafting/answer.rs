//! What a model server says, read as leniently as possible and believed as little as necessary.

use serde::Deserialize;
use serde_json::Value;

use crate::domain::{DraftFailure, Usage};

/// How far back a broken answer is looked at for where it was still whole, commas.
const MEMBERS_MAX: usize = 200;

/// A chat completion of any compatible server: every field may be missing, null or of another shape.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reply {
    choices: Option<Vec<Choice>>,
    usage: Value,
    /// Some servers answer 200 with an error inside.
    error: Value,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Choice {
    finish_reason: Value,
    logprobs: Value,
    message: Option<Message>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Message {
    content: Value,
    refusal: Value,
    tool_calls: Value,
    function_call: Value,
}

/// What the model says, as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Answer {
    /// The reply; empty when it has none.
    pub reply: String,
    /// What it cites, in its own spelling.
    pub citations: Vec<String>,
    /// The mean log probability of its tokens, where the server tells.
    pub logprob: Option<f64>,
    /// Its estimate that the owner would send the reply, 0..1.
    pub p_send: Option<f64>,
    /// The reply is a question for a missing detail.
    pub asks_back: bool,
    /// It asks for a person.
    pub needs_human: bool,
    /// Why.
    pub reason: String,
}

impl Reply {
    /// The text of the first choice.
    ///
    /// # Errors
    /// When there is none, or the model stopped for another reason than being done.
    pub(super) fn text(&self) -> Result<String, DraftFailure> {
        if self.choices.as_ref().is_none_or(Vec::is_empty) && !self.error.is_null() {
            return Err(DraftFailure::Unavailable { detail: "the server answered with an error".to_owned() });
        }
        let Some(choice) = self.choices.iter().flatten().next() else {
            return Err(garbage("no choices"));
        };
        let message = choice.message.clone().unwrap_or_default();
        match choice.finish_reason.as_str() {
            Some("content_filter") => return Err(DraftFailure::Refused),
            Some("tool_calls" | "function_call") => return Err(garbage("a tool call; there are no tools")),
            _ => {}
        }
        if is_said(&message.refusal) {
            return Err(DraftFailure::Refused);
        }
        if is_said(&message.tool_calls) || is_said(&message.function_call) {
            return Err(garbage("a tool call; there are no tools"));
        }
        let text = text_of(&message.content);
        if text.trim().is_empty() { Err(garbage("empty")) } else { Ok(text) }
    }

    /// The mean log probability of the tokens, where the server tells.
    pub(super) fn logprob(&self) -> Option<f64> {
        let choice = self.choices.iter().flatten().next()?;
        let tokens = choice.logprobs.get("content")?.as_array()?;
        let known: Vec<f64> = tokens.iter().filter_map(|token| token.get("logprob")?.as_f64()).collect();
        #[expect(clippy::cast_precision_loss, reason = "tokens of one reply")]
        let n = known.len() as f64;
        let mean = known.iter().sum::<f64>() / n;
        (mean.is_finite() && mean <= 0.0).then_some(mean)
    }

    /// The model stopped because it had written as much as it may.
    pub(super) fn is_cut_off(&self) -> bool {
        let choice = self.choices.iter().flatten().next();
        choice.is_some_and(|choice| choice.finish_reason.as_str() == Some("length"))
    }

    /// Tokens, as the server counts them.
    pub(super) fn usage(&self) -> Usage {
        let count = |key| self.usage.get(key).and_then(Value::as_u64).unwrap_or(0);
        Usage {
            prompt_tokens: count("prompt_tokens"),
            completion_tokens: count("completion_tokens"),
            cost_micros: 0,
        }
    }
}

impl Answer {
    /// Reads a model's text.
    ///
    /// # Errors
    /// In a few words, when it is not the object asked for or its numbers cannot be meant.
    pub(super) fn read(text: &str) -> Result<Self, &'static str> {
        let object = object_in(text).ok_or("not JSON")?;
        let reply = match object.get("reply") {
            Some(Value::String(reply)) => reply.trim().to_owned(),
            Some(Value::Null) => String::new(),
            _ => return Err("no reply in it"),
        };
        Ok(Self {
            reply,
            citations: citations(object.get("citations").unwrap_or(&Value::Null)),
            logprob: None,
            p_send: p_send(object.get("p_send").unwrap_or(&Value::Null))?,
            asks_back: is_yes(object.get("asks_back").unwrap_or(&Value::Null)),
            needs_human: is_yes(object.get("needs_human").unwrap_or(&Value::Null)),
            reason: object.get("reason").and_then(Value::as_str).unwrap_or_default().trim().to_owned(),
        })
    }
}

impl Answer {
    /// What is whole of an answer that broke off: reply, citations and whether a person is asked for must be. Small
    /// models end with a number that never does.
    pub(super) fn saved(text: &str) -> Option<Self> {
        let text = without_thinking(text);
        let object = text.get(text.find('{')?..)?;
        let ends = object.rmatch_indices(',').map(|(end, _)| end).take(MEMBERS_MAX);
        ends.filter_map(|end| object.get(..end))
            .map(|whole| format!("{whole}}}"))
            .filter(|whole| serde_json::from_str::<Value>(whole).is_ok_and(|value| value.is_object()))
            .find_map(|whole| {
                let value: Value = serde_json::from_str(&whole).ok()?;
                let complete =
                    ["reply", "citations", "needs_human"].iter().all(|key| value.get(key).is_some());
                if complete { Self::read(&whole).ok() } else { None }
            })
    }
}

/// The first JSON object in `text`, past any thinking aloud and any code fence.
fn object_in(text: &str) -> Option<Value> {
    let text = without_thinking(text);
    let start = text.find('{')?;
    // Reads one value and leaves whatever chatter follows it.
    let mut values = serde_json::Deserializer::from_str(text.get(start..)?).into_iter::<Value>();
    values.next()?.ok().filter(Value::is_object)
}

/// An opened block that never closes hides everything after it.
fn without_thinking(text: &str) -> String {
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, inside)) = rest.split_once("<think>") {
        kept.push_str(before);
        rest = inside.split_once("</think>").map_or("", |(_, after)| after);
    }
    kept.push_str(rest);
    // Some chat templates open the block themselves, so that only its end is seen.
    kept.rsplit_once("</think>").map_or(kept.clone(), |(_, after)| after.to_owned())
}

fn text_of(content: &Value) -> String {
    match content {
        Value::String(text) => text.clone(),
        Value::Array(parts) => {
            parts.iter().filter_map(|p| p.get("text").unwrap_or(p).as_str()).collect::<Vec<_>>().concat()
        }
        _ => String::new(),
    }
}

fn citations(value: &Value) -> Vec<String> {
    let one = |value: &Value| match value {
        Value::String(text) => Some(text.trim().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(object) => {
            object.get("id").or_else(|| object.get("passage_id"))?.as_str().map(str::to_owned)
        }
        _ => None,
    };
    match value {
        Value::Array(values) => values.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

/// A number, or a string that is one. An estimate beyond 0..1 says that the form was not understood.
fn p_send(value: &Value) -> Result<Option<f64>, &'static str> {
    let number = match value {
        Value::Null => return Ok(None),
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    number.filter(|p| (0.0..=1.0).contains(p)).map(Some).ok_or("p_send is not between 0 and 1")
}

fn is_yes(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::String(word) => !matches!(word.trim().to_lowercase().as_str(), "" | "false" | "no" | "0"),
        Value::Number(number) => number.as_f64() != Some(0.0),
        _ => false,
    }
}

fn is_said(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(values) => !values.is_empty(),
        _ => true,
    }
}

pub(super) fn garbage(detail: &str) -> DraftFailure {
    DraftFailure::Garbage { detail: detail.to_owned() }
}
