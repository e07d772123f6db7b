//! An owner's wishes on their way to the engine, from pages and API alike.

use std::sync::Arc;

use super::audit::{self, By, noting};
use super::fields::{BadField, Fields};
use super::problem::Problem;
use super::sorting;
use super::state::App;
use crate::domain::{
    ActionId, AsSeen, Author, Conversation, ConversationId, Event, Message, RejectReason, Review, Seen,
    SuggestionId, Timestamp, Unread,
};
use crate::engine::ActError;
use crate::ports::{Article, Note, StoreError, SuggestionRow};

/// Has the engine act. Once begun it runs to its end, whether or not the client stays.
pub(super) async fn act(app: &App, id: ConversationId, event: Event) -> Result<Conversation, ActError> {
    act_as_seen(app, id, event, AsSeen::default()).await
}

/// [`act`], but only while what the page showed is still so.
pub(super) async fn act_as_seen(
    app: &App,
    id: ConversationId,
    event: Event,
    seen: AsSeen,
) -> Result<Conversation, ActError> {
    let engine = Arc::clone(&app.engine);
    tokio::spawn(async move { engine.act_as_seen(id, event, seen).await })
        .await
        .unwrap_or_else(|error| Err(ActError::Store(StoreError::Unavailable(error.to_string()))))
}

/// Whether these words are on their way by this person, or the last that were said since they answered: the same words
/// from before somebody took the chat are others.
pub(super) async fn said_already(
    app: &App,
    now: &Conversation,
    by: &str,
    words: &str,
) -> Result<bool, StoreError> {
    let words = words.trim();
    if now.outgoing.iter().any(|o| !o.cancelled && o.by.as_deref() == Some(by) && o.text.trim() == words) {
        return Ok(true);
    }
    let Some(answered) = now.silenced.as_ref().filter(|silence| silence.by == by) else { return Ok(false) };
    let said = app.desk.public_messages(now.id).await?;
    let last = said.iter().rev().find(|message| message.author != Author::Visitor);
    let same = |m: &Message| m.by.as_deref() == Some(by) && m.text.trim() == words && m.at >= answered.at;
    Ok(last.is_some_and(same))
}

/// What to do with a whole conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    TakeOver,
    Resume,
    Resolve,
    Reply,
    Tags,
    Rubric,
}

impl Deed {
    pub(super) fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "takeover" => Self::TakeOver,
            "resume" => Self::Resume,
            "resolve" => Self::Resolve,
            "reply" => Self::Reply,
            "tags" => Self::Tags,
            "rubric" => Self::Rubric,
            _ => return None,
        })
    }

    /// What must still be so: nobody else has answered or taken the chat since, and nothing at all has changed where the
    /// chat is to be over, or a question that came just before would be lost.
    pub(super) fn as_seen(self, fields: &Fields) -> Result<AsSeen, BadField> {
        let in_hand = fields.whole_if_given("in_hand")?.and_then(|us| i64::try_from(us).ok()).map(Timestamp);
        Ok(match self {
            Self::Reply | Self::TakeOver => AsSeen { in_hand, revision: None },
            Self::Resolve => AsSeen { in_hand: None, revision: fields.whole_if_given("revision")? },
            Self::Resume | Self::Tags | Self::Rubric => AsSeen::default(),
        })
    }

    /// The event of this wish; a reply wants the field `text`.
    pub(super) fn event(self, by: &str, fields: &Fields) -> Result<Event, BadField> {
        let by = by.to_owned();
        Ok(match self {
            Self::TakeOver => Event::TakenOver { by, why: given(fields, "why")? },
            Self::Tags => sorting::tags(by, fields)?,
            Self::Rubric => sorting::rubric(by, fields)?,
            Self::Resume => Event::Resumed { by, why: given(fields, "why")? },
            Self::Resolve => Event::ChatResolved { by },
            Self::Reply => Event::OwnerReplied {
                by,
                text: plain(fields.needed("text")?),
                read_ms: fields.whole_if_given("read_ms")?,
                template: given(fields, "template")?,
            },
        })
    }
}

/// A short text, where one is given and says something.
fn given(fields: &Fields, name: &str) -> Result<Option<String>, BadField> {
    let text = fields.text(name)?.map(str::trim).filter(|text| !text.is_empty());
    match text {
        Some(text) if text.chars().count() > NOTE_CHARS_MAX => {
            Err(BadField::new(name, format!("is over {NOTE_CHARS_MAX} characters; shorten it")))
        }
        text => Ok(text.map(str::to_owned)),
    }
}

/// A reason or a name, characters.
const NOTE_CHARS_MAX: usize = 300;

/// What a decision on a suggestion must name: what was seen.
pub(super) fn seen(fields: &Fields) -> Result<Seen, BadField> {
    Ok(Seen {
        revision: fields.whole("revision")?,
        draft_hash: fields.needed("draft_hash")?.to_owned(),
        read_ms: fields.whole_if_given("read_ms")?,
    })
}

/// Why a suggestion is rejected.
pub(super) fn reject_reason(fields: &Fields) -> Result<RejectReason, BadField> {
    RejectReason::parse(fields.needed("reason")?).ok_or_else(|| {
        BadField::new(
            "reason",
            format!("must be one of: {}", RejectReason::ALL.map(RejectReason::as_str).join(", ")),
        )
    })
}

/// Browsers send line ends as CR LF; what is kept has LF.
pub(super) fn plain(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// The suggestion of this name, or a 404.
pub(super) async fn suggestion(app: &App, id: &str) -> Result<SuggestionRow, Problem> {
    let id: SuggestionId = id.parse()?;
    app.desk.suggestion(id).await?.ok_or_else(|| Problem::missing("suggestion"))
}

/// Decides on a suggestion.
pub(super) async fn review(
    app: &App,
    row: &SuggestionRow,
    seen: Seen,
    review: Review,
    by: &str,
    undoable: bool,
) -> Result<Conversation, ActError> {
    let event = Event::Reviewed { suggestion: row.suggestion.id, review, seen, by: by.to_owned(), undoable };
    act(app, row.conversation, event).await
}

/// Why the decision just made on a suggestion says nothing of its draft although it lets the reply go.
pub(super) async fn unread(app: &App, row: &SuggestionRow) -> Result<Option<Unread>, StoreError> {
    let ended = app.desk.suggestion(row.suggestion.id).await?;
    Ok(ended.and_then(|row| row.closing?.unread(&row.suggestion.draft)))
}

/// Takes a decision on a suggestion back.
pub(super) async fn undo(app: &App, row: &SuggestionRow, by: &str) -> Result<Conversation, ActError> {
    let event = Event::DecisionUndone { suggestion: row.suggestion.id, by: by.to_owned() };
    act(app, row.conversation, event).await
}

/// Puts an action that was given up back in line, due now.
pub(super) async fn replay(app: &App, action: ActionId, by: &By) -> Result<(), Problem> {
    if !app.desk.replay(action, app.clock.now()).await? {
        return Err(Problem::missing("dead letter"));
    }
    audit::note(app, noting(app, by, "dead_letter.replayed", &action.to_string())).await
}

/// How far back the figures of articles reach, ms.
pub(super) const USES_MS: i64 = 90 * 86_400_000;

/// The article of this slug, or a 404.
pub(super) async fn article(app: &App, slug: &str) -> Result<Article, Problem> {
    app.articles.article(slug).await?.ok_or_else(|| Problem::missing("article"))
}

/// Keeps what somebody wrote: a new article, or a new version of the one they had before them.
pub(super) async fn write(
    app: &App,
    slug: Option<&str>,
    known: Option<&str>,
    fields: &Fields,
    by: &By,
) -> Result<Article, Problem> {
    write_because(app, slug, known, (fields.needed("title")?, fields.needed("body")?), by, "").await
}

/// The same, with why; blank where nobody said.
pub(super) async fn write_because(
    app: &App,
    slug: Option<&str>,
    known: Option<&str>,
    (title, body): (&str, &str),
    by: &By,
    why: &str,
) -> Result<Article, Problem> {
    let written = app.knowledge.written(slug, title, body, app.clock.now())?;
    let standing = match known {
        Some(_) => Some(article(app, &written.slug).await?),
        None => None,
    };
    let source = standing.as_ref().map_or_else(|| written.source.clone(), |article| article.source.clone());
    let article = Article { by: Some(by.name.clone()), source, ..written };
    if app.articles.write_article(&article, known).await? {
        audit::note(app, written_note(app, &article, standing, by).because(why)).await?;
        return Ok(article);
    }
    let why = match known {
        None => "an article with this slug is there already; edit that one, or choose another title",
        Some(_) => "somebody changed this article meanwhile; nothing was written. Load it again",
    };
    Err(Problem::conflict("article_changed", why))
}

fn written_note(app: &App, article: &Article, standing: Option<Article>, by: &By) -> Note {
    let title = article.title.clone();
    match standing {
        None => noting(app, by, "knowledge.added", &article.slug).with("title", title),
        Some(before) => {
            let note = noting(app, by, "knowledge.changed", &article.slug);
            if before.title == title { note.with("title", title) } else { note.changed(before.title, title) }
        }
    }
}

/// Takes an article away, if it is the version that somebody had before them.
pub(super) async fn remove(app: &App, slug: &str, known: Option<&str>, by: &By) -> Result<(), Problem> {
    let article = article(app, slug).await?;
    if app.articles.remove_article(slug, known, app.clock.now()).await? {
        audit::note(app, noting(app, by, "knowledge.removed", slug).with("title", article.title)).await?;
        return Ok(());
    }
    let why = "somebody changed this article meanwhile; nothing was removed. Load it again";
    Err(Problem::conflict("article_changed", why))
}

/// Where a page of a list starts, if it has the looks of what we gave out.
pub(super) fn cursor(fields: &Fields) -> Result<Option<String>, BadField> {
    match fields.text("cursor")? {
        Some(text) if text.len() > 200 || !text.bytes().all(|b| b.is_ascii_graphic()) => {
            Err(BadField::new("cursor", "is not one that this API gave out; start without a cursor"))
        }
        given => Ok(given.map(str::to_owned)),
    }
}
