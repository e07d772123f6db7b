//! The figures of the simulation that the gate was designed with (numpy, 1000 runs of 3000 drafts; the table of whole runs
//! 600): not this code, nor this generator.

/// Rows of one stationary world: fixed threshold, gate, and gate with one draft of a conversation.
/// Runs that start, %; runs that send at a true risk above alpha, %; error among sent, %; runs whose sent risk exceeds
/// alpha, %; share sent, %; decisions before the start.
pub type Stationary = [f64; 6];

const NAN: f64 = f64::NAN;
const NONE: Stationary = [NAN; 6];

pub const STATIONARY: [[Stationary; 3]; 7] = [
    [[100.0, 0.0, 2.5, 0.0, 78.6, 0.0], [100.0, 0.0, 2.1, 0.0, 39.7, 308.0], NONE],
    [[100.0, 100.0, 9.2, 100.0, 78.6, 0.0], [38.0, 0.9, 3.2, 0.9, 2.4, 1708.0], NONE],
    [[100.0, 100.0, 15.1, 100.0, 78.6, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0, NAN], NONE],
    [[100.0, 100.0, 28.7, 100.0, 78.6, 0.0], [0.0, 0.0, 0.0, 0.0, 0.0, NAN], NONE],
    [[100.0, 100.0, 5.1, 100.0, 78.6, 0.0], [4.0, 4.0, 5.0, 3.9, 0.9, 340.0], NONE],
    [
        [100.0, 100.0, 9.2, 100.0, 78.6, 0.0],
        [33.0, 0.9, 3.2, 1.3, 1.8, 1737.0],
        [16.0, 0.2, 3.4, 0.1, 0.9, 1549.0],
    ],
    [
        [100.0, 100.0, 5.1, 60.5, 78.6, 0.0],
        [6.0, 6.0, 4.7, 2.5, 1.0, 197.0],
        [3.0, 3.4, 4.7, 1.1, 0.6, 407.0],
    ],
];

/// Sent after the change; bad ones among them; error among them, %; bad sent per 1000 drafts after it; runs that gave up
/// their evidence, %; drafts until then; share sent in the whole run, %.
pub type Drift = [f64; 7];

/// Fixed threshold, then the gate with 10, 20 and 30 % kept back.
pub const D1: [Drift; 4] = [
    [1179.0, 236.9, 20.1, 157.9, 0.0, NAN, 78.6],
    [12.0, 2.0, 16.6, 1.3, 99.0, 72.0, 19.5],
    [9.0, 1.5, 16.9, 1.0, 100.0, 64.0, 17.0],
    [7.0, 1.1, 17.0, 0.7, 100.0, 58.0, 14.5],
];
pub const D2: [Drift; 4] = [
    [1179.0, 112.2, 9.5, 74.8, 0.0, NAN, 78.6],
    [127.0, 8.5, 6.7, 5.7, 75.0, 347.0, 23.4],
    [97.0, 6.4, 6.6, 4.3, 79.0, 308.0, 19.9],
    [74.0, 4.9, 6.7, 3.3, 84.0, 284.0, 16.7],
];
pub const D3: [Drift; 4] = [
    [1572.0, 179.0, 11.4, 89.5, 0.0, NAN, 78.6],
    [378.0, 15.2, 4.0, 7.6, 99.0, 1217.0, 23.2],
    [315.0, 12.6, 4.0, 6.3, 99.0, 1181.0, 19.8],
    [260.0, 10.4, 4.0, 5.2, 100.0, 1138.0, 16.6],
];
pub const D4: [Drift; 4] = [
    [2123.0, 260.8, 12.3, 96.6, 0.0, NAN, 78.6],
    [54.0, 1.9, 3.6, 0.7, 54.0, 100.0, 2.6],
    [45.0, 1.5, 3.3, 0.6, 54.0, 92.0, 2.2],
    [38.0, 1.2, 3.1, 0.4, 54.0, 84.0, 1.9],
];
pub const D0: [Drift; 4] = [
    [1179.0, 29.5, 2.5, 19.7, 0.0, NAN, 78.6],
    [791.0, 16.3, 2.1, 10.9, 0.0, 614.0, 45.5],
    [690.0, 14.8, 2.1, 9.9, 0.0, 976.0, 39.7],
    [591.0, 13.2, 2.2, 8.8, 0.0, 1165.0, 34.0],
];

/// Of D1 to D4 and D0, fixed threshold and gate with 20 %: error of the whole run, %; runs that send and whose mean true
/// risk exceeds alpha, %; bad sent per 1000 drafts.
pub const WHOLE: [[f64; 3]; 10] = [
    [11.3, 100.0, 88.7],
    [2.3, 0.0, 3.8],
    [6.0, 100.0, 47.1],
    [2.8, 0.2, 5.5],
    [8.4, 100.0, 66.2],
    [3.2, 0.7, 6.2],
    [11.3, 100.0, 88.8],
    [3.1, 14.0, 0.7],
    [2.5, 0.0, 19.5],
    [2.1, 0.0, 8.3],
];

/// S1 five times, then S2: runs that start, %; true error among sent, %; runs whose sent risk exceeds alpha, %; share sent,
/// %; decisions before the start.
pub const NOISE: [[f64; 5]; 10] = [
    [100.0, 2.1, 0.0, 39.7, 308.0],
    [73.0, 1.4, 0.0, 11.6, 1272.0],
    [100.0, 2.3, 0.0, 44.7, 256.0],
    [88.0, 1.6, 0.0, 17.0, 1176.0],
    [97.0, 2.1, 0.0, 28.2, 860.0],
    [38.0, 3.2, 0.9, 2.4, 1708.0],
    [1.0, 2.6, 0.0, 0.1, 832.0],
    [68.0, 3.6, 3.2, 5.3, 1489.0],
    [5.0, 3.2, 0.1, 0.3, 1349.0],
    [21.0, 4.1, 2.3, 1.8, 1542.0],
];
