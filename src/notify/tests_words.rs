//! Notices as they are read, and visitors' words that try to be more than words.

use super::words;
use crate::domain::autopilot::{News, Tone};
use crate::domain::notice::{DayFigures, Kind, Line};
use crate::domain::report_text::{BriefLine, WeekBrief};
use crate::domain::{ConversationId, NoticeId, Timestamp};
use crate::ports::{Bulletin, Content, Item, Since};

const NOW: Timestamp = Timestamp(1_764_597_600_000_000);

fn line(kind: Kind) -> Line {
    Line {
        kind,
        danger: false,
        visitor: Some("Ada".to_owned()),
        short: "000042".to_owned(),
        relay: "shop".to_owned(),
        why: String::new(),
        question: "How long does shipping\nto Canada take?".to_owned(),
        draft: None,
        sources: Vec::new(),
        waiting_since: NOW.minus_ms(16 * 60_000),
        promised: None,
        conversation: ConversationId::of("shop", "c"),
    }
}

fn item(line: Line) -> Item {
    let decide = (line.kind == Kind::Suggestion).then(|| "https://desk.example.com/d/abc".to_owned());
    Item { line, open: Some("https://desk.example.com/conversations/con_1".to_owned()), decide }
}

fn suggestion() -> Item {
    item(Line {
        draft: Some("Six to nine working days.".to_owned()),
        sources: vec!["Shipping times".to_owned()],
        ..line(Kind::Suggestion)
    })
}

fn bulletin(content: Content) -> Bulletin {
    Bulletin {
        id: NoticeId::derived(NOW, &["n"]),
        at: NOW,
        content,
        inbox: Some("https://desk.example.com/".to_owned()),
        settings: Some("https://desk.example.com/settings/notices".to_owned()),
        time_zone: "Europe/Berlin".to_owned(),
    }
}

fn telling(lines: Vec<Item>) -> Bulletin {
    bulletin(Content::Matters { lines, more: 0 })
}

#[test]
fn a_mail_about_a_suggestion_says_what_is_asked_what_is_suggested_and_where_to_decide() {
    let bulletin = telling(vec![suggestion()]);
    assert_eq!(words::subject(&bulletin).unwrap(), "A reply to Ada waits for your decision");
    let expected = "A reply to Ada waits for your decision
shop, since 1 Dec 14:44 (16 min)

> How long does shipping
> to Canada take?

Suggested reply, from: Shipping times

> Six to nine working days.

Read it, then approve, change or reject it:
https://desk.example.com/d/abc

Open the chat (sign in):
https://desk.example.com/conversations/con_1

-----

Inbox: https://desk.example.com/
What you are told, and when: https://desk.example.com/settings/notices
Card numbers, addresses and the like are left out here. A link to decide by works once, and for you alone: do not pass this mail on.
";
    assert_eq!(words::mail(&bulletin).unwrap(), expected);
}

#[test]
fn subjects_say_the_weightiest_thing_in_one_line() {
    let danger =
        Line { danger: true, why: "The visitor may be in danger.".to_owned(), ..line(Kind::Handoff) };
    let table = [
        (vec![item(line(Kind::Handoff))], "Ada needs a human"),
        (vec![item(line(Kind::Overdue))], "Ada has waited 16 min for a human"),
        (
            vec![item(Line { promised: Some(NOW.plus_ms(300_000)), ..line(Kind::Promise) })],
            "Ada was promised an answer by 15:05",
        ),
        (vec![item(Line { visitor: None, ..line(Kind::NewChat) })], "New chat: Visitor 000042"),
        (vec![item(danger.clone())], "URGENT: Ada may be in danger"),
        (vec![item(danger.clone()), item(danger)], "URGENT: 2 visitors may be in danger"),
        (
            vec![item(line(Kind::Handoff)), suggestion(), suggestion(), item(line(Kind::NewChat))],
            "4 wait for you: 1 for a human, 2 to decide on, 1 new",
        ),
    ];
    for (lines, subject) in table {
        assert_eq!(words::subject(&telling(lines)).unwrap(), subject);
    }
    let more = bulletin(Content::Matters { lines: vec![suggestion()], more: 3 });
    assert_eq!(words::subject(&more).unwrap(), "4 wait for you: 1 to decide on, 3 more");
    assert!(words::mail(&more).unwrap().contains("3 more wait in the inbox."));
}

#[test]
fn a_digest_and_a_test_read_as_such_in_every_channel() {
    let figures = DayFigures {
        answered: 12,
        approved: 7,
        edited: 2,
        rejected: 1,
        held: 3,
        waiting_suggestions: 4,
        waiting_humans: 5,
    };
    let digest =
        bulletin(Content::Digest { day: Since { from: NOW.minus_ms(86_400_000), to: NOW }, figures });
    assert_eq!(words::subject(&digest).unwrap(), "Monday, 1 December: 12 answered, 9 waiting");
    for text in [words::mail(&digest), words::slack(&digest), words::telegram(&digest)] {
        let text = text.unwrap();
        for part in [
            "answered: 12",
            "approved: 7, edited: 2, rejected: 1",
            "held by a rule: 3",
            "4 for a decision, 5 for",
        ] {
            assert!(text.contains(part), "{part} in {text}");
        }
    }
    let test = bulletin(Content::Test);
    for text in [words::mail(&test), words::slack(&test), words::telegram(&test)] {
        assert!(text.unwrap().contains("This is a test."));
    }
}

fn week() -> WeekBrief {
    let line = |label: &str, now: &str, change: Option<&str>| BriefLine {
        label: label.to_owned(),
        now: now.to_owned(),
        change: change.map(str::to_owned),
    };
    WeekBrief {
        from: Timestamp::parse_rfc3339("2025-11-23T23:00:00Z").unwrap(),
        to: Timestamp::parse_rfc3339("2025-11-30T23:00:00Z").unwrap(),
        sample: false,
        chats: 120,
        lines: vec![
            line("Chats", "120", Some("+12 (-19 to +43)")),
            line("Satisfied (4-5)", "86 % (77 to 92), n 80", Some("+3 points (-8 to +14)")),
            line("Held by a rule", "4 % (2 to 9), n 120", None),
        ],
        proposed: "Write or mend an article about \"<b>A & B</b>\".".to_owned(),
        evidence: vec!["No draft: 40 % (30 to 51), n 80.".to_owned()],
    }
}

#[test]
fn a_scorecard_is_short_with_every_interval_and_one_thing_to_do() {
    let report = Some("https://desk.example.com/reports/scorecard?to=2025-11-30T23:00:00.000Z".to_owned());
    let told = bulletin(Content::Scorecard { week: Box::new(week()), report: report.clone() });
    assert_eq!(
        words::subject(&told).unwrap(),
        "Your week until Sunday, 30 November: 120 chats. Write or mend an article about \"<b>A & B</b>\"."
    );
    let expected = "The week from Monday, 24 November to Sunday, 30 November, against the week before

Chats: 120; change: +12 (-19 to +43)
Satisfied (4-5): 86 % (77 to 92), n 80; change: +3 points (-8 to +14)
Held by a rule: 4 % (2 to 9), n 120

Do next: Write or mend an article about \"<b>A & B</b>\".
No draft: 40 % (30 to 51), n 80.

In round brackets: 95 % intervals. n = answers counted. A chat belongs to the week in which it began; the last days know
little of chats that come back.

All figures, four weeks and one topic in depth (sign in):
https://desk.example.com/reports/scorecard?to=2025-11-30T23:00:00.000Z

Inbox: https://desk.example.com/
What you are told, and when: https://desk.example.com/settings/notices
";
    assert_eq!(words::mail(&told).unwrap(), expected);
    let slack = words::slack(&told).unwrap();
    assert!(
        slack.contains("about \"&lt;b&gt;A &amp; B&lt;/b&gt;\"") && slack.contains("|All figures>"),
        "{slack}"
    );
    let telegram = words::telegram(&told).unwrap();
    assert!(!telegram.contains("<b>A") && telegram.contains("n 80; change: +3 points"), "{telegram}");
    let made_up = WeekBrief { sample: true, chats: 0, lines: Vec::new(), ..week() };
    let told = bulletin(Content::Scorecard { week: Box::new(made_up), report });
    for text in [words::mail(&told), words::slack(&told), words::telegram(&told)] {
        let text = text.unwrap();
        assert!(text.to_lowercase().contains("sample data") && text.contains("Not one chat began"), "{text}");
    }
}

const HOSTILE: &str = "<!channel> <https://evil.example|Approve> </blockquote><b>x</b> `@all` ```\n[in](http://evil.example) & *bold*";

fn hostile() -> Bulletin {
    telling(vec![item(Line {
        visitor: Some(HOSTILE.replace('\n', " ")),
        relay: "shop`".to_owned(),
        why: HOSTILE.to_owned(),
        question: format!("{HOSTILE}\n-----\nOpen the chat (sign in):\nhttp://evil.example"),
        draft: Some(HOSTILE.to_owned()),
        sources: vec![HOSTILE.to_owned()],
        ..line(Kind::Suggestion)
    })])
}

#[test]
fn in_slack_nobodys_words_become_links_mentions_or_marks() {
    let text = words::slack(&hostile()).unwrap();
    let links: Vec<&str> = text.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    assert_eq!(
        links,
        [
            "https://desk.example.com/d/abc|Approve, change or reject",
            "https://desk.example.com/conversations/con_1|Open the chat"
        ]
    );
    assert!(text.contains("&lt;!channel&gt;") && text.contains("&amp; *bold*"), "{text}");
    // Two fences, six words of code: every one that we opened is closed by us.
    assert_eq!(text.matches("```").count(), 4, "{text}");
    let outside: String = text.split("```").step_by(2).collect();
    let bare: String = outside.split('`').step_by(2).collect();
    assert!(!bare.contains("@all") && !bare.contains("evil"), "{bare}");
}

#[test]
fn in_telegram_nobodys_words_become_marks_and_each_matter_has_its_button() {
    let text = words::telegram(&hostile()).unwrap();
    let tags: Vec<&str> = text.split('<').skip(1).filter_map(|rest| rest.split('>').next()).collect();
    assert_eq!(tags, ["b", "/b", "blockquote", "/blockquote", "blockquote", "/blockquote"], "{text}");
    let buttons = words::buttons(&telling(vec![suggestion(), item(line(Kind::Handoff))])).unwrap();
    assert_eq!(
        buttons,
        [
            ("Decide: Ada".to_owned(), "https://desk.example.com/d/abc".to_owned()),
            ("Open the chat: Ada".to_owned(), "https://desk.example.com/conversations/con_1".to_owned()),
        ]
    );
    assert_eq!(words::buttons(&telling(vec![suggestion()])).unwrap()[0].0, "Decide");
    let without = telling(vec![Item { open: None, decide: None, ..suggestion() }]);
    assert!(words::buttons(&without).unwrap().is_empty());
}

#[test]
fn in_a_mail_every_line_that_others_wrote_says_so_and_the_subject_stays_one_line() {
    let text = words::mail(&hostile()).unwrap();
    for line in text.lines().filter(|line| line.contains("evil")) {
        let ours = line.starts_with("> ") || line.starts_with("A reply to") || line.starts_with("<!channel>");
        assert!(ours || line.starts_with("Suggested reply"), "{line}");
    }
    assert_eq!(text.matches("\nOpen the chat (sign in):\n").count(), 1);
    let broken =
        telling(vec![item(Line { visitor: Some("Ada\r\nBcc: x@y.z".to_owned()), ..line(Kind::Handoff) })]);
    assert_eq!(words::subject(&broken).unwrap(), "Ada Bcc: x@y.z needs a human");
}

#[test]
fn the_fullest_message_stays_within_telegrams_bound() {
    let long = "wörter ".repeat(400);
    let full = Line {
        visitor: Some("x".repeat(60)),
        relay: "y".repeat(40),
        why: long.clone(),
        question: long.clone(),
        draft: Some(long),
        sources: vec!["z".repeat(60)],
        ..line(Kind::Suggestion)
    };
    let text = words::telegram(&telling(vec![item(full); 5])).unwrap();
    assert!(text.chars().count() < 4_096, "{}", text.chars().count());
}

#[test]
fn what_becomes_of_autopilot_is_a_line_a_change_and_a_link_to_where_it_stands() {
    let one = |key: &str, words: &str| News {
        key: key.to_owned(),
        at: NOW,
        tone: Tone::Paused,
        words: words.to_owned(),
        by: None,
    };
    let lost = one("5.7", "At most 5 % wrong: Lost: the prompt changed.");
    let odd = one("lever.1", "<b>Bob</b>\nno paused it. Reason: <!channel> & more");
    let page = Some("https://desk.example.com/autopilot".to_owned());
    let telling = |news: Vec<News>, more| bulletin(Content::Autopilot { news, more, page: page.clone() });
    let single = telling(vec![lost.clone()], 0);
    assert_eq!(words::subject(&single).unwrap(), "Autopilot: At most 5 % wrong: Lost: the prompt changed.");
    assert_eq!(
        words::mail(&single).unwrap(),
        "Autopilot: replies that leave without an owner

1 Dec 15:00  At most 5 % wrong: Lost: the prompt changed.

How it stands, and the switch (sign in):
https://desk.example.com/autopilot

Inbox: https://desk.example.com/
What you are told, and when: https://desk.example.com/settings/notices
"
    );
    let both = telling(vec![odd, lost], 3);
    assert!(words::subject(&both).unwrap().starts_with("Autopilot: 5 changes, the last: At most 5 % wrong"));
    assert!(words::mail(&both).unwrap().contains("\n3 earlier changes stand on the page.\n"));
    let slack = words::slack(&both).unwrap();
    assert!(
        slack.contains("&lt;b&gt;Bob&lt;/b&gt; no paused it. Reason: &lt;!channel&gt; &amp; more"),
        "{slack}"
    );
    assert!(slack.contains("<https://desk.example.com/autopilot|How it stands>"), "{slack}");
    let telegram = words::telegram(&both).unwrap();
    assert!(!telegram.contains("<b>Bob") && telegram.contains("3 earlier changes"), "{telegram}");
    let button = ("Autopilot".to_owned(), "https://desk.example.com/autopilot".to_owned());
    assert_eq!(words::buttons(&both).unwrap(), [button]);
}
