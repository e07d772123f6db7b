//! A replay's result as Markdown that reads as plain text: for a terminal, and to keep.

use std::fmt::Write as _;

use super::result::{Auto, Cost, Drafts, Listed, Replayed, ShareOf, Verdicts, What};

/// The whole report.
#[must_use]
pub fn markdown(replayed: &Replayed) -> String {
    let mut out = String::from("# Replay\n\n");
    let turns = counted(replayed.turns, "turn");
    let newest = if replayed.more { "the newest " } else { "" };
    line(&mut out, &format!("Tried: {}.", replayed.what));
    line(
        &mut out,
        &format!(
            "On {newest}{turns} since {}, at {}. Nothing was sent to anybody.",
            replayed.since, replayed.at
        ),
    );
    for sentence in sentences(replayed) {
        line(&mut out, &sentence);
    }
    for what in What::ALL {
        let all: Vec<&Listed> = replayed.listed.iter().filter(|one| one.what == what).collect();
        if all.is_empty() {
            continue;
        }
        let _ = write!(out, "\n## {}\n", heading(what));
        for one in all {
            listed(&mut out, one);
        }
    }
    if replayed.unlisted > 0 {
        let _ = write!(out, "\n{} are not listed, for length.\n", counted(replayed.unlisted, "further turn"));
    }
    out
}

/// What a person should know of it, a sentence each.
#[must_use]
pub fn sentences(replayed: &Replayed) -> Vec<String> {
    let mut said = verdicts(&replayed.verdicts);
    match &replayed.drafts {
        None => said.push("No draft was made: what the rules say is exact, and cost nothing.".to_owned()),
        Some(drafted) => said.extend(drafts(drafted)),
    }
    said.extend(replayed.auto.as_ref().map(auto));
    if replayed.drafts.is_some() {
        said.push(cost(&replayed.cost));
    }
    said
}

/// What a kind of turns is called.
#[must_use]
pub const fn heading(what: What) -> &'static str {
    match what {
        What::NewlyCleared => "NEWLY CLEARED: held then, and not any more",
        What::WrongSent => "Would have been sent without you, and was judged bad",
        What::NewlyHeld => "Newly held",
        What::Meaning => "Drafts changed in meaning",
        What::Vanished => "No draft any more",
        What::Appeared => "A draft where there was none",
    }
}

fn verdicts(counts: &Verdicts) -> Vec<String> {
    let Verdicts { newly_held, newly_cleared, held_by_both, clear_under_both, .. } = counts;
    let mut said = vec![format!(
        "{newly_held} newly held, {newly_cleared} newly cleared, {held_by_both} held then and now, \
         {clear_under_both} clear then and now."
    )];
    if counts.newly_held_anyway > 0 {
        said.push(format!(
            "Of the newly held, {} are held by the rules in force as well.",
            counts.newly_held_anyway
        ));
    }
    if counts.newly_cleared_anyway > 0 {
        said.push(format!(
            "Of the newly cleared, {} are clear under the rules in force as well.",
            counts.newly_cleared_anyway
        ));
    }
    if counts.newly_held_good > 0 {
        said.push(format!(
            "Of the newly held, {} had a draft that the owner had judged good.",
            counts.newly_held_good
        ));
    }
    said
}

fn drafts(counts: &Drafts) -> Vec<String> {
    let Drafts { turns, same, wording, meaning, appeared, vanished, nothing, runs, .. } = counts;
    let drafter = if counts.drafter == "extractive" { "quotation" } else { &counts.drafter };
    let by = counts
        .prompt
        .as_ref()
        .map_or_else(|| drafter.to_owned(), |prompt| format!("{drafter}, prompt {prompt}"));
    let most =
        if *runs > 1 { format!(", {runs} drafts each; what most runs came to") } else { String::new() };
    let mut said = vec![format!(
        "Drafts by {by} for {}{most}: {same} the same, {wording} in other words only, {meaning} changed in meaning \
         ({}), {appeared} where there was none, {vanished} gone, {nothing} none then and now.",
        counted(*turns, "turn"),
        share(counts.meaning_share.as_ref()),
    )];
    if *runs > 1 {
        said.push(format!(
            "On {} the runs do not agree; {} changed in meaning in some run.",
            counted(counts.unsteady, "turn"),
            counts.meaning_in_some_run
        ));
    }
    if *meaning > 0 {
        said.push(format!(
            "Of the drafts changed in meaning, the owner had judged {} good and {} bad then.",
            counts.meaning_was_good, counts.meaning_was_bad
        ));
    }
    if counts.failed > 0 {
        said.push(format!(
            "{} without an outcome ({}): another replay asks for those alone.",
            counted(counts.failed, "turn"),
            counts.failure.as_deref().unwrap_or("unknown")
        ));
    }
    said
}

fn auto(counts: &Auto) -> String {
    let Auto { threshold, drafts, above, good, bad, unjudged, another, wrong_share, never, by_gates } =
        counts;
    let by = if *by_gates {
        format!(
            "By the thresholds in force ({threshold:.3} at the lowest), on topics that stand on auto and are open"
        )
    } else {
        format!("At a threshold of {threshold}, by confidence alone")
    };
    let never = if *never > 0 {
        format!(" {never} more never leave by themselves: questions back, or drafts with a warning.")
    } else {
        String::new()
    };
    format!(
        "{by}, {above} of {} would have been sent without you: {good} judged good then, {bad} \
         judged bad, {unjudged} not judged, {another} other drafts than those judged. Wrong among the judged: {}.{never}",
        counted(drafts.saturating_sub(counts.never), "draft"),
        share(wrong_share.as_ref())
    )
}

fn cost(cost: &Cost) -> String {
    let Cost { calls, cached, tokens, cost_micros } = *cost;
    if calls == 0 && cached == 0 {
        return "No model was asked.".to_owned();
    }
    let (whole, part) = (cost_micros / 1_000_000, cost_micros % 1_000_000 / 100);
    format!(
        "{} of a model ({tokens} tokens, {whole}.{part:04} by the configured prices); {cached} more came from earlier \
         replays.",
        counted(calls, "call")
    )
}

fn share(share: Option<&ShareOf>) -> String {
    share.map_or_else(
        || "not enough data yet".to_owned(),
        |s| {
            let percent = |p: f64| format!("{:.0}", p * 100.0);
            format!("{} %, {} to {} %, n = {}", percent(s.share), percent(s.low), percent(s.high), s.n)
        },
    )
}

fn listed(out: &mut String, one: &Listed) {
    let _ = write!(out, "\n{} {}", one.conversation, one.at);
    if one.runs > 1 {
        let _ = write!(out, ", in {} of {} runs", one.of_runs, one.runs);
    }
    if let Some(judged) = &one.judged {
        let _ = write!(out, ", the draft of then was judged {judged}");
    }
    if one.anyway {
        out.push_str(", as under the rules in force");
    }
    out.push_str("\n\n");
    quoted(out, "visitor: ", &one.text);
    let confidence = |of: Option<f64>| of.map(|c| format!(" ({c:.2})")).unwrap_or_default();
    if let Some(then) = &one.then {
        quoted(out, &format!("then{}: ", confidence(one.confidence_then)), then);
    }
    if let Some(now) = &one.now {
        quoted(out, &format!("now{}: ", confidence(one.confidence_now)), now);
    }
    if !one.why.is_empty() {
        quoted(out, "why: ", &one.why);
    }
}

/// Indented, so that no word of a visitor is markup.
fn quoted(out: &mut String, name: &str, text: &str) {
    for (n, words) in text.lines().enumerate() {
        let name = if n == 0 { name } else { "" };
        let _ = writeln!(out, "    {name}{words}");
    }
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
