//! Corrections that recur: what becomes a proposal, of what kind, and that chance, order and old decisions do not count.

use proptest::prelude::*;

use super::*;
use crate::domain::{Citation, ConversationId, Rulebook, Style, SuggestionId, Timestamp};

const BODY: &str = "# Shipping\n\n## Canada\n\nWe ship to Canada in 6 to 9 working days. Every parcel has a number.\n\n\
                    ## Austria\n\nParcels to Austria take 3 days.\n";

fn articles() -> Vec<ArticleText> {
    let one = |slug: &str, title: &str, body: &str| ArticleText {
        slug: slug.to_owned(),
        title: title.to_owned(),
        body: body.to_owned(),
        hash: format!("hash of {slug}"),
    };
    vec![one("shipping", "Shipping", BODY), one("hours", "Hours", "We are open from 10 to 16.\n")]
}

fn edit(n: i64, draft: &str, sent: &str, slug: &str) -> PastDecision {
    let at = Timestamp(1_700_000_000_000_000 + n * 1_000_000);
    PastDecision {
        suggestion: SuggestionId::derived(at, &[&n.to_string()]),
        conversation: ConversationId::of("shop", &n.to_string()),
        at,
        question: "How long does shipping take?".to_owned(),
        draft: draft.to_owned(),
        drafter: "extractive".to_owned(),
        citations: vec![Citation {
            passage_id: format!("{slug}#1@abc"),
            article: slug.to_owned(),
            quote: draft.to_owned(),
        }],
        end: End::Edited(sent.to_owned()),
    }
}

fn learned(past: &[PastDecision], remembered: &[Remembered]) -> Vec<Lesson> {
    let book = Rulebook::parse(&[("x".to_owned(), BOOK.to_owned())]).unwrap();
    let ground = Ground { in_force: &book, own: "", may_soften: false };
    learn(past, &articles(), remembered, ground, LessonSettings::default()).lessons
}

const BOOK: &str = "version = 1\n[[rules]]\nid = \"x.y\"\ntitle = \"Y\"\nwords = [\"lawyer\"]\n\
                    examples.must_match = [\"my lawyer\", \"a lawyer please\"]\n\
                    examples.must_not_match = [\"how large is it\", \"hello there\"]\n";

const DRAFT: &str = "We ship to Canada in 6 to 9 working days. Every parcel has a number.";

fn three(sent: &str) -> Vec<PastDecision> {
    (1..=3).map(|n| edit(n, DRAFT, sent, "shipping")).collect()
}

#[test]
fn a_number_corrected_three_times_is_a_fact_to_change_in_its_sentence() {
    let past = three("We ship to Canada in 4 to 7 working days. Every parcel has a number.");
    let lessons = learned(&past, &[]);
    let [lesson] = lessons.as_slice() else { panic!("{lessons:?}") };
    assert_eq!((lesson.kind, lesson.n(), lesson.conversations.len()), (LessonKind::Fact, 3, 3));
    assert_eq!((lesson.from.as_str(), lesson.to.as_str()), ("6 to 9", "4 to 7"));
    let Wish::Article(mend) = &lesson.wish else { panic!("{lesson:?}") };
    assert_eq!(mend.before, "We ship to Canada in 6 to 9 working days.");
    assert_eq!(mend.after, "We ship to Canada in 4 to 7 working days.");
    assert_eq!(
        (mend.hash.as_str(), mend.body.clone()),
        ("hash of shipping", BODY.replace("6 to 9", "4 to 7"))
    );
    assert_eq!(lesson.conversations[0], past[2].conversation, "the newest first");
}

#[test]
fn two_edits_or_one_chat_are_not_enough() {
    let past = three("We ship to Canada in 4 to 7 working days. Every parcel has a number.");
    assert_eq!(learned(&past[..2], &[]), []);
    let one_chat: Vec<_> =
        past.iter().map(|one| PastDecision { conversation: past[0].conversation, ..one.clone() }).collect();
    assert_eq!(learned(&one_chat, &[]), []);
    let twice: Vec<_> = past[..2].iter().chain(&past[..2]).cloned().collect();
    assert_eq!(learned(&twice, &[]), [], "the same decision read twice is one");
}

#[test]
fn what_is_dismissed_comes_back_with_twice_the_evidence_and_what_is_adopted_with_new_evidence_alone() {
    let sent = "We ship to Canada in 4 to 7 working days. Every parcel has a number.";
    let past: Vec<_> = (1..=6).map(|n| edit(n, DRAFT, sent, "shipping")).collect();
    let id = learned(&past, &[])[0].id.clone();
    let known =
        |fate, n, at| Remembered { id: id.clone(), fate, n, at, by: "a".to_owned(), words: String::new() };
    let dismissed = [known(Fate::Dismissed, 3, past[2].at)];
    assert_eq!(learned(&past[..5], &dismissed), []);
    assert_eq!(learned(&past, &dismissed).len(), 1);
    assert_eq!(learned(&past, &[known(Fate::Adopted, 3, past[3].at)]), []);
    assert_eq!(learned(&past, &[known(Fate::Adopted, 3, past[2].at)])[0].n(), 3);
}

#[test]
fn what_the_article_says_by_now_is_no_lesson_and_what_it_never_said_is_for_a_person() {
    let past: Vec<_> = (1..=3)
        .map(|n| edit(n, "Parcels to Austria take 8 days.", "Parcels to Austria take 3 days.", "shipping"))
        .collect();
    assert_eq!(learned(&past, &[]), []);
    let draft = "Orders to Norway arrive about 12 days after payment.";
    let past: Vec<_> = (1..=3).map(|n| edit(n, draft, &draft.replace("12", "20"), "shipping")).collect();
    let lessons = learned(&past, &[]);
    assert_eq!(lessons[0].wish, Wish::ByHand(Some(("shipping".to_owned(), "Shipping".to_owned()))));
}

#[test]
fn a_sentence_added_to_one_article_goes_there_and_one_added_to_all_to_how_drafts_speak() {
    let quote = "We ship to Canada in 6 to 9 working days. Every parcel has a number.";
    let lessons = learned(&three(&format!("{quote} Customs may take longer.")), &[]);
    let Wish::Article(mend) = &lessons[0].wish else { panic!("{lessons:?}") };
    assert_eq!(lessons[0].kind, LessonKind::Addition);
    assert_eq!(mend.body, BODY.replace("a number.", "a number. Customs may take longer."));

    let close = "Let us know if anything is unclear.";
    let past: Vec<_> = [(1, "shipping"), (2, "hours"), (3, "shipping"), (4, "hours")]
        .map(|(n, slug)| edit(n, DRAFT, &format!("{DRAFT} {close}"), slug))
        .to_vec();
    let lessons = learned(&past, &[]);
    let Wish::Habit(habit) = &lessons[0].wish else { panic!("{lessons:?}") };
    assert_eq!((habit.kind, habit.to.as_str(), lessons[0].n()), (HabitKind::Closing, close, 4));
    let effect = effect_of_habit(habit, &past, &Style::default());
    assert_eq!((effect.touched, effect.spared.positive, effect.spared.n), (4, 4, 4));
}

#[test]
fn a_greeting_is_tone_and_a_fact_is_never_put_into_how_drafts_speak() {
    let lessons = learned(&three(&format!("Hello! {DRAFT}")), &[]);
    let Wish::Habit(habit) = &lessons[0].wish else { panic!("{lessons:?}") };
    assert_eq!(
        (lessons[0].kind, habit.kind, habit.to.as_str()),
        (LessonKind::Tone, HabitKind::Greeting, "Hello!")
    );
    let past: Vec<_> = [(1, "shipping"), (2, "hours"), (3, "x"), (4, "y")]
        .map(|(n, slug)| edit(n, DRAFT, &format!("{DRAFT} Free over 50 EUR."), slug))
        .to_vec();
    assert!(learned(&past, &[]).iter().all(|lesson| !matches!(lesson.wish, Wish::Habit(_))));
}

#[test]
fn other_words_of_a_model_become_a_wording_and_its_effect_is_counted_both_ways() {
    let draft = |n| PastDecision {
        drafter: "a model".to_owned(),
        ..edit(
            n,
            "Hey buddy! Every parcel has a number of its own.",
            "Good day! Every parcel has a number of its own.",
            "hours",
        )
    };
    let mut past: Vec<_> = (1..=3).map(draft).collect();
    past.push(PastDecision { end: End::Approved, ..draft(4) });
    let lessons = learned(&past, &[]);
    let Wish::Habit(habit) = &lessons[0].wish else { panic!("{lessons:?}") };
    assert_eq!(
        (habit.kind, habit.from.as_str(), habit.to.as_str()),
        (HabitKind::Wording, "Hey buddy", "Good day")
    );
    let effect = effect_of_habit(habit, &past, &Style::default());
    assert_eq!((effect.touched, effect.spared.positive, effect.spared.n), (4, 3, 3));
    assert_eq!((effect.approved, effect.approved_otherwise), (1, 1));
}

#[test]
fn the_effect_of_an_article_counts_needless_edits_and_approved_replies_that_would_change() {
    let sent = "We ship to Canada in 4 to 7 working days. Every parcel has a number.";
    let mut past = three(sent);
    past.push(PastDecision { end: End::Approved, ..edit(4, DRAFT, sent, "shipping") });
    past.push(edit(5, "We are open from 10 to 16.", "Open 10 to 16.", "hours"));
    past.push(PastDecision { drafter: "a model".to_owned(), ..edit(6, DRAFT, sent, "shipping") });
    let lesson = learned(&past, &[]).remove(0);
    let Wish::Article(mend) = &lesson.wish else { panic!("{lesson:?}") };
    let redraft = Redraft { before: Some(DRAFT.to_owned()), after: Some(sent.to_owned()) };
    let redrafts = vec![redraft; past.len()];
    let effect = effect_of_article(mend, (&lesson.from, &lesson.to), &past, &redrafts, &Style::default());
    assert_eq!((effect.touched, effect.spared.positive, effect.spared.n), (5, 4, 4));
    assert_eq!((effect.approved, effect.approved_otherwise, effect.by_exchange), (1, 1, 1));
    let nothing = vec![Redraft::default(); past.len()];
    let effect = effect_of_article(mend, (&lesson.from, &lesson.to), &past, &nothing, &Style::default());
    assert_eq!(effect.spared.positive, 1, "only the words that were exchanged");
}

fn some_edit() -> impl Strategy<Value = (u8, u8)> {
    (0_u8..4, 0_u8..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn lessons_come_in_no_order_and_never_rest_on_too_little(
        edits in prop::collection::vec(some_edit(), 0..24),
        seed in any::<u64>(),
    ) {
        let sent = [
            "We ship to Canada in 4 to 7 working days. Every parcel has a number.",
            "We ship to Canada in 6 to 9 working days. Every parcel has a number. Bye now.",
            "Hello! We ship to Canada in 6 to 9 working days. Every parcel has a number.",
            "We ship to Canada in 6 to 9 days. Every parcel has a number.",
        ];
        let past: Vec<PastDecision> = (0_i64..)
            .zip(&edits)
            .map(|(n, (what, chat))| PastDecision {
                conversation: ConversationId::of("shop", &chat.to_string()),
                ..edit(n, DRAFT, sent[usize::from(*what)], "shipping")
            })
            .collect();
        let lessons = learned(&past, &[]);
        let mut shuffled = past.clone();
        let mut state = seed;
        for at in (1..shuffled.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            shuffled.swap(at, usize::try_from(state >> 33).unwrap() % (at + 1));
        }
        prop_assert_eq!(&learned(&shuffled, &[]), &lessons);
        for lesson in &lessons {
            prop_assert!(lesson.n() >= 3 && lesson.conversations.len() >= 3, "{:?}", lesson);
        }
    }
}
