//! The visitor rated: the score goes to the episode it is about; the last answer to a survey counts.

use super::super::decision::Fact;
use super::super::event::{Instrument, Rating};
use super::step::Step;

pub(super) fn rated(step: &mut Step<'_>, rating: &Rating) {
    let at = step.logged.at;
    step.facts.push(Fact::RatingGiven {
        episode: step.c.episode.as_ref().map(|e| e.id),
        rating: rating.clone(),
        at,
    });
    let Some(episode) = &mut step.c.episode else { return };
    let newer = |known: Option<super::super::time::Timestamp>| known.is_none_or(|k| at >= k);
    match rating.instrument {
        Instrument::Csat if newer(episode.csat_at) => {
            episode.csat = Some(rating.score);
            episode.csat_at = Some(at);
        }
        Instrument::Nps if newer(episode.nps_at) => {
            episode.nps = Some(rating.score);
            episode.nps_at = Some(at);
        }
        Instrument::Csat | Instrument::Nps => return,
    }
    if rating.comment.is_some() {
        episode.comment.clone_from(&rating.comment);
    }
    step.keep_episode();
}
