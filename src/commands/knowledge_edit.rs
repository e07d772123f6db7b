//! `banister knowledge show` and `edit`.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};
use serde_json::json;

use super::account::OPERATOR;
use super::cli::{Call, Usage};
use super::clock::SystemClock;
use super::knowledge::unknown;
use super::say::say;
use crate::knowledge::written;
use crate::ports::{Article, Articles as _, Audit as _, Clock as _, Note};
use crate::store::Db;

#[derive(Debug, clap::Args)]
pub(super) struct Show {
    /// Its slug, as `list` shows it.
    slug: String,
    /// Lists its versions instead, newest first.
    #[arg(long)]
    versions: bool,
    /// Shows this version.
    #[arg(long, value_name = "N")]
    version: Option<u64>,
}

#[derive(Debug, clap::Args)]
pub(super) struct Edit {
    /// Its slug, as `list` shows it; one that is not there yet makes a new article.
    slug: String,
    /// The new text, Markdown; without it, $EDITOR is opened.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// The new title; without it, the old one, or the first heading of the text.
    #[arg(long)]
    title: Option<String>,
}

pub(super) async fn show(call: &Call, db: &Db, show: &Show) -> anyhow::Result<ExitCode> {
    if show.versions || show.version.is_some() {
        let versions = db.article_versions(&show.slug, i64::MAX).await?;
        if versions.is_empty() {
            return Err(unknown(&show.slug).into());
        }
        if let Some(wanted) = show.version {
            let found = versions.into_iter().find(|v| v.number == wanted);
            let Some(found) = found else {
                return Err(Usage(format!("no version {wanted}; `--versions` lists them")).into());
            };
            print(call, &found.article);
            return Ok(ExitCode::SUCCESS);
        }
        for v in versions {
            let a = v.article;
            if call.json {
                say!(
                    "{}",
                    json!({ "version": v.number, "hash": a.hash, "at": a.updated_at.rfc3339(), "by": a.by })
                );
            } else {
                say!("{}\t{}\t{}", v.number, a.updated_at.rfc3339(), a.by.unwrap_or(a.source));
            }
        }
        return Ok(ExitCode::SUCCESS);
    }
    let Some(article) = db.article(&show.slug).await? else { return Err(unknown(&show.slug).into()) };
    print(call, &article);
    Ok(ExitCode::SUCCESS)
}

fn print(call: &Call, a: &Article) {
    if call.json {
        say!(
            "{}",
            json!({ "slug": a.slug, "title": a.title, "source": a.source, "hash": a.hash, "by": a.by,
                    "updated_at": a.updated_at.rfc3339(), "body": a.body })
        );
    } else {
        say!("{}", a.body.trim_end());
    }
}

pub(super) async fn edit(call: &Call, db: &Db, edit: &Edit) -> anyhow::Result<ExitCode> {
    let old = db.article(&edit.slug).await?;
    let body = match &edit.file {
        Some(file) => std::fs::read_to_string(file)
            .map_err(|e| Usage(format!("{}: cannot be read as text: {e}", file.display())))?,
        None => in_editor(old.as_ref().map_or("", |a| a.body.as_str()))?,
    };
    let title = edit.title.clone().or_else(|| old.as_ref().map(|a| a.title.clone()));
    let title = title.or_else(|| first_heading(&body)).unwrap_or_else(|| edit.slug.replace('-', " "));
    let article =
        written(Some(&edit.slug), &title, &body, SystemClock.now()).map_err(|bad| Usage(bad.to_string()))?;
    if old.as_ref().is_some_and(|a| a.hash == article.hash) {
        say!("unchanged");
        return Ok(ExitCode::SUCCESS);
    }
    let by = Some("the console".to_owned());
    let source = old.as_ref().map_or(article.source.clone(), |a| a.source.clone());
    let article = Article { source, by, ..article };
    if !db.write_article(&article, old.as_ref().map(|a| a.hash.as_str())).await? {
        bail!("somebody changed `{}` meanwhile; nothing was written", edit.slug);
    }
    let what = if old.is_none() { "knowledge.added" } else { "knowledge.changed" };
    let note =
        Note::new(article.updated_at, OPERATOR, what, &article.slug).with("title", article.title.clone());
    db.note(&note).await?;
    if call.json {
        say!("{}", json!({ "slug": article.slug, "hash": article.hash, "new": old.is_none() }));
    } else {
        say!("{} {}", if old.is_none() { "written" } else { "changed" }, article.slug);
    }
    Ok(ExitCode::SUCCESS)
}

fn first_heading(body: &str) -> Option<String> {
    body.lines().find_map(|line| line.strip_prefix("# ")).map(|title| title.trim().to_owned())
}

fn in_editor(body: &str) -> anyhow::Result<String> {
    let editor = std::env::var("EDITOR").ok().filter(|e| !e.trim().is_empty());
    let Some(editor) = editor else {
        return Err(Usage("give --file FILE, or set EDITOR".to_owned()).into());
    };
    let path = std::env::temp_dir().join(format!("banister-{}.md", std::process::id()));
    // A new file: whatever lies there under that name is somebody else's.
    let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
    let written = file.and_then(|mut file| file.write_all(body.as_bytes()));
    written.with_context(|| format!("{} cannot be written", path.display()))?;
    let mut words = editor.split_whitespace();
    let status = Command::new(words.next().unwrap_or("vi")).args(words).arg(&path).status();
    let text = std::fs::read_to_string(&path);
    // Best effort: the system clears its temporary folder.
    let _removed = std::fs::remove_file(&path);
    if !status.with_context(|| format!("cannot start `{editor}`"))?.success() {
        bail!("the editor ended with an error; nothing was written");
    }
    text.context("the edited text cannot be read")
}
