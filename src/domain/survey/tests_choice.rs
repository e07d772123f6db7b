//! Whom we ask what, case by case.

use super::{
    Asked, FLOOR_MS, NpsRules, Past, Scale, SurveySettings, Surveys, Way, Withheld, choose, cut_links,
    is_token, link_in,
};
use crate::domain::event::Instrument;
use crate::domain::time::Timestamp;

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);
const RULES: NpsRules = NpsRules { on: true, every: 3, days: 90 };
const DAY: i64 = 86_400_000;

const fn asked(days_ago: i64, answered: bool) -> Asked {
    Asked { at: NOW.minus_ms(days_ago * DAY), answered }
}

#[test]
fn the_table_of_questions() {
    let (csat, nps, lately) = (Ok(Instrument::Csat), Ok(Instrument::Nps), Err(Withheld::AskedLately));
    for (name, past, wanted) in [
        ("a stranger", Past { csat: None, nps: None, resolved_since_nps: 1 }, csat),
        ("the second chat", Past { csat: Some(asked(5, true)), nps: None, resolved_since_nps: 2 }, csat),
        ("the third chat", Past { csat: Some(asked(5, true)), nps: None, resolved_since_nps: 3 }, nps),
        ("the third chat, never asked", Past { csat: None, nps: None, resolved_since_nps: 3 }, nps),
        ("who declined", Past { csat: Some(asked(5, false)), nps: None, resolved_since_nps: 9 }, csat),
        ("asked an hour ago", Past { csat: Some(asked(0, true)), nps: None, resolved_since_nps: 3 }, lately),
        (
            "recommended lately",
            Past { csat: Some(asked(5, true)), nps: Some(asked(0, true)), resolved_since_nps: 9 },
            lately,
        ),
        (
            "within 90 days",
            Past { csat: Some(asked(5, true)), nps: Some(asked(89, true)), resolved_since_nps: 9 },
            csat,
        ),
        (
            "after 90 days",
            Past { csat: Some(asked(5, true)), nps: Some(asked(90, true)), resolved_since_nps: 3 },
            nps,
        ),
        (
            "too few since",
            Past { csat: Some(asked(5, true)), nps: Some(asked(400, true)), resolved_since_nps: 2 },
            csat,
        ),
        // An unanswered recommendation is no declined satisfaction: it has its own 90 days.
        (
            "nps unanswered",
            Past { csat: Some(asked(200, true)), nps: Some(asked(100, false)), resolved_since_nps: 3 },
            nps,
        ),
    ] {
        assert_eq!(choose(RULES, &past, NOW), wanted, "{name}");
    }
    let past = Past { csat: None, nps: None, resolved_since_nps: 99 };
    assert_eq!(choose(NpsRules { on: false, ..RULES }, &past, NOW), csat);
}

#[test]
fn a_day_is_a_day_to_the_microsecond_and_a_clock_set_back_asks_nobody() {
    let at = |at: Timestamp| Past { csat: Some(Asked { at, answered: true }), ..Past::default() };
    assert_eq!(choose(RULES, &at(NOW.minus_ms(FLOOR_MS)), NOW), Ok(Instrument::Csat));
    let just_within = Timestamp(NOW.minus_ms(FLOOR_MS).0 + 1);
    assert_eq!(choose(RULES, &at(just_within), NOW), Err(Withheld::AskedLately));
    assert_eq!(choose(RULES, &at(NOW.plus_ms(5_000)), NOW), Err(Withheld::AskedLately));
}

#[test]
fn a_relay_says_for_itself_how_its_visitors_are_asked() {
    let mut surveys = Surveys::default();
    assert_eq!(surveys.way("shop"), Way::Off);
    surveys.settings.csat = Some(Way::Link);
    surveys.relays.insert("phone".to_owned(), Way::Off);
    assert_eq!((surveys.way("shop"), surveys.way("phone")), (Way::Link, Way::Off));
    assert_eq!(surveys.link("ab"), None);
    surveys.base = Some("https://desk.example/".to_owned());
    assert_eq!(surveys.link("ab").as_deref(), Some("https://desk.example/s/ab"));
}

#[test]
fn every_scale_ends_at_the_best_and_only_the_top_face_is_positive() {
    assert_eq!(Scale::Stars.scores(Instrument::Csat), [1, 2, 3, 4, 5]);
    let faces = Scale::Faces.scores(Instrument::Csat);
    assert_eq!((faces.last(), faces.iter().filter(|score| **score >= 4).count()), (Some(&5), 1));
    assert_eq!(Scale::Faces.scores(Instrument::Nps).len(), 11);
}

#[test]
fn every_setting_that_cannot_be_meant_is_named() {
    assert_eq!(SurveySettings::default().faults(), []);
    let bad = SurveySettings {
        delay_ms: -1,
        nps_every: 0,
        nps_days: 0,
        name: Some("\n".to_owned()),
        ..SurveySettings::default()
    };
    let named: Vec<_> = bad.faults().into_iter().map(|fault| fault.field).collect();
    assert_eq!(named, ["delay_ms", "nps_every", "nps_days", "name"]);
}

#[test]
fn what_is_kept_of_a_link_answers_nothing() {
    let token = "0123456789abcdef".repeat(4);
    assert!(is_token(&token) && !is_token(&token.to_uppercase()) && !is_token(&token[1..]));
    let text = format!("How was it? https://desk.example/s/{token} Thanks, http://x/s/{token}.");
    let cut = cut_links(&text);
    assert_eq!(cut, "How was it? https://desk.example/s/… Thanks, http://x/s/….");
    assert_eq!(cut_links(&cut), cut);
    let (place, found) = link_in(&text).unwrap();
    assert_eq!((&text[place], found), (format!("https://desk.example/s/{token}").as_str(), token.as_str()));
    for other in ["", "/s/", "no link", &format!("/s/{token}0"), &format!("/S/{token}")] {
        assert_eq!((cut_links(other).as_ref(), link_in(other)), (other, None));
    }
    let glued = format!("見て：https://desk.example/s/{token}");
    assert_eq!(link_in(&glued).map(|(place, _)| &glued[place.start..place.start + 5]), Some("https"));
}
