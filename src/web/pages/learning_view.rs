//! Lessons and their effects as the pages show them.

use askama::filters::urlencode;

use crate::domain::Timestamp;
use crate::domain::lessons::{
    ChangeTold, Effect, Fate, Habit, HabitKind, Lesson, LessonKind, LessonTold, Remembered, counted,
};
use crate::web::moment::Moment;
use crate::web::spoken;
use crate::words::{Markup, Text};

/// Chats that are linked.
const CHATS_MAX: usize = 5;
/// Letters of a reply that is shown.
const REPLY_CHARS: usize = 600;

/// A lesson.
pub(super) struct Card {
    pub told: LessonTold,
    pub kind: LessonKind,
    /// How many chats it comes from, and the newest of them.
    pub chats: usize,
    pub linked: Vec<String>,
    pub last: Moment,
    /// Of a rule: what it catches and what it would have held for nothing, with intervals.
    pub caught: (u64, u64),
    pub held: String,
}

impl Card {
    pub(super) fn of(lesson: &Lesson, now: Timestamp) -> Self {
        let told = LessonTold::of(lesson);
        let (caught, held) = match &told.change {
            ChangeTold::Rule { caught, false_holds, .. } => {
                ((caught.positive, caught.n), counted(false_holds))
            }
            _ => ((0, 0), String::new()),
        };
        Self {
            kind: lesson.kind,
            chats: told.conversations.len(),
            linked: told.conversations.iter().take(CHATS_MAX).cloned().collect(),
            last: Moment::of(lesson.last_at, now),
            caught,
            held,
            told,
        }
    }

    pub(super) fn is_rule(&self) -> bool {
        self.kind == LessonKind::Rule
    }

    /// What kind of lesson it is, for a person to read.
    pub(super) fn name(&self) -> Text {
        spoken::text(match self.kind {
            LessonKind::Fact => "lesson-words-fact",
            LessonKind::Addition => "lesson-words-addition",
            LessonKind::Tone => "lesson-words-tone",
            LessonKind::Rule => "lesson-words-rule",
        })
    }

    /// A link to an article.
    #[expect(clippy::unused_self, reason = "the template has the card, and no path to this file")]
    pub(super) fn article(&self, slug: &str, title: &str) -> Text {
        let slug = urlencode(slug).map(|slug| slug.to_string()).unwrap_or_default();
        spoken::text("lesson-words-article")
            .with("address", &format!("/knowledge/articles/{slug}"))
            .with("title", &title)
    }

    /// Links to chats, one after the other.
    #[expect(clippy::unused_self, reason = "the template has the card, and no path to this file")]
    pub(super) fn links(&self, chats: &[String]) -> Markup {
        let link = |(n, id): (usize, &String)| {
            spoken::text("lesson-words-chat").with("id", id).with("n", &(n + 1)).to_string()
        };
        Markup(chats.iter().enumerate().map(link).collect::<Vec<_>>().join(", "))
    }
}

/// What would have become of past replies.
pub(super) struct Replies {
    pub touched: u64,
    pub edits: u64,
    pub spared: u64,
    /// With its interval.
    pub spared_words: String,
    pub approved: u64,
    pub approved_otherwise: u64,
    pub by_exchange: u64,
    pub shown: Vec<Shown>,
}

pub(super) struct Shown {
    pub conversation: String,
    pub draft: String,
    pub after: String,
    pub sent: String,
}

impl Replies {
    pub(super) fn of(effect: &Effect) -> Self {
        let shown = effect.shown.iter().map(|one| Shown {
            conversation: one.conversation.to_string(),
            draft: cut(&one.draft),
            after: cut(&one.after),
            sent: cut(&one.sent),
        });
        Self {
            touched: effect.touched,
            edits: effect.spared.n,
            spared: effect.spared.positive,
            spared_words: counted(&effect.spared),
            approved: effect.approved,
            approved_otherwise: effect.approved_otherwise,
            by_exchange: effect.by_exchange,
            shown: shown.collect(),
        }
    }
}

fn cut(text: &str) -> String {
    let is_long = text.chars().count() > REPLY_CHARS;
    text.chars().take(REPLY_CHARS).chain(is_long.then_some('…')).collect()
}

/// A way of speaking that is in force.
pub(super) struct Spoken {
    pub place: usize,
    /// What it does, in words.
    pub what: Text,
    pub to: String,
    pub language: Option<String>,
}

impl Spoken {
    pub(super) fn of((place, habit): (usize, &Habit)) -> Self {
        let what = match habit.kind {
            HabitKind::Greeting => spoken::text("learning-begins").with("words", &habit.to),
            HabitKind::Closing => spoken::text("learning-ends").with("words", &habit.to),
            HabitKind::Wording if habit.to.is_empty() => {
                spoken::text("learning-leaves-out").with("words", &habit.from)
            }
            HabitKind::Wording => {
                spoken::text("learning-says").with("words", &habit.to).with("before", &habit.from)
            }
        };
        Self { place, what, to: habit.to.clone(), language: habit.language.clone() }
    }
}

/// What was decided about a lesson.
pub(super) struct Earlier {
    pub words: String,
    pub adopted: bool,
    pub n: u64,
    pub by: String,
    pub at: Moment,
}

impl Earlier {
    pub(super) fn of(known: &Remembered, now: Timestamp) -> Self {
        Self {
            words: known.words.clone(),
            adopted: known.fate == Fate::Adopted,
            n: known.n,
            by: known.by.clone(),
            at: Moment::of(known.at, now),
        }
    }
}
