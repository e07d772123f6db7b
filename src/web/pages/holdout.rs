//! What keeping chats for humans costs and gives, beside the place where owners choose it.

use super::shell::Sorry;
use crate::domain::holdout::{DAYS, DROP_POINTS, HoldoutSettings, Outlook, Without};
use crate::ports::Since;
use crate::web::choosing::per_hundred;
use crate::web::moment::Moment;
use crate::web::spoken;
use crate::web::state::App;
use crate::words::Text;

/// A day, ms.
const DAY_MS: i64 = 86_400_000;

/// The lottery as it stands. The words are the template's.
pub(super) struct Kept {
    /// Of a hundred chats that could get a draft.
    pub per_hundred: String,
    pub draws: bool,
    /// The period in force, and when it began.
    pub period: Option<(u32, Moment)>,
    pub drop: u32,
    /// Months, ratings, ratings a month, and how satisfied people leave their visitors.
    pub months: Option<Told>,
    /// Why no time is named.
    pub without: &'static str,
    /// How many there are of what is missing.
    pub so_far: u64,
    /// Chats a month that people would answer alone, and the chats they are counted from.
    pub a_month: Option<(u64, u64)>,
}

/// How long until the drop shows, and what that rests on.
pub(super) struct Told {
    pub months: u64,
    pub ratings: u64,
    pub rated: u64,
    pub days: u64,
    /// A share with its interval.
    pub satisfied: Text,
    pub n: u64,
}

impl Kept {
    pub(super) async fn load(app: &App) -> Result<Self, Sorry> {
        let now = app.clock.now();
        let period = app.engine.policy().holdout.clone();
        let settings = period.as_ref().map_or_else(HoldoutSettings::default, |period| period.settings);
        let since = Since { from: now.minus_ms(DAYS * DAY_MS), to: now.plus_ms(1) };
        let outlook = Outlook::of(&settings, now.0, &app.desk.episodes(since).await?);
        let period = period.map(|period| (period.number, Moment::of(period.began_at, now)));
        Ok(Self::of(&settings, &outlook, period))
    }

    fn of(settings: &HoldoutSettings, outlook: &Outlook, period: Option<(u32, Moment)>) -> Self {
        let (without, so_far) = match outlook.months {
            Ok(_) | Err(Without::NoLottery) => ("", 0),
            Err(Without::TooYoung) => ("young", 0),
            Err(Without::Pace(n)) => ("pace", n),
            Err(Without::Humans(n)) => ("humans", n),
            Err(Without::NoRoom) => ("no_room", 0),
        };
        let months = outlook.months.ok().zip(outlook.satisfied()).map(|(seen, [value, low, high])| Told {
            months: seen.months,
            ratings: seen.ratings,
            rated: outlook.rated,
            days: outlook.whole_days(),
            satisfied: spoken::text("holdout-satisfied")
                .with("value", &format!("{value:.0}"))
                .with("low", &format!("{low:.0}"))
                .with("high", &format!("{high:.0}")),
            n: outlook.by_people.0,
        });
        Self {
            per_hundred: per_hundred(settings.share),
            draws: settings.share > 0.0,
            period,
            drop: DROP_POINTS,
            months,
            without,
            so_far,
            a_month: outlook.a_month(settings.share).map(|chats| (chats, outlook.eligible)),
        }
    }
}
