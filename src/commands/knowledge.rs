//! The owner's articles from the console.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;

use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::say::say;
use crate::knowledge::{LiveKnowledge, read_path};
use crate::ports::{Article, Articles as _, Clock as _, Knowledge as _};
use crate::store::Db;

/// `banister knowledge`
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, clap::Subcommand)]
enum Command {
    /// Takes in a Markdown file, or a folder of them; what has not changed stays as it is.
    Add {
        /// File or folder.
        path: PathBuf,
    },
    /// Lists the articles.
    List,
    /// Finds the passages that fit a question.
    Search {
        /// The question.
        question: String,
    },
    /// Gets the sentence encoder, once: with it, questions find the articles that answer them in other words.
    Setup(super::encoder::Setup),
    /// Removes an article.
    Remove {
        /// Its slug, as `list` shows it.
        slug: String,
    },
}

pub(super) async fn run(call: &Call, args: &Args) -> anyhow::Result<ExitCode> {
    if let Command::Setup(setup) = &args.command {
        return super::encoder::setup(&call.config()?.embedding, setup);
    }
    let db = Db::open_beside(&call.config()?.store).await?;
    let code = work(call, args, &db).await?;
    db.close().await;
    Ok(code)
}

async fn work(call: &Call, args: &Args, db: &Db) -> anyhow::Result<ExitCode> {
    match &args.command {
        Command::Add { path } => add(call, db, path).await,
        Command::List => {
            for article in db.articles().await? {
                if call.json {
                    say!(
                        "{}",
                        json!({ "slug": article.slug, "title": article.title, "source": article.source })
                    );
                } else {
                    say!("{}\t{}\t{}", article.slug, article.title, article.source);
                }
            }
            Ok(ExitCode::SUCCESS)
        }
        Command::Search { question } => {
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
                    say!(
                        "{:.2}  {} / {}\n      {}",
                        p.score,
                        p.article,
                        p.heading,
                        p.text.replace('\n', "\n      ")
                    );
                }
            }
            Ok(if found.is_empty() { ExitCode::from(1) } else { ExitCode::SUCCESS })
        }
        Command::Setup(_) => Ok(ExitCode::SUCCESS),
        Command::Remove { slug } => {
            if !db.remove_article(slug).await? {
                return Err(
                    Usage(format!("no article `{slug}`; `banister knowledge list` names them all")).into()
                );
            }
            Ok(ExitCode::SUCCESS)
        }
    }
}

async fn add(call: &Call, db: &Db, path: &std::path::Path) -> anyhow::Result<ExitCode> {
    let found = read_path(path)
        .map_err(|faults| Usage(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")))?;
    let now = SystemClock.now();
    let (mut changed, total) = (0_usize, found.len());
    for file in found {
        let article = Article {
            slug: file.slug,
            title: file.title,
            source: file.source,
            body: file.body,
            hash: file.hash,
            updated_at: now,
        };
        changed += usize::from(db.put_article(&article).await?);
    }
    if call.json {
        say!("{}", json!({ "articles": total, "changed": changed }));
    } else {
        say!("{total} articles read, {changed} new or changed");
    }
    Ok(ExitCode::SUCCESS)
}
