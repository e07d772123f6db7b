//! The table: medians over rounds, and ratios of medians.

use std::fmt::Write as _;

use crate::args::Args;
use crate::measure::{Cell, Contestant, Results, Sample};
use crate::verdict;

pub fn print(args: &Args, results: &Results) -> anyhow::Result<()> {
    let text = text(results);
    if args.json {
        eprint!("{text}");
        println!("{}", serde_json::to_string_pretty(results)?);
    } else {
        print!("{text}");
    }
    Ok(())
}

/// The middle one; of two the mean.
pub fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = *values.get(values.len().checked_sub(1)? / 2)?;
    Some(f64::midpoint(lower, upper))
}

/// The median of one figure of a cell.
pub fn of(results: &Results, cell: Cell, figure: impl Fn(&Sample) -> Option<f64>) -> Option<f64> {
    let (_, samples) = results.cells.iter().find(|(c, _)| *c == cell)?;
    median(samples.iter().filter_map(figure).collect())
}

fn text(results: &Results) -> String {
    let m = &results.machine;
    let mut out = format!(
        "\n{} rounds of {} s, interleaved, medians (lowest-highest). {} cores ({}), Linux {}, SQLite {} (reference \
         servers), PostgreSQL {}.\nBegun {}, load average {} before and {} after (load generator, servers and \
         PostgreSQL share these cores).\nEvery answer was 202; every acknowledged event was found once in the \
         database.\n\n",
        results.rounds,
        results.seconds,
        m.cores,
        m.cpu,
        m.kernel,
        m.sqlite,
        results.postgres.as_deref().unwrap_or("not measured"),
        m.begun,
        m.load_average_before,
        results.load_average_after,
    );
    let head = [
        "store",
        "c",
        "server",
        "acks/s",
        "p50 ms",
        "p99 ms",
        "CPU us/ack",
        "PG us/ack",
        "all, handled",
        "of bare",
        "x naive",
    ];
    let _never = writeln!(out, "| {} |\n|{}", head.join(" | "), "---|".repeat(head.len()));
    for (cell, samples) in &results.cells {
        let _never = writeln!(out, "| {} |", row(results, *cell, samples).join(" | "));
    }
    out.push('\n');
    for line in verdict::lines(results) {
        let _never = writeln!(out, "{line}");
    }
    out
}

fn row(results: &Results, cell: Cell, samples: &[Sample]) -> Vec<String> {
    let rate =
        |contestant| of(results, Cell { contestant, ..cell }, |s| Some(s.acks_per_s)).unwrap_or(f64::NAN);
    let figure = |digits: usize, of: fn(&Sample) -> Option<f64>| {
        median(samples.iter().filter_map(of).collect())
            .map_or_else(|| "-".to_owned(), |v| format!("{v:.digits$}"))
    };
    let rates = samples.iter().map(|s| s.acks_per_s);
    let spread = format!(
        "{:.0} ({:.0}-{:.0})",
        rate(cell.contestant),
        rates.clone().fold(f64::INFINITY, f64::min),
        rates.fold(0.0, f64::max)
    );
    let left: i64 = samples.iter().filter_map(|s| s.left_unhandled).sum();
    let handled = figure(0, |s| s.cpu_us_per_ack_handled);
    vec![
        format!("{:?}", cell.store),
        cell.connections.to_string(),
        cell.contestant.name().to_owned(),
        spread,
        figure(2, |s| Some(s.p50_ms)),
        figure(2, |s| Some(s.p99_ms)),
        figure(0, |s| Some(s.cpu_us_per_ack)),
        figure(0, |s| s.database_cpu_us_per_ack),
        if left > 0 { format!("> {handled}") } else { handled },
        format!("{:.0} %", 100.0 * rate(cell.contestant) / rate(Contestant::Group)),
        format!("{:.2}", rate(cell.contestant) / rate(Contestant::Naive)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_the_middle_one_or_the_mean_of_the_middle_two() {
        assert_eq!(median(vec![3.0, 1.0, 2.0]), Some(2.0));
        assert_eq!(median(vec![4.0, 1.0]), Some(2.5));
        assert_eq!(median(Vec::new()), None);
    }
}
