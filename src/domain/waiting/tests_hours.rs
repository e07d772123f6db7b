//! Opening hours through the year, clock changes and all.

use proptest::prelude::*;

use super::{Hours, HoursSettings};
use crate::domain::time::Timestamp;

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap_or_else(|| panic!("{text}"))
}

fn shop() -> HoursSettings {
    let day = Some("09:00-12:30, 13:30-18:00".to_owned());
    HoursSettings {
        zone: Some("Europe/Berlin".to_owned()),
        mon: day.clone(),
        tue: day.clone(),
        wed: day.clone(),
        thu: day,
        fri: Some("09:00-12:00".to_owned()),
        closed: vec!["2026-12-25".to_owned()],
        ..HoursSettings::default()
    }
}

fn hours(settings: &HoursSettings) -> Hours {
    settings.read().unwrap_or_else(|faults| panic!("{faults:?}"))
}

/// Open every day at this time.
fn daily(zone: &str, spans: &str) -> Hours {
    let day = Some(spans.to_owned());
    hours(&HoursSettings {
        zone: Some(zone.to_owned()),
        mon: day.clone(),
        tue: day.clone(),
        wed: day.clone(),
        thu: day.clone(),
        fri: day.clone(),
        sat: day.clone(),
        sun: day,
        closed: Vec::new(),
    })
}

const HOUR_MS: i64 = 3_600_000;

#[test]
fn a_week_opens_and_closes_as_written() {
    let shop = hours(&shop());
    // Wednesday, in winter: an hour ahead of UTC.
    for (moment, open) in [
        ("2026-11-25T07:59:59Z", false),
        ("2026-11-25T08:00:00Z", true),
        ("2026-11-25T11:29:59Z", true),
        ("2026-11-25T11:30:00Z", false),
        ("2026-11-25T12:30:00Z", true),
        ("2026-11-25T17:00:00Z", false),
        ("2026-11-28T10:00:00Z", false),
        ("2026-12-24T10:00:00Z", true),
        ("2026-12-25T08:30:00Z", false),
        ("2026-07-01T07:00:00Z", true),
        ("2026-07-01T16:00:00Z", false),
    ] {
        assert_eq!(shop.is_open(at(moment)), open, "{moment}");
    }
    assert_eq!(shop.next_open(at("2026-11-25T11:40:00Z")), at("2026-11-25T12:30:00Z"));
    // The Friday is Christmas; the Monday after is the next.
    assert_eq!(shop.next_open(at("2026-12-24T17:00:00Z")), at("2026-12-28T08:00:00Z"));
    assert_eq!(shop.open_day_ms(), (4 * 480 + 180) * 60_000 / 5);
}

#[test]
fn open_time_is_counted_over_breaks_and_weekends() {
    let shop = hours(&shop());
    let thursday = at("2026-11-26T16:30:00Z");
    assert_eq!(shop.add_open_ms(thursday, HOUR_MS), at("2026-11-27T08:30:00Z"));
    assert_eq!(shop.add_open_ms(thursday, HOUR_MS / 2), at("2026-11-26T17:00:00Z"), "the closing time");
    assert_eq!(shop.add_open_ms(thursday, 4 * HOUR_MS), at("2026-11-30T08:30:00Z"), "over a weekend");
    assert_eq!(shop.add_open_ms(at("2026-11-28T10:00:00Z"), 0), at("2026-11-30T08:00:00Z"));
    assert_eq!(shop.open_ms_between(thursday, at("2026-11-30T08:30:00Z")), 4 * HOUR_MS);
    assert_eq!(shop.open_ms_between(at("2026-11-30T08:30:00Z"), thursday), 0);
    assert_eq!(shop.add_open_ms(Timestamp::NEVER, 1), Timestamp::NEVER);
}

#[test]
fn without_hours_it_is_always_open() {
    let always = hours(&HoursSettings::default());
    assert!(always.always());
    let now = at("2026-12-25T03:00:00Z");
    assert_eq!((always.is_open(now), always.next_open(now)), (true, now));
    assert_eq!(always.add_open_ms(now, 5), now.plus_ms(5));
    assert_eq!(always.open_day_ms(), 24 * HOUR_MS);
    let zone = HoursSettings { zone: Some("Asia/Tokyo".to_owned()), ..HoursSettings::default() };
    assert!(hours(&zone).always());
    let but_one = HoursSettings {
        zone: Some("UTC".to_owned()),
        closed: vec!["2026-12-25".to_owned()],
        ..HoursSettings::default()
    };
    assert_eq!(hours(&but_one).next_open(now), at("2026-12-26T00:00:00Z"));
}

#[test]
fn clock_changes_neither_lose_nor_invent_open_time() {
    // The night of 29 March 2026 has no 02:00 to 03:00 in Berlin; that of 25 October has it twice.
    let bar = daily("Europe/Berlin", "00:00-02:30, 22:00-24:00");
    let spring = at("2026-03-28T22:00:00Z");
    assert_eq!(bar.open_ms_between(spring, at("2026-03-29T06:00:00Z")), 3 * HOUR_MS, "closes as clocks jump");
    let early = daily("Europe/Berlin", "02:30-06:00");
    assert_eq!(early.next_open(spring), at("2026-03-29T01:00:00Z"), "opens as clocks jump");
    let autumn = at("2026-10-24T22:00:00Z");
    assert_eq!(early.next_open(autumn), at("2026-10-25T00:30:00Z"), "the first half past two");
    assert_eq!(early.open_ms_between(autumn, at("2026-10-25T09:00:00Z")), 9 * HOUR_MS / 2);
    let all_day = daily("Europe/Berlin", "00:00-24:00");
    for change in [spring, autumn] {
        assert_eq!(all_day.open_ms_between(change, change.plus_ms(12 * HOUR_MS)), 12 * HOUR_MS);
    }
    // Here clocks jump at midnight, and a day was left out altogether.
    let cairo = daily("Africa/Cairo", "00:00-24:00");
    assert!(cairo.is_open(at("2026-04-23T22:10:00Z")));
    let apia = daily("Pacific/Apia", "09:00-17:00");
    assert_eq!(apia.open_ms_between(at("2011-12-29T12:00:00Z"), at("2011-12-31T12:00:00Z")), 16 * HOUR_MS);
}

#[test]
fn what_cannot_be_meant_is_named_with_its_key_and_a_remedy() {
    type Mistake = fn(&mut HoursSettings);
    let with = |what: Mistake| {
        let mut settings = shop();
        what(&mut settings);
        settings.read().unwrap_err()
    };
    let table: [(Mistake, &str, &str); 8] = [
        (|s| s.zone = Some("Berlin".to_owned()), "zone", "`Berlin` is no time zone; give an IANA name"),
        (|s| s.zone = None, "zone", "is missing"),
        (|s| s.tue = Some("9-5".to_owned()), "tue", "`9-5` is no span; write \"09:00-12:30"),
        (|s| s.tue = Some(String::new()), "tue", "`` is no span"),
        (|s| s.sat = Some("22:00-02:00".to_owned()), "sat", "ends before it begins; write a night as"),
        (
            |s| s.mon = Some("9:00-12:30, 12:00-13:00".to_owned()),
            "mon",
            "09:00-12:30 and 12:00-13:00 overlap",
        ),
        (|s| s.mon = Some("09:00-24:01".to_owned()), "mon", "is no span"),
        (|s| s.closed = vec!["25.12.".to_owned()], "closed", "`25.12.` is no day; write \"2026-12-25\""),
    ];
    for (what, key, words) in table {
        let faults = with(what);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].0 == key && faults[0].1.contains(words), "{faults:?}");
    }
    let never = HoursSettings {
        zone: Some("UTC".to_owned()),
        sat: Some("closed".to_owned()),
        ..HoursSettings::default()
    };
    let faults = never.read().unwrap_err();
    assert!(faults[0].0 == "sat" && faults[0].1.contains("no day is ever open"), "{faults:?}");
}

fn any_hours() -> impl Strategy<Value = Hours> {
    let zones =
        ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Cairo", "America/Havana", "UTC"];
    let spans =
        ["closed", "09:00-12:30, 13:30-18:00", "00:00-24:00", "00:00-02:30, 22:00-24:00", "01:15-03:45"];
    let day = || prop::sample::select(spans.to_vec());
    (prop::sample::select(zones.to_vec()), prop::array::uniform7(day())).prop_filter_map(
        "never open",
        |(zone, days)| {
            let [mon, tue, wed, thu, fri, sat, sun] = days.map(|d| Some(d.to_owned()));
            let zone = Some(zone.to_owned());
            HoursSettings { zone, mon, tue, wed, thu, fri, sat, sun, closed: vec!["2026-03-30".to_owned()] }
                .read()
                .ok()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_added_is_what_lies_between(
        hours in any_hours(),
        start in 1_767_225_600_000_000_i64..1_798_761_600_000_000,
        ms in 0_i64..400_000_000,
    ) {
        let start = Timestamp(start);
        let end = hours.add_open_ms(start, ms);
        prop_assert!(end >= start);
        prop_assert_eq!(hours.open_ms_between(start, end), ms);
        // Never inside closed time: it is open just before, or from then on.
        prop_assert!(hours.is_open(end) || hours.is_open(Timestamp(end.0 - 1)));
        prop_assert_eq!(hours.is_open(start), hours.next_open(start) == start);
        let opens = hours.next_open(start);
        prop_assert!(hours.is_open(opens));
        prop_assert_eq!(hours.open_ms_between(start, opens), 0);
        let round = hours.on_the_clock(end, 5);
        prop_assert!(round >= end && round.since(end) < 300_000_000);
        prop_assert_eq!(hours.open_ms_between(end, round), round.since(end) / 1_000, "rounding leaves open time");
    }

    #[test]
    fn open_time_adds_up(
        hours in any_hours(),
        start in 1_767_225_600_000_000_i64..1_798_761_600_000_000,
        one in 0_i64..200_000_000,
        more in 0_i64..200_000_000,
    ) {
        let (a, b, c) = (Timestamp(start), Timestamp(start).plus_ms(one), Timestamp(start).plus_ms(one + more));
        let halves = hours.open_ms_between(a, b) + hours.open_ms_between(b, c);
        prop_assert!((hours.open_ms_between(a, c) - halves).abs() <= 1);
        prop_assert!(hours.add_open_ms(a, one) <= hours.add_open_ms(a, one + more));
    }
}
