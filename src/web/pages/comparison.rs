//! AI-assisted and human-only conversations side by side, with what may be concluded and what may not.

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::response::Response;

use super::figures::{Figure, figures, points};
use super::shell::{Shell, Sorry, page};
use crate::domain::Timestamp;
use crate::domain::report::{Comparison, Gap, Group, Kind, Sides, compare};
use crate::ports::Since;
use crate::web::fields::{BadField, Fields};
use crate::web::moment::{iso_day, parse};
use crate::web::session::Member;
use crate::web::state::App;

/// The stretch shown when none is asked for, ms: thirty days.
const USUAL_MS: i64 = 30 * 86_400_000;

/// Names that the report's query knows.
pub(in crate::web) const QUERY: &[&str] = &["from", "to", "format"];

#[derive(Template)]
#[template(path = "comparison.html")]
struct ComparisonPage {
    shell: Shell,
    from: String,
    to: String,
    sample: bool,
    verdict: String,
    verdict_kind: &'static str,
    groups: Vec<Head>,
    figures: Vec<Figure>,
    differences: Vec<Difference>,
    similar: Option<Similar>,
    similar_why: &'static str,
    lottery_why: &'static str,
    approved: u64,
    edited: u64,
}

/// The head of a column.
struct Head {
    group: &'static str,
    conversations: u64,
    rated: u64,
}

struct Difference {
    key: &'static str,
    gap: Option<(String, String, String)>,
    more: u64,
}

struct Similar {
    points: String,
    low: String,
    high: String,
    ai: u64,
    human: u64,
    coverage: String,
}

/// `GET /reports/comparison`
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let since = stretch_of(&Fields::from_query(query.as_deref(), QUERY)?, app.clock.now())?;
    let comparison = load(&app, since).await?;
    let shell = Shell::new(&app, &member, "comparison");
    Ok(page(StatusCode::OK, &ComparisonPage::of(shell, since, &comparison)))
}

/// The comparison of a stretch, as known now.
pub(in crate::web) async fn load(app: &App, since: Since) -> Result<Comparison, crate::ports::StoreError> {
    let rows = app.desk.episodes(since).await?;
    Ok(compare(since.from.0, since.to.0, app.clock.now().0, &rows))
}

/// `from` and `to`: days (`to` counts whole) or moments; the last thirty days when not given.
pub(in crate::web) fn stretch_of(fields: &Fields, now: Timestamp) -> Result<Since, BadField> {
    let read = |name: &str, days: i64| match fields.text(name)? {
        None => Ok(None),
        Some(text) => parse(text, days).map(Some).ok_or_else(|| {
            BadField::new(name, "must be a day like 2026-11-25 or a time like 2026-11-25T10:00:00Z")
        }),
    };
    let to = read("to", 1)?.unwrap_or(now);
    let from = read("from", 0)?.unwrap_or_else(|| to.minus_ms(USUAL_MS));
    if from >= to {
        return Err(BadField::new("from", "must lie before `to`"));
    }
    Ok(Since { from, to })
}

impl ComparisonPage {
    fn of(shell: Shell, since: Since, comparison: &Comparison) -> Self {
        let raw = &comparison.raw;
        let head = |group, g: &Group| Head { group, conversations: g.conversations, rated: g.rated };
        let similar = comparison.adjusted.as_ref().map(|adjusted| Similar {
            points: points(adjusted.points),
            low: points(adjusted.low),
            high: points(adjusted.high),
            ai: adjusted.n.ai_assisted,
            human: adjusted.n.human_only,
            coverage: format!("{:.0}", 100.0 * adjusted.coverage),
        });
        Self {
            shell,
            from: iso_day(since.from),
            to: iso_day(Timestamp(since.to.0 - 1)),
            sample: comparison.sample_data,
            verdict: comparison.verdict.sentence.clone(),
            verdict_kind: match comparison.verdict.kind {
                Kind::TooFew => "too_few",
                Kind::CantTell => "cant_tell",
                Kind::NotRandom => "not_random",
            },
            groups: vec![
                head("ai", &raw.ai_assisted),
                head("human", &raw.human_only),
                head("blocked", &raw.blocked),
            ],
            figures: figures([&raw.ai_assisted, &raw.human_only, &raw.blocked]),
            differences: differences(comparison),
            similar,
            similar_why: comparison.adjusted_why.unwrap_or_default(),
            lottery_why: comparison.randomised_why.unwrap_or_default(),
            approved: comparison.kinds.approved.conversations,
            edited: comparison.kinds.edited.conversations,
        }
    }
}

fn differences(comparison: &Comparison) -> Vec<Difference> {
    let all = &comparison.difference;
    let difference = |key, gap: Option<Gap>, n: Sides| Difference {
        key,
        gap: gap.map(|gap| (points(gap.points), points(gap.low), points(gap.high))),
        more: n.more,
    };
    vec![
        difference("csat", all.csat, all.csat_n),
        difference("nps", all.nps, all.nps_n),
        difference("reopened", all.reopened, all.reopened_n),
    ]
}
