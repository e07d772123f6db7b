//! What a lesson would have done to the replies of the past: shown before anybody can adopt it.

use super::habit::{Habit, exchanged};
use super::past::{End, PastDecision};
use super::shelf::Mend;
use crate::domain::report::ShareFigure;
use crate::domain::{ConversationId, Style};
use crate::stats::Edit;

/// Replies shown with it.
const SHOWN_MAX: usize = 3;

/// What a draft reads like from the articles as they stand, and with one changed; nothing where no draft comes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redraft {
    /// Today.
    pub before: Option<String>,
    /// With the change.
    pub after: Option<String>,
}

/// See the file.
#[derive(Clone, Debug, PartialEq)]
pub struct Effect {
    /// Decided suggestions that it could touch.
    pub touched: u64,
    /// Of these, approved as they stood.
    pub approved: u64,
    /// Of the approved, those that would read otherwise.
    pub approved_otherwise: u64,
    /// Of those touched, edited by an owner: how many of these edits would have been needless.
    pub spared: ShareFigure,
    /// Drafts of a model, of which only the words were exchanged: what it would write now is not known.
    pub by_exchange: u64,
    /// Some of the replies that would have been right.
    pub shown: Vec<Shown>,
}

/// A reply of the past.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Where.
    pub conversation: ConversationId,
    /// The draft as it was.
    pub draft: String,
    /// As it would be.
    pub after: String,
    /// What the owner sent.
    pub sent: String,
}

/// Whether an owner would have had to change it.
fn needless(draft: &str, sent: &str) -> bool {
    let edit = Edit::between(draft, sent);
    edit.is_none() || edit.is_cosmetic()
}

#[derive(Default)]
struct Sums {
    touched: u64,
    approved: u64,
    otherwise: u64,
    edits: u64,
    spared: u64,
    by_exchange: u64,
    shown: Vec<Shown>,
}

impl Sums {
    fn add(&mut self, past: &PastDecision, before: &str, after: &str) {
        self.touched += 1;
        match &past.end {
            End::Approved => {
                self.approved += 1;
                self.otherwise += u64::from(!Edit::between(before, after).is_none());
            }
            End::Edited(sent) => {
                self.edits += 1;
                if needless(after, sent) && !needless(before, sent) {
                    self.spared += 1;
                    if self.shown.len() < SHOWN_MAX {
                        self.shown.push(Shown {
                            conversation: past.conversation,
                            draft: past.draft.clone(),
                            after: after.to_owned(),
                            sent: sent.clone(),
                        });
                    }
                }
            }
            End::Rejected(_) => {}
        }
    }

    fn effect(self) -> Effect {
        Effect {
            touched: self.touched,
            approved: self.approved,
            approved_otherwise: self.otherwise,
            spared: ShareFigure::of(self.spared, self.edits),
            by_exchange: self.by_exchange,
            shown: self.shown,
        }
    }
}

/// Of a changed article on the suggestions that cite it. `redrafts` has what quoting would give for each of `past`, in
/// order; a model's draft has the words exchanged instead.
#[must_use]
pub fn effect_of_article(
    mend: &Mend,
    (from, to): (&str, &str),
    past: &[PastDecision],
    redrafts: &[Redraft],
    style: &Style,
) -> Effect {
    let mut sums = Sums::default();
    for (one, redraft) in past.iter().zip(redrafts).filter(|(one, _)| one.cites(&mend.slug)) {
        if one.drafter == "extractive" {
            let closed = |text: &Option<String>| {
                text.as_ref().map(|text| style.closed(text, &one.question)).unwrap_or_default()
            };
            sums.add(one, &closed(&redraft.before), &closed(&redraft.after));
            continue;
        }
        sums.by_exchange += 1;
        let after = if from.is_empty() {
            format!("{} {to}", one.draft.trim())
        } else {
            exchanged(&one.draft, from, to)
        };
        sums.add(one, &one.draft, &after);
    }
    sums.effect()
}

/// Of a habit on all suggestions of the past.
#[must_use]
pub fn effect_of_habit(habit: &Habit, past: &[PastDecision], style: &Style) -> Effect {
    let with = Style { habits: style.habits.iter().chain([habit]).cloned().collect(), ..style.clone() };
    let mut sums = Sums::default();
    for one in past {
        let bare = style.opened(&one.draft, &one.question);
        let after = with.closed(&bare, &one.question);
        if after != style.closed(&bare, &one.question) {
            sums.add(one, &one.draft, &after);
        }
    }
    sums.effect()
}
