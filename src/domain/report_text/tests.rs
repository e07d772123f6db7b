//! The report as a person and a spreadsheet see it.

use super::*;
use crate::domain::episode::{AssistKind, Handling};
use crate::domain::report::{EpisodeRow, Episodes, PerFigure, compare};

const HOUR: i64 = 3600 * 1_000_000;

fn chat(handling: Handling, at: i64, topic: &str) -> EpisodeRow {
    EpisodeRow {
        handling,
        kind: (handling == Handling::AiAssisted).then_some(AssistKind::AutoSent),
        topic: Some(topic.into()),
        csat: Some(if at % 4 == 0 { 2 } else { 5 }),
        nps: Some(9),
        frt_us: Some((at + 1) * 6_000_000),
        resolution_us: Some((at + 1) * 300_000_000),
        resolved_at: Some(0),
        reopened_within_72h: at % 10 == 0,
        sample: at == 0,
        ..EpisodeRow::default()
    }
}

fn busy(topic: &str) -> Comparison {
    let mut rows: Vec<EpisodeRow> = (0..40).map(|at| chat(Handling::AiAssisted, at, topic)).collect();
    rows.extend((0..24).map(|at| chat(Handling::HumanOnly, at, topic)));
    compare(0, 700 * HOUR, 800 * HOUR, &rows.into())
}

#[test]
fn an_empty_report_says_what_is_missing() {
    let text = comparison_text(&compare(0, 24 * HOUR, 800 * HOUR, &Episodes::default()));
    assert_eq!(text, EMPTY);
}

#[test]
fn every_figure_stands_beside_its_interval_and_n() {
    assert_eq!(comparison_text(&busy("delivery")), BUSY);
}

#[test]
fn a_topic_cannot_become_a_formula() {
    let sheet = comparison_csv(&busy("=HYPERLINK(\"http://x\",\"y\")"));
    assert!(sheet.contains(
        "adjusted stratum,\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",ai_csat_positive,40,30,,,chats\n"
    ));
    for topic in ["=1", "+1", "-1", "@x", "\tx", "\rx"] {
        let sheet = comparison_csv(&busy(topic));
        assert!(sheet.contains(&format!("'{topic}")), "{sheet}");
    }
}

#[test]
fn every_row_of_the_sheet_has_eight_cells_and_starts_harmlessly() {
    let sheet = comparison_csv(&busy("plain"));
    for line in sheet.lines().filter(|line| !line.contains('"')) {
        assert_eq!(line.split(',').count(), 8, "{line}");
        for cell in line.split(',') {
            let armed = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
            assert!(!armed || cell.parse::<f64>().is_ok(), "{cell}");
        }
    }
}

#[test]
fn a_value_without_enough_data_is_an_empty_cell_beside_its_n() {
    let sheet = comparison_csv(&compare(0, HOUR, HOUR, &Episodes::default()));
    assert!(
        sheet.starts_with(
            "section,group,figure,n,value,low,high,unit\nperiod,,from,,1970-01-01T00:00:00Z,,,\n"
        )
    );
    assert!(sheet.contains("raw,human_only,csat,0,,,,share\n"));
    assert!(sheet.contains("difference,ai minus human,csat,0,,,,points\n"));
    assert!(sheet.contains("adjusted,,why,,no topic has rated chats on both sides,,,\n"));
}

#[test]
fn what_is_missing_is_never_a_handful_beside_a_handful() {
    let cell = |n, least| Cell::seen((None, None, None), n, least, Unit::Share);
    assert_eq!(say::cell(&cell(0, 1)), "n 0: not enough data yet, about 20 more");
    assert_eq!(say::cell(&cell(1, 2)), "n 1: not enough data yet, about 19 more");
    assert_eq!(say::cell(&cell(5, 6)), "n 5: not enough data yet, about 15 more");
    assert_eq!(say::cell(&cell(24, 30)), "n 24: not enough data yet, about 6 more");
    for least in 1..=30 {
        for n in 0..=5 {
            let Cell::Lacking { more, .. } = cell(n, least) else { panic!("{n} of {least}") };
            assert!(more + n >= 20 && more + n >= least, "{more} more beside {n}, {least} at the least");
        }
    }
    assert_eq!(say::cell(&cell(40, 30)), "n 40: no value can be given", "more would not help");
    let per = Cell::per(&PerFigure::of(3.5, 0, 4));
    assert_eq!(say::cell(&per), "n 4: none ended well yet", "it is not for want of chats");
}

#[test]
fn times_are_shown_in_the_unit_that_suits_them() {
    let cell = |value, low, high, n, unit| say::cell(&Cell::Figure(Figure { value, low, high, n, unit }));
    let time = |value, low, high, n| cell(value, low, high, Some(n), Unit::Seconds);
    assert_eq!(time(45.0, Some(30.0), Some(61.0), 9), "45 s (30 to 61), n 9");
    assert_eq!(time(90.0, Some(30.0), None, 1004), "1.5 min (at least 0.5), n 1,004");
    assert_eq!(time(5400.0, Some(3600.0), Some(9000.0), 9), "1.5 h (1.0 to 2.5), n 9");
    let faster = |value, low, high| cell(value, low, high, None, Unit::Faster);
    assert_eq!(faster(-498.0, Some(-684.0), Some(-360.0)), "8.3 min faster (6.0 to 11.4)");
    assert_eq!(faster(20.0, Some(-5.0), Some(45.0)), "20 s slower (-5 to 45)");
    assert_eq!(faster(-20.0, None, Some(5.0)), "20 s faster (at least -5)");
}

#[test]
fn a_difference_of_nothing_has_no_minus() {
    use crate::domain::report::signed;
    assert_eq!(
        [signed(-0.2, 0), signed(-0.04, 1), signed(3.0, 0), signed(-16.0, 0)],
        ["+0", "+0.0", "+3", "-16"]
    );
}

const EMPTY: &str = "\
AI AND HUMAN: 1 Jan 1970 - 2 Jan 1970 (UTC)

FAIR COMPARISON (lottery)
  None: no chats were kept human by lottery in this period.

  VERDICT  Can't tell yet: too few ratings (AI 0, human 0; at least 20 each). Not enough data yet, about 40 more.

SIMILAR CHATS (not random)
  None: no topic has rated chats on both sides.

RAW SPLIT (not a fair comparison: AI gets the easier chats)
                                 AI-assisted                              human only                               blocked                                  difference
  chats                          0                                        0                                        0
  rated                          n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  satisfied (4-5)                n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 40 more
  average rating                 n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 40 more
  would recommend (NPS)          n 0: not enough data yet, about 30 more  n 0: not enough data yet, about 30 more  n 0: not enough data yet, about 30 more  n 0: not enough data yet, about 60 more
  first reply, median            n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  first reply, 90 of 100 within  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  solved, median                 n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  solved, 90 of 100 within       n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  came back within 72 h          n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 40 more
  unhappy signals in all chats   n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  Blocked chats were kept from the model by a rule and count in neither group.

BY KIND (not a fair comparison: AI gets the easier chats)
  AI-assisted chats         chats  satisfied (4-5)                          first reply, median
  auto-sent                 0      n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  approved                  0      n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  edited                    0      n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more

  In round brackets: 95 % intervals. n = answers counted.
";

const BUSY: &str = "\
AI AND HUMAN: 1 Jan 1970 - 30 Jan 1970 (UTC)
SAMPLE DATA: made up for the demo, says nothing about your visitors.

FAIR COMPARISON (lottery)
  None: no chats were kept human by lottery in this period.

  VERDICT  Not a random comparison. Among similar chats the AI ones rate the same (-21.9 to +21.9); 100 % of AI chats could be compared. Keep some chats human at random to know for sure.

SIMILAR CHATS (not random; same topic, opening hours and returning visitor)
  satisfied (4-5)                   AI-assisted  human only  difference
  all strata together               n 40         n 24        +0 points (-22 to +22)
  the same, weighted as AI's chats                           +0 points (-22 to +22)
  100 % of AI's rated chats could be compared.

THE STRATA THAT WERE COMPARED (those with fewer than five ratings on a side are put together as \"other\")
  satisfied (4-5)           AI-assisted            human only
  delivery                  75 % (60 to 86), n 40  75 % (55 to 88), n 24

HOW FIRST REPLIES COME IN (not a fair comparison: AI gets the easier chats)
  first reply                AI-assisted  human only
  25 of 100 answered within  66 s         42 s
  50 of 100 answered within  2.0 min      72 s
  75 of 100 answered within  3.1 min      1.9 min
  90 of 100 answered within  3.6 min      2.2 min

RAW SPLIT (not a fair comparison: AI gets the easier chats)
                                 AI-assisted                 human only                               blocked                                  difference
  chats                          40                          24                                       0
  rated                          100 % (91 to 100), n 40     100 % (86 to 100), n 24                  n 0: not enough data yet, about 20 more
  satisfied (4-5)                75 % (60 to 86), n 40       75 % (55 to 88), n 24                    n 0: not enough data yet, about 20 more  +0 points (-20 to +23)
  average rating                 4.25 (3.83 to 4.67), n 40   4.25 (3.69 to 4.81), n 24                n 0: not enough data yet, about 20 more  +0.00 (-0.69 to +0.69)
  would recommend (NPS)          +100 (+84 to +100), n 40    n 24: not enough data yet, about 6 more  n 0: not enough data yet, about 30 more  n 64: not enough data yet, about 6 more
  first reply, median            2.0 min (1.4 to 2.7), n 40  75 s (42 to 108), n 24                   n 0: not enough data yet, about 20 more
  first reply, 90 of 100 within  3.6 min (3.2 to 4.0), n 40  2.2 min (at least 1.8), n 24             n 0: not enough data yet, about 20 more
  solved, median                 1.7 h (1.2 to 2.2), n 40    60.0 min (35.0 to 85.0), n 24            n 0: not enough data yet, about 20 more
  solved, 90 of 100 within       3.0 h (at least 2.7), n 40  1.8 h (at least 1.6), n 24               n 0: not enough data yet, about 20 more
  came back within 72 h          10 % (4 to 23), n 40        12 % (4 to 31), n 24                     n 0: not enough data yet, about 20 more  -2 points (-22 to +13)
  unhappy signals in all chats   25 % (14 to 40), n 40       25 % (12 to 45), n 24                    n 0: not enough data yet, about 20 more
  Blocked chats were kept from the model by a rule and count in neither group.

BY KIND (not a fair comparison: AI gets the easier chats)
  AI-assisted chats         chats  satisfied (4-5)                          first reply, median
  auto-sent                 40     75 % (60 to 86), n 40                    2.0 min (1.4 to 2.7), n 40
  approved                  0      n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more
  edited                    0      n 0: not enough data yet, about 20 more  n 0: not enough data yet, about 20 more

  In round brackets: 95 % intervals. n = answers counted.
";
