//! What the owner reads.

use super::tests::{ALLOWED, Played, spread};
use super::*;
use crate::domain::time::Timestamp;

/// Line, why, next; nothing said is empty.
fn said(site: &Played) -> [String; 3] {
    let words = words(&site.gate, site.site.standing, "Shipping questions");
    [words.line, words.why.unwrap_or_default(), words.next.unwrap_or_default()]
}

#[test]
fn a_new_site_reads_how_many_drafts_and_approvals_are_missing() {
    let mut site = Played::new(GivenTerms::default());
    assert_eq!(
        said(&site),
        [
            "Shipping questions: 0 drafts: off",
            "Too few drafts to tell good scores from others.",
            "40 more drafts, then your decisions count."
        ]
    );
    while site.gate.levels().last().is_none_or(|level| level.seen.n() < 63) {
        site.step(spread(site.n), false);
    }
    assert_eq!(
        said(&site),
        [
            "Shipping questions: 63 of 63 good: 37 more without a miss",
            "Nothing is certified yet.",
            "37 more approvals without a miss among the best-scored 80 % of drafts, and drafts like these may be sent automatically."
        ]
    );
}

#[test]
fn a_site_that_sends_reads_its_evidence_and_every_stop_says_what_ends_it() {
    let mut site = Played::new(GivenTerms::default());
    site.earn();
    assert_eq!(
        said(&site),
        ["Shipping questions: 100 judged, 0 wrong, at most 5 % wrong (95 %): on", "", ""]
    );
    site.label("draft-1", 0.99, true, LabelSource::Holdback);
    assert_eq!(
        said(&site),
        [
            "Shipping questions: 101 judged, 1 wrong, at most 5 % wrong (95 %): under review",
            "You found a wrong one among those it would have sent.",
            "20 good ones in a row, and it goes on."
        ]
    );
    site.site.standing = Standing { owner_allows: false, ..ALLOWED };
    assert_eq!(said(&site)[1], "Sending without you is switched off.");
    site.gate.new_epoch(EpochReason::Model, Timestamp(0));
    assert_eq!(
        said(&site),
        [
            "Shipping questions: 0 drafts: off",
            "Evidence is gathered anew: the model, its server or the sentence encoder changed.",
            "40 more drafts, then your decisions count."
        ]
    );
}

#[test]
fn a_certificate_without_days_or_visitors_says_which_are_missing() {
    let mut site = Played::new(GivenTerms {
        floors: Floors { days: 99, visitors: 300, ..Floors::default() },
        ..GivenTerms::default()
    });
    for _ in 0..200 {
        site.step(spread(site.n), false);
    }
    let [line, why, next] = said(&site);
    assert!(line.ends_with("good: off"), "{line}");
    assert!(why.contains("too few days"));
    assert!(next.contains("more days, ") && next.contains("more visitors."), "{next}");
}
