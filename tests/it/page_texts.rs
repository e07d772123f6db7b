//! Every text of the pages and of the notices stands in `messages/pages/`, a file a template: kept by this test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use regex::Regex;

/// What is the same in every language: the product's name, a time zone as an example of one, and a sign of Slack's.
const NO_TEXT: &[&str] = &["Banister", "Europe/Berlin", ":rotating_light:"];

fn files(folder: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == ending) {
                found.push((path.clone(), std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// Pages, and notices: some of these are plain text.
fn templates() -> Vec<(PathBuf, String)> {
    [files("templates", "html"), files("templates", "txt")].concat()
}

fn all(pattern: &str, text: &str) -> Vec<String> {
    let pattern = Regex::new(pattern).unwrap();
    pattern.captures_iter(text).map(|found| found[1].to_owned()).collect()
}

/// Key, and what stands after it up to the next one.
fn messages() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for (path, text) in files("messages/pages/en", "ftl") {
        let stem = path.file_stem().unwrap().to_str().unwrap().replace('_', "-");
        let mut key = String::new();
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let begins = line
                .split_once(" =")
                .filter(|(key, _)| !key.starts_with(char::is_whitespace) && !key.is_empty());
            if let Some((found, _)) = begins {
                found.clone_into(&mut key);
                assert!(
                    key.starts_with(&stem),
                    "{}: `{key}` does not begin with the file's name",
                    path.display()
                );
                assert!(!all.contains_key(&key), "`{key}` is there twice");
            }
            all.entry(key.clone()).or_insert_with(String::new).push_str(line);
        }
    }
    all.remove("");
    assert!(all.len() > 1_000, "only {} messages were read", all.len());
    all
}

/// Whatever could name a message: templates, and the code of pages and notices.
fn naming() -> String {
    let code = ["src/web", "src/notify", "src/words"].map(|folder| files(folder, "rs")).concat();
    let sources = [templates(), code].concat();
    sources.into_iter().map(|(_, text)| text).collect()
}

#[test]
fn every_text_that_is_named_exists_and_every_text_that_exists_is_named() {
    let (messages, naming) = (messages(), naming());
    let named: BTreeSet<String> = all(r#""([a-z0-9][a-z0-9-]*)"\|t\b"#, &naming)
        .into_iter()
        .chain(all(r#"spoken::text\(\s*"([a-z0-9-]+)""#, &naming))
        .collect();
    let unknown: Vec<&String> = named.iter().filter(|key| !messages.contains_key(*key)).collect();
    assert!(unknown.is_empty(), "nobody wrote {unknown:?}");
    let quoted: BTreeSet<String> = all(r#""([a-z0-9-]+)""#, &naming).into_iter().collect();
    let within: BTreeSet<String> =
        messages.values().flat_map(|text| all(r"\{ ([a-z][a-z0-9-]*) \}", text)).collect();
    let unused: Vec<&String> =
        messages.keys().filter(|key| !quoted.contains(*key) && !within.contains(*key)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn templates_give_a_text_what_it_asks_for() {
    let messages = messages();
    let mut faults = Vec::new();
    let said = Regex::new(r#""([a-z0-9-]+)"\|t\b((?:\|with\("[a-z_]+"[^}]*)?)"#).unwrap();
    for (path, template) in templates() {
        for found in said.captures_iter(&template) {
            let given: BTreeSet<String> = all(r#"\|with\("([a-z_]+)""#, &found[2]).into_iter().collect();
            let asked: BTreeSet<String> = messages
                .get(&found[1])
                .map(|text| all(r"\$([a-z_]+)", text).into_iter().collect())
                .unwrap_or_default();
            let lacking: Vec<_> = asked.difference(&given).collect();
            if !lacking.is_empty() {
                faults.push(format!("{}: {} lacks {lacking:?}", path.display(), &found[1]));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn templates_have_no_text_of_their_own() {
    let dropped = [r"(?s)\{#.*?#\}", r"(?s)\{%.*?%\}", r"(?s)\{\{.*?\}\}", r"(?s)<svg\b.*?</svg>"]
        .map(|p| Regex::new(p).unwrap());
    let (mark, letters) = (Regex::new(r"(?s)<[^>]*>").unwrap(), Regex::new(r"\p{L}{2,}").unwrap());
    let mut faults = Vec::new();
    for (path, template) in templates() {
        let bare = dropped.iter().fold(template, |text, pattern| pattern.replace_all(&text, "").into_owned());
        let attributes =
            all(r#"\s(?:aria-label|title|placeholder|alt|data-plain|data-changed)="([^"<>]*)""#, &bare);
        let has_marks = path.extension().is_some_and(|ending| ending == "html");
        let between = if has_marks { mark.replace_all(&bare, "\n").into_owned() } else { bare };
        for line in attributes.iter().map(String::as_str).chain(between.lines()) {
            let left = NO_TEXT.iter().fold(line.to_owned(), |line, known| line.replace(known, ""));
            if letters.is_match(&left) && !left.contains("=\"") {
                faults.push(format!("{}: {}", path.display(), line.trim()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
