//! A question to a visitor leaves: decided by what they were asked before, then put by a link or by the relay.

use std::fmt::Write as _;

use super::handle::Engine;
use super::outbox::Schedule;
use super::perform::Outcome;
use crate::domain::notice::link_hash;
use crate::domain::survey::{PageWords, Way, Withheld, cut_links, still_wanted, visitor_of};
use crate::domain::{EpisodeId, Event, Instrument, SurveyId};
use crate::ports::{AskedSurvey, Asking, ClaimedAction, Finish, NewSurvey, StoreError, Wanted};

impl Engine {
    /// The conversation is read again just before: only while it rests as it was resolved is anybody asked.
    pub(super) async fn survey(
        &self,
        claim: &ClaimedAction,
        survey: SurveyId,
        episode: EpisodeId,
    ) -> Result<Outcome, StoreError> {
        let Some(c) = self.foreseen(claim.conversation).await?.map(|work| work.conversation) else {
            return Ok(dropped("there is no such conversation", None));
        };
        let (policy, now) = (self.policy(), self.world.clock.now());
        let way = still_wanted(&policy.survey, &c, episode, claim.asked_at, now);
        let token = fresh_token();
        let wanted = NewSurvey {
            id: survey,
            conversation: c.id,
            episode,
            visitor: visitor_of(&c),
            scale: policy.survey.settings.scale,
            language: policy.waiting.texts.spoken_by(&c),
            token_hash: link_hash(&token),
        };
        let allowed = way.map(|_| policy.survey.nps_rules());
        let asking = self.world.surveys.ask_survey(&wanted, allowed, now).await?;
        let (instrument, scale, until) = match (asking, way) {
            (Asking::Ask { instrument, scale, until }, Ok(_)) => (instrument, scale, until),
            // A first try may have reached them before it was not wanted any more.
            (Asking::Ask { .. }, Err(reason)) => return Ok(dropped(reason.sentence(), None)),
            (Asking::Not(reason), _) => {
                return Ok(dropped(reason.sentence(), Some(Event::SurveyWithheld { survey, reason })));
            }
        };
        let url = policy.survey.link(&token);
        let (what, kept) = match (way, url) {
            (Ok(Way::Relay), url) => {
                let language = wanted.language.as_deref().unwrap_or(policy.waiting.texts.default_language());
                let question = PageWords::of(language).question(instrument).to_owned();
                let language = PageWords::of(language).language;
                let asked = AskedSurvey { survey, instrument, scale, question, language, url, until };
                (Wanted::Survey(asked), String::new())
            }
            (_, Some(link)) => {
                let text = policy.waiting.survey(&c, instrument, &link);
                let kept = self.kept_text(claim, &text);
                (Wanted::Post { text, in_reply_to: None, based_on: None }, kept)
            }
            (_, None) => return self.withdrawn(survey, Withheld::NoPublicUrl).await,
        };
        self.put_question(claim, what, Question { survey, instrument, kept }).await
    }

    /// What is kept of the words: a link's token is for the visitor alone, and no relay but our own page has it from us.
    fn kept_text(&self, claim: &ClaimedAction, text: &str) -> String {
        let reads_back = self.world.relays.get(&claim.relay).is_some_and(|relay| relay.reads_back());
        if reads_back { text.to_owned() } else { cut_links(text).into_owned() }
    }

    async fn put_question(
        &self,
        claim: &ClaimedAction,
        what: Wanted,
        question: Question,
    ) -> Result<Outcome, StoreError> {
        let Question { survey, instrument, kept } = question;
        let deduplicates = self.world.relays.get(&claim.relay).is_some_and(|relay| relay.deduplicates());
        if claim.tried_before && !deduplicates {
            return self.withdrawn(survey, Withheld::DeliveryUncertain).await;
        }
        let mut outcome = self.ask_relay(claim, what, Schedule::Brisk).await;
        match &outcome.finish {
            Finish::Done => {
                let action = claim.action.id;
                outcome.event = Some(Event::SurveyAsked { survey, action, instrument, text: kept });
            }
            Finish::Retry { .. } => {}
            // The first try was refused for good, or nobody may be asked there: nothing has arrived.
            Finish::Dropped { .. } => return self.withdrawn(survey, Withheld::NotDelivered).await,
            Finish::Dead { .. } if claim.attempt <= 1 && !claim.tried_before => {
                self.world.surveys.withdraw_survey(survey, Withheld::NotDelivered).await?;
                outcome.event = Some(Event::SurveyWithheld { survey, reason: Withheld::NotDelivered });
            }
            Finish::Dead { .. } => {
                self.world.surveys.withdraw_survey(survey, Withheld::DeliveryUncertain).await?;
                outcome.event = Some(Event::SurveyWithheld { survey, reason: Withheld::DeliveryUncertain });
            }
        }
        Ok(outcome)
    }

    async fn withdrawn(&self, survey: SurveyId, reason: Withheld) -> Result<Outcome, StoreError> {
        self.world.surveys.withdraw_survey(survey, reason).await?;
        Ok(dropped(reason.sentence(), Some(Event::SurveyWithheld { survey, reason })))
    }
}

/// What is kept of a question once it left.
struct Question {
    survey: SurveyId,
    instrument: Instrument,
    kept: String,
}

fn dropped(why: &str, event: Option<Event>) -> Outcome {
    Outcome { finish: Finish::Dropped { error: why.to_owned() }, event }
}

/// 256 random bits as 64 hexadecimal digits.
fn fresh_token() -> String {
    rand::random::<[u8; 32]>().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _never = write!(hex, "{byte:02x}");
        hex
    })
}
