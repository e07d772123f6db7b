//! What the scorecard counts of promises, replies and parts of all chats, and what it does not pretend to know.

use super::tests_world::{DAY, HOUR, MINUTE, NOW, busy_shop};
use super::*;
use crate::domain::Titles;
use crate::domain::report_text::{csv, roi_document, scorecard_document, text};

fn settings() -> ReportSettings {
    ReportSettings::default()
}

fn card_of(rows: Vec<EpisodeRow>) -> Scorecard {
    scorecard(None, NOW, NOW, &rows.into(), &settings())
}

/// The keys of a window's rows.
fn told(scorecard: &Scorecard, window: &str) -> Vec<String> {
    let document = scorecard_document(scorecard, &Titles::default());
    let section = document.sections.into_iter().find(|section| section.key == window).unwrap();
    section.table.unwrap().rows.into_iter().map(|row| row.key).collect()
}

#[test]
fn a_promised_time_that_passed_while_the_visitor_waits_is_a_broken_promise() {
    let row = |kept, due: Option<i64>| EpisodeRow {
        started_at: NOW - 2 * HOUR,
        promise_kept: kept,
        promise_due: due.map(|minutes| NOW + minutes * MINUTE),
        ..EpisodeRow::default()
    };
    let kept = |rows: Vec<EpisodeRow>| {
        let share = card_of(rows).windows[0].now.promises_kept;
        (share.positive, share.n)
    };
    assert_eq!(kept(vec![row(None, Some(-1))]), (0, 1), "it has passed");
    assert_eq!(kept(vec![row(None, Some(1)), row(None, None)]), (0, 0), "it has not come, or there was none");
    assert_eq!(kept(vec![row(Some(true), Some(-1))]), (0, 1), "one before was kept, the one after was not");
    assert_eq!(kept(vec![row(Some(true), Some(1)), row(Some(false), None)]), (1, 2));
    // Thirty who still wait beyond their time: something to do, and the mail's line says none was kept.
    let seen = card_of(vec![row(None, Some(-30)); 30]);
    assert_eq!(seen.proposal.kind, "promises_broken", "{:?}", seen.proposal);
}

#[test]
fn a_week_does_not_speak_of_seven_quiet_days_that_it_cannot_have() {
    let answered = |days: i64| EpisodeRow {
        started_at: NOW - days * DAY,
        handling: Handling::HumanOnly,
        frt_us: Some(MINUTE),
        resolution_us: Some(HOUR),
        resolved_at: Some(NOW - days * DAY + HOUR),
        ..EpisodeRow::default()
    };
    let rows: Vec<EpisodeRow> = (0..600).map(|at| answered(at % 50)).collect();
    let seen = card_of(rows.clone());
    assert!(!told(&seen, "week").contains(&"durable".to_owned()));
    assert!(told(&seen, "four_weeks").contains(&"durable".to_owned()));
    // A week that is long over knows it.
    let past = scorecard(None, NOW - 20 * DAY, NOW, &rows.into(), &settings());
    assert!(told(&past, "week").contains(&"durable".to_owned()));
}

#[test]
fn every_reply_is_timed_not_only_the_first() {
    let chat = |ms: &[u32]| EpisodeRow {
        started_at: NOW - DAY,
        handling: Handling::HumanOnly,
        frt_us: ms.first().map(|ms| i64::from(*ms) * 1_000),
        reply_ms: ms.into(),
        ..EpisodeRow::default()
    };
    let rows = vec![chat(&[1_000, 60_000, 61_000]), chat(&[2_000, 62_000, 63_000, 64_000]), chat(&[])];
    let seen = card_of(rows);
    let replies = &seen.windows[0].now.replies;
    assert_eq!((replies.n, replies.median), (7, Some(61.0)));
    let document = scorecard_document(&seen, &Titles::default());
    assert!(text(&document).contains("every reply, median"));
    assert!(csv(&document).contains("week,now,replies_median,7,61,"), "{}", csv(&document));
}

#[test]
fn parts_of_all_chats_change_within_an_interval() {
    let chat = |days: i64, at: i64| EpisodeRow {
        started_at: NOW - days * DAY,
        held: at % 10 == 0,
        handoff: (at % 5 == 0).then(|| "held".into()),
        handling: if at % 2 == 0 { Handling::AiAssisted } else { Handling::HumanOnly },
        resolved_at: Some(NOW - days * DAY + HOUR),
        csat: (at % 4 == 0).then_some(5),
        nps_asked: true,
        nps: (at % 8 == 0).then_some(9),
        ..EpisodeRow::default()
    };
    let mut rows: Vec<EpisodeRow> = (0..100).map(|at| chat(2, at)).collect();
    rows.extend((0..100).map(|at| EpisodeRow { held: false, handoff: None, ..chat(9, at) }));
    let change = &card_of(rows).windows[0].change;
    let held = change.held.unwrap();
    // Newcombe of 10 of 100 against 0 of 100.
    assert!((held.points - 10.0).abs() < 1e-9 && held.low > 3.0 && held.high < 18.0, "{held:?}");
    assert!((change.handed_off.unwrap().points - 20.0).abs() < 1e-9);
    for same in [change.ai_assisted, change.response, change.nps_response] {
        let same = same.unwrap();
        assert!(same.points.abs() < 1e-9 && same.low < 0.0 && same.high > 0.0, "{same:?}");
    }
    let few = card_of((0..5).map(|at| chat(2, at)).collect());
    assert_eq!(few.windows[0].change.held, None, "too few to compare");
}

#[test]
fn campaigns_stand_beside_each_other_with_their_chats_ratings_and_purchases() {
    let mut rows = busy_shop(200, false);
    for (at, row) in rows.iter_mut().enumerate() {
        row.campaign = (at < 60).then(|| if at < 40 { "spring".into() } else { "=1+1".into() });
        row.csat = (at % 2 == 0).then_some(if at % 4 == 0 { 5 } else { 1 });
        row.conversions = if at % 10 == 0 {
            [
                Conversion { currency: "EUR".into(), value: Some(4.0) },
                Conversion { currency: "EUR".into(), value: None },
            ]
            .into()
        } else {
            [].into()
        };
    }
    let rows: Episodes = rows.into();
    let seen = roi_report(0, NOW, NOW, &rows, &settings());
    let [spring, other] = seen.campaigns.as_slice() else { panic!("{:?}", seen.campaigns) };
    let counts = |share: ShareFigure| (share.positive, share.n);
    assert_eq!((spring.campaign.as_str(), counts(spring.share_of_chats)), ("spring", (40, 200)));
    assert_eq!((counts(spring.csat), counts(spring.bought)), ((10, 20), (4, 40)), "a chat counts once");
    assert_eq!((other.campaign.as_str(), counts(other.csat)), ("=1+1", (5, 10)));
    assert_eq!(counts(seen.without_campaign), (140, 200));
    let document = roi_document(&seen);
    assert!(text(&document).contains("140 of 200 chats came by no campaign"));
    assert!(csv(&document).contains("campaigns,csat,'=1+1,10,0.5,"), "{}", csv(&document));
}
