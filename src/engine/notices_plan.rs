//! Who is to be told what: one look at everything that waits, and a message in line for each person.

use std::sync::PoisonError;

use super::notices::{Notices, Seen};
use crate::domain::autopilot::News;
use crate::domain::notice::{
    Channel, Choices, Matter, Planned, Subject, autopilot_matters, digest_matter, matters, plan,
    scorecard_matter,
};
use crate::domain::{NoticeId, Timestamp};
use crate::ports::{NewNotice, StoreError, TEAM, User};

/// Looked at again after this time although nothing seems to have changed: clocks of several machines differ, ms.
const LOOK_MS: i64 = 15_000;

/// Conversations read at a time.
const PAGE: i64 = 500;

/// How long what was told, and links that have expired, can be looked up, ms: half a year.
const KEEP_MS: i64 = 180 * 86_400_000;

/// How often old rows are cleared away, ms.
const CLEAR_MS: i64 = 3_600_000;

impl Notices {
    /// Puts in line what is to be told now. Answers with the number of messages.
    pub(super) async fn plan_due(&self) -> Result<usize, StoreError> {
        let now = self.world.clock.now();
        let version = self.world.book.notices_version().await?;
        if !self.worth_a_look(&version, now) {
            return Ok(0);
        }
        let (waiting, news) = (self.waiting().await?, self.news(now).await?);
        let mut next = now.plus_ms(LOOK_MS);
        let mut planned = 0;
        for person in self.world.accounts.users().await? {
            let (messages, again) = self.plan_for(&person, &waiting, &news, now).await?;
            planned += messages;
            next = next.min(again);
        }
        if planned > 0 {
            self.planned.notify_waiters();
        }
        self.clear(now).await?;
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        *seen = Seen { version, next, cleared: seen.cleared };
        Ok(planned)
    }

    fn worth_a_look(&self, version: &str, now: Timestamp) -> bool {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.version != version || now >= seen.next
    }

    /// Everything that could be told of any conversation.
    async fn waiting(&self) -> Result<Vec<Matter>, StoreError> {
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let page = self.world.book.open_conversations(after, PAGE).await?;
            let Some(last) = page.last() else { return Ok(found) };
            after = Some(last.id);
            found.extend(page.iter().flat_map(|c| matters(c, self.settings.alarms)));
        }
    }

    async fn plan_for(
        &self,
        person: &User,
        waiting: &[Matter],
        news: &[News],
        now: Timestamp,
    ) -> Result<(usize, Timestamp), StoreError> {
        let choices = self.choices(person).await?;
        let regular = digest_matter(now, &choices).into_iter().chain(scorecard_matter(now, &choices));
        let news = autopilot_matters(now, news, &person.email);
        let all: Vec<Matter> = waiting.iter().cloned().chain(news).chain(regular).collect();
        if all.is_empty() {
            return Ok((0, Timestamp::NEVER));
        }
        let subjects: Vec<Subject> = all.iter().map(|m| m.subject.clone()).collect();
        let told = self.world.book.told(&person.id, &subjects).await?;
        let plan = plan(now, &choices, &self.open(), &all, &told);
        let mut in_line = 0;
        for message in plan.send {
            if self.world.book.plan_notice(&new_notice(person, &message, now)).await? {
                in_line += 1;
            }
        }
        Ok((in_line, plan.next))
    }

    /// A test goes its own way: it waits for no quiet hour and joins nothing.
    pub(super) async fn plan_test(&self, person: &User, channel: Channel) -> Result<NoticeId, StoreError> {
        let now = self.world.clock.now();
        let matter = Matter {
            subject: Subject::test(&format!("{:016x}", rand::random::<u64>())),
            kind: crate::domain::notice::Kind::Test,
            since: now,
            danger: false,
            conversation: None,
        };
        let notice = new_notice(person, &Planned { channel, matters: vec![matter] }, now);
        self.world.book.plan_notice(&notice).await?;
        Ok(notice.id)
    }

    async fn clear(&self, now: Timestamp) -> Result<(), StoreError> {
        let due = {
            let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
            let due = now >= seen.cleared.plus_ms(CLEAR_MS);
            if due {
                seen.cleared = now;
            }
            due
        };
        if due { self.world.book.forget_notices(now.minus_ms(KEEP_MS)).await } else { Ok(()) }
    }

    /// What somebody has chosen, where they still may be told.
    pub(super) async fn person(&self, id: &str) -> Result<Option<(User, Choices)>, StoreError> {
        let Some(user) = self.world.accounts.user(id).await? else { return Ok(None) };
        let choices = self.choices(&user).await?;
        Ok(Some((user, choices)))
    }
}

fn new_notice(person: &User, message: &Planned, now: Timestamp) -> NewNotice {
    let recipient = if message.channel == Channel::Webhook { TEAM } else { person.id.as_str() };
    let mut parts = vec![person.id.as_str(), recipient, message.channel.as_str()];
    parts.extend(message.matters.iter().map(|m| m.subject.as_str()));
    NewNotice {
        id: NoticeId::derived(now, &parts),
        person: person.id.clone(),
        recipient: recipient.to_owned(),
        channel: message.channel,
        subjects: message.matters.iter().map(|m| (m.subject.clone(), m.conversation)).collect(),
        at: now,
    }
}
