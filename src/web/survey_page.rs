//! The page on which a visitor says how it was: one row of buttons, then room for a few words. It needs no script.

use askama::Template;
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::Response;

use super::assets;
use super::csrf;
use super::pages::page;
use super::survey::word;
use crate::domain::Instrument;
use crate::domain::survey::{COMMENT_CHARS_MAX, PageWords, Scale, SurveyRecord};

#[derive(Template)]
#[template(path = "survey.html")]
pub(super) struct SurveyPage {
    css: String,
    icon: String,
    words: &'static PageWords,
    name: Option<String>,
    body: Body,
}

enum Body {
    Asking(Box<Form>),
    Sorry { heading: &'static str },
}

/// What does not fit about an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Not one of the scores offered.
    Score,
    /// Too long.
    Comment,
    /// Not sent from this page.
    Form,
}

impl Wrong {
    pub(super) const fn status(self) -> StatusCode {
        match self {
            Self::Score | Self::Comment => StatusCode::BAD_REQUEST,
            Self::Form => StatusCode::FORBIDDEN,
        }
    }
}

/// The form, with what was answered so far.
pub(super) struct Form {
    words: &'static PageWords,
    token: String,
    csrf: String,
    instrument: &'static str,
    /// `stars`, `faces` or `nps`.
    kind: &'static str,
    question: &'static str,
    choices: Vec<Choice>,
    given: Option<u8>,
    comment: String,
    /// The most that fits into the field.
    comment_chars_max: usize,
    thanks: Option<&'static str>,
    error: Option<String>,
}

/// One button.
struct Choice {
    score: u8,
    /// What a screen reader says.
    label: String,
    /// Drawn as full: the one that was chosen, and for stars those before it.
    full: bool,
    chosen: bool,
}

impl Form {
    pub(super) fn new(words: &'static PageWords, token: &str, survey: &SurveyRecord) -> Self {
        let instrument = survey.instrument.unwrap_or(Instrument::Csat);
        let kind = match instrument {
            Instrument::Csat => survey.scale.as_str(),
            Instrument::Nps => "nps",
        };
        let label = |score: u8| match (instrument, survey.scale) {
            (Instrument::Csat, Scale::Stars) => format!("{} ({score}/5)", words.level(score)),
            (Instrument::Csat, Scale::Faces) => words.level(score).to_owned(),
            (Instrument::Nps, _) => format!("{score}/10"),
        };
        let choice = |score: &u8| Choice { score: *score, label: label(*score), full: false, chosen: false };
        Self {
            words,
            token: token.to_owned(),
            csrf: csrf::bound_to(token),
            instrument: word(instrument),
            kind,
            question: words.question(instrument),
            choices: survey.scale.scores(instrument).iter().map(choice).collect(),
            given: None,
            comment: String::new(),
            comment_chars_max: COMMENT_CHARS_MAX,
            thanks: None,
            error: None,
        }
    }

    pub(super) fn given(mut self, score: Option<u8>, comment: Option<&str>) -> Self {
        self.given = score;
        comment.unwrap_or_default().clone_into(&mut self.comment);
        for choice in &mut self.choices {
            choice.chosen = score == Some(choice.score);
            let below = self.kind == "stars" && score.is_some_and(|score| choice.score < score);
            choice.full = choice.chosen || below;
        }
        self
    }

    pub(super) fn thanking(mut self, commented: bool) -> Self {
        self.thanks = Some(if commented { &self.words.thanks_comment } else { &self.words.thanks });
        self
    }

    /// Nothing was kept, and why.
    pub(super) fn refused(mut self, wrong: Wrong) -> Self {
        let words = self.words;
        let why = match wrong {
            Wrong::Score => words.bad_score.clone(),
            Wrong::Comment => words.too_long.replace("{n}", &COMMENT_CHARS_MAX.to_string()),
            Wrong::Form => words.bad_form.clone(),
        };
        self.error = Some(format!("{} {why}", words.nothing_kept));
        self
    }

    /// Nobody has to write their words anew.
    pub(super) fn keeping(mut self, words: Option<&str>) -> Self {
        if let Some(words) = words {
            words.clone_into(&mut self.comment);
        }
        self
    }

    /// What the ends of the row are called.
    fn ends(&self) -> (String, String) {
        let words = self.words;
        if self.kind == "nps" {
            (format!("0: {}", words.nps_low), format!("10: {}", words.nps_high))
        } else {
            (words.level(1).to_owned(), words.level(5).to_owned())
        }
    }

    /// What the stars that were given are called, where neither end says so.
    fn level(&self) -> Option<&'static str> {
        let score = self.given.filter(|score| self.kind == "stars" && (2..=4).contains(score))?;
        Some(self.words.level(score))
    }
}

impl SurveyPage {
    pub(super) fn asking(words: &'static PageWords, name: Option<String>, form: Form) -> Self {
        Self::new(words, name, Body::Asking(Box::new(form)))
    }

    pub(super) fn sorry(words: &'static PageWords, name: Option<String>, heading: &'static str) -> Self {
        Self::new(words, name, Body::Sorry { heading })
    }

    fn new(words: &'static PageWords, name: Option<String>, body: Body) -> Self {
        let (css, icon) = (assets::url("survey.css"), assets::url("survey.svg"));
        Self { css, icon, words, name, body }
    }

    pub(super) fn response(&self, status: StatusCode) -> Response {
        let mut response = page(status, self);
        // The address is a secret: no search engine is to remember it.
        let robots = HeaderName::from_static("x-robots-tag");
        response.headers_mut().insert(robots, HeaderValue::from_static("noindex, nofollow"));
        response
    }
}
