//! Ways of speaking that owners taught by their edits: a greeting, a closing, one wording for another.

use serde::{Deserialize, Serialize};

use super::words::{Word, core_of, keys, places, words};
use crate::domain::language::language;
use crate::domain::policy::BadSetting;
use crate::stats::Edit;

/// More of them would be a language of its own.
pub const HABITS_MAX: usize = 20;
/// A longer one is a text, characters.
pub(super) const HABIT_CHARS_MAX: usize = 300;

/// What a habit does to a draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HabitKind {
    /// Begins it.
    Greeting,
    /// Ends it, before the signature.
    Closing,
    /// Stands in the place of other words.
    Wording,
}

impl HabitKind {
    /// The word in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Greeting => "greeting",
            Self::Closing => "closing",
            Self::Wording => "wording",
        }
    }
}

/// A way of speaking. It says nothing that knowledge would have to back: no number, no link, no denial more or less.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Habit {
    /// What it does.
    pub kind: HabitKind,
    /// Only in replies in this language, an ISO 639-1 code; in all where none is given.
    #[serde(default)]
    pub language: Option<String>,
    /// The words it replaces; empty but for a wording.
    #[serde(default)]
    pub from: String,
    /// The words it brings; a wording may bring none.
    pub to: String,
}

/// A draft as it reads with these habits. `asked` tells the language where the reply is too short to.
#[must_use]
pub fn spoken(habits: &[Habit], reply: &str, asked: &str) -> String {
    let reply = reply.trim();
    if habits.is_empty() || reply.is_empty() {
        return reply.to_owned();
    }
    let code = language(reply).or_else(|| language(asked)).unwrap_or("en");
    let fits = |habit: &&Habit| habit.language.as_deref().is_none_or(|own| own == code);
    let mut text = reply.to_owned();
    for habit in habits.iter().filter(fits) {
        text = habit.applied(&text);
    }
    text
}

impl Habit {
    /// A reply with this habit; as it stood where it has it already.
    #[must_use]
    pub fn applied(&self, reply: &str) -> String {
        let said = words(reply);
        let own = keys(&words(&self.to));
        match self.kind {
            HabitKind::Wording => exchanged(reply, &self.from, &self.to),
            HabitKind::Greeting if places(&said, &own).first() == Some(&0) => reply.to_owned(),
            HabitKind::Greeting => {
                let between = if self.to.ends_with(',') { "\n\n" } else { " " };
                format!("{}{between}{reply}", self.to)
            }
            HabitKind::Closing if !places(&said, &own).is_empty() => reply.to_owned(),
            HabitKind::Closing => format!("{reply}\n\n{}", self.to),
        }
    }

    /// What speaks against it.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let long = |text: &str| text.chars().count() > HABIT_CHARS_MAX;
        let unfit = |text: &str| text.chars().any(|c| c.is_control() && c != '\n');
        let code = |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
        if long(&self.from) || long(&self.to) || unfit(&self.from) || unfit(&self.to) {
            return Some(format!("give at most {HABIT_CHARS_MAX} characters without control characters"));
        }
        if !self.language.as_ref().is_none_or(code) {
            return Some("a language is a code of two small letters, as `de`".to_owned());
        }
        if (self.kind == HabitKind::Wording) == words(&self.from).is_empty() {
            return Some("a wording replaces words, a greeting or closing none".to_owned());
        }
        if self.kind != HabitKind::Wording && words(&self.to).is_empty() {
            return Some("says nothing".to_owned());
        }
        if says_a_fact(&self.from, &self.to) {
            return Some("says or unsays a fact; that belongs into an article".to_owned());
        }
        None
    }

    /// Every fault of some habits.
    #[must_use]
    pub fn faults(habits: &[Self]) -> Vec<BadSetting> {
        let mut faults = Vec::new();
        if habits.len() > HABITS_MAX {
            let message = format!("are {}; at most {HABITS_MAX} can be kept", habits.len());
            faults.push(BadSetting { field: "habits", message });
        }
        let unfit = habits.iter().filter_map(|habit| Some((habit, habit.fault()?)));
        faults.extend(unfit.map(|(habit, why)| BadSetting {
            field: "habits",
            message: format!("`{}`: {why}", habit.to.chars().take(60).collect::<String>()),
        }));
        faults
    }
}

/// Whether one text says a number, link or denial that the other does not.
pub(super) fn says_a_fact(from: &str, to: &str) -> bool {
    let edit = Edit::between(from, to);
    let counts = |text: &str| text.chars().any(char::is_numeric);
    !edit.facts_equal || !edit.negations_equal || counts(from) || counts(to)
}

/// Words in the place of others, wherever those stand.
#[must_use]
pub fn exchanged(text: &str, from: &str, to: &str) -> String {
    let (said, wanted) = (words(text), keys(&words(from)));
    let mut made = String::with_capacity(text.len());
    let (mut done, mut next) = (0, 0);
    for at in places(&said, &wanted) {
        if at < next {
            continue;
        }
        next = at + wanted.len();
        let Some(range) = said.get(at..next).and_then(core_of) else { continue };
        made.push_str(text.get(done..range.start).unwrap_or_default());
        done = range.end;
        if to.is_empty() {
            done = after_gap(text, said.get(next), done);
        } else {
            made.push_str(&as_begun(text.get(range).unwrap_or_default(), to));
        }
    }
    made.push_str(text.get(done..).unwrap_or_default());
    made.trim().to_owned()
}

/// What is taken out takes what clings to it, and the blanks after it, along.
fn after_gap(text: &str, next: Option<&Word>, done: usize) -> usize {
    next.map_or(text.len(), |word| word.whole.start).max(done)
}

/// A capital at the beginning stays one.
fn as_begun(old: &str, new: &str) -> String {
    let is_capital = old.chars().next().is_some_and(char::is_uppercase);
    let mut letters = new.chars();
    match letters.next() {
        Some(first) if is_capital => first.to_uppercase().chain(letters).collect(),
        _ => new.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habit(kind: HabitKind, from: &str, to: &str) -> Habit {
        Habit { kind, language: None, from: from.to_owned(), to: to.to_owned() }
    }

    #[test]
    fn habits_begin_end_and_reword_a_reply_once() {
        let habits = [
            habit(HabitKind::Wording, "package", "parcel"),
            habit(HabitKind::Greeting, "", "Hello!"),
            habit(HabitKind::Closing, "", "Let us know if you need anything else."),
        ];
        let once = spoken(&habits, "Your package, and any (package) beside, ships.", "hm");
        assert_eq!(
            once,
            "Hello! Your parcel, and any (parcel) beside, ships.\n\nLet us know if you need anything else."
        );
        assert_eq!(spoken(&habits, &once, "hm"), once);
        assert_eq!(spoken(&habits, "  ", "hm"), "");
    }

    #[test]
    fn a_habit_keeps_to_its_language() {
        let german =
            Habit { language: Some("de".to_owned()), ..habit(HabitKind::Greeting, "", "Guten Tag!") };
        let reply = "Wir liefern nach Österreich innerhalb von drei Werktagen, das Paket hat eine Nummer.";
        assert!(spoken(std::slice::from_ref(&german), reply, "").starts_with("Guten Tag! Wir"));
        assert_eq!(
            spoken(&[german], "We ship within a few working days to Austria.", ""),
            "We ship within a few working days to Austria."
        );
    }

    #[test]
    fn capitals_and_gaps_survive_an_exchange() {
        assert_eq!(exchanged("Hey there! We ship.", "hey there", "good day"), "Good day! We ship.");
        assert_eq!(exchanged("I hope this helps. We ship.", "I hope this helps", ""), "We ship.");
        assert_eq!(exchanged("We ship. I hope this helps!", "I hope this helps", ""), "We ship.");
        assert_eq!(exchanged("packages", "package", "parcel"), "packages");
        assert_eq!(exchanged("a a a", "a a", "b"), "b a");
    }

    #[test]
    fn what_knowledge_must_back_is_no_habit() {
        for (bad, words) in [
            (habit(HabitKind::Closing, "", "Free shipping over 50 EUR."), "fact"),
            (habit(HabitKind::Wording, "we ship", "we do not ship"), "fact"),
            (habit(HabitKind::Wording, "", "parcel"), "replaces"),
            (habit(HabitKind::Greeting, "Hey", "Hello"), "replaces"),
            (habit(HabitKind::Greeting, "", " - "), "nothing"),
            (habit(HabitKind::Closing, "", &"x".repeat(301)), "at most"),
            (Habit { language: Some("German".to_owned()), ..habit(HabitKind::Closing, "", "Bye.") }, "code"),
        ] {
            assert!(bad.fault().is_some_and(|why| why.contains(words)), "{bad:?}: {:?}", bad.fault());
        }
        assert_eq!(habit(HabitKind::Wording, "I hope this helps", "").fault(), None);
        assert_eq!(Habit::faults(&vec![habit(HabitKind::Closing, "", "Bye."); 21]).len(), 1);
    }
}
