//! A year of chats, played through the real engine under a clock that is moved by hand: two shops with opening hours in two
//! time zones, changes of the clocks, a leap day, late answers, reopenings, purchases and ratings weeks later.

use std::sync::Arc;

use async_trait::async_trait;
use banister::commands::{ManualClock, rulebook};
use banister::config::parse;
use banister::domain::holdout::{HoldoutSettings, Period, Salt};
use banister::domain::survey::Surveys;
use banister::domain::waiting::{HoursSettings, Measured, Waiting};
use banister::domain::{
    ConversationId, DraftOrder, Instrument, Passage, Policy, Scorer, Settings, Style, Timestamp, Usage,
};
use banister::drafting::Extractive;
use banister::engine::{Engine, World};
use banister::guardrail::Routing;
use banister::knowledge::{LiveKnowledge, put_path};
use banister::ports::{Drafted, Drafter, Foreseen, Relay};
use banister::relay::PlaygroundRelay;
use banister::store::Db;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// The two shops: relay, time zone, hours of a weekday.
pub const SHOPS: [(&str, &str, &str); 2] =
    [("berlin", "Europe/Berlin", "09:00-12:30, 13:30-18:00"), ("newyork", "America/New_York", "08:30-17:00")];

/// The lottery's two periods: the share of chats that it keeps for humans, and what its draw is keyed with.
pub const LOTTERY: [(f64, &str); 2] = [(0.5, "first half of the year"), (0.3, "second half of the year")];

/// When something is asked that a change of the clocks or a leap day could spoil.
const EDGES: [(&str, &str); 14] = [
    ("berlin", "2027-10-31T00:59:59Z"),
    ("berlin", "2027-10-31T01:00:00Z"),
    ("berlin", "2027-11-01T07:59:59.999Z"),
    ("berlin", "2027-11-01T08:00:00Z"),
    ("berlin", "2028-02-29T07:59:00Z"),
    ("berlin", "2028-02-29T11:30:00Z"),
    ("berlin", "2028-03-27T06:59:59Z"),
    ("berlin", "2028-03-27T07:00:00Z"),
    ("newyork", "2027-11-07T05:59:00Z"),
    ("newyork", "2027-11-08T13:30:00Z"),
    ("newyork", "2028-02-29T13:29:59Z"),
    ("newyork", "2028-03-12T07:00:00Z"),
    ("newyork", "2028-03-13T12:30:00Z"),
    ("newyork", "2028-11-06T21:59:59Z"),
];

/// Quotes articles, as the drafter without a model does, and says that it cost something.
#[derive(Debug)]
struct Priced(Extractive);

#[async_trait]
impl Drafter for Priced {
    async fn draft(&self, order: &DraftOrder, passages: &[Passage]) -> Drafted {
        let mut drafted = self.0.draft(order, passages).await;
        if let Ok(draft) = &mut drafted.outcome {
            let words = u64::try_from(draft.text.len()).unwrap_or(0);
            draft.usage =
                Usage { prompt_tokens: 700 + words, completion_tokens: words / 4, cost_micros: words * 3 };
        }
        drafted
    }

    fn foresee(&self, _order: &DraftOrder, _passages: &[Passage]) -> Option<Foreseen> {
        None
    }

    fn name(&self) -> &'static str {
        "priced"
    }
}

pub struct Year {
    pub(super) engine: Engine,
    pub(super) clock: Arc<ManualClock>,
    pub(super) dice: Dice,
    pub(super) lottery: bool,
}

fn hours(zone: &str, day: &str) -> banister::domain::waiting::Hours {
    let day = || Some(day.to_owned());
    let settings = HoursSettings {
        zone: Some(zone.to_owned()),
        mon: day(),
        tue: day(),
        wed: day(),
        thu: day(),
        fri: day(),
        closed: vec!["2027-12-24".to_owned()],
        ..HoursSettings::default()
    };
    settings.read().unwrap()
}

pub fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

impl Year {
    pub async fn new(db: &Db) -> Self {
        let config = parse("banister.toml", "", &[]).unwrap();
        let now = at("2027-10-30T00:00:00Z");
        put_path(db, std::path::Path::new("examples/shop/knowledge"), now).await.unwrap();
        let clock = Arc::new(ManualClock::at(now));
        let relay = || Arc::new(PlaygroundRelay) as Arc<dyn Relay>;
        let knowledge = Arc::new(LiveKnowledge::open(Arc::new(db.clone()), None).await.unwrap());
        let world = World {
            store: Arc::new(db.clone()),
            precedents: Arc::new(knowledge.precedents(Arc::new(db.clone()))),
            knowledge,
            drafter: Arc::new(Priced(Extractive)),
            ledger: Arc::new(db.clone()),
            surveys: Arc::new(db.clone()),
            autopilots: Arc::new(db.clone()),
            relays: Arc::new(SHOPS.iter().map(|(name, ..)| ((*name).to_owned(), relay())).collect()),
            clock: clock.clone(),
        };
        let policy = Policy {
            settings: Settings { min_confidence: 0.0, ..Settings::default() },
            style: Style::default(),
            rulebook: Arc::new(rulebook(&config.rules).unwrap()),
            routing: Arc::new(Routing::built_in().unwrap()),
            scorer: Scorer::default(),
            budgets: None,
            holdout: None,
            autopilot: None,
            survey: Surveys::default(),
            topics: Arc::default(),
            waiting: Waiting::default(),
        };
        Self { engine: Engine::new(world, policy), clock, dice: Dice(0x5eed), lottery: false }
    }

    /// Some chats are kept for humans by [`LOTTERY`].
    pub fn by_lottery(mut self) -> Self {
        self.lottery = true;
        self
    }

    fn draw(&self, number: u32) {
        let (share, salt) = LOTTERY[usize::try_from(number).unwrap()];
        let settings = HoldoutSettings { share, ..HoldoutSettings::default() };
        let salt = Salt::new(salt.to_owned());
        let period = Arc::new(Period { number, settings, salt, began_at: Timestamp(0) });
        self.engine.change_policy(|policy| Policy { holdout: Some(Arc::clone(&period)), ..policy.clone() });
    }

    /// The hours of one shop are in force, and waits of some 25 minutes are promised.
    pub fn open(&self, shop: &str) {
        let (_, zone, day) = SHOPS.iter().find(|(name, ..)| *name == shop).unwrap();
        let hours = Arc::new(hours(zone, day));
        self.engine.change_policy(|policy| {
            let mut policy = policy.clone();
            policy.waiting.hours = Arc::clone(&hours);
            policy.waiting.measured_under = Arc::clone(&hours);
            policy.waiting.measured = Measured { n: 30, upper_ms: Some(25 * MINUTE) };
            policy
        });
    }

    /// So many chats over a year, and those at the edges.
    pub async fn play(&mut self, chats: i64) {
        let (start, length) = (at("2027-10-30T06:00:00Z"), 390 * DAY);
        for n in 0..chats {
            let shop = SHOPS[usize::try_from(n % 2).unwrap()].0;
            let begin = start.plus_ms(length / chats * n + i64::from(self.dice.below(4 * 3_600_000)));
            if self.lottery && n % (chats / 2) == 0 {
                self.draw(u32::from(n > 0));
            }
            self.open(shop);
            self.chat(shop, n, begin).await;
        }
        for (n, (shop, begin)) in (chats..).zip(EDGES) {
            self.open(shop);
            self.chat(shop, n, at(begin)).await;
        }
    }

    async fn chat(&mut self, shop: &str, n: i64, begin: Timestamp) {
        let chat = Chat {
            shop: shop.to_owned(),
            name: format!("chat-{n}"),
            id: ConversationId::of(shop, &format!("chat-{n}")),
        };
        self.clock.set(begin);
        if self.dice.below(10) < 7 {
            self.came(&chat).await;
        }
        for episode in 0..=self.dice.below(3) {
            self.episode(&chat, episode).await;
            let pause = [0, HOUR, 71 * HOUR, 72 * HOUR, 80 * HOUR, 9 * DAY][self.dice.below(6) as usize];
            self.clock.advance_ms(pause);
        }
        self.engine.settle().await.unwrap();
    }

    async fn episode(&mut self, chat: &Chat, episode: u32) {
        let turns = [1, 1, 1, 2, 2, 3, 7][self.dice.below(7) as usize];
        for turn in 0..turns {
            self.turn(chat).await;
            if turn == 0 && episode == 0 && self.dice.below(4) == 0 {
                self.came(chat).await;
            }
            if self.dice.below(8) == 0 {
                self.sort(chat).await;
            }
            if self.dice.below(4) == 0 {
                let later = i64::from(self.dice.below(170)) * MINUTE;
                self.clock.advance_ms(later);
                self.buy(chat).await;
            }
            self.clock.advance_ms(MINUTE * i64::from(1 + self.dice.below(40)));
        }
        self.end(chat).await;
        for instrument in [Instrument::Csat, Instrument::Nps] {
            if self.dice.below(2) == 0 {
                let weeks = [0, 0, 1, 3][self.dice.below(4) as usize];
                self.rate(chat, instrument, episode, weeks).await;
            }
        }
    }
}

/// One chat of a shop.
pub(super) struct Chat {
    pub shop: String,
    pub name: String,
    pub id: ConversationId,
}

/// A small generator (Knuth's MMIX constants), so that the year is the same every time.
pub struct Dice(u64);

impl Dice {
    pub const fn seeded(seed: u64) -> Self {
        Self(seed)
    }

    pub fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % n.max(1)
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(u32::try_from(from.len()).unwrap()) as usize]
    }
}
