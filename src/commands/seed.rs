//! Eight weeks of simulated past chats, run through the real chain under a clock that is moved by hand. Marked as sample.

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context as _;

use super::clock::ManualClock;
use super::drafter::drafter;
use super::rules::{routing, rulebook};
use crate::config::Config;
use crate::domain::survey::{NpsRules, Scale, Surveys};
use crate::domain::waiting::Waiting;
use crate::domain::{
    Author, Conversation, ConversationId, Event, Heard, Instrument, Policy, Rating, Review, Scorer, Seen,
    Stage, SurveyId, Timestamp,
};
use crate::engine::{Engine, World};
use crate::knowledge::LiveKnowledge;
use crate::ports::{
    Asking, Clock, Desk as _, Handbook as _, NewEvent, NewSurvey, Note, Relay, Surveys as _, Topic,
};
use crate::relay::PlaygroundRelay;
use crate::store::Db;

/// What visitors of the sample shop ask. Some of it only a person should answer.
const QUESTIONS: &[&str] = &[
    "How long does shipping to Canada take?",
    "Are your mugs dishwasher safe?",
    "Can you engrave a name on a bowl?",
    "Do you ship to Norway, and how long does it take?",
    "What are your opening hours on Saturday?",
    "Is the glaze food safe?",
    "Do you offer gift wrapping?",
    "How much is delivery inside Germany?",
    "When will the blue breakfast bowl be back in stock?",
    "Can I visit the workshop?",
    "How do I track my parcel?",
    "How big is the large mug?",
    "Do you sell to cafes at wholesale prices?",
    "How should I look after the unglazed rim?",
    "How do I stop the newsletter?",
    "Can I put the mugs in the microwave?",
];

const HELD: &[&str] = &[
    "I want a refund for my broken bowl",
    "You charged me twice for one mug!",
    "Please cancel my order",
    "There is a mistake on my invoice",
];

/// What a human answers in the sample.
const BY_HAND: &[&str] = &[
    "Hi, thanks for asking! Let me look that up: yes, that works as described on the product page.",
    "Good question. I have checked in the workshop and will send you the details in a minute.",
    "Hello! That depends a little on the piece; most of ours do. Which one do you have in mind?",
];

/// How many chats are simulated.
const CHATS: u32 = 160;

/// Over how long they are spread, ms: what the scorecard looks back on. The nearer, the more of them.
const SPREAD_MS: i64 = 55 * 86_400_000;

/// Topics of the shop, by the slugs that a new store has, and the words that suggest them.
const TOPICS: &[(&str, &str, &str)] = &[
    ("shipping", "Shipping", "shipping\nship\ndelivery\nparcel"),
    ("products", "Products", "mug\nmugs\nbowl\nglaze\nrim\nback in stock"),
    ("orders", "Orders", "gift wrapping\nengrave\nwholesale\norder"),
    ("billing", "Billing", "charged\ninvoice\nrefund"),
];

const MINUTE_MS: i64 = 60_000;

pub(super) async fn sample_chats(config: &Config, db: &Db, now: Timestamp) -> anyhow::Result<()> {
    let clock = Arc::new(ManualClock::at(now));
    let relays: HashMap<String, Arc<dyn Relay>> =
        HashMap::from([("playground".to_owned(), Arc::new(PlaygroundRelay) as Arc<dyn Relay>)]);
    let knowledge = Arc::new(LiveKnowledge::open(Arc::new(db.clone()), None).await?);
    let world = World {
        store: Arc::new(db.clone()),
        precedents: Arc::new(knowledge.precedents(Arc::new(db.clone()))),
        knowledge,
        drafter: drafter(config)?,
        ledger: Arc::new(db.clone()),
        surveys: Arc::new(db.clone()),
        autopilots: Arc::new(db.clone()),
        relays: Arc::new(relays),
        clock: clock.clone(),
    };
    let policy = Policy {
        settings: config.policy.clone(),
        style: config.reply.clone(),
        rulebook: Arc::new(rulebook(&config.rules)?),
        routing: Arc::new(routing()?),
        scorer: Scorer::default(),
        budgets: None,
        holdout: None,
        autopilot: None,
        survey: Surveys::default(),
        topics: Arc::default(),
        waiting: Waiting::default(),
    };
    let shop = Shop { engine: Engine::new(world, policy), clock, db: db.clone() };
    shop.topics(now).await?;
    let mut dice = Dice(0x5eed);
    for chat in 0..CHATS {
        let left = i64::from(CHATS - chat);
        let age = SPREAD_MS * left * left / i64::from(CHATS * CHATS);
        // A chat that comes back five hours later is over by now all the same: pages follow the newest change.
        let start = now.minus_ms(age + 7 * 60 * MINUTE_MS);
        shop.chat(chat, start, &mut dice).await.with_context(|| format!("chat {chat}"))?;
    }
    shop.waiting(now).await
}

struct Shop {
    engine: Engine,
    clock: Arc<ManualClock>,
    db: Db,
}

impl Shop {
    /// Keywords sort the chats as they come, as they would for an owner.
    async fn topics(&self, now: Timestamp) -> anyhow::Result<()> {
        for (slug, name, keywords) in TOPICS {
            let topic = Topic {
                slug: (*slug).to_owned(),
                name: (*name).to_owned(),
                retired: false,
                keywords: (*keywords).to_owned(),
            };
            self.db.put_topic(&topic, &Note::new(now, "demo", "topic.saved", slug)).await?;
        }
        super::topics::look(&self.db, &self.engine).await?;
        Ok(())
    }

    async fn chat(&self, n: u32, start: Timestamp, dice: &mut Dice) -> anyhow::Result<()> {
        let name = format!("sample-{n:03}");
        let id = ConversationId::of("playground", &name);
        let held = dice.below(9) == 0;
        let question = dice.pick(if held { HELD } else { QUESTIONS });
        self.clock.set(start);
        self.say(&name, question).await?;
        self.clock.advance_ms(3_000);
        self.engine.settle().await?;
        let by_hand = held || dice.below(2) == 0;
        self.clock.advance_ms(MINUTE_MS * i64::from(1 + dice.below(if by_hand { 14 } else { 5 })));
        self.answer(id, by_hand, dice).await?;
        self.clock.advance_ms(MINUTE_MS * i64::from(2 + dice.below(20)));
        self.tell(&name, "resolved", Event::ChatResolved { by: "user".to_owned() }).await?;
        self.asked(id, &name, n, dice).await?;
        if dice.below(14) == 0 {
            self.clock.advance_ms(5 * 60 * MINUTE_MS);
            self.say(&name, "One more thing: is that also true for the small bowls?").await?;
            self.clock.advance_ms(3_000);
            self.engine.settle().await?;
            self.answer(id, true, dice).await?;
            self.clock.advance_ms(MINUTE_MS);
            self.tell(&name, "resolved-again", Event::ChatResolved { by: "user".to_owned() }).await?;
        }
        Ok(self.engine.settle().await?)
    }

    /// Made-up visitors are not asked by the service: the row says what would have been, so that reports have a share of
    /// answers. The same chances on both sides: sample data must not flatter anybody.
    async fn asked(&self, id: ConversationId, name: &str, n: u32, dice: &mut Dice) -> anyhow::Result<()> {
        let now = self.clock.now();
        let thread = self.db.thread(id).await?;
        let Some(episode) = thread.and_then(|t| t.row.conversation.episode).map(|e| e.id) else {
            return Ok(());
        };
        let survey = SurveyId::derived(now, &["sample", name]);
        let wanted = NewSurvey {
            id: survey,
            conversation: id,
            episode,
            visitor: name.to_owned(),
            scale: Scale::Stars,
            language: Some("en".to_owned()),
            token_hash: String::new(),
        };
        // Every third is asked whether they would recommend the shop.
        let rules = NpsRules { on: n % 3 == 2, every: 1, days: 1 };
        let Asking::Ask { instrument, .. } = self.db.ask_survey(&wanted, Ok(rules), now).await? else {
            return Ok(());
        };
        if dice.below(10) >= 7 {
            return Ok(());
        }
        self.clock.advance_ms(MINUTE_MS);
        let scores = match instrument {
            Instrument::Csat => [5, 5, 4, 4, 5, 3, 4, 5, 2, 4],
            Instrument::Nps => [10, 9, 8, 9, 7, 10, 6, 9, 8, 3],
        };
        let score = scores.get(dice.below(10) as usize).copied().unwrap_or(4);
        self.rate(name, &survey.to_string(), instrument, score).await
    }

    async fn answer(&self, id: ConversationId, by_hand: bool, dice: &mut Dice) -> anyhow::Result<()> {
        let now = self.engine.act(id, Event::ChatOpened { page_url: None, referrer: None }).await?;
        let event = match (&now.stage, by_hand) {
            (Stage::InReview { .. }, false) => reviewed(&now, dice),
            _ => Some(Event::OwnerReplied {
                by: "Demo owner".to_owned(),
                text: dice.pick(BY_HAND).to_owned(),
                template: None,
                read_ms: None,
            }),
        };
        if let Some(event) = event {
            self.engine.act(id, event).await?;
        }
        Ok(self.engine.settle().await?)
    }

    /// Something to do right away: one suggestion, one held chat.
    async fn waiting(&self, now: Timestamp) -> anyhow::Result<()> {
        for (i, question) in
            ["Hello! How long does an engraved piece take?", "I was charged twice, I want my money back"]
                .into_iter()
                .enumerate()
        {
            self.clock.set(now.minus_ms(90_000 - 30_000 * i64::try_from(i).unwrap_or(0)));
            self.say(&format!("sample-waiting-{i}"), question).await?;
            self.clock.advance_ms(3_000);
            self.engine.settle().await?;
        }
        Ok(())
    }

    async fn say(&self, name: &str, text: &str) -> anyhow::Result<()> {
        let message_id = format!("{name}-{}", self.clock.now().0);
        let heard = Heard {
            message_id: message_id.clone(),
            author: Author::Visitor,
            private: false,
            text: text.to_owned(),
            readable: true,
            name: Some("Sample visitor".to_owned()),
            author_id: None,
            client_ref: None,
            edited: false,
        };
        self.tell(name, &message_id, Event::MessageHeard(heard)).await
    }

    async fn rate(&self, name: &str, survey: &str, instrument: Instrument, score: u8) -> anyhow::Result<()> {
        let rating = Rating { instrument, survey_id: survey.to_owned(), score, comment: None };
        self.tell(name, survey, Event::Rated(rating)).await
    }

    async fn tell(&self, name: &str, key: &str, event: Event) -> anyhow::Result<()> {
        let now = self.clock.now();
        let event = NewEvent {
            conversation: ConversationId::of("playground", name),
            relay: "playground".to_owned(),
            external_conversation: name.to_owned(),
            key: format!("sample:{name}:{key}"),
            second_key: None,
            at: now,
            heard_at: now,
            sequence: None,
            sample: true,
            event,
        };
        self.engine.hear(event).await?;
        Ok(self.engine.settle().await?)
    }
}

/// The demo's owner reads before deciding, ms: what is approved unread says nothing about a draft.
const READ_MS: u64 = 25_000;

fn reviewed(now: &Conversation, dice: &mut Dice) -> Option<Event> {
    let Stage::InReview { suggestion, draft, .. } = &now.stage else { return None };
    let review = if dice.below(5) == 0 {
        Review::Edit {
            text: format!("{}\n\nLet us know if anything is unclear!", draft.text),
            only_tone: true,
        }
    } else {
        Review::Approve
    };
    Some(Event::Reviewed {
        suggestion: *suggestion,
        review,
        seen: Seen { revision: now.revision, draft_hash: draft.hash(), read_ms: Some(READ_MS) },
        by: "Demo owner".to_owned(),
        undoable: false,
    })
}

/// A small generator (Knuth's MMIX constants) so that the sample is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from(self.0 >> 33).unwrap_or(0) % n.max(1)
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        let n = u32::try_from(from.len()).unwrap_or(1);
        from.get(self.below(n) as usize).copied().unwrap_or_default()
    }
}
