//! The owner's articles from the console.

use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;

use super::account::OPERATOR;
use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::existing::existing;
use super::knowledge_edit as edit;
use super::knowledge_in as taken;
use super::say::say;
use crate::knowledge::LiveKnowledge;
use crate::ports::{Articles as _, Audit as _, Clock as _, Knowledge as _, Note};
use crate::store::Db;

/// `banister knowledge`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Takes in a file, a folder, or pages of the web; what has not changed stays as it is.
    Add(taken::Add),
    /// Lists the articles.
    List,
    /// Shows an article, or one of its versions.
    Show(edit::Show),
    /// Changes an article: opens it in $EDITOR, or takes its new text from a file. A new slug makes a new article.
    Edit(edit::Edit),
    /// Finds the passages that fit a question.
    Search {
        /// The question.
        question: String,
    },
    /// Gets the sentence encoder, once: with it, questions find the articles that answer them in other words.
    Setup(super::encoder::Setup),
    /// Removes an article; it stays away until its source changes.
    Remove {
        /// Its slug, as `list` shows it.
        slug: String,
    },
}

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    if let Command::Setup(setup) = &args.command {
        return super::encoder::setup(&call.config()?.embedding, setup);
    }
    let config = call.config()?;
    let db = match &args.command {
        // What takes something in may come before the first start.
        Command::Add(_) | Command::Edit(_) => Db::open_beside(&config.store).await?,
        _ => existing(call, &config).await?,
    };
    let code = work(call, args, &db).await;
    db.close().await;
    code
}

async fn work(call: &Call, args: &Args, db: &Db) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Add(add) => taken::add(call, db, add).await,
        Command::List => {
            for article in db.articles().await? {
                if call.json {
                    say!(
                        "{}",
                        json!({ "slug": article.slug, "title": article.title, "source": article.source,
                                "hash": article.hash, "by": article.by })
                    );
                } else {
                    say!("{}\t{}\t{}", article.slug, article.title, article.source);
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Show(show) => edit::show(call, db, show).await,
        Command::Edit(wanted) => edit::edit(call, db, wanted).await,
        Command::Search { question } => search(call, db, question).await,
        Command::Setup(_) => Ok(ExitCode::SUCCESS),
        Command::Remove { slug } => {
            let now = SystemClock.now();
            if !db.remove_article(slug, None, now).await? {
                return Err(unknown(slug).into());
            }
            db.note(&Note::new(now, OPERATOR, "knowledge.removed", slug)).await?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

pub(super) fn unknown(slug: &str) -> Usage {
    Usage(format!("no article `{slug}`; `banister knowledge list` names them all"))
}

async fn search(call: &Call, db: &Db, question: &str) -> anyhow::Result<ExitCode> {
    let encoder = super::encoder::encoder(&call.config()?.embedding)?;
    let knowledge = LiveKnowledge::open(Arc::new(db.clone()), encoder).await?;
    knowledge.warm().await;
    let found = knowledge.search(question, 5).await;
    for p in &found {
        if call.json {
            say!(
                "{}",
                json!({ "id": p.id, "article": p.article, "heading": p.heading, "score": p.score, "text": p.text })
            );
        } else {
            say!("{:.2}  {} / {}\n      {}", p.score, p.article, p.heading, p.text.replace('\n', "\n      "));
        }
    }
    Ok(if found.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
}
