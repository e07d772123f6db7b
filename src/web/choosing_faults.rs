//! What is wrong with the form of answers and hours: by the fields that a person sees, and in their units.

use super::choosing::{DAYS, MINUTE_MS, TIMES, Texts, in_units, per_hundred};
use super::spoken;
use crate::domain::holdout::SHARE_MAX;
use crate::domain::survey::DELAY_MS_MAX;
use crate::domain::{BadChoice, limits_ms};

/// A field that cannot be taken as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct FieldFault {
    /// The field of the form; empty where none stands for it.
    pub field: &'static str,
    /// As the configuration calls it: `policy.undo_ms`.
    pub key: String,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Keys of the configuration whose field has another name.
const RENAMED: [(&str, &str); 5] = [
    ("holdout.share", "holdout_percent"),
    ("survey.delay_ms", "survey_delay_min"),
    ("survey.nps_every", "survey_nps_every"),
    ("survey.nps_days", "survey_nps_days"),
    ("survey.name", "survey_name"),
];

/// The fields of each part of the form, by the name of the part. What is of none of them stands in the first.
const PARTS: [(&str, &[&str]); 6] = [
    ("drafts", &["autonomy", "unbacked_drafts"]),
    (
        "limits",
        &["min_confidence", "undo_s", "suggestion_ttl_h", "resume_after_quiet_h", "quiet_resolution_h"],
    ),
    ("messages", &["handoff_message", "waiting_message", "waiting_notice_min"]),
    ("opening", &["zone", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "closed"]),
    ("budget", &["tokens", "cost"]),
    ("lottery", &["holdout_percent", "holdout_shadow"]),
];

/// Which part of the form a field stands in.
pub(super) fn part(field: &str) -> &'static str {
    if field.starts_with("survey_") {
        return "surveys";
    }
    PARTS.iter().find(|(_, fields)| fields.contains(&field)).map_or("drafts", |(part, _)| part)
}

/// The field of a key, or of a field's own name.
fn field_of(key: &str, texts: &Texts) -> &'static str {
    let renamed = RENAMED.iter().find(|(known, _)| *known == key).map(|(_, field)| *field);
    let last = key.rsplit('.').next().unwrap_or_default();
    let timed = || TIMES.iter().find(|(_, known, _)| *known == last).map(|(field, ..)| *field);
    let own = || texts.keys().copied().chain(DAYS).find(|field| *field == last);
    renamed.or_else(timed).or_else(own).unwrap_or_default()
}

impl FieldFault {
    /// A fault of what `texts` ask for.
    pub(super) fn of(fault: BadChoice, texts: &Texts) -> Self {
        let field = field_of(&fault.key, texts);
        let given = texts.get(field).map_or("", String::as_str);
        let between = |low: String, high: String| {
            let text = spoken::text("choosing-faults-between").with("given", &given);
            text.with("low", &low).with("high", &high).plain()
        };
        let stretch = TIMES.iter().find(|(_, key, _)| fault.key.strip_prefix("policy.") == Some(*key));
        let message = match (stretch, fault.key.as_str()) {
            (Some((_, key, unit)), _) => {
                let (low, high) = limits_ms(key);
                between(in_units(low, *unit), in_units(high, *unit))
            }
            (None, "survey.delay_ms") => between("0".to_owned(), in_units(DELAY_MS_MAX, MINUTE_MS)),
            (None, "holdout.share") => between("0".to_owned(), per_hundred(SHARE_MAX)),
            (None, _) => fault.message,
        };
        Self { field, key: fault.key, message }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::state::Configured;

    fn told(key: &str, given: (&'static str, &str)) -> (&'static str, String) {
        let mut texts = Configured::default().shown();
        texts.insert(given.0, given.1.to_owned());
        let fault = BadChoice { key: key.to_owned(), message: "is wrong".to_owned() };
        let fault = FieldFault::of(fault, &texts);
        assert_eq!(fault.key, key);
        (fault.field, fault.message)
    }

    #[test]
    fn a_fault_is_told_of_the_field_that_a_person_filled_in_and_in_its_unit() {
        let of = |field, message: &str| (field, message.to_owned());
        assert_eq!(told("policy.undo_ms", ("undo_s", "999")), of("undo_s", "is 999; give 0 to 60"));
        assert_eq!(
            told("policy.suggestion_ttl_ms", ("suggestion_ttl_h", "900")),
            of("suggestion_ttl_h", "is 900; give 0.0003 to 720")
        );
        assert_eq!(
            told("holdout.share", ("holdout_percent", "60")),
            of("holdout_percent", "is 60; give 0 to 50")
        );
        assert_eq!(
            told("survey.delay_ms", ("survey_delay_min", "9999")),
            of("survey_delay_min", "is 9999; give 0 to 1440")
        );
        assert_eq!(told("hours.mon", ("mon", "9 to 5")), of("mon", "is wrong"));
        assert_eq!(told("undo_s", ("undo_s", "soon")), of("undo_s", "is wrong"));
        assert_eq!(told("policy.max_turns", ("undo_s", "5")), of("", "is wrong"));
    }

    #[test]
    fn every_field_stands_in_one_part_of_the_form() {
        for field in Configured::default().shown().keys() {
            let parts = PARTS.iter().filter(|(_, fields)| fields.contains(field)).count();
            let parts = parts + usize::from(field.starts_with("survey_"));
            assert_eq!(parts, 1, "{field}");
        }
    }
}
