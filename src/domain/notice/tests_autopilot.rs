//! What becomes of autopilot: told once, fresh, in company of its own, by default to owners, and not to whoever did it.

use super::tests_choices::at;
use super::{Channel, Choices, Kind, Matter, NEWS_MS, Planned, Quiet, Told, autopilot_matters, plan};
use crate::domain::Timestamp;
use crate::domain::autopilot::{News, Tone};

const OPEN: [Channel; 2] = [Channel::Email, Channel::Webhook];

fn now() -> Timestamp {
    at("2026-11-30T12:00:00Z")
}

fn news(key: &str, ago_ms: i64, by: Option<&str>) -> News {
    News {
        key: key.to_owned(),
        at: now().minus_ms(ago_ms),
        tone: Tone::Won,
        words: format!("words of {key}"),
        by: by.map(str::to_owned),
    }
}

fn subjects(news: &[News], email: &str) -> Vec<String> {
    autopilot_matters(now(), news, email).iter().map(|m| m.subject.as_str().to_owned()).collect()
}

fn sent(choices: &Choices, matters: &[Matter], told: &Told) -> Vec<Planned> {
    plan(now(), choices, &OPEN, matters, told).send
}

#[test]
fn only_what_is_a_day_old_at_most_and_somebody_elses_is_news() {
    let all = [
        news("5.1", NEWS_MS, None),
        news("5.2", NEWS_MS - 1, None),
        news("lever.1", 1, Some("ada@example.com")),
        news("lever.2", 1, Some("bob@example.com")),
    ];
    assert_eq!(subjects(&all, "ada@example.com"), ["autopilot:5.2", "autopilot:lever.2"]);
    assert_eq!(subjects(&all, "bob@example.com"), ["autopilot:5.2", "autopilot:lever.1"]);
}

#[test]
fn each_change_is_told_once_and_those_of_the_same_minutes_together() {
    let all = [news("5.1", 400_000, None), news("5.2", 1, None)];
    let choices = Choices::unspoken("UTC").of_owner();
    let matters = autopilot_matters(now(), &all, "ada@example.com");
    let first = sent(&choices, &matters, &Told::default());
    assert_eq!((first.len(), first[0].channel, first[0].matters.len()), (1, Channel::Email, 2));
    let own = first[0].matters.iter().map(|m| m.subject.clone()).collect();
    assert!(sent(&choices, &matters, &Told { own, ..Told::default() }).is_empty());
    let fresh = autopilot_matters(now(), &all[1..], "ada@example.com");
    assert!(sent(&choices, &fresh, &Told::default()).is_empty(), "it is gathered like the rest");
}

#[test]
fn it_shares_no_message_with_chats_and_waits_for_the_end_of_the_quiet_hours() {
    let chat = Matter {
        subject: super::Subject::parse("overdue:con_1:7").unwrap(),
        kind: Kind::Overdue,
        since: now().minus_ms(400_000),
        danger: false,
        conversation: None,
    };
    let mut matters = autopilot_matters(now(), &[news("5.1", 400_000, None)], "a");
    matters.push(chat);
    let choices = Choices::unspoken("UTC").of_owner();
    let kinds: Vec<Vec<Kind>> = sent(&choices, &matters, &Told::default())
        .iter()
        .map(|planned| planned.matters.iter().map(|m| m.kind).collect())
        .collect();
    assert_eq!(kinds, [vec![Kind::Overdue], vec![Kind::Autopilot]]);
    let quiet = Choices { quiet: Some(Quiet { from: 11 * 60, to: 13 * 60 }), ..choices };
    assert!(sent(&quiet, &matters, &Told::default()).is_empty());
}

#[test]
fn owners_are_told_where_they_are_told_the_rest_unless_they_chose_otherwise() {
    let channel = |choices: Choices| choices.of_owner().channels.get(&Kind::Autopilot).copied();
    assert_eq!(Choices::unspoken("UTC").channels.get(&Kind::Autopilot), None, "nobody but owners");
    assert_eq!(channel(Choices::unspoken("UTC")), Some(Channel::Email));
    let with = |channels: &[(Kind, Channel)], autopilot_chosen| Choices {
        channels: channels.iter().copied().collect(),
        autopilot_chosen,
        ..Choices::unspoken("UTC")
    };
    let team = [(Kind::Digest, Channel::Email), (Kind::Handoff, Channel::Webhook)];
    assert_eq!(channel(with(&team, false)), Some(Channel::Webhook), "the weightiest");
    assert_eq!(channel(with(&team, true)), None, "they chose not to be told");
    assert_eq!(channel(with(&[(Kind::Autopilot, Channel::Email)], true)), Some(Channel::Email));
    assert_eq!(channel(with(&[], false)), None, "they are told nothing at all");
    let mut stored = serde_json::to_value(with(&team, true)).unwrap();
    stored.as_object_mut().unwrap().remove("autopilot_chosen");
    assert!(!serde_json::from_value::<Choices>(stored).unwrap().autopilot_chosen, "from before");
}
