//! One notice on its way: looked at once more, marked, sent, and what became of it.

use super::notices::Notices;
use crate::domain::autopilot::News;
use crate::domain::notice::{
    Channel, Choices, Kind, Matter, Still, Subject, autopilot_matters, digest_matter, matters,
    scorecard_matter, still,
};
use crate::domain::{Conversation, ConversationId, Timestamp};
use crate::ports::{Address, ClaimedNotice, NoticeEnd, NotifyError, StoreError, User};

/// How long one try may take before somebody else may repeat it, ms. Above the 20 s that a notifier may take.
const LEASE_MS: i64 = 60_000;

/// Notices of one channel claimed at once, and sent side by side.
const AT_ONCE: i64 = 16;

/// Waits between tries, ms; as many tries as waits, and one more. A mail server may be away for half a night.
const WAITS_MS: &[i64] = &[10_000, 60_000, 300_000, 900_000, 3_600_000, 10_800_000, 21_600_000];

/// The longest that the other side may put us off, ms.
const ADVICE_MAX_MS: i64 = 3_600_000;

/// How often mail is sent again after a try of which nobody knows whether it left.
const REPEATS_MAX: i64 = 1;

impl Notices {
    /// Sends what is due of a channel. Answers with the number of tries.
    pub(super) async fn send_due(&self, channel: Channel) -> Result<usize, StoreError> {
        let now = self.world.clock.now();
        let claims = self.world.book.claim_notices(channel, now, LEASE_MS, AT_ONCE).await?;
        let tried = claims.len();
        for outcome in futures_util::future::join_all(claims.iter().map(|claim| self.work_off(claim))).await {
            outcome?;
        }
        Ok(tried)
    }

    async fn work_off(&self, claim: &ClaimedNotice) -> Result<(), StoreError> {
        let Some(end) = self.attempt(claim).await? else {
            tracing::info!(notice = %claim.notice.id, "somebody else has this notice by now");
            return Ok(());
        };
        let (notice, channel) = (claim.notice.id, claim.notice.channel.as_str());
        match &end {
            NoticeEnd::Failed { error } => tracing::warn!(%notice, channel, error, "a notice was given up"),
            NoticeEnd::Unsure { error } => {
                tracing::warn!(%notice, channel, error, "a notice may have arrived; it is not sent again");
            }
            NoticeEnd::Retry { error, .. } => {
                tracing::info!(%notice, channel, error, "a notice is tried again")
            }
            NoticeEnd::Sent | NoticeEnd::Wait { .. } | NoticeEnd::Dropped => {}
        }
        metrics::counter!("banister_notices_total", "channel" => channel, "end" => word(&end)).increment(1);
        self.world.book.end_notice(claim, end, self.world.clock.now()).await?;
        Ok(())
    }

    /// Tries once; nothing when the lease was lost before anything left.
    async fn attempt(&self, claim: &ClaimedNotice) -> Result<Option<NoticeEnd>, StoreError> {
        let notice = &claim.notice;
        if claim.unsure > if notice.channel.may_repeat() { REPEATS_MAX } else { 0 } {
            let error = "the service stopped while it was being sent".to_owned();
            return Ok(Some(NoticeEnd::Unsure { error }));
        }
        let Some((person, choices)) = self.person(&notice.person).await? else {
            return Ok(Some(NoticeEnd::Dropped));
        };
        let Some(notifier) = self.world.notifiers.get(&notice.channel) else {
            return Ok(Some(NoticeEnd::Failed { error: "this channel is not set up any more".to_owned() }));
        };
        let now = self.world.clock.now();
        let found = self.look_again(claim, &person, &choices, now).await?;
        let subjects: Vec<Subject> = notice.subjects.iter().map(|(subject, _)| subject.clone()).collect();
        let left = match still(now, &choices, &subjects, &found.matters) {
            Still::Send(left) => left,
            Still::Wait(at) => return Ok(Some(NoticeEnd::Wait { at })),
            Still::Gone => return Ok(Some(NoticeEnd::Dropped)),
        };
        let bulletin = self.bulletin(claim, &person, &choices, &left, &found, notifier.room()).await?;
        let gone: Vec<Subject> =
            subjects.into_iter().filter(|subject| !left.iter().any(|m| m.subject == *subject)).collect();
        if !self.world.book.begin_notice(claim, &gone).await? {
            return Ok(None);
        }
        let address = Address { email: person.email, telegram_chat: choices.telegram_chat };
        let sent = notifier.send(&address, &bulletin).await;
        Ok(Some(self.end(claim, &left, sent)))
    }

    /// What is the case now of all that the notice was to tell, an event that was acknowledged a moment ago included.
    async fn look_again(
        &self,
        claim: &ClaimedNotice,
        person: &User,
        choices: &Choices,
        now: Timestamp,
    ) -> Result<Found, StoreError> {
        let mut found = Found::default();
        let mut wanted: Vec<ConversationId> = claim.notice.subjects.iter().filter_map(|(_, c)| *c).collect();
        wanted.sort_unstable_by_key(ToString::to_string);
        wanted.dedup();
        for id in wanted {
            if let Some(conversation) = self.engine.foreseen(id).await?.map(|work| work.conversation) {
                found.matters.extend(matters(&conversation, self.settings.alarms));
                found.conversations.push(conversation);
            }
        }
        if claim.notice.subjects.iter().any(|(subject, _)| subject.kind() == Some(Kind::Autopilot)) {
            found.news = self.news(now).await?;
            found.matters.extend(autopilot_matters(now, &found.news, &person.email));
        }
        for (subject, _) in &claim.notice.subjects {
            match subject.kind() {
                Some(Kind::Digest) => found.matters.extend(digest_matter(now, choices)),
                Some(Kind::Scorecard) => found.matters.extend(scorecard_matter(now, choices)),
                Some(Kind::Test) => found.matters.push(Matter {
                    subject: subject.clone(),
                    kind: Kind::Test,
                    since: claim.notice.at,
                    danger: false,
                    conversation: None,
                }),
                _ => {}
            }
        }
        Ok(found)
    }

    fn end(&self, claim: &ClaimedNotice, told: &[Matter], sent: Result<(), NotifyError>) -> NoticeEnd {
        let error = match sent {
            Ok(()) => return NoticeEnd::Sent,
            Err(error) => error,
        };
        let (detail, now) = (error.to_string(), self.world.clock.now());
        let only_once = told.iter().any(|m| m.kind == Kind::Test);
        match error {
            NotifyError::Never { .. } => NoticeEnd::Failed { error: detail },
            _ if only_once => NoticeEnd::Failed { error: detail },
            NotifyError::Unknown { .. } if !claim.notice.channel.may_repeat() => {
                NoticeEnd::Unsure { error: detail }
            }
            // A try that may have left is repeated once.
            NotifyError::Unknown { .. } if claim.unsure >= REPEATS_MAX => NoticeEnd::Unsure { error: detail },
            NotifyError::Unknown { .. } => retry_or_give_up(claim.attempt, now, detail, None, true),
            NotifyError::Refused { retry_after_ms, .. } => {
                retry_or_give_up(claim.attempt, now, detail, retry_after_ms, false)
            }
        }
    }
}

/// What is the case, just before a notice leaves.
#[derive(Default)]
pub(super) struct Found {
    pub matters: Vec<Matter>,
    pub conversations: Vec<Conversation>,
    pub news: Vec<News>,
}

fn retry_or_give_up(
    attempt: i64,
    now: Timestamp,
    error: String,
    advice_ms: Option<i64>,
    unsure: bool,
) -> NoticeEnd {
    let done = usize::try_from(attempt).unwrap_or(usize::MAX);
    let Some(wait) = WAITS_MS.get(done.saturating_sub(1)) else {
        return NoticeEnd::Failed { error };
    };
    let advised = advice_ms.unwrap_or(0).clamp(0, ADVICE_MAX_MS);
    NoticeEnd::Retry { at: now.plus_ms((*wait).max(advised)), error, unsure }
}

const fn word(end: &NoticeEnd) -> &'static str {
    match end {
        NoticeEnd::Sent => "sent",
        NoticeEnd::Retry { .. } => "retry",
        NoticeEnd::Wait { .. } => "wait",
        NoticeEnd::Dropped => "dropped",
        NoticeEnd::Failed { .. } => "failed",
        NoticeEnd::Unsure { .. } => "unsure",
    }
}
