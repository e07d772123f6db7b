//! The tables that figures are computed from, kept in memory as the statements of the store write them.

use std::collections::BTreeMap;

use crate::domain::autopilot::Judged;
use crate::domain::metrics::{Counted, Mark, RawDraft, RawEpisode, RawMessage, RawRating, RawSuggestion};
use crate::domain::{ConversationId, Decision, Episode, EpisodeId, Fact, Message, SuggestionId, Timestamp};

/// The time given, whether the wait is over, whether it was kept.
type Promised = (Option<Timestamp>, bool, Option<bool>);

/// In which episode a message counts, when, as what, and with which saved reply.
type CountedIn = (EpisodeId, Timestamp, Counted, Option<String>);

/// The tables, as the statements of the store write them.
#[derive(Default)]
pub(super) struct Tables {
    pub episodes: BTreeMap<EpisodeId, Episode>,
    marks: Vec<(EpisodeId, Timestamp, Mark)>,
    messages: BTreeMap<String, (Message, Option<CountedIn>)>,
    suggestions: BTreeMap<SuggestionId, (EpisodeId, RawSuggestion)>,
    drafted: BTreeMap<SuggestionId, String>,
    drafts: Vec<(EpisodeId, RawDraft)>,
    screenings: Vec<(EpisodeId, Vec<String>)>,
    ratings: BTreeMap<String, (EpisodeId, RawRating)>,
    promises: BTreeMap<Timestamp, (EpisodeId, Promised)>,
}

impl Tables {
    pub(super) fn write(&mut self, now: Timestamp, decision: &Decision) {
        let within = decision.after.episode.as_ref().map(|e| e.id);
        for fact in &decision.facts {
            match (fact, within) {
                (Fact::EpisodeChanged(episode), _) => {
                    self.episodes.insert(episode.id, episode.clone());
                }
                (Fact::EpisodeReopened { episode, at }, _) => {
                    self.episodes.get_mut(episode).unwrap().reopened_at = Some(*at);
                }
                (Fact::Marked { episode, at, mark }, _) => self.marks.push((*episode, *at, mark.clone())),
                (Fact::MessageKept(message), _) => self.keep(message),
                (Fact::MessageCounted { external_id, episode, said }, _) => {
                    let known = &mut self.messages.get_mut(external_id).unwrap().1;
                    let (episode, at, _, template) =
                        known.take().unwrap_or((*episode, said.at, said.counted, said.template.clone()));
                    *known = Some((episode, at, said.counted, template));
                }
                (Fact::TurnScreened(screening), Some(within)) => {
                    let rules = screening.reasons.iter().map(|r| r.rule.clone()).collect();
                    self.screenings.push((within, rules));
                }
                (fact, within) => self.write_draft(now, fact, within),
            }
        }
    }

    fn write_draft(&mut self, now: Timestamp, fact: &Fact, within: Option<EpisodeId>) {
        match (fact, within) {
            (Fact::SuggestionMade(s), Some(within)) => {
                let row = RawSuggestion { id: s.id, read_ms: None, bad: None, called_wrong: false };
                self.drafted.insert(s.id, s.draft.text.clone());
                self.suggestions.insert(s.id, (within, row));
            }
            (Fact::SuggestionClosed(closing), _) => {
                let row = &mut self.suggestions.get_mut(&closing.id).unwrap().1;
                row.read_ms = closing.read_ms.or(row.read_ms);
                row.bad = closing.label.map(|l| l.bad).or(row.bad);
            }
            (Fact::SuggestionReopened(id), _) => {
                let row = &mut self.suggestions.get_mut(id).unwrap().1;
                (row.read_ms, row.bad) = (None, None);
            }
            (Fact::SentJudged { suggestion, judged, .. }, _) => {
                let row = &mut self.suggestions.get_mut(suggestion).unwrap().1;
                row.called_wrong |= *judged == Judged::Wrong;
            }
            (Fact::RatingGiven { episode: Some(about), rating, at }, _) => {
                let row = RawRating { instrument: rating.instrument, score: rating.score, at: *at };
                let known = self.ratings.entry(rating.survey_id.clone()).or_insert((*about, row.clone()));
                if *at >= known.1.at {
                    known.1 = row;
                }
            }
            (Fact::PromiseMade { told_at, until }, Some(within)) => {
                let known = self.promises.entry(*told_at).or_insert((within, (*until, false, None)));
                known.1.0 = known.1.0.or(*until);
            }
            (Fact::PromiseEnded { told_at, kept, .. }, _) => {
                let known = self.promises.get_mut(told_at).unwrap();
                known.1 = (known.1.0, true, *kept);
            }
            (Fact::DraftAnswered { order, draft: Some(draft), .. }, Some(within)) => {
                let row = RawDraft {
                    at: now,
                    order: order.to_string(),
                    tokens: draft.usage.tokens(),
                    cost_micros: draft.usage.cost_micros,
                    confidence: (!draft.weighed.is_empty()).then_some(draft.confidence),
                };
                self.drafts.push((within, row));
            }
            _ => {}
        }
    }

    fn keep(&mut self, message: &Message) {
        let known = self.messages.entry(message.external_id.clone()).or_insert((message.clone(), None));
        if known.0.kind == message.kind && message.at >= known.0.at {
            known.0.text.clone_from(&message.text);
        }
        known.0.suggestion = known.0.suggestion.or(message.suggestion);
    }

    pub(super) fn raw(&self, id: EpisodeId) -> RawEpisode {
        let of = |episode: &EpisodeId| *episode == id;
        let message = |(m, counted): &(Message, Option<CountedIn>)| {
            let (_, at, counted, template) = counted.clone().filter(|c| of(&c.0))?;
            Some(RawMessage {
                external_id: m.external_id.clone(),
                author: m.author,
                kind: m.kind,
                at,
                counted,
                template,
                drafted: m.suggestion.and_then(|id| self.drafted.get(&id).cloned()),
                text: m.text.clone(),
            })
        };
        RawEpisode {
            id,
            conversation: ConversationId::of("shop", "c_1"),
            marks: self.marks.iter().filter(|m| of(&m.0)).map(|(_, at, m)| (*at, m.clone())).collect(),
            messages: self.messages.values().filter_map(message).collect(),
            suggestions: self.suggestions.values().filter(|s| of(&s.0)).map(|s| s.1.clone()).collect(),
            drafts: self.drafts.iter().filter(|d| of(&d.0)).map(|d| d.1.clone()).collect(),
            held: self.screenings.iter().filter(|s| of(&s.0)).map(|s| s.1.clone()).collect(),
            promises: self.promises.values().filter(|p| of(&p.0)).map(|p| p.1).collect(),
            ratings: self.ratings.values().filter(|r| of(&r.0)).map(|r| r.1.clone()).collect(),
            events: Vec::new(),
        }
    }
}
