//! What owners' decisions teach, for page and API alike: found, looked ahead at, adopted or dismissed.

use std::fmt;
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::audit::{By, noting};
use super::deeds;
use super::fields::Fields;
use super::problem::Problem;
use super::rules::{self, NotSaved, Written, in_turn};
use super::state::App;
use crate::domain::lessons::{
    ArticleText, Effect, Fate, Ground, Habit, Lesson, Lessons, Mend, PastDecision, Redraft, Remembered, Wish,
    effect_of_article, effect_of_habit, learn,
};
use crate::domain::{DraftOrder, Preferences, Rulebook};
use crate::ports::{Article, DECISIONS_MAX, OwnRules};

/// Past turns that are drafted anew to show an effect, the newest.
const REDRAFTED_MAX: usize = 300;

/// The lessons last found, with a hash of all they were found in.
#[derive(Default)]
pub struct Taught(Mutex<Option<([u8; 32], Arc<Lessons>)>>);

impl fmt::Debug for Taught {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Taught").finish_non_exhaustive()
    }
}

/// What was found, and all it was found in.
pub(super) struct Looked {
    pub past: Vec<PastDecision>,
    pub capped: bool,
    pub remembered: Vec<Remembered>,
    pub lessons: Arc<Lessons>,
    articles: Vec<Article>,
    own: Option<OwnRules>,
    /// The version of what owners chose; 0 before anything was.
    chosen: i64,
    preferences: Preferences,
}

/// What adopting would do.
pub(super) enum Ahead {
    /// To replies of the past.
    Replies(Effect),
    /// To turns of the past.
    Turns(rules::Effect),
    /// Nothing that could be adopted.
    Nothing,
}

/// Looks at the newest decisions.
pub(super) async fn look(app: &App) -> Result<Looked, Problem> {
    let settings = app.configured.lessons;
    let since = app.clock.now().minus_ms(settings.back_ms());
    let (past, capped) = app.lessons.decisions(since, DECISIONS_MAX).await?;
    let remembered = app.lessons.remembered().await?;
    let articles = app.articles.articles().await?;
    let own = app.own_rules.own_rules().await?;
    let chosen = app.chooser.chosen().await?;
    let (chosen, preferences) = chosen.map_or((0, Preferences::default()), |c| (c.version, c.preferences));
    let book = Arc::clone(&app.engine.policy().rulebook);
    let key = key(&past, &remembered, &articles, own.as_ref(), book.hash());
    let known = app.taught.0.lock().ok().and_then(|known| known.clone());
    let known = known.filter(|(of, _)| *of == key).map(|(_, lessons)| lessons);
    let mut looked = Looked {
        past,
        capped,
        remembered,
        lessons: known.clone().unwrap_or_default(),
        articles,
        own,
        chosen,
        preferences,
    };
    if known.is_none() {
        looked.lessons = found(app, &looked, book).await?;
        if let Ok(mut known) = app.taught.0.lock() {
            *known = Some((key, Arc::clone(&looked.lessons)));
        }
    }
    Ok(looked)
}

/// Learns anew, where it keeps nobody waiting.
async fn found(app: &App, looked: &Looked, book: Arc<Rulebook>) -> Result<Arc<Lessons>, Problem> {
    let settings = app.configured.lessons;
    let texts: Vec<ArticleText> = looked.articles.iter().map(text_of).collect();
    let (past, remembered, own) = (looked.past.clone(), looked.remembered.clone(), looked.own.clone());
    in_turn(app, move || {
        let own = own.as_ref();
        let ground = Ground {
            in_force: &book,
            own: own.map_or("", |own| &own.text),
            may_soften: own.is_some_and(|own| own.may_soften),
        };
        Arc::new(learn(&past, &texts, &remembered, ground, settings))
    })
    .await
}

/// Whatever changes this may change what is learned.
fn key(
    past: &[PastDecision],
    remembered: &[Remembered],
    articles: &[Article],
    own: Option<&OwnRules>,
    rulebook: &str,
) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for one in past {
        hasher.update(format!("{} {}\n", one.suggestion, one.at.0));
    }
    for one in remembered {
        hasher.update(format!("{} {} {}\n", one.id, one.fate.as_str(), one.at.0));
    }
    for one in articles {
        hasher.update(format!("{} {}\n", one.slug, one.hash));
    }
    hasher.update(format!("{} {rulebook}", own.map_or(0, |own| own.number)));
    hasher.finalize().into()
}

fn text_of(article: &Article) -> ArticleText {
    ArticleText {
        slug: article.slug.clone(),
        title: article.title.clone(),
        body: article.body.clone(),
        hash: article.hash.clone(),
    }
}

impl Looked {
    /// The lesson of this name, or a 404.
    pub(super) fn lesson(&self, id: &str) -> Result<&Lesson, Problem> {
        let found = self.lessons.lessons.iter().find(|lesson| lesson.id == id);
        found.ok_or_else(|| Problem::missing("lesson"))
    }

    /// What an adoption must name: the version of what it changes. None where nothing can be adopted.
    pub(super) fn seen(&self, lesson: &Lesson) -> Option<String> {
        match &lesson.wish {
            Wish::Article(mend) => Some(mend.hash.clone()),
            Wish::Habit(_) => Some(format!("settings {}", self.chosen)),
            Wish::Rule(_) => Some(format!("rules {}", self.own.as_ref().map_or(0, |own| own.number))),
            Wish::ByHand(_) => None,
        }
    }

    /// How drafts speak, as owners taught.
    pub(super) fn habits(&self) -> &[Habit] {
        &self.preferences.habits
    }

    /// The version of what owners chose.
    pub(super) fn chosen(&self) -> i64 {
        self.chosen
    }
}

/// What adopting a lesson would have done. Nothing is kept or sent, and no model is asked.
pub(super) async fn ahead(app: &App, looked: &Looked, lesson: &Lesson) -> Result<Ahead, Problem> {
    let style = app.engine.policy().style.clone();
    match &lesson.wish {
        Wish::Article(mend) => {
            let of: Vec<PastDecision> =
                looked.past.iter().filter(|one| one.cites(&mend.slug)).cloned().collect();
            let of: Vec<_> = of.into_iter().take(REDRAFTED_MAX).collect();
            let redrafts = redrafted(app, looked, mend, &of).await?;
            let words = (lesson.from.as_str(), lesson.to.as_str());
            Ok(Ahead::Replies(effect_of_article(mend, words, &of, &redrafts, &style)))
        }
        Wish::Habit(habit) => Ok(Ahead::Replies(effect_of_habit(habit, &looked.past, &style))),
        Wish::Rule(mined) => {
            let may_soften = looked.own.as_ref().is_some_and(|own| own.may_soften);
            let written = Written { text: mined.text.clone(), may_soften };
            let tried = rules::try_out(app, written, None).await?;
            Ok(tried.effect.map_or(Ahead::Nothing, Ahead::Turns))
        }
        Wish::ByHand(_) => Ok(Ahead::Nothing),
    }
}

async fn redrafted(
    app: &App,
    looked: &Looked,
    mend: &Mend,
    of: &[PastDecision],
) -> Result<Vec<Redraft>, Problem> {
    let Some(standing) = looked.articles.iter().find(|article| article.slug == mend.slug) else {
        return Ok(vec![Redraft::default(); of.len()]);
    };
    let changed = app.knowledge.written(Some(&mend.slug), &mend.title, &mend.body, app.clock.now())?;
    let changed = Article { source: standing.source.clone(), ..changed };
    let book = Arc::clone(&app.engine.policy().rulebook);
    let asked: Vec<(String, bool)> =
        of.iter().map(|one| (one.question.clone(), one.drafter == "extractive")).collect();
    let orders = in_turn(app, move || {
        let order = |(question, quoted): &(String, bool)| {
            let wanted = quoted.then_some(std::slice::from_ref(question))?;
            DraftOrder::rescreened(&book, wanted, &[])
        };
        asked.iter().map(order).collect::<Vec<_>>()
    })
    .await?;
    Ok(app.redrafter.redraft(&changed, &orders).await?)
}

/// Puts a lesson in force, by the same way as the editors; refused where what it changes is not what was seen.
pub(super) async fn adopt(app: &App, id: &str, seen: &str, by: &By) -> Result<Lesson, Problem> {
    let looked = look(app).await?;
    let lesson = looked.lesson(id)?;
    let Some(now) = looked.seen(lesson) else {
        let why =
            "these words stand in no sentence of the article; change it by hand, then dismiss the lesson";
        return Err(Problem::conflict("by_hand", why));
    };
    if now != seen {
        return Err(changed_since().with_now("seen", &now));
    }
    let n = lesson.n();
    let chats = lesson.conversations.len();
    match &lesson.wish {
        Wish::Article(mend) => {
            let why = format!("learned from {n} edits in {chats} chats: {}", lesson.words());
            let words = (mend.title.as_str(), mend.body.as_str());
            let known = Some(mend.hash.as_str());
            deeds::write_because(app, Some(&mend.slug), known, words, by, &why).await.map_err(as_changed)?;
        }
        Wish::Habit(habit) => {
            let why = format!("learned from {n} edits in {chats} chats: {}", lesson.words());
            let mut habits = looked.preferences.habits.clone();
            habits.push(habit.clone());
            speak(app, &looked, habits, by, &why).await?;
        }
        Wish::Rule(mined) => {
            let why = format!("learned from {n} rejects in {chats} chats: {}", lesson.words());
            let why: String = why.chars().take(400).collect();
            let number = looked.own.as_ref().map_or(0, |own| own.number);
            let may_soften = looked.own.as_ref().is_some_and(|own| own.may_soften);
            let body =
                json!({ "text": mined.text, "reason": why, "number": number, "may_soften": may_soften });
            let known = ["text", "reason", "number", "may_soften"];
            let fields = Fields::from_json(body.to_string().as_bytes(), &known)?;
            rules::save(app, &fields, by).await.map_err(not_saved)?;
        }
        Wish::ByHand(_) => {}
    }
    remember(app, lesson, Fate::Adopted, by).await?;
    Ok(lesson.clone())
}

/// Shows a lesson no more, unless twice as many decisions say it.
pub(super) async fn dismiss(app: &App, id: &str, by: &By) -> Result<(), Problem> {
    let looked = look(app).await?;
    remember(app, looked.lesson(id)?, Fate::Dismissed, by).await
}

/// Takes back one of the ways of speaking that were learned; `version` is what was looked at.
pub(super) async fn forget(app: &App, place: u64, version: u64, by: &By) -> Result<(), Problem> {
    let looked = look(app).await?;
    let place = usize::try_from(place).unwrap_or(usize::MAX);
    if u64::try_from(looked.chosen) != Ok(version) || place >= looked.preferences.habits.len() {
        return Err(changed_since());
    }
    let mut habits = looked.preferences.habits.clone();
    habits.remove(place);
    speak(app, &looked, habits, by, "taken back").await
}

async fn speak(app: &App, looked: &Looked, habits: Vec<Habit>, by: &By, why: &str) -> Result<(), Problem> {
    let told = |habits: &[Habit]| serde_json::to_value(habits).unwrap_or_default();
    let note = noting(app, by, "settings.changed", "how drafts speak")
        .changed(told(&looked.preferences.habits), told(&habits))
        .because(why);
    let wish = Preferences { habits, ..looked.preferences.clone() };
    if let Err(faults) = wish.over(&app.configured.policy, &app.configured.hours) {
        let why = faults.into_iter().map(|bad| format!("{}: {}", bad.key, bad.message)).collect::<Vec<_>>();
        return Err(Problem::conflict("not_now", &why.join("; ")));
    }
    if app.chooser.choose(looked.chosen, &wish, &note).await? { Ok(()) } else { Err(changed_since()) }
}

async fn remember(app: &App, lesson: &Lesson, fate: Fate, by: &By) -> Result<(), Problem> {
    let what = match fate {
        Fate::Adopted => "lesson.adopted",
        Fate::Dismissed => "lesson.dismissed",
    };
    let (at, words) = (app.clock.now(), lesson.words());
    let kept = Remembered { id: lesson.id.clone(), fate, n: lesson.n(), at, by: by.signature.clone(), words };
    // A rule's words are the owner's; those of an edit may be anybody's, and are kept with the lesson alone.
    let note = noting(app, by, what, &lesson.id).with("kind", lesson.kind.as_str()).with("n", lesson.n());
    Ok(app.lessons.remember(&kept, &note).await?)
}

fn changed_since() -> Problem {
    Problem::conflict("changed", "changed since you looked; nothing was adopted. Look at the effect again")
}

fn as_changed(problem: Problem) -> Problem {
    if problem.status == StatusCode::CONFLICT { changed_since() } else { problem }
}

fn not_saved(error: NotSaved) -> Problem {
    match error {
        NotSaved::Problem(problem) => as_changed(problem),
        NotSaved::Faults(faults) => {
            let why = faults.iter().map(rules::told).collect::<Vec<_>>().join("; ");
            Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "faulty_rules", &why)
        }
    }
}
