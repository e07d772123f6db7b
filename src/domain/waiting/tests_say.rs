//! What a visitor reads, by reason, hour and language; and never twice the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{HoursSettings, Measured, MessagesSettings, Promise, Said, Texts, Told, Waiting};
use crate::domain::conversation::Conversation;
use crate::domain::handoff::Notice;
use crate::domain::id::ActionId;
use crate::domain::policy::Settings;
use crate::domain::time::Timestamp;

const MINUTE_MS: i64 = 60_000;
const HANDED_OFF: &str =
    "Thanks for your message. This one needs a person: a colleague will answer you here.";

fn at(text: &str) -> Timestamp {
    Timestamp::parse_rfc3339(text).unwrap()
}

/// Wednesday noon.
fn noon() -> Timestamp {
    at("2026-11-25T11:00:00Z")
}

fn shop(upper_minutes: Option<i64>) -> Waiting {
    let day = Some("09:00-12:30, 13:30-18:00".to_owned());
    let hours = HoursSettings {
        zone: Some("Europe/Berlin".to_owned()),
        mon: day.clone(),
        tue: day.clone(),
        wed: day.clone(),
        thu: day.clone(),
        fri: day,
        closed: (1..=6).map(|n| format!("2027-01-0{n}")).collect(),
        ..HoursSettings::default()
    };
    let measured = Measured { n: 40, upper_ms: upper_minutes.map(|m| m * MINUTE_MS) };
    let hours = Arc::new(hours.read().unwrap());
    Waiting { hours: hours.clone(), texts: Arc::default(), measured, measured_under: hours }
}

fn always(upper_minutes: Option<i64>) -> Waiting {
    Waiting { hours: Arc::default(), measured_under: Arc::default(), ..shop(upper_minutes) }
}

fn chat(language: Option<&str>) -> Conversation {
    let mut c = Conversation::new("shop", "c", noon());
    c.language = language.map(str::to_owned);
    c
}

fn said(
    waiting: &Waiting,
    now: Timestamp,
    notice: Notice,
    language: Option<&str>,
) -> (String, Option<String>) {
    let Said { text, until } =
        waiting.notice(&Settings::default(), now, &chat(language), notice).expect("nothing was told yet");
    (text, until.map(Timestamp::rfc3339))
}

#[test]
fn without_hours_and_measure_the_english_words_are_those_of_the_settings() {
    let settings = Settings::default();
    let words = |notice| said(&always(None), noon(), notice, None).0;
    for notice in [Notice::HandedOff, Notice::Held] {
        assert_eq!(words(notice), settings.handoff_message);
    }
    assert_eq!(words(Notice::Waiting), settings.waiting_message);
    assert_eq!(words(Notice::AskedForHuman), "Of course: a colleague will answer you here.");
    assert!(words(Notice::Danger).contains("local emergency number"));
}

#[test]
fn a_promise_is_told_as_a_stretch_or_by_its_end_and_is_what_is_told() {
    for (waiting, now, sentence, until) in [
        (always(Some(25)), noon(), "Usually within about 25 minutes.", "2026-11-25T11:25:00.000Z"),
        (always(Some(60)), noon(), "Usually within about an hour.", "2026-11-25T12:00:00.000Z"),
        (always(Some(105)), noon(), "Usually within about 105 minutes.", "2026-11-25T12:45:00.000Z"),
        (always(Some(180)), noon(), "Usually within about 3 hours.", "2026-11-25T14:00:00.000Z"),
        (
            always(Some(13 * 60)),
            at("2026-11-25T11:02:00Z"),
            "Usually by tomorrow at 00:05 (UTC).",
            "2026-11-26T00:05:00.000Z",
        ),
        (shop(Some(25)), noon(), "Usually within about 25 minutes.", "2026-11-25T11:25:00.000Z"),
        (shop(Some(30)), noon(), "Usually within about 30 minutes.", "2026-11-25T11:30:00.000Z"),
        // Over the noon break, over night, over a weekend.
        (shop(Some(45)), noon(), "Usually by today at 13:45 (Europe/Berlin).", "2026-11-25T12:45:00.000Z"),
        (
            shop(Some(45)),
            at("2026-11-25T16:41:30Z"),
            "Usually by tomorrow at 09:30 (Europe/Berlin).",
            "2026-11-26T08:30:00.000Z",
        ),
        (
            shop(Some(45)),
            at("2026-11-27T16:50:00Z"),
            "Usually by Monday at 09:35 (Europe/Berlin).",
            "2026-11-30T08:35:00.000Z",
        ),
    ] {
        let (text, told) = said(&waiting, now, Notice::HandedOff, None);
        assert_eq!(text, format!("{HANDED_OFF} {sentence}"));
        assert_eq!(told.as_deref(), Some(until), "{sentence}");
    }
}

#[test]
fn in_closed_hours_the_opening_time_is_told_and_a_time_only_where_there_is_one() {
    let saturday = at("2026-11-28T10:00:00Z");
    let closed = "We are closed now and open again Monday at 09:00 (Europe/Berlin).";
    assert_eq!(
        said(&shop(None), saturday, Notice::HandedOff, None),
        (format!("{HANDED_OFF} {closed}"), None)
    );
    let (text, until) = said(&shop(Some(90)), saturday, Notice::HandedOff, None);
    assert_eq!(text, format!("{HANDED_OFF} {closed} Usually you have your answer by Monday at 10:30."));
    assert_eq!(until.as_deref(), Some("2026-11-30T09:30:00.000Z"));
    let (away, _) = said(&shop(None), saturday, Notice::Waiting, None);
    assert!(away.starts_with("Thanks for your message: a colleague will look at your question"), "{away}");
    let (night, _) = said(&shop(None), at("2026-11-25T22:30:00Z"), Notice::HandedOff, None);
    assert!(night.contains("open again tomorrow at 09:00"), "{night}");
    let (morning, _) = said(&shop(None), at("2026-11-25T04:30:00Z"), Notice::HandedOff, None);
    assert!(morning.contains("open again today at 09:00"), "{morning}");
    let (holidays, _) = said(&shop(None), at("2026-12-31T18:00:00Z"), Notice::HandedOff, None);
    assert!(holidays.contains("open again 2027-01-07 at 09:00"), "{holidays}");
}

#[test]
fn danger_gets_no_promise_at_any_hour() {
    for now in [noon(), at("2026-11-28T10:00:00Z")] {
        let (text, until) = said(&shop(Some(25)), now, Notice::Danger, None);
        assert!(until.is_none() && !text.contains("sually") && !text.contains("closed"), "{text}");
    }
}

#[test]
fn visitors_are_told_in_their_language_where_there_is_one() {
    let saturday = at("2026-11-28T10:00:00Z");
    for (language, open, closed) in [
        (
            "de",
            "Meist innerhalb von etwa 25 Minuten.",
            "sind Montag um 09:00 Uhr wieder da (Europe/Berlin). Meist haben Sie bis Montag, 09:25 Uhr eine Antwort.",
        ),
        ("fr", "En général, d'ici environ 25 minutes.", "rouvrons lundi à 09:00 (Europe/Berlin)."),
        ("pl", "Zwykle w ciągu około 25 minut.", "Otwieramy: poniedziałek, 09:00 (Europe/Berlin)."),
        (
            "ja",
            "通常は約25分以内です。",
            "月曜日 09:00（Europe/Berlin）に再開します。通常は月曜日 09:25までにお返事します。",
        ),
        ("ar", "خلال 25 دقيقة تقريبًا.", "يوم الاثنين الساعة 09:00"),
    ] {
        let (text, until) = said(&shop(Some(25)), noon(), Notice::HandedOff, Some(language));
        assert!(text.ends_with(open) && until.is_some(), "{text}");
        let (text, _) = said(&shop(Some(25)), saturday, Notice::HandedOff, Some(language));
        assert!(text.contains(closed), "{text}");
    }
    let arabic = |minutes| said(&always(Some(minutes)), noon(), Notice::HandedOff, Some("ar")).0;
    assert!(
        arabic(5).contains("5 دقائق") && arabic(120).contains("ساعتين") && arabic(180).contains("3 ساعات")
    );
    let (fallback, _) = said(&shop(None), noon(), Notice::HandedOff, Some("hu"));
    assert_eq!(fallback, HANDED_OFF, "no words of that language: the default one");
}

fn own(texts: &[(&str, &str, &str)], default: &str) -> Arc<Texts> {
    let mut languages: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for (language, key, text) in texts {
        languages.entry((*language).to_owned()).or_default().insert((*key).to_owned(), (*text).to_owned());
    }
    Arc::new(Texts::new(MessagesSettings { default: default.to_owned(), languages }))
}

#[test]
fn the_owners_words_come_before_those_that_ship() {
    let texts = own(&[("de", "handed_off", "Wir melden uns"), ("hu", "handed_off", "Válaszolunk.")], "en");
    let waiting = Waiting { texts, ..shop(Some(25)) };
    let words = |notice, language| said(&waiting, noon(), notice, Some(language));
    assert_eq!(words(Notice::HandedOff, "de").0, "Wir melden uns\nMeist innerhalb von etwa 25 Minuten.");
    assert_eq!(words(Notice::Held, "de").0, "Wir melden uns\nMeist innerhalb von etwa 25 Minuten.");
    assert!(words(Notice::AskedForHuman, "de").0.starts_with("Gern: "));
    assert_eq!(
        words(Notice::HandedOff, "hu"),
        ("Válaszolunk.".to_owned(), None),
        "no words to tell a time with: none is promised"
    );
    assert!(words(Notice::Danger, "hu").0.starts_with("A person is being told"));

    let settings = Settings { handoff_message: "We answer by mail.".to_owned(), ..Settings::default() };
    let say =
        |notice, language| waiting.notice(&settings, noon(), &chat(Some(language)), notice).unwrap().text;
    assert_eq!(say(Notice::HandedOff, "fr"), "We answer by mail. Usually within about 25 minutes.");
    assert_eq!(say(Notice::AskedForHuman, "fr"), "We answer by mail. Usually within about 25 minutes.");
    assert!(say(Notice::HandedOff, "de").starts_with("Wir melden uns"));
    assert!(say(Notice::Danger, "fr").starts_with("Une personne"), "danger is no matter for it");
    assert!(say(Notice::Waiting, "fr").starts_with("Merci de votre patience"));

    let german = Waiting { texts: own(&[], "de"), ..shop(None) };
    assert!(said(&german, noon(), Notice::HandedOff, None).0.starts_with("Danke für Ihre Nachricht."));
}

fn told(n: u32, text: &str) -> Told {
    Told { action: ActionId::derived(noon(), &[&n.to_string()]), text: text.to_owned() }
}

#[test]
fn nothing_is_told_twice_nor_too_often_and_a_time_once() {
    let waiting = shop(Some(25));
    let settings = Settings::default();
    let mut c = chat(None);
    let first = waiting.notice(&settings, noon(), &c, Notice::HandedOff).unwrap();
    c.promise = Some(Promise { told_at: noon(), until: first.until, alarmed: false, lag_ms: 0 });
    c.told = vec![told(1, &first.text)];
    let later = noon().plus_ms(10 * MINUTE_MS);
    for same in [Notice::HandedOff, Notice::Held] {
        assert_eq!(waiting.notice(&settings, later, &c, same), None, "the same words");
    }
    let second = waiting.notice(&settings, later, &c, Notice::Waiting).unwrap();
    assert_eq!(second, Said { text: settings.waiting_message.clone(), until: None }, "no other time");
    c.told.push(told(2, &second.text));
    let evening = at("2026-11-25T20:00:00Z");
    assert_eq!(waiting.notice(&settings, evening, &c, Notice::Waiting), None, "two are enough");
    let danger = waiting.notice(&settings, evening, &c, Notice::Danger).unwrap();
    c.told.push(told(3, &danger.text));
    assert_eq!(waiting.notice(&settings, evening, &c, Notice::Danger), None);
    // Told without a time, somebody may be given one later in the same wait.
    c.told.truncate(1);
    c.promise = Some(Promise { told_at: noon(), until: None, alarmed: false, lag_ms: 0 });
    assert!(waiting.notice(&settings, later, &c, Notice::Waiting).unwrap().until.is_some());
}

#[test]
fn no_time_is_promised_by_what_was_measured_under_other_hours() {
    let changed = Waiting { hours: Arc::default(), ..shop(Some(25)) };
    assert!(!changed.is_measured());
    assert_eq!(said(&changed, noon(), Notice::HandedOff, None), (HANDED_OFF.to_owned(), None));
    // The same hours read again are the same hours.
    let again = Waiting { hours: Arc::new((*shop(None).hours).clone()), ..shop(Some(25)) };
    assert!(said(&again, noon(), Notice::HandedOff, None).1.is_some());
}
