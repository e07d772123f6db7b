//! Worlds in which the truth is known: difficulty x ~ N(0,1), P(bad) = sigmoid(a + b x + drift), and a confidence that
//! knows something of x: sigmoid(2.1 - 0.9 z), corr(z, x) = rho.

use crate::chance::Chance;

/// Drafts that share a conversation in the clustered worlds.
pub const IN_A_CONVERSATION: usize = 3;
/// Drafts drawn to know the risk above each threshold.
const GRID: usize = 1_000_000;

/// How the risk changes.
#[derive(Clone, Copy, PartialEq)]
pub enum Shift {
    None,
    /// At half time.
    Sudden(f64),
    /// Over the last two thirds.
    Slow(f64),
    /// Every 300 drafts.
    ByTurns(f64),
}

impl Shift {
    /// The draft with which it begins.
    pub const fn begins(self, drafts: usize) -> usize {
        match self {
            Self::None | Self::Sudden(_) => drafts / 2,
            Self::Slow(_) => drafts / 3,
            Self::ByTurns(_) => 300,
        }
    }

    fn at(self, draft: usize, drafts: usize) -> f64 {
        let part = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
        match self {
            Self::None => 0.0,
            Self::Sudden(by) => {
                if draft >= drafts / 2 {
                    by
                } else {
                    0.0
                }
            }
            Self::Slow(by) => {
                let (t, all) = (part(draft), part(drafts));
                by * ((t - all / 3.0) / (all * 2.0 / 3.0)).max(0.0)
            }
            Self::ByTurns(by) => {
                if (draft / 300) % 2 == 1 {
                    by
                } else {
                    0.0
                }
            }
        }
    }
}

/// What owners do wrong.
#[derive(Clone, Copy, Default)]
pub struct Noise {
    /// Share of bad drafts that are approved.
    pub waved_through: f64,
    /// Share of good drafts that are rejected.
    pub rejected: f64,
}

#[derive(Clone, Copy)]
enum Risk {
    /// `sigmoid(a + b x)`.
    Logistic { a: f64, b: f64 },
    /// The same for all.
    Flat(f64),
    /// 17 % of conversations are bad: 30 % of their drafts are, and nothing shows it.
    HiddenConversations,
}

pub struct World {
    pub name: &'static str,
    risk: Risk,
    rho: f64,
    shift: Shift,
    noise: Noise,
    /// What the drafts of a conversation share, 0..1; `None` = each its own conversation.
    cluster: Option<f64>,
    /// Confidences, falling, and the true risk of all drafts down to there.
    grid: Vec<(f64, f64)>,
}

/// One draft.
pub struct Draw {
    pub score: f64,
    /// Its true risk.
    pub risk: f64,
    pub bad: bool,
    /// What the owner would say.
    pub label: bool,
}

/// The part that drafts of a conversation share.
#[derive(Default)]
pub struct Shared {
    x: f64,
    e: f64,
}

impl World {
    pub fn stationary() -> Vec<Self> {
        let logistic = |name, a, b, rho| Self::new(name, Risk::Logistic { a, b }, rho);
        let mut clustered =
            logistic("S6 clustered: 3 drafts a conversation, correlation .6", -2.3, 1.35, 0.85);
        clustered.cluster = Some(0.6);
        let mut hidden = Self::new("S7 risk 5.1 %, hidden bad conversations", Risk::HiddenConversations, 0.0);
        hidden.cluster = Some(1.0);
        vec![
            logistic("S1 good drafts (5.4 % bad)", -3.75, 1.5, 0.9),
            logistic("S2 typical (14.7 % bad)", -2.3, 1.35, 0.85),
            logistic("S3 weak score (16.7 % bad)", -1.85, 0.9, 0.35),
            logistic("S4 poor drafts (36.2 % bad)", -0.75, 1.3, 0.8),
            Self::new("S5 risk 5.1 % everywhere", Risk::Flat(0.051), 0.9),
            clustered,
            hidden,
        ]
    }

    pub fn drifting(name: &'static str, shift: Shift) -> Self {
        Self { shift, ..Self::new(name, Risk::Logistic { a: -3.75, b: 1.5 }, 0.9) }
    }

    pub fn with(self, noise: Noise) -> Self {
        Self { noise, ..self }
    }

    fn new(name: &'static str, risk: Risk, rho: f64) -> Self {
        let mut world = Self {
            name,
            risk,
            rho,
            shift: Shift::None,
            noise: Noise::default(),
            cluster: None,
            grid: Vec::new(),
        };
        let mut chance = Chance::new(12_345);
        let mut grid: Vec<(f64, f64)> = (0..GRID)
            .map(|_| {
                let (x, e) = (chance.normal(), chance.normal());
                (world.confidence(x, e), world.risk_of(x, 0.0))
            })
            .collect();
        grid.sort_by(|one, other| other.0.total_cmp(&one.0));
        let (mut sum, mut count) = (0.0, 0.0);
        for entry in &mut grid {
            (sum, count) = (sum + entry.1, count + 1.0);
            entry.1 = sum / count;
        }
        world.grid = grid;
        world
    }

    pub const fn clustered(&self) -> bool {
        self.cluster.is_some()
    }

    pub fn is_stationary(&self) -> bool {
        self.shift == Shift::None
    }

    fn confidence(&self, x: f64, e: f64) -> f64 {
        let z = self.rho * x + (1.0 - self.rho * self.rho).sqrt() * e;
        sigmoid(2.1 - 0.9 * z)
    }

    fn risk_of(&self, x: f64, shift: f64) -> f64 {
        match self.risk {
            Risk::Logistic { a, b } => sigmoid(a + b * x + shift),
            Risk::Flat(risk) => risk,
            Risk::HiddenConversations => {
                if x < -0.954_165_3 {
                    0.30
                } else {
                    0.0
                }
            }
        }
    }

    /// The true risk of all drafts with a confidence of `lambda` or more, without drift.
    pub fn risk_above(&self, lambda: f64) -> f64 {
        let above = self.grid.partition_point(|(confidence, _)| *confidence >= lambda);
        self.grid.get(above.saturating_sub(1)).map_or(0.0, |(_, risk)| *risk)
    }

    pub fn draw(&self, chance: &mut Chance, shared: &mut Shared, draft: usize, drafts: usize) -> Draw {
        let (mut x, mut e) = (chance.normal(), chance.normal());
        if let Some(part) = self.cluster {
            if draft.is_multiple_of(IN_A_CONVERSATION) {
                *shared = Shared { x: chance.normal(), e: chance.normal() };
            }
            let mix = |shared: f64, own: f64| part.sqrt() * shared + (1.0 - part).sqrt() * own;
            x = mix(shared.x, x);
            if !matches!(self.risk, Risk::HiddenConversations) {
                e = mix(shared.e, e);
            }
        }
        let risk = self.risk_of(x, self.shift.at(draft, drafts));
        let bad = chance.happens(risk);
        let label =
            if bad { !chance.happens(self.noise.waved_through) } else { chance.happens(self.noise.rejected) };
        Draw { score: self.confidence(x, e), risk, bad, label }
    }
}

fn sigmoid(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
