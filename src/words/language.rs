//! The languages that pages can be read in.

/// A language with a folder in `messages/pages/`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// What everything is written in first, and what stands in for a text that a translation lacks.
    #[default]
    English,
    /// English with accents on every letter (`en-XA`): whatever is plain on a page cannot be translated yet.
    Accented,
}

impl Language {
    pub(super) const ALL: [Self; 2] = [Self::English, Self::Accented];

    /// The BCP 47 tag: what `lang` says.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Accented => "en-XA",
        }
    }

    /// The first of an `Accept-Language` header that there is. Weights are passed over: browsers list the best first.
    #[must_use]
    pub fn accepted(header: &str) -> Self {
        let mut tags = header.split(',').filter_map(|part| part.split(';').next()).map(str::trim);
        tags.find_map(Self::of).unwrap_or_default()
    }

    fn of(tag: &str) -> Option<Self> {
        if let Some(exact) = Self::ALL.into_iter().find(|known| known.tag().eq_ignore_ascii_case(tag)) {
            return Some(exact);
        }
        let primary = tag.split('-').next().unwrap_or(tag);
        Self::ALL.into_iter().find(|known| known.tag().eq_ignore_ascii_case(primary))
    }
}
