//! What stands in the chat: a fixed sentence with the link, in the visitor's language.

use crate::domain::conversation::Conversation;
use crate::domain::event::Instrument;
use crate::domain::waiting::{Texts, Waiting};

impl Waiting {
    /// The question as the visitor of `c` reads it.
    #[must_use]
    pub fn survey(&self, c: &Conversation, instrument: Instrument, link: &str) -> String {
        let key = match instrument {
            Instrument::Csat => "survey_csat",
            Instrument::Nps => "survey_nps",
        };
        self.sentence(c, key).unwrap_or("{link}").replace("{link}", link)
    }
}

impl Waiting {
    /// A sentence as the visitor of `c` reads it, in the default language where theirs has none.
    #[must_use]
    pub fn sentence(&self, c: &Conversation, key: &str) -> Option<&str> {
        let codes = [self.language(c), self.texts.default_language(), "en"];
        codes.iter().find_map(|code| self.texts.of(code, key))
    }
}

impl Texts {
    /// The language of `c` where it can be told and there are texts in it.
    #[must_use]
    pub fn spoken_by(&self, c: &Conversation) -> Option<String> {
        c.language.clone().filter(|code| self.languages().contains(&code.as_str()))
    }
}
