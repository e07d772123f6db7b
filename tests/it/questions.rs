//! Sixty support questions over the sample shop, from the guardrail to the drafter: what is suggested, and what is not.

use std::path::Path;
use std::sync::Arc;

use banister::domain::{Draft, DraftOrder, Timestamp};
use banister::drafting::Extractive;
use banister::guardrail::Rulebook;
use banister::guardrail::evidence::{Bounds, Finding, Languages, Material, Source, check};
use banister::knowledge::{Embedding, Encoder, LiveKnowledge, SentenceEncoder, sync_folder};
use banister::ports::{Drafter as _, Knowledge as _};
use banister::store::Db;

const QUESTIONS: &str = include_str!("../corpora/questions.jsonl");
/// The shipped `policy.min_confidence`.
const SURE: f64 = 0.5;
/// As many passages as the engine asks for.
const PASSAGES: usize = 5;

#[derive(serde::Deserialize)]
struct Asked {
    kind: String,
    question: String,
    says: Option<String>,
    never: Option<String>,
}

#[derive(Default, Debug)]
struct Table {
    asked: usize,
    suggested: usize,
    right: usize,
    handed: usize,
}

#[tokio::test]
async fn sixty_questions_end_in_the_owners_own_words_or_with_a_human() {
    let encoder = Encoder::load(&Embedding::default().folder()).ok();
    let encoder = encoder.map(|encoder| Arc::new(encoder) as Arc<dyn SentenceEncoder>);
    if encoder.is_none() {
        println!("SKIPPED: no sentence encoder; run `banister knowledge setup`. By words alone:");
    }
    let meant = encoder.is_some();
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("q.db").display());
    let db = Db::open(&banister::store::Settings { url }).await.unwrap();
    let shop = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/examples/shop/knowledge"));
    sync_folder(&db, shop, Timestamp(1)).await.unwrap();
    let knowledge = LiveKnowledge::open(Arc::new(db.clone()), encoder).await.unwrap();
    knowledge.warm().await;
    let rulebook = Rulebook::built_in().unwrap();
    let mut tables = std::collections::BTreeMap::<String, Table>::new();
    for line in QUESTIONS.lines() {
        let asked: Asked = serde_json::from_str(line).unwrap();
        let table = tables.entry(asked.kind.clone()).or_default();
        table.asked += 1;
        let Some(draft) = suggestion(&rulebook, &knowledge, &asked.question).await else {
            table.handed += 1;
            println!("handed     {}: {}", asked.kind, asked.question);
            continue;
        };
        table.suggested += 1;
        let findings = gate(&draft);
        assert!(findings.is_empty(), "a quotation backs itself: {findings:?} in {}", draft.text);
        let right = asked.says.as_ref().is_some_and(|says| draft.text.contains(says.as_str()));
        table.right += usize::from(right);
        if !right {
            println!("suggested  {}: {} -> {:.2} {}", asked.kind, asked.question, draft.fit, draft.text);
        }
        if let Some(never) = &asked.never {
            assert!(!draft.text.contains(never.as_str()), "{} -> {}", asked.question, draft.text);
        }
    }
    println!("with an encoder: {meant}; {tables:#?}");
    let of = |kind: &str| &tables[kind];
    assert_eq!(of("answerable").asked + of("unanswerable").asked + of("tricky").asked, 60);
    if meant {
        assert!(of("answerable").right >= 18, "{tables:?}");
        assert!(of("answerable").suggested - of("answerable").right <= 1, "{tables:?}");
        // A quotation off the point still needs an owner's yes; fewer would be better.
        assert!(of("unanswerable").suggested <= 6, "{tables:?}");
        assert!(of("tricky").suggested <= 7, "{tables:?}");
    } else {
        // By words alone the sixty are found well, since they were written with the articles at hand.
        assert!(of("answerable").right >= 19, "{tables:?}");
        assert!(of("unanswerable").suggested <= 1 && of("tricky").suggested <= 3, "{tables:?}");
    }
    db.close().await;
}

/// What the fact gate holds for certain against a draft that quotes one passage.
fn gate(draft: &Draft) -> Vec<Finding> {
    let cited: Vec<Source<'_>> =
        draft.citations.iter().map(|c| Source { text: &c.quote, heading: "", article: &c.article }).collect();
    let ids: Vec<&str> = draft.citations.iter().map(|c| c.passage_id.as_str()).collect();
    let found = check(&Material {
        draft: &draft.text,
        cited: &cited,
        cited_ids: &ids,
        retrieved_ids: &ids,
        visitor: &[],
        private_notes: &[],
        allowed_hosts: &[],
        bounds: Bounds { min: 1, max: 4_000 },
        languages: Languages::default(),
        markup_allowed: false,
    });
    found.into_iter().filter(|finding| finding.kind.is_certain()).collect()
}

/// What the owner would be shown as a reply.
async fn suggestion(rulebook: &Rulebook, knowledge: &LiveKnowledge, question: &str) -> Option<Draft> {
    let order = DraftOrder::rescreened(rulebook, &[question.to_owned()], &[])?;
    let passages = knowledge.search(question, PASSAGES).await;
    let draft = Extractive.draft(&order, &passages).await.outcome.ok()?;
    (draft.fit >= SURE && !draft.needs_human).then_some(draft)
}
