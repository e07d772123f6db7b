//! How well the sample shop's articles are found: a floor on recall, and what never changes from run to run.

use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::index::Index;
use super::ingest::read_path;
use super::meaning::Meanings;
use crate::domain::Timestamp;
use crate::ports::Article;

/// What visitors type, and the article that answers.
const ASKED: &[(&str, &str)] = &[
    ("hi, when will my mug get here if I order today?", "shipping-times"),
    ("Do you ship to Norway?", "shipping-times"),
    ("can you post to canada", "shipping-times"),
    ("I need it by tomorrow, is there a next day option?", "shipping-times"),
    ("how expensive is postage to France", "shipping-costs"),
    ("Is there a minimum for free delivery?", "shipping-costs"),
    ("will I have to pay import tax in Switzerland", "shipping-costs"),
    ("where's my order?? it's been a week", "order-tracking"),
    ("I never got the tracking email", "order-tracking"),
    ("DHL status stuck since monday", "order-tracking"),
    ("what time do you close on saturdays", "opening-hours"),
    ("Can I pick my order up myself?", "opening-hours"),
    ("is there parking near you", "opening-hours"),
    ("Are your cups dishwasher-safe?", "materials-and-dishwasher"),
    ("can i microwve the bowl", "materials-and-dishwasher"),
    ("is there any lead in the glazes", "materials-and-dishwasher"),
    ("It's a birthday present, could you wrap it nicely?", "gift-wrapping"),
    ("do you have vouchers", "gift-wrapping"),
    ("I'd like my daughter's name on a cup", "engraving"),
    ("how long for a personalised mug", "engraving"),
    ("brown residue from tea won't come off", "care"),
    ("there are cracks like a net in the glaze", "care"),
    ("we run a small café, do you have trade prices?", "wholesale"),
    ("minimum quantity for resellers", "wholesale"),
    ("can I come and watch how you make them", "workshop-visits"),
    ("pottery class for beginners, what does it cost?", "workshop-visits"),
    ("Is there access for a wheelchair?", "workshop-visits"),
    ("how many ml fit in the big mug", "sizes"),
    ("diameter of the pasta bowl", "sizes"),
    ("when are the blue bowls back in stock", "stock"),
    ("could you hold one for me until friday", "stock"),
    ("My bowl came in three pieces", "damaged-on-arrival"),
    ("the cup was smashed when I opened the box", "damaged-on-arrival"),
    ("one of the plates isn't in the parcel", "damaged-on-arrival"),
    ("no more emails please, how do I get off your mailing list", "newsletter-and-account"),
    ("can't log in, lost my password", "newsletter-and-account"),
    ("I moved house, how can I update the address", "newsletter-and-account"),
    ("what's your phone number", "privacy-and-contact"),
    ("what personal data do you keep", "privacy-and-contact"),
    ("who is behind the shop", "privacy-and-contact"),
];

/// What the shop has no article for.
const OFF_TOPIC: &[&str] = &[
    "do you sell bicycles",
    "what's the weather like in Paris",
    "write me a poem about the sea",
    "do you have any job openings for a marketing manager",
    "can you recommend a good restaurant nearby",
    "how do I fix my printer",
];

pub(crate) fn shop() -> Vec<Article> {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/shop/knowledge"));
    let to_article = |f: super::ingest::Found| Article {
        slug: f.slug,
        title: f.title,
        source: f.source,
        body: f.body,
        hash: f.hash,
        updated_at: Timestamp(0),
        by: None,
    };
    read_path(folder).unwrap().into_iter().map(to_article).collect()
}

fn slugs(index: &Index, question: &str) -> Vec<String> {
    first_articles(&index.search(question, None, 12))
}

#[test]
fn the_sample_shop_answers_most_paraphrased_questions() {
    let index = Index::build(&shop());
    let (mut first, mut among_three) = (0, 0);
    for (question, wanted) in ASKED {
        let found = slugs(&index, question);
        let place = found.iter().position(|slug| slug == wanted);
        first += usize::from(place == Some(0));
        among_three += usize::from(place.is_some_and(|p| p < 3));
        if place != Some(0) {
            let top = index.search(question, None, 1);
            println!(
                "place {place:?} of {wanted}: {question} -> {:?}",
                top.first().map(|p| (&p.id, p.score))
            );
        }
    }
    println!("recall@1 {first}/{n}, recall@3 {among_three}/{n}", n = ASKED.len());
    assert!(first * 100 >= ASKED.len() * 70, "recall@1 {first} of {}", ASKED.len());
    assert!(among_three * 100 >= ASKED.len() * 80, "recall@3 {among_three} of {}", ASKED.len());
}

#[test]
fn questions_the_shop_has_nothing_for_score_low() {
    let index = Index::build(&shop());
    for question in OFF_TOPIC {
        let best = index.search(question, None, 1).first().map_or(0.0, |p| p.score);
        println!("{best:.2} {question}");
        assert!(best < 0.45, "{best} for {question}");
    }
}

#[test]
fn scores_lie_between_0_and_1_and_fall() {
    let index = Index::build(&shop());
    let hostile =
        ["", " ", "?", "\u{202e}", "the the the", &"mug ".repeat(10_000), "1 2 3 4", "日本へ発送できますか"];
    for question in ASKED.iter().map(|(q, _)| *q).chain(hostile) {
        let scores: Vec<f64> = index.search(question, None, 5).iter().map(|p| p.score).collect();
        assert!(scores.iter().all(|s| (0.0..=1.0).contains(s)), "{scores:?}");
        assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    }
    assert_eq!(index.search("hello there, thank you so much!", None, 5), vec![]);
    assert_eq!(Index::build(&[]).search("mug", None, 5), vec![]);
}

#[test]
fn the_same_question_has_the_same_answer_whatever_the_order_of_the_articles() {
    let articles = shop();
    let mut reversed = articles.clone();
    reversed.reverse();
    let (one, other) = (Index::build(&articles), Index::build(&reversed));
    for (question, _) in ASKED {
        let (a, b) = (one.search(question, None, 5), other.search(question, None, 5));
        assert_eq!(a, Index::build(&articles).search(question, None, 5));
        let ids = |found: &[crate::domain::Passage]| found.iter().map(|p| p.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&a), ids(&b), "{question}");
    }
}

#[test]
fn a_slip_of_the_pen_finds_the_same_passage() {
    let index = Index::build(&shop());
    for (right, slip) in [("microwave", "microwvae"), ("dishwasher", "dishwaser"), ("engraving", "engarving")]
    {
        assert_eq!(slugs(&index, right).first(), slugs(&index, slip).first(), "{slip}");
    }
}

#[test]
fn no_passage_of_the_sample_shop_would_be_held_as_a_reply() {
    let rulebook = crate::guardrail::Rulebook::built_in().unwrap();
    for article in shop() {
        for cut in super::markdown::cut(&article.body).cuts {
            let reasons = rulebook.screen_reply(&cut.text);
            assert!(reasons.is_empty(), "{} {}: {reasons:?}", article.slug, cut.heading);
        }
    }
}

/// Questions in other words than the articles', and the article that answers: `{"question":…,"article":…}`.
const PARAPHRASES: &str = include_str!("../../tests/corpora/paraphrases.jsonl");

#[test]
fn an_encoder_finds_the_article_that_answers_in_other_words() {
    let Some(encoder) = super::encoder::tests::set_up() else { return };
    let meanings = Meanings::new(encoder);
    let index = Index::build(&shop());
    let rows = meanings.of_passages(index.passages(), &AtomicBool::new(false)).unwrap();
    let (mut words, mut meant) = ([0; 3], [0; 3]);
    let asked: Vec<serde_json::Value> =
        PARAPHRASES.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &asked {
        let (question, article) = (line["question"].as_str().unwrap(), line["article"].as_str().unwrap());
        let wanted = article.trim_end_matches(".md");
        let meaning = meanings.of_question(question);
        let both = meaning.as_deref().map(|meaning| (meaning, &rows));
        for (asked, hits) in [(None, &mut words), (both, &mut meant)] {
            let found = first_articles(&index.search(question, asked, index.len()));
            let place = found.iter().position(|slug| slug == wanted).unwrap_or(usize::MAX);
            for (hit, among) in hits.iter_mut().zip([1, 3, 5]) {
                *hit += usize::from(place < among);
            }
        }
    }
    println!("of {}: by words @1 @3 @5 {words:?}, by meaning {meant:?}", asked.len());
    assert!(meant[0] * 100 >= asked.len() * 70, "recall@1 {} of {}", meant[0], asked.len());
    assert!(meant[1] * 100 >= asked.len() * 88, "recall@3 {} of {}", meant[1], asked.len());
}

#[test]
fn a_question_in_another_language_is_looked_up_by_its_words() {
    let Some(encoder) = super::encoder::tests::set_up() else { return };
    let meanings = Meanings::new(encoder);
    assert!(meanings.of_question("Wie lange dauert der Versand nach Kanada?").is_none());
    assert!(meanings.of_question("配送にはどのくらいかかりますか").is_none());
    assert!(meanings.of_question("How long does shipping to Canada take?").is_some());
    assert!(meanings.of_question("Canada?").is_some());
}

fn first_articles(passages: &[crate::domain::Passage]) -> Vec<String> {
    let mut slugs: Vec<String> = Vec::new();
    for passage in passages {
        let slug = passage.id.split('#').next().unwrap_or_default().to_owned();
        if !slugs.contains(&slug) {
            slugs.push(slug);
        }
    }
    slugs
}

#[test]
fn encoding_stops_when_nobody_waits_for_it() {
    let Some(encoder) = super::encoder::tests::set_up() else { return };
    let meanings = Meanings::new(encoder);
    let index = Index::build(&shop());
    assert!(meanings.of_passages(index.passages(), &AtomicBool::new(true)).is_none());
    assert!(meanings.known(index.passages()).is_none(), "half encoded is not encoded");
}
