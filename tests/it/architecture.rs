//! Who may import whom, and how large a file and a function may be: kept by this test.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Room, and the rooms it may name. What is not here may name nothing of ours.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("guardrail", &[]),
    ("stats", &[]),
    ("words", &[]),
    ("domain", &["guardrail", "stats"]),
    ("ports", &["domain"]),
    ("engine", &["ports", "domain"]),
    ("store", &["ports", "domain"]),
    ("knowledge", &["ports", "domain"]),
    ("drafting", &["ports", "domain"]),
    ("relay", &["ports", "domain"]),
    ("notify", &["ports", "domain", "words"]),
    ("web", &["engine", "ports", "domain", "words"]),
    ("config", &["domain", "drafting", "knowledge", "notify", "relay", "store"]),
    ("telemetry", &[]),
    (
        "commands",
        &[
            "config",
            "domain",
            "drafting",
            "engine",
            "guardrail",
            "knowledge",
            "notify",
            "ports",
            "relay",
            "stats",
            "store",
            "telemetry",
            "web",
        ],
    ),
];

const FILE_LINES_MAX: usize = 350;
const FUNCTION_LINES_MAX: usize = 60;

fn sources() -> Vec<(PathBuf, String)> {
    fn walk(folder: &Path, into: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, into);
            } else if path.extension().is_some_and(|e| e == "rs") {
                let text = std::fs::read_to_string(&path).unwrap();
                into.push((path, text));
            }
        }
    }
    let mut all = Vec::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
    assert!(all.len() > 80, "the walk found only {} files", all.len());
    all
}

fn room(path: &Path) -> String {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let first = path.strip_prefix(src).unwrap().components().next().unwrap();
    first.as_os_str().to_str().unwrap().trim_end_matches(".rs").to_owned()
}

fn is_test(path: &Path) -> bool {
    path.components().any(|c| c.as_os_str().to_str().is_some_and(|c| c.starts_with("tests")))
}

/// The lines before the file's own tests.
fn production(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests {").next().unwrap_or(text)
}

#[test]
fn rooms_import_downwards_only() {
    let table: BTreeMap<&str, &[&str]> = MAY_IMPORT.iter().copied().collect();
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let room = room(&path);
        if ["lib", "main"].contains(&room.as_str()) || is_test(&path) {
            continue;
        }
        let Some(allowed) = table.get(room.as_str()) else {
            faults.push(format!("{}: room `{room}` is not in the table", path.display()));
            continue;
        };
        for (i, line) in
            production(&text).lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//"))
        {
            for named in rooms_named(line) {
                if named != room && table.contains_key(named) && !allowed.contains(&named) {
                    faults.push(format!("{}:{}: `{room}` names `{named}`", path.display(), i + 1));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The rooms after each `crate::` of a line, also in `use crate::{a, b}`.
fn rooms_named(line: &str) -> Vec<&str> {
    line.match_indices("crate::")
        .flat_map(|(at, found)| {
            let rest = &line[at + found.len()..];
            let list = rest.strip_prefix('{').map_or(rest, |r| r.split('}').next().unwrap_or(r));
            let grouped = rest.starts_with('{');
            list.split(',')
                .take(if grouped { usize::MAX } else { 1 })
                .map(|p| p.trim().split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or(""))
        })
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn files_and_functions_stay_small() {
    let mut faults = Vec::new();
    for (path, text) in sources() {
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX {
            faults.push(format!("{}: {lines} lines (at most {FILE_LINES_MAX})", path.display()));
        }
        for (name, at, length) in functions(&text) {
            if length > FUNCTION_LINES_MAX {
                faults.push(format!(
                    "{}:{at}: fn {name} has {length} lines (at most {FUNCTION_LINES_MAX})",
                    path.display()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Functions of formatted code: from the line with `fn` to the closing brace at the same indent.
fn functions(text: &str) -> Vec<(String, usize, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let code = line.trim_start();
        let Some(place) = code.find("fn ").filter(|p| {
            code[..*p].split_whitespace().all(|w| {
                ["pub", "async", "const", "unsafe", "extern"].contains(&w)
                    || w.starts_with("pub(")
                    || w == "crate::domain)"
            })
        }) else {
            continue;
        };
        let name = code[place + 3..].split(|c: char| !(c.is_alphanumeric() || c == '_')).next().unwrap_or("");
        let end = lines.iter().enumerate().skip(i).find(|(_, l)| {
            (l.starts_with(&" ".repeat(indent)) && l.trim_start() == "}" && l.len() == indent + 1)
                || l.trim_end().ends_with(';') && l.len() - l.trim_start().len() == indent
        });
        if let Some((end, _)) = end {
            found.push((name.to_owned(), i + 1, end - i + 1));
        }
    }
    found
}

#[test]
fn mod_files_hold_no_code() {
    let faults: Vec<String> = sources()
        .into_iter()
        .filter(|(path, _)| path.file_name().is_some_and(|n| n == "mod.rs"))
        // `decide` is the table of contents of the verbs: its dispatch is its content.
        .filter(|(path, _)| !path.ends_with("decide/mod.rs") && !is_test(path))
        .filter(|(_, text)| {
            text.lines().any(|l| l.starts_with("fn ") || l.starts_with("pub fn ") || l.starts_with("impl "))
        })
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_proofs_are_made_in_one_place_each() {
    for (path, text) in sources() {
        let in_room = |r: &str| room(&path) == r;
        let production = production(&text);
        if !in_room("guardrail") {
            assert!(!production.contains("Screened {"), "{} builds a Screened", path.display());
        }
        if !path.ends_with("domain/clearance.rs") {
            assert!(!production.contains("Cleared {"), "{} builds a Cleared", path.display());
        }
    }
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    let silent: Vec<String> = sources()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(silent.is_empty(), "{}", silent.join("\n"));
}
