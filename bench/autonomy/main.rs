//! What the gate lets through in worlds whose truth is known, beside the figures of the simulation it was designed with.
//!
//! `cargo run --release --example autonomy [-- RUNS [DRAFTS]]` (1000 runs of 3000 drafts). The worlds and rules
//! are those of that simulation; the gate is Banister's own. The same numbers give the same tables.

#![expect(clippy::disallowed_methods, reason = "it says how long it took")]

mod chance;
mod play;
mod reference;
mod summary;
mod table;
mod world;

use std::time::Instant;

use anyhow::Context as _;
use play::{Length, Rule};
use world::{Noise, Shift, World};

fn main() -> anyhow::Result<()> {
    let mut args = std::env::args().skip(1);
    let runs = args.next().map_or(Ok(1_000), |a| a.parse()).context("RUNS")?;
    let drafts = args.next().map_or(Ok(3_000), |a| a.parse()).context("DRAFTS")?;
    let length = Length { runs, drafts };
    println!(
        "{runs} runs of {drafts} drafts; each cell: measured here (figure of the design's simulation, 1000 runs)\n"
    );
    let begun = Instant::now();
    stationary(length);
    drifting(length);
    noisy(length);
    println!("({:.0} s)", begun.elapsed().as_secs_f64());
    Ok(())
}

fn stationary(length: Length) {
    table::stationary_head();
    for (at, world) in World::stationary().into_iter().enumerate() {
        let gate = Rule::Gate { holdback: 0.20, one_of_a_conversation: false };
        let strict = Rule::Gate { holdback: 0.20, one_of_a_conversation: true };
        let mut rules = vec![("fixed 0.8", Rule::Fixed), ("gate", gate)];
        if world.clustered() {
            rules.push(("gate, one draft of a conversation", strict));
        }
        for (name, rule) in rules {
            let seen = play::all(&world, rule, length, None);
            table::stationary_row(world.name, name, &seen, reference::STATIONARY.get(at).copied(), name);
        }
    }
    println!();
}

fn drifting(length: Length) {
    let rules = [
        ("fixed 0.8", Rule::Fixed),
        ("gate, 10 % kept back", Rule::Gate { holdback: 0.10, one_of_a_conversation: false }),
        ("gate, 20 % kept back", Rule::Gate { holdback: 0.20, one_of_a_conversation: false }),
        ("gate, 30 % kept back", Rule::Gate { holdback: 0.30, one_of_a_conversation: false }),
    ];
    table::drift_head();
    let mut whole = Vec::new();
    for (name, shift, reference) in [
        ("D1 sudden, strong (logit +2.5 at half)", Shift::Sudden(2.5), &reference::D1),
        ("D2 sudden, mild (logit +1.5 at half)", Shift::Sudden(1.5), &reference::D2),
        ("D3 slow (logit +3 over the last two thirds)", Shift::Slow(3.0), &reference::D3),
        ("D4 good and bad by turns, 300 each", Shift::ByTurns(2.5), &reference::D4),
        ("D0 no change", Shift::None, &reference::D0),
    ] {
        let world = World::drifting(name, shift);
        for ((rule_name, rule), reference) in rules.into_iter().zip(reference) {
            let seen = play::all(&world, rule, length, Some(shift.begins(length.drafts)));
            table::drift_row(name, rule_name, &seen, reference);
            if rule_name.contains("20") || rule_name.contains("fixed") {
                whole.push((name, rule_name, seen));
            }
        }
    }
    println!();
    table::whole_head();
    for ((name, rule, seen), reference) in whole.iter().zip(&reference::WHOLE) {
        table::whole_row(name, rule, seen, reference);
    }
    println!();
}

fn noisy(length: Length) {
    table::noise_head();
    let gate = Rule::Gate { holdback: 0.20, one_of_a_conversation: false };
    let noises = [(0.0, 0.0), (0.0, 0.02), (0.2, 0.0), (0.2, 0.02), (0.5, 0.02)];
    let mut references = reference::NOISE.iter();
    for number in [0, 1] {
        for (waved_through, rejected) in noises {
            let noise = Noise { waved_through, rejected };
            let Some(world) = World::stationary().into_iter().nth(number) else { continue };
            let world = world.with(noise);
            let seen = play::all(&world, gate, length, None);
            table::noise_row(world.name, noise, &seen, references.next());
        }
    }
    println!();
}
