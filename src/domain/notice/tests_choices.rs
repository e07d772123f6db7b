//! A person's own clock, and choices that cannot be meant.

use super::hours::last_at;
use super::{Channel, Choices, Kind, Quiet, day_minute, digest_matter, is_zone};
use crate::domain::Timestamp;

pub(super) fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

fn berlin(from: u16, to: u16) -> Choices {
    Choices { quiet: Some(Quiet { from, to }), ..Choices::unspoken("Europe/Berlin") }
}

#[test]
fn quiet_hours_are_told_by_the_persons_own_clock_over_midnight_and_in_summer() {
    let night = berlin(22 * 60, 7 * 60);
    for (moment, quiet) in [
        // Winter: an hour ahead of UTC.
        ("2026-12-01T20:59:59Z", false),
        ("2026-12-01T21:00:00Z", true),
        ("2026-12-02T05:59:59Z", true),
        ("2026-12-02T06:00:00Z", false),
        // Summer: two hours.
        ("2026-07-01T19:59:00Z", false),
        ("2026-07-01T20:00:00Z", true),
        ("2026-07-02T04:59:00Z", true),
        ("2026-07-02T05:00:00Z", false),
        // The night in which the clock is put forward, and the one in which it is put back.
        ("2026-03-29T04:59:00Z", true),
        ("2026-03-29T05:00:00Z", false),
        ("2026-10-25T05:59:00Z", true),
        ("2026-10-25T06:00:00Z", false),
    ] {
        assert_eq!(night.is_quiet(at(moment)), quiet, "{moment}");
    }
    let noon = berlin(12 * 60, 13 * 60 + 30);
    assert!(!noon.is_quiet(at("2026-12-01T10:59:00Z")));
    assert!(noon.is_quiet(at("2026-12-01T11:00:00Z")));
    assert!(!noon.is_quiet(at("2026-12-01T12:30:00Z")));
    assert!(!Choices::unspoken("UTC").is_quiet(at("2026-12-01T03:00:00Z")));
}

#[test]
fn the_hour_of_a_day_is_found_also_where_the_clock_jumps() {
    let last = |now, minute| last_at(at(now), "Europe/Berlin", minute).unwrap();
    assert_eq!(last("2026-12-01T07:00:00Z", 480), (at("2026-12-01T07:00:00Z"), "2026-12-01".to_owned()));
    assert_eq!(last("2026-12-01T06:59:59Z", 480), (at("2026-11-30T07:00:00Z"), "2026-11-30".to_owned()));
    // 02:30 does not exist on that day: it is half past three.
    assert_eq!(last("2026-03-29T12:00:00Z", 150).0, at("2026-03-29T01:30:00Z"));
    // It comes twice on that one: the first counts, and the day has one digest.
    assert_eq!(last("2026-10-25T12:00:00Z", 150), (at("2026-10-25T00:30:00Z"), "2026-10-25".to_owned()));
    assert_eq!(last("2026-10-25T01:00:00Z", 150).1, "2026-10-25");
}

#[test]
fn a_digest_is_due_once_its_hour_has_come_and_none_of_before_it_was_wanted() {
    let mut choices = Choices { digest_minute: 480, ..Choices::unspoken("Europe/Berlin") };
    assert_eq!(digest_matter(at("2026-12-01T12:00:00Z"), &choices), None, "nobody wants one");
    choices.channels.insert(Kind::Digest, Channel::Email);
    choices.digest_since = at("2026-12-01T09:00:00Z");
    assert_eq!(digest_matter(at("2026-12-01T12:00:00Z"), &choices), None, "set up after today's hour");
    let due = digest_matter(at("2026-12-02T07:00:00Z"), &choices).unwrap();
    assert_eq!((due.subject.as_str(), due.since), ("digest:2026-12-02", at("2026-12-02T07:00:00Z")));
    assert_eq!(
        digest_matter(at("2026-12-02T23:00:00Z"), &choices).unwrap().subject,
        due.subject,
        "late is not never"
    );
    assert_eq!(digest_matter(at("2026-12-03T06:59:00Z"), &choices).unwrap().subject, due.subject);
    assert_ne!(digest_matter(at("2026-12-03T07:00:00Z"), &choices).unwrap().subject, due.subject);
}

#[test]
fn times_and_zones_are_read_as_they_are_meant_or_not_at_all() {
    for (text, minute) in [("00:00", Some(0)), ("07:05", Some(425)), ("23:59", Some(1_439))] {
        assert_eq!(day_minute(text), minute, "{text}");
    }
    for text in ["24:00", "7:00", "07:60", "0700", "+7:00", "", "ab:cd", "07:00:00", "-1:00"] {
        assert_eq!(day_minute(text), None, "{text}");
    }
    assert!(is_zone("UTC") && is_zone("Europe/Berlin") && is_zone("America/Argentina/Buenos_Aires"));
    assert!(!is_zone("") && !is_zone("Europe/Atlantis") && !is_zone("../../etc/passwd"));
}

#[test]
fn every_choice_that_cannot_be_meant_is_named_with_what_would_be_right() {
    let bad = Choices {
        channels: [(Kind::Handoff, Channel::Telegram), (Kind::Suggestion, Channel::Webhook)].into(),
        quiet: Some(Quiet { from: 60, to: 60 }),
        time_zone: "Mars".to_owned(),
        batch_minutes: 241,
        digest_minute: 1_440,
        telegram_chat: None,
        scorecard_minute: 1_440,
        ..Choices::unspoken("Mars")
    };
    let fields: Vec<_> =
        bad.faults(&[Channel::Email, Channel::Telegram]).into_iter().map(|fault| fault.field).collect();
    assert_eq!(
        fields,
        [
            "telegram_chat",
            "suggestion",
            "time_zone",
            "quiet_from",
            "batch_minutes",
            "digest_at",
            "scorecard_at"
        ]
    );
    let far = Choices { telegram_chat: Some(i64::MIN), ..Choices::unspoken("UTC") };
    assert_eq!(far.faults(&Channel::ALL).len(), 1);
    assert!(Choices::unspoken("UTC").faults(&[Channel::Email]).is_empty());
}

#[test]
fn links_to_decide_by_go_only_where_one_person_reads() {
    let with = |telegram_chat| Choices { telegram_chat, ..Choices::unspoken("UTC") };
    assert!(with(None).reads_alone(Channel::Email));
    assert!(with(Some(77)).reads_alone(Channel::Telegram));
    assert!(!with(Some(-77)).reads_alone(Channel::Telegram), "a group");
    assert!(!with(None).reads_alone(Channel::Webhook));
}

#[test]
fn choices_are_stored_and_read_back_as_they_are() {
    let choices = Choices { telegram_chat: Some(-5), ..berlin(1, 2) };
    let stored = serde_json::to_string(&choices).unwrap();
    assert_eq!(serde_json::from_str::<Choices>(&stored).unwrap(), choices);
}
