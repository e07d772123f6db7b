//! Question-answer pairs and files of other kinds: what is taken, and what is said about the rest.

use std::fs;

use super::ingest::{Found, read_path};
use super::markdown::cut;
use super::pairs::{articles, csv, jsonl};

fn taken(text: &str) -> Vec<Found> {
    articles(&csv(text).unwrap(), "faq", "faq.csv")
}

fn lines(all: &[&str]) -> Vec<String> {
    all.iter().map(|line| (*line).to_owned()).collect()
}

/// What reading a single file of this name says.
fn faults(name: &str, bytes: &[u8]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    fs::write(&file, bytes).unwrap();
    read_path(&file).unwrap_err().into_iter().map(|fault| fault.message).collect()
}

#[test]
fn any_usual_header_and_separator_is_understood() {
    for text in [
        "Question,Answer\nHow long?,Two days.\n",
        "id;ANSWER;Q\n;Two days.;How long?\n",
        "prompt\tcompletion\nHow long?\tTwo days.\n",
        "\"question\",\"answer\"\n\"How long?\",\"Two days.\"\n\n,\n",
    ] {
        let found = taken(text);
        assert_eq!(found.len(), 1, "{text}");
        let article = &found[0];
        assert_eq!((article.slug.as_str(), article.title.as_str()), ("faq-how-long", "How long?"), "{text}");
        assert_eq!(article.body, "## How long?\n\nTwo days.\n");
    }
}

#[test]
fn any_usual_kind_of_object_is_understood() {
    let text = r#"{"question": "How long?", "answer": "Two days."}
{"prompt": "How much?", "completion": "Nothing.", "id": 7, "tags": ["price", "cost"], "title": null}

{"Instruction": "Where?", "Response": "Here.", "other": {}}
{"q": "Who?", "a": "We.", "topic": "Shop", "url": "https://shop.example/us"}"#;
    let found = articles(&jsonl(text).unwrap(), "faq", "faq.jsonl");
    let slugs: Vec<&str> = found.iter().map(|f| f.slug.as_str()).collect();
    assert_eq!(slugs, ["faq-how-long", "faq-7", "faq-where", "faq-who"]);
    assert_eq!(found[1].body, "## price, cost\n\n### How much?\n\nNothing.\n");
    assert_eq!(found[3].body, "## Shop\n\n### Who?\n\nWe.\n\n<https://shop.example/us>\n");
    let passage = &cut(&found[3].body).cuts[0];
    assert_eq!((passage.heading.as_str(), passage.above.as_str()), ("Who?", "Shop"));
}

#[test]
fn a_pair_put_in_anywhere_leaves_the_others_as_they_are() {
    let before = taken("question,answer\nHow long?,Two days.\nHow much?,Nothing.\n");
    let after = taken("question,answer\nReally?,Yes.\nHow long?,Two days.\nAnd?,So.\nHow much?,Nothing.\n");
    assert!(before.iter().all(|article| after.contains(article)));
}

#[test]
fn two_questions_never_share_a_slug() {
    let long = "word ".repeat(30);
    let found = taken(&format!("question,answer\nC?,1\nC++?,2\n{long}a,3\n{long}b,4\n送料は？,5\n???a,6\n"));
    let slugs: std::collections::BTreeSet<&str> = found.iter().map(|f| f.slug.as_str()).collect();
    assert_eq!(slugs.len(), 6, "{slugs:?}");
    assert!(slugs.iter().all(|slug| slug.len() < 90), "{slugs:?}");
}

#[test]
fn an_answer_stays_one_answer() {
    let text = "question,answer\n\"How, \"\"really\"\"?\",\"# First\nthen\n---\n```\n# code\n```\nend\"\n\
        And in HTML?,\"<p>So &amp; <a href=\"\"https://a.b/c\"\">so</a>.</p><h2>Or</h2><ul><li>so</li></ul>\"\n";
    let found = taken(text);
    let wanted = "## How, \"really\"?\n\nFirst\n\nthen\n\n```\n# code\n```\nend\n";
    assert_eq!(found[0].body, wanted);
    assert_eq!(found[1].body, "## And in HTML?\n\nSo & [so](https://a.b/c).\n\nOr\n\n- so\n");
    assert!(found.iter().all(|f| cut(&f.body).cuts.len() == 1));
}

#[test]
fn all_that_is_wrong_in_a_table_is_said_at_once() {
    let text = "question,answer,url,id\nHow long?,,,1\n,Two days.,,2\nWhy?,Because.,shop.example,2\n\
        What?,A,B,C,D\nhow?,So.,,\nHow?,Not so.,,\nhow?,So.,,\n";
    let wanted = lines(&[
        "line 2: answer: is empty; every pair needs a question and an answer",
        "line 3: question: is empty; every pair needs a question and an answer",
        "line 4: url: `shop.example` is no address; write it with https://",
        "line 4: id: `2` is also in line 3; each pair needs its own",
        "line 5: has 5 fields, the header 4; put \" around texts that hold the separator",
        "line 7: question: is asked in line 6 with another answer; keep one",
    ]);
    assert_eq!(csv(text), Err(wanted));
    let headless = csv("How long?,Two days.\nWhy?,Because.\n").unwrap_err();
    assert_eq!(
        headless[0],
        "line 1: question: no column of this name (or: question, questions, q, prompt, instruction) \
        in the header; it has `How long?`, `Two days.`"
    );
    let open = csv("question,answer\nHow?,So.\nWhy?,\"Because.\nWhat?,That.\n").unwrap_err();
    assert_eq!(open, ["line 3: a quotation mark is opened and never closed; write \" inside quotes as \"\""]);
    assert_eq!(csv("question,answer\n"), Err(lines(&["holds no question with an answer"])));
    assert_eq!(csv("").unwrap_err(), ["is empty"]);
}

#[test]
fn all_that_is_wrong_in_lines_of_json_is_said_at_once() {
    let text = "{\"question\": \"How?\", \"answer\": 3}\n[1]\n{\"question\": \n{\"answer\": \"x\"}\n{\"q\": \"Why?\", \"a\": \"\"}";
    let wanted = lines(&[
        "line 1: answer: is no text; put it in quotes",
        "line 2: is no object; write {\"question\": \"…\", \"answer\": \"…\"}",
        "line 3: is no JSON (column 13); write one object to a line",
        "line 4: question: is missing (other names: question, questions, q, prompt, instruction)",
        "line 5: answer: is empty; every pair needs a question and an answer",
    ]);
    assert_eq!(jsonl(text), Err(wanted));
    let many = jsonl(&"x\n".repeat(500)).unwrap_err();
    assert_eq!((many.len(), many[50].as_str()), (51, "… and 450 more"));
    assert!(jsonl(&"[".repeat(1 << 20)).is_err() && jsonl(&"{\"a\":".repeat(200_000)).is_err());
}

#[test]
fn a_folder_holds_articles_pages_and_pairs_and_other_things() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("care.md", "# Care\n\nWash it.\n"),
        ("Returns.HTML", "\u{feff}<title>x</title><main><h1>Returns</h1><p>30 days.</main>"),
        ("faq.csv", "\u{feff}question;answer\r\nHow long?;Two days.\r\n"),
        ("more.tsv", "q\ta\nHow much?\tNothing.\n"),
        ("chat.jsonl", "{\"q\": \"Who?\", \"a\": \"We.\"}\n"),
        ("guide.pdf", "%PDF-1.7"),
        ("notes.docx", "PK\u{3}\u{4}"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let found = read_path(folder.path()).unwrap();
    let named: Vec<(&str, &str)> = found.iter().map(|f| (f.slug.as_str(), f.title.as_str())).collect();
    let wanted = [
        ("care", "Care"),
        ("chat-who", "Who?"),
        ("faq-how-long", "How long?"),
        ("more-how-much", "How much?"),
        ("returns", "Returns"),
    ];
    assert_eq!(named, wanted);
    assert!(found[2].source.ends_with("faq.csv"));
    fs::write(folder.path().join("broken.csv"), "question,answer\n,\n?,\n").unwrap();
    fs::write(folder.path().join("returns.txt"), "Again.").unwrap();
    fs::write(folder.path().join("app.html"), "<div id=root></div>").unwrap();
    assert_eq!(read_path(folder.path()).unwrap_err().len(), 4);
}

#[test]
fn what_cannot_be_read_is_told_by_name() {
    let table: [(&str, &[u8], &str); 12] = [
        ("a.pdf", b"%PDF-1.7 ...", "is a PDF; export it as text or HTML"),
        ("a.md", b"%PDF-1.7 ...", "is a PDF; export it as text or HTML"),
        (
            "a.docx",
            b"PK\x03\x04...",
            "is a Word, Excel or zip file; export it as text, HTML or CSV, or unpack it",
        ),
        (
            "a.xls",
            b"\xd0\xcf\x11\xe0..",
            "is an old or encrypted Office file; export it as text, HTML or CSV",
        ),
        ("a.txt", b"-----BEGIN PGP MESSAGE-----", "is encrypted; decrypt it"),
        ("a.csv", b"\xff\xfeq\0,\0", "is UTF-16; save it as UTF-8"),
        ("a.csv", b"question,answer\nWie?,f\xfcr\n", "is not UTF-8 (byte 22); save it as UTF-8"),
        ("a.html", b"<p>a\0b", "contains a NUL byte; is it really text?"),
        ("a.html", b"", "holds nothing to read; is it a page with an article?"),
        ("a.jsonl", b"\n\n", "holds no question with an answer"),
        ("a.html.gz", b"\x1f\x8b...", "is compressed (gzip); unpack it"),
        ("a.jpg", b"\xff\xd8\xff\xe0", "is a picture; write down what it says"),
    ];
    for (name, bytes, wanted) in table {
        assert_eq!(faults(name, bytes), [wanted], "{name}");
    }
    let large = "question,answer\n".to_owned() + &"x".repeat(1 << 20);
    assert_eq!(faults("a.csv", large.as_bytes()), ["is larger than 1 MiB; split it into several articles"]);
}
