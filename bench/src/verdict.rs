//! The aims, and whether they were met.

use crate::args::Kind;
use crate::measure::{Cell, Contestant, Results};
use crate::table::of;

/// Of the bare group-commit server's rate, at c=64.
const OF_BARE_MIN: f64 = 0.80;

/// Times the naive server's rate, at c=64.
const TIMES_NAIVE_MIN: f64 = 3.0;

/// CPU of the server for one acknowledgement, us.
const CPU_US_MAX: f64 = 80.0;

pub fn lines(results: &Results) -> Vec<String> {
    let mut lines = Vec::new();
    for store in [Kind::Sqlite, Kind::Postgres] {
        for contestant in [Contestant::BanisterAck, Contestant::BanisterOwner, Contestant::BanisterVisitor] {
            let cell = Cell { store, connections: 64, contestant };
            let Some(rate) = of(results, cell, |s| Some(s.acks_per_s)) else { continue };
            let against = |contestant| {
                of(results, Cell { contestant, ..cell }, |s| Some(s.acks_per_s))
                    .map_or(f64::NAN, |other| rate / other)
            };
            let cpu = of(results, cell, |s| Some(s.cpu_us_per_ack)).unwrap_or(f64::NAN);
            let name = cell.name();
            lines.push(at_least(&name, "of the bare server", against(Contestant::Group), OF_BARE_MIN));
            lines.push(at_least(
                &name,
                "times the naive server",
                against(Contestant::Naive),
                TIMES_NAIVE_MIN,
            ));
            let said = if cpu <= CPU_US_MAX { "met" } else { "MISSED" };
            lines.push(format!("{said}: {name}: {cpu:.0} us CPU per ack (aim: at most {CPU_US_MAX:.0})"));
        }
    }
    lines
}

fn at_least(name: &str, what: &str, is: f64, aim: f64) -> String {
    let said = if is >= aim { "met" } else { "MISSED" };
    format!("{said}: {name}: {is:.2} {what} (aim: at least {aim:.2})")
}
