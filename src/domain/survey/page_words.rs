//! The words of the survey page, in every language that waiting visitors are spoken to in.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::domain::event::Instrument;

/// The files that ship.
const BUILT_IN: &[(&str, &str)] = &[
    ("ar", include_str!("../../../messages/survey/ar.toml")),
    ("cs", include_str!("../../../messages/survey/cs.toml")),
    ("da", include_str!("../../../messages/survey/da.toml")),
    ("de", include_str!("../../../messages/survey/de.toml")),
    ("el", include_str!("../../../messages/survey/el.toml")),
    ("en", include_str!("../../../messages/survey/en.toml")),
    ("es", include_str!("../../../messages/survey/es.toml")),
    ("fi", include_str!("../../../messages/survey/fi.toml")),
    ("fr", include_str!("../../../messages/survey/fr.toml")),
    ("hi", include_str!("../../../messages/survey/hi.toml")),
    ("it", include_str!("../../../messages/survey/it.toml")),
    ("ja", include_str!("../../../messages/survey/ja.toml")),
    ("ko", include_str!("../../../messages/survey/ko.toml")),
    ("nl", include_str!("../../../messages/survey/nl.toml")),
    ("no", include_str!("../../../messages/survey/no.toml")),
    ("pl", include_str!("../../../messages/survey/pl.toml")),
    ("pt", include_str!("../../../messages/survey/pt.toml")),
    ("ru", include_str!("../../../messages/survey/ru.toml")),
    ("sv", include_str!("../../../messages/survey/sv.toml")),
    ("tr", include_str!("../../../messages/survey/tr.toml")),
    ("uk", include_str!("../../../messages/survey/uk.toml")),
    ("zh", include_str!("../../../messages/survey/zh.toml")),
];

/// All words of the page in one language. `messages/survey/en.toml` says what each is for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PageWords {
    /// The language's code, as the page declares it.
    #[serde(skip)]
    pub language: &'static str,
    /// The question about satisfaction.
    pub csat: String,
    /// From 1 to 5.
    pub levels: [String; 5],
    /// The question about recommendation.
    pub nps: String,
    /// What 0 means.
    pub nps_low: String,
    /// What 10 means.
    pub nps_high: String,
    /// After a score.
    pub thanks: String,
    /// After a comment.
    pub thanks_comment: String,
    /// The answer can be changed by tapping again.
    pub change: String,
    /// What stands over the field for a comment.
    pub comment: String,
    /// The button below it.
    pub send: String,
    /// Heading: the link's time is over.
    pub expired: String,
    /// Heading: there is no such link.
    pub unknown: String,
    /// Nothing was kept.
    pub nothing_kept: String,
    /// Not one of the scores offered.
    pub bad_score: String,
    /// The comment is longer than `{n}` characters.
    pub too_long: String,
    /// The form is not the one of this page.
    pub bad_form: String,
    /// Too many answers in a short time.
    pub too_many: String,
}

static SHIPPED: LazyLock<BTreeMap<&'static str, PageWords>> = LazyLock::new(|| {
    // A test holds every file to its form; one that were broken would leave its language out.
    let read = |(code, file): &(&'static str, &str)| {
        let words: PageWords = toml::from_str(file).ok()?;
        Some((*code, PageWords { language: code, ..words }))
    };
    BUILT_IN.iter().filter_map(read).collect()
});

static NONE: LazyLock<PageWords> = LazyLock::new(PageWords::default);

impl PageWords {
    /// The words in a language; in English where there are none.
    #[must_use]
    pub fn of(language: &str) -> &'static Self {
        SHIPPED.get(language).or_else(|| SHIPPED.get("en")).unwrap_or(&NONE)
    }

    /// The codes of all languages.
    #[must_use]
    pub fn languages() -> Vec<&'static str> {
        SHIPPED.keys().copied().collect()
    }

    /// `rtl` or `ltr`, as a page declares it.
    #[must_use]
    pub fn direction(&self) -> &'static str {
        if self.language == "ar" { "rtl" } else { "ltr" }
    }

    /// The question of an instrument.
    #[must_use]
    pub fn question(&self, instrument: Instrument) -> &str {
        match instrument {
            Instrument::Csat => &self.csat,
            Instrument::Nps => &self.nps,
        }
    }

    /// What a satisfaction score of 1 to 5 is called.
    #[must_use]
    pub fn level(&self, score: u8) -> &str {
        let place = usize::from(score).saturating_sub(1);
        self.levels.get(place).map_or("", String::as_str)
    }
}

/// The first language of an `Accept-Language` header, by its weights, that the page speaks.
#[must_use]
pub fn best_language(accepted: &str) -> Option<&'static str> {
    let mut wanted: Vec<(f32, &str)> = accepted
        .split(',')
        .take(20)
        .filter_map(|part| {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.parse().ok())?;
            Some((weight, tag.trim().split('-').next()?))
        })
        .filter(|(weight, _)| *weight > 0.0)
        .collect();
    // A stable sort: what was named first comes first among equals.
    wanted.sort_by(|a, b| b.0.total_cmp(&a.0));
    let known = |tag: &str| {
        let tag = tag.to_ascii_lowercase();
        let tag = if matches!(tag.as_str(), "nb" | "nn") { "no" } else { &tag };
        SHIPPED.keys().copied().find(|code| *code == tag)
    };
    wanted.into_iter().find_map(|(_, tag)| known(tag))
}
