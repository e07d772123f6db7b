//! What the templates of notices do with texts: `{{ "notices-mail-open"|t }}`, `{{ "…-more"|t|with("n", 3) }}`.
#![expect(
    clippy::inline_always,
    clippy::unused_self,
    clippy::unnecessary_wraps,
    reason = "the form that the macro of a filter writes and wants"
)]

use std::borrow::Cow;
use std::fmt::{self, Display};

use askama::{Result, Values};

use crate::words::{Argument, Language, Text};

/// A text without marks: as it is in mail and chat, escaped by the template where that is HTML.
pub(in crate::notify) struct Plain(Text);

impl Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.plain())
    }
}

/// A text of `messages/pages/`. Recipients have chosen no language yet.
pub(super) fn text(key: impl Into<Cow<'static, str>>) -> Text {
    Text::new(Language::English, key)
}

/// The text of this key.
#[askama::filter_fn]
pub(in crate::notify) fn t<K: Display>(key: K, _: &dyn Values) -> Result<Plain> {
    Ok(Plain(text(key.to_string())))
}

/// With `value` where the message says `{ $name }`.
#[askama::filter_fn]
pub(in crate::notify) fn with<V: Argument>(
    text: Plain,
    _: &dyn Values,
    name: &'static str,
    value: V,
) -> Result<Plain> {
    Ok(Plain(text.0.with(name, &value)))
}
