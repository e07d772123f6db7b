//! What owners' decisions teach: corrections that recur become proposals, and turns that need a person become rules. Read it
//! in the order of an edit's way: `past` what happened, `words` and `diff` what was changed, `pieces` what that amounts to,
//! `shelf` where in an article it belongs, `corrections` what says the same, `habit` how drafts speak, `effect` what it would
//! have done; `candidates`, `mine` and `mined` the rules; `learn` all of it.

mod candidates;
mod corrections;
mod diff;
mod effect;
mod habit;
mod learn;
mod lesson;
mod mine;
mod mined;
mod past;
mod pieces;
mod settings;
mod shelf;
#[cfg(test)]
mod tests_corrections;
#[cfg(test)]
mod tests_rules;
mod told;
mod words;

pub use effect::{Effect, Redraft, Shown, effect_of_article, effect_of_habit};
pub use habit::{HABITS_MAX, Habit, HabitKind, exchanged, spoken};
pub use learn::{Lessons, learn};
pub use lesson::{Lesson, LessonKind, Wish};
pub use mine::{Ground, Mined, REJECTS_MIN, mine};
pub use mined::{MinedRule, Pattern, RuleDraft};
pub use past::{ArticleText, End, Fate, PastDecision, Remembered};
pub use settings::LessonSettings;
pub use shelf::Mend;
pub use told::{ChangeTold, EffectTold, LessonTold, LessonsTold, counted};
