//! What owners say about an episode: its topics, and how well it was answered.

use super::super::decision::{Fact, Refusal, Rubric};
use super::super::episode::SECONDARY_MAX;
use super::super::metrics::Mark;
use super::step::Step;

/// The owner sorts the episode: one primary topic, and at most two beside it.
pub(super) fn tagged(
    step: &mut Step<'_>,
    primary: Option<&str>,
    secondary: &[String],
) -> Result<(), Refusal> {
    let mut beside: Vec<String> = Vec::new();
    for topic in secondary.iter().filter(|topic| Some(topic.as_str()) != primary) {
        if !beside.contains(topic) {
            beside.push(topic.clone());
        }
    }
    if beside.len() > SECONDARY_MAX {
        return Err(Refusal::BadText {
            field: "secondary".to_owned(),
            message: format!("has {} topics; give at most {SECONDARY_MAX}", beside.len()),
        });
    }
    let Some(episode) = &mut step.c.episode else {
        return Err(Refusal::NotNow { why: "the visitor has not said anything yet".to_owned() });
    };
    let was: Vec<String> = episode.topic.iter().chain(&episode.secondary).map(|topic| label(topic)).collect();
    episode.topic = primary.map(str::to_owned);
    episode.secondary = beside;
    episode.measured.suggested = false;
    episode.measured.sorted = true;
    let (primary, secondary) = (episode.topic.clone(), episode.secondary.clone());
    let is: Vec<String> = episode.topic.iter().chain(&episode.secondary).map(|topic| label(topic)).collect();
    step.mark(step.now, Mark::Sorted { primary, secondary, suggested: false });
    step.keep_episode();
    let gone: Vec<&str> = was.iter().filter(|label| !is.contains(label)).map(String::as_str).collect();
    step.label(&is.iter().map(String::as_str).collect::<Vec<_>>(), &gone);
    Ok(())
}

fn label(topic: &str) -> String {
    format!("topic-{topic}")
}

/// The owner judges how a finished episode was answered.
pub(super) fn judged(step: &mut Step<'_>, by: &str, rubric: Rubric) -> Result<(), Refusal> {
    let marks =
        [("clarity", rubric.clarity), ("correctness", rubric.correctness), ("empathy", rubric.empathy)];
    if let Some((field, mark)) = marks.into_iter().find(|(_, mark)| !(1..=3).contains(mark)) {
        return Err(Refusal::BadText {
            field: field.to_owned(),
            message: format!("is {mark}; give 1, 2 or 3"),
        });
    }
    match &step.c.episode {
        Some(episode) if episode.resolved_at.is_some() => {
            step.facts.push(Fact::RubricGiven {
                episode: episode.id,
                by: by.to_owned(),
                rubric,
                at: step.now,
            });
            Ok(())
        }
        _ => Err(Refusal::NotNow {
            why: "only a resolved conversation can be judged; resolve it first".to_owned(),
        }),
    }
}
