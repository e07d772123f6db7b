//! What a waiting visitor reads now: a fixed text for the reason, in their language, and the sentence that is true
//! of the hour.

use std::sync::Arc;

use super::hours::Hours;
use super::hours_settings::DAYS;
use super::measure::Measured;
use super::texts::Texts;
use crate::domain::conversation::Conversation;
use crate::domain::handoff::Notice;
use crate::domain::policy::Settings;
use crate::domain::time::Timestamp;

/// Fixed messages that a visitor reads in one wait; danger is told on top of them.
pub const NOTICES_PER_WAIT_MAX: usize = 2;

/// A wait longer than this is told by its end, as nobody counts so many hours, ms.
const COUNTED_MS: i64 = 12 * 3_600_000;

/// A time is told on a multiple of this many minutes.
const CLOCK_MINUTES: i64 = 5;

const MINUTE_MS: i64 = 60_000;

/// What is known about waiting: when somebody is there, what is said meanwhile, how long it takes.
#[derive(Clone, Debug, Default)]
pub struct Waiting {
    /// Opening hours.
    pub hours: Arc<Hours>,
    /// What is said.
    pub texts: Arc<Texts>,
    /// How long it takes, measured.
    pub measured: Measured,
    /// The hours that it was measured under: under others it says nothing.
    pub measured_under: Arc<Hours>,
}

/// A fixed message as a visitor reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// The words.
    pub text: String,
    /// The time that they promise, if they do.
    pub until: Option<Timestamp>,
}

/// A time to promise, and the key of the sentence that tells it.
#[derive(Clone, Copy)]
struct Offer {
    until: Timestamp,
    key: &'static str,
}

impl Waiting {
    /// Whether what was measured holds under the hours in force.
    #[must_use]
    pub fn is_measured(&self) -> bool {
        self.measured_under == self.hours
    }

    /// What the visitor of `c` is told now; nothing where it would be the same again, or once too often.
    #[must_use]
    pub fn notice(
        &self,
        settings: &Settings,
        now: Timestamp,
        c: &Conversation,
        notice: Notice,
    ) -> Option<Said> {
        let (text, language) = self.text(settings, self.is_away(notice, now), notice, self.language(c));
        // The same words with another sentence behind them are the same words.
        let told = c.told.iter().any(|told| told.text.starts_with(text.trim_end()));
        if told || (c.told.len() >= NOTICES_PER_WAIT_MAX && notice != Notice::Danger) {
            return None;
        }
        let promised = c.promise.is_some_and(|p| p.until.is_some());
        Some(self.completed(text, language, now, notice, promised))
    }

    /// The same for nobody in particular: what a page shows.
    #[must_use]
    pub fn preview(&self, settings: &Settings, now: Timestamp, notice: Notice, language: &str) -> Said {
        let (text, language) = self.text(settings, self.is_away(notice, now), notice, language);
        self.completed(text, language, now, notice, false)
    }

    /// What is said where the owner has no text of their own of `key`; empty where nothing is.
    #[must_use]
    pub fn otherwise(&self, settings: &Settings, key: &str, language: &str) -> String {
        let notice = match key {
            "handed_off" => Notice::HandedOff,
            "held" => Notice::Held,
            "asked_for_human" => Notice::AskedForHuman,
            "danger" => Notice::Danger,
            "waiting" | "away" => Notice::Waiting,
            "sent_by_itself" | "correction" | "survey_csat" | "survey_nps" => {
                let texts = self.texts.without(language, key);
                let known = [language, texts.default_language(), "en"];
                return known.iter().find_map(|code| texts.of(code, key)).unwrap_or_default().to_owned();
            }
            _ => return Texts::shipped(language, key).unwrap_or_default().to_owned(),
        };
        let texts = Arc::new(self.texts.without(language, key));
        let bare = Self { texts, ..self.clone() };
        bare.text(settings, key == "away", notice, language).0.to_owned()
    }

    fn is_away(&self, notice: Notice, now: Timestamp) -> bool {
        notice == Notice::Waiting && !self.hours.is_open(now)
    }

    /// The language that the visitor is told things in.
    pub(in crate::domain) fn language<'a>(&'a self, c: &'a Conversation) -> &'a str {
        let spoken = c.language.as_deref().filter(|code| self.texts.languages().contains(code));
        spoken.unwrap_or_else(|| self.texts.default_language())
    }

    /// The text of a reason with the language it is in.
    fn text<'a>(
        &'a self,
        settings: &'a Settings,
        away: bool,
        notice: Notice,
        language: &'a str,
    ) -> (&'a str, &'a str) {
        let keys: &[&str] = match notice {
            _ if away => &["away"],
            Notice::HandedOff => &["handed_off"],
            Notice::Held => &["held", "handed_off"],
            Notice::AskedForHuman => &["asked_for_human"],
            Notice::Danger => &["danger"],
            Notice::Waiting => &["waiting"],
        };
        let default = self.texts.default_language();
        let own = |language: &str| keys.iter().find_map(|key| self.texts.own(language, key));
        let shipped = |language: &str| keys.iter().find_map(|key| Texts::shipped(language, key));
        if let Some(text) = own(language) {
            return (text, language);
        }
        // What the owner wrote in place of a default holds for every language without words of its own; danger and
        // closed hours are no matter for a text that was written for something else.
        if !away && let Some(text) = settings.own_words(notice) {
            return (text, default);
        }
        let rest = shipped(language).map(|text| (text, language));
        let rest = rest.or_else(|| own(default).or_else(|| shipped(default)).map(|text| (text, default)));
        rest.or_else(|| shipped("en").map(|text| (text, "en")))
            .unwrap_or((&settings.handoff_message, default))
    }

    fn completed(&self, text: &str, language: &str, now: Timestamp, notice: Notice, promised: bool) -> Said {
        let mut said = Said { text: text.trim_end().to_owned(), until: None };
        if notice == Notice::Danger {
            return said;
        }
        let offer = if promised { None } else { self.offer(now) };
        let opens = self.hours.next_open(now);
        if opens != now && opens != Timestamp::NEVER {
            self.add(&mut said, "closed", language, now, opens);
        }
        if let Some(Offer { until, key }) = offer
            && self.add(&mut said, key, language, now, until)
        {
            said.until = Some(until);
        }
        said
    }

    /// The time that can be promised now.
    fn offer(&self, now: Timestamp) -> Option<Offer> {
        let upper_ms = self.measured.upper_ms.filter(|_| self.is_measured())?;
        let end = self.hours.add_open_ms(now, upper_ms);
        if end == Timestamp::NEVER {
            return None;
        }
        if end == now.plus_ms(upper_ms) && upper_ms <= COUNTED_MS {
            return Some(Offer { until: end, key: "within" });
        }
        let until = self.hours.on_the_clock(end, CLOCK_MINUTES);
        Some(Offer { until, key: if self.hours.is_open(now) { "by" } else { "closed_by" } })
    }

    /// Adds a sentence; `false` where the language has no words for it.
    fn add(&self, said: &mut Said, key: &str, language: &str, now: Timestamp, at: Timestamp) -> bool {
        let Some(sentence) = self.filled(key, language, now, at) else { return false };
        let unfinished = said.text.ends_with(char::is_alphanumeric);
        said.text.push_str(match language {
            _ if unfinished => "\n",
            "ja" | "zh" => "",
            _ => " ",
        });
        said.text.push_str(&sentence);
        true
    }

    /// A sentence with its placeholders filled, `at` being the moment it speaks of.
    fn filled(&self, key: &str, language: &str, now: Timestamp, at: Timestamp) -> Option<String> {
        let sentence = self.texts.of(language, key)?;
        let local = self.hours.local(at)?;
        let (day, time) = (self.day(language, now, at)?, local.strftime("%H:%M").to_string());
        let moment = self.texts.of(language, "moment")?.replace("{day}", &day).replace("{time}", &time);
        let wait = if sentence.contains("{wait}") {
            self.wait(language, at.since(now) / 1_000)?
        } else {
            String::new()
        };
        let values = [
            ("{wait}", wait.as_str()),
            ("{until}", &moment),
            ("{day}", &day),
            ("{time}", &time),
            ("{zone}", &self.hours.zone_words()),
        ];
        Some(values.iter().fold(sentence.to_owned(), |text, (name, value)| text.replace(name, value)))
    }

    /// `today`, `tomorrow`, the day of the week for the days after, then the date.
    fn day(&self, language: &str, now: Timestamp, at: Timestamp) -> Option<String> {
        let (today, day) = (self.hours.local(now)?.date(), self.hours.local(at)?.date());
        let ahead = today.until(day).ok()?.get_days();
        let key = match ahead {
            0 => "today",
            1 => "tomorrow",
            2..=6 => DAYS.get(usize::try_from(day.weekday().to_monday_zero_offset()).ok()?).copied()?,
            _ => return Some(day.to_string()),
        };
        self.texts.of(language, key).map(str::to_owned)
    }

    /// `about 25 minutes`.
    fn wait(&self, language: &str, ms: i64) -> Option<String> {
        let minutes = ms / MINUTE_MS;
        let (n, keys): (i64, &[&str]) = match minutes {
            60 => (1, &["hour"]),
            120 => (2, &["hours_two", "hours"]),
            m if m % 60 == 0 && (3..=10).contains(&(m / 60)) => (m / 60, &["hours_few", "hours"]),
            m if m % 60 == 0 => (m / 60, &["hours"]),
            m if (3..=10).contains(&(m % 100)) => (m, &["minutes_few", "minutes"]),
            m => (m, &["minutes"]),
        };
        let form = keys.iter().find_map(|key| self.texts.of(language, key))?;
        Some(form.replace("{n}", &n.to_string()))
    }
}
