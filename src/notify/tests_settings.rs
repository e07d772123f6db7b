//! What of `[notify]` is refused, with its key; secrets are never repeated.

use super::{EmailSettings, Security, Settings, TelegramSettings, WebhookSettings};

fn email() -> EmailSettings {
    EmailSettings {
        host: "mail.example.com".to_owned(),
        from: "Banister <desk@example.com>".to_owned(),
        ..EmailSettings::default()
    }
}

fn faults(settings: &Settings) -> Vec<String> {
    settings.faults().into_iter().map(|(key, _)| key).collect()
}

fn with_email(email: EmailSettings) -> Vec<String> {
    faults(&Settings { email: Some(email), ..Settings::default() })
}

fn with_webhook(url: &str) -> Vec<String> {
    let webhook = WebhookSettings { url: url.to_owned(), ..WebhookSettings::default() };
    faults(&Settings { webhook: Some(webhook), ..Settings::default() })
}

#[test]
fn the_defaults_are_fine_and_numbers_out_of_range_are_not() {
    assert!(faults(&Settings::default()).is_empty());
    let odd = Settings {
        overdue_minutes: 10_081,
        link_hours: 0,
        time_zone: "Berlin".to_owned(),
        ..Settings::default()
    };
    assert_eq!(faults(&odd), ["overdue_minutes", "link_hours", "time_zone"]);
}

#[test]
fn mail_without_encryption_goes_no_further_than_the_own_network() {
    assert!(with_email(email()).is_empty());
    let plain =
        |host: &str| with_email(EmailSettings { host: host.to_owned(), security: Security::None, ..email() });
    for near in ["127.0.0.1", "::1", "[::1]", "localhost", "mail", "10.0.0.7", "192.168.1.2", "fd00::1"] {
        assert!(plain(near).is_empty(), "{near}");
    }
    for far in ["mail.example.com", "8.8.8.8", "2001:db8::1"] {
        assert_eq!(plain(far), ["email.security"], "{far}");
    }
    assert_eq!(plain("mail example"), ["email.host"]);
    assert_eq!(plain(""), ["email.host"]);
}

#[test]
fn what_belongs_together_in_mail_is_asked_for_together() {
    let odd = EmailSettings {
        username: Some("desk".to_owned()),
        from: "nobody\r\nBcc: all@example.com".to_owned(),
        port: Some(0),
        timeout_ms: 60_000,
        ..email()
    };
    assert_eq!(with_email(odd), ["email.port", "email.username", "email.from", "email.timeout_ms"]);
}

#[test]
fn an_incoming_webhook_is_https_or_on_this_machine() {
    for fine in [
        "https://hooks.slack.com/services/T0/B0/x",
        "http://127.0.0.1:9/x",
        "http://localhost/x",
        "http://[::1]/x",
    ] {
        assert!(with_webhook(fine).is_empty(), "{fine}");
    }
    for bad in [
        "",
        "hooks.slack.com/x",
        "http://hooks.slack.com/x",
        "http://127.0.0.1.example.com/x",
        "http://10.0.0.7/x",
        "http://localhost.example.com/",
        "ftp://127.0.0.1/x",
        "https://user:secret@example.com/x",
        "file:///etc/passwd",
    ] {
        assert_eq!(with_webhook(bad), ["webhook.url"], "{bad}");
    }
}

#[test]
fn secrets_are_in_no_sentence_and_no_debug_output() {
    let settings = Settings {
        email: Some(EmailSettings { password: Some("hunter2-secret".to_owned()), ..email() }),
        webhook: Some(WebhookSettings {
            url: "http://far.example.com/hunter2-secret".to_owned(),
            ..WebhookSettings::default()
        }),
        telegram: Some(TelegramSettings {
            token: "hunter2-secret".to_owned(),
            ..TelegramSettings::default()
        }),
        ..Settings::default()
    };
    let said = format!("{:?} {settings:?}", settings.faults());
    assert!(said.contains("telegram.token") && !said.contains("hunter2"), "{said}");
}

#[test]
fn a_bots_token_and_address_have_their_form() {
    let with = |token: &str, base_url: &str| {
        let telegram = TelegramSettings {
            token: token.to_owned(),
            base_url: base_url.to_owned(),
            ..TelegramSettings::default()
        };
        faults(&Settings { telegram: Some(telegram), ..Settings::default() })
    };
    let token = "123456789:AAExample-Token_0123456789abcdefghij";
    assert!(with(token, "https://api.telegram.org").is_empty());
    assert!(with(token, "http://127.0.0.1:8081").is_empty());
    assert_eq!(with("123456789", "https://api.telegram.org"), ["telegram.token"]);
    assert_eq!(with("1:AAExample/../../../../../../../../x", "https://api.telegram.org"), ["telegram.token"]);
    assert_eq!(with(token, "http://api.telegram.org"), ["telegram.base_url"]);
}
