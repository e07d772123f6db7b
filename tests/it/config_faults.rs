//! Bad configuration and bad rules: every fault at once, with its place and remedy; exit 2; nothing started.

use banister::config::parse;

use crate::world::run;

#[test]
fn every_fault_of_a_configuration_is_named_at_once_with_line_and_remedy() {
    let text = r#"
[server]
listen = "somewhere"

[policy]
autonmy = "suggest"
debounce_ms = -5
min_confidence = 2.0
handoff_message = ""

[polcy]
x = 1

[model]
base_url = "ftp://x"

[[relay]]
name = "Shop!"
kind = "generic"
inbound_secret = "whsec_c2hvcnQ="
"#;
    let said = parse("banister.toml", text, &[]).unwrap_err().to_string();
    for expected in [
        "banister.toml:6: policy.autonmy: is not a key of [policy]; did you mean `autonomy`?",
        "banister.toml:11: polcy: is not a section; did you mean `policy`?",
    ] {
        assert!(said.contains(expected), "missing: {expected}\nin:\n{said}");
    }
    for expected in [
        "banister.toml:3: server.listen: `somewhere` is not an address and port",
        "banister.toml:7: policy.debounce_ms: is -5",
        "banister.toml:8: policy.min_confidence: is 2",
        "banister.toml:9: policy.handoff_message: give 1 to 2000 bytes",
        "model.base_url",
        "model.name",
        "relay[0].name: `Shop!`",
        "relay[0].inbound_secret: holds 5 bytes",
        "relay[0].actions_url: is missing",
        "relay[0].outbound_secret: is missing",
    ] {
        assert!(said.contains(expected), "missing: {expected}\nin:\n{said}");
    }
}

#[test]
fn the_environment_and_secret_references_set_keys_and_missing_ones_are_faults() {
    let env = [
        ("BANISTER__POLICY__AUTONOMY".to_owned(), "off".to_owned()),
        ("BANISTER__POLICY__DEBOUNCE_MS".to_owned(), "7".to_owned()),
        ("THE_KEY".to_owned(), "abc".to_owned()),
    ];
    let text = "[model]\nbase_url = \"http://127.0.0.1:1/v1\"\nname = \"m\"\napi_key = \"${THE_KEY}\"\n";
    let config = parse("b.toml", text, &env).unwrap();
    assert_eq!(config.policy.autonomy, banister::domain::Autonomy::Off);
    assert_eq!(config.policy.debounce_ms, 7);
    assert_eq!(config.model.api_key.as_deref(), Some("abc"));
    let missing = text.replace("THE_KEY", "OTHER_KEY");
    let said = parse("b.toml", &missing, &env).unwrap_err().to_string();
    assert!(said.contains("model.api_key: the environment variable OTHER_KEY is not set"), "{said}");
    let file = text.replace("${THE_KEY}", "file:/nonexistent/key");
    assert!(
        parse("b.toml", &file, &env).unwrap_err().to_string().contains("/nonexistent/key cannot be read")
    );
}

#[test]
fn autonomy_and_alpha_are_read_for_all_topics_and_for_one() {
    let lines =
        "[policy]\nautonomy = \"auto\"\nalpha = 0.02\n\n[policy.topics.shipping]\nautonomy = \"off\"\n";
    let policy = parse("b.toml", lines, &[]).unwrap().policy;
    let (auto, two) = (banister::domain::Autonomy::Auto, banister::domain::autopilot::Alpha::Two);
    assert_eq!(policy.of_topic("returns"), (auto, two));
    assert_eq!(policy.of_topic("shipping"), (banister::domain::Autonomy::Off, two));
    let said = parse("b.toml", "[policy]\nautonomy = \"full\"\n", &[]).unwrap_err().to_string();
    assert!(said.contains("autonomy") && said.contains("suggest"), "{said}");
    let said = parse("b.toml", "[policy]\nalpha = 0.03\n", &[]).unwrap_err().to_string();
    assert!(said.contains("alpha"), "{said}");
}

#[test]
fn a_type_that_does_not_fit_names_its_key_and_line() {
    let said = parse("b.toml", "[policy]\n\ndebounce_ms = \"soon\"\n", &[]).unwrap_err().to_string();
    assert!(said.starts_with("b.toml:3: policy.debounce_ms: "), "{said}");
    let said = parse("b.toml", "[policy\n", &[]).unwrap_err().to_string();
    assert!(said.starts_with("b.toml:1: syntax"), "{said}");
}

#[test]
fn serving_with_a_bad_configuration_or_bad_rules_ends_with_2_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("banister.toml");
    let database = folder.path().join("b.db");
    let store = format!("[store]\nurl = \"sqlite:{}\"\n", database.display());
    std::fs::write(&path, format!("{store}[policy]\nautonmy = 1\n")).unwrap();
    for command in [&["serve"][..], &["check", "--offline"]] {
        let (out, err, code) = run(&path, command, "");
        assert_eq!(code, 2, "{out}{err}");
        assert!(format!("{out}{err}").contains("did you mean `autonomy`?"), "{out}{err}");
    }
    assert!(!database.exists());
    let rules = folder.path().join("rules");
    std::fs::create_dir(&rules).unwrap();
    let rule = "version = 1\n[[rules]]\nid = \"shop.legal\"\ntitle = \"Lawyers\"\nwords = [\"lawyer\"]\n\
                examples.must_match = [\"my lawyer says\", \"I will sue you\"]\n\
                examples.must_not_match = [\"law of physics\", \"a layer of glaze\"]\n";
    std::fs::write(rules.join("legal.toml"), rule).unwrap();
    std::fs::write(&path, format!("{store}[rules]\npath = \"{}\"\n", rules.display())).unwrap();
    for command in [&["serve"][..], &["check", "--offline"], &["screen", "hello"]] {
        let (out, err, code) = run(&path, command, "");
        assert_eq!(code, 2, "{out}{err}");
        let said = format!("{out}{err}");
        assert!(said.contains("legal.toml") && said.contains("I will sue you"), "{said}");
    }
}

#[test]
fn opening_hours_and_texts_are_checked_with_line_and_remedy_and_come_from_the_environment_too() {
    let text = "[hours]\nzone = \"Europe/Berln\"\nmon = \"9-5\"\ntue = \"09:00-12:00, 11:00-13:00\"\nclosed = [\"x\"]\n\
                [messages]\ndefault = \"english\"\n[messages.de]\nhold = \"a\"\nwithin = \"bald {waits}\"\n\
                [messages.dee]\nheld = \"b\"\n";
    let said = parse("b.toml", text, &[]).unwrap_err().to_string();
    for expected in [
        "b.toml:2: hours.zone: `Europe/Berln` is no time zone; give an IANA name",
        "b.toml:3: hours.mon: `9-5` is no span; write \"09:00-12:30, 13:30-18:00\"",
        "b.toml:4: hours.tue: 09:00-12:00 and 11:00-13:00 overlap",
        "b.toml:5: hours.closed: `x` is no day",
        "b.toml:7: messages.default: `english` is not a language",
        "b.toml:9: messages.de.hold: is not a text; there are handed_off, held",
        "b.toml:10: messages.de.within: `{waits}` is no placeholder of this text; here may stand {wait}",
        "messages.dee: is not a key of [messages]; did you mean `de`?",
    ] {
        assert!(said.contains(expected), "missing: {expected}\nin:\n{said}");
    }
    let env = [
        ("BANISTER__HOURS__ZONE", "Asia/Tokyo"),
        ("BANISTER__HOURS__SAT", "10:00-12:00"),
        ("BANISTER__HOURS__CLOSED", "2026-12-25, 2026-12-26"),
        ("BANISTER__MESSAGES__DEFAULT", "ja"),
        ("BANISTER__MESSAGES__DE__HELD", "Gleich."),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    let config = parse("b.toml", "[messages.de]\naway = \"Morgen.\"\n", &env).unwrap();
    let hours = config.hours.read().unwrap();
    assert_eq!(
        (hours.zone_words().as_str(), hours.closed_from(banister::domain::Timestamp(0)).len()),
        ("Asia/Tokyo", 2)
    );
    assert_eq!(config.messages.default, "ja");
    let german: Vec<&str> = config.messages.languages["de"].values().map(String::as_str).collect();
    assert_eq!(german, ["Morgen.", "Gleich."]);
}
