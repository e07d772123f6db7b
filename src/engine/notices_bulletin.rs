//! What one notice says, and the links in it: made anew for each try, since only their hashes are kept.

use std::fmt::Write as _;

use super::notices::Notices;
use super::notices_send::Found;
use crate::domain::autopilot::News;
use crate::domain::notice::{
    Channel, Choices, DecisionLink, Kind, Line, Matter, Subject, link_hash, week_before,
};
use crate::domain::report::{scorecard, scorecard_reads};
use crate::domain::report_text::week_brief;
use crate::domain::{Conversation, Stage, Timestamp};
use crate::ports::{Bulletin, ClaimedNotice, Content, Item, Scope, Since, StoreError, User};

/// What a digest looks back on, ms.
const DAY_MS: i64 = 86_400_000;

impl Notices {
    pub(super) async fn bulletin(
        &self,
        claim: &ClaimedNotice,
        person: &User,
        choices: &Choices,
        matters: &[Matter],
        found: &Found,
        room: usize,
    ) -> Result<Bulletin, StoreError> {
        let now = self.world.clock.now();
        let content = match matters.first() {
            Some(Matter { kind: Kind::Digest, since, .. }) => {
                let day = Since { from: since.minus_ms(DAY_MS), to: *since };
                Content::Digest { day, figures: self.world.book.day_figures(day).await? }
            }
            Some(Matter { kind: Kind::Autopilot, .. }) => self.changed(matters, &found.news, room),
            Some(Matter { kind: Kind::Scorecard, since, .. }) => self.week(*since, choices, now).await?,
            Some(Matter { kind: Kind::Test, .. }) | None => Content::Test,
            Some(_) => {
                let decider = self.decider(claim, person, choices).await?;
                let mut items = Vec::new();
                for matter in matters.iter().take(room.max(1)) {
                    items.extend(self.item(matter, &found.conversations, decider.as_deref(), now).await?);
                }
                Content::Matters { more: matters.len().saturating_sub(items.len()), lines: items }
            }
        };
        let page = |path: &str| self.settings.public_url.as_ref().map(|url| format!("{url}{path}"));
        Ok(Bulletin {
            id: claim.notice.id,
            at: now,
            content,
            inbox: page("/"),
            settings: page("/settings/notices"),
            time_zone: choices.time_zone.clone(),
        })
    }

    /// The newest changes that there is room for, in their order.
    fn changed(&self, matters: &[Matter], news: &[News], room: usize) -> Content {
        let of = |m: &Matter| news.iter().find(|n| Subject::autopilot(&n.key) == m.subject).cloned();
        let more = matters.len().saturating_sub(room.max(1));
        Content::Autopilot {
            news: matters.iter().skip(more).filter_map(of).collect(),
            more,
            page: self.settings.public_url.as_ref().map(|url| format!("{url}/autopilot")),
        }
    }

    /// The scorecard of the last whole week before `since`, as far as it is known by now.
    async fn week(&self, since: Timestamp, choices: &Choices, now: Timestamp) -> Result<Content, StoreError> {
        let to = week_before(since, &choices.time_zone).map_or(since, |week| week.to);
        let (from, _) = scorecard_reads(None, to.0);
        let episodes = self.world.desk.episodes(Since { from: Timestamp(from), to }).await?;
        let card = scorecard(None, to.0, now.0, &episodes, &self.settings.report);
        let base = self.settings.public_url.as_ref();
        Ok(Content::Scorecard {
            week: Box::new(week_brief(&card, &self.engine.policy().titles())),
            report: base.map(|url| format!("{url}/reports/scorecard?to={}", to.rfc3339())),
        })
    }

    /// In whose name the links of this notice decide, by id; none where others read it and nobody is named for them.
    async fn decider(
        &self,
        claim: &ClaimedNotice,
        person: &User,
        choices: &Choices,
    ) -> Result<Option<String>, StoreError> {
        let decider = match (&self.settings.team_decides_as, claim.notice.channel) {
            (_, channel) if choices.reads_alone(channel) => Some(person.clone()),
            (Some(email), Channel::Webhook) => self.world.accounts.user_by_email(email).await?,
            _ => None,
        };
        Ok(decider.filter(|user| user.role.may(Scope::Decide)).map(|user| user.id))
    }

    async fn item(
        &self,
        matter: &Matter,
        conversations: &[Conversation],
        decider: Option<&str>,
        now: Timestamp,
    ) -> Result<Option<Item>, StoreError> {
        let of = |c: &&Conversation| Some(c.id) == matter.conversation;
        let Some(conversation) = conversations.iter().find(of) else { return Ok(None) };
        let Some(line) = Line::of(conversation, matter) else { return Ok(None) };
        let Some(base) = &self.settings.public_url else {
            return Ok(Some(Item { line, open: None, decide: None }));
        };
        let open = Some(format!("{base}/conversations/{}", conversation.id));
        let decide = match (decider, matter.kind) {
            (Some(decider), Kind::Suggestion) => self.link(conversation, decider, now).await?,
            _ => None,
        };
        Ok(Some(Item { line, open, decide: decide.map(|token| format!("{base}/d/{token}")) }))
    }

    /// A fresh link to decide on what is before the owner now; answers with its token.
    async fn link(
        &self,
        c: &Conversation,
        decider: &str,
        now: Timestamp,
    ) -> Result<Option<String>, StoreError> {
        let Stage::InReview { suggestion, draft, .. } = &c.stage else { return Ok(None) };
        let token = fresh_token();
        let link = DecisionLink {
            token_hash: link_hash(&token),
            person: decider.to_owned(),
            suggestion: *suggestion,
            revision: c.revision,
            draft_hash: draft.hash(),
            created_at: now,
            expires_at: now.plus_ms(self.settings.link_ms),
            used_at: None,
        };
        self.world.links.add_decision_links(&[link]).await?;
        Ok(Some(token))
    }
}

/// 256 random bits as 64 hexadecimal digits.
fn fresh_token() -> String {
    rand::random::<[u8; 32]>().iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _never = write!(hex, "{byte:02x}");
        hex
    })
}
