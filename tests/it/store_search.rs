//! What a search over conversations promises, played on SQLite and on PostgreSQL.

use banister::domain::{
    Author, Conversation, Decision, Episode, EpisodeId, Fact, Handling, Message, MessageKind, Rating, Stage,
    Timestamp,
};
use banister::ports::{Commit, ConversationFilter, Desk as _, NewEvent, Store as _};
use banister::store::{Db, Settings};

use crate::postgres::both;

const T0: Timestamp = Timestamp(1_800_000_000_000_000);
const DAY_MS: i64 = 86_400_000;

/// Ends in words that no tokenizer likes.
const HOSTILE: &[&str] = &[
    "\"",
    "'",
    "\"\"",
    "''",
    "\\",
    "\\\\",
    "*",
    "**",
    "a*",
    "^",
    "^a",
    "-",
    "--",
    "- a",
    "+",
    "(",
    ")",
    "((",
    "()",
    ":",
    "::",
    "words:",
    "words : a",
    "{",
    "}",
    "NEAR(",
    "NEAR(a b, 2)",
    "a NEAR b",
    "AND",
    "OR",
    "NOT",
    "a AND",
    "OR b",
    "NOT c",
    "a AND NOT",
    "' OR 1=1 --",
    "'; drop table message; --",
    "\"; delete from search_words; --",
    "<script>alert(1)</script>",
    "<mark>",
    "&lt;mark&gt;",
    "%",
    "_",
    "%%",
    "a%b",
    "a_b",
    "!",
    "!!",
    "a & b",
    "a | b",
    "a <-> b",
    "!a",
    "a:*",
    ":*",
    "a:A",
    "''':",
    "$1",
    "$$",
    "?1",
    "@@",
    "\u{1}",
    "\u{7f}",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}txet",
    "\u{fffd}",
    "\t",
    "\r\n",
    "\u{a0}",
    "\u{2028}",
    "😀",
    "🏳️‍🌈",
    "👩‍👩‍👧",
    "田中さんにあげて下さい",
    "和製漢語",
    "ﷺ",
    "مُنَاقَشَةُ",
    "᚛ᚄ",
    "Ω≈ç√∫˜µ≤≥÷",
    "ЁЂЃЄЅІЇЈ",
    "٠١٢٣٤٥٦٧٨٩",
    "⁰⁴⁵₀₁₂",
    "ด้้้้้็็็็็้้้้้็็็็็",
    "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤",
    "ʇǝɯɐ",
    "００ｑｕｉｃｋ",
    "1/0",
    "1e309",
    "-1",
    "NaN",
    "null",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "%s%n",
    "../../etc/passwd",
    "C:\\CON",
    "ßßß",
    "ıİiI",
    "ǅǆ",
    "ﬁ",
    "½",
    "㌔",
    "㎏",
    "Å",
    "e\u{301}",
    "\u{301}",
    "\u{301}\u{301}",
    "a\u{301}\u{301}\u{301}b",
    "－",
    "・",
    "ー",
    "々",
    "〆",
    "가",
    "ㄱ",
    "\u{1100}\u{1161}",
];

async fn open(url: &str) -> Db {
    Db::open(&Settings { url: url.to_owned() }).await.unwrap()
}

/// A conversation as it grows.
struct Chat<'a> {
    db: &'a Db,
    now: Conversation,
    said: u32,
}

impl<'a> Chat<'a> {
    async fn new(db: &'a Db, name: &str, visitor: Option<&str>) -> Self {
        let mut now = Conversation::new("shop", name, T0);
        now.visitor_name = visitor.map(str::to_owned);
        let event = NewEvent {
            conversation: now.id,
            relay: "shop".to_owned(),
            external_conversation: name.to_owned(),
            key: format!("opened {name}"),
            second_key: None,
            at: T0,
            heard_at: T0,
            sequence: None,
            sample: false,
            event: banister::domain::Event::ChatResolved { by: "test".to_owned() },
        };
        db.append(event).await.unwrap();
        Self { db, now, said: 0 }
    }

    /// The facts are decided on at `minute`.
    async fn decide(&mut self, minute: i64, facts: Vec<Fact>) {
        self.now.last_activity = T0.plus_ms(minute * 60_000);
        let claim = self.db.claim_lane(self.now.id, self.now.last_activity, 1_000).await.unwrap().unwrap();
        let decision = Decision { after: self.now.clone(), facts, effects: Vec::new() };
        let commit = Commit {
            own_event: None,
            handled_seq: i64::MAX - 1,
            decisions: vec![decision],
            next_due: Timestamp::NEVER,
            now: self.now.last_activity,
        };
        self.db.commit(claim, commit).await.unwrap();
    }

    fn message(&mut self, minute: i64, text: &str) -> Fact {
        self.said += 1;
        Fact::MessageKept(line(&format!("m{}", self.said), minute, text))
    }

    async fn says(&mut self, minute: i64, text: &str) {
        let fact = self.message(minute, text);
        self.decide(minute, vec![fact]).await;
    }

    /// The message of this number says something else since.
    async fn edits(&mut self, minute: i64, number: u32, text: &str) {
        let fact = Fact::MessageKept(line(&format!("m{number}"), minute, text));
        self.decide(minute, vec![fact]).await;
    }
}

fn line(id: &str, minute: i64, text: &str) -> Message {
    Message {
        external_id: id.to_owned(),
        author: Author::Visitor,
        kind: MessageKind::Question,
        private: false,
        text: text.to_owned(),
        at: T0.plus_ms(minute * 60_000),
        suggestion: None,
        action: None,
        by: None,
    }
}

fn of(text: &str) -> ConversationFilter {
    ConversationFilter { text: Some(text.to_owned()), limit: 100, ..Default::default() }
}

/// The names of the conversations found, in order.
async fn found(db: &Db, filter: &ConversationFilter) -> Vec<String> {
    let page = db.conversations(filter).await.unwrap();
    page.items.into_iter().map(|row| row.conversation.external_id).collect()
}

/// The first row's glimpse, hits in brackets.
async fn glimpse(db: &Db, text: &str) -> Option<String> {
    let page = db.conversations(&of(text)).await.unwrap();
    let glimpse = page.items.into_iter().next()?.glimpse?;
    let mut shown = String::new();
    let mut at = 0;
    for (from, to) in glimpse.marks {
        shown += &glimpse.text[at..from];
        shown.push('[');
        shown += &glimpse.text[from..to];
        shown.push(']');
        at = to;
    }
    Some(shown + &glimpse.text[at..])
}

#[tokio::test]
async fn words_are_found_in_all_messages_and_the_name_in_any_spelling_newest_first() {
    both(|url| async move {
        let db = open(&url).await;
        let mut ada = Chat::new(&db, "ada", Some("Zoë Łukasz")).await;
        ada.says(1, "Hello! Is the blue bowl dishwasher-safe?").await;
        ada.says(2, "And do you ship to München, Straße 5?").await;
        let mut bob = Chat::new(&db, "bob", None).await;
        bob.says(3, "Crème brûlée dishes; orders of 2026, number AB-1001234567890123").await;
        let mut kenji = Chat::new(&db, "kenji", Some("田中")).await;
        kenji.says(4, "返金ポリシーについて教えてください。お茶はありますか").await;
        let mut min = Chat::new(&db, "min", None).await;
        min.says(5, "환불을 받고 싶어요. ขอคืนเงินได้ไหม यह कितने का है").await;
        let table: &[(&str, &[&str])] = &[
            ("bowl", &["ada"]),
            ("BOWL hello", &["ada"]),
            ("munchen", &["ada"]),
            ("MÜNCHEN", &["ada"]),
            ("Mu\u{308}nchen", &["ada"]),
            ("strasse", &["ada"]),
            ("zoe", &["ada"]),
            ("lukasz bowl ship", &["ada"]),
            ("lukasz brulee", &[]),
            ("brulee", &["bob"]),
            ("dish", &["bob", "ada"]),
            ("order", &["bob"]),
            ("orders", &["bob"]),
            ("ord", &[]),
            ("2026", &["bob"]),
            ("1001234567890123", &["bob"]),
            ("1001234567890124", &[]),
            ("100123", &["bob"]),
            ("返金", &["kenji"]),
            ("金返", &[]),
            ("茶", &["kenji"]),
            ("田中", &["kenji"]),
            ("ﾎﾟﾘｼｰ", &["kenji"]),
            ("ポリシ 教えて", &["kenji"]),
            ("환불", &["min"]),
            ("คืนเงิน", &["min"]),
            ("कितने", &["min"]),
            ("", &["min", "kenji", "bob", "ada"]),
            (" \t\u{a0}", &["min", "kenji", "bob", "ada"]),
            ("!?", &[]),
        ];
        for (query, expected) in table {
            assert_eq!(found(&db, &of(query)).await, *expected, "{query:?}");
        }
        assert_eq!(glimpse(&db, "blue dish").await.unwrap(), "Hello! Is the [blue] bowl [dishwasher]-safe?");
        assert_eq!(glimpse(&db, "strasse").await.unwrap(), "And do you ship to München, [Straße] 5?");
        assert_eq!(
            glimpse(&db, "返金 ください").await.unwrap(),
            "[返金]ポリシーについて教えて[ください]。お茶はありますか"
        );
        assert_eq!(glimpse(&db, "Zoë").await, None, "only the name was found");
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_message_that_is_edited_or_deleted_is_found_by_what_it_says_now() {
    both(|url| async move {
        let db = open(&url).await;
        let mut chat = Chat::new(&db, "c", None).await;
        chat.says(1, "my password is swordfish").await;
        chat.says(2, "where is my parcel").await;
        chat.edits(3, 1, "never mind").await;
        assert_eq!(found(&db, &of("swordfish")).await, [""; 0]);
        assert_eq!(found(&db, &of("never parcel")).await, ["c"]);
        chat.edits(0, 1, "an older word of it").await;
        assert_eq!(found(&db, &of("older")).await, [""; 0], "what came late changes nothing");
        // Somebody else deletes and changes rows: the words are gone at once, the rest is findable again after a look.
        execute(&url, "delete from message where external_id = 'm1'").await;
        assert_eq!(found(&db, &of("never")).await, [""; 0]);
        assert_eq!(db.catch_up(10).await.unwrap(), 1);
        assert_eq!(found(&db, &of("parcel")).await, ["c"]);
        execute(&url, "update message set body = 'where is my bowl' where external_id = 'm2'").await;
        assert_eq!(found(&db, &of("parcel")).await, [""; 0]);
        assert_eq!(db.catch_up(10).await.unwrap(), 1);
        assert_eq!(found(&db, &of("bowl")).await, ["c"]);
        execute(&url, "delete from message").await;
        assert_eq!(db.catch_up(10).await.unwrap(), 1);
        assert_eq!(db.catch_up(10).await.unwrap(), 0, "an empty chapter is gone");
        chat.says(4, "hello again").await;
        assert_eq!(found(&db, &of("hello")).await, ["c"]);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn what_was_kept_before_there_was_a_search_is_caught_up_with() {
    both(|url| async move {
        let db = open(&url).await;
        for n in 0..3 {
            let mut chat = Chat::new(&db, &format!("c{n}"), None).await;
            for i in 0..40 {
                chat.says(100 * n + i, &format!("line{i:02} of many")).await;
            }
        }
        execute(&url, "delete from search_doc").await;
        execute(&url, "update message set chapter = null").await;
        assert_eq!(found(&db, &of("many")).await, [""; 0]);
        assert_eq!(db.catch_up(2).await.unwrap(), 2);
        assert_eq!(db.catch_up(2).await.unwrap(), 1);
        assert_eq!(db.catch_up(2).await.unwrap(), 0);
        assert_eq!(found(&db, &of("many")).await, ["c2", "c1", "c0"], "each once, in its old order");
        assert_eq!(found(&db, &of("line05 line20")).await.len(), 3);
        assert_eq!(found(&db, &of("line39")).await.len(), 3);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn pages_hold_each_conversation_once_while_new_messages_come() {
    both(|url| async move {
        let db = open(&url).await;
        let mut chats = Vec::new();
        for n in 0..25 {
            let mut chat = Chat::new(&db, &format!("c{n:02}"), None).await;
            chat.says(n, "a question about glaze").await;
            chats.push(chat);
        }
        // One of them is long: it has the word in several chapters.
        for i in 0..70 {
            chats[5].says(30 + i, "more about glaze").await;
        }
        for text in [Some("glaze"), None] {
            let (mut seen, mut cursor, mut pages) = (Vec::new(), None, 0);
            loop {
                let text = text.map(str::to_owned);
                let filter = ConversationFilter { text, cursor, limit: 4, ..Default::default() };
                let page = db.conversations(&filter).await.unwrap();
                seen.extend(page.items.iter().map(|row| row.conversation.external_id.clone()));
                pages += 1;
                // Between two pages: an old one speaks, and a new one comes.
                chats[24].says(200 + pages, "still about glaze").await;
                let mut new = Chat::new(&db, &format!("new{pages}{}", text_name(&filter)), None).await;
                new.says(300 + pages, "glaze, too").await;
                cursor = page.next_cursor;
                if cursor.is_none() {
                    break;
                }
            }
            let mut once = seen.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), seen.len(), "{seen:?}");
            let old = seen.iter().filter(|name| name.starts_with('c')).count();
            assert_eq!(old, 25, "{seen:?}");
            assert_eq!(seen.iter().filter(|name| *name == "c05").count(), 1);
        }
        db.close().await;
    })
    .await;
}

fn text_name(filter: &ConversationFilter) -> &'static str {
    if filter.text.is_some() { "t" } else { "" }
}

#[tokio::test]
async fn no_query_is_an_error_and_none_changes_anything() {
    both(|url| async move {
        let db = open(&url).await;
        let mut chat = Chat::new(&db, "c", Some("O'Brien \"the\" %_\\ Ltd")).await;
        for (minute, text) in HOSTILE.iter().enumerate() {
            chat.says(i64::try_from(minute).unwrap(), text).await;
        }
        let everything = HOSTILE.concat();
        let several = HOSTILE.join(" ");
        for query in HOSTILE.iter().copied().chain([everything.as_str(), several.as_str()]) {
            let page = db.conversations(&of(query)).await;
            assert!(page.is_ok(), "{query:?}: {:?}", page.err());
            for row in page.unwrap().items {
                for (from, to) in row.glimpse.iter().flat_map(|g| &g.marks) {
                    assert!(row.glimpse.as_ref().unwrap().text.get(*from..*to).is_some(), "{query:?}");
                }
            }
        }
        assert_eq!(found(&db, &of("O'Brien")).await, ["c"]);
        assert_eq!(found(&db, &of("drop table message")).await, ["c"]);
        assert_eq!(found(&db, &of("😀")).await, ["c"]);
        assert_eq!(found(&db, &of("quick")).await, [""; 0], "００ｑｕｉｃｋ is one word");
        assert_eq!(found(&db, &of("00QUICK")).await, ["c"]);
        db.close().await;
    })
    .await;
}

#[tokio::test]
async fn each_filter_narrows_with_and_without_words() {
    both(|url| async move {
        let db = open(&url).await;
        for n in 0..12_i64 {
            let mut chat = Chat::new(&db, &format!("c{n:02}"), None).await;
            let mut episode =
                Episode::starting(EpisodeId::derived(T0, &[&format!("c{n:02}")]), T0.plus_ms(n * DAY_MS));
            episode.topic = Some(if n % 3 == 0 { "delivery" } else { "glaze" }.to_owned());
            episode.handling = if n % 2 == 0 { Handling::AiAssisted } else { Handling::HumanOnly };
            if n == 3 {
                episode.held_rules = vec!["refunds".to_owned(), "disputes".to_owned()];
            }
            chat.now.episode = Some(episode.clone());
            if n == 4 {
                chat.now.stage = Stage::Resolved { at: T0 };
            }
            let mut facts = vec![chat.message(n, "the same words"), Fact::EpisodeChanged(episode.clone())];
            if let Some(score) = [1, 3, 5, 4].get(usize::try_from(n).unwrap()) {
                let at = T0.plus_ms(n);
                facts.push(Fact::RatingGiven { episode: Some(episode.id), rating: score_of(*score), at });
            }
            chat.decide(n * 24 * 60, facts).await;
        }
        let any = ConversationFilter { limit: 100, ..Default::default() };
        let some = |text: &str| Some(text.to_owned());
        let day = |n: i64| Some(T0.plus_ms(n * DAY_MS));
        let table: Vec<(&str, ConversationFilter, Vec<&str>)> = vec![
            (
                "topic",
                ConversationFilter { topic: some("delivery"), ..any.clone() },
                vec!["c09", "c06", "c03", "c00"],
            ),
            ("rule", ConversationFilter { rule: some("refunds"), ..any.clone() }, vec!["c03"]),
            ("another rule", ConversationFilter { rule: some("x"), ..any.clone() }, vec![]),
            ("low", ConversationFilter { rating: some("low"), ..any.clone() }, vec!["c00"]),
            ("middle", ConversationFilter { rating: some("middle"), ..any.clone() }, vec!["c01"]),
            ("high", ConversationFilter { rating: some("high"), ..any.clone() }, vec!["c03", "c02"]),
            (
                "high and delivery",
                ConversationFilter { rating: some("high"), topic: some("delivery"), ..any.clone() },
                vec!["c03"],
            ),
            ("resolved", ConversationFilter { stage: some("resolved"), ..any.clone() }, vec!["c04"]),
            ("id", ConversationFilter { external_id: some("c07"), ..any.clone() }, vec!["c07"]),
            ("relay", ConversationFilter { relay: some("other"), ..any.clone() }, vec![]),
            (
                "days",
                ConversationFilter { from: day(2), to: day(5), ..any.clone() },
                vec!["c04", "c03", "c02"],
            ),
            (
                "unrated and human",
                ConversationFilter { rating: some("none"), handling: some("human_only"), ..any.clone() },
                vec!["c11", "c09", "c07", "c05"],
            ),
        ];
        for (name, filter, expected) in table {
            assert_eq!(found(&db, &filter).await, expected, "{name}");
            let with_words = ConversationFilter { text: some("same words"), ..filter.clone() };
            assert_eq!(found(&db, &with_words).await, expected, "{name}, with words");
            let without = ConversationFilter { text: some("other words"), ..filter };
            assert_eq!(found(&db, &without).await, [""; 0], "{name}, with other words");
        }
        let choices = db.choices().await.unwrap();
        assert_eq!(choices.topics, ["delivery", "glaze"]);
        assert_eq!(choices.rules, ["disputes", "refunds"]);
        assert_eq!(choices.relays, ["shop"]);
        // A rule that held stays findable when the chat goes on, at its new place.
        let mut again = Chat { db: &db, now: Conversation::new("shop", "c03", T0), said: 1 };
        again.says(99 * 24 * 60, "and on").await;
        assert_eq!(
            found(&db, &ConversationFilter { rule: some("refunds"), from: day(98), ..any }).await,
            ["c03"]
        );
        db.close().await;
    })
    .await;
}

fn score_of(score: u8) -> Rating {
    Rating { instrument: banister::domain::Instrument::Csat, survey_id: "s".to_owned(), score, comment: None }
}

/// A statement of somebody else's.
async fn execute(url: &str, statement: &'static str) {
    use sqlx::Connection as _;
    if let Some(path) = url.strip_prefix("sqlite:") {
        let options = sqlx::sqlite::SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(std::time::Duration::from_secs(5));
        let mut conn = sqlx::SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::query(statement).execute(&mut conn).await.unwrap();
    } else {
        let mut conn = sqlx::PgConnection::connect(url).await.unwrap();
        sqlx::query(statement).execute(&mut conn).await.unwrap();
    }
}
