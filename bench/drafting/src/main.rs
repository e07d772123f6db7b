//! What a draft takes beside the call of the model: the same calls made directly and through Banister, in turns.
//!
//! `cargo run --release [-- SECONDS [ENCODER_FOLDER]]`; see the head of `README.md` in the folder above.

mod model;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use banister::domain::waiting::Waiting;
use banister::domain::{
    ActionId, Conversation, DraftOrder, Event, Heard, Known, Logged, Policy, Scorer, Stage, Style, Timestamp,
    decide,
};
use banister::drafting::{OpenAi, Prompts, Settings};
use banister::guardrail::{Routing, Rulebook};
use banister::knowledge::{Encoder, LiveKnowledge, SentenceEncoder, sync_folder};
use banister::ports::{Drafter, Knowledge};
use banister::store::Db;

/// How many are under way at a time.
const CALLERS: [usize; 2] = [1, 32];
/// Direct and through Banister, alternating.
const ROUNDS: usize = 3;
const QUESTION: &str = "How long does shipping to Canada take?";

struct Bench {
    policy: Policy,
    knowledge: LiveKnowledge,
    drafter: OpenAi,
    http: reqwest::Client,
    url: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let _already = rustls::crypto::ring::default_provider().install_default();
    let mut args = std::env::args().skip(1);
    let seconds: u64 = args.next().map_or(Ok(5), |a| a.parse()).context("SECONDS")?;
    let encoder = args.next().map(PathBuf::from);
    let bench = Arc::new(Bench::new(encoder.as_deref()).await?);
    println!("model: {} ms; encoder: {}", model::MODEL_MS, if encoder.is_some() { "yes" } else { "no" });
    for callers in CALLERS {
        let (mut direct, mut drafted) = (Figures::default(), Figures::default());
        for _ in 0..ROUNDS {
            direct.add(run(&bench, callers, seconds, Way::Direct).await?);
            drafted.add(run(&bench, callers, seconds, Way::Drafted).await?);
        }
        direct.print("direct", callers);
        drafted.print("drafted", callers);
        println!(
            "  added: p50 {:+.2} ms, p99 {:+.2} ms; {:.1} % of the direct rate; {:.2} ms CPU a draft more",
            drafted.quantile(0.5) - direct.quantile(0.5),
            drafted.quantile(0.99) - direct.quantile(0.99),
            100.0 * drafted.rate() / direct.rate(),
            drafted.cpu_ms() - direct.cpu_ms(),
        );
    }
    Ok(())
}

impl Bench {
    async fn new(encoder: Option<&Path>) -> anyhow::Result<Self> {
        let url = model::start()?;
        let folder = tempfile::tempdir()?;
        let store = banister::store::Settings { url: format!("sqlite:{}", folder.path().join("b.db").display()) };
        let db = Db::open(&store).await?;
        let shop = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples/shop/knowledge"));
        sync_folder(&db, shop, Timestamp(1)).await?;
        let encoder = encoder.map(Encoder::load).transpose()?;
        let encoder = encoder.map(|encoder| Arc::new(encoder) as Arc<dyn SentenceEncoder>);
        let knowledge = LiveKnowledge::open(Arc::new(db), encoder).await?;
        knowledge.warm().await;
        let style = Style::default();
        let settings = Settings {
            base_url: Some(url.clone()),
            name: Some("mock".to_owned()),
            max_concurrency: 64,
            ..Settings::default()
        };
        let prompts = Prompts::built_in(&style)?;
        let rules = |faults: Vec<banister::guardrail::RuleFault>| anyhow::anyhow!("{} faults", faults.len());
        let policy = Policy {
            settings: banister::domain::Settings { debounce_ms: 0, ..banister::domain::Settings::default() },
            style,
            rulebook: Arc::new(Rulebook::built_in().map_err(rules)?),
            routing: Arc::new(Routing::built_in().map_err(rules)?),
            scorer: Scorer::default(),
            waiting: Waiting::default(),
            budgets: None,
        };
        let drafter = OpenAi::new(&settings, prompts)?;
        Ok(Self { policy, knowledge, drafter, http: reqwest::Client::builder().no_proxy().build()?, url })
    }

    /// The model's call alone, with a prompt of the usual size.
    async fn direct(&self) -> anyhow::Result<()> {
        let padding = "x".repeat(6_000);
        let body = serde_json::json!({ "model": "mock", "messages": [{ "role": "user", "content": padding }] });
        let answer = self.http.post(format!("{}/chat/completions", self.url)).json(&body).send().await?;
        answer.error_for_status()?.bytes().await?;
        Ok(())
    }

    /// From a visitor's message to a suggestion, all but the store: rules, routing, search, masks, prompt, call, reading,
    /// fact gate, score.
    async fn drafted(&self, n: u64) -> anyhow::Result<()> {
        let now = Timestamp(1_800_000_000_000_000);
        // Another question each time: an encoder would know the same one again.
        let question = format!("{QUESTION} My order is number {n}.");
        let mut c = Conversation::new("shop", &format!("c{n}"), now);
        let heard = Heard {
            message_id: "m1".to_owned(),
            author: banister::domain::Author::Visitor,
            private: false,
            text: question.clone(),
            readable: true,
            name: None,
            client_ref: None,
            edited: false,
        };
        c = self.step(now, &c, Event::MessageHeard(heard))?;
        c = self.step(now, &c, Event::ClockReached)?;
        let order = order_of(&c)?;
        let asked = DraftOrder::rescreened(&self.policy.rulebook, &[question], &[]).context("held")?;
        let mut passages = self.knowledge.search(asked.screened.text(), 20).await;
        passages.truncate(5);
        let draft = self.drafter.draft(&asked, &passages).await.outcome;
        let draft = Box::new(draft.map_err(|failure| anyhow::anyhow!("{}", failure.sentence()))?);
        c = self.step(now, &c, Event::DraftArrived { order, draft, passages, known: Known::default() })?;
        anyhow::ensure!(matches!(c.stage, Stage::InReview { .. }), "no suggestion: {:?}", c.stage);
        Ok(())
    }

    fn step(&self, now: Timestamp, before: &Conversation, event: Event) -> anyhow::Result<Conversation> {
        let logged = Logged { seq: 1, at: now, heard_at: now, sequence: None, event };
        Ok(decide(now, &self.policy, before, &logged)?.after)
    }
}

fn order_of(c: &Conversation) -> anyhow::Result<ActionId> {
    match c.stage {
        Stage::Drafting { order, .. } => Ok(order),
        _ => anyhow::bail!("no draft is asked for in {:?}", c.stage),
    }
}

#[derive(Clone, Copy)]
enum Way {
    Direct,
    Drafted,
}

#[derive(Default)]
struct Figures {
    /// ms each.
    times: Vec<f64>,
    seconds: f64,
    cpu_ms: f64,
}

impl Figures {
    fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        self.seconds += other.seconds;
        self.cpu_ms += other.cpu_ms;
        self.times.sort_by(f64::total_cmp);
    }

    #[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts")]
    fn quantile(&self, q: f64) -> f64 {
        let place = (q * (self.times.len() - 1) as f64).round() as usize;
        self.times[place]
    }

    #[expect(clippy::cast_precision_loss, reason = "counts")]
    fn rate(&self) -> f64 {
        self.times.len() as f64 / self.seconds
    }

    #[expect(clippy::cast_precision_loss, reason = "counts")]
    fn cpu_ms(&self) -> f64 {
        self.cpu_ms / self.times.len() as f64
    }

    fn print(&self, name: &str, callers: usize) {
        println!(
            "c={callers:<3} {name:<8} {:>6} calls  {:>7.1}/s  p50 {:>6.2} ms  p99 {:>6.2} ms  CPU {:>5.2} ms a call",
            self.times.len(),
            self.rate(),
            self.quantile(0.5),
            self.quantile(0.99),
            self.cpu_ms()
        );
    }
}

async fn run(bench: &Arc<Bench>, callers: usize, seconds: u64, way: Way) -> anyhow::Result<Figures> {
    let (start, cpu) = (Instant::now(), cpu_ms()?);
    let end = start + Duration::from_secs(seconds);
    let mut tasks = Vec::new();
    for caller in 0..callers {
        let bench = Arc::clone(bench);
        tasks.push(tokio::spawn(async move {
            let (mut times, mut n) = (Vec::new(), caller as u64 * 1_000_000);
            while Instant::now() < end {
                let began = Instant::now();
                match way {
                    Way::Direct => bench.direct().await?,
                    Way::Drafted => bench.drafted(n).await?,
                }
                n += 1;
                times.push(began.elapsed().as_secs_f64() * 1e3);
            }
            anyhow::Ok(times)
        }));
    }
    let mut figures = Figures::default();
    for task in tasks {
        figures.times.extend(task.await??);
    }
    figures.seconds = start.elapsed().as_secs_f64();
    figures.cpu_ms = cpu_ms()? - cpu;
    Ok(figures)
}

/// User and system time of this process, the mock model's thread included on both ways, ms.
fn cpu_ms() -> anyhow::Result<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").context("no /proc: this benchmark needs Linux")?;
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: Vec<f64> = after.split_whitespace().skip(11).take(2).filter_map(|t| t.parse().ok()).collect();
    // The kernel tells user space 100 ticks a second on every Linux we know.
    Ok(ticks.iter().sum::<f64>() * 10.0)
}
