//! A notice in the words of a channel. The words are templates; here each text is made safe for where it goes.

use askama::Template;

use super::filters;
use super::filters::text;
use super::words_of_all::{ChangeView, WeekView, clock, date, moment};
use crate::domain::notice::{DayFigures, Kind, excerpt};
use crate::ports::{Bulletin, Content, Item, NotifyError};

/// Texts of all matters of one message together, characters: what one reads on a telephone, and Telegram's bound.
const CHAT_CHARS: usize = 1_800;

/// How much of a reason a chat message holds, characters.
const WHY_CHARS: usize = 120;

/// Texts of one matter in a mail, characters.
const MAIL_CHARS: usize = 1_200;

#[derive(Template)]
#[template(path = "notices/subject.txt")]
struct Subject<'a>(&'a View);

#[derive(Template)]
#[template(path = "notices/mail.txt")]
struct Mail<'a>(&'a View);

#[derive(Template)]
#[template(path = "notices/slack.txt")]
struct Slack<'a>(&'a View);

#[derive(Template)]
#[template(path = "notices/telegram.html")]
struct Telegram<'a>(&'a View);

#[derive(Template)]
#[template(path = "notices/button.txt")]
struct Button<'a> {
    line: &'a LineView,
    alone: bool,
}

/// What the templates see.
struct View {
    /// `matters`, `digest`, `scorecard`, `autopilot` or `test`.
    what: &'static str,
    lines: Vec<LineView>,
    more: usize,
    counts: Counts,
    figures: DayFigures,
    day: String,
    week: Option<WeekView>,
    changes: Vec<ChangeView>,
    /// Where autopilot stands.
    page: Option<String>,
    inbox: Option<String>,
    settings: Option<String>,
    /// Whether any line has a link to decide by.
    decides: bool,
}

#[derive(Default)]
struct Counts {
    danger: usize,
    handoff: usize,
    promise: usize,
    overdue: usize,
    suggestion: usize,
    new_chat: usize,
    more: usize,
}

/// One matter, its texts made safe.
struct LineView {
    kind: &'static str,
    danger: bool,
    /// The visitor.
    who: String,
    relay: String,
    why: String,
    question: String,
    draft: Option<String>,
    sources: String,
    since: String,
    waited: String,
    /// Until when they were promised an answer; empty where they were not.
    promised: String,
    open: Option<String>,
    decide: Option<String>,
}

/// How the texts of a matter are made safe, and how long they may be.
struct Form {
    name: fn(&str) -> String,
    text: fn(&str) -> String,
    /// What no visitor wrote.
    plain: fn(&str) -> String,
    chars: usize,
    why_chars: usize,
}

impl View {
    fn of(bulletin: &Bulletin, form: &Form) -> Self {
        let mut view = Self {
            what: "test",
            lines: Vec::new(),
            more: 0,
            counts: Counts::default(),
            figures: DayFigures::default(),
            day: String::new(),
            week: None,
            changes: Vec::new(),
            page: None,
            inbox: bulletin.inbox.clone(),
            settings: bulletin.settings.clone(),
            decides: false,
        };
        match &bulletin.content {
            Content::Test => {}
            Content::Digest { day, figures } => {
                view.what = "digest";
                view.day = date(day.to, &bulletin.time_zone);
                view.figures = *figures;
            }
            Content::Scorecard { week, report } => {
                view.what = "scorecard";
                view.week = Some(WeekView::of(week, report.clone(), &bulletin.time_zone, form.plain));
            }
            Content::Autopilot { news, more, page } => {
                view.what = "autopilot";
                view.more = *more;
                view.changes =
                    news.iter().map(|one| ChangeView::of(one, &bulletin.time_zone, form.plain)).collect();
                view.page.clone_from(page);
            }
            Content::Matters { lines, more } => {
                view.what = "matters";
                view.more = *more;
                view.lines = lines.iter().map(|item| LineView::of(item, bulletin, form)).collect();
                view.counts = Counts::of(lines, *more);
                view.decides = lines.iter().any(|item| item.decide.is_some());
            }
        }
        view
    }
}

impl Counts {
    fn of(items: &[Item], more: usize) -> Self {
        let mut counts = Self { more, ..Self::default() };
        for Item { line, .. } in items {
            match line.kind {
                _ if line.danger => counts.danger += 1,
                Kind::Handoff => counts.handoff += 1,
                Kind::Promise => counts.promise += 1,
                Kind::Overdue => counts.overdue += 1,
                Kind::Suggestion => counts.suggestion += 1,
                Kind::NewChat => counts.new_chat += 1,
                Kind::Autopilot | Kind::Digest | Kind::Scorecard | Kind::Test => {}
            }
        }
        counts
    }

    /// How many wait for what.
    fn words(&self) -> String {
        let all = [
            (self.handoff, text("notices-subject-handoff")),
            (self.promise, text("notices-subject-promise")),
            (self.overdue, text("notices-subject-overdue")),
            (self.suggestion, text("notices-subject-suggestion")),
            (self.new_chat, text("notices-subject-new-chat")),
            (self.more, text("notices-subject-more")),
        ];
        let said = all.into_iter().filter(|(n, _)| *n > 0).map(|(n, text)| text.with("n", &n).plain());
        said.collect::<Vec<_>>().join(", ")
    }
}

impl LineView {
    fn of(item: &Item, bulletin: &Bulletin, form: &Form) -> Self {
        let line = &item.line;
        let name = |text: &str| (form.name)(&text.split_whitespace().collect::<Vec<_>>().join(" "));
        let quote = |text: &str| (form.text)(&excerpt(text, form.chars));
        let unnamed = || text("notices-text-visitor").with("short", &name(&line.short)).plain();
        Self {
            kind: line.kind.as_str(),
            danger: line.danger,
            who: line.visitor.as_deref().map_or_else(unnamed, name),
            relay: name(&line.relay),
            why: name(&excerpt(&line.why, form.why_chars)),
            question: quote(&line.question),
            draft: line.draft.as_deref().map(quote),
            sources: name(&line.sources.join("; ")),
            since: moment(line.waiting_since, &bulletin.time_zone),
            waited: waited(bulletin.at.since(line.waiting_since)),
            promised: line.promised.map(|at| clock(at, &bulletin.time_zone)).unwrap_or_default(),
            open: item.open.clone(),
            decide: item.decide.clone(),
        }
    }
}

fn waited(micros: i64) -> String {
    match micros / 60_000_000 {
        minutes if minutes < 90 => text("notices-text-minutes").with("n", &minutes.max(1)).plain(),
        minutes => text("notices-text-hours").with("n", &(minutes / 60)).plain(),
    }
}

/// The subject of a mail: one line.
pub(super) fn subject(bulletin: &Bulletin) -> Result<String, NotifyError> {
    let form =
        Form { name: str::to_owned, text: |_| String::new(), plain: str::to_owned, chars: 0, why_chars: 0 };
    let subject = rendered(&Subject(&View::of(bulletin, &form)))?;
    Ok(subject.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The text of a mail. What others wrote stands behind `> `, so that it cannot pass for words of ours.
pub(super) fn mail(bulletin: &Bulletin) -> Result<String, NotifyError> {
    let form = Form {
        name: str::to_owned,
        text: quoted,
        plain: str::to_owned,
        chars: MAIL_CHARS,
        why_chars: MAIL_CHARS,
    };
    rendered(&Mail(&View::of(bulletin, &form)))
}

/// The text for Slack and what speaks its language.
pub(super) fn slack(bulletin: &Bulletin) -> Result<String, NotifyError> {
    let form = Form {
        name: in_a_word,
        text: fenced,
        plain: escaped,
        chars: chars_each(bulletin),
        why_chars: WHY_CHARS,
    };
    rendered(&Slack(&View::of(bulletin, &form)))
}

/// The text for Telegram, as HTML; the template escapes.
pub(super) fn telegram(bulletin: &Bulletin) -> Result<String, NotifyError> {
    let form = Form {
        name: str::to_owned,
        text: str::to_owned,
        plain: str::to_owned,
        chars: chars_each(bulletin),
        why_chars: WHY_CHARS,
    };
    rendered(&Telegram(&View::of(bulletin, &form)))
}

/// What stands on each button, and where it leads.
pub(super) fn buttons(bulletin: &Bulletin) -> Result<Vec<(String, String)>, NotifyError> {
    let form =
        Form { name: str::to_owned, text: |_| String::new(), plain: str::to_owned, chars: 0, why_chars: 0 };
    let view = View::of(bulletin, &form);
    let alone = view.lines.len() == 1;
    let page = |url: &String| (text("notices-button-autopilot").plain(), url.clone());
    let mut buttons: Vec<(String, String)> = view.page.iter().map(page).collect();
    for line in &view.lines {
        if let Some(url) = line.decide.clone().or_else(|| line.open.clone()) {
            buttons.push((rendered(&Button { line, alone })?.trim().to_owned(), url));
        }
    }
    Ok(buttons)
}

fn chars_each(bulletin: &Bulletin) -> usize {
    match &bulletin.content {
        Content::Matters { lines, .. } => CHAT_CHARS / (2 * lines.len().max(1)),
        Content::Autopilot { .. } | Content::Digest { .. } | Content::Scorecard { .. } | Content::Test => {
            CHAT_CHARS
        }
    }
}

fn rendered(template: &impl Template) -> Result<String, NotifyError> {
    template.render().map_err(|_| NotifyError::Never { detail: "the notice could not be written".to_owned() })
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// Slack's three characters: without them nothing is a link, a mention or an emphasis of a whole channel.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// As code: no emphasis, no link, no mention, also where Markdown is read instead of Slack's marks.
fn in_a_word(text: &str) -> String {
    let text = text.replace('`', "\u{2019}");
    if text.trim().is_empty() { String::new() } else { format!("`{}`", escaped(&text)) }
}

/// See [`in_a_word`], for more than one line.
fn fenced(text: &str) -> String {
    format!("```\n{}\n```", escaped(&text.replace('`', "\u{2019}")))
}
