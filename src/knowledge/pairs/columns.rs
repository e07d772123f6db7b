//! What the fields of a pair are called out there.

/// A field of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// What somebody asks.
    Question,
    /// What to say to it.
    Answer,
    /// A title other than the question.
    Title,
    /// What pairs have in common.
    Topic,
    /// What the list calls this pair.
    Id,
    /// Further words to find it by.
    Tags,
    /// Where there is more about it.
    Url,
}

impl Field {
    pub(super) const ALL: [Self; 7] =
        [Self::Question, Self::Answer, Self::Title, Self::Topic, Self::Id, Self::Tags, Self::Url];

    /// Its usual names; the first one of these that a list has counts.
    pub(super) const fn names(self) -> &'static [&'static str] {
        match self {
            Self::Question => &["question", "questions", "q", "prompt", "instruction"],
            Self::Answer => &["answer", "answers", "a", "completion", "response"],
            Self::Title => &["title"],
            Self::Topic => &["topic", "category", "section"],
            Self::Id => &["id", "key"],
            Self::Tags => &["tags", "tag", "keywords"],
            Self::Url => &["url", "link"],
        }
    }

    /// The name to use in a sentence.
    pub(super) fn name(self) -> &'static str {
        self.names().first().copied().unwrap_or_default()
    }

    /// Which of these names is this field's, in any case.
    pub(super) fn among<'a>(self, given: impl Iterator<Item = &'a str>) -> Option<usize> {
        let rank = |name: &str| self.names().iter().position(|known| name.trim().eq_ignore_ascii_case(known));
        let ranked = given.enumerate().filter_map(|(place, name)| Some((rank(name)?, place)));
        ranked.min().map(|(_, place)| place)
    }
}
