//! What is sent now, held back, joined, and never told twice: by table.

use super::tests_choices::at;
use super::{
    BATCH_MINUTES_MAX, Channel, Choices, Kind, Matter, Plan, Quiet, Still, Subject, Told, plan, still,
};
use crate::domain::Timestamp;
use crate::domain::waiting::Promise;

const OPEN: [Channel; 3] = Channel::ALL;

fn matter(kind: Kind, name: &str, since: Timestamp) -> Matter {
    let subject = Subject::parse(&format!("{}:{name}", kind.as_str())).unwrap();
    Matter { subject, kind, since, danger: false, conversation: None }
}

fn danger(name: &str, since: Timestamp) -> Matter {
    Matter { danger: true, ..matter(Kind::Handoff, name, since) }
}

/// Everything by mail, nothing gathered, quiet from ten to seven in Berlin.
fn choices() -> Choices {
    Choices {
        channels: Kind::CHOSEN.map(|kind| (kind, Channel::Email)).into(),
        quiet: Some(Quiet { from: 22 * 60, to: 7 * 60 }),
        batch_minutes: 0,
        ..Choices::unspoken("Europe/Berlin")
    }
}

fn sent(plan: &Plan) -> Vec<Vec<&str>> {
    plan.send.iter().map(|p| p.matters.iter().map(|m| m.subject.as_str()).collect()).collect()
}

fn noon() -> Timestamp {
    at("2026-12-01T11:00:00Z")
}

fn night() -> Timestamp {
    at("2026-12-01T22:30:10Z")
}

#[test]
fn what_is_wanted_is_sent_once_where_it_is_wanted() {
    let waiting = [matter(Kind::Suggestion, "a", noon()), matter(Kind::Handoff, "b", noon())];
    let all = plan(noon(), &choices(), &OPEN, &waiting, &Told::default());
    assert_eq!(sent(&all), [vec!["handoff:b", "suggestion:a"]], "joined, the weightier first");
    let told = Told { own: [waiting[1].subject.clone()].into(), team: [].into() };
    assert_eq!(sent(&plan(noon(), &choices(), &OPEN, &waiting, &told)), [vec!["suggestion:a"]]);
    let mut picky = choices();
    picky.channels.remove(&Kind::Suggestion);
    assert_eq!(sent(&plan(noon(), &picky, &OPEN, &waiting, &Told::default())), [vec!["handoff:b"]]);
    picky.channels.insert(Kind::Suggestion, Channel::Telegram);
    let by_channel = |choices: &Choices| {
        let plan = plan(noon(), choices, &OPEN, &waiting, &Told::default());
        plan.send.iter().map(|p| p.channel).collect::<Vec<_>>()
    };
    assert_eq!(by_channel(&picky), [Channel::Email], "no chat with the bot yet");
    picky.telegram_chat = Some(7);
    assert_eq!(by_channel(&picky), [Channel::Email, Channel::Telegram]);
    assert!(plan(noon(), &choices(), &[Channel::Webhook], &waiting, &Told::default()).send.is_empty());
}

#[test]
fn the_teams_channel_hears_of_a_thing_once_whoever_wants_it_told() {
    let mut choices = choices();
    choices.channels.insert(Kind::Handoff, Channel::Webhook);
    let waiting = [matter(Kind::Handoff, "b", noon()), matter(Kind::Suggestion, "b", noon())];
    let team = waiting.iter().map(|m| m.subject.clone()).collect();
    let told = Told { own: [].into(), team };
    assert_eq!(sent(&plan(noon(), &choices, &OPEN, &waiting, &told)), [vec!["suggestion:b"]]);
}

#[test]
fn within_the_quiet_hours_only_danger_is_told() {
    let waiting = [
        matter(Kind::Suggestion, "a", noon()),
        matter(Kind::Overdue, "a", noon()),
        matter(Kind::Digest, "2026-12-01", noon()),
        danger("d", night()),
    ];
    let held = plan(night(), &choices(), &OPEN, &waiting, &Told::default());
    assert_eq!(sent(&held), [vec!["handoff:d"]]);
    assert_eq!(held.next, at("2026-12-01T22:31:00Z"), "looked at again with the next minute");
    let morning = at("2026-12-02T06:00:00Z");
    let told = Told { own: [waiting[3].subject.clone()].into(), team: [].into() };
    let opened = plan(morning, &choices(), &OPEN, &waiting, &told);
    assert_eq!(sent(&opened), [vec!["overdue:a", "suggestion:a"], vec!["digest:2026-12-01"]]);
    let decided_meanwhile = &waiting[2..];
    assert_eq!(
        sent(&plan(morning, &choices(), &OPEN, decided_meanwhile, &told)),
        [vec!["digest:2026-12-01"]]
    );
}

#[test]
fn gathering_joins_what_comes_up_within_the_interval_and_does_not_start_anew_with_each() {
    let gathering = Choices { batch_minutes: 5, quiet: None, ..choices() };
    let minute = |n: i64| noon().plus_ms(n * 60_000);
    let mut waiting = vec![matter(Kind::Suggestion, "a", minute(0))];
    let early = plan(minute(1), &gathering, &OPEN, &waiting, &Told::default());
    assert_eq!((sent(&early).len(), early.next), (0, minute(5)));
    waiting.push(matter(Kind::Suggestion, "b", minute(3)));
    waiting.push(matter(Kind::NewChat, "c", minute(4)));
    let joined = plan(minute(5), &gathering, &OPEN, &waiting, &Told::default());
    assert_eq!(sent(&joined), [vec!["suggestion:a", "suggestion:b", "new_chat:c"]]);
    waiting.push(danger("d", minute(4)));
    let at_once = plan(minute(4), &gathering, &OPEN, &waiting, &Told::default());
    assert_eq!(sent(&at_once), [vec!["handoff:d"]], "danger does not wait for company");
}

#[test]
fn a_promise_about_to_break_is_told_at_once_and_takes_along_what_was_gathered() {
    let gathering = Choices { batch_minutes: BATCH_MINUTES_MAX, quiet: None, ..choices() };
    let promised =
        Promise { told_at: noon(), until: Some(noon().plus_ms(30 * 60_000)), alarmed: false, lag_ms: 0 };
    let (alarm, until) = (promised.alarm_at().unwrap(), promised.until.unwrap());
    let waiting = [matter(Kind::Suggestion, "a", noon()), matter(Kind::Promise, "b", alarm)];
    let before = plan(alarm.minus_ms(1), &gathering, &OPEN, &waiting, &Told::default());
    assert_eq!((before.send.len(), before.next), (0, alarm));
    assert!(before.next < until, "there is time left to keep it");
    assert_eq!(
        sent(&plan(alarm, &gathering, &OPEN, &waiting, &Told::default())),
        [vec!["promise:b", "suggestion:a"]]
    );
}

#[test]
fn an_alarm_is_not_told_before_its_time() {
    let waiting = [matter(Kind::Overdue, "a", noon().plus_ms(90_000))];
    let before = plan(noon(), &choices(), &OPEN, &waiting, &Told::default());
    assert_eq!((before.send.len(), before.next), (0, noon().plus_ms(90_000)));
    assert_eq!(sent(&plan(before.next, &choices(), &OPEN, &waiting, &Told::default())), [vec!["overdue:a"]]);
}

#[test]
fn a_planned_message_is_looked_at_again_before_it_is_sent() {
    let waiting = [matter(Kind::Suggestion, "a", noon()), matter(Kind::Suggestion, "b", noon())];
    let planned: Vec<Subject> = waiting.iter().map(|m| m.subject.clone()).collect();
    let again = |now, choices: &Choices, matters: &[Matter]| still(now, choices, &planned, matters);
    assert_eq!(again(noon(), &choices(), &waiting), Still::Send(waiting.to_vec()));
    assert_eq!(again(noon(), &choices(), &waiting[1..]), Still::Send(waiting[1..].to_vec()));
    assert_eq!(again(noon(), &choices(), &[]), Still::Gone);
    assert_eq!(again(night(), &choices(), &waiting), Still::Wait(at("2026-12-01T22:31:00Z")));
    let mut unwanted = choices();
    unwanted.channels.remove(&Kind::Suggestion);
    assert_eq!(again(noon(), &unwanted, &waiting), Still::Gone);
    let urgent = [danger("d", night())];
    assert_eq!(
        still(night(), &choices(), &[urgent[0].subject.clone()], &urgent),
        Still::Send(urgent.to_vec())
    );
    let test = [matter(Kind::Test, "t", night())];
    assert_eq!(still(night(), &choices(), &[test[0].subject.clone()], &test), Still::Send(test.to_vec()));
}
