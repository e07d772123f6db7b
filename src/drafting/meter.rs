//! What the calls of one draft cost: by the server's count where it can be meant, by our own where not. Never more than
//! was foreseen, so that what was set aside is enough.

use std::sync::{Mutex, PoisonError};

use super::answer::Reply;
use super::prompt::Rendered;
use super::settings::Settings;
use crate::domain::Usage;

/// A count of the server's below this part of ours is nonsense.
const PLAUSIBLE: u64 = 16;
/// Tokens of roles and markers around the messages, and of asking for the answer once more.
const FRAME: u64 = 96;
/// Letters and spaces a token at least. Digits and signs may be a token each, other scripts one a byte.
const LETTERS_A_TOKEN: u64 = 2;

/// Adds up. A call that is broken off stays counted as foreseen: the server may have written all the same.
#[derive(Debug)]
pub(super) struct Meter<'a> {
    settings: &'a Settings,
    /// Settled, and what runs now.
    counted: Mutex<(Usage, Usage)>,
}

impl<'a> Meter<'a> {
    pub(super) const fn new(settings: &'a Settings) -> Self {
        let nothing = Usage { prompt_tokens: 0, completion_tokens: 0, cost_micros: 0 };
        Self { settings, counted: Mutex::new((nothing, nothing)) }
    }

    /// A call with this prompt begins, after the model wrote this before, if anything. What a server wrote beyond its
    /// bound was not foreseen and is not booked.
    pub(super) fn begin(&self, prompt: &Rendered, wrote: &str) {
        let most = u64::from(self.settings.max_completion_tokens);
        let read = asked(prompt) + tokens(wrote).min(most);
        self.lock().1 = priced(self.settings, read, most);
    }

    /// It was refused before anything was written.
    pub(super) fn refused(&self) {
        self.lock().1 = Usage::default();
    }

    /// It was answered.
    pub(super) fn answered(&self, reply: &Reply) {
        let reported = reply.usage();
        let mut counted = self.lock();
        let prompt = plausible(reported.prompt_tokens, counted.1.prompt_tokens);
        let most = u64::from(self.settings.max_completion_tokens);
        let written = tokens(&reply.text().unwrap_or_default()).min(most);
        let told = reported.completion_tokens;
        let completion = if told > 0 && told <= most { told } else { written };
        counted.0 = counted.0.and(priced(self.settings, prompt, completion));
        counted.1 = Usage::default();
    }

    /// All calls so far.
    pub(super) fn total(&self) -> Usage {
        let counted = self.lock();
        counted.0.and(counted.1)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, (Usage, Usage)> {
        self.counted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a draft with this prompt costs at most.
pub(super) fn at_most(settings: &Settings, prompt: &Rendered) -> Usage {
    let written = u64::from(settings.max_completion_tokens);
    let call = priced(settings, asked(prompt) + written, written);
    // It may be asked for once more when the answer cannot be read.
    call.and(call)
}

fn asked(prompt: &Rendered) -> u64 {
    tokens(&prompt.system) + tokens(&prompt.user) + FRAME
}

/// Tokens of a text, counted high: real tokenizers need fewer.
fn tokens(text: &str) -> u64 {
    let letters = text.bytes().filter(|b| b.is_ascii_alphabetic() || *b == b' ').count() as u64;
    letters.div_ceil(LETTERS_A_TOKEN) + (text.len() as u64).saturating_sub(letters)
}

fn plausible(reported: u64, own: u64) -> u64 {
    if reported >= (own / PLAUSIBLE).max(1) && reported <= own { reported } else { own }
}

#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "tokens of a draft stay below 2^52; prices are checked to be positive"
)]
fn priced(settings: &Settings, prompt: u64, completion: u64) -> Usage {
    // A price per million tokens is a price in millionths per token.
    let micros = |tokens: u64, price: f64| (tokens as f64 * price).ceil() as u64;
    Usage {
        prompt_tokens: prompt,
        completion_tokens: completion,
        cost_micros: micros(prompt, settings.prompt_price)
            .saturating_add(micros(completion, settings.completion_price)),
    }
}
