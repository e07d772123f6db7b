//! What waiting visitors read now and why: opening hours, texts, the measured wait, and whether promises are kept.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use super::shell::{Shell, Sorry, page};
use crate::domain::waiting::{PromiseReport, Waiting, text_languages};
use crate::domain::{Notice, Settings, Timestamp};
use crate::ports::{Since, StoreError};
use crate::web::filters;
use crate::web::moment::{dated, stretch};
use crate::web::session::Member;
use crate::web::spoken;
use crate::web::state::App;
use crate::words::Text;

/// Promises of this stretch are counted, ms: thirty days.
const STRETCH_MS: i64 = 30 * 86_400_000;

/// Languages in the order of the names that the page gives them.
const BY_NAME: &[&str] = &[
    "ar", "bg", "ca", "zh", "hr", "cs", "da", "nl", "en", "et", "fi", "fr", "gl", "de", "el", "hi", "hu",
    "id", "it", "ja", "ko", "lv", "lt", "ms", "no", "pl", "pt", "ro", "ru", "sk", "sl", "es", "sv", "tl",
    "tr", "uk", "vi",
];

#[derive(Template)]
#[template(path = "waiting_settings.html")]
pub(super) struct WaitingPage {
    pub shell: Shell,
    pub tab: &'static str,
    pub hours: Opening,
    pub figures: Figures,
    pub languages: Vec<Language>,
    /// Languages that no text is there in yet.
    pub others: Vec<String>,
}

/// Opening hours in words.
pub(super) struct Opening {
    always: bool,
    open: bool,
    /// When it opens again, on its own clock.
    opens: Option<Text>,
    zone: String,
    days: Vec<Day>,
    closed: Vec<String>,
}

struct Day {
    key: &'static str,
    spans: String,
}

/// What was measured.
pub(super) struct Figures {
    told: u64,
    promised: u64,
    kept: u64,
    n: u64,
    /// Share and interval, in per cent.
    share: Option<(String, String, String)>,
    missing: u64,
    waits: usize,
    upper: Option<String>,
    waits_missing: usize,
}

/// The texts of one language.
pub(super) struct Language {
    code: String,
    default: bool,
    messages: Vec<Message>,
}

struct Message {
    reason: &'static str,
    text: String,
}

/// `GET /settings/waiting`
pub(super) async fn show(State(app): State<App>, member: Member) -> Result<Response, Sorry> {
    let now = app.clock.now();
    let policy = app.engine.policy();
    let report = report(&app, Since { from: now.minus_ms(STRETCH_MS), to: now }).await?;
    let shell = Shell::new(&app, &member, "settings");
    Ok(page(StatusCode::OK, &WaitingPage::of(shell, &policy.waiting, &policy.settings, now, &report)))
}

/// The report of a stretch, as known now.
pub(in crate::web) async fn report(app: &App, since: Since) -> Result<PromiseReport, StoreError> {
    let counts = app.promises.promise_counts(since, app.clock.now()).await?;
    Ok(PromiseReport::of(since.from, since.to, counts, app.engine.policy().waiting.measured))
}

impl WaitingPage {
    pub(super) fn of(
        shell: Shell,
        waiting: &Waiting,
        settings: &Settings,
        now: Timestamp,
        report: &PromiseReport,
    ) -> Self {
        let default = waiting.texts.default_language();
        let mut codes = waiting.texts.languages();
        let place = |code: &str| BY_NAME.iter().position(|known| *known == code).unwrap_or(BY_NAME.len());
        codes.sort_by_key(|code| (*code != default, place(code)));
        let mut others: Vec<&str> =
            text_languages().into_iter().filter(|code| !codes.contains(code)).collect();
        others.sort_by_key(|code| place(code));
        let languages = codes.into_iter().map(|code| Language {
            code: code.to_owned(),
            default: code == default,
            messages: Notice::ALL
                .into_iter()
                .map(|notice| Message {
                    reason: notice.as_str(),
                    text: waiting.preview(settings, now, notice, code).text,
                })
                .collect(),
        });
        Self {
            shell,
            tab: "waiting",
            hours: Opening::of(waiting, now),
            figures: Figures::of(report),
            languages: languages.collect(),
            others: others.into_iter().map(str::to_owned).collect(),
        }
    }
}

impl Opening {
    fn of(waiting: &Waiting, now: Timestamp) -> Self {
        let hours = &waiting.hours;
        let opens = hours.next_open(now);
        let clock = |at: Timestamp| hours.local(at).map(|at| dated(spoken::text("moment-opens"), at));
        Self {
            always: hours.always(),
            open: opens == now,
            opens: (opens != now && opens != Timestamp::NEVER).then(|| clock(opens)).flatten(),
            zone: hours.zone_words(),
            days: hours
                .week_words()
                .into_iter()
                .map(|(key, spans)| Day { key, spans: spans.join(", ") })
                .collect(),
            closed: hours.closed_from(now),
        }
    }
}

impl Figures {
    fn of(report: &PromiseReport) -> Self {
        let percent = |share: f64| format!("{:.0}", 100.0 * share);
        let share = match (report.share, report.low, report.high) {
            (Some(share), Some(low), Some(high)) => Some((percent(share), percent(low), percent(high))),
            _ => None,
        };
        #[expect(clippy::cast_precision_loss, reason = "seconds of a wait")]
        let upper = report.waits.upper_seconds.map(|seconds| stretch(seconds as f64));
        Self {
            told: report.told,
            promised: report.promised,
            kept: report.kept,
            n: report.n,
            share,
            missing: report.missing,
            waits: report.waits.n,
            upper,
            waits_missing: report.waits.missing,
        }
    }
}
