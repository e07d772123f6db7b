//! What people call themselves, their keys and their deeds is shown as text on the pages about them.

use askama::Template;

use super::audit::{AuditPage, Entry};
use super::keys::KeyRow;
use super::people::{HandedPage, PeoplePage, PersonRow, Typed};
use super::second_factor::{CodesPage, SetUpPage};
use super::shell::{Bare, Shell};
use super::you::{Row, Wrong, YouPage};
use crate::domain::{Timestamp, Titles};
use crate::ports::{ApiToken, Began, Note, Noted, Role, Scopes, SecondFactor, Session, User};
use crate::web::moment::Moment;
use crate::web::state::Configured;

const NOW: Timestamp = Timestamp(1_800_000_000_000_000);

const HOSTILE: [&str; 4] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "</textarea><script>alert(1)</script>",
    "'><b onmouseover=alert(1)>",
];

fn shell(text: &str) -> Shell {
    Shell {
        here: "settings",
        name: text.to_owned(),
        owner: true,
        csrf: "csrf".to_owned(),
        demo: true,
        links: Bare::new(),
    }
}

fn user(text: &str) -> User {
    User {
        id: text.to_owned(),
        email: text.to_owned(),
        name: text.to_owned(),
        role: Role::Agent,
        password_hash: "hash".to_owned(),
        created_at: NOW,
        last_sign_in_at: None,
        second_factor: Some(SecondFactor { secret: "ABC".to_owned(), since: Some(NOW) }),
    }
}

fn key(text: &str) -> ApiToken {
    ApiToken {
        token_hash: text.to_owned(),
        name: text.to_owned(),
        scopes: Scopes::Full,
        created_at: NOW,
        made_by: text.to_owned(),
        last_used_at: Some(NOW),
    }
}

fn session(text: &str) -> Session {
    Session {
        token_hash: text.to_owned(),
        user_id: text.to_owned(),
        csrf: "csrf".to_owned(),
        created_at: NOW,
        expires_at: NOW,
        last_used_at: NOW,
        browser: text.to_owned(),
        began: Began::Link,
    }
}

fn you(text: &str, second_factor: Option<Moment>) -> YouPage {
    YouPage {
        shell: shell(text),
        tab: "you",
        did: text.to_owned(),
        wrong: Wrong::new("password", text),
        email: text.to_owned(),
        name: text.to_owned(),
        role: "owner",
        has_password: true,
        wants_password: true,
        second_factor,
        codes_left: 1,
        sessions: vec![Row::of(session(text), "another", NOW), Row::of(session(text), text, NOW)],
    }
}

fn pages(text: &str) -> Vec<String> {
    let people = PeoplePage {
        shell: shell(text),
        tab: "people",
        did: text.to_owned(),
        people: vec![PersonRow::of(user(text), "another", NOW)],
        keys: vec![KeyRow::of(key(text), NOW)],
        wrong: Some(("person", text.to_owned())),
        typed: Typed { email: text.to_owned(), name: text.to_owned() },
    };
    let handed = HandedPage {
        shell: shell(text),
        tab: "people",
        kind: "key",
        whose: text.to_owned(),
        secret: text.to_owned(),
    };
    let note = Note::new(NOW, text, text, text).with(text, text).because(text);
    let audit = AuditPage {
        shell: shell(text),
        tab: "audit",
        entries: vec![Entry::of(Noted { id: 1, note }, &Configured::default(), &Titles::default(), NOW)],
        what: text.to_owned(),
        by: text.to_owned(),
        next: None,
    };
    let codes = CodesPage { shell: shell(text), tab: "you", codes: vec![text.to_owned()] };
    let rendered = [
        you(text, None).render(),
        you(text, Some(Moment::of(NOW, NOW))).render(),
        people.render(),
        handed.render(),
        audit.render(),
        SetUpPage::of(shell(text), text, "ABCDEFGH", "wrong").render(),
        codes.render(),
    ];
    rendered.into_iter().map(Result::unwrap_or_default).collect()
}

#[test]
fn what_people_call_things_never_becomes_markup() {
    for hostile in HOSTILE {
        for page in pages(hostile) {
            assert!(page.len() > 1_000, "the page was rendered");
            assert!(!page.contains(hostile), "{hostile} stands in the page as it is");
            for markup in ["<img", "<b on", "<script>"] {
                assert!(!page.contains(markup), "{markup} came through");
            }
        }
    }
}

#[test]
fn the_settings_have_no_inline_script_or_style_and_every_form_carries_the_token() {
    for page in pages("plain") {
        for inline in [" style=", "<style", " onclick=", "<script>", "javascript:"] {
            assert!(!page.contains(inline), "{inline}");
        }
        for form in page.split("<form").skip(1).filter(|form| form.contains("method=\"post\"")) {
            let form = form.split("</form>").next().unwrap_or_default();
            assert!(form.contains("name=\"csrf\" value=\"csrf\""), "{form}");
        }
    }
}

/// All that is noted anywhere.
const DEEDS: [&str; 35] = [
    "user.added",
    "user.renamed",
    "user.role_changed",
    "user.removed",
    "user.link_made",
    "user.password_changed",
    "user.second_factor_on",
    "user.second_factor_off",
    "user.recovery_codes_made",
    "user.signed_out",
    "sign_in.recovery_code_used",
    "token.made",
    "token.revoked",
    "knowledge.added",
    "knowledge.changed",
    "knowledge.removed",
    "topic.saved",
    "reply.saved",
    "reply.removed",
    "rules.saved",
    "replay.begun",
    "rehearsal.begun",
    "rehearsal.ended",
    "settings.changed",
    "lesson.adopted",
    "lesson.dismissed",
    "dead_letter.replayed",
    "autopilot.allow",
    "autopilot.forbid",
    "autopilot.pause",
    "autopilot.resume",
    "autopilot.restart",
    "autopilot.fell_back",
    "autopilot.fall_back_over",
    "autopilot.sends_all_the_same",
];

fn audit_of(note: Note) -> String {
    let titles = Titles::of([("shipping".to_owned(), "Shipping and customs".to_owned())], &[]);
    let entry = Entry::of(Noted { id: 1, note }, &Configured::default(), &titles, NOW);
    let (what, by) = (String::new(), String::new());
    let page = AuditPage { shell: shell("plain"), tab: "audit", entries: vec![entry], what, by, next: None };
    page.render().unwrap_or_default()
}

#[test]
fn every_deed_is_told_in_words_and_what_it_was_done_to_by_its_name() {
    for what in DEEDS {
        let page = audit_of(Note::new(NOW, "ada@example.com", what, "shipping"));
        assert!(!page.contains(&format!("did {what}")), "{what}");
    }
    let named = audit_of(Note::new(NOW, "ada@example.com", "topic.saved", "shipping"));
    assert!(
        named.contains("<strong>Shipping and customs</strong> <code class=\"fine\">shipping</code>"),
        "{named}"
    );
    let article = Note::new(NOW, "ada@example.com", "knowledge.added", "glaze").with("title", "About glazes");
    assert!(audit_of(article).contains("<strong>About glazes</strong> <code class=\"fine\">glaze</code>"));
}

#[test]
fn no_entry_shows_the_brackets_of_a_program() {
    let old = serde_json::json!({ "policy": { "undo_ms": 5000 }, "habits": [] });
    let new = serde_json::json!({ "policy": { "undo_ms": 7000, "auto_when": "open" }, "habits": [] });
    let page = audit_of(Note::new(NOW, "ada", "settings.changed", "answers and hours").changed(old, new));
    let told = page.split("<ol class=\"rows\">").nth(1).unwrap_or_default();
    assert!(told.contains("A decision can be taken back for, seconds: <del>5</del> <ins>7</ins>"), "{told}");
    assert!(
        told.contains("<del>as in the configuration file</del> <ins>in opening hours only</ins>"),
        "{told}"
    );
    let odd =
        Note::new(NOW, "ada", "settings.changed", "x").changed(serde_json::json!({ "a_b": [1, true] }), 2);
    for page in [told.to_owned(), audit_of(odd)] {
        let told = page.split("<ol class=\"rows\">").last().unwrap_or_default();
        assert!(!told.contains(['{', '}', '[', ']']) && !told.contains("undo_ms"), "{told}");
    }
}

#[test]
fn an_agent_is_shown_no_way_to_what_is_for_owners() {
    let agent = YouPage { shell: Shell { owner: false, ..shell("plain") }, ..you("plain", None) };
    let page = agent.render().unwrap_or_default();
    assert!(page.contains("/settings/notices") && !page.contains("/settings/people"), "{page}");
    assert!(!page.contains("/settings/audit") && !page.contains("/settings/topics"));
}
