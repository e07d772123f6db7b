//! The fair comparison as a person reads it and as a spreadsheet recomputes it.

use std::collections::BTreeMap;

use super::*;
use crate::domain::report::tests_world::{NOW, busy_shop};
use crate::domain::report::{Arm, EpisodeRow, compare};
use crate::stats::{CONFIDENCE_95, Moments, welch};

/// A busy shop with a lottery, whose rows are changed first.
fn seen(change: impl Fn(usize, &mut EpisodeRow)) -> Comparison {
    let mut rows = busy_shop(4_000, true);
    rows.iter_mut().enumerate().for_each(|(at, row)| change(at, row));
    compare(0, NOW, NOW, &rows.into())
}

fn in_arm(row: &EpisodeRow, arm: Arm) -> bool {
    row.assigned.as_ref().is_some_and(|assigned| assigned.arm == arm)
}

/// Section, group and figure of every row, with its value and limits.
fn sheet(comparison: &Comparison) -> BTreeMap<[String; 3], [Option<f64>; 3]> {
    let sheet = comparison_csv(comparison);
    let mut reader = ::csv::Reader::from_reader(std::io::Cursor::new(sheet));
    let record = |record: ::csv::StringRecord| {
        let (word, number) = (|at: usize| record[at].to_owned(), |at: usize| record[at].parse().ok());
        ([word(0), word(1), word(2)], [number(4), number(5), number(6)])
    };
    let rows: Vec<_> = reader.records().map(|row| record(row.unwrap())).collect();
    let figures = rows.iter().filter(|(_, value)| value[0].is_some());
    let named: BTreeMap<_, _> = figures.clone().cloned().collect();
    assert_eq!(named.len(), figures.count(), "no two figures have one name");
    rows.into_iter().collect()
}

fn named(section: &str, group: &str, figure: &str) -> [String; 3] {
    [section, group, figure].map(str::to_owned)
}

#[test]
fn the_average_and_its_difference_can_be_recomputed_from_the_sheet() {
    let sheet = sheet(&seen(|at, row| {
        row.csat = row.csat.map(|stars| if at % 3 == 0 { stars - 1 } else { stars });
    }));
    let moments = |group: &str| {
        let count = |stars: u8| sheet[&named("randomised", group, &format!("stars_{stars}"))][0].unwrap();
        let each = (1_u8..=5).flat_map(|stars| {
            std::iter::repeat_n(f64::from(stars), count(stars).to_string().parse().unwrap())
        });
        Moments::of(&each.collect::<Vec<_>>()).unwrap()
    };
    let (ai, human) = (moments("ai_allowed"), moments("human_only"));
    let wanted = welch(ai, human, CONFIDENCE_95).unwrap();
    let told = sheet[&named("randomised", "ai minus human", "csat_mean")];
    for (told, wanted) in told.into_iter().zip([wanted.diff, wanted.low, wanted.high]) {
        assert!((told.unwrap() - wanted).abs() < 1e-9, "{told:?} {wanted}");
    }
}

#[test]
fn with_several_periods_the_average_is_that_of_the_largest_and_its_stars_are_told() {
    let sheet = sheet(&seen(|at, row| {
        if let Some(assigned) = &mut row.assigned {
            assigned.period = u32::from(at % 3 > 0);
        }
    }));
    let moments = |arm: &str| {
        let each = (1_u8..=5).flat_map(|stars| {
            let count = sheet[&named("randomised", "period 1", &format!("{arm}_stars_{stars}"))][0].unwrap();
            std::iter::repeat_n(f64::from(stars), count.to_string().parse().unwrap())
        });
        Moments::of(&each.collect::<Vec<_>>()).unwrap()
    };
    let wanted = welch(moments("ai"), moments("human"), CONFIDENCE_95).unwrap();
    let told = sheet[&named("randomised", "ai minus human", "csat_mean")];
    assert!((told[0].unwrap() - wanted.diff).abs() < 1e-9 && (told[1].unwrap() - wanted.low).abs() < 1e-9);
}

#[test]
fn where_one_arm_rates_more_often_the_bounds_are_told() {
    let even = seen(|_, _| {});
    assert!(!even.randomised.as_ref().unwrap().response.caution);
    assert!(!comparison_text(&even).contains("Lee's bounds"));
    let uneven = seen(|at, row| {
        if in_arm(row, Arm::AiAllowed) && row.resolved_at.is_some() {
            row.csat = Some(if at % 4 == 0 { 2 } else { 5 });
        }
    });
    let lee = uneven.randomised.as_ref().unwrap().response.lee.unwrap();
    let text = comparison_text(&uneven);
    let bounds = format!(
        "from {} to {} points (Lee's bounds)",
        crate::domain::report::signed(lee.low, 0),
        crate::domain::report::signed(lee.high, 0)
    );
    assert!(text.contains("response check: CAUTION") && text.contains(&bounds), "{bounds} in {text}");
    let told = sheet(&uneven)[&named("randomised", "ai minus human", "csat_lee_bounds")];
    assert_eq!(told, [None, Some(lee.low), Some(lee.high)]);
}

#[test]
fn what_ai_does_where_it_writes_is_told_with_limits_and_every_period_has_a_name() {
    let shop = seen(|_, _| {});
    let randomised = shop.randomised.as_ref().unwrap();
    let (gap, wrote) = (randomised.csat.unwrap(), randomised.wrote.share.unwrap());
    let [points, low, high] =
        [gap.points, gap.low, gap.high].map(|points| crate::domain::report::signed(points / wrote, 0));
    let wanted = format!("the difference there is about {points} points ({low} to {high}).");
    assert!(wrote < 0.95 && comparison_text(&shop).contains(&wanted), "{wanted}");
    let two = seen(|at, row| {
        if let Some(assigned) = &mut row.assigned {
            assigned.period = u32::from(at % 2 == 0);
        }
    });
    let names: Vec<[String; 3]> = sheet(&two)
        .into_keys()
        .filter(|name| name[0] == "randomised triggered" && name[2] == "ai_chats")
        .collect();
    assert_eq!(names.iter().map(|name| name[1].as_str()).collect::<Vec<_>>(), ["period 0", "period 1"]);
}
