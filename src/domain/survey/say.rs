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
        let default = self.texts.default_language();
        let sentence = [self.language(c), default, "en"].iter().find_map(|code| self.texts.of(code, key));
        sentence.unwrap_or("{link}").replace("{link}", link)
    }
}

impl Texts {
    /// The language of `c` where it can be told and there are texts in it.
    #[must_use]
    pub fn spoken_by(&self, c: &Conversation) -> Option<String> {
        c.language.clone().filter(|code| self.languages().contains(&code.as_str()))
    }
}
