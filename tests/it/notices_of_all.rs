//! Notices that are about no one chat, under a clock that is moved by hand: the scorecard, and what becomes of autopilot.

use banister::domain::autopilot::{Alpha, Autopilot, GateMove, Lever};
use banister::domain::gate::{EpochReason, GateEvent, GateInput};
use banister::domain::notice::{Kind, Quiet, Weekday};
use banister::domain::report::{Harm, ScopeMoves};
use banister::engine::{Notices, Outcome};
use banister::ports::{Autopilots as _, Clock as _, Content, Note};

use crate::notices_tick::Play;

const MINUTE: i64 = 60_000;

#[tokio::test]
async fn the_scorecard_is_told_once_a_week_also_by_two_processes_and_after_a_restart() {
    let mut play = Play::new().await;
    let now = play.clock.now();
    play.wants(&[Kind::Scorecard], |c| {
        c.scorecard_day = Weekday::Thursday;
        c.scorecard_minute = 9 * 60;
        c.scorecard_since = now;
        c.quiet = Some(Quiet { from: 0, to: 10 * 60 });
    })
    .await;
    for hour in 0..4 * 7 * 24 {
        play.clock.advance_ms(60 * MINUTE);
        let other = Notices::new(play.house.engine.clone(), play.world.clone(), play.settings.clone());
        let (one, two) = tokio::join!(play.notices.tick(), other.tick());
        assert!(one.is_ok() && two.is_ok());
        if hour % 50 == 0 {
            play.notices = other;
        }
    }
    assert_eq!(play.told(), vec![vec![Kind::Scorecard]; 4]);
    let taken = play.mail.taken.lock().unwrap();
    for bulletin in taken.iter() {
        // A Thursday, after the quiet hours: unix time began on one.
        let (day, hour) = (bulletin.at.0 / 86_400_000_000 % 7, bulletin.at.0 / 3_600_000_000 % 24);
        assert_eq!((day, hour), (0, 10));
        let Content::Scorecard { week, report } = &bulletin.content else { panic!("{bulletin:?}") };
        // It ends as Monday began, three days before.
        assert_eq!((week.to.0 / 86_400_000_000 % 7, week.to.0 % 86_400_000_000), (4, 0));
        assert!(bulletin.at.since(week.to) / 86_400_000_000 == 3 && week.chats == 0);
        let to = week.to.rfc3339();
        assert_eq!(report.as_deref(), Some(&*format!("https://desk.example.com/reports/scorecard?to={to}")));
    }
}

impl Play {
    /// A move of the gate by which something changed.
    async fn gate(&self, number: i64, events: Vec<GateEvent>) {
        let at = self.clock.now();
        let mut pilot: Autopilot = self.house.db.autopilot(at, &[]).await.unwrap();
        let input = GateInput::Epoch { reason: EpochReason::ByHand, at };
        let (_, moved) = pilot.take(Alpha::Five, input, at);
        let moved = GateMove { events, number, ..moved };
        let note = Note::new(at, "tests", "autopilot.restart", "5 %");
        assert!(self.house.db.add_move(&moved, &note).await.unwrap());
    }

    async fn pull(&self, by: &str, lever: Lever) {
        let note = Note::new(self.clock.now(), by, "autopilot.pulled", "all replies").because("odd answers");
        self.house.db.pull(lever, &note).await.unwrap();
    }

    /// The lines of every message about autopilot so far.
    fn news(&self) -> Vec<Vec<String>> {
        let taken = self.mail.taken.lock().unwrap();
        let lines = taken.iter().filter_map(|bulletin| match &bulletin.content {
            Content::Autopilot { news, more: 0, page } => {
                assert_eq!(page.as_deref(), Some("https://desk.example.com/autopilot"));
                Some(news.iter().map(|one| one.words.clone()).collect())
            }
            _ => None,
        });
        lines.collect()
    }
}

#[tokio::test]
async fn what_becomes_of_autopilot_is_told_once_to_owners_and_not_what_they_did_themselves() {
    let play = Play::new().await;
    // Nothing chosen about autopilot: an owner is told where the rest is told.
    play.wants(&[Kind::Handoff], |_| ()).await;
    play.gate(1, vec![GateEvent::Started { epoch: 1, tau: 0.7 }]).await;
    // Last month's, seen by a service that starts today.
    play.after(40 * 24 * 60).await;
    assert!(play.news().is_empty());
    play.gate(2, vec![GateEvent::InForce { epoch: 1, lambda: 0.7, first: false }]).await;
    play.pull("ada@example.com", Lever::Pause).await;
    play.after(1).await;
    assert!(play.news().is_empty(), "a step on the way, and her own deed");
    play.gate(3, vec![GateEvent::Resumed { epoch: 1 }]).await;
    play.pull("Bob", Lever::Pause).await;
    play.after(1).await;
    let expected = vec![vec![
        "At most 5 % wrong: The checks are up to date: it goes on.".to_owned(),
        "Bob paused it: nothing leaves without an owner. Reason: odd answers".to_owned(),
    ]];
    let mut told = play.news();
    for message in &mut told {
        message.sort();
    }
    assert_eq!(told, expected);
    for _ in 0..30 {
        assert_eq!(play.after(60).await, Outcome::Idle, "once");
    }
}

#[tokio::test]
async fn an_owner_who_never_allowed_it_is_told_that_it_was_earned() {
    let play = Play::new().await;
    play.wants(&[Kind::Autopilot], |_| ()).await;
    play.gate(1, vec![GateEvent::InForce { epoch: 1, lambda: 0.7, first: true }]).await;
    play.after(1).await;
    let words = "At most 5 % wrong: Earned: replies could leave by themselves; allow it on Autopilot (or end the pause there).";
    assert_eq!(play.news(), vec![vec![words.to_owned()]]);
    play.gate(2, vec![GateEvent::InForce { epoch: 1, lambda: 0.6, first: false }]).await;
    assert_eq!(play.after(60).await, Outcome::Idle, "a looser one is a step on the way");
}

#[tokio::test]
async fn a_fall_back_is_told_when_it_begins_and_when_it_is_over_also_by_two_processes() {
    let play = Play::new().await;
    let harm = Harm {
        sentence: "Over all chats, visitors are less happy.".to_owned(),
        ai_n: 400,
        human_n: 100,
        points: -35.0,
        low: -50.0,
        high: -20.0,
    };
    let begins = ScopeMoves { begin: vec![(String::new(), harm)], end: Vec::new() };
    let other = Notices::new(play.house.engine.clone(), play.world.clone(), play.settings.clone());
    for moves in [begins, ScopeMoves { begin: Vec::new(), end: vec![String::new()] }] {
        assert_eq!(play.house.db.follow_scope(&moves, play.clock.now()).await.unwrap(), 1);
        play.clock.advance_ms(MINUTE);
        let (one, two) = tokio::join!(play.notices.tick(), other.tick());
        assert!(one.is_ok() && two.is_ok());
    }
    let told = play.news();
    assert_eq!(told.iter().map(Vec::len).collect::<Vec<_>>(), [1, 1]);
    assert!(told[0][0].starts_with("Everything falls back to suggestions: Over all chats"), "{told:?}");
    assert!(told[1][0].starts_with("AI is no longer shown to harm"), "{told:?}");
}

#[tokio::test]
async fn who_chose_not_to_hear_of_autopilot_does_not() {
    let play = Play::new().await;
    play.wants(&[Kind::Handoff], |c| c.autopilot_chosen = true).await;
    play.pull("Bob", Lever::Pause).await;
    for _ in 0..5 {
        assert_eq!(play.after(1).await, Outcome::Idle);
    }
    assert!(play.told().is_empty());
}
