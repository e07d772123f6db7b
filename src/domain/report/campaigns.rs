//! Where visitors came from: how many chats each campaign brought, how they went, and how many bought.

use std::collections::HashMap;

use serde::Serialize;

use super::EpisodeRow;
use super::figure::{ShareFigure, Stars};
use super::group::rating;

/// Campaigns shown. Anybody can put one into an address, so there may be any number.
const CAMPAIGNS_MAX: usize = 30;

/// One campaign, or one site that referred visitors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CampaignRow {
    pub campaign: String,
    pub share_of_chats: ShareFigure,
    pub csat: ShareFigure,
    /// Chats with a purchase within two hours of the last answer.
    pub bought: ShareFigure,
}

#[derive(Debug, Clone, Default)]
struct CampaignTally {
    chats: u64,
    stars: Stars,
    bought: u64,
}

/// What one pass over the rows counts.
#[derive(Debug, Default)]
pub(super) struct Campaigns<'a> {
    by_name: HashMap<&'a str, CampaignTally>,
    chats: u64,
}

impl<'a> Campaigns<'a> {
    pub(super) fn add(&mut self, row: &'a EpisodeRow) {
        self.chats += 1;
        let Some(name) = row.campaign.as_deref() else { return };
        let tally = self.by_name.entry(name).or_default();
        tally.chats += 1;
        if let Some(stars) = rating(row) {
            tally.stars.add(stars);
        }
        tally.bought += u64::from(!row.conversions.is_empty());
    }

    /// The largest first; equal ones by name.
    pub(super) fn rows(&self) -> Vec<CampaignRow> {
        let mut all: Vec<(&str, &CampaignTally)> =
            self.by_name.iter().map(|(name, tally)| (*name, tally)).collect();
        all.sort_by(|(one, tally), (other, others)| others.chats.cmp(&tally.chats).then(one.cmp(other)));
        let row = |(name, tally): &(&str, &CampaignTally)| CampaignRow {
            campaign: (*name).to_owned(),
            share_of_chats: ShareFigure::of(tally.chats, self.chats),
            csat: tally.stars.share(),
            bought: ShareFigure::of(tally.bought, tally.chats),
        };
        all.iter().take(CAMPAIGNS_MAX).map(row).collect()
    }

    /// Chats that came by none.
    pub(super) fn without(&self) -> ShareFigure {
        let with: u64 = self.by_name.values().map(|tally| tally.chats).sum();
        ShareFigure::of(self.chats.saturating_sub(with), self.chats)
    }
}
