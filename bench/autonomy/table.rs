//! The tables, as Markdown: measured (reference).

use crate::play::Played;
use crate::reference::{Drift, Stationary};
use crate::world::Noise;

/// A measured figure beside the one it is compared with.
fn cell(measured: Option<f64>, reference: Option<f64>, decimals: usize, unit: &str) -> String {
    let said = |value: Option<f64>| {
        value.filter(|v| v.is_finite()).map_or_else(|| "-".to_owned(), |v| format!("{v:.decimals$}{unit}"))
    };
    format!("{} ({})", said(measured), said(reference))
}

fn percent(share: f64, reference: Option<f64>) -> String {
    cell(Some(100.0 * share), reference, 1, " %")
}

fn row(cells: &[String]) {
    println!("| {} |", cells.join(" | "));
}

fn head(names: &[&str]) {
    println!("| {} |", names.join(" | "));
    println!("|{}", "---|".repeat(names.len()));
}

pub fn stationary_head() {
    head(&[
        "world",
        "rule",
        "runs that ever send",
        "runs that ever send while the true risk exceeds 5 %",
        "wrong among sent",
        "runs whose sent replies have a mean true risk above 5 %",
        "sent, of all drafts",
        "decisions before the start (median)",
    ]);
}

pub fn stationary_row(
    world: &str,
    rule: &str,
    seen: &Played,
    reference: Option<[Stationary; 3]>,
    which: &str,
) {
    let place = match which {
        "fixed 0.8" => 0,
        "gate" => 1,
        _ => 2,
    };
    let reference = reference.and_then(|rows| rows.get(place).copied()).unwrap_or([f64::NAN; 6]);
    row(&[
        world.to_owned(),
        rule.to_owned(),
        percent(seen.started(), Some(reference[0])),
        percent(seen.violated(), Some(reference[1])),
        percent(seen.error(), Some(reference[2])),
        percent(seen.over(), Some(reference[3])),
        percent(seen.sent(), Some(reference[4])),
        cell(seen.decisions(), Some(reference[5]), 0, ""),
    ]);
}

pub fn drift_head() {
    head(&[
        "world",
        "rule",
        "sent after the change (mean)",
        "wrong ones among them (mean)",
        "wrong among them",
        "wrong sent per 1000 drafts after the change",
        "runs that gave up their evidence",
        "drafts until then (median)",
        "sent, of all drafts",
    ]);
}

pub fn drift_row(world: &str, rule: &str, seen: &Played, reference: &Drift) {
    row(&[
        world.to_owned(),
        rule.to_owned(),
        cell(Some(seen.sent_after()), Some(reference[0]), 0, ""),
        cell(Some(seen.bad_after()), Some(reference[1]), 1, ""),
        percent(seen.error_after(), Some(reference[2])),
        cell(Some(seen.bad_per_1000_after()), Some(reference[3]), 1, ""),
        percent(seen.gave_up(), Some(reference[4])),
        cell(seen.gave_up_after(), Some(reference[5]), 0, ""),
        percent(seen.sent(), Some(reference[6])),
    ]);
}

pub fn whole_head() {
    head(&[
        "world",
        "rule",
        "wrong among sent, whole run",
        "runs that send and whose mean true risk exceeds 5 %",
        "wrong sent per 1000 drafts",
    ]);
}

pub fn whole_row(world: &str, rule: &str, seen: &Played, reference: &[f64; 3]) {
    row(&[
        world.to_owned(),
        rule.to_owned(),
        percent(seen.error(), Some(reference[0])),
        percent(seen.over_of_senders(), Some(reference[1])),
        cell(Some(seen.bad_per_1000()), Some(reference[2]), 1, ""),
    ]);
}

pub fn noise_head() {
    head(&[
        "world",
        "bad ones approved",
        "good ones rejected",
        "runs that ever send",
        "truly wrong among sent",
        "runs whose sent replies have a mean true risk above 5 %",
        "sent, of all drafts",
        "decisions before the start (median)",
    ]);
}

pub fn noise_row(world: &str, noise: Noise, seen: &Played, reference: Option<&[f64; 5]>) {
    let reference = reference.copied().unwrap_or([f64::NAN; 5]);
    row(&[
        world.to_owned(),
        format!("{:.0} %", 100.0 * noise.waved_through),
        format!("{:.0} %", 100.0 * noise.rejected),
        percent(seen.started(), Some(reference[0])),
        percent(seen.error(), Some(reference[1])),
        percent(seen.over(), Some(reference[2])),
        percent(seen.sent(), Some(reference[3])),
        cell(seen.decisions(), Some(reference[4]), 0, ""),
    ]);
}
