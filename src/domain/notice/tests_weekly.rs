//! The weekly scorecard: due at its hour, once a week, about the week that is over.

use super::tests_choices::at;
use super::{
    Channel, Choices, Kind, Matter, Plan, Quiet, Told, Weekday, plan, scorecard_matter, week_before,
};
use crate::domain::Timestamp;

const OPEN: [Channel; 1] = [Channel::Email];

fn wanted(time_zone: &str, day: Weekday) -> Choices {
    Choices {
        channels: [(Kind::Scorecard, Channel::Email)].into(),
        scorecard_day: day,
        batch_minutes: 60,
        ..Choices::unspoken(time_zone)
    }
}

fn due(now: &str, choices: &Choices) -> Option<(String, Timestamp)> {
    scorecard_matter(at(now), choices).map(|m| (m.subject.as_str().to_owned(), m.since))
}

fn planned(now: &str, choices: &Choices, told: &Told) -> Plan {
    let matters: Vec<Matter> = scorecard_matter(at(now), choices).into_iter().collect();
    plan(at(now), choices, &OPEN, &matters, told)
}

#[test]
fn it_is_due_on_its_weekday_at_its_minute_by_the_persons_own_clock() {
    let monday = wanted("Europe/Berlin", Weekday::Monday);
    let week = |name: &str, since: &str| Some((name.to_owned(), at(since)));
    assert_eq!(due("2026-11-30T06:59:59Z", &monday), week("scorecard:2026-W48", "2026-11-23T07:00:00Z"));
    assert_eq!(due("2026-11-30T07:00:00Z", &monday), week("scorecard:2026-W49", "2026-11-30T07:00:00Z"));
    assert_eq!(due("2026-12-06T23:00:00Z", &monday), week("scorecard:2026-W49", "2026-11-30T07:00:00Z"));
    // Summer time has begun in between.
    assert_eq!(due("2026-03-30T06:00:00Z", &monday), week("scorecard:2026-W14", "2026-03-30T06:00:00Z"));
    let sunday = wanted("Asia/Tokyo", Weekday::Sunday);
    assert_eq!(due("2026-11-28T23:00:00Z", &sunday), week("scorecard:2026-W48", "2026-11-28T23:00:00Z"));
    // The first days of a year may belong to the last week of the one before.
    let friday = wanted("UTC", Weekday::Friday);
    assert_eq!(due("2027-01-01T08:00:00Z", &friday), week("scorecard:2026-W53", "2027-01-01T08:00:00Z"));
}

#[test]
fn nobody_gets_one_who_wants_none_or_who_set_it_up_after_its_hour() {
    assert_eq!(due("2026-11-30T12:00:00Z", &Choices::unspoken("UTC")), None);
    let mut late = wanted("UTC", Weekday::Monday);
    late.scorecard_since = at("2026-11-30T08:00:01Z");
    assert_eq!(due("2026-11-30T12:00:00Z", &late), None);
    assert!(due("2026-12-07T08:00:00Z", &late).is_some());
}

#[test]
fn a_week_has_one_whatever_day_is_chosen_meanwhile() {
    let monday = wanted("UTC", Weekday::Monday);
    let first = planned("2026-11-30T08:00:00Z", &monday, &Told::default());
    assert_eq!(first.send.len(), 1, "at once: a scorecard waits for no company");
    let told =
        Told { own: first.send[0].matters.iter().map(|m| m.subject.clone()).collect(), ..Told::default() };
    for day in Weekday::ALL {
        let changed = wanted("UTC", day);
        assert!(planned("2026-12-06T23:59:59Z", &changed, &told).send.is_empty(), "{day:?}");
        assert_eq!(planned("2026-12-13T23:59:59Z", &changed, &told).send.len(), 1, "{day:?}");
    }
}

#[test]
fn it_waits_for_the_end_of_the_quiet_hours() {
    let quiet =
        Choices { quiet: Some(Quiet { from: 0, to: 9 * 60 }), ..wanted("Europe/Berlin", Weekday::Monday) };
    let plan = planned("2026-11-30T07:00:00Z", &quiet, &Told::default());
    assert!(plan.send.is_empty());
    assert_eq!(plan.next, at("2026-11-30T07:01:00Z"));
    assert_eq!(planned("2026-11-30T08:00:00Z", &quiet, &Told::default()).send.len(), 1);
}

#[test]
fn it_is_about_the_week_that_ended_as_monday_began_there() {
    let ends = |now: &str, zone: &str| {
        let week = week_before(at(now), zone).unwrap();
        assert_eq!(week.to.since(week.from), 7 * 86_400_000_000);
        week.to
    };
    assert_eq!(ends("2026-11-30T07:00:00Z", "Europe/Berlin"), at("2026-11-29T23:00:00Z"));
    assert_eq!(ends("2026-11-29T22:59:00Z", "Europe/Berlin"), at("2026-11-22T23:00:00Z"), "still Sunday");
    assert_eq!(ends("2026-11-29T23:00:00Z", "Asia/Tokyo"), at("2026-11-29T15:00:00Z"));
    assert_eq!(ends("2026-12-06T20:00:00Z", "UTC"), at("2026-11-30T00:00:00Z"));
}

#[test]
fn choices_from_before_there_were_scorecards_can_be_read() {
    let mut stored = serde_json::to_value(Choices::unspoken("UTC")).unwrap();
    for field in ["scorecard_day", "scorecard_minute", "scorecard_since"] {
        stored.as_object_mut().unwrap().remove(field);
    }
    assert_eq!(serde_json::from_value::<Choices>(stored).unwrap(), Choices::unspoken("UTC"));
}
