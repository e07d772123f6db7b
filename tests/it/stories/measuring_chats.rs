//! What happens in a chat of the generated year: questions, answers in every way, ends, ratings and purchases.

use banister::domain::{
    Author, Conversation, Event, Heard, Instrument, Rating, RejectReason, RelayStatus, Review, Seen, Stage,
    Timestamp,
};
use banister::ports::NewEvent;

use super::measuring_year::{Chat, DAY, HOUR, MINUTE, Year};

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

impl Year {
    pub(super) async fn turn(&mut self, chat: &Chat) {
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
        // Where there is a lottery, some are never answered.
        if !(self.lottery && self.dice.below(8) == 0) {
            self.answer(chat).await;
        }
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

    pub(super) async fn end(&mut self, chat: &Chat) {
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

    pub(super) async fn rate(&mut self, chat: &Chat, instrument: Instrument, episode: u32, weeks: i64) {
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

    pub(super) async fn came(&mut self, chat: &Chat) {
        let page_url = self.dice.pick(&PAGES).map(str::to_owned);
        let referrer = self.dice.pick(&FROM).map(str::to_owned);
        let now = self.clock_now();
        self.tell(chat, &format!("came-{}", now.0), now, Event::ChatOpened { page_url, referrer }).await;
    }

    pub(super) async fn sort(&mut self, chat: &Chat) {
        let primary = self.dice.pick(&[None, Some("orders"), Some("returns")]).map(str::to_owned);
        let secondary = vec!["shipping".to_owned(), "billing".to_owned()];
        let secondary = secondary.into_iter().take(self.dice.below(3) as usize).collect();
        self.clock.advance_ms(5);
        let event = Event::Tagged { by: "Ada".to_owned(), primary, secondary };
        self.engine.act(chat.id, event).await.unwrap();
    }

    pub(super) async fn buy(&mut self, chat: &Chat) {
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
