//! What templates do with texts and times: `{{ "queue-title"|t }}`, `{{ "words-example"|t|with("who", name)|with("when", at|time) }}`.
#![expect(
    clippy::inline_always,
    clippy::unused_self,
    clippy::unnecessary_wraps,
    reason = "the form that the macro of a filter writes and wants"
)]

use std::fmt::Display;

use askama::filters::{Html, escape};
use askama::{Result, Values};

use super::moment::Moment;
use super::spoken;
use crate::words::{Argument, Markup, Text};

/// The text of this key, in the reader's language.
#[askama::filter_fn]
pub(in crate::web) fn t<K: Display>(key: K, _: &dyn Values) -> Result<Text> {
    Ok(spoken::text(key.to_string()))
}

/// With `value` where the message says `{ $name }`.
#[askama::filter_fn]
pub(in crate::web) fn with<V: Argument>(
    text: Text,
    _: &dyn Values,
    name: &'static str,
    value: V,
) -> Result<Text> {
    Ok(text.with(name, &value))
}

/// A moment in few words that carries the exact one.
#[askama::filter_fn]
pub(in crate::web) fn time(moment: &Moment, _: &dyn Values) -> Result<Markup> {
    let (exact, words) = (&moment.exact, escape(&moment.words, Html)?);
    Ok(Markup(format!("<time datetime=\"{exact}\" title=\"{exact}\">{words}</time>")))
}
