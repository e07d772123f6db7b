//! Drafts by a model behind an OpenAI-compatible server: asked once, checked by code, never asked whether it may answer.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use async_openai::Client;
use async_openai::config::OpenAIConfig;
use async_openai::error::OpenAIError;
use async_openai::types::chat::{
    ChatCompletionRequestAssistantMessage, ChatCompletionRequestMessage, ChatCompletionRequestSystemMessage,
    ChatCompletionRequestUserMessage, CreateChatCompletionRequest, ResponseFormat, ResponseFormatJsonSchema,
};
use async_trait::async_trait;
use serde_json::json;
use tokio::time::Instant;

use super::answer::{Answer, Reply, garbage};
use super::breaker::Breaker;
use super::judge::{cited, objection};
use super::meter::{Meter, at_most};
use super::prompt::{Prompts, Rendered};
use super::settings::{BadSetting, Settings};
use super::signals;
use super::transport::{client, is_unreached, trouble_of};
use crate::domain::autopilot::fingerprint;
use crate::domain::{Citation, Draft, DraftFailure, DraftOrder, Passage, Usage};
use crate::ports::{Drafted, Drafter, Foreseen};

/// What a model is told when its first answer could not be read.
const AGAIN: &str =
    "That was not the JSON object asked for. Answer with that one JSON object and nothing else.";
/// Of an unreadable answer, what the model sees again, characters.
const AGAIN_CHARS_MAX: usize = 4_000;

/// How the form of the answer is asked for; a server that refuses one is asked in the next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// `response_format` with a schema.
    Schema,
    /// `response_format` `json_object`.
    Object,
    /// No `response_format`: only the prompt asks.
    Plain,
    /// Also the older `max_tokens`, and no temperature.
    Bare,
}

const FORMS: [Form; 4] = [Form::Schema, Form::Object, Form::Plain, Form::Bare];

/// A drafter that asks a model.
pub struct OpenAi {
    client: Client<OpenAIConfig>,
    settings: Settings,
    model: String,
    prompts: Prompts,
    /// The first of [`FORMS`] that this server has not refused, for the life of the process.
    form: AtomicUsize,
    breaker: Breaker,
}

impl OpenAi {
    /// A drafter for the server of these settings.
    ///
    /// # Errors
    /// When the settings name no model, or no HTTP client can be made.
    pub fn new(settings: &Settings, prompts: Prompts) -> Result<Self, BadSetting> {
        if let Some(fault) = settings.faults().into_iter().next() {
            return Err(fault);
        }
        let Some(model) = settings.name.clone() else {
            return Err(BadSetting::new("name", "is missing"));
        };
        let client = client(settings)?;
        Ok(Self {
            client,
            settings: settings.clone(),
            model,
            prompts,
            form: AtomicUsize::new(0),
            breaker: Breaker::default(),
        })
    }

    async fn ask_and_check(
        &self,
        order: &DraftOrder,
        passages: &[Passage],
        meter: &Meter<'_>,
    ) -> Result<Draft, DraftFailure> {
        let (prompt, masked) = self
            .prompts
            .reply(order, passages)
            .map_err(|_| garbage("the prompt could not be rendered; run `banister check`"))?;
        let mut answer = self.answer(&prompt, meter).await?;
        answer.reply = masked.restore(&answer.reply);
        answer.reason = masked.restore(&answer.reason);
        if answer.reply.is_empty() {
            // Saying so is what the prompt asks for when the passages do not answer.
            return Err(if answer.needs_human {
                DraftFailure::NothingFound
            } else {
                garbage("an empty reply")
            });
        }
        Ok(self.draft(order, passages, answer, meter.total()))
    }

    /// The model's answer, after one more try when the first cannot be read.
    async fn answer(&self, prompt: &Rendered, meter: &Meter<'_>) -> Result<Answer, DraftFailure> {
        let mut messages: Vec<ChatCompletionRequestMessage> = vec![
            ChatCompletionRequestSystemMessage::from(prompt.system.as_str()).into(),
            ChatCompletionRequestUserMessage::from(prompt.user.as_str()).into(),
        ];
        meter.begin(prompt, "");
        let first = self.ask(&messages, meter).await?;
        let text = first.text()?;
        if first.is_cut_off() {
            return Answer::saved(&text).ok_or_else(|| garbage("truncated"));
        }
        if let Ok(answer) = Answer::read(&text) {
            return Ok(Answer { logprob: first.logprob(), ..answer });
        }
        let said: String = text.chars().take(AGAIN_CHARS_MAX).collect();
        messages.push(ChatCompletionRequestAssistantMessage::from(said.as_str()).into());
        messages.push(ChatCompletionRequestUserMessage::from(AGAIN).into());
        let known = FORMS.get(self.form.load(Ordering::Relaxed)).copied().unwrap_or(Form::Bare);
        meter.begin(prompt, &said);
        let second = self.ask_in(known.max(Form::Plain), &messages).await.map_err(|error| {
            let (free, failure) = match trouble_of(error) {
                Ok(trouble) => (trouble.costs_nothing(), trouble.into()),
                Err(failure) => (is_unreached(&failure), failure),
            };
            if free {
                meter.refused();
            }
            failure
        })?;
        meter.answered(&second);
        let text = second.text()?;
        if second.is_cut_off() {
            return Answer::saved(&text).ok_or_else(|| garbage("truncated"));
        }
        Answer::read(&text).map_err(garbage)
    }

    /// Asks in the form the server is known to take, or finds out which it takes.
    async fn ask(
        &self,
        messages: &[ChatCompletionRequestMessage],
        meter: &Meter<'_>,
    ) -> Result<Reply, DraftFailure> {
        let known = self.form.load(Ordering::Relaxed);
        let mut first_refusal = None;
        for (place, form) in FORMS.into_iter().enumerate().skip(known) {
            let error = match self.ask_in(form, messages).await {
                Ok(reply) => {
                    meter.answered(&reply);
                    if place > known {
                        tracing::info!(
                            ?form,
                            "the model server refuses richer forms; asking like this from now on"
                        );
                        self.form.fetch_max(place, Ordering::Relaxed);
                    }
                    return Ok(reply);
                }
                Err(error) => error,
            };
            match trouble_of(error) {
                Ok(trouble) if trouble.is_about_the_form() => first_refusal = first_refusal.or(Some(trouble)),
                Ok(trouble) => {
                    if trouble.costs_nothing() {
                        meter.refused();
                    }
                    return Err(trouble.into());
                }
                Err(failure) => {
                    if is_unreached(&failure) {
                        meter.refused();
                    }
                    return Err(failure);
                }
            }
        }
        meter.refused();
        Err(first_refusal.map_or_else(|| garbage("refused in every form"), Into::into))
    }

    async fn ask_in(
        &self,
        form: Form,
        messages: &[ChatCompletionRequestMessage],
    ) -> Result<Reply, OpenAIError> {
        let most = self.settings.max_completion_tokens;
        let mut request = CreateChatCompletionRequest {
            messages: messages.to_vec(),
            model: self.model.clone(),
            max_completion_tokens: Some(most),
            response_format: response_format(form),
            temperature: self.settings.temperature,
            logprobs: (self.settings.logprobs && form != Form::Bare).then_some(true),
            stream: Some(false),
            ..CreateChatCompletionRequest::default()
        };
        if form == Form::Bare {
            request.max_completion_tokens = None;
            request.temperature = None;
            #[expect(deprecated, reason = "older servers know only this name")]
            let older = &mut request.max_tokens;
            *older = Some(most);
        }
        self.client.chat().create_byot(request).await
    }

    fn draft(&self, order: &DraftOrder, passages: &[Passage], answer: Answer, usage: Usage) -> Draft {
        let cited = cited(&answer.citations, passages);
        let question = order.screened.text();
        let told = if answer.asks_back { None } else { Some(answer.reply.as_str()) };
        let mut judged = signals::model(question, told, answer.p_send, &cited, passages);
        if let Some(logprob) = answer.logprob {
            judged.signals.insert("logprob".to_owned(), logprob);
        }
        let (needs_human, reason) = objection(&answer, &cited, &judged);
        Draft {
            citations: cited.iter().copied().map(Citation::of).collect(),
            text: answer.reply,
            fit: judged.fit,
            confidence: 0.0,
            confidence_range: None,
            weighed: BTreeMap::new(),
            asks_back: answer.asks_back,
            needs_human,
            reason,
            signals: judged.signals,
            drafter: self.model.clone(),
            prompt: Some(self.prompts.stamp().to_owned()),
            behind: None,
            usage,
            found: Vec::new(),
            findings: Vec::new(),
            rulebook_hash: order.screened.rulebook_hash().to_owned(),
            gated: None,
        }
    }
}

#[async_trait]
impl Drafter for OpenAi {
    fn places(&self) -> usize {
        self.settings.max_concurrency
    }

    async fn draft(&self, order: &DraftOrder, passages: &[Passage]) -> Drafted {
        // Without a passage there is nothing to answer from, and a model would answer all the same.
        if passages.is_empty() {
            return Drafted { outcome: Err(DraftFailure::NothingFound), usage: Usage::default() };
        }
        let admitted = match self.breaker.admit(Instant::now()) {
            Ok(admitted) => admitted,
            Err(failure) => return Drafted { outcome: Err(failure), usage: Usage::default() },
        };
        let limit = Duration::from_millis(self.settings.timeout_ms);
        let meter = Meter::new(&self.settings);
        let draft = tokio::time::timeout(limit, self.ask_and_check(order, passages, &meter)).await;
        let outcome = draft.unwrap_or(Err(DraftFailure::Timeout));
        admitted.heard(outcome.as_ref().map(|_| ()), Instant::now());
        Drafted { outcome, usage: meter.total() }
    }

    fn foresee(&self, order: &DraftOrder, passages: &[Passage]) -> Option<Foreseen> {
        if passages.is_empty() {
            return None;
        }
        // What cannot be rendered is not asked.
        let (prompt, _) = self.prompts.reply(order, passages).ok()?;
        Some(Foreseen {
            model: self.model.clone(),
            prompt: self.prompts.stamp().to_owned(),
            usage: at_most(&self.settings, &prompt),
            limits: self.settings.limits(),
        })
    }

    fn name(&self) -> &str {
        &self.model
    }

    /// Not in words: the address of a server at home is nobody's business who reads a log of gates.
    fn server(&self) -> Option<String> {
        let url = self.settings.base_url.as_deref()?.trim_end_matches('/');
        Some(fingerprint(url))
    }
}

impl fmt::Debug for OpenAi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenAi")
            .field("settings", &self.settings)
            .field("prompt", &self.prompts.stamp())
            .finish_non_exhaustive()
    }
}

/// Flat, without patterns or lengths: some servers' grammars break on more. In the order in which a model is to write:
/// servers that force the schema go by it.
fn response_format(form: Form) -> Option<ResponseFormat> {
    let schema = json!({
        "type": "object",
        "properties": {
            "reply": {"type": "string"},
            "citations": {"type": "array", "items": {"type": "string"}},
            "asks_back": {"type": "boolean"},
            "needs_human": {"type": "boolean"},
            // After the reply, which it judges; one of few, since some models never end a free number.
            "p_send": {"type": "number", "enum": [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]},
            // Last: some models never end it either, and everything else is whole by then.
            "reason": {"type": "string"}
        },
        "required": ["reply", "citations", "asks_back", "needs_human", "p_send", "reason"],
        "additionalProperties": false
    });
    match form {
        Form::Schema => Some(ResponseFormat::JsonSchema {
            json_schema: ResponseFormatJsonSchema {
                name: "reply".to_owned(),
                description: None,
                schema,
                strict: Some(true),
            },
        }),
        Form::Object => Some(ResponseFormat::JsonObject),
        Form::Plain | Form::Bare => None,
    }
}
