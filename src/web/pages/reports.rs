//! The reports: one page that lists them, and a page for each, all made from the same document as text and CSV.

use askama::Template;
use axum::Router;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::get;

use super::charts::Stroke;
use super::reports_view::{Link, Part, parts};
use super::shell::{Shell, Sorry, page};
use crate::domain::Timestamp;
use crate::domain::report::{Kind, ReportSettings};
use crate::domain::report_text::{Ask, Document, ReportName, confidence_document};
use crate::web::filters;
use crate::web::problem::Problem;
use crate::web::reports::{self, ask_of, load};
use crate::web::session::Member;
use crate::web::spoken;
use crate::web::state::App;
use crate::words::Text;

#[derive(Template)]
#[template(path = "report.html")]
struct ReportPage {
    shell: Shell,
    css: String,
    script: String,
    name: &'static str,
    title: String,
    links: Vec<Link>,
    from: String,
    to: String,
    /// What stands in the field for the beginning.
    given: String,
    /// The query of this page, for the same report in another form.
    query: String,
    sample: bool,
    said: Option<Told>,
    parts: Vec<Part>,
    notes: Vec<String>,
    assumed: Vec<Assumed>,
    /// Its stretch can be chosen.
    chosen: bool,
}

/// What the report comes to: the first words of it stand out.
struct Told {
    label: &'static str,
    kind: &'static str,
    first: String,
    rest: String,
    also: Vec<String>,
}

/// An assumption that can be changed in the address.
struct Assumed {
    key: &'static str,
    label: Text,
    value: String,
}

#[derive(Template)]
#[template(path = "reports.html")]
struct ReportsPage {
    shell: Shell,
    css: String,
    links: Vec<Link>,
    sample: bool,
    verdict: Told,
    next: Told,
}

/// The pages of this file.
pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/reports", get(list))
        .route("/reports/confidence", get(confidence))
        .route("/reports/{name}", get(show))
}

/// `GET /reports`
async fn list(State(app): State<App>, member: Member) -> Result<Response, Sorry> {
    let read = async |name: ReportName| -> Result<Document, Sorry> {
        let (built, _) = load(&app, &ask_of(&app, name, None)?).await?;
        Ok(built.document(&app.engine.policy().titles()))
    };
    let (comparison, scorecard) = (read(ReportName::Comparison).await?, read(ReportName::Scorecard).await?);
    let shown = ReportsPage {
        shell: Shell::new(&app, &member, "reports"),
        css: crate::web::assets::url("reports.css"),
        links: Link::all(None),
        sample: comparison.sample || scorecard.sample,
        verdict: Told::of(&comparison),
        next: Told::of(&scorecard),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// `GET /reports/{name}`
async fn show(
    State(app): State<App>,
    member: Member,
    Path(name): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let name = ReportName::parse(&name).ok_or_else(|| Problem::missing("report"))?;
    let ask = ask_of(&app, name, query.as_deref())?;
    let (built, asked) = load(&app, &ask).await?;
    let shell = Shell::new(&app, &member, "reports");
    let document = built.document(&app.engine.policy().titles());
    Ok(page(StatusCode::OK, &ReportPage::of(shell, &ask, query, document, asked)))
}

/// `GET /reports/confidence`
async fn confidence(State(app): State<App>, member: Member) -> Result<Response, Sorry> {
    let report = reports::confidence(&app).await?;
    let document = confidence_document(&report, app.clock.now());
    let shell = Shell::new(&app, &member, "reports");
    Ok(page(StatusCode::OK, &ReportPage::of_latest(shell, document)))
}

fn day(micros: i64) -> String {
    crate::web::moment::iso_day(Timestamp(micros))
}

impl ReportPage {
    fn of(shell: Shell, ask: &Ask, query: Option<String>, document: Document, asked: (i64, i64)) -> Self {
        Self {
            shell,
            css: crate::web::assets::url("reports.css"),
            script: crate::web::assets::url("reports.js"),
            name: ask.name.as_str(),
            title: document.title.clone(),
            links: Link::all(Some(ask.name.as_str())),
            from: day(asked.0),
            to: day(asked.1 - 1),
            // Its own windows are chosen by leaving the beginning out.
            given: if ask.name == ReportName::Scorecard && ask.from.is_none() {
                String::new()
            } else {
                day(asked.0)
            },
            query: query
                .filter(|query| !query.is_empty())
                .map(|query| format!("{query}&"))
                .unwrap_or_default(),
            sample: document.sample,
            said: document.said.as_ref().map(|_| Told::of(&document)),
            parts: parts(&document),
            notes: document.notes,
            assumed: assumed(ask.name, &ask.settings),
            chosen: true,
        }
    }

    /// A report on whatever was last, without a stretch of its own.
    fn of_latest(shell: Shell, document: Document) -> Self {
        Self {
            shell,
            css: crate::web::assets::url("reports.css"),
            script: crate::web::assets::url("reports.js"),
            name: document.name,
            title: document.title.clone(),
            links: Link::all(Some(document.name)),
            from: String::new(),
            to: String::new(),
            given: String::new(),
            query: String::new(),
            sample: document.sample,
            said: document.said.as_ref().map(|_| Told::of(&document)),
            parts: parts(&document),
            notes: document.notes,
            assumed: Vec::new(),
            chosen: false,
        }
    }
}

/// Only where the report stands on them.
fn assumed(name: ReportName, settings: &ReportSettings) -> Vec<Assumed> {
    let of = |key, label, value: f64| Assumed { key, label: spoken::text(label), value: value.to_string() };
    let all = vec![
        of("hour_cost", "report-hour-cost", settings.hour_cost),
        of("minutes_by_hand", "report-minutes-by-hand", settings.minutes_by_hand),
    ];
    let wanted = match name {
        ReportName::Roi => 2,
        _ if name.assumes() => 1,
        _ => 0,
    };
    all.into_iter().take(wanted).collect()
}

impl Told {
    fn of(document: &Document) -> Self {
        let Some(said) = &document.said else {
            let (first, rest) = (String::new(), String::new());
            return Self { label: "", kind: Kind::CantTell.name(), first, rest, also: Vec::new() };
        };
        // Up to the first full stop, or to what stands in brackets.
        let end =
            [said.sentence.find(". ").map(|at| at + 1), said.sentence.find(" (")].into_iter().flatten().min();
        let (first, rest) = said.sentence.split_at(end.unwrap_or(said.sentence.len()));
        Self {
            label: said.label,
            kind: said.kind,
            first: first.to_owned(),
            rest: rest.trim_start().to_owned(),
            also: said.also.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::shell::Bare;
    use super::*;
    use crate::domain::Titles;
    use crate::domain::report::tests_world::{NOW, busy_shop, open_questions};
    use crate::domain::report::{EpisodeRow, Episodes};

    fn shown(name: ReportName, rows: Vec<EpisodeRow>) -> String {
        let settings =
            ReportSettings { hour_cost: 40.0, currency: "EUR".to_owned(), ..ReportSettings::default() };
        let ask = Ask { name, from: None, to: NOW, now: NOW, lottery_since: None, settings };
        let (from, to) = ask.reads();
        let rows: Episodes = Episodes::from(rows).within(from, to);
        let document = ask.build(&rows, &open_questions()).document(&Titles::default());
        let links = Bare::new();
        let (name, csrf) = ("Ada".to_owned(), String::new());
        let shell = Shell { here: "reports", name, owner: true, csrf, demo: false, links };
        let asked = (document.from.as_microsecond(), document.to.as_microsecond());
        let html = ReportPage::of(shell, &ask, None, document, asked).render().unwrap();
        if let Ok(folder) = std::env::var("REPORT_PAGES") {
            std::fs::write(format!("{folder}/{}.html", ask.name.as_str()), &html).unwrap();
        }
        html
    }

    #[test]
    fn every_report_has_a_page_whose_drawings_have_a_title_a_description_and_a_table() {
        for name in ReportName::ALL {
            let html = shown(*name, busy_shop(6_000, true));
            for drawing in html.split("<svg class=\"chart ").skip(1) {
                let head = drawing.split("</desc>").next().unwrap();
                assert!(
                    head.contains("<title id=")
                        && head.contains("<desc id=")
                        && head.contains("role=\"img\"")
                );
                assert!(!drawing.contains("NaN") && !drawing.contains("inf\""), "{name:?}");
            }
            assert!(html.contains("<table"), "{name:?}");
            assert!(
                !html.contains(" style=") && !html.contains("<style"),
                "the policy lets no inline style in"
            );
        }
    }

    #[test]
    fn the_first_table_is_open_and_a_long_one_after_it_waits_to_be_asked_for() {
        let html = shown(ReportName::Scorecard, busy_shop(600, true));
        let sections: Vec<&str> = html.split("<section class=\"card").skip(1).collect();
        let folded = |key: &str| {
            let section = sections.iter().find(|one| one.contains(&format!("id=\"{key}\""))).unwrap();
            section.contains("<details class=\"fold\">")
        };
        assert_eq!(["week", "four_weeks", "deep_dive"].map(folded), [false, true, false]);
    }

    #[test]
    fn without_a_lottery_the_page_never_says_that_ai_helps_or_harms_and_shows_the_raw_split_last_and_grey() {
        let easy = crate::domain::report::tests::the_easy_chats()
            .into_iter()
            .map(|row| EpisodeRow { started_at: NOW - 1, ..row });
        let html = shown(ReportName::Comparison, easy.collect());
        let words = html.to_lowercase();
        assert!(!words.contains("helps") && !words.contains("harms"), "{words}");
        let sections: Vec<&str> = html.split("<section class=\"").skip(1).collect();
        let raw = sections.iter().position(|section| section.contains("id=\"raw\"")).unwrap();
        assert!(sections[raw].starts_with("card grey"), "{}", sections[raw]);
        let fair = sections.iter().position(|section| section.contains("id=\"adjusted\"")).unwrap();
        assert!(fair < raw && raw >= sections.len() - 2);
        assert!(html.contains("Not a random comparison."));
    }
}
