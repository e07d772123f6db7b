//! The past played again under other rules, prompts, models and articles: what would have been different, and nothing sent.

use std::path::Path;

use serde_json::{Value, json};

use crate::world::{Model, Say, Service, Setup, a_moment};

const QUESTION: &str = "How long does shipping to Canada take?";
const HELD: &str = "I want a refund for the blue bowl";

fn rule(word: &str) -> String {
    format!(
        "version = 1\n[[rules]]\nid = \"shop.{word}\"\ntitle = \"A word\"\nwords = [\"{word}\"]\n\
         examples.must_match = [\"my {word}\", \"a {word} please\"]\n\
         examples.must_not_match = [\"how large is it\", \"hello there\"]\n"
    )
}

fn folder(shop: &Service, name: &str, file: &str, text: &str) -> String {
    let folder = shop.folder.path().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(file), text).unwrap();
    folder.display().to_string()
}

/// Replays, and reads the result.
fn replay(shop: &Service, args: &[&str], wanted: i32) -> Value {
    let all: Vec<&str> = ["replay", "--json", "--since", "2020-01-01"].iter().chain(args).copied().collect();
    let (out, err, code) = shop.run(&all, "");
    assert_eq!(code, wanted, "{out}{err}");
    serde_json::from_str(&out).unwrap()
}

async fn decide(shop: &Service, s: &Value, deed: &str, more: Value) {
    let mut body = json!({ "revision": s["revision"], "draft_hash": s["draft_hash"], "read_ms": 60_000 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let answer = shop.post(&format!("/v1/suggestions/{}/{deed}", s["id"].as_str().unwrap()), body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
}

fn what(result: &Value) -> Vec<&str> {
    result["listed"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn rules_thresholds_and_articles_are_tried_on_the_past_and_nothing_is_sent() {
    crate::postgres::both(|url| async move {
        let mut setup = Setup::new().await;
        setup.store = Some(url);
        let shop = setup.start().await;
        shop.visitor("c1", QUESTION).await;
        shop.visitor("c2", HELD).await;
        shop.visitor("c3", "When is the workshop open on Saturday?").await;
        let (s1, s3) = (shop.suggestion("c1").await, shop.suggestion("c3").await);
        shop.stage("c2", "with_human").await;
        // A label wants a draft that was there as long as reading takes.
        tokio::time::sleep(std::time::Duration::from_secs(3)).await;
        decide(&shop, &s1, "approve", json!({})).await;
        decide(&shop, &s3, "reject", json!({ "reason": "wrong_fact" })).await;
        shop.posts("c1", 1).await;
        a_moment().await;
        let sent = shop.relay.requests().len();

        let as_it_is = replay(&shop, &[], 0);
        assert_eq!((&as_it_is["turns"], &as_it_is["verdicts"]["held_by_both"]), (&json!(3), &json!(1)));
        let drafts = &as_it_is["drafts"];
        assert_eq!((&drafts["turns"], &drafts["same"], &drafts["drafter"]), (&json!(2), &json!(2), &json!("extractive")));
        assert_eq!(as_it_is["listed"], json!([]), "{as_it_is}");

        let rules = folder(&shop, "tried", "canada.toml", &rule("canada"));
        let held = replay(&shop, &["--rules", &rules], 0);
        assert_eq!(held["verdicts"]["newly_held"], 1, "{held}");
        assert_eq!(held["verdicts"]["newly_held_good"], 1, "{held}");
        assert_eq!((&held["drafts"], &held["cost"]["calls"]), (&Value::Null, &json!(0)), "exact and free");
        assert_eq!(what(&held), ["newly_held"]);

        let auto = replay(&shop, &["--threshold", "0"], 0);
        let counts = |name: &str| auto["auto"][name].clone();
        assert_eq!(
            [counts("drafts"), counts("above"), counts("good"), counts("bad")],
            [json!(2), json!(2), json!(1), json!(1)]
        );
        assert_eq!((counts("wrong_share")["n"].clone(), what(&auto)), (json!(2), vec!["wrong_sent"]));

        let slower = "# Shipping\n\n## How long does shipping to Canada take?\n\nWe ship to Canada in 8 to 12 working days.\n";
        let articles = folder(&shop, "articles", "shipping.md", slower);
        let changed = replay(&shop, &["--knowledge", &articles], 0);
        assert_eq!((&changed["drafts"]["meaning"], &changed["drafts"]["vanished"]), (&json!(1), &json!(1)), "{changed}");
        let meaning = &changed["listed"][0];
        assert!(meaning["then"].as_str().unwrap().contains("6 to 9"), "{meaning}");
        assert!(meaning["now"].as_str().unwrap().contains("8 to 12"), "{meaning}");
        assert_eq!(meaning["judged"], "good");

        a_moment().await;
        assert_eq!(shop.relay.requests().len(), sent, "nothing was sent");
        assert!(shop.pending("c1").await.is_none() && shop.pending("c3").await.is_none());
    })
    .await;
}

#[tokio::test]
async fn what_was_held_and_would_pass_is_told_first_and_ends_with_one_and_a_report_is_kept() {
    let mut setup = Setup::new().await;
    let strict = tempfile::tempdir().unwrap();
    std::fs::write(strict.path().join("bowl.toml"), rule("bowl")).unwrap();
    setup.more = format!("[rules]\npath = \"{}\"\n", strict.path().display());
    let shop = setup.start().await;
    shop.visitor("c1", "How large is the bowl?").await;
    shop.stage("c1", "with_human").await;
    let soft = folder(&shop, "soft", "vase.toml", &rule("vase"));
    let report = shop.folder.path().join("report.md").display().to_string();
    let (out, _, code) = shop.run(&["replay", "--rules", &soft, "--out", &report], "");
    assert_eq!(code, 1, "{out}");
    assert!(out.contains("1 newly cleared") && out.contains("## NEWLY CLEARED"), "{out}");
    assert!(out.contains("    visitor: How large is the bowl?"), "{out}");
    assert_eq!(std::fs::read_to_string(&report).unwrap(), out.trim_end().to_owned() + "\n");
    let report = shop.folder.path().join("report.json").display().to_string();
    let (_, _, code) = shop.run(&["replay", "--rules", &soft, "--out", &report], "");
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(&report).unwrap()).unwrap();
    assert_eq!((code, &kept["verdicts"]["newly_cleared"]), (1, &json!(1)));
    for (args, said) in [
        (vec!["--out", "report.html"], "ends neither in .md nor in .json"),
        (vec!["--threshold", "1.5"], "give a number from 0 to 1"),
        (vec!["--threshold"], "none is in force; give one"),
        (vec!["--runs", "0"], "give a whole number from 1 to 20"),
        (vec!["--rules", &soft, "--runs", "3"], "nothing can be repeated"),
        (vec!["--runs", "3"], "no model is configured"),
        (vec!["--prompts", &soft], "no model is configured"),
        (vec!["--model", "other"], "base_url"),
        (vec!["--limit", "0"], "at least 1 turn"),
        (vec!["--since", "someday"], "`someday` is neither"),
        (vec!["--knowledge", "/nowhere"], "/nowhere"),
        (vec!["--rules", "/nowhere"], "/nowhere"),
    ] {
        let all: Vec<&str> = ["replay"].into_iter().chain(args.iter().copied()).collect();
        let (out, err, code) = shop.run(&all, "");
        assert_eq!((code, err.contains(said)), (2, true), "{args:?}: {out}{err}");
    }
}

fn other_prompt() -> String {
    let built_in = Path::new(env!("CARGO_MANIFEST_DIR")).join("prompts/reply.md");
    let text = std::fs::read_to_string(built_in).unwrap();
    text.replace("## system\n", "## system\nSay it as a friend would.\n")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_replay_again_asks_no_model_and_no_held_word_ever_reached_it() {
    let model = Model::start(Say::Well {
        reply: "We ship to Canada in 6 to 9 working days.".to_owned(),
        p_send: 0.9,
    })
    .await;
    let shop = Setup::new().await.with_model(&model).start().await;
    shop.visitor("c1", QUESTION).await;
    shop.visitor("c2", HELD).await;
    shop.visitor("c3", "How long does shipping to Austria take, for my aunt?").await;
    shop.suggestion("c1").await;
    shop.stage("c2", "with_human").await;
    shop.suggestion_or_handoff("c3").await;
    a_moment().await;
    let (asked, sent) = (model.prompts().len(), shop.relay.requests().len());
    let prompts = folder(&shop, "prompts", "reply.md", &other_prompt());
    let rules = folder(&shop, "tried", "austria.toml", &rule("austria"));
    let args = ["--prompts", &prompts, "--rules", &rules, "--runs", "3"];

    model.say(Say::Well { reply: "To Canada it takes 6 to 9 working days.".to_owned(), p_send: 0.9 });
    let first = replay(&shop, &args, 0);
    // One turn is left: the others are held, by the rules in force or by those tried.
    assert_eq!(model.prompts().len() - asked, 3, "{first}");
    assert_eq!(first["cost"]["calls"], 3);
    let drafts = &first["drafts"];
    assert_eq!(
        (&drafts["turns"], &drafts["wording"], &drafts["runs"]),
        (&json!(1), &json!(1), &json!(3)),
        "{first}"
    );
    assert!(drafts["prompt"].as_str().unwrap().starts_with("reply@"), "{drafts}");
    assert!(
        !model.prompts()[asked..].iter().any(|p| p.to_string().contains("my aunt")),
        "held by what is tried"
    );

    model.say(Say::Well { reply: "We ship to Canada in 2 working days.".to_owned(), p_send: 0.9 });
    let second = replay(&shop, &args, 0);
    assert_eq!(model.prompts().len() - asked, 3, "nobody was asked again");
    assert_eq!((&second["cost"]["calls"], &second["cost"]["cached"]), (&json!(0), &json!(3)));
    let same =
        |result: &Value| (result["drafts"].clone(), result["listed"].clone(), result["verdicts"].clone());
    assert_eq!(same(&first), same(&second));

    // More runs ask for those alone; what the passages do not say is no draft.
    let more = replay(&shop, &["--prompts", &prompts, "--rules", &rules, "--runs", "4"], 0);
    assert_eq!((&more["cost"]["calls"], &more["cost"]["cached"]), (&json!(1), &json!(3)));
    assert_eq!((&more["drafts"]["unsteady"], &more["drafts"]["wording"]), (&json!(1), &json!(1)), "{more}");
    assert_eq!(
        (&more["listed"][1]["what"], &more["listed"][1]["of_runs"]),
        (&json!("vanished"), &json!(1)),
        "{more}"
    );

    assert!(!model.heard().contains("blue bowl"), "no held word reached the model");
    a_moment().await;
    assert_eq!(shop.relay.requests().len(), sent, "nothing was sent");
    let spent = shop.run(&["report", "spending", "--format", "json"], "").0;
    let spent: Value = serde_json::from_str(&spent).unwrap();
    assert_eq!(spent["calls"], json!(asked + 4), "a replay's calls are in the account");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_replay_keeps_within_the_days_budget() {
    let reply = || Say::Well { reply: "We ship to Canada in 6 to 9 working days.".to_owned(), p_send: 0.9 };
    let model = Model::start(reply()).await;
    let mut setup = Setup::new().await.with_model(&model);
    setup.model_lines = "daily_token_budget = 9000\n".to_owned();
    let shop = setup.start().await;
    for n in 0..3 {
        shop.visitor(&format!("c{n}"), &format!("How long does shipping to Canada take, number {n}?")).await;
        shop.suggestion_or_handoff(&format!("c{n}")).await;
    }
    let prompts = folder(&shop, "prompts", "reply.md", &other_prompt());
    let mut failed = json!(0);
    for _ in 0..8 {
        let runs = replay(&shop, &["--prompts", &prompts, "--runs", "20"], 0);
        failed = runs["drafts"]["failed"].clone();
        if failed != json!(0) {
            assert!(runs["drafts"]["failure"].as_str().unwrap().contains("budget"), "{runs}");
            break;
        }
    }
    assert_ne!(failed, json!(0), "twenty drafts a turn are more than a day allows");
    let spent: Value =
        serde_json::from_str(&shop.run(&["report", "spending", "--format", "json"], "").0).unwrap();
    let tokens = spent["prompt_tokens"].as_u64().unwrap() + spent["completion_tokens"].as_u64().unwrap();
    assert!(tokens <= 9_000, "{spent}");
}
