//! Which spellings of a fact are the same, and which are not.

use super::{Bounds, Finding, Kind, Languages, Material, Source, check};

/// The kinds of findings about `draft` when it cites `passage`; sentences are not compared.
fn kinds(draft: &str, passage: &str) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = found(draft, passage, &[]).into_iter().map(|f| f.kind).collect();
    kinds.dedup();
    kinds
}

fn found(draft: &str, passage: &str, visitor: &[&str]) -> Vec<Finding> {
    check(&Material {
        draft,
        cited: &[Source { text: passage, ..Source::default() }],
        cited_ids: &["p"],
        retrieved_ids: &["p", "q"],
        visitor,
        private_notes: &[],
        allowed_hosts: &[],
        bounds: Bounds { min: 1, max: 2_000 },
        languages: Languages { question: Some("xx"), draft: Some("xx") },
        markup_allowed: false,
    })
}

#[test]
fn one_fact_has_many_spellings() {
    for (draft, passage) in [
        ("3-5 days", "three to five days"),
        ("3–5 working days", "three to five business days"),
        ("3 bis 5 Werktage", "3 to 5 working days"),
        ("de tres a cinco días", "3-5 days"),
        ("cinq jours", "5 days"),
        ("€4.90", "4,90 EUR"),
        ("4.90 €", "4,90 euros"),
        ("US$ 1,299", "1299 dollars"),
        ("1.299,00 €", "€1,299"),
        ("17p", "£0.17"),
        ("30%", "30 per cent"),
        ("30 Prozent", "30 %"),
        ("March 5th", "5 March"),
        ("5. März", "2026-03-05"),
        ("05.03.2026", "5 March 2026"),
        ("el 5 de marzo", "March 5"),
        ("June 12–14", "12 to 14 June 2026"),
        ("10 am", "10:00"),
        ("6 p.m.", "18:00 Uhr"),
        ("18h30", "6:30 pm"),
        ("from 9 to 11 am", "9:00-11:00"),
        ("noon", "12:00"),
        ("two weeks", "14 days"),
        ("a week", "7 days"),
        ("half an hour", "30 minutes"),
        ("24 months", "two years"),
        ("1 kg", "1000 g"),
        ("twenty-four hours", "24 hours"),
        ("https://www.shop.example/returns/", "shop.example/returns."),
        ("Info@Shop.example", "info@shop.example"),
        ("030 555 1720", "+49 30 5551720"),
        ("ab-1200 or AB1200", "AB-1200"),
        ("Mondays", "Monday to Friday"),
        ("Monday to Friday", "on weekdays"),
        ("٣ days", "3 days"),
    ] {
        assert_eq!(kinds(draft, passage), [], "{draft} / {passage}");
    }
}

#[test]
fn another_fact_is_found_and_named() {
    for (draft, passage, kind) in [
        ("3 weeks", "3 days", Kind::Duration),
        ("30 €", "30 %", Kind::Price),
        ("30 %", "30 €", Kind::Percentage),
        ("£30", "€30", Kind::Price),
        ("3 working days", "3 days", Kind::WorkingDays),
        ("3 Tage", "3 Werktage", Kind::WorkingDays),
        ("4 days", "3 to 5 days", Kind::Duration),
        ("€4.95", "€4.90", Kind::Price),
        ("€1,299", "€1,929", Kind::Price),
        ("6 March", "5 March", Kind::Date),
        ("5 March 2027", "5 March 2026", Kind::Date),
        ("5 March 2026", "5 March", Kind::Date),
        ("Tuesday", "Monday", Kind::Date),
        ("Monday to Saturday", "Monday to Friday", Kind::Date),
        ("Monday to Thursday", "Monday to Friday", Kind::Date),
        ("10 pm", "10:00", Kind::Time),
        ("from 8 pm to 8 am", "from 8 am to 8 pm", Kind::Time),
        ("fünf Wochen", "vier Wochen", Kind::Duration),
        ("12 users", "10 users", Kind::Number),
        ("50 users", "50 invoices", Kind::Number),
        ("3 cm", "3 mm", Kind::Number),
        ("https://shop.example/return", "https://shop.example/returns", Kind::Link),
        ("https://shop.example@evil.test/returns", "https://shop.example/returns", Kind::Link),
        ("shop.test", "shop.example", Kind::Link),
        ("help@shop.example", "info@shop.example", Kind::Email),
        ("+44 30 5551720", "+49 30 5551720", Kind::Phone),
        ("call 030 5551721", "call 030 5551720", Kind::Phone),
        ("AB-1201", "AB-1200", Kind::Code),
        ("v2.4.1", "v2.4.0", Kind::Code),
        ("use the code SUMMER", "use the code at the checkout", Kind::Code),
    ] {
        assert!(kinds(draft, passage).contains(&kind), "{draft} / {passage}: {:?}", kinds(draft, passage));
    }
}

#[test]
fn only_the_visitors_own_numbers_may_be_repeated() {
    let visitor = ["my order TC-48213 (or 482130) came after 90 days"];
    assert_eq!(found("About order TC-48213 or 482130:", "Orders", &visitor), []);
    assert_eq!(found("You have 90 days", "Orders", &visitor).len(), 1);
}

#[test]
fn the_numbers_of_a_list_claim_nothing() {
    assert_eq!(kinds("1. Open the menu\n2. Press reset\n3) Wait", "Open the menu, press reset, wait."), []);
    assert_eq!(kinds("7. Open the menu", "Open the menu"), [Kind::Number]);
}

#[test]
fn markup_that_a_relay_may_render_is_found() {
    for draft in [
        "{{ contact.name }}",
        "{% if x %}",
        "${name}",
        "<img src=x>",
        "<b>bold</b>",
        "<script",
        "![x](y)",
        "[x](y)",
        "[x][1]",
        "[1]: y",
        "[url=x]y[/url]",
        "javascript:alert",
        "&lt;b&gt;",
        "<!-- x -->",
    ] {
        assert_eq!(kinds(draft, draft), [Kind::Markup], "{draft}");
    }
    for draft in ["5 < 6 and 7 > 4", "a [note]", "{one}", "**bold** and _this_", "<3", "AT&T; yes"] {
        assert!(!kinds(draft, draft).contains(&Kind::Markup), "{draft}");
    }
}

#[test]
fn characters_that_no_reader_sees_are_found() {
    for draft in [
        "a\u{202e}b",
        "a\u{200b}b",
        "a\u{e0041}b",
        "a\u{2066}b",
        "a\u{feff}",
        "a\u{0}b",
        "a\u{e0100}b",
        "a\u{ad}b",
    ] {
        assert_eq!(kinds(draft, draft), [Kind::HiddenCharacter], "{draft:?}");
    }
    for draft in ["👩\u{200d}🚀 ❤\u{fe0f}", "می\u{200c}خواهم", "שלום \u{200f}", "naïve\r\n\tok"]
    {
        assert_eq!(kinds(draft, draft), [], "{draft:?}");
    }
}

#[test]
fn formalities_are_checked() {
    let finding = |change: &dyn Fn(&mut Material<'_>)| {
        let mut material = Material {
            draft: "Hello",
            cited: &[],
            cited_ids: &["p"],
            retrieved_ids: &["p"],
            visitor: &[],
            private_notes: &[],
            allowed_hosts: &[],
            bounds: Bounds { min: 1, max: 100 },
            languages: Languages { question: Some("en"), draft: Some("en-GB") },
            markup_allowed: false,
        };
        change(&mut material);
        check(&material).into_iter().map(|f| f.kind).collect::<Vec<_>>()
    };
    assert_eq!(finding(&|_| {}), []);
    assert_eq!(finding(&|m| m.retrieved_ids = &["q"]), [Kind::Citation]);
    assert_eq!(finding(&|m| m.cited_ids = &[]), [Kind::Citation]);
    assert_eq!(finding(&|m| m.bounds.max = 3), [Kind::Length]);
    assert_eq!(finding(&|m| m.draft = " "), [Kind::Length]);
    assert_eq!(finding(&|m| m.languages.draft = Some("de")), [Kind::Language]);
}

#[test]
fn a_link_of_a_passage_to_a_foreign_host_is_found() {
    let draft = "https://shop.example/a and https://docs.shop.example/b and https://notshop.example/c";
    let findings = check(&Material {
        draft,
        cited: &[Source { text: draft, ..Source::default() }],
        cited_ids: &["p"],
        retrieved_ids: &["p"],
        visitor: &[],
        private_notes: &[],
        allowed_hosts: &["shop.example"],
        bounds: Bounds { min: 1, max: 200 },
        languages: Languages::default(),
        markup_allowed: false,
    });
    let spelt: Vec<&str> = findings.iter().map(|f| f.spelt.as_str()).collect();
    assert_eq!(spelt, ["https://notshop.example/c"]);
}
