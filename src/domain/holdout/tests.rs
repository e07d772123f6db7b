//! What the lottery promises: the same arm for the same visitor, the promised share, and honest words about its price.

use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::domain::report::{EpisodeRow, Episodes};
use crate::domain::{Conversation, Handling, Timestamp};
use crate::stats::{Probability, srm};

const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

fn period(number: u32, share: f64, salt: &str) -> Period {
    let settings = HoldoutSettings { share, shadow: true };
    Period { number, settings, salt: Salt::new(salt.to_owned()), began_at: NOW }
}

fn is_human(period: &Period, ticket: &str) -> bool {
    period.draw(ticket).assignment.arm == Arm::HumanOnly
}

proptest! {
    #[test]
    fn the_same_ticket_always_gets_the_same_place_in_a_period(salt in "[a-f0-9]{8}", ticket in ".{0,40}", share in 0.0..0.5_f64) {
        let (one, replica) = (period(3, share, &salt), period(3, share, &salt));
        prop_assert_eq!(one.draw(&ticket), replica.draw(&ticket));
        prop_assert_eq!(one.draw(&ticket).assignment.period, 3);
    }
}

#[test]
fn of_ten_thousand_visitors_as_many_are_kept_as_was_promised() {
    for share in [0.01, 0.05, 0.2, 0.333, 0.5] {
        let period = period(0, share, "a salt");
        let human = (0..10_000).filter(|n| is_human(&period, &format!("visitor:shop:{n}"))).count() as u64;
        let check = srm(10_000 - human, human, Probability::new(share).unwrap()).unwrap();
        assert!(!check.is_broken(), "{human} of 10000 for {share}");
    }
    let nobody = period(0, 0.0, "a salt");
    assert!(!nobody.draws());
    assert!((0..10_000).all(|n| !is_human(&nobody, &format!("visitor:shop:{n}"))));
}

#[test]
fn another_period_draws_anew() {
    let (first, second) = (period(0, 0.5, "one salt"), period(1, 0.5, "another salt"));
    let moved = (0..10_000)
        .filter(|n| is_human(&first, &format!("v{n}")) != is_human(&second, &format!("v{n}")))
        .count();
    assert!((4_700..5_300).contains(&moved), "{moved} changed their arm");
}

#[test]
fn visitors_are_told_apart_by_relay_and_strangers_by_their_chat() {
    let chat = |relay: &str, id: &str, visitor: Option<&str>| {
        let mut c = Conversation::new(relay, id, NOW);
        c.visitor_id = visitor.map(str::to_owned);
        ticket(&c)
    };
    assert_eq!(chat("shop", "c1", Some("v1")), chat("shop", "c2", Some("v1")), "one visitor, two chats");
    assert_ne!(
        chat("shop", "c1", Some("v1")),
        chat("blog", "c1", Some("v1")),
        "another relay's v1 is somebody else"
    );
    assert_ne!(chat("shop", "c1", None), chat("shop", "c2", None));
    assert_eq!(chat("shop", "c1", None), chat("shop", "c1", Some("")));
}

#[test]
fn what_is_not_a_share_up_to_a_half_is_a_fault() {
    for (share, wrong) in
        [(0.0, false), (0.5, false), (0.500_001, true), (1.0, true), (-0.2, true), (f64::NAN, true)]
    {
        let settings = HoldoutSettings { share, shadow: false };
        assert_eq!(settings.faults().len(), usize::from(wrong), "{share}");
    }
}

const DAY_US: i64 = 86_400_000_000;

/// So many chats over 90 days, every fifth rated, and of those so many of a hundred satisfied.
fn measured(chats: i64, satisfied: i64) -> Episodes {
    let row = |n: i64| EpisodeRow {
        started_at: NOW.0 - 90 * DAY_US + n * 90 * DAY_US / chats,
        handling: if n % 2 == 0 { Handling::AiAssisted } else { Handling::HumanOnly },
        confidence: Some(0.8),
        csat: (n % 5 == 0).then_some(if n / 5 % 100 < satisfied { 5 } else { 2 }),
        ..EpisodeRow::default()
    };
    let rows: Arc<[EpisodeRow]> = (0..chats).map(row).collect();
    Episodes::new(vec![rows], NOW.0 - 90 * DAY_US, NOW.0 + 1)
}

fn outlook(share: f64, rows: &Episodes) -> Outlook {
    Outlook::of(&HoldoutSettings { share, shadow: true }, NOW.0, rows)
}

/// STATISTICS.md C4: 50 rated a month at 85 % see a drop of 15 points after 8 months with 80:20 and 5 with 50:50.
#[test]
fn the_months_are_those_of_the_table() {
    // 1,000 chats rated among people, 850 of them satisfied; 148 ratings in 90 days are 50 a month.
    let mut seen = outlook(0.2, &measured(740, 85));
    assert_eq!(seen.rated, 148);
    seen.by_people = (1_000, 850);
    let with = |share: f64| seen.until_it_shows(share).unwrap();
    assert_eq!(with(0.2), Months { months: 8, ratings: 394 });
    assert_eq!(with(0.5), Months { months: 5, ratings: 242 });
}

#[test]
fn what_was_not_measured_is_not_told() {
    assert_eq!(outlook(0.0, &measured(740, 85)).months, Err(Without::NoLottery));
    assert_eq!(outlook(0.2, &measured(60, 85)).months, Err(Without::Pace(12)));
    assert_eq!(outlook(0.2, &measured(150, 85)).months, Err(Without::Humans(15)));
    assert_eq!(outlook(0.2, &measured(740, 5)).months, Err(Without::NoRoom));
    let young = Episodes::new(
        vec![(0..200).map(|_| EpisodeRow { started_at: NOW.0 - DAY_US, ..EpisodeRow::default() }).collect()],
        0,
        NOW.0 + 1,
    );
    let young = outlook(0.2, &young);
    assert_eq!((young.months, young.a_month(0.2)), (Err(Without::TooYoung), None));
}

#[test]
fn the_price_is_counted_in_chats_a_month() {
    let seen = outlook(0.2, &measured(740, 85));
    assert_eq!(seen.a_month(0.2), Some(50), "250 a month, one in five");
    let [value, low, high] = seen.satisfied().unwrap();
    assert!(low < value && value < high && (80.0..95.0).contains(&value), "{low} {value} {high}");
}
