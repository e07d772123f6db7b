//! All conversations: searched, filtered and paged.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::card::{Who, rules_that_hold};
use super::marked::{Part, marked};
use super::shell::{Shell, Sorry, page};
use super::stage::stage_shown;
use crate::domain::{Timestamp, Titles};
use crate::ports::ConversationRow;
use crate::web::fields::Fields;
use crate::web::filter::{FILTERS, filter};
use crate::web::filters;
use crate::web::moment::Moment;
use crate::web::session::Member;
use crate::web::state::App;

/// Rows of a page.
const ROWS: i64 = 30;

/// Of several words so many are offered one by one.
const WORDS: usize = 6;

/// Letters of the last message shown in the list.
const GLIMPSE_CHARS: usize = 140;

#[derive(Template)]
#[template(path = "conversations.html")]
struct ConversationsPage {
    shell: Shell,
    rows: Vec<Row>,
    given: Given,
    topics: Vec<Choice>,
    relays: Vec<Choice>,
    rules: Vec<Choice>,
    /// How many filters are in use, the words not counted.
    in_use: usize,
    /// All that narrows the list, each with the query without it.
    chips: Vec<Chip>,
    /// Each of several words, with the query for it alone.
    words: Vec<Chip>,
    /// The words hold nothing that could be looked for.
    no_words: bool,
    /// The query of the next page.
    next: Option<String>,
    /// There may be more, but looking was ended for its length.
    short: bool,
}

/// What is asked for, as the form shows it.
#[derive(Default)]
struct Given {
    q: String,
    state: String,
    handling: String,
    topic: String,
    rule: String,
    rating: String,
    relay: String,
    external_id: String,
    from: String,
    to: String,
}

/// One of what can be asked for, as programs and as people call it.
struct Choice {
    value: String,
    name: String,
}

struct Chip {
    name: &'static str,
    value: String,
    without: String,
}

struct Row {
    who: Who,
    stage: &'static str,
    handling: &'static str,
    held: bool,
    was_held: bool,
    rated: Option<u8>,
    topic: Option<String>,
    author: &'static str,
    glimpse: Vec<Part>,
    at: Moment,
}

/// `GET /conversations`
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let fields = Fields::from_query(query.as_deref(), FILTERS)?;
    let wanted = filter(&fields, ROWS)?;
    let found = app.desk.conversations(&wanted).await?;
    let choices = app.desk.choices().await?;
    let now = app.clock.now();
    let given = Given::of(&fields);
    let titles = app.engine.policy().titles();
    let chips = chips(&fields, &titles);
    let short = found.next_cursor.is_some() && found.items.len() < usize::try_from(wanted.limit).unwrap_or(0);
    Ok(page(
        StatusCode::OK,
        &ConversationsPage {
            shell: Shell::new(&app, &member, "conversations"),
            rows: found.items.iter().map(|row| Row::of(row, now, &titles)).collect(),
            topics: with(choices.topics, &given.topic, |slug| titles.topic(slug).to_owned()),
            relays: with(choices.relays, &given.relay, str::to_owned),
            rules: with(choices.rules, &given.rule, |id| titles.rule(id).to_owned()),
            words: single_words(&fields, &given.q),
            in_use: chips.iter().filter(|chip| chip.name != "q").count(),
            no_words: wanted.text.is_some_and(|text| text.chars().all(says_nothing)),
            next: found.next_cursor.map(|cursor| query_of(&fields, &[], &[("cursor", &cursor)])),
            chips,
            given,
            short,
        },
    ))
}

impl Given {
    fn of(fields: &Fields) -> Self {
        let given = |name: &str| fields.anything(name).ok().flatten().unwrap_or_default();
        Self {
            q: given("q"),
            state: given("state"),
            handling: given("handling"),
            topic: given("topic"),
            rule: given("rule"),
            rating: given("rating"),
            relay: given("relay"),
            external_id: given("external_id"),
            from: given("from"),
            to: given("to"),
        }
    }
}

/// What no word is made of.
const fn says_nothing(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphanumeric()
}

/// What is chosen stands among the choices, even where nothing has it.
fn with(mut choices: Vec<String>, chosen: &str, name: impl Fn(&str) -> String) -> Vec<Choice> {
    if !chosen.is_empty() && !choices.iter().any(|choice| choice == chosen) {
        choices.push(chosen.to_owned());
    }
    choices.into_iter().map(|value| Choice { name: name(&value), value }).collect()
}

fn chips(fields: &Fields, titles: &Titles) -> Vec<Chip> {
    let narrowing = FILTERS.iter().filter(|name| !matches!(**name, "cursor" | "limit"));
    narrowing
        .filter_map(|name| {
            let value = fields.anything(name).ok().flatten().filter(|value| !value.trim().is_empty())?;
            let value = match *name {
                "topic" => titles.topic(&value).to_owned(),
                "rule" => titles.rule(&value).to_owned(),
                _ => value,
            };
            Some(Chip { name, value, without: query_of(fields, &[name], &[]) })
        })
        .collect()
}

/// Where several words find nothing together, each may find something alone.
fn single_words(fields: &Fields, words: &str) -> Vec<Chip> {
    let single = || words.split_whitespace();
    if single().nth(1).is_none() {
        return Vec::new();
    }
    let alone = |word: &str| query_of(fields, &["q"], &[("q", word)]);
    single()
        .take(WORDS)
        .map(|word| Chip { name: "q", value: word.to_owned(), without: alone(word) })
        .collect()
}

/// The same list without some of its filters and with others; from its start.
fn query_of(fields: &Fields, without: &[&str], with: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for name in FILTERS.iter().filter(|name| **name != "cursor" && !without.contains(name)) {
        if let Ok(Some(value)) = fields.anything(name) {
            query.append_pair(name, &value);
        }
    }
    query.extend_pairs(with).finish()
}

impl Row {
    fn of(row: &ConversationRow, now: Timestamp, titles: &Titles) -> Self {
        let c = &row.conversation;
        let episode = c.episode.as_ref();
        let (author, glimpse) = match (&row.glimpse, &row.last_message) {
            (Some(glimpse), _) => (glimpse.author.as_str(), marked(&glimpse.text, &glimpse.marks)),
            (None, Some(last)) => (last.author.as_str(), marked(&start_of(&last.text), &[])),
            (None, None) => ("", Vec::new()),
        };
        Self {
            who: Who::in_row(row),
            stage: stage_shown(c),
            handling: episode.map_or("none", |e| e.handling.as_str()),
            held: !rules_that_hold(row).is_empty(),
            was_held: episode.is_some_and(|e| !e.held_rules.is_empty()),
            rated: episode.and_then(|e| e.csat),
            topic: episode.and_then(|e| e.topic.as_deref()).map(|slug| titles.topic(slug).to_owned()),
            author,
            glimpse,
            at: Moment::of(c.last_activity, now),
        }
    }
}

fn start_of(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= GLIMPSE_CHARS {
        return line;
    }
    line.chars().take(GLIMPSE_CHARS).chain(['…']).collect()
}
