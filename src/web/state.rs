//! What every handler may reach, and what the operator decided about the site.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;

use super::lessons::Taught;
use super::live::Live;
use super::rules::Rehearsals;
use crate::domain::holdout::HoldoutSettings;
use crate::domain::lessons::LessonSettings;
use crate::domain::report::ReportSettings;
use crate::domain::survey::SurveySettings;
use crate::domain::waiting::{HoursSettings, MessagesSettings};
use crate::domain::{Budgets, Settings};
use crate::engine::{Engine, Notices, Rehearser};
use crate::ports::{
    Accounts, Articles, Audit, Autopilots, Caller, Chooser, Clock, DecisionLinks, Desk, Ear, Handbook,
    Judgements, Knowledge, Ledger, LessonBook, OwnRulebook, Promises, Redrafter, Replays, Sessions, Store,
    Surveys, Tokens,
};

/// Shared by all handlers; cloning copies pointers.
#[derive(Clone)]
pub struct App {
    /// The loop.
    pub engine: Arc<Engine>,
    /// What is told away from the desk.
    pub notices: Arc<Notices>,
    /// Links from there to decide by.
    pub decision_links: Arc<dyn DecisionLinks>,
    /// Asked by `/readyz` only.
    pub store: Arc<dyn Store>,
    /// The reading side.
    pub desk: Arc<dyn Desk>,
    /// What decisions say about drafts.
    pub judgements: Arc<dyn Judgements>,
    /// What drafts cost.
    pub ledger: Arc<dyn Ledger>,
    /// What visitors were asked.
    pub surveys: Arc<dyn Surveys>,
    /// What leaves without an owner.
    pub autopilots: Arc<dyn Autopilots>,
    /// What waiting visitors were promised.
    pub promises: Arc<dyn Promises>,
    /// Who may come in.
    pub accounts: Arc<dyn Accounts>,
    /// Who is in.
    pub sessions: Arc<dyn Sessions>,
    /// Keys for the API.
    pub tokens: Arc<dyn Tokens>,
    /// Topics, saved replies, judgements.
    pub handbook: Arc<dyn Handbook>,
    /// What owners choose on a page.
    pub chooser: Arc<dyn Chooser>,
    /// What owners' decisions teach.
    pub lessons: Arc<dyn LessonBook>,
    /// Looks ahead, before a lesson is adopted.
    pub redrafter: Arc<dyn Redrafter>,
    /// The lessons last found.
    pub taught: Arc<Taught>,
    /// What the configuration file says, before any choice.
    pub configured: Arc<Configured>,
    /// Rules that an owner writes in the browser.
    pub own_rules: Arc<dyn OwnRulebook>,
    /// What rules and other changes would have done to the past.
    pub replays: Arc<dyn Replays>,
    /// Where they are tried.
    pub rehearsals: Arc<Rehearsals>,
    /// Past questions judged in one sitting.
    pub rehearser: Arc<Rehearser>,
    /// Who changed what.
    pub audit: Arc<dyn Audit>,
    /// Searches passages.
    pub knowledge: Arc<dyn Knowledge>,
    /// Lists articles.
    pub articles: Arc<dyn Articles>,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The hearing side of each relay, by name.
    pub ears: Arc<HashMap<String, Arc<dyn Ear>>>,
    /// Who may call as a relay, by its name, one for each secret: for the staging check.
    pub callers: Arc<HashMap<String, Vec<Arc<dyn Caller>>>>,
    /// The operator's decisions.
    pub site: Arc<Site>,
    /// Renders `/metrics`.
    pub metrics: Arc<dyn Fn() -> String + Send + Sync>,
    /// Tells open pages that something changed.
    pub live: Live,
}

/// How long whoever saved something waits at most until it is in force.
const PATIENCE: Duration = Duration::from_secs(5);

impl App {
    /// Has what was just saved put in force in this process; `false` when that takes longer than anybody waits for a page.
    pub(super) async fn put_in_force(&self) -> bool {
        self.engine.looking().now(PATIENCE).await
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("site", &self.site).finish_non_exhaustive()
    }
}

/// What the configuration file says of what can be chosen on a page, and of the budgets, which cannot.
#[derive(Clone, Debug, Default)]
pub struct Configured {
    /// `[policy]`
    pub policy: Settings,
    /// `[hours]`
    pub hours: HoursSettings,
    /// `[messages]`
    pub messages: MessagesSettings,
    /// `[report]`
    pub report: ReportSettings,
    /// `[holdout]`
    pub holdout: HoldoutSettings,
    /// `[survey]`
    pub survey: SurveySettings,
    /// `[lessons]`
    pub lessons: LessonSettings,
    /// `[model] name`, where a server is configured.
    pub model: Option<String>,
    /// `[model] daily_token_budget` and `daily_cost_budget`.
    pub budgets: Budgets,
}

/// What the operator decided about the site.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// Where browsers find us, when a proxy stands before us: `https://banister.example.com`.
    pub public_url: Option<String>,
    /// Where we listen, for links while there is no `public_url`. No link is ever made from what a request says.
    pub listen: String,
    /// Browsers reach us over TLS only: cookies get `Secure` and the `__Host-` prefix.
    pub secure_cookies: bool,
    /// How long a browser stays signed in at most, ms.
    pub session_ms: i64,
    /// How long one stays signed in that nobody uses, ms.
    pub session_idle_ms: i64,
    /// Proxies that tell us who calls.
    pub trusted_proxies: Vec<IpNet>,
    /// `banister demo`: the playground exists, and one click signs the demo owner in.
    pub demo: bool,
}

impl Site {
    /// An address of ours that people can be given.
    pub(super) fn link(&self, path: &str) -> String {
        let base = self.public_url.clone().unwrap_or_else(|| format!("http://{}", self.listen));
        format!("{}{path}", base.trim_end_matches('/'))
    }
}
