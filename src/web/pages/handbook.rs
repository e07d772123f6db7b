//! The owner's own lists: topics to sort chats by, and saved replies.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::{KEYWORD_CHARS_MAX, KEYWORDS_MAX};
use crate::ports::{SavedReply, Topic};
use crate::web::audit::noting;
use crate::web::fields::BadField;
use crate::web::filters;
use crate::web::moment::Moment;
use crate::web::session::{Member, Person, Posted};
use crate::web::spoken;
use crate::web::state::App;
use crate::web::{may, replies};

/// A longer name is no topic, characters.
const TOPIC_CHARS_MAX: usize = 60;

#[derive(Template)]
#[template(path = "topics.html")]
struct TopicsPage {
    shell: Shell,
    tab: &'static str,
    did: String,
    topics: Vec<Topic>,
    /// What is wrong with what was sent, and what was sent.
    wrong: Option<String>,
    name: String,
}

#[derive(Template)]
#[template(path = "replies.html")]
struct RepliesPage {
    shell: Shell,
    tab: &'static str,
    did: String,
    replies: Vec<Saved>,
    wrong: Option<String>,
    name: String,
    body: String,
}

struct Saved {
    name: String,
    body: String,
    by: Option<String>,
    at: Moment,
}

async fn topics_page(
    app: &App,
    person: &Person,
    status: StatusCode,
    did: String,
    bad: Option<(BadField, String)>,
) -> Result<Response, Sorry> {
    let (wrong, name) = bad.map_or((None, String::new()), |(bad, name)| (Some(said(&bad)), name));
    let topics = app.handbook.topics().await?;
    let shell = Shell::new(app, person, "settings");
    Ok(page(status, &TopicsPage { shell, tab: "topics", did, topics, wrong, name }))
}

fn said(bad: &BadField) -> String {
    let said = match bad.field.as_str() {
        "name" => spoken::text("handbook-wrong-name"),
        "keywords" => spoken::text("handbook-wrong-keywords"),
        "body" => spoken::text("handbook-wrong-text"),
        other => spoken::text("handbook-wrong").with("field", &other),
    };
    said.with("why", &bad.message).plain()
}

/// `GET /settings/topics`
pub(super) async fn topics(
    State(app): State<App>,
    member: Member<may::Admin>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    topics_page(&app, &member, StatusCode::OK, did(query.as_deref()), None).await
}

/// `POST /settings/topics`: a new topic, another name, offered again or no longer.
pub(super) async fn put_topic(State(app): State<App>, posted: Posted<may::Admin>) -> Result<Response, Sorry> {
    let name = posted.fields.needed("name")?.trim().to_owned();
    let slug = posted.fields.text("slug")?.map(str::to_owned);
    let known = app.handbook.topics().await?;
    let keywords = posted.fields.text("keywords")?;
    let wish = match wanted_topic(&known, slug.as_deref(), &name, posted.fields.text("retired")?, keywords) {
        Ok(topic) => topic,
        Err(bad) => {
            let bad = Some((bad, name));
            return topics_page(&app, &posted.person, StatusCode::BAD_REQUEST, String::new(), bad).await;
        }
    };
    let before = known.iter().find(|topic| topic.slug == wish.slug);
    let note =
        noting(&app, &posted.person.by(), "topic.saved", &wish.slug).changed(before.map(shown), shown(&wish));
    app.handbook.put_topic(&wish, &note).await?;
    app.put_in_force().await;
    Ok(Redirect::to("/settings/topics?did=saved").into_response())
}

fn shown(topic: &Topic) -> String {
    let name = if topic.retired { format!("{} (not offered)", topic.name) } else { topic.name.clone() };
    let keywords = topic.keywords.lines().collect::<Vec<_>>().join(", ");
    if keywords.is_empty() { name } else { format!("{name}: {keywords}") }
}

fn wanted_topic(
    known: &[Topic],
    slug: Option<&str>,
    name: &str,
    retired: Option<&str>,
    keywords: Option<&str>,
) -> Result<Topic, BadField> {
    let keywords = keywords.map(wanted_keywords).transpose()?;
    if name.is_empty() || name.chars().count() > TOPIC_CHARS_MAX || name.chars().any(char::is_control) {
        return Err(BadField::new("name", format!("give 1 to {TOPIC_CHARS_MAX} characters on one line")));
    }
    let Some(slug) = slug else {
        let slug = slug_of(name);
        if slug.is_empty() {
            return Err(BadField::new("name", "has no letter or digit"));
        }
        if let Some(taken) = known.iter().find(|topic| topic.slug == slug) {
            return Err(BadField::new("name", format!("`{}` is there already", taken.name)));
        }
        return Ok(Topic {
            slug,
            name: name.to_owned(),
            retired: false,
            keywords: keywords.unwrap_or_default(),
        });
    };
    let Some(before) = known.iter().find(|topic| topic.slug == slug) else {
        return Err(BadField::new("slug", "is not in the list"));
    };
    let retired = retired.map_or(before.retired, |word| word == "yes");
    let keywords = keywords.unwrap_or_else(|| before.keywords.clone());
    Ok(Topic { slug: slug.to_owned(), name: name.to_owned(), retired, keywords })
}

/// One a line, without empty ones.
fn wanted_keywords(text: &str) -> Result<String, BadField> {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let bad = |message: String| Err(BadField::new("keywords", message));
    if lines.len() > KEYWORDS_MAX {
        return bad(format!("has {} lines; give at most {KEYWORDS_MAX}", lines.len()));
    }
    let unfit = |line: &&&str| {
        line.chars().count() > KEYWORD_CHARS_MAX
            || !line.chars().any(char::is_alphanumeric)
            || line.chars().any(char::is_control)
    };
    if let Some(line) = lines.iter().find(unfit) {
        return bad(format!(
            "`{line}` is no keyword; give words of at most {KEYWORD_CHARS_MAX} characters, one a line"
        ));
    }
    Ok(lines.join("\n"))
}

fn slug_of(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

async fn replies_page(
    app: &App,
    person: &Person,
    status: StatusCode,
    did: String,
    bad: Option<(BadField, String, String)>,
) -> Result<Response, Sorry> {
    let now = app.clock.now();
    let replies = app.handbook.saved_replies().await?.into_iter().map(|reply| Saved {
        at: Moment::of(reply.updated_at, now),
        name: reply.name,
        body: reply.body,
        by: reply.by,
    });
    let replies = replies.collect();
    let (wrong, name, body) =
        bad.map_or((None, String::new(), String::new()), |(bad, name, body)| (Some(said(&bad)), name, body));
    let shell = Shell::new(app, person, "settings");
    Ok(page(status, &RepliesPage { shell, tab: "replies", did, replies, wrong, name, body }))
}

/// `GET /settings/replies`
pub(super) async fn saved_replies(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    replies_page(&app, &member, StatusCode::OK, did(query.as_deref()), None).await
}

/// `POST /settings/replies`: a new one, other words, or away with it.
pub(super) async fn put_reply(State(app): State<App>, posted: Posted) -> Result<Response, Sorry> {
    let given = |name: &str| Ok::<_, BadField>(posted.fields.text(name)?.unwrap_or_default().to_owned());
    let (name, body) = (given("name")?, given("body")?);
    let done = Redirect::to("/settings/replies?did=saved").into_response();
    if posted.fields.text("remove")?.is_some() {
        let note = noting(&app, &posted.person.by(), "reply.removed", &name);
        app.handbook.remove_saved_reply(&name, &note).await?;
        return Ok(done);
    }
    let known = app.handbook.saved_replies().await?;
    let is_new = posted.fields.text("new")?.is_some();
    let reply = match wanted_reply(&known, &name, &body, is_new) {
        Ok((name, body)) => {
            SavedReply { name, body, updated_at: app.clock.now(), by: Some(posted.person.name()) }
        }
        Err(bad) => {
            let bad = Some((bad, name, body));
            return replies_page(&app, &posted.person, StatusCode::BAD_REQUEST, String::new(), bad).await;
        }
    };
    let before = known.into_iter().find(|known| known.name == reply.name).map(|known| known.body);
    let note =
        noting(&app, &posted.person.by(), "reply.saved", &reply.name).changed(before, reply.body.clone());
    app.handbook.put_saved_reply(&reply, &note).await?;
    Ok(done)
}

fn wanted_reply(
    known: &[SavedReply],
    name: &str,
    body: &str,
    is_new: bool,
) -> Result<(String, String), BadField> {
    let name = replies::name(name)?;
    if is_new && known.iter().any(|known| known.name == name) {
        return Err(BadField::new("name", format!("`/{name}` is there already; change that one")));
    }
    Ok((name, replies::body(body)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> Vec<Topic> {
        vec![Topic {
            slug: "shipping".to_owned(),
            name: "Shipping".to_owned(),
            retired: false,
            keywords: "parcel".to_owned(),
        }]
    }

    #[test]
    fn a_new_topic_gets_a_slug_of_its_name_and_none_twice() {
        let new = wanted_topic(&list(), None, "Größen & Maße", None, None).unwrap();
        assert_eq!(new.slug, "größen-maße");
        for bad in ["Shipping!", "", "&&", "two\nlines"] {
            assert_eq!(wanted_topic(&list(), None, bad, None, None).unwrap_err().field, "name", "{bad:?}");
        }
    }

    #[test]
    fn a_topic_keeps_its_slug_whatever_it_is_called_and_is_retired_by_itself() {
        let renamed = wanted_topic(&list(), Some("shipping"), "Delivery", None, None).unwrap();
        assert_eq!(
            (renamed.slug.as_str(), renamed.name.as_str(), renamed.retired),
            ("shipping", "Delivery", false)
        );
        assert!(wanted_topic(&list(), Some("shipping"), "Shipping", Some("yes"), None).unwrap().retired);
        assert_eq!(wanted_topic(&list(), Some("other"), "Other", None, None).unwrap_err().field, "slug");
    }

    #[test]
    fn keywords_stay_until_others_are_given_and_only_words_are_taken() {
        let keywords = |given: Option<&str>| wanted_topic(&list(), Some("shipping"), "Shipping", None, given);
        assert_eq!(keywords(None).unwrap().keywords, "parcel");
        assert_eq!(keywords(Some(" track \r\n\r\nwhere is it\r\n")).unwrap().keywords, "track\nwhere is it");
        assert_eq!(keywords(Some("")).unwrap().keywords, "");
        for bad in ["!!".to_owned(), "x".repeat(61), "a\n".repeat(101), "a\u{7}b".to_owned()] {
            assert_eq!(keywords(Some(&bad)).unwrap_err().field, "keywords", "{bad:?}");
        }
    }
}
