//! The language of short messages, and the doubt that must mean none.

use super::spoken;

#[test]
fn a_short_message_tells_its_language() {
    for (text, language) in [
        ("How long is shipping to Canada?", "en"),
        ("I want a refund now", "en"),
        ("Wie lange dauert der Versand nach Norwegen?", "de"),
        ("Wo ist meine Bestellung?", "de"),
        ("Combien de temps prend la livraison ?", "fr"),
        ("¿Cuánto tarda el envío a Madrid?", "es"),
        ("Quanto tempo ci vuole per la spedizione?", "it"),
        ("Hoe lang duurt de verzending naar België?", "nl"),
        ("Jak długo trwa wysyłka do Polski?", "pl"),
        ("Quanto tempo demora a entrega para Lisboa?", "pt"),
        ("Hur lång tid tar det att få paketet?", "sv"),
        ("Kuinka kauan toimitus kestää minulle?", "fi"),
        ("Jak dlouho trvá doručení do Brna?", "cs"),
        ("Siparişim ne zaman gelir acaba?", "tr"),
        ("Сколько времени занимает доставка, вы знаете?", "ru"),
        ("Скільки часу займає доставка?", "uk"),
        ("Πόσο διαρκεί η αποστολή;", "el"),
        ("كم يستغرق الشحن؟", "ar"),
        ("डिलीवरी में कितना समय लगता है?", "hi"),
        ("配送にはどのくらいかかりますか", "ja"),
        ("배송은 얼마나 걸려요?", "ko"),
        ("发货需要多长时间？", "zh"),
    ] {
        assert_eq!(spoken(text), Some(language), "{text}");
    }
    // Danish and Norwegian are told apart where they can be, and either is read by both.
    for text in ["Hvor lang tid tager det at sende pakken?", "Hvor lang tid tar det før jeg får pakken?"] {
        assert!(matches!(spoken(text), Some("da" | "no")), "{text}");
    }
}

#[test]
fn doubt_means_none() {
    for text in [
        "",
        "?!",
        "12345",
        "ok danke",
        "hm",
        "Hallo",
        "send email to john",
        "change to pro account",
        "xqzt vrrp wlmk",
    ] {
        assert!(matches!(spoken(text), None | Some("en")), "{text}: {:?}", spoken(text));
    }
    assert_eq!(
        spoken("Szeretném visszakapni a pénzt, mert nem jó"),
        Some("hu"),
        "a language without texts is one all the same"
    );
}

#[test]
fn english_is_not_taken_for_another_language_and_few_others_are() {
    let corpus = include_str!("../../../tests/corpora/routing.jsonl");
    let questions = include_str!("../../../tests/corpora/paraphrases.jsonl");
    let field = |line: &str, name: &str| {
        let value: serde_json::Value = serde_json::from_str(line).ok()?;
        value.get(name)?.as_str().map(str::to_owned)
    };
    for line in questions.lines() {
        let text = field(line, "question").unwrap();
        assert!(matches!(spoken(&text), None | Some("en")), "{text}: {:?}", spoken(&text));
    }
    for line in corpus.lines() {
        let (text, language) = (field(line, "text").unwrap(), field(line, "language").unwrap());
        assert!(spoken(&text).is_none_or(|told| told == language), "{text}: {:?}", spoken(&text));
    }
}
