//! One conversation: everything that was said, why it is where it is, and what can be done with it.

use askama::Template;
use axum::extract::{Path, RawQuery, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use super::aside::{Aside, Beside};
use super::card::{Card, Notice, Waiting, Who, cited, rules_that_hold};
use super::held::{COUNTDOWN, Held};
use super::marked::{Part, marked};
use super::queue::did;
use super::shell::{Shell, Sorry, page};
use super::stage::stage_shown;
use crate::domain::survey::cut_links;
use crate::domain::{ConversationId, Episode, Layer, Message, Passage, Refusal, Screening, Timestamp};
use crate::engine::ActError;
use crate::ports::Thread;
use crate::web::deeds::{self, Deed};
use crate::web::filters;
use crate::web::moment::Moment;
use crate::web::problem::Problem;
use crate::web::session::{Member, Person, Posted, local_path};
use crate::web::sorting;
use crate::web::spoken;
use crate::web::state::App;
use crate::words::Text;

#[derive(Template)]
#[template(path = "conversation.html")]
pub(super) struct ThreadPage {
    pub(super) shell: Shell,
    pub(super) who: Who,
    pub(super) external_id: String,
    pub(super) stage: &'static str,
    pub(super) silenced_by: Option<String>,
    pub(super) aside: Aside,
    /// Whether giving it back makes sense: a human has it, and no rule holds the open question.
    pub(super) may_resume: bool,
    pub(super) lines: Vec<Line>,
    /// The suggestion to decide on, in place of the composer.
    pub(super) card: Option<Card>,
    /// Why it is with a human.
    pub(super) waiting: Option<Waiting>,
    /// Articles are found by their words alone.
    pub(super) words_only: bool,
    pub(super) held: Vec<Hit>,
    /// A decision that can still be taken back.
    pub(super) undoable: Vec<Held>,
    /// The beginning of a reply that puts a wrong one right, in the visitor's language.
    pub(super) correction: String,
    pub(super) episode: Option<EpisodeFacts>,
    pub(super) page_url: Option<String>,
    pub(super) tags: Vec<String>,
    /// Replies whose outcome is not known yet.
    pub(super) on_the_way: usize,
    pub(super) revision: u64,
    pub(super) did: String,
    pub(super) notice: Option<Notice>,
}

/// A message as the thread shows it.
pub(super) struct Line {
    pub(super) key: String,
    pub(super) author: &'static str,
    pub(super) kind: &'static str,
    pub(super) private: bool,
    pub(super) by: Option<String>,
    /// Why letting it go says nothing of its draft; empty elsewhere.
    pub(super) unread: &'static str,
    pub(super) parts: Vec<Part>,
    pub(super) at: Moment,
}

/// Why a rule holds the turn.
pub(super) struct Hit {
    pub(super) rule: String,
    pub(super) title: String,
    pub(super) matched: String,
    pub(super) layer: Text,
}

/// What is recorded of the episode.
pub(super) struct EpisodeFacts {
    handling: &'static str,
    kind: Option<&'static str>,
    csat: Option<u8>,
    nps: Option<u8>,
    comment: Option<String>,
    resolution: Option<&'static str>,
    reopened: bool,
}

impl EpisodeFacts {
    fn of(episode: &Episode) -> Self {
        Self {
            handling: episode.handling.as_str(),
            kind: episode.kind.map(crate::domain::AssistKind::as_str),
            csat: episode.csat,
            nps: episode.nps,
            comment: episode.comment.clone(),
            resolution: episode.resolution.map(crate::domain::Resolution::as_str),
            reopened: episode.reopened_at.is_some(),
        }
    }
}

impl ThreadPage {
    pub(super) async fn load(
        app: &App,
        person: &Person,
        id: ConversationId,
        notice: Option<Notice>,
    ) -> Result<Self, Sorry> {
        let thread = app.desk.thread(id).await?.ok_or_else(|| Problem::missing("conversation"))?;
        let pending: Vec<_> = thread.pending.iter().collect();
        let passages = cited(app, &pending).await;
        let beside = Beside::load(app, &thread.row.conversation).await?;
        let shell = Shell::new(app, person, "conversations");
        let shown = Self::of(shell, &thread, &passages, &beside, app.clock.now(), notice);
        Ok(Self { words_only: app.knowledge.by_words_only(), ..shown })
    }

    pub(super) fn of(
        shell: Shell,
        thread: &Thread,
        passages: &[Passage],
        beside: &Beside,
        now: Timestamp,
        notice: Option<Notice>,
    ) -> Self {
        let (row, c) = (&thread.row, &thread.row.conversation);
        let held = !rules_that_hold(row).is_empty();
        let screening = thread.screening.as_ref().map(|s| &s.screening).filter(|_| held);
        let back = format!("/conversations/{}", c.id);
        let card = thread.pending.as_ref().map(|row| Card::of(row, passages, now, &shell.csrf, &back));
        let waiting = c.stage.name() == "with_human" && c.stage.turn().is_some();
        Self {
            who: Who::in_row(row),
            external_id: c.external_id.clone(),
            stage: stage_shown(c),
            may_resume: !held
                && c.sealed_since().is_none()
                && (c.silenced.is_some() || c.stage.name() == "with_human"),
            aside: Aside::of(c, beside, &thread.unread, &shell.name, now),
            silenced_by: c.silenced.as_ref().map(|silence| silence.by.clone()),
            lines: thread.messages.iter().map(|message| Line::of(message, thread, screening, now)).collect(),
            card,
            waiting: waiting.then(|| Waiting::of(row, now, &shell.csrf, &beside.titles)),
            undoable: Held::of(row, now, &shell.csrf, &back)
                .filter(|held| held.by == shell.name || held.what == COUNTDOWN)
                .into_iter()
                .collect(),
            held: screening.map(hits).unwrap_or_default(),
            episode: c.episode.as_ref().map(EpisodeFacts::of),
            page_url: c.page_url.clone(),
            tags: c.tags.clone(),
            words_only: false,
            on_the_way: c.outgoing.iter().filter(|outgoing| !outgoing.cancelled).count(),
            revision: c.revision,
            correction: String::new(),
            did: String::new(),
            notice,
            shell,
        }
    }
}

fn hits(screening: &Screening) -> Vec<Hit> {
    let hit = |reason: &crate::domain::Reason| Hit {
        rule: reason.rule.clone(),
        title: reason.title.clone(),
        matched: reason.matched.clone(),
        layer: found_by(reason.layer),
    };
    screening.reasons.iter().map(hit).collect()
}

/// How the words of a rule were found.
fn found_by(layer: Layer) -> Text {
    spoken::text(match layer {
        Layer::Word => "conversation-layer-word",
        Layer::Phrase => "conversation-layer-phrase",
        Layer::Pattern => "conversation-layer-pattern",
        Layer::Joined => "conversation-layer-joined",
        Layer::Lookalike => "conversation-layer-lookalike",
        Layer::Typo => "conversation-layer-typo",
        Layer::Repeated => "conversation-layer-repeated",
        Layer::Leet => "conversation-layer-leet",
        Layer::Masked => "conversation-layer-masked",
        Layer::Glued => "conversation-layer-glued",
        Layer::Reversed => "conversation-layer-reversed",
        Layer::Rotated => "conversation-layer-rotated",
        Layer::Decoded => "conversation-layer-decoded",
        Layer::Unreadable => "conversation-layer-unreadable",
        Layer::Language => "conversation-layer-language",
        Layer::Limit => "conversation-layer-limit",
    })
}

impl Line {
    fn of(message: &Message, thread: &Thread, screening: Option<&Screening>, now: Timestamp) -> Self {
        let unread = message.suggestion.and_then(|id| thread.unread.get(&id));
        Self {
            unread: unread.map_or("", |why| why.as_str()),
            key: message.external_id.clone(),
            author: message.author.as_str(),
            kind: message.kind.as_str(),
            private: message.private,
            by: message.by.clone(),
            parts: marked(&cut_links(&message.text), &spans_in(message, screening)),
            at: Moment::of(message.at, now),
        }
    }
}

fn spans_in(message: &Message, screening: Option<&Screening>) -> Vec<(usize, usize)> {
    let Some(screening) = screening else { return Vec::new() };
    let Some(place) = screening.message_ids.iter().position(|id| *id == message.external_id) else {
        return Vec::new();
    };
    let mut spans: Vec<_> = screening
        .reasons
        .iter()
        .filter(|reason| reason.message_index == place)
        .map(|reason| reason.span)
        .collect();
    spans.sort_unstable();
    spans
}

/// `GET /conversations/{id}`
pub(super) async fn show(
    State(app): State<App>,
    member: Member,
    Path(id): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, Sorry> {
    let id: ConversationId = id.parse().map_err(|_| Problem::missing("conversation"))?;
    let mut thread = ThreadPage::load(&app, &member, id, None).await?;
    thread.did = did(query.as_deref());
    if thread.did == "judged_wrong" {
        let row = app.desk.thread(id).await?;
        let waiting = &app.engine.policy().waiting;
        let begins = row.and_then(|t| waiting.sentence(&t.row.conversation, "correction").map(str::to_owned));
        thread.correction = begins.map(|begins| format!("{begins} ")).unwrap_or_default();
    }
    Ok(page(StatusCode::OK, &thread))
}

/// `GET` of where a form was sent and refused: the page looks for news there, and people reload it.
pub(super) async fn whole(_: Member, Path((id, _)): Path<(String, String)>) -> Result<Redirect, Sorry> {
    let id: ConversationId = id.parse().map_err(|_| Problem::missing("conversation"))?;
    Ok(Redirect::to(&format!("/conversations/{id}")))
}

/// `POST /conversations/{id}/takeover|resume|resolve|reply|tags|rubric`
pub(super) async fn act(
    State(app): State<App>,
    Path((id, deed)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Sorry> {
    let id: ConversationId = id.parse().map_err(|_| Problem::missing("conversation"))?;
    let wish = Deed::parse(&deed).ok_or_else(|| Problem::missing("page"))?;
    let event = wish.event(&posted.person.name(), &posted.fields)?;
    sorting::known(&app, &event).await?;
    let done = || -> Result<Response, Sorry> {
        let chat = format!("/conversations/{id}");
        // Whoever takes a chat wants to write in it.
        let back = posted.fields.text("back")?.filter(|_| wish != Deed::TakeOver);
        let back = local_path(back.or(Some(&chat)));
        Ok(Redirect::to(&format!("{back}?did={deed}")).into_response())
    };
    match deeds::act_as_seen(&app, id, event, wish.as_seen(&posted.fields)?).await {
        Ok(_) => done(),
        Err(ActError::Refused { refusal, now }) => {
            let bad = matches!(refusal, Refusal::BadText { .. });
            let typed = posted.fields.text("text")?.or(posted.fields.text("why")?);
            let your_words = typed.map(deeds::plain).filter(|words| !words.trim().is_empty());
            // Pressed twice: it is on its way, or there, in these very words.
            let name = posted.person.name();
            if let Some(words) = your_words.as_deref().filter(|_| wish == Deed::Reply && !bad)
                && deeds::said_already(&app, &now, &name, words).await?
            {
                return done();
            }
            // A reply stands in its own field again.
            let (again, your_words) =
                if wish == Deed::Reply { (your_words, None) } else { (None, your_words) };
            let notice =
                Notice { kind: "refused", detail: refusal.to_string(), your_words, ..Notice::default() };
            let mut thread = ThreadPage::load(&app, &posted.person, id, Some(notice)).await?;
            thread.correction = again.unwrap_or_default();
            Ok(page(if bad { StatusCode::BAD_REQUEST } else { StatusCode::CONFLICT }, &thread))
        }
        Err(error) => Err(error.into()),
    }
}
