//! What is concealed and what is not, case by case.

use super::Masked;
use super::conceal::Kind;

fn masked(text: &str) -> Masked {
    Masked::new(&[text]).expect("the patterns compile")
}

/// What `text` becomes.
fn seen(text: &str) -> String {
    masked(text).texts.concat()
}

#[test]
fn personal_data_is_concealed() {
    for (text, wanted) in [
        ("my card 4111 1111 1111 1111 exp 12/27", "my card [CARD_1] exp 12/27"),
        ("card: 4111-1111-1111-1111.", "card: [CARD_1]."),
        ("5555555555554444", "[CARD_1]"),
        ("amex 378282246310005 please", "amex [CARD_1] please"),
        ("IBAN DE89 3704 0044 0532 0130 00 is mine", "IBAN [IBAN_1] is mine"),
        ("gb29nwbk60161331926819", "[IBAN_1]"),
        ("FR1420041010050500013M02606", "[IBAN_1]"),
        ("write to Anna.O'Neil+x@mail.example.co.uk, ok?", "write to [EMAIL_1], ok?"),
        ("call +49 30 1234567 or (415) 555-0134", "call [PHONE_1] or [PHONE_2]"),
        ("tel 020 7946 0958!", "tel [PHONE_1]!"),
        ("0049 (0)30 123 4567", "[PHONE_1]"),
        ("0176/12345678", "[PHONE_1]"),
        ("call me at 415-555-0134", "call me at [PHONE_1]"),
        ("my password is hunter2!", "my password is [SECRET_1]!"),
        ("Passwort: Sommer2024", "Passwort: [SECRET_1]"),
        ("the pin code for my account is 4821", "the pin code for my account is [SECRET_1]"),
        ("api_key=abc123def456", "api_key=[SECRET_1]"),
        ("Authorization: Bearer abcdefghijklmnop1234", "Authorization: Bearer [SECRET_1]"),
        ("sk-proj-abcdefghijklmnopqrstuv", "[SECRET_1]"),
        ("use ghp_abcdefghijklmnopqrstuvwxyz0123456789 now", "use [SECRET_1] now"),
        ("AKIAIOSFODNN7EXAMPLE", "[SECRET_1]"),
        ("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sig_na-ture", "[SECRET_1]"),
        ("-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY----- x", "[SECRET_1] x"),
        ("-----BEGIN PRIVATE KEY-----\nabc", "[SECRET_1]"),
        ("I live at 12 Baker Street, London NW1 6XE.", "I live at [ADDRESS_1]."),
        ("send it to Lindenstraße 5, 10115 Berlin", "send it to [ADDRESS_1]"),
        ("j'habite 12 rue de la Paix, 75002 Paris", "j'habite [ADDRESS_1]"),
        ("vivo en Calle de Alcalá, 42", "vivo en [ADDRESS_1]"),
    ] {
        assert_eq!(seen(text), wanted, "{text}");
    }
}

#[test]
fn what_a_reply_needs_is_left_alone() {
    for text in [
        "order 48213",
        "order TC-48213 from 2026-03-05",
        "order number 0301234567",
        "Bestellnummer: 0203040506",
        "invoice 2024-000123-77",
        "tracking 1Z999AA10123456784",
        "tracking number 00340434161094042557",
        "my DHL parcel 340434161094042557 is late",
        "EAN 4006381333931",
        "it cost €1,299.00 on 05.03.2026 at 10:30",
        "between 10:00-18:00, Mon-Fri",
        "from 01.04.2026 - 15.10.2026",
        "the VL-350 and EX-12 in AB-1200/7",
        "version 10.15.7",
        "192.168.100.200",
        "12 pieces, 30 days, 20 %, 0.29 € a minute",
        "my password is wrong",
        "the password is not accepted",
        "2 Week trial and 3 New Chairs",
        "I was born in 1987",
        "the year 2025 - 2026",
        "see https://shop.example/orders/123456789",
    ] {
        assert_eq!(seen(text), text);
    }
}

#[test]
fn the_same_value_has_the_same_placeholder_in_all_texts() {
    let all = Masked::new(&["I am a@x.example, not b@x.example", "again a@x.example"]).expect("patterns");
    assert_eq!(all.texts, ["I am [EMAIL_1], not [EMAIL_2]", "again [EMAIL_1]"]);
    assert_eq!(all.restore("Dear [EMAIL_2] and [EMAIL_1]"), "Dear b@x.example and a@x.example");
    assert_eq!((all.map.count(Kind::Email), all.map.count(Kind::Card)), (2, 0));
}

#[test]
fn a_placeholder_that_the_visitor_typed_is_never_restored_to_a_value() {
    let all = Masked::new(&["my mail is a@x.example", "what is [EMAIL_1]?"]).expect("patterns");
    assert_eq!(all.texts, ["my mail is [EMAIL_2]", "what is [EMAIL_1]?"]);
    assert_eq!(all.restore("[EMAIL_1] [EMAIL_2] [CARD_9]"), "[EMAIL_1] a@x.example [CARD_9]");
}

#[test]
fn a_mask_never_shows_what_it_holds() {
    let shown = format!("{:?}", masked("my mail is a@x.example").map);
    assert!(!shown.contains("a@x"), "{shown}");
}
