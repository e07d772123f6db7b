//! A shop whose owner's decisions earn, lose and regain the right to send without her: played through the real engine and a
//! real store, under a clock that is moved by hand. Which drafts are wrong is known to the test alone.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use banister::commands::{ManualClock, rulebook};
use banister::config::parse;
use banister::domain::autopilot::{Alpha, Judged, Lever, Line};
use banister::domain::gate::Mode;
use banister::domain::survey::Surveys;
use banister::domain::waiting::Waiting;
use banister::domain::{
    Author, Autonomy, ConversationId, DraftOrder, Event, Heard, Passage, Policy, RejectReason, Review,
    Scorer, Seen, Settings, Stage, Style, SuggestionId, Timestamp, Topics,
};
use banister::drafting::Extractive;
use banister::engine::{Engine, World};
use banister::guardrail::Routing;
use banister::knowledge::{LiveKnowledge, SentenceEncoder, put_path};
use banister::ports::{
    ApiToken, Applied, Autopilots as _, Clock as _, Drafted, Drafter, Foreseen, Handbook as _, NewEvent,
    Note, Relay, RelayError, Request, Scopes, Store as _, Tokens as _, Wanted,
};
use banister::store::Db;

use super::measuring_year::{DAY, Dice, MINUTE};

const QUESTIONS: [&str; 5] = [
    "How long does shipping to Canada take?",
    "Are your mugs dishwasher safe?",
    "Do you offer gift wrapping?",
    "How much is delivery inside Germany?",
    "How do I track my parcel?",
];

/// Quotes articles, and is as sure of itself as the test tells it to be; at a server, where it is told to say so.
#[derive(Debug)]
struct Sure(Extractive, Arc<Mutex<f64>>, Option<&'static str>);

#[async_trait]
impl Drafter for Sure {
    async fn draft(&self, order: &DraftOrder, passages: &[Passage]) -> Drafted {
        let mut drafted = self.0.draft(order, passages).await;
        if let Ok(draft) = &mut drafted.outcome {
            draft.signals.insert("p_send".to_owned(), *self.1.lock().unwrap());
        }
        drafted
    }

    fn foresee(&self, _order: &DraftOrder, _passages: &[Passage]) -> Option<Foreseen> {
        None
    }

    fn name(&self) -> &'static str {
        "extractive"
    }

    fn server(&self) -> Option<String> {
        self.2.map(str::to_owned)
    }
}

/// An encoder of which only the name differs.
#[derive(Debug)]
pub struct Named(pub &'static str);

impl SentenceEncoder for Named {
    fn encode(&self, _text: &str) -> Option<Vec<f32>> {
        None
    }

    fn id(&self) -> String {
        self.0.to_owned()
    }
}

/// Takes everything, and remembers what a visitor would have read.
#[derive(Debug, Default)]
pub struct Ears(Mutex<Vec<Request>>);

impl Ears {
    /// The posts, in order: action, conversation, words.
    pub fn posts(&self) -> Vec<(String, String, String)> {
        let told = self.0.lock().unwrap();
        let posts = told.iter().filter_map(|request| match &request.what {
            Wanted::Post { text, .. } => {
                Some((request.id.to_string(), request.conversation.clone(), text.clone()))
            }
            _ => None,
        });
        posts.collect()
    }
}

#[async_trait]
impl Relay for Ears {
    async fn perform(&self, request: &Request) -> Result<Applied, RelayError> {
        self.0.lock().unwrap().push(request.clone());
        Ok(Applied { message_id: Some(format!("relay-{}", request.id)) })
    }

    fn deduplicates(&self) -> bool {
        true
    }

    fn reads_back(&self) -> bool {
        true
    }
}

/// How the world is at the moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Weather {
    /// Drafts that are sure of themselves are right.
    Fair,
    /// Four in ten drafts are wrong, however sure.
    Foul,
}

pub struct Shop {
    pub db: Db,
    pub engine: Engine,
    pub clock: Arc<ManualClock>,
    pub ears: Arc<Ears>,
    dice: Dice,
    sure: Arc<Mutex<f64>>,
    /// Played so far.
    pub chats: u32,
    /// What the test saw leave without an owner, and how much of it was wrong.
    pub left: u32,
    pub left_wrong: u32,
}

const KEY: &str = "of-the-owner";

async fn world(
    db: &Db,
    drafter: Sure,
    encoder: Option<&'static str>,
    ears: &Arc<Ears>,
    clock: &Arc<ManualClock>,
) -> World {
    let encoder = encoder.map(|name| Arc::new(Named(name)) as Arc<dyn SentenceEncoder>);
    let knowledge = Arc::new(LiveKnowledge::open(Arc::new(db.clone()), encoder).await.unwrap());
    let relay: Arc<dyn Relay> = ears.clone();
    World {
        store: Arc::new(db.clone()),
        precedents: Arc::new(knowledge.precedents(Arc::new(db.clone()))),
        knowledge,
        drafter: Arc::new(drafter),
        ledger: Arc::new(db.clone()),
        surveys: Arc::new(db.clone()),
        autopilots: Arc::new(db.clone()),
        relays: Arc::new([("shop".to_owned(), relay)].into()),
        clock: clock.clone(),
    }
}

impl Shop {
    /// A shop that opens at `now`, and has allowed what may be earned.
    pub async fn open(db: Db, now: Timestamp) -> Self {
        let config = parse("banister.toml", "", &[]).unwrap();
        // The articles are old: nothing is fresh any more.
        put_path(&db, std::path::Path::new("examples/shop/knowledge"), now.minus_ms(30 * DAY)).await.unwrap();
        let clock = Arc::new(ManualClock::at(now));
        let (ears, sure) = (Arc::new(Ears::default()), Arc::new(Mutex::new(0.5)));
        let drafter = Sure(Extractive, sure.clone(), None);
        let world = world(&db, drafter, None, &ears, &clock).await;
        let settings = Settings {
            autonomy: Autonomy::Auto,
            min_confidence: 0.0,
            auto_per_day: 1_000,
            ..Settings::default()
        };
        let topics = db.topics().await.unwrap();
        let offered = topics.iter().filter(|topic| !topic.retired);
        let policy = Policy {
            settings,
            style: Style::default(),
            rulebook: Arc::new(rulebook(&config.rules).unwrap()),
            routing: Arc::new(Routing::built_in().unwrap()),
            scorer: Scorer::default(),
            budgets: None,
            holdout: None,
            autopilot: None,
            survey: Surveys::default(),
            topics: Arc::new(Topics::of(offered.map(|topic| (topic.slug.as_str(), topic.keywords.as_str())))),
            waiting: Waiting::default(),
        };
        let note = Note::new(now, "ada@shop.example", "token.made", "test");
        let token = ApiToken {
            token_hash: KEY.to_owned(),
            name: "test".to_owned(),
            scopes: Scopes::Full,
            created_at: now,
            made_by: "test".to_owned(),
            last_used_at: Some(now),
        };
        assert!(db.add_token(&token, &note).await.unwrap());
        db.pull(Lever::Allow, &Note::new(now, "ada@shop.example", "autopilot.allow", "all replies"))
            .await
            .unwrap();
        let engine = Engine::new(world, policy);
        Self { db, engine, clock, ears, dice: Dice::seeded(0x5eed), sure, chats: 0, left: 0, left_wrong: 0 }
    }

    /// The same shop, started anew with a server and an encoder.
    pub async fn restart(&mut self, server: Option<&'static str>, encoder: Option<&'static str>) {
        let drafter = Sure(Extractive, self.sure.clone(), server);
        let world = world(&self.db, drafter, encoder, &self.ears, &self.clock).await;
        self.engine = Engine::new(world, (*self.engine.policy()).clone());
    }

    /// The gate as the store has it.
    pub async fn line(&self) -> Line {
        let now = self.clock.now();
        self.db.autopilot(now, &[]).await.unwrap().line(Alpha::Five, now)
    }

    pub async fn mode(&self) -> Mode {
        self.line().await.gate.mode()
    }

    /// Chats until the gate stands as wished; at most `most` of them. Says how many it took.
    pub async fn until(
        &mut self,
        weather: Weather,
        most: u32,
        wished: impl Fn(&Line) -> bool,
    ) -> Option<u32> {
        for n in 1..=most {
            self.chat(weather).await;
            if wished(&self.line().await) {
                return Some(n);
            }
        }
        None
    }

    /// One visitor asks, and somebody, or nobody, answers. Thirty a day.
    pub async fn chat(&mut self, weather: Weather) {
        self.chats += 1;
        let sure = f64::from(self.dice.below(1_000)) / 1_000.0;
        *self.sure.lock().unwrap() = sure;
        let wrong = match weather {
            Weather::Fair if sure > 0.3 => self.dice.below(400) == 0,
            Weather::Fair => self.dice.below(6) == 0,
            Weather::Foul => self.dice.below(10) < 4,
        };
        let id = self.begin().await;
        self.answer(id, wrong).await;
        self.clock.advance_ms(45 * MINUTE);
        self.engine.settle().await.unwrap();
    }

    /// A visitor asks, and their draft is about to leave by itself: the chat, the suggestion, and the article it cites. Whatever
    /// does not leave on the way there is approved.
    pub async fn counting(&mut self) -> (ConversationId, SuggestionId, String) {
        for _ in 0..50 {
            self.chats += 1;
            *self.sure.lock().unwrap() = 0.99;
            let id = self.begin().await;
            match self.stage(id).await {
                Stage::Countdown { suggestion, draft, .. } => {
                    return (id, suggestion, draft.citations[0].slug().to_owned());
                }
                _ => self.answer(id, false).await,
            }
            self.clock.advance_ms(45 * MINUTE);
        }
        panic!("nothing is about to leave");
    }

    /// Where a chat stands.
    pub async fn stage(&self, id: ConversationId) -> Stage {
        self.db.load(id).await.unwrap().unwrap().conversation.unwrap().stage
    }

    /// The next visitor asks, and their draft is back.
    async fn begin(&mut self) -> ConversationId {
        let name = format!("chat-{}", self.chats);
        let id = ConversationId::of("shop", &name);
        // The owner is at her desk, and nowhere else.
        self.db.touch_token(KEY, self.clock.now()).await.unwrap();
        self.ask(&name, id).await;
        self.clock.advance_ms(3_000);
        self.engine.settle().await.unwrap();
        id
    }

    async fn ask(&mut self, name: &str, id: ConversationId) {
        let heard = Heard {
            message_id: format!("{name}-1"),
            author: Author::Visitor,
            private: false,
            text: self.dice.pick(&QUESTIONS).to_owned(),
            readable: true,
            name: Some("Visitor".to_owned()),
            author_id: Some(format!("visitor-{}", self.chats)),
            client_ref: None,
            edited: false,
        };
        self.hear(id, name, heard).await;
    }

    /// What the chat system tells of a message, and all that follows from it at once.
    pub async fn hear(&self, id: ConversationId, name: &str, heard: Heard) {
        let now = self.clock.now();
        let event = NewEvent {
            conversation: id,
            relay: "shop".to_owned(),
            external_conversation: name.to_owned(),
            key: heard.message_id.clone(),
            second_key: None,
            at: now,
            heard_at: now,
            sequence: None,
            sample: false,
            event: Event::MessageHeard(heard),
        };
        self.engine.hear(event).await.unwrap();
        self.engine.settle().await.unwrap();
    }

    async fn answer(&mut self, id: ConversationId, wrong: bool) {
        let looked = Event::ChatOpened { page_url: None, referrer: None };
        let now = self.engine.act(id, looked).await.unwrap();
        match &now.stage {
            Stage::InReview { suggestion, draft, .. } => {
                self.clock.advance_ms(40_000);
                let seen = Seen { revision: now.revision, draft_hash: draft.hash(), read_ms: Some(40_000) };
                let review =
                    if wrong { Review::Reject { reason: RejectReason::WrongFact } } else { Review::Approve };
                let by = "Ada".to_owned();
                let event = Event::Reviewed { suggestion: *suggestion, review, seen, by, undoable: false };
                self.engine.act(id, event).await.unwrap();
                self.engine.settle().await.unwrap();
            }
            Stage::Countdown { suggestion, .. } => {
                let suggestion = *suggestion;
                self.clock.advance_ms(10_000);
                self.engine.settle().await.unwrap();
                self.left += 1;
                self.left_wrong += u32::from(wrong);
                // One in four wrong ones comes back as a complaint.
                if wrong && self.dice.below(4) == 0 {
                    let event = Event::SentJudged { suggestion, judged: Judged::Wrong, by: "Ada".to_owned() };
                    self.engine.act(id, event).await.unwrap();
                }
            }
            other => panic!("{other:?}"),
        }
    }
}
