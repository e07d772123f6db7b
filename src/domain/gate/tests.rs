//! What a site earns, loses and earns again.

use super::*;
use crate::domain::time::Timestamp;

pub(super) const DAY: i64 = 86_400_000_000;
pub(super) const ALLOWED: Standing = Standing { owner_allows: true, reachable: true };
pub(super) const BOUND: Bound<'static> = Bound { rulebook: "rules", model: "model" };
pub(super) const SITE: Site<'static> =
    Site { secret: "secret", standing: ALLOWED, attended: true, now: Timestamp(100 * DAY) };

/// A site that is played: every draft is ruled on and, when it is not sent, judged.
pub(super) struct Played {
    pub gate: Gate,
    pub log: Vec<GateEvent>,
    pub site: Site<'static>,
    /// Drafts so far.
    pub n: u64,
}

impl Played {
    pub fn new(given: GivenTerms) -> Self {
        let gate = Gate::new(Terms::new(given).unwrap(), Timestamp(0));
        Self { gate, log: Vec::new(), site: SITE, n: 0 }
    }

    /// Sends a draft through; `cites` as given.
    pub fn draft(&mut self, score: f64, topic: &str, sources: &[CitedSource<'_>]) -> (String, GateVerdict) {
        self.n += 1;
        let id = format!("draft-{}", self.n);
        let draft = GateDraft {
            id: &id,
            lot: "",
            score,
            gates_ok: true,
            topic,
            sources,
            rehearsal: false,
            bound: BOUND,
        };
        let (verdict, events) = self.gate.on_draft(&draft, &self.site);
        self.log.extend(events);
        (id, verdict)
    }

    pub fn label(&mut self, draft: &str, score: f64, bad: bool, source: LabelSource) {
        let visitor = format!("visitor-{draft}");
        let label = GateLabel {
            draft,
            epoch: self.gate.epoch(),
            score,
            bad,
            source,
            topic: "shipping",
            conversation_best: None,
            visitor: &visitor,
            at: Timestamp(i64::try_from(self.n / 10).unwrap() * DAY),
        };
        let events = self.gate.on_label(&label, self.site.standing);
        self.log.extend(events);
    }

    /// A draft, and the owner's decision when it is put before him. Returns the verdict.
    pub fn step(&mut self, score: f64, bad: bool) -> GateVerdict {
        let (id, verdict) = self.draft(score, "shipping", &[]);
        if let GateVerdict::Suggest(_) = verdict {
            self.label(&id, score, bad, LabelSource::Suggest);
        }
        verdict
    }

    /// Scores that go round, all good: until sending begins.
    pub fn earn(&mut self) -> u64 {
        for step in 0..2_000 {
            if self.gate.mode() == Mode::Auto {
                return step;
            }
            self.step(spread(self.n), false);
        }
        panic!("nothing was earned in 2000 drafts: {:?}", self.gate);
    }

    pub fn has(&self, wanted: impl Fn(&GateEvent) -> bool) -> bool {
        self.log.iter().any(wanted)
    }
}

/// Scores from 0 up to 1, spread evenly.
pub(super) fn spread(n: u64) -> f64 {
    (u32::try_from(n * 37 % 100).map(f64::from).unwrap()) / 100.0
}

/// The highest score there is.
const TOP: f64 = 0.99;

#[test]
fn a_hundred_flawless_decisions_above_a_threshold_start_the_sending_and_not_one_less() {
    let mut site = Played::new(GivenTerms::default());
    site.earn();
    let level = site.gate.in_force().unwrap();
    assert_eq!((level.seen.n(), level.seen.bad()), (100, 0));
    // The loosest level sees most drafts: it is there first, at a quarter of the error.
    assert!((level.share - 0.8).abs() < 1e-9 && (level.error - 0.0125).abs() < 1e-12);
    assert!(site.has(|event| matches!(event, GateEvent::Started { epoch: 1, .. })));
    assert!(level.bound(site.gate.terms().delta()) <= 0.05);
}

#[test]
fn nothing_is_sent_before_the_start_and_one_in_five_is_kept_back_after_it() {
    let mut site = Played::new(GivenTerms::default());
    site.earn();
    assert!(site.has(|event| matches!(event, GateEvent::Placed { .. })));
    let (mut sent, mut held) = (0_u32, 0_u32);
    for _ in 0..2_000 {
        match site.step(TOP, false) {
            GateVerdict::Send { certificate, audit } => {
                sent += 1;
                assert!(!audit && certificate.statement().score >= certificate.statement().lambda);
            }
            GateVerdict::Suggest(WhyNot::Holdback) => held += 1,
            GateVerdict::Suggest(other) => panic!("{other:?}"),
        }
    }
    assert!((320..480).contains(&held) && sent + held == 2_000, "{held} of 2000");
}

#[test]
fn a_draft_is_drawn_by_lot_whatever_it_says_and_however_often_it_is_asked() {
    let mut site = Played::new(GivenTerms::default());
    site.earn();
    let draft = GateDraft {
        id: "d",
        lot: "",
        score: TOP,
        gates_ok: true,
        topic: "shipping",
        sources: &[],
        rehearsal: false,
        bound: BOUND,
    };
    let (first, _) = site.gate.on_draft(&draft, &SITE);
    for score in [TOP, 0.95, 0.9] {
        let (again, _) = site.gate.on_draft(&GateDraft { score, ..draft }, &SITE);
        assert_eq!(matches!(first, GateVerdict::Send { .. }), matches!(again, GateVerdict::Send { .. }));
    }
}

#[test]
fn every_reason_to_ask_the_owner_comes_before_sending() {
    let mut site = Played::new(GivenTerms::default());
    assert_eq!(site.step(TOP, false), GateVerdict::Suggest(WhyNot::NotCertified));
    site.earn();
    let tau = site.gate.tau().unwrap();
    let good = GateDraft {
        id: "x",
        lot: "",
        score: TOP,
        gates_ok: true,
        topic: "shipping",
        sources: &[],
        rehearsal: false,
        bound: BOUND,
    };
    let fresh = CitedSource { article: "prices", changed_at: Timestamp(99 * DAY), approvals: 2 };
    let old = CitedSource { article: "prices", changed_at: Timestamp(0), approvals: 1 };
    let forbidden = Site { standing: Standing { owner_allows: false, ..ALLOWED }, ..SITE };
    let alone = Site { standing: Standing { reachable: false, ..ALLOWED }, ..SITE };
    for (draft, at, wanted) in [
        (GateDraft { gates_ok: false, ..good }, SITE, WhyNot::HardGate),
        (GateDraft { score: f64::NAN, ..good }, SITE, WhyNot::NoScore),
        (GateDraft { rehearsal: true, ..good }, SITE, WhyNot::Rehearsal),
        (GateDraft { score: tau - 0.001, ..good }, SITE, WhyNot::Below { tau }),
        (GateDraft { topic: "refunds", ..good }, SITE, WhyNot::TopicClosed { n: 0, bad: 0 }),
        (
            GateDraft { sources: &[old, fresh], ..good },
            SITE,
            WhyNot::SourceChanged { article: "prices".to_owned() },
        ),
        (good, forbidden, WhyNot::NotAllowed),
        (good, alone, WhyNot::NobodyReachable),
    ] {
        let (verdict, events) = site.gate.clone().on_draft(&draft, &at);
        assert_eq!((verdict, events), (GateVerdict::Suggest(wanted), Vec::new()));
    }
}

#[test]
fn an_article_is_on_probation_until_three_approvals_or_until_a_week_with_one() {
    let now = Timestamp(100 * DAY);
    for (days_ago, approvals, wanted) in
        [(1, 0, true), (1, 2, true), (1, 3, false), (6, 1, true), (7, 1, false), (400, 0, true)]
    {
        let source = CitedSource { article: "a", changed_at: Timestamp((100 - days_ago) * DAY), approvals };
        assert_eq!(source.is_on_probation(now), wanted, "{days_ago} days, {approvals} approvals");
    }
}

#[test]
fn the_first_wrong_one_stops_the_sending_until_twenty_in_a_row_are_right() {
    for source in [LabelSource::Holdback, LabelSource::Complaint, LabelSource::Targeted, LabelSource::Suggest]
    {
        let mut site = Played::new(GivenTerms::default());
        site.earn();
        site.label("draft-1", TOP, true, source);
        assert_eq!(site.gate.mode(), Mode::Probation);
        for left in (1..=20).rev() {
            assert_eq!(site.gate.ok_run(), 20 - left);
            assert_eq!(site.step(TOP, false), GateVerdict::Suggest(WhyNot::Probation));
        }
        assert_eq!(site.gate.mode(), Mode::Auto);
        assert!(site.has(|event| matches!(event, GateEvent::ProbationOver { after: 20, .. })));
    }
}

#[test]
fn in_probation_one_more_wrong_one_begins_the_count_anew_and_rehearsing_does_not_help() {
    let mut site = Played::new(GivenTerms::default());
    site.earn();
    site.label("a", TOP, true, LabelSource::Holdback);
    for _ in 0..19 {
        site.step(TOP, false);
    }
    site.label("b", TOP, false, LabelSource::Rehearsal);
    site.label("c", 0.0, false, LabelSource::Suggest);
    assert_eq!((site.gate.mode(), site.gate.ok_run()), (Mode::Probation, 19));
    site.label("d", TOP, true, LabelSource::Suggest);
    assert_eq!((site.gate.mode(), site.gate.ok_run()), (Mode::Probation, 0));
}

#[test]
fn a_reply_looked_at_because_it_was_odd_counts_only_when_it_was_wrong() {
    let mut site = Played::new(GivenTerms::default());
    site.earn();
    let before = site.gate.clone();
    site.label("a", TOP, false, LabelSource::Targeted);
    assert_eq!(site.gate, before);
    site.label("a", TOP, true, LabelSource::Targeted);
    assert_eq!(site.gate.in_force().unwrap().seen.bad(), 1);
}

#[test]
fn many_wrong_ones_end_the_epoch_and_everything_is_earned_anew() {
    let mut site = Played::new(GivenTerms::default());
    site.earn();
    for wrong in 0..10 {
        site.label(&format!("w{wrong}"), TOP, true, LabelSource::Holdback);
    }
    assert_eq!((site.gate.epoch(), site.gate.mode()), (2, Mode::Suggest));
    assert!(site.gate.levels().is_empty() && site.gate.tau().is_none());
    assert!(matches!(site.gate.begun().reason, Some(EpochReason::Alarm { value }) if value >= 100.0));
    // A decision on a draft of the epoch before says nothing about this one.
    let late = GateLabel {
        draft: "late",
        epoch: 1,
        score: TOP,
        bad: false,
        source: LabelSource::Suggest,
        topic: "shipping",
        conversation_best: None,
        visitor: "v",
        at: Timestamp(0),
    };
    let before = site.gate.clone();
    assert_eq!(site.gate.on_label(&late, ALLOWED), Vec::new());
    assert_eq!(site.gate, before);
    site.earn();
    assert!(site.has(|event| matches!(event, GateEvent::Started { epoch: 2, .. })));
}

#[test]
fn a_new_model_places_the_thresholds_on_new_scores_alone() {
    for (reason, scores) in [(EpochReason::Model, 40), (EpochReason::Owner, 200)] {
        let mut site = Played::new(GivenTerms::default());
        for _ in 0..300 {
            site.step(0.2, false);
        }
        site.log = site.gate.new_epoch(reason, Timestamp(DAY));
        for _ in 0..40 {
            site.step(spread(site.n), false);
        }
        assert!(
            site.has(|event| matches!(event, GateEvent::Placed { epoch: 2, scores: n, .. } if *n == scores))
        );
    }
}

#[test]
fn one_conversation_is_one_piece_of_evidence_at_each_level() {
    let mut site = Played::new(GivenTerms::default());
    for _ in 0..40 {
        site.draft(spread(site.n), "shipping", &[]);
    }
    let lambdas: Vec<f64> = site.gate.levels().iter().map(|level| level.lambda).collect();
    let label = |score, conversation_best, source, bad| GateLabel {
        draft: "d",
        epoch: 1,
        score,
        bad,
        source,
        topic: "shipping",
        conversation_best,
        visitor: "v",
        at: Timestamp(0),
    };
    let between = f64::midpoint(lambdas[1], lambdas[2]);
    // First a draft that only the two looser levels hold, then one that all hold.
    site.gate.on_label(&label(between, None, LabelSource::Suggest, false), ALLOWED);
    site.gate.on_label(&label(TOP, Some(between), LabelSource::Suggest, false), ALLOWED);
    let seen = |gate: &Gate| gate.levels().iter().map(|level| level.seen.n()).collect::<Vec<_>>();
    assert_eq!(seen(&site.gate), [1, 1, 1, 1]);
    // A confirmed complaint counts beside the others.
    site.gate.on_label(&label(TOP, Some(TOP), LabelSource::Complaint, true), ALLOWED);
    assert_eq!(seen(&site.gate), [2, 2, 2, 2]);
}

#[test]
fn labels_that_came_before_the_thresholds_count_once_they_are_placed() {
    let mut site = Played::new(GivenTerms::default());
    for _ in 0..39 {
        site.step(spread(site.n), false);
    }
    assert!(site.gate.levels().is_empty());
    site.step(spread(site.n), false);
    // Placed on forty scores: the loosest level holds 80 % of them.
    assert_eq!(site.gate.levels().iter().map(|level| level.seen.n()).collect::<Vec<_>>(), [8, 16, 24, 32]);
}
