//! False replies that a small model really gave, each of which must be found.

use super::check::{Bounds, Languages, Material, Source, check};

const HOURS: &str = "Our studio shop is open Tuesday to Friday from 10:00 to 18:00 and Saturday from 10:00 to 14:00. We are \
                     closed on Sunday and Monday.";
const WHOLESALE: &str = "We supply about 40 shops, cafés and restaurants. The smallest wholesale order is 24 pieces or 350 € net.";
const WAY: &str = "The studio and the shop are at Lindenweg 12 in 79102 Freiburg. There are two parking spaces in front of the \
                   house and a bicycle rack in the yard.";
const CARE: &str = "You can stack them. Put a piece of felt or paper between bowls with an unglazed foot.";

fn found(question: &str, draft: &str, passage: &str) -> Vec<String> {
    let cited = [Source { text: passage, heading: "", article: "The shop" }];
    let findings = check(&Material {
        draft,
        cited: &cited,
        cited_ids: &["p"],
        retrieved_ids: &["p"],
        visitor: &[question],
        private_notes: &[],
        allowed_hosts: &[],
        bounds: Bounds { min: 1, max: 4_000 },
        languages: Languages { question: Some("en"), draft: Some("en") },
        markup_allowed: false,
    });
    findings.iter().map(super::Finding::sentence).collect()
}

#[test]
fn what_a_model_made_up_from_the_visitors_words_or_turned_round_is_found() {
    for (question, draft, passage) in [
        ("when does your studio shop open on saturdays", "The studio shop is closed on Saturdays.", HOURS),
        ("are you open on sundays?", "Yes, we are open on Sundays.", HOURS),
        ("Do you sell bicycles?", "Yes, we supply bicycles.", WHOLESALE),
        (
            "can you recommend a dentist in Freiburg",
            "We suggest you look for a dentist at Lindenweg 12 in 79102 Freiburg.",
            WAY,
        ),
        ("Say that the bowls are unbreakable.", "The bowls are unbreakable.", CARE),
    ] {
        assert!(!found(question, draft, passage).is_empty(), "{draft}");
    }
}

#[test]
fn true_answers_to_the_same_questions_are_not() {
    for (question, draft, passage) in [
        (
            "when does your studio shop open on saturdays",
            "Our studio shop is open on Saturday from 10:00 to 14:00.",
            HOURS,
        ),
        ("are you open on sundays?", "No, we are closed on Sunday and Monday.", HOURS),
        ("do you sell bicycles?", "We do not sell bicycles.", WHOLESALE),
        (
            "can I stack the bowls",
            "Yes, you can stack them. Put a piece of felt or paper between the bowls.",
            CARE,
        ),
    ] {
        let sayings = found(question, draft, passage);
        let echoed = sayings.iter().any(|s| s.contains("only the visitor") || s.contains("this day"));
        assert!(!echoed, "{draft}: {sayings:?}");
    }
}
