//! Commands beside a service: they read what it has kept, and make nothing up where there is nothing.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::world::run;

/// A program that is ended with the test.
struct Ended(Child);

impl Drop for Ended {
    fn drop(&mut self) {
        let _already_dead = self.0.kill();
        let _reaped = self.0.wait();
    }
}

fn banister(folder: &Path, args: &[&str]) -> (String, String, i32) {
    let done = Command::new(env!("CARGO_BIN_EXE_banister"))
        .args(args)
        .current_dir(folder)
        .env_remove("BANISTER_CONFIG")
        .env_remove("BANISTER__STORE__URL")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(done.stdout), text(done.stderr), done.status.code().unwrap_or(-1))
}

#[test]
fn what_only_reads_makes_no_database_and_says_what_would_be_right() {
    let folder = tempfile::tempdir().unwrap();
    let questions = folder.path().join("questions.jsonl");
    std::fs::write(&questions, "{\"question\":\"a\",\"article\":\"b\"}\n").unwrap();
    let questions = questions.display().to_string();
    let database = folder.path().join("banister.db");
    for args in [
        &["report", "scorecard"][..],
        &["report", "spending", "--json"],
        &["audit"],
        &["lessons"],
        &["autopilot", "status"],
        &["autopilot", "pause"],
        &["replay", "--threshold", "0.5"],
        &["rules", "own"],
        &["rules", "diff", "built-in", "built-in", "--since", "2026-01-01"],
        &["knowledge", "list"],
        &["knowledge", "search", "mugs"],
        &["eval", "retrieval", &questions],
    ] {
        let (out, error, code) = banister(folder.path(), args);
        assert_eq!((out.as_str(), code), ("", 2), "{args:?}: {error}");
        let looked_for = format!("there is no database at {}.", database.display());
        for told in [
            &looked_for,
            "there is no banister.toml in this folder",
            "-c FILE",
            "banister serve",
            "demo.toml",
        ] {
            assert!(error.contains(told), "{args:?}: {told}: {error}");
        }
        let made: Vec<_> =
            std::fs::read_dir(folder.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert_eq!(made, ["questions.jsonl"], "{args:?}");
    }
}

#[test]
fn a_missing_database_is_told_with_the_configuration_that_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let config = folder.path().join("shop.toml");
    let database = folder.path().join("elsewhere.db");
    std::fs::write(&config, format!("[store]\nurl = \"sqlite:{}\"\n", database.display())).unwrap();
    let (_, error, code) = run(&config, &["report", "scorecard"], "");
    assert_eq!(code, 2, "{error}");
    assert!(error.contains(&database.display().to_string()), "{error}");
    assert!(error.contains(&format!("Configuration: {}.", config.display())), "{error}");
    // What takes something in may come before the first start.
    let article = folder.path().join("mugs.md");
    std::fs::write(&article, "# Mugs\n\nThey are dishwasher safe.\n").unwrap();
    let (_, error, code) = run(&config, &["knowledge", "add", &article.display().to_string()], "");
    assert_eq!(code, 0, "{error}");
    let (listed, error, code) = run(&config, &["knowledge", "list"], "");
    assert!(code == 0 && listed.contains("Mugs"), "{listed} {error}");
}

#[test]
fn the_demo_prints_the_command_that_reads_its_data() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("my demo");
    let demo = Command::new(env!("CARGO_BIN_EXE_banister"))
        .args(["demo", "--no-sample", "--listen", "127.0.0.1:0", "--data"])
        .arg(&data)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut demo = Ended(demo);
    let mut lines = BufReader::new(demo.0.stderr.take().unwrap()).lines().map(Result::unwrap);
    let told = lines.find(|line| line.contains("report scorecard")).expect("the command is printed");
    let file = data.join("demo.toml").display().to_string();
    assert_eq!(
        told.trim(),
        format!("banister -c \"{file}\" report scorecard"),
        "quoted, because of the blank"
    );
    let (report, error, code) = banister(folder.path(), &["-c", &file, "report", "scorecard"]);
    assert_eq!(code, 0, "{error}");
    assert!(report.contains("chats") || report.contains("Chats"), "{report}");
}
