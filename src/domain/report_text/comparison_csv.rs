//! The comparison as CSV with every count that a figure is made of, so that a spreadsheet can recompute it.

use super::super::report::{Comparison, Gap, Group, Pair, Randomised, Sides, TimeFigure, WaitFigure};
use super::csv::{Figure, Sheet};
use crate::stats::real;

/// Every count and figure of the comparison. A value without enough data is empty beside its n.
#[must_use]
pub fn comparison_csv(comparison: &Comparison) -> String {
    let mut sheet = Sheet::begin();
    sheet.period(&comparison.from.to_string(), &comparison.to.to_string(), comparison.sample_data);
    sheet.note("verdict", "kind", comparison.verdict.kind.name());
    sheet.note("verdict", "sentence", &comparison.verdict.sentence);
    for also in &comparison.verdict.also {
        sheet.note("verdict", "also", also);
    }
    match &comparison.randomised {
        Some(randomised) => lottery(&mut sheet, randomised),
        None => sheet.note("randomised", "why", comparison.randomised_why.unwrap_or_default()),
    }
    adjusted(&mut sheet, comparison);
    for row in &comparison.topics.rows {
        pair(&mut sheet, ("topic", &row.topic), &row.pair);
        gap(&mut sheet, ("topic", &row.topic, "csat_anytime"), row.csat, None, "points");
    }
    sheet.note("raw", "note", comparison.raw.note);
    for (name, figures) in [
        ("ai_assisted", &comparison.raw.ai_assisted),
        ("human_only", &comparison.raw.human_only),
        ("blocked", &comparison.raw.blocked),
    ] {
        group(&mut sheet, ("raw", name), figures);
    }
    for (name, figures) in [
        ("approved", &comparison.kinds.approved),
        ("edited", &comparison.kinds.edited),
        ("auto_sent", &comparison.kinds.auto_sent),
    ] {
        group(&mut sheet, ("kinds", name), figures);
    }
    differences(&mut sheet, comparison);
    sheet.0
}

fn periods(sheet: &mut Sheet, seen: &Randomised) {
    for period in &seen.periods {
        let name = format!("period {}", period.period);
        let all = period.ai_chats + period.human_chats;
        let share = (Some(period.human_share), None, None);
        sheet.row(("randomised", &name, "human_share"), Some(all), share, "share");
        for (figure, count, n) in [
            ("ai_chats", period.ai_chats, all),
            ("human_chats", period.human_chats, all),
            ("ai_csat_positive", period.ai_positive, period.ai_rated),
            ("human_csat_positive", period.human_positive, period.human_rated),
        ] {
            sheet.row(("randomised", &name, figure), Some(n), counted(count), "chats");
        }
        for (arm, n, counts) in
            [("ai", period.ai_rated, period.ai_stars), ("human", period.human_rated, period.human_stars)]
        {
            for (stars, count) in (1..).zip(counts) {
                let figure = format!("{arm}_stars_{stars}");
                sheet.row(("randomised", &name, &figure), Some(n), counted(count), "chats");
            }
        }
    }
}

fn lottery(sheet: &mut Sheet, seen: &Randomised) {
    periods(sheet, seen);
    sheet.row(
        ("randomised", "", "later_chats_left_out"),
        Some(seen.later_chats),
        (None, None, None),
        "chats",
    );
    let check = &seen.lottery;
    let all = Some(check.ai_chats + check.human_chats);
    sheet.row(("randomised", "lottery", "chi2"), all, (Some(check.chi2), None, None), "chi2");
    sheet.note("randomised", "lottery_check", if check.broken { "broken" } else { "ok" });
    if check.broken {
        return;
    }
    group(sheet, ("randomised", "ai_allowed"), &seen.ai_allowed);
    group(sheet, ("randomised", "human_only"), &seen.human_only);
    let between = |figure: &'static str| ("randomised", "ai minus human", figure);
    gap(sheet, between("csat_anytime"), seen.csat, Some(both(seen.csat_n)), "points");
    let differences = &seen.differences;
    gap(sheet, between("csat_mean"), differences.csat_mean, None, "1 to 5");
    gap(sheet, between("nps"), differences.nps, None, "points");
    gap(sheet, between("left_without_reply"), differences.left_without_reply, None, "points");
    gap(sheet, between("reopened"), differences.reopened, None, "points");
    gap(sheet, between("unhappy"), differences.unhappy, None, "points");
    gap(sheet, between("response"), seen.response.gap, None, "points");
    for (figure, time) in
        [("first_reply_median", differences.first_reply), ("solved_median", differences.solved)]
    {
        let seen = (time.map(|t| t.seconds), time.and_then(|t| t.low), time.and_then(|t| t.high));
        sheet.row(between(figure), None, seen, "seconds");
    }
    if let Some(lee) = &seen.response.lee {
        let trimmed = (Some(lee.trim_share), None, None);
        sheet.row(between("csat_lee_bounds"), None, (None, Some(lee.low), Some(lee.high)), "points");
        sheet.row(between("csat_lee_trimmed"), None, trimmed, "share");
    }
    // One for each period, in the same order.
    for (period, counts) in seen.periods.iter().zip(&seen.triggered.periods) {
        pair(sheet, ("randomised triggered", &format!("period {}", period.period)), counts);
    }
    let triggered = &seen.triggered;
    let name = ("randomised triggered", "ai minus human", "csat_anytime");
    gap(sheet, name, triggered.csat, Some(both(triggered.csat_n)), "points");
}

fn adjusted(sheet: &mut Sheet, comparison: &Comparison) {
    let Some(adjusted) = &comparison.adjusted else {
        return sheet.note("adjusted", "why", comparison.adjusted_why.unwrap_or_default());
    };
    let n = Some(both(adjusted.n));
    let seen = (Some(adjusted.points), Some(adjusted.low), Some(adjusted.high));
    sheet.row(("adjusted", "ai minus human", "csat"), n, seen, "points");
    gap(sheet, ("adjusted", "ai minus human", "csat_post_stratified"), adjusted.post_stratified, n, "points");
    sheet.row(("adjusted", "ai_assisted", "coverage"), n, (Some(adjusted.coverage), None, None), "share");
    for stratum in &adjusted.strata {
        let mut name = stratum.topic.clone();
        for (is, words) in [
            (stratum.in_hours == Some(true), " / in hours"),
            (stratum.in_hours == Some(false), " / out of hours"),
            (stratum.returning, " / returning"),
        ] {
            name.push_str(if is { words } else { "" });
        }
        pair(sheet, ("adjusted stratum", &name), &stratum.pair);
    }
}

fn pair(sheet: &mut Sheet, (section, name): (&str, &str), pair: &Pair) {
    for (figure, count, n) in [
        ("ai_csat_positive", pair.ai_positive, pair.ai_n),
        ("human_csat_positive", pair.human_positive, pair.human_n),
        ("ai_chats", pair.ai_chats, pair.ai_chats),
        ("human_chats", pair.human_chats, pair.human_chats),
    ] {
        sheet.row((section, name, figure), Some(n), counted(count), "chats");
    }
}

fn group(sheet: &mut Sheet, (section, name): (&str, &str), group: &Group) {
    let all = group.conversations;
    let [one, two, three, four, five] = group.stars;
    let (csat, mean, nps, back) = (&group.csat, &group.csat_mean, &group.nps, &group.reopened);
    for (figure, n, count) in [
        ("conversations", all, all),
        ("rated", group.response.n, group.rated),
        ("csat_positive", csat.n, csat.positive),
        ("stars_1", mean.n, one),
        ("stars_2", mean.n, two),
        ("stars_3", mean.n, three),
        ("stars_4", mean.n, four),
        ("stars_5", mean.n, five),
        ("nps_promoters", nps.n, nps.promoters),
        ("nps_passives", nps.n, nps.passives),
        ("nps_detractors", nps.n, nps.detractors),
        ("nps_asked", group.nps_response.n, group.nps_response.n),
        ("reopened_chats", back.n, back.reopened),
        ("reopened_early", back.unknown, back.early),
        ("reopened_unknown", back.unknown, back.unknown),
        ("unhappy_chats", group.unhappy.n, group.unhappy.positive),
        ("left_without_reply", group.left_without_reply.n, group.left_without_reply.positive),
    ] {
        sheet.row((section, name, figure), Some(n), counted(count), "chats");
    }
    for (figure, n, seen, unit) in [
        ("csat", csat.n, (csat.share, csat.low, csat.high), "share"),
        ("csat_mean", mean.n, (mean.mean, mean.low, mean.high), "1 to 5"),
        ("nps", nps.n, (nps.score, nps.low, nps.high), "points"),
        ("reopened", back.n, (back.share, back.low, back.high), "share"),
    ] {
        sheet.row((section, name, figure), Some(n), seen, unit);
    }
    time(sheet, (section, name), ["frt_median", "frt_p90"], &group.frt_seconds);
    time(sheet, (section, name), ["resolution_median", "resolution_p90"], &group.resolution_seconds);
    wait(sheet, (section, name), "first_reply_with_waiting_median", &group.first_reply);
    wait(sheet, (section, name), "solved_with_unsolved_median", &group.solved);
}

fn time(sheet: &mut Sheet, (section, name): (&str, &str), [median, ninety]: [&str; 2], time: &TimeFigure) {
    let half = (time.median, time.median_low, time.median_high);
    sheet.row((section, name, median), Some(time.n), half, "seconds");
    sheet.row((section, name, ninety), Some(time.n), (time.p90, time.p90_low, time.p90_high), "seconds");
}

fn wait(sheet: &mut Sheet, (section, name): (&str, &str), figure: &str, wait: &WaitFigure) {
    let half = (wait.median, wait.median_low, wait.median_high);
    sheet.row((section, name, figure), Some(wait.n), half, "seconds");
}

/// n = answers on both sides.
fn differences(sheet: &mut Sheet, comparison: &Comparison) {
    let all = &comparison.difference;
    for (figure, seen, n, unit) in [
        ("csat", all.csat, all.csat_n, "points"),
        ("csat_anytime", all.csat_anytime, all.csat_n, "points"),
        ("csat_mean", all.csat_mean, all.csat_n, "1 to 5"),
        ("nps", all.nps, all.nps_n, "points"),
        ("reopened", all.reopened, all.reopened_n, "points"),
    ] {
        gap(sheet, ("difference", "ai minus human", figure), seen, Some(both(n)), unit);
    }
}

fn gap(sheet: &mut Sheet, name: (&str, &str, &str), gap: Option<Gap>, n: Option<u64>, unit: &str) {
    let seen = (gap.map(|gap| gap.points), gap.map(|gap| gap.low), gap.map(|gap| gap.high));
    sheet.row(name, n, seen, unit);
}

const fn both(n: Sides) -> u64 {
    n.ai_assisted + n.human_only
}

fn counted(count: u64) -> Figure {
    (Some(real(count)), None, None)
}
