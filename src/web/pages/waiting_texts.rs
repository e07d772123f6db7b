//! What waiting visitors read in one language, in the owner's own words.

use std::collections::BTreeMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::preferences::keep;
use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::Preferences;
use crate::domain::waiting::{MessagesSettings, TEXT_KEYS, TextKey, Texts, Waiting, text_languages};
use crate::ports::Chosen;
use crate::web::fields::{BadField, Fields};
use crate::web::filters;
use crate::web::may;
use crate::web::problem::Problem;
use crate::web::session::{Member, Person, Posted};
use crate::web::state::App;

#[derive(Template)]
#[template(path = "waiting_texts.html")]
struct TextsPage {
    shell: Shell,
    tab: &'static str,
    did: String,
    version: i64,
    code: String,
    /// Who cannot be told to have another language reads this one.
    default: bool,
    /// It is to be so from now on.
    to_be_default: bool,
    /// Some texts were chosen on these pages, and can go back to what the configuration file says.
    chosen: bool,
    /// Texts and whole sentences.
    whole: Vec<Field>,
    /// The words that sentences are filled with.
    words: Vec<Field>,
    /// Field, and what is wrong with it.
    faults: Vec<(String, String)>,
    /// The same of what was kept, by a version of this service that took what this one does not.
    unread: Vec<(String, String)>,
    reason: String,
}

/// A text to write.
struct Field {
    key: &'static str,
    /// The owner's own; empty for what ships.
    own: String,
    /// What visitors read without one; empty where they read nothing.
    otherwise: String,
    /// What the text that ships says in English, for whoever does not read the language.
    english: &'static str,
    placeholders: String,
    longest: usize,
    wrong: bool,
}

impl TextsPage {
    fn any_wrong(&self) -> bool {
        self.words.iter().any(|field| field.wrong)
    }
}

/// What was sent and could not be taken.
struct Refused {
    /// The version that it was made for.
    version: i64,
    wish: MessagesSettings,
    faults: Vec<(String, String)>,
    reason: String,
}

fn known(code: &str) -> Result<(), Sorry> {
    if text_languages().contains(&code) { Ok(()) } else { Err(Problem::not_found("page").into()) }
}

fn in_force(app: &App, chosen: Option<&Chosen>) -> MessagesSettings {
    let own = chosen.and_then(|chosen| chosen.preferences.messages.clone());
    own.unwrap_or_else(|| app.configured.messages.clone())
}

/// Faults by the fields of a language's form; those of other languages by their keys.
fn of_form(faults: Vec<(String, String)>, code: &str) -> Vec<(String, String)> {
    let own = format!("{code}.");
    let named = |(key, message): (String, String)| match key.strip_prefix(&own) {
        Some(field) => (field.to_owned(), message),
        None => (key, message),
    };
    faults.into_iter().map(named).collect()
}

fn field(app: &App, key: &TextKey, code: &str, shown: &Refused) -> Field {
    let policy = app.engine.policy();
    // As it will be with the other texts of the form in force.
    let texts = Arc::new(Texts::new(shown.wish.clone()));
    let waiting = Waiting { texts, ..policy.waiting.clone() };
    // A rule's text without words of its own is that of every handoff.
    let rest = || Texts::shipped("en", "handed_off").filter(|_| key.name == "held");
    let english = Texts::shipped("en", key.name).or_else(rest).filter(|_| code != "en");
    let own = shown.wish.languages.get(code).and_then(|own| own.get(key.name));
    Field {
        key: key.name,
        own: own.cloned().unwrap_or_default(),
        otherwise: waiting.otherwise(&policy.settings, key.name, code),
        english: english.unwrap_or_default(),
        placeholders: key.may.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(" "),
        longest: key.longest,
        wrong: shown.faults.iter().any(|(field, _)| field == key.name),
    }
}

async fn show_page(
    app: &App,
    person: &Person,
    code: String,
    did: String,
    refused: Option<Refused>,
) -> Result<Response, Sorry> {
    let chosen = app.chooser.chosen().await?;
    let status = if refused.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    let now = in_force(app, chosen.as_ref());
    let shown = refused.unwrap_or_else(|| Refused {
        version: chosen.as_ref().map_or(0, |chosen| chosen.version),
        faults: Vec::new(),
        wish: now.clone(),
        reason: String::new(),
    });
    let unread = of_form(now.faults(), &code);
    let (words, whole): (Vec<&TextKey>, Vec<&TextKey>) = TEXT_KEYS.iter().partition(|key| key.is_word);
    let fields = |keys: Vec<&TextKey>| keys.into_iter().map(|key| field(app, key, &code, &shown)).collect();
    let page_of = TextsPage {
        shell: Shell::new(app, person, "settings"),
        tab: "waiting",
        did,
        version: shown.version,
        default: now.default == code,
        to_be_default: shown.wish.default == code,
        chosen: chosen.is_some_and(|chosen| chosen.preferences.messages.is_some()),
        whole: fields(whole),
        words: fields(words),
        code,
        faults: shown.faults,
        unread,
        reason: shown.reason,
    };
    Ok(page(status, &page_of))
}

/// `GET /settings/waiting/{language}`
pub(super) async fn show(
    State(app): State<App>,
    Path(code): Path<String>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    known(&code)?;
    show_page(&app, &member, code, did(query.as_deref()), None).await
}

/// `GET /settings/waiting/texts?language=hu`: from the list of languages that have no texts yet.
pub(super) async fn choose_language(
    _: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Redirect, Sorry> {
    let fields = Fields::from_form(query.as_deref().unwrap_or_default().as_bytes());
    let code = fields.text("language")?.unwrap_or_default();
    known(code)?;
    Ok(Redirect::to(&format!("/settings/waiting/{code}")))
}

/// These settings with the texts of the form in place of the language's own.
fn wished(fields: &Fields, code: &str, mut settings: MessagesSettings) -> Result<MessagesSettings, BadField> {
    let mut own = BTreeMap::new();
    for key in TEXT_KEYS {
        let text = fields.text(key.name)?.unwrap_or_default().trim().replace("\r\n", "\n");
        // Also where it is what ships: it comes before the messages for all languages.
        if !text.is_empty() {
            own.insert(key.name.to_owned(), text);
        }
    }
    if own.is_empty() {
        settings.languages.remove(code);
    } else {
        settings.languages.insert(code.to_owned(), own);
    }
    if fields.text("default")?.is_some() {
        code.clone_into(&mut settings.default);
    }
    Ok(settings)
}

/// `POST /settings/waiting/{language}`: all texts of a language at once, or nothing; or all of them back to the file.
pub(super) async fn choose(
    State(app): State<App>,
    Path(code): Path<String>,
    posted: Posted<may::Admin>,
) -> Result<Response, Sorry> {
    known(&code)?;
    let reason =
        posted.fields.text("reason")?.unwrap_or_default().trim().chars().take(300).collect::<String>();
    let before = i64::try_from(posted.fields.whole("version")?).unwrap_or(i64::MAX);
    let chosen = app.chooser.chosen().await?;
    let wish = if posted.fields.text("reset")?.is_some() {
        None
    } else {
        let wish = wished(&posted.fields, &code, in_force(&app, chosen.as_ref()))?;
        let faults = wish.faults();
        if !faults.is_empty() {
            let refused = Refused { version: before, wish, faults: of_form(faults, &code), reason };
            return show_page(&app, &posted.person, code, String::new(), Some(refused)).await;
        }
        (wish != app.configured.messages).then_some(wish)
    };
    let old = chosen.map(|chosen| chosen.preferences).unwrap_or_default();
    let wish = Preferences { messages: wish, ..old.clone() };
    let what = "what waiting visitors read";
    let did = keep(&app, &posted.person.by(), what, (&old, before), &wish, &reason).await?;
    Ok(Redirect::to(&format!("/settings/waiting/{code}?did={did}")).into_response())
}
