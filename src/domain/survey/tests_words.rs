//! The page speaks every language that waiting visitors are spoken to in, and its words fit.

use super::{PageWords, best_language};
use crate::domain::conversation::Conversation;
use crate::domain::event::Instrument;
use crate::domain::time::Timestamp;
use crate::domain::waiting::{Texts, Waiting};

#[test]
fn the_page_speaks_every_language_of_the_fixed_messages() {
    let mut spoken = Texts::default().languages().into_iter().map(str::to_owned).collect::<Vec<_>>();
    spoken.sort();
    assert_eq!(PageWords::languages(), spoken);
    for code in PageWords::languages() {
        let words = PageWords::of(code);
        assert_eq!(words.language, code);
        let PageWords { csat, levels, nps, nps_low, nps_high, thanks, thanks_comment, .. } = words;
        let PageWords { change, comment, send, expired, unknown, nothing_kept, .. } = words;
        let PageWords { bad_score, bad_form, too_many, too_long, .. } = words;
        let all = [
            csat,
            nps,
            nps_low,
            nps_high,
            thanks,
            thanks_comment,
            change,
            comment,
            send,
            expired,
            unknown,
            nothing_kept,
            bad_score,
            bad_form,
            too_many,
            too_long,
        ];
        for text in all.into_iter().chain(levels) {
            assert!(!text.is_empty() && text.trim() == text && text.len() <= 400, "{code}: {text}");
        }
        assert!(too_long.contains("{n}"), "{code}");
        let distinct: std::collections::BTreeSet<_> = levels.iter().collect();
        assert_eq!(distinct.len(), 5, "{code}: {levels:?}");
        if code != "en" {
            assert_ne!(words.csat, PageWords::of("en").csat, "{code} is not translated");
        }
    }
    assert_eq!(PageWords::of("xx").language, "en");
    assert_eq!((PageWords::of("ar").direction(), PageWords::of("de").direction()), ("rtl", "ltr"));
}

#[test]
fn a_browser_is_answered_in_the_language_it_weighs_most() {
    for (accepted, wanted) in [
        ("de-CH,de;q=0.9,en;q=0.8", Some("de")),
        ("en;q=0.3, fr;q=0.7", Some("fr")),
        ("xx, yy;q=0.5, pt-BR;q=0.1", Some("pt")),
        ("nb-NO", Some("no")),
        ("de;q=0, en", Some("en")),
        ("ZH-Hans", Some("zh")),
        ("*", None),
        ("", None),
        ("de;q=many, ,;;;", None),
    ] {
        assert_eq!(best_language(accepted), wanted, "{accepted}");
    }
}

#[test]
fn the_question_in_the_chat_is_in_the_visitors_language_and_carries_the_link() {
    let waiting = Waiting::default();
    let mut c = Conversation::new("shop", "c_1", Timestamp(0));
    let link = "https://desk.example/s/abc";
    assert_eq!(
        waiting.survey(&c, Instrument::Csat, link),
        format!("How was this chat? One tap is enough: {link}")
    );
    c.language = Some("de".to_owned());
    let said = waiting.survey(&c, Instrument::Nps, link);
    assert!(said.starts_with("Würden Sie uns weiterempfehlen?") && said.ends_with(link), "{said}");
    assert_eq!(waiting.texts.spoken_by(&c).as_deref(), Some("de"));
    c.language = Some("tlh".to_owned());
    assert_eq!(waiting.texts.spoken_by(&c), None);
    assert!(waiting.survey(&c, Instrument::Csat, link).starts_with("How was"));
}
