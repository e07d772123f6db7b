//! Notices under a clock that is moved by hand: alarms, tries, quiet hours and digests, each at its time and once.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use banister::commands::{House, ManualClock, SystemClock, assemble};
use banister::config::parse;
use banister::domain::notice::{Alarms, Channel, Choices, Kind, Quiet};
use banister::domain::report::ReportSettings;
use banister::domain::{Author, ConversationId, Event, Heard, Timestamp};
use banister::engine::{NoticeSettings, NoticeWorld, Notices, Outcome};
use banister::ports::{
    Accounts as _, Address, Bulletin, Clock as _, Content, Naming, NewEvent, Note, NoticeBook as _, Notifier,
    NotifyError, Role, User,
};
use banister::store::{Db, Settings};
use banister::web::Site;

const MINUTE: i64 = 60_000;

/// Takes messages, or says what it was told to say.
#[derive(Debug, Default)]
pub(crate) struct Recorder {
    pub(crate) taken: Mutex<Vec<Bulletin>>,
    says: Mutex<VecDeque<NotifyError>>,
}

#[async_trait]
impl Notifier for Recorder {
    async fn send(&self, _to: &Address, bulletin: &Bulletin) -> Result<(), NotifyError> {
        if let Some(error) = self.says.lock().unwrap().pop_front() {
            return Err(error);
        }
        self.taken.lock().unwrap().push(bulletin.clone());
        Ok(())
    }

    async fn knock(&self) -> Result<String, NotifyError> {
        Ok("here".to_owned())
    }

    fn room(&self) -> usize {
        3
    }
}

pub(crate) struct Play {
    pub(crate) house: House,
    pub(crate) notices: Notices,
    pub(crate) world: NoticeWorld,
    pub(crate) settings: NoticeSettings,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) mail: Arc<Recorder>,
    _folder: tempfile::TempDir,
}

fn refused() -> NotifyError {
    NotifyError::Refused { detail: "451 later".to_owned(), retry_after_ms: None }
}

impl Play {
    /// One person, all by mail, at once, by the clock of UTC.
    pub(crate) async fn new() -> Self {
        crate::world::tls();
        let folder = tempfile::tempdir().unwrap();
        let db = Db::open(&Settings { url: format!("sqlite:{}", folder.path().join("t.db").display()) })
            .await
            .unwrap();
        let text = format!("[embedding]\npath = \"{}\"\n", folder.path().join("none").display());
        let config = parse("t.toml", &text, &[]).unwrap();
        let house = assemble(&config, db.clone(), Site::default(), Arc::new(String::new)).await.unwrap();
        let now = SystemClock.now();
        let ada = User {
            id: "usr_ada".to_owned(),
            email: "ada@example.com".to_owned(),
            name: "Ada".to_owned(),
            role: Role::Owner,
            password_hash: String::new(),
            created_at: now,
            last_sign_in_at: None,
            second_factor: None,
        };
        let note = Note::new(now, "tests", "user.added", "ada");
        assert_eq!(db.add_user(&ada, &note).await.unwrap(), Naming::Done);
        let clock = Arc::new(ManualClock::at(now));
        let mail = Arc::new(Recorder::default());
        let notifiers: HashMap<Channel, Arc<dyn Notifier>> = [(Channel::Email, mail.clone() as _)].into();
        let world = NoticeWorld {
            book: Arc::new(db.clone()),
            links: Arc::new(db.clone()),
            accounts: Arc::new(db.clone()),
            autopilots: Arc::new(db.clone()),
            desk: Arc::new(db.clone()),
            notifiers: Arc::new(notifiers),
            clock: clock.clone(),
        };
        let settings = NoticeSettings {
            alarms: Alarms { overdue_ms: Some(15 * MINUTE) },
            link_ms: 60 * MINUTE,
            public_url: Some("https://desk.example.com".to_owned()),
            team_decides_as: None,
            time_zone: "UTC".to_owned(),
            report: ReportSettings::default(),
        };
        let notices = Notices::new(house.engine.clone(), world.clone(), settings.clone());
        let play = Self { house, notices, world, settings, clock, mail, _folder: folder };
        play.wants(&[Kind::Handoff, Kind::Overdue], |_| ()).await;
        play
    }

    pub(crate) async fn wants(&self, kinds: &[Kind], change: impl Fn(&mut Choices)) {
        let mut choices = Choices {
            channels: kinds.iter().map(|kind| (*kind, Channel::Email)).collect(),
            batch_minutes: 0,
            ..Choices::unspoken("UTC")
        };
        change(&mut choices);
        self.notices.choose("usr_ada", &choices).await.unwrap();
        // Two changes at the same moment of a clock that stands are not told apart.
        self.clock.advance_ms(1);
    }

    /// A visitor says what a rule holds: a human is needed.
    async fn held(&self, name: &str) {
        // The engine lives by the system's clock: ours is never behind it.
        let now = SystemClock.now();
        self.clock.set(self.clock.now().max(now));
        let event = NewEvent {
            conversation: ConversationId::of("shop", name),
            relay: "shop".to_owned(),
            external_conversation: name.to_owned(),
            key: format!("k:{name}"),
            second_key: None,
            at: now,
            heard_at: now,
            sequence: None,
            sample: false,
            event: Event::MessageHeard(Heard {
                message_id: "m1".to_owned(),
                author: Author::Visitor,
                private: false,
                text: "I want a refund now".to_owned(),
                readable: true,
                name: Some(name.to_owned()),
                author_id: None,
                client_ref: None,
                edited: false,
            }),
        };
        self.house.engine.hear(event).await.unwrap();
        self.house.engine.tick_lanes().await.unwrap();
    }

    /// Somebody says that it is theirs.
    async fn taken(&self, name: &str) {
        let event = Event::TakenOver { by: "Eve".to_owned(), why: None };
        self.house.engine.act(ConversationId::of("shop", name), event).await.unwrap();
    }

    pub(crate) async fn after(&self, minutes: i64) -> Outcome {
        self.clock.advance_ms(minutes * MINUTE);
        self.notices.tick().await.unwrap()
    }

    /// What was told so far: the kinds of each message.
    pub(crate) fn told(&self) -> Vec<Vec<Kind>> {
        let kinds = |bulletin: &Bulletin| match &bulletin.content {
            Content::Matters { lines, .. } => lines.iter().map(|item| item.line.kind).collect(),
            Content::Digest { .. } => vec![Kind::Digest],
            Content::Scorecard { .. } => vec![Kind::Scorecard],
            Content::Autopilot { news, .. } => vec![Kind::Autopilot; news.len()],
            Content::Test => vec![Kind::Test],
        };
        self.mail.taken.lock().unwrap().iter().map(kinds).collect()
    }

    fn say(&self, errors: impl IntoIterator<Item = NotifyError>) {
        self.mail.says.lock().unwrap().extend(errors);
    }

    async fn states(&self) -> Vec<String> {
        let rows = self.house.db.notices_of("usr_ada", 20).await.unwrap();
        rows.into_iter().map(|row| row.state).collect()
    }
}

#[tokio::test]
async fn a_handoff_is_told_at_once_and_the_wait_when_it_is_too_long_each_once() {
    let play = Play::new().await;
    assert_eq!(play.after(0).await, Outcome::Idle);
    play.held("a").await;
    play.after(1).await;
    assert_eq!(play.told(), [vec![Kind::Handoff]]);
    for _ in 0..13 {
        assert_eq!(play.after(1).await, Outcome::Idle);
    }
    play.after(2).await;
    assert_eq!(play.told(), [vec![Kind::Handoff], vec![Kind::Overdue]]);
    for _ in 0..5 {
        assert_eq!(play.after(60).await, Outcome::Idle);
    }
}

#[tokio::test]
async fn what_is_refused_is_tried_at_growing_distances_and_given_up_in_the_end() {
    let play = Play::new().await;
    play.wants(&[Kind::Handoff], |_| ()).await;
    play.held("a").await;
    play.say((0..20).map(|_| refused()));
    let mut tries = Vec::new();
    for minute in 0..1_200 {
        let before = play.mail.says.lock().unwrap().len();
        play.after(i64::from(minute > 0)).await;
        if play.mail.says.lock().unwrap().len() < before {
            tries.push(minute);
        }
    }
    assert_eq!(tries, [0, 1, 2, 7, 22, 82, 262, 622]);
    assert_eq!(play.states().await, ["failed"]);
    assert!(play.told().is_empty());
}

#[tokio::test]
async fn mail_that_may_have_left_is_sent_once_more_and_then_left_alone() {
    let play = Play::new().await;
    play.wants(&[Kind::Handoff], |_| ()).await;
    play.held("a").await;
    let unknown = || NotifyError::Unknown { detail: "broke off".to_owned() };
    play.say([refused(), unknown(), refused(), unknown()]);
    for _ in 0..300 {
        play.after(1).await;
    }
    assert_eq!(play.states().await, ["unsure"]);
    assert!(play.mail.says.lock().unwrap().is_empty() && play.told().is_empty());
}

#[tokio::test]
async fn quiet_hours_that_begin_while_a_notice_is_put_off_hold_it_until_they_end() {
    let play = Play::new().await;
    let minute_of_day = play.clock.now().0 / 60_000_000 % 1_440;
    let at = |after: i64| u16::try_from((minute_of_day + after) % 1_440).unwrap();
    play.wants(&[Kind::Handoff], |c| c.quiet = Some(Quiet { from: at(3), to: at(63) })).await;
    play.held("a").await;
    play.say([refused(), refused()]);
    for _ in 0..60 {
        play.after(1).await;
        assert!(play.told().is_empty());
    }
    play.after(5).await;
    assert_eq!(play.told(), [vec![Kind::Handoff]]);
    assert_eq!(play.states().await, ["sent"]);
}

#[tokio::test]
async fn what_is_settled_while_a_notice_is_put_off_is_left_out_and_an_empty_one_is_dropped() {
    let play = Play::new().await;
    play.wants(&[Kind::Handoff], |_| ()).await;
    play.held("a").await;
    play.held("b").await;
    play.say([refused()]);
    play.after(0).await;
    play.taken("a").await;
    play.after(1).await;
    assert_eq!(play.told(), [vec![Kind::Handoff]], "of two, the one that still waits");
    play.held("c").await;
    play.say([refused()]);
    play.after(1).await;
    play.taken("c").await;
    play.after(1).await;
    assert_eq!(play.told().len(), 1);
    assert_eq!(play.states().await, ["dropped", "sent"]);
}

#[tokio::test]
async fn a_morning_after_a_full_night_is_one_message_that_says_how_many_more_there_are() {
    let play = Play::new().await;
    for n in 0..7 {
        play.held(&format!("c{n}")).await;
    }
    play.wants(&[Kind::Handoff], |_| ()).await;
    play.after(0).await;
    let taken = play.mail.taken.lock().unwrap();
    let Content::Matters { lines, more } = &taken[0].content else { panic!("{:?}", taken[0]) };
    assert_eq!((taken.len(), lines.len(), *more), (1, 3, 4));
    assert_eq!(
        lines[0].open.as_deref().map(|url| url.starts_with("https://desk.example.com/conversations/con_")),
        Some(true)
    );
}

#[tokio::test]
async fn the_digest_is_told_once_a_day_at_its_minute() {
    let play = Play::new().await;
    let minute_of_day = play.clock.now().0 / 60_000_000 % 1_440;
    let digest_minute = u16::try_from((minute_of_day + 10) % 1_440).unwrap();
    let now = play.clock.now();
    play.wants(&[Kind::Digest], |c| {
        c.digest_minute = digest_minute;
        c.digest_since = now;
    })
    .await;
    let mut times = Vec::new();
    for minute in 1..=3 * 1_440 {
        let before = play.told().len();
        play.after(1).await;
        if play.told().len() > before {
            times.push(minute);
        }
    }
    assert_eq!(times, [10, 1_450, 2_890]);
    assert!(play.told().iter().all(|kinds| *kinds == [Kind::Digest]));
    let taken = play.mail.taken.lock().unwrap();
    let Content::Digest { day, .. } = &taken[1].content else { panic!("{:?}", taken[1]) };
    assert_eq!(day.to.since(day.from), 86_400_000_000);
    assert!(day.to <= Timestamp(play.clock.now().0));
}
