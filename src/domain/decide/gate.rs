//! The fact gate on a draft: is everything it says backed by the passages it cites, or by the visitor's own words?

use super::super::language::language;
use super::super::message::Author;
use super::super::reply::{Draft, Passage};
use super::step::Step;
use crate::guardrail::evidence::{Bounds, Finding, Languages, Material, Source, check};

/// What the visitor may be sent in one message, characters; a longer draft is no chat reply.
const REPLY_CHARS_MAX: usize = 4_000;

/// All that is not backed, in the order of the draft.
pub(super) fn findings(
    step: &Step<'_>,
    turn: &[String],
    asked_in: Option<&str>,
    draft: &Draft,
    passages: &[Passage],
) -> Vec<Finding> {
    let is_cited = |passage: &&Passage| draft.citations.iter().any(|c| c.passage_id == passage.id);
    let cited: Vec<Source<'_>> = passages
        .iter()
        .filter(is_cited)
        .map(|p| Source { text: &p.text, heading: &p.heading, article: &p.article })
        .collect();
    let cited_ids: Vec<&str> = draft.citations.iter().map(|c| c.passage_id.as_str()).collect();
    let retrieved_ids: Vec<&str> = passages.iter().map(|p| p.id.as_str()).collect();
    let earlier = step.c.history.iter().filter(|line| line.author == Author::Visitor);
    let visitor: Vec<&str> =
        earlier.map(|line| line.text.as_str()).chain(turn.iter().map(String::as_str)).collect();
    check(&Material {
        draft: &draft.text,
        cited: &cited,
        cited_ids: &cited_ids,
        retrieved_ids: &retrieved_ids,
        visitor: &visitor,
        // Private notes never reach a drafter, so that none of their words can come back.
        private_notes: &[],
        allowed_hosts: &[],
        bounds: Bounds { min: 1, max: REPLY_CHARS_MAX },
        languages: Languages { question: asked_in, draft: language(&draft.text) },
        markup_allowed: false,
    })
}
