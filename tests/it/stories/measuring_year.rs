//! A year of chats, played through the real engine under a clock that is moved by hand: two shops with opening hours in two
//! time zones, changes of the clocks, a leap day, late answers, reopenings, purchases and ratings weeks later.

use std::sync::Arc;

use async_trait::async_trait;
use banister::commands::{ManualClock, rulebook};
use banister::config::parse;
use banister::domain::survey::Surveys;
use banister::domain::waiting::{HoursSettings, Measured, Waiting};
use banister::domain::{
    Author, Conversation, ConversationId, DraftOrder, Event, Heard, Instrument, Passage, Policy, Rating,
    RejectReason, RelayStatus, Review, Scorer, Seen, Settings, Stage, Style, Timestamp, Usage,
};
use banister::drafting::Extractive;
use banister::engine::{Engine, World};
use banister::guardrail::Routing;
use banister::knowledge::{LiveKnowledge, put_path};
use banister::ports::{Drafted, Drafter, Foreseen, NewEvent, Relay};
use banister::relay::PlaygroundRelay;
use banister::store::Db;

pub const MINUTE: i64 = 60_000;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// The two shops: relay, time zone, hours of a weekday.
pub const SHOPS: [(&str, &str, &str); 2] =
    [("berlin", "Europe/Berlin", "09:00-12:30, 13:30-18:00"), ("newyork", "America/New_York", "08:30-17:00")];

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

const QUESTIONS: [&str; 6] = [
    "How long does shipping to Canada take?",
    "Are your mugs dishwasher safe?",
    "Do you offer gift wrapping?",
    "How much is delivery inside Germany?",
    "How do I track my parcel?",
    "What colour is the moon made of?",
];

const HELD: [&str; 3] =
    ["I want a refund for my broken bowl", "You charged me twice for one mug!", "Please cancel my order"];

const PAGES: [Option<&str>; 5] = [
    None,
    Some("https://shop.example/"),
    Some("https://shop.example/mugs/blue?utm_campaign=spring+sale&x=1"),
    Some("https://shop.example/pricing/#plans"),
    Some("https://shop.example/help?utm_campaign=%C3%A9t%C3%A9"),
];

const FROM: [Option<&str>; 3] =
    [None, Some("https://www.google.com/search?q=mug"), Some("https://shop.example/")];

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

    fn name(&self) -> &str {
        "priced"
    }
}

pub struct Year {
    engine: Engine,
    clock: Arc<ManualClock>,
    dice: Dice,
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
            survey: Surveys::default(),
            topics: Arc::default(),
            waiting: Waiting::default(),
        };
        Self { engine: Engine::new(world, policy), clock, dice: Dice(0x5eed) }
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

    async fn turn(&mut self, chat: &Chat) {
        let question = match self.dice.below(12) {
            0 => self.dice.pick(&HELD),
            1 => "I want to speak to a real human please",
            _ => self.dice.pick(&QUESTIONS),
        };
        let first = self.say(chat, Author::Visitor, question, false).await;
        if self.dice.below(4) == 0 {
            self.clock.advance_ms(1_500);
            self.say(chat, Author::Visitor, "And quickly, please", false).await;
        }
        if self.dice.below(10) == 0 {
            self.clock.advance_ms(900);
            self.edit(chat, &first, &format!("{question} Thanks!")).await;
        }
        self.clock.advance_ms(16_000);
        self.engine.settle().await.unwrap();
        self.clock.advance_ms(MINUTE * i64::from(1 + self.dice.below(45)));
        self.engine.settle().await.unwrap();
        self.answer(chat).await;
    }

    async fn answer(&mut self, chat: &Chat) {
        let now =
            self.engine.act(chat.id, Event::ChatOpened { page_url: None, referrer: None }).await.unwrap();
        let what = self.dice.below(10);
        match (&now.stage, what) {
            (Stage::InReview { .. }, 0..=6) => self.review(chat, &now, what).await,
            (_, 9) => self.late_answer(chat).await,
            (_, 7 | 8) => {
                self.say(chat, Author::Owner, "I looked it up for you: yes.", false).await;
            }
            _ => {
                let template = (self.dice.below(2) == 0).then(|| "Greeting".to_owned());
                let read_ms = (self.dice.below(2) == 0).then(|| u64::from(2_000 + self.dice.below(60_000)));
                let text = "Hello! Yes, that works.".to_owned();
                let event = Event::OwnerReplied { by: "Ada".to_owned(), text, read_ms, template };
                self.engine.act(chat.id, event).await.unwrap();
            }
        }
        self.engine.settle().await.unwrap();
    }

    async fn review(&mut self, chat: &Chat, now: &Conversation, what: u32) {
        let Stage::InReview { suggestion, draft, .. } = &now.stage else { return };
        let review = match what {
            0 => Review::Reject { reason: RejectReason::WrongFact },
            1 => Review::Edit { text: format!("{} Let us know!", draft.text), only_tone: true },
            2 => Review::Edit { text: "Please write to us by mail.".to_owned(), only_tone: false },
            _ => Review::Approve,
        };
        let read_ms = (self.dice.below(3) > 0).then(|| u64::from(500 + self.dice.below(90_000)));
        let undo = self.dice.below(6) == 0;
        let seen = Seen { revision: now.revision, draft_hash: draft.hash(), read_ms };
        let by = "Ada".to_owned();
        let reviewed = Event::Reviewed {
            suggestion: *suggestion,
            review: review.clone(),
            seen,
            by: by.clone(),
            undoable: undo,
        };
        self.engine.act(chat.id, reviewed).await.unwrap();
        if undo {
            let event = Event::DecisionUndone { suggestion: *suggestion, by: by.clone() };
            let now = self.engine.act(chat.id, event).await.unwrap();
            let seen = Seen { revision: now.revision, draft_hash: draft.hash(), read_ms: Some(4_000) };
            let reviewed = Event::Reviewed { suggestion: *suggestion, review, seen, by, undoable: false };
            self.engine.act(chat.id, reviewed).await.unwrap();
        }
        self.clock.advance_ms(10);
        self.engine.settle().await.unwrap();
        if what == 0 {
            self.clock.advance_ms(5 * MINUTE);
            self.say(chat, Author::Owner, "Sorry, a colleague here: no, it does not.", false).await;
        }
    }

    /// The owner answered in the relay a while ago, and we hear of it after the visitor's next word or the end.
    async fn late_answer(&mut self, chat: &Chat) {
        let said = self.clock_now();
        self.clock.advance_ms(2 * MINUTE);
        if self.dice.below(2) == 0 {
            self.end(chat).await;
        } else {
            self.say(chat, Author::Visitor, "Are you still there?", false).await;
        }
        self.clock.advance_ms(MINUTE);
        let id = format!("{}-late-{}", chat.name, said.0);
        self.tell(chat, &id.clone(), said, heard(&id, Author::Owner, "Here I am: yes.", false)).await;
    }

    async fn end(&mut self, chat: &Chat) {
        let now = self.clock_now();
        let event = match self.dice.below(3) {
            0 => Event::ChatResolved { by: "user".to_owned() },
            1 => Event::StatusChanged { status: RelayStatus::Resolved, by: Some("Ada".to_owned()) },
            _ => {
                self.clock.advance_ms(25 * HOUR);
                self.engine.settle().await.unwrap();
                return;
            }
        };
        self.tell(chat, &format!("end-{}", now.0), now, event).await;
    }

    async fn rate(&mut self, chat: &Chat, instrument: Instrument, episode: u32, weeks: i64) {
        self.clock.advance_ms(weeks * 7 * DAY + 1_000);
        let survey_id = format!("{}-{episode}-{instrument:?}", chat.name);
        for again in 0..=u32::from(self.dice.below(5) == 0) {
            let score =
                if instrument == Instrument::Csat { 1 + self.dice.below(5) } else { self.dice.below(11) };
            let score = u8::try_from(score).unwrap();
            let rating = Rating { instrument, survey_id: survey_id.clone(), score, comment: None };
            let now = self.clock_now();
            self.tell(chat, &format!("{survey_id}-{again}"), now, Event::Rated(rating)).await;
            self.clock.advance_ms(MINUTE);
        }
    }

    async fn came(&mut self, chat: &Chat) {
        let page_url = self.dice.pick(&PAGES).map(str::to_owned);
        let referrer = self.dice.pick(&FROM).map(str::to_owned);
        let now = self.clock_now();
        self.tell(chat, &format!("came-{}", now.0), now, Event::ChatOpened { page_url, referrer }).await;
    }

    async fn sort(&mut self, chat: &Chat) {
        let primary = self.dice.pick(&[None, Some("orders"), Some("returns")]).map(str::to_owned);
        let secondary = vec!["shipping".to_owned(), "billing".to_owned()];
        let secondary = secondary.into_iter().take(self.dice.below(3) as usize).collect();
        self.clock.advance_ms(5);
        let event = Event::Tagged { by: "Ada".to_owned(), primary, secondary };
        self.engine.act(chat.id, event).await.unwrap();
    }

    async fn buy(&mut self, chat: &Chat) {
        let value = (self.dice.below(5) > 0).then(|| f64::from(self.dice.below(10_000)) / 100.0);
        let currency = self.dice.pick(&[Some("EUR"), Some("USD"), None]).map(str::to_owned);
        let now = self.clock_now();
        self.tell(chat, &format!("buy-{}", now.0), now, Event::Converted { value, currency }).await;
    }

    async fn edit(&self, chat: &Chat, id: &str, text: &str) {
        let now = self.clock_now();
        self.tell(chat, &format!("{id}-edit"), now, heard(id, Author::Visitor, text, true)).await;
    }

    async fn say(&self, chat: &Chat, author: Author, text: &str, edited: bool) -> String {
        let now = self.clock_now();
        let id = format!("{}-{}-{}", chat.name, author.as_str(), now.0);
        self.tell(chat, &id, now, heard(&id, author, text, edited)).await;
        id
    }

    fn clock_now(&self) -> Timestamp {
        use banister::ports::Clock as _;
        self.clock.now()
    }

    async fn tell(&self, chat: &Chat, key: &str, at: Timestamp, event: Event) {
        let event = NewEvent {
            conversation: chat.id,
            relay: chat.shop.clone(),
            external_conversation: chat.name.clone(),
            key: format!("{}:{}:{key}", chat.shop, chat.name),
            second_key: None,
            at,
            heard_at: self.clock_now(),
            sequence: None,
            sample: false,
            event,
        };
        self.engine.hear(event).await.unwrap();
        self.engine.settle().await.unwrap();
    }
}

struct Chat {
    shop: String,
    name: String,
    id: ConversationId,
}

fn heard(id: &str, author: Author, text: &str, edited: bool) -> Event {
    Event::MessageHeard(Heard {
        message_id: id.to_owned(),
        author,
        private: false,
        text: text.to_owned(),
        readable: true,
        name: Some(if author == Author::Owner { "Ada" } else { "Visitor" }.to_owned()),
        client_ref: None,
        edited,
        author_id: None,
    })
}

/// A small generator (Knuth's MMIX constants), so that the year is the same every time.
pub struct Dice(u64);

impl Dice {
    pub fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap() % n.max(1)
    }

    pub fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(u32::try_from(from.len()).unwrap()) as usize]
    }
}
