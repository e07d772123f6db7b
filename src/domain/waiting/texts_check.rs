//! What cannot be meant among an owner's texts, each with its key and a remedy.

use super::texts::{MessagesSettings, TEXT_KEYS, TextKey, Texts, text_languages};

/// Without these nobody could be told anything in a language.
const NEEDED_OF_THE_DEFAULT: &[&str] = &["handed_off", "asked_for_human", "danger", "waiting", "away"];

impl MessagesSettings {
    /// Every fault at once, as (key below `messages`, sentence).
    #[must_use]
    pub fn faults(&self) -> Vec<(String, String)> {
        let mut faults = Vec::new();
        self.default_faults(&mut faults);
        for (language, texts) in &self.languages {
            if !text_languages().contains(&language.as_str()) {
                faults.push((language.clone(), not_a_language(language)));
                continue;
            }
            for (name, text) in texts {
                let path = format!("{language}.{name}");
                let Some(key) = TEXT_KEYS.iter().find(|key| key.name == name) else {
                    let names: Vec<&str> = TEXT_KEYS.iter().map(|key| key.name).collect();
                    faults.push((path, format!("is not a text; there are {}", names.join(", "))));
                    continue;
                };
                faults.extend(text_faults(key, text).map(|message| (path, message)));
            }
        }
        faults
    }

    fn default_faults(&self, faults: &mut Vec<(String, String)>) {
        if !text_languages().contains(&self.default.as_str()) {
            faults.push(("default".to_owned(), not_a_language(&self.default)));
            return;
        }
        let texts = Texts::new(self.clone());
        let lacking: Vec<&str> = NEEDED_OF_THE_DEFAULT
            .iter()
            .copied()
            .filter(|name| texts.of(&self.default, name).is_none())
            .collect();
        if !lacking.is_empty() {
            let message = format!(
                "`{0}` has no texts of its own here; write {1} below [messages.{0}]",
                self.default,
                lacking.join(", ")
            );
            faults.push(("default".to_owned(), message));
        }
    }
}

fn not_a_language(code: &str) -> String {
    format!("`{code}` is not a language that can be told here; use one of {}", text_languages().join(", "))
}

fn text_faults(key: &TextKey, text: &str) -> Option<String> {
    let TextKey { may, must, longest, .. } = key;
    if text.trim().is_empty() || text.len() > *longest || text.contains('\0') {
        return Some(format!("give 1 to {longest} bytes of text without NUL"));
    }
    let allowed = || match may {
        [] => "it stands as it is, without any".to_owned(),
        some => format!(
            "here may stand {}",
            some.iter().map(|p| format!("{{{p}}}")).collect::<Vec<_>>().join(", ")
        ),
    };
    let held = placeholders(text);
    if let Some(unknown) = held.iter().find(|p| !may.contains(p)) {
        return Some(format!("`{{{unknown}}}` is no placeholder of this text; {}", allowed()));
    }
    let missing = must.iter().find(|p| !held.contains(p))?;
    Some(format!("lacks {{{missing}}}: it would not say what it is for"))
}

/// The names in braces.
pub(super) fn placeholders(text: &str) -> Vec<&str> {
    let name = |rest: &str| rest.find('}').filter(|end| *end > 0);
    text.match_indices('{')
        .filter_map(|(at, _)| {
            let rest = text.get(at + 1..)?;
            rest.get(..name(rest)?)
        })
        .filter(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
        .collect()
}
