//! All rules, compiled: the one door through which a text gets its verdict.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::compile::compile;
use super::endurance::{Endurance, endurance, held_example};
use super::examples;
use super::explain::{doubt_reason, limit_reason, reason};
use super::fault::{Faults, RuleFault};
use super::lint::lint;
use super::own::Base;
use super::packs::BUILT_IN;
use super::rule::{Action, RuleFile, Severity, read_file};
use super::scan::{Engine, Hit};
use super::traits::Traits;
use super::turn::{Limit, Turn};
use super::verdict::{Reason, Screened, Verdict};

/// Bytes of the content hash that are shown: enough to tell any two rulebooks apart.
const HASH_BYTES: usize = 8;

/// Compiled rules with a content hash. Cheap to clone.
#[derive(Clone)]
pub struct Rulebook {
    inner: Arc<Inner>,
}

struct Inner {
    engine: Engine,
    rules: Vec<RuleInfo>,
    hash: String,
    sources: Vec<(String, String)>,
    /// What the owner's own rules were added to.
    base: Option<Base>,
}

/// What there is to know of a rule in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleInfo {
    /// Stable; stored with verdicts.
    pub id: String,
    /// For people.
    pub title: String,
    /// Whether exceptions can apply.
    pub severity: Severity,
    /// What becomes of a turn that it recognises.
    pub action: Action,
    /// The file it was read from.
    pub file: String,
}

impl Rulebook {
    /// Reads all files of a rulebook, as (file name, TOML text), and holds every rule to its own
    /// examples.
    ///
    /// # Errors
    /// Every fault of every file at once. One fault refuses the whole set: rules that are only half
    /// there would let through what their author believes held.
    pub fn parse(sources: &[(String, String)]) -> Result<Self, Vec<RuleFault>> {
        Self::parse_upon(sources, None)
    }

    pub(super) fn parse_upon(
        sources: &[(String, String)],
        base: Option<Base>,
    ) -> Result<Self, Vec<RuleFault>> {
        let mut faults: Vec<Faults<'_>> =
            sources.iter().map(|(file, text)| Faults::new(file, text)).collect();
        let files: Option<Vec<RuleFile>> = sources
            .iter()
            .zip(&mut faults)
            .map(|((_, text), faults)| read_file(text, faults))
            // All files are read before any failure counts.
            .collect::<Vec<_>>()
            .into_iter()
            .collect();
        let engine = files.as_ref().and_then(|files| {
            let engine = compile(files, &mut faults)?;
            // Examples of rules that did not compile would only repeat the fault.
            if faults.iter().all(|faults| faults.found.is_empty()) {
                examples::check(files, &engine, &mut faults);
            }
            Some(engine)
        });
        let mut found: Vec<RuleFault> = faults.into_iter().flat_map(|faults| faults.found).collect();
        let rules: Vec<RuleInfo> =
            files.iter().flatten().zip(sources).flat_map(|(file, (name, _))| infos(file, name)).collect();
        if found.is_empty() && rules.is_empty() {
            found.push(no_rules());
        }
        match engine {
            Some(engine) if found.is_empty() => {
                let softened = base.as_ref().is_some_and(|base| !base.holds);
                let hash = hash(sources, softened);
                let inner = Inner { engine, rules, hash, sources: sources.to_vec(), base };
                Ok(Self { inner: Arc::new(inner) })
            }
            _ => Err(found),
        }
    }

    /// The rulebook that ships with Banister.
    ///
    /// # Errors
    /// Never in a release: a test keeps the shipped rules sound. The type stays honest so that the
    /// caller refuses to serve rather than to serve without rules.
    pub fn built_in() -> Result<Self, Vec<RuleFault>> {
        Self::parse(&Self::built_in_sources())
    }

    /// The files of the shipped rulebook, for an owner who adds to them.
    #[must_use]
    pub fn built_in_sources() -> Vec<(String, String)> {
        BUILT_IN.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())).collect()
    }

    /// A short content hash over the texts of all files, in order.
    #[must_use]
    pub fn hash(&self) -> &str {
        &self.inner.hash
    }

    pub(super) fn sources(&self) -> &[(String, String)] {
        &self.inner.sources
    }

    pub(super) fn base(&self) -> Option<&Base> {
        self.inner.base.as_ref()
    }

    /// The rules, in the order of the files.
    #[must_use]
    pub fn rules(&self) -> &[RuleInfo] {
        &self.inner.rules
    }

    /// Screens a turn: the visitor's messages since the last public answer, in order. A hit may
    /// cross the border of two messages. What cannot be read is held, never cleared.
    #[must_use]
    pub fn screen(&self, messages: &[String]) -> Verdict {
        match unbroken(|| self.judge(messages)) {
            Ok(turn) => Verdict::Clear(Screened::new(turn.into_screened(), self.hash())),
            Err(reasons) => Verdict::Hold(reasons),
        }
    }

    fn judge<T: AsRef<str>>(&self, messages: &[T]) -> Result<Turn, Vec<Reason>> {
        let turn = Turn::join(messages).map_err(|limit| vec![limit_reason(limit)])?;
        let mut reasons = self.reasons(&turn);
        if let Some(base) = self.base().filter(|base| base.holds && reasons.is_empty()) {
            reasons = base.book.reasons(&turn);
        }
        if reasons.is_empty() { Ok(turn) } else { Err(reasons) }
    }

    /// What the rules with `action = "log"` find in a turn. They hold nothing: an owner watches a rule
    /// before it counts.
    #[must_use]
    pub fn shadow(&self, messages: &[String]) -> Vec<Reason> {
        let Ok(turn) = Turn::join(messages) else { return Vec::new() };
        self.found(&self.inner.engine.hits(&turn.text), &turn, Action::Log)
    }

    /// How the rules fare when their own examples are written in some fifty evasive ways. Slow.
    #[must_use]
    pub fn endurance(&self) -> Vec<Endurance> {
        endurance(self, &self.inner.sources)
    }

    /// Words that these rules hold, from their own examples; none where no rule holds anything.
    #[must_use]
    pub fn held_example(&self) -> Option<String> {
        let own = held_example(self, &self.inner.sources);
        own.or_else(|| self.base().and_then(|base| base.book.held_example()))
            .filter(|text| self.screen(std::slice::from_ref(text)).is_hold())
    }

    /// What is allowed in the rules but likely not meant: words too short, that collide with ordinary
    /// English, or that can never match. Slow; for `banister check`.
    #[must_use]
    pub fn lint(&self) -> Vec<RuleFault> {
        lint(&self.inner.sources)
    }

    /// Screens a text that we ourselves would say. No reasons: it may be shown as a reply.
    #[must_use]
    pub fn screen_reply(&self, text: &str) -> Vec<Reason> {
        unbroken(|| self.judge(&[text])).err().unwrap_or_default()
    }

    fn reasons(&self, turn: &Turn) -> Vec<Reason> {
        let engine = &self.inner.engine;
        let traits = Traits::of(&turn.text);
        let views = engine.views(&turn.text, traits);
        let found = self.found(&engine.hits_in(&views), turn, Action::Human);
        if !found.is_empty() {
            return found;
        }
        let Some(native) = views.first() else { return found };
        engine.doubt(&turn.text, traits, native).iter().map(|doubt| doubt_reason(doubt, turn)).collect()
    }

    fn found(&self, hits: &[Hit], turn: &Turn, action: Action) -> Vec<Reason> {
        let known = |hit: &Hit| self.inner.rules.get(hit.rule).filter(|rule| rule.action == action);
        hits.iter().filter_map(|hit| Some(reason(hit, known(hit)?, turn))).collect()
    }
}

/// Whatever breaks inside, the turn is held: nobody has read it.
fn unbroken(judge: impl FnOnce() -> Result<Turn, Vec<Reason>>) -> Result<Turn, Vec<Reason>> {
    let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(judge));
    judged.unwrap_or_else(|_| Err(vec![limit_reason(Limit::Failed)]))
}

impl fmt::Debug for Rulebook {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rulebook")
            .field("hash", &self.inner.hash)
            .field("rules", &self.inner.rules)
            .finish_non_exhaustive()
    }
}

fn infos<'a>(file: &'a RuleFile, name: &'a str) -> impl Iterator<Item = RuleInfo> + 'a {
    file.rules.iter().map(move |rule| RuleInfo {
        id: rule.id.get_ref().clone(),
        title: rule.title.get_ref().clone(),
        severity: rule.severity,
        action: rule.action,
        file: name.to_owned(),
    })
}

fn no_rules() -> RuleFault {
    RuleFault {
        file: "rulebook".to_owned(),
        line: None,
        rule: None,
        field: None,
        message: "there is no rule at all; nothing would be held".to_owned(),
    }
}

fn hash(sources: &[(String, String)], softened: bool) -> String {
    let mut hasher = Sha256::new();
    if softened {
        hasher.update(b"softened");
    }
    for (_, text) in sources {
        hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    let mut hash = "sha256:".to_owned();
    for byte in hasher.finalize().iter().take(HASH_BYTES) {
        let _ = write!(hash, "{byte:02x}");
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guardrail_that_breaks_holds() {
        let held = unbroken(|| std::panic::resume_unwind(Box::new("broken"))).expect_err("held");
        assert_eq!(held.iter().map(|r| r.rule.as_str()).collect::<Vec<_>>(), ["guardrail.unreadable"]);
        assert!(held.iter().all(|r| r.explanation.contains("broke off")));
    }
}
