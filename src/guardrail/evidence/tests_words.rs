//! What counts as said by a passage, as its opposite, as a promise, and as a private note.

use super::{Bounds, Kind, Languages, Material, Source, check};

fn kinds_with(draft: &str, passage: &str, notes: &[&str]) -> Vec<Kind> {
    let findings = check(&Material {
        draft,
        cited: &[Source { text: passage, ..Source::default() }],
        cited_ids: &["p"],
        retrieved_ids: &["p"],
        visitor: &[],
        private_notes: notes,
        allowed_hosts: &[],
        bounds: Bounds { min: 1, max: 2_000 },
        languages: Languages::default(),
        markup_allowed: false,
    });
    findings.into_iter().map(|f| f.kind).collect()
}

fn kinds(draft: &str, passage: &str) -> Vec<Kind> {
    kinds_with(draft, passage, &[])
}

#[test]
fn a_paraphrase_is_supported() {
    for (draft, passage) in [
        ("We don't ship to islands.", "We do not deliver to islands."),
        ("Sale items can't be exchanged, sorry.", "Items from the sale cannot be exchanged."),
        ("We only ship on weekdays.", "We do not ship on Saturdays and Sundays. We ship on weekdays."),
        ("We are not open on Sunday.", "The shop is closed on Sundays."),
        ("Returning it is free of charge.", "Returns are free."),
        ("Hi there! Thanks for asking. Have a nice day!", "Returns are free."),
        ("Would you like to know more about our boats?", "Returns are free."),
        ("We will send you a new one if you mail us a photo.", "We send a new one if you mail a photo."),
    ] {
        assert_eq!(kinds(draft, passage), [], "{draft} / {passage}");
    }
}

#[test]
fn the_opposite_is_found() {
    for (draft, passage) in [
        ("We ship to islands.", "We do not ship to islands."),
        ("We do not ship to islands.", "We ship to islands."),
        ("You can return opened items.", "Opened items cannot be returned."),
        ("It is carried upstairs with a lift.", "It is carried upstairs without a lift."),
        ("We always ask for your password.", "We never ask for your password."),
        ("Gift cards can be redeemed online.", "Gift cards can only be redeemed online."),
        ("Discounts are valid only for students.", "Discounts are valid for students and pensioners."),
        ("The shop is open on holidays.", "The shop is closed on holidays."),
    ] {
        assert!(
            kinds(draft, passage).contains(&Kind::Polarity),
            "{draft} / {passage}: {:?}",
            kinds(draft, passage)
        );
    }
}

#[test]
fn what_no_passage_says_is_found() {
    let passage = "Parcels arrive in a few days. You can follow them online.";
    for draft in [
        "We plant a tree for you.",
        "Parcels arrive in a few days. Our founder lives in Rome.",
        "Pay by instalments.",
    ] {
        assert!(kinds(draft, passage).contains(&Kind::Unsupported), "{draft}");
    }
}

#[test]
fn promises_are_found_unless_a_passage_makes_them() {
    let passage = "We repair watches. A technician calls you before the visit. Returns are possible.";
    for draft in [
        "We will refund you.",
        "Someone will email you.",
        "I have cancelled your order.",
        "I've passed this on.",
        "We guarantee it.",
        "You will receive it by tomorrow.",
        "I'll make sure of it.",
        "We're processing your return.",
        "Let me cancel that for you.",
        "We'll get back to you.",
        "It will be there tomorrow.",
    ] {
        assert!(kinds(draft, passage).contains(&Kind::Promise), "{draft}: {:?}", kinds(draft, passage));
    }
    for draft in
        ["A technician will call you before the visit.", "We can't guarantee returns.", "Let me know!"]
    {
        assert!(!kinds(draft, passage).contains(&Kind::Promise), "{draft}");
    }
}

#[test]
fn words_of_a_private_note_are_found() {
    let note = "Complained twice, grant nothing beyond standard warranty terms, watch margin";
    let draft = "We grant standard things: beyond standard warranty terms, watch margin.";
    assert!(kinds_with(draft, "Our warranty terms are standard.", &[note]).contains(&Kind::PrivateNote));
    assert!(!kinds_with(draft, draft, &[note]).contains(&Kind::PrivateNote));
    assert!(
        !kinds_with("Our standard warranty terms", "Our standard warranty terms", &[note])
            .contains(&Kind::PrivateNote)
    );
}
