//! Named values as they were given in a form, a query or a JSON body; what does not fit is refused by its name.

use serde_json::{Map, Value};

/// A value that cannot be meant, and what would be right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadField {
    pub field: String,
    pub message: String,
}

impl BadField {
    pub(super) fn new(field: &str, message: impl Into<String>) -> Self {
        Self { field: field.to_owned(), message: message.into() }
    }
}

/// The values of one request.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Fields(Map<String, Value>);

impl Fields {
    /// A form's body. Unknown names are let pass: browsers add their own.
    pub(super) fn from_form(body: &[u8]) -> Self {
        let pairs = url::form_urlencoded::parse(body);
        Self(pairs.map(|(name, value)| (name.into_owned(), Value::String(value.into_owned()))).collect())
    }

    /// A query string; an empty value counts as none, as a form sends it.
    pub(super) fn from_query(query: Option<&str>, known: &[&str]) -> Result<Self, BadField> {
        let mut fields = Self::from_form(query.unwrap_or_default().as_bytes());
        fields.0.retain(|_, value| value.as_str() != Some(""));
        fields.only(known)
    }

    /// A JSON object; an empty body is an empty object.
    pub(super) fn from_json(body: &[u8], known: &[&str]) -> Result<Self, BadField> {
        if body.iter().all(u8::is_ascii_whitespace) {
            return Ok(Self::default());
        }
        match serde_json::from_slice(body) {
            Ok(Value::Object(map)) => Self(map).only(known),
            Ok(_) => Err(BadField::new("body", "is not a JSON object")),
            Err(error) => Err(BadField::new("body", format!("is not JSON: {error}"))),
        }
    }

    fn only(self, known: &[&str]) -> Result<Self, BadField> {
        match self.0.keys().find(|name| !known.contains(&name.as_str())) {
            None => Ok(self),
            Some(name) => {
                let name: String = name.chars().take(80).collect();
                let wanted = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
                Err(BadField::new(&name, format!("is not known here; known: {wanted}")))
            }
        }
    }

    /// A text, where one is given.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, BadField> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) if text.contains('\0') => {
                Err(BadField::new(name, "contains a NUL character; remove it"))
            }
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(BadField::new(name, "must be a string")),
        }
    }

    /// A text in which anything may stand, where one is given.
    pub(super) fn anything(&self, name: &str) -> Result<Option<String>, BadField> {
        match self.0.get(name) {
            Some(Value::String(text)) if text.contains('\0') => Ok(Some(text.replace('\0', " "))),
            _ => Ok(self.text(name)?.map(str::to_owned)),
        }
    }

    /// A list of texts; empty where nothing is given.
    pub(super) fn list(&self, name: &str) -> Result<Vec<String>, BadField> {
        let wrong = || BadField::new(name, "must be a list of strings");
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::Array(items)) => {
                items.iter().map(|item| item.as_str().map(str::to_owned).ok_or_else(wrong)).collect()
            }
            Some(_) => Err(wrong()),
        }
    }

    /// A text that must be there. It may be empty: whether that makes sense is for the decision core to say.
    pub(super) fn needed(&self, name: &str) -> Result<&str, BadField> {
        self.text(name)?.ok_or_else(|| BadField::new(name, "is missing"))
    }

    /// A whole number that must be there.
    pub(super) fn whole(&self, name: &str) -> Result<u64, BadField> {
        let wrong = || BadField::new(name, "must be a whole number, 0 or more");
        match self.0.get(name) {
            None | Some(Value::Null) => Err(BadField::new(name, "is missing")),
            Some(Value::String(digits)) => digits.parse().map_err(|_| wrong()),
            Some(value) => value.as_u64().ok_or_else(wrong),
        }
    }

    /// A whole number, where one is given.
    pub(super) fn whole_if_given(&self, name: &str) -> Result<Option<u64>, BadField> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(empty)) if empty.is_empty() => Ok(None),
            Some(_) => self.whole(name).map(Some),
        }
    }

    /// Yes or no; no where nothing is given.
    pub(super) fn switch(&self, name: &str) -> Result<bool, BadField> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(false),
            Some(Value::Bool(yes)) => Ok(*yes),
            Some(Value::String(word)) if ["on", "true", "1"].contains(&word.as_str()) => Ok(true),
            Some(Value::String(word)) if ["", "off", "false", "0"].contains(&word.as_str()) => Ok(false),
            Some(_) => Err(BadField::new(name, "must be true or false")),
        }
    }

    /// A number within bounds, or the default when none is given.
    pub(super) fn within(&self, name: &str, low: i64, high: i64, default: i64) -> Result<i64, BadField> {
        if self.0.get(name).is_none_or(Value::is_null) {
            return Ok(default);
        }
        let outside = || BadField::new(name, format!("must be a whole number from {low} to {high}"));
        let given = self.whole(name).map_err(|_| outside())?;
        i64::try_from(given).ok().filter(|n| (low..=high).contains(n)).ok_or_else(outside)
    }

    /// A number, where one is given.
    pub(super) fn number(&self, name: &str) -> Result<Option<f64>, BadField> {
        match self.0.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => match value.as_f64() {
                Some(number) => Ok(Some(number)),
                None => Err(BadField::new(name, "must be a number")),
            },
        }
    }

    /// One of these words, where one is given.
    pub(super) fn one_of(&self, name: &str, words: &[&str]) -> Result<Option<&str>, BadField> {
        match self.text(name)? {
            Some(word) if !words.contains(&word) => {
                Err(BadField::new(name, format!("must be one of: {}", words.join(", "))))
            }
            given => Ok(given),
        }
    }
}
