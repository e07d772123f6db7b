//! Where visitors answer how it was: `/s/{token}`. To look changes nothing, however often scanners do; only a form
//! that is sent counts, and however often it is sent, it is one answer.

use axum::Router;
use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, FromRequest as _, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use axum::routing::get;

use super::client;
use super::csrf;
use super::fields::Fields;
use super::pages::Sorry;
use super::state::App;
use super::survey_page::{Form, SurveyPage, Wrong};
use super::tries::{Trier, allow};
use crate::domain::notice::link_hash;
use crate::domain::survey::{
    COMMENT_CHARS_MAX, PageWords, SurveyRecord, SurveyState, best_language, is_token,
};
use crate::domain::{Event, Instrument, Rating, Timestamp};
use crate::ports::{NewEvent, StoreError};

/// A comment of the largest size, every letter of it escaped as forms do, bytes.
const BODY_BYTES_MAX: usize = 16 * 1024;

/// How soon somebody who answered too often may try again, seconds.
const RETRY_AFTER_S: u16 = 300;

/// The pages behind links of surveys.
pub(super) fn router() -> Router<App> {
    Router::new().route("/s/{token}", get(show).post(answer)).layer(DefaultBodyLimit::max(BODY_BYTES_MAX))
}

/// `GET /s/{token}`, and `HEAD`.
async fn show(
    State(app): State<App>,
    Path(token): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Sorry> {
    let page = Page::of(&app, &headers);
    let Some(survey) = find(&app, &token).await? else { return Ok(page.unknown()) };
    let page = page.about(&survey);
    if survey.state(app.clock.now()) == SurveyState::Expired || is_over(&survey, app.clock.now()) {
        return Ok(page.expired());
    }
    let form = Form::new(page.words, &token, &survey).given(survey.score, survey.comment.as_deref());
    Ok(page.form(StatusCode::OK, form))
}

/// `POST /s/{token}`: on disk before anybody is thanked.
async fn answer(
    State(app): State<App>,
    Path(token): Path<String>,
    request: Request,
) -> Result<Response, Sorry> {
    let (parts, body) = request.into_parts();
    let page = Page::of(&app, &parts.headers);
    let address = client::address(&app.site, &parts);
    let triers: Vec<Trier<'_>> = address.map(Trier::Visitor).into_iter().collect();
    if !allow(&app, &triers).await? {
        return Ok(page.too_many());
    }
    let body = Bytes::from_request(Request::from_parts(parts, body), &app).await;
    let Some(survey) = find(&app, &token).await? else { return Ok(page.unknown()) };
    let page = page.about(&survey);
    let now = app.clock.now();
    if is_over(&survey, now) {
        return Ok(page.expired());
    }
    if !allow(&app, &[Trier::Survey(&survey.id.to_string())]).await? {
        return Ok(page.too_many());
    }
    let form = Form::new(page.words, &token, &survey).given(survey.score, survey.comment.as_deref());
    let Ok(body) = body else {
        return Ok(page.form(StatusCode::PAYLOAD_TOO_LARGE, form.refused(Wrong::Comment)));
    };
    let fields = Fields::from_form(&body);
    let given = match given(&fields, &token, &survey) {
        Ok(given) => given,
        Err(wrong) => {
            let words = fields.text("comment").ok().flatten();
            return Ok(page.form(wrong.status(), form.refused(wrong).keeping(words)));
        }
    };
    let commented = given.comment.as_deref().is_some_and(|comment| !comment.is_empty());
    let comment = given.comment.clone().or_else(|| survey.comment.clone());
    let score = given.score;
    app.engine.hear(rated(&survey, given, now)).await?;
    let form = form.given(Some(score), comment.as_deref()).thanking(commented);
    Ok(page.form(StatusCode::OK, form))
}

/// Answers are taken until the link's time is over, also from who has answered already.
fn is_over(survey: &SurveyRecord, now: Timestamp) -> bool {
    now >= survey.expires_at
}

/// The survey of this token.
async fn find(app: &App, token: &str) -> Result<Option<SurveyRecord>, StoreError> {
    if !is_token(token) {
        return Ok(None);
    }
    let found = app.surveys.survey_by_token(&link_hash(token)).await?;
    Ok(found.filter(|survey| survey.instrument.is_some()))
}

/// What a visitor answered.
struct Given {
    score: u8,
    comment: Option<String>,
}

/// Reads a form of this survey's page.
fn given(fields: &Fields, token: &str, survey: &SurveyRecord) -> Result<Given, Wrong> {
    let text = |name: &str| fields.text(name).map_err(|_| Wrong::Form);
    let instrument = survey.instrument.unwrap_or(Instrument::Csat);
    if !csrf::same(text("csrf")?.unwrap_or_default(), &csrf::bound_to(token))
        || text("instrument")? != Some(word(instrument))
    {
        return Err(Wrong::Form);
    }
    let asked = text("score")?.unwrap_or_default();
    let scores = survey.scale.scores(instrument);
    let score = scores.iter().copied().find(|score| score.to_string() == asked).ok_or(Wrong::Score)?;
    let written = text("comment")?.map(|comment| comment.replace("\r\n", "\n").trim().to_owned());
    if written.as_ref().is_some_and(|comment| comment.chars().count() > COMMENT_CHARS_MAX) {
        return Err(Wrong::Comment);
    }
    // An empty one takes back what was written before; where nothing was, it is none.
    let comment = written.filter(|comment| !comment.is_empty() || survey.comment.is_some());
    Ok(Given { score, comment })
}

pub(super) const fn word(instrument: Instrument) -> &'static str {
    match instrument {
        Instrument::Csat => "csat",
        Instrument::Nps => "nps",
    }
}

/// The answer as it goes into the log, like one that a relay tells us.
fn rated(survey: &SurveyRecord, given: Given, now: Timestamp) -> NewEvent {
    NewEvent {
        conversation: survey.conversation,
        relay: survey.relay.clone(),
        external_conversation: survey.external_id.clone(),
        key: format!("survey:{}:{}", survey.id, uuid::Uuid::now_v7()),
        second_key: None,
        at: now,
        heard_at: now,
        sequence: None,
        sample: false,
        event: Event::Rated(Rating {
            instrument: survey.instrument.unwrap_or(Instrument::Csat),
            survey_id: survey.id.to_string(),
            score: given.score,
            comment: given.comment,
        }),
    }
}

/// What every answer of this page has: its words and who asks.
struct Page {
    words: &'static PageWords,
    name: Option<String>,
    /// What is spoken to whoever's own language is not known.
    default: String,
    accepted: Option<&'static str>,
}

impl Page {
    fn of(app: &App, headers: &HeaderMap) -> Self {
        let policy = app.engine.policy();
        let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let accepted = accepted.and_then(best_language);
        let default = policy.waiting.texts.default_language().to_owned();
        let words = PageWords::of(accepted.unwrap_or(&default));
        Self { words, name: policy.survey.settings.name.clone(), default, accepted }
    }

    /// In the language that the visitor wrote; where that cannot be told, their browser's.
    fn about(self, survey: &SurveyRecord) -> Self {
        let language = survey.language.as_deref().or(self.accepted).unwrap_or(&self.default);
        Self { words: PageWords::of(language), ..self }
    }

    fn form(self, status: StatusCode, form: Form) -> Response {
        SurveyPage::asking(self.words, self.name, form).response(status)
    }

    fn unknown(self) -> Response {
        let heading = &self.words.unknown;
        SurveyPage::sorry(self.words, self.name, heading).response(StatusCode::NOT_FOUND)
    }

    fn expired(self) -> Response {
        let heading = &self.words.expired;
        SurveyPage::sorry(self.words, self.name, heading).response(StatusCode::GONE)
    }

    fn too_many(self) -> Response {
        let heading = &self.words.too_many;
        let page = SurveyPage::sorry(self.words, self.name, heading);
        let mut response = page.response(StatusCode::TOO_MANY_REQUESTS);
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER_S));
        response
    }
}
