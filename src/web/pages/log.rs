//! What happened to a conversation beside what was said: who decided, took it over, gave it back, sorted and judged it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::autopilot::Judged;
use crate::domain::survey::Withheld;
use crate::domain::{
    Event, Instrument, Rating, RejectReason, RelayStatus, Review, SuggestionId, Timestamp, Unread,
};
use crate::web::moment::Moment;
use crate::web::spoken;

/// One thing that happened. The words for `what` are the template's.
#[derive(Clone, Debug)]
pub(super) struct Happening {
    pub at: Moment,
    pub what: &'static str,
    pub by: Option<String>,
    pub detail: String,
    /// Why a reply that was let go says nothing of its draft; empty elsewhere.
    pub unread: &'static str,
}

impl Happening {
    /// Who did it, or that nobody knows.
    pub(super) fn who(&self) -> String {
        self.by.clone().unwrap_or_else(|| spoken::text("words-somebody").plain())
    }
}

/// The log of a conversation, newest first; what is in the thread already is left out, and what became of drafts since
/// `sealed`. `unread`: the suggestions that were let go and say nothing; their last decision is the one that did.
pub(super) fn log(
    events: &[(Timestamp, Event)],
    unread: &BTreeMap<SuggestionId, Unread>,
    sealed: Option<Timestamp>,
    now: Timestamp,
) -> Vec<Happening> {
    let mut decided: BTreeSet<SuggestionId> = BTreeSet::new();
    let unseen = |at: Timestamp, event: &Event| {
        let drafted = matches!(event, Event::DraftArrived { .. } | Event::DraftFailed { .. });
        drafted && sealed.is_some_and(|since| at >= since)
    };
    let told = events.iter().rev().filter(|(at, event)| !unseen(*at, event)).filter_map(|(at, event)| {
        let (what, by, detail) = told(event)?;
        let unread = match event {
            Event::Reviewed { suggestion, .. } if decided.insert(*suggestion) => unread.get(suggestion),
            _ => None,
        };
        let unread = unread.map_or("", |why| why.as_str());
        Some(Happening { at: Moment::of(*at, now), what, by: by.map(str::to_owned), detail, unread })
    });
    told.collect()
}

fn told(event: &Event) -> Option<(&'static str, Option<&str>, String)> {
    let nothing = String::new;
    Some(match event {
        Event::Reviewed { review, by, .. } => reviewed(review, by),
        Event::CountdownStopped { by, .. } => ("stopped", Some(by), nothing()),
        Event::SentJudged { judged, by, .. } => {
            let said = if *judged == Judged::Wrong { "log-wrong" } else { "log-right" };
            ("judged_sent", Some(by), spoken::text(said).plain())
        }
        Event::DecisionUndone { by, .. } => ("undone", Some(by), nothing()),
        Event::TakenOver { by, why } => ("takeover", Some(by), why.clone().unwrap_or_default()),
        Event::Resumed { by, why } => ("resume", Some(by), why.clone().unwrap_or_default()),
        Event::ChatResolved { by } => ("resolve", Some(by), nothing()),
        Event::StatusChanged { status, by } => {
            let what = match status {
                RelayStatus::Bot => "relay_bot",
                RelayStatus::Human => "relay_human",
                RelayStatus::Resolved => "relay_resolved",
            };
            (what, by.as_deref(), nothing())
        }
        Event::DraftArrived { draft, .. } => ("drafted", None, draft.drafter.clone()),
        Event::DraftFailed { failure, .. } => ("no_draft", None, failure.sentence()),
        Event::SuggestionOutdated { .. } => ("outdated", None, nothing()),
        Event::NotDelivered { .. } => ("not_delivered", None, nothing()),
        Event::Tagged { by, primary, secondary } => {
            let topics: Vec<&str> = primary.iter().chain(secondary).map(String::as_str).collect();
            ("tags", Some(by), topics.join(", "))
        }
        Event::Judged { by, rubric } => {
            let marks = spoken::text("log-marks")
                .with("clarity", &rubric.clarity)
                .with("correctness", &rubric.correctness)
                .with("empathy", &rubric.empathy);
            ("rubric", Some(by), marks.plain())
        }
        Event::Rated(rating) => rated(rating),
        Event::SurveyAsked { instrument, .. } => ("survey_asked", None, about(*instrument)),
        Event::SurveyWithheld { reason, .. } => ("survey_withheld", None, withheld(*reason)),
        Event::OwnerReplied { by, template: Some(template), .. } => ("template", Some(by), template.clone()),
        _ => return None,
    })
}

fn rated(rating: &Rating) -> (&'static str, Option<&'static str>, String) {
    let comment = rating.comment.as_deref().filter(|comment| !comment.is_empty());
    let said = spoken::text(match (rating.instrument, comment) {
        (Instrument::Csat, None) => "log-rated-satisfaction",
        (Instrument::Csat, Some(_)) => "log-rated-satisfaction-comment",
        (Instrument::Nps, None) => "log-rated-recommendation",
        (Instrument::Nps, Some(_)) => "log-rated-recommendation-comment",
    });
    let said = said.with("score", &rating.score).with("comment", &comment.unwrap_or_default());
    ("rated", None, said.plain())
}

fn about(instrument: Instrument) -> String {
    let key = match instrument {
        Instrument::Csat => "log-satisfaction",
        Instrument::Nps => "log-recommendation",
    };
    spoken::text(key).plain()
}

fn withheld(reason: Withheld) -> String {
    let key = match reason {
        Withheld::NobodyAnswered => "log-withheld-nobody-answered",
        Withheld::InDanger => "log-withheld-in-danger",
        Withheld::Quiet => "log-withheld-quiet",
        Withheld::TooLate => "log-withheld-too-late",
        Withheld::Reopened => "log-withheld-reopened",
        Withheld::AskedLately => "log-withheld-asked-lately",
        Withheld::NoPublicUrl => "log-withheld-no-public-url",
        Withheld::SwitchedOff => "log-withheld-switched-off",
        Withheld::NotDelivered => "log-withheld-not-delivered",
        Withheld::DeliveryUncertain => "log-withheld-delivery-uncertain",
        Withheld::MadeUp => "log-withheld-made-up",
    };
    spoken::text(key).plain()
}

fn rejected(reason: RejectReason) -> String {
    let key = match reason {
        RejectReason::WrongFact => "log-rejected-wrong-fact",
        RejectReason::WrongTopic => "log-rejected-wrong-topic",
        RejectReason::Tone => "log-rejected-tone",
        RejectReason::NeedsAPerson => "log-rejected-needs-a-person",
        RejectReason::OutdatedSource => "log-rejected-outdated-source",
    };
    spoken::text(key).plain()
}

fn reviewed<'a>(review: &Review, by: &'a str) -> (&'static str, Option<&'a str>, String) {
    match review {
        Review::Approve => ("approved", Some(by), String::new()),
        Review::Edit { .. } => ("edited", Some(by), String::new()),
        Review::Reject { reason } => ("rejected", Some(by), rejected(*reason)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Author, Heard, Seen};

    const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

    #[test]
    fn the_log_tells_who_did_what_newest_first_and_repeats_no_message() {
        let heard = Heard {
            message_id: "m1".to_owned(),
            author: Author::Visitor,
            private: false,
            text: "Hello".to_owned(),
            readable: true,
            name: None,
            author_id: None,
            client_ref: None,
            edited: false,
        };
        let by = || "Ada".to_owned();
        let events = [
            (NOW, Event::MessageHeard(heard)),
            (NOW.plus_ms(1), Event::TakenOver { by: by(), why: Some("a friend of mine".to_owned()) }),
            (NOW.plus_ms(2), Event::Resumed { by: by(), why: Some("the parcel is found".to_owned()) }),
        ];
        let told: Vec<_> = log(&events, &BTreeMap::new(), None, NOW.plus_ms(10))
            .into_iter()
            .map(|h| (h.what, h.by, h.detail))
            .collect();
        assert_eq!(
            told,
            [
                ("resume", Some(by()), "the parcel is found".to_owned()),
                ("takeover", Some(by()), "a friend of mine".to_owned())
            ]
        );
    }

    #[test]
    fn the_last_decision_on_a_suggestion_says_that_it_was_unread() {
        let [one, other] = ["one", "other"].map(|name| SuggestionId::derived(NOW, &[name]));
        let approved = |suggestion| Event::Reviewed {
            suggestion,
            review: Review::Approve,
            seen: Seen { revision: 1, draft_hash: String::new(), read_ms: Some(60_000) },
            by: "Ada".to_owned(),
            undoable: true,
        };
        let undone = Event::DecisionUndone { suggestion: one, by: "Ada".to_owned() };
        let events = [approved(other), approved(one), undone, approved(one)].map(|event| (NOW, event));
        let unread = BTreeMap::from([(one, Unread::TooQuick)]);
        let told: Vec<_> = log(&events, &unread, None, NOW).into_iter().map(|h| (h.what, h.unread)).collect();
        assert_eq!(told, [("approved", "too_quick"), ("undone", ""), ("approved", ""), ("approved", "")]);
    }
}
