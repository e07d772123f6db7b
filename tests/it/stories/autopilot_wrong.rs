//! What is wrong about a reply that leaves by itself: seen in time, it does not leave; called wrong afterwards, it is known as
//! wrong wherever the past is looked at.

use banister::domain::autopilot::{Judged, SentState};
use banister::domain::gate::Mode;
use banister::domain::lessons::End;
use banister::domain::{Author, ConversationId, Event, Heard, Stage, Timestamp};
use banister::knowledge::put_path;
use banister::ports::{Autopilots as _, Clock as _, LessonBook as _, Replays as _};
use banister::store::{Db, Settings};

use super::autopilot_shop::{Shop, Weather};
use crate::postgres::both;

const OPENING: Timestamp = Timestamp(1_780_000_000_000_000);
const CORRECTION: &str = "I am sorry, that was wrong: it takes ten days.";

async fn earned(url: String) -> Shop {
    let db = Db::open(&Settings { url }).await.unwrap();
    let mut shop = Shop::open(db, OPENING).await;
    shop.until(Weather::Fair, 900, |line| line.gate.mode() == Mode::Auto).await.unwrap();
    shop
}

#[tokio::test(flavor = "multi_thread")]
async fn an_article_that_changes_during_the_countdown_keeps_the_reply_from_leaving() {
    both(|url| async move {
        let mut shop = earned(url).await;
        // As it stands, it leaves.
        let (left, _, _) = shop.counting().await;
        shop.clock.advance_ms(10_000);
        shop.engine.settle().await.unwrap();
        assert!(matches!(shop.stage(left).await, Stage::Quiet), "{:?}", shop.stage(left).await);
        let posts = shop.ears.posts().len();

        let (kept, outdated, slug) = shop.counting().await;
        let folder = tempfile::tempdir().unwrap();
        let changed = "# Changed\n\n## What is new?\n\nNothing is as it was, ask a person.\n";
        std::fs::write(folder.path().join(format!("{slug}.md")), changed).unwrap();
        put_path(&shop.db, folder.path(), shop.clock.now()).await.unwrap();
        shop.clock.advance_ms(10_000);
        shop.engine.settle().await.unwrap();
        // What the articles say now may be drafted and counted down anew; what they said does not leave.
        let stage = shop.stage(kept).await;
        match &stage {
            Stage::Countdown { suggestion, draft, .. } => {
                assert_ne!(suggestion, &outdated);
                assert!(draft.citations.iter().all(|cited| cited.slug() != slug), "{draft:?}");
            }
            other => assert!(!matches!(other, Stage::Quiet | Stage::Sending { .. }), "{other:?}"),
        }
        let suggested: Vec<_> = shop.ears.posts().into_iter().skip(posts).collect();
        assert!(
            suggested.iter().all(|(_, _, text)| !text.contains("written by an assistant")),
            "{suggested:?}"
        );
        shop.db.close().await;
    })
    .await;
}

/// A person writes in the chat, in the chat system.
async fn owner_writes(shop: &Shop, conversation: ConversationId, text: &str) {
    let now = shop.clock.now();
    let heard = Heard {
        message_id: format!("owner-{}", now.0),
        author: Author::Owner,
        private: false,
        text: text.to_owned(),
        readable: true,
        name: Some("Ada".to_owned()),
        author_id: None,
        client_ref: None,
        edited: false,
    };
    shop.hear(conversation, &format!("chat-{}", shop.chats), heard).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_called_wrong_is_a_bad_one_in_a_replay_and_its_correction_is_a_lesson() {
    both(|url| async move {
        let mut shop = earned(url).await;
        let (chat, suggestion, _) = shop.counting().await;
        shop.clock.advance_ms(10_000);
        shop.engine.settle().await.unwrap();
        let row = shop.db.sent_one(suggestion).await.unwrap().unwrap();
        assert_eq!((row.state, row.judged), (SentState::Sent, None));
        let label = || async {
            let (cases, _) = shop.db.past_cases(Timestamp(0), 100_000).await.unwrap();
            let case = cases.into_iter().find(|case| case.conversation == chat).unwrap();
            case.then.unwrap().label.map(|label| label.bad)
        };
        let lesson = || async {
            let (decisions, _) = shop.db.decisions(Timestamp(0), 10_000).await.unwrap();
            decisions.into_iter().find(|one| one.suggestion == suggestion).map(|one| one.end)
        };
        assert_eq!((label().await, lesson().await), (None, None), "nobody has said anything");

        let judged = Event::SentJudged { suggestion, judged: Judged::Wrong, by: "Ada".to_owned() };
        shop.engine.act(chat, judged).await.unwrap();
        assert_eq!(
            (label().await, lesson().await),
            (Some(true), None),
            "wrong, and nobody knows what would be right"
        );

        shop.clock.advance_ms(60_000);
        owner_writes(&shop, chat, CORRECTION).await;
        shop.clock.advance_ms(60_000);
        owner_writes(&shop, chat, "Anything else?").await;
        assert_eq!((label().await, lesson().await), (Some(true), Some(End::Edited(CORRECTION.to_owned()))));
        shop.db.close().await;
    })
    .await;
}
