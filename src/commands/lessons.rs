//! `banister lessons`: what owners' decisions teach, on the console.

use std::process::ExitCode;

use super::cli::Call;
use super::clock::SystemClock;
use super::existing::existing;
use super::rules_own::in_force;
use super::say::say;
use crate::domain::lessons::{ArticleText, ChangeTold, Ground, LessonTold, LessonsTold, counted, learn};
use crate::ports::{Articles as _, Clock as _, DECISIONS_MAX, LessonBook as _, OwnRulebook as _};
use crate::store::Db;

/// Prints what can be learned; nothing is changed.
pub(super) async fn run(call: &Call) -> anyhow::Result<ExitCode> {
    let config = call.config()?;
    let db = existing(call, &config).await?;
    let told = found(&db, &config).await;
    db.close().await;
    let told = told?;
    if call.json {
        say!("{}", serde_json::to_string(&told)?);
    } else {
        print(&told);
    }
    Ok(ExitCode::SUCCESS)
}

async fn found(db: &Db, config: &crate::config::Config) -> anyhow::Result<LessonsTold> {
    let settings = config.lessons;
    let book = in_force(db, &config.rules).await?;
    let own = db.own_rules().await?;
    let since = SystemClock.now().minus_ms(settings.back_ms());
    let (past, capped) = db.decisions(since, DECISIONS_MAX).await?;
    let articles: Vec<ArticleText> = db
        .articles()
        .await?
        .into_iter()
        .map(|a| ArticleText { slug: a.slug, title: a.title, body: a.body, hash: a.hash })
        .collect();
    let ground = Ground {
        in_force: &book,
        own: own.as_ref().map_or("", |own| &own.text),
        may_soften: own.as_ref().is_some_and(|own| own.may_soften),
    };
    let lessons = learn(&past, &articles, &db.remembered().await?, ground, settings);
    Ok(LessonsTold::of(&lessons, settings.days, capped))
}

fn print(told: &LessonsTold) {
    let LessonsTold { days, decisions, edits, written_anew, rejects, approved, .. } = told;
    let newest = if told.capped { "the newest " } else { "" };
    say!(
        "{newest}{decisions} decisions of the last {days} days: {edits} edits ({written_anew} wrote the reply anew), \
         {rejects} turns that need a person, {approved} whose draft went out"
    );
    if told.items.is_empty() {
        say!("no lesson: not enough of them say the same yet");
    }
    for lesson in &told.items {
        one(lesson);
    }
    if !told.items.is_empty() {
        say!("\nLook at the effect of each, and adopt it, at /learning.");
    }
}

fn one(lesson: &LessonTold) {
    say!("\n{} {}: {}", lesson.id, lesson.kind, lesson.words);
    let what = if lesson.kind == "rule" { "rejects" } else { "edits" };
    say!("  {} {what} in {} chats, the last {}", lesson.n, lesson.conversations.len(), lesson.last_at);
    match &lesson.change {
        ChangeTold::Article { slug, before, after, .. } => {
            say!("  article {slug}");
            if !before.is_empty() {
                say!("  - {before}");
            }
            say!("  + {after}");
        }
        ChangeTold::Speech { kind, language, .. } => {
            say!("  {kind} of drafts{}", language.as_ref().map(|l| format!(" in {l}")).unwrap_or_default());
        }
        ChangeTold::Rule { caught, false_holds, .. } => {
            say!("  catches {} of {}", caught.positive, caught.n);
            say!("  would have held, of turns whose draft went out: {}", counted(false_holds));
        }
        ChangeTold::ByHand { slug, .. } => {
            say!("  stands in no sentence of {}; change it by hand", slug.as_deref().unwrap_or("an article"));
        }
    }
}
