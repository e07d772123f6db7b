//! What screening costs a message: the shipped rulebook beside plain matchers of forty obvious words, in one run.

mod peers;

use std::hint::black_box;
use std::time::Instant;

use anyhow::Context as _;
use banister::guardrail::Rulebook;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static MEMORY: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;

/// Each message is screened so often, in rounds over all messages; the median counts.
const ROUNDS: usize = 7;

#[derive(serde::Deserialize)]
struct Line {
    text: String,
}

fn main() -> anyhow::Result<()> {
    let file = std::env::args().nth(1).context("usage: banister-guardrail-bench FILE.jsonl")?;
    let texts: Vec<String> = std::fs::read_to_string(&file)?
        .lines()
        .map(|line| serde_json::from_str::<Line>(line).map(|line| line.text))
        .collect::<Result<_, _>>()?;
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} messages, {} bytes each on average\n", texts.len(), bytes / texts.len().max(1));

    let region = Region::new(MEMORY);
    let start = Instant::now();
    let rulebook = Rulebook::built_in().map_err(|faults| anyhow::anyhow!("{faults:?}"))?;
    let load = start.elapsed();
    let memory = region.change();
    println!("load: {:.0} ms, {:.1} MB held\n", load.as_secs_f64() * 1e3, held(memory) / 1e6);

    println!("| engine | mean us | p50 us | p99 us | allocations a message | held % |\n|---|---|---|---|---|---|");
    let banister = |text: &str| rulebook.screen(std::slice::from_ref(&text.to_owned())).is_hold();
    row("banister, all rules and packs", &texts, banister);
    for peer in peers::all()? {
        row(peer.name, &texts, |text| (peer.holds)(text));
    }
    long_texts(&rulebook, &texts);
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "megabytes")]
fn held(memory: stats_alloc::Stats) -> f64 {
    memory.bytes_allocated.saturating_sub(memory.bytes_deallocated) as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn row(name: &str, texts: &[String], holds: impl Fn(&str) -> bool) {
    let mut held = 0_usize;
    let mut times = vec![[0.0_f64; ROUNDS]; texts.len()];
    for round in 0..ROUNDS {
        held = 0;
        for (text, times) in texts.iter().zip(&mut times) {
            let start = Instant::now();
            held += usize::from(black_box(holds(black_box(text))));
            times[round] = start.elapsed().as_secs_f64() * 1e6;
        }
    }
    let mut medians: Vec<f64> = times.into_iter().map(median).collect();
    medians.sort_by(f64::total_cmp);
    let region = Region::new(MEMORY);
    for text in texts {
        black_box(holds(text));
    }
    let allocations = region.change().allocations as f64 / texts.len() as f64;
    let at = |share: f64| quantile(&medians, share);
    println!(
        "| {name} | {:.2} | {:.2} | {:.1} | {allocations:.1} | {:.1} |",
        medians.iter().sum::<f64>() / medians.len() as f64,
        at(0.5),
        at(0.99),
        100.0 * held as f64 / texts.len() as f64,
    );
}

fn median(mut times: [f64; ROUNDS]) -> f64 {
    times.sort_by(f64::total_cmp);
    times[ROUNDS / 2]
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rank")]
fn quantile(sorted: &[f64], share: f64) -> f64 {
    sorted[((sorted.len() - 1) as f64 * share) as usize]
}

/// Whether the cost of a word stays what it is when the text grows. Only messages that are clear: a held one has more to
/// tell.
#[expect(clippy::cast_precision_loss, reason = "counts far below 2^52")]
fn long_texts(rulebook: &Rulebook, texts: &[String]) {
    let clear = texts.iter().filter(|text| !rulebook.screen(std::slice::from_ref(*text)).is_hold());
    let words: Vec<&str> = clear.flat_map(|text| text.split_whitespace()).collect();
    println!("\n| words | bytes | us | ns a word |\n|---|---|---|---|");
    for count in [10, 100, 1_000, 10_000, usize::MAX] {
        let mut text = words.iter().cycle().take(count.min(14_000)).copied().collect::<Vec<_>>().join(" ");
        if count == usize::MAX {
            text.truncate(text.char_indices().map(|(at, _)| at).take_while(|at| *at <= 64 * 1024 - 1).last().unwrap_or(0));
        }
        let times = [(); ROUNDS].map(|()| {
            let start = Instant::now();
            black_box(rulebook.screen(std::slice::from_ref(&text)));
            start.elapsed().as_secs_f64() * 1e6
        });
        let n = text.split_whitespace().count();
        println!("| {n} | {} | {:.0} | {:.0} |", text.len(), median(times), median(times) * 1e3 / n as f64);
    }
}
