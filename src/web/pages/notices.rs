//! What a person wants to be told away from the desk, where and when; and what they were told lately.

use std::collections::BTreeMap;

use askama::Template;
use axum::Router;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};

use super::queue::did;
use super::shell::{Shell, Sorry, page};
use crate::domain::Timestamp;
use crate::domain::notice::{Channel, Choices, Kind, Quiet, Weekday, day_minute};
use crate::ports::NoticeRow;
use crate::web::fields::{BadField, Fields};
use crate::web::filters;
use crate::web::may;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::session::{Member, Person, Posted};
use crate::web::spoken;
use crate::web::state::App;
use crate::words::Text;

/// What was told lately, so many of them.
const LATELY_MAX: i64 = 12;

#[derive(Template)]
#[template(path = "notices_settings.html")]
struct NoticesPage {
    shell: Shell,
    tab: &'static str,
    /// Where mail would go, where there is mail.
    email: Option<String>,
    channels: Vec<String>,
    has_telegram: bool,
    kinds: Vec<KindRow>,
    links: bool,
    quiet_from: String,
    quiet_to: String,
    time_zone: String,
    zones: Vec<String>,
    batch_minutes: String,
    digest_at: String,
    days: Vec<String>,
    scorecard_day: String,
    scorecard_at: String,
    telegram_chat: String,
    group: bool,
    lately: Vec<Lately>,
    did: String,
    /// The field at fault, and a sentence about it.
    wrong: Vec<(String, Text)>,
}

/// A kind of notice, and where it goes.
struct KindRow {
    kind: String,
    channel: String,
    /// Its channel is not set up any more.
    gone: bool,
}

/// A notice of late.
struct Lately {
    channel: String,
    state: String,
    kinds: Vec<(String, u64)>,
    attempts: i64,
    error: Option<String>,
    at: Moment,
}

/// What a person may choose about notices.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/settings/notices", get(show).post(choose))
        .route("/settings/notices/test", post(test))
}

/// `GET /settings/notices`
async fn show(State(app): State<App>, member: Member, RawQuery(query): RawQuery) -> Result<Response, Sorry> {
    let choices = app.notices.choices(&member.user).await?;
    let mut shown = NoticesPage::load(&app, &member, &Written::of(&choices)).await?;
    shown.did = did(query.as_deref());
    Ok(page(StatusCode::OK, &shown))
}

/// `POST /settings/notices`
async fn choose(State(app): State<App>, posted: Posted<may::Read>) -> Result<Response, Sorry> {
    let before = app.notices.choices(&posted.person.user).await?;
    let written = Written::read(&posted.fields)?;
    let (choices, mut wrong) = written.choices(&before, app.clock.now());
    // What was so before may stay so: it holds again once the channel is set up.
    let known: Vec<Channel> =
        app.notices.open().into_iter().chain(before.channels.values().copied()).collect();
    wrong.extend(choices.faults(&known).into_iter().map(|bad| {
        let field = called(bad.field);
        let text =
            spoken::text("notices-settings-wrong-other").with("field", &field).with("why", &bad.message);
        (bad.field.to_owned(), text)
    }));
    if wrong.is_empty() {
        app.notices.choose(&posted.person.user.id, &choices).await?;
        return Ok(Redirect::to("/settings/notices?did=saved").into_response());
    }
    let mut shown = NoticesPage::load(&app, &posted.person, &written).await?;
    wrong.dedup_by(|a, b| a.0 == b.0);
    shown.wrong = wrong;
    Ok(page(StatusCode::BAD_REQUEST, &shown))
}

/// `POST /settings/notices/test`
async fn test(State(app): State<App>, posted: Posted<may::Read>) -> Result<Response, Sorry> {
    let open = app.notices.open();
    let words: Vec<&str> = open.iter().map(|channel| channel.as_str()).collect();
    let wanted = posted.fields.one_of("channel", &words)?.and_then(Channel::parse);
    let channel = wanted.ok_or_else(|| Problem::from(BadField::new("channel", "is missing")))?;
    let row = app.notices.test(&posted.person.user, channel).await?;
    let did = match row.as_ref().map(|row| row.state.as_str()) {
        Some("sent") => "tested",
        Some("failed" | "unsure") => "test_failed",
        _ => "testing",
    };
    Ok(Redirect::to(&format!("/settings/notices?did={did}#lately")).into_response())
}

/// What a field of the form is called.
fn called(field: &str) -> String {
    let key = match field {
        "quiet_from" => "notices-words-field-quiet-from",
        "batch_minutes" => "notices-words-field-batch-minutes",
        "telegram_chat" => "notices-words-field-telegram-chat",
        "time_zone" => "notices-words-field-time-zone",
        "handoff" => "notices-words-kind-handoff",
        "promise" => "notices-words-kind-promise",
        "overdue" => "notices-words-kind-overdue",
        "suggestion" => "notices-words-kind-suggestion",
        "new_chat" => "notices-words-kind-new-chat",
        "autopilot" => "notices-words-kind-autopilot",
        "digest" | "digest_at" => "notices-words-kind-digest",
        "scorecard" | "scorecard_at" => "notices-words-kind-scorecard",
        other => return other.to_owned(),
    };
    spoken::text(key).plain()
}

/// The form as it was filled in.
struct Written {
    channels: BTreeMap<Kind, Option<Channel>>,
    quiet_from: String,
    quiet_to: String,
    time_zone: String,
    batch_minutes: String,
    digest_at: String,
    scorecard_day: Weekday,
    scorecard_at: String,
    telegram_chat: String,
}

impl Written {
    fn of(choices: &Choices) -> Self {
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        Self {
            channels: Kind::CHOSEN.map(|kind| (kind, choices.channels.get(&kind).copied())).into(),
            quiet_from: choices.quiet.map(|quiet| clock(quiet.from)).unwrap_or_default(),
            quiet_to: choices.quiet.map(|quiet| clock(quiet.to)).unwrap_or_default(),
            time_zone: choices.time_zone.clone(),
            batch_minutes: choices.batch_minutes.to_string(),
            digest_at: clock(choices.digest_minute),
            scorecard_day: choices.scorecard_day,
            scorecard_at: clock(choices.scorecard_minute),
            telegram_chat: choices.telegram_chat.map(|chat| chat.to_string()).unwrap_or_default(),
        }
    }

    fn read(fields: &Fields) -> Result<Self, BadField> {
        let text = |name: &str| -> Result<String, BadField> {
            Ok(fields.text(name)?.unwrap_or_default().trim().chars().take(80).collect())
        };
        let mut channels = BTreeMap::new();
        let words = ["off", "email", "webhook", "telegram"];
        for kind in Kind::CHOSEN {
            let word = fields.one_of(kind.as_str(), &words)?.unwrap_or("off");
            channels.insert(kind, Channel::parse(word));
        }
        let day = fields.one_of("scorecard_day", &Weekday::ALL.map(Weekday::as_str))?;
        Ok(Self {
            channels,
            quiet_from: text("quiet_from")?,
            quiet_to: text("quiet_to")?,
            time_zone: text("time_zone")?,
            batch_minutes: text("batch_minutes")?,
            digest_at: text("digest_at")?,
            scorecard_day: day.and_then(Weekday::parse).unwrap_or_default(),
            scorecard_at: text("scorecard_at")?,
            telegram_chat: text("telegram_chat")?,
        })
    }

    /// What was meant, and what cannot be read. What cannot is left as it was before.
    fn choices(&self, before: &Choices, now: Timestamp) -> (Choices, Vec<(String, Text)>) {
        let mut wrong: Vec<(String, Text)> = Vec::new();
        let mut bad = |field: &str, key: &'static str| wrong.push((field.to_owned(), spoken::text(key)));
        let quiet = match (self.quiet_from.as_str(), self.quiet_to.as_str()) {
            ("", "") => None,
            (from, to) => {
                if let (Some(from), Some(to)) = (day_minute(from), day_minute(to)) {
                    Some(Quiet { from, to })
                } else {
                    bad("quiet_from", "notices-settings-wrong-quiet-from");
                    before.quiet
                }
            }
        };
        let batch_minutes = self.batch_minutes.parse().unwrap_or_else(|_| {
            bad("batch_minutes", "notices-settings-wrong-batch-minutes");
            before.batch_minutes
        });
        let digest_minute = day_minute(&self.digest_at).unwrap_or_else(|| {
            bad("digest_at", "notices-settings-wrong-digest-at");
            before.digest_minute
        });
        let scorecard_minute = day_minute(&self.scorecard_at).unwrap_or_else(|| {
            bad("scorecard_at", "notices-settings-wrong-scorecard-at");
            before.scorecard_minute
        });
        let telegram_chat = match self.telegram_chat.as_str() {
            "" => None,
            text => text.parse().ok().or_else(|| {
                bad("telegram_chat", "notices-settings-wrong-telegram-chat");
                before.telegram_chat
            }),
        };
        let channels: BTreeMap<Kind, Channel> =
            self.channels.iter().filter_map(|(kind, channel)| Some((*kind, (*channel)?))).collect();
        let mut choices = Choices {
            channels,
            quiet,
            time_zone: self.time_zone.clone(),
            batch_minutes,
            digest_minute,
            telegram_chat,
            scorecard_day: self.scorecard_day,
            scorecard_minute,
            autopilot_chosen: true,
            ..before.clone()
        };
        set_up_anew(before, &mut choices, now);
        (choices, wrong)
    }
}

/// Whoever changes when they are told is not told of hours before that.
fn set_up_anew(before: &Choices, after: &mut Choices, now: Timestamp) {
    let digest = |c: &Choices| (c.channels.get(&Kind::Digest).copied(), c.digest_minute, c.time_zone.clone());
    if digest(before) != digest(after) {
        after.digest_since = now;
    }
    let scorecard = |c: &Choices| {
        let channel = c.channels.get(&Kind::Scorecard).copied();
        (channel, c.scorecard_day, c.scorecard_minute, c.time_zone.clone())
    };
    if scorecard(before) != scorecard(after) {
        after.scorecard_since = now;
    }
}

impl NoticesPage {
    async fn load(app: &App, person: &Person, written: &Written) -> Result<Self, Sorry> {
        let now = app.clock.now();
        let lately = app.notices.lately(&person.user.id, LATELY_MAX).await?;
        let open = app.notices.open();
        let row = |kind: Kind| {
            let channel = written.channels.get(&kind).copied().flatten();
            KindRow {
                kind: kind.as_str().to_owned(),
                channel: channel.map_or("off", Channel::as_str).to_owned(),
                gone: channel.is_some_and(|channel| !open.contains(&channel)),
            }
        };
        Ok(Self {
            shell: Shell::new(app, person, "settings"),
            tab: "notices",
            email: open.contains(&Channel::Email).then(|| person.user.email.clone()),
            channels: open.iter().map(|channel| channel.as_str().to_owned()).collect(),
            has_telegram: open.contains(&Channel::Telegram),
            kinds: Kind::CHOSEN.map(row).into(),
            links: app.notices.has_links(),
            quiet_from: written.quiet_from.clone(),
            quiet_to: written.quiet_to.clone(),
            time_zone: written.time_zone.clone(),
            zones: jiff::tz::db().available().map(|name| name.to_string()).collect(),
            batch_minutes: written.batch_minutes.clone(),
            digest_at: written.digest_at.clone(),
            days: Weekday::ALL.map(|day| day.as_str().to_owned()).into(),
            scorecard_day: written.scorecard_day.as_str().to_owned(),
            scorecard_at: written.scorecard_at.clone(),
            telegram_chat: written.telegram_chat.clone(),
            group: written.telegram_chat.starts_with('-'),
            lately: lately.iter().map(|row| Lately::of(row, now)).collect(),
            did: String::new(),
            wrong: Vec::new(),
        })
    }

    fn is_wrong(&self, field: &str) -> bool {
        self.wrong.iter().any(|(name, _)| name == field)
    }
}

impl Lately {
    fn of(row: &NoticeRow, now: Timestamp) -> Self {
        Self {
            channel: row.channel.as_str().to_owned(),
            state: row.state.clone(),
            kinds: row.kinds.iter().map(|(kind, n)| (kind.as_str().to_owned(), *n)).collect(),
            attempts: row.attempts,
            error: row.error.clone(),
            at: Moment::of(row.ended_at.unwrap_or(row.made_at), now),
        }
    }
}
