//! Which changes are told, and in which words; and what has fallen back.

use super::{Alpha, Fall, Fallen, Lever, News, Overridden, Pull, Tone};
use crate::domain::gate::{EpochReason, GateEvent, LabelSource, Mode, Pause, ProbationReason, SoftSignal};
use crate::domain::policy::Autonomy;
use crate::domain::report::Harm;
use crate::domain::time::Timestamp;
use crate::domain::titles::Titles;

const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

fn told(events: &[GateEvent]) -> Option<(&'static str, String)> {
    News::of_gate(Alpha::Five, 1_234, NOW, events).map(|news| {
        assert_eq!((news.key.as_str(), news.at, news.by), ("5.1234", NOW, None));
        (news.tone.as_str(), news.words)
    })
}

#[test]
fn winning_pausing_and_losing_are_told_and_the_steps_between_are_not() {
    let bad = ProbationReason::Bad { draft: "d".to_owned(), source: LabelSource::Complaint };
    let lost = |was| GateEvent::NewEpoch { epoch: 2, reason: EpochReason::Model, was };
    let waiting = Pause::AuditsWaiting { waiting: 20 };
    let table = [
        (GateEvent::Started { epoch: 1, tau: 0.7 }, "won", "Won: replies may leave by themselves."),
        (
            GateEvent::OnProbation { epoch: 1, reason: bad, clear: 15 },
            "paused",
            "A reply that had left was wrong: everything is put before you until 15 in a row were right.",
        ),
        (
            GateEvent::ProbationOver { epoch: 1, after: 15 },
            "won",
            "15 in a row were right: replies leave by themselves again.",
        ),
        (
            GateEvent::Paused { epoch: 1, pause: waiting },
            "paused",
            "Paused: 20 drafts drawn for a check wait for you.",
        ),
        (GateEvent::Resumed { epoch: 1 }, "won", "The checks are up to date: it goes on."),
        (
            lost(Mode::Auto),
            "lost",
            "Lost: another model, model server or sentence encoder is behind the drafts.",
        ),
        (
            lost(Mode::Probation),
            "lost",
            "Lost: another model, model server or sentence encoder is behind the drafts.",
        ),
    ];
    for (event, tone, words) in table {
        assert_eq!(told(&[event]), Some((tone, format!("At most 5 % wrong: {words}"))));
    }
    for event in [
        lost(Mode::Suggest),
        GateEvent::InForce { epoch: 1, lambda: 0.7, first: false },
        GateEvent::Placed { epoch: 1, lambdas: vec![0.7], scores: 30 },
        GateEvent::AuditWanted { draft: "d".to_owned(), signal: SoftSignal::LowRating },
    ] {
        assert_eq!(told(&[event]), None);
    }
    assert_eq!(told(&[]), None);
}

#[test]
fn what_was_earned_and_is_not_allowed_is_told_once_an_epoch() {
    let in_force = |first| GateEvent::InForce { epoch: 1, lambda: 0.7, first };
    let earned = "At most 5 % wrong: Earned: replies could leave by themselves; allow it on Autopilot (or end the pause there).";
    assert_eq!(told(&[in_force(true)]), Some(("won", earned.to_owned())));
    assert_eq!(told(&[in_force(true), in_force(false)]), Some(("won", earned.to_owned())));
    assert_eq!(told(&[in_force(false)]), None);
    // Where it begins there and then, that alone is told.
    let won = "At most 5 % wrong: Won: replies may leave by themselves.".to_owned();
    assert_eq!(told(&[in_force(true), GateEvent::Started { epoch: 1, tau: 0.7 }]), Some(("won", won)));
    // Kept before it was known which was the first.
    let old: GateEvent = serde_json::from_str(r#"{"event":"in_force","epoch":1,"lambda":0.7}"#).unwrap();
    assert_eq!(told(&[old]), None);
}

#[test]
fn several_changes_of_one_move_are_one_piece_of_news() {
    let events = [
        GateEvent::InForce { epoch: 1, lambda: 0.7, first: false },
        GateEvent::Resumed { epoch: 1 },
        GateEvent::NewEpoch { epoch: 2, reason: EpochReason::Prompt, was: Mode::Auto },
    ];
    let words = "At most 5 % wrong: The checks are up to date: it goes on. Lost: the prompt changed.";
    assert_eq!(told(&events), Some(("lost", words.to_owned())));
}

#[test]
fn a_pull_says_who_and_why() {
    let pull = |lever, why: Option<&str>| {
        let why = why.map(str::to_owned);
        News::of_pull(&Pull { number: 17, lever, by: "Ada".to_owned(), why, at: NOW })
    };
    let paused = pull(Lever::Pause, Some("odd answers"));
    assert_eq!((paused.key.as_str(), paused.by.as_deref()), ("lever.17", Some("Ada")));
    assert_eq!(paused.words, "Ada paused it: nothing leaves without an owner. Reason: odd answers");
    let tones = Lever::ALL.map(|lever| pull(lever, None).tone);
    assert_eq!(tones, [Tone::Won, Tone::Paused, Tone::Paused, Tone::Won]);
}

fn fall(topic: &str) -> Fall {
    let sentence = "On hard, visitors are less happy.".to_owned();
    let harm = Harm { sentence, ai_n: 400, human_n: 100, points: -35.0, low: -50.0, high: -10.0 };
    let topic = topic.to_owned();
    Fall { number: 3, topic, since: NOW, harm, overridden: None, closed_at: None }
}

#[test]
fn a_fall_is_told_when_it_begins_and_when_it_is_over() {
    let mut hard = fall("hard");
    let news = News::of_fall(&hard, &Titles::default());
    assert_eq!((news.len(), news[0].key.as_str(), news[0].tone), (1, "fall.3", Tone::Lost));
    assert!(news[0].words.starts_with("hard falls back to suggestions: On hard, visitors"), "{news:?}");
    let titles = Titles::of([("hard".to_owned(), "Hard questions".to_owned())], &[]);
    let named = &News::of_fall(&hard, &titles)[0].words;
    assert!(
        named.starts_with("Hard questions falls back to suggestions: On Hard questions, visitors"),
        "{named}"
    );
    hard.closed_at = Some(NOW.plus_ms(1));
    let news = News::of_fall(&hard, &Titles::default());
    assert_eq!((news.len(), news[1].key.as_str(), news[1].tone), (2, "fall.3.over", Tone::Won));
    assert!(
        News::of_fall(&fall(""), &Titles::default())[0]
            .words
            .starts_with("Everything falls back to suggestions: ")
    );
}

#[test]
fn what_has_fallen_is_suggested_at_most_and_nothing_else_changes() {
    let (none, hard, all) = (Fallen::default(), Fallen::of(["hard".to_owned()]), Fallen::of([String::new()]));
    for (fallen, topic, caps) in [
        (&none, "hard", false),
        (&hard, "hard", true),
        (&hard, "easy", false),
        (&hard, "", false),
        (&all, "easy", true),
        (&all, "", true),
    ] {
        let auto = if caps { Autonomy::Suggest } else { Autonomy::Auto };
        assert_eq!(fallen.cap(topic, Autonomy::Auto), auto, "{topic}");
        for chosen in [Autonomy::Off, Autonomy::Shadow, Autonomy::Suggest] {
            assert_eq!(fallen.cap(topic, chosen), chosen);
        }
    }
    let mut over = fall("hard");
    assert!(over.is_in_force());
    over.overridden = Some(Overridden { by: "ada".to_owned(), why: "known".to_owned(), at: NOW });
    assert!(!over.is_in_force());
}
