//! A lesson as API and console tell it.

use serde::Serialize;

use super::effect::Effect;
use super::learn::Lessons;
use super::lesson::{Lesson, Wish};
use crate::domain::report::ShareFigure;

/// Everything that can be learned now.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LessonsTold {
    /// How far back decisions were looked at.
    pub days: u32,
    /// Decisions looked at.
    pub decisions: u64,
    /// There were more: the newest were looked at.
    pub capped: bool,
    /// Edits among them.
    pub edits: u64,
    /// Edits that wrote the reply anew.
    pub written_anew: u64,
    /// Turns rejected as “needs a person” that no rule holds today.
    pub rejects: u64,
    /// Turns whose draft went out and that no rule holds today.
    pub approved: u64,
    /// The lessons.
    pub items: Vec<LessonTold>,
}

/// One lesson.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LessonTold {
    /// Its name.
    pub id: String,
    /// `fact`, `addition`, `tone` or `rule`.
    pub kind: &'static str,
    /// In one line.
    pub words: String,
    /// The words that owners replaced.
    pub from: String,
    /// The words that came.
    pub to: String,
    /// How many decisions say so.
    pub n: u64,
    /// Their conversations, the newest first.
    pub conversations: Vec<String>,
    /// When the last of them was made.
    pub last_at: String,
    /// What adopting it would change.
    pub change: ChangeTold,
}

/// See [`Wish`].
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum ChangeTold {
    /// A sentence of an article.
    Article {
        /// The article.
        slug: String,
        /// Its title.
        title: String,
        /// The version that would be changed.
        hash: String,
        /// The sentence as it stands; empty where one is added.
        before: String,
        /// As it would stand.
        after: String,
    },
    /// How drafts speak.
    Speech {
        /// `greeting`, `closing` or `wording`.
        kind: &'static str,
        /// Only in replies in this language.
        language: Option<String>,
        /// What is replaced.
        from: String,
        /// What comes.
        to: String,
    },
    /// One more rule.
    Rule {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
        /// The rule as text.
        text: String,
        /// Rejected turns that it holds.
        caught: ShareFigure,
        /// Approved turns that it would have held.
        false_holds: ShareFigure,
        /// Chats that it would have held for nothing.
        held_for_nothing: Vec<String>,
    },
    /// Nothing by itself: the words stand in no sentence of the article.
    ByHand {
        /// The article that was cited.
        slug: Option<String>,
        /// Its title.
        title: Option<String>,
    },
}

/// What adopting it would have done to past replies.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EffectTold {
    /// Decided suggestions that it could touch.
    pub touched: u64,
    /// Of the owner's edits among them, those that would have been needless.
    pub spared: ShareFigure,
    /// Approved as they stood.
    pub approved: u64,
    /// Of these, those that would read otherwise.
    pub approved_otherwise: u64,
    /// Drafts of a model, in which only the words were exchanged.
    pub by_exchange: u64,
}

impl LessonsTold {
    /// As it is told.
    #[must_use]
    pub fn of(lessons: &Lessons, days: u32, capped: bool) -> Self {
        Self {
            days,
            decisions: lessons.decisions,
            capped,
            edits: lessons.edits,
            written_anew: lessons.written_anew,
            rejects: lessons.rejects,
            approved: lessons.approved,
            items: lessons.lessons.iter().map(LessonTold::of).collect(),
        }
    }
}

impl LessonTold {
    /// As it is told.
    #[must_use]
    pub fn of(lesson: &Lesson) -> Self {
        Self {
            id: lesson.id.clone(),
            kind: lesson.kind.as_str(),
            words: lesson.words(),
            from: lesson.from.clone(),
            to: lesson.to.clone(),
            n: lesson.n(),
            conversations: lesson.conversations.iter().map(ToString::to_string).collect(),
            last_at: lesson.last_at.rfc3339(),
            change: ChangeTold::of(&lesson.wish),
        }
    }
}

impl ChangeTold {
    fn of(wish: &Wish) -> Self {
        match wish {
            Wish::Article(mend) => Self::Article {
                slug: mend.slug.clone(),
                title: mend.title.clone(),
                hash: mend.hash.clone(),
                before: mend.before.clone(),
                after: mend.after.clone(),
            },
            Wish::Habit(habit) => Self::Speech {
                kind: habit.kind.as_str(),
                language: habit.language.clone(),
                from: habit.from.clone(),
                to: habit.to.clone(),
            },
            Wish::Rule(mined) => Self::Rule {
                id: mined.rule.id.clone(),
                title: mined.rule.title.clone(),
                text: mined.rule.block(),
                caught: mined.caught,
                false_holds: mined.false_holds,
                held_for_nothing: mined.held_for_nothing.iter().map(ToString::to_string).collect(),
            },
            Wish::ByHand(article) => Self::ByHand {
                slug: article.as_ref().map(|(slug, _)| slug.clone()),
                title: article.as_ref().map(|(_, title)| title.clone()),
            },
        }
    }
}

impl EffectTold {
    /// As it is told.
    #[must_use]
    pub const fn of(effect: &Effect) -> Self {
        Self {
            touched: effect.touched,
            spared: effect.spared,
            approved: effect.approved,
            approved_otherwise: effect.approved_otherwise,
            by_exchange: effect.by_exchange,
        }
    }
}

/// `1 of 212 (0.1 % to 2.6 %)`, with Wilson's 95 % interval; of nobody nothing is said.
#[must_use]
pub fn counted(share: &ShareFigure) -> String {
    match (share.low, share.high) {
        (Some(low), Some(high)) => {
            let (low, high) = (100.0 * low, 100.0 * high);
            format!("{} of {} ({low:.1} % to {high:.1} %)", share.positive, share.n)
        }
        _ => "not enough data yet: none to count".to_owned(),
    }
}
