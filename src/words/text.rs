//! A text: its key, and what is put into it.

use std::borrow::Cow;
use std::fmt;

use askama::filters::{Html, HtmlSafe, escape};
use fluent_bundle::{FluentArgs, FluentValue};

use super::{Language, catalogue};

/// A text of `messages/pages/` in one language, with its arguments. Shown, it is HTML: the message may have marks of its
/// own, for it is reviewed like a template; what is put into it is escaped.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    language: Language,
    key: Cow<'static, str>,
    arguments: Vec<(Cow<'static, str>, Value)>,
}

/// HTML made elsewhere: put into a text as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Markup(pub String);

/// What a text is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// A count: chooses the plural form, too.
    Count(f64),
    /// Escaped where it stands in HTML.
    Plain(String),
    /// HTML as it is.
    Markup(String),
    /// Said as the text around it is.
    Text(Box<Text>),
}

impl Text {
    #[must_use]
    pub fn new(language: Language, key: impl Into<Cow<'static, str>>) -> Self {
        Self { language, key: key.into(), arguments: Vec::new() }
    }

    /// Puts `value` where the message says `{ $name }`.
    #[must_use]
    pub fn with(mut self, name: impl Into<Cow<'static, str>>, value: &(impl Argument + ?Sized)) -> Self {
        self.arguments.push((name.into(), value.value()));
        self
    }

    /// For where there is no HTML: mail, chat, the values of a script.
    #[must_use]
    pub fn plain(&self) -> String {
        self.said(Cow::Borrowed, Self::plain)
    }

    fn html(&self) -> String {
        let escaped = |text| escape(text, Html).map_or_else(|_| String::new(), |safe| safe.to_string());
        self.said(|text| Cow::Owned(escaped(text)), Self::html)
    }

    /// `words`: how what is not HTML is put in; `text`: how another text is.
    fn said<'a>(&'a self, words: impl Fn(&'a str) -> Cow<'a, str>, text: impl Fn(&Self) -> String) -> String {
        let mut given = FluentArgs::with_capacity(self.arguments.len());
        for (name, value) in &self.arguments {
            let value = match value {
                Value::Count(n) => FluentValue::from(*n),
                Value::Plain(plain) => FluentValue::from(words(plain)),
                Value::Markup(html) => FluentValue::from(html.as_str()),
                Value::Text(inner) => FluentValue::from(text(inner)),
            };
            given.set(name.as_ref(), value);
        }
        catalogue::say(self.language, &self.key, &given)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.html())
    }
}

impl HtmlSafe for Text {}

impl fmt::Display for Markup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl HtmlSafe for Markup {}

/// What can be put into a text.
pub trait Argument {
    fn value(&self) -> Value;
}

impl<T: Argument + ?Sized> Argument for &T {
    fn value(&self) -> Value {
        (**self).value()
    }
}

impl Argument for str {
    fn value(&self) -> Value {
        Value::Plain(self.to_owned())
    }
}

impl Argument for String {
    fn value(&self) -> Value {
        Value::Plain(self.clone())
    }
}

impl Argument for Text {
    fn value(&self) -> Value {
        Value::Text(Box::new(self.clone()))
    }
}

impl Argument for Markup {
    fn value(&self) -> Value {
        Value::Markup(self.0.clone())
    }
}

macro_rules! number {
    ($($kind:ty),*) => {$(
        impl Argument for $kind {
            fn value(&self) -> Value {
                Value::Count(f64::from(*self))
            }
        }
    )*};
}
number!(u8, u16, u32, i32);

macro_rules! large {
    ($($kind:ty),*) => {$(
        impl Argument for $kind {
            #[expect(clippy::cast_precision_loss, reason = "counts on a page are far from 2^53")]
            fn value(&self) -> Value {
                Value::Count(*self as f64)
            }
        }
    )*};
}
large!(u64, i64, usize);
