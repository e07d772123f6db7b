//! How many past questions may be rehearsed, and why the others may not: told before a sitting is begun, and when none is.

use serde::Serialize;

/// Why a past question is not rehearsed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// Its chat was made up for a demonstration.
    Sample,
    /// A rule held it then, or holds it now.
    Held,
    /// It still waits for an answer.
    Waits,
    /// The lottery keeps it for humans, and its episode is not over.
    Sealed,
    /// It has given evidence, or its chat has.
    Judged,
    /// Nobody decides on drafts of its topic.
    Topic,
    /// A newer one of its chat may be taken.
    Older,
}

/// Questions of the past, counted by whether they may be rehearsed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Looked {
    /// All that were looked at.
    pub questions: u64,
    /// Those that may be rehearsed, one of each chat.
    pub may: u64,
    /// See [`LeftOut::Sample`], and so on.
    pub sample: u64,
    pub held: u64,
    pub waits: u64,
    pub sealed: u64,
    pub judged: u64,
    pub topic: u64,
    pub older: u64,
    /// There are more, from before these.
    pub more: bool,
}

impl Looked {
    /// Counts questions that were looked at.
    pub const fn count(&mut self, left_out: Option<LeftOut>, n: u64) {
        self.questions += n;
        *match left_out {
            None => &mut self.may,
            Some(LeftOut::Sample) => &mut self.sample,
            Some(LeftOut::Held) => &mut self.held,
            Some(LeftOut::Waits) => &mut self.waits,
            Some(LeftOut::Sealed) => &mut self.sealed,
            Some(LeftOut::Judged) => &mut self.judged,
            Some(LeftOut::Topic) => &mut self.topic,
            Some(LeftOut::Older) => &mut self.older,
        } += n;
    }

    /// How many of the last `days` days may be rehearsed.
    #[must_use]
    pub fn sentence(&self, days: i64) -> String {
        let of = if days == 1 { "of the last day".to_owned() } else { format!("of the last {days} days") };
        let known = match (self.may, self.questions) {
            (_, 0) => format!("There is no question {of} yet."),
            (0, 1) => format!("The one question {of} cannot be rehearsed."),
            (0, n) => format!("None of the {n} questions {of} can be rehearsed."),
            (1, 1) => format!("The one question {of} can be rehearsed."),
            (may, n) => format!("{may} of the {n} questions {of} can be rehearsed."),
        };
        if self.more { format!("{known} Older ones were not looked at.") } else { known }
    }

    /// Why the others may not, one sentence for each reason that there is.
    #[must_use]
    pub fn reasons(&self) -> Vec<String> {
        let each = [
            (
                self.sample,
                "is of a sample chat",
                "are of sample chats",
                ": made up, so a word on it says nothing",
            ),
            (self.held, "is", "are", " held by a rule, or was then"),
            (self.waits, "still waits", "still wait", " for an answer"),
            (self.sealed, "is", "are", " kept for people by the lottery until the chat is over"),
            (self.judged, "was", "were", " judged already, or another one of the same chat was"),
            (self.topic, "is", "are", " on a topic that is off or in shadow"),
            (self.older, "has", "have", " a newer one of the same chat"),
        ];
        let said = each.into_iter().filter(|(n, ..)| *n > 0);
        said.map(|(n, one, many, why)| format!("{n} {}{why}", if n == 1 { one } else { many })).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_adds_up_and_is_said_in_plain_words() {
        let mut looked = Looked::default();
        assert_eq!(looked.sentence(90), "There is no question of the last 90 days yet.");
        assert!(looked.reasons().is_empty());
        looked.count(Some(LeftOut::Sample), 612);
        assert_eq!(looked.sentence(90), "None of the 612 questions of the last 90 days can be rehearsed.");
        let all =
            [LeftOut::Held, LeftOut::Waits, LeftOut::Sealed, LeftOut::Judged, LeftOut::Topic, LeftOut::Older];
        for (n, why) in (1..).zip(all) {
            looked.count(Some(why), n);
        }
        looked.count(None, 3);
        looked.more = true;
        let wanted =
            "3 of the 636 questions of the last day can be rehearsed. Older ones were not looked at.";
        assert_eq!(looked.sentence(1), wanted);
        let wanted = [
            "612 are of sample chats: made up, so a word on it says nothing",
            "1 is held by a rule, or was then",
            "2 still wait for an answer",
            "3 are kept for people by the lottery until the chat is over",
            "4 were judged already, or another one of the same chat was",
            "5 are on a topic that is off or in shadow",
            "6 have a newer one of the same chat",
        ];
        assert_eq!(looked.reasons(), wanted);
    }

    #[test]
    fn one_question_is_not_spoken_of_as_many() {
        let mut looked = Looked::default();
        looked.count(Some(LeftOut::Judged), 1);
        assert_eq!(looked.sentence(30), "The one question of the last 30 days cannot be rehearsed.");
        assert_eq!(looked.reasons(), ["1 was judged already, or another one of the same chat was"]);
        let mut looked = Looked::default();
        looked.count(None, 1);
        assert_eq!(looked.sentence(30), "The one question of the last 30 days can be rehearsed.");
    }
}
