//! Rules that change while the service runs, and rules that are tried on the past before they do.

use serde_json::json;

use crate::world::{Setup, a_moment, until};

const LEGAL: &str = "version = 1\n[[rules]]\nid = \"shop.legal\"\ntitle = \"Lawyers\"\nwords = [\"lawyer\"]\n\
                     examples.must_match = [\"my lawyer says\", \"ask your lawyer\"]\n\
                     examples.must_not_match = [\"law of physics\", \"a layer of glaze\"]\n";

fn write(folder: &std::path::Path, text: &str) {
    std::fs::create_dir_all(folder).unwrap();
    std::fs::write(folder.join("legal.toml"), text).unwrap();
}

#[tokio::test]
async fn a_changed_rule_file_is_in_force_without_a_stop_and_a_bad_one_changes_nothing() {
    let rules = tempfile::tempdir().unwrap();
    write(rules.path(), &LEGAL.replace("lawyer", "notary"));
    let mut setup = Setup::new().await;
    setup.relay_lines = format!("[rules]\npath = \"{}\"\n", rules.path().display());
    let shop = setup.start().await;
    let hash = |name: &'static str| {
        let shop = &shop;
        async move {
            let c = shop.conversation(name).await?;
            let id = c["id"].as_str()?.to_owned();
            let detail = shop.get(&format!("/v1/conversations/{id}")).await.body;
            detail["screening"]["rulebook_hash"].as_str().map(str::to_owned)
        }
    };
    shop.visitor("before", "my lawyer asks when the workshop is open").await;
    let old = until("the first verdict", || hash("before")).await;
    write(rules.path(), LEGAL);
    until("the new rules", || async { shop.log().contains("new rules are in force").then_some(()) }).await;
    shop.visitor("after", "my lawyer asks when the workshop is open").await;
    let held = shop.stage("after", "with_human").await;
    assert_eq!(held["held"]["rules"], json!(["shop.legal"]), "{held}");
    assert_ne!(until("the second verdict", || hash("after")).await, old);
    write(rules.path(), &LEGAL.replace("\"ask your lawyer\"", "\"I will sue\""));
    until("the refusal", || async { shop.log().contains("the old ones stay in force").then_some(()) }).await;
    assert!(shop.log().contains("I will sue"), "the example is named");
    shop.visitor("still", "my lawyer again").await;
    let held = shop.stage("still", "with_human").await;
    assert_eq!(held["held"]["rules"], json!(["shop.legal"]));
}

#[tokio::test]
async fn other_rules_are_tried_on_past_turns_and_on_files_before_they_are_in_force() {
    let shop = Setup::new().await.start().await;
    shop.visitor("c1", "my lawyer asks when the workshop is open").await;
    shop.visitor("c2", "I want a refund").await;
    shop.stage("c2", "with_human").await;
    a_moment().await;
    let rules = shop.folder.path().join("tried");
    write(&rules, LEGAL);
    let rules = rules.display().to_string();
    let (out, err, code) = shop.run(&["rules", "diff", "built-in", &rules, "--since", "2020-01-01"], "");
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("newly held: my lawyer asks"), "{out}");
    assert!(out.contains("2 turns: 1 newly held, 0 newly cleared, 1 held by both"), "{out}");
    let lines = shop.folder.path().join("lines.jsonl");
    std::fs::write(&lines, "{\"text\":\"hello\"}\n{\"messages\":[\"my law\",\"yer says no\"]}\n").unwrap();
    let lines = lines.display().to_string();
    let (out, _, code) = shop.run(&["rules", "diff", &rules, "built-in", "--on", &lines], "");
    assert_eq!(code, 0);
    assert!(out.contains("2 turns: 0 newly held, 1 newly cleared"), "{out}");
    let (_, err, code) = shop.run(&["rules", "diff", "built-in", &rules, "--since", "someday"], "");
    assert_eq!((code, err.contains("`someday` is neither")), (2, true), "{err}");
}
