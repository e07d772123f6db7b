//! The visitor rated: the score goes to the episode it is about; the last answer to a survey counts.

use super::super::decision::Fact;
use super::super::event::{Instrument, Rating};
use super::step::Step;

pub(super) fn rated(step: &mut Step<'_>, rating: &Rating) {
    let at = step.logged.at;
    let current = step.c.episode.as_ref().map(|e| e.id);
    // What we asked ourselves is about the episode it was asked for, whatever came since.
    let asked = step.c.surveys.iter().find(|asked| asked.survey.to_string() == rating.survey_id);
    // So is an answer that changes one given to the episode before.
    let earlier = step.c.previous.as_ref().filter(|e| e.measured.surveys.contains(&rating.survey_id));
    let about = asked.map(|asked| asked.episode).or(earlier.map(|e| e.id)).or(current);
    step.facts.push(Fact::RatingGiven { episode: about, rating: rating.clone(), at });
    if let Some(episode) = about.filter(|_| about != current) {
        step.facts.push(Fact::EarlierRated { episode, rating: rating.clone(), at });
        return;
    }
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
        // An empty one takes back an earlier one.
        episode.comment = rating.comment.clone().filter(|comment| !comment.is_empty());
    }
    let since = episode.started_at;
    super::on_sent::rated(step, rating, since);
    step.keep_episode();
}
