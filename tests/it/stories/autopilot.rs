//! The right to send without an owner is earned, lost and regained; and nothing leaves on anything else.

use std::collections::BTreeSet;

use banister::domain::Timestamp;
use banister::domain::autopilot::{Alpha, Lever, Line, SentState};
use banister::domain::gate::{EpochReason, GateEvent, Mode};
use banister::ports::{Autopilots as _, Clock as _, Note};
use banister::store::{Db, Settings};

use super::autopilot_shop::{Shop, Weather};
use crate::postgres::both;

const OPENING: Timestamp = Timestamp(1_780_000_000_000_000);

/// The gate's log has no gap, and gives its state again.
pub(super) async fn recomputed(db: &Db, now: Timestamp) {
    let log = db.gate_log(Alpha::Five, 0, 100_000).await.unwrap();
    let pilot = db.autopilot(now, &[]).await.unwrap();
    let secret = pilot.secret.clone();
    let mut line = Line::new(Alpha::Five, log[0].at);
    for (n, entry) in (1..).zip(&log) {
        assert_eq!(entry.number, n, "no gap");
        let (_, events) = line.take(&entry.input, &secret);
        assert_eq!(events, entry.events, "move {n}: {:?}", entry.input);
    }
    let kept = pilot.line(Alpha::Five, now);
    assert_eq!((line.moves, &line.gate), (kept.moves, &kept.gate), "the state is what its log says");
}

/// Everything that left without an owner stands on a certificate, and left once.
async fn audited(shop: &Shop) {
    recomputed(&shop.db, shop.clock.now()).await;
    let rows = shop.db.sent(Timestamp(0), 1_000).await.unwrap();
    let posts = shop.ears.posts();
    let actions: BTreeSet<&str> = posts.iter().map(|(action, ..)| action.as_str()).collect();
    assert_eq!(actions.len(), posts.len(), "nothing is posted twice");
    assert_eq!(u32::try_from(rows.len()).unwrap(), shop.left.min(1_000));
    for row in rows {
        assert_eq!(row.state, SentState::Sent);
        let of = &row.statement;
        assert!(
            of.alpha <= 0.05 && of.score >= of.lambda && of.draft == row.suggestion.to_string(),
            "{of:?}"
        );
        assert_eq!(posts.iter().filter(|(_, _, text)| *text == row.text).count().min(1), 1);
        assert!(row.text.contains("written by an assistant"), "{}", row.text);
    }
}

fn events(line: &[banister::ports::GateEntry]) -> Vec<&GateEvent> {
    line.iter().flat_map(|entry| &entry.events).collect()
}

async fn a_shop_at(url: String) {
    let db = Db::open(&Settings { url }).await.unwrap();
    let mut shop = Shop::open(db, OPENING).await;
    let most = 900;
    // Won: by decisions alone, from more than five days and thirty visitors.
    let won = shop.until(Weather::Fair, most, |line| line.gate.mode() == Mode::Auto).await;
    let won = won.unwrap();
    assert!(won > 100, "no sooner than a hundred decisions: {won}");
    assert_eq!(shop.left, 0, "nothing left before");
    for _ in 0..60 {
        shop.chat(Weather::Fair).await;
    }
    assert!(shop.left > 10, "drafts leave by themselves: {}", shop.left);
    audited(&shop).await;

    // Paused by hand: nothing leaves, and what was earned stays.
    let note = |what: &str| Note::new(shop.clock.now(), "ada@shop.example", what, "all replies");
    shop.db.pull(Lever::Pause, &note("autopilot.pause")).await.unwrap();
    let before = shop.left;
    for _ in 0..15 {
        shop.chat(Weather::Fair).await;
    }
    assert_eq!((shop.left, shop.mode().await), (before, Mode::Auto));
    let note = Note::new(shop.clock.now(), "ada@shop.example", "autopilot.resume", "all replies");
    shop.db.pull(Lever::Resume, &note).await.unwrap();

    // Lost: drafts turn bad. First everything is looked at, then all evidence is given up.
    let (left, wrong) = (shop.left, shop.left_wrong);
    let lost = shop.until(Weather::Foul, most, |line| line.gate.epoch() > 1).await.unwrap();
    let leaked = shop.left_wrong - wrong;
    assert!(leaked <= 28, "{leaked} wrong ones of {} left before it was noticed", shop.left - left);
    assert!(lost >= 5);
    assert_eq!(shop.mode().await, Mode::Suggest);
    let begun = shop.line().await.gate.begun().clone();
    assert!(matches!(begun.reason, Some(EpochReason::Alarm { .. })), "{begun:?}");
    audited(&shop).await;

    // Regained: earned anew, from nothing.
    let again = shop.until(Weather::Fair, most, |line| line.gate.mode() == Mode::Auto).await;
    assert!(again.unwrap() > 60);
    let log = shop.db.gate_log(Alpha::Five, 0, 100_000).await.unwrap();
    let told = events(&log);
    assert!(told.iter().any(|e| matches!(e, GateEvent::OnProbation { .. })));
    assert_eq!(told.iter().filter(|e| matches!(e, GateEvent::Started { .. })).count(), 2);
    audited(&shop).await;
    shop.db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shop_earns_loses_and_regains_its_certificate() {
    both(a_shop_at).await;
}
