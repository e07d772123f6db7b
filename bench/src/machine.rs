//! What the figures were measured on.

use serde::Serialize;

#[derive(Serialize)]
pub struct Machine {
    pub cores: usize,
    pub cpu: String,
    pub kernel: String,
    pub memory_kb: u64,
    pub sqlite: String,
    pub begun: String,
    pub load_average_before: String,
}

impl Machine {
    pub fn look() -> Self {
        let cpu = read("/proc/cpuinfo");
        let cpu = cpu.lines().find_map(|l| l.strip_prefix("model name")).unwrap_or("unknown");
        let memory = read("/proc/meminfo");
        let memory = memory.lines().find_map(|l| l.strip_prefix("MemTotal:")).unwrap_or_default();
        Self {
            cores: std::thread::available_parallelism().map_or(0, std::num::NonZero::get),
            cpu: cpu.trim_start_matches([' ', '\t', ':']).to_owned(),
            kernel: read("/proc/sys/kernel/osrelease").trim().to_owned(),
            memory_kb: memory.trim().trim_end_matches(" kB").parse().unwrap_or(0),
            sqlite: rusqlite::version().to_owned(),
            begun: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
            load_average_before: load_average(),
        }
    }
}

/// Of the last 1, 5 and 15 minutes: how many others wanted the cores.
pub fn load_average() -> String {
    read("/proc/loadavg").split(' ').take(3).collect::<Vec<_>>().join(" ")
}

fn read(path: &str) -> String {
    std::fs::read_to_string(path).unwrap_or_default()
}
